import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.quoting import QUOTE_MAX_WORDS, cut, ends_sentence


@st.composite
def turns_with_runs(draw: st.DrawFn) -> tuple[list[str], int, int]:
    """Return the words of a turn, some of which end sentences, and a run of them."""
    words = st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "end."])
    pieces = draw(st.lists(words, min_size=1, max_size=160))
    start = draw(st.integers(0, len(pieces) - 1))
    return pieces, start, draw(st.integers(start + 1, len(pieces)))


def sentences(*lengths: int) -> list[str]:
    return [word for length in lengths for word in [*["word"] * (length - 1), "end."]]


def between(pieces: list[str], at: int) -> bool:
    return at in (0, len(pieces)) or ends_sentence(pieces[at - 1])


@given(turns_with_runs())
def test_a_quote_is_of_the_turn_never_too_long_and_holds_what_matched(
    turn: tuple[list[str], int, int],
) -> None:
    pieces, start, end = turn

    first, last = cut(pieces, start, end)

    assert 0 <= first < last <= len(pieces)
    assert last - first <= QUOTE_MAX_WORDS
    assert first <= start
    assert last >= min(end, start + QUOTE_MAX_WORDS)


@given(turns_with_runs())
def test_a_quote_is_made_of_whole_sentences_where_these_fit(
    turn: tuple[list[str], int, int],
) -> None:
    pieces, start, end = turn
    low = max(at for at in range(start + 1) if between(pieces, at))
    high = min(at for at in range(end, len(pieces) + 1) if between(pieces, at))

    first, last = cut(pieces, start, end)

    if high - low <= QUOTE_MAX_WORDS:
        assert between(pieces, first)
        assert between(pieces, last)
    else:
        assert low <= first
        assert last <= high


@given(turns_with_runs())
def test_a_short_quote_has_no_neighbour_that_would_fit(turn: tuple[list[str], int, int]) -> None:
    pieces, start, end = turn

    first, last = cut(pieces, start, end)

    if last - first < 12 and len(pieces) > QUOTE_MAX_WORDS:
        after = [at for at in range(last + 1, len(pieces) + 1) if between(pieces, at)]
        before = [at for at in range(first) if between(pieces, at)]
        assert not after or after[0] - first > QUOTE_MAX_WORDS
        assert not before or last - before[-1] > QUOTE_MAX_WORDS


@pytest.mark.parametrize(
    ("lengths", "start", "end", "wanted"),
    [
        ([45], 3, 5, (0, 45)),
        ([10, 15, 20], 12, 14, (0, 45)),
        ([30, 15, 30], 33, 35, (30, 45)),
        ([40, 5, 4, 40], 41, 43, (40, 49)),
        ([30, 5, 4, 30], 31, 33, (30, 69)),
        ([30, 5, 20, 30], 31, 33, (30, 55)),
        ([20, 5, 50], 21, 23, (0, 25)),
        ([50, 5, 50], 51, 53, (50, 55)),
        ([20, 20, 20], 15, 25, (0, 40)),
        ([30, 30], 25, 35, (10, 50)),
        ([100], 50, 60, (35, 75)),
        ([100], 0, 5, (0, 40)),
        ([100], 97, 100, (60, 100)),
        ([5, 100, 5], 6, 9, (5, 45)),
        ([5, 100, 5], 100, 104, (65, 105)),
        ([100], 20, 64, (20, 64)),
        ([100], 20, 90, (20, 65)),
    ],
    ids=lambda value: str(value),
)
def test_a_quote_is_cut_where_sentences_end(
    lengths: list[int], start: int, end: int, wanted: tuple[int, int]
) -> None:
    assert cut(sentences(*lengths), start, end) == wanted


def test_without_sentence_marks_what_matched_stands_in_the_middle() -> None:
    assert cut(["word"] * 200, 100, 110) == (85, 125)


@pytest.mark.parametrize(
    "piece",
    ["end.", "end!", "end?", "end…", 'end."', "end.)", "end.’", "end?!", "終わり。", "*end.*"],
)
def test_a_sentence_ends_with_its_mark_whatever_closes_after_it(piece: str) -> None:
    assert ends_sentence(piece)


@pytest.mark.parametrize("piece", ["end", "end,", "3.5", ".net", "", '"'])
def test_other_words_end_no_sentence(piece: str) -> None:
    assert not ends_sentence(piece)
