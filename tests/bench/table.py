"""Print what was measured: Markdown on standard output, news of progress on standard error."""

import os
import platform
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path


def title(name: str, about: str) -> None:
    """Begin a benchmark's section: its name, what it measures, and on what machine."""
    write(f"### {name}\n\n{about}\n{machine()}\n")


def machine() -> str:
    """Return processor, cores, Python and how busy the machine is, as one sentence."""
    load = f"; load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return (
        f"Machine: {_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        f" on {platform.system()}{load}."
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; the first column is text, the others are aligned right."""
    lines = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[at]) for row in (columns, *lines)) for at in range(len(columns))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    for row in (columns, rule, *lines):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        write("| " + " | ".join(cells) + " |")
    write("")


def write(text: str) -> None:
    """Print a line, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def tell(news: str) -> None:
    """Say on standard error what takes so long."""
    sys.stderr.write(f"... {news}\n")
    sys.stderr.flush()


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
