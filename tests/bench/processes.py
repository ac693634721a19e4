"""Run a process to its end and tell what it cost, its children included."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.bench.options import ROOT

_BETWEEN_LOOKS_S = 0.1


class Cost(NamedTuple):
    """What a process cost.

    Attributes:
        seconds: From its start to its end.
        cpu_s: Seconds of processor time, all cores together.
        peak_mb: The most memory it and its children had at once, pages they share counted once;
            None where Linux does not tell.
        said: Its standard output.
    """

    seconds: float
    cpu_s: float
    peak_mb: float | None
    said: str


def workload(*arguments: str) -> list[str]:
    """Return the command line of one of `tests.bench.workloads`."""
    return [sys.executable, "-m", "tests.bench.workloads", *arguments]


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> Cost:
    """Run *command* and return what it cost.

    Raises:
        RuntimeError: It failed.
    """
    begun, before = time.perf_counter(), _cpu_s()
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    peak_kb = 0
    while True:
        try:
            said, complained = process.communicate(timeout=_BETWEEN_LOOKS_S)
            break
        except subprocess.TimeoutExpired:
            peak_kb = max(peak_kb, sum(map(_size_kb, _family(process.pid))))
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {complained}")
    return Cost(seconds, _cpu_s() - before, peak_kb * 1.024 / 1_000 if peak_kb else None, said)


def _cpu_s() -> float:
    """Return the processor time of all processes that were started here and have ended."""
    times = os.times()
    return times.children_user + times.children_system


def _family(pid: int) -> list[int]:
    """Return a process and all that it started, as far as Linux tells."""
    found = [pid]
    for parent in found:
        with suppress(OSError):
            for task in Path(f"/proc/{parent}/task").iterdir():
                children = (task / "children").read_text(encoding="ascii")
                found += map(int, children.split())
    return found


def _size_kb(pid: int) -> int:
    """Return the memory of a process, what it shares divided by those who share it; 0 if gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
