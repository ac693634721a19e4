"""Deadlines and retries, with the real slack-bolt app over both transports."""

import asyncio
from functools import partial
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond, AsyncSay

from tests.fakes.slack import Channel, FakeSlack, Person
from tests.fakes.slack.faults import LateAck
from tests.fakes.slack.wire import Json as Body


async def test_a_late_acknowledgement_is_told_to_the_person_as_a_timeout(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    @app.command("/jensen")
    async def answer(ack: AsyncAck) -> None:
        await ack("too late to be seen")

    slack.faults.plan("ack", LateAck())
    asking = asyncio.create_task(ada.command("/jensen", "q", general))
    await slack.wait_for(lambda: slack.exchanges and slack.exchanges[0].attempts)
    slack.clock.advance(3.0)
    asked = await asking

    assert asked.error == "operation_timeout"
    assert asked.attempts[0].late
    assert asked.messages == []
    assert slack.counts.unacknowledged == 1


async def test_an_acknowledgement_after_the_deadline_does_not_count(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    arrived, release = asyncio.Event(), asyncio.Event()

    @app.command("/jensen")
    async def answer(ack: AsyncAck, respond: AsyncRespond) -> None:
        arrived.set()
        await release.wait()
        await ack("ignored")
        await respond("sorry for the wait")

    asking = asyncio.create_task(ada.command("/jensen", "q", general))
    await arrived.wait()
    slack.clock.advance(3.0)
    asked = await asking
    release.set()
    await slack.wait_for(lambda: asked.effects)

    assert asked.error == "operation_timeout"
    assert asked.reply.shown == "sorry for the wait"
    if slack.transport == "socket":
        await slack.wait_for(lambda: asked.attempts[0].late)


async def test_waiting_in_vain_says_what_happened_instead(slack: FakeSlack, app: AsyncApp) -> None:
    @app.event("tokens_revoked")
    async def revoked() -> None: ...

    await slack.send_event({"type": "tokens_revoked"})

    with pytest.raises(TimeoutError, match="events_api \\['acknowledged'\\]"):
        await slack.wait_for(lambda: False, timeout_s=0)


async def test_an_event_nobody_acknowledges_is_retried_at_once_then_after_one_and_five_minutes(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    slack.faults.always("ack", LateAck())

    @app.event("app_mention")
    async def answer(say: AsyncSay) -> None:
        await say("again")

    mentioning = asyncio.create_task(ada.mention("hello", general))
    for posts, pause in [(1, 0), (2, 0), (3, 60), (4, 300)]:
        slack.clock.advance(pause)
        await slack.wait_for(partial(posted_at_least, slack, posts))
        slack.clock.advance(3.0)
        await slack.wait_for(partial(timed_out, slack, posts))
    mentioning.cancel()

    reason = "timeout" if slack.transport == "socket" else "http_timeout"
    assert [(each.number, each.reason) for each in slack.exchanges[0].attempts] == [
        (0, None),
        (1, reason),
        (2, reason),
        (3, reason),
    ]
    assert len(slack.duplicates) == 3


async def test_an_acknowledged_event_can_be_delivered_again_marked_as_a_retry(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    seen: list[tuple[str, object]] = []

    @app.event("app_mention")
    async def answer(body: Body, request: Any, say: AsyncSay) -> None:
        retry = request.headers.get("x-slack-retry-num", ["0"])[0]
        seen.append((body["event_id"], retry))
        await say("hi")

    mentioned = await ada.mention("hello", general)
    await slack.redeliver(mentioned, expect=1)

    assert [retry for _, retry in seen] == ["0", "1"]
    assert len({event_id for event_id, _ in seen}) == 1
    assert slack.duplicates == [mentioned.messages[1]]


def posted_at_least(slack: FakeSlack, count: int) -> bool:
    return slack.counts.posts >= count


def timed_out(slack: FakeSlack, count: int) -> bool:
    outcomes = [attempt.outcome for attempt in slack.exchanges[0].attempts]
    return outcomes[:count] == ["timed out"] * count
