"""A damaged index says so and how to mend it; the transcripts are never at stake."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.search.index import INDEX_VERSION, QuoteIndex
from bot.transcripts.library import Library
from tests.bot.search.corpora import EVERYTHING, opened, segment_names, told, words_of

MENDING = "jensen library reindex"
SAID = ["The engine weaves algebra.", "Just as the loom weaves leaves."]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home whose index is as it should be."""
    home = tmp_path_factory.mktemp("whole")
    opened(home, [told("a", *SAID)])
    return home


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    """Return a copy of that home, to be damaged."""
    return Path(shutil.copytree(whole, tmp_path / "home"))


def ask(home: Path) -> list[str]:
    index = QuoteIndex(Library(home), home)
    return [words_of(match) for match in index.search("engine weaves", EVERYTHING)]


def mended(home: Path) -> bool:
    QuoteIndex(Library(home), home).reindex()
    return ask(home)[0] == SAID[0] and len(segment_names(home)) == 1


def garbled(data: bytes) -> bytes:
    return bytes(byte ^ 0x5A for byte in data)


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[: len(data) // 2], lambda data: data[:-1], garbled, None],
    ids=["cut in half", "cut by a byte", "garbled", "removed"],
)
def test_damage_to_any_file_is_told_with_what_mends_it(
    whole: Path, tmp_path: Path, damage: Callable[[bytes], bytes] | None
) -> None:
    (name,) = segment_names(whole)
    files = [path.name for path in (whole / "index" / name).iterdir() if path.name[0] != "."]
    assert len(files) > 12
    for file in sorted(files):
        home = Path(shutil.copytree(whole, tmp_path / file))
        path = home / "index" / name / file
        if not path.stat().st_size:
            continue
        if damage is None:
            path.unlink()
        else:
            path.write_bytes(damage(path.read_bytes()))

        for opening in (ask, lambda home: QuoteIndex(Library(home), home).update()):
            with pytest.raises(StorageError, match=MENDING) as raised:
                opening(home)
            assert str(home / "index") in str(raised.value), file
    assert mended(home)


def test_a_check_reads_all_there_is(home: Path) -> None:
    index = QuoteIndex(Library(home), home)
    index.check()
    (name,) = segment_names(home)
    path = home / "index" / name / "text"

    path.write_bytes(garbled(path.read_bytes()))

    with pytest.raises(StorageError, match=MENDING):
        index.check()


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"version": 1}', '{"segments": []}', '{"version": "x"}', "\x00" * 40],
    ids=lambda content: ascii(content)[:20],
)
def test_a_list_of_segments_that_says_nothing_is_damage(home: Path, content: str) -> None:
    (home / "index" / "index.json").write_text(content)

    for opening in (ask, lambda home: QuoteIndex(Library(home), home).update()):
        with pytest.raises(StorageError, match=MENDING):
            opening(home)
    assert mended(home)


def test_a_segment_that_is_gone_is_damage(home: Path) -> None:
    (name,) = segment_names(home)
    shutil.rmtree(home / "index" / name)

    with pytest.raises(StorageError, match=MENDING):
        ask(home)
    assert mended(home)


def test_an_index_of_a_newer_program_is_left_alone_unless_it_is_built_anew(home: Path) -> None:
    path = home / "index" / "index.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": INDEX_VERSION + 1}))
    names = segment_names(home)

    for opening in (ask, lambda home: QuoteIndex(Library(home), home).update()):
        with pytest.raises(StorageError, match="newer jensen-bot") as raised:
            opening(home)
        assert MENDING in str(raised.value)
    assert segment_names(home) == names
    assert mended(home)


def test_an_open_index_keeps_answering_whatever_becomes_of_its_files(home: Path) -> None:
    index = QuoteIndex(Library(home), home)
    index.search("engine", EVERYTHING)
    (name,) = segment_names(home)

    shutil.rmtree(home / "index" / name)

    assert [words_of(match) for match in index.search("loom leaves", EVERYTHING)] == SAID[1:]


def test_a_home_copied_while_it_is_written_is_mended_by_indexing_anew(home: Path) -> None:
    library = Library(home)
    library.add([told("b", "One more.")])
    index = QuoteIndex(library, home)
    copies: list[Path] = []

    def copy(*_: int) -> None:
        to = home.parent / f"copy-{len(copies)}"
        # tantivy's own temporary files go while they are copied.
        copies.append(Path(shutil.copytree(home, to, ignore=shutil.ignore_patterns(".*"))))

    index.update(copy)
    copied = copies[0]

    opened(copied, [])
    assert ask(copied)[:1] == SAID[:1]
    shutil.copy(home / "index" / "index.json", copied / "index" / "index.json")
    with pytest.raises(StorageError, match=MENDING):
        ask(copied)
    assert mended(copied)


def test_without_transcripts_reindexing_leaves_an_index_of_nothing(tmp_path: Path) -> None:
    index = QuoteIndex(Library(tmp_path), tmp_path)

    index.reindex()

    assert segment_names(tmp_path) == set()
    assert index.is_current
    assert index.search("engine", EVERYTHING) == []
