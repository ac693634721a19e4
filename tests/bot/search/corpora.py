"""Libraries made up for the tests of the index."""

import random
from collections.abc import Iterable
from pathlib import Path

from bot.search.finding import Match
from bot.search.index import QuoteIndex
from bot.transcripts.library import Library
from bot.transcripts.model import Details, Transcript, Turn
from bot.transcripts.scope import Scope

EVERYTHING = Scope("2026-01-01")

_BEGINNINGS = (
    "bra cor del fen gli har jun kem lom mar nov pel quo ras ser tor vel wex yar zim".split()
)
_ENDINGS = "adic bern colt dune eft gorm hade isk jolt lorn mund nith opal quar rune sild".split()
_WORDS = [beginning + ending for beginning in _BEGINNINGS for ending in _ENDINGS]


def told(transcript_id: str, *said: str, speaker: str | None = None) -> Transcript:
    """Return a transcript in which *speaker* says every turn."""
    turns = (Turn(transcript_id, number, speaker, text) for number, text in enumerate(said))
    return Transcript(Details(id=transcript_id, title=transcript_id.title()), tuple(turns))


def rambling(transcript_id: str, turns: int, chance: random.Random) -> Transcript:
    """Return a transcript of made-up words, common and rare ones, in sentences of any length."""
    weights = [1 / rank for rank in range(1, len(_WORDS) + 1)]
    said = []
    for _ in range(turns):
        pieces = chance.choices(_WORDS, weights, k=int(chance.lognormvariate(3, 1.2)) + 1)
        for at in range(len(pieces)):
            if chance.random() < 0.08:
                pieces[at] += chance.choice([".", "?", ",", " —"])
        said.append(" ".join(pieces).capitalize())
    return told(transcript_id, *said)


def opened(home: Path, transcripts: Iterable[Transcript]) -> QuoteIndex:
    """Return an index of *transcripts*, added to the library in *home*."""
    library = Library(home)
    library.add(transcripts)
    index = QuoteIndex(library, home)
    index.update()
    return index


def words_of(match: Match) -> str:
    """Return the words that a match quotes."""
    return " ".join(match.turn.text.split()[match.start : match.end])


def segment_names(home: Path) -> set[str]:
    """Return the names of the segment folders on disk."""
    return {path.name for path in (home / "index").iterdir() if path.is_dir()}
