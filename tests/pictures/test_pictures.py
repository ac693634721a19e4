"""The README's pictures show everything that is sent, and are there."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.discord import rendering as on_discord
from adapters.slack import rendering as on_slack
from bot.reply import Button, Card, Reply
from tests.bench.options import ROOT
from tests.pictures import discord, slack

CARD = Card(
    "Ada & Co",
    "one <two> three " * 20,
    "Pilot · turn 7",
    "https://pilot.example",
    True,
    ((4, 9),),
    ("You had one.", "You had two."),
)
REPLY = Reply("x", (CARD,), (Button("Later", "1:later:a"),))


def words_of(svg: str) -> str:
    """Return what can be read in *svg*, its title and breaks of lines left out."""
    body = re.sub(r"<title>.*?</title>", "", svg, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def draw_on_slack() -> str:
    return slack.draw(on_slack.to_message(REPLY, asker="U1"))


def draw_on_discord() -> str:
    view = on_discord.to_message(REPLY, asker_id=1).view
    return discord.draw(view.to_components())  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("draw", [draw_on_slack, draw_on_discord], ids=["Slack", "Discord"])
def test_all_that_is_sent_stands_in_the_picture(draw: Callable[[], str]) -> None:
    shown = words_of(draw())

    for text in ("Ada & Co", "one <two> three", "Pilot · turn 7", "Recording", "Later", "Delete"):
        assert text in shown
    assert shown.count("<two>") == 20
    assert shown.count("You had") == 2


@pytest.mark.parametrize("picture", [slack.PICTURE, discord.PICTURE], ids=["Slack", "Discord"])
def test_the_readme_shows_each_picture(picture: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert picture.relative_to(ROOT).as_posix() in readme
    assert "Jensen Huang" in words_of(picture.read_text(encoding="utf-8"))
