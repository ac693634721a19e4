import shutil
from pathlib import Path

import pytest

from bot.errors import BadTranscriptError, StorageError
from bot.transcripts import seeds
from bot.transcripts.library import Library
from tests.bot.transcripts.conversations import conversation

TOML = """
id = "{id}"
title = "A talk"
format = "condensed"
[[speakers]]
label = "ada"
name = "Ada Lovelace"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one seed, `talk`."""
    path = tmp_path / "seeds"
    path.mkdir()
    sow(path, "talk", "ada hello engine")
    return path


def sow(folder: Path, name: str, text: str, *, seed_id: str = "") -> None:
    (folder / f"{name}.toml").write_text(TOML.format(id=seed_id or name))
    (folder / f"{name}.txt").write_text(text)


def said(library: Library, name: str) -> str:
    return library.turn(name, 0).text


def test_every_shipped_seed_is_sound() -> None:
    assert seeds.load()


def test_what_is_shipped_is_there_after_the_first_start(tmp_path: Path) -> None:
    library = Library(tmp_path)

    assert seeds.plant(library)

    assert set(Library(tmp_path).entries()) == {seed.id for seed in seeds.load().values()}


def test_a_second_start_parses_nothing_and_writes_nothing(tmp_path: Path, folder: Path) -> None:
    seeds.plant(Library(tmp_path), folder)
    shutil.rmtree(tmp_path / "library" / "turns")
    before = (tmp_path / "library" / "catalogue.json").stat()

    assert not seeds.plant(Library(tmp_path), folder)

    assert (tmp_path / "library" / "catalogue.json").stat() == before


def test_a_newer_release_of_a_seed_takes_its_place(tmp_path: Path, folder: Path) -> None:
    library = Library(tmp_path)
    seeds.plant(library, folder)
    sow(folder, "talk", "ada good evening")

    assert seeds.plant(library, folder)
    assert said(library, "talk") == "good evening"


def test_a_new_seed_joins_those_that_are_planted(tmp_path: Path, folder: Path) -> None:
    library = Library(tmp_path)
    seeds.plant(library, folder)
    sow(folder, "another", "ada bye")

    assert seeds.plant(library, folder)
    assert list(library.entries()) == ["another", "talk"]


@pytest.mark.parametrize("text", ["ada hello engine", "ada newer words"], ids=["same", "newer"])
def test_a_seed_that_was_removed_does_not_come_back(
    tmp_path: Path, folder: Path, text: str
) -> None:
    library = Library(tmp_path)
    seeds.plant(library, folder)
    library.remove(["talk"])
    sow(folder, "talk", text)

    assert not seeds.plant(library, folder)
    assert len(library.entries()) == 0


def test_a_removed_seed_that_is_added_by_hand_is_back(tmp_path: Path, folder: Path) -> None:
    library = Library(tmp_path)
    seeds.plant(library, folder)
    library.remove(["talk"])

    library.add(seeds.load(folder).values())

    assert not seeds.plant(library, folder)
    assert said(library, "talk") == "hello engine"


def test_a_seed_that_was_replaced_by_something_else_is_left_alone(
    tmp_path: Path, folder: Path
) -> None:
    library = Library(tmp_path)
    seeds.plant(library, folder)
    library.add([conversation("talk", "Quite another talk.")])
    sow(folder, "talk", "ada newer words")

    assert not seeds.plant(library, folder)
    assert said(library, "talk") == "Quite another talk."


def test_what_another_process_planted_meanwhile_is_not_planted_again(
    tmp_path: Path, folder: Path
) -> None:
    late = Library(tmp_path)
    seeds.plant(Library(tmp_path), folder)
    Library(tmp_path).remove(["talk"])

    assert not seeds.plant(late, folder)
    assert len(late.entries()) == 0


def test_two_seeds_of_one_id_are_a_problem_of_the_second(tmp_path: Path, folder: Path) -> None:
    sow(folder, "twin", "ada hello again", seed_id="talk")

    with pytest.raises(BadTranscriptError, match=r"^twin\.toml:2: talk\.toml has the same id$"):
        seeds.plant(Library(tmp_path), folder)


def test_problems_of_all_seeds_are_reported_at_once(tmp_path: Path, folder: Path) -> None:
    sow(folder, "mute", "nobody says anything")
    sow(folder, "odd", "ada hello", seed_id="Odd Id")
    (folder / "plain.toml").write_text('id = "plain"\nformat = "vtt"\n')
    (folder / "plain.txt").write_text("")
    (folder / "talk.txt").write_bytes(b"ada hello\nada \xff\n")

    with pytest.raises(BadTranscriptError) as caught:
        seeds.plant(Library(tmp_path), folder)

    assert [(p.file, p.line) for p in caught.value.problems] == [
        ("mute.toml", 6),
        ("odd.toml", 2),
        ("plain.toml", 2),
        ("talk.txt", 2),
    ]
    assert "not UTF-8 at byte 14" in str(caught.value)
    assert not (tmp_path / "library" / "catalogue.json").exists()


@pytest.mark.parametrize("missing", ["folder", "talk.txt", "talk.toml", "both"])
def test_seeds_missing_from_the_install_are_one_clear_error(
    tmp_path: Path, folder: Path, missing: str
) -> None:
    if missing == "folder":
        shutil.rmtree(folder)
    for path in list(folder.glob("*")):
        if missing in (path.name, "both"):
            path.unlink()

    with pytest.raises(
        StorageError, match=r"shipped transcripts cannot be read: .*install"
    ) as error:
        seeds.plant(Library(tmp_path), folder)

    assert "\n" not in str(error.value)
