"""The bot's connection to Discord: what it listens to, and where that goes."""

import logging
import sys
from pathlib import Path
from typing import Any

import discord
from discord.gateway import DiscordWebSocket

from adapters.discord.answering import Answering, place_of
from adapters.discord.buttons import ActionButton
from adapters.discord.commands import Tree, add_commands
from adapters.discord.mentions import may_answer, question_in
from adapters.discord.outlets import MessageOutlet
from adapters.discord.pressing import press
from adapters.discord.registering import register_if_changed
from adapters.incidents import report
from bot.app import Bot
from bot.reply import Reply

# None of these is privileged: mentions and direct messages come with their text anyway.
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
# Longer rate limits are an error, not a pause.
RATE_LIMIT_MAX_S = 30.0


class Client(discord.Client):
    """Hears what is asked of the bot, until it is closed."""

    def __init__(self, bot: Bot, answering: Answering, *, command: str, home: Path) -> None:
        """Answer by *bot*.

        Args:
            bot: Knows the answers.
            answering: Takes what people ask.
            command: Name of the slash command to ask with.
            home: The folder that remembers which commands are registered.
        """
        logging.getLogger("discord.client").addFilter(_in_one_line)
        # The bot has no use for voice, nor people for the warning that it cannot talk.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=RATE_LIMIT_MAX_S,
        )
        self._bot = bot
        self._answering = answering
        self._home = home
        self._tree = Tree(self, answering)
        add_commands(self._tree, command, answering, bot.asking)

    @property
    def is_connected(self) -> bool:
        """Whether the gateway sends what happens; servers may still be coming in."""
        socket: DiscordWebSocket | None = self.ws
        return socket is not None and socket.open and socket.session_id is not None

    async def setup_hook(self) -> None:
        """Get ready between logging in and connecting."""
        self.add_dynamic_items(ActionButton)
        await register_if_changed(self._tree, self._home)

    async def press(self, interaction: discord.Interaction, action: str) -> None:
        """Do what the *action* of a pressed button says."""
        await press(interaction, action, self._answering, self._bot.asking)

    async def on_message(self, message: discord.Message) -> None:
        """Answer *message* if it asks the bot."""
        if self.user is None or (question := question_in(message, self.user)) is None:
            return
        if not may_answer(message) or not self._answering.is_new(message):
            return

        def think() -> Reply:
            scope = self._bot.asking.scope()
            return self._bot.talking.answer(question, scope=scope, place=place_of(message))

        await self._answering.ask(message, MessageOutlet(message), think)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log a mistake that happened before anything was answered."""
        error = sys.exception()
        if error is not None:
            report(error, doing=event_method, event_id=[getattr(one, "id", None) for one in args])


def _in_one_line(record: logging.LogRecord) -> bool:
    """Make of a traceback, which a lost connection is not worth, the kind of error."""
    if record.exc_info:
        error, record.exc_info = record.exc_info[1], None
        record.error = type(error).__name__
    return True
