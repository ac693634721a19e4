"""What people did, how it was delivered, and everything the app did about it."""

from dataclasses import dataclass, field
from typing import Literal

from tests.fakes.slack.message import Message
from tests.fakes.slack.surfaces import Option
from tests.fakes.slack.views import View
from tests.fakes.slack.wire import Json

Envelope = Literal["slash_commands", "events_api", "interactive"]
Outcome = Literal["waiting", "acknowledged", "timed out", "failed"]


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """One thing the app made people see.

    Attributes:
        kind: A new message, a changed one, a deleted one, or a view shown or changed.
        at: When, in seconds of `time.perf_counter`.
        message: Which message, except for views.
        view: Which view, if it is one.
        sent: What the app sent to bring it about.
    """

    kind: Literal["post", "edit", "delete", "view"]
    at: float
    sent: Json
    message: Message | None = None
    view: View | None = None


@dataclass(slots=True, eq=False)
class Attempt:
    """One delivery to the app.

    Attributes:
        number: 0, then 1, 2, 3 for retries.
        reason: Why it is a retry, or None.
        sent_at: When, in seconds of `time.perf_counter`.
        acknowledged_at: Likewise, or None.
        outcome: How it went.
        late: Whether an acknowledgement came after the deadline.
    """

    number: int
    reason: str | None
    sent_at: float
    acknowledged_at: float | None = None
    outcome: Outcome = "waiting"
    late: bool = False


@dataclass(slots=True, eq=False)
class Exchange:
    """A person's gesture (or an event) and all that followed.

    Attributes:
        envelope: How Slack delivers it.
        payload: What Slack delivers.
        person: Who did it, a user id, or None.
        channel: Where; for a modal, where it was opened from; None for App Home.
        thread: The thread it stands in or would be answered in, or None.
        message: The message the person wrote, or pressed, or picked.
        view: The view it happened in.
        attempts: Its deliveries, in order.
        effects: What the app did about it, in order.
        error: What the person is told went wrong, or None.
        options: What a search in a menu offered.
        field_errors: What a submitted modal objected to, by block id.
    """

    envelope: Envelope
    payload: Json
    person: str | None = None
    channel: str | None = None
    thread: str | None = None
    message: Message | None = None
    view: View | None = None
    attempts: list[Attempt] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    error: str | None = None
    options: list[Option] = field(default_factory=list)
    field_errors: dict[str, str] = field(default_factory=dict)

    @property
    def acknowledged(self) -> bool:
        """Whether the app acknowledged some delivery in time."""
        return any(attempt.outcome == "acknowledged" for attempt in self.attempts)

    @property
    def messages(self) -> list[Message]:
        """The messages the app wrote or changed, each once, in order; deleted ones left out."""
        found = {id(each.message): each.message for each in self.effects if each.message}
        return [message for message in found.values() if not message.deleted]

    @property
    def reply(self) -> Message:
        """The latest message the app wrote or changed.

        Raises:
            LookupError: There is none.
        """
        if not self.messages:
            raise LookupError(f"no reply; the person saw {self.error or 'nothing'}")
        latest = [each.message for each in self.effects if each.message in self.messages][-1]
        assert latest is not None
        return latest

    @property
    def ack_latency_s(self) -> float | None:
        """Real seconds from the first delivery to the first acknowledgement in time, or None."""
        for attempt in self.attempts:
            if attempt.outcome == "acknowledged" and attempt.acknowledged_at is not None:
                return attempt.acknowledged_at - self.attempts[0].sent_at
        return None

    @property
    def first_response_latency_s(self) -> float | None:
        """Real seconds from the first delivery to the first thing the person saw, or None."""
        return self.effects[0].at - self.attempts[0].sent_at if self.effects else None
