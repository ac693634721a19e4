"""The shipped transcript, alone in a library, indexed by us and by peers."""

import json
from pathlib import Path

from bot.search.finding import Match
from bot.search.index import QuoteIndex
from bot.transcripts.library import Library
from bot.transcripts.scope import Scope
from bot.transcripts.seeds import plant
from tests.bench.metrics import Query
from tests.bench.options import ROOT
from tests.bench.peers import PEERS, Peer
from tests.bench.windows import Window, windows

QUERIES = ROOT / "tests" / "data" / "seed_queries_dev.jsonl"
SEED = "gradient-dissent-jensen-huang"
SCOPE = Scope("2026-01-01")


def read_queries() -> list[Query]:
    """Return the development queries."""
    with QUERIES.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Seed:
    """The seed in a home of its own."""

    def __init__(self, home: Path) -> None:
        """Plant and index the seed in *home*, an empty folder."""
        self.home = home
        library = Library(home)
        plant(library)
        self.index = QuoteIndex(library, home)
        self.index.update()
        self.windows: list[Window] = windows(library.transcript(SEED))

    def search(self, query: str, limit: int, *, floor: float | None = None) -> list[Match]:
        """Return our answers, best first, from the calibrated floor up or another one."""
        if floor is None:
            return self.index.search(query, SCOPE, limit=limit)
        return self.index.search(query, SCOPE, limit=limit, floor=floor)

    def peer(self, name: str) -> Peer:
        """Build and open a peer over the windows."""
        kind = PEERS[name]
        folder = self.home / kind.folder
        if not folder.exists():
            folder.mkdir()
            kind.build(folder, (window.text for window in self.windows))
        return kind.open(folder)
