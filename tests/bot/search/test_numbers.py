import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.numbers import NUMBER_WORDS, read_number, spell_number, spell_year

NUMBERS = st.integers(0, 10**12 - 1) | st.integers(0, 2_500)


@given(NUMBERS)
def test_a_number_that_is_spelled_out_reads_as_itself(number: int) -> None:
    spelled = spell_number(number)

    assert set(spelled) <= NUMBER_WORDS
    assert read_number(spelled, 0) == (number, len(spelled))


@given(NUMBERS, st.lists(st.sampled_from(["cats", "and", "of"]), max_size=3))
def test_words_around_a_number_are_left_alone(number: int, around: list[str]) -> None:
    spelled = spell_number(number)

    assert read_number([*around, *spelled, "dogs"], len(around)) == (number, len(spelled))


@pytest.mark.parametrize(
    ("spelled", "number", "length"),
    [
        ("zero", 0, 1),
        ("hundred", 100, 1),
        ("a hundred", 0, 0),
        ("million dollars", 1_000_000, 1),
        ("3 million", 3_000_000, 2),
        ("250 thousand", 250_000, 2),
        ("2012", 2012, 1),
        ("fifteen hundred", 1_500, 2),
        ("nineteen hundred", 1_900, 2),
        ("two thousand and seven", 2_007, 4),
        ("one hundred and five", 105, 4),
        ("nine hundred and ninety nine thousand", 999_000, 6),
        ("two and three", 2, 1),
        ("hundred and more", 100, 1),
        ("hundred and", 100, 1),
        ("twenty and seven", 20, 1),
        ("one two three", 1, 1),
        ("twenty twenty", 20, 1),
        ("nineteen eighty four", 19, 1),
        ("ten five", 10, 1),
        ("zero seven", 0, 1),
        ("thousand million", 1_000, 1),
        ("two million million", 2_000_000, 2),
        ("7 8", 7, 1),
        ("100 5", 100, 1),
        ("engine", 0, 0),
        ("", 0, 0),
    ],
    ids=lambda value: str(value) or "nothing",
)
def test_numbers_are_read_as_people_say_them(spelled: str, number: int, length: int) -> None:
    assert read_number(spelled.split(), 0) == (number, length)


def test_nothing_is_read_past_the_last_word() -> None:
    assert read_number(["seven"], 1) == (0, 0)


@pytest.mark.parametrize(
    ("number", "spelled"),
    [
        (1984, "nineteen eighty four"),
        (2012, "twenty twelve"),
        (1900, "nineteen hundred"),
        (1905, ""),
        (2007, ""),
        (1066, ""),
        (2100, ""),
        (84, ""),
    ],
)
def test_years_are_spelled_as_people_say_them(number: int, spelled: str) -> None:
    assert spell_year(number) == spelled.split()
