"""Which passages can stand alone."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quotable import FIT_MIN_WORDS, is_fit, pick
from bot.search.quoting import QUOTE_MAX_WORDS
from bot.transcripts.model import Role, Turn

FIT = [
    "Every keeper is afraid of the first storm and bored by the tenth.",
    "Nobody was coming, so the work on the broken lamp was mine.",
    "What is a tower without a lamp? A very tall and draughty house.",
    "started almost simultaneously three different research teams reached us asking us help",
    "Ein Leuchtturm ohne Lampe ist nur ein sehr hohes und zugiges Haus.",
]
UNFIT = {
    "too short": "The sea throws stones at us.",
    "no content": "It was what it was and that was all that there was to it.",
    "a greeting": "Hello and good evening to all the keepers of lighthouses out there.",
    "an agreement": "Yeah, every lighthouse keeper I ever met slept in pieces, like cats.",
    "goes on with what was said": "But every lighthouse keeper slept in pieces, the way cats do.",
    "points at what was said": "That made every lighthouse keeper along the coast lose his post.",
    "only a question": "How many steps did you climb every single evening as a keeper?",
    "only questions": "How many steps did you climb? And how many buckets did you carry upstairs?",
    "a sponsor": "Paraffin for every lighthouse, brought to you by the Harbour Oil Company.",
    "show notes": "Please find every letter from the captain linked in our show notes today.",
    "thanks": "Ladies and gentlemen, Ben Okafor, keeper of lighthouses, thanks for joining us.",
    "an address": "Buy paraffin lamps and glass at https://example.org for your lighthouse today.",
    "broken off": "Every keeper of a lighthouse along this coast knows perfectly well that the--",
    "a stage direction": "Every keeper sleeps in pieces like a cat. [laughter] So did my father.",
}


@pytest.mark.parametrize("text", FIT)
def test_a_passage_that_says_something_is_fit(text: str) -> None:
    assert is_fit(text.split())


@pytest.mark.parametrize("text", UNFIT.values(), ids=UNFIT)
def test_a_passage_that_needs_its_surroundings_is_not(text: str) -> None:
    assert not is_fit(text.split())


@pytest.mark.parametrize(
    ("role", "expected"), [("host", False), ("guest", True), (None, True)], ids=str
)
def test_unmarked_words_of_a_host_may_be_a_question(role: Role | None, expected: bool) -> None:
    assert is_fit(FIT[3].split(), role=role) is expected


def test_a_passage_of_a_long_turn_is_whole_sentences() -> None:
    text = " ".join([*FIT[:3], UNFIT["only a question"], *FIT[:3]])
    turn = Turn("t", 0, None, text)

    found = {pick(turn, random.Random(seed)) for seed in range(20)}

    assert len(found) > 1
    for span in found:
        assert span is not None
        words = text.split()[slice(*span)]
        assert words[0][0].isupper()
        assert words[-1][-1] in ".?"
        assert is_fit(words)


def test_a_short_turn_is_taken_whole_or_not_at_all() -> None:
    assert pick(Turn("t", 0, None, FIT[0]), random.Random(1)) == (0, len(FIT[0].split()))
    assert pick(Turn("t", 0, None, UNFIT["too short"]), random.Random(1)) is None


@given(st.text(max_size=2_000), st.integers(0, 9))
def test_whatever_is_picked_fits_its_turn(text: str, seed: int) -> None:
    found = pick(Turn("t", 0, None, text), random.Random(seed))

    if found is not None:
        start, end = found
        assert 0 <= start < end <= len(text.split())
        assert FIT_MIN_WORDS <= end - start <= QUOTE_MAX_WORDS
