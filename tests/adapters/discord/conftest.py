"""One `jensen run` a module, in a fake Discord; each test has people and a guild of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.adapters.discord.stage import jensen, typed
from tests.adapters.process import Process
from tests.fakes.discord import Channel, FakeDiscord, Guild, Person


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        yield fake


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(discord: FakeDiscord, home: Path) -> AsyncIterator[Process]:
    """The bot; whatever a module does to it, nobody is notified and nothing is said twice."""
    async with jensen(discord, home) as process:
        yield process
        assert await process.stop() == 0
    log = f"{process.output}{process.records}"
    assert "Traceback" not in log
    assert [text for text in typed(discord) if text in log] == []
    assert discord.posts.duplicates() == []
    assert discord.counts.pings == 0
    await discord.wait_for(lambda: not discord.gateway.sessions)


@pytest.fixture
def guild(discord: FakeDiscord, bot: Process) -> Guild:
    """A guild of this test's own, so that the rates of others do not count in it."""
    return discord.add_guild()


@pytest.fixture
def general(guild: Guild) -> Channel:
    return guild.general


@pytest.fixture
def ada(discord: FakeDiscord, guild: Guild) -> Person:
    """A person of this test's own, likewise."""
    return discord.add_person("Ada", guild)


@pytest.fixture
def bob(discord: FakeDiscord, guild: Guild) -> Person:
    return discord.add_person("Bob", guild)
