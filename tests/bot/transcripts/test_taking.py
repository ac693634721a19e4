"""Files become transcripts: an id, a title, turns that count from 0."""

import pytest

from bot.errors import BadTranscriptError
from bot.transcripts import manifest
from bot.transcripts.readers.reading import Reading, Spoken, Stated
from bot.transcripts.taking import transcript_of

TURNS = (Spoken("Ada", "Hello."), Spoken(None, "Noise.", 2.5))


def test_a_file_that_states_nothing_is_named_after_itself() -> None:
    made = transcript_of(Reading("srt", TURNS), file="talks/Épisode 12_final.srt", told=None)

    assert (made.id, made.details.title) == ("episode-12-final", "Épisode 12_final")
    assert (made.details.format, made.details.source) == ("srt", "talks/Épisode 12_final.srt")
    assert [(turn.number, turn.speaker, turn.start) for turn in made.turns] == [
        (0, "Ada", None),
        (1, None, 2.5),
    ]
    assert all(turn.transcript == made.id for turn in made.turns)


def test_what_the_toml_says_goes_before_what_the_file_states() -> None:
    reading = Reading("json", TURNS, Stated(title="Stated", date="2020-01-02"))
    told = manifest.parse('id = "pilot"\ntitle = "Told"', file="pilot.toml")

    made = transcript_of(reading, file="x.json", told=told)

    assert (made.id, made.details.title, made.details.date) == ("pilot", "Told", "2020-01-02")


def test_a_name_without_a_letter_wants_an_id() -> None:
    with pytest.raises(BadTranscriptError, match=r"put id = "):
        transcript_of(Reading("srt", TURNS), file="日本.srt", told=None)


def test_a_long_name_makes_an_id_that_is_short_enough() -> None:
    made = transcript_of(Reading("srt", TURNS), file=f"{'word ' * 40}.srt", told=None)

    assert 0 < len(made.id) <= 64
