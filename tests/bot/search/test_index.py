import json
import random
from pathlib import Path

import pytest

from bot.search.finding import Finder
from bot.search.index import INDEX_VERSION, QuoteIndex
from bot.search.segment import Segment
from bot.transcripts.library import Library
from bot.transcripts.model import Transcript
from tests.bot.search.corpora import EVERYTHING, opened, rambling, segment_names, told, words_of


def answers(index: QuoteIndex, message: str) -> list[str]:
    return [words_of(match) for match in index.search(message, EVERYTHING)]


def everything_under(folder: Path) -> dict[str, tuple[int, int]]:
    paths = sorted(folder.rglob("*"))
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in paths}


def test_an_index_that_is_not_there_finds_nothing_until_it_is_built(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([told("a", "The engine weaves.")])
    index = QuoteIndex(library, tmp_path)

    assert not index.is_current
    assert answers(index, "engine weaves") == []
    assert not (tmp_path / "index").exists()

    index.update()

    assert index.is_current
    assert answers(index, "engine weaves") == ["The engine weaves."]


def test_opening_and_asking_a_current_index_writes_nothing(tmp_path: Path) -> None:
    opened(tmp_path, [told("a", "The engine weaves.")])
    before = everything_under(tmp_path)

    index = QuoteIndex(Library(tmp_path), tmp_path)
    index.update()

    assert answers(index, "engine weaves") == ["The engine weaves."]
    assert everything_under(tmp_path) == before


def test_the_content_decides_whether_anything_is_built(tmp_path: Path) -> None:
    index = opened(tmp_path, [told("a", "The engine weaves."), told("b", "Leaves.")])
    names = segment_names(tmp_path)

    Library(tmp_path).add([told("a", "The engine weaves.")])
    index.update()

    assert segment_names(tmp_path) == names


@pytest.mark.parametrize("other", [False, True], ids=["same process", "other opening"])
def test_what_is_added_replaced_or_removed_shows_in_an_open_index(
    tmp_path: Path, other: bool
) -> None:
    library = Library(tmp_path)
    library.add([told("a", "The engine weaves algebra."), told("b", "A loom weaves leaves.")])
    writer = QuoteIndex(library, tmp_path)
    writer.update()
    index = QuoteIndex(Library(tmp_path), tmp_path) if other else writer
    assert answers(index, "engine weaves algebra") == ["The engine weaves algebra."]

    library.remove(["a"])
    assert answers(index, "engine weaves algebra") == []
    assert answers(index, "loom weaves leaves") == ["A loom weaves leaves."]

    library.add([told("c", "The engine weaves music.")])
    writer.update()
    assert answers(index, "engine weaves music") == ["The engine weaves music."]

    library.add([told("c", "The engine never weaves noise.")])
    assert answers(index, "engine weaves music") == []
    writer.update()
    assert answers(index, "engine weaves noise") == ["The engine never weaves noise."]
    assert answers(index, "engine weaves music") == ["The engine never weaves noise."]


def test_what_was_removed_is_named_by_nobody(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([told("a", "A zeppelin.", speaker="Count"), told("b", "An engine.", speaker="Ada")])
    index = QuoteIndex(library, tmp_path)
    index.update()
    before = index.voices()
    assert [(entry.details.id, label) for entry, label in before] == [("a", "Count"), ("b", "Ada")]
    assert index.voices() is before

    library.remove(["a"])

    assert [(entry.details.id, label) for entry, label in index.voices()] == [("b", "Ada")]


def test_adding_a_small_transcript_rebuilds_no_large_segment(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([rambling("large", 400, random.Random(1))])
    index = QuoteIndex(library, tmp_path)
    index.update()
    (large,) = segment_names(tmp_path)
    before = everything_under(tmp_path / "index" / large)

    for number in range(6):
        library.add([told(f"small-{number}", "One small thing.", f"Number {number}.")])
        index.update()

    assert large in segment_names(tmp_path)
    assert everything_under(tmp_path / "index" / large) == before
    assert len(answers(index, "one small thing")) == 6


def test_segments_stay_few_however_often_something_is_added(tmp_path: Path) -> None:
    library = Library(tmp_path)
    index = QuoteIndex(library, tmp_path)
    most = 0
    for number in range(20):
        library.add([told(f"t{number:02}", "One thing.", f"Thing {number}.")])
        index.update()
        most = max(most, len(segment_names(tmp_path)))

    assert 2 <= most <= 4
    found = {match.turn.transcript for match in index.search("one thing", EVERYTHING, limit=50)}
    assert len(found) == 20


def test_a_segment_of_which_little_is_left_is_built_anew(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([told(f"t{number}", f"Thing {number} of many.") for number in range(9)])
    index = QuoteIndex(library, tmp_path)
    index.update()
    before = segment_names(tmp_path)

    library.remove([f"t{number}" for number in range(8)])
    index.update()

    (name,) = segment_names(tmp_path)
    assert {name} != before
    assert list(Segment(tmp_path / "index" / name).files) == ["t8"]
    assert answers(index, "thing of many") == ["Thing 8 of many."]


def test_progress_counts_the_turns_that_are_indexed(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([told("a", "One.", "Two."), told("b", "Three.")])
    told_of: list[tuple[int, int]] = []

    QuoteIndex(library, tmp_path).update(lambda done, total: told_of.append((done, total)))

    assert told_of == [(2, 3), (3, 3)]


def test_reindexing_builds_everything_anew(tmp_path: Path) -> None:
    index = opened(tmp_path, [told("a", "The engine weaves.")])
    before = segment_names(tmp_path)

    index.reindex()

    assert len(segment_names(tmp_path)) == 1
    assert segment_names(tmp_path).isdisjoint(before)
    assert answers(index, "engine weaves") == ["The engine weaves."]


def test_an_index_of_an_older_version_is_built_anew(tmp_path: Path) -> None:
    opened(tmp_path, [told("a", "The engine weaves.")])
    before = segment_names(tmp_path)
    path = tmp_path / "index" / "index.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": INDEX_VERSION - 1}))

    index = QuoteIndex(Library(tmp_path), tmp_path)
    assert not index.is_current
    index.update()

    assert answers(index, "engine weaves") == ["The engine weaves."]
    assert segment_names(tmp_path).isdisjoint(before)
    assert json.loads(path.read_text())["version"] == INDEX_VERSION


def test_what_nobody_names_is_swept_away_by_the_next_writer(tmp_path: Path) -> None:
    library = Library(tmp_path)
    index = opened(tmp_path, [told("a", "The engine weaves.")])
    left = tmp_path / "index" / "0123456789ab"
    left.mkdir()
    (left / "text").write_text("half of it")
    (tmp_path / "index" / "index.tmp").write_text("{")

    library.refresh()
    library.add([told("b", "Leaves.")])
    index.update()

    assert not left.exists()
    assert not (tmp_path / "index" / "index.tmp").exists()
    assert {path.name for path in (tmp_path / "index").iterdir()} == {
        *segment_names(tmp_path),
        "index.json",
        "lock",
    }


@pytest.fixture
def snapshot(tmp_path: Path) -> Finder:
    """Return what could be found in *tmp_path* before something else happened there."""
    library = Library(tmp_path)
    library.add([told("a", "Not this.", "The engine weaves algebra."), told("b", "Leaves.")])
    QuoteIndex(library, tmp_path).update()
    segments = [Segment(tmp_path / "index" / name) for name in segment_names(tmp_path)]
    return Finder(library, library.entries(), segments)


@pytest.mark.parametrize(
    "now",
    [
        [told("a", "Not this.", "The engine weaves something else by now, and more of it.")],
        [told("a", "Short.")],
        [told("a", "Not this.", "")],
        [],
    ],
    ids=["other words", "fewer turns", "no words", "removed"],
)
def test_what_changes_while_it_is_looked_for_is_not_quoted(
    tmp_path: Path, snapshot: Finder, now: list[Transcript]
) -> None:
    if now:
        Library(tmp_path).add(now)
    else:
        Library(tmp_path).remove(["a"])

    found = snapshot.search("engine weaves algebra", EVERYTHING, limit=5, floor=25)

    assert found == []


def test_a_transcript_removed_while_the_index_is_built_is_left_out(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([told("a", "The engine."), told("b", "The loom."), told("c", "The leaves.")])
    index = QuoteIndex(library, tmp_path)

    def remove_another(done: int, _: int) -> None:
        if done == 1:
            Library(tmp_path).remove(["b"])

    index.update(remove_another)
    index.update()

    assert index.is_current
    assert answers(index, "the leaves") == ["The leaves."]
    assert answers(index, "the loom") == []


def test_a_transcript_replaced_while_the_index_is_built_shows_its_present_words(
    tmp_path: Path,
) -> None:
    library = Library(tmp_path)
    library.add([told("a", "The engine."), told("b", "The loom.")])
    index = QuoteIndex(library, tmp_path)

    def replace_another(done: int, _: int) -> None:
        if done == 1:
            Library(tmp_path).add([told("b", "A garden.", "The waterfall.")])

    index.update(replace_another)
    index.update()

    assert index.is_current
    assert answers(index, "waterfall") == ["The waterfall."]
    assert answers(index, "loom") == []


def test_words_are_completed_by_those_said_most_often(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([told("a", "An engine.", "An engine and engineers.", "An english engine.")])
    index = QuoteIndex(library, tmp_path)
    index.update()

    assert index.complete("eng") == "engine"
    assert index.complete("engli") == "english"
    assert index.complete("zzz") is None


def test_a_transcript_that_the_other_process_reads_is_found_alike(tmp_path: Path) -> None:
    # So many turns that they are read and normalised in a process of its own.
    said = [f"Word {number} of the long one." for number in range(21_000)]
    index = opened(tmp_path, [told("long", *said), told("short", "The engine weaves.")])

    assert answers(index, "engine weaves") == ["The engine weaves."]
    assert answers(index, '"word 20999"') == ["Word 20999 of the long one."]
