"""What the benchmarks of the chat platforms share: how much is asked, what, and what it costs."""

import random
from pathlib import Path

from bot.transcripts.library import Library
from tests.adapters.process import Process
from tests.bench.timing import Times

AT_ONCE = 50
ROUNDS = 20
TYPED = 300
IN_A_ROW = 1_000
SETTLED = 200
# One person may ask so often at once.
BURST = 10


def fragments(home: Path, count: int) -> list[str]:
    """Return *count* runs of 3 to 8 words that were said, the same each time."""
    rng = random.Random(7)
    library = Library(home)
    ids = sorted(library.entries())
    found: list[str] = []
    while len(found) < count:
        entry = library.entries()[rng.choice(ids)]
        words = library.turn(entry.details.id, rng.randrange(entry.turns)).text.split()
        if len(words) >= 8:
            start = rng.randrange(len(words) - 7)
            found.append(" ".join(words[start : start + rng.randint(3, 8)]))
    return found


def private_mb(process: Process) -> float:
    """Return what the process alone holds in memory and no file backs."""
    told = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii")
    lines = (line.split() for line in told.splitlines())
    return sum(int(line[1]) for line in lines if line[0] == "Private_Dirty:") / 1_000


def ms(seconds: float | None) -> float:
    """Return *seconds* in milliseconds; there has to be an answer."""
    assert seconds is not None
    return 1_000 * seconds


def shown(name: str, times: Times) -> tuple[str, ...]:
    """Return a row: how often, p50, p99 and the slowest."""
    return name, *times.shown(), f"{max(times.taken):,.2f}"
