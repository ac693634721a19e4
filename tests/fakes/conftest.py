"""A fake Discord and the sample app in it, for the tests of the fake itself."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.fakes.discord import FakeDiscord, Guild, Person
from tests.fakes.discord.driver.library import Client, pointed_at, running
from tests.fakes.discord.driver.sample import SampleApp


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    """A fake Discord that discord.py talks to."""
    async with FakeDiscord() as fake:
        with pointed_at(fake):
            yield fake


@pytest.fixture
def guild(fake: FakeDiscord) -> Guild:
    """A guild with the bot in it."""
    return fake.add_guild()


@pytest.fixture
def ada(fake: FakeDiscord, guild: Guild) -> Person:
    """A member of the guild."""
    return fake.add_person("Ada", guild)


@pytest.fixture
async def app(fake: FakeDiscord, guild: Guild) -> AsyncIterator[SampleApp]:
    """The sample app, connected."""
    app = SampleApp()
    async with running(app, fake):
        yield app


@pytest.fixture
async def send(fake: FakeDiscord) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bot {fake.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        yield Client(fake, session)
