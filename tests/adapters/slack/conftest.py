"""A fake Slack configured from the manifest, and `jensen run` answering in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio

from adapters.slack.manifest import manifest
from tests.adapters.process import Process, running
from tests.fakes.slack import Channel, FakeSlack, Person, SlackApp

Transport = Literal["socket", "http"]


@asynccontextmanager
async def fake_slack(transport: Transport) -> AsyncIterator[FakeSlack]:
    """Open a workspace in which the app is what the manifest says, and nothing more."""
    base_url = "https://jensen.example" if transport == "http" else None
    app = SlackApp.from_manifest(manifest("jensen", base_url=base_url))
    async with FakeSlack(transport=transport, app=app) as fake:
        yield fake


@asynccontextmanager
async def jensen(slack: FakeSlack, home: Path) -> AsyncIterator[Process]:
    """Run the bot in *slack*, ready to answer."""
    async with running(slack.environment(), home) as process:
        await process.logged("listening")
        if slack.transport == "http":
            slack.http.request_url = f"http://127.0.0.1:{process.port}/slack/events"
            await process.logged("ready for what Slack posts")
        else:
            await slack.connected()
        yield process


@pytest.fixture(scope="module", params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> Transport:
    chosen: Transport = request.param
    return chosen


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(transport: Transport) -> AsyncIterator[FakeSlack]:
    async with fake_slack(transport) as fake:
        yield fake


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(slack: FakeSlack, home: Path) -> AsyncIterator[Process]:
    async with jensen(slack, home) as process:
        yield process


@pytest.fixture
def general(slack: FakeSlack) -> Channel:
    """A channel of this test's own, so that the rates of others do not count in it."""
    return slack.add_channel("general")


@pytest.fixture
def ada(slack: FakeSlack, general: Channel) -> Person:
    """A person of this test's own, likewise."""
    return slack.add_person("ada")


@pytest.fixture
def bob(slack: FakeSlack, general: Channel) -> Person:
    return slack.add_person("bob")
