"""How a payload is brought to the app: one attempt, its deadline, and events once more."""

import asyncio
from dataclasses import dataclass
from typing import Any, Protocol

from tests.fakes.slack.exchange import Attempt, Exchange
from tests.fakes.slack.faults import FaultPlan, LateAck
from tests.fakes.slack.ledger import moment
from tests.fakes.slack.wire import Json
from tests.fakes.slack.workspace import Workspace

ACK_DEADLINE_S = 3.0
RETRY_PAUSES_S = (0.0, 60.0, 300.0)

_TAKES_PAYLOAD = {"view_submission", "block_suggestion"}


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a transport carries: an exchange's payload, and which attempt this is."""

    exchange: Exchange
    attempt: Attempt

    @property
    def accepts_response_payload(self) -> bool:
        """Whether the acknowledgement may say something."""
        exchange = self.exchange
        kind = exchange.payload.get("type")
        return exchange.envelope == "slash_commands" or kind in _TAKES_PAYLOAD


class UndeliveredError(Exception):
    """The app could not be reached, or answered with an error; the message is Slack's reason."""


class Transport(Protocol):
    """Socket Mode or signed HTTP."""

    timeout_reason: str

    async def send(self, parcel: Parcel) -> Json:
        """Carry *parcel* and return the acknowledgement's payload, `{}` if it says nothing.

        Raises:
            UndeliveredError: It did not arrive, or was refused.
        """
        ...


class AckReader(Protocol):
    """Whatever acts on what an acknowledgement says."""

    def read(self, exchange: Exchange, payload: Json) -> None:
        """Act on *payload*, which came with the acknowledgement of *exchange*."""
        ...


class Delivery:
    """Delivers exchanges, holds the app to its deadline, and retries events as Slack does."""

    def __init__(
        self, workspace: Workspace, transport: Transport, faults: FaultPlan, acks: AckReader
    ) -> None:
        """Deliver by *transport*."""
        self._workspace = workspace
        self._transport = transport
        self._faults = faults
        self._acks = acks

    async def deliver(self, exchange: Exchange) -> None:
        """Bring *exchange* to the app: once, or if it is an event up to four times.

        Only a gesture tells its person what went wrong, in `exchange.error`.
        """
        reason = await self.attempt(exchange, None)
        if exchange.envelope != "events_api":
            if reason is not None:
                timed_out = exchange.attempts[-1].outcome == "timed out"
                exchange.error = "operation_timeout" if timed_out else "dispatch_failed"
                self._workspace.changes.tell()
            return
        for pause in RETRY_PAUSES_S:
            if reason is None:
                return
            if pause:
                await self._workspace.clock.reached(self._workspace.clock.now() + pause)
            reason = await self.attempt(exchange, reason)

    async def attempt(self, exchange: Exchange, reason: str | None) -> str | None:
        """Deliver *exchange* once; return why it should be tried again, or None."""
        clock = self._workspace.clock
        deadline = clock.reached(clock.now() + ACK_DEADLINE_S)
        attempt = Attempt(len(exchange.attempts), reason, moment())
        exchange.attempts.append(attempt)
        self._workspace.changes.tell()
        sending = asyncio.ensure_future(self._transport.send(Parcel(exchange, attempt)))
        # What goes wrong after the deadline is nobody's news.
        sending.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            if isinstance(self._faults.next("ack"), LateAck):
                await deadline
                attempt.late = True
            else:
                either: list[asyncio.Future[Any]] = [sending, deadline]
                await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            return self._judge(exchange, attempt, sending)
        finally:
            deadline.cancel()
            sending.cancel()
            self._workspace.changes.tell()

    def _judge(
        self, exchange: Exchange, attempt: Attempt, sending: "asyncio.Future[Json]"
    ) -> str | None:
        if attempt.late or not sending.done():
            attempt.outcome = "timed out"
            return self._transport.timeout_reason
        try:
            payload = sending.result()
        except UndeliveredError as error:
            attempt.outcome = "failed"
            return str(error)
        attempt.outcome = "acknowledged"
        attempt.acknowledged_at = attempt.acknowledged_at or moment()
        self._acks.read(exchange, payload)
        return None
