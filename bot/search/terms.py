"""Turn a question into weighted terms, and the words that would count for each of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.search.english import LETTER_NAMES, LETTER_WORDS, STOP_WORDS
from bot.search.numbers import NUMBER_WORDS, read_number, spell_number, spell_year
from bot.search.question import Question
from bot.search.spelling import Spelling, Variant

# So many words are looked at, the rarest ones that are said.
MAX_TERMS = 48
# What a word weighs that only wraps the question, or that carries no content.
_ASIDE, _STOP = 0.2, 0.5
# A wrong number is the commonest slip of memory: any number counts a little for any other.
_ANY_NUMBER = 0.3
# Every word that carries content counts at least so much, however common.
_CONTENT = 1.0
# Numbers tell less about what is meant than their rarity says.
_NUMBER = 0.6
_NUMBER_MAX_DIGITS = 12
_ACRONYM_MAX_PIECES = 6
# A word that a question repeats weighs nothing from then on: each place where it was said has to
# be tried for each of its places.
_MAX_REPEATS = 8


# What a said word may stand for: a term, or several at once, by their numbers; and what it is
# worth for them, above 0 up to 1.
Cover = tuple[tuple[int, ...], float]


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question.

    Attributes:
        word: Normalised, as typed.
        position: Its number among the question's words.
        weight: How telling it is; 0 where nothing depends on it.
        aside: Whether it only wraps the question, or names the speaker.
        content: Whether it tells what is meant: no aside, no stop word.
        variants: What it may stand for, best first; empty when nobody said anything like it.
    """

    word: str
    position: int
    weight: float
    aside: bool
    content: bool
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """A word that stands for several terms at once, such as "alexnet" for "alex net"."""

    variant: Variant
    terms: range


@dataclass(slots=True)
class Terms:
    """A question, ready to be compared.

    Attributes:
        terms: In the order of the question.
        joined: Words that cover several terms.
        weights: Of the terms, in their order.
        total: Sum of the weights.
    """

    terms: list[Term]
    joined: list[Joined]
    weights: list[float] = field(init=False)
    total: float = field(init=False)
    _covers: dict[str, list[Cover]] = field(init=False)
    _numbers: list[Cover] = field(init=False)

    def __post_init__(self) -> None:
        """Work out what covers what."""
        self.weights = [term.weight for term in self.terms]
        self.total = sum(self.weights)
        self._covers = {}
        for number, term in enumerate(self.terms):
            for variant in term.variants:
                cover: Cover = ((number,), variant.similarity)
                self._covers.setdefault(variant.word, []).append(cover)
        for joined in self.joined:
            cover = (tuple(joined.terms), joined.variant.similarity)
            self._covers.setdefault(joined.variant.word, []).append(cover)
        self._numbers = [
            ((number,), _ANY_NUMBER)
            for number, term in enumerate(self.terms)
            if _is_number(term.word)
        ]

    def hits(self, words: Iterable[str]) -> list[tuple[int, list[Cover]]]:
        """Return which of the said *words* count: their places, and what each may stand for."""
        covers = self._covers
        found = [(place, covers[word]) for place, word in enumerate(words) if word in covers]
        if self._numbers:
            known = {place for place, _ in found}
            found += [
                (place, self._numbers)
                for place, word in enumerate(words)
                if _is_number(word) and place not in known
            ]
            found.sort(key=lambda hit: hit[0])
        return found


def prepare(question: Question, spelling: Spelling) -> Terms:
    """Return the terms of *question*, split, joined, corrected and weighted."""
    words = list(_split(question, spelling))
    if len(words) > MAX_TERMS:
        telling = sorted(range(len(words)), key=lambda at: _rank(words[at].word, spelling))
        words = [words[at] for at in sorted(telling[:MAX_TERMS])]
    terms = []
    seen: Counter[str] = Counter()
    for position, part in enumerate(words):
        weight = _weight(part.word, spelling) * part.share * (_ASIDE if part.aside else 1.0)
        content = not part.aside and part.word not in STOP_WORDS
        variants = spelling.variants(part.word)
        if seen[part.word] == _MAX_REPEATS:
            weight, content, variants = 0.0, False, ()
        else:
            seen[part.word] += 1
        terms.append(Term(part.word, position, weight, part.aside, content, variants))
    return Terms(terms, list(_joined(terms, spelling)))


def _rank(word: str, spelling: Spelling) -> tuple[bool, bool, int]:
    """Return what sorts words that are said, the rarest first, before others and stop words."""
    return word in STOP_WORDS, not spelling.variants(word), spelling.passages(word)


def _weight(word: str, spelling: Spelling) -> float:
    variants = spelling.variants(word)
    if word in STOP_WORDS:
        return _STOP * spelling.weight(variants[0].passages) if variants else 0.0
    if variants and variants[0].how == "exact":
        passages = variants[0].passages
    else:
        passages = min((variant.passages for variant in variants), default=0)
    weight = _CONTENT + spelling.weight(passages)
    return weight * _NUMBER if _is_number(word) else weight


class _Part(NamedTuple):
    """A word of the question, or a part of one with its share of the weight."""

    word: str
    aside: bool
    share: float


def _split(question: Question, spelling: Spelling) -> Iterator[_Part]:
    """Yield the question's words, glued ones and long numbers taken apart."""
    for position, word in enumerate(question.words):
        parts: Sequence[str] = (word,)
        if word not in STOP_WORDS and not spelling.passages(word):
            if word.isdecimal() and len(word) < _NUMBER_MAX_DIGITS:
                for spelled in (spell_number(int(word)), spell_year(int(word))):
                    if all(map(spelling.passages, spelled)):
                        parts = spelled or parts
            elif not spelling.variants(word):
                parts = spelling.split(word) or parts
        for part in parts:
            yield _Part(part, position in question.asides, 1 / len(parts))


def _joined(terms: list[Term], spelling: Spelling) -> Iterator[Joined]:
    words = [term.word for term in terms]
    for at in range(len(words) - 1):
        guess = not all(map(spelling.passages, words[at : at + 2]))
        for variant in spelling.joined(words[at], words[at + 1], guess):
            yield Joined(variant, range(at, at + 2))
    for start, end, spelled in _spelled_out(words):
        for variant in spelling.joined(spelled, "", guess=False):
            yield Joined(variant, range(start, end))


def _spelled_out(words: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield acronyms that are spelled by letter, and numbers by word: where, and in one word.

    "f p sixty four" is fp64, "nineteen eighty four" is 1984; names of letters that are words as
    well ("are", "you") only count beside one that is not.
    """
    pieces: list[tuple[int, str, bool]] = []  # past its last word, in one word, surely no word
    starts: list[int] = []
    at = 0
    while at < len(words):
        starts.append(at)
        number, length = read_number(words, at)
        if length:
            at += length
            pieces.append((at, str(number), False))
            continue
        word = words[at]
        at += 1
        surely = LETTER_NAMES.get(word) or (word if len(word) == 1 and word not in "ai" else "")
        letter = surely or LETTER_WORDS.get(word) or (word if len(word) == 1 else "")
        pieces.append((at, letter, bool(surely)))
    for first, start in enumerate(starts):
        spelled, has_letter = "", False
        for end, piece, is_letter in pieces[first : first + _ACRONYM_MAX_PIECES]:
            if not piece:
                break
            is_number = not spelled and piece.isdecimal()
            is_year = len(spelled) == len(piece) == 2 and (spelled + piece).isdecimal()
            spelled += piece
            has_letter = has_letter or is_letter
            if end - start > 1 and (has_letter or is_number or is_year):
                yield start, end, spelled


def _is_number(word: str) -> bool:
    return word in NUMBER_WORDS or (word[0].isdecimal() and word.rstrip("x").isdecimal())
