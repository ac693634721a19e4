"""How long one answer takes as a whole process, index already built, of ours and of peers."""

import re
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench import command, options
from tests.bench.peers import PEERS
from tests.bench.processes import run, workload
from tests.bench.seed import Seed
from tests.bench.table import table, title, write
from tests.bench.timing import ratio

QUERY = "quantum computing"
RUNS = 20
# What asking in a terminal must not wait for.
HEAVY = ("discord", "slack_bolt", "slack_sdk", "sqlalchemy", "numpy", "pydantic", "asyncio")

_IMPORTED = re.compile(r"^import time:.*\| *(\S+)$", re.M)


def main() -> None:
    """Print the table and what was imported."""
    told = options.parse(__doc__)
    runs = 3 if told.quick else RUNS
    title("startup", f'`jensen ask "{QUERY}"` as a whole process, index built; median of {runs}.')
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        seed = Seed(home)
        env = command.environment(home)
        measured = [
            measure("jensen ask", command.command("ask", QUERY), env, runs),
            measure("Python alone", [sys.executable, "-c", ""], env, runs),
        ]
        for name, kind in PEERS.items():
            seed.peer(name)
            ask = workload("ask", name, str(home / kind.folder), QUERY)
            measured.append(measure(kind.name, ask, env, runs))
        ours = measured[0][1]
        table(
            ("65 turns", "÷ ours", "ms", "CPU ms"),
            [(name, ratio(ms / ours), f"{ms:.0f}", f"{cpu:.0f}") for name, ms, cpu in measured],
        )
        imported = modules(home)
    heavy = [name for name in HEAVY if name in imported]
    write(
        f"`jensen ask` imports {len(imported)} modules; of {', '.join(HEAVY)}: "
        f"{', '.join(heavy) or 'none'}.\n"
    )


def measure(
    name: str, arguments: Sequence[str], env: Mapping[str, str], runs: int
) -> tuple[str, float, float]:
    """Return *name*, and the milliseconds and processor milliseconds of a process.

    The first run is not counted. The median of the one, the mean of the other, which the system
    counts in hundredths of a second.

    Raises:
        RuntimeError: The process failed.
    """
    costs = [run(arguments, env) for _ in range(1 + runs)][1:]
    return (
        name,
        1_000 * statistics.median(cost.seconds for cost in costs),
        1_000 * statistics.mean(cost.cpu_s for cost in costs),
    )


def modules(home: Path) -> list[str]:
    """Return the modules that asking imports."""
    done = command.run(["ask", QUERY], home, PYTHONPROFILEIMPORTTIME="1")
    return _IMPORTED.findall(done.stderr)


if __name__ == "__main__":
    main()
