"""Decide how well a passage answers a question, and why.

A passage is scored by the run of its words that covers most of the question: each term counts
what it weighs times how alike the said word is; words that follow each other as they were asked
count extra; words in between cost. Pure functions of words; nothing is looked up here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.search.quoting import QUOTE_MAX_WORDS
from bot.search.terms import Cover, Terms

# Extra worth of a term that follows its predecessor as asked, and the cost of a word in between.
_IN_ORDER = 0.12
_GAP_COST = 0.06
# What speaks for a match: each word that tells what is meant counts one, each that is near the
# one before it so much more; and what each one lacking, up to enough, takes from a low score.
_PROOF_ENOUGH, _PROOF_ADJACENT, _PROOF_LACKING = 5, 2, 0.11
_NEAR_WORDS = 3
# Words that may stand between two terms that still count as following each other.
_ADJACENT_WORDS = 2

# See `Terms.hits`; and what terms are worth by the name of who speaks, by their number.
Hits = Sequence[tuple[int, list[Cover]]]
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
    """Return about what `best_run` would find, quickly, and hardly ever less.

    Gaps cost nothing here, and a word may stand for several terms.
    """
    weights = terms.weights
    best = dict(credit)
    order, last_term, last_place = 0.0, -9, -9
    for place, covers in hits:
        for numbers, similarity in covers:
            for number in numbers:
                if similarity > best.get(number, 0.0):
                    best[number] = similarity
        number = covers[0][0][0]
        if number == last_term + 1 and place - last_place <= _ADJACENT_WORDS:
            order += weights[number]
        last_term, last_place = number, place
    return sum(weights[number] * similarity for number, similarity in best.items()) + (
        _IN_ORDER * order
    )


def best_run(terms: Terms, hits: Hits, credit: Credit) -> Run | None:
    """Return the run of at most QUOTE_MAX_WORDS words that is worth most, or None.

    Of equal ones the first and shortest. A said word stands for one term, or for those it joins:
    for what follows if it can, else for what gains most.
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
            most, chosen = 0.0, None
            for cover in covers:
                numbers, similarity = cover
                gain = 0.0
                for number in numbers:
                    better = similarity - covered.get(number, 0.0)
                    if better > 0:
                        gain += weights[number] * better
                if gain and numbers[0] == last_term + 1 and place - last_place <= _ADJACENT_WORDS:
                    most, chosen = gain + _IN_ORDER * weights[numbers[0]] * similarity, cover
                    break
                if gain > most:
                    most, chosen = gain, cover
            if chosen is None:
                continue
            value += most
            numbers, similarity = chosen
            for number in numbers:
                if similarity > covered.get(number, 0.0):
                    covered[number] = similarity
                    places[number] = place
            last_term, last_place = numbers[-1], place
            worth = value - _GAP_COST * (place + 1 - start)
            if best is None or worth > best.value + 1e-9:
                best = Run(start, place + 1, worth, dict(covered), dict(places))
    return best


def score(terms: Terms, run: Run) -> float:
    """Return the score of a run, 0 to 100: 100 where every word was said, in order, no other.

    A share of the question proves the less, the fewer words it rests on: one word of three is
    chance, ten of thirty are not. Words that follow each other prove more.
    """
    ideal = terms.total + _IN_ORDER * sum(terms.weights[1:]) - _GAP_COST * len(terms.terms)
    if ideal <= 0:
        return 0.0
    share = min(1.0, run.value / ideal)
    content = len({term.word for term in terms.terms if term.content})
    places = [place for number, place in sorted(run.places.items()) if terms.terms[number].content]
    adjacent = sum(0 < there - here <= _NEAR_WORDS for here, there in pairwise(places))
    wanted = min(_PROOF_ENOUGH, content + _PROOF_ADJACENT * max(content - 1, 0))
    lacking = max(0, wanted - len(set(places)) - _PROOF_ADJACENT * adjacent)
    # Rounded, so that equal scores are equal in whatever order they were added up.
    return round(100.0 * max(0.0, share - _PROOF_LACKING * lacking * (1.0 - share)), 6)


def coverage(terms: Terms, run: Run) -> float:
    """Return the share of the question's weight that a run covers, 0 to 1."""
    covered = sum(terms.weights[number] * share for number, share in run.covered.items())
    return covered / terms.total if terms.total else 0.0
