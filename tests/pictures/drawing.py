"""Draw what a chat shows as SVG: wrapped text in runs, bars and buttons, from top to bottom."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

FONT = "Lato, 'Helvetica Neue', Helvetica, Arial, sans-serif"

_WORD = re.compile(r"[^ \n]+ *\n?| +|\n")
_NARROW, _WIDE = frozenset("iljtfrI.,:;'!|()[]·… "), frozenset("mwMW—")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text of one look."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set: pixels from line to line and of the letters, and its colour."""

    size: float
    leading: float
    colour: str


@dataclass(slots=True)
class Canvas:
    """A drawing that grows downwards.

    Attributes:
        width: In pixels.
        y: Where the next thing begins.
        parts: What was drawn.
    """

    width: float
    y: float = 0
    parts: list[str] = field(default_factory=list)

    def text(self, runs: Sequence[Run], style: Style, x: float, right: float) -> None:
        """Write *runs* as one paragraph between *x* and *right*, as many lines as it takes."""
        for line in _lines(runs, style.size, right - x):
            self.line([Run(run.text.rstrip("\n"), run.bold) for run in line], style, x)

    def line(self, runs: Sequence[Run], style: Style, x: float) -> None:
        """Write *runs* as one line at *x*."""
        self.y += style.leading
        spans = "".join(
            f'<tspan font-weight="{700 if run.bold else 400}">{escape(run.text)}</tspan>'
            for run in runs
        )
        self.parts.append(
            f'<text x="{x:g}" y="{self.y - style.leading * 0.3:g}" font-size="{style.size:g}"'
            f' fill="{style.colour}" xml:space="preserve">{spans}</text>'
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str,
        line: str = "none",
        radius: float = 4,
    ) -> None:
        """Draw a box with round corners."""
        self.parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}"'
            f' fill="{fill}" stroke="{line}"/>'
        )

    def centred(self, text: str, x: float, y: float, size: float, colour: str) -> None:
        """Write *text* in bold around *x*, on the line *y*."""
        self.parts.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="700" fill="{colour}"'
            f' text-anchor="middle">{escape(text)}</text>'
        )

    def svg(self, title: str) -> str:
        """Return the whole drawing as a file; *title* is read out where it cannot be seen."""
        body = "\n".join(self.parts)
        size = f'width="{self.width:g}" height="{self.y:g}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {self.width:g}'
            f' {self.y:g}" font-family="{FONT}" role="img">\n'
            f"<title>{escape(title)}</title>\n{body}\n</svg>\n"
        )


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide *text* is in pixels, at most: fonts differ from one machine to another."""
    ems = sum(
        0.33 if one in _NARROW else 0.92 if one in _WIDE else 0.72 if one.isupper() else 0.6
        for one in text
    )
    return ems * size * (1.12 if bold else 1)


def _lines(runs: Sequence[Run], size: float, room: float) -> Iterator[list[Run]]:
    """Yield lines of at most *room* pixels, broken after spaces and at line breaks."""
    line: list[Run] = []
    used = 0.0
    for word in (Run(part, run.bold) for run in runs for part in _WORD.findall(run.text)):
        wide = width_of(word.text.rstrip(), size, bold=word.bold)
        ends = line and line[-1].text.endswith("\n")
        if ends or (line and used + wide > room and line[-1].text.endswith(" ")):
            yield line
            line, used = [], 0.0
        line.append(word)
        used += width_of(word.text, size, bold=word.bold)
    yield line
