"""The one filter: which turns may be searched, shown, picked and played with here and today.

Search, random quotes, buttons, suggestions and whatever comes later all ask a Scope, so that a
transcript outside of it, under embargo or expired, and a speaker who must not be quoted stay
unseen everywhere.
"""

from dataclasses import dataclass, replace

from bot.transcripts.catalogue import Entry
from bot.transcripts.model import Details, Speaker


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be quoted.

    Attributes:
        day: Today as YYYY-MM-DD, against which embargo and expiry are held.
        transcripts: Ids to stay within, or None for all.
        speaker: A speaker's name, label or alias to stay with, in any case, or None for all.
    """

    day: str
    transcripts: frozenset[str] | None = None
    speaker: str | None = None

    def within(self, transcripts: frozenset[str]) -> "Scope":
        """Return this scope narrowed to *transcripts*."""
        both = transcripts if self.transcripts is None else self.transcripts & transcripts
        return replace(self, transcripts=both)

    def admits(self, entry: Entry) -> bool:
        """Say whether anything of a transcript may be quoted."""
        details = entry.details
        if self.transcripts is not None and details.id not in self.transcripts:
            return False
        if details.embargo is not None and self.day < details.embargo:
            return False
        return details.expires is None or self.day < details.expires

    def admits_speaker(self, details: Details, label: str | None) -> bool:
        """Say whether turns of the speaker *label* may be quoted, the transcript being admitted."""
        speaker = speaker_of(details, label)
        if speaker is not None and not speaker.quotable:
            return False
        if self.speaker is None:
            return True
        return label is not None and self.speaker.casefold() in names_of(speaker, label)


def speaker_of(details: Details, label: str | None) -> Speaker | None:
    """Return what is known of the speaker that turns call *label*, or None."""
    return next((speaker for speaker in details.speakers if speaker.label == label), None)


def names_of(speaker: Speaker | None, label: str) -> frozenset[str]:
    """Return every name by which a speaker may be asked for, case-folded."""
    names = {label.casefold()}
    if speaker is not None:
        names |= {name.casefold() for name in (speaker.name, *speaker.aliases)}
    return frozenset(names)


def display_name(details: Details, label: str | None) -> str:
    """Return the name to show for the speaker *label*: never empty."""
    if label is None:
        return "Unknown speaker"
    speaker = speaker_of(details, label)
    return label if speaker is None else speaker.name
