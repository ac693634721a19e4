"""What was delivered before."""

from adapters.seen import Seen


def test_an_event_is_new_once() -> None:
    seen = Seen()

    assert [seen.is_new(event) for event in ("a", "b", "a", "b", "c")] == [
        *(True, True, False, False, True)
    ]


def test_only_the_latest_events_are_remembered() -> None:
    seen = Seen(capacity=2)

    assert [seen.is_new(event) for event in ("a", "b", "c", "b", "a")] == [
        *(True, True, True, False, True)
    ]
