"""Lay a reply out for Discord: pure, owning every limit and all escaping.

Components V2 and nothing else: unlike an embed it needs no permission and cannot be switched off
in Discord's settings, and a message that an edit changes keeps its kind.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import discord
from discord import ui

from adapters.discord.buttons import (
    CUSTOM_ID_MAX_CHARS,
    LABEL_MAX_CHARS,
    ActionButton,
    delete_action,
)
from adapters.discord.markdown import block_quote, escaped, fitted, link
from adapters.legible import ELLIPSIS, cleaned, shortened
from bot.reply import Button, Card, Picture, Reply

# Characters of everything that can be read, as it is sent.
TEXT_MAX_CHARS = 4_000
# Cards with a line between each two, pictures, and two rows of buttons: below 40 components.
CARDS_MAX = 10
BUTTONS_MAX = 10
BUTTONS_A_ROW = 5
PICTURES_MAX = 4
PICTURE_MAX_BYTES = 10 * 1024 * 1024
ALT_MAX_CHARS = 1_024

TITLE_MAX_CHARS = 256
FOOTER_MAX_CHARS = 512
NOTES_MAX = 5

_ACCENT = discord.Colour(0x76B900)
_LINK_LABEL = "Recording"


class Message(NamedTuple):
    """What Discord is sent.

    Attributes:
        view: Everything to see but the pictures' bytes.
        files: The pictures, to be read once.
    """

    view: ui.LayoutView
    files: list[discord.File]


def to_message(reply: Reply, *, asker_id: int | None = None) -> Message:
    """Return *reply* as a message.

    Args:
        reply: Of any length. What is too long ends with an ellipsis; who said it and where stays.
        asker_id: Who may delete the message, or None where it needs no such button.
    """
    pictures = [picture for picture in reply.pictures if len(picture.png) <= PICTURE_MAX_BYTES][
        :PICTURES_MAX
    ]
    names = [f"picture-{number}.png" for number in range(1, len(pictures) + 1)]
    items: list[ui.Item[ui.LayoutView]] = []
    items += _cards(reply.cards) if reply.cards else [_plain(reply.text)]
    if pictures:
        items.append(ui.MediaGallery(*map(_shown, names, pictures)))
    items += _rows(reply.buttons, asker_id)

    view = ui.LayoutView(timeout=None)
    if reply.cards:
        view.add_item(ui.Container(*items, accent_colour=_ACCENT if reply.found else None))
    else:
        for item in items:
            view.add_item(item)
    files = [
        discord.File(io.BytesIO(picture.png), name, description=_alt(picture))
        for name, picture in zip(names, pictures, strict=True)
    ]
    return Message(view, files)


def _cards(cards: Sequence[Card]) -> Iterator[ui.Item[Any]]:
    """Yield the cards with a line between each two; what one leaves of the room, others may use."""
    more = f"{ELLIPSIS} and {len(cards) - CARDS_MAX} more" if len(cards) > CARDS_MAX else ""
    room = TEXT_MAX_CHARS - len(more)
    for number, card in enumerate(cards[:CARDS_MAX]):
        if number:
            yield ui.Separator()
        text = _card(card, room // (min(len(cards), CARDS_MAX) - number))
        room -= len(text)
        yield ui.TextDisplay(text)
    if more:
        yield ui.TextDisplay(more)


def _card(card: Card, room: int) -> str:
    """Return a card in at most *room* (100 or more) characters, at least one.

    Who, where and the notes have shares that are theirs; the body has what is left.
    """
    title = fitted(_heading, _one_line(card.title), min(room // 8, TITLE_MAX_CHARS))
    source = (
        fitted(escaped, _one_line(card.footer), min(room // 3, FOOTER_MAX_CHARS)),
        link(_LINK_LABEL, card.url, room // 4),
    )
    footer = _small_print(" · ".join(filter(None, source)))
    notes = list(filter(None, map(_one_line, card.notes)))[:NOTES_MAX]
    small = [fitted(_note, note, room // 8 // len(notes)) for note in notes]

    others = [part for part in (title, footer, *small) if part]
    left = room - sum(len(part) + 1 for part in others)
    body = fitted(lambda text: _body(text, card), card.body, left)
    return "\n".join(part for part in (title, body, footer, *small) if part) or ELLIPSIS


def _body(text: str, card: Card) -> str:
    markdown = escaped(text, card.emphasis)
    if not markdown.strip():
        return ""
    return block_quote(markdown) if card.quoted else markdown


def _heading(text: str) -> str:
    return f"### {escaped(text)}" if text else ""


def _small_print(markdown: str) -> str:
    return f"-# {markdown}" if markdown else ""


def _note(text: str) -> str:
    return _small_print(escaped(text))


def _plain(text: str) -> ui.TextDisplay[Any]:
    return ui.TextDisplay(fitted(escaped, text, TEXT_MAX_CHARS).strip() or ELLIPSIS)


def _rows(buttons: Sequence[Button], asker_id: int | None) -> Iterator[ui.ActionRow[Any]]:
    room = BUTTONS_MAX - (asker_id is not None)
    labels = {
        button.action: shortened(_one_line(button.label), LABEL_MAX_CHARS) or ELLIPSIS
        for button in buttons
        if 0 < len(button.action.strip()) <= len(button.action) <= CUSTOM_ID_MAX_CHARS
    }
    pressed = [ActionButton(action, label) for action, label in labels.items()][:room]
    if asker_id is not None:
        pressed.append(ActionButton(delete_action(asker_id), "Delete"))
    for start in range(0, len(pressed), BUTTONS_A_ROW):
        yield ui.ActionRow(*pressed[start : start + BUTTONS_A_ROW])


def _shown(name: str, picture: Picture) -> discord.MediaGalleryItem:
    return discord.MediaGalleryItem(f"attachment://{name}", description=_alt(picture))


def _alt(picture: Picture) -> str:
    return shortened(_one_line(picture.alt), ALT_MAX_CHARS)


def _one_line(text: str) -> str:
    return " ".join(cleaned(text).split())
