"""What a line of text is, apart from speech: heading, list, table, link, comment, code, rule."""

import re
from collections.abc import Sequence
from enum import IntEnum


class Kind(IntEnum):
    """What a line is; MARK is nothing but markup, ASIDE no speech whatever is around it."""

    BLANK = 0
    TEXT = 1
    LISTED = 2
    QUOTED = 3
    CODE = 4
    HEADING = 5
    MARK = 6
    ASIDE = 7


_RULE = re.compile(r"[-*_=~ \t]{3,}|[-*+] TOC")
_ATTRIBUTES = re.compile(r"\{[:#%][^{}]*\}")
_ASIDE = re.compile(  # where a link points, a picture, and the keys of mission logs
    r"\[[^\[\]]{1,100}\]:[ \t]*\S+(?:[ \t]+\"[^\"]*\")?|!\[[^\[\]]*\]\(\S*\)|\[\[?TOC\]?\]"
    r"|_[a-z]{1,20} ?:.*"
)
_LISTED = re.compile(r"(?:[*+•-]|\d{1,3}[.)])[ \t]+")
_LINK = re.compile(r"!?\[[^\[\]]*\]\([^()\s]*\)|<?https?://[^\s<>]+>?")
_MOST_WORDS_BESIDE = 15
_DEEPEST_HEADING = 6
_FENCE = ("```", "~~~")
_LONGEST_BLOCK_LINES = 60  # a longer comment or fence was never closed, or holds a transcript

_LONGEST_TITLE_CHARS = 80
_PARTS = (
    "agenda",
    "attendees",
    "invited",
    "participants",
    "present",
    "transcript",
    "transcription",
)
_EXPORT_NOTE = re.compile(
    r"transcribed by |transcript(?:ion)? (?:ended|provided|outline)|meeting ended after \d"
    r"|this editable transcript|.{1,60} (?:started|stopped) transcription$",
    re.IGNORECASE,
)

_LISTS_FOLLOW = re.compile(
    r"(?:\d[\d.) ]{0,8})?(?:attend|agenda(?: items?\b| for |\W{0,9}$)|present\b|participants"
    r"|regrets|guests|table of contents|contents|toc\b|next (?:meeting|call)|registration"
    r"|logistics|schedul|links|references|resources|show notes|previous talks|related|sources"
    r"|footnotes|further reading|see also)",
    re.IGNORECASE,
)
_OUTCOMES_FOLLOW = re.compile(
    r"(?:\d[\d.) ]{0,8})?(?:conclusion|resolution|decision|action|outcome|summary|overview"
    r"|next steps|follow[- ]?up|takeaways|key points|tl;?dr)",
    re.IGNORECASE,
)
_MINUTED = re.compile(
    r"\W{0,6}(?:proposed resolution|resolution|resolved|action(?: item)?|decision)\b[^:\n]{0,20}:",
    re.IGNORECASE,
)


def heading(line: str) -> str | None:
    """Return the words of *line* when it is a Markdown heading, or None."""
    title = line.lstrip("#")
    if not 0 < len(line) - len(title) <= _DEEPEST_HEADING or not title or title[0] == "!":
        return None
    title = title.strip()
    at = title.rfind("{") if title.endswith("}") else -1
    if at >= 0 and title[at + 1] in "#:":
        title = title[:at]
    return title.rstrip("# \t")


def is_minuted(line: str) -> bool:
    """Return whether *line* records an outcome, such as `Resolution #1: minutes approved`."""
    return _MINUTED.match(line) is not None


def heads_list(title: str) -> bool:
    """Return whether no speech is below a heading: attendees, agenda, links."""
    return _LISTS_FOLLOW.match(title) is not None


def heads_outcome(title: str) -> bool:
    """Return whether a list below a heading is no speech: conclusions, action items."""
    return _OUTCOMES_FOLLOW.match(title) is not None


def classify(lines: list[str], first: int = 0) -> bytearray:
    """Return the Kind of each of *lines*, and leave in *lines* their words.

    The words are without the signs of headings, quotes and lists, save the numbers of a list.
    Lines above *first* are front matter: marks.
    """
    kinds = bytearray(len(lines))
    kinds[:first] = bytes([Kind.MARK]) * first
    text = int(Kind.TEXT)
    hidden_until = coded_until = -1
    for number in range(first, len(lines)):
        line = lines[number].strip()
        lines[number] = line
        if number <= coded_until:
            kinds[number] = (
                Kind.MARK if number == coded_until else Kind.CODE if line else Kind.BLANK
            )
        elif number <= hidden_until:
            kinds[number] = Kind.MARK
        elif not line:
            pass
        elif line[0].isalpha():
            kinds[number] = text if len(line) > _LONGEST_TITLE_CHARS else _titled(line)
        elif line.startswith("<!--"):
            hidden_until = _end(lines, number, "-->")
            kinds[number] = Kind.TEXT if hidden_until < 0 else Kind.MARK
        elif line.startswith(_FENCE):
            coded_until = _end(lines, number + 1, line[:3])
            kinds[number] = Kind.TEXT if coded_until < 0 else Kind.MARK
        else:
            kinds[number], lines[number] = _signed(line)
    return kinds


def _titled(line: str) -> Kind:
    """Return the kind of a short line: exports head their parts, and sign them, in plain words."""
    if line.removesuffix(":").casefold() in _PARTS:
        return Kind.HEADING
    return Kind.ASIDE if _EXPORT_NOTE.match(line) else Kind.TEXT


def _signed(line: str) -> tuple[Kind, str]:
    """Return the kind and the words of a line that begins with a sign, a digit or a bracket."""
    first = line[0]
    if first in "-*_=~+" and _RULE.fullmatch(line):
        return Kind.MARK, line
    if first == "{" and _ATTRIBUTES.fullmatch(line):
        return Kind.MARK, line
    if first == "#" and (title := heading(line)) is not None:
        return Kind.HEADING, title
    if first == "|" and line.count("|") > 2:
        return Kind.ASIDE, line
    if first in "[!_" and _ASIDE.fullmatch(line):
        return Kind.ASIDE, line
    if first == ">" and not line.startswith(">>"):
        return Kind.QUOTED, line[1:].lstrip()
    if first in "*+•-0123456789" and (found := _LISTED.match(line)):
        return Kind.LISTED, line if first.isdigit() else line[found.end() :]
    return Kind.TEXT, line


def _end(lines: Sequence[str], start: int, sign: str) -> int:
    """Return the number of the next line that holds *sign*, or -1 when it is not near."""
    near = range(start, min(len(lines), start + _LONGEST_BLOCK_LINES))
    return next((number for number in near if sign in lines[number]), -1)


def is_link(line: str) -> bool:
    """Return whether *line* only points elsewhere, such as `Agenda: <https://…>`."""
    if "http" not in line and "](" not in line:
        return False
    beside, links = _LINK.subn("", line)
    return links > 0 and len(beside.split()) <= _MOST_WORDS_BESIDE
