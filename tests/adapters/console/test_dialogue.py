"""Conversations on the console, as what is said and what is expected of the answer."""

from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from adapters.console.chat import UNANSWERED, converse
from adapters.console.dialogue import Dialogue, ends
from adapters.console.prompt import typed
from adapters.console.rendering import PLAIN, render
from bot.app import Bot
from tests.bot.interviews import bot_at, lighthouse

STORM = '"were you ever afraid of the storms"'


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return bot_at(tmp_path_factory.mktemp("home"), lighthouse())


@pytest.mark.parametrize(
    "dialogue",
    [
        [
            ("gave me a clock that stopped in a month", "clock that stopped in a week."),
            ("gave me a clock that stopped in a month", 'You had "month"; it was "week".'),
            ("/jensen gave me a clock that stopped", "clock that stopped in a week."),
            ("/jensen verify clock that stopped in a month", "Not word for word"),
            ("/help", "Type what you half remember"),
            ("/jensen", "Type what you half remember"),
        ],
        [
            (STORM, "Ben Okafor: Every keeper is afraid"),
            (STORM, "1 Earlier   2 Later"),
            ("1", "Two hundred and twelve steps"),
            ("1", "Ben, how many steps"),
            ("1", "Welcome back to Harbour Nights."),
            ("1", "Ben, how many steps"),
        ],
        [
            ("learning people think", "1 Next match   2 Earlier   3 Later"),
            ("1", "1 Next match   2 Earlier   3 Later"),
            ("3", "1 Next match   2 Earlier   3 Later"),
        ],
        [
            (STORM, "2 Later"),
            ("pineapple pizza", "Nobody said anything like that."),
            ("2", "One night in March"),
        ],
        [("24000", "24000 people could tinker"), (STORM, "2 Later"), ("24000", "24000 people")],
        [("verify the work was mine", "Said word for word")],
        [("quote ben okafor", "Ben Okafor: "), ("help", "verify WORDS")],
    ],
    ids=[
        "a misquote",
        "reading on, and back at the beginning",
        "the next match",
        "buttons stay while nothing new is found",
        "numbers that are no buttons are questions",
        "verifying",
        "verbs",
    ],
)
def test_the_console_answers(bot: Bot, dialogue: list[tuple[str, str]]) -> None:
    console = Dialogue(bot)

    for say, expect in dialogue:
        shown = "\n".join(render(console.answer(say), PLAIN, numbered=True))
        assert expect in shown, say


@pytest.mark.parametrize("line", ["quit", " Exit\n", "QUIT"], ids=str)
def test_some_words_alone_end_the_conversation(line: str) -> None:
    assert ends(line)
    assert not ends(f"{line} smoking")


def test_what_cannot_be_answered_does_not_end_the_conversation(
    bot: Bot, capfd: pytest.CaptureFixture[str]
) -> None:
    status = converse(Dialogue(bot), ["verify", "", "gave me a clock", "quit", STORM], PLAIN)

    shown, complaints = capfd.readouterr()
    assert status == UNANSWERED
    assert "clock that stopped" in shown
    assert "storms" not in shown
    assert complaints == "jensen: Verify what? Type the words after it.\n"


def test_tab_offers_quotes(bot: Bot) -> None:
    assert "biscuit tin" in Dialogue(bot).suggest("letter in a bisc")[0].value


def test_what_was_typed_is_kept_in_the_home_folder(tmp_path: Path) -> None:
    def session(keys: str) -> list[str]:
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
            pipe.send_text(keys)
            return list(typed(tmp_path / "history", lambda _: []))

    assert session("one\rhalf\x03two\r\x04") == ["one", "two"]
    assert session("three\r\x04") == ["three"]
    kept = (tmp_path / "history").read_text(encoding="utf-8").split("\n")
    assert [line for line in kept if line.startswith("+")] == ["+one", "+two", "+three"]


def test_a_history_that_cannot_be_kept_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text("one\r\x04")
        assert list(typed(tmp_path / "file" / "history", lambda _: [])) == ["one"]
