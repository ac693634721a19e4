"""Draw an answer in Slack, from the blocks that Slack is sent: `python -m tests.pictures.slack`."""

import random
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.slack.mrkdwn import plain
from adapters.slack.rendering import Message, to_message
from bot.app import build
from tests.pictures.drawing import Canvas, Run, Style, width_of

PICTURE = Path(__file__).with_suffix(".svg")
QUESTION = "we actaully lowered the bar and democratised inteligence"

_WIDTH, _EDGE, _LEFT, _INDENT = 720.0, 20.0, 76.0, 14.0
_WORDS = Style(15, 22, "#1d1c1d")
_SMALL = Style(13, 20, "#616061")
_NAME = Style(15, 22, "#1d1c1d")


def main() -> None:
    """Ask the shipped transcript and write the picture of its answer."""
    PICTURE.write_text(draw(answer(QUESTION)), encoding="utf-8")


def answer(question: str) -> Message:
    """Return what Slack is sent for `/jensen` with *question*, the shipped transcript alone."""
    with tempfile.TemporaryDirectory() as home:
        bot = build(Path(home), clock=lambda: datetime.now(UTC), rng=random.Random(1))
        scope = bot.asking.scope()
        return to_message(bot.talking.answer(question, scope=scope), asker="U00000001")


def draw(message: Message) -> str:
    """Return the picture of *message*."""
    canvas = Canvas(_WIDTH, _EDGE)
    background = len(canvas.parts)
    canvas.box(_EDGE, canvas.y, 40, 40, fill="#76b900", radius=8)
    canvas.centred("J", _EDGE + 20, canvas.y + 27, 20, "#ffffff")
    canvas.line([Run("jensen", bold=True)], _NAME, _LEFT)
    badge = _LEFT + width_of("jensen", _NAME.size, bold=True) + 4
    canvas.box(badge, canvas.y - 18, 30, 15, fill="#e8e8e8", radius=2)
    canvas.centred("APP", badge + 15, canvas.y - 7, 10, "#616061")
    for block in message.blocks:
        _draw_block(canvas, block)
    canvas.y += _EDGE
    canvas.box(0.5, 0.5, _WIDTH - 1, canvas.y - 1, fill="#ffffff", line="#dddddd", radius=10)
    canvas.parts.insert(background, canvas.parts.pop())
    return canvas.svg(f"An answer in Slack: {plain(message.text)}")


def _draw_block(canvas: Canvas, block: dict[str, Any]) -> None:
    right = _WIDTH - _EDGE
    match block["type"]:
        case "rich_text":
            for element in block["elements"]:
                is_quote = element["type"] == "rich_text_quote"
                top = canvas.y + 3
                left = _LEFT + _INDENT * is_quote
                canvas.text(list(_runs(element["elements"])), _WORDS, left, right)
                if is_quote:
                    canvas.box(_LEFT, top, 4, canvas.y - top - 1, fill="#dddddd", radius=2)
        case "context":
            canvas.y += 4
            canvas.text([Run("   ".join(_texts(block["elements"])))], _SMALL, _LEFT, right)
        case "section":
            canvas.text([Run(block["text"]["text"])], _WORDS, _LEFT, right)
        case "actions":
            _draw_buttons(canvas, [each["text"]["text"] for each in block["elements"]])
        case unknown:
            raise ValueError(f"a block of type {unknown} cannot be drawn")


def _draw_buttons(canvas: Canvas, labels: Sequence[str]) -> None:
    canvas.y += 10
    x = _LEFT
    for label in labels:
        width = width_of(label, 13, bold=True) + 24
        canvas.box(x, canvas.y, width, 28, fill="#ffffff", line="#bbbabb")
        canvas.centred(label, x + width / 2, canvas.y + 19, 13, "#1d1c1d")
        x += width + 8
    canvas.y += 28


def _runs(elements: Sequence[dict[str, Any]]) -> Iterator[Run]:
    for element in elements:
        yield Run(element["text"], bold=bool(element.get("style", {}).get("bold")))


def _texts(elements: Sequence[dict[str, Any]]) -> Iterator[str]:
    for element in elements:
        text = str(element["text"])
        yield plain(text) if element["type"] == "mrkdwn" else text


if __name__ == "__main__":
    main()
