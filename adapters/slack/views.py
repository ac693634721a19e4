"""The home tab and the modal to search in; pure."""

from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    DividerBlock,
    ExternalDataSelectElement,
    HeaderBlock,
    InputBlock,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

from adapters.legible import cleaned, shortened
from adapters.slack.rendering import as_json, to_blocks
from bot.asking import HELP
from bot.naming import Suggestion
from bot.reply import Reply

# Action ids.
QUESTION = "question"
SEARCH = "search"
OPEN_SEARCH = "open-search"

QUESTION_MAX_CHARS = 3_000
SEARCH_MIN_CHARS = 2
OPTION_MAX_CHARS = 75
OPTION_VALUE_MAX_CHARS = 150
OPTIONS_MAX = 100


def home_view(reply: Reply | None) -> dict[str, Any]:
    """Return the home tab: what the bot can do, a search box, and under it *reply*, if any."""
    blocks = [
        HeaderBlock(text=_plain("What did they really say?")),
        SectionBlock(text=_plain(HELP)),
        InputBlock(
            # Slack keeps what was typed as long as these two ids stay.
            block_id=QUESTION,
            label=_plain("What do you half remember?"),
            element=PlainTextInputElement(
                action_id=QUESTION,
                max_length=QUESTION_MAX_CHARS,
                placeholder=_plain("Type it and press Enter"),
                dispatch_action_config=DispatchActionConfig(
                    trigger_actions_on=["on_enter_pressed"]
                ),
            ),
            dispatch_action=True,
        ),
        ActionsBlock(
            elements=[ButtonElement(text=_plain("Search as you type"), action_id=OPEN_SEARCH)]
        ),
    ]
    return {"type": "home", "blocks": [*as_json(blocks), *_under_a_line(reply)]}


def search_view(reply: Reply | None) -> dict[str, Any]:
    """Return the modal with a menu that offers quotes, and under it *reply*, if any."""
    blocks = [
        SectionBlock(text=_plain("What do you half remember?")),
        ActionsBlock(
            block_id=SEARCH,
            elements=[
                ExternalDataSelectElement(
                    action_id=SEARCH,
                    min_query_length=SEARCH_MIN_CHARS,
                    placeholder=_plain("Type some of the words"),
                )
            ],
        ),
    ]
    return {
        "type": "modal",
        "title": as_json(_plain("Find a quote")),
        "close": as_json(_plain("Close")),
        "blocks": [*as_json(blocks), *_under_a_line(reply)],
    }


def options(suggestions: list[Suggestion]) -> list[dict[str, Any]]:
    """Return what the menu offers for *suggestions*; choosing one gives its value."""
    return [
        {
            "text": as_json(_plain(shortened(cleaned(one.label), OPTION_MAX_CHARS))),
            "value": shortened(one.value, OPTION_VALUE_MAX_CHARS),
        }
        for one in suggestions[:OPTIONS_MAX]
        if one.value and cleaned(one.label).strip()
    ]


def _under_a_line(reply: Reply | None) -> list[dict[str, Any]]:
    return [] if reply is None else [as_json(DividerBlock()), *to_blocks(reply)]


def _plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=text, emoji=False)
