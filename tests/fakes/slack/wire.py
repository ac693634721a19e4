"""What both sides of the wire share: JSON objects, made-up identifiers, refusals."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


class RefusedError(Exception):
    """A call that Slack answers with `ok: false`."""

    def __init__(self, error: str, *, messages: Sequence[str] = (), **fields: Any) -> None:
        """Keep *error*, what is wrong in detail (*messages*) and any further *fields*."""
        super().__init__(error, *messages)
        self.error = error
        self.messages = tuple(messages)
        self.fields = fields

    def body(self) -> Json:
        """Return the answer as Slack words it; block errors stand in it twice."""
        body: Json = {"ok": False, "error": self.error, **self.fields}
        if self.messages:
            if self.error == "invalid_blocks":
                body["errors"] = list(self.messages)
            body["response_metadata"] = {"messages": [f"[ERROR] {text}" for text in self.messages]}
        return body


class Ids:
    """Makes identifiers that look like Slack's and never repeat."""

    def __init__(self) -> None:
        self._made: Counter[str] = Counter()

    def new(self, prefix: str) -> str:
        """Return the next id that starts with *prefix*, such as `C00000001`."""
        self._made[prefix] += 1
        return f"{prefix}{self._made[prefix]:08d}"

    def number(self, name: str) -> int:
        """Return how often *name* was counted, this time included: 1, 2, 3 ..."""
        self._made[name] += 1
        return self._made[name]


def objects(value: object) -> list[Json]:
    """Return the JSON objects in *value* if it is a list, else nothing."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
