"""How damage to an index is told from everything else."""

from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.search import soundness
from bot.search.index import QuoteIndex
from bot.search.soundness import SUMS, find_cut, find_damaged, seal
from bot.transcripts.library import Library
from bot.transcripts.scope import Scope
from bot.transcripts.seeds import plant


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "words").write_bytes(b"one two three")
    (tmp_path / "none").touch()
    seal(tmp_path)
    return tmp_path


@pytest.fixture
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundness, "_SMALL_BYTES", 0)


def test_what_is_as_it_was_is_sound(folder: Path) -> None:
    assert find_cut(folder) is None
    assert find_damaged(folder) is None


@pytest.mark.usefixtures("_everything_is_large")
def test_what_was_cut_short_shows_by_its_size(folder: Path) -> None:
    (folder / "words").write_bytes(b"one two")

    assert find_cut(folder) == "words"


def test_what_is_missing_shows(folder: Path) -> None:
    (folder / "none").unlink()

    assert find_cut(folder) == "none"
    assert find_damaged(folder) == "none"


@pytest.mark.usefixtures("_everything_is_large")
def test_other_content_of_the_same_size_shows_when_it_is_read(folder: Path) -> None:
    (folder / "words").write_bytes(b"one two threw")

    assert find_cut(folder) is None
    assert find_damaged(folder) == "words"


def test_other_content_of_a_small_index_shows_at_once(folder: Path) -> None:
    (folder / "words").write_bytes(b"one two threw")

    assert find_cut(folder) == "words"


@pytest.mark.parametrize("sums", [b"", b"{", None], ids=["empty", "cut short", "missing"])
def test_sums_that_say_nothing_are_damage(folder: Path, sums: bytes | None) -> None:
    if sums is None:
        (folder / SUMS).unlink()
    else:
        (folder / SUMS).write_bytes(sums)

    assert find_cut(folder) == SUMS
    assert find_damaged(folder) == SUMS


@pytest.mark.usefixtures("_everything_is_large")
@pytest.mark.parametrize("name", ["passages.turns", "turns.voices"])
def test_an_exception_out_of_a_damaged_index_says_so(tmp_path: Path, name: str) -> None:
    library = Library(tmp_path)
    plant(library)
    QuoteIndex(library, tmp_path).update()
    (path,) = (tmp_path / "index").glob(f"*/{name}")
    path.write_bytes(bytes(byte ^ 0xA5 for byte in path.read_bytes()))
    index = QuoteIndex(library, tmp_path)

    with pytest.raises(StorageError, match=f"{name} is not as it was written"):
        index.search("quantum computing", Scope("2025-06-01"))
    with pytest.raises(StorageError, match=f"{name} is not as it was written"):
        index.check()


def test_an_exception_out_of_a_sound_index_stays_what_it_is(tmp_path: Path) -> None:
    library = Library(tmp_path)
    plant(library)
    index = QuoteIndex(library, tmp_path)
    index.update()

    with pytest.raises(TypeError):
        index.search(None, Scope("2025-06-01"))  # type: ignore[arg-type]
