"""Each shape of transcript, in a small invented file, is read as a person would read it."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.transcripts.readers.detect import read
from bot.transcripts.readers.reading import Reading

FILES = Path(__file__).parents[3] / "data" / "transcripts"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FILES / "expected.json").read_text("utf-8"))


def reading(name: str) -> Reading:
    return read((FILES / name).read_bytes(), name)


def test_every_file_has_its_expectations() -> None:
    files = {path.name for path in FILES.iterdir()} - {"expected.json"}

    assert files == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_the_turns_are_those_a_person_would_count(name: str) -> None:
    found = reading(name)

    assert found.format == EXPECTED[name]["format"]
    assert [[turn.start, turn.speaker, turn.text] for turn in found.turns] == EXPECTED[name][
        "turns"
    ]


@pytest.mark.parametrize("name", EXPECTED)
def test_what_a_file_states_of_itself_is_found(name: str) -> None:
    details = reading(name).details

    stated = {
        field: value
        for field in type(details).__slots__
        if field != "speakers" and (value := getattr(details, field)) is not None
    }
    speakers = [[who.label, who.name, who.role] for who in details.speakers]
    assert stated == EXPECTED[name].get("details", {})
    assert speakers == EXPECTED[name].get("speakers", [])


@pytest.mark.parametrize("name", EXPECTED)
def test_everything_doubtful_is_told(name: str) -> None:
    assert list(map(str, reading(name).doubts)) == EXPECTED[name].get("doubts", [])


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("ends", [b"\r\n", b"\r"], ids=["CRLF", "CR"])
def test_line_ends_make_no_difference(name: str, ends: bytes) -> None:
    data = (FILES / name).read_bytes()
    if data.startswith(b"\xff\xfe"):
        pytest.skip("its line ends are two bytes long")

    found = read(data.replace(b"\r\n", b"\n").replace(b"\n", ends), name)

    assert found == reading(name)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", EXPECTED)
def test_a_byte_order_mark_tells_the_encoding(name: str, encoding: str) -> None:
    data = (FILES / name).read_bytes()
    if name in ("latin-1.txt", "utf-16.srt"):
        pytest.skip("it is of an encoding of its own")

    found = read(data.decode("utf-8-sig").encode(encoding), name)

    assert found == reading(name)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_name_of_a_file_decides_nothing(name: str) -> None:
    data = (FILES / name).read_bytes()

    found = read(data, "transcript.bin")

    assert found.turns == reading(name).turns
