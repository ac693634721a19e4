"""Rate limits: a bucket for each route and place, and one for everything."""

import hashlib
from dataclasses import dataclass

from tests.fakes.discord.wire import Clock, Json

GLOBAL_LIMIT = 50
VIA = {"Via": "1.1 google"}


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests in so many seconds."""

    requests: int
    seconds: float


@dataclass(slots=True)
class _Window:
    until: float
    used: int = 0


class RateLimits:
    """Counts requests, and tells when one is too many."""

    def __init__(self, clock: Clock, *, enforced: bool = True) -> None:
        """Take the time from *clock*; if not *enforced*, nothing is ever too many."""
        self._clock = clock
        self._enforced = enforced
        self._windows: dict[tuple[str, str], _Window] = {}

    def use(
        self, route: str, place: str, limit: Limit, *, globally: bool
    ) -> tuple[dict[str, str], Json | None]:
        """Count a request.

        Returns:
            The headers of its answer, and the body of the 429 if it is one too many.
        """
        if not self._enforced:
            return dict(VIA), None
        overall = self._window("global", "", 1.0) if globally else None
        if overall is not None:
            overall.used += 1
            if overall.used > GLOBAL_LIMIT:
                return refusal(overall.until - self._clock.now(), "global")
        window = self._window(route, place, limit.seconds)
        left = window.until - self._clock.now()
        window.used += 1
        headers = {
            "X-RateLimit-Limit": str(limit.requests),
            "X-RateLimit-Remaining": str(max(0, limit.requests - window.used)),
            "X-RateLimit-Reset": f"{window.until:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:32],
        }
        if window.used <= limit.requests:
            return {**VIA, **headers}, None
        limited, body = refusal(left, "user")
        return {**headers, **limited}, body

    def _window(self, route: str, place: str, seconds: float) -> _Window:
        now = self._clock.now()
        window = self._windows.get((route, place))
        if window is None or window.until <= now:
            if len(self._windows) > 1000:
                self._windows = {k: w for k, w in self._windows.items() if w.until > now}
            window = self._windows[route, place] = _Window(now + seconds)
        return window


def refusal(retry_after_s: float, scope: str, *, via: bool = True) -> tuple[dict[str, str], Json]:
    """Return the headers and body of a 429; without *via* it looks like the CDN's."""
    shared = scope == "shared"
    what = "The resource is" if shared else "You are"
    headers = {"Retry-After": f"{retry_after_s:.3f}", "X-RateLimit-Scope": scope}
    if scope == "global":
        headers["X-RateLimit-Global"] = "true"
    body = {
        "message": f"{what} being rate limited.",
        "retry_after": round(retry_after_s, 3),
        "global": scope == "global",
    }
    return {**(VIA if via else {}), **headers}, body
