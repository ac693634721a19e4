"""Where an answer goes: an interaction or a message; each gets through once, whatever happens."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

import aiohttp
import discord

from adapters.discord.rendering import Message, to_message
from bot.reply import Reply

log = logging.getLogger(__name__)

# Before a second and a third try; discord.py itself tries again after a 429 and most 5xx.
PAUSES_S = (0.1, 0.4)

_UNKNOWN_MESSAGE, _UNKNOWN_INTERACTION, _ALREADY_ACKNOWLEDGED = 10008, 10062, 40060


class Outlet(Protocol):
    """Where the answer to one request goes."""

    async def wait(self) -> None:
        """Tell the person that the answer takes longer; once, and before it."""
        ...

    async def answer(self, reply: Reply) -> None:
        """Show the answer."""
        ...

    async def tell(self, text: str) -> None:
        """Tell the person something else than an answer; in private, where that is possible."""
        ...

    async def ignore(self) -> None:
        """Show nothing."""
        ...


async def deliver(send: Callable[[], Awaitable[object]]) -> None:
    """Have *send* reach Discord, and try again when the connection is lost.

    It is settled, too, when Discord has taken the answer already (the connection was lost after
    that), or takes none any more, because it is too late or the message was deleted.

    Args:
        send: May be carried out twice: the first response to an interaction, of which Discord
            takes but one; an edit; a deletion; a message with a nonce.

    Raises:
        discord.HTTPException: Discord refuses it.
        OSError, aiohttp.ClientError: The connection was lost every time.
    """
    for pause_s in (*PAUSES_S, None):
        try:
            await send()
        except (aiohttp.ClientError, OSError, discord.DiscordServerError):
            if pause_s is None:
                raise
            await asyncio.sleep(pause_s)
        except discord.HTTPException as error:
            if error.code not in (_UNKNOWN_MESSAGE, _UNKNOWN_INTERACTION, _ALREADY_ACKNOWLEDGED):
                raise
            log.info("settled already", extra={"discord_error": error.code})
            return
        else:
            return


class InteractionOutlet:
    """Answers a command or a pressed button."""

    def __init__(
        self, interaction: discord.Interaction, *, private: bool, in_place: bool = False
    ) -> None:
        """Answer *interaction*.

        Args:
            interaction: Not responded to yet.
            private: Whether only the person sees the answer, whatever it is.
            in_place: Whether the answer takes the place of the message with the button.
        """
        self._interaction = interaction
        self._private = private
        self._in_place = in_place
        self._is_deferred = False

    async def wait(self) -> None:
        """Show that the bot is thinking."""
        response, private = self._interaction.response, self._private
        if self._in_place:
            await deliver(response.defer)
        else:
            await deliver(lambda: response.defer(ephemeral=private, thinking=True))
        self._is_deferred = True

    async def answer(self, reply: Reply) -> None:
        """Show *reply*, with a button to delete it where others see it too."""
        interaction = self._interaction
        private = self._private or (reply.private and not self._in_place)
        asker_id = None if private else interaction.user.id
        if self._is_deferred and private != self._private:
            await self._whisper(reply)
            return

        async def send() -> None:
            view, files = _message(reply, asker_id)
            if self._is_deferred:
                await interaction.edit_original_response(view=view, attachments=files)
            elif self._in_place:
                await interaction.response.edit_message(view=view, attachments=files)
            else:
                await interaction.response.send_message(view=view, files=files, ephemeral=private)

        await deliver(send)

    async def tell(self, text: str) -> None:
        """Show *text* to the person alone."""
        interaction = self._interaction
        reply = Reply(text, private=True)
        if self._is_deferred:
            await self._whisper(reply)
            return

        async def send() -> None:
            view, _ = _message(reply, None)
            await interaction.response.send_message(view=view, ephemeral=True)

        await deliver(send)

    async def _whisper(self, reply: Reply) -> None:
        """Show *reply* to the person alone, after a deferral; tried once, or it might come twice.

        Who sees the message that "is thinking" is settled, so that one has to go.
        """
        interaction = self._interaction
        if not self._in_place:
            await deliver(interaction.delete_original_response)
        view, files = _message(reply, None)
        await interaction.followup.send(view=view, files=files, ephemeral=True)

    async def ignore(self) -> None:
        """Respond with nothing to see, or Discord would complain of no response."""
        interaction = self._interaction
        if interaction.type is discord.InteractionType.component:
            await deliver(interaction.response.defer)
        else:
            await deliver(lambda: interaction.response.defer(ephemeral=True))
            await deliver(interaction.delete_original_response)

    async def withdraw(self) -> None:
        """Delete the message whose button was pressed."""
        await deliver(self._interaction.response.defer)
        await deliver(self._interaction.delete_original_response)


class MessageOutlet:
    """Answers a message in its channel, where nothing can be private."""

    def __init__(self, message: discord.Message) -> None:
        """Answer *message*."""
        self._message = message

    async def wait(self) -> None:
        """Show nothing: nobody counts the seconds here."""

    async def answer(self, reply: Reply) -> None:
        """Reply without notifying anybody.

        Discord drops a second message with the same nonce, so trying again posts nothing twice.
        """
        message = self._message
        reference = message.to_reference(fail_if_not_exists=False)

        async def send() -> None:
            view, files = _message(reply, message.author.id)
            await message.channel.send(
                view=view, files=files, reference=reference, mention_author=False, nonce=message.id
            )

        await deliver(send)

    async def tell(self, text: str) -> None:
        """Reply with *text*."""
        await self.answer(Reply(text))

    async def ignore(self) -> None:
        """Write nothing."""


def _message(reply: Reply, asker_id: int | None) -> Message:
    message = to_message(reply, asker_id=asker_id)
    message.view.stop()  # or discord.py would keep it, and a timer, in memory
    return message
