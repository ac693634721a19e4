"""Replies laid out for Slack, hostile and endless ones included."""

import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.mrkdwn import escaped, fitted, link, plain
from adapters.slack.rendering import (
    CARDS_MAX,
    FOOTER_MAX_CHARS,
    TEXT_MAX_CHARS,
    to_blocks,
    to_message,
)
from bot.reply import Button, Card, Reply
from tests.adapters.slack.hostile import REPLIES, TEXTS
from tests.fakes.slack import mrkdwn as slack_reads
from tests.fakes.slack import specs
from tests.fakes.slack.block_limits import block_problems

QUOTE = Card(
    title="Jensen Huang",
    body="… somebody has to build the first one …",
    footer="Jensen Huang on Gradient Dissent (condensed transcript) · turn 5 · close match",
    url="https://recording.example/watch?v=1&t=5s",
    quoted=True,
    emphasis=((11, 14),),
    notes=('You had "had"; it was "has".',),
)
ANSWER = Reply(
    text="Jensen Huang: … somebody has to build the first one …\nand where",
    cards=(QUOTE,),
    buttons=(Button("Next match", "1:next:abc"), Button("Later", "1:later:abc")),
)


def test_a_quote_shows_who_what_where_and_what_was_misremembered() -> None:
    said, source, notes, _ = to_blocks(ANSWER)

    who, what = said["elements"]
    assert who["elements"] == [{"type": "text", "text": "Jensen Huang", "style": {"bold": True}}]
    assert what["type"] == "rich_text_quote"
    assert [(part["text"], part.get("style")) for part in what["elements"]] == [
        ("… somebody ", None),
        ("has", {"bold": True}),
        (" to build the first one …", None),
    ]
    assert [part["text"] for part in source["elements"]] == [
        QUOTE.footer,
        "<https://recording.example/watch?v=1&amp;t=5s|Recording>",
    ]
    assert [part["text"] for part in notes["elements"]] == list(QUOTE.notes)


def test_a_button_carries_its_action_and_who_asked() -> None:
    *_, actions = to_blocks(ANSWER, asker="U1")

    buttons = [(each["text"]["text"], each["action_id"]) for each in actions["elements"]]
    assert buttons == [("Next match", "press:0"), ("Later", "press:1"), ("Delete", "delete")]
    assert [each["value"] for each in actions["elements"]] == [
        "U1 1:next:abc",
        "U1 1:later:abc",
        "U1",
    ]


def test_an_answer_without_an_asker_cannot_be_deleted() -> None:
    *_, actions = to_blocks(ANSWER)

    assert [each["value"] for each in actions["elements"]] == [" 1:next:abc", " 1:later:abc"]


def test_the_text_of_a_message_is_the_whole_reply_escaped() -> None:
    message = to_message(Reply("if a < b & b > c: <!channel>"))

    assert message.text == "if a &lt; b &amp; b &gt; c: &lt;!channel&gt;"
    assert slack_reads.unescape(message.text) == "if a < b & b > c: <!channel>"


def test_what_is_not_a_quote_is_not_set_off_as_one() -> None:
    [said, *_] = to_blocks(Reply("x", (Card("Said word for word", "In that order."),)))

    assert [each["type"] for each in said["elements"]] == ["rich_text_section"] * 2


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://recording.example", "//recording.example", "", "http://[", "x"],
)
def test_only_web_addresses_are_linked(url: str) -> None:
    [_, source] = to_blocks(Reply("x", (Card("Ada", "hello", "Pilot", url),)))

    assert [each["text"] for each in source["elements"]] == ["Pilot"]


def test_a_reply_past_every_limit_is_shortened_at_a_word_and_keeps_its_attribution() -> None:
    endless = "word " * 20_000
    card = Card(endless, endless, f"Pilot · turn 7 {endless}", None, True, ((0, 100_000),))
    message = to_message(
        Reply(endless, (card,) * 12, (Button(endless, "1:next:a"),) * 30), asker="U1"
    )

    shown = slack_reads.read_message({"text": message.text, "blocks": message.blocks}).shown
    assert block_problems(message.blocks, "/blocks", "message") == []
    assert len(message.text) <= TEXT_MAX_CHARS
    assert message.text.count("Pilot · turn 7 word") == CARDS_MAX
    assert shown.count("Pilot · turn 7 word") == CARDS_MAX
    assert "… and 2 more" in shown
    assert "word…" in shown
    assert "wor…" not in shown + message.text


def test_a_reply_at_its_limits_is_not_shortened() -> None:
    footer = "f" * FOOTER_MAX_CHARS
    text = "t" * TEXT_MAX_CHARS
    message = to_message(Reply(text, (Card("Ada", "b" * 3_000, footer),)))

    said, source = message.blocks
    assert message.text == text
    assert said["elements"][1]["elements"][0]["text"] == "b" * 3_000
    assert source["elements"][0]["text"] == footer


@settings(deadline=None, max_examples=60)
@given(reply=REPLIES, asker=st.none() | st.just("U00000007"))
def test_no_reply_pings_forges_a_link_or_breaks_a_limit(reply: Reply, asker: str | None) -> None:
    message = to_message(reply, asker=asker)

    read = slack_reads.read_message({"text": message.text, "blocks": message.blocks})
    labelled = [each for each in read.links if each.label is not None]
    urls = [card.url.encode(errors="replace") for card in reply.cards if card.url]
    allowed = {quote(url, safe="%/:?#@!$&'()*+,;=~[]") for url in urls}
    assert read.pinged == []
    assert {each.label for each in labelled} <= {"Recording"}
    assert {each.url for each in labelled} <= allowed
    assert all(each.url.startswith(("http://", "https://")) for each in labelled)
    assert 1 <= len(message.text) <= TEXT_MAX_CHARS
    assert block_problems(message.blocks, "/blocks", "message") == []
    json.dumps(message.blocks, ensure_ascii=False).encode()


@pytest.mark.skipif(specs.missing() is not None, reason=specs.missing() or "")
@settings(deadline=None, max_examples=30)
@given(reply=REPLIES)
def test_every_block_fits_the_schema_that_slack_publishes(reply: Reply) -> None:
    assert specs.surface_problems(to_blocks(reply, asker="U00000007")) == []


@given(text=TEXTS, room=st.integers(1, 300))
def test_fitted_text_fits_and_shows_as_it_is(text: str, room: int) -> None:
    shown = fitted(text, room)

    read = slack_reads.read_mrkdwn(shown)
    assert len(shown) <= room
    assert read.pinged == []
    assert shown == escaped(text) or text.startswith(read.shown.removesuffix("…"))


@given(url=TEXTS.map("https://recording.example/".__add__))
def test_a_link_leads_nowhere_else_than_its_address(url: str) -> None:
    linked = link("Recording", url.replace("\ud800", ""), 2_000)

    if linked is not None:
        [read] = slack_reads.read_mrkdwn(linked).links
        assert read.label == "Recording"
        assert read.url.startswith("https://recording.example/")


@given(text=TEXTS)
def test_what_slack_escapes_is_read_back_as_it_was_typed(text: str) -> None:
    assert plain(slack_reads.escape(text)) == text.strip()


@pytest.mark.parametrize(
    ("mrkdwn", "typed"),
    [
        ("<@U00000001> quote", "quote"),
        ("what did <@U1|jensen> say", "what did  say"),
        ("<!here> in <#C1|general> <#C2>", "in #general"),
        (
            "see <https://a.example|the page> or <https://b.example>",
            "see the page or https://b.example",
        ),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
    ],
    ids=["mention", "mention inside", "broadcast and channels", "links", "entities"],
)
def test_mentions_go_and_links_show_their_label(mrkdwn: str, typed: str) -> None:
    assert plain(mrkdwn) == typed
