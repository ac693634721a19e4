"""Slack's limits as the fake enforces them."""

from typing import Any

import pytest

from tests.fakes.slack import specs
from tests.fakes.slack.block_limits import block_problems, option_problems, view_problems

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def option(chars: int = 1, value: int = 1) -> Block:
    return {"text": plain("x" * chars), "value": "v" * value}


def button(number: int = 0, **more: Any) -> Block:
    return {"type": "button", "text": plain("x"), "action_id": f"a{number}", **more}


def select(**more: Any) -> Block:
    return {"type": "static_select", "placeholder": plain("x"), "action_id": "s", **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def section(text: Block) -> Block:
    return {"type": "section", "text": text}


@pytest.mark.parametrize(
    "block",
    [
        section(plain("x" * 3_000)),
        {"type": "section", "fields": [plain("x" * 2_000)] * 10},
        {"type": "header", "text": plain("x" * 150)},
        {"type": "markdown", "text": "x" * 12_000},
        {"type": "context", "elements": [plain("x")] * 10},
        actions(*(button(number) for number in range(25))),
        actions(button(text=plain("x" * 75), value="v" * 2_000)),
        actions(button(action_id="a" * 255)),
        actions(select(options=[option(75, 150)] * 100)),
        {"type": "image", "alt_text": "x" * 2_000, "image_url": "http://x.example/x.png"},
    ],
    ids=[
        "section", "fields", "header", "markdown", "context", "25 buttons", "button", "action_id",
        "options", "image",
    ],
)  # fmt: skip
def test_a_block_at_its_limit_is_taken_and_keeps_to_the_schema(block: Block) -> None:
    assert block_problems([block], "/blocks", "message") == []
    assert specs.surface_problems([block]) == []


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (section(plain("x" * 3_001)),
         "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        (section(plain("")), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ({"type": "section"}, "missing required field: text [json-pointer:/blocks/0]"),
        ({"type": "section", "fields": [plain("x")] * 11},
         "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
        ({"type": "header", "text": plain("x" * 151)},
         "must be less than 151 characters [json-pointer:/blocks/0/text/text]"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
         "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"),
        (actions(*(button(number) for number in range(26))),
         "no more than 25 items allowed [json-pointer:/blocks/0/elements]"),
        (actions(button(), button()),
         "action_id already exists: a0 [json-pointer:/blocks/0/elements/1/action_id]"),
        (actions(button(text=plain("x" * 76))),
         "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"),
        (actions(button(value="v" * 2_001)),
         "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]"),
        (actions(button(action_id="a" * 256)),
         "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]"),
        (actions(select(options=[option()] * 101)),
         "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]"),
        (actions(select(options=[])),
         "must provide at least 1 items [json-pointer:/blocks/0/elements/0/options]"),
        (actions(), "must provide at least 1 items [json-pointer:/blocks/0/elements]"),
        ({"type": "poem"}, "unsupported type: poem [json-pointer:/blocks/0/type]"),
    ],
    ids=[
        "section", "empty", "no text", "fields", "header", "mrkdwn header", "26 buttons",
        "same action_id", "label", "value", "action_id", "options", "no options", "no elements",
        "unknown",
    ],
)  # fmt: skip
def test_a_block_past_its_limit_is_refused_in_slacks_words(block: Block, problem: str) -> None:
    assert block_problems([block], "/blocks", "message")[-1] == problem


def test_block_ids_are_unique_in_a_message() -> None:
    block = {"type": "divider", "block_id": "b"}

    problems = block_problems([block, block], "/blocks", "message")

    assert problems == ["block_id already exists: b [json-pointer:/blocks/1/block_id]"]


@pytest.mark.parametrize(
    ("options", "problems"),
    [
        ([option(75, 150)] * 100, []),
        ([option(76)], ["must be less than 76 characters [json-pointer:/options/0/text/text]"]),
        ([option(1, 151)], ["must be less than 151 characters [json-pointer:/options/0/value]"]),
        ([option()] * 101, ["no more than 100 items allowed [json-pointer:/options]"]),
        (None, ["must be an array [json-pointer:/options]"]),
    ],
    ids=["at the limit", "label", "value", "count", "none"],
)
def test_suggested_options_have_limits_of_their_own(options: object, problems: list[str]) -> None:
    assert option_problems(options, "/options") == problems


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({}, []),
        ({"title": plain("x" * 25)},
         ["must be less than 25 characters [json-pointer:/view/title/text]"]),
        ({"private_metadata": "x" * 3_001},
         ["must be less than 3001 characters [json-pointer:/view/private_metadata]"]),
        ({"blocks": [{"type": "divider"}] * 101},
         ["no more than 100 items allowed [json-pointer:/view/blocks]"]),
        ({"blocks": [{"type": "markdown", "text": "x"}]},
         ["unsupported type: markdown [json-pointer:/view/blocks/0/type]"]),
        ({"blocks": [{"type": "input", "label": plain("x"),
                      "element": {"type": "plain_text_input", "action_id": "a"}}]},
         ["must define `submit` to use an `input` block in modals "
          "[json-pointer:/view/blocks/0/input]"]),
        ({"type": "panel"}, ["unsupported type: panel [json-pointer:/view/type]"]),
    ],
    ids=["at the limit", "title", "metadata", "101 blocks", "markdown", "no submit", "kind"],
)  # fmt: skip
def test_a_view_has_limits_of_its_own(change: Block, problems: list[str]) -> None:
    view: Block = {
        "type": "modal",
        "title": plain("x" * 24),
        "private_metadata": "x" * 3_000,
        "blocks": [{"type": "divider"}] * 100,
    }

    assert view_problems(view | change) == problems
