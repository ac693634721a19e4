"""The words a part of the library says, and the ways from one word to those like it.

On disk and memory-mapped: the words themselves, in how many passages each occurs, and one hash
table that leads from a word's key to the words that share it. Keys are the word itself (`=`),
its English stem (`~`), its sound (`?`, metaphone) and, for misspelling, its first letters with
one of them left out (`-`): words one edit apart share at least one of those.
"""

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

import jellyfish
from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from bot.search.arrays import HashTable, map_array, map_bytes, write_array

# Words shorter than this are neither corrected nor matched by sound.
FUZZY_MIN_CHARS = 4
# A word of four letters may have been one of three.
_KEYED_MIN_CHARS = FUZZY_MIN_CHARS - 1
_KEYED_MAX_CHARS = 24
_PREFIX_CHARS = 7  # that count for the keys of misspelling

_stemmer = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.stemmer("english")).build()


class Vocabulary:
    """The words of one index segment."""

    def __init__(self, folder: Path) -> None:
        """Map the vocabulary that `write` made in *folder*."""
        self._words = map_bytes(folder / "words.text")
        self._ends = map_array(folder / "words.ends", "I")
        self._passages = map_array(folder / "words.passages", "I")
        self._table = HashTable(folder, "words")

    def __len__(self) -> int:
        """Return how many different words there are."""
        return len(self._ends)

    def passages(self, word: str) -> int:
        """Return in how many passages *word* occurs; 0 for a word nobody said."""
        for number in self._table.candidates(f"={word}"):
            if self._word(number) == word:
                return self._passages[number]
        return 0

    def inflections(self, word: str) -> Iterator[str]:
        """Yield the words with the stem of *word*, each once, itself excepted."""
        stem = stem_of(word)
        for other in dict.fromkeys(self._with_key(f"~{stem}")):
            if other != word and stem_of(other) == stem:
                yield other

    def soundalikes(self, word: str) -> Iterator[str]:
        """Yield the words that sound like *word*, each once, itself excepted."""
        sound = sound_of(word)
        if sound:
            for other in dict.fromkeys(self._with_key(f"?{sound}")):
                if other != word and sound_of(other) == sound:
                    yield other

    def misspellings(self, word: str) -> set[str]:
        """Return every word one edit from *word*, and others near and far; never itself.

        None for numbers, and for words of fewer than 3 or more than _KEYED_MAX_CHARS letters.
        """
        near = {other for key in _deletions(word) for other in self._with_key(key)}
        near.discard(word)
        return near

    def _with_key(self, key: str) -> list[str]:
        return [self._word(number) for number in self._table.candidates(key)]

    def _word(self, number: int) -> str:
        start = self._ends[number - 1] if number else 0
        return str(self._words[start : self._ends[number]], "utf-8")

    @staticmethod
    def write(folder: Path, counted: Sequence[tuple[str, int]]) -> None:
        """Write the files of *counted*: each word once, with the number of its passages."""
        encoded = [word.encode() for word, _ in counted]
        ends = array("I")
        end = 0
        for word in encoded:
            end += len(word)
            ends.append(end)
        write_array(folder / "words.text", array("B", b"".join(encoded)))
        write_array(folder / "words.ends", ends)
        write_array(folder / "words.passages", array("I", (count for _, count in counted)))
        HashTable.write(folder, "words", _keys([word for word, _ in counted]))


def stem_of(word: str) -> str:
    """Return the English stem of a normalised word (Snowball)."""
    stems = _stemmer.analyze(word)
    return stems[0] if stems else word


def sound_of(word: str) -> str:
    """Return how a normalised word sounds (metaphone), "" where that says nothing."""
    if len(word) < FUZZY_MIN_CHARS or not word.isascii() or not word.isalpha():
        return ""
    return jellyfish.metaphone(word)


def _keys(words: Sequence[str]) -> Iterator[tuple[str, int]]:
    # One call for all stems; word by word it would take longer than the rest together.
    stems = _stemmer.analyze(" ".join(words))
    for number, (word, stem) in enumerate(zip(words, stems, strict=True)):
        yield f"={word}", number
        yield f"~{stem}", number
        sound = sound_of(word)
        if sound:
            yield f"?{sound}", number
        for key in _deletions(word):
            yield key, number


def _deletions(word: str) -> set[str]:
    if not _KEYED_MIN_CHARS <= len(word) <= _KEYED_MAX_CHARS or word.isdecimal():
        return set()
    start = word[:_PREFIX_CHARS]
    return {f"-{start[:at]}{start[at + 1 :]}" for at in range(len(start))} | {f"-{start}"}
