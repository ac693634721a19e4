"""Time as the fake platform sees it, under the test's control."""

import asyncio
import heapq
import itertools
import time


class Clock:
    """Real time plus whatever a test adds; or, frozen, only what a test adds."""

    def __init__(self, *, frozen: bool = False) -> None:
        """Start at the present; a *frozen* clock moves by `advance` alone."""
        self._frozen = frozen
        self._epoch = time.time()
        self._started = time.monotonic()
        self._added = 0.0
        self._order = itertools.count()
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._timers: set[asyncio.TimerHandle] = set()

    def now(self) -> float:
        """Return the seconds since 1970, UTC."""
        elapsed = 0.0 if self._frozen else time.monotonic() - self._started
        return self._epoch + elapsed + self._added

    def advance(self, seconds: float) -> None:
        """Let *seconds* (0 or more) pass at once; everything due by then happens."""
        self._added += seconds
        self._settle()

    def reached(self, due: float) -> asyncio.Future[None]:
        """Return a future that is done once `now()` is *due* or later; cancel it if unneeded."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._waiting, (due, next(self._order), future))
        if not self._frozen:
            # A loop may ring a timer a hair early, and this one rings only once.
            timer = loop.call_later(max(0.0, due - self.now()) + 0.001, self._settle)
            self._timers.add(timer)
            future.add_done_callback(lambda _: self._forget(timer))
        self._settle()
        return future

    def close(self) -> None:
        """Cancel whatever still waits."""
        while self._waiting:
            heapq.heappop(self._waiting)[2].cancel()

    def _forget(self, timer: asyncio.TimerHandle) -> None:
        timer.cancel()
        self._timers.discard(timer)

    def _settle(self) -> None:
        while self._waiting and (self._waiting[0][0] <= self.now() or self._waiting[0][2].done()):
            future = heapq.heappop(self._waiting)[2]
            if not future.done():
                future.set_result(None)
