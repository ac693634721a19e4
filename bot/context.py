"""The words around a quote: the passage before it, and the one after.

A window of at most QUOTE_MAX_WORDS words moves through a turn, then on into the next turn that
the scope admits; sentences stay whole where the text marks them.
"""

from bot.search.quoting import QUOTE_MAX_WORDS, ends_sentence
from bot.transcripts.catalogue import Entry
from bot.transcripts.library import Library
from bot.transcripts.model import Turn
from bot.transcripts.scope import Scope

# A turn, and the words of it: first, and past the last.
Words = tuple[Turn, int, int]


def earlier(library: Library, entry: Entry, turn: Turn, start: int, scope: Scope) -> Words | None:
    """Return the words that end where word *start* of *turn* begins, or None at the beginning.

    They begin with a sentence, where one begins within their length.
    """
    if start > 0:
        return _up_to(turn, start)
    before = _neighbour(library, entry, turn.number, -1, scope)
    return None if before is None else _up_to(before, len(before.text.split()))


def later(library: Library, entry: Entry, turn: Turn, end: int, scope: Scope) -> Words | None:
    """Return the words that begin with word *end* of *turn*, or None at the end.

    They end with a sentence, where one ends within their length.
    """
    if end < len(turn.text.split()):
        return _from(turn, end)
    after = _neighbour(library, entry, turn.number, 1, scope)
    return None if after is None else _from(after, 0)


def following(library: Library, entry: Entry, turn: Turn) -> Turn | None:
    """Return the turn after *turn*, or None at the end."""
    number = turn.number + 1
    return library.turn(entry.details.id, number) if number < entry.turns else None


def opening(turn: Turn) -> Words:
    """Return the words with which *turn* begins."""
    return _from(turn, 0)


def _up_to(turn: Turn, end: int) -> Words:
    pieces = turn.text.split()
    first = max(end - QUOTE_MAX_WORDS, 0)
    places = range(first, end) if first else ()
    return turn, next((at for at in places if ends_sentence(pieces[at - 1])), first), end


def _from(turn: Turn, start: int) -> Words:
    pieces = turn.text.split()
    last = min(start + QUOTE_MAX_WORDS, len(pieces))
    places = range(last, start, -1) if last < len(pieces) else ()
    return turn, start, next((at for at in places if ends_sentence(pieces[at - 1])), last)


def _neighbour(library: Library, entry: Entry, number: int, step: int, scope: Scope) -> Turn | None:
    """Return the nearest turn that *scope* admits, before or after *number* as *step* says."""
    wanted = range(number + step, entry.turns if step > 0 else -1, step)
    if not wanted:
        return None
    beside = library.turn(entry.details.id, wanted[0])
    if scope.admits_speaker(entry.details, beside.speaker):
        return beside
    # Each look at one turn reads the file anew, so whoever has to search takes them all at once.
    turns = library.transcript(entry.details.id).turns
    return next(
        (turns[at] for at in wanted if scope.admits_speaker(entry.details, turns[at].speaker)), None
    )
