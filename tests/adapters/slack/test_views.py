"""The home tab, the modal and what its menu offers, hostile text included."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    ExternalDataSelectElement,
    HeaderBlock,
    InputBlock,
    MarkdownTextObject,
    PlainTextInputElement,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextQuoteElement,
    SectionBlock,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

from adapters.slack.rendering import as_json
from adapters.slack.views import home_view, options, search_view
from bot.naming import Suggestion
from bot.reply import Reply
from tests.adapters.slack.hostile import REPLIES, TEXTS
from tests.fakes.slack import specs
from tests.fakes.slack.block_limits import option_problems, view_problems
from tests.fakes.slack.mrkdwn import read_blocks

SUGGESTIONS = st.lists(st.builds(Suggestion, TEXTS, TEXTS), max_size=120)


@pytest.mark.parametrize("view", [home_view(None), search_view(None)], ids=["home", "modal"])
@pytest.mark.skipif(specs.missing() is not None, reason=specs.missing() or "")
def test_a_view_fits_the_schema_that_slack_publishes(view: dict[str, Any]) -> None:
    assert specs.surface_problems(view["blocks"], view) == []


@settings(deadline=None, max_examples=40)
@given(reply=st.none() | REPLIES)
def test_no_reply_breaks_a_limit_of_a_view_or_pings(reply: Reply | None) -> None:
    for view in (home_view(reply), search_view(reply)):
        read = read_blocks(view["blocks"])
        assert view_problems(view) == []
        assert read.pinged == []
        assert {each.label for each in read.links if each.label} <= {"Recording"}


@settings(deadline=None)
@given(suggestions=SUGGESTIONS)
def test_whatever_is_suggested_can_be_offered(suggestions: list[Suggestion]) -> None:
    offered = options(suggestions)

    assert option_problems(offered, "/options") == []
    assert len(offered) <= 100


@pytest.mark.parametrize(
    "model",
    [
        SectionBlock(text=PlainTextObject(text="one", emoji=False)),
        ContextBlock(elements=[MarkdownTextObject(text="<a|b>", verbatim=True)]),
        RichTextBlock(
            elements=[
                RichTextQuoteElement(
                    elements=[
                        RichTextElementParts.Text(text="one "),
                        RichTextElementParts.Text(
                            text="two", style=RichTextElementParts.TextStyle(bold=True)
                        ),
                    ]
                )
            ]
        ),
        ActionsBlock(elements=[ButtonElement(text="Go", action_id="go", value="x")], block_id="b"),
        InputBlock(
            label="?",
            element=PlainTextInputElement(
                dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"])
            ),
            dispatch_action=True,
        ),
        ActionsBlock(elements=[ExternalDataSelectElement(action_id="s", min_query_length=2)]),
        HeaderBlock(text="head"),
        DividerBlock(),
    ],
    ids=lambda model: type(model).__name__,
)
def test_models_become_the_json_that_slack_sdk_makes_of_them(model: Block) -> None:
    assert as_json(model) == model.to_dict()


def test_what_is_offered_shows_the_label_and_stands_for_the_value() -> None:
    [offered] = options([Suggestion("Ada: …one two…", "one two")])

    assert offered["text"]["text"] == "Ada: …one two…"
    assert offered["value"] == "one two"
