"""Messages that ask the bot: mentions of it, and what is written to it directly."""

import re

import discord

# Mentions of people, roles and channels, emoji, commands and times: no words of anybody.
_MARKERS = re.compile(r"<(?:[@#][!&]?\d+|a?:\w+:\d+|/[^<>]+:\d+|t:-?\d+(?::\w)?|id:\w+)>")


def question_in(message: discord.Message, me: discord.ClientUser) -> str | None:
    """Return what *message* asks of the bot *me*, or None where it is not meant.

    It is meant by a mention in the text, not by a mere reply to one of its messages, and by
    anything in its DM. What comes from other bots never is.
    """
    if message.author.bot or message.is_system():
        return None
    is_direct = isinstance(message.channel, discord.DMChannel)
    if not is_direct and not re.search(rf"<@!?{me.id}>", message.content):
        return None
    return words_in(message.content)


def words_in(content: str) -> str:
    """Return what somebody wrote in *content*, without Discord's markers, in one line."""
    return " ".join(_MARKERS.sub(" ", content).split())


def may_answer(message: discord.Message) -> bool:
    """Say whether the bot may write where *message* was written, as far as is known.

    Trying where it may not would count towards a ban.
    """
    if message.guild is None:
        return True
    granted = message.channel.permissions_for(message.guild.me)
    if isinstance(message.channel, discord.Thread):
        return granted.view_channel and granted.send_messages_in_threads
    return granted.view_channel and granted.send_messages
