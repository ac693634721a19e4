"""What is being worked on, so that stopping can wait for it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Underway:
    """Counts pieces of work from their begin to their end."""

    def __init__(self) -> None:
        """Start with nothing under way."""
        self._count = 0
        self._nothing = asyncio.Event()
        self._nothing.set()

    def __len__(self) -> int:
        """Return how many pieces are under way."""
        return self._count

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count one piece of work for as long as the context lasts."""
        self._count += 1
        self._nothing.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._nothing.set()

    async def finished(self) -> None:
        """Wait until nothing is under way."""
        await self._nothing.wait()
