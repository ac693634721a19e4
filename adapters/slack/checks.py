"""`jensen doctor` for Slack: try what was set, and name each mistake."""

import asyncio
import re
from collections.abc import Iterable

import aiohttp
from pydantic import SecretStr

from adapters.slack.manifest import BOT_SCOPES
from adapters.slack.sockets import SWITCHED_OFF
from adapters.slack.web_api import BAD_TOKEN, CALL_MAX_S, RefusedError, WebApi
from bot.errors import FaultError, SettingsError
from bot.settings import Settings

NO_WAY_IN = (
    "SLACK_APP_TOKEN, SLACK_SIGNING_SECRET: set one of them beside SLACK_BOT_TOKEN;"
    " the token for Socket Mode, the secret for HTTP"
)
MISSHAPEN = (
    "SLACK_SIGNING_SECRET: is no signing secret, which has 32 letters and digits; copy it from the"
    " app's settings, under Basic Information"
)
_SECRET = re.compile(r"[0-9a-z]{32}")
_AGAIN = "create the app anew from `jensen slack manifest`, or add them there, and reinstall it"


def check(settings: Settings) -> str:
    """Return in a few words how the bot reaches Slack with *settings*, which have a bot token.

    Whether a signing secret is the right one only shows when Slack posts something: the bot then
    logs that it does not fit.

    Raises:
        SettingsError: Something is to be mended, a line each.
        FaultError: Slack cannot be reached.
    """
    return asyncio.run(_check(settings))


async def _check(settings: Settings) -> str:
    if settings.slack_bot_token is None:
        raise SettingsError("SLACK_BOT_TOKEN: is missing; set it to the token that begins xoxb-")
    timeout = aiohttp.ClientTimeout(total=CALL_MAX_S)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        token = settings.slack_bot_token.get_secret_value()
        slack = WebApi(token, settings.slack_api_url, session)
        problems = [*await _bot_token_problems(slack)]
        if settings.slack_app_token is not None:
            problems += await _socket_problems(slack, settings.slack_app_token)
        elif settings.slack_signing_secret is None:
            problems.append(NO_WAY_IN)
        elif not _SECRET.fullmatch(settings.slack_signing_secret.get_secret_value()):
            problems.append(MISSHAPEN)
    if problems:
        raise SettingsError("\n".join(problems))
    return "Socket Mode" if settings.slack_app_token is not None else "HTTP at /slack/events"


async def _bot_token_problems(slack: WebApi) -> Iterable[str]:
    try:
        identity = await slack.identify()
    except RefusedError as error:
        if error.error in BAD_TOKEN:
            return [f"SLACK_BOT_TOKEN: Slack refuses it ({error.error}); copy it once more"]
        raise
    missing = [scope for scope in BOT_SCOPES if scope not in identity.scopes]
    return [f"SLACK_BOT_TOKEN: lacks the scopes {', '.join(missing)}; {_AGAIN}"] if missing else []


async def _socket_problems(slack: WebApi, app_token: SecretStr) -> Iterable[str]:
    try:
        address = await slack.open_socket(app_token.get_secret_value())
    except RefusedError as error:
        if error.error in BAD_TOKEN:
            return [f"SLACK_APP_TOKEN: Slack refuses it ({error.error}); copy it once more"]
        if error.error == "missing_scope":
            return ["SLACK_APP_TOKEN: lacks the scope connections:write; make another with it"]
        raise
    async with await slack.connect(address) as socket:
        try:
            frame = await socket.receive_json(timeout=CALL_MAX_S)
        except (TimeoutError, TypeError, ValueError) as error:
            raise FaultError("Slack opened a connection and greeted nobody") from error
    return [SWITCHED_OFF] if frame.get("reason") == "link_disabled" else []
