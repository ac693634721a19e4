"""The short-lived rights that a gesture hands the app: trigger ids and response URLs."""

from dataclasses import dataclass

from tests.fakes.slack.clock import Clock
from tests.fakes.slack.exchange import Exchange
from tests.fakes.slack.message import Message
from tests.fakes.slack.wire import Ids, RefusedError

TRIGGER_LIFE_S = 3.0
RESPONSE_LIFE_S = 30 * 60.0
RESPONSE_USES = 5


@dataclass(slots=True)
class _Trigger:
    exchange: Exchange
    expires: float
    used: bool = False


class Triggers:
    """Trigger ids: good for one view, within TRIGGER_LIFE_S."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        """Start with none issued."""
        self._clock = clock
        self._ids = ids
        self._issued: dict[str, _Trigger] = {}

    def issue(self, exchange: Exchange) -> str:
        """Return a trigger id for what *exchange* began."""
        trigger_id = f"{self._ids.number('trigger')}.7890123.{self._ids.new('abc').lower()}"
        self._issued[trigger_id] = _Trigger(exchange, self._clock.now() + TRIGGER_LIFE_S)
        return trigger_id

    def redeem(self, trigger_id: object) -> Exchange:
        """Use up *trigger_id* and return the exchange it came from.

        Raises:
            RefusedError: invalid_trigger_id, expired_trigger_id or exchanged_trigger_id.
        """
        trigger = self._issued.get(str(trigger_id))
        if trigger is None:
            raise RefusedError("invalid_trigger_id")
        if trigger.used:
            raise RefusedError("exchanged_trigger_id")
        if self._clock.now() >= trigger.expires:
            raise RefusedError("expired_trigger_id")
        trigger.used = True
        return trigger.exchange


@dataclass(slots=True)
class ResponseUrl:
    """A response URL's other end.

    Attributes:
        exchange: What it answers.
        original: The message that was pressed, which it may replace or delete, or None.
        expires: In the fake's seconds.
        uses: How often it was used.
    """

    exchange: Exchange
    original: Message | None
    expires: float
    uses: int = 0


class ResponseUrls:
    """Response URLs: good for RESPONSE_USES messages within RESPONSE_LIFE_S."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        """Start with none issued; `base` is where the server listens, set once it does."""
        self._clock = clock
        self._ids = ids
        self._issued: dict[str, ResponseUrl] = {}
        self.base = ""

    def issue(self, exchange: Exchange, original: Message | None = None) -> str:
        """Return a URL for answers to *exchange*."""
        key = self._ids.new("r")
        self._issued[key] = ResponseUrl(exchange, original, self._clock.now() + RESPONSE_LIFE_S)
        return f"{self.base}/respond/{key}"

    def use(self, key: str) -> ResponseUrl:
        """Count one more use and return the other end.

        Raises:
            RefusedError: no_service, used_url or expired_url.
        """
        ticket = self._issued.get(key)
        if ticket is None:
            raise RefusedError("no_service")
        if self._clock.now() >= ticket.expires:
            raise RefusedError("expired_url")
        if ticket.uses >= RESPONSE_USES:
            raise RefusedError("used_url")
        ticket.uses += 1
        return ticket
