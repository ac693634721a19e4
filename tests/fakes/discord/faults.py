"""The plan of what goes wrong, and when."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

GATEWAY = "GATEWAY"

Kind = Literal[
    "status",
    "rate_limited",
    "drop_before",
    "drop_after",
    "slow",
    "reconnect",
    "invalid_session",
    "close",
    "repeat",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong; made by the class methods.

    Attributes:
        code: An HTTP status or a close code.
        retry_after_s: How long a 429 asks to wait.
        scope: Whose rate limit it is: `user`, `global` or `shared`.
        via: Whether a 429 comes from Discord; without, it looks like a ban by the CDN.
        gate: What a slow answer waits for.
        resumable: Whether an invalid session may be resumed.
    """

    kind: Kind
    code: int = 0
    retry_after_s: float = 0.0
    scope: Literal["user", "global", "shared"] = "user"
    via: bool = True
    gate: asyncio.Event | None = None
    resumable: bool = False

    @classmethod
    def status(cls, status: int) -> "Fault":
        """Answer with this HTTP status and process nothing; 502 and 504 come as HTML."""
        return cls("status", code=status)

    @classmethod
    def rate_limited(
        cls,
        retry_after_s: float,
        *,
        scope: Literal["user", "global", "shared"] = "user",
        via: bool = True,
    ) -> "Fault":
        """Answer 429 and process nothing."""
        return cls("rate_limited", retry_after_s=retry_after_s, scope=scope, via=via)

    @classmethod
    def drop_before(cls) -> "Fault":
        """Cut the connection instead of processing the request or sending the event."""
        return cls("drop_before")

    @classmethod
    def drop_after(cls) -> "Fault":
        """Process the request, or send the event, then cut the connection."""
        return cls("drop_after")

    @classmethod
    def slow(cls, gate: asyncio.Event) -> "Fault":
        """Hold the request or event back until *gate* is set, then go on as usual."""
        return cls("slow", gate=gate)

    @classmethod
    def reconnect(cls) -> "Fault":
        """Gateway only: send opcode 7 instead."""
        return cls("reconnect")

    @classmethod
    def invalid_session(cls, *, resumable: bool = False) -> "Fault":
        """Gateway only: send opcode 9 instead; the session ends unless it is resumable."""
        return cls("invalid_session", resumable=resumable)

    @classmethod
    def close(cls, code: int) -> "Fault":
        """Gateway only: close the connection with this code instead."""
        return cls("close", code=code)

    @classmethod
    def repeat(cls) -> "Fault":
        """Gateway only: send the event twice."""
        return cls("repeat")


@dataclass(slots=True)
class _Planned:
    method: str
    path: str
    fault: Fault
    times: int


class FaultPlan:
    """Faults in wait for the requests and events they are meant for.

    A path is matched below the API's base, with `*` for any text:
    `plan.next("POST", "/channels/*/messages", Fault.status(500))`. For the gateway, the
    method is GATEWAY and the path an event's name, or the opcode IDENTIFY, RESUME or HELLO.
    """

    def __init__(self, on_taken: Callable[[], None]) -> None:
        """Start with nothing planned; call *on_taken* whenever a fault was met."""
        self._planned: list[_Planned] = []
        self._on_taken = on_taken

    def next(self, method: str, path: str, fault: Fault, *, times: int = 1) -> None:
        """Have the next *times* matching requests meet *fault*; earlier plans come first."""
        self._planned.append(_Planned(method, path, fault, times))

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault for this request or event, and count it as met."""
        for planned in self._planned:
            if planned.method == method and fnmatchcase(path, planned.path):
                planned.times -= 1
                if not planned.times:
                    self._planned.remove(planned)
                self._on_taken()
                return planned.fault
        return None

    @property
    def is_done(self) -> bool:
        """Whether every planned fault was met."""
        return not self._planned
