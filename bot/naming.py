"""The names people ask by: resolved to what they mean, suggested while they are typed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.errors import NotFoundError
from bot.transcripts.catalogue import Entry
from bot.transcripts.scope import Scope, display_name, names_of, speaker_of

SUGGESTION_MAX_CHARS = 100

_NEAREST = 3
# Letters in common, 0 to 100, from which on a name may be what somebody mistyped.
_NEAREST_MIN_RATIO = 70
_ALIKE_MAX = 100
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


_Voices = tuple[tuple[Entry, str | None], ...]


class Voices(Protocol):
    """Who speaks where; the part of a QuoteIndex that naming needs."""

    def voices(self) -> _Voices:
        """Return transcript and label of everyone, the same tuple until something changes."""
        ...


@dataclass(frozen=True, slots=True)
class _Known:
    """What can be asked for by name inside one scope.

    Attributes:
        speakers: Every name of a speaker, folded, to those who are shown for it.
        shown: Those who are shown, folded name and name, the most frequent first.
        transcripts: The transcripts, in the order of their ids.
        titles: Every title, folded, to the ids of the transcripts that have it.
    """

    speakers: Mapping[str, set[str]]
    shown: Sequence[tuple[str, str]]
    transcripts: Mapping[str, Entry]
    titles: Mapping[str, list[str]]


class Naming:
    """Speakers and transcripts by name; nothing outside the scope is ever named."""

    def __init__(self, voices: Voices) -> None:
        """Take names from *voices*."""
        self._voices = voices
        # Replaced whole, so that threads may look while another one takes up what changed.
        self._known: tuple[_Voices, dict[Scope, _Known]] = ((), {})

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
        shown = [pair for pair in self._in(scope).shown if len(pair[1]) <= SUGGESTION_MAX_CHARS]
        fitting = _fitting(text, [folded for folded, _ in shown], limit)
        return [Suggestion(shown[at][1], shown[at][1]) for at in fitting]

    def suggest_transcripts(self, text: str, scope: Scope, limit: int) -> list[Suggestion]:
        """Return the transcripts whose titles or ids fit what was typed, the likeliest first."""
        known = self._in(scope)
        pairs = [(title, id_) for title, ids in known.titles.items() for id_ in ids]
        ids = [pairs[at][1] for at in _fitting(text, [title for title, _ in pairs], limit)]
        found = [known.transcripts[id_].details for id_ in ids]
        return [Suggestion(shortened(one.title, SUGGESTION_MAX_CHARS), one.id) for one in found]

    def _speaker(self, name: str, scope: Scope) -> str:
        known = self._in(scope)
        wanted = _folded(name)
        if wanted in known.speakers:
            return wanted
        shown = {shown for one in _holding(wanted, known.speakers) for shown in known.speakers[one]}
        if len(shown) == 1:
            return shown.pop()
        names = dict(known.shown)
        nearest = sorted(shown) or [names[one] for one in _alike(wanted, list(names), _NEAREST)]
        raise NotFoundError(_unknown("speaker", name, nearest))

    def _transcripts(self, name: str, scope: Scope) -> frozenset[str]:
        known = self._in(scope)
        wanted = _folded(name)
        if wanted in known.transcripts:
            return frozenset({wanted})
        if wanted in known.titles:
            return frozenset(known.titles[wanted])
        titles = _holding(wanted, known.titles)
        ids = [id_ for title in titles for id_ in known.titles[title]]
        if len(ids) == 1:
            return frozenset(ids)
        nearest = _alike(wanted, [*known.transcripts, *known.titles], _NEAREST)
        ids = ids or [id_ for one in nearest for id_ in known.titles.get(one, [one])]
        raise NotFoundError(_unknown("transcript", name, ids))

    def _in(self, scope: Scope) -> _Known:
        """Return what can be named in *scope*, from memory unless something changed."""
        voices, (seen, cached) = self._voices.voices(), self._known
        if voices is not seen or len(cached) >= _CACHED_SCOPES:
            cached = {}
            self._known = voices, cached
        if scope not in cached:
            cached[scope] = _gathered(voices, scope)
        return cached[scope]


def shortened(text: str, limit: int) -> str:
    """Return *text* in at most *limit* characters, cut after a word where it has to be."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return f"{head.rpartition(' ')[0] or head}…"


def _gathered(voices: _Voices, scope: Scope) -> _Known:
    speakers: dict[str, set[str]] = {}
    shown: Counter[str] = Counter()
    transcripts: dict[str, Entry] = {}
    for entry, label in voices:
        details = entry.details
        if not scope.admits(entry):
            continue
        transcripts[details.id] = entry
        if label is not None and scope.admits_speaker(details, label):
            name = display_name(details, label)
            shown[name] += 1
            for other in names_of(speaker_of(details, label), label):
                speakers.setdefault(other, set()).add(name)
    titles: dict[str, list[str]] = {}
    for id_, entry in sorted(transcripts.items()):
        titles.setdefault(_folded(entry.details.title), []).append(id_)
    pairs = [(_folded(name), name) for name, _ in shown.most_common()]
    return _Known(speakers, pairs, dict(sorted(transcripts.items())), titles)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _fitting(text: str, names: Sequence[str], limit: int) -> list[int]:
    """Return the places of the folded *names* that fit *text*.

    Those that begin so come first, then those in which a word does, then those spelt alike.
    """
    wanted = _folded(text)
    begin = [at for at, name in enumerate(names) if name.startswith(wanted)]
    inside = [at for at, name in enumerate(names) if f" {wanted}" in name]
    found = list(dict.fromkeys([*begin, *inside]))[:limit]
    return found or [names.index(name) for name in _alike(wanted, names, limit)]


def _holding(wanted: str, names: Iterable[str]) -> list[str]:
    """Return the folded *names* in which the words of *wanted* occur together."""
    return [name for name in names if wanted and f" {wanted} " in f" {name} "]


def _alike(wanted: str, names: Sequence[str], limit: int) -> list[str]:
    """Return the folded *names* that are spelt like *wanted*, or have a word that is."""
    # Only those who misspell pay for this import.
    from rapidfuzz import fuzz, process

    choices = [(part, name) for name in names for part in {name, *name.split()}]
    spelt = process.extract(
        wanted,
        [part for part, _ in choices],
        scorer=fuzz.ratio,
        limit=_ALIKE_MAX,
        score_cutoff=_NEAREST_MIN_RATIO,
    )
    return list(dict.fromkeys(choices[at][1] for *_, at in spelt))[:limit]


def _unknown(kind: str, name: str, nearest: Iterable[str]) -> str:
    names = list(dict.fromkeys(shortened(one, SUGGESTION_MAX_CHARS) for one in nearest))
    hint = f" Did you mean {' or '.join(names[:_NEAREST])}?" if names else ""
    return f'There is no {kind} "{shortened(name, SUGGESTION_MAX_CHARS)}" here.{hint}'
