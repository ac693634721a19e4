"""The fake's Socket Mode server and its signed HTTP client, against the real libraries."""

import asyncio
import time
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncSay

from tests.fakes.slack import Channel, FakeSlack, Person
from tests.fakes.slack.bolted import bolt_app, running, socket_mode
from tests.fakes.slack.bolted import client as sdk_client
from tests.fakes.slack.faults import DropBefore, ServerError
from tests.fakes.slack.signed_http import HttpAnswer


@pytest.fixture
async def socket_slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack(transport="socket") as fake:
        yield fake


@pytest.fixture
async def http_slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack(transport="http") as fake:
        yield fake


def echoing(slack: FakeSlack) -> AsyncApp:
    app = bolt_app(slack)

    @app.command("/jensen")
    async def echo(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(body["text"])

    @app.event("app_mention")
    async def mentioned(say: AsyncSay) -> None:
        await say("hi")

    return app


def people(slack: FakeSlack) -> tuple[Channel, Person]:
    return slack.add_channel("general"), slack.add_person("ada")


async def link(slack: FakeSlack, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    headers = {"Authorization": f"Bearer {slack.app_token}"}
    async with session.post(f"{slack.api_url}apps.connections.open", headers=headers) as response:
        url = (await response.json())["url"]
    return await session.ws_connect(url)


async def test_each_payload_goes_to_any_one_of_the_connections(socket_slack: FakeSlack) -> None:
    general, ada = people(socket_slack)
    app = echoing(socket_slack)
    async with socket_mode(socket_slack, app), socket_mode(socket_slack, app):
        connections = await socket_slack.connected(2)
        asked = [await ada.command("/jensen", str(number), general) for number in range(4)]

    assert [connection.delivered for connection in connections] == [2, 2]
    assert [each.reply.shown for each in asked] == ["0", "1", "2", "3"]
    assert socket_slack.counts.posts == 4


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_connection_told_to_go_elsewhere_is_replaced(
    socket_slack: FakeSlack, reason: str
) -> None:
    general, ada = people(socket_slack)
    async with running(socket_slack, echoing(socket_slack)):
        [old] = await socket_slack.connected()
        await old.disconnect(reason)
        await socket_slack.wait_for(partial(replaced, socket_slack, old))
        asked = await ada.command("/jensen", "still here", general)

    assert asked.reply.shown == "still here"


async def test_a_dropped_connection_comes_back_after_a_failed_handshake(
    socket_slack: FakeSlack,
) -> None:
    general, ada = people(socket_slack)
    async with running(socket_slack, echoing(socket_slack)):
        [old] = await socket_slack.connected()
        socket_slack.faults.plan("socket", ServerError(503), DropBefore())
        old.drop()
        await socket_slack.wait_for(partial(replaced, socket_slack, old))
        asked = await ada.command("/jensen", "back", general)

    assert asked.reply.shown == "back"
    assert len(socket_slack.faults.struck) == 2


async def test_a_deaf_connection_answers_pings_but_loses_what_it_is_given(
    socket_slack: FakeSlack,
) -> None:
    general, ada = people(socket_slack)
    async with running(socket_slack, echoing(socket_slack)):
        [connection] = await socket_slack.connected()
        connection.deaf = True
        await connection.ping()
        await socket_slack.wait_for(lambda: connection.pongs)
        asking = asyncio.create_task(ada.command("/jensen", "hello?", general))
        await socket_slack.wait_for(lambda: connection.delivered)
        socket_slack.clock.advance(3.0)
        asked = await asking

    assert asked.error == "operation_timeout"
    assert asked.effects == []


async def test_a_mute_connection_is_given_up_by_the_library(socket_slack: FakeSlack) -> None:
    async with running(socket_slack, echoing(socket_slack)):
        [old] = await socket_slack.connected()
        old.mute = True
        await socket_slack.wait_for(partial(replaced, socket_slack, old))


async def test_the_app_is_told_of_its_own_messages_where_it_subscribes_to_them(
    socket_slack: FakeSlack,
) -> None:
    _, ada = people(socket_slack)
    client = sdk_client(socket_slack)
    async with aiohttp.ClientSession() as session:
        socket = await link(socket_slack, session)
        await socket.receive_json()
        posted = await client.chat_postMessage(channel=ada.id, text="one")
        place = {"channel": posted["channel"], "ts": posted["ts"]}
        await client.chat_update(text="two", **place)
        await client.chat_delete(**place)
        events = [(await socket.receive_json())["payload"]["event"] for _ in range(3)]
        await socket.close()

    assert [each.get("subtype") for each in events] == [
        None,
        "message_changed",
        "message_deleted",
    ]
    assert events[0]["bot_id"] == socket_slack.workspace.bot_id
    assert events[1]["previous_message"]["text"] == "one"


async def test_without_a_connection_a_command_fails_at_once(socket_slack: FakeSlack) -> None:
    general, ada = people(socket_slack)

    asked = await ada.command("/jensen", "anybody?", general)

    assert asked.error == "dispatch_failed"


async def test_an_event_without_a_connection_waits_for_its_next_try(
    socket_slack: FakeSlack,
) -> None:
    general, ada = people(socket_slack)
    mentioning = asyncio.create_task(ada.mention("hello", general))
    await socket_slack.wait_for(lambda: socket_slack.counts.unacknowledged == 2)
    async with running(socket_slack, echoing(socket_slack)):
        socket_slack.clock.advance(60)
        mentioned = await mentioning

    assert [each.outcome for each in mentioned.attempts] == ["failed", "failed", "acknowledged"]


async def test_the_eleventh_connection_is_sent_away(socket_slack: FakeSlack) -> None:
    async with aiohttp.ClientSession() as session:
        links = [await link(socket_slack, session) for _ in range(11)]
        greetings = [await each.receive_json() for each in links]
        for each in links:
            await each.close()

    assert [each.get("num_connections") for each in greetings[:10]] == list(range(1, 11))
    assert greetings[10]["reason"] == "too_many_websockets"


async def test_socket_mode_switched_off_is_said_on_the_socket(socket_slack: FakeSlack) -> None:
    socket_slack.app.socket_mode = False
    async with aiohttp.ClientSession() as session:
        socket = await link(socket_slack, session)
        frame = await socket.receive_json()

    assert frame["reason"] == "link_disabled"


async def test_a_ticket_is_good_for_one_connection(socket_slack: FakeSlack) -> None:
    async with aiohttp.ClientSession() as session:
        first = await link(socket_slack, session)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(str(first._response.url))
        await first.close()


async def test_an_acknowledgement_of_nothing_is_recorded(socket_slack: FakeSlack) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await link(socket_slack, session)
        await socket.send_json({"envelope_id": "made-up"})
        await socket_slack.wait_for(lambda: socket_slack.violations)
        await socket.close()

    assert [each.where for each in socket_slack.violations] == ["socket"]


@pytest.mark.parametrize(
    ("timestamp", "signed", "status"),
    [
        (None, None, 200),
        (None, "v0=" + "0" * 64, 401),
        (None, "", 401),
        (str(int(time.time()) - 301), None, 401),
        ("yesterday", None, 500),
    ],
    ids=["right", "wrong", "unsigned", "stale", "not a number (bolt breaks on it)"],
)
async def test_requests_can_be_signed_rightly_and_wrongly(
    http_slack: FakeSlack, timestamp: str | None, signed: str | None, status: int
) -> None:
    body = b"command=%2Fjensen&text=hi&user_id=U00000009&team_id=T00000001"
    async with running(http_slack, echoing(http_slack)):
        answer = await http_slack.http.post(body, timestamp=timestamp, signed=signed)

    assert answer.status == status


async def test_checks_that_slack_makes_of_a_request_url_are_answered(
    http_slack: FakeSlack,
) -> None:
    async with running(http_slack, echoing(http_slack)):
        checked: HttpAnswer = await http_slack.http.ssl_check()
        verified = await http_slack.http.url_verification()

    assert checked.status == 200
    assert verified.status == 200
    assert "3eZbrw1aB" in verified.body


async def test_an_event_answered_with_an_error_is_retried_with_its_number_and_reason(
    http_slack: FakeSlack,
) -> None:
    general, ada = people(http_slack)
    app = bolt_app(http_slack)
    async with running(http_slack, app):
        mentioning = asyncio.create_task(ada.mention("nobody listens", general))
        await http_slack.wait_for(lambda: http_slack.counts.unacknowledged == 2)
        echoes: list[list[str]] = []

        @app.event("app_mention")
        async def late(request: Any, say: AsyncSay) -> None:
            headers = request.headers
            echoes.append(headers["x-slack-retry-num"] + headers["x-slack-retry-reason"])
            await say("sorry")

        http_slack.clock.advance(60)
        await mentioning

    assert echoes == [["2", "http_error"]]


async def test_a_person_is_told_when_the_request_url_cannot_be_reached(
    http_slack: FakeSlack,
) -> None:
    general, ada = people(http_slack)
    async with running(http_slack, echoing(http_slack)):
        pass

    asked = await ada.command("/jensen", "anybody?", general)

    assert asked.error == "dispatch_failed"


def replaced(slack: FakeSlack, old: object) -> bool:
    return bool(slack.sockets.connections) and old not in slack.sockets.connections
