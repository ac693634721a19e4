"""Lay a reply out for a terminal or a pipe; pure."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.reply import Button, Card, Reply

_BOLD, _DIM, _MARKED, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[1;33m", "\x1b[0m"
_INDENT = "  "
# Longer lines are hard to read; in shorter ones nothing would fit.
_WIDEST, _NARROWEST = 100, 20
# What a terminal would take for a command, and what turns the direction of text round.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Look:
    """What the lines are for.

    Attributes:
        width: Columns of the terminal, or None for a pipe, where nothing is wrapped.
        colour: Whether ANSI styles are wanted.
    """

    width: int | None = None
    colour: bool = False

    @property
    def columns(self) -> int:
        """How wide a line may be; a terminal's last column stays free."""
        return max(min((self.width or _WIDEST) - 1, _WIDEST), _NARROWEST)

    def styled(self, text: str, style: str) -> str:
        """Return *text*, which is not empty, in an ANSI *style* where that is wanted."""
        return f"{style}{text}{_OFF}" if self.colour else text


PLAIN = Look()


def render(reply: Reply, look: Look = PLAIN, *, numbered: bool = False) -> list[str]:
    """Return *reply* in lines without line ends.

    A pipe gets the text of the reply as it is, a terminal its cards, wrapped.

    Args:
        reply: What to show.
        look: What the lines are for.
        numbered: Whether the buttons are listed, numbered from 1.
    """
    lines: list[str] = []
    if look.width is None or not reply.cards:
        for line in reply.text.split("\n"):
            lines += [safe(line)] if look.width is None else list(_wrapped(line, look))
    else:
        for card in reply.cards:
            lines += [*([""] if lines else []), *_card(card, look)]
    if numbered and reply.buttons:
        lines += ["", _numbered(reply.buttons, look)]
    return lines


def safe(text: str) -> str:
    """Return *text*, a line of it, without anything that a terminal would act on."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", " "))


def _card(card: Card, look: Look) -> Iterator[str]:
    if card.title:
        yield look.styled(safe(card.title), _BOLD)
    if card.body:
        yield from _wrapped(card.body, look, _INDENT, card.emphasis)
    if card.footer:
        for line in _wrapped(card.footer, look):
            yield look.styled(line, _DIM)
    for note in card.notes:
        yield from _wrapped(note, look)
    if card.url:
        yield look.styled(safe(card.url), _DIM)


def _numbered(buttons: Sequence[Button], look: Look) -> str:
    labels = (safe(button.label) for button in buttons)
    return "   ".join(
        f"{look.styled(str(number), _BOLD)} {label}" for number, label in enumerate(labels, start=1)
    )


def _wrapped(
    text: str, look: Look, indent: str = "", marked: Sequence[tuple[int, int]] = ()
) -> Iterator[str]:
    """Yield the lines of *text*, at least one, the words in *marked* ranges in a style."""
    room = look.columns - len(indent)
    line: list[str] = []
    used = 0
    for match in re.finditer(r"\S+", text):
        is_marked = any(match.start() < end and start < match.end() for start, end in marked)
        for piece in _pieces(safe(match[0]), room):
            if line and used + 1 + _width(piece) > room:
                yield indent + " ".join(line)
                line, used = [], 0
            used += _width(piece) + bool(line)
            line.append(look.styled(piece, _MARKED) if is_marked else piece)
    yield indent + " ".join(line)


def _pieces(word: str, room: int) -> Iterator[str]:
    """Yield *word*, or where it is wider than *room* what fits of it, line by line."""
    piece, used = "", 0
    for character in word:
        width = _width(character)
        if piece and used + width > room:
            yield piece
            piece, used = "", 0
        piece += character
        used += width
    yield piece


def _width(text: str) -> int:
    """Return how many columns *text* takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
