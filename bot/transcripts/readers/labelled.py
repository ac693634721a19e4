"""Make turns of a text in which labels begin them: `Name: words`, minutes, exports, Q and A."""

import re
from itertools import compress

from bot.transcripts.readers import labels, names, outline
from bot.transcripts.readers.heads import Style
from bot.transcripts.readers.markup import plain
from bot.transcripts.readers.outline import Kind
from bot.transcripts.readers.reading import Doubts, Spoken
from bot.transcripts.readers.text import Text

_HEADER_LINES = 200
_FEW = 3
_MINUTES = re.compile(
    r"\b(?:minutes|meeting notes|attendees|agenda|scribes?|present)\b", re.IGNORECASE
)
_REPORTED = re.compile(r"([A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)?) (?:and [A-Z]\w* )?[a-z]+(?:s|ed) ")
_DOTS = re.compile(r"^(?:…|\.\.\.)[ \t]+")
_BLANK, _MARK, _HEADING, _ASIDE, _TEXT = map(
    int, (Kind.BLANK, Kind.MARK, Kind.HEADING, Kind.ASIDE, Kind.TEXT)
)
_TIME = int(Style.TIME)


class Turns:
    """Makes turns of a `Text`, line by line.

    Attributes:
        spoken: The turns.
        asides: What is no speech.
        title: The first line of the header that is no `Key: value`, or None.
    """

    def __init__(self, text: Text, doubts: Doubts) -> None:
        """Go through *text*, whose turns are decided; its lines are given up on the way."""
        self.spoken: list[Spoken] = []
        self.asides: list[str] = []
        self._text = text
        self._doubts = doubts
        self._open = False  # a label or a mark of change has begun a turn
        self._label: str | None = None
        self._start: float | None = None
        self._words: list[str] = []
        self._time: float | None = None  # stands alone above the next turn, or the next few
        self._time_taken = self._time_parted = False  # by a turn; by a blank line
        self._title: str | None = None  # of the heading above, until a label follows
        told = text.turn_labels()
        found = dict.fromkeys(told)
        set_off = sum(map(text.turns.count, (Style.MARKED, Style.TIMED)))
        self._set_off = set_off * 2 > len(told)
        headings = (kind == Kind.HEADING for kind in text.kinds)
        minuted = any(map(_MINUTES.search, text.entries)) or any(
            map(_MINUTES.search, compress(text.words, headings))
        )
        own = labels.stands_for_paragraphs(text)
        self._own_paragraphs = own and (minuted or found.keys() <= {"Q", "A"})
        self._reported = minuted and not self._set_off
        self._goes_on = not self._own_paragraphs and not self._reported
        self._known = {part for label in found for part in (label, label.split()[0])}
        self._make()

    def _make(self) -> None:
        text = self._text
        header = self._header_end()
        plain_lines = (n for n in range(header) if text.kinds[n] == _TEXT and not text.styles[n])
        self.title = next((text.words[n] for n in plain_lines), None)
        blank = True
        for number, kind in enumerate(text.kinds):
            if kind == _BLANK:
                if self._time_taken:
                    self._time = None
                blank = self._time_parted = True
                continue
            if kind == _MARK:
                continue
            turn = text.turns[number]
            if turn == _TIME:
                self._note_time(number, blank=blank)
            elif turn:
                self._begin(text.label(number), text.start(number), text.rest(number))
            elif kind == _HEADING:
                self._head(text.words[number])
            elif number < header or kind == _ASIDE or number in text.remarks:
                self._set_aside(number, text.words[number])
            else:
                self._add(number, text.words[number], blank=blank)
            text.words[number] = ""
            blank = False
        self._close()

    def _header_end(self) -> int:
        """Return the line on which the first block ends, if that is a header of `Key: value`."""
        stated = False
        for number, kind in enumerate(self._text.kinds[:_HEADER_LINES]):
            if kind == Kind.HEADING and 0 < number <= _FEW:
                return number
            if self._text.turns[number] or (kind == Kind.BLANK and (stated or number > _FEW)):
                return number if stated else 0
            style = self._text.styles[number]
            stated = stated or style in (Style.PLAIN, Style.LISTED, Style.MARKED)
        return 0

    def _note_time(self, number: int, *, blank: bool) -> None:
        start, words = self._text.start(number), self._text.rest(number)
        if self._open and not self._words and self._start is None:
            self._start = start
        if words:
            self._add(number, words, blank=blank)
        else:
            self._time = start
            self._time_taken = self._time_parted = False

    def _begin(self, label: str | None, start: float | None, words: str) -> None:
        if self._words:
            self._close()
        if label is not None and label[-1:] == ")":
            label, initials = names.without_initials(label)
            if initials is not None:
                self._text.explained.setdefault(initials, label)
        self._title = None
        self._open = True
        self._label = None if label == "?" else label
        self._start = self._time if start is None else start
        self._time_taken = True
        if self._time_parted:
            self._time = None
        if words:
            self._words.append(words)

    def _head(self, words: str) -> None:
        if aside := plain(words):
            self.asides.append(aside)
        self._title = words
        if not self._set_off:
            self._close()

    def _add(self, number: int, words: str, *, blank: bool) -> None:
        """Add the words of a line without a label to the turn they belong to, or to none."""
        kind = self._text.kinds[number]
        if self._goes_on and kind == _TEXT and self._title is None and self._open:
            self._words.append(words if words[0] not in "…." else _DOTS.sub("", words, count=1))
            return
        if self._is_aside(kind, words, blank=blank):
            self._set_aside(number, words)
            return
        if blank and self._words and (not self._open or self._stands_alone(kind, words)):
            self._close()
        if kind == _TEXT and self._words:
            words = _DOTS.sub("", words, count=1)
        self._words.append(words)

    def _is_aside(self, kind: int, words: str, *, blank: bool) -> bool:
        if self._title is not None:
            if outline.heads_list(self._title) or outline.is_link(words):
                return True
            if kind == Kind.LISTED and outline.heads_outcome(self._title):
                return True
        if kind == Kind.QUOTED and outline.is_minuted(words):
            return True
        if self._open or self._words:
            return False
        return outline.is_link(words) or (kind == Kind.LISTED and not self.spoken)

    def _stands_alone(self, kind: int, words: str) -> bool:
        """Return whether a new paragraph without a label is by nobody who is named."""
        if self._own_paragraphs:
            return kind in (Kind.TEXT, Kind.QUOTED)
        if not self._reported or kind != Kind.TEXT:
            return False
        report = _REPORTED.match(words)
        return report is not None and report[1] in self._known

    def _set_aside(self, number: int, words: str) -> None:
        if aside := plain(words):
            self.asides.append(aside)
            self._doubts.add("lists, tables and links are taken for no speech", number + 1)

    def _close(self) -> None:
        if self._words:
            text = plain(self._words[0] if len(self._words) == 1 else " ".join(self._words))
            if text:
                self.spoken.append(Spoken(self._label, text, self._start))
        self._open = False
        self._label = self._start = None
        self._words = []
