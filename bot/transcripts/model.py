"""The values everything else speaks of: transcripts, turns, speakers, passages."""

from dataclasses import dataclass, field
from typing import Literal

ID_PATTERN = "[a-z0-9-]{1,64}"  # what a transcript's id looks like, whole

Role = Literal["host", "guest"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance.

    Attributes:
        transcript: Id of the transcript it belongs to.
        number: Position in the transcript, from 0.
        speaker: The label the transcript uses, or None when it names nobody.
        text: What was said, verbatim; its words are what `str.split` gives.
        start: Seconds from the beginning of the recording, possibly negative, or None.
    """

    transcript: str
    number: int
    speaker: str | None
    text: str
    start: float | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks in a transcript.

    Attributes:
        label: What turns call them (`Turn.speaker`).
        name: The full name to show.
        aliases: Other names people may ask for.
        role: Host or guest, or None when unknown.
        quotable: False for "do not quote".
    """

    label: str
    name: str
    aliases: tuple[str, ...] = ()
    role: Role | None = None
    quotable: bool = True


@dataclass(frozen=True, slots=True)
class Details:
    """All that is known of a transcript beside its turns.

    Attributes:
        id: `[a-z0-9-]{1,64}`.
        title: Never empty.
        show: The podcast or series, or None.
        date: ISO 8601 (YYYY-MM-DD) day of the recording, or None.
        episode: As the show numbers it, or None.
        url: http(s) address of the recording, or None.
        language: BCP 47, or None when unknown.
        licence: As the source states it, or None.
        source: The file it was read from, as named then, or None.
        format: Name of the reader that read it.
        condensed: True where the text is stripped of stop words and punctuation.
        speakers: Everyone who is known by more than their label, in order of mention.
        embargo: ISO day before which nothing of it may be quoted, or None.
        expires: ISO day from which nothing of it may be quoted any more, or None.
    """

    id: str
    title: str
    show: str | None = None
    date: str | None = None
    episode: str | None = None
    url: str | None = None
    language: str | None = None
    licence: str | None = None
    source: str | None = None
    format: str = "jsonl"
    condensed: bool = False
    speakers: tuple[Speaker, ...] = ()
    embargo: str | None = None
    expires: str | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """One recorded conversation; `turns[n].number == n`."""

    details: Details
    turns: tuple[Turn, ...] = field(repr=False)

    @property
    def id(self) -> str:
        """The id, `[a-z0-9-]{1,64}`."""
        return self.details.id


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A run of words inside one turn: `start` inclusive, `end` exclusive, both from 0."""

    transcript: str
    turn: int
    start: int
    end: int
