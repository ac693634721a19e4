"""What the benchmarks run in processes of their own: `python -m tests.bench.workloads WHAT ...`.

    build PEER FILE FOLDER      build a peer over a scale file
    serve SYSTEM FOLDER FILE    open, answer the queries of FILE, one a line, from several threads;
                                write what that took as JSON
    ask PEER FOLDER QUERY       open and answer once

Nothing is imported that the work at hand does not need: start-up and memory are what is measured.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

THREADS = 4
LIMIT = 10
OURS = "ours"
NOTHING = "nothing"


def build(peer: str, file: str, folder: str) -> None:
    """Build a peer over all turns of a scale file."""
    import gzip
    import json

    from tests.bench.peers import PEERS

    Path(folder).mkdir()
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        PEERS[peer].build(Path(folder), (json.loads(line)["text"] for line in lines))


def serve(system: str, folder: str, file: str) -> None:
    """Open a system, ask it, and write `ready_s`, `open_s` and the memory `before` and `after`."""
    queries = Path(file).read_text(encoding="utf-8").splitlines()
    begun = time.perf_counter()
    search, open_s = _opened(system, Path(folder))
    ready_s = time.perf_counter() - begun
    before = _memory_mb()
    _ask_all(search, queries)
    after = _memory_mb()

    import json  # not before memory was read

    told = {"ready_s": ready_s, "open_s": open_s, "before": before, "after": after}
    sys.stdout.write(json.dumps(told))


def ask(peer: str, folder: str, query: str) -> None:
    """Open a peer and answer once."""
    from tests.bench.peers import PEERS

    sys.stdout.write(f"{PEERS[peer].open(Path(folder)).search(query, 1)}\n")


def _opened(system: str, folder: Path) -> tuple[Callable[[str], object], float]:
    """Return how to ask a system, and how many seconds opening ours took without imports."""
    if system == NOTHING:
        return str.split, 0.0
    if system != OURS:
        from tests.bench.peers import PEERS

        peer = PEERS[system].open(folder)
        return lambda query: peer.search(query, LIMIT), 0.0

    from bot.search.index import QuoteIndex
    from bot.transcripts.library import Library
    from bot.transcripts.scope import Scope

    begun = time.perf_counter()
    index = QuoteIndex(Library(folder), folder)
    open_s = time.perf_counter() - begun
    scope = Scope("2026-01-01")
    return lambda query: index.search(query, scope, limit=LIMIT), open_s


def _ask_all(search: Callable[[str], object], queries: list[str]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(THREADS) as pool:
        for _ in pool.map(search, queries):
            pass


def _memory_mb() -> dict[str, float]:
    """Return what Linux knows of this process's memory."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    return {name.rstrip(":"): int(size) * 1.024 / 1_000 for name, size, _ in map(str.split, lines)}


if __name__ == "__main__":
    {"build": build, "serve": serve, "ask": ask}[sys.argv[1]](*sys.argv[2:])
