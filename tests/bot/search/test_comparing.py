import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.comparing import Difference, differences, find_verbatim
from bot.search.english import STOP_WORDS
from bot.search.text import words, words_at

WORDS = st.lists(st.sampled_from(["engine", "weaves", "the", "of", "algebra", "loom"]), max_size=8)
# Words of which some are several when normalised, and some none.
PIECES = st.lists(
    st.sampled_from(["Engine", "weaves,", "the", "of", "algebra-loom", "loom's", "—", "GPT-4."]),
    min_size=1,
    max_size=10,
)


@given(WORDS, PIECES)
def test_words_said_in_a_row_are_found_and_no_others(asked: list[str], pieces: list[str]) -> None:
    said = words(" ".join(pieces))

    found = find_verbatim(asked, pieces, condensed=False)

    if found is None:
        assert not asked or f" {' '.join(asked)} " not in f" {' '.join(said)} "
    else:
        start, end = found
        assert f" {' '.join(asked)} " in f" {' '.join(words(' '.join(pieces[start:end])))} "
        narrower = [pieces[start + 1 : end], pieces[start : end - 1]]
        for fewer in narrower:
            assert f" {' '.join(asked)} " not in f" {' '.join(words(' '.join(fewer)))} "


@given(WORDS, PIECES)
def test_in_a_condensed_transcript_stop_words_count_on_neither_side(
    asked: list[str], pieces: list[str]
) -> None:
    telling = [word for word in asked if word not in STOP_WORDS]
    said = [word for word in words(" ".join(pieces)) if word not in STOP_WORDS]

    found = find_verbatim(asked, pieces, condensed=True)

    verbatim = telling and f" {' '.join(telling)} " in f" {' '.join(said)} "
    assert (found is not None) is bool(verbatim)


@given(WORDS, WORDS.filter(bool), st.integers(0, 3))
def test_putting_what_was_asked_in_place_of_what_was_said_gives_the_question(
    asked: list[str], said: list[str], before: int
) -> None:
    pieces = ["before"] * before + said + ["after"]
    numbered = [(word, at) for at, word in enumerate(said, before)]

    found = differences(asked, pieces, numbered, known(asked, said))

    changed = list(pieces)
    for one in reversed(found):
        assert pieces[one.start : one.end] == one.said.split()
        changed[one.start : one.end] = one.asked.split()
    assert changed == ["before"] * before + asked + ["after"]
    assert [one.start for one in found] == sorted(one.start for one in found)
    for one in found:
        assert one.asked != one.said


def known(asked: list[str], said: list[str]) -> dict[int, int]:
    return {place: asked.index(word) for place, word in enumerate(said) if word in asked}


@pytest.mark.parametrize(
    ("asked", "said", "stands_for", "wanted"),
    [
        ("the engine weaves", "The engine weaves!", {0: 0, 1: 1, 2: 2}, []),
        (
            "the engin weaves",
            "The Engine, weaves",
            {0: 0, 1: 1, 2: 2},
            [("engin", "Engine,", 1, 2)],
        ),
        (
            "engine spins algebra",
            "Engine weaves algebra",
            {0: 0, 2: 2},
            [("spins", "weaves", 1, 2)],
        ),
        ("engine algebra", "Engine weaves algebra", {0: 0, 2: 1}, [("", "weaves", 1, 2)]),
        ("engine never weaves", "Engine weaves", {0: 0, 1: 2}, [("never", "", 1, 1)]),
        ("engine weaves now", "Engine weaves", {0: 0, 1: 1}, [("now", "", 2, 2)]),
        ("gpt 5 weaves", "GPT-4 weaves", {0: 0, 2: 2}, [("5", "GPT-4", 0, 1)]),
        ("alexnet", "Alex net", {0: 0}, [("alexnet", "Alex", 0, 1), ("", "net", 1, 2)]),
    ],
    ids=[
        "none",
        "misspelt",
        "replaced",
        "left out",
        "added inside",
        "added last",
        "part",
        "joined",
    ],
)
def test_each_difference_shows_both_versions(
    asked: str, said: str, stands_for: dict[int, int], wanted: list[tuple[str, str, int, int]]
) -> None:
    pieces = said.split()

    found = differences(words(asked), pieces, list(words_at(pieces)), stands_for)

    assert found == tuple(Difference(*one) for one in wanted)
