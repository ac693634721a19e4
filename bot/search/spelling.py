"""Find the words somebody may have meant by a word: inflected, misspelt, misheard.

RapidFuzz measures how far apart two words are; the vocabularies only propose.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA, JaroWinkler

from bot.search.english import STOP_WORDS
from bot.search.numbers import read_number, spell_number
from bot.search.vocabulary import FUZZY_MIN_CHARS, Vocabulary

How = Literal["exact", "inflected", "corrected", "sounds", "number", "joined"]

# How much a variant is worth beside the word itself.
# Another form of a word counts for so much, and for more the more letters are the same.
_INFLECTED, _INFLECTED_SPELT_ALIKE = 0.6, 0.35
# Sounding alike counts for so much, and for more the more letters are the same.
_SOUNDS, _SOUNDS_SPELT_ALIKE = 0.35, 0.45
# People seldom miss the first letter.
_FIRST_LETTER_WRONG = 0.85
_NUMBER = 0.95
_JOINED = 0.95
_JOINED_GUESS_MIN_CHARS = 7
# Two edits are forgiven from this length on.
_TWO_EDITS_FROM_CHARS = 7
# Sounding alike also wants some letters in common.
_SOUNDS_MIN_JARO_WINKLER = 0.72
# A word the library says is taken for a slip only of one said this many times as often.
_SLIP_RATIO = 8
_KNOWN_SLIP = 0.6
_RARE_SHARE = 2_000
_MAX_GUESSES = 8
_CACHED_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Variant:
    """A word the library says that somebody may have meant.

    Attributes:
        word: As it is said, normalised.
        similarity: What it is worth, above 0 up to 1 for the word itself.
        how: The way from the word that was typed.
        passages: In how many passages it occurs, at least 1.
    """

    word: str
    similarity: float
    how: How
    passages: int


class Spelling:
    """The words of the whole library."""

    def __init__(self, vocabularies: Sequence[Vocabulary], passages: int) -> None:
        """Look words up in *vocabularies*, of *passages* passages together."""
        self._vocabularies = vocabularies
        self._total = max(passages, 1)
        # In how many passages a word occurs, and what it may stand for: best first, and the word
        # itself leads if it is said. People ask with the same few thousand words.
        self.passages = lru_cache(_CACHED_WORDS)(self._count_passages)
        self.variants = lru_cache(_CACHED_WORDS)(self._find_variants)
        # What two words written as one stand for; misspelt ones too on a guess.
        self.joined = lru_cache(_CACHED_WORDS)(self._find_joined)

    def _count_passages(self, word: str) -> int:
        return sum(vocabulary.passages(word) for vocabulary in self._vocabularies)

    def is_common(self, word: str) -> bool:
        """Say whether *word* occurs in more than one passage of _RARE_SHARE."""
        return self.passages(word) * _RARE_SHARE > self._total

    def weight(self, passages: int) -> float:
        """Return how telling a word is that *passages* passages contain (BM25's idf), above 0."""
        rarity = (self._total - passages + 0.5) / (max(passages, 0.5) + 0.5)
        return math.log1p(max(rarity, 0.0))

    def _find_variants(self, word: str) -> tuple[Variant, ...]:
        """Return what *word* may stand for, best first; the word itself leads if it is said."""
        said = self.passages(word)
        found = {word: Variant(word, 1.0, "exact", said)} if said else {}
        if word in STOP_WORDS:
            return tuple(found.values())
        if len(word) >= FUZZY_MIN_CHARS - 1:
            for vocabulary in self._vocabularies:
                for other in vocabulary.inflections(word):
                    letters = OSA.normalized_similarity(word, other)
                    worth = _INFLECTED + _INFLECTED_SPELT_ALIKE * letters
                    self._add(found, other, worth, "inflected")
        for other in _same_number(word):
            self._add(found, other, _NUMBER, "number")
        if not self.is_common(word):
            for guess in self._guesses(word, said):
                found.setdefault(guess.word, guess)
        return tuple(found.values())

    def _find_joined(self, left: str, right: str, guess: bool) -> tuple[Variant, ...]:
        word = left + right
        said = self.passages(word)
        if said:
            return (Variant(word, _JOINED, "joined", said),)
        if not guess or len(word) < _JOINED_GUESS_MIN_CHARS:
            return ()
        return tuple(
            Variant(found.word, found.similarity * _JOINED, "joined", found.passages)
            for found in self._guesses(word, 0)
            if len(found.word) >= _JOINED_GUESS_MIN_CHARS and found.word not in (left, right)
        )

    def split(self, word: str) -> tuple[str, str] | None:
        """Return the two words that *word* glues together, the likeliest pair, or None."""
        best, best_count = None, 0
        for at in range(FUZZY_MIN_CHARS - 1, len(word) - FUZZY_MIN_CHARS + 2):
            left, right = word[:at], word[at:]
            count = min(self.passages(left), self.passages(right))
            if count > best_count:
                best, best_count = (left, right), count
        return best

    def _guesses(self, word: str, said: int) -> list[Variant]:
        """Return misspellings and soundalikes, at most _MAX_GUESSES, likeliest first."""
        if len(word) < FUZZY_MIN_CHARS or word.isdecimal():
            return []
        edits = 1 if len(word) < _TWO_EDITS_FROM_CHARS else 2
        similarities: dict[str, tuple[float, How]] = {}
        for vocabulary in self._vocabularies:
            for other in vocabulary.misspellings(word):
                distance = OSA.distance(word, other, score_cutoff=edits)
                if distance <= edits:
                    similarities[other] = (_alike(word, other, distance), "corrected")
            for other in vocabulary.soundalikes(word):
                if JaroWinkler.similarity(word, other) >= _SOUNDS_MIN_JARO_WINKLER:
                    letters = OSA.normalized_similarity(word, other)
                    heard: tuple[float, How] = (_SOUNDS + _SOUNDS_SPELT_ALIKE * letters, "sounds")
                    similarities[other] = max(similarities.get(other, heard), heard)
        guesses = []
        for other, (similarity, how) in similarities.items():
            passages = self.passages(other)
            if not said:
                guesses.append(Variant(other, similarity, how, passages))
            elif passages >= _SLIP_RATIO * said:
                guesses.append(Variant(other, similarity * _KNOWN_SLIP, how, passages))
        guesses.sort(key=lambda guess: (-guess.similarity * math.log1p(guess.passages), guess.word))
        return guesses[:_MAX_GUESSES]

    def _add(self, found: dict[str, Variant], word: str, similarity: float, how: How) -> None:
        if word not in found and (passages := self.passages(word)):
            found[word] = Variant(word, similarity, how, passages)


def _same_number(word: str) -> list[str]:
    """Return how else a number of one word is written in one word."""
    if word.isdecimal() and len(word) < 4:
        spelled = spell_number(int(word))
        return spelled if len(spelled) == 1 else []
    number, length = read_number([word], 0)
    return [str(number)] if length and not word.isdecimal() else []


def _alike(word: str, other: str, edits: int) -> float:
    """Return what a word so many edits away is worth: an edit weighs more in a short word."""
    similarity = (1 - edits / max(len(word), len(other))) ** 2
    return similarity if word[0] == other[0] else similarity * _FIRST_LETTER_WRONG
