from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.matching import Run, best_run, coverage, rough_value, score
from bot.search.question import Question, parse
from bot.search.quoting import QUOTE_MAX_WORDS
from bot.search.spelling import Spelling
from bot.search.terms import Terms, prepare
from tests.bot.search.vocabularies import spelling

SAID = "engine weaves algebraic patterns loom flowers leaves notes sounds harmony number music"
CONTENT = st.lists(st.sampled_from(SAID.split()), min_size=1, max_size=20).filter(
    lambda words: max(map(words.count, words)) <= 8
)
ANY = st.lists(st.sampled_from(["the", "of", *SAID.split(), "unsaid"]), max_size=90)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Spelling:
    return spelling(tmp_path_factory.mktemp("words"), SAID, the=900, of=800)


def asked(known: Spelling, *words: str) -> Terms:
    return prepare(Question(words), known)


def run_of(terms: Terms, said: list[str]) -> Run | None:
    return best_run(terms, terms.hits(said), {})


def score_of(terms: Terms, said: str) -> float:
    run = run_of(terms, said.split())
    return 0.0 if run is None else score(terms, run)


@given(CONTENT, st.lists(st.sampled_from(["the", "of", "other", "thing"]), max_size=20))
def test_words_said_as_they_were_asked_score_a_hundred(
    known: Spelling, words: list[str], around: list[str]
) -> None:
    terms = asked(known, *words)

    run = run_of(terms, [*around, *words, *around])

    assert run is not None
    assert score(terms, run) == pytest.approx(100)
    assert coverage(terms, run) == pytest.approx(1)


@given(ANY.filter(bool), ANY)
def test_a_run_is_short_ends_in_words_that_count_and_scores_at_most_a_hundred(
    known: Spelling, words: list[str], said: list[str]
) -> None:
    terms = asked(known, *words)
    hits = terms.hits(said)

    run = best_run(terms, hits, {})

    assert (run is None) == (not hits)
    if run is not None:
        assert 0 < run.end - run.start <= QUOTE_MAX_WORDS
        assert {run.start, run.end - 1} <= {place for place, _ in hits}
        assert run.covered.keys() == run.places.keys()
        assert all(run.start <= place < run.end for place in run.places.values())
        assert 0 <= score(terms, run) <= 100
        assert 0 <= coverage(terms, run) <= 1 + 1e-9


@given(ANY.filter(bool), ANY)
def test_a_rough_value_is_hardly_ever_below_the_exact_one(
    known: Spelling, words: list[str], said: list[str]
) -> None:
    words = list(dict.fromkeys(words))
    terms = asked(known, *words)

    run = run_of(terms, said)

    if run is not None:
        lost_order = 0.12 * sum(terms.weights)
        assert rough_value(terms, terms.hits(said), {}) + lost_order >= run.value - 1e-9


@given(CONTENT, st.data())
def test_leaving_words_out_of_what_was_said_never_scores_more(
    known: Spelling, words: list[str], data: st.DataObject
) -> None:
    terms = asked(known, *words)
    kept = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    fewer = [word for word, keep in zip(words, kept, strict=True) if keep]

    assert score_of(terms, " ".join(fewer)) <= score_of(terms, " ".join(words)) + 1e-9


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("engine weaves algebraic patterns", "engine weaves algebraic"),
        ("engine weaves algebraic patterns", "engine weaves algebraic loom"),
        ("engine weaves algebraic patterns", "algebraic weaves patterns engine"),
        ("engine weaves algebraic patterns", "engine weaves the of the algebraic patterns"),
        ("engine weaves algebraic patterns", "engine weaves algebraic pattern"),
        ("engine weaves algebraic", "engine algebraic"),
        ("weaves engine patterns algebraic", "weaves engine"),
        ("engine weaves the of", "engine the of the of the of the of weaves"),
    ],
    ids=["missing", "replaced", "order", "between", "inflected", "fewer", "half", "scattered"],
)
def test_what_is_nearer_to_the_question_scores_more(
    tmp_path: Path, better: str, worse: str
) -> None:
    known = spelling(tmp_path, SAID, "pattern", the=900, of=800)
    terms = asked(known, *"engine weaves algebraic patterns".split())

    assert score_of(terms, better) > score_of(terms, worse) > 0


def test_one_word_said_stands_for_one_word_asked(known: Spelling) -> None:
    terms = asked(known, "music", "music", "music")

    assert score_of(terms, "music music music") == pytest.approx(100)
    assert 20 < score_of(terms, "music") < 50


def test_a_word_asked_over_and_over_counts_a_few_times(known: Spelling) -> None:
    terms = asked(known, *["music"] * 40)

    assert score_of(terms, "music " * 40) > 95
    assert score_of(terms, "music music") < 60
    assert max(len(covers) for _, covers in terms.hits(["music"])) < 10


def test_a_joined_word_stands_for_its_parts(tmp_path: Path) -> None:
    known = spelling(tmp_path, SAID, "alexnet")
    terms = prepare(parse("alex net weaves patterns"), known)

    run = run_of(terms, "the alexnet weaves patterns".split())

    assert run is not None
    assert run.places == {0: 1, 1: 1, 2: 2, 3: 3}
    assert score(terms, run) > 90


def test_of_equal_runs_the_first_and_shortest_is_taken(known: Spelling) -> None:
    run = run_of(asked(known, "engine", "loom"), "engine loom the engine loom".split())

    assert run is not None
    assert (run.start, run.end) == (0, 2)


def test_a_run_never_reaches_over_more_words_than_a_quote_holds(known: Spelling) -> None:
    terms = asked(known, "engine", "loom", "music")
    said = ["engine", *["other"] * (QUOTE_MAX_WORDS - 1), "loom", "music"]

    run = run_of(terms, said)

    assert run is not None
    assert (run.start, run.end) == (QUOTE_MAX_WORDS, QUOTE_MAX_WORDS + 2)


def test_of_more_words_than_a_quote_holds_as_many_as_it_holds_are_matched(tmp_path: Path) -> None:
    said = [f"{letter}word" for letter in "abcdefghijklmnopqrstuvwxyz"]
    said = [*said, *(f"{word}s" for word in said)][: QUOTE_MAX_WORDS + 3]
    terms = asked(spelling(tmp_path, *said), *said)

    run = run_of(terms, said)

    assert run is not None
    assert (run.start, run.end) == (0, QUOTE_MAX_WORDS)


def test_words_near_each_other_prove_more_than_scattered_ones(known: Spelling) -> None:
    terms = asked(known, *"engine weaves algebraic patterns loom flowers".split())

    close, near, far = (
        score_of(terms, " ".join(["engine", *["other"] * between, "algebraic"]))
        for between in (0, 2, 3)
    )

    assert close > near > 2 * far > 0


def test_who_speaks_counts_for_words_that_name_them(known: Spelling) -> None:
    terms = prepare(parse("what did lukas say about engine patterns"), known)
    hits = terms.hits("engine patterns".split())
    lukas = next(n for n, term in enumerate(terms.terms) if term.word == "lukas")

    named, unnamed = best_run(terms, hits, {lukas: 1.0}), best_run(terms, hits, {})

    assert named is not None
    assert unnamed is not None
    assert score(terms, named) > score(terms, unnamed)
    assert lukas in named.covered
    assert lukas not in named.places


def test_one_word_of_many_proves_little(known: Spelling) -> None:
    terms = asked(known, *"engine weaves algebraic patterns loom flowers".split())

    one, two = score_of(terms, "engine"), score_of(terms, "engine weaves")

    assert one < 100 / 6
    assert two > 2 * one


def test_a_question_that_weighs_nothing_scores_nothing(known: Spelling) -> None:
    terms = asked(known, "the")

    assert score_of(terms, "of the of") == 0
    assert best_run(terms, [], {}) is None
