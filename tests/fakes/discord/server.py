"""The fake Discord: one server on loopback, and everything a test asks of it."""

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fakes.discord import schema
from tests.fakes.discord.counts import Counts, counted
from tests.fakes.discord.driver.scenery import Scenery
from tests.fakes.discord.faults import FaultPlan
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.messages import Message
from tests.fakes.discord.places import User
from tests.fakes.discord.posts import Posts
from tests.fakes.discord.rest import BASE, Exchange, Rest
from tests.fakes.discord.routes.application import ApplicationRoutes
from tests.fakes.discord.routes.channels import ChannelRoutes
from tests.fakes.discord.routes.interactions import InteractionRoutes
from tests.fakes.discord.wire import Found
from tests.fakes.discord.world import World

WAIT_S = 10.0


class FakeDiscord(Scenery):
    """Discord with one app in it, on an ephemeral port of loopback.

    `async with FakeDiscord() as discord:` starts and stops it. Leaving without an exception
    raises AssertionError if the app sent, and this fake accepted, what Discord's official
    description does not allow.

    Attributes:
        world: The state behind everything.
        plan: What goes wrong, see `FaultPlan`.
        gateway: The gateway: `drop()`, `reconnect()`, `invalidate()`, `await close(code)`.
        rest: The REST API; `rest.exchanges` are all requests and answers so far.
        posts: The messages; `posts.duplicates()` are those said twice.
    """

    def __init__(
        self,
        *,
        privileged: int = 0,
        rate_limits: bool = True,
        check_bodies: bool = True,
    ) -> None:
        """Prepare it.

        Args:
            privileged: Bits of the privileged intents that the app was granted.
            rate_limits: Whether Discord's rate limits are kept; planned 429s come anyway.
            check_bodies: Whether to check bodies in the end, if the description is there;
                it takes about 3 ms for each.
        """
        world = World(privileged=privileged)
        self.plan = FaultPlan(world.changes.tell)
        gateway = Gateway(world, self.plan, url=lambda: self.gateway_url)
        super().__init__(world, gateway, Posts(world, gateway))
        self._rate_limits = rate_limits
        self._specification = schema.find_specification() if check_bodies else None
        self._port = 0
        self._mistakes: list[Exception] = []
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Start serving."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        application = ApplicationRoutes(self.world, self.gateway, gateway_url=self.gateway_url)
        routes = [
            *application.routes(),
            *ChannelRoutes(self.world, self.posts).routes(),
            *InteractionRoutes(self.world, self.posts).routes(),
        ]
        self.rest = Rest(self.world, self.plan, routes, rate_limits=self._rate_limits)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving, and see whether every accepted body was a proper one.

        Raises:
            AssertionError: One was not, and nothing else went wrong.
            ExceptionGroup: This fake itself failed while it answered.
        """
        self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._mistakes:
            raise ExceptionGroup("the fake Discord failed", self._mistakes)
        if error is None and (faults := self.violations()):
            raise AssertionError("against the official description:\n" + "\n".join(faults))

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self._answer(request)
        except ConnectionError:
            raise  # the client went away
        except Exception as error:  # a mistake in this fake: told on leaving, whatever the app did
            self._mistakes.append(error)
            raise

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.path.startswith(BASE):
            return await self.rest.serve(request)
        fault = self.plan.take(request.method, request.path)
        if fault is not None and fault.kind == "status":
            return web.Response(status=fault.code)
        return await self.gateway.serve(request)

    @property
    def api_url(self) -> str:
        """Where the REST API is: `DISCORD_API_URL`."""
        return f"http://127.0.0.1:{self._port}{BASE}"

    @property
    def gateway_url(self) -> str:
        """Where the gateway is: `DISCORD_GATEWAY_URL`."""
        return f"ws://127.0.0.1:{self._port}/"

    @property
    def token(self) -> str:
        """The app's bot token: `DISCORD_TOKEN`."""
        return self.world.token

    @property
    def env(self) -> dict[str, str]:
        """The environment that points a process here."""
        return {
            "DISCORD_API_URL": self.api_url,
            "DISCORD_GATEWAY_URL": self.gateway_url,
            "DISCORD_TOKEN": self.token,
        }

    @property
    def bot(self) -> User:
        """The app's bot user; `bot.mention` mentions it."""
        return self.world.bot

    @property
    def exchanges(self) -> list[Exchange]:
        """Every request so far, in the order of the answers."""
        return self.rest.exchanges

    @property
    def interactions(self) -> list[Interaction]:
        """Every interaction so far, oldest first."""
        return list(self.world.interactions.values())

    @property
    def said(self) -> list[Message]:
        """Everything the app posted that was not deleted since, oldest first."""
        own = [one for one in self.world.messages.values() if one.author is self.bot]
        return [one for one in own if not one.deleted and not one.loading]

    @property
    def counts(self) -> Counts:
        """What happened so far, in numbers."""
        return counted(self.world, self.gateway, self.posts, self.exchanges)

    def violations(self) -> list[str]:
        """Return what the official description forbids in accepted requests, one a line."""
        if self._specification is None:
            return []
        return schema.violations(self._specification, self.exchanges)

    def latencies_s(self, *kinds: int) -> list[float]:
        """Return the seconds to the first response of each answered interaction, in order.

        Args:
            kinds: Only interactions of these types; none for all.
        """
        return [
            one.latency_s
            for one in self.interactions
            if one.answered_at is not None and (not kinds or one.kind in kinds)
        ]

    def advance(self, seconds: float) -> None:
        """Move Discord's time forward: deadlines, tokens and rate limits run out by it."""
        self.world.clock.advance(seconds)
        self.world.changes.tell()

    async def wait_for(self, condition: Callable[[], Found], *, within_s: float = WAIT_S) -> Found:
        """Return the first truthy value of *condition*, which is looked at after each change.

        Raises:
            TimeoutError: It never was; the message tells the latest requests.
        """
        try:
            return await self.world.changes.wait_for(condition, within_s)
        except TimeoutError:
            raise TimeoutError("\n".join(self._latest())) from None

    async def connected(self, *, sessions: int = 1) -> None:
        """Wait until that many sessions are connected and were sent their guilds."""
        await self.wait_for(lambda: len(self.gateway.sessions) >= sessions)

    async def answer_to(self, message: Message) -> Message:
        """Wait for the app's first message after *message* in the same channel."""

        def found() -> Message | None:
            later = (one for one in self.said if one.channel is message.channel)
            return next((one for one in later if int(one.id) > int(message.id)), None)

        answer = await self.wait_for(found)
        if answer is None:
            raise LookupError("no answer")
        return answer

    def _latest(self) -> Iterator[str]:
        yield f"waited in vain; sessions: {len(self.gateway.sessions)}; the latest requests:"
        for one in self.exchanges[-8:]:
            answered = one.answered if one.status >= 400 else ""
            yield f"  {one.method} {one.path} -> {one.status} {answered}"
