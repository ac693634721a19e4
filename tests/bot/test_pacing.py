"""Pacing: who has to wait, for how long, and who is told."""

import pytest

from bot.pacing import Pacing, Rate, Refusal
from bot.request import Person, Place

ADA, BOB = Person("1", "Ada"), Person("2", "Bob")
HERE, THERE = Place("discord", "guild", "here"), Place("discord", "guild", "there")


class Watch:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def watch() -> Watch:
    return Watch()


def paced(watch: Watch, *, person: int = 2, place: int = 100) -> Pacing:
    """Return a pacing in which every bucket gets one ask back every six seconds."""
    return Pacing(watch, person=Rate(person, 10), place=Rate(place, 10))


def test_a_burst_is_answered_and_what_comes_after_it_has_to_wait(watch: Watch) -> None:
    pacing = paced(watch)

    refusals = [pacing.refuse(ADA, HERE) for _ in range(3)]

    assert refusals == [None, None, Refusal("person", 6, is_first=True)]


def test_only_the_first_refusal_is_told_until_an_ask_is_answered_again(watch: Watch) -> None:
    pacing = paced(watch, person=1)
    pacing.refuse(ADA, HERE)

    told = [pacing.refuse(ADA, HERE) for _ in range(3)]
    watch.now_s += 6
    answered = pacing.refuse(ADA, HERE)
    again = pacing.refuse(ADA, HERE)

    assert [refusal and refusal.is_first for refusal in told] == [True, False, False]
    assert answered is None
    assert again
    assert again.is_first


def test_the_wait_that_is_told_is_long_enough_and_a_second_less_is_not(watch: Watch) -> None:
    pacing = paced(watch, person=1)
    pacing.refuse(ADA, HERE)
    watch.now_s += 0.5
    refusal = pacing.refuse(ADA, HERE)
    assert refusal

    watch.now_s += refusal.wait_s - 1
    too_soon = pacing.refuse(ADA, HERE)
    watch.now_s += 1
    in_time = pacing.refuse(ADA, HERE)

    assert too_soon
    assert in_time is None


def test_nobody_waits_for_what_others_asked_elsewhere(watch: Watch) -> None:
    pacing = paced(watch, person=1, place=1)
    pacing.refuse(ADA, HERE)

    assert pacing.refuse(BOB, THERE) is None


def test_a_place_that_is_exhausted_makes_everybody_wait_and_tells_each(watch: Watch) -> None:
    pacing = paced(watch, person=2, place=2)
    pacing.refuse(ADA, HERE)
    pacing.refuse(BOB, HERE)

    refusals = [pacing.refuse(who, HERE) for who in (ADA, BOB, ADA)]

    assert refusals == [
        Refusal("place", 6, is_first=True),
        Refusal("place", 6, is_first=True),
        Refusal("place", 6, is_first=False),
    ]
    assert pacing.refuse(ADA, THERE) is None


def test_an_ask_that_is_refused_costs_nothing(watch: Watch) -> None:
    pacing = paced(watch, person=1)
    pacing.refuse(ADA, HERE)
    for _ in range(5):
        pacing.refuse(ADA, HERE)

    watch.now_s += 6

    assert pacing.refuse(ADA, HERE) is None


def test_a_long_silence_fills_a_bucket_and_no_more(watch: Watch) -> None:
    pacing = paced(watch, person=2)
    pacing.refuse(ADA, HERE)

    watch.now_s += 86_400
    refusals = [pacing.refuse(ADA, HERE) for _ in range(3)]

    assert [refusal is None for refusal in refusals] == [True, True, False]


def test_a_crowd_that_went_away_is_forgotten_and_one_that_waits_is_not(watch: Watch) -> None:
    pacing = paced(watch, person=1)
    for number in range(20_000):
        pacing.refuse(Person(str(number), "gone"), Place("discord", "guild", str(number)))
    watch.now_s += 10
    pacing.refuse(ADA, HERE)

    for number in range(20_000):
        pacing.refuse(Person(str(number), "back"), Place("discord", "guild", str(number)))

    assert pacing.refuse(ADA, HERE)


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (Refusal("person", 1, True), "That was a lot at once. Please ask again in a second."),
        (Refusal("person", 3, True), "That was a lot at once. Please ask again in 3 seconds."),
        (
            Refusal("place", 2, True),
            "A lot is being asked here just now. Please ask again in 2 seconds.",
        ),
    ],
    ids=["a second", "seconds", "in a place"],
)
def test_the_notice_says_how_long(refusal: Refusal, words: str) -> None:
    assert refusal.notice == words
