"""What `jensen doctor` finds, and how it says so."""

import shutil
from pathlib import Path

import pytest

from adapters.doctor import CHECKS
from tests.adapters.commands import Done, jensen
from tests.bot.interviews import bot_at, lighthouse


@pytest.fixture
def home(tmp_path: Path) -> Path:
    sound = tmp_path / "sound"
    bot_at(sound, lighthouse())
    return shutil.copytree(sound, tmp_path / "home")


def lines(done: Done) -> dict[str, str]:
    """Return what was said of each check, with how it went, by its name."""
    found = {}
    for line in done.out.splitlines():
        name, _, text = line[6:].partition(": ")
        found[name] = f"{line[:6].strip()} {text}"
    return found


def test_all_is_well_where_all_is_well(home: Path) -> None:
    done = jensen("doctor", home=home)

    assert done.status == 0
    assert done.err == ""
    assert list(lines(done)) == list(CHECKS)
    assert all(line.startswith("ok ") for line in lines(done).values())
    assert lines(done)["library"] == "ok transcripts 2, turns 74"


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    done = jensen("doctor", home=tmp_path / "new")

    assert done.status == 0
    assert "will be made" in lines(done)["home"]
    assert not (tmp_path / "new").exists()


def test_a_setting_that_cannot_be_used_is_named(home: Path) -> None:
    done = jensen("doctor", home=home, JENSEN_HTTP_PORT="many", SLACK_BOT_TOKEN="hunter2")

    assert done.status == 1
    assert lines(done)["settings"].startswith("MEND ")
    assert "JENSEN_HTTP_PORT" in lines(done)["settings"]
    assert "hunter2" not in done.out
    assert lines(done)["index"].startswith("ok ")
    assert lines(done)["discord"].startswith("ok not tried")


def test_a_home_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    done = jensen("doctor", home=tmp_path / "x", JENSEN_HOME=str(tmp_path / "file" / "home"))

    assert done.status == 1
    assert lines(done)["home"].startswith(f"MEND {tmp_path / 'file'} is no folder")


def test_a_transcript_whose_words_are_missing_is_named(home: Path) -> None:
    (turns,) = (home / "library" / "turns").glob("lighthouse-*")
    turns.write_bytes(turns.read_bytes()[:-60])

    done = jensen("doctor", home=home)

    assert done.status == 1
    assert lines(done)["library"].startswith(f"MEND {turns} is damaged")


def test_damage_that_asking_overlooks_is_found(home: Path) -> None:
    path = min((home / "index").glob("*/words.passages"))
    path.write_bytes(b"\x01" + path.read_bytes()[1:])

    done = jensen("doctor", home=home)

    assert done.status == 1
    assert "words.passages is not as it was written" in lines(done)["index"]
    assert jensen("library", "reindex", home=home).status == 0
    assert jensen("doctor", home=home).status == 0


def test_an_index_that_lacks_something_is_no_harm(home: Path) -> None:
    shutil.rmtree(home / "index")

    done = jensen("doctor", home=home)

    assert done.status == 0
    assert "made up for" in lines(done)["index"]
