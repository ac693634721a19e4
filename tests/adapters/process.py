"""`jensen run` as the process that people start, its log read as it grows."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

PATIENCE_S = 30.0

Record = dict[str, Any]


class Process:
    """A running `jensen run`.

    Attributes:
        records: What it logged so far, in order.
        output: What it wrote so far that is no record of the log.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Read the log of *process*."""
        self._process = process
        self._grew = asyncio.Event()
        self.records: list[Record] = []
        self.output = ""

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    @property
    def port(self) -> int:
        """The port it listens on, known once it logged "listening"."""
        return int(next(each["port"] for each in self.records if each["message"] == "listening"))

    def incidents(self) -> list[Record]:
        """Return the incidents it logged, in order."""
        return [each for each in self.records if each["message"] == "incident"]

    async def logged(self, message: str, *, times: int = 1) -> Record:
        """Return the record of that *message* once it was logged so many *times*.

        Raises:
            TimeoutError: It was not, within PATIENCE_S.
            AssertionError: The process ended without.
        """
        async with asyncio.timeout(PATIENCE_S):
            while True:
                found = [each for each in self.records if each["message"] == message]
                if len(found) >= times:
                    return found[times - 1]
                assert self.is_alive, f"{self.output}{self.records}"
                self._grew.clear()
                await self._grew.wait()

    def signal(self, number: int) -> None:
        """Send it the signal *number*."""
        self._process.send_signal(number)

    async def stop(self) -> int:
        """Send SIGTERM and return the exit status."""
        self.signal(signal.SIGTERM)
        return await self.ended()

    async def ended(self) -> int:
        """Return the exit status once it ended by itself."""
        async with asyncio.timeout(PATIENCE_S):
            return await self._process.wait()

    async def read(self) -> None:
        """Take in what it writes, until it ends."""
        assert self._process.stderr is not None
        async for line in self._process.stderr:
            try:
                self.records.append(json.loads(line))
            except ValueError:
                self.output += line.decode(errors="replace")
            self._grew.set()
        await self._process.wait()
        self._grew.set()


@asynccontextmanager
async def running(settings: Mapping[str, str], home: Path) -> AsyncIterator[Process]:
    """Run `jensen run` with *settings* alone, its home at *home*, for as long as this lasts."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "JENSEN_HOME": str(home),
        "JENSEN_HTTP_PORT": "0",
        "JENSEN_LOG_FORMAT": "json",
        **settings,
    }
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "adapters.cli", "run"),
        cwd=home,  # away from any .env
        env=environment | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stderr=asyncio.subprocess.PIPE,
    )
    process = Process(started)
    reading = asyncio.create_task(process.read())
    try:
        yield process
    finally:
        if process.is_alive:
            started.kill()
        await reading
