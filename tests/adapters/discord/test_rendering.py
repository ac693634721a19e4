"""A reply on Discord: laid out, within every limit, and never without who said it and where."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.rendering import to_message
from bot.reply import Button, Card, Picture, Reply
from tests.adapters.discord.hostile import HOSTILE
from tests.fakes.discord.components import check_layout
from tests.fakes.discord.errors import Form
from tests.fakes.discord.messages import walk

QUOTE = Card(
    title="Jensen Huang",
    body="… the more you buy, the more you save …",
    footer="Keynote · 2018-03-27 · turn 4 · 0:12:34 · close match",
    url="https://e.example/keynote#t=754",
    quoted=True,
    emphasis=((29, 37),),
    notes=('You had "we save"; it was "you save".',),
)


def components(reply: Reply, asker_id: int | None = None) -> list[dict[str, Any]]:
    """Return what Discord is sent for *reply*, held to Discord's limits."""
    view, files = to_message(reply, asker_id=asker_id)
    parts: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call]
    form = Form()
    check_layout(parts, [file.filename for file in files], form, ("components",))
    form.refuse_faults()
    return parts


def texts(parts: list[dict[str, Any]]) -> list[str]:
    return [part["content"] for part in walk(parts) if part["type"] == 10]


def buttons(parts: list[dict[str, Any]]) -> dict[str, str]:
    return {part["label"]: part["custom_id"] for part in walk(parts) if part["type"] == 2}


def test_a_quote_shows_who_what_where_and_what_was_misremembered() -> None:
    (container,) = components(Reply("text", cards=(QUOTE,)))

    assert container["accent_color"] == 0x76B900
    assert texts([container]) == [
        "### Jensen Huang\n"
        "> … the more you buy, the more **you save** …\n"
        "-# Keynote · 2018-03-27 · turn 4 · 0:12:34 · close match"
        " · [Recording](https://e.example/keynote#t=754)\n"
        '-# You had "we save"; it was "you save".'
    ]


def test_cards_stand_one_below_the_other_with_a_line_between() -> None:
    verdict = Card("Nobody said that", "This is the nearest thing that was said.")

    (container,) = components(Reply("text", cards=(verdict, QUOTE), found=False))

    assert [part["type"] for part in container["components"]] == [10, 14, 10]
    assert container["accent_color"] is None
    assert texts([container])[0] == (
        "### Nobody said that\nThis is the nearest thing that was said."
    )


def test_a_reply_without_cards_is_its_text() -> None:
    (part,) = components(Reply("One *line*.\n\n- Another."))

    assert (part["type"], part["content"]) == (10, "One \\*line\\*.\n\n\\- Another.")


def test_buttons_carry_their_actions_and_whoever_asked_may_delete() -> None:
    reply = Reply("text", cards=(QUOTE,), buttons=(Button("Earlier", "1:earlier:x"),))

    assert buttons(components(reply)) == {"Earlier": "1:earlier:x"}
    assert buttons(components(reply, 42)) == {"Earlier": "1:earlier:x", "Delete": "1:delete:42"}


def test_a_picture_comes_with_its_words() -> None:
    reply = Reply("text", pictures=(Picture(b"png", "A chart of who said how much"),))

    _, files = to_message(reply)
    (gallery,) = [part for part in components(reply) if part["type"] == 12]

    assert [(file.filename, file.description) for file in files] == [
        ("picture-1.png", "A chart of who said how much")
    ]
    assert gallery["items"][0]["media"]["url"] == "attachment://picture-1.png"
    assert gallery["items"][0]["description"] == "A chart of who said how much"


@pytest.mark.parametrize("cards", [1, 2, 10], ids=["one card", "two cards", "ten cards"])
def test_what_is_too_long_is_cut_after_a_word_and_keeps_who_and_where(cards: int) -> None:
    long = Card("Ada", "word " * 20_000, "Talk · turn 4", "https://e.example/", quoted=True)

    for text in texts(components(Reply("text", cards=(long,) * cards))):
        who, what, where = text.split("\n")
        assert who == "### Ada"
        assert re.fullmatch(r"> (word )+word…", what)
        assert where == "-# Talk · turn 4 · [Recording](https://e.example/)"


def test_who_and_where_are_cut_too_when_they_are_endless_and_leave_room_for_the_words() -> None:
    endless = Card("who " * 9_000, "what " * 9_000, "where " * 9_000, quoted=True)

    (text,) = texts(components(Reply("text", cards=(endless,))))

    assert [line.split()[0] for line in text.split("\n")] == ["###", ">", "-#"]
    assert all(line.endswith("…") for line in text.split("\n"))
    assert text.count("what") > 400


def test_more_cards_than_there_is_room_for_are_counted() -> None:
    reply = Reply("text", cards=(QUOTE,) * 12)

    assert texts(components(reply))[-1] == "… and 2 more"


def test_a_hundred_thousand_characters_of_text_are_cut() -> None:
    (text,) = texts(components(Reply("_" * 100_000)))

    assert len(text) == 3_999
    assert text.endswith("\\_…")


@pytest.mark.parametrize(
    "reply",
    [Reply(""), Reply("\u200b"), Reply("", cards=(Card("", ""),)), Reply(" ", found=False)],
    ids=["nothing", "nothing to see", "an empty card", "a blank"],
)
def test_there_is_always_something_to_see(reply: Reply) -> None:
    assert texts(components(reply)) == ["…"]


def test_a_button_that_discord_would_refuse_is_left_out() -> None:
    odd = (Button("Long", "1:" + "x" * 99), Button("", "1:a"), Button("Again", "1:a"))
    many = tuple(Button(f"{number}" * 90, f"1:{number}") for number in range(30))

    assert buttons(components(Reply("text", buttons=odd))) == {"Again": "1:a"}
    assert len(buttons(components(Reply("text", buttons=many), 42))) == 10


def test_a_picture_that_is_too_large_is_left_out() -> None:
    large = Picture(bytes(10 * 1024 * 1024 + 1), "Too large")

    assert to_message(Reply("text", pictures=(large,))).files == []


CARDS = st.builds(
    Card,
    title=HOSTILE,
    body=HOSTILE,
    footer=HOSTILE,
    url=st.one_of(st.none(), HOSTILE, HOSTILE.map("https://e.example/".__add__)),
    quoted=st.booleans(),
    emphasis=st.sampled_from([(), ((0, 4),), ((1, 3), (5, 50))]),
    notes=st.lists(HOSTILE, max_size=2).map(tuple),
)
REPLIES = st.builds(
    Reply,
    text=HOSTILE,
    cards=st.lists(CARDS, max_size=3).map(tuple),
    buttons=st.lists(st.builds(Button, HOSTILE, HOSTILE), max_size=3).map(tuple),
    pictures=st.lists(st.builds(Picture, st.just(b""), HOSTILE), max_size=1).map(tuple),
)
_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)")


@settings(max_examples=60)
@given(REPLIES, st.sampled_from([None, 42]))
def test_no_reply_breaks_a_limit_or_forges_a_link(reply: Reply, asker_id: int | None) -> None:
    for text in texts(components(reply, asker_id)):
        unescaped = re.sub(r"\\[^a-zA-Z\d\s]", "\x02", text)
        links = _LINK.findall(unescaped)
        left = _LINK.sub("", unescaped).replace("**", "")

        assert {label for label, _ in links} <= {"Recording"}
        assert not re.search(r"[*_~`|\[\]<@\\]|://", left)
        assert not re.search(r"(?<!^)>", left, re.MULTILINE)
