"""A slack-bolt app in this process, connected to the fake by its transport."""

import contextlib
from collections.abc import AsyncIterator, Awaitable

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.wire import Json

# The library looks for a lost connection this often; its default of 10 s is a long test.
PING_INTERVAL_S = 0.05


def client(slack: FakeSlack, token: str | None = None) -> AsyncWebClient:
    """Return a client of *slack* that retries on rate limits only."""
    retries = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    return AsyncWebClient(
        token=token or slack.bot_token, base_url=slack.api_url, retry_handlers=[*retries]
    )


async def refusal(call: Awaitable[object]) -> Json:
    """Return what Slack answers to *call*, which must be refused."""
    with pytest.raises(SlackApiError) as caught:
        await call
    body: Json = caught.value.response.data
    return body


def bolt_app(slack: FakeSlack) -> AsyncApp:
    """Return an app without listeners, set up with *slack*'s tokens."""
    return AsyncApp(client=client(slack), signing_secret=slack.signing_secret)


@contextlib.asynccontextmanager
async def running(slack: FakeSlack, app: AsyncApp) -> AsyncIterator[None]:
    """Keep *app* reachable for *slack*, by Socket Mode or as an HTTP server on a free port."""
    if slack.transport == "socket":
        async with socket_mode(slack, app):
            yield
        return
    runner = web.AppRunner(app.web_app(path="/slack/events"), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        slack.http.request_url = f"http://{host}:{port}/slack/events"
        yield
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def socket_mode(slack: FakeSlack, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """Keep one more Socket Mode connection of *app* open."""
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=PING_INTERVAL_S)
    present = len(slack.sockets.connections)
    await handler.connect_async()  # type: ignore[no-untyped-call] # the library leaves it so
    await slack.connected(present + 1)
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # likewise
