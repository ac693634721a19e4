"""What whoever runs the bot does now and then: check that Discord lets it in, invite, register."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord

from adapters.discord.adapter import point_library_at
from adapters.discord.answering import Answering
from adapters.discord.client import INTENTS
from adapters.discord.commands import Tree, add_commands
from adapters.discord.invite import account_link, server_link
from adapters.discord.refusals import ENDPOINT_SET, LIBRARY_ERRORS, NO_TOKEN, explained
from adapters.discord.registering import register
from bot.app import Bot
from bot.errors import SettingsError
from bot.pacing import Pacing
from bot.settings import Settings

CONNECT_WITHIN_S = 20.0


def invite(settings: Settings) -> list[str]:
    """Return the links that add the bot to a server, and its commands to an account, a line each.

    Raises:
        SettingsError: No token is set, or Discord does not accept it.
        FaultError: Discord cannot be reached.
    """

    async def links() -> list[str]:
        async with _logged_in(discord.Client(intents=INTENTS), settings) as client:
            app = client.application_id or 0
            return [f"to a server: {server_link(app)}", f"to your account: {account_link(app)}"]

    return asyncio.run(links())


def sync(settings: Settings, bot: Bot) -> int:
    """Register the commands with Discord, changed or not, and return how many there are.

    Raises:
        SettingsError: No token is set, or Discord does not accept it.
        FaultError: Discord cannot be reached, or refuses them.
    """

    async def registered() -> int:
        answering = Answering(Pacing(time.monotonic))
        async with _logged_in(discord.Client(intents=INTENTS), settings) as client:
            tree = Tree(client, answering)
            add_commands(tree, settings.jensen_command, answering, bot.asking)
            return await register(tree, settings.jensen_home)

    return asyncio.run(registered())


def check(settings: Settings) -> str:
    """Return in a few words how the bot fares on Discord.

    Raises:
        SettingsError: The token or the app's settings have to be mended; says how.
        FaultError: Discord cannot be reached.
    """

    async def connected() -> str:
        client = _Visitor(intents=INTENTS)
        async with _logged_in(client, settings):
            info = await client.application_info()
            if info.interactions_endpoint_url is not None:
                raise SettingsError(ENDPOINT_SET)
            async with asyncio.timeout(CONNECT_WITHIN_S):
                await client.connect(reconnect=False)
        servers = len(client.guilds)
        if not servers:
            return f"{client.user} connects, but is in no server; see `jensen discord invite`"
        return f"{client.user} connects, and is in {servers} server{'s'[: servers > 1]}"

    return asyncio.run(connected())


class _Visitor(discord.Client):
    """Connects to the gateway and leaves."""

    async def on_ready(self) -> None:
        """Leave, with everything seen."""
        await self.close()


@asynccontextmanager
async def _logged_in(client: discord.Client, settings: Settings) -> AsyncIterator[discord.Client]:
    """Log *client* in for as long as the context lasts, and put its errors into words."""
    token = settings.discord_token
    if token is None:
        raise SettingsError(NO_TOKEN)
    point_library_at(settings)
    try:
        async with client:
            await client.login(token.get_secret_value())
            yield client
    except LIBRARY_ERRORS as error:
        raise explained(error) from error
