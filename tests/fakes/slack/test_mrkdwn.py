"""How the fake reads what a message means."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.slack.mrkdwn import Link, escape, read_markdown, read_message, read_mrkdwn


@pytest.mark.parametrize(
    ("raw", "shown", "pinged"),
    [
        ("<!channel> hi", "@channel hi", ["channel"]),
        ("<!here|x>", "@here", ["here"]),
        ("<@U123|ada>!", "@ada!", ["U123"]),
        ("<!subteam^S12|@team>", "@@team", ["S12"]),
        ("&lt;!channel&gt;", "<!channel>", []),
        ("&amp;lt;!channel&amp;gt;", "&lt;!channel&gt;", []),
        ("< !channel>", "< !channel>", []),
        ("<<!everyone>>", "<@everyone>", ["everyone"]),
        ("<@u123>", "<@u123>", []),
        ("<#C123|general>", "#general", []),
        ("@here, all", "@here, all", []),
        ("1 < 2", "1 < 2", []),
    ],
    ids=[
        "broadcast", "labelled", "person", "group", "escaped", "escaped twice", "spaced", "nested",
        "lower case", "channel", "plain", "lone bracket",
    ],
)  # fmt: skip
def test_only_control_sequences_ping(raw: str, shown: str, pinged: list[str]) -> None:
    reading = read_mrkdwn(raw)

    assert (reading.shown, reading.pinged) == (shown, pinged)


@pytest.mark.parametrize(
    ("raw", "shown", "links"),
    [
        ("<http://x.example|Bank>", "Bank", [Link("http://x.example", "Bank")]),
        ("<http://x.example>", "http://x.example", [Link("http://x.example")]),
        ("<mailto:a@b.example|me>", "me", [Link("mailto:a@b.example", "me")]),
        ("<x.example|&lt;b&gt;>", "<b>", [Link("x.example", "<b>")]),
        ("see http://x.example/a?b&amp;c now", "see http://x.example/a?b&c now",
         [Link("http://x.example/a?b&c")]),
        ("&lt;http://x.example|Bank&gt;", "<http://x.example|Bank>", [Link("http://x.example")]),
        ("<!date^1^{date}^http://x.example|then>", "then", [Link("http://x.example", "then")]),
        ("<not a link>", "<not a link>", []),
    ],
    ids=["label", "bare", "mail", "no scheme", "auto", "escaped", "date", "words"],
)  # fmt: skip
def test_links_are_found_with_what_they_show(raw: str, shown: str, links: list[Link]) -> None:
    reading = read_mrkdwn(raw)

    assert (reading.shown, reading.links) == (shown, links)


@given(st.text())
def test_escaped_text_pings_nobody_forges_no_link_and_shows_itself(text: str) -> None:
    reading = read_mrkdwn(escape(text))

    assert reading.shown == text
    assert reading.pinged == []
    assert all(link.label is None for link in reading.links)


def test_markdown_links_and_control_sequences_are_found() -> None:
    reading = read_markdown("[Bank](http://x.example) <!here> [y]( <http://y.example> )")

    assert [each.url for each in reading.links] == ["http://x.example", "http://y.example"]
    assert reading.pinged == ["here"]


@pytest.mark.parametrize(
    ("sent", "pinged"),
    [
        ({"text": "@here"}, []),
        ({"text": "@here", "link_names": True}, ["here"]),
        ({"text": "@here", "parse": "full"}, ["here"]),
        ({"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "@here"}}]}, ["here"]),
        ({"blocks": [{"type": "section",
                      "text": {"type": "mrkdwn", "text": "@here", "verbatim": True}}]}, []),
        ({"blocks": [{"type": "section", "text": {"type": "plain_text", "text": "<!here>"}}]}, []),
        ({"blocks": [{"type": "context",
                      "elements": [{"type": "mrkdwn", "text": "<@U1>", "verbatim": True}]}]},
         ["U1"]),
        ({"blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
            {"type": "text", "text": "<!here>"}, {"type": "broadcast", "range": "here"},
            {"type": "user", "user_id": "U1"}]}]}]}, ["here", "U1"]),
        ({"text": "x", "attachments": [{"fields": [{"value": "<!channel>"}]}]}, ["channel"]),
        ({"text": "<!here>", "blocks": [{"type": "divider"}]}, ["here"]),
    ],
    ids=[
        "text", "link_names", "parse full", "text object", "verbatim", "plain_text", "context",
        "rich text", "attachment", "hidden text",
    ],
)  # fmt: skip
def test_every_part_of_a_message_can_ping(sent: dict[str, Any], pinged: list[str]) -> None:
    assert read_message(sent).pinged == pinged


def test_blocks_are_what_people_see_and_buttons_are_not_text() -> None:
    quote = {"type": "section", "text": {"type": "mrkdwn", "text": "&gt; *said*"}}
    source = {"type": "context", "elements": [{"type": "plain_text", "text": "Ada"}]}
    button = {"type": "button", "text": {"type": "plain_text", "text": "Open"},
              "url": "http://x.example", "action_id": "a"}  # fmt: skip
    sent = {
        "text": "fallback",
        "blocks": [quote, source, {"type": "actions", "elements": [button]}],
    }

    reading = read_message(sent)

    assert reading.shown == "> *said*\nAda"
    assert reading.links == [Link("http://x.example", "Open")]
