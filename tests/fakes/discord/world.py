"""Everything there is: the app, people, guilds, messages, interactions, and what was counted."""

import base64
import secrets
from collections import Counter

from tests.fakes.discord.commands import Commands
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.messages import Message
from tests.fakes.discord.places import DM, Channel, Guild, User
from tests.fakes.discord.wire import Changes, Clock, Mint

MESSAGE_CONTENT = 1 << 15
GUILD_MEMBERS = 1 << 1
GUILD_PRESENCES = 1 << 8


class World:
    """The state of one fake Discord with one app in it.

    Attributes:
        token: The app's bot token; another one is refused.
        privileged: Bits of the privileged intents that the app was granted.
        endpoint_url: Where somebody told Discord to send interactions instead, if anybody did;
            they come over the gateway all the same.
        deduplicated: How many posts were answered with an earlier message, by their nonce.
    """

    def __init__(self, *, privileged: int = 0) -> None:
        """Start with the app alone."""
        self.clock = Clock()
        self.mint = Mint(self.clock)
        self.changes = Changes()
        self.privileged = privileged
        self.application_id = self.mint()
        self.bot = User(self.mint(), "jensen-test", bot=True)
        self.owner = User(self.mint(), "owner")
        self.token = _secret_token(self.bot.id)
        self.users: dict[str, User] = {one.id: one for one in (self.bot, self.owner)}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, Message] = {}
        self.interactions: dict[str, Interaction] = {}
        self.by_token: dict[str, Interaction] = {}
        self.commands = Commands(self.mint, self.application_id)
        self.endpoint_url: str | None = None
        self.deduplicated = 0
        self.statuses: Counter[int] = Counter()

    @property
    def reads_content(self) -> bool:
        """Whether the app was granted the content of every message."""
        return bool(self.privileged & MESSAGE_CONTENT)

    def has_bot(self, channel: Channel) -> bool:
        """Return whether the bot user is where *channel* is."""
        if channel.guild is None:
            return self.bot in channel.recipients
        return self.bot.id in channel.guild.members

    def dm_with(self, one: User, other: User | None = None) -> Channel:
        """Return the DM of two users, the bot being the default, made when first asked for."""
        pair = (one, other or self.bot)
        for channel in self.channels.values():
            if channel.kind == DM and set(channel.recipients) == set(pair):
                return channel
        channel = Channel(self.mint(), DM, recipients=pair)
        self.channels[channel.id] = channel
        return channel

    def history(self, channel: Channel) -> list[Message]:
        """Return what everybody in *channel* sees, newest first."""
        return [
            message
            for message in reversed(self.messages.values())
            if message.channel is channel and not message.deleted and not message.ephemeral
        ]

    def interaction_token(self, interaction_id: str) -> str:
        """Return a new token, shaped like Discord's."""
        seed = f"interaction:{interaction_id}:{secrets.token_urlsafe(60)}"
        return base64.urlsafe_b64encode(seed.encode()).decode().rstrip("=")


def _secret_token(bot_id: str) -> str:
    """Return a bot token shaped like Discord's: the id, a time, a secret."""
    head = base64.b64encode(bot_id.encode()).decode().rstrip("=")
    return f"{head}.{secrets.token_urlsafe(4)}.{secrets.token_urlsafe(28)[:38]}"
