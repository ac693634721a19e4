"""What was delivered before: platforms deliver the same event twice now and then."""

from collections import OrderedDict


class Seen:
    """Remembers the latest events by their ids."""

    def __init__(self, capacity: int = 10_000) -> None:
        """Remember the last *capacity* ids."""
        self._capacity = capacity
        self._ids: OrderedDict[object, None] = OrderedDict()

    def is_new(self, event_id: object) -> bool:
        """Say whether *event_id* was not asked about before, and remember it."""
        if event_id in self._ids:
            return False
        self._ids[event_id] = None
        if len(self._ids) > self._capacity:
            self._ids.popitem(last=False)
        return True
