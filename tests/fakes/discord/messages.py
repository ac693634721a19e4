"""Messages as people see them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.fakes.discord.mentions import NOBODY, Pings
from tests.fakes.discord.places import Channel, User
from tests.fakes.discord.wire import Json

SUPPRESS_EMBEDS = 1 << 2
EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_NOTIFICATIONS = 1 << 12
IS_COMPONENTS_V2 = 1 << 15

DEFAULT, REPLY, CHAT_INPUT_COMMAND, CONTEXT_MENU_COMMAND = 0, 19, 20, 23

LINK_STYLE = 5


@dataclass(eq=False, slots=True)
class Attachment:
    """A file of a message; `description` is its alternative text."""

    id: str
    filename: str
    data: bytes
    description: str | None = None


@dataclass(eq=False, slots=True, kw_only=True)
class Message:
    """One message, in its latest state.

    Attributes:
        created_at: Seconds since the epoch; `edited_at` likewise.
        reader: The only one who sees it, when it is ephemeral.
        reference: The message it replies to.
        mentions: Whom its text names where naming was allowed; changes with edits.
        pinged: Whom it notified: when it was posted, or when a deferred answer was filled in.
        edits: How often it was changed.
        interaction: What Discord says of the command it answers (`interaction_metadata`).
        token: The interaction token that may edit it, if any.
    """

    id: str
    channel: Channel
    author: User
    created_at: float
    kind: int = DEFAULT
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    nonce: str | int | None = None
    reader: User | None = None
    reference: "Message | None" = None
    mentions: Pings = NOBODY
    pinged: Pings = NOBODY
    edited_at: float | None = None
    edits: int = 0
    deleted: bool = False
    interaction: Json | None = None
    token: str | None = None

    @property
    def ephemeral(self) -> bool:
        """Whether only `reader` sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it is still the "thinking" of a deferred answer."""
        return bool(self.flags & LOADING)

    @property
    def text(self) -> str:
        """Everything there is to read in it, markdown as sent, a line break between parts.

        Labels of buttons and names of files are not in it.
        """
        return "\n".join(part for part in [self.content, *_texts(self)] if part)

    @property
    def buttons(self) -> list[Json]:
        """Its buttons in the order they are shown."""
        return [part for part in walk(self.components) if part["type"] == 2]

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons in the order they are shown."""
        return [button.get("label", "") for button in self.buttons]

    def interactive(self, wanted: str) -> Json:
        """Return the enabled button or select menu with this label or custom_id.

        Raises:
            LookupError: There is none that could be used.
        """
        parts = [part for part in walk(self.components) if "custom_id" in part]
        for part in parts:
            if wanted in (part["custom_id"], part.get("label")) and not part.get("disabled"):
                return part
        offered = [part.get("label") or part["custom_id"] for part in parts]
        raise LookupError(f"no {wanted!r} to use among {offered}")


def walk(components: list[Json]) -> Iterator[Json]:
    """Yield every component, parents before what they hold, in the order they are shown."""
    for part in components:
        yield part
        yield from walk(part.get("components", []))
        for single in ("component", "accessory"):
            if single in part:
                yield from walk([part[single]])


def _texts(message: Message) -> Iterator[str]:
    for embed in message.embeds:
        yield embed.get("author", {}).get("name", "")
        yield embed.get("title", "")
        yield embed.get("description", "")
        for one in embed.get("fields", []):
            yield one["name"]
            yield one["value"]
        yield embed.get("footer", {}).get("text", "")
    for part in walk(message.components):
        if part["type"] == 10:
            yield part["content"]
