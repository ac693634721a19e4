"""What goes over the wire: JSON, snowflakes and points in time."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeAlias, TypeVar

Json: TypeAlias = dict[str, Any]
Found = TypeVar("Found")

DISCORD_EPOCH_MS = 1_420_070_400_000


class Clock:
    """The time as this Discord sees it: the machine's, moved forward by tests."""

    def __init__(self, read: Callable[[], float] = time.time) -> None:
        """Tell the time by *read*, in seconds since the epoch."""
        self._read = read
        self._ahead = 0.0

    def now(self) -> float:
        """Return the seconds since the epoch."""
        return self._read() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the time forward."""
        self._ahead += seconds


class Mint:
    """Makes snowflakes: unique, ascending, and carrying the time they were made at."""

    def __init__(self, clock: Clock) -> None:
        """Take the time from *clock*."""
        self._clock = clock
        self._last = 0

    def __call__(self) -> str:
        """Return the next id."""
        age_ms = int(self._clock.now() * 1000) - DISCORD_EPOCH_MS
        self._last = max(self._last + 1, age_ms << 22)
        return str(self._last)


class Changes:
    """Wakes whoever waits for something to become true."""

    def __init__(self) -> None:
        """Start with nobody waiting."""
        self._waiting: set[asyncio.Future[None]] = set()

    def tell(self) -> None:
        """Have every condition looked at again."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    async def wait_for(self, condition: Callable[[], Found], within_s: float) -> Found:
        """Return the first truthy value of *condition*, looked at after every change.

        Raises:
            TimeoutError: It never was, in *within_s* seconds.
        """
        async with asyncio.timeout(within_s):
            while not (found := condition()):
                waiter = asyncio.get_running_loop().create_future()
                self._waiting.add(waiter)
                try:
                    await waiter
                finally:
                    self._waiting.discard(waiter)
            return found


def timestamp(seconds: float) -> str:
    """Return *seconds* since the epoch as Discord writes a time."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def stopwatch() -> float:
    """Return the seconds of the monotonic clock that latencies are measured by."""
    return time.perf_counter()
