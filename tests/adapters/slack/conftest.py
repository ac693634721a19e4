"""One `jensen run` a module, in a fake Slack; each test has people and a channel of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.adapters.process import Process
from tests.adapters.slack.stage import Transport, fake_slack, jensen
from tests.fakes.slack import Channel, FakeSlack, Person


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
