"""Discord's markdown: what was said shows as it is, and marks up nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.markdown import block_quote, escaped, fitted, link
from adapters.legible import cleaned
from tests.adapters.discord.hostile import HOSTILE

_BOLD = re.compile(r"\*\*((?:\\.|[^\\*])+)\*\*")


def shown(markdown: str) -> str:
    """Return what Discord shows of *markdown* that is escaped text with bold runs."""
    plain = _BOLD.sub(r"\1", markdown)
    return re.sub(r"\\([^a-zA-Z\d\s])", r"\1", plain)


def active(markdown: str) -> str:
    """Return *markdown* with what is escaped blotted out: what is left may count as markup.

    The ends of bold runs are blotted out, too, as they part what is on either side of them.
    """
    return re.sub(r"\\[^a-zA-Z\d\s]", "\x02", _BOLD.sub("\x01\\1\x01", markdown))


@given(HOSTILE)
def test_text_shows_as_it_is(text: str) -> None:
    assert shown(escaped(text)) == cleaned(text)


@given(HOSTILE)
def test_no_text_is_markup_a_mention_or_a_link(text: str) -> None:
    left = active(escaped(text))

    assert not re.search(r"[*_~`|\[\]<>@\\]|://", left)
    assert not re.search(r"^\s*(#{1,3}|-#?|\d+[.)])\s", left, re.MULTILINE)


@given(HOSTILE, st.data())
def test_emphasis_marks_words_and_changes_none(text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=6).map(sorted))
    ranges = list(zip(cuts[::2], cuts[1::2], strict=False))

    markdown = escaped(text, ranges)

    assert shown(markdown) == cleaned(text)
    assert not re.search(r"[*_~`|\[\]<>@\\]|://", active(markdown))


@pytest.mark.parametrize(
    ("text", "ranges", "markdown"),
    [
        ("more you buy", [(5, 8)], "more **you** buy"),
        ("more you buy", [(4, 9)], "more **you** buy"),
        ("more you", [(0, 4), (4, 8)], "**more you**"),
        ("one\ntwo", [(0, 7)], "**one**\n**two**"),
        ("a*b", [(0, 3)], "**a\\*b**"),
        ("a\u200bbc", [(2, 3)], "a**b**c"),
        ("abc", [(1, 99)], "a**bc**"),
        ("abc", [(1, 1)], "abc"),
    ],
    ids=["a word", "no space", "touching", "lines", "escaped", "cleaned", "past the end", "empty"],
)
def test_emphasis_is_bold(text: str, ranges: list[tuple[int, int]], markdown: str) -> None:
    assert escaped(text, ranges) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("It isn't 3.5-fold; cost: $2 (two)!", "It isn't 3.5-fold; cost: $2 (two)!"),
        ("# one\n-# two\n- three\n4. four", "\\# one\n\\-# two\n\\- three\n4\\. four"),
        ("see https://nvidia.com", "see https\\://nvidia.com"),
    ],
    ids=["prose", "line starts", "an address"],
)
def test_only_what_could_be_markup_is_escaped(text: str, markdown: str) -> None:
    assert escaped(text) == markdown


def test_every_line_of_a_block_quote_is_quoted() -> None:
    assert block_quote("one\n\ntwo") == "> one\n> \n> two"


@pytest.mark.parametrize(
    ("url", "markdown"),
    [
        ("https://e.example/a?b=c#t=5", "[Recording](https://e.example/a?b=c#t=5)"),
        ("https://e.example/a) [b](c", "[Recording](https://e.example/a%29%20%5Bb%5D%28c)"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://e.example/" + "a" * 100, None),
        ("\ud800", None),
        (None, None),
    ],
    ids=["plain", "hostile", "script", "file", "too long", "half a pair", "none"],
)
def test_only_web_addresses_that_fit_are_linked(url: str | None, markdown: str | None) -> None:
    assert link("Recording", url, 100) == markdown


@given(HOSTILE, st.integers(0, 60))
def test_what_is_fitted_fits(text: str, room: int) -> None:
    assert len(fitted(escaped, text, room)) <= room


def test_what_is_fitted_is_as_long_as_it_can_be() -> None:
    assert fitted(escaped, "a_b c_d e_f", 11) == "a\\_b c\\_d…"
    assert fitted(escaped, "a_b c_d e_f", 14) == "a\\_b c\\_d e\\_f"


def test_a_hundred_thousand_characters_are_fitted() -> None:
    assert len(fitted(escaped, "_" * 100_000, 4_000)) == 3_999
