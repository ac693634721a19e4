"""Lay a reply out for Slack: pure, owning every limit and all escaping.

Whatever comes from transcripts and people stands in plain text or rich text, in which Slack reads
no markup; only the link to the recording is mrkdwn, and the text without blocks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextQuoteElement,
    RichTextSectionElement,
    SectionBlock,
)

from adapters.legible import ELLIPSIS, cleaned, shortened
from adapters.slack.buttons import DELETE, Press, press_id
from adapters.slack.mrkdwn import escaped, fitted, link
from bot.quotes import as_text
from bot.reply import Button, Card, Reply

# Of the text without blocks. Slack takes more in a new message than in a changed one.
TEXT_MAX_CHARS = 4_000
# Three blocks a card, one for the cards left out and one for buttons: below 50.
CARDS_MAX = 10
BUTTONS_MAX = 25

# Of a section; for rich text Slack names no limit.
BODY_MAX_CHARS = 3_000
TITLE_MAX_CHARS = 256
FOOTER_MAX_CHARS = 512
NOTES_MAX = 5
NOTE_MAX_CHARS = 300
LINK_MAX_CHARS = 2_000
LABEL_MAX_CHARS = 75
VALUE_MAX_CHARS = 2_000

_LINK_LABEL = "Recording"

_Text = RichTextElementParts.Text
_Bold = RichTextElementParts.TextStyle(bold=True)


@dataclass(frozen=True, slots=True)
class Message:
    """What Slack is sent.

    Attributes:
        text: All of it in mrkdwn, for notifications and screen readers; 1 to TEXT_MAX_CHARS.
        blocks: What people see.
    """

    text: str
    blocks: list[dict[str, Any]]


def to_message(reply: Reply, *, asker: str | None = None) -> Message:
    """Return *reply* as a message.

    Args:
        reply: Of any length. What is too long ends with an ellipsis; who said it and where stays.
        asker: Id of who may delete the message, or None where it needs no such button.
    """
    return Message(_text(reply), to_blocks(reply, asker=asker))


def to_blocks(reply: Reply, *, asker: str | None = None) -> list[dict[str, Any]]:
    """Return what people see of *reply*, in a message or a view; arguments as of `to_message`."""
    blocks: list[Block] = []
    for card in reply.cards[:CARDS_MAX]:
        blocks += _card(card)
    if left_out := reply.cards[CARDS_MAX:]:
        blocks.append(_section(f"{ELLIPSIS} and {len(left_out)} more"))
    if not blocks:
        blocks.append(_section(reply.text))
    blocks += _buttons(reply.buttons, asker)
    shown: list[dict[str, Any]] = as_json(blocks)
    return shown


def _card(card: Card) -> Iterator[Block]:
    """Yield who and what, then where, then what is to be noted."""
    elements: list[RichTextSectionElement | RichTextQuoteElement] = []
    if title := shortened(_one_line(card.title), TITLE_MAX_CHARS):
        elements.append(RichTextSectionElement(elements=[_Text(text=title, style=_Bold)]))
    if runs := list(_runs(card)):
        kind = RichTextQuoteElement if card.quoted else RichTextSectionElement
        elements.append(kind(elements=runs))
    if elements:
        yield RichTextBlock(elements=elements)
    if source := list(_source(card)):
        yield ContextBlock(elements=source)
    notes = filter(None, map(_one_line, card.notes[:NOTES_MAX]))
    if noted := "\n".join(shortened(note, NOTE_MAX_CHARS) for note in notes):
        yield ContextBlock(elements=[_plain(noted)])


def _runs(card: Card) -> Iterator[_Text]:
    """Yield the body in runs of text, those of its emphasis in bold."""
    body = shortened(card.body, BODY_MAX_CHARS)
    at = 0
    for start, end in (*card.emphasis, (len(body), len(body))):
        for text, style in ((body[at:start], None), (body[start:end], _Bold)):
            if shown := cleaned(text):
                yield _Text(text=shown, style=style)
        at = end


def _source(card: Card) -> Iterator[PlainTextObject | MarkdownTextObject]:
    if footer := shortened(_one_line(card.footer), FOOTER_MAX_CHARS):
        yield _plain(footer)
    if linked := link(_LINK_LABEL, card.url, LINK_MAX_CHARS):
        yield MarkdownTextObject(text=linked, verbatim=True)


def _section(text: str) -> SectionBlock:
    return SectionBlock(text=_plain(shortened(cleaned(text).strip(), BODY_MAX_CHARS) or ELLIPSIS))


def _buttons(buttons: Sequence[Button], asker: str | None) -> Iterator[ActionsBlock]:
    pressed = [(button.label, Press(button.action, asker).value()) for button in buttons]
    elements = [
        ButtonElement(
            text=_plain(shortened(_one_line(label), LABEL_MAX_CHARS) or ELLIPSIS),
            action_id=press_id(number),
            value=value,
        )
        for number, (label, value) in enumerate(pressed[: BUTTONS_MAX - 1])
        if len(value) <= VALUE_MAX_CHARS
    ]
    if asker is not None:
        elements.append(ButtonElement(text=_plain("Delete"), action_id=DELETE, value=asker))
    if elements:
        yield ActionsBlock(elements=elements)


def _plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=text, emoji=False)


def _one_line(text: str) -> str:
    return " ".join(cleaned(text).split())


def as_json(node: Any) -> Any:
    """Return a model of slack_sdk, or a list of them, as JSON.

    Its own `to_dict` looks for the checks of every object by name, which takes longer than all
    else that an answer needs; here the limits are kept anyway.
    """
    if isinstance(node, list):
        return [as_json(each) for each in node]
    if isinstance(node, JsonObject) and type(node).to_dict is JsonObject.to_dict:
        values = {name: getattr(node, name, None) for name in node.attributes}
        return {name: as_json(value) for name, value in values.items() if value not in (None, [])}
    return node.to_dict() if hasattr(node, "to_dict") else node


def _text(reply: Reply) -> str:
    """Return all of *reply* in mrkdwn, or where that is too long its cards, shortened."""
    text = cleaned(reply.text).strip()
    if not reply.cards or len(escaped(text)) <= TEXT_MAX_CHARS:
        return fitted(text, TEXT_MAX_CHARS) or ELLIPSIS
    cards = reply.cards[:CARDS_MAX]
    room = TEXT_MAX_CHARS // len(cards) - len("\n\n")
    return "\n\n".join(_card_text(card, room) for card in cards)


def _card_text(card: Card, room: int) -> str:
    """Return a card in mrkdwn of at most *room*; where it comes from has half of that at most."""
    where = fitted(cleaned(as_text(replace(card, title="", body=""))), room // 2)
    said = fitted(cleaned(as_text(replace(card, footer="", notes=()))), room - len(where) - 1)
    return "\n".join(filter(None, (said, where)))
