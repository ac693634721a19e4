"""Answer requests: paced, off the event loop, and owning up to what goes wrong."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import discord

from adapters.discord.outlets import Outlet
from adapters.incidents import apology, report
from adapters.seen import Seen
from adapters.underway import Underway
from bot.errors import UserError
from bot.naming import Suggestion
from bot.pacing import Pacing
from bot.reply import Reply
from bot.request import Person, Place

# Discord waits three seconds for a response, so an answer that takes longer than this is announced;
# in a queue it is announced at once, or after this when the queue forms behind it.
WAIT_ALONE_S = 1.5
WAIT_IN_QUEUE_S = 0.02

RESTARTING = "I am being restarted. Please ask again in a minute."

Event = discord.Interaction | discord.Message


class Answering:
    """Answers what people ask.

    Attributes:
        underway: What is being answered.
    """

    def __init__(self, pacing: Pacing) -> None:
        """Answer at the rate of *pacing*."""
        self.underway = Underway()
        self._pacing = pacing
        self._seen = Seen()
        self._thinking = Underway()
        self._announcing = Underway()
        self._is_closed = False

    def close(self) -> None:
        """Take no more requests; whoever comes now is asked to come again."""
        self._is_closed = True

    def is_new(self, event: Event) -> bool:
        """Say whether *event* was not delivered before."""
        return self._seen.is_new(event.id)

    async def ask(self, event: Event, outlet: Outlet, think: Callable[[], Reply]) -> None:
        """Answer *event* at *outlet* with what *think* returns; it is called in a thread."""

        async def work() -> None:
            if self._is_closed:
                await outlet.tell(RESTARTING)
            elif (refusal := self._pacing.refuse(_person(event), place_of(event))) is None:
                await outlet.answer(await self._thought(think, outlet))
            elif refusal.is_first:
                await outlet.tell(refusal.notice)
            else:
                await outlet.ignore()

        await self.do(event, outlet, work)

    async def do(self, event: Event, outlet: Outlet, work: Callable[[], Awaitable[None]]) -> None:
        """Carry out *work* for *event*; what goes wrong is told at *outlet*."""
        with self.underway.one():
            try:
                try:
                    await work()
                except UserError as error:
                    await outlet.tell(str(error))
            except Exception as error:  # the one handler of mistakes: nobody else would tell
                number = report(error, doing="answering", event_id=event.id)
                try:
                    await outlet.tell(apology(number))
                except Exception as another:  # then the log has to do
                    report(another, doing="telling of an incident", event_id=event.id)

    async def _thought(self, think: Callable[[], Reply], outlet: Outlet) -> Reply:
        """Return what *think* returns; if that is slow or has to queue, *outlet* says to wait."""
        with self._thinking.one():
            if self._is_queue():
                await self._announce(outlet)
                return await asyncio.to_thread(think)
            thought = asyncio.ensure_future(asyncio.to_thread(think))
            for patience_s in (WAIT_IN_QUEUE_S, WAIT_ALONE_S):
                await asyncio.wait({thought}, timeout=patience_s)
                if thought.done():
                    return await thought
                if self._is_queue():
                    break
            await self._announce(outlet)
            return await thought

    def _is_queue(self) -> bool:
        return len(self._thinking) > 1

    async def _announce(self, outlet: Outlet) -> None:
        """Have *outlet* say to wait, and let the others who wait for that go first."""
        with self._announcing.one():
            await outlet.wait()
        with suppress(TimeoutError):
            async with asyncio.timeout(WAIT_IN_QUEUE_S):
                await self._announcing.finished()

    async def suggest(
        self, event: Event, think: Callable[[], list[Suggestion]]
    ) -> list[Suggestion]:
        """Return what *think* returns, called in a thread; nothing where that goes wrong."""
        with self.underway.one():
            try:
                return await asyncio.to_thread(think)
            except UserError:
                return []
            except Exception as error:  # nobody can be told; the menu stays empty
                report(error, doing="suggesting", event_id=event.id)
                return []


def place_of(event: Event) -> Place:
    """Return where *event* happened; each private conversation is a place of its own."""
    guild = (
        event.guild_id if isinstance(event, discord.Interaction) else event.guild and event.guild.id
    )
    channel = event.channel_id if isinstance(event, discord.Interaction) else event.channel.id
    return Place("discord", str(guild or ""), str(channel or ""))


def _person(event: Event) -> Person:
    who = event.user if isinstance(event, discord.Interaction) else event.author
    return Person(str(who.id), who.display_name)
