"""The names people ask by: resolved to what they mean, suggested while they are typed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.errors import NotFoundError
from bot.transcripts.catalogue import Entry
from bot.transcripts.scope import Scope, display_name, names_of, speaker_of

SUGGESTION_MAX_CHARS = 100

_NEAREST = 3
_NEAREST_MIN_SCORE = 60
_CACHED_SCOPES = 64


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to offer while a person types.

    Attributes:
        label: What to show, at most SUGGESTION_MAX_CHARS.
        value: What choosing it stands for, at most SUGGESTION_MAX_CHARS.
    """

    label: str
    value: str


class Voices(Protocol):
    """Who speaks where; the part of a QuoteIndex that naming needs."""

    def voices(self) -> tuple[tuple[Entry, str | None], ...]:
        """Return transcript and label of everyone, the same tuple until something changes."""
        ...


@dataclass(frozen=True, slots=True)
class _Known:
    """What can be asked for by name inside one scope.

    Attributes:
        speakers: Every name of a speaker, case-folded, to those who are shown for it.
        shown: In how many transcripts each shown speaker speaks, the most frequent first.
        transcripts: The transcripts, in the order of their ids.
    """

    speakers: dict[str, set[str]] = field(default_factory=dict)
    shown: Counter[str] = field(default_factory=Counter)
    transcripts: dict[str, Entry] = field(default_factory=dict)


class Naming:
    """Speakers and transcripts by name; nothing outside the scope is ever named."""

    def __init__(self, voices: Voices) -> None:
        """Take names from *voices*."""
        self._voices = voices
        self._seen: object = None
        self._known: dict[Scope, _Known] = {}

    def narrowed(
        self, scope: Scope, *, speaker: str | None = None, transcript: str | None = None
    ) -> Scope:
        """Return *scope* kept to a speaker, and to a transcript, by their names.

        Names count in any case. A speaker may be asked for by name, alias or label, a transcript
        by id or title, and both by some words of the name where these tell it from all others.

        Raises:
            NotFoundError: Nobody and nothing has that name; the nearest names are suggested.
        """
        if transcript is not None:
            scope = scope.within(self._transcripts(transcript, scope))
        if speaker is not None:
            scope = replace(scope, speaker=self._speaker(speaker, scope))
        return scope

    def shown(self, speaker: str, scope: Scope) -> str:
        """Return how the speaker of a narrowed scope is called: the name to show."""
        names = self._in(scope).speakers.get(speaker.casefold(), {speaker})
        return min(names)

    def suggest_speakers(self, text: str, scope: Scope, limit: int) -> list[Suggestion]:
        """Return the speakers whose names fit what was typed so far, the likeliest first."""
        shown = [name for name, _ in self._in(scope).shown.most_common()]
        names = [name for name in shown if len(name) <= SUGGESTION_MAX_CHARS]
        fitting = _fitting(text, names, limit)
        return [Suggestion(names[at], names[at]) for at in fitting]

    def suggest_transcripts(self, text: str, scope: Scope, limit: int) -> list[Suggestion]:
        """Return the transcripts whose titles or ids fit what was typed, the likeliest first."""
        entries = list(self._in(scope).transcripts.values())
        titles = [f"{entry.details.title} {entry.details.id}" for entry in entries]
        found = [entries[at].details for at in _fitting(text, titles, limit)]
        return [Suggestion(shortened(one.title, SUGGESTION_MAX_CHARS), one.id) for one in found]

    def _speaker(self, name: str, scope: Scope) -> str:
        known = self._in(scope)
        wanted = " ".join(name.casefold().split())
        if wanted in known.speakers:
            return wanted
        shown = {shown for one in _holding(wanted, known.speakers) for shown in known.speakers[one]}
        if len(shown) == 1:
            return shown.pop()
        raise NotFoundError(_unknown("speaker", name, shown or _nearest(wanted, known.shown)))

    def _transcripts(self, name: str, scope: Scope) -> frozenset[str]:
        known = self._in(scope).transcripts
        wanted = " ".join(name.casefold().split())
        if wanted in known:
            return frozenset({wanted})
        titles: dict[str, list[str]] = {}
        for id_, entry in known.items():
            titles.setdefault(" ".join(entry.details.title.casefold().split()), []).append(id_)
        if wanted in titles:
            return frozenset(titles[wanted])
        holding = [id_ for title in _holding(wanted, titles) for id_ in titles[title]]
        if len(holding) == 1:
            return frozenset(holding)
        nearest = holding or _nearest(wanted, [*known, *titles])
        ids = [id_ for one in nearest for id_ in titles.get(one, [one])]
        raise NotFoundError(_unknown("transcript", name, ids))

    def _in(self, scope: Scope) -> _Known:
        """Return what can be named in *scope*, from memory unless something changed."""
        voices = self._voices.voices()
        if voices is not self._seen or len(self._known) >= _CACHED_SCOPES:
            self._known, self._seen = {}, voices
        known = self._known.get(scope)
        if known is None:
            known = self._known[scope] = _gather(voices, scope)
        return known


def shortened(text: str, limit: int) -> str:
    """Return *text* in at most *limit* characters, cut after a word where it has to be."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return f"{head.rpartition(' ')[0] or head}…"


def _gather(voices: Iterable[tuple[Entry, str | None]], scope: Scope) -> _Known:
    known = _Known()
    for entry, label in voices:
        details = entry.details
        if not scope.admits(entry):
            continue
        known.transcripts[details.id] = entry
        if label is not None and scope.admits_speaker(details, label):
            shown = display_name(details, label)
            known.shown[shown] += 1
            for name in names_of(speaker_of(details, label), label):
                known.speakers.setdefault(name, set()).add(shown)
    return known


def _fitting(text: str, names: Sequence[str], limit: int) -> list[int]:
    """Return the places of the *names* that fit *text*: beginnings, words in them, then alike."""
    wanted = " ".join(text.casefold().split())
    folded = [name.casefold() for name in names]
    begin = [at for at, name in enumerate(folded) if name.startswith(wanted)]
    inside = [at for at, name in enumerate(folded) if f" {wanted}" in name]
    found = list(dict.fromkeys([*begin, *inside]))
    if not found:
        # Only those who misspell pay for this import.
        from rapidfuzz import process

        alike = process.extract(wanted, folded, limit=limit, score_cutoff=_NEAREST_MIN_SCORE)
        found = [at for _, _, at in alike]
    return found[:limit]


def _holding(wanted: str, names: Iterable[str]) -> list[str]:
    """Return the *names* in which the words of *wanted* occur together."""
    return [name for name in names if wanted and f" {wanted} " in f" {name} "]


def _nearest(wanted: str, names: Iterable[str]) -> list[str]:
    from rapidfuzz import process
    from rapidfuzz.utils import default_process

    alike = process.extract(
        wanted,
        list(names),
        processor=default_process,
        limit=_NEAREST,
        score_cutoff=_NEAREST_MIN_SCORE,
    )
    return [name for name, *_ in alike]


def _unknown(kind: str, name: str, nearest: Iterable[str]) -> str:
    names = list(dict.fromkeys(nearest))[:_NEAREST]
    hint = f" Did you mean {' or '.join(names)}?" if names else ""
    return f'There is no {kind} "{shortened(name, SUGGESTION_MAX_CHARS)}" here.{hint}'
