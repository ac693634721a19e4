"""Connections lost, refused and replaced; starting anew, and stopping in order."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import CoroutineType

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.slack.adapter import SlackAdapter
from adapters.slack.sockets import Patience, Socket
from adapters.slack.web_api import WebApi
from bot.app import build
from bot.errors import FaultError, SettingsError
from bot.settings import Settings
from tests.adapters.process import PATIENCE_S, running
from tests.adapters.slack.stage import Transport, fake_slack, jensen
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.faults import DropBefore, RateLimited, ServerError, Slow
from tests.fakes.slack.sockets import MOST_CONNECTIONS

REMEMBERED = "harnessing deep learning machine learning write software"
SAID = "harnessing deep learning machine learning write software importance"

IMPATIENT = Patience(ping_s=0.1, quiet_s=0.1, brief_s=0)
TRUSTING = Patience(ping_s=60, quiet_s=60, brief_s=60)


@pytest.mark.parametrize("transport", ["socket", "http"], indirect=True)
async def test_a_button_from_before_a_restart_works(transport: Transport, home: Path) -> None:
    async with fake_slack(transport) as slack:
        general, ada = slack.add_channel("general"), slack.add_person("ada")
        async with jensen(slack, home) as process:
            answer = (await ada.command("/jensen", REMEMBERED, general)).reply
            first = answer.shown
            status = await process.stop()
        async with jensen(slack, home):
            await ada.press(answer, "Next match")

        assert status == 0
        assert SAID in first
        assert answer.shown != first
        assert slack.violations == []


@pytest.mark.parametrize("transport", ["socket", "http"], indirect=True)
async def test_what_is_under_way_is_finished_before_the_process_stops(
    transport: Transport, home: Path
) -> None:
    async with fake_slack(transport) as slack, jensen(slack, home) as process:
        general, ada = slack.add_channel("general"), slack.add_person("ada")
        release = asyncio.Event()
        slack.faults.plan("response_url", RateLimited(retry_after_s=0), Slow(release))
        asking = asyncio.create_task(ada.command("/jensen", REMEMBERED, general))
        await slack.wait_for(lambda: slack.faults.struck)
        stopping = asyncio.create_task(process.stop())
        await process.logged("stopping")
        asked = await asking
        release.set()

        assert await stopping == 0
        assert SAID in asked.reply.shown
        assert process.records[-1]["message"] == "stopped"
        assert process.output == ""


async def test_a_connection_that_is_lost_or_told_to_go_is_replaced_whatever_comes_between(
    home: Path,
) -> None:
    async with fake_slack("socket") as slack, jensen(slack, home) as process:
        general, ada = slack.add_channel("general"), slack.add_person("ada")
        for method, fault in (
            ("socket", None),
            ("socket", ServerError(503)),
            ("apps.connections.open", RateLimited(0)),
        ):
            [old] = await slack.connected()
            slack.faults.plan(method, fault)
            old.drop()
            await slack.wait_for(partial(replaced, slack, old))
            asked = await ada.command("/jensen", REMEMBERED, general)
            assert SAID in asked.reply.shown
        for reason in ("warning", "refresh_requested"):
            [old] = await slack.connected()
            await old.disconnect(reason)
            await slack.wait_for(partial(replaced, slack, old))
            asked = await ada.command("/jensen", REMEMBERED, general)
            assert SAID in asked.reply.shown

        log = str(process.records)
        assert "ticket" not in log
        assert slack.bot_token not in log
        assert process.incidents() == []


async def test_a_slack_that_cannot_be_reached_is_tried_again(home: Path) -> None:
    async with fake_slack("socket") as slack:
        general, ada = slack.add_channel("general"), slack.add_person("ada")
        slack.faults.plan("auth.test", DropBefore())
        slack.faults.plan("apps.connections.open", ServerError(500))
        async with jensen(slack, home) as process:
            asked = await ada.command("/jensen", REMEMBERED, general)
            again = [each for each in process.records if each["message"] == "failed, starts again"]

    assert SAID in asked.reply.shown
    assert [each["error"].partition(": ")[2] for each in again] == [
        "Slack could not be reached for auth.test: ServerDisconnectedError",
        "Slack refused apps.connections.open: 500",
    ]


async def test_a_setting_that_slack_refuses_ends_the_process_and_is_named(home: Path) -> None:
    async with fake_slack("socket") as slack:
        settings = slack.environment() | {"SLACK_BOT_TOKEN": "xoxb-wrong"}
        async with running(settings, home) as process:
            status = await process.ended()

    assert status == 2
    assert (await process.logged("given up"))["error"] == (
        "SLACK_BOT_TOKEN: Slack refuses it (invalid_auth)"
    )


async def test_an_app_token_that_slack_refuses_is_named(home: Path) -> None:
    async with fake_slack("socket") as slack:
        adapter = in_this_process(slack, home, slack_app_token="xapp-wrong")
        with pytest.raises(SettingsError, match="SLACK_APP_TOKEN: Slack refuses it"):
            await adapter.run()


async def test_socket_mode_that_is_switched_off_is_named(home: Path) -> None:
    async with fake_slack("socket") as slack:
        slack.app.socket_mode = False
        with pytest.raises(SettingsError, match="SLACK_APP_TOKEN: Socket Mode is switched off"):
            await in_this_process(slack, home).run()


async def test_a_token_without_a_way_in_is_refused_before_anything_starts(home: Path) -> None:
    async with fake_slack("socket") as slack:
        with pytest.raises(SettingsError, match="SLACK_APP_TOKEN, SLACK_SIGNING_SECRET: set one"):
            in_this_process(slack, home, slack_app_token=None)


async def test_only_what_slack_signed_lately_is_taken(home: Path) -> None:
    async with fake_slack("http") as slack, jensen(slack, home) as process:
        body = b"command=%2Fjensen&text=secretword&user_id=U1&user_name=u&team_id=T1&channel_id=C1"
        post = slack.http.post
        refused = [
            await post(body, signed="v0=" + "0" * 64),
            await post(body, signed=""),
            await post(body, signed="v0=\u00e9"),
            await post(body, timestamp=str(int(time.time()) - 301)),
            await post(body, timestamp="yesterday"),
            await post(body, timestamp=""),
        ]
        checked = await slack.http.ssl_check()
        verified = await slack.http.url_verification()
        ready = await health(process.port)

        assert [each.status for each in refused] == [401] * len(refused)
        assert checked.status == 200
        assert "3eZbrw1aB" in verified.body
        assert ready == (200, {"slack": True})
        warned = [each for each in process.records if each["level"] == "WARNING"]
        assert len(warned) == 1
        assert "SLACK_SIGNING_SECRET" in warned[0]["message"]
        assert "secretword" not in str(process.records)
        assert slack.calls[-1].method == "auth.test"


async def test_nothing_is_left_running_once_everything_is_answered(home: Path) -> None:
    async with fake_slack("socket") as slack:
        adapter = in_this_process(slack, home)
        running = asyncio.create_task(adapter.run())
        await slack.connected()
        people = [slack.add_person("somebody") for _ in range(20)]
        for _ in range(3):
            general = slack.add_channel("general")
            await asyncio.gather(
                *(each.command("/jensen", REMEMBERED, general) for each in people),
                *(each.mention("help", general) for each in people),
            )
        lasting = {"SlackAdapter.run", "_Line.read"}
        left = {task for task, name in tasks_of_the_bot().items() if name not in lasting}
        if left:
            await asyncio.wait(left, timeout=PATIENCE_S)
        still_there = sorted(tasks_of_the_bot().values())
        await adapter.stop()
        await running

    assert slack.counts.posts == 120
    assert still_there == sorted(lasting)
    assert tasks_of_the_bot() == {}


def tasks_of_the_bot() -> dict[asyncio.Task[object], str]:
    """Return the tasks that run code of the adapter or of slack-bolt, and what they run."""
    found = {}
    for task in asyncio.all_tasks():
        coroutine = task.get_coro()
        assert isinstance(coroutine, CoroutineType)
        file = Path(coroutine.cr_code.co_filename)
        if {"adapters", "slack_bolt"} & set(file.parts) and "tests" not in file.parts:
            found[task] = coroutine.__qualname__
    return found


@pytest.mark.parametrize("flaw", ["deaf", "mute"])
async def test_a_connection_that_is_deaf_or_dead_is_replaced_before_it_is_closed(
    flaw: str,
) -> None:
    async with fake_slack("socket") as slack, connected(slack, IMPATIENT) as socket:
        [old] = await slack.connected()
        setattr(old, flaw, True)
        await slack.wait_for(partial(replaced, slack, old))

        assert socket.is_open
        assert slack.faults.struck == []


async def test_a_quiet_connection_is_kept_while_no_other_is_to_be_had() -> None:
    async with fake_slack("socket") as slack, connected(slack, IMPATIENT):
        [old] = await slack.connected()
        slack.faults.plan("apps.connections.open", ServerError(500), ServerError(500))
        await slack.wait_for(lambda: len(slack.faults.struck) == 2)
        still_there = old in slack.sockets.connections
        await slack.wait_for(partial(replaced, slack, old))

    assert still_there


async def test_connections_that_end_as_soon_as_they_are_open_are_not_opened_without_pause() -> None:
    async with fake_slack("socket") as slack, AsyncExitStack() as stack:
        for _ in range(MOST_CONNECTIONS):
            await stack.enter_async_context(connected(slack, TRUSTING))
        with pytest.raises(FaultError, match="as soon as they are open"):
            async with connected(slack, TRUSTING):
                pass

        opened = [call for call in slack.calls if call.method == "apps.connections.open"]
        assert len(opened) == MOST_CONNECTIONS + 2


def in_this_process(slack: FakeSlack, home: Path, **changed: str | None) -> SlackAdapter:
    environment = {name.lower(): value for name, value in slack.environment().items()}
    settings = Settings.model_validate({"jensen_home": home, **environment, **changed})
    bot = build(home, clock=lambda: datetime.now(UTC), rng=random.Random(1))
    return SlackAdapter(bot, settings)


@asynccontextmanager
async def connected(slack: FakeSlack, patience: Patience) -> AsyncIterator[Socket]:
    """Keep an app without listeners connected, with *patience*."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token="xoxb-1")

    present = len(slack.sockets.connections)
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        web_api = WebApi(slack.bot_token, slack.api_url, session)
        app = AsyncApp(authorize=authorize, signing_secret="")
        socket = Socket(
            web_api,
            slack.app_token,
            app,
            group,
            monotonic=time.monotonic,
            patience=patience,
        )
        running = asyncio.ensure_future(socket.run())
        opening = asyncio.ensure_future(slack.connected(present + 1))
        await asyncio.wait((running, opening), return_when=asyncio.FIRST_COMPLETED)
        opening.cancel()
        try:
            yield socket
        finally:
            socket.close()
            failure = (await asyncio.gather(running, return_exceptions=True))[0]
    if isinstance(failure, BaseException):
        raise failure


async def health(port: int) -> tuple[int, dict[str, bool]]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/healthz") as answer,
    ):
        return answer.status, await answer.json()


def replaced(slack: FakeSlack, old: object) -> bool:
    present = slack.sockets.connections
    return len(present) == 1 and old not in present
