"""How replies look on a terminal and in a pipe."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.rendering import PLAIN, Look, render
from bot.reply import Button, Card, Reply

CARD = Card(
    "Ada Brook",
    "one two three four five six seven",
    footer="A talk · turn 4",
    url="https://a.example/x#t=5",
    quoted=True,
    emphasis=((4, 7),),
    notes=('You had "too"; it was "two".',),
)
REPLY = Reply("Ada Brook: one two three\nA talk · turn 4", (CARD,), (Button("Next match", "a"),))


def test_a_pipe_gets_the_plain_text_and_no_more() -> None:
    assert render(REPLY) == ["Ada Brook: one two three", "A talk · turn 4"]


def test_a_terminal_gets_the_cards_laid_out_and_wrapped() -> None:
    assert render(REPLY, Look(width=25)) == [
        "Ada Brook",
        "  one two three four",
        "  five six seven",
        "A talk · turn 4",
        'You had "too"; it was',
        '"two".',
        "https://a.example/x#t=5",
    ]


def test_cards_are_parted_by_an_empty_line() -> None:
    lines = render(Reply("", (Card("A", "a"), Card("B", "b"))), Look(width=40))

    assert lines == ["A", "  a", "", "B", "  b"]


def test_colour_marks_names_and_the_words_that_differ() -> None:
    lines = render(REPLY, Look(width=60, colour=True))

    assert lines[0] == "\x1b[1mAda Brook\x1b[0m"
    assert lines[1] == "  one \x1b[1;33mtwo\x1b[0m three four five six seven"


def test_buttons_are_numbered_where_they_can_be_pressed() -> None:
    assert render(REPLY, numbered=True)[-2:] == ["", "1 Next match"]
    assert "1 Next match" not in render(REPLY)


def test_a_reply_without_cards_is_wrapped_text() -> None:
    assert render(Reply("a b\n\nc"), Look(width=40)) == ["a b", "", "c"]


def test_a_word_wider_than_the_terminal_is_broken() -> None:
    assert render(Reply("x" * 30), Look(width=21)) == ["x" * 20, "x" * 10]


def test_wide_letters_take_two_columns() -> None:
    assert render(Reply("灯" * 15), Look(width=21)) == ["灯" * 10, "灯" * 5]


HOSTILE = "a\x1b]0;owned\x07b\x9b31mc\rd\u202ee\x00f"


def test_nothing_that_was_said_commands_the_terminal() -> None:
    card = Card(HOSTILE, HOSTILE, footer=HOSTILE, url=HOSTILE, notes=(HOSTILE,))
    reply = Reply(HOSTILE, (card,), (Button(HOSTILE, "x"),))

    for look in (PLAIN, Look(width=40)):
        text = "".join(render(reply, look, numbered=True))
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", text)


@pytest.mark.parametrize("width", [1, 20, 21, 500], ids=str)
def test_no_line_is_wider_than_the_terminal_or_a_hundred_columns(width: int) -> None:
    card = Card("A", "word " * 100, footer="foot " * 40, notes=("note " * 40,))

    lines = render(Reply("", (card,)), Look(width=width))

    assert max(map(len, lines)) <= max(20, min(width - 1, 100))


@given(st.text(), st.integers(1, 60))
def test_no_word_is_lost_in_wrapping(text: str, width: int) -> None:
    shown = " ".join(render(Reply("", (Card("", text),)), Look(width=width)))

    letters = re.sub(r"\s", "", text)
    assert len(re.sub(r"\s", "", shown)) == len(letters)
