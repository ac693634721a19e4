"""Discord's markdown: plain text written so that it shows as it is, in the room there is."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote, urlsplit

from adapters.legible import cleaned, shortened

Ranges = Sequence[tuple[int, int]]

# What may begin markup anywhere. Mentions, emoji and times begin with a `<`; an address whose
# colon is escaped is no link.
_MARKUP = re.compile(r"[\\*_~`|\[\]<>@]|:(?=//)")
# What makes a line a heading, list or small print.
_MARKED_LINE = re.compile(r"^([ \t]*)([-+#]|\d+(?=[.)]))", re.MULTILINE)
_HTTP = ("http", "https")
# Of an address, whatever else may stand in it; parentheses would end the link.
_SAFE_IN_ADDRESS = "%/:?#@!$&*+,;=~"


def escaped(text: str, emphasis: Ranges = ()) -> str:
    """Return markdown that shows *text* as it is, cleaned, and in bold where *emphasis* says.

    Args:
        text: Plain text; its lines stay lines.
        emphasis: Ranges of *text*, ascending and disjoint, end exclusive; those that reach past
            its end are cut.
    """
    text, emphasis = _cleaned(text, emphasis)
    pieces = []
    at = 0
    for start, end in _lines_apart(text, emphasis):
        pieces += [_escaped(text[at:start]), "**", _escaped(text[start:end]), "**"]
        at = end
    pieces.append(_escaped(text[at:]))
    return _MARKED_LINE.sub(_unmarked, "".join(pieces))


def block_quote(markdown: str) -> str:
    """Return *markdown* set off as a quote, line by line."""
    return "\n".join(f"> {line}" for line in markdown.split("\n"))


def link(label: str, url: str | None, room: int) -> str | None:
    """Return a link to *url*, or None where it is no web address or takes more than *room*.

    Args:
        label: What to show: words of this program, because nothing escapes brackets in a label.
        url: Where to, perhaps with characters that an address cannot have.
        room: Characters that may be used.
    """
    if url is None:
        return None
    try:
        address = quote(url, safe=_SAFE_IN_ADDRESS)
        if urlsplit(address).scheme not in _HTTP:
            return None
    except ValueError:
        return None
    linked = f"[{label}]({address})"
    return linked if len(linked) <= room else None


def fitted(write: Callable[[str], str], text: str, room: int) -> str:
    """Return what *write* makes of *text*, shortened until it takes at most *room* characters.

    Args:
        write: Makes markdown, the more of it the longer its text is.
        text: Plain text.
        room: May be too little for anything; what comes back is empty then.
    """
    if len(text) <= room and len(whole := write(text)) <= room:
        return whole
    lengths = range(1, room + 1)
    fitting = bisect_right(lengths, room, key=lambda length: len(write(shortened(text, length))))
    return write(shortened(text, fitting)) if fitting else ""


def _cleaned(text: str, ranges: Ranges) -> tuple[str, Ranges]:
    """Return *text* cleaned, with the *ranges* of it that are left."""
    pieces, moved = [], []
    at = length = 0
    for start, end in ranges:
        before, inside = cleaned(text[at:start]), cleaned(text[start:end])
        pieces += [before, inside]
        moved.append((length + len(before), length + len(before) + len(inside)))
        at, length = end, moved[-1][1]
    return "".join([*pieces, cleaned(text[at:])]), moved


def _lines_apart(text: str, emphasis: Ranges) -> Iterator[tuple[int, int]]:
    """Yield the ranges to be written in bold: within a line each, and no space at their ends."""
    for start, end in _joined(emphasis):
        for found in re.finditer(r"\S(?:[^\n]*\S)?", text[start:end]):
            yield start + found.start(), start + found.end()


def _joined(ranges: Ranges) -> Iterator[tuple[int, int]]:
    """Yield *ranges*, those that touch made one; two bold runs side by side would be neither."""
    joined: tuple[int, int] | None = None
    for start, end in ranges:
        if joined is not None and start <= joined[1]:
            joined = joined[0], max(end, joined[1])
            continue
        if joined is not None:
            yield joined
        joined = start, end
    if joined is not None:
        yield joined


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)


def _unmarked(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"
