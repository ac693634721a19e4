import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadTranscriptError
from bot.transcripts import seeds
from bot.transcripts.manifest import parse
from bot.transcripts.model import Transcript
from bot.transcripts.readers.condensed import read

SEED_TURNS = Path(__file__).parents[3] / "data" / "seed_turns.jsonl"


def transcript(text: str, *mentions: str, labels: tuple[str, ...] = ("ada", "bob")) -> Transcript:
    lines = ['id = "talk"', 'title = "A talk"', 'format = "condensed"']
    lines.append(f"mentions = {json.dumps(mentions)}")
    lines += [f'[[speakers]]\nlabel = "{label}"\nname = "{label} it is"' for label in labels]
    return read(text, parse("\n".join(lines), file="talk.toml"), file="talk.txt")


def turns(text: str, *mentions: str, labels: tuple[str, ...] = ("ada", "bob")) -> list[str]:
    found = transcript(text, *mentions, labels=labels).turns
    assert [turn.number for turn in found] == list(range(len(found)))
    return [f"{turn.speaker}: {turn.text}" for turn in found]


def problems(text: str, *mentions: str) -> str:
    with pytest.raises(BadTranscriptError) as caught:
        transcript(text, *mentions)
    return str(caught.value)


def test_the_seed_has_the_turns_that_were_counted_by_hand() -> None:
    wanted = [json.loads(line) for line in SEED_TURNS.read_text().splitlines()]

    (seed,) = (s for s in seeds.load().values() if s.id == "gradient-dissent-jensen-huang")

    assert len(wanted) == 65
    assert [(turn.number, turn.speaker, turn.text) for turn in seed.turns] == [
        (turn["turn"], turn["speaker"], turn["text"]) for turn in wanted
    ]
    assert seed.details.condensed


def test_a_label_begins_a_turn_wherever_it_stands_as_a_word() -> None:
    assert turns("ada hello engine\n bob  good\tday ada bye") == [
        "ada: hello engine",
        "bob: good day",
        "ada: bye",
    ]


def test_the_case_of_a_label_does_not_matter_and_the_manifest_has_the_last_word() -> None:
    assert turns("ADA hello bob bye", labels=("Ada", "bob")) == ["Ada: hello", "bob: bye"]


def test_a_label_glued_to_another_word_begins_nothing() -> None:
    assert turns("ada wordbob and bobs word bob bye") == ["ada: wordbob and bobs word", "bob: bye"]


def test_a_name_that_is_mentioned_begins_nothing() -> None:
    said = turns("ada thanks bob so bob bye", "bob  so")

    assert said == ["ada: thanks bob so", "bob: bye"]


def test_every_label_in_a_mention_is_a_mention() -> None:
    said = turns("ada told bob told ada so bob yes", "told bob told ada so")

    assert said == ["ada: told bob told ada so", "bob: yes"]


def test_words_before_the_first_label_are_nobodys() -> None:
    assert turns("some music ada hello bob bye") == ["None: some music", "ada: hello", "bob: bye"]


def test_the_longest_label_wins() -> None:
    assert turns("ada lovelace hello ada bye", labels=("ada", "ada lovelace")) == [
        "ada lovelace: hello",
        "ada: bye",
    ]


@pytest.mark.parametrize(
    ("text", "mention", "problem"),
    [
        ("ada hello bob bye", "thanks bob", '"thanks bob" occurs 0 times'),
        ("ada my bob oh my bob bob bye", "my bob", '"my bob" occurs 2 times'),
        ("ada hello bob bye", "hello", '"hello" holds no speaker\'s label'),
    ],
    ids=["nowhere", "twice", "without a label"],
)
def test_a_mention_must_be_found_once(text: str, mention: str, problem: str) -> None:
    assert f"talk.toml:4: {problem}" in problems(text, mention)


def test_an_empty_turn_is_a_mention_that_was_forgotten() -> None:
    assert problems("ada hello\nso long bob ada hello bob") == (
        'talk.txt:2: nothing is said after the label in "hello so long bob ada hello bob"; '
        "name the mention in the .toml\n"
        'talk.txt:2: nothing is said after the label in "bob ada hello bob"; '
        "name the mention in the .toml"
    )


def test_a_speaker_who_says_nothing_is_a_problem() -> None:
    assert problems("ada hello") == 'talk.toml:9: label "bob" begins no turn'


def test_an_empty_file_is_a_problem_for_every_speaker() -> None:
    assert problems("").count("begins no turn") == 2


WORDS = st.lists(st.sampled_from(["hello", "adas", "engine", "xbob"]), min_size=1)


@given(
    st.lists(st.tuples(st.sampled_from(["ada", "bob"]), WORDS)).filter(
        lambda said: {label for label, _ in said} == {"ada", "bob"}
    )
)
def test_turns_written_one_after_the_other_are_read_back(said: list[tuple[str, list[str]]]) -> None:
    text = " ".join(f"{label} {' '.join(words)}" for label, words in said)

    assert turns(text) == [f"{label}: {' '.join(words)}" for label, words in said]
