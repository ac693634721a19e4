"""Answer requests: paced, off the event loop, and owning up to what goes wrong."""

import asyncio
from collections.abc import Awaitable, Callable

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

# Discord waits three seconds for a response; an answer that takes longer than this is announced.
WAIT_AFTER_S = 1.5
# So many are answered at once; whoever comes then is told to wait first, which takes a moment.
AT_ONCE_MAX = 4

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
        self._asks = Underway()
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
                with self._asks.one():
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
        """Return what *think* returns; *outlet* asks to wait if that is slow or has to queue."""
        must_queue = len(self._asks) > AT_ONCE_MAX
        if must_queue:
            await outlet.wait()
        thinking = asyncio.ensure_future(asyncio.to_thread(think))
        await asyncio.wait({thinking}, timeout=WAIT_AFTER_S)
        if not thinking.done() and not must_queue:
            await outlet.wait()
        return await thinking

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
