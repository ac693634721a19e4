import pytest

from bot.search.question import QUESTION_MAX_CHARS, Question, parse
from bot.search.spelling import Spelling
from bot.search.terms import MAX_TERMS, Terms, prepare
from tests.bot.search.vocabularies import spelling

SAID = """
    alexnet fp64 gpu ibm h100 1984 1993 2012 2007 deep learning speech processing engine x86
    twenty three thousand jensen weather b2b 15 dgx1
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Spelling:
    often = {"the": 990, "of": 980, "are": 700, "you": 700, "see": 80, "and": 900, "thing": 300}
    return spelling(tmp_path_factory.mktemp("words"), SAID, passages=1_000, **often)


def joined(terms: Terms) -> dict[str, str]:
    return {
        one.variant.word: " ".join(terms.terms[number].word for number in one.terms)
        for one in terms.joined
    }


@pytest.mark.parametrize(
    ("asked", "said", "covered"),
    [
        ("alex net works", "alexnet", "alex net"),
        ("the f p sixty four engine", "fp64", "f p sixty four"),
        ("eff pee sixty four", "fp64", "eff pee sixty four"),
        ("gee pee you", "gpu", "gee pee you"),
        ("g p u", "gpu", "g p u"),
        ("i b m", "ibm", "i b m"),
        ("eye bee em", "ibm", "eye bee em"),
        ("h one hundred", "h100", "h one hundred"),
        ("x eighty six", "x86", "x eighty six"),
        ("b 2 b", "b2b", "b 2 b"),
        ("bee two bee", "b2b", "bee two bee"),
        ("d g x one", "dgx1", "d g x one"),
        ("in nineteen eighty four", "1984", "nineteen eighty four"),
        ("nineteen ninety three", "1993", "nineteen ninety three"),
        ("twenty twelve", "2012", "twenty twelve"),
        ("two thousand and seven", "2007", "two thousand and seven"),
        ("two thousand seven", "2007", "two thousand seven"),
        ("fifteen engines", "15", "fifteen"),
    ],
)
def test_what_is_said_in_one_word_is_known_by_its_parts(
    known: Spelling, asked: str, said: str, covered: str
) -> None:
    terms = prepare(parse(asked), known)

    if " " in covered:
        assert joined(terms)[said] == covered
    else:
        term = next(term for term in terms.terms if term.word == covered)
        assert said in {variant.word for variant in term.variants}


@pytest.mark.parametrize("asked", ["you are", "see you are", "the engine", "are you deep"])
def test_words_that_only_sound_like_letters_spell_nothing(known: Spelling, asked: str) -> None:
    assert joined(prepare(parse(asked), known)) == {}


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("speechprocessing", ["speech", "processing"]),
        ("23", ["twenty", "three"]),
        ("3000", ["three", "thousand"]),
        ("2023", ["twenty", "twenty", "three"]),
        ("engine", ["engine"]),
        ("engin", ["engin"]),
        ("xyzzyx", ["xyzzyx"]),
        ("9999999", ["9999999"]),
    ],
)
def test_a_word_nobody_said_is_taken_apart_where_its_parts_were(
    known: Spelling, asked: str, wanted: list[str]
) -> None:
    terms = prepare(parse(asked), known)

    assert [term.word for term in terms.terms] == wanted


def test_parts_of_a_word_weigh_no_more_than_one(known: Spelling) -> None:
    apart = prepare(parse("speechprocessing"), known)
    whole = prepare(parse("processing"), known)

    assert apart.total == pytest.approx(whole.total)


def test_content_weighs_more_than_numbers_asides_and_stop_words(known: Spelling) -> None:
    terms = prepare(parse("what did jensen say of the engine 15 unsaid"), known)
    weights = {term.word: term.weight for term in terms.terms}

    assert weights["unsaid"] > weights["engine"] > weights["15"] > weights["jensen"] > 0
    assert weights["engine"] > weights["of"] > 0
    assert weights["did"] == 0
    assert terms.total == pytest.approx(sum(weights.values()))
    assert [term.word for term in terms.terms if term.content] == ["engine", "15", "unsaid"]


def test_said_words_cover_the_terms_they_may_stand_for(known: Spelling) -> None:
    terms = prepare(parse("deep enigne alex net"), known)

    hits = terms.hits("the deep deep engine of alexnet".split())

    assert [(place, [numbers for numbers, _ in covers]) for place, covers in hits] == [
        (1, [(0,)]),
        (2, [(0,)]),
        (3, [(1,)]),
        (5, [(2, 3)]),
    ]
    assert all(0 < worth <= 1 for _, covers in hits for _, worth in covers)


def test_any_number_counts_a_little_for_any_other(known: Spelling) -> None:
    terms = prepare(parse("15 engines"), known)

    (exact,) = terms.hits(["15"])[0][1]
    (other,) = terms.hits(["seven"])[0][1]
    times = terms.hits(["10x"])

    assert exact == ((0,), 1.0)
    assert 0 < other[1] < 0.5
    assert times == [(0, [other])]
    assert prepare(parse("deep engines"), known).hits(["seven"]) == []


def test_a_question_without_words_weighs_nothing(known: Spelling) -> None:
    terms = prepare(Question(()), known)

    assert (terms.terms, terms.joined, terms.total) == ([], [], 0)
    assert terms.hits(["engine"]) == []


@pytest.mark.parametrize(
    "message",
    [
        " ".join(f"w{number}" for number in range(1_000)),
        " ".join(SAID.split() * 30),
        "a" * QUESTION_MAX_CHARS,
        "ab " * 1_000,
        "the of are you and " * 100,
        "f p sixty four " * 100,
        "9" * QUESTION_MAX_CHARS,
        "one hundred and " * 100,
        "量" * QUESTION_MAX_CHARS,
    ],
    ids=["thousand words", "all words", "one letter", "one word", "commonest", "acronym", "digits",
         "number", "ideographs"],
)  # fmt: skip
def test_few_terms_are_looked_at_however_long_the_question(known: Spelling, message: str) -> None:
    terms = prepare(parse(message), known)

    assert 0 < len(terms.terms) <= MAX_TERMS
    assert len(terms.joined) <= 8 * MAX_TERMS


def test_of_a_long_question_the_rarest_words_that_are_said_count_in_their_order(
    known: Spelling,
) -> None:
    message = " ".join(["thing the of", *(f"unsaid{n}x" for n in range(60)), "weather deep engine"])

    terms = prepare(parse(message), known)

    assert [term.word for term in terms.terms][-3:] == ["weather", "deep", "engine"]
    assert "the" not in [term.word for term in terms.terms]
    assert [term.position for term in terms.terms] == list(range(len(terms.terms)))
