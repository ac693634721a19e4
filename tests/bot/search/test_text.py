import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.text import normalise, words, words_at

# White space of every kind, marks, signs and letters that fold into several.
TEXT = st.text() | st.text(" \t\n\x1c\x85\u00a0\u3000'’.,0123éßŉ™①İ℡𝐇ｱがе́हिन्दी\u00ad\u200d_")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Don't PANIC, it's only a test-run!", "dont panic its only a test run"),
        ("“Don’t” they’d say… – so", "dont theyd say so"),
        ("rock `n´ roll", "rock n roll"),
        ("1,000,000 of 10,50 and 1,0000", "1000000 of 10 50 and 1 0000"),
        ("1,000 cafés", "1000 cafes"),
        ("snake_case stays_apart é", "snake case stays apart e"),
        ("GPT-4's 3.5 x", "gpt 4s 3 5 x"),
        ("Straße in Köln, ÜBER Öl", "strasse in koln uber ol"),
        ("Привет, МИР! Ёлка", "привет мир елка"),
        ("مَرْحَبًا بالعالم", "مرحبا بالعالم"),
        ("量子コンピュータ2台", "量 子 コ ン ヒ ュ ー タ 2 台"),
        ("한국어 말하기", "한국어 말하기"),
        ("ﬁne ½ x² １，０００ Ⅳ", "fine 1 2 x2 1000 iv"),
        ("𝐇𝐞𝐥𝐥𝐨 ℌ ℡", "hello h tel"),
        ("NVIDIA™ and Jensen℠ said®", "nvidia and jensen said"),
        ("hyphen\u00adation zero\u200dwidth \ufeffstart", "hyphenation zerowidth start"),
        ("हिन्दी में", "हिनदी में"),
        ("❤️ 😂😂 1️⃣ ok", "1 ok"),
        ("--- ... !!! _", ""),
        ("", ""),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_what_is_compared_is_lower_case_words_without_accents_and_signs(
    text: str, wanted: str
) -> None:
    assert " ".join(words(text)) == wanted


@given(TEXT)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text).split()

    assert normalise(" ".join(once)).split() == once


@given(TEXT)
def test_words_found_piece_by_piece_are_those_of_the_whole(text: str) -> None:
    pieces = text.split()

    found = list(words_at(pieces, first=3))

    assert [word for word, _ in found] == words(text)
    assert [at for _, at in found] == sorted(at for _, at in found)
    for word, at in found:
        assert word in words(pieces[at - 3])


@given(TEXT)
def test_words_hold_nothing_that_separates_words(text: str) -> None:
    for word in words(text):
        assert not re.search(r"[\s_'’.,-]", word)
        assert word == word.casefold()
        # Ideographs of a later Unicode than Python's are words, too.
        assert any(c.isalnum() or unicodedata.category(c) == "Cn" for c in word)


@given(st.text(st.characters(codec="ascii")))
def test_the_short_way_for_ascii_agrees_with_the_long_one(text: str) -> None:
    assert words(text) == words(f"{text} é")[:-1]


@given(st.text())
def test_how_a_letter_is_composed_makes_no_difference(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))


def test_a_word_of_only_marks_is_none() -> None:
    assert words("\u0301 \u093f \ufe0f") == []
