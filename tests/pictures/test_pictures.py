"""The README's pictures show everything that is sent, and are there."""

import html
import re

from adapters.slack.rendering import to_message
from bot.reply import Button, Card, Reply
from tests.bench.options import ROOT
from tests.pictures import slack


def words_of(svg: str) -> str:
    """Return what can be read in *svg*, its title and breaks of lines left out."""
    body = re.sub(r"<title>.*?</title>", "", svg, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_all_that_slack_is_sent_stands_in_the_picture() -> None:
    card = Card(
        "Ada & Co",
        "one <two> three " * 20,
        "Pilot · turn 7",
        "https://pilot.example",
        True,
        ((4, 9),),
        ("You had one.", "You had two."),
    )
    message = to_message(Reply("x", (card,), (Button("Later", "1:later:a"),)), asker="U1")

    shown = words_of(slack.draw(message))
    for text in ("Ada & Co", "one <two> three", "Pilot · turn 7", "Recording", "Later", "Delete"):
        assert text in shown
    assert shown.count("<two>") == 20
    assert shown.count("You had") == 2


def test_the_readme_shows_each_picture() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert slack.PICTURE.relative_to(ROOT).as_posix() in readme
    assert "Jensen Huang" in words_of(slack.PICTURE.read_text(encoding="utf-8"))
