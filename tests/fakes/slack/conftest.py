"""A fake Slack over each transport, with a channel, a person and a slack-bolt app."""

from collections.abc import AsyncIterator
from typing import Literal

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import Channel, FakeSlack, Person
from tests.fakes.slack.bolted import bolt_app, running
from tests.fakes.slack.bolted import client as sdk_client


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def slack(transport: Literal["socket", "http"]) -> AsyncIterator[FakeSlack]:
    async with FakeSlack(transport=transport) as fake:
        yield fake


@pytest.fixture
def general(slack: FakeSlack) -> Channel:
    return slack.add_channel("general")


@pytest.fixture
def ada(slack: FakeSlack, general: Channel) -> Person:
    return slack.add_person("ada", tz="America/New_York")


@pytest.fixture
async def app(slack: FakeSlack) -> AsyncIterator[AsyncApp]:
    bolt = bolt_app(slack)
    async with running(slack, bolt):
        yield bolt


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    return sdk_client(slack)
