"""What an answer leaves behind in the process: nothing."""

import asyncio
from pathlib import Path

from tests.adapters.discord.stage import adapter
from tests.fakes.discord import FakeDiscord, Guild

SAID = "harnessing deep learning machine learning write software importance"


async def ask(discord: FakeDiscord, guild: Guild) -> None:
    """Ask in every way, and press a button."""
    ada = discord.add_person("Ada", guild)
    asked = await ada.command("jensen", guild.general, question=SAID)
    hidden = await ada.command("jensen", guild.general, question=SAID, private=True)
    await ada.autocomplete("jensen", "question", "deep", guild.general)
    await ada.press(asked.response, "Next match")
    await ada.press(hidden.response, "Share")
    await discord.answer_to(await ada.dm(SAID))


async def test_no_answer_leaves_a_task_behind(tmp_path: Path) -> None:
    discord = FakeDiscord(check_bodies=False, rate_limits=False)
    async with discord, adapter(discord, tmp_path):
        await ask(discord, discord.add_guild())
        before = asyncio.all_tasks()
        for _ in range(5):
            await ask(discord, discord.add_guild())

        # The last answer was seen before its task got to its end.
        if new := asyncio.all_tasks() - before:
            _, left = await asyncio.wait(new, timeout=5)
            assert left == set()
