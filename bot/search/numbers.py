"""Read numbers that are spelled out, and spell out numbers that are written in digits."""

from collections.abc import Sequence

_SMALL_WORDS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
""".split()
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {word: number for number, word in enumerate(_SMALL_WORDS)}
_TENS = {word: number * 10 for number, word in enumerate(_TENS_WORDS, start=2)}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_WORDS = {number: word for word, number in (_SMALL | _TENS).items()}
NUMBER_WORDS = frozenset(_SMALL | _TENS | _SCALES | {"hundred": 100})


def read_number(words: Sequence[str], at: int) -> tuple[int, int]:
    """Return the number spelled out from *at* on and how many words spell it; (0, 0) for none.

    Digits before a scale count too: "3 million" is 3000000; so does "and" after hundreds or
    more: "two thousand and seven" is 2007.
    """
    whole, part, length, lowest = 0, None, 0, 10**12
    for word in words[at:]:
        if (small := _SMALL.get(word)) is not None:
            if part is not None and (part % 10 or part % 100 == 10 or part == 0):
                break
            if part is not None and part % 100 and not 0 < small < 10:
                break
            part = (part or 0) + small
        elif (tens := _TENS.get(word)) is not None:
            if part is not None and (part % 100 or part == 0):
                break
            part = (part or 0) + tens
        elif word == "hundred":
            if part is not None and not 0 < part < 100:
                break
            part = (part or 1) * 100
        elif (scale := _SCALES.get(word)) is not None:
            if scale >= lowest or part == 0:
                break
            whole, part, lowest = whole + (part or 1) * scale, None, scale
        elif word.isdecimal() and not length and len(word) < 10:
            part = int(word)
        elif word == "and" and _goes_on(words, at + length):
            pass
        else:
            break
        length += 1
    return (whole + (part or 0), length) if length else (0, 0)


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Say whether the "and" at *at* stands inside a number."""
    before, after = words[at - 1], "".join(words[at + 1 : at + 2])
    return (before == "hundred" or before in _SCALES) and (after in _SMALL or after in _TENS)


def spell_number(number: int) -> list[str]:
    """Return *number*, from 0 to below 10**12, as English words without "and" and hyphens."""
    if number in _WORDS:
        return [_WORDS[number]]
    if number < 100:
        return [_WORDS[number // 10 * 10], _WORDS[number % 10]]
    for name, scale in (*reversed(_SCALES.items()), ("hundred", 100)):
        if number >= scale:
            head, rest = divmod(number, scale)
            return [*spell_number(head), name, *(spell_number(rest) if rest else [])]
    raise AssertionError(number)


def spell_year(number: int) -> list[str]:
    """Return a year from 1100 to 2099 as most people say it, "nineteen eighty four", or []."""
    century, rest = divmod(number, 100)
    if not 11 <= century <= 20 or 0 < rest < 10:
        return []
    return [*spell_number(century), *(spell_number(rest) if rest else ["hundred"])]
