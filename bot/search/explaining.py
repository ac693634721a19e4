"""Say why a match won: which words were said, corrected, sounded alike or are missing."""

from dataclasses import dataclass

from bot.search.matching import Run, coverage, score
from bot.search.terms import Terms


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a score was made of; opaque but to `explain`."""

    terms: Terms
    run: Run
    words: list[str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage answers a question.

    Attributes:
        exact: Words that were said as they were asked, in the order of the question.
        changed: Words that stand for others: `(asked, said, how)`, `how` being a
            `bot.search.spelling.How`.
        speaker: Words that name who speaks.
        missing: Words that nobody said there, stop words aside.
        in_order: Whether what was found stands in the order of the question.
        coverage: Share of the question's weight that was found, 0 to 1.
        score: 0 to 100: coverage, with order in its favour and words in between against it.
    """

    exact: tuple[str, ...]
    changed: tuple[tuple[str, str, str], ...]
    speaker: tuple[str, ...]
    missing: tuple[str, ...]
    in_order: bool
    coverage: float
    score: float


def explain(evidence: Evidence) -> Explanation:
    """Return why a match won."""
    terms, run = evidence.terms, evidence.run
    exact, changed, speaker, missing = [], [], [], []
    for number, term in enumerate(terms.terms):
        place = run.places.get(number)
        if place is None:
            if number in run.covered:
                speaker.append(term.word)
            elif term.content:
                missing.append(term.word)
        elif (said := evidence.words[place]) == term.word:
            exact.append(term.word)
        else:
            changed.append((term.word, said, _how(terms, number, said)))
    places = [run.places[number] for number in sorted(run.places)]
    return Explanation(
        tuple(exact),
        tuple(changed),
        tuple(speaker),
        tuple(missing),
        places == sorted(places),
        coverage(terms, run),
        score(terms, run),
    )


def _how(terms: Terms, number: int, said: str) -> str:
    for variant in terms.terms[number].variants:
        if variant.word == said:
            return variant.how
    if any(number in joined.terms and joined.variant.word == said for joined in terms.joined):
        return "joined"
    return "number"
