"""How a quote is attributed."""

import pytest

from bot.quotes import Quote, as_text, attribution, card_of, clock_time, link
from bot.search.comparing import Difference
from bot.transcripts.catalogue import Entry
from bot.transcripts.model import Details, Speaker, Turn

DETAILS = Details(id="t", title="Talk")
TURN = Turn("t", 4, "ada", "one two  three,\nfour five", 3_725.9)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0:00:00"), (59.99, "0:00:59"), (3_725.9, "1:02:05"), (36_000, "10:00:00"),
     (-0.5, "-0:00:01"), (-75, "-0:01:15")],
    ids=str,
)  # fmt: skip
def test_times_are_hours_minutes_and_seconds(seconds: float, expected: str) -> None:
    assert clock_time(seconds) == expected


@pytest.mark.parametrize(
    ("url", "start", "expected"),
    [
        (None, 5.0, None),
        ("https://a.example/x.mp3", None, "https://a.example/x.mp3"),
        ("https://a.example/x.mp3", 65.7, "https://a.example/x.mp3#t=65"),
        ("https://a.example/x?y=1", 65.7, "https://a.example/x?y=1#t=65"),
        ("https://a.example/x#part", 65.7, "https://a.example/x#part"),
        ("https://a.example/x.mp3", -3.0, "https://a.example/x.mp3"),
        ("https://www.youtube.com/watch?v=q", 65.7, "https://www.youtube.com/watch?v=q&t=65s"),
        ("https://m.youtube.com/watch?v=q&t=9", 65.7, "https://m.youtube.com/watch?v=q&t=65s"),
        ("https://youtu.be/q", 65.7, "https://youtu.be/q?t=65s"),
        ("https://notyoutube.com/watch?v=q", 65.7, "https://notyoutube.com/watch?v=q#t=65"),
    ],
    ids=["no address", "no time", "media", "query", "own fragment", "before the beginning",
         "youtube", "youtube with a time", "short youtube", "like youtube"],
)  # fmt: skip
def test_a_link_leads_to_the_second(url: str | None, start: float | None, expected: str) -> None:
    assert link(url, start) == expected


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        (DETAILS, "Talk · turn 4 · 1:02:05"),
        (Details(id="t", title="Talk", show="Show"), "Talk · Show · turn 4 · 1:02:05"),
        (Details(id="t", title="The Show 7", show="the show"), "The Show 7 · turn 4 · 1:02:05"),
        (Details(id="t", title="Talk", date="2020-02-29"), "Talk · 2020-02-29 · turn 4 · 1:02:05"),
        (Details(id="t", title="A\nB"), "A B · turn 4 · 1:02:05"),
        (
            Details(id="t", title="Talk", condensed=True),
            "Talk (condensed transcript) · turn 4 · 1:02:05",
        ),
    ],
    ids=["title", "show", "show in the title", "date", "one line", "condensed"],
)
def test_the_attribution_tells_what_is_known(details: Details, expected: str) -> None:
    assert attribution(TURN, details) == expected


def test_an_exact_quote_is_not_called_a_match() -> None:
    assert "match" not in attribution(TURN, DETAILS, "exact")
    assert attribution(TURN, DETAILS, "close").endswith(" · close match")
    assert attribution(TURN, DETAILS, "loose").endswith(" · loose match")


def test_words_are_counted_and_shown_as_split_finds_them() -> None:
    card = card_of(quote(1, 4))

    assert card.body == "… two three, four …"
    assert card_of(quote(0, 5)).body == "one two three, four five"


def test_only_differences_inside_the_quote_are_marked() -> None:
    differing = (
        Difference("zero", "one", 0, 1),
        Difference("tree", "three,", 2, 3),
        Difference("", "four", 3, 4),
        Difference("gone", "", 4, 4),
    )

    card = card_of(quote(1, 4, *differing))

    assert [card.body[start:end] for start, end in card.emphasis] == ["three,", "four"]
    assert card.notes == (
        'You had "tree"; it was "three".',
        'You had "gone"; that was not said here.',
    )


def test_only_the_first_notes_are_shown() -> None:
    differing = tuple(Difference(f"w{at}", "x", at, at + 1) for at in range(5))

    assert len(card_of(quote(0, 5, *differing)).notes) == 3


def test_somebody_unknown_speaks_too() -> None:
    turn = Turn("t", 0, None, "one")

    assert card_of(Quote(turn, Entry(DETAILS, 1, 1, "f"), 0, 1)).title == "Unknown speaker"


def test_a_name_is_one_line() -> None:
    details = Details(id="t", title="Talk", speakers=(Speaker("ada", "Ada\nBrook"),))

    assert card_of(Quote(TURN, Entry(details, 1, 5, "f"), 0, 1)).title == "Ada Brook"


def test_a_card_in_plain_text_is_who_what_where() -> None:
    assert as_text(card_of(quote(0, 5))) == "ada: one two three, four five\nTalk · turn 4 · 1:02:05"


def quote(start: int, end: int, *differing: Difference) -> Quote:
    return Quote(TURN, Entry(DETAILS, 5, 5, "f"), start, end, None, differing)
