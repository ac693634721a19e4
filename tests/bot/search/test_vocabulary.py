import random
import string
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.search.text import words
from bot.search.vocabulary import sound_of, stem_of
from tests.bot.search.vocabularies import vocabulary

# Few letters, so that many words are alike.
WORD = st.text("abe", min_size=1, max_size=12) | st.text("abcdeéж量1", min_size=1, max_size=26)
# Examples that are enough where each flushes its files to disk.
FLUSHED = 30
COUNTED = st.dictionaries(
    WORD.map(lambda text: "".join(words(text))).filter(bool), st.integers(1, 2**32 - 1), max_size=60
)


@settings(max_examples=FLUSHED)
@given(COUNTED, WORD)
def test_words_and_counts_are_read_back_as_they_were_written(
    counted: dict[str, int], other: str
) -> None:
    with TemporaryDirectory() as folder:
        found = vocabulary(Path(folder), counted)

        assert len(found) == len(counted)
        for word, passages in counted.items():
            assert found.passages(word) == passages
        assert found.passages(other) == counted.get(other, 0)


@settings(max_examples=2 * FLUSHED)
@given(COUNTED.filter(bool), st.data())
def test_every_word_one_edit_away_is_found(counted: dict[str, int], data: st.DataObject) -> None:
    asked = data.draw(edited(sorted(counted)).filter(lambda word: 4 <= len(word) <= 24))
    near = {
        word
        for word in counted
        if OSA.distance(asked, word) == 1 and 3 <= len(word) <= 24 and not word.isdecimal()
    }
    with TemporaryDirectory() as folder:
        found = vocabulary(Path(folder), counted).misspellings(asked)

        if not asked.isdecimal():
            assert found >= near
        assert asked not in found
        assert found <= counted.keys()


@st.composite
def edited(draw: st.DrawFn, known: list[str]) -> str:
    """Return a word, one edit from one that is known."""
    word = draw(st.sampled_from(known))
    at, letter = draw(st.integers(0, len(word))), draw(st.sampled_from("abz1"))
    kinds = [
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ]
    return draw(st.sampled_from(kinds))


def test_words_of_any_length_are_found_whatever_edit_was_made(tmp_path: Path) -> None:
    chance = random.Random(4)
    counted = {"".join(chance.choices("abcd", k=chance.randint(3, 24))): 1 for _ in range(300)}
    known = vocabulary(tmp_path, counted)

    for word in counted:
        at = chance.randrange(len(word))
        dropped = word[:at] + word[at + 1 :]
        swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        hit = word[:at] + chance.choice(string.ascii_lowercase) + word[at + 1 :]
        for asked in {dropped, swapped, hit} - {word}:
            if len(asked) >= 4:
                assert word in known.misspellings(asked)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("running", {"run", "runs"}),
        ("run", {"runs", "running"}),
        ("engines", {"engine"}),
        ("generously", {"generous"}),
        ("loom", set()),
        ("unknown", set()),
    ],
)
def test_inflections_share_their_stem(tmp_path: Path, asked: str, wanted: set[str]) -> None:
    said = ["run", "runs", "running", "engine", "generous", "loom"]

    assert set(vocabulary(tmp_path, dict.fromkeys(said, 1)).inflections(asked)) == wanted


@pytest.mark.parametrize(
    ("asked", "said"),
    [("nite", "night"), ("fone", "phone"), ("site", "sight"), ("wether", "weather")],
)
def test_words_that_sound_alike_are_found(tmp_path: Path, asked: str, said: str) -> None:
    known = vocabulary(tmp_path, {said: 1, "loom": 1, "algebra": 1})

    assert list(known.soundalikes(asked)) == [said]
    assert asked not in known.soundalikes(asked)


@pytest.mark.parametrize("word", ["nit", "42", "naïve9", "привет", "k9s1", ""])
def test_what_is_short_or_no_plain_word_has_no_sound(word: str) -> None:
    assert sound_of(word) == ""


@given(st.text())
def test_any_normalised_word_has_a_stem(text: str) -> None:
    for word in words(text):
        assert stem_of(word)


def test_an_empty_vocabulary_knows_nothing(tmp_path: Path) -> None:
    known = vocabulary(tmp_path, {})

    assert len(known) == 0
    assert known.passages("engine") == 0
    assert known.misspellings("engine") == set()
    assert list(known.inflections("engine")) == list(known.soundalikes("engine")) == []
