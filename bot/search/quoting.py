"""Cut a quote out of a turn: whole sentences where there are any, around what matched."""

from collections.abc import Sequence

QUOTE_MAX_WORDS = 45
# Where nothing tells sentences apart, this many words are shown.
_UNMARKED_WORDS = 40
# A shorter sentence is shown with its neighbours.
_QUOTE_MIN_WORDS = 12

_ENDS = (".", "?", "!", "\u2026", "\u3002", "\uff1f", "\uff01")
_CLOSERS = "\"')]}\u201d\u2019\u00bb*_"


def cut(pieces: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Return the words to quote around `start` to `end` (exclusive) of a turn.

    The result holds at most QUOTE_MAX_WORDS words and, where they fit, all of those asked for;
    it starts and ends with a sentence where the text marks sentences and they are short enough.
    """
    if len(pieces) <= QUOTE_MAX_WORDS:
        return 0, len(pieces)
    end = min(end, start + QUOTE_MAX_WORDS)
    first = _boundary(pieces, range(start, max(start - QUOTE_MAX_WORDS, -1), -1))
    last = _boundary(pieces, range(end, min(end + QUOTE_MAX_WORDS, len(pieces)) + 1))
    if first is None or last is None or last - first > QUOTE_MAX_WORDS:
        return _centred(start, end, first or 0, last or len(pieces))
    while last - first < _QUOTE_MIN_WORDS:
        room = QUOTE_MAX_WORDS - (last - first)
        after = _boundary(pieces, range(last + 1, min(last + room, len(pieces)) + 1))
        if after is not None:
            last = after
            continue
        before = _boundary(pieces, range(first - 1, max(first - room, 0) - 1, -1))
        if before is None:
            break
        first = before
    return first, last


def ends_sentence(piece: str) -> bool:
    """Say whether a sentence ends with this word of a turn."""
    return piece.rstrip(_CLOSERS).endswith(_ENDS)


def _boundary(pieces: Sequence[str], places: range) -> int | None:
    """Return the first of *places* that lies between two sentences, or at an end of the turn."""
    for at in places:
        if at in (0, len(pieces)) or ends_sentence(pieces[at - 1]):
            return at
    return None


def _centred(start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """Return _UNMARKED_WORDS words around `start` to `end`, within `low` to `high` if possible."""
    wanted = max(end - start, _UNMARKED_WORDS)
    first = max(low, start - (wanted - (end - start)) // 2)
    last = min(high, first + wanted)
    return max(low, last - wanted), last
