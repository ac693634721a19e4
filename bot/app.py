"""The composition root: one home folder becomes one bot."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.asking import Asking
from bot.search.index import Progress, QuoteIndex
from bot.talking import Talking
from bot.transcripts.library import Library
from bot.transcripts.seeds import SEEDS, plant


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything a front end needs.

    Attributes:
        library: The transcripts.
        index: What finds quotes in them.
        asking: What can be asked.
        talking: The same for lines that people type.
    """

    library: Library
    index: QuoteIndex
    asking: Asking
    talking: Talking


def build(
    home: Path,
    *,
    clock: Callable[[], datetime],
    rng: random.Random,
    seeds: Path = SEEDS,
    progress: Progress = lambda done, total: None,
) -> Bot:
    """Open what is in *home*, with the seeds planted and the index up to date.

    Writes nothing, and needs no right to, when nothing changed since.

    Args:
        home: The home folder; made when it is not there.
        clock: Tells the time, aware.
        rng: Chance.
        seeds: The folder of the shipped transcripts.
        progress: Called with turns done and turns in all while the index is built.

    Raises:
        StorageError: The home folder cannot be read, or has to be written and cannot be.
        BadTranscriptError: A seed is not as it should be.
    """
    library = Library(home)
    plant(library, seeds)
    index = QuoteIndex(library, home)
    index.update(progress)
    asking = Asking(library, index, clock=clock, rng=rng)
    return Bot(library, index, asking, Talking(asking))
