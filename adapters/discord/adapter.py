"""Discord as `jensen run` knows it: one platform, from connecting to closing."""

import logging
from collections.abc import Sequence

import discord
import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.client import Client
from bot.app import Bot
from bot.errors import SettingsError
from bot.settings import Settings

log = logging.getLogger(__name__)

REFUSED = (
    "DISCORD_TOKEN: Discord does not accept it; copy the token anew from the page Bot of your app"
    " at https://discord.com/developers/applications (Reset Token shows one)"
)
REFUSED_INTENTS = (
    "DISCORD_TOKEN: Discord refuses the intents of this app, of which none is privileged; make a"
    " new app at https://discord.com/developers/applications, or ask Discord's support"
)

_AUTHENTICATION_FAILED, _DISALLOWED_INTENTS = 4004, 4014


class DiscordAdapter:
    """Answers on Discord for as long as it runs."""

    name = "Discord"

    def __init__(self, bot: Bot, settings: Settings) -> None:
        """Answer by *bot*; *settings* must have a token."""
        self._bot = bot
        self._settings = settings
        self._client: Client | None = None
        self._is_stopped = False

    @property
    def is_ready(self) -> bool:
        """Whether the gateway is connected."""
        client = self._client
        return client is not None and client.is_ready() and client.ws.open

    def routes(self) -> Sequence[web.RouteDef]:
        """Return nothing: everything comes over the gateway."""
        return ()

    async def run(self) -> None:
        """Log in, connect, and answer until `stop`.

        Raises:
            SettingsError: Discord does not accept the token.
            Exception: Whatever else ends the connection for good.
        """
        token = self._settings.discord_token
        if self._is_stopped or token is None:
            return
        point_library_at(self._settings)
        client = Client(self._bot, self._settings.jensen_command, self._settings.jensen_home)
        self._client = client
        try:
            async with client:
                await client.start(token.get_secret_value())
        except Exception as error:
            if not self._is_stopped:
                raise _translated(error) from error
        finally:
            self._client = None

    async def stop(self) -> None:
        """Take no more requests, finish those under way, and disconnect."""
        self._is_stopped = True
        client = self._client
        if client is not None:
            client.answering.close()
            await client.answering.underway.finished()
            await client.close()


def point_library_at(settings: Settings) -> None:
    """Have discord.py, all of it, talk to the addresses of *settings*."""
    Route.BASE = settings.discord_api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway_url)


def _translated(error: Exception) -> Exception:
    code = getattr(error, "code", None)
    is_closed = isinstance(error, discord.ConnectionClosed)
    if isinstance(error, discord.LoginFailure) or (is_closed and code == _AUTHENTICATION_FAILED):
        return SettingsError(REFUSED)
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return SettingsError(REFUSED_INTENTS)
    return error
