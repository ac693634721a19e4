"""Draw a random quote that can stand alone, and not one that was shown a moment ago."""

import random
import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from heapq import nlargest

from bot.naming import Voices
from bot.quotable import pick
from bot.quotes import Quote
from bot.request import Place
from bot.transcripts.catalogue import Entry
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

    def __init__(self, library: Library, voices: Voices, rng: random.Random) -> None:
        """Draw from *library*, where *voices* speak, by the chance of *rng*."""
        self._library = library
        self._voices = voices
        self._rng = rng
        self._shown: OrderedDict[Place | None, deque[Passage]] = OrderedDict()
        self._lock = threading.Lock()
        # Replaced whole, so that threads may look while another one takes up what changed.
        self._spoken: tuple[object, dict[Scope, list[Entry]]] = (None, {})

    def draw(self, scope: Scope, place: Place | None) -> Quote | None:
        """Return a fit quote that is not among the last ones drawn for *place*, or None.

        Where there are no others, one that is.
        """
        shown = self._shown_in(place)
        again: Quote | None = None
        for entry in self._transcripts(scope):
            for quote in self._quotes(entry, scope):
                passage = Passage(entry.details.id, quote.turn.number, quote.start, quote.end)
                if not any(_overlap(passage, other) for other in tuple(shown)):
                    shown.append(passage)
                    return quote
                again = again or quote
        return again

    def _shown_in(self, place: Place | None) -> deque[Passage]:
        """Return what was drawn last for *place*; forget the place that is longest without."""
        with self._lock:
            shown = self._shown.setdefault(place, deque(maxlen=RECENT_QUOTES))
            self._shown.move_to_end(place)
            if len(self._shown) > RECENT_PLACES:
                self._shown.popitem(last=False)
            return shown

    def _transcripts(self, scope: Scope) -> list[Entry]:
        """Return some transcripts of *scope*, each once, the long ones sooner as a rule."""
        # Each is chosen in proportion to its words among those that are left (Efraimidis and
        # Spirakis, 2006).
        return nlargest(
            _TRANSCRIPTS_TRIED,
            self._spoken_in(scope),
            key=lambda entry: self._rng.random() ** (1 / max(entry.words, 1)),
        )

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

    def _spoken_in(self, scope: Scope) -> list[Entry]:
        """Return the transcripts in which somebody speaks whom *scope* admits."""
        voices, (seen, cached) = self._voices.voices(), self._spoken
        if voices is not seen or len(cached) >= _CACHED_SCOPES:
            cached = {}
            self._spoken = voices, cached
        if scope not in cached:
            admitted = {
                entry.details.id: entry
                for entry, label in voices
                if scope.admits(entry) and scope.admits_speaker(entry.details, label)
            }
            cached[scope] = list(admitted.values())
        return cached[scope]


def _overlap(one: Passage, other: Passage) -> bool:
    same = (one.transcript, one.turn) == (other.transcript, other.turn)
    return same and one.start < other.end and other.start < one.end
