"""The large library and what its peers built, kept in the benchmarks' home between runs.

<home>/scale/        all turns: library/, index/, and a folder for each peer
<home>/half/         the same of every second transcript
<either>/built.json  what it was built of; other turns, or another bot/search, build it anew
"""

import gzip
import json
import shutil
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TypedDict

from bot.search.index import QuoteIndex
from bot.transcripts.library import Library
from bot.transcripts.readers import jsonlines
from bot.transcripts.scope import Scope
from tests.bench.options import ROOT, Options
from tests.bench.peers import PEERS, Peer
from tests.bench.table import tell, write

# No transcript of the benchmarks is under embargo or expires.
SCOPE = Scope("2026-01-01")
Place = tuple[str, int]


class Known(TypedDict):
    """A turn that answers a query."""

    doc: str
    turn: int


class ScaleQuery(TypedDict):
    """A query to the large library and the turns that answer it."""

    qid: str
    kind: str
    query: str
    gold: list[Known]


class Scale:
    """The large library, or every second transcript of it, indexed by us and by peers."""

    def __init__(self, options: Options, *, half: bool = False) -> None:
        """Open it, building what is not there or out of date."""
        self._file = options.scale_file
        self.folder = options.home / ("half" if half else "scale")
        self._half = half
        built = self._built()
        if built != self._wanted:
            if built.get("turns") != self._wanted["turns"]:
                shutil.rmtree(self.folder, ignore_errors=True)
            self._build()

    @cached_property
    def library(self) -> Library:
        """The transcripts."""
        return Library(self.folder)

    @cached_property
    def index(self) -> QuoteIndex:
        """The index over them."""
        return QuoteIndex(self.library, self.folder)

    def search(self, query: str, limit: int) -> list[Place]:
        """Return where we found *query*: transcript and turn, best first."""
        return [
            (match.turn.transcript, match.turn.number)
            for match in self.index.search(query, SCOPE, limit=limit)
        ]

    def texts(self) -> Iterator[str]:
        """Yield the text of every turn, in the order in which `place` counts them."""
        for transcript in self.library.entries():
            for turn in self.library.transcript(transcript).turns:
                yield turn.text

    def place(self, text: int) -> Place:
        """Return the transcript and the turn of a text by its number."""
        names, starts = self._starts
        at = bisect_right(starts, text) - 1
        return names[at], text - starts[at]

    def peer(self, name: str) -> Peer:
        """Return a peer with all the texts, built if it is not there."""
        kind = PEERS[name]
        folder = self.folder / kind.folder
        if not (folder / "done").exists():
            tell(f"building {kind.folder} in {folder}, once")
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            kind.build(folder, self.texts())
            (folder / "done").touch()
        return kind.open(folder)

    @cached_property
    def _starts(self) -> tuple[list[str], list[int]]:
        entries = self.library.entries()
        return list(entries), list(accumulate((e.turns for e in entries.values()), initial=0))[:-1]

    @cached_property
    def _wanted(self) -> dict[str, object]:
        status = self._file.stat()
        code = b"".join(path.read_bytes() for path in sorted((ROOT / "bot/search").glob("*.py")))
        return {
            "turns": f"{self._file.name} {status.st_size} {status.st_mtime_ns}",
            "search": zlib.crc32(code),
        }

    def _built(self) -> dict[str, object]:
        try:
            told: dict[str, object] = json.loads((self.folder / "built.json").read_bytes())
        except FileNotFoundError:
            return {}
        return told

    def _build(self) -> None:
        if not self.library.entries():
            tell(f"reading {self._file} into {self.folder}, once")
            with self._file.open("rb") as stream:
                transcripts = enumerate(jsonlines.read(stream, file=self._file.name))
                self.library.add(t for n, t in transcripts if not (self._half and n % 2))
        tell(f"indexing {self.folder}")
        self.index.reindex()
        (self.folder / "built.json").write_text(json.dumps(self._wanted), encoding="utf-8")


def is_there(options: Options) -> bool:
    """Say whether the large library's files are there; print that they are not."""
    missing = [path for path in (options.scale_file, options.scale_queries) if not path.exists()]
    if missing:
        write(f"Skipped: there is no {missing[0]}; name the folder with --transcripts.\n")
    return not missing


def read_queries(options: Options) -> list[ScaleQuery]:
    """Return the queries to the large library; a tenth of each kind for a quick run."""
    with options.scale_queries.open(encoding="utf-8") as lines:
        queries: list[ScaleQuery] = [json.loads(line) for line in lines]
    return queries[::10] if options.quick else queries


def scale_texts(file: Path) -> Iterator[str]:
    """Yield the text of every turn of a scale file, read in the simplest way."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]
