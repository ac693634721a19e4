"""Find the passages that answer a question: propose, look closely, rank, cut.

A Finder is a snapshot: the segments and the catalogue of one moment. It never changes, so any
number of threads may ask it at once while the index moves on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from bot.actions import Fidelity
from bot.errors import NotFoundError
from bot.search.candidates import Only, propose
from bot.search.comparing import Difference, differences, find_verbatim
from bot.search.english import GUEST_WORDS, HOST_WORDS, STOP_WORDS
from bot.search.explaining import Evidence
from bot.search.matching import Credit, Hits, Run, best_run, coverage, rough_value, score
from bot.search.question import Question, parse
from bot.search.quoting import QUOTE_MAX_WORDS, cut
from bot.search.segment import READ_WORDS, Segment
from bot.search.spelling import Spelling
from bot.search.terms import Terms, prepare
from bot.search.text import words, words_at
from bot.transcripts.catalogue import Entries, Entry
from bot.transcripts.library import Library
from bot.transcripts.model import Speaker, Turn
from bot.transcripts.scope import Scope, speaker_of

# The lowest score that counts, calibrated on the development queries: `make bench` prints what
# it refuses and what it lets through.
FLOOR = 13.0
SEARCH_MAX_MATCHES = 50

# Passages that tantivy proposes; more where a quoted phrase has to be found among them.
_PROPOSED, _PROPOSED_WITH_PHRASE = 30, 300
# At least so many of them are looked at closely.
_FINALISTS_MIN = 4
# What a term counts for that names who speaks: all where it only wraps the question.
_NAMES_SPEAKER, _ASIDE_NAMES_SPEAKER = 0.6, 1.0
# From this share of the question's weight on, words differ; below, only the idea is alike.
_CLOSE_COVERAGE = 0.7
_CACHED_SCOPES = 64
_CACHED_PASSAGES = 512
# Words a segment is asked for that begin alike, the commonest ones.
_COMPLETIONS = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that answers a question.

    Attributes:
        turn: The turn it was said in.
        entry: The transcript.
        start: First word of the passage, counted in `turn.text.split()`.
        end: Past its last word, at most QUOTE_MAX_WORDS after `start`.
        score: 0 to 100.
        fidelity: How closely the words asked for were said.
        differences: Where they differ; empty unless the fidelity is close.
        evidence: What the score was made of (`bot.search.explaining`).
    """

    turn: Turn
    entry: Entry
    start: int
    end: int
    score: float
    fidelity: Fidelity
    differences: tuple[Difference, ...]
    evidence: Evidence

    def overlaps(self, other: "Match") -> bool:
        """Say whether both hold some words of one turn."""
        return self.turn == other.turn and self.start < other.end and other.start < self.end


class Finder:
    """What can be found at one moment."""

    def __init__(self, library: Library, entries: Entries, segments: Sequence[Segment]) -> None:
        """Search *segments* as far as *entries* list their transcripts."""
        self._library = library
        self._entries = entries
        self._segments = segments
        self._spelling = Spelling([s.vocabulary for s in segments], sum(map(len, segments)))
        self._only = lru_cache(_CACHED_SCOPES)(self._find_only)
        # A snapshot may remember: what a turns file holds never changes.
        self._read = lru_cache(_CACHED_PASSAGES)(self._read_passage)

    def search(self, message: str, scope: Scope, *, limit: int, floor: float) -> list[Match]:
        """Return at most *limit* passages of *scope* that answer *message*, best first.

        Passages do not overlap. Equal scores are ordered by transcript id, turn and word. Where
        nothing answers more words than a quote holds, as where a whole turn was pasted, its
        beginning is looked for.

        Args:
            message: As typed in chat, of any length.
            scope: What may be quoted.
            limit: 1 to SEARCH_MAX_MATCHES.
            floor: The lowest score that counts.
        """
        found = self._answer(parse(message), scope, limit, floor)
        pieces = message.split()
        if found or len(pieces) <= QUOTE_MAX_WORDS:
            return found
        beginning = parse(" ".join(pieces[:QUOTE_MAX_WORDS]))
        return self._answer(beginning, scope, limit, floor)

    def _answer(self, question: Question, scope: Scope, limit: int, floor: float) -> list[Match]:
        if not question.words:
            return []
        terms = prepare(question, self._spelling)
        if not terms.total:
            return []
        wanted = _PROPOSED_WITH_PHRASE if question.phrases else max(_PROPOSED, limit)
        candidates = self._candidates(question, terms, scope, wanted)
        found: list[_Found] = []
        for candidate in candidates:
            # A rough value is hardly ever below the exact one, so nothing better follows.
            if (
                len(found) >= max(limit, _FINALISTS_MIN)
                and candidate.value < found[limit - 1].run.value
            ):
                break
            better = self._look_closely(candidate, terms, found)
            if better is not None:
                found.append(better)
                found.sort(key=lambda one: -one.run.value)
        matches: list[Match] = []
        for one in sorted(found, key=_Found.rank):
            if len(matches) == limit or one.score < floor:
                break
            match = self._match(one, terms, question)
            if match is not None and not any(map(match.overlaps, matches)):
                matches.append(match)
        return matches

    @cached_property
    def voices(self) -> tuple[tuple[Entry, str | None], ...]:
        """Who speaks where in the library: transcript and label, each pair once."""
        return tuple(
            (self._entries[transcript], label)
            for segment in self._segments
            for transcript, label in segment.voices
            if self._is_live(transcript, segment)
        )

    def complete(self, beginning: str) -> str | None:
        """Return the word said most often that begins so, or None."""
        counted: dict[str, int] = {}
        for segment in self._segments:
            for word, passages in segment.completions(beginning, _COMPLETIONS):
                counted[word] = counted.get(word, 0) + passages
        return max(sorted(counted), key=lambda word: counted[word], default=None)

    def _candidates(
        self, question: Question, terms: Terms, scope: Scope, wanted: int
    ) -> "list[_Candidate]":
        """Return the passages proposed, *wanted* of each segment, the most promising first."""
        found = []
        for number, segment in enumerate(self._segments):
            only = self._only(number, scope)
            credits: dict[int, Credit] = {}
            for passage in propose(segment, terms, question.phrases, only, wanted):
                said = segment.words(passage)
                voice = segment.voice(passage)
                transcript, label = segment.voices[voice]
                entry = self._entries[transcript]
                condensed = entry.details.condensed
                if not all(
                    _contains(said, phrase, condensed=condensed) for phrase in question.phrases
                ):
                    continue
                if voice not in credits:
                    credits[voice] = _credit(terms, entry, label)
                hits = terms.hits(said)
                value = rough_value(terms, hits, credits[voice])
                found.append(_Candidate(segment, passage, entry, credits[voice], hits, value))
        found.sort(key=lambda candidate: -candidate.value)
        return found

    def _look_closely(
        self, candidate: "_Candidate", terms: Terms, found: "list[_Found]"
    ) -> "_Found | None":
        """Return the best run of a candidate that overlaps none already found."""
        taken = [one for one in found if one.candidate.is_beside(candidate)]
        hits = candidate.hits
        if taken:
            hits = [hit for hit in hits if not any(one.holds(candidate, hit[0]) for one in taken)]
        run = best_run(terms, hits, candidate.credit)
        if run is None:
            return None
        one = _Found(candidate, run, score(terms, run))
        return None if any(other.overlaps(one) for other in taken) else one

    def _match(self, one: "_Found", terms: Terms, question: Question) -> Match | None:
        """Return what was found with its words, or None if it was removed or replaced since."""
        candidate, run = one.candidate, one.run
        heard = candidate.segment.words(candidate.passage)
        try:
            turn, pieces, said = self._read(candidate.segment, candidate.passage, candidate.entry)
        except NotFoundError:
            return None
        if [word for word, _ in said] != heard:
            return None
        start, end = said[run.start][1], said[run.end - 1][1] + 1
        quoted = cut(pieces, start, end)

        wanted = [number for number, term in enumerate(terms.terms) if not term.aside]
        asked = [terms.terms[number].word for number in wanted]
        condensed = candidate.entry.details.condensed
        differing: tuple[Difference, ...] = ()
        if find_verbatim(asked, pieces[slice(*quoted)], condensed=condensed) is not None:
            fidelity: Fidelity = "exact"
        elif coverage(terms, run) < _CLOSE_COVERAGE:
            fidelity = "loose"
        else:
            fidelity = "close"
            # Whoever puts words in quotation marks does not ask in the order of what was said.
            if not question.phrases:
                weighty = [number for number in wanted if terms.weights[number]]
                differing = _differing(terms, weighty, run, pieces, said)
        evidence = Evidence(terms, run, heard)
        return Match(turn, candidate.entry, *quoted, one.score, fidelity, differing, evidence)

    def _read_passage(
        self, segment: Segment, passage: int, entry: Entry
    ) -> tuple[Turn, list[str], list[tuple[str, int]]]:
        """Return a passage's turn, its words, and those of the passage as `words_at` gives them."""
        number, offset, length, first = segment.place(passage)
        turn = self._library.turn_at(entry, number, offset, length)
        pieces = turn.text.split()
        return turn, pieces, list(words_at(pieces[first : first + READ_WORDS], first))

    def _find_only(self, number: int, scope: Scope) -> Only:
        """Return the voices of a segment that are in the library and in *scope*."""
        segment = self._segments[number]
        admitted = {
            transcript
            for transcript in segment.files
            if self._is_live(transcript, segment) and scope.admits(self._entries[transcript])
        }
        voices = frozenset(
            voice
            for voice, (transcript, label) in enumerate(segment.voices)
            if transcript in admitted
            and scope.admits_speaker(self._entries[transcript].details, label)
        )
        if 2 * len(voices) < len(segment.voices):
            return Only(voices, excluded=False)
        return Only(frozenset(range(len(segment.voices))) - voices, excluded=True)

    def _is_live(self, transcript: str, segment: Segment) -> bool:
        """Say whether the library still holds what *segment* knows of a transcript."""
        entry = self._entries.get(transcript)
        return entry is not None and entry.file == segment.files[transcript]


class _Candidate(NamedTuple):
    """A proposed passage with what it covers of the question."""

    segment: Segment
    passage: int
    entry: Entry
    credit: Credit
    hits: Hits
    value: float

    def is_beside(self, other: "_Candidate") -> bool:
        """Say whether both are passages of one turn."""
        return self.segment is other.segment and self.segment.turn(
            self.passage
        ) == other.segment.turn(other.passage)


class _Found(NamedTuple):
    """A candidate that was looked at closely, with the run of it that answers."""

    candidate: _Candidate
    run: Run
    score: float

    def rank(self) -> tuple[float, str, int, int]:
        """Return what sorts the best first, equal ones by transcript, turn and word."""
        segment, passage = self.candidate.segment, self.candidate.passage
        number = segment.place(passage)[0]
        return -self.score, self.candidate.entry.details.id, number, self.span()[0]

    def span(self) -> tuple[int, int]:
        """Return where the run stands in the text of the segment, in bytes."""
        segment, passage = self.candidate.segment, self.candidate.passage
        return (
            segment.offset(passage, self.run.start),
            segment.offset(passage, self.run.end - 1) + 1,
        )

    def holds(self, candidate: _Candidate, place: int) -> bool:
        """Say whether a word of another passage of the same turn lies in this run."""
        start, end = self.span()
        return start <= candidate.segment.offset(candidate.passage, place) < end

    def overlaps(self, other: "_Found") -> bool:
        """Say whether another run of the same turn shares words with this one."""
        (start, end), (other_start, other_end) = self.span(), other.span()
        return start < other_end and other_start < end


def _credit(terms: Terms, entry: Entry, label: str | None) -> Credit:
    """Return what terms are worth because they name who speaks."""
    if label is None:
        return {}
    names = _name_words(label, speaker_of(entry.details, label))
    return {
        number: _ASIDE_NAMES_SPEAKER if term.aside else _NAMES_SPEAKER
        for number, term in enumerate(terms.terms)
        if term.word in names
    }


@lru_cache(maxsize=4_096)
def _name_words(label: str, speaker: Speaker | None) -> frozenset[str]:
    found = set(words(label))
    if speaker is not None:
        for name in (speaker.name, *speaker.aliases):
            found.update(words(name))
        found |= {"host": HOST_WORDS, "guest": GUEST_WORDS}.get(speaker.role or "", frozenset())
    return frozenset(found)


def _differing(
    terms: Terms,
    numbers: Sequence[int],
    run: Run,
    pieces: Sequence[str],
    said: Sequence[tuple[str, int]],
) -> tuple[Difference, ...]:
    """Return how the terms of these *numbers* differ from what was said around *run*.

    Stop words are everywhere, so others tell where to compare; what was asked beyond the first
    and the last of those may stand for what was said there. Words that one said word joins are
    compared as one.
    """
    asked: list[str] = []
    found: dict[int, int] = {}
    for number in numbers:
        word, place = terms.terms[number].word, run.places.get(number)
        if place is not None and found.get(len(asked) - 1) == place:
            asked[-1] += f" {word}"
            continue
        if place is not None:
            found[len(asked)] = place
        asked.append(word)
    telling = {at: place for at, place in found.items() if asked[at] not in STOP_WORDS} or found
    if not telling:
        return ()
    begin = max(0, min(telling.values()) - min(telling))
    finish = max(telling.values()) + len(asked) - max(telling)
    stands_for = {place - begin: at for at, place in telling.items()}
    return differences(asked, pieces, said[begin:finish], stands_for)


def _contains(said: Sequence[str], phrase: Sequence[str], *, condensed: bool) -> bool:
    """Say whether *phrase* was said word for word; a condensed transcript lacks stop words."""
    wanted = list(phrase)
    if condensed and not STOP_WORDS.issuperset(wanted):
        said = [word for word in said if word not in STOP_WORDS]
        wanted = [word for word in wanted if word not in STOP_WORDS]
    return any(said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1))
