"""How transcripts come into the library by the command line, and out of it."""

import gzip
import json
from pathlib import Path

import pytest

from tests.adapters.commands import ROOT, jensen
from tests.bot.interviews import SEED

SEED_TURNS = ROOT / "tests" / "data" / "seed_turns.jsonl"
TALK = (
    '{"doc": "talk", "title": "A Talk", "turn": 0, "speaker": "Ada", "start": -1.5,'
    ' "text": "The kettle whistles in the key of rust."}\n'
    '{"doc": "talk", "title": "A Talk", "turn": 1, "speaker": null, "start": null,'
    ' "text": "Who tuned it?"}\n'
)
OTHER = TALK.replace('"talk"', '"other"').replace("A Talk", "Another")
CONDENSED = "bob tell kettle ann rust sings copper bob why copper"
MANIFEST = """\
id = "kettle"
title = "The Kettle"
format = "condensed"
[[speakers]]
label = "ann"
name = "Ann"
[[speakers]]
label = "bob"
name = "Bob"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def ids(home: Path) -> list[str]:
    return [line.split("\t")[0] for line in jensen("library", "list", home=home).out.splitlines()]


def test_what_is_added_is_found_at_once(home: Path, folder: Path) -> None:
    path = written(folder / "talk.jsonl", TALK)

    added = jensen("library", "add", path, home=home)
    asked = jensen("ask", "the kettle whistles", home=home)

    assert added.status == 0
    assert added.out == f"{path}: added 1\n"
    assert added.err == ""
    assert asked.out.startswith(
        "Ada: The kettle whistles in the key of rust.\nA Talk · turn 0 · -0:00:02"
    )


def test_adding_again_changes_nothing_and_says_so(home: Path, folder: Path) -> None:
    path = written(folder / "talk.jsonl", TALK + OTHER)
    jensen("library", "add", path, home=home)

    again = jensen("library", "add", path, home=home)
    changed = jensen(
        "library", "add", written(folder / "talk.jsonl", TALK.replace("rust", "dust")), home=home
    )

    assert again.out == f"{path}: unchanged 2\n"
    assert changed.out == f"{path}: replaced 1\n"
    assert ids(home) == [SEED, "other", "talk"]


def test_a_folder_stands_for_what_is_in_it(home: Path, folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "talk.jsonl.gz").write_bytes(gzip.compress(TALK.encode()))
    written(folder / "kettle.txt", CONDENSED)
    written(folder / "kettle.toml", MANIFEST)
    written(folder / ".hidden.jsonl", "nonsense")

    done = jensen("library", "add", str(folder), home=home)

    assert done.err == ""
    assert done.status == 0
    assert ids(home) == [SEED, "kettle", "talk"]
    asked = jensen("ask", "rust sings", home=home)
    assert asked.out.startswith("Ann: rust sings copper\nThe Kettle (condensed transcript)")


def test_bad_files_are_named_and_the_others_added(home: Path, folder: Path) -> None:
    bad = written(folder / "bad.jsonl", TALK + "nonsense\n")
    good = written(folder / "other.jsonl", OTHER)
    unknown = written(folder / "image.png", "\0\1\2 x" * 40)
    missing = str(folder / "missing.jsonl")

    done = jensen("library", "add", bad, unknown, good, missing, home=home)

    assert done.status == 1
    assert done.out == f"{good}: added 1\n"
    complaints = done.err.splitlines()
    assert complaints[0].startswith(f"{bad}:3: not JSON")
    assert any(line.startswith(f"{unknown}:") for line in complaints)
    assert any(line.startswith(f"{missing}: cannot be read: No such file") for line in complaints)
    assert ids(home) == [SEED, "other"]


def test_an_id_cannot_come_from_two_files(home: Path, folder: Path) -> None:
    first = written(folder / "a.jsonl", TALK)
    second = written(folder / "b.jsonl", TALK.replace("rust", "dust"))

    done = jensen("library", "add", first, second, home=home)

    assert done.status == 1
    assert done.err == f'{second}: the id "talk" is that of {first} too; give one of them another\n'
    assert jensen("ask", '"key of rust"', home=home).status == 0


def test_two_manifests_of_one_id_are_told_apart(home: Path, folder: Path) -> None:
    for name in ("one", "two"):
        written(folder / f"{name}.txt", CONDENSED)
        written(folder / f"{name}.toml", MANIFEST)

    done = jensen("library", "add", str(folder), home=home)

    assert done.status == 1
    assert 'the id "kettle" is that of' in done.err
    assert ids(home) == [SEED, "kettle"]


def test_check_tells_what_would_be_added_and_adds_nothing(home: Path, folder: Path) -> None:
    path = written(folder / "talk.jsonl", TALK)
    bad = written(folder / "bad.jsonl", "{}")

    done = jensen("library", "check", path, bad, home=home)

    assert done.status == 1
    assert done.out == f"{path}: jsonl, talk, 2 turns, 1 speakers, 11 words, 0 minutes: A Talk\n"
    assert done.err.startswith(f"{bad}:1: doc must be text")
    assert ids(home) == [SEED]


def test_what_is_exported_can_be_added_elsewhere(home: Path, folder: Path, tmp_path: Path) -> None:
    jensen("library", "add", written(folder / "talk.jsonl", TALK), home=home)

    export = jensen("library", "export", home=home).out
    elsewhere = tmp_path / "elsewhere"
    done = jensen("library", "add", written(folder / "all.jsonl", export), home=elsewhere)

    assert done.status == 0
    assert jensen("library", "export", home=elsewhere).out == export
    assert export.endswith(TALK)
    said = [json.loads(line)["text"] for line in export.splitlines()[:65]]
    seed = SEED_TURNS.read_text(encoding="utf-8").splitlines()
    assert said == [json.loads(line)["text"] for line in seed]


def test_export_writes_what_is_named(home: Path, folder: Path) -> None:
    jensen("library", "add", written(folder / "all.jsonl", OTHER + TALK), home=home)

    assert jensen("library", "export", "talk", "talk", home=home).out == TALK


def test_what_is_removed_is_not_found_and_does_not_come_back(home: Path, folder: Path) -> None:
    jensen("library", "add", written(folder / "talk.jsonl", TALK), home=home)

    assert jensen("library", "remove", "talk", SEED, home=home).status == 0

    assert jensen("ask", "the kettle whistles", home=home).status == 1
    assert jensen("ask", "quantum computing", home=home).out.startswith("There is no transcript")
    assert ids(home) == []


def test_removing_is_all_or_nothing(home: Path) -> None:
    assert jensen("library", "remove", SEED, "nothing", home=home).status == 2
    assert ids(home) == [SEED]


def test_show_tells_what_is_known(home: Path) -> None:
    done = jensen("library", "show", SEED, home=home)

    assert done.status == 0
    assert f"id: {SEED}" in done.out
    assert "title: Jensen Huang on Gradient Dissent" in done.out
    assert "condensed: yes" in done.out
    assert "turns: 65\nwords: 3,496\n" in done.out
    assert "speaker: Lukas Biewald, 33 turns; host; also Lukas, Biewald" in done.out


def test_reindex_builds_the_same_index_anew(home: Path) -> None:
    before = jensen("ask", "--json", "--limit", "9", "people", home=home).out
    built = {path.name for path in (home / "index").iterdir() if path.is_dir()}

    assert jensen("library", "reindex", home=home).status == 0

    assert {path.name for path in (home / "index").iterdir() if path.is_dir()}.isdisjoint(built)
    assert jensen("ask", "--json", "--limit", "9", "people", home=home).out == before
