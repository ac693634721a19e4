"""Vocabularies made up for tests."""

from collections.abc import Mapping
from pathlib import Path

from bot.search.spelling import Spelling
from bot.search.vocabulary import Vocabulary


def vocabulary(folder: Path, counted: Mapping[str, int]) -> Vocabulary:
    """Return the vocabulary of *counted* words, written to *folder* and opened again."""
    folder.mkdir(parents=True, exist_ok=True)
    Vocabulary.write(folder, sorted(counted.items()))
    return Vocabulary(folder)


def spelling(folder: Path, *said: str, passages: int = 1_000, **often: int) -> Spelling:
    """Return the spelling of a library of so many *passages*.

    The words of *said* are in 5 of them, those of *often* in as many as they name.
    """
    counted = dict.fromkeys(" ".join(said).split(), 5) | often
    return Spelling([vocabulary(folder, counted)], passages)
