"""Offer quotes while a question is still being typed."""

from collections.abc import Sequence

from bot.naming import SUGGESTION_MAX_CHARS, Suggestion, shortened
from bot.search.finding import Match
from bot.search.text import normalise, words, words_at
from bot.transcripts.scope import display_name

# Less than this says nothing of what will be asked for; a word takes two letters at least.
_TEXT_MIN_CHARS = 3
_BEGINNING_MIN_CHARS = 2
_NAME_MAX_CHARS = 30


def is_worth_completing(text: str) -> bool:
    """Say whether enough was typed to look for; one sign says much where signs are words."""
    text = text.strip()
    return len(text) >= _TEXT_MIN_CHARS or (bool(text) and not text.isascii())


def unfinished_word(text: str) -> str:
    """Return the normalised beginning of a word with which *text* breaks off, or ""."""
    if not text or not text[-1].isalnum():
        return ""
    last = words(text.split()[-1])
    return last[-1] if last and len(last[-1]) >= _BEGINNING_MIN_CHARS else ""


def completed(text: str, word: str) -> str:
    """Return *text* with the word it breaks off in replaced by *word*."""
    return f"{text[: len(text) - len(text.split()[-1])]}{word}"


def suggestion(match: Match, asked: str) -> Suggestion:
    """Return a match to choose from: who, and the words around what was *asked* for."""
    pieces = match.turn.text.split()[match.start : match.end]
    name = shortened(display_name(match.entry.details, match.turn.speaker), _NAME_MAX_CHARS)
    room = SUGGESTION_MAX_CHARS - len(name) - len(": ……")
    start, end = _excerpt(pieces, set(normalise(asked).split()), room)
    words_shown = " ".join(pieces[start:end])[:room]
    opening = "…" if start > 0 or match.start > 0 else ""
    whole = end == len(pieces) and match.end == len(match.turn.text.split())
    return Suggestion(f"{name}: {opening}{words_shown}{'' if whole else '…'}", words_shown)


def _excerpt(pieces: Sequence[str], asked: set[str], room: int) -> tuple[int, int]:
    """Return the run of *pieces* of at most *room* characters that holds most of *asked*."""
    hits = [0] * len(pieces)
    for word, at in words_at(pieces):
        hits[at] = hits[at] or int(word in asked)
    best, best_hits = (0, 0), -1
    end, length = 0, -1
    for start in range(len(pieces)):
        if end <= start:
            end, length = start, -1
        while end < len(pieces) and length + 1 + len(pieces[end]) <= room:
            length += 1 + len(pieces[end])
            end += 1
        found = sum(hits[start:end])
        if found > best_hits:
            best, best_hits = (start, max(end, start + 1)), found
        if end == len(pieces):
            break
        length -= len(pieces[start]) + 1
    return best
