"""How often the right words are found, on data that ships; `make bench` measures the rest."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.search.index import QuoteIndex
from bot.transcripts.library import Library
from bot.transcripts.seeds import plant
from tests.bot.search.corpora import EVERYTHING, opened
from tests.bot.search.invented import CONVERSATION, QUESTIONS, UNANSWERABLE

DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True)
class Answers:
    """What became of the questions of one kind or of all.

    Attributes:
        asked: How many there were.
        right: Those whose first match was the right one.
        wrong: The others, in words.
        refused: How many had no match.
    """

    asked: int
    right: int
    wrong: list[str]
    refused: int


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> QuoteIndex:
    home = tmp_path_factory.mktemp("seed")
    library = Library(home)
    plant(library)
    index = QuoteIndex(library, home)
    index.update()
    return index


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> QuoteIndex:
    return opened(tmp_path_factory.mktemp("invented"), [CONVERSATION])


def seed_queries() -> Iterator[dict[str, Any]]:
    with (DATA / "seed_queries_dev.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def ask_seed(index: QuoteIndex, queries: list[dict[str, Any]]) -> Answers:
    """Count as `tests/data/score.py` does: half of the words of the right passage have to show."""
    right, wrong, refused = 0, [], 0
    for query in queries:
        matches = index.search(query["query"], EVERYTHING)
        refused += not matches
        is_right = matches and any(
            matches[0].turn.number == gold["turn"]
            and 2 * (min(matches[0].end, gold["end"]) - max(matches[0].start, gold["start"]))
            >= gold["end"] - gold["start"]
            for gold in query["gold"]
        )
        if is_right:
            right += 1
        else:
            wrong.append(query["query"])
    return Answers(len(queries), right, wrong, refused)


def test_what_was_said_in_the_seed_is_found_however_it_is_misremembered(seed: QuoteIndex) -> None:
    queries = [query for query in seed_queries() if query["gold"] and query["kind"] != "paraphrase"]

    answers = ask_seed(seed, queries)

    assert answers.right >= 0.98 * answers.asked, answers.wrong
    assert answers.refused <= 0.01 * answers.asked


def test_what_nobody_said_in_the_seed_is_refused(seed: QuoteIndex) -> None:
    queries = [query for query in seed_queries() if not query["gold"]]

    answers = ask_seed(seed, queries)

    assert answers.asked >= 20
    assert answers.refused >= 0.9 * answers.asked


def test_full_sentences_are_found_however_they_are_misremembered(invented: QuoteIndex) -> None:
    wrong = []
    for kind, question, turn in QUESTIONS:
        found = [match.turn.number for match in invented.search(question, EVERYTHING)]
        if found[:1] != [turn]:
            wrong.append((kind, question, found))

    assert len(wrong) <= 0.05 * len(QUESTIONS), wrong


def test_what_nobody_speaks_of_is_refused(invented: QuoteIndex) -> None:
    answered = [question for question in UNANSWERABLE if invented.search(question, EVERYTHING)]

    assert len(answered) <= 0.1 * len(UNANSWERABLE), answered


def test_every_sentence_is_found_by_itself_word_for_word(invented: QuoteIndex) -> None:
    for turn in CONVERSATION.turns:
        best = invented.search(turn.text, EVERYTHING)[0]

        assert (best.turn.number, best.fidelity) == (turn.number, "exact")
        assert best.score > 99
