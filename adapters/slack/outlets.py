"""Where answers go: the response URL of a gesture, a channel, a home tab, a modal."""

from dataclasses import dataclass
from typing import Literal, Protocol

from adapters.slack.rendering import to_message
from adapters.slack.views import home_view, search_view
from adapters.slack.web_api import WebApi
from bot.reply import Reply


class Outlet(Protocol):
    """Where one gesture is answered."""

    async def answer(self, reply: Reply) -> None:
        """Show *reply*, to everybody there unless it is private.

        Raises:
            FaultError: Slack did not take it, or nobody knows whether it did.
        """
        ...

    async def tell(self, text: str) -> None:
        """Show *text* to the person alone; raises as `answer` does."""
        ...


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """The response URL of a command, a shortcut or a button in a message.

    Attributes:
        slack: What calls Slack.
        url: The URL.
        person: Who made the gesture.
        thread_ts: The thread it was made in, or None.
        pressed: How the message looked whose button was pressed: an answer of the same kind
            replaces it. None where nothing is to be replaced.
    """

    slack: WebApi
    url: str
    person: str
    thread_ts: str | None = None
    pressed: Literal["private", "public"] | None = None

    async def answer(self, reply: Reply) -> None:
        """Show *reply* in place of the message that was pressed, or as a new one."""
        kind = "private" if reply.private else "public"
        await self.slack.respond(
            self.url,
            to_message(reply, asker=None if reply.private else self.person),
            is_private=reply.private,
            replaces=kind == self.pressed,
            thread_ts=self.thread_ts,
        )

    async def tell(self, text: str) -> None:
        """Show *text* to the person alone, as a new message."""
        await self.slack.respond(
            self.url,
            to_message(Reply(text)),
            is_private=True,
            replaces=False,
            thread_ts=self.thread_ts,
        )


@dataclass(frozen=True, slots=True)
class Conversation:
    """The channel or direct conversation that a message was written in.

    Attributes:
        slack: What calls Slack.
        channel: Its id.
        person: Who wrote.
        thread_ts: The thread the message stands in, or None.
        ts: The message itself.
        is_direct: Whether the bot and the person are alone there.
    """

    slack: WebApi
    channel: str
    person: str
    thread_ts: str | None
    ts: str
    is_direct: bool

    async def answer(self, reply: Reply) -> None:
        """Write *reply* into the thread, or begin one where others would be in the way."""
        if reply.private and not self.is_direct:
            await self._show(reply)
            return
        thread_ts = self.thread_ts if self.is_direct else self.thread_ts or self.ts
        message = to_message(reply, asker=self.person)
        await self.slack.post(self.channel, message, thread_ts=thread_ts)

    async def tell(self, text: str) -> None:
        """Show *text* to the person alone."""
        await self._show(Reply(text))

    async def _show(self, reply: Reply) -> None:
        # Not in a thread that is yet to begin: nobody would see it there.
        await self.slack.post_privately(
            self.channel, self.person, to_message(reply), thread_ts=self.thread_ts
        )


@dataclass(frozen=True, slots=True)
class DirectMessage:
    """The direct conversation with a person who made a gesture that has no place to answer.

    Attributes:
        slack: What calls Slack.
        person: Who made it.
    """

    slack: WebApi
    person: str

    async def answer(self, reply: Reply) -> None:
        """Write *reply* to the person."""
        message = to_message(reply, asker=self.person)
        await self.slack.post(self.person, message, thread_ts=None)

    async def tell(self, text: str) -> None:
        """Write *text* to the person."""
        await self.answer(Reply(text))


@dataclass(frozen=True, slots=True)
class HomeTab:
    """The app's home tab, which only one person sees.

    Attributes:
        slack: What calls Slack.
        person: Who opened it.
    """

    slack: WebApi
    person: str

    async def answer(self, reply: Reply | None) -> None:
        """Show *reply*, if there is one, under the search box."""
        await self.slack.publish_home(self.person, home_view(reply))

    async def tell(self, text: str) -> None:
        """Show *text* under the search box."""
        await self.answer(Reply(text))


@dataclass(frozen=True, slots=True)
class Modal:
    """The modal to search in, which only one person sees.

    Attributes:
        slack: What calls Slack.
        view_id: Its id.
    """

    slack: WebApi
    view_id: str

    async def answer(self, reply: Reply) -> None:
        """Show *reply* under the menu."""
        await self.slack.update_modal(self.view_id, search_view(reply))

    async def tell(self, text: str) -> None:
        """Show *text* under the menu."""
        await self.answer(Reply(text))
