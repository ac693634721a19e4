"""The `jensen` command as a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it wrote."""

    status: int
    out: str
    err: str


def jensen(*arguments: str | bytes, home: Path, said: bytes = b"", **more: str) -> Done:
    """Run `jensen` with its things in *home*, *said* on standard input, *more* in its environment.

    It starts in a folder of its own, so that no `.env` is found.
    """
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "JENSEN_HOME": str(home),
        **more,
    }
    done = subprocess.run(
        [sys.executable, "-m", "adapters.cli", *arguments],
        cwd=home.parent,
        env=environment,
        input=said,
        capture_output=True,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())
