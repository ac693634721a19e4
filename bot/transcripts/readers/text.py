"""The lines of a text with what each of them is, held in columns: a few bytes a line."""

import re
from array import array
from collections.abc import Collection, Iterator
from itertools import compress, takewhile
from math import nan

from bot.transcripts.model import Role
from bot.transcripts.readers import heads, names, stating
from bot.transcripts.readers.heads import Style
from bot.transcripts.readers.markup import plain
from bot.transcripts.readers.outline import Kind, classify

_HEADER_LINES = 200  # what a file says of itself stands above this line
_PEOPLE_BELOW = re.compile(r"attend|present\b|participants|speakers|in the room", re.IGNORECASE)
_FEW = 3
_LONGEST_SLIP_CHARS = 40
_MAY_HAVE_HEAD = frozenset((Kind.TEXT, Kind.LISTED, Kind.QUOTED, Kind.HEADING))


class Text:
    """A text whose lines are told apart.

    Attributes:
        words: The words of each line, without the signs of headings, quotes and lists.
        kinds: The Kind of each line.
        styles: The Style of the head of each line, NONE where it has none.
        turns: The same for those heads that begin turns; NONE throughout until that is decided.
        entries: What the text states about itself, by key in lower case.
        people: Who is listed in it, with the role stated there.
        explained: Full names by initials.
        remarks: Numbers of the lines that are no speech: lists of names, **Break:** and the like.
        candidates: Everything that stands where a label would, each once.
    """

    def __init__(self, lines: list[str]) -> None:
        """Take *lines* over; nothing is decided by one line alone."""
        self.entries, front = stating.split_front_matter(lines)
        self.words = lines
        self.kinds = classify(lines, front)
        self.styles = bytearray(len(lines))
        self.turns = bytearray(len(lines))
        self.people: dict[str, Role | None] = {}
        self.explained: dict[str, str] = {}
        self.remarks: set[int] = set()
        self.candidates: dict[str, str] = {}
        self._labels: list[str | None] = [None] * len(lines)
        self._starts = array("d", [nan]) * len(lines)
        self._offsets = array("l", [0]) * len(lines)
        self._find_heads()
        self._find_people()
        self.find_entries(keys_only=True)

    def with_heads(self) -> Iterator[int]:
        """Yield the numbers of the lines that have a head, in order."""
        return compress(range(len(self.styles)), self.styles)

    def with_turns(self) -> Iterator[int]:
        """Yield the numbers of the lines that begin a turn, or are a time, in order."""
        return compress(range(len(self.turns)), self.turns)

    def label(self, number: int) -> str | None:
        """Return the label at the head of a line, or None."""
        return self._labels[number]

    def start(self, number: int) -> float | None:
        """Return the seconds at the head of a line, or None."""
        start = self._starts[number]
        return start if start == start else None  # only "not a number" differs from itself

    def rest(self, number: int) -> str:
        """Return what follows the head of a line."""
        return self.words[number][self._offsets[number] :]

    def turn_labels(self) -> list[str]:
        """Return the label of each turn that has one, in order."""
        found = (self._labels[number] for number in self.with_turns())
        return [label for label in found if label is not None]

    def names_somebody(self) -> bool:
        """Return whether any turn begins with a label or a mark of change."""
        return any(style not in (Style.NONE, Style.TIME) for style in set(self.turns))

    def title(self) -> str | None:
        """Return the words of the first heading above all turns, or None."""
        for number, kind in enumerate(self.kinds[:_HEADER_LINES]):
            if self.turns[number]:
                return None
            if kind == Kind.HEADING:
                return plain(self.words[number]) or None
        return None

    def find_entries(self, *, keys_only: bool) -> None:
        """Note what the heads in the upper part state that begin no turn."""
        for number in takewhile(lambda number: number < _HEADER_LINES, self.with_heads()):
            if (label := self._labels[number]) is not None:
                text = self.rest(number)
                if text and (names.is_key(label) if keys_only else not self.turns[number]):
                    self.entries.setdefault(label.casefold(), plain(text))
        for name, role in stating.people(self.entries).items():
            self.people[name] = self.people.get(name) or role

    def add_slips(self, speakers: Collection[str]) -> None:
        """Add the turns whose label, one of *speakers*, has a semicolon for its colon."""
        text = int(Kind.TEXT)
        for number, kind in enumerate(self.kinds):
            if kind == text and not self.styles[number]:
                label, slip, _ = self.words[number][:_LONGEST_SLIP_CHARS].partition("; ")
                if slip and label in speakers:
                    self.styles[number] = self.turns[number] = Style.PLAIN
                    self._labels[number] = label
                    self._offsets[number] = len(label) + len(slip)

    def set_aside_keys(self) -> None:
        """Mark the lines that begin with a key, where those are no words of a turn."""
        begun = (number for number in self.with_turns() if self.turns[number] != Style.TIME)
        first = next(begun, 0)
        set_off = (Style.MARKED, Style.TIMED, Style.BOLD)
        keys = {label for label in self.candidates if names.is_key(label)}
        for number in self.with_heads():
            if self._labels[number] in keys and (number < first or self.styles[number] in set_off):
                self.remarks.add(number)

    def _find_heads(self) -> None:
        parse = heads.parse
        known = self.candidates
        listed, heading = int(Kind.LISTED), int(Kind.HEADING)
        for number, kind in enumerate(self.kinds):
            if kind not in _MAY_HAVE_HEAD:
                continue
            line = self.words[number]
            head = parse(line, listed=kind == listed) if line else None
            if head is None:
                continue
            style, label, start, text = head
            if text and not line.endswith(text):  # the markup went on past the colon
                self.words[number] = line = f"{label or ''}: {text}"
            self.styles[number] = Style.HEADING if kind == heading else style
            self._offsets[number] = len(line) - len(text)
            if label is not None:
                self._labels[number] = known.setdefault(label, label)
            if start is not None:
                self._starts[number] = start

    def _find_people(self) -> None:
        """Note the names in lists of attendees, and the initials explained beside names."""
        below = False
        number = 0
        while 0 <= number < len(self.kinds):
            kind = self.kinds[number]
            if kind == Kind.HEADING:
                below = _PEOPLE_BELOW.match(self.words[number]) is not None
            elif kind in (Kind.TEXT, Kind.LISTED):
                self._find_people_in(number, below=below)
            elif kind == Kind.ASIDE:
                self._find_people_in_row(self.words[number])
            number += 1
            if number >= _HEADER_LINES and not below:
                number = self.kinds.find(Kind.HEADING, number)

    def _find_people_in_row(self, words: str) -> None:
        """Note the names in a row of a table of attendees: name, initials, and what else."""
        cells = [cell.strip() for cell in words.strip("|").split("|")]
        if len(cells) > 1 and names.shape(cells[1]) == "initials" and names.shape(cells[0]):
            self.explained.setdefault(cells[1], cells[0])
            self.people.setdefault(cells[0], None)

    def _find_people_in(self, number: int, *, below: bool) -> None:
        words = self.words[number]
        explained = names.stated_initials(words) if "(" in words or below else {}
        if len(explained) > 1:
            self.explained |= explained
            self.people |= dict.fromkeys(explained.values())
            if len(explained) > _FEW:
                self.remarks.add(number)
        elif below:
            self.explained |= explained
            for name in stating.listed_names(plain(words)):
                if names.shape(name) is not None:
                    self.people.setdefault(re.sub(r"\s*\([^()]*\)$", "", name), None)
