"""Slack, from connecting to closing."""

import asyncio
import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped
from slack_sdk.web.async_client import AsyncWebClient

from adapters.seen import Seen
from adapters.slack.answering import Answering
from adapters.slack.checks import NO_WAY_IN
from adapters.slack.endpoint import PATH, Endpoint
from adapters.slack.listeners import Listeners
from adapters.slack.sockets import Socket
from adapters.slack.web_api import BAD_TOKEN, CALL_MAX_S, Identity, RefusedError, WebApi
from bot.app import Bot
from bot.errors import BotError, SettingsError
from bot.pacing import Pacing
from bot.settings import Settings

log = logging.getLogger(__name__)


class SlackAdapter:
    """Answers in one workspace, over Socket Mode where there is an app token, else over HTTP.

    Attributes:
        name: What people call the platform.
    """

    name = "Slack"

    def __init__(self, bot: Bot, settings: Settings) -> None:
        """Prepare to answer by *bot*; no network.

        Raises:
            SettingsError: SLACK_BOT_TOKEN, or everything beside it, is missing.
        """
        if settings.slack_bot_token is None:
            raise SettingsError("SLACK_BOT_TOKEN: is missing")
        self._token = settings.slack_bot_token.get_secret_value()
        self._bot = bot
        self._settings = settings
        self._pacing = Pacing(time.monotonic)
        self._thinker = ThreadPoolExecutor(1, thread_name_prefix="slack")
        self._seen = Seen()
        self._endpoint: Endpoint | None = None
        self._socket: Socket | None = None
        self._stopping = asyncio.Event()
        if settings.slack_app_token is None:
            if settings.slack_signing_secret is None:
                raise SettingsError(NO_WAY_IN)
            self._endpoint = Endpoint(settings.slack_signing_secret.get_secret_value())

    @property
    def is_ready(self) -> bool:
        """Whether Slack can reach the bot."""
        if self._endpoint is not None:
            return self._endpoint.app is not None
        return self._socket is not None and self._socket.is_open

    def routes(self) -> Sequence[web.RouteDef]:
        """Return where Slack posts to, over HTTP."""
        return [] if self._endpoint is None else [web.post(PATH, self._endpoint.handle)]

    async def run(self) -> None:
        """Answer until `stop`; then finish what is under way.

        Raises:
            SettingsError: Slack refuses a token, or Socket Mode is switched off.
            FaultError: Slack cannot be reached.
        """
        failure: BotError | None = None
        timeout = aiohttp.ClientTimeout(total=CALL_MAX_S)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            asyncio.TaskGroup() as group,
        ):
            try:
                await self._serve(session, group)
            except BotError as error:
                failure = error  # the group would wrap it, and cancel what is under way
        if failure is not None:
            raise failure

    async def stop(self) -> None:
        """Take no more; `run` returns once what is under way is finished."""
        self._stopping.set()
        if self._socket is not None:
            self._socket.close()

    async def _serve(self, session: aiohttp.ClientSession, group: asyncio.TaskGroup) -> None:
        slack = WebApi(self._token, self._settings.slack_api_url, session)
        app = _bolt_app(slack, await _identify(slack))
        answering = Answering(self._bot, self._pacing, self._thinker, group)
        listeners = Listeners(self._bot, slack, answering, self._seen)
        listeners.add_to(app, self._settings.jensen_command)
        if self._settings.slack_app_token is not None:
            app_token = self._settings.slack_app_token.get_secret_value()
            self._socket = Socket(slack, app_token, app, group, monotonic=time.monotonic)
            if not self._stopping.is_set():
                await self._socket.run()
        elif self._endpoint is not None:
            self._endpoint.app = app
            log.info("ready for what Slack posts", extra={"path": PATH})
            try:
                await self._stopping.wait()
            finally:
                self._endpoint.app = None
                await self._endpoint.underway.finished()


async def _identify(slack: WebApi) -> Identity:
    """Return who the bot is.

    Raises:
        SettingsError: Slack refuses the token.
        FaultError: Slack cannot be reached.
    """
    try:
        return await slack.identify()
    except RefusedError as error:
        if error.error in BAD_TOKEN:
            raise SettingsError(f"SLACK_BOT_TOKEN: Slack refuses it ({error.error})") from error
        raise


def _bolt_app(slack: WebApi, identity: Identity) -> AsyncApp:
    """Return an app without listeners that asks nobody who it is."""
    authorized = AuthorizeResult(
        enterprise_id=None,
        team_id=identity.team,
        bot_user_id=identity.user,
        bot_id=identity.bot,
        bot_token=slack.client.token,
    )

    async def authorize() -> AuthorizeResult:
        return authorized

    # Bolt looks into the environment as well, and warns of the token it finds there.
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_is_news)
    return AsyncApp(
        name="jensen",
        client=AsyncWebClient(base_url=slack.client.base_url, session=slack.session),
        signing_secret="",
        authorize=authorize,
        request_verification_enabled=False,  # the endpoint did that
        ssl_check_enabled=False,  # and that
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )


def _is_news(record: logging.LogRecord) -> bool:
    return record.getMessage() != warning_client_prioritized_and_token_skipped()
