"""Waiting for something to become true, without sleeping."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


class Changes:
    """Wakes whoever waits whenever the fake's state changes."""

    def __init__(self) -> None:
        self._waiters: list[asyncio.Future[None]] = []

    def tell(self) -> None:
        """Say that something changed."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def wait_for(self, condition: Callable[[], Value], *, timeout_s: float) -> Value:
        """Return what *condition* gives, as soon as that is true.

        Raises:
            TimeoutError: It was not true within *timeout_s* seconds of real time.
        """
        async with asyncio.timeout(timeout_s):
            while not (value := condition()):
                waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiters.append(waiter)
                await waiter
        return value
