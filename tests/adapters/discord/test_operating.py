"""What whoever runs the bot does now and then, and how each mistake on the way is named."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.discord.client import INTENTS
from adapters.discord.operating import check, invite, sync
from bot.app import build
from bot.errors import FaultError, SettingsError
from bot.settings import Settings
from tests.fakes.discord import FakeDiscord, Fault
from tests.fakes.discord.driver.library import pointed_at


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        with pointed_at(fake):
            yield fake


def settings(discord: FakeDiscord, home: Path, **changed: Any) -> Settings:
    env = {name.lower(): value for name, value in discord.env.items()}
    return Settings.model_validate({"jensen_home": home, **env, **changed})


async def test_the_links_ask_for_what_the_bot_needs_and_nothing_more(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    lines = await asyncio.to_thread(invite, settings(discord, tmp_path))

    server, account = (parse_qs(urlsplit(line.partition(": ")[2]).query) for line in lines)
    assert server == {
        "client_id": [discord.world.application_id],
        "scope": ["bot applications.commands"],
        "permissions": ["274878024704"],
        "integration_type": ["0"],
    }
    assert account == {
        "client_id": [discord.world.application_id],
        "scope": ["applications.commands"],
        "integration_type": ["1"],
    }


def test_no_intent_is_privileged() -> None:
    assert {name for name, is_on in INTENTS if is_on} == {
        *("guilds", "guild_messages", "dm_messages")
    }


async def test_syncing_registers_the_commands_each_time(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    bot = build(tmp_path, clock=lambda: datetime.now(UTC), rng=random.Random(1))

    counts = [await asyncio.to_thread(sync, settings(discord, tmp_path), bot) for _ in range(2)]

    assert counts == [6, 6]
    assert discord.counts.syncs == 2
    assert discord.counts.command_creates == 6


@pytest.mark.parametrize(
    ("servers", "words"),
    [
        (0, "jensen-test connects, but is in no server; see `jensen discord invite`"),
        (1, "jensen-test connects, and is in 1 server"),
        (2, "jensen-test connects, and is in 2 servers"),
    ],
    ids=["no server", "one", "two"],
)
async def test_a_bot_that_is_let_in_says_where_it_is(
    discord: FakeDiscord, tmp_path: Path, servers: int, words: str
) -> None:
    for _ in range(servers):
        discord.add_guild()

    assert await asyncio.to_thread(check, settings(discord, tmp_path)) == words
    await discord.wait_for(lambda: not discord.gateway.sessions)


@pytest.mark.parametrize(
    ("changed", "faults", "kind", "words"),
    [
        ({"discord_token": None}, [], SettingsError, "DISCORD_TOKEN: is missing"),
        ({"discord_token": "wrong"}, [], SettingsError, "DISCORD_TOKEN: Discord does not accept"),
        (
            {},
            [("GATEWAY", "IDENTIFY", Fault.close(4014))],
            SettingsError,
            "DISCORD_TOKEN: Discord refuses this app the intents",
        ),
        (
            {"discord_api_url": "http://127.0.0.1:1"},
            [],
            FaultError,
            "Discord cannot be reached; check the network, DISCORD_API_URL",
        ),
        (
            {"discord_gateway_url": "ws://127.0.0.1:1"},
            [],
            FaultError,
            "Discord cannot be reached; check the network, DISCORD_API_URL and DISCORD_GATEWAY_URL",
        ),
        (
            {},
            [("GET", "/users/@me", Fault.status(503))],
            FaultError,
            "Discord answered with the HTTP status 503",
        ),
    ],
    ids=["no token", "wrong token", "intents", "no API", "no gateway", "an outage"],
)
async def test_each_mistake_is_named(
    discord: FakeDiscord,
    tmp_path: Path,
    changed: dict[str, Any],
    faults: list[tuple[str, str, Fault]],
    kind: type[Exception],
    words: str,
) -> None:
    for fault in faults:
        discord.plan.next(*fault)

    with pytest.raises(kind) as error:
        await asyncio.to_thread(check, settings(discord, tmp_path, **changed))
    assert str(error.value).startswith(words)


async def test_an_app_whose_commands_go_elsewhere_is_named(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    discord.world.endpoint_url = "https://elsewhere.example/"

    with pytest.raises(SettingsError, match="Interactions Endpoint URL"):
        await asyncio.to_thread(check, settings(discord, tmp_path))
