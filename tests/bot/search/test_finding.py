import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from bot.search.finding import FLOOR, Match
from bot.search.index import QuoteIndex
from bot.search.matching import Run, best_run, score
from bot.search.question import parse
from bot.search.quoting import QUOTE_MAX_WORDS
from bot.search.segment import Segment
from bot.search.spelling import Spelling
from bot.search.terms import Terms, prepare
from bot.search.text import words
from bot.transcripts.library import Library
from bot.transcripts.model import Details, Speaker, Transcript, Turn
from bot.transcripts.scope import Scope
from tests.bot.search.corpora import EVERYTHING, opened, rambling, segment_names, told, words_of

CHANCE = random.Random(11)
RAMBLING = [rambling(f"r{number}", 60, CHANCE) for number in range(4)]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def index(home: Path) -> QuoteIndex:
    # One transcript after the other, so that there are several segments.
    library = Library(home)
    index = QuoteIndex(library, home)
    for transcripts in (RAMBLING[:3], RAMBLING[3:]):
        library.add(transcripts)
        index.update()
    return index


def questions(count: int) -> Iterator[str]:
    """Yield runs of words that were said, as they were said and with words wrong and missing."""
    chance = random.Random(5)
    turns = [turn.text.split() for transcript in RAMBLING for turn in transcript.turns]
    long = [pieces for pieces in turns if len(pieces) > 4]
    for number in range(count):
        pieces = chance.choice(long)
        at = chance.randrange(len(pieces) - 4)
        asked = pieces[at : at + chance.randint(3, 20)]
        if number % 2:
            asked = [word[:3] + word[4:] if chance.random() < 0.3 else word for word in asked]
            asked = [word for word in asked if chance.random() < 0.8] or asked
        if number % 4 == 3:
            chance.shuffle(asked)
        yield " ".join(asked)


def runs(home: Path, message: str) -> Iterator[tuple[Run, Terms]]:
    """Yield the best run of every passage there is."""
    segments = [Segment(home / "index" / name) for name in sorted(segment_names(home))]
    spelling = Spelling([one.vocabulary for one in segments], sum(map(len, segments)))
    terms = prepare(parse(message), spelling)
    for segment in segments:
        for passage in range(len(segment)):
            run = best_run(terms, terms.hits(segment.words(passage)), {})
            if run is not None:
                yield run, terms


def test_the_best_of_all_passages_is_found_however_few_are_looked_at(
    home: Path, index: QuoteIndex
) -> None:
    assert len(segment_names(home)) == 2
    for message in questions(20):
        best, terms = max(runs(home, message), key=lambda one: one[0].value)

        found = index.search(message, EVERYTHING, floor=0)

        assert found[0].evidence.run.value == pytest.approx(best.value), message
        assert found[0].score == pytest.approx(score(terms, found[0].evidence.run))


def test_every_match_quotes_a_short_run_of_its_turn_word_for_word(index: QuoteIndex) -> None:
    stored = {(turn.transcript, turn.number): turn for one in RAMBLING for turn in one.turns}
    for message in questions(16):
        for match in index.search(message, EVERYTHING, floor=0):
            assert match.turn == stored[match.turn.transcript, match.turn.number]
            assert match.entry.details.id == match.turn.transcript
            assert 0 <= match.start < match.end <= len(match.turn.text.split())
            assert match.end - match.start <= QUOTE_MAX_WORDS
            assert set(words(words_of(match))) & set(match.evidence.words)


def test_matches_do_not_overlap(index: QuoteIndex) -> None:
    for message in questions(16):
        places = sorted(
            (match.turn.transcript, match.turn.number, match.start, match.end)
            for match in index.search(message, EVERYTHING, floor=0)
        )
        for one, following in pairwise(places):
            assert one[:2] != following[:2] or one[3] <= following[2], message


def test_matches_come_best_first_and_equal_ones_by_transcript_turn_and_word(
    index: QuoteIndex,
) -> None:
    for message in questions(16):
        found = index.search(message, EVERYTHING, floor=0)
        order = [(-m.score, m.turn.transcript, m.turn.number, m.start) for m in found]
        assert order == sorted(order)
        assert all(0 <= match.score <= 100 for match in found)


def test_no_match_is_below_the_floor_and_no_more_come_than_asked_for(index: QuoteIndex) -> None:
    for message in questions(8):
        every = index.search(message, EVERYTHING, floor=0)
        assert [m.score for m in index.search(message, EVERYTHING)] == [
            m.score for m in every if m.score >= FLOOR
        ]
        for limit in (1, 3):
            fewer = index.search(message, EVERYTHING, limit=limit, floor=0)
            assert [words_of(m) for m in fewer] == [words_of(m) for m in every[:limit]]


def test_asking_twice_gives_the_same_matches(index: QuoteIndex, home: Path) -> None:
    again = QuoteIndex(Library(home), home)
    for message in questions(4):
        first, second = (one.search(message, EVERYTHING) for one in (index, again))
        assert [(m.turn, m.start, m.end, m.score) for m in first] == [
            (m.turn, m.start, m.end, m.score) for m in second
        ]


def test_equal_words_are_ordered_by_transcript_and_turn(tmp_path: Path) -> None:
    said = "The loom weaves leaves."
    index = opened(tmp_path, [told("b", said, said), told("a", "Not this.", said), told("c", said)])

    found = index.search("the loom weaves leaves", EVERYTHING)

    places = [(match.turn.transcript, match.turn.number) for match in found]
    assert places == [("a", 1), ("b", 0), ("b", 1), ("c", 0)]
    assert {match.score for match in found} == {100.0}


def test_exact_beats_close_beats_loose(tmp_path: Path) -> None:
    said = [
        "Nobody weaves algebraic patterns with a steam engine like this one.",
        "The engine weaves algebraic patterns just as the loom weaves leaves.",
        "Of all patterns an engine hums, this one is the oldest.",
        "Leaves are blowing through the garden.",
    ]
    index = opened(tmp_path, [told("a", *said)])

    found = index.search("engine weaves algebraic patterns just as", EVERYTHING, floor=0)

    assert [match.turn.number for match in found] == [1, 0, 2]
    assert [match.fidelity for match in found] == ["exact", "close", "loose"]
    near = index.search("engine weaved algebraic pattrens just as", EVERYTHING)[0]
    assert (near.turn.number, near.fidelity) == (1, "close")
    assert [(one.asked, one.said) for one in near.differences] == [
        ("weaved", "weaves"),
        ("pattrens", "patterns"),
    ]


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("the light house keeper slept", [("light house", "lighthouse")]),
        ("nothing the lighthouse keeper gently slept", [("gently", "")]),
        ("a lighthouse keper slept", [("keper", "keeper")]),
        ('slept "the lighthouse keeper"', []),
    ],
    ids=["joined", "added", "misspelt", "quoted"],
)
def test_differences_show_what_was_asked_beside_what_was_said(
    tmp_path: Path, message: str, wanted: list[tuple[str, str]]
) -> None:
    index = opened(tmp_path, [told("a", "Then nothing. The lighthouse keeper slept.", "A light.")])

    match = index.search(message, EVERYTHING)[0]

    assert [(one.asked, one.said) for one in match.differences] == wanted


def test_only_close_matches_list_differences(index: QuoteIndex) -> None:
    for message in questions(16):
        for match in index.search(message, EVERYTHING):
            assert match.fidelity == "close" or not match.differences
            for one in match.differences:
                assert one.said == " ".join(match.turn.text.split()[one.start : one.end])


# A turn of 200 different words without a mark; what was said in it is found wherever it stands.
LONG = [f"{beginning}{ending}" for beginning in "bcdfghjklmnprstvwxyz" for ending in
        ("alder", "orne", "ist", "umber", "ette", "ogan", "ilk", "ench", "olt", "ynd")]  # fmt: skip


@pytest.mark.parametrize("length", [3, 12, 25, 30, 40, QUOTE_MAX_WORDS])
@pytest.mark.parametrize("form", ["{}", '"{}"'], ids=["plain", "quoted"])
def test_words_are_found_word_for_word_wherever_they_stand_in_a_long_turn(
    tmp_path: Path, length: int, form: str
) -> None:
    index = opened(tmp_path, [told("a", " ".join(LONG)), told("b", " ".join(LONG[:50]))])

    for at in range(50, len(LONG) - length + 1, 3):
        asked = " ".join(LONG[at : at + length])
        found = index.search(form.format(asked), EVERYTHING, limit=1)
        assert [match.fidelity for match in found] == ["exact"], at
        assert found[0].score == pytest.approx(100)
        assert asked in words_of(found[0])


def test_a_whole_turn_is_found_by_its_words_however_long_it_is(tmp_path: Path) -> None:
    long = [" ".join(LONG), " ".join(reversed(LONG))]
    index = opened(tmp_path, [told("a", *long), rambling("r", 30, random.Random(2))])

    for number, said in enumerate(long):
        best = index.search(said, EVERYTHING)[0]
        assert (best.turn.transcript, best.turn.number) == ("a", number)


@pytest.mark.parametrize(
    ("message", "turns"),
    [
        ('"weaves algebraic patterns"', [0]),
        ('"Weaves, ALGEBRAIC patterns!"', [0]),
        ('"algebraic weaves"', []),
        ('"weaves patterns"', []),
        ('engine "weaves patterns"', []),
        ('"the loom" leaves', [1]),
        ('"to be or not to be"', [2]),
        ('"the"', [0, 1]),
        ('"weaves algebraic" "the engine"', [0]),
        ('"weaves algebraic" "the loom"', []),
        ('who said "just as the" ?', [1]),
    ],
)
def test_a_quoted_phrase_must_occur_word_for_word(
    tmp_path: Path, message: str, turns: list[int]
) -> None:
    said = [
        "The engine weaves algebraic patterns.",
        "Just as the loom weaves flowers and leaves.",
        "To be, or not to be: that is it.",
    ]
    index = opened(tmp_path, [told("a", *said)])

    found = index.search(message, EVERYTHING)

    assert sorted(match.turn.number for match in found) == turns


@pytest.mark.parametrize(
    ("message", "is_found"),
    [
        ('"engine weaves patterns"', True),
        ('"the engine that weaves all of the patterns"', True),
        ('"engine patterns"', False),
        ('"the"', False),
        ("the engine that weaves the patterns", True),
    ],
)
def test_in_a_condensed_transcript_phrases_are_held_to_words_that_are_there(
    tmp_path: Path, message: str, is_found: bool
) -> None:
    details = Details(id="c", title="C", condensed=True)
    turn = Turn("c", 0, None, "well engine weaves patterns like loom weaves leaves")
    index = opened(tmp_path, [Transcript(details, (turn,)), told("a", "The only other.")])

    found = index.search(message, replace(EVERYTHING, transcripts=frozenset({"c"})))

    assert [match.fidelity for match in found] == ["exact"] * is_found


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("量子コンピュータはすごいです。", "量子コンピュータ"),
        ("Привет, мир! Ёлка зелёная.", "елка зеленая"),
        ("مرحبا بالعالم الجميل", "بالعالم الجميل"),
        ("Die Straße nach Köln ist schön.", "strasse nach koln"),
        ("हिन्दी में बात करते हैं", "हिन्दी में"),
        ("한국어로 말하기", "말하기"),
    ],
    ids=["Japanese", "Cyrillic", "Arabic", "German", "Hindi", "Korean"],
)
def test_words_of_any_script_are_found(tmp_path: Path, said: str, message: str) -> None:
    index = opened(tmp_path, [told("a", "Something else entirely.", said)])

    found = index.search(message, EVERYTHING)

    assert [match.turn.number for match in found] == [1]
    assert found[0].fidelity == "exact"


@pytest.mark.parametrize(
    "said",
    [["", "...", "—"], ["word"], ["a" * 70_000], [" ".join(["so"] * 500)], ["\x1c\u2028 \x85"]],
    ids=["no words", "one word", "endless word", "one word for ever", "white space"],
)
def test_any_transcript_can_be_indexed(tmp_path: Path, said: list[str]) -> None:
    index = opened(tmp_path, [told("a", *said), told("b", "An engine.")])

    assert index.is_current
    assert [match.turn.transcript for match in index.search("engine", EVERYTHING)] == ["b"]
    index.search(said[0], EVERYTHING)


# Long questions that cost other programs seconds; each has an answer or, honestly, none.
@pytest.mark.parametrize(
    "message",
    [
        "a" * 2_000,
        "ab " * 700,
        " ".join(f"q{number}" for number in range(1_000)),
        " ".join(f"corbern{number}" for number in range(250)),
        "braadic " * 250,
        "the of and to in is it you that he was for on are " * 40,
        '"' * 2_000,
        '"the ' * 500,
        "<@" * 1_000,
        ":" * 2_000,
        "cc " * 660,
        "9" * 2_000,
        "\u201c" * 2_000,
        "😂" * 2_000,
        "\x00" * 50,
    ],
    ids=lambda message: ascii(message)[:12],
)
def test_a_monstrous_question_has_an_answer_or_none(index: QuoteIndex, message: str) -> None:
    for match in index.search(message, EVERYTHING):
        assert FLOOR <= match.score <= 100


# Scopes.

HOST, GUEST = Speaker("h", "Ada Lovelace", ("the countess",), "host"), Speaker("g", "Charles", ())
SECRET = Speaker("s", "Mary", (), None, quotable=False)


def interview(name: str, embargo: str | None = None, expires: str | None = None) -> Transcript:
    said = [("h", "Why does the engine weave?"), ("g", "The engine weaves because it can."),
            ("s", "The engine weaves in secret."), (None, "The engine weaves anyway.")]  # fmt: skip
    turns = tuple(Turn(name, number, *one) for number, one in enumerate(said))
    speakers = (HOST, GUEST, SECRET)
    details = Details(name, name, speakers=speakers, embargo=embargo, expires=expires)
    return Transcript(details, turns)


@pytest.fixture(scope="module")
def interviews(tmp_path_factory: pytest.TempPathFactory) -> QuoteIndex:
    told = [
        interview("open"),
        interview("early", embargo="2026-05-01"),
        interview("late", expires="2026-05-01"),
    ]
    return opened(tmp_path_factory.mktemp("interviews"), told)


def numbers(found: list[Match], transcript: str) -> list[int]:
    return sorted(match.turn.number for match in found if match.turn.transcript == transcript)


@pytest.mark.parametrize(
    ("scope", "transcripts"),
    [
        (Scope("2026-04-30"), {"open", "late"}),
        (Scope("2026-05-01"), {"open", "early"}),
        (Scope("2026-04-30", frozenset({"late"})), {"late"}),
        (Scope("2026-04-30", frozenset({"early", "unknown"})), set()),
        (Scope("2026-04-30", frozenset()), set()),
    ],
    ids=["embargo", "expired", "one", "only what is embargoed", "none"],
)
def test_nothing_outside_the_scope_is_found(
    interviews: QuoteIndex, scope: Scope, transcripts: set[str]
) -> None:
    for message in ("the engine weaves", '"engine weaves"', "who weaves in secret"):
        found = interviews.search(message, scope, floor=0)
        assert {match.turn.transcript for match in found} == transcripts
        assert all(match.turn.speaker != "s" for match in found)


@pytest.mark.parametrize(
    ("speaker", "turns"),
    [
        (None, [0, 1, 3]),
        ("Ada Lovelace", [0]),
        ("ADA LOVELACE", [0]),
        ("the Countess", [0]),
        ("h", [0]),
        ("charles", [1]),
        ("Mary", []),
        ("Lovelace", []),
        ("nobody", []),
    ],
)
def test_a_scope_stays_with_a_speaker_by_any_of_their_names(
    interviews: QuoteIndex, speaker: str | None, turns: list[int]
) -> None:
    scope = replace(EVERYTHING, transcripts=frozenset({"open"}), speaker=speaker)

    assert numbers(interviews.search("engine weaves", scope, floor=0), "open") == turns


def test_naming_who_spoke_prefers_their_words(interviews: QuoteIndex) -> None:
    scope = replace(EVERYTHING, transcripts=frozenset({"open"}))

    by_guest = interviews.search("what did charles say about the engine", scope)
    by_host = interviews.search("what did the host ask about the engine", scope)

    assert by_guest[0].turn.speaker == "g"
    assert by_host[0].turn.speaker == "h"


def test_a_library_without_transcripts_answers_nothing(tmp_path: Path) -> None:
    index = QuoteIndex(Library(tmp_path), tmp_path)

    assert index.search("engine", EVERYTHING) == []
    assert index.voices() == ()
    assert index.complete("en") is None
    index.update()
    assert list(tmp_path.iterdir()) == []
