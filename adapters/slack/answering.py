"""Carry out what people ask for: pace it, let the core answer, and own up to what goes wrong."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from adapters.incidents import apology, report
from adapters.slack.outlets import Outlet
from bot.app import Bot
from bot.errors import UserError
from bot.naming import Suggestion
from bot.pacing import Pacing
from bot.reply import Reply
from bot.request import Person, Place
from bot.transcripts.scope import Scope


@dataclass(frozen=True, slots=True)
class Gesture:
    """What somebody did.

    Attributes:
        id: Slack's for it, unique.
        person: Who.
        place: Where.
    """

    id: str
    person: Person
    place: Place


class Answering:
    """Answers gestures, each in a task of its own."""

    def __init__(
        self, bot: Bot, pacing: Pacing, thinker: Executor, group: asyncio.TaskGroup
    ) -> None:
        """Answer by *bot*.

        Args:
            bot: The core.
            pacing: The rate at which it may be asked.
            thinker: Where it thinks, off the event loop. One thread is best: two that take turns
                are both done as late as the second would be, and acknowledgements later still.
            group: What every task is started in.
        """
        self._bot = bot
        self._pacing = pacing
        self._thinker = thinker
        self._group = group

    def ask(self, gesture: Gesture, outlet: Outlet, think: Callable[[Scope], Reply]) -> None:
        """Begin to answer *gesture* at *outlet* by what *think* makes of a scope."""

        async def work() -> None:
            refusal = self._pacing.refuse(gesture.person, gesture.place)
            if refusal is None:
                loop = asyncio.get_running_loop()
                await outlet.answer(await loop.run_in_executor(self._thinker, self._think, think))
            elif refusal.is_first:
                await outlet.tell(refusal.notice)

        self.do(gesture, outlet, work)

    def do(self, gesture: Gesture, outlet: Outlet, work: Callable[[], Awaitable[None]]) -> None:
        """Begin to carry out *work* for *gesture*; what goes wrong is told at *outlet*."""
        self._group.create_task(self._carry_out(gesture, outlet, work))

    async def suggest(self, gesture: Gesture, text: str) -> list[Suggestion]:
        """Return quotes to choose from while *text* is typed; none where that goes wrong."""
        try:
            return await asyncio.to_thread(self._suggest, text)
        except Exception as error:  # nobody can be told; the menu stays empty
            report(error, doing="suggesting", event_id=gesture.id)
            return []

    async def _carry_out(
        self, gesture: Gesture, outlet: Outlet, work: Callable[[], Awaitable[None]]
    ) -> None:
        try:
            try:
                await work()
            except UserError as error:
                await outlet.tell(str(error))
        except Exception as error:  # the one handler of what goes wrong: nobody else would know
            number = report(error, doing="answering", event_id=gesture.id)
            try:
                await outlet.tell(apology(number))
            except Exception as another:  # then the log has to do
                report(another, doing="telling of an incident", event_id=gesture.id)

    def _think(self, think: Callable[[Scope], Reply]) -> Reply:
        return think(self._bot.asking.scope())

    def _suggest(self, text: str) -> list[Suggestion]:
        return self._bot.asking.suggest(text, scope=self._bot.asking.scope())
