"""What reading a file yields: its turns, what it states about itself, and every doubt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.errors import BadTranscriptError, Problem
from bot.transcripts.model import Speaker

UNNAMED = "Speaker 1"  # who speaks in a file that names nobody

MOST_SPEAKERS = 10_000

_DAYTIME_S = 4 * 3600.0
_DAY_S = 24 * 3600.0


class Spoken(NamedTuple):
    """One turn as the file has it.

    Attributes:
        speaker: The label the file uses, UNNAMED in a file that names nobody, or None where a
            file that names others does not say who speaks.
        text: What was said, without markup, its words parted by single spaces; never empty.
        start: Seconds from the beginning of the recording, possibly negative, or None.
    """

    speaker: str | None
    text: str
    start: float | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file says of itself; None where it says nothing. The fields are those of `Details`."""

    title: str | None = None
    show: str | None = None
    date: str | None = None
    episode: str | None = None
    url: str | None = None
    language: str | None = None
    licence: str | None = None
    speakers: tuple[Speaker, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read.

    Attributes:
        format: Name of the format that was recognised.
        turns: At least one, in the order of the file.
        details: What the file states about itself.
        asides: Text of the file that is no speech, in order: headings, lists of attendees, tables.
        doubts: Everything doubtful, in the order it was found.
    """

    format: str
    turns: tuple[Spoken, ...] = field(repr=False)
    details: Stated = Stated()
    asides: tuple[str, ...] = field(default=(), repr=False)
    doubts: tuple[Problem, ...] = ()


class Doubts:
    """Collects what is doubtful: one problem for each kind, with its first line and a count."""

    def __init__(self) -> None:
        """Start with none."""
        self._found: dict[str, list[int | None]] = {}

    def add(self, what: str, line: int | None = None, times: int = 1) -> None:
        """Note *what* at *line*, counted from 1; the same words count as the same kind."""
        first = self._found.setdefault(what, [line, 0])
        first[1] = (first[1] or 0) + times

    def problems(self, name: str) -> tuple[Problem, ...]:
        """Return one problem a kind for the file *name*."""
        return tuple(
            Problem(name, line, what if times == 1 else f"{what} ({times:,} times, here first)")
            for what, (line, times) in self._found.items()
        )


def refusal(name: str, line: int | None, text: str) -> BadTranscriptError:
    """Return the error that rejects the file *name*: one line that says what to do."""
    return BadTranscriptError([Problem(name, line, text)])


def too_many(speakers: int, name: str) -> BadTranscriptError:
    """Return the error that rejects a file of more than MOST_SPEAKERS."""
    return refusal(name, None, f"{speakers:,} different speakers; this is no conversation")


def without_daytime(turns: Sequence[Spoken], doubts: Doubts) -> Sequence[Spoken]:
    """Return *turns* without starts when those are times of day, not of a recording.

    That is what they are when the first is hours from the beginning, and all are within a day.
    """
    starts = [turn.start for turn in turns if turn.start is not None]
    if not starts or starts[0] < _DAYTIME_S or max(starts) >= _DAY_S:
        return turns
    doubts.add("the times are taken for times of day and left out", None, 1)
    return [Spoken(turn.speaker, turn.text) for turn in turns]


def told_apart(turns: Iterable[Spoken], doubts: Doubts) -> tuple[Spoken, ...]:
    """Return *turns*, called UNNAMED throughout when none of them names its speaker."""
    found = tuple(turns)
    if any(turn.speaker is not None for turn in found):
        return found
    if found:
        doubts.add(f'no speaker is named; everyone is called "{UNNAMED}" until you name them')
    return tuple(Spoken(UNNAMED, turn.text, turn.start) for turn in found)
