"""How long one answer takes as a whole process, index already built, of ours and of peers."""

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench import command, options
from tests.bench.peers import PEERS
from tests.bench.processes import workload
from tests.bench.seed import Seed
from tests.bench.table import table, title, write

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
        ours = median_ms(command.command("ask", QUERY), env, runs)
        bare = median_ms([sys.executable, "-c", ""], env, runs)
        rows = [row("jensen ask", ours, ours), row("Python alone", bare, ours)]
        for name, kind in PEERS.items():
            seed.peer(name)
            ask = workload("ask", name, str(home / kind.folder), QUERY)
            rows.append(row(kind.name, median_ms(ask, env, runs), ours))
        table(("65 turns", "÷ ours", "ms"), rows)
        imported = modules(home)
    heavy = [name for name in HEAVY if name in imported]
    write(
        f"`jensen ask` imports {len(imported)} modules; of {', '.join(HEAVY)}: "
        f"{', '.join(heavy) or 'none'}.\n"
    )


def median_ms(arguments: Sequence[str], env: Mapping[str, str], runs: int) -> float:
    """Return how many milliseconds a process takes, after one that is not counted.

    Raises:
        CalledProcessError: It failed.
    """
    taken = []
    for _ in range(1 + runs):
        begun = time.perf_counter()
        subprocess.run(arguments, cwd=options.ROOT, env=env, check=True, capture_output=True)
        taken.append(1_000 * (time.perf_counter() - begun))
    return statistics.median(taken[1:])


def row(name: str, ms: float, ours: float) -> tuple[str, ...]:
    """Return what is shown of a process."""
    return name, f"{ms / ours:.2f}", f"{ms:.0f}"


def modules(home: Path) -> list[str]:
    """Return the modules that asking imports."""
    done = command.run(["ask", QUERY], home, PYTHONPROFILEIMPORTTIME="1")
    return _IMPORTED.findall(done.stderr)


if __name__ == "__main__":
    main()
