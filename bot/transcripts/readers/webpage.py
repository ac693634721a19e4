"""Read HTML transcripts: Podcasting 2.0's cite, time and p, scribed minutes, and pages like them.

The page is told as lines of Markdown, and those are read like any other text. The standard
library's parser takes over two minutes for 90 kB of unclosed tags, so tags are found by one pattern
that never looks back. Nothing is fetched, and no entity can expand: those of HTML stand for one or
two characters each, and any other is text.
"""

import html
import re

from bot.transcripts.readers import prose, stating
from bot.transcripts.readers.reading import Doubts, Reading, refusal

_TAG = re.compile(r"<(?:(!--)|(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|[!?][^<>]*>)")
_PAGE = re.compile(
    r"<(?:!doctype html|html|body|article|main|cite|time|p|div|h[1-6]|table|tt|transcript"
    r"|timedtext)\b",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"<!ENTITY\s", re.IGNORECASE)
_HREF = re.compile(r"href\s*=\s*[\"']?(https?://[^\s\"'<>()]{1,2000})", re.IGNORECASE)
_SPEAKER = re.compile(
    r"class\s*=\s*[\"']?[^\"'>]{0,200}\b(?:speaker|person|author)(?:[-_]?name)?\b",
    re.IGNORECASE,
)
_HIDDEN = frozenset("script style template svg select button nav".split())
_LINES = frozenset(
    "address article aside blockquote body center dd details div dl dt figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 head header hr html li main ol p pre section summary table tbody td th "
    "thead title tr ul".split()
)
_TIMED = ("p", "text")  # of TTML and of YouTube's XML
_BEGINS = re.compile(
    r"\b(begin|start|t)\s*=\s*[\"'](?:(\d{1,3}:\d\d:\d\d(?:\.\d{1,6})?)|(\d{1,9}(?:\.\d{1,6})?)s?)[\"']"
)
_NAMED = ("cite", "b", "strong", "i", "em")
_SIGNS = re.compile(r"[\\`*_\[\]<>#|~]")
_ESCAPED = {ord(sign): f"\\{sign}" for sign in "\\`*_[]<>#|~"}
_LONGEST_LABEL_CHARS = 100
_FEW = 3


def is_page(text: str) -> bool:
    """Return whether *text*, or its beginning, is HTML."""
    lines = text[:20_000].split("\n")
    _, front = stating.split_front_matter(lines)
    head = "\n".join(lines[front:]).lstrip()
    return head.startswith(("<?xml", "<!")) or (head[:1] == "<" and _PAGE.search(head) is not None)


def read(text: str, name: str, doubts: Doubts) -> Reading:
    """Return the turns of the page *text*.

    Raises:
        BadTranscriptError: It declares entities, or no line of it is speech.
    """
    if found := _ENTITY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise refusal(
            name, line, "entities are declared here; they are never expanded, remove them"
        )
    lines = text.split("\n")
    _, front = stating.split_front_matter(lines)
    page = _Page()
    page.feed("\n".join(lines[front:]) if front else text)
    reading = prose.read([*lines[:front], *page.lines], name, doubts)
    return Reading("html", reading.turns, reading.details, reading.asides, reading.doubts)


class _Page:
    """Makes lines of Markdown out of HTML."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._words: list[str] = []  # of the line that is being made
        self._prefix = ""
        self._opened: str | None = None  # the tag at the head of the line that may hold a name
        self._sure = False  # that it does
        self._link: tuple[int, str] | None = None  # where in the words one begins, and its address
        self._unclosed: set[str] = set()

    def feed(self, text: str) -> None:
        """Take in a whole page."""
        at = 0
        while found := _TAG.search(text, at):
            if found.start() > at:
                self._say(text[at : found.start()])
            at = found.end()
            comment, closes, tag, attributes = found.groups()
            if comment:
                at = self._skip(text, at, "-->")
            elif tag:
                tag = tag.lower()
                if tag in _HIDDEN and not closes:
                    at = self._skip(text, at, f"</{tag}")
                elif closes:
                    self._end(tag)
                else:
                    self._begin(tag, attributes)
        self._say(text[at:])
        self._break()

    def _skip(self, text: str, at: int, sign: str) -> int:
        """Return where *sign* ends after *at*; *at* itself when it never comes."""
        if sign in self._unclosed:
            return at
        end = text.find(sign, at)
        if end < 0:
            self._unclosed.add(sign)  # so that it is looked for in vain only once
            return at
        return end + len(sign)

    def _say(self, text: str) -> None:
        if "&" in text:
            text = html.unescape(text)
        if _SIGNS.search(text):
            text = text.translate(_ESCAPED)
        if not text or text.isspace():
            if self._words and text and self._words[-1] != " ":
                self._words.append(" ")
        elif text[0] == ":" and self._words and self._words[-1].endswith("** "):
            self._words[-1:] = [self._words[-1][:-1], text]
        else:
            self._words.append(text)

    def _begin(self, tag: str, attributes: str) -> None:
        if tag == "br":
            self._break(paragraph=False)
        elif tag == "time":
            self._words.append(" [")
        elif tag == "a" and (found := _HREF.search(attributes)):
            self._link = len(self._words), found[1]
        elif tag in _TIMED and (found := _BEGINS.search(attributes)):
            self._break()
            self._words.append(f"[{_clock(*found.groups())}] ")
        elif tag in _LINES:
            self._break()
            self._prefix = (
                "# " if tag in ("title", "h1", "h2", "h3") else "- " if tag == "li" else ""
            )
        sure = tag == "cite" or _SPEAKER.search(attributes) is not None
        if (sure or tag in _NAMED) and all(map(str.isspace, self._words[:_FEW])):
            self._opened, self._sure = tag, sure
            self._words, self._link = [], None

    def _end(self, tag: str) -> None:
        if tag == self._opened:
            label = " ".join("".join(self._words).split()).replace("\\<", "").replace("\\>", "")
            self._opened = self._link = None
            if label and len(label) <= _LONGEST_LABEL_CHARS:
                colon = "" if label.endswith(":") or not self._sure else ":"
                self._words = [f"**{label}{colon}** "]
        if tag == "time":
            self._words.append("] ")
        elif tag == "a" and self._link is not None:
            at, address = self._link
            self._link = None
            self._words[at:] = ["[", *self._words[at:], f"]({address})"]
        elif tag in _LINES or tag in _TIMED:
            self._break()

    def _break(self, *, paragraph: bool = True) -> None:
        line = " ".join("".join(self._words).split())
        if line:
            self.lines.append(f"{self._prefix}{line}")
            self._prefix = ""
        self._words = []
        self._opened = self._link = None
        if paragraph and self.lines and self.lines[-1]:
            self.lines.append("")


def _clock(key: str, time: str | None, number: str | None) -> str:
    """Return the time in a tag as h:mm:ss."""
    if time is not None:
        return time
    passed = float(number or 0) / (1000 if key == "t" else 1)
    minutes, seconds = divmod(passed, 60)
    return f"{int(minutes) // 60}:{int(minutes) % 60:02}:{seconds:06.3f}"
