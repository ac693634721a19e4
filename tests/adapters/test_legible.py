"""Text fit to be shown: cleaned and shortened."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.legible import ELLIPSIS, cleaned, shortened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\u200bb\ufeffc\u2060d\u00ade", "abcde"),
        ("a\x00b\x1bc\x7fd", "abcd"),
        ("a\ud800b", "ab"),
        ("a\U000e0041b", "ab"),
        ("a\u3164b\u2800c", "abc"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("tab\there, naïve — 你好", "tab\there, naïve — 你好"),
    ],
    ids=[
        "direction", "no width", "controls", "half a pair", "tags", "blank letters", "line breaks",
        "joined Persian", "joined emoji", "everything else",
    ],
)  # fmt: skip
def test_what_cannot_be_seen_goes_and_the_rest_stays(text: str, shown: str) -> None:
    assert cleaned(text) == shown


@given(st.text())
def test_cleaned_text_can_be_encoded_and_is_clean(text: str) -> None:
    once = cleaned(text)

    once.encode()
    assert cleaned(once) == once
    assert not {"Cc", "Cs"} & {unicodedata.category(one) for one in once if one not in "\n\t"}


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("one two", 7, "one two"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("one  two", 5, "one…"),
        ("onetwothree", 4, "one…"),
        ("one", 1, "…"),
        ("", 1, ""),
    ],
    ids=["fits", "after a word", "before a word", "spaces", "no space", "no room", "nothing"],
)
def test_a_text_is_cut_after_a_word_where_there_is_one(text: str, limit: int, short: str) -> None:
    assert shortened(text, limit) == short


@given(st.text(), st.integers(1, 40))
def test_a_shortened_text_fits_and_is_the_beginning_of_the_whole(text: str, limit: int) -> None:
    short = shortened(text, limit)

    assert len(short) <= limit
    assert text.startswith(short.removesuffix(ELLIPSIS)) or short == text
