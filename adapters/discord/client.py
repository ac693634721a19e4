"""The bot's connection to Discord: what it listens to, and where that goes."""

import sys
import time
from pathlib import Path
from typing import Any

import discord

from adapters.discord.answering import Answering, place_of
from adapters.discord.buttons import ActionButton
from adapters.discord.commands import Tree, add_commands
from adapters.discord.mentions import may_answer, question_in
from adapters.discord.outlets import MessageOutlet
from adapters.discord.pressing import press
from adapters.discord.registering import register_if_changed
from adapters.incidents import report
from bot.app import Bot
from bot.pacing import Pacing
from bot.reply import Reply

# None of these is privileged: mentions and direct messages come with their text anyway.
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
# Longer rate limits are an error, not a pause.
RATE_LIMIT_MAX_S = 30.0


class Client(discord.Client):
    """Discord's side of one bot.

    Attributes:
        answering: What is under way.
        tree: The commands.
    """

    def __init__(self, bot: Bot, command: str, home: Path) -> None:
        """Answer by *bot* to the slash command *command*; *home* remembers what is registered."""
        # The bot has no use for voice, nor people for the warning that it cannot talk.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=RATE_LIMIT_MAX_S,
        )
        self.answering = Answering(Pacing(time.monotonic))
        self.tree = Tree(self, self.answering)
        self._bot = bot
        self._home = home
        add_commands(self.tree, command, self.answering, bot.asking)

    async def setup_hook(self) -> None:
        """Get ready between logging in and connecting."""
        self.add_dynamic_items(ActionButton)
        await register_if_changed(self.tree, self._home)

    async def press(self, interaction: discord.Interaction, action: str) -> None:
        """Do what the *action* of a pressed button says."""
        await press(interaction, action, self.answering, self._bot.asking)

    async def on_message(self, message: discord.Message) -> None:
        """Answer *message* if it asks the bot."""
        if self.user is None or (question := question_in(message, self.user)) is None:
            return
        if not may_answer(message) or not self.answering.is_new(message):
            return

        def think() -> Reply:
            asking = self._bot.asking
            if not question:
                return asking.help()
            place = place_of(message)
            return self._bot.talking.answer(question, scope=asking.scope(), place=place)

        await self.answering.ask(message, MessageOutlet(message), think)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log a mistake that happened before anything was answered."""
        error = sys.exception()
        if error is not None:
            report(error, doing=event_method, event_id=[getattr(one, "id", None) for one in args])
