import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import transcript_key
from bot.errors import BadTranscriptError, NotFoundError, Problem, StorageError
from bot.transcripts.library import Library
from bot.transcripts.model import Details, Transcript, Turn
from bot.transcripts.writing import AddReport
from tests.bot.transcripts.conversations import conversation

NO_SURROGATES = st.text(st.characters(exclude_categories=["Cs"]))


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Return any transcript whatsoever that the model allows."""
    name = draw(st.from_regex("[a-z0-9-]{1,64}", fullmatch=True))
    said = draw(st.lists(st.tuples(st.none() | NO_SURROGATES, NO_SURROGATES, starts()), min_size=1))
    details = Details(id=name, title=draw(NO_SURROGATES.filter(str.strip)))
    return Transcript(details, tuple(Turn(name, n, *turn) for n, turn in enumerate(said)))


def starts() -> st.SearchStrategy[float | None]:
    return st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)


def files(home: Path) -> set[str]:
    return {path.name for path in (home / "library").rglob("*") if path.is_file()} - {"lock"}


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Make the kernel refuse to let any file grow past *size* bytes, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_library_that_is_not_there_is_empty_and_nothing_is_created(tmp_path: Path) -> None:
    library = Library(tmp_path / "home")

    assert len(library.entries()) == 0
    assert not library.refresh()
    assert list(tmp_path.iterdir()) == []


def test_what_was_added_is_read_back_after_opening_again(tmp_path: Path) -> None:
    given = conversation("b", 'She said "no".\n', "", "Ünïcödé\u2028\x00 \U0001f600")

    report = Library(tmp_path).add([given, conversation("a")])
    library = Library(tmp_path)

    assert report == AddReport(added=("b", "a"))
    assert list(library.entries()) == ["a", "b"]
    assert library.transcript("b") == given
    assert library.entry("b").details == given.details
    assert (library.entry("b").turns, library.entry("b").words) == (3, 6)


@given(transcripts())
def test_every_turn_of_any_transcript_is_read_back_alike_by_every_way(given: Transcript) -> None:
    with TemporaryDirectory() as home:
        Library(Path(home)).add([given])
        library = Library(Path(home))
        entry = library.entry(given.id)
        placed = list(library.turns_with_offsets(given.id))

        assert library.transcript(given.id) == given
        assert [turn for turn, _, _ in placed] == list(given.turns)
        for turn, offset, length in placed:
            assert library.turn_at(entry, turn.number, offset, length) == turn
            assert library.turn(given.id, turn.number) == turn


def test_adding_the_same_again_changes_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([conversation("a"), conversation("b")])
    digest, before = library.digest, (tmp_path / "library" / "catalogue.json").stat()

    report = library.add([conversation("b"), conversation("a")])

    assert report == AddReport(unchanged=("b", "a"))
    assert library.digest == digest
    assert (tmp_path / "library" / "catalogue.json").stat() == before


@pytest.mark.parametrize(
    "changed",
    [conversation("a", "Other words."), conversation("a", title="Another title")],
    ids=["words", "title"],
)
def test_a_changed_transcript_takes_the_place_of_the_old_one(
    tmp_path: Path, changed: Transcript
) -> None:
    library = Library(tmp_path)
    library.add([conversation("a"), conversation("b")])
    digest = library.digest

    report = library.add([changed, conversation("b")])

    assert report == AddReport(replaced=("a",), unchanged=("b",))
    assert library.transcript("a") == changed
    assert library.digest != digest
    assert files(tmp_path) == {"catalogue.json"} | {e.file for e in library.entries().values()}


def test_the_digest_depends_on_the_content_alone(tmp_path: Path) -> None:
    one, other = Library(tmp_path / "one"), Library(tmp_path / "other")
    empty = one.digest

    one.add([conversation("a"), conversation("b")])
    other.add([conversation("b")])
    other.add([conversation("a")])

    assert one.digest == other.digest != empty
    one.remove(["a", "b"])
    assert one.digest == empty


def test_what_was_removed_leaves_no_words_on_disk(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([conversation("a"), conversation("b")])

    library.remove(["a"])

    assert list(Library(tmp_path).entries()) == ["b"]
    assert files(tmp_path) == {"catalogue.json", library.entry("b").file}


def test_removing_what_is_not_there_removes_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([conversation("a")])

    with pytest.raises(NotFoundError, match='no transcript "b"'):
        library.remove(["a", "b"])

    assert list(library.entries()) == ["a"]


def test_a_misspelt_id_is_answered_with_those_that_are_spelt_alike(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([conversation("gradient-dissent-7"), conversation("pilot")])

    with pytest.raises(NotFoundError, match=r'"gradient-disent-7"\. Did you mean gradient-diss'):
        library.entry("gradient-disent-7")
    with pytest.raises(NotFoundError, match=r'no transcript "zzz"\.$'):
        library.transcript("zzz")


@pytest.mark.parametrize("number", [-1, 1], ids=["negative", "past the last"])
def test_a_turn_that_is_not_there_is_named_with_the_number_of_those_that_are(
    tmp_path: Path, number: int
) -> None:
    library = Library(tmp_path)
    library.add([conversation("a")])

    with pytest.raises(NotFoundError, match=f"a has no turn {number}; its 1 turns"):
        library.turn("a", number)


def test_a_button_finds_its_transcript_by_key_also_after_others_were_added(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([conversation("a")])
    assert library.find_by_key(transcript_key("b")) is None

    library.add([conversation("b")])

    assert library.find_by_key(transcript_key("b")) == library.entry("b")


@pytest.mark.parametrize("name", ["", "../a", "A", "x" * 65, "ä", "a\n"], ids=repr)
def test_an_id_that_could_be_a_path_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadTranscriptError, match="is not 1 to 64 of"):
        Library(tmp_path).add([conversation(name)])

    assert files(tmp_path) == set()


@pytest.mark.parametrize(
    ("turns", "why"),
    [
        ((), "no turns"),
        ((Turn("a", 0, "ada", "\ud800"),), "surrogate"),
        ((Turn("a", 0, "ada", "hello", float("nan")),), "finite"),
    ],
    ids=["no turns", "half a surrogate pair", "no number of seconds"],
)
def test_what_cannot_be_kept_is_refused_with_its_file_and_everything_else_stays(
    tmp_path: Path, turns: tuple[Turn, ...], why: str
) -> None:
    library = Library(tmp_path)
    library.add([conversation("b")])
    bad = Transcript(Details(id="a", title="A", source="a.txt"), turns)

    with pytest.raises(BadTranscriptError, match=rf"^a\.txt: .*{why}"):
        library.add([conversation("c"), bad])

    assert list(Library(tmp_path).entries()) == ["b"]
    assert files(tmp_path) == {"catalogue.json", library.entry("b").file}


def test_one_id_twice_in_one_call_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTranscriptError, match='"a" is there twice'):
        Library(tmp_path).add([conversation("a"), conversation("a", "Other words.")])


def test_a_reader_that_finds_a_problem_at_its_end_adds_nothing(tmp_path: Path) -> None:
    def read() -> Iterator[Transcript]:
        yield conversation("a")
        raise BadTranscriptError([Problem("a.jsonl", 7, "no JSON")])

    with pytest.raises(BadTranscriptError, match=r"^a\.jsonl:7: "):
        Library(tmp_path).add(read())

    assert files(tmp_path) == set()


def test_a_bad_file_among_many_is_passed_over_and_the_others_are_added_together(
    tmp_path: Path,
) -> None:
    library = Library(tmp_path)

    with library.writing() as changes:
        changes.add([conversation("a")])
        with pytest.raises(BadTranscriptError):
            changes.add([conversation("b"), conversation("../b")])
        changes.add([conversation("c")])
        assert len(Library(tmp_path).entries()) == 0

    assert list(library.entries()) == list(Library(tmp_path).entries()) == ["a", "c"]
    assert files(tmp_path) == {"catalogue.json"} | {e.file for e in library.entries().values()}


def test_a_reader_takes_up_what_another_one_wrote(tmp_path: Path) -> None:
    reader, writer = Library(tmp_path), Library(tmp_path)
    writer.add([conversation("a")])

    assert reader.refresh()
    assert list(reader.entries()) == ["a"]
    assert not reader.refresh()


def test_a_reader_whose_file_was_replaced_answers_with_the_present_words(tmp_path: Path) -> None:
    Library(tmp_path).add([conversation("a", "Old words.", "Old again.")])
    reader = Library(tmp_path)
    old = reader.entry("a")
    (_, *place), *_ = reader.turns_with_offsets("a")
    new = conversation("a", "New and longer words.")

    Library(tmp_path).add([new])

    assert reader.turn_at(old, 0, *place) == new.turns[0]
    assert reader.transcript("a") == new
    with pytest.raises(NotFoundError, match="no turn 1"):
        reader.turn_at(old, 1, *place)


def test_a_reader_whose_transcript_was_removed_says_so(tmp_path: Path) -> None:
    Library(tmp_path).add([conversation("a")])
    reader = Library(tmp_path)

    Library(tmp_path).remove(["a"])

    with pytest.raises(NotFoundError, match='no transcript "a"'):
        reader.transcript("a")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"format": 1, "digest": "", "planted": {}, "transcripts": []}',
        b'{"format": 1, "digest": "", "planted": {"a": 1}, "transcripts": {}}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
    ids=["empty", "cut off", "list", "bare", "rows", "planted", "no text", "deep"],
)
def test_a_damaged_catalogue_is_named_with_a_way_out_and_left_alone(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "library").mkdir()
    path = tmp_path / "library" / "catalogue.json"
    path.write_bytes(content)

    with pytest.raises(StorageError, match=r"catalogue\.json is damaged .*add the transcripts"):
        Library(tmp_path)

    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "row",
    [{"title": "A"}, {"turns": 1, "words": 1, "file": "x", "shoe": "?"}, 3],
    ids=["without file", "unknown key", "no object"],
)
def test_a_damaged_entry_spoils_no_other(tmp_path: Path, row: object) -> None:
    import json

    Library(tmp_path).add([conversation("a"), conversation("b")])
    path = tmp_path / "library" / "catalogue.json"
    document = json.loads(path.read_text())
    document["transcripts"]["a"] = row
    path.write_text(json.dumps(document))

    library = Library(tmp_path)

    assert library.transcript("b") == conversation("b")
    with pytest.raises(StorageError, match="the entry of 'a'"):
        library.entry("a")


def test_a_catalogue_of_a_newer_release_is_not_touched(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([conversation("a")])
    path = tmp_path / "library" / "catalogue.json"
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))

    with pytest.raises(StorageError, match=r"written by a newer jensen-bot .*upgrade"):
        Library(tmp_path)
    with pytest.raises(StorageError, match="written by a newer jensen-bot"):
        library.add([conversation("b")])

    assert '"format": 2' in path.read_text()


@pytest.mark.parametrize(
    "content",
    [b"", b"[1]\n", b"no JSON\n", b'["ada",null,"Hello.', b"[]\n[]\n"],
    ids=["empty", "too short", "no JSON", "cut off", "too many"],
)
def test_a_damaged_turns_file_is_named(tmp_path: Path, content: bytes) -> None:
    library = Library(tmp_path)
    library.add([conversation("a")])
    path = tmp_path / "library" / "turns" / library.entry("a").file
    path.write_bytes(content)

    with pytest.raises(StorageError, match=rf"{path.name} is damaged"):
        library.transcript("a")
    with pytest.raises(StorageError, match=rf"{path.name} is damaged"):
        library.turn_at(library.entry("a"), 0, 0, 30)


def test_a_turns_file_that_is_gone_for_good_is_named(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([conversation("a")])
    (tmp_path / "library" / "turns" / library.entry("a").file).unlink()

    with pytest.raises(StorageError, match="cannot be read"):
        library.transcript("a")


@pytest.mark.parametrize("place", [".", "library", "library/turns"])
def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path, place: str) -> None:
    path = tmp_path / "home" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("in the way")

    with pytest.raises(StorageError, match=r"cannot be (read|written) .*"):
        Library(tmp_path / "home").add([conversation("a")])

    assert path.read_text() == "in the way"


def test_a_catalogue_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "library" / "catalogue.json").mkdir(parents=True)

    with pytest.raises(StorageError, match=r"cannot be read .*JENSEN_HOME"):
        Library(tmp_path)


@pytest.mark.parametrize("room", [50, 400], ids=["for no turns", "for turns, not for catalogue"])
def test_a_full_disk_leaves_the_library_as_it_was(tmp_path: Path, room: int) -> None:
    library = Library(tmp_path)
    library.add([conversation(f"a{number}") for number in range(5)])
    before = files(tmp_path)

    with (
        files_of_at_most(room),
        pytest.raises(StorageError, match=r"cannot be written .*as it was before"),
    ):
        library.add([conversation("b", "Some more words. " * 10)])

    assert files(tmp_path) == before
    assert Library(tmp_path).digest == library.digest
    library.add([conversation("b", "Some more words. " * 10)])
    assert "b" in Library(tmp_path).entries()


def test_details_of_every_kind_are_kept(tmp_path: Path) -> None:
    details = Details(
        id="a",
        title="A",
        show="S",
        date="2024-02-29",
        episode="12b",
        url="https://example.org/a",
        language="en",
        licence="CC0",
        source="a.txt",
        format="condensed",
        condensed=True,
        speakers=(
            *conversation("a").details.speakers,
            replace(conversation("a").details.speakers[0], label="x"),
        ),
        embargo="2025-01-01",
        expires="2026-01-01",
    )

    Library(tmp_path).add([replace(conversation("a"), details=details)])

    assert Library(tmp_path).entry("a").details == details


def test_reading_does_without_the_modules_that_are_slow_to_import() -> None:
    slow = {
        "asyncio",
        "filelock",
        "hashlib",
        "logging",
        "numpy",
        "pydantic",
        "rapidfuzz",
        "tomllib",
    }
    code = "import sys, bot.transcripts.library, bot.transcripts.seeds; print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert slow.isdisjoint(done.stdout.split())
