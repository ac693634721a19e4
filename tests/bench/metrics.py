"""Measure answers to the seed's queries as `tests/data/score.py` does, with hit@3 by kind too."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

QUOTE_MAX_WORDS = 45
RANKS = 10


class Span(TypedDict):
    """A run of words of a turn; `end` is exclusive."""

    turn: int
    start: int
    end: int


class Query(TypedDict):
    """A query and its right answers, none where nobody said that."""

    qid: str
    kind: str
    query: str
    gold: Sequence[Span]


@dataclass(slots=True)
class Tally:
    """How answerable queries went: right first, right among the first three, refused."""

    asked: int = 0
    refused: int = 0
    firsts: int = 0
    thirds: int = 0
    reciprocals: float = 0.0

    @property
    def hit1(self) -> float:
        """Share of the queries whose right answer came first."""
        return self.firsts / self.asked if self.asked else 0.0

    @property
    def hit3(self) -> float:
        """Share of the queries whose right answer was among the first three."""
        return self.thirds / self.asked if self.asked else 0.0

    @property
    def refusals(self) -> float:
        """Share of the queries that were refused, wrongly."""
        return self.refused / self.asked if self.asked else 0.0

    @property
    def mrr(self) -> float:
        """Mean of 1 / rank of the first right answer, 0 where none is among the first RANKS."""
        return self.reciprocals / self.asked if self.asked else 0.0

    def add(self, rights: Sequence[bool]) -> None:
        """Count one more query; *rights* says of each answer, best first, whether it is right."""
        rank = next((rank for rank, right in enumerate(rights[:RANKS]) if right), None)
        self.asked += 1
        self.refused += not rights
        if rank is not None:
            self.firsts += rank == 0
            self.thirds += rank < 3
            self.reciprocals += 1 / (rank + 1)

    def __add__(self, other: "Tally") -> "Tally":
        """Return the tally of both."""
        return Tally(
            self.asked + other.asked,
            self.refused + other.refused,
            self.firsts + other.firsts,
            self.thirds + other.thirds,
            self.reciprocals + other.reciprocals,
        )


@dataclass(slots=True)
class Result:
    """What a set of answers was worth."""

    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    refused_rightly: int = 0
    unanswerable: int = 0

    def total(self, *, without: str = "") -> Tally:
        """Return the tally over all kinds, or all but one."""
        return sum((self.kinds[kind] for kind in self.kinds if kind != without), Tally())

    @property
    def rightly(self) -> float:
        """Share of the unanswerable queries that were refused."""
        return self.refused_rightly / self.unanswerable if self.unanswerable else 0.0


def is_hit(match: Span, gold: Sequence[Span]) -> bool:
    """Say whether a quote, not a page, covers at least half of a right answer's words."""
    if match["end"] - match["start"] > QUOTE_MAX_WORDS:
        return False
    return any(
        match["turn"] == span["turn"]
        and 2 * (min(match["end"], span["end"]) - max(match["start"], span["start"]))
        >= span["end"] - span["start"]
        for span in gold
    )


def measure(queries: Sequence[Query], answers: Mapping[str, Sequence[Span]]) -> Result:
    """Return what *answers*, by qid and best first, are worth for *queries*."""
    result = Result()
    for query in queries:
        matches = answers[query["qid"]]
        if query["gold"]:
            result.kinds[query["kind"]].add([is_hit(match, query["gold"]) for match in matches])
        else:
            result.unanswerable += 1
            result.refused_rightly += not matches
    return result
