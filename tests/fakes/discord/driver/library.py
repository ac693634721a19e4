"""Clients of the fake in this process: the real discord.py, and one for raw requests."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import aiohttp
import yarl

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.wire import Json


@contextmanager
def pointed_at(fake: FakeDiscord) -> Iterator[None]:
    """Have discord.py talk to *fake*, and to whom it talked before afterwards."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = fake.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(fake.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@asynccontextmanager
async def running(client: discord.Client, fake: FakeDiscord) -> AsyncIterator[None]:
    """Run *client* against *fake*: logged in, connected, and closed in the end.

    Whatever ends the client before that is raised.
    """
    before = len(fake.gateway.sessions)
    await client.login(fake.token)
    running = asyncio.create_task(client.connect())
    connected = asyncio.create_task(fake.connected(sessions=before + 1))
    try:
        await asyncio.wait({running, connected}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
        await connected
        yield
    finally:
        connected.cancel()
        await client.close()
        await running


class Client:
    """Sends requests to the API as they are, where discord.py would mend or refuse them."""

    def __init__(self, fake: FakeDiscord, session: aiohttp.ClientSession) -> None:
        """Send over *session*, which has to carry the bot's token."""
        self._fake = fake
        self._session = session

    async def __call__(self, method: str, path: str, **body: Any) -> tuple[int, Any]:
        """Return the status and the JSON of the answer, None if it has none."""
        async with self._session.request(method, self._fake.api_url + path, **body) as response:
            return response.status, await response.json(content_type=None)

    async def put(self, *commands: Json) -> tuple[int, Any]:
        """Register *commands*, instead of all others, and return the answer."""
        path = f"/applications/{self._fake.world.application_id}/commands"
        return await self("PUT", path, json=list(commands))
