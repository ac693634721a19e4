"""The fake Slack and a process of its own that knows nothing but its environment."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import pytest

from tests.fakes.slack import FakeSlack

BOT = """
import asyncio, os
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

async def main():
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client, signing_secret=os.environ.get("SLACK_SIGNING_SECRET", "none"))

    @app.command("/jensen")
    async def answer(ack, respond, body):
        await ack()
        await respond(body["text"].upper())

    if "SLACK_APP_TOKEN" in os.environ:
        await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).connect_async()
        print(flush=True)
    else:
        runner = web.AppRunner(app.web_app(path="/slack/events"))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@asynccontextmanager
async def bot_process(slack: FakeSlack) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        BOT,
        env={"PATH": os.environ["PATH"], **slack.environment()},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        slack.http.request_url = (await process.stdout.readline()).decode().strip()
        yield process
    finally:
        process.kill()
        await process.wait()


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_process_is_served_then_missed_when_killed_then_served_again(
    transport: Literal["socket", "http"],
) -> None:
    async with FakeSlack(transport=transport) as slack:
        general, ada = slack.add_channel("general"), slack.add_person("ada")

        async with bot_process(slack):
            before = await ada.command("/jensen", "before", general)
        await slack.wait_for(lambda: not slack.sockets.connections)
        between = await ada.command("/jensen", "between", general)
        async with bot_process(slack):
            after = await ada.command("/jensen", "after", general)

        assert [before.reply.shown, after.reply.shown] == ["BEFORE", "AFTER"]
        assert between.error == "dispatch_failed"
        assert slack.counts.posts == 2
        assert slack.violations == []
