"""Planned faults of the Web API, met by the real slack_sdk client."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import Channel, FakeSlack
from tests.fakes.slack.bolted import refusal
from tests.fakes.slack.faults import DropAfter, DropBefore, RateLimited, Refuse, ServerError, Slow


@pytest.fixture
def transport() -> str:
    return "socket"  # the Web API is the same with either


async def test_too_many_requests_are_answered_with_when_to_come_back(
    slack: FakeSlack, client: AsyncWebClient, general: Channel
) -> None:
    slack.faults.plan("chat.postMessage", RateLimited(retry_after_s=0))

    await client.chat_postMessage(channel=general.id, text="x")

    assert [call.error for call in slack.calls] == ["RateLimited", None]
    assert slack.counts.posts == 1


@pytest.mark.parametrize(
    ("fault", "posts"), [(DropBefore(), 0), (DropAfter(), 1)], ids=["before", "after"]
)
async def test_a_dropped_connection_leaves_the_message_unposted_or_posted(
    slack: FakeSlack,
    client: AsyncWebClient,
    general: Channel,
    fault: DropBefore | DropAfter,
    posts: int,
) -> None:
    slack.faults.plan("chat.postMessage", None, fault)
    await client.chat_postMessage(channel=general.id, text="passes")

    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=general.id, text="strikes")

    assert slack.counts.posts == 1 + posts
    assert slack.faults.struck == [("chat.postMessage", fault)]


async def test_a_server_error_is_no_json_and_posts_nothing(
    slack: FakeSlack, client: AsyncWebClient, general: Channel
) -> None:
    slack.faults.plan("chat.postMessage", ServerError(503))

    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=general.id, text="x")

    assert caught.value.response.status_code == 503
    assert slack.counts.posts == 0


async def test_any_refusal_can_be_planned(
    slack: FakeSlack, client: AsyncWebClient, general: Channel
) -> None:
    slack.faults.always("chat.postMessage", Refuse("restricted_action"))

    for _ in range(2):
        body = await refusal(client.chat_postMessage(channel=general.id, text="x"))
        assert body["error"] == "restricted_action"
    slack.faults.clear("chat.postMessage")
    await client.chat_postMessage(channel=general.id, text="x")


async def test_a_slow_call_is_processed_at_once_and_answered_when_told(
    slack: FakeSlack, client: AsyncWebClient, general: Channel
) -> None:
    release = asyncio.Event()
    slack.faults.plan("chat.postMessage", Slow(release))

    calling = asyncio.create_task(client.chat_postMessage(channel=general.id, text="x"))
    await slack.wait_for(lambda: slack.counts.posts == 1)

    assert not calling.done()
    release.set()
    assert (await calling)["ok"]
