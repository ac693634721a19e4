"""Discord as `jensen run` knows it: one platform, from connecting to closing."""

import time
from collections.abc import Sequence

import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.answering import Answering
from adapters.discord.client import Client
from adapters.discord.refusals import LIBRARY_ERRORS, explained
from bot.app import Bot
from bot.pacing import Pacing
from bot.settings import Settings


class DiscordAdapter:
    """Answers on Discord for as long as it runs."""

    name = "Discord"

    def __init__(self, bot: Bot, settings: Settings) -> None:
        """Answer by *bot*; *settings* must have a token."""
        self._bot = bot
        self._settings = settings
        self._answering = Answering(Pacing(time.monotonic))
        self._client: Client | None = None
        self._is_stopped = False

    @property
    def is_ready(self) -> bool:
        """Whether the gateway is connected."""
        return self._client is not None and self._client.is_connected

    def routes(self) -> Sequence[web.RouteDef]:
        """Return nothing: everything comes over the gateway."""
        return ()

    async def run(self) -> None:
        """Log in, connect, and answer until `stop`.

        Raises:
            SettingsError: Discord does not accept the token.
            FaultError: Discord cannot be reached, or ends the connection.
        """
        token = self._settings.discord_token
        if self._is_stopped or token is None:
            return
        point_library_at(self._settings)
        client = Client(
            self._bot,
            self._answering,
            command=self._settings.jensen_command,
            home=self._settings.jensen_home,
        )
        self._client = client
        try:
            async with client:
                await client.start(token.get_secret_value())
        except LIBRARY_ERRORS as error:
            if not self._is_stopped:
                raise explained(error) from error
        finally:
            self._client = None

    async def stop(self) -> None:
        """Take no more requests, finish those under way, and disconnect."""
        self._is_stopped = True
        self._answering.close()
        await self._answering.underway.finished()
        if self._client is not None:
            await self._client.close()


def point_library_at(settings: Settings) -> None:
    """Have discord.py, all of it, talk to the addresses of *settings*."""
    Route.BASE = settings.discord_api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway_url)
