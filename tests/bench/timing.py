"""Time searches, those that are compared in turns, so that what else the machine does hits all."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Search = Callable[[str], object]

# Below so many times the slowest hundredth says nothing.
_P99_FROM = 50
_ROUND = 50


@dataclass(slots=True)
class Times:
    """How long the answers of one search took, in milliseconds."""

    taken: list[float] = field(default_factory=list)

    def share(self, share: float) -> float:
        """Return the time within which *share* of the answers came, in milliseconds."""
        ascending = sorted(self.taken)
        return ascending[min(int(share * len(ascending)), len(ascending) - 1)]

    def shown(self) -> tuple[str, ...]:
        """Return the number of queries, p50 and p99."""
        return (
            f"{len(self.taken):,}",
            f"{self.share(0.5):,.2f}",
            self._p99(f"{self.share(0.99):,.2f}"),
        )

    def beside(self, other: "Times") -> tuple[str, ...]:
        """Return how many times p50 and p99 of *other* these are."""
        p50, p99 = (self.share(share) / other.share(share) for share in (0.5, 0.99))
        return ratio(p50), self._p99(ratio(p99))

    def _p99(self, shown: str) -> str:
        return shown if len(self.taken) >= _P99_FROM else "–"


def ratio(value: float) -> str:
    """Return a ratio to be shown, with two digits behind the point where it is small."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.2f}"


def timed(searches: Mapping[str, Search], queries: Sequence[str]) -> dict[str, Times]:
    """Return how long each search takes for all *queries*; they take turns every few queries."""
    times = {name: Times() for name in searches}
    for first in range(0, len(queries), _ROUND):
        for name, search in searches.items():
            for query in queries[first : first + _ROUND]:
                begun = time.perf_counter()
                search(query)
                times[name].taken.append(1_000 * (time.perf_counter() - begun))
    return times
