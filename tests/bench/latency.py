"""How long an answer takes, of ours and of peers, over the large library and over the seed.

One process, index open, after a warm-up with other queries.
"""

import random
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from bot import app
from tests.bench import nasty, options, seed
from tests.bench.peers import PEERS
from tests.bench.scale import SCOPE, Scale, is_there, read_queries
from tests.bench.table import table, tell, title
from tests.bench.timing import Search, Times, ratio, timed

LIMIT = 10
OURS = "jensen-bot"
MEASURED = ("queries", "p50 ms", "p99 ms")
SEED_PASSES = 5
# How many queries a slow peer is asked.
SLOW_ASKED = 5
THREADS = 4
THREADS_ROUND = 100
NASTY = 100
NASTY_FROM_TURNS = 50_000


def main() -> None:
    """Print the tables."""
    told = options.parse(__doc__)
    title("latency", f"How long the {LIMIT} best answers take; index open, after a warm-up.")
    print_seed()
    if not is_there(told):
        return
    queries = [query["query"] for query in read_queries(told)]
    warm_up, asked = queries[1::2], queries[::2]
    scale = Scale(told)
    print_peers(scale, warm_up, asked)
    print_growth(scale, Scale(told, half=True), warm_up, asked)
    print_threads(scale, asked)
    print_nasty(scale, NASTY // 10 if told.quick else NASTY)


def print_seed() -> None:
    """Print what an answer from the seed takes."""
    with tempfile.TemporaryDirectory() as folder:
        bot = app.build(Path(folder), clock=lambda: datetime.now(UTC), rng=random.Random(1))
        searches: dict[str, Search] = {
            "a whole reply": partial(bot.asking.ask, scope=SCOPE),
            "the index alone": partial(bot.index.search, scope=SCOPE, limit=LIMIT),
        }
        queries = [query["query"] for query in seed.read_queries()]
        timed(searches, queries)
        times = timed(searches, queries * SEED_PASSES)
    table(("65 turns", *MEASURED), [(name, *each.shown()) for name, each in times.items()])


def print_peers(scale: Scale, warm_up: Sequence[str], asked: Sequence[str]) -> None:
    """Print us and the peers over the large library."""
    searches: dict[str, Search] = {OURS: partial(scale.search, limit=LIMIT)}
    for name, kind in PEERS.items():
        if not kind.is_slow:
            searches[kind.name] = partial(scale.peer(name).search, limit=LIMIT)
    tell(f"timing {', '.join(searches)} with {len(asked):,} queries")
    timed(searches, warm_up)
    times = timed(searches, asked)
    for name, kind in PEERS.items():
        if kind.is_slow:
            search = partial(scale.peer(name).search, limit=LIMIT)
            tell(f"timing {kind.name} with {SLOW_ASKED} queries")
            timed({kind.name: search}, warm_up[:1])
            times |= timed({kind.name: search}, asked[:: len(asked) // SLOW_ASKED][:SLOW_ASKED])
    print_beside("all turns, one thread", "ours", times)


def print_growth(scale: Scale, half: Scale, warm_up: Sequence[str], asked: Sequence[str]) -> None:
    """Print what all transcripts take beside half of them."""
    searches = {
        "every second transcript": partial(half.search, limit=LIMIT),
        "all transcripts": partial(scale.search, limit=LIMIT),
    }
    timed(searches, warm_up)
    print_beside("growth", "half", timed(searches, asked))


def print_beside(what: str, first: str, times: dict[str, Times]) -> None:
    """Print a row for each search, each beside the first one."""
    beside = next(iter(times.values()))
    rows = [(name, *each.beside(beside), *each.shown()) for name, each in times.items()]
    table((what, f"p50 ÷ {first}", f"p99 ÷ {first}", *MEASURED), rows)


def print_threads(scale: Scale, asked: Sequence[str]) -> None:
    """Print the throughput of several threads beside that of one, taking turns."""
    taken = {1: 0.0, THREADS: 0.0}
    for first in range(0, len(asked), THREADS_ROUND):
        for threads in taken:
            with ThreadPoolExecutor(threads) as pool:
                begun = time.perf_counter()
                some = asked[first : first + THREADS_ROUND]
                list(pool.map(partial(scale.search, limit=LIMIT), some))
                taken[threads] += time.perf_counter() - begun
    rows = [
        (threads, ratio(taken[1] / seconds), f"{len(asked) / seconds:,.0f}")
        for threads, seconds in taken.items()
    ]
    table(("threads at once", "÷ one thread", "queries / s"), rows)


def print_nasty(scale: Scale, count: int) -> None:
    """Print what queries take that would be slow elsewhere, *count* of each sort."""
    made = nasty.makers(islice(scale.texts(), NASTY_FROM_TURNS), random.Random(1))
    search = partial(scale.search, limit=LIMIT)
    rows = [
        (sort, *timed({sort: search}, [make() for _ in range(count)])[sort].shown())
        for sort, make in made.items()
    ]
    table(("nasty queries", *MEASURED), rows)


if __name__ == "__main__":
    main()
