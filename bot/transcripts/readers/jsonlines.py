"""Read the library's own JSON Lines: many transcripts in one file, one turn a line.

    {"doc": "pilot", "title": "Pilot", "turn": 0, "speaker": "Ada", "start": 1.5, "text": "Hello."}

`speaker` and `start` may be null or left out; other keys are passed over. The lines of one
transcript stand together and in order, so that a file of any length is read with one transcript
in memory; lines that do not are a problem, not a puzzle.
"""

import json
import math
import re
from collections.abc import Iterator
from operator import itemgetter
from typing import BinaryIO, NoReturn

from bot.errors import BadTranscriptError, Problem
from bot.transcripts.lines import numbered_blocks
from bot.transcripts.model import ID_PATTERN, Details, Transcript, Turn

PROBLEMS_SHOWN = 20

_KEYS = ("doc", "title", "turn", "speaker", "start", "text")
_fields = itemgetter(*_KEYS)
_NUMBERS = (int, float)


def read(stream: BinaryIO, *, file: str) -> Iterator[Transcript]:
    """Yield the transcripts of *stream*, plain or gzipped, in the order of the file.

    Keep none of them when it raises: the error comes at the end, when all that is wrong has been
    found, and may be about one that was yielded before. `Library.add` keeps to that.

    Raises:
        BadTranscriptError: *file* is not as it should be; the error lists the first
            PROBLEMS_SHOWN problems by line and counts the others.
    """
    reading = _Reading(file)
    for first, lines in numbered_blocks(stream, file=file):
        yield from reading.transcripts(first, lines)
    yield from reading.finish()


class _WrongError(ValueError):
    """A line that is not what it should be; the message says why and what to do."""


class _Reading:
    """The transcript that is being read, and what was found wrong so far."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[Problem] = []
        self._untold = 0
        self._begun: dict[str, int] = {}
        self._doc: str | None = None
        self._title = ""
        self._turns: list[Turn] = []
        self._next: int | None = 0  # the number that must come; None after an unread line

    def transcripts(self, first: int, lines: list[str]) -> Iterator[Transcript]:
        """Take in *lines*, the first of which is line *first*; yield what they complete."""
        for number, line in enumerate(lines, start=first):
            try:
                found = _turn(line)
                if found is None:
                    continue
                title, turn = found
                if turn.transcript != self._doc:
                    yield from self._completed()
                    self._begin(turn.transcript, title, number)
                elif title != self._title:
                    self._add_problem(number, f'the title was "{self._title}" until here')
                    self._title = title
                if turn.number != self._next and self._next is not None:
                    self._add_problem(number, f"turn {turn.number} where {self._next} must come")
                self._turns.append(turn)
                self._next = turn.number + 1
            except _WrongError as error:
                self._add_problem(number, str(error))
                self._next = None

    def finish(self) -> Iterator[Transcript]:
        """Yield the last transcript, or raise what was found."""
        yield from self._completed()
        if not self._begun and not self._problems:
            self._add_problem(None, "there are no turns in it")
        if self._untold:
            self._problems.append(Problem(self._file, None, f"and {self._untold:,} more problems"))
        if self._problems:
            raise BadTranscriptError(self._problems)

    def _begin(self, doc: str, title: str, number: int) -> None:
        self._doc, self._title, self._next = doc, title, 0
        if not re.fullmatch(ID_PATTERN, doc):
            self._add_problem(number, f"doc {doc!r} is not 1 to 64 of a to z, 0 to 9 and -")
        if doc in self._begun:
            why = f'"{doc}" began in line {self._begun[doc]}; keep the lines of one doc together'
            self._add_problem(number, why)
            self._next = None
        self._begun.setdefault(doc, number)

    def _completed(self) -> Iterator[Transcript]:
        """Yield the transcript that is being read, unless there is none or anything is wrong."""
        if self._turns and not self._problems:
            details = Details(id=self._turns[0].transcript, title=self._title, source=self._file)
            yield Transcript(details, tuple(self._turns))
        self._turns = []

    def _add_problem(self, number: int | None, why: str) -> None:
        if len(self._problems) < PROBLEMS_SHOWN:
            self._problems.append(Problem(self._file, number, why))
        else:
            self._untold += 1


def _turn(line: str) -> tuple[str, Turn] | None:
    """Return the title and the turn in *line*, or None when it is blank."""
    try:
        record, end = _decode(line)
    except RecursionError:
        raise _WrongError("not a turn: nested too deep") from None
    except ValueError as error:
        stripped = line.strip()
        if stripped != line:
            return _turn(stripped) if stripped else None
        if not line:
            return None
        raise _WrongError(f"not JSON: {error}") from None
    if end != len(line) and not line[end:].isspace():
        raise _WrongError("more than one JSON value; put each turn on a line of its own")

    try:
        doc, title, number, speaker, start, text = _fields(record)
    except KeyError:
        doc, title, number, speaker, start, text = map(record.get, _KEYS)
    except TypeError:
        raise _WrongError('not a turn: a line must be an object, {"doc": ...}') from None
    if type(doc) is not str:
        raise _WrongError("doc must be text")
    if type(title) is not str or not title.strip():
        raise _WrongError("title must be text, and not empty")
    if type(number) is not int or number < 0:
        raise _WrongError("turn must be a whole number, from 0")
    if type(text) is not str or not text or text.isspace():
        raise _WrongError("text must be text, and not empty")
    if speaker is not None and (type(speaker) is not str or not speaker.strip()):
        raise _WrongError("speaker must be text or null")
    if start is not None and not (type(start) in _NUMBERS and math.isfinite(start)):
        raise _WrongError("start must be a number of seconds or null")
    if "\\u" in line:
        _refuse_surrogates(f"{title}{speaker}{text}")
    return title, Turn(doc, number, speaker, text, start)


def _refuse_surrogates(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _WrongError(
            r"half a surrogate pair, \ud800 to \udfff without its other half"
        ) from None


def _refuse_constant(name: str) -> NoReturn:
    raise _WrongError(f"not JSON: {name}")


_decode = json.JSONDecoder(parse_constant=_refuse_constant).raw_decode
