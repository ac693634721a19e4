"""Normalise text: what is compared when words are compared.

Both sides, what was said and what was asked, go through `normalise`: lower case, no accents,
no apostrophes, "1,000" without its comma, everything else that is neither letter nor digit a
space. Ideographs and kana count as a word each, so that text without spaces can be searched.
Offsets given to people always count the words that `str.split` finds in the original.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

# Signs of typography that would otherwise make every other turn non-ASCII, which is slower.
_PLAIN = {
    "'": "\u2018\u2019\u00b4",
    '"': "\u201c\u201d",
    "-": "\u2010\u2011\u2013\u2014",
    " ": "\u00a0\u200b\u2026\u2120\u2122",
}
# Invisible ones stand for nothing: soft hyphens, joiners, marks of direction.
_INVISIBLE = (0xAD, *range(0x200C, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF)
_TYPOGRAPHIC: dict[int, str | None] = dict.fromkeys(_INVISIBLE)
_TYPOGRAPHIC |= {ord(sign): plain for plain, signs in _PLAIN.items() for sign in signs}
_APOSTROPHES: dict[int, None] = dict.fromkeys(map(ord, "'`\u02bc"))
# Of ASCII characters all others but letters and digits separate words.
_SEPARATORS = {c: " " for c in range(128) if not chr(c).isalnum()} | _APOSTROPHES
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))(?<=\d,)")
_IDEOGRAPHS = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Marks by which scripts of South and South-East Asia write vowels: parts of a word.
_VOWELS = "\u0900-\u0963\u0971-\u0df3\u0e30-\u0e4e\u0eb0-\u0ecd\u102b-\u103e\u17b4-\u17d3"
_WORD = rf"[{_IDEOGRAPHS}]|[^\W_{_IDEOGRAPHS}](?:[^\W_{_IDEOGRAPHS}]|[{_VOWELS}])*"


def normalise(text: str) -> str:
    """Return the words of *text* as they are compared, separated by spaces."""
    if not text.isascii():
        text = text.translate(_TYPOGRAPHIC)
        if not text.isascii():
            return " ".join(_fold(text))
    if "," in text:
        text = _THOUSANDS.sub("", text)
    return text.lower().translate(_SEPARATORS)


def words(text: str) -> list[str]:
    """Return the normalised words of *text*; none when it has no letter or digit."""
    return normalise(text).split()


def words_at(pieces: Sequence[str], first: int = 0) -> Iterator[tuple[str, int]]:
    """Yield the normalised words of *pieces*, each with the number of its piece.

    *pieces* are what `str.split` made of a text, counted from *first*.
    """
    for at, piece in enumerate(pieces, first):
        if piece.isascii() and piece.isalnum():  # nearly every piece
            yield piece.lower(), at
        else:
            for word in normalise(piece).split():
                yield word, at


def _fold(text: str) -> list[str]:
    # Taken apart first: other signs hide capitals, apostrophes and commas.
    text = unicodedata.normalize("NFKD", text).casefold().translate(_APOSTROPHES)
    text = "".join(c for c in _THOUSANDS.sub("", text) if not unicodedata.combining(c))
    # Kept compiled by `re`, from the first such text on: whoever asks in ASCII saves 6 ms.
    return re.findall(_WORD, unicodedata.normalize("NFKC", text))
