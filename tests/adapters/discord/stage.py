"""`jensen run` answering in a fake Discord."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from adapters.discord.adapter import DiscordAdapter
from bot.app import Bot, build
from bot.settings import Settings
from tests.adapters.process import Process, running
from tests.fakes.discord import FakeDiscord, Interaction, Message
from tests.fakes.discord.driver.library import pointed_at


@asynccontextmanager
async def jensen(discord: FakeDiscord, home: Path, **settings: str) -> AsyncIterator[Process]:
    """Run the bot in *discord*, connected, for as long as this lasts."""
    before = len(discord.gateway.sessions)
    async with running({**discord.env, **settings}, home) as process:
        await process.logged("listening")
        await discord.connected(sessions=before + 1)
        yield process


@asynccontextmanager
async def adapter(
    discord: FakeDiscord, home: Path, changed: Callable[[Bot], Bot] = lambda bot: bot
) -> AsyncIterator[DiscordAdapter]:
    """Run Discord's adapter in this process, connected, with its bot *changed*."""
    settings = Settings.model_validate(
        {"jensen_home": home, **{name.lower(): value for name, value in discord.env.items()}}
    )
    bot = build(home, clock=lambda: datetime.now(UTC), rng=random.Random(1))
    adapter = DiscordAdapter(changed(bot), settings)
    with pointed_at(discord):
        running = asyncio.create_task(adapter.run())
        await discord.connected()
        yield adapter
        await adapter.stop()
        await running


def answer_of(interaction: Interaction) -> Message:
    """Return the message that answers *interaction*, be it the first response or one after it."""
    if interaction.followups:
        return interaction.followups[-1]
    return interaction.response


def is_answered(interaction: Interaction) -> bool:
    """Say whether `answer_of` has something to return."""
    first = interaction.original
    is_shown = first is not None and not first.deleted and not first.loading
    return bool(interaction.followups) or is_shown


def typed(discord: FakeDiscord) -> list[str]:
    """Return everything that people typed or read, long enough to be told from anything else."""
    messages = [message.text for message in discord.world.messages.values()]
    options = [
        str(option["value"])
        for interaction in discord.interactions
        for option in interaction.data.get("options", [])
    ]
    return [text for text in (*messages, *options) if len(text) > 12]
