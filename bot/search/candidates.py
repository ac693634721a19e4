"""Propose the passages that may answer a question: tantivy's BM25 over what it may mean.

Only what is worth its cost is asked. A word's variants are left out where the word itself is
common, and the commonest words are left out while rarer ones remain: how long the lists of
passages are that have to be read decides how long a question takes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tantivy import Occur, Query

from bot.search.english import STOP_WORDS
from bot.search.segment import PASSAGE_WORDS, STEP_WORDS, Segment
from bot.search.spelling import Variant
from bot.search.terms import Terms

# Passages that may be read for one question: a share of all, and always so many.
_BUDGET_SHARE, _BUDGET_MIN = 0.35, 100_000
# The rarest terms that are asked for whatever they cost.
_ALWAYS_TERMS = 3
# Passages a word's variants may occur in together, beside the word itself.
_VARIANTS_SHARE, _VARIANTS_MIN = 0.003, 2_000
# BM25 of a variant counts less than that of the word as typed.
_VARIANT_BOOST = 0.6


@dataclass(frozen=True, slots=True)
class Only:
    """The voices that may be proposed: none but these, or all but these."""

    voices: frozenset[int]
    excluded: bool


def propose(
    segment: Segment, terms: Terms, phrases: Iterable[tuple[str, ...]], only: Only, limit: int
) -> list[int]:
    """Return the numbers of at most *limit* passages, best first."""
    clauses = [(Occur.Should, query) for query in _worthwhile(segment, terms)]
    # A longer phrase may begin in one passage and end in the next; a condensed transcript lacks
    # stop words. Whether a phrase was said is looked at closely.
    words = {word for phrase in phrases for word in phrase[: PASSAGE_WORDS - STEP_WORDS]}
    words = words - STOP_WORDS or words
    clauses += [(Occur.Must, segment.term(word)) for word in words]
    if not clauses:
        return []
    if only.voices or not only.excluded:
        occur = Occur.MustNot if only.excluded else Occur.Must
        wanted = Query.boolean_query(clauses, None if words else 1)
        clauses = [(Occur.Must, wanted), (occur, segment.spoken_by(only.voices))]
    return segment.search(Query.boolean_query(clauses), limit)


def _worthwhile(segment: Segment, terms: Terms) -> list[Query]:
    items: list[tuple[int, list[Variant]]] = []
    many = max(_VARIANTS_MIN, _VARIANTS_SHARE * len(segment))
    seen: set[str] = set()
    for term in terms.terms:
        if term.weight and term.word not in seen:
            seen.add(term.word)
            items.append(_cheap(term.variants, many))
    items += [(joined.variant.passages, [joined.variant]) for joined in terms.joined]
    items = sorted((item for item in items if item[1]), key=lambda item: item[0])

    budget = max(_BUDGET_MIN, _BUDGET_SHARE * len(segment))
    queries: list[Query] = []
    for number, (cost, variants) in enumerate(items):
        budget -= cost
        if budget < 0 and number >= _ALWAYS_TERMS:
            break
        queries += [_query(segment, variant) for variant in variants]
    return queries


def _cheap(variants: Iterable[Variant], many: float) -> tuple[int, list[Variant]]:
    """Return the variants worth asking for and in how many passages they occur together."""
    cost, chosen = 0, list[Variant]()
    for variant in variants:
        if not chosen or cost + variant.passages <= many:
            cost += variant.passages
            chosen.append(variant)
    return cost, chosen


def _query(segment: Segment, variant: Variant) -> Query:
    query = segment.term(variant.word)
    if variant.how == "exact":
        return query
    return Query.boost_query(query, variant.similarity * _VARIANT_BOOST)
