"""How speakers and transcripts are found by name."""

import pytest

from bot.errors import NotFoundError
from bot.naming import SUGGESTION_MAX_CHARS, Naming, shortened
from bot.transcripts.catalogue import Entry
from bot.transcripts.model import Details, Speaker
from bot.transcripts.scope import Scope

ALL = Scope("2025-06-01")
ADA = Speaker("ada", "Ada Brook", aliases=("The Countess",))


class FakeVoices:
    """Says that those speak whom it was told."""

    def __init__(self, *spoken: tuple[str, str, str | None]) -> None:
        self.spoken = tuple(
            (Entry(Details(id=id_, title=title, speakers=(ADA,)), 1, 1, "f"), label)
            for id_, title, label in spoken
        )

    def voices(self) -> tuple[tuple[Entry, str | None], ...]:
        return self.spoken


VOICES = FakeVoices(
    ("b", "Beacon", "ada"),
    ("b", "Beacon", "Ben Okafor"),
    ("b", "Beacon", None),
    ("c", "The Copper Kettle", "Ben Okafor"),
    ("c", "The Copper Kettle", "Bea Okafor"),
    ("c2", "the copper kettle", "Zoë Müller"),
    ("d", "D" * 150, "x" * 150),
)


@pytest.fixture
def naming() -> Naming:
    return Naming(VOICES)


@pytest.mark.parametrize("name", ["Ada Brook", " ada  BROOK ", "ada", "the countess"], ids=str)
def test_a_speaker_goes_by_name_label_and_alias_in_any_case(naming: Naming, name: str) -> None:
    scope = naming.narrowed(ALL, speaker=name)

    entry = VOICES.spoken[0][0]
    assert scope.admits_speaker(entry.details, "ada")
    assert not scope.admits_speaker(entry.details, "Ben Okafor")


def test_a_part_of_a_name_is_enough_where_it_tells_one_speaker(naming: Naming) -> None:
    assert naming.narrowed(ALL, speaker="ben").speaker == "Ben Okafor"


def test_a_part_of_several_names_asks_which(naming: Naming) -> None:
    with pytest.raises(NotFoundError, match=r"Did you mean Bea Okafor or Ben Okafor\?"):
        naming.narrowed(ALL, speaker="okafor")


@pytest.mark.parametrize(
    ("name", "hint"),
    [("Ben Okafro", "Ben Okafor"), ("Bann Brook", "Ada Brook"), ("zoe muller", "Zoë Müller")],
    ids=str,
)
def test_the_nearest_names_are_suggested(naming: Naming, name: str, hint: str) -> None:
    with pytest.raises(NotFoundError) as error:
        naming.narrowed(ALL, speaker=name)

    assert str(error.value).startswith(f'There is no speaker "{name}" here. Did you mean ')
    assert hint in str(error.value)


@pytest.mark.parametrize(
    "name", ["", "?", "nobody like it", "y" * 5_000], ids=["", "?", "far", "long"]
)
def test_a_name_like_no_other_suggests_nothing(naming: Naming, name: str) -> None:
    with pytest.raises(NotFoundError) as error:
        naming.narrowed(ALL, speaker=name)

    assert str(error.value).endswith(" here.")
    assert len(str(error.value)) < 200


@pytest.mark.parametrize(
    ("name", "expected"),
    [("c", {"c"}), ("BEACON", {"b"}), ("The copper kettle", {"c", "c2"})],
    ids=["id", "title", "title of two"],
)
def test_a_transcript_goes_by_id_and_title(naming: Naming, name: str, expected: set[str]) -> None:
    assert set(naming.narrowed(ALL, transcript=name).transcripts or ()) == expected


def test_a_transcript_that_is_not_there_suggests_ids(naming: Naming) -> None:
    with pytest.raises(NotFoundError, match=r"Did you mean c or c2\?"):
        naming.narrowed(ALL, transcript="coper")


def test_a_speaker_is_looked_for_in_the_transcript_that_is_named(naming: Naming) -> None:
    with pytest.raises(NotFoundError):
        naming.narrowed(ALL, transcript="beacon", speaker="bea okafor")


def test_names_outside_the_scope_do_not_exist(naming: Naming) -> None:
    here = Scope("2025-06-01", frozenset({"b"}))

    assert [one.value for one in naming.suggest_transcripts("", here, 25)] == ["b"]
    assert "Bea Okafor" not in [one.value for one in naming.suggest_speakers("", here, 25)]
    with pytest.raises(NotFoundError):
        naming.narrowed(here, transcript="c")


def test_frequent_speakers_are_suggested_first(naming: Naming) -> None:
    assert naming.suggest_speakers("", ALL, 2)[0].value == "Ben Okafor"


def test_beginnings_are_suggested_before_words_inside(naming: Naming) -> None:
    names = [one.value for one in naming.suggest_speakers("b", ALL, 25)]

    assert names == ["Ben Okafor", "Bea Okafor", "Ada Brook"]


def test_misspelt_beginnings_are_suggested_too(naming: Naming) -> None:
    assert [one.value for one in naming.suggest_speakers("okfaor", ALL, 25)] == [
        "Ben Okafor",
        "Bea Okafor",
    ]


def test_suggestions_keep_to_their_length(naming: Naming) -> None:
    titles = naming.suggest_transcripts("d", ALL, 25)
    speakers = naming.suggest_speakers("x", ALL, 25)

    assert [one.value for one in titles] == ["d"]
    assert all(len(one.label) <= SUGGESTION_MAX_CHARS for one in titles)
    assert all(len(one.value) <= SUGGESTION_MAX_CHARS for one in speakers)


def test_what_changes_is_taken_up() -> None:
    voices = FakeVoices(("b", "Beacon", "ada"))
    naming = Naming(voices)
    assert not naming.suggest_speakers("eve", ALL, 25)

    voices.spoken = FakeVoices(("b", "Beacon", "Eve")).spoken

    assert naming.suggest_speakers("eve", ALL, 25)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [("a b", 3, "a b"), ("one two three", 9, "one two…"), ("unbreakable", 5, "unbr…"),
     (" a \n b ", 9, "a b")],
    ids=["fits", "after a word", "inside a word", "white space"],
)  # fmt: skip
def test_text_is_shortened_after_a_word(text: str, limit: int, expected: str) -> None:
    assert shortened(text, limit) == expected
