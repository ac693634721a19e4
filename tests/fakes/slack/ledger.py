"""The record a test asks: gestures, what they led to, calls, and rules that were broken."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes.slack.changes import Changes
from tests.fakes.slack.exchange import Effect, Exchange
from tests.fakes.slack.message import Message
from tests.fakes.slack.mrkdwn import read_message
from tests.fakes.slack.wire import Json


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule the app broke that Slack itself would let pass or answer without detail."""

    where: str
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class ApiCall:
    """A call that reached the fake.

    Attributes:
        method: A method's name, `response_url` or `upload`.
        arguments: Without the token; empty where a fault struck first.
        error: What it was refused with, or the name of the fault, or None.
    """

    method: str
    arguments: Json
    error: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How often things happened so far.

    Attributes:
        calls: Calls of the app, refused ones included.
        posts: New messages of the app, ephemeral ones included.
        edits: Changed ones.
        duplicates: Posts that repeat an earlier one of the same exchange, word for word.
        pings: People, groups and broadcasts notified by any version of any message.
        unacknowledged: Deliveries past their deadline, or refused.
    """

    calls: int
    posts: int
    edits: int
    duplicates: int
    pings: int
    unacknowledged: int


class Ledger:
    """Keeps the record, and knows which exchange a message belongs to.

    A response URL, a trigger id and a thread tell exactly. Otherwise the latest exchange of the
    person (an ephemeral or direct message) or of the channel (any other) has it.
    """

    def __init__(self, changes: Changes) -> None:
        """Start empty; *changes* is told of each entry."""
        self._changes = changes
        self.exchanges: list[Exchange] = []
        self.effects: list[tuple[Exchange | None, Effect]] = []
        self.calls: list[ApiCall] = []
        self._violations: list[Violation] = []
        self._unchecked: list[Callable[[], list[Violation]]] = []
        self._latest: dict[tuple[str, ...], Exchange] = {}

    def begin(self, exchange: Exchange) -> None:
        """Record *exchange* and let it have what the app does from now on."""
        self.exchanges.append(exchange)
        person, channel = exchange.person or "", exchange.channel
        if channel is not None:
            self._latest[("channel", channel)] = exchange
            self._latest[("person", channel, person)] = exchange
            if exchange.thread is not None:
                self._latest[("message", channel, exchange.thread)] = exchange
            if exchange.message is not None:
                self._latest[("message", channel, exchange.message.ts)] = exchange
        if exchange.view is not None:
            self._latest[("view", exchange.view.id)] = exchange
        self._latest[("by", person)] = exchange
        self._changes.tell()

    def behind_post(self, channel: str, thread: str | None, reader: str | None) -> Exchange | None:
        """Return the exchange that a new message answers, or None; *reader* if only one sees it."""
        found = self._latest.get(("message", channel, thread)) if thread else None
        if found is None and reader is not None:
            found = self._latest.get(("person", channel, reader), self._latest.get(("by", reader)))
        return found or self._latest.get(("channel", channel))

    def behind_change(self, message: Message) -> Exchange | None:
        """Return the exchange that a change of *message* belongs to, or None."""
        pressed = self._latest.get(("message", message.channel, message.ts))
        return pressed or self.behind_post(message.channel, message.thread_ts, message.to)

    def behind_view(self, view_id: str) -> Exchange | None:
        """Return the latest exchange in the view, or None."""
        return self._latest.get(("view", view_id))

    def behind_home(self, person: str) -> Exchange | None:
        """Return the person's latest exchange, or None."""
        return self._latest.get(("by", person))

    def record(self, effect: Effect, exchange: Exchange | None) -> None:
        """Record what the app did, as part of *exchange* where there is one."""
        self.effects.append((exchange, effect))
        if exchange is not None:
            exchange.effects.append(effect)
            if effect.view is not None:
                self._latest[("view", effect.view.id)] = exchange
        self._changes.tell()

    def call(self, method: str, arguments: Json, error: str | None) -> None:
        """Record a call of the app."""
        self.calls.append(ApiCall(method, arguments, error))
        self._changes.tell()

    def violate(self, where: str, rule: str) -> None:
        """Record that the app broke *rule*."""
        self._violations.append(Violation(where, rule))
        self._changes.tell()

    def check_later(self, where: str, problems: Callable[[], list[str]]) -> None:
        """Have *problems* worked out when somebody asks, so that it takes no time from answers."""
        self._unchecked.append(lambda: [Violation(where, rule) for rule in problems()])

    @property
    def violations(self) -> list[Violation]:
        """Every rule broken so far."""
        unchecked, self._unchecked = self._unchecked, []
        for check in unchecked:
            self._violations += check()
        return list(self._violations)

    @property
    def posts(self) -> list[Message]:
        """Every message the app wrote, in order, deleted ones included."""
        return [each.message for _, each in self.effects if each.kind == "post" and each.message]

    @property
    def duplicates(self) -> list[Message]:
        """Posts that repeat an earlier one of the same exchange, word for word, in order."""
        seen: set[tuple[object, ...]] = set()
        repeated = []
        for exchange, effect in self.effects:
            message = effect.message
            if effect.kind != "post" or message is None:
                continue
            words = json.dumps(
                [effect.sent.get(name) for name in ("text", "blocks", "attachments")],
                sort_keys=True,
            )
            key = (id(exchange), message.channel, message.thread_ts, message.to, words)
            if key in seen:
                repeated.append(message)
            seen.add(key)
        return repeated

    @property
    def counts(self) -> Counts:
        """The numbers so far."""
        kinds = [effect.kind for _, effect in self.effects]
        attempts = [each for exchange in self.exchanges for each in exchange.attempts]
        written = [each.sent for _, each in self.effects if each.kind in {"post", "edit"}]
        return Counts(
            calls=len(self.calls),
            posts=kinds.count("post"),
            edits=kinds.count("edit"),
            duplicates=len(self.duplicates),
            pings=sum(len(read_message(sent).pinged) for sent in written),
            unacknowledged=sum(each.outcome in {"timed out", "failed"} for each in attempts),
        )


def moment() -> float:
    """Return the time by which latencies are measured, in real seconds."""
    return time.perf_counter()
