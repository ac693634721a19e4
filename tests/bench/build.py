"""What building costs, of ours and of peers: time, memory and disk.

Each begins with the large library's file and ends with an index that can be asked; ours also
keeps the transcripts. Each is a process of its own.
"""

import json
import shutil
import statistics
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bot.search.index import QuoteIndex
from bot.transcripts.library import Library
from bot.transcripts.model import Details, Transcript, Turn
from tests.bench import command, options
from tests.bench.peers import BUILDS
from tests.bench.processes import Cost, run, workload
from tests.bench.scale import is_there, scale_texts
from tests.bench.table import table, tell, title

OURS = "jensen-bot"
ADDED_TURNS = 300
ADDED = 5


def main() -> None:
    """Print the tables."""
    told = options.parse(__doc__)
    title("build", "What an index costs to build, from the large library's file to its end.")
    if not is_there(told):
        return
    folder = told.home / "build"
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
    folder.mkdir(parents=True)
    try:
        print_building(told.scale_file, folder)
        print_adding(folder / "ours", folder, scale_texts(told.scale_file))
    finally:
        shutil.rmtree(folder)


def print_building(file: Path, folder: Path) -> None:
    """Print what building costs, leaving ours in *folder*."""
    home = folder / "ours"
    tell("jensen library add")
    added = run(command.command("library", "add", str(file)), command.environment(home))
    tell("jensen library reindex")
    indexed = run(command.command("library", "reindex"), command.environment(home))
    turns = sum(entry.turns for entry in Library(home).entries().values())
    rows = [
        row(f"{OURS}, `library add`", added, added, turns, size_mb(home)),
        row(f"{OURS}, `library reindex`", indexed, added, turns, size_mb(home / "index")),
    ]
    for built, name in BUILDS.items():
        tell(f"building {built}")
        at = folder / built
        cost = run(workload("build", name, str(file), str(at)))
        rows.append(row(built, cost, added, turns, size_mb(at)))
        shutil.rmtree(at)
    columns = ("time ÷ ours", "turns / s", "seconds", "CPU seconds", "peak MB", "on disk MB")
    table((f"{turns:,} turns", *columns), rows)


def row(name: str, cost: Cost, beside: Cost, turns: int, disk_mb: float) -> tuple[str, ...]:
    """Return what is shown of a build."""
    return (
        name,
        f"{cost.seconds / beside.seconds:.2f}",
        f"{turns / cost.seconds:,.0f}",
        f"{cost.seconds:.1f}",
        f"{cost.cpu_s:.1f}",
        "–" if cost.peak_mb is None else f"{cost.peak_mb:,.0f}",
        f"{disk_mb:,.0f}",
    )


def size_mb(folder: Path) -> float:
    """Return the size of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def print_adding(home: Path, folder: Path, texts: Iterator[str]) -> None:
    """Print what adding one more transcript to the full index takes, median of ADDED."""
    inside, outside = [], []
    for number in range(ADDED):
        transcript = conversation(f"added-{number}", texts)
        begun = time.perf_counter()
        library = Library(home)
        library.add([transcript])
        QuoteIndex(library, home).update()
        inside.append(time.perf_counter() - begun)

        file = folder / "another.jsonl"
        write_lines(file, conversation(f"another-{number}", texts))
        cost = run(command.command("library", "add", str(file)), command.environment(home))
        outside.append(cost.seconds)
    rows = [
        ("opening library and index included", f"{1_000 * statistics.median(inside):,.0f}"),
        ("`jensen library add` as a process", f"{1_000 * statistics.median(outside):,.0f}"),
    ]
    table((f"one transcript of {ADDED_TURNS} turns more", "ms"), rows)


def conversation(name: str, texts: Iterator[str]) -> Transcript:
    """Return a transcript of the next ADDED_TURNS *texts*."""
    turns = tuple(
        Turn(name, number, None, text) for number, text in enumerate(islice(texts, ADDED_TURNS))
    )
    return Transcript(Details(id=name, title=name), turns)


def write_lines(file: Path, transcript: Transcript) -> None:
    """Write a transcript as JSON Lines."""
    with file.open("w", encoding="utf-8") as lines:
        for turn in transcript.turns:
            record = {"doc": turn.transcript, "title": turn.transcript, "turn": turn.number}
            lines.write(json.dumps({**record, "text": turn.text}) + "\n")


if __name__ == "__main__":
    main()
