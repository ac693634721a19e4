"""What a process that answers over the large library keeps in memory, of ours and of peers.

Private is what this process alone holds and no file backs: what a second one would cost again.
Mapped files, which the system may drop and processes share, are in the resident size.
"""

import json
import statistics
import tempfile
from pathlib import Path
from typing import Any

from tests.bench import options
from tests.bench.peers import BUILDS, PEERS
from tests.bench.processes import run, workload
from tests.bench.scale import Scale, is_there, read_queries
from tests.bench.table import table, tell, title, write
from tests.bench.workloads import NOTHING, OURS, THREADS

RUNS = 3
# How many queries a slow peer is asked.
SLOW_ASKED = 5


def main() -> None:
    """Print the table."""
    told = options.parse(__doc__)
    title(
        "memory",
        f"A process over the large library, opened, then asked by {THREADS} threads at once;"
        " private memory is what no file backs.",
    )
    if not Path("/proc/self/smaps_rollup").exists():
        write("Skipped: only Linux tells what memory is private.\n")
        return
    if not is_there(told):
        return
    scale = Scale(told)
    queries = [query["query"] for query in read_queries(told)]
    ours = measure(OURS, scale.folder, queries)
    rows = [
        row("jensen-bot", ours, ours, len(queries)),
        row("Python alone", measure(NOTHING, scale.folder, queries[:1]), ours, 0),
    ]
    for built, name in BUILDS.items():
        scale.peer(name)
        asked = queries[:SLOW_ASKED] if PEERS[name].is_slow else queries
        tell(f"measuring {built}")
        told_by = measure(name, scale.folder / built, asked)
        rows.append(row(built, told_by, ours, len(asked)))
    columns = (
        "all turns",
        "private ÷ ours",
        "private MB",
        "when opened",
        "resident MB",
        "ready ms",
        "queries",
    )
    table(columns, rows)
    write(
        "Ready is imports and opening; opening our index and library alone takes"
        f" {1_000 * ours['open_s']:,.0f} ms, median of {RUNS}.\n"
    )


def measure(system: str, folder: Path, queries: list[str]) -> dict[str, Any]:
    """Return what `tests.bench.workloads.serve` tells, the times as medians of RUNS."""
    with tempfile.TemporaryDirectory() as temporary:
        asked, none = Path(temporary) / "asked", Path(temporary) / "none"
        asked.write_text("\n".join(map(_line, queries)), encoding="utf-8")
        none.touch()
        told = [serve(system, folder, none) for _ in range(RUNS)]
        full = serve(system, folder, asked)
    times = {key: statistics.median(one[key] for one in told) for key in ("open_s", "ready_s")}
    return {**full, **times}


def serve(system: str, folder: Path, file: Path) -> dict[str, Any]:
    """Return what one run of the workload tells."""
    told: dict[str, Any] = json.loads(run(workload("serve", system, str(folder), str(file))).said)
    return told


def row(name: str, told: dict[str, Any], ours: dict[str, Any], queries: int) -> tuple[str, ...]:
    """Return what is shown of a system."""
    private = told["after"]["Private_Dirty"]
    return (
        name,
        f"{private / ours['after']['Private_Dirty']:.2f}",
        f"{private:,.0f}",
        f"{told['before']['Private_Dirty']:,.0f}",
        f"{told['after']['Rss']:,.0f}",
        f"{1_000 * told['ready_s']:,.0f}",
        f"{queries:,}",
    )


def _line(query: str) -> str:
    return " ".join(query.split())


if __name__ == "__main__":
    main()
