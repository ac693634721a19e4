"""`jensen run`: several platforms in one process, none of which takes the others down."""

import random
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from adapters.running import PAUSE_MAX_S, keep_running
from bot.errors import FaultError, SettingsError
from tests.adapters.process import Process, running
from tests.adapters.slack.stage import fake_slack
from tests.fakes.discord import FakeDiscord
from tests.fakes.slack import FakeSlack

SAID = "harnessing deep learning machine learning write software importance"


class Platform:
    """An adapter that does what it is told to, one run after the other, and then ends."""

    name = "Somewhere"
    is_ready = False

    def __init__(self, *outcomes: Exception | float, watch: "Watch") -> None:
        """Raise the errors of *outcomes*, each after the seconds that stand before it."""
        self.outcomes = list(outcomes)
        self.watch = watch

    def routes(self) -> tuple[()]:
        return ()

    async def run(self) -> None:
        while self.outcomes:
            outcome = self.outcomes.pop(0)
            if isinstance(outcome, Exception):
                raise outcome
            self.watch.now_s += outcome

    async def stop(self) -> None:
        raise NotImplementedError


class Watch:
    """A clock that moves when somebody waits.

    Attributes:
        pauses: How long each wait was.
        ends_after: After so many of them everything is to end.
    """

    def __init__(self, ends_after: int = 1_000) -> None:
        self.now_s = 0.0
        self.pauses: list[float] = []
        self.ends_after = ends_after

    def __call__(self) -> float:
        return self.now_s

    async def pause(self, seconds: float) -> bool:
        self.pauses.append(seconds)
        self.now_s += seconds
        return len(self.pauses) >= self.ends_after


async def kept(platform: Platform) -> bool:
    watch = platform.watch
    return await keep_running(platform, watch.pause, monotonic=watch, rng=random.Random(1))


async def test_pauses_double_up_to_the_longest_and_chance_shortens_each_by_up_to_half() -> None:
    watch = Watch()

    assert await kept(Platform(*[FaultError("down")] * 12, watch=watch))

    longest = [min(2**number, PAUSE_MAX_S) for number in range(12)]
    assert all(most / 2 <= pause <= most for pause, most in zip(watch.pauses, longest, strict=True))
    assert len({pause / most for pause, most in zip(watch.pauses, longest, strict=True)}) > 1


async def test_pauses_begin_anew_after_a_long_run() -> None:
    down = FaultError("down")
    watch = Watch()

    await kept(Platform(*[down] * 8, PAUSE_MAX_S + 1, down, down, watch=watch))

    assert watch.pauses[7] > 60
    assert watch.pauses[8] <= 1
    assert watch.pauses[9] <= 2


async def test_whatever_an_adapter_raises_it_is_started_again() -> None:
    watch = Watch()

    assert await kept(Platform(KeyError("?"), OSError("?"), ExceptionGroup("?", [ValueError()]),
                               watch=watch))  # fmt: skip

    assert len(watch.pauses) == 3


async def test_a_refused_setting_is_not_tried_again() -> None:
    watch = Watch()

    assert not await kept(Platform(SettingsError("TOKEN: wrong"), FaultError("?"), watch=watch))

    assert watch.pauses == []


async def test_nothing_is_started_again_once_everything_is_to_end() -> None:
    platform = Platform(FaultError("down"), FaultError("down"), watch=Watch(ends_after=1))

    assert await kept(platform)

    assert len(platform.outcomes) == 1


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, ["DISCORD_TOKEN", "SLACK_BOT_TOKEN", "jensen chat"]),
        ({"SLACK_APP_TOKEN": "xapp-1"}, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]),
    ],
    ids=["nothing", "an app token alone", "a bot token alone"],
)
async def test_without_the_tokens_it_takes_it_says_which(
    tmp_path: Path, settings: dict[str, str], words: list[str]
) -> None:
    async with running(settings, tmp_path) as process:
        assert await process.ended() == 2

    assert process.output.startswith("jensen: ")
    assert all(word in process.output for word in words)


async def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        settings = {"DISCORD_TOKEN": "any", "JENSEN_HTTP_PORT": port}
        async with running(settings, tmp_path) as process:
            assert await process.ended() == 2

    assert f"JENSEN_HTTP_PORT: 127.0.0.1:{port} cannot be listened on" in process.output


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        yield fake


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with fake_slack("socket") as fake:
        yield fake


async def health(process: Process) -> tuple[int, dict[str, bool]]:
    address = f"http://127.0.0.1:{process.port}/healthz"
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return response.status, await response.json()


async def test_both_platforms_answer_from_one_process_and_end_with_it(
    discord: FakeDiscord, slack: FakeSlack, tmp_path: Path
) -> None:
    guild, channel = discord.add_guild(), slack.add_channel("general")
    ada, eve = discord.add_person("Ada", guild), slack.add_person("eve")

    async with running({**discord.env, **slack.environment()}, tmp_path) as process:
        await process.logged("listening")
        await discord.connected()
        await slack.connected()
        asked = await ada.command("jensen", guild.general, question=SAID)
        also = await eve.command("/jensen", SAID, channel)
        healthy = await health(process)
        status = await process.stop()

    assert SAID in asked.response.text
    assert SAID in also.reply.shown
    assert healthy == (200, {"discord": True, "slack": True})
    assert status == 0
    assert process.output == ""


async def test_a_platform_that_is_given_up_takes_no_other_down(
    discord: FakeDiscord, slack: FakeSlack, tmp_path: Path
) -> None:
    guild = discord.add_guild()
    ada = discord.add_person("Ada", guild)
    settings = {**discord.env, **slack.environment(), "SLACK_BOT_TOKEN": "xoxb-wrong"}

    async with running(settings, tmp_path) as process:
        given_up = await process.logged("given up")
        await discord.connected()
        asked = await ada.command("jensen", guild.general, question=SAID)
        healthy = await health(process)
        status = await process.stop()

    assert given_up["adapter"] == "Slack"
    assert given_up["error"].startswith("SLACK_BOT_TOKEN: ")
    assert SAID in asked.response.text
    assert healthy == (503, {"discord": True, "slack": False})
    assert status == 0
