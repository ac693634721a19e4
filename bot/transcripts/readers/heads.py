"""The grammar of a turn's first line: a time, a name and words, in the orders people use.

    Name: words                 **Name:** words              _Name:_ words
    Name (NM): words            **Name** [3:12](url): words  *Name [0:00:14]*: words
    [00:12:34] Name: words      **Name**                     Name: 00:01:30
    00:12:34 Name: words        Name  00:02:14               [Name] 00:02:14
    >> Name: words              Q. words                     Name  10:15 AM
    >> words                    [00:12:34] words             00:12:34

What is a name is not decided here: see `names`. All patterns are anchored or bounded.
"""

import re
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from bot.transcripts.readers.names import LONGEST_LABEL_CHARS, shape, without_markup
from bot.transcripts.readers.times import TIME, seconds


class Style(IntEnum):
    """How a head is set; the ways differ in how sure they are."""

    NONE = 0
    MARKED = 1  # in bold or italic type, with a colon
    TIMED = 2  # beside a time
    PLAIN = 3  # a colon, and no more
    LISTED = 4  # the same as an item of a list
    HEADING = 5  # a heading; given by who knows it for one
    BOLD = 6  # alone on its line, in bold or italic type
    ALONE = 7  # alone on its line
    CHANGE = 8  # >> without a name
    TIME = 9  # a time without a name


class Head(NamedTuple):
    """What a line begins with, if that may be a turn.

    Attributes:
        style: How it is set.
        label: The name, or None for CHANGE and TIME.
        start: Seconds, or None.
        text: The rest of the line, with its markup: the end of the line as it stands.
    """

    style: Style
    label: str | None
    start: float | None
    text: str


_WITHIN = 120  # characters in which a head must end
_LINK = r"(?:\([^()\s]{0,2000}\))?"
_RANGE = r"(?:\s?(?:-->|[-–—]|to)\s?\d[\d:.,]{3,13})?"
_CLOCK = r"(\s?[AaPp]\.?[Mm]\b\.?)?"
_TIME = re.compile(
    rf"\\?[\[(]({TIME}){_CLOCK}{_RANGE}\\?[\])]{_LINK}|(?<![\d:.])({TIME})(?![\d:]){_CLOCK}{_RANGE}"
)
_EMPHASIS = re.compile(
    r"(?:(\*{1,3})(?=[^\s*])([^*]{1,150}?)\1|(_{1,3})(?=[^\s_])([^_]{1,150}?)\3)(.*)", re.DOTALL
)
_CHANGE = re.compile(r">{2,}[ \t]*|&gt;&gt;(?:&gt;)?[ \t]*")
_IN_BRACKETS = re.compile(r"\[([^\[\]:\d][^\[\]:]{0,60})\][ \t]*(?=:|\(?\d{1,3}:\d)")
_COURT = re.compile(r"([QA])\.[ \t]+(.*)", re.DOTALL)
_NO_NAME = re.compile(r"[<>{}\"“”=]|https?$")
_ENDS_SENTENCE = (".", ",", "!", "?", "…", ";", "-", '"', "”", "]")
_AFTER_COLON = ("", " ", "\t", "[", "\\")
_NUMBERED = re.compile(r"\d{1,3}[.)][ \t]+")
_LONGEST_ALONE_CHARS = 60
_MOST_BLANKS = 9
_BEGINS_TIME = tuple("0123456789[(\\-")


def parse(line: str, *, listed: bool = False) -> Head | None:
    """Return what *line*, stripped, begins with, or None when that is no head of a turn.

    Args:
        line: Not empty; without the sign that made it *listed*, save a number.
        listed: It is an item of a list.
    """
    first = line[0]
    if first.isalpha():
        head = _named(line)
        return _listed(head) if listed else head
    changed = False
    if listed and first.isdigit() and (found := _NUMBERED.match(line)):
        line = line[found.end() :]
    elif first in ">&" and (found := _CHANGE.match(line)):
        line, changed = line[found.end() :], True
    start: float | None = None
    time = None
    if line[:1] in _BEGINS_TIME and not listed and (time := _TIME.match(line)):
        start = _start(time)
        line = line[time.end() :].lstrip(" \t-–—|")
        if line[:1] == ":" and not changed:
            line = line[1:].lstrip()
    head = _named(line) if line else None
    if head is None:
        if changed:
            return Head(Style.CHANGE, None, start, line)
        return Head(Style.TIME, None, start, line) if time else None
    if listed:
        return _listed(head)
    if time is None:
        return head
    style = head.style if head.style in (Style.ALONE, Style.BOLD) else Style.TIMED
    return Head(style, head.label, start, head.text)


def _listed(head: Head | None) -> Head | None:
    """Return *head* as one in a list: there, a name alone is no head."""
    if head is None or head.style in (Style.ALONE, Style.BOLD):
        return None
    return head._replace(style=Style.LISTED) if head.style == Style.PLAIN else head


def _named(line: str) -> Head | None:
    """Return the head of *line*, which begins with a name if it has one."""
    marked = False
    inside = _WITHIN
    first = line[0]
    if first in "*_" and (found := _EMPHASIS.match(line)):
        within = found[2] or found[4]
        line, inside, marked = within + found[5], len(within), True
    elif first == "[" and (found := _IN_BRACKETS.match(line)):
        line = f"{found[1]} {line[found.end() :]}"
    elif first in "QA" and (found := _COURT.match(line)):
        return Head(Style.PLAIN, found[1], None, found[2])

    colon = line.find(":", 0, _WITHIN)
    if colon < 0:
        return _alone(line, inside, marked=marked)
    begins = line[:colon]
    label: str | None = begins
    if begins.isalnum() and not marked:  # the quick way, for most heads are so
        if line[colon + 1 : colon + 2] not in _AFTER_COLON:
            return None
    else:
        if begins.count(" ") > _MOST_BLANKS:
            return None
        if begins[-1:].isdigit() and (head := _timed(line, colon, inside, marked=marked)):
            return head
        if marked and line[inside:colon].strip():
            return None
        if not marked and line[colon + 1 : colon + 2] not in _AFTER_COLON:
            return None
        label = _label(begins)
        if not label:
            return None
    after = line[colon + 1 :].lstrip(" \t")
    if after[:1] in _BEGINS_TIME and (time := _TIME.match(after)):
        words = after[time.end() :]
        if time[1] or (time[3].count(":") > 1 and (not words.strip() or words[0].isalpha())):
            return Head(Style.TIMED, label, _start(time), words.lstrip(" \t:"))
    return Head(Style.MARKED if marked else Style.PLAIN, label, None, after)


def _timed(line: str, colon: int, inside: int, *, marked: bool) -> Head | None:
    """Return the head of *line* if the first *colon* in it is that of a time beside a name."""
    time = _TIME.search(line, 0, _WITHIN)
    if time is None or not time.start() < colon < time.end():
        return None
    return _beside(line, time, inside, marked=marked)


def _beside(line: str, time: re.Match[str], inside: int, *, marked: bool) -> Head | None:
    """Return the head of *line* in which *time* stands between the name and the colon, if any."""
    label = _label(line[: time.start()])
    after = line[time.end() :].lstrip("*_ \t")
    told = after[:1] == ":"
    if not label or len(line[: time.start()].rstrip(" \t")) > inside:
        return None
    if told or not after or marked or time[1]:
        words = after[1:].lstrip("*_ \t") if told else after
        return Head(Style.TIMED, label, _start(time), words)
    return None


def _alone(line: str, inside: int, *, marked: bool) -> Head | None:
    if len(line) > _LONGEST_ALONE_CHARS or line.endswith(_ENDS_SENTENCE):
        return None
    if marked and line[inside:].strip():
        return None
    label = _label(line)
    if not label or shape(label) in (None, "nick"):
        return None
    return Head(Style.BOLD if marked else Style.ALONE, label, None, "")


@lru_cache(maxsize=4096)
def _label(text: str) -> str | None:
    """Return *text* as a label, without markup and what parts it from a time, or None."""
    if "<" in text:
        text = without_markup(text) or ""
    label = " ".join(text.replace("\\", "").strip(" \t*_-–—|,•").split())
    if not label or len(label) > LONGEST_LABEL_CHARS or _NO_NAME.search(label):
        return None
    return label


def _start(found: re.Match[str]) -> float | None:
    """Return the seconds of a match of _TIME, or None for a time of day."""
    return None if found[2] or found[4] else seconds(found[1] or found[3])
