"""Draw a random quote that can stand alone, and not one that was shown a moment ago."""

import random
from bisect import bisect
from collections import OrderedDict, deque
from collections.abc import Iterator
from itertools import accumulate

from bot.quotable import pick
from bot.quotes import Quote
from bot.request import Place
from bot.transcripts.catalogue import Entries, Entry
from bot.transcripts.library import Library
from bot.transcripts.model import Passage
from bot.transcripts.scope import Scope, speaker_of

# So many quotes are not repeated in a place, and so many places are remembered.
RECENT_QUOTES = 20
RECENT_PLACES = 1_000

_TRANSCRIPTS_TRIED = 12
_CACHED_SCOPES = 64


class Drawing:
    """Random quotes, from transcripts in proportion to their words."""

    def __init__(self, library: Library, rng: random.Random) -> None:
        """Draw from *library* by the chance of *rng*."""
        self._library = library
        self._rng = rng
        self._shown: OrderedDict[Place | None, deque[Passage]] = OrderedDict()
        self._entries: Entries | None = None
        self._weighted: dict[Scope, tuple[list[Entry], list[int]]] = {}

    def draw(self, scope: Scope, place: Place | None) -> Quote | None:
        """Return a fit quote that is not among the last ones drawn for *place*, or None.

        Where there are no others, one that is.
        """
        shown = self._shown.setdefault(place, deque(maxlen=RECENT_QUOTES))
        self._shown.move_to_end(place)
        if len(self._shown) > RECENT_PLACES:
            self._shown.popitem(last=False)

        again: Quote | None = None
        for entry in self._draw_transcripts(scope):
            for quote in self._quotes(entry, scope):
                passage = Passage(entry.details.id, quote.turn.number, quote.start, quote.end)
                if not any(_overlap(passage, other) for other in shown):
                    shown.append(passage)
                    return quote
                again = again or quote
        return again

    def _draw_transcripts(self, scope: Scope) -> Iterator[Entry]:
        """Yield some transcripts of *scope*, each once, the long ones sooner as a rule."""
        entries, sums = self._in(scope)
        drawn: set[int] = set()
        for _ in range(_TRANSCRIPTS_TRIED):
            if len(drawn) == len(entries):
                return
            at = bisect(sums, self._rng.random() * sums[-1], hi=len(sums) - 1)
            if at not in drawn:
                drawn.add(at)
                yield entries[at]

    def _quotes(self, entry: Entry, scope: Scope) -> Iterator[Quote]:
        """Yield a fit quote from each turn that has one, the turns in random order.

        Whoever asks for a speaker gets what that speaker says, be it a host's question.
        """
        turns = self._library.transcript(entry.details.id).turns
        for number in self._rng.sample(range(len(turns)), len(turns)):
            turn = turns[number]
            if scope.admits_speaker(entry.details, turn.speaker):
                speaker = None if scope.speaker else speaker_of(entry.details, turn.speaker)
                found = pick(turn, self._rng, role=speaker.role if speaker else None)
                if found is not None:
                    yield Quote(turn, entry, *found)

    def _in(self, scope: Scope) -> tuple[list[Entry], list[int]]:
        """Return the transcripts of *scope* with the running sum of their words."""
        entries = self._library.entries()
        if entries is not self._entries or len(self._weighted) >= _CACHED_SCOPES:
            self._weighted, self._entries = {}, entries
        if scope not in self._weighted:
            admitted = [entry for entry in entries.values() if scope.admits(entry)]
            self._weighted[scope] = admitted, list(accumulate(entry.words for entry in admitted))
        return self._weighted[scope]


def _overlap(one: Passage, other: Passage) -> bool:
    same = (one.transcript, one.turn) == (other.transcript, other.turn)
    return same and one.start < other.end and other.start < one.end
