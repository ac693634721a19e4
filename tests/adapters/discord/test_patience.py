"""Answers that take their time: they are announced, and come where they would have come."""

import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import Bot
from bot.asking import Asking
from bot.reply import Reply
from bot.transcripts.scope import Scope
from tests.adapters.discord.stage import adapter, answer_of, is_answered
from tests.fakes.discord import Channel, FakeDiscord, Interaction, Person

SAID = "harnessing deep learning machine learning write software importance"
NONSENSE = "zyxwv qwrtp flurbish"


class Slow:
    """Asking that thinks about everything until it may answer."""

    def __init__(self, asking: Asking) -> None:
        """Answer like *asking*."""
        self._asking = asking
        self.may_answer = threading.Event()
        self.may_answer.set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._asking, name)

    def ask(self, message: str, *, scope: Scope, private: bool = False) -> Reply:
        self.may_answer.wait(timeout=10)
        return self._asking.ask(message, scope=scope, private=private)

    def press(self, action: str, *, scope: Scope, private: bool = False) -> Reply:
        self.may_answer.wait(timeout=10)
        return self._asking.press(action, scope=scope, private=private)


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        yield fake


@pytest.fixture
async def slow(discord: FakeDiscord, tmp_path: Path) -> AsyncIterator[Slow]:
    made: list[Slow] = []

    def changed(bot: Bot) -> Bot:
        made.append(Slow(bot.asking))
        slowed: Any = made[0]
        return replace(bot, asking=slowed)

    async with adapter(discord, tmp_path, changed):
        yield made[0]


@pytest.fixture
def general(discord: FakeDiscord) -> Channel:
    return discord.add_guild().general


@pytest.fixture
def ada(discord: FakeDiscord, general: Channel) -> Person:
    assert general.guild
    return discord.add_person("Ada", general.guild)


def is_announced(interaction: Interaction) -> bool:
    """Say whether Discord was told to wait."""
    return interaction.callback in (5, 6)


async def test_a_slow_answer_is_announced_in_time_and_takes_the_place_of_that(
    discord: FakeDiscord, slow: Slow, ada: Person, general: Channel
) -> None:
    slow.may_answer.clear()

    asked = ada.start_command("jensen", general, question=SAID)
    await discord.wait_for(lambda: is_announced(asked))
    slow.may_answer.set()
    await discord.wait_for(lambda: is_answered(asked))

    assert SAID in asked.response.text
    assert asked.response.labels[-1] == "Delete"
    assert asked.followups == []


async def test_whoever_has_to_queue_is_told_at_once_and_answered_where_it_belongs(
    discord: FakeDiscord, slow: Slow, ada: Person, general: Channel
) -> None:
    answer, other = [
        (await ada.command("jensen", general, question="deep learning")).response for _ in range(2)
    ]
    before = answer.text
    other.interactive("Later")["custom_id"] = "0:too:old"
    slow.may_answer.clear()
    ada.start_command("jensen", general, question=SAID)

    queued = [
        ada.start_command("jensen", general, question=SAID),
        ada.start_command("jensen", general, question=NONSENSE),
        ada.start_command("jensen", general, question=SAID, private=True),
        ada.start_press(answer, "Next match"),
        ada.start_press(other, "0:too:old"),
    ]
    await discord.wait_for(lambda: all(map(is_announced, queued)))
    slow.may_answer.set()
    await discord.wait_for(lambda: all(map(is_told, queued)))

    found, nothing, hidden, turned, refused = map(answer_of, queued)
    assert (SAID in found.text, found.ephemeral) == (True, False)
    assert ("Nobody said" in nothing.text, nothing.ephemeral) == (True, True)
    assert (SAID in hidden.text, hidden.ephemeral) == (True, True)
    assert "Share" in hidden.labels
    assert turned is answer
    assert answer.text != before
    assert ("too old" in refused.text, refused.ephemeral) == (True, True)


def is_told(interaction: Interaction) -> bool:
    """Say whether *interaction* is answered, and not merely by the message it was pressed in."""
    if interaction.callback == 6:
        return interaction.updated or bool(interaction.followups)
    return is_answered(interaction)
