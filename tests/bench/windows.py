"""The seed cut into passages for peers, which know of texts and not of quotes."""

from typing import NamedTuple

from bot.transcripts.model import Transcript
from tests.bench.metrics import Span

WINDOW_WORDS = 36
STEP_WORDS = 12


class Window(NamedTuple):
    """A passage that a peer may answer with: its text and where it stands."""

    text: str
    span: Span


def windows(transcript: Transcript) -> list[Window]:
    """Return the overlapping passages of all turns, in order; each turn has at least one."""
    return [
        Window(
            " ".join(words[start : start + WINDOW_WORDS]),
            {"turn": turn.number, "start": start, "end": min(start + WINDOW_WORDS, len(words))},
        )
        for turn in transcript.turns
        for words in [turn.text.split()]
        for start in range(0, max(len(words) - WINDOW_WORDS + STEP_WORDS, 1), STEP_WORDS)
    ]
