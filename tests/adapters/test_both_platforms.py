"""Discord and Slack in one process: neither takes the other down."""

from pathlib import Path

import aiohttp

from tests.adapters.discord.stage import jensen as jensen_on_discord
from tests.adapters.slack.stage import fake_slack
from tests.fakes.discord import FakeDiscord
from tests.fakes.slack.faults import Refuse

REMEMBERED = "harnessing deep learning machine learning write software"
SAID = "harnessing deep learning machine learning write software importance"


async def test_what_fails_on_one_platform_leaves_the_other_alone_and_is_tried_again(
    tmp_path: Path,
) -> None:
    async with (
        fake_slack("socket") as slack,
        FakeDiscord() as discord,
        jensen_on_discord(discord, tmp_path, **slack.environment()) as process,
    ):
        on_slack, on_discord = slack.add_person("ada"), discord.add_person("Ada")
        await slack.connected()
        both = await health(process.port)
        slack.faults.plan("auth.test", Refuse("fatal_error"))
        slack.faults.always("apps.connections.open", Refuse("internal_error"))
        [connection] = slack.sockets.connections
        connection.drop()
        await process.logged("failed, starts again")
        one = await health(process.port)
        answer = await discord.answer_to(await on_discord.dm(REMEMBERED))
        slack.faults.clear("auth.test")
        slack.faults.clear("apps.connections.open")
        await slack.connected()
        asked = await on_slack.dm(REMEMBERED)
        status = await process.stop()

    assert both == (200, {"discord": True, "slack": True})
    assert one == (503, {"discord": True, "slack": False})
    assert SAID in answer.text
    assert SAID in asked.reply.shown
    assert status == 0


async def health(port: int) -> tuple[int, dict[str, bool]]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/healthz") as answer,
    ):
        return answer.status, await answer.json()
