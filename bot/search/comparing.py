"""Compare what was asked with what was said, word by word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from bot.search.english import STOP_WORDS
from bot.search.text import words_at


@dataclass(frozen=True, slots=True)
class Difference:
    """Where what was asked departs from what was said.

    Attributes:
        asked: Normalised words of the question, or "" where it lacks what was said.
        said: The words as they were said, or "" where nobody said what was asked.
        start: First of those words, counted in the turn.
        end: Past the last of them; equal to `start` where `said` is empty.
    """

    asked: str
    said: str
    start: int
    end: int


def find_verbatim(
    asked: Sequence[str], pieces: Sequence[str], *, condensed: bool
) -> tuple[int, int] | None:
    """Return where *asked* was said word for word in a turn of *pieces*, as `(start, end)`.

    A condensed transcript lacks stop words, so there they count on neither side.
    """
    wanted = [word for word in asked if not (condensed and word in STOP_WORDS)]
    said = [(w, at) for w, at in words_at(pieces) if not (condensed and w in STOP_WORDS)]
    heard = [word for word, _ in said]
    if not wanted:
        return None
    for at in range(len(heard) - len(wanted) + 1):
        if heard[at] == wanted[0] and heard[at : at + len(wanted)] == wanted:
            return said[at][1], said[at + len(wanted) - 1][1] + 1
    return None


def differences(
    asked: Sequence[str],
    pieces: Sequence[str],
    said: Sequence[tuple[str, int]],
    stands_for: Mapping[int, int],
) -> tuple[Difference, ...]:
    """Return how *asked* differs from what was said, in the order of what was said.

    Args:
        asked: Normalised words.
        pieces: The words of the turn as `str.split` gives them.
        said: The normalised words to compare with, each with the number of its piece.
        stands_for: For places in *said* the place in *asked* of the word that is meant there,
            so that a misspelt word is compared with the right one.
    """
    meant = [
        asked[stands_for[place]] if place in stands_for else word
        for place, (word, _) in enumerate(said)
    ]
    found: list[Difference] = []
    for step in Levenshtein.opcodes(list(asked), meant):
        asked_from, asked_to = step.src_start, step.src_end
        said_from, said_to = step.dest_start, step.dest_end
        if step.tag == "equal":
            changed = [
                (at, at + 1, at - asked_from + said_from, at - asked_from + said_from + 1)
                for at in range(asked_from, asked_to)
                if asked[at] != said[at - asked_from + said_from][0]
            ]
        else:
            changed = [(asked_from, asked_to, said_from, said_to)]
        for a_from, a_to, s_from, s_to in changed:
            if s_from < s_to:
                first, last = said[s_from][1], said[s_to - 1][1] + 1
            else:
                first = last = said[s_from][1] if s_from < len(said) else said[-1][1] + 1
            found.append(
                Difference(" ".join(asked[a_from:a_to]), " ".join(pieces[first:last]), first, last)
            )
    return tuple(found)
