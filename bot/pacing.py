"""How much may be asked at once: token buckets for each person and each place.

A bucket holds so many asks and refills steadily; each ask takes one from the person's bucket and
one from the place's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Literal

from bot.request import Person, Place

# From so many buckets on, those that are full again are forgotten.
_FORGET_FROM = 10_000

_Key = Place | tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket's size, in asks, and how many of them come back in a minute."""

    burst: int
    a_minute: float


PERSON = Rate(burst=10, a_minute=20)
PLACE = Rate(burst=60, a_minute=120)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An ask that came too soon.

    Attributes:
        whose: Whose bucket is empty; the person's, if both are.
        wait_s: In how many seconds there is room for another ask, rounded up; at least 1.
        is_first: Whether it is the person's first since they were answered: the one to be told.
    """

    whose: Literal["person", "place"]
    wait_s: int
    is_first: bool

    @property
    def notice(self) -> str:
        """What to tell the person."""
        seconds = "a second" if self.wait_s == 1 else f"{self.wait_s} seconds"
        if self.whose == "person":
            return f"That was a lot at once. Please ask again in {seconds}."
        return f"A lot is being asked here just now. Please ask again in {seconds}."


class Pacing:
    """Decides whether an ask is answered now; to be used from one thread."""

    def __init__(
        self, monotonic: Callable[[], float], *, person: Rate = PERSON, place: Rate = PLACE
    ) -> None:
        """Hold each person and each place to its rate; *monotonic* tells seconds."""
        self._monotonic = monotonic
        self._person, self._place = person, place
        self._buckets: dict[_Key, _Bucket] = {}
        self._forget_at = _FORGET_FROM

    def refuse(self, person: Person, place: Place) -> Refusal | None:
        """Return why *person* has to wait, or None and count the ask as answered."""
        now_s = self._monotonic()
        self._forget_full(now_s)
        own = self._bucket((place.platform, place.tenant, person.id), self._person, now_s)
        shared = self._bucket(place, self._place, now_s)
        if own.left >= 1 and shared.left >= 1:
            own.left -= 1
            shared.left -= 1
            own.is_told = False
            return None

        empty = shared if own.left >= 1 else own
        is_first, own.is_told = not own.is_told, True
        return Refusal("person" if empty is own else "place", empty.wait_s(), is_first)

    def _bucket(self, key: _Key, rate: Rate, now_s: float) -> "_Bucket":
        """Return the bucket of *key* as it is now."""
        bucket = self._buckets.setdefault(key, _Bucket(rate, rate.burst, now_s))
        bucket.refill(now_s)
        return bucket

    def _forget_full(self, now_s: float) -> None:
        """Forget the buckets that are full again, whenever there are twice as many as then."""
        if len(self._buckets) < self._forget_at:
            return
        for bucket in self._buckets.values():
            bucket.refill(now_s)
        in_use = {key: one for key, one in self._buckets.items() if one.left < one.rate.burst}
        self._buckets, self._forget_at = in_use, max(_FORGET_FROM, 2 * len(in_use))


@dataclass(slots=True)
class _Bucket:
    """What is left, as of a moment.

    Attributes:
        is_told: Whether the person was told to wait since they were last answered.
    """

    rate: Rate
    left: float
    at_s: float
    is_told: bool = False

    def refill(self, now_s: float) -> None:
        """Put back what came back since."""
        came_back = (now_s - self.at_s) * self.rate.a_minute / 60
        self.left = min(float(self.rate.burst), self.left + came_back)
        self.at_s = now_s

    def wait_s(self) -> int:
        """Return in how many seconds, rounded up, there is one ask left."""
        return max(1, ceil((1 - self.left) * 60 / self.rate.a_minute))
