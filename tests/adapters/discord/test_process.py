"""The process itself: how it starts, what it does once only, and how it ends."""

import asyncio
import signal
from pathlib import Path

import pytest

from tests.adapters.discord.stage import jensen
from tests.adapters.process import running
from tests.fakes.discord import FakeDiscord, Fault

SAID = "harnessing deep learning machine learning write software importance"
CALLBACK = ("POST", "/interactions/*/callback")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


async def test_buttons_of_a_process_that_is_gone_work_and_commands_are_not_registered_again(
    home: Path,
) -> None:
    async with FakeDiscord() as discord:
        guild = discord.add_guild()
        ada = discord.add_person("Ada", guild)
        async with jensen(discord, home) as first:
            asked = await ada.command("jensen", guild.general, question="deep learning")
            before = asked.response.text
            assert await first.stop() == 0
        assert discord.counts.syncs == 1

        async with jensen(discord, home) as second:
            await ada.press(asked.response, "Next match")
            assert await second.stop() == 0

        assert asked.response.text != before
        assert discord.counts.syncs == 1


async def test_commands_are_registered_again_when_they_changed(home: Path) -> None:
    async with FakeDiscord() as discord:
        async with jensen(discord, home):
            pass
        async with jensen(discord, home, JENSEN_COMMAND="huang"):
            pass

        assert discord.counts.syncs == 2
        assert discord.world.commands.registered()[0]["name"] == "huang"


async def test_a_refusal_of_the_commands_leaves_the_rest_working(tmp_path: Path) -> None:
    async with FakeDiscord() as discord:
        discord.plan.next("PUT", "/applications/*/commands", Fault.status(400))
        ada = discord.add_person("Ada", discord.add_guild())

        async with jensen(discord, tmp_path) as process:
            answer = await discord.answer_to(await ada.dm(SAID))
            await process.logged("commands not registered")

        assert SAID in answer.text


async def test_an_outage_at_the_start_is_waited_out(home: Path) -> None:
    async with FakeDiscord() as discord:
        discord.plan.next("GET", "/users/@me", Fault.status(503))

        async with jensen(discord, home) as process:
            failed = await process.logged("failed, starts again")

    assert failed["adapter"] == "Discord"
    assert failed["error"].startswith("FaultError: Discord answered with the HTTP status 503")
    assert 0 < failed["pause_s"] <= 1


async def test_what_is_under_way_is_finished_before_the_process_ends(home: Path) -> None:
    async with FakeDiscord() as discord:
        guild = discord.add_guild()
        ada, bob = (discord.add_person(name, guild) for name in ("Ada", "Bob"))
        gate = asyncio.Event()
        discord.plan.next(*CALLBACK, Fault.slow(gate))
        async with jensen(discord, home) as process:
            asked = ada.start_command("jensen", guild.general, question=SAID)
            await discord.wait_for(lambda: discord.plan.is_done)

            process.signal(signal.SIGTERM)
            await process.logged("stopping")
            late = await bob.command("jensen", guild.general, question=SAID)
            gate.set()

            assert await process.ended() == 0
        assert SAID in (await ada.answered(asked)).response.text
        assert late.response.text == "I am being restarted. Please ask again in a minute."
        assert late.response.ephemeral
        await discord.wait_for(lambda: not discord.gateway.sessions)


async def test_a_second_signal_ends_it_at_once(home: Path) -> None:
    async with FakeDiscord() as discord:
        guild = discord.add_guild()
        ada = discord.add_person("Ada", guild)
        discord.plan.next(*CALLBACK, Fault.slow(asyncio.Event()))
        async with jensen(discord, home) as process:
            ada.start_command("jensen", guild.general, question=SAID)
            await discord.wait_for(lambda: discord.plan.is_done)

            process.signal(signal.SIGINT)
            await process.logged("stopping")
            process.signal(signal.SIGINT)

            assert await process.ended() == 128 + signal.SIGINT


async def test_a_wrong_token_ends_it_with_a_line_that_names_the_variable(home: Path) -> None:
    async with FakeDiscord() as discord:
        settings = {**discord.env, "DISCORD_TOKEN": "wrong"}
        async with running(settings, home) as process:
            assert await process.ended() == 2

    (record,) = [one for one in process.records if one["level"] == "ERROR"]
    assert record["message"] == "given up"
    assert record["error"].startswith("DISCORD_TOKEN: Discord does not accept it;")


async def test_a_token_that_is_withdrawn_ends_it_too(home: Path) -> None:
    async with FakeDiscord() as discord, jensen(discord, home) as process:
        await discord.gateway.close(4004)

        assert await process.ended() == 2
