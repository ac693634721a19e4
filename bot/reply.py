"""What comes back: plain text, laid out in cards, with buttons.

No markup of any platform stands in these values. Renderers escape, shorten and lay out.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """A titled block of plain text.

    Attributes:
        title: Who or what, such as a speaker's name; may be empty.
        body: The words. In a quoted card they were said, ellipses at either end excepted.
        footer: Where it comes from, in one line; never dropped by a renderer.
        url: The place in the recording, or None.
        quoted: Whether body is a verbatim quote, to be set off as one.
        emphasis: Character ranges of body, `(start, end)`, end exclusive, ascending and
            disjoint, that deserve attention: the words that differ from what was asked.
        notes: Plain lines shown under the body, such as how the asker's words differ.
    """

    title: str
    body: str
    footer: str = ""
    url: str | None = None
    quoted: bool = False
    emphasis: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """A thing to press; `action` (see bot/actions.py) has 1 to 95 characters."""

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image with its alternative text.

    Attributes:
        png: The image file's bytes.
        alt: What it shows, in words; never empty.
    """

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer.

    Attributes:
        text: The whole answer in plain text; complete without the cards.
        cards: The same answer laid out, or empty when the text is all there is.
        buttons: What can be done next, in order.
        private: Whether only the person who asked should see it.
        found: Whether something was found: False for "nobody said that".
        pictures: Images that go with it.
    """

    text: str
    cards: tuple[Card, ...] = ()
    buttons: tuple[Button, ...] = ()
    private: bool = False
    found: bool = True
    pictures: tuple[Picture, ...] = ()
