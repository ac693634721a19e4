"""An interaction: what somebody asked of the app, and everything that came back."""

from dataclasses import dataclass, field

from tests.fakes.discord.errors import ApiError
from tests.fakes.discord.messages import Message
from tests.fakes.discord.places import Channel, User
from tests.fakes.discord.wire import Json

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5

MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9

FIRST_RESPONSE_S = 3.0
TOKEN_LIFE_S = 15 * 60.0


class NoResponseError(Exception):
    """What the person sees instead of an answer: "The application did not respond"."""


@dataclass(eq=False, slots=True, kw_only=True)
class Interaction:
    """One use of a command, button, select menu, modal or autocomplete.

    Attributes:
        created_at: Seconds since the epoch.
        owners: By whose installations it is allowed: "0" a guild's, "1" a user's.
        source: The message whose component was used, if one was.
        forced_private: Whether every answer is ephemeral, whatever the app says.
        callback: The type of the first response, None until there is one.
        original: The message of the first response: new, being loaded, or the updated source.
        followups: Messages sent after the first response, oldest first.
        choices: What autocomplete answered; `modal`: the form that was opened.
        refused: Responses of the app that were refused, oldest first.
        sent_at: When it went to the app, `answered_at`: when the first response came in;
            both in seconds of a monotonic clock.
    """

    id: str
    token: str
    kind: int
    person: User
    channel: Channel
    created_at: float
    data: Json
    owners: dict[str, str]
    source: Message | None = None
    forced_private: bool = False
    callback: int | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    choices: list[Json] | None = None
    modal: Json | None = None
    updated: bool = False
    refused: list[ApiError] = field(default_factory=list)
    sent_at: float | None = None
    answered_at: float | None = None

    @property
    def user_install_only(self) -> bool:
        """Whether nothing but a user's own installation allows it."""
        return "0" not in self.owners

    @property
    def is_acknowledged(self) -> bool:
        """Whether a first response was accepted."""
        return self.callback is not None

    @property
    def is_answered(self) -> bool:
        """Whether the person has something to see: no "thinking", no bare acknowledgement."""
        if self.callback == DEFERRED_UPDATE:
            return self.updated or bool(self.followups)
        if self.callback == DEFERRED_MESSAGE:
            return self.original is None or not self.original.loading
        return self.is_acknowledged

    @property
    def response(self) -> Message:
        """The message that answers it: the first response, in its latest state.

        Raises:
            LookupError: It was not answered with a message.
        """
        if self.original is None or self.original.loading or self.original.deleted:
            raise LookupError(f"no message to see; refused: {self.refused}")
        return self.original

    @property
    def latency_s(self) -> float:
        """Seconds from the event going out to the first response coming in.

        Raises:
            LookupError: One of the two has not happened.
        """
        if self.sent_at is None or self.answered_at is None:
            raise LookupError("not answered yet")
        return self.answered_at - self.sent_at

    def is_too_late(self, now: float) -> bool:
        """Return whether the time for a first response is over, and none came."""
        return not self.is_acknowledged and now - self.created_at > FIRST_RESPONSE_S

    def is_expired(self, now: float) -> bool:
        """Return whether its token no longer works."""
        return now - self.created_at > TOKEN_LIFE_S
