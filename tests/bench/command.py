"""The `jensen` command as people run it: a process of its own with a home of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.options import ROOT


def command(*arguments: str) -> list[str]:
    """Return the command line of `jensen` with *arguments*, installed beside this Python or not."""
    script = Path(sys.executable).with_name("jensen")
    if script.exists():
        return [str(script), *arguments]
    return [sys.executable, "-m", "adapters.cli", *arguments]


def environment(home: Path, **more: str) -> Mapping[str, str]:
    """Return the environment in which the command keeps its things in *home*.

    Compiled modules may be written and found, as where the program is installed.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "JENSEN_HOME": str(home), **more}


def run(
    arguments: Sequence[str], home: Path, *, said: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run `jensen` to its end with *said* on its standard input."""
    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=environment(home, **more),
        input=said,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
