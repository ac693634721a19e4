"""Decide how well a passage answers a question, and why.

A passage is scored by the run of its words that covers most of the question: each term counts
what it weighs times how alike the said word is; words that follow each other as they were asked
count extra; words in between cost. Pure functions of words; nothing is looked up here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.search.quoting import QUOTE_MAX_WORDS
from bot.search.terms import Terms

# Extra worth of a term that follows its predecessor as asked, and the cost of a word in between.
_IN_ORDER = 0.12
_GAP_COST = 0.06
# What a score is worth where one word alone of more than so many was said.
_LONE_WORD, _LONE_WORD_OF = 0.8, 2
# Words that may stand between two terms that still count as following each other.
_ADJACENT_WORDS = 2

# See `Terms.hits`; and what terms are worth by the name of who speaks, by their number.
Hits = Sequence[tuple[int, list[tuple[int, float]]]]
Credit = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Run:
    """The run of words that answers best.

    Attributes:
        start: The place of its first word.
        end: Past the place of its last word.
        value: What it is worth, terms, order and gaps together.
        covered: What it covers of each term, above 0 up to 1, by the number of the term.
        places: Where each covered term was found.
    """

    start: int
    end: int
    value: float
    covered: dict[int, float]
    places: dict[int, int]


def rough_value(terms: Terms, hits: Hits, credit: Credit) -> float:
    """Return about what `best_run` would find, quickly; gaps cost nothing here.

    *credit* is what terms are worth by the name of who speaks.
    """
    weights = terms.weights
    best = dict(credit)
    order, last_term, last_place = 0.0, -9, -9
    for place, covers in hits:
        for number, similarity in covers:
            if similarity > best.get(number, 0.0):
                best[number] = similarity
        number = covers[0][0]
        if number == last_term + 1 and place - last_place <= _ADJACENT_WORDS:
            order += weights[number]
        last_term, last_place = number, place
    return sum(weights[number] * similarity for number, similarity in best.items()) + (
        _IN_ORDER * order
    )


def best_run(terms: Terms, hits: Hits, credit: Credit) -> Run | None:
    """Return the run of at most QUOTE_MAX_WORDS words that is worth most, or None.

    Of equal ones the first and shortest.
    """
    weights = terms.weights
    given = sum(weights[number] * similarity for number, similarity in credit.items())
    best: Run | None = None
    for first, (start, _) in enumerate(hits):
        covered = dict(credit)
        places: dict[int, int] = {}
        value, last_term, last_place = given, -9, -9
        for place, covers in hits[first:]:
            if place - start >= QUOTE_MAX_WORDS:
                break
            for number, similarity in covers:
                gain = similarity - covered.get(number, 0.0)
                if gain > 0:
                    value += weights[number] * gain
                    covered[number] = similarity
                    places[number] = place
                    if number == last_term + 1 and place - last_place <= _ADJACENT_WORDS:
                        value += _IN_ORDER * weights[number] * similarity
                    last_term, last_place = number, place
            worth = value - _GAP_COST * (place + 1 - start)
            if best is None or worth > best.value + 1e-9:
                best = Run(start, place + 1, worth, dict(covered), dict(places))
    return best


def score(terms: Terms, run: Run) -> float:
    """Return the score of a run, 0 to 100: 100 where every word was said, in order, no other."""
    ideal = terms.total + _IN_ORDER * sum(terms.weights[1:]) - _GAP_COST * len(terms.terms)
    if ideal <= 0:
        return 0.0
    share = run.value / ideal
    if len(run.places) == 1 and sum(not term.aside for term in terms.weighty) > _LONE_WORD_OF:
        share *= _LONE_WORD
    return max(0.0, min(100.0, 100.0 * share))


def coverage(terms: Terms, run: Run) -> float:
    """Return the share of the question's weight that a run covers, 0 to 1."""
    covered = sum(terms.weights[number] * share for number, share in run.covered.items())
    return covered / terms.total if terms.total else 0.0
