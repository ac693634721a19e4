"""The fake Slack: one server on loopback, one workspace, one app."""

import asyncio
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from aiohttp import web

from tests.fakes.slack import payloads
from tests.fakes.slack.acknowledgements import Acknowledgements
from tests.fakes.slack.app import SlackApp
from tests.fakes.slack.clock import Clock
from tests.fakes.slack.delivery import Delivery, Transport
from tests.fakes.slack.exchange import Exchange
from tests.fakes.slack.faults import FaultPlan
from tests.fakes.slack.ledger import ApiCall, Counts, Violation
from tests.fakes.slack.message import Message
from tests.fakes.slack.person import Person
from tests.fakes.slack.posting import Posting
from tests.fakes.slack.signed_http import SignedHttp
from tests.fakes.slack.sockets import Connection, Sockets
from tests.fakes.slack.view_methods import ViewMethods
from tests.fakes.slack.web_api import WebApi
from tests.fakes.slack.wire import Json
from tests.fakes.slack.workspace import Channel, ChannelKind, Workspace

Value = TypeVar("Value")

PATIENCE_S = 10.0
_BODY_BYTES = 32 * 1024 * 1024


class FakeSlack:
    """Slack on loopback, for the real process or the real slack-bolt to talk to.

    Attributes:
        workspace: Everything it keeps.
        clock: Its time; advance it where a deadline matters.
        app: How the app is configured; may be changed at any time.
        faults: What is to go wrong.
        sockets: Its Socket Mode side.
        http: Its HTTP side; `http.request_url` must be set before anything is delivered by it.
    """

    def __init__(
        self,
        *,
        transport: Literal["socket", "http"] = "socket",
        app: SlackApp | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Prepare a workspace whose gestures reach the app by *transport*."""
        self.clock = clock or Clock()
        self.app = app or SlackApp()
        self.workspace = Workspace(self.app, self.clock)
        self.faults = FaultPlan()
        self.sockets = Sockets(self.workspace, self.faults)
        self.http = SignedHttp(self.workspace)
        self._posting = Posting(self.workspace, self._echo)
        views = ViewMethods(self.workspace)
        self._web_api = WebApi(self.workspace, self.faults, self._posting, views, self.sockets)
        self.transport: Literal["socket", "http"] = transport
        carrier: Transport = self.sockets if transport == "socket" else self.http
        acks = Acknowledgements(self.workspace, self._posting, views)
        self._delivery = Delivery(self.workspace, carrier, self.faults, acks)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._failure: BaseException | None = None
        self._runner: web.AppRunner | None = None
        self.base_url = ""

    async def __aenter__(self) -> Self:
        """Listen on a free port of loopback."""
        server = web.Application(client_max_size=_BODY_BYTES)
        server.add_routes([*self._web_api.routes(), *self.sockets.routes()])
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}"
        self.sockets.base = f"ws://{host}:{port}"
        self.workspace.response_urls.base = self.base_url
        self._web_api.files.base = self.base_url
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop listening; a fault of the fake itself comes to light here at the latest."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.http.close()
        await self.sockets.close()
        self.clock.close()
        if self._runner is not None:
            await self._runner.cleanup()
        if error is None and self._failure is not None:
            raise self._failure

    @property
    def api_url(self) -> str:
        """Where the Web API is, with the slash at the end."""
        return f"{self.base_url}/api/"

    @property
    def bot_token(self) -> str:
        """The bot token."""
        return self.workspace.tokens.bot.text

    @property
    def app_token(self) -> str:
        """The app-level token, for Socket Mode."""
        return self.workspace.tokens.app.text

    @property
    def signing_secret(self) -> str:
        """The signing secret, for HTTP."""
        return self.workspace.tokens.signing_secret

    def environment(self) -> dict[str, str]:
        """Return the settings that point a process at this Slack, by this transport."""
        way = (
            {"SLACK_APP_TOKEN": self.app_token}
            if self.transport == "socket"
            else {"SLACK_SIGNING_SECRET": self.signing_secret}
        )
        return {"SLACK_API_URL": self.api_url, "SLACK_BOT_TOKEN": self.bot_token, **way}

    def add_person(self, name: str, *, tz: str = "Europe/Berlin", is_admin: bool = False) -> Person:
        """Let a person join the workspace and every public channel."""
        member = self.workspace.add_member(name, tz=tz, is_admin=is_admin)
        for channel in self.workspace.channels.values():
            if channel.kind == "public":
                channel.members.add(member.id)
        return Person(self, member)

    def add_channel(
        self, name: str, *, kind: ChannelKind = "public", with_bot: bool = True
    ) -> Channel:
        """Open a channel with everybody in it, and the bot unless told otherwise."""
        members = {each.id for each in self.workspace.members.values() if not each.is_bot}
        if with_bot:
            members.add(self.workspace.bot.id)
        return self.workspace.add_channel(name, kind, members)

    async def perform(self, exchange: Exchange, *, expect: int = 1) -> Exchange:
        """Deliver *exchange* and return it once the app did *expect* things, or it failed."""
        self.workspace.ledger.begin(exchange)
        self._start(self._delivery.deliver(exchange))
        done = len(exchange.effects) + expect
        await self.wait_for(
            lambda: exchange.error or (exchange.acknowledged and len(exchange.effects) >= done)
        )
        return exchange

    async def redeliver(self, exchange: Exchange, *, expect: int = 0) -> Exchange:
        """Deliver *exchange* once more although it was acknowledged, marked as a retry."""
        attempts, done = len(exchange.attempts), len(exchange.effects) + expect
        self._start(self._delivery.attempt(exchange, "timeout"))
        await self.wait_for(
            lambda: (
                len(exchange.attempts) > attempts
                and exchange.attempts[-1].outcome != "waiting"
                and len(exchange.effects) >= done
            )
        )
        return exchange

    async def send_event(self, inner: Json, *, expect: int = 0) -> Exchange:
        """Deliver the event *inner*, such as `{"type": "app_uninstalled"}`."""
        exchange = Exchange("events_api", payloads.event(self.workspace, inner))
        return await self.perform(exchange, expect=expect)

    async def connected(self, count: int = 1) -> list[Connection]:
        """Return the app's connections once there are *count* or more."""
        await self.wait_for(lambda: len(self.sockets.connections) >= count)
        return list(self.sockets.connections)

    async def wait_for(
        self, condition: Callable[[], Value], *, timeout_s: float = PATIENCE_S
    ) -> Value:
        """Return what *condition* gives as soon as that is true.

        Raises:
            TimeoutError: It was not true within *timeout_s* real seconds; says what happened.
        """

        def checked() -> Value:
            if self._failure is not None:
                raise self._failure
            return condition()

        try:
            return await self.workspace.changes.wait_for(checked, timeout_s=timeout_s)
        except TimeoutError:
            raise TimeoutError(f"nothing within {timeout_s} s; {self._summary()}") from None

    @property
    def exchanges(self) -> list[Exchange]:
        """Every gesture and event, in order."""
        return self.workspace.ledger.exchanges

    @property
    def calls(self) -> list[ApiCall]:
        """Every Web API call, in order."""
        return self.workspace.ledger.calls

    @property
    def posts(self) -> list[Message]:
        """Every message the app wrote, in order, deleted ones included."""
        return self.workspace.ledger.posts

    @property
    def duplicates(self) -> list[Message]:
        """Posts that repeat an earlier one of the same exchange, word for word."""
        return self.workspace.ledger.duplicates

    @property
    def counts(self) -> Counts:
        """The numbers so far."""
        return self.workspace.ledger.counts

    @property
    def violations(self) -> list[Violation]:
        """Every rule the app broke; checks against Slack's own descriptions run here."""
        return self.workspace.ledger.violations

    def _echo(self, inner: Json) -> None:
        """Deliver an event of the app's own doing, which is nobody's gesture."""
        exchange = Exchange("events_api", payloads.event(self.workspace, inner))
        self._start(self._delivery.deliver(exchange))

    def _start(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failure = error
            self.workspace.changes.tell()

    def _summary(self) -> str:
        latest = [
            f"{each.envelope} {[a.outcome for a in each.attempts]} {[e.kind for e in each.effects]}"
            for each in self.exchanges[-3:]
        ]
        calls = [f"{each.method} {each.error or 'ok'}" for each in self.calls[-5:]]
        return f"latest exchanges {latest}, latest calls {calls}"
