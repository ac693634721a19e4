"""A fake Slack configured from the manifest, and `jensen run` answering in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from adapters.slack.manifest import manifest
from tests.adapters.process import Process, running
from tests.fakes.slack import FakeSlack, SlackApp

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
