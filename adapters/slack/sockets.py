"""Socket Mode: one connection kept open, replaced before Slack closes it or when it is deaf.

slack_sdk's own client closes the old connection before it opens the next, works in tasks that
nobody waits for, and asks for new addresses without pause where Socket Mode is switched off.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import aiohttp
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from adapters.incidents import report
from adapters.slack.web_api import BAD_TOKEN, RefusedError, WebApi
from adapters.underway import Underway
from bot.errors import FaultError, SettingsError

log = logging.getLogger(__name__)

SWITCHED_OFF = (
    "SLACK_APP_TOKEN: Socket Mode is switched off for this app; switch it on in the app's"
    " settings, under Socket Mode"
)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a connection is trusted, in seconds.

    Attributes:
        ping_s: Pings are this far apart; half of it may pass before one is answered.
        quiet_s: One that carried nothing for so long may be deaf, whatever its pings say.
        brief_s: Two in a row that end sooner are no reason to try a third at once.
    """

    ping_s: float = 20.0
    quiet_s: float = 300.0
    brief_s: float = 5.0


class Socket:
    """Socket Mode for one app."""

    def __init__(
        self,
        slack: WebApi,
        app_token: str,
        app: AsyncApp,
        group: asyncio.TaskGroup,
        *,
        monotonic: Callable[[], float],
        patience: Patience = Patience(),
    ) -> None:
        """Hand what Slack sends for *app_token* to *app*.

        Args:
            slack: What calls Slack.
            app_token: The app-level token.
            app: What answers.
            group: What every task is started in.
            monotonic: Tells seconds.
            patience: How long a connection is trusted.
        """
        self._slack = slack
        self._app_token = app_token
        self._app = app
        self._group = group
        self._monotonic = monotonic
        self._patience = patience
        self._line: _Line | None = None
        self._is_closing = False

    @property
    def is_open(self) -> bool:
        """Whether Slack can reach the bot now."""
        return self._line is not None and not self._line.is_lost

    async def run(self) -> None:
        """Stay connected until `close`.

        Raises:
            SettingsError: Slack refuses the token, or Socket Mode is switched off.
            FaultError: No connection is to be had, or none that lasts.
        """
        brief = 0
        try:
            while not self._is_closing:
                opened_s = self._monotonic()
                line = await self._replace()
                await self._until_of_no_use(line)
                if line.is_switched_off:
                    raise SettingsError(SWITCHED_OFF)
                brief = brief + 1 if self._monotonic() - opened_s < self._patience.brief_s else 0
                if brief > 1 and not self._is_closing:
                    raise FaultError("Slack ends connections as soon as they are open")
        finally:
            if self._line is not None:
                await self._line.close()

    def close(self) -> None:
        """Take nothing more, acknowledge what came, disconnect; `run` returns then."""
        self._is_closing = True
        if self._line is not None:
            self._line.leaving.set()

    async def _replace(self) -> "_Line":
        """Open a connection, close the one before it, if any, and return what is open then."""
        before = self._line
        try:
            self._line = await self._open()
        except FaultError:
            if before is None or before.leaving.is_set():
                raise
            return before  # it was merely quiet
        if before is not None:
            await before.close()
        if self._is_closing:
            self._line.leaving.set()
        return self._line

    async def _open(self) -> "_Line":
        """Return a new connection.

        Raises:
            SettingsError: Slack refuses the token.
            FaultError: Slack refuses, or cannot be reached.
        """
        try:
            address = await self._slack.open_socket(self._app_token)
        except RefusedError as error:
            if error.error in BAD_TOKEN:
                raise SettingsError(f"SLACK_APP_TOKEN: Slack refuses it ({error.error})") from error
            raise
        socket = await self._slack.connect(address, ping_s=self._patience.ping_s)
        line = _Line(socket, self._app, self._group)
        self._group.create_task(line.read())
        return line

    async def _until_of_no_use(self, line: "_Line") -> None:
        """Wait until *line* is lost, is asked to go, or carried nothing for a while."""
        line.is_quiet = False
        while not line.is_quiet and not line.leaving.is_set():
            line.is_quiet = True
            with suppress(TimeoutError):
                await asyncio.wait_for(line.leaving.wait(), self._patience.quiet_s)


class _Line:
    """One connection.

    Attributes:
        leaving: Set when it is lost, or Slack or `Socket.close` wants it to be closed.
        is_lost: Whether it is of no use any more.
        is_quiet: Whether it carried nothing since this was last set.
        is_switched_off: Whether Slack closed it because Socket Mode is switched off.
    """

    def __init__(
        self, socket: aiohttp.ClientWebSocketResponse, app: AsyncApp, group: asyncio.TaskGroup
    ) -> None:
        """Hand what comes over *socket* to *app*, in tasks of *group*."""
        self._socket = socket
        self._app = app
        self._group = group
        self._underway = Underway()
        self.leaving = asyncio.Event()
        self.is_lost = False
        self.is_quiet = False
        self.is_switched_off = False

    async def read(self) -> None:
        """Take what Slack sends until the connection is closed or lost."""
        try:
            async for message in self._socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(str(message.data))
        finally:
            self.is_lost = True
            self.leaving.set()

    async def close(self) -> None:
        """Acknowledge what came, then close."""
        await self._underway.finished()
        await self._socket.close()

    def _take(self, text: str) -> None:
        try:
            frame = json.loads(text)
            kind, reason = frame.get("type"), str(frame.get("reason"))
            request = SocketModeRequest.from_dict(frame)
        except (ValueError, AttributeError):
            return  # no frame of the protocol
        if kind == "hello":
            log.info("connected")
        elif kind == "disconnect":
            log.info("asked to reconnect", extra={"reason": reason})
            self.is_switched_off = reason == "link_disabled"
            self.leaving.set()
        elif request is not None:
            self.is_quiet = False
            self._group.create_task(self._dispatch(request))

    async def _dispatch(self, request: SocketModeRequest) -> None:
        """Let the app take *request*, and acknowledge it unless it failed: Slack tries again."""
        with self._underway.one():
            try:
                answer = await run_async_bolt_app(self._app, request)
                if answer.status != 200:
                    return
                payload = json.loads(answer.body) if answer.body else None
                sent = SocketModeResponse(envelope_id=request.envelope_id, payload=payload)
                await self._socket.send_str(json.dumps(sent.to_dict()))
            except ConnectionError:
                log.info("connection is gone, acknowledges nothing")
            except Exception as error:  # a payload must not end the connection
                report(error, doing="taking a payload", event_id=request.envelope_id)
