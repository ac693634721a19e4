"""Read and normalise the transcripts that a segment is made of.

Where there are many, another process does it: it takes as long as all else that building a
segment takes, and holds the interpreter all the while.
"""

import re
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import NotFoundError, StorageError
from bot.search.text import normalise
from bot.transcripts.catalogue import Entry
from bot.transcripts.library import Library

if TYPE_CHECKING:
    from concurrent.futures import Future

BLOCK_WORDS = 24
# From so many turns on, another process is worth its start.
_SEPARATELY_FROM_TURNS = 20_000
# Turns handed over at once, and how many such batches may be under way or waiting.
_BATCH_TURNS = 4_000
_BATCHES_AHEAD = 4

# Cuts where `str.split` does; a text shorter than this cannot hold more than one block.
_BLOCK = re.compile(rf"(?:\S+\s*){{1,{BLOCK_WORDS}}}")
_ONE_BLOCK_CHARS = 2 * BLOCK_WORDS

_library: Library  # of the process that reads for another


class ReadTurn(NamedTuple):
    """A turn as a segment stores it.

    Attributes:
        number: Of the turn in its transcript.
        speaker: Label or None.
        offset: Where its line begins in the turns file, in bytes.
        length: Of that line, in bytes.
        blocks: The normalised text, a block for each BLOCK_WORDS words of the original, at
            least one; words are separated by spaces, maybe several.
    """

    number: int
    speaker: str | None
    offset: int
    length: int
    blocks: list[str]


def read_turns(
    library: Library, entries: Sequence[Entry]
) -> Iterator[tuple[Entry, list[ReadTurn]]]:
    """Yield each of *entries*, in order, with its turns; with none if it was removed since.

    Raises:
        StorageError: A transcript cannot be read.
    """
    if sum(entry.turns for entry in entries) < _SEPARATELY_FROM_TURNS:
        for entry in entries:
            yield entry, _read(library, entry)
    else:
        yield from _read_separately(library.folder.parent, entries)


def _read_separately(
    home: Path, entries: Sequence[Entry]
) -> Iterator[tuple[Entry, list[ReadTurn]]]:
    # Whoever only asks does without these.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    ahead: deque[tuple[list[Entry], Future[list[list[ReadTurn]]]]] = deque()
    batches = _batches(entries)
    try:
        with ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=_begin, initargs=(home,)
        ) as pool:
            while True:
                while len(ahead) < _BATCHES_AHEAD and (batch := next(batches, None)):
                    ahead.append((batch, pool.submit(_read_batch, batch)))
                if not ahead:
                    return
                batch, future = ahead.popleft()
                yield from zip(batch, future.result(), strict=True)
    except BrokenProcessPool as error:
        raise StorageError(
            "the process that reads transcripts for the search index was killed; free some"
            " memory and run `jensen library reindex`"
        ) from error


def _begin(home: Path) -> None:
    global _library
    # Ctrl-C is for the process that waits for this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _library = Library(home)


def _read_batch(entries: list[Entry]) -> list[list[ReadTurn]]:
    return [_read(_library, entry) for entry in entries]


def _read(library: Library, entry: Entry) -> list[ReadTurn]:
    try:
        turns = library.turns_with_offsets(entry.details.id)
    except NotFoundError:
        return []
    return [
        ReadTurn(turn.number, turn.speaker, offset, length, _blocks(turn.text))
        for turn, offset, length in turns
    ]


def _blocks(text: str) -> list[str]:
    if len(text) < _ONE_BLOCK_CHARS:
        return [normalise(text)]
    return [normalise(block) for block in _BLOCK.findall(text)] or [""]


def _batches(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if sum(one.turns for one in batch) >= _BATCH_TURNS:
            yield batch
            batch = []
    if batch:
        yield batch
