"""Hold a claimed quote against what was said, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from bot.search.comparing import Difference
from bot.search.english import STOP_WORDS
from bot.search.text import words, words_at

# "Jensen said: ..." and the like; what comes before the colon is no part of the claim.
_ATTRIBUTED = re.compile(r"^[^:\"“]{0,80}\b(?:said|says|say|quote)\s*:\s*(?=\S)", re.IGNORECASE)
_PHRASE = re.compile('"([^"]+)"|“([^”]+)”')
_PHRASE_MIN_WORDS = 3


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a claim departs from what was said.

    Attributes:
        asked: Character ranges of the claim, `(start, end)`, ascending, that were not said so.
        differences: Where, in the order of what was said, within the words that fit the claim.
        likeness: Share of the claim's words that were said, in their order, 0 to 1.
    """

    asked: tuple[tuple[int, int], ...]
    differences: tuple[Difference, ...]
    likeness: float


def claim_in(text: str) -> str:
    """Return the words of *text* that are claimed: the longest in double quotes, if any are."""
    phrases = [match[1] or match[2] for match in _PHRASE.finditer(text)]
    longest = max(phrases, key=lambda phrase: len(words(phrase)), default="")
    if len(words(longest)) >= _PHRASE_MIN_WORDS:
        return " ".join(longest.split())
    return " ".join(_ATTRIBUTED.sub("", text).replace('"', " ").split())


def compare(
    claim: str, pieces: Sequence[str], start: int, end: int, *, condensed: bool
) -> Comparison:
    """Return how *claim* departs from the words `start` to `end` of a turn of *pieces*.

    A condensed transcript lacks stop words, so there they count on neither side.
    """

    def counted(found: Sequence[str], first: int) -> list[tuple[str, int]]:
        said = words_at(found, first)
        return [(word, at) for word, at in said if not (condensed and word in STOP_WORDS)]

    claimed = claim.split()
    asked, said = counted(claimed, 0), counted(pieces[start:end], start)
    steps = Levenshtein.opcodes([word for word, _ in asked], [word for word, _ in said])
    equal = [step for step in steps if step.tag == "equal"]
    if not equal:
        return Comparison(((0, len(claim)),), (), 0.0)
    ranges: list[tuple[int, int]] = []
    differences: list[Difference] = []
    for step in steps:
        outside = step.dest_end <= equal[0].dest_start or step.dest_start >= equal[-1].dest_end
        if step.tag == "equal" or (outside and step.tag == "insert"):
            continue
        wrong = asked[step.src_start : step.src_end]
        if wrong:
            ranges.append(_characters(claimed, wrong[0][1], wrong[-1][1] + 1))
        right = said[step.dest_start : step.dest_end]
        first = right[0][1] if right else _next_place(said, step.dest_start)
        last = right[-1][1] + 1 if right else first
        differences.append(
            Difference(
                " ".join(word for word, _ in wrong), " ".join(pieces[first:last]), first, last
            )
        )
    said_so = sum(step.src_end - step.src_start for step in equal)
    return Comparison(tuple(ranges), tuple(differences), said_so / len(asked))


def _next_place(said: Sequence[tuple[str, int]], at: int) -> int:
    return said[at][1] if at < len(said) else said[-1][1] + 1


def _characters(pieces: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Return where the words `first` to `last` stand in *pieces* joined by single spaces."""
    start = sum(len(piece) + 1 for piece in pieces[:first])
    return start, start + len(" ".join(pieces[first:last]))
