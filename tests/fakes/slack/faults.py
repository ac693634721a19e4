"""The plan of what goes wrong, call by call."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.fakes.slack.wire import Json


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Answer 429 with `Retry-After`; nothing is processed."""

    retry_after_s: int = 1


@dataclass(frozen=True, slots=True)
class ServerError:
    """Answer with a 5xx status and no JSON; nothing is processed."""

    status: int = 503


@dataclass(frozen=True, slots=True)
class DropBefore:
    """Cut the connection before anything is processed."""


@dataclass(frozen=True, slots=True)
class DropAfter:
    """Process the call, then cut the connection instead of answering."""


@dataclass(frozen=True, slots=True)
class Slow:
    """Process the call, then answer only once *until* is set."""

    until: asyncio.Event


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer `ok: false` with *error* and further *fields*; nothing is processed."""

    error: str
    fields: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LateAck:
    """Let an acknowledgement count only after its deadline; for the name `ack`."""


Fault = RateLimited | ServerError | DropBefore | DropAfter | Slow | Refuse | LateAck


class FaultPlan:
    """Which fault strikes which call.

    Calls are named as Slack names its methods (`chat.postMessage`), and besides: `response_url`,
    `upload` (the file upload itself), `socket` (a WebSocket handshake), `ack` (only LateAck).
    """

    def __init__(self) -> None:
        """Start with nothing planned; `struck` keeps what happened, in order."""
        self._planned: defaultdict[str, deque[Fault | None]] = defaultdict(deque)
        self._standing: dict[str, Fault] = {}
        self.struck: list[tuple[str, Fault]] = []

    def plan(self, name: str, *faults: Fault | None) -> None:
        """Let the next calls of *name* meet *faults*, one each, in order; None lets one pass."""
        self._planned[name].extend(faults)

    def always(self, name: str, fault: Fault) -> None:
        """Let every call of *name* meet *fault* once the planned ones are spent."""
        self._standing[name] = fault

    def clear(self, name: str) -> None:
        """Forget everything planned for *name*."""
        self._planned.pop(name, None)
        self._standing.pop(name, None)

    def next(self, name: str) -> Fault | None:
        """Return the fault that this call of *name* meets, if any, and count it as spent."""
        queue = self._planned.get(name)
        fault = queue.popleft() if queue else self._standing.get(name)
        if fault is not None:
            self.struck.append((name, fault))
        return fault
