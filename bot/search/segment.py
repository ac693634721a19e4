"""A part of the index: some transcripts, written once, never changed, memory-mapped.

Turns longer than a quote are cut into overlapping passages of PASSAGE_WORDS words, one every
STEP_WORDS, each a document of its own. Measured on 606,428 turns, against whole turns as
documents and alignment afterwards: the right turn among tantivy's best 20 rose from .985 to
1.00 of the queries that misspell, cut or reorder words, because a long turn no longer drowns
what was said in it, and what has to be aligned is short, whatever the length of the turn. What
is aligned goes READ_WORDS on, so that any run as long as a quote lies whole within one passage.

tantivy stores each word as it was said. Stems, misspellings and sounds are looked up for the
words of a question instead (`bot.search.spelling`); stemming every word that was said took
three times as long to build and proposed no better.
"""

import json
import os
import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import tantivy

from bot.errors import StorageError
from bot.search.arrays import map_array, map_bytes, write_array
from bot.search.reading import BLOCK_WORDS, read_turns
from bot.search.vocabulary import Vocabulary
from bot.transcripts.catalogue import Entry
from bot.transcripts.library import Library

# Both are whole blocks.
PASSAGE_WORDS = 3 * BLOCK_WORDS
STEP_WORDS = 2 * BLOCK_WORDS
# Words that are looked at when a passage is proposed; more than a step and a quote together.
READ_WORDS = PASSAGE_WORDS + BLOCK_WORDS
_WRITER_BYTES = 128_000_000
_CACHED_PASSAGES = 2_048

Progress = Callable[[int], None]

_WORD = re.compile(r"\S+")


class Segment:
    """One opened segment; may be searched from several threads at once."""

    def __init__(self, folder: Path) -> None:
        """Open the segment that `write_segment` made.

        Raises:
            StorageError: A file of it is missing, cut short or damaged.
        """
        self.folder = folder
        try:
            head = json.loads((folder / "segment.json").read_bytes())
            self.files: dict[str, str] = head["files"]
            self._voices: list[tuple[str, str | None]] = [(t, s) for t, s in head["voices"]]
            self._text = map_bytes(folder / "text")
            self._bounds = map_array(folder / "passages.bounds", "Q")
            self._turns = map_array(folder / "passages.turns", "I")
            self._turn_voices = map_array(folder / "turns.voices", "I")
            self._turn_numbers = map_array(folder / "turns.numbers", "I")
            self._turn_places = map_array(folder / "turns.places", "Q")
            self.vocabulary = Vocabulary(folder)
            # The normalised words of a passage, by its number.
            self.words = lru_cache(_CACHED_PASSAGES)(self._read_words)
            self._offsets = lru_cache(_CACHED_PASSAGES)(self._find_offsets)
            self._index, self._searcher = _open_index(folder)
            self._schema = self._index.schema
            whole = (
                len(self._text) == head["text"]
                and 2 * head["passages"] == len(self._bounds)
                and head["passages"] == len(self._turns) == self._searcher.num_docs
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StorageError(f"the search index {folder} is damaged ({error})") from error
        if not whole:
            raise StorageError(f"the search index {folder} is damaged (a file was cut short)")

    def __len__(self) -> int:
        """Return how many passages there are."""
        return len(self._turns)

    @property
    def turns(self) -> int:
        """How many turns there are, those without a word included."""
        return len(self._turn_numbers)

    @property
    def voices(self) -> list[tuple[str, str | None]]:
        """Who speaks where: transcript and label, in the order of their numbers."""
        return self._voices

    def term(self, word: str) -> tantivy.Query:
        """Return the query for the passages in which *word* was said."""
        return tantivy.Query.term_query(self._schema, "word", word, "freq")

    def spoken_by(self, voices: Iterable[int]) -> tantivy.Query:
        """Return the query for the passages of these voices; adds nothing to the score."""
        chosen = tantivy.Query.term_set_query(self._schema, "voice", list(voices))
        return tantivy.Query.const_score_query(chosen, 0.0)

    def search(self, query: tantivy.Query, limit: int) -> list[int]:
        """Return the numbers of the passages that match, best first, at most *limit*."""
        hits = self._searcher.search(query, limit, count=False).hits
        numbers = self._searcher.fast_field_values("passage", [address for _, address in hits])
        return cast("list[int]", numbers)

    def completions(self, beginning: str, limit: int) -> list[tuple[str, int]]:
        """Return the commonest words that begin so, and in how many passages each was said."""
        return self._searcher.terms_with_prefix("word", beginning, limit=limit)

    def _read_words(self, passage: int) -> list[str]:
        start, end = self._bounds[2 * passage : 2 * passage + 2]
        return str(self._text[start:end], "utf-8").split()

    def voice(self, passage: int) -> int:
        """Return the number of the voice that speaks a passage."""
        return int(self._turn_voices[self._turns[passage]])

    def turn(self, passage: int) -> int:
        """Return the number of a passage's turn in this segment."""
        return int(self._turns[passage])

    def offset(self, passage: int, place: int) -> int:
        """Return where a word of a passage begins in the segment's text; words never overlap."""
        return self._offsets(passage)[place]

    def _find_offsets(self, passage: int) -> list[int]:
        start, end = self._bounds[2 * passage : 2 * passage + 2]
        text = str(self._text[start:end], "utf-8")
        return [start + len(text[: match.start()].encode()) for match in _WORD.finditer(text)]

    def place(self, passage: int) -> tuple[int, int, int, int]:
        """Return a passage's turn number, byte offset and length, and its first word's number."""
        turn = self._turns[passage]
        first = bisect_left(self._turns, turn, 0, passage)
        offset, length = self._turn_places[2 * turn : 2 * turn + 2]
        return self._turn_numbers[turn], offset, length, (passage - first) * STEP_WORDS


def _open_index(folder: Path) -> tuple[tantivy.Index, tantivy.Searcher]:
    """Return tantivy's part of *folder*, which may be read-only."""
    if os.access(folder, os.W_OK):
        index = tantivy.Index.open(str(folder))
        return index, index.searcher()
    # To open its files tantivy locks the folder by a file of its own, though nobody writes there
    # any more; it is shown a folder of links to them instead, and has them open when that goes.
    import tempfile

    with tempfile.TemporaryDirectory() as links:
        for path in folder.iterdir():
            if not path.name.startswith("."):
                Path(links, path.name).symlink_to(path.absolute())
        index = tantivy.Index.open(links)
        return index, index.searcher()


def write_segment(
    folder: Path, library: Library, entries: Sequence[Entry], progress: Progress = lambda _: None
) -> None:
    """Write a segment of *entries* to *folder*, an empty one.

    *progress* is called with the number of turns read since it was last called.

    Raises:
        StorageError: A transcript cannot be read, or the segment cannot be written.
    """
    try:
        _write(folder, library, entries, progress)
    except (OSError, ValueError) as error:
        # tantivy reports a full disk as a ValueError.
        raise StorageError(
            f"the search index cannot be written to {folder} ({error}); check that the disk"
            " has room and the folder is yours, then try again"
        ) from error


def _write(folder: Path, library: Library, entries: Sequence[Entry], progress: Progress) -> None:
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("word", tokenizer_name="whitespace", index_option="freq")
    schema.add_unsigned_field("voice", indexed=True)
    schema.add_unsigned_field("passage", fast=True)
    index = tantivy.Index(schema.build(), path=str(folder))
    files: dict[str, str] = {}
    voices: dict[tuple[str, str | None], int] = {}
    bounds, passage_turns = array("Q"), array("I")
    turn_voices, turn_numbers, turn_places = array("I"), array("I"), array("Q")
    size = 0
    # One thread and one final segment keep passages in the order they were said.
    writer = index.writer(_WRITER_BYTES, num_threads=1)
    try:
        with (folder / "text").open("xb") as text:
            for entry, turns in read_turns(library, entries):
                transcript = entry.details.id
                files[transcript] = entry.file
                for turn in turns:
                    voice = voices.setdefault((transcript, turn.speaker), len(voices))
                    blocks = turn.blocks
                    starts = _starts(blocks, size)
                    for first in range(0, max(len(blocks) - 1, 1), STEP_WORDS // BLOCK_WORDS):
                        last = min(first + PASSAGE_WORDS // BLOCK_WORDS, len(blocks))
                        document = tantivy.Document()
                        document.add_text("word", " ".join(blocks[first:last]))
                        document.add_unsigned("voice", voice)
                        document.add_unsigned("passage", len(passage_turns))
                        writer.add_document(document)
                        read = min(first + READ_WORDS // BLOCK_WORDS, len(blocks))
                        bounds.extend((starts[first], starts[read] - 1))
                        passage_turns.append(len(turn_numbers))
                    text.write(" ".join(blocks).encode() + b"\n")
                    size = starts[-1]
                    turn_voices.append(voice)
                    turn_numbers.append(turn.number)
                    turn_places.extend((turn.offset, turn.length))
                progress(entry.turns)
            text.flush()
            os.fsync(text.fileno())
        writer.commit()
        writer.wait_merging_threads()
    finally:
        # Its threads write to the folder until it is gone, also where it failed.
        del writer
    index.reload()

    counted: list[tuple[str, int]] = index.searcher().terms_with_prefix("word", "")
    Vocabulary.write(folder, counted)
    write_array(folder / "passages.bounds", bounds)
    write_array(folder / "passages.turns", passage_turns)
    write_array(folder / "turns.voices", turn_voices)
    write_array(folder / "turns.numbers", turn_numbers)
    write_array(folder / "turns.places", turn_places)
    head: dict[str, Any] = {
        "files": files,
        "voices": list(voices),
        "passages": len(passage_turns),
        "text": size,
    }
    (folder / "segment.json").write_text(json.dumps(head), encoding="utf-8")


def _starts(blocks: list[str], size: int) -> list[int]:
    """Return the byte offset of each block, the first at *size*, and that of what follows."""
    starts = [size]
    for block in blocks:
        size += (len(block) if block.isascii() else len(block.encode())) + 1
        starts.append(size)
    return starts
