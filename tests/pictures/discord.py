"""Draw an answer on Discord from what Discord is sent: `python -m tests.pictures.discord`."""

import random
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.discord.rendering import to_message
from bot.app import build
from tests.fakes.discord.messages import walk
from tests.pictures.drawing import Canvas, Run, Style, width_of

PICTURE = Path(__file__).with_suffix(".svg")
QUESTION = "we actaully lowered the bar and democratised inteligence"

Component = dict[str, Any]

_WIDTH, _EDGE, _LEFT, _INDENT = 720.0, 20.0, 76.0, 16.0
_WORDS = Style(15, 22, "#dbdee1")
_TITLE = Style(18, 26, "#f2f3f5")
_SMALL = Style(12.5, 19, "#949ba4")
_NAME = Style(15, 22, "#f2f3f5")

_PIECE = re.compile(
    r"\*\*(?P<bold>(?:\\.|[^\\*])+)\*\*|\[(?P<link>[^\]]+)\]\([^)]+\)|\\(?P<plain>[^\w\s]|_)"
)


def main() -> None:
    """Ask the shipped transcript and write the picture of its answer."""
    PICTURE.write_text(draw(answer(QUESTION)), encoding="utf-8")


def answer(question: str) -> list[Component]:
    """Return what Discord is sent for `/jensen` with *question*, the shipped transcript alone."""
    with tempfile.TemporaryDirectory() as home:
        bot = build(Path(home), clock=lambda: datetime.now(UTC), rng=random.Random(1))
        reply = bot.asking.ask(question, scope=bot.asking.scope())
        components: list[Component] = to_message(reply, asker_id=1).view.to_components()  # type: ignore[no-untyped-call]
        return components


def draw(components: list[Component]) -> str:
    """Return the picture of a message of *components*."""
    canvas = Canvas(_WIDTH, _EDGE)
    canvas.parts.append(
        f'<circle cx="{_EDGE + 20:g}" cy="{canvas.y + 20:g}" r="20" fill="#76b900"/>'
    )
    canvas.centred("J", _EDGE + 20, canvas.y + 27, 20, "#ffffff")
    canvas.line([Run("jensen", bold=True)], _NAME, _LEFT)
    badge = _LEFT + width_of("jensen", _NAME.size, bold=True) + 4
    canvas.box(badge, canvas.y - 18, 32, 15, fill="#5865f2", radius=3)
    canvas.centred("APP", badge + 16, canvas.y - 7, 10, "#ffffff")
    for component in components:
        _draw(canvas, component, _LEFT)
    canvas.y += _EDGE
    background = Canvas(_WIDTH)
    background.box(0, 0, _WIDTH, canvas.y, fill="#313338", radius=10)
    canvas.parts[:0] = background.parts
    words = [_plain(part["content"]) for part in walk(components) if part["type"] == 10]
    return canvas.svg(f"An answer on Discord: {' '.join(words)}")


def _draw(canvas: Canvas, component: Component, left: float) -> None:
    match component["type"]:
        case 17:
            _draw_container(canvas, component)
        case 14:
            canvas.y += 8
            canvas.box(left, canvas.y, _WIDTH - _EDGE - 16 - left, 1, fill="#3f4147", radius=0)
            canvas.y += 4
        case 10:
            for line in component["content"].split("\n"):
                _draw_line(canvas, line, left)
        case 1:
            _draw_buttons(canvas, component, left)
        case unknown:
            raise ValueError(f"a component of type {unknown} cannot be drawn")


def _draw_container(canvas: Canvas, container: Component) -> None:
    canvas.y += 6
    at, top = len(canvas.parts), canvas.y
    canvas.y += 12
    for component in container["components"]:
        _draw(canvas, component, _LEFT + 20)
    canvas.y += 14
    width, height = _WIDTH - _EDGE - _LEFT, canvas.y - top
    box = Canvas(_WIDTH)
    box.box(_LEFT, top, width, height, fill="#2b2d31", line="#3f4147", radius=8)
    if (colour := container["accent_color"]) is not None:
        box.box(_LEFT, top, 4, height, fill=f"#{colour:06x}", radius=2)
    canvas.parts[at:at] = box.parts


def _draw_line(canvas: Canvas, line: str, left: float) -> None:
    right = _WIDTH - _EDGE - 16
    if line.startswith("### "):
        title = [Run(run.text, bold=True) for run in _runs(line[4:])]
        canvas.text(title, _TITLE, left, right)
    elif line.startswith("> "):
        top = canvas.y + 4
        canvas.text(list(_runs(line[2:])), _WORDS, left + _INDENT, right)
        canvas.box(left, top, 4, canvas.y - top, fill="#4e5058", radius=2)
    elif line.startswith("-# "):
        canvas.y += 2
        canvas.text(list(_runs(line[3:])), _SMALL, left, right)
    else:
        canvas.text(list(_runs(line)), _WORDS, left, right)


def _draw_buttons(canvas: Canvas, row: Component, left: float) -> None:
    canvas.y += 10
    x = left
    for button in row["components"]:
        width = width_of(button["label"], 14, bold=True) + 28
        canvas.box(x, canvas.y, width, 32, fill="#4e5058", radius=8)
        canvas.centred(button["label"], x + width / 2, canvas.y + 21, 14, "#ffffff")
        x += width + 8
    canvas.y += 32


def _runs(markdown: str) -> Iterator[Run]:
    """Yield the runs of a line: bold ones, links by their labels, and what is escaped as it is."""
    plain, at = "", 0
    for found in _PIECE.finditer(markdown):
        plain += markdown[at : found.start()] + (found["link"] or found["plain"] or "")
        at = found.end()
        if found["bold"]:
            yield Run(plain)
            yield Run(_plain(found["bold"]), bold=True)
            plain = ""
    yield Run(plain + markdown[at:])


def _plain(markdown: str) -> str:
    lines = (re.sub(r"^(###|>|-#) ", "", line) for line in markdown.split("\n"))
    return " ".join("".join(run.text for run in _runs(line)) for line in lines)


if __name__ == "__main__":
    main()
