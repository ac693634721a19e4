from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.spelling import Spelling
from bot.search.vocabulary import Vocabulary
from tests.bot.search.vocabularies import spelling, vocabulary

SAID = """
    engine engines weaving algebraic patterns patterned night phone weather quick flights
    twenty three 20 alexnet fp64 speech processing jensen definitely graphics loom cat
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Spelling:
    often = {"the": 990, "what": 900, "thing": 600, "model": 400, "models": 300}
    return spelling(tmp_path_factory.mktemp("words"), SAID, passages=1_000, **often)


def found(known: Spelling, word: str) -> dict[str, str]:
    return {variant.word: variant.how for variant in known.variants(word)}


@pytest.mark.parametrize(
    ("asked", "meant", "how"),
    [
        ("engine", "engine", "exact"),
        ("engine", "engines", "inflected"),
        ("weaves", "weaving", "inflected"),
        ("enigne", "engine", "corrected"),
        ("ngine", "engine", "corrected"),
        ("enhgine", "engine", "corrected"),
        ("rngine", "engine", "corrected"),
        ("algebriac", "algebraic", "corrected"),
        ("proccesing", "processing", "corrected"),
        ("definately", "definitely", "corrected"),
        ("cats", "cat", "inflected"),
        ("caat", "cat", "corrected"),
        ("fone", "phone", "sounds"),
        ("3", "three", "number"),
        ("three", "three", "exact"),
        ("twenty", "20", "number"),
        ("20", "twenty", "number"),
    ],
)
def test_what_may_be_meant_by_a_word(known: Spelling, asked: str, meant: str, how: str) -> None:
    assert found(known, asked)[meant] == how


@pytest.mark.parametrize(
    "word",
    ["xyzzyx", "bat", "ct", "q", "21", "1999", "量", "zzzzzzzzzzzzzzzz", "a" * 2_000],
    ids=lambda word: word[:16],
)
def test_nothing_is_meant_by_what_is_like_no_word(known: Spelling, word: str) -> None:
    assert known.variants(word) == ()


def test_a_stop_word_stands_for_itself_alone(known: Spelling) -> None:
    assert found(known, "the") == {"the": "exact"}
    assert found(known, "what") == {"what": "exact"}
    assert found(known, "whom") == {}


def test_a_word_that_is_said_leads_and_nothing_is_worth_more(known: Spelling) -> None:
    for word in SAID.split():
        variants = known.variants(word)
        assert (variants[0].word, variants[0].how, variants[0].similarity) == (word, "exact", 1.0)
        assert all(0 < variant.similarity < 1 for variant in variants[1:])
        assert all(variant.passages == known.passages(variant.word) > 0 for variant in variants)


def test_a_common_word_is_no_slip_of_a_rare_one_but_a_rare_one_may_be_of_a_common_one(
    tmp_path: Path,
) -> None:
    known = spelling(tmp_path, passages=100_000, there=20_000, three=600, theer=1, threes=200)

    assert "three" not in found(known, "there")
    assert "there" in found(known, "theer")
    assert known.variants("theer")[0].word == "theer"


def test_more_letters_may_be_wrong_in_a_longer_word(known: Spelling) -> None:
    assert "engine" not in found(known, "onglne")
    assert "processing" in found(known, "procezzing")


def test_the_nearer_a_word_is_the_more_it_counts(tmp_path: Path) -> None:
    known = spelling(tmp_path, "graphics")

    one, two, first = (known.variants(word)[0] for word in ("graphicz", "grafics", "wraphics"))

    assert one.similarity > first.similarity
    assert one.similarity > two.similarity


def test_few_guesses_are_made_the_likeliest(tmp_path: Path) -> None:
    near = [f"engin{letter}" for letter in "abcdfghijklmnop"]
    known = spelling(tmp_path, *near, passages=10_000, engine=900)

    guesses = known.variants("enginz")

    assert guesses[0].word == "engine"
    assert len(guesses) <= 8


@pytest.mark.parametrize(
    ("left", "right", "guess", "wanted"),
    [
        ("alex", "net", False, ["alexnet"]),
        ("fp", "64", False, ["fp64"]),
        ("alex", "nat", False, []),
        ("alex", "nat", True, ["alexnet"]),
        ("loo", "n", True, []),
        ("engine", "s", False, ["engines"]),
    ],
)
def test_two_words_may_be_one(
    known: Spelling, left: str, right: str, guess: bool, wanted: list[str]
) -> None:
    joined = known.joined(left, right, guess)

    assert [variant.word for variant in joined] == wanted
    assert all(variant.how == "joined" for variant in joined)


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("speechprocessing", ("speech", "processing")),
        ("catloom", ("cat", "loom")),
        ("loomx", None),
        ("jensenxyz", None),
        ("cat", None),
    ],
)
def test_one_word_may_be_two(known: Spelling, word: str, wanted: tuple[str, str] | None) -> None:
    assert known.split(word) == wanted


def test_the_likelier_of_two_ways_to_split_is_taken(tmp_path: Path) -> None:
    known = spelling(tmp_path, passages=1_000, now=50, here=60, nowh=1, ere=1)

    assert known.split("nowhere") == ("now", "here")


def test_the_words_of_several_vocabularies_count_together(tmp_path: Path) -> None:
    first = vocabulary(tmp_path / "1", {"engine": 3, "loom": 1})
    second = vocabulary(tmp_path / "2", {"engine": 4, "engines": 2})
    known = Spelling([first, second], 100)

    assert known.passages("engine") == 7
    assert found(known, "engine") == {"engine": "exact", "engines": "inflected"}
    assert known.variants("enginr")[0].passages == 7


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
def test_the_rarer_a_word_the_more_it_tells(total: int, few: int, many: int) -> None:
    few, many = sorted((min(few, total), min(many, total)))
    known = Spelling([], total)

    assert known.weight(few) >= known.weight(many) > 0


def test_without_a_library_nothing_is_meant(tmp_path: Path) -> None:
    known = Spelling([], 0)

    assert known.variants("engine") == ()
    assert known.passages("engine") == 0
    assert known.split("speechprocessing") is None
    assert Spelling([Vocabulary(vocabulary_folder(tmp_path))], 0).variants("engine") == ()


def vocabulary_folder(folder: Path) -> Path:
    vocabulary(folder, {})
    return folder
