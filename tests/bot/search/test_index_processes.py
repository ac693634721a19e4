"""What several processes see of one index, and what is left when one is killed or runs full."""

import json
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.search.index import QuoteIndex
from bot.transcripts.library import Library
from tests.bot.search.corpora import EVERYTHING, opened, segment_names, told, words_of

ROOT = Path(__file__).parents[3]
BEFORE = [told("a", "The engine weaves algebra."), told("b", "A loom weaves leaves.")]
AFTER = [told("a", "The engine hums by now."), told("c", "Music is a number.")]
OLD, NEW, KEPT = "engine weaves algebra", "music is a number", "loom weaves leaves"

# Python reports each file that is opened, made, renamed or removed before it is: there it dies.
KILLED = """
import os, shutil, signal, sys
from pathlib import Path
import filelock, tantivy
from bot.search.index import QuoteIndex
from bot.transcripts.library import Library

base = Path(sys.argv[1])
EVENTS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree")

def build(home, steps):
    def die_at_the_last_step(event, arguments):
        nonlocal steps
        if event in EVENTS and str(home / "index") in str(arguments[0]):
            steps -= 1
            if steps == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    index = QuoteIndex(Library(home), home)
    sys.addaudithook(die_at_the_last_step)
    index.update()

# Every so many steps, as all of them would take too long.
for step in range(1, 200, int(sys.argv[2])):
    home = base / str(step)
    shutil.copytree(base / "before", home)
    child = os.fork()
    if child == 0:
        build(home, step)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(step, status, flush=True)
    if not os.WIFSIGNALED(status):
        break
"""

BUILDER = """
import sys
from pathlib import Path
from bot.search.index import QuoteIndex
from bot.transcripts.library import Library

home = Path(sys.argv[1])
index = QuoteIndex(Library(home), home)
print("ready", flush=True)
sys.stdin.readline()
index.update()
assert index.is_current
"""

READER = """
import sys
from pathlib import Path
from bot.search.index import QuoteIndex
from bot.transcripts.library import Library
from tests.bot.search.corpora import EVERYTHING

home, stop = Path(sys.argv[1]), Path(sys.argv[2])
index, asked, seen = QuoteIndex(Library(home), home), 0, set()
print("ready", flush=True)
while not stop.exists():
    for one in (index, QuoteIndex(Library(home), home)):
        (match,) = one.search("loom weaves leaves", EVERYTHING, floor=90)
        seen.update(found.turn.transcript for found in one.search("music number", EVERYTHING))
        asked += 1
print(asked, len(seen))
"""

# Between reading what segments there are and opening them a writer replaces them.
OVERTAKEN = """
import sys
from pathlib import Path
from bot.search.index import QuoteIndex
from bot.transcripts.library import Library
from tests.bot.search.corpora import EVERYTHING, told, words_of

home, overtaken = Path(sys.argv[1]), False

def replace_what_is_opened(event, arguments):
    global overtaken
    path = str(arguments[0]) if event == "open" else ""
    if not overtaken and str(home / "index") in path and not path.endswith("index.json"):
        overtaken = True
        library = Library(home)
        library.add([told("b", "A loom weaves leaves."), told("c", "Music is a number.")])
        QuoteIndex(library, home).update()

sys.addaudithook(replace_what_is_opened)
index = QuoteIndex(Library(home), home)
print([words_of(match) for match in index.search("music is a number", EVERYTHING)], overtaken)
"""


def start(program: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def answers(home: Path, message: str) -> list[str]:
    index = QuoteIndex(Library(home), home)
    return [words_of(match) for match in index.search(message, EVERYTHING, floor=90)]


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Make the kernel refuse to let any file grow past *size* bytes, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_builder_killed_at_any_step_leaves_the_old_index_or_the_new_one(tmp_path: Path) -> None:
    before = tmp_path / "before"
    opened(before, BEFORE)
    Library(before).add(AFTER)

    with start(KILLED, tmp_path, 8) as killed:
        told_of, _ = killed.communicate()

    ended = {int(step): int(status) for step, status in map(str.split, told_of.splitlines())}
    assert set(list(ended.values())[:-1]) == {signal.SIGKILL}
    assert list(ended.values())[-1] == 0
    assert len(ended) > 7
    left = []
    for step in ended:
        home = tmp_path / str(step)
        # What was replaced in the library is not quoted from the old index either.
        assert answers(home, OLD) == []
        assert answers(home, KEPT) == ["A loom weaves leaves."]
        left.append(answers(home, NEW))

        opened(home, [told("d", "One more.")])

        assert answers(home, KEPT) == ["A loom weaves leaves."]
        assert answers(home, NEW) == ["Music is a number."]
        named = json.loads((home / "index" / "index.json").read_text())["segments"]
        in_folder = {path.name for path in (home / "index").iterdir()}
        assert in_folder == {*named, "index.json", "lock"}
    built = left.index(["Music is a number."])
    assert left == [[]] * built + [["Music is a number."]] * (len(left) - built)
    assert built > 2


def test_builders_at_the_same_time_wait_for_each_other(tmp_path: Path) -> None:
    Library(tmp_path).add(BEFORE)
    with start(BUILDER, tmp_path) as left, start(BUILDER, tmp_path) as right:
        for process in (left, right):
            assert process.stdout is not None
            process.stdout.readline()
        for process in (left, right):
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()

    assert (left.returncode, right.returncode) == (0, 0)
    assert len(segment_names(tmp_path)) == 1
    assert answers(tmp_path, OLD) == ["The engine weaves algebra."]


def test_readers_are_answered_while_a_writer_works_and_see_what_it_wrote(tmp_path: Path) -> None:
    home, stop = tmp_path / "home", tmp_path / "stop"
    opened(home, BEFORE)
    library = Library(home)
    index = QuoteIndex(library, home)
    with start(READER, home, stop) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        for number in range(12):
            library.add([told(f"new-{number}", f"Music is a number, {number}.")])
            index.update()
        stop.touch()
        asked, seen = map(int, reader.stdout.read().split())

    assert reader.returncode == 0
    assert asked > 0
    assert 0 < seen <= 12


def test_a_reader_that_is_overtaken_by_a_writer_reads_what_is_there_now(tmp_path: Path) -> None:
    opened(tmp_path, BEFORE[1:])

    with start(OVERTAKEN, tmp_path) as reader:
        told_of, _ = reader.communicate()

    assert told_of == "['Music is a number.'] True\n"


@pytest.mark.parametrize("size", [0, 20, 100, 250, 700, 1_500, 4_000])
def test_a_full_disk_loses_nothing(tmp_path: Path, size: int) -> None:
    opened(tmp_path, BEFORE)
    library = Library(tmp_path)
    library.add([*AFTER, told("d", *(f"Word {n} and word {n + 1}." for n in range(700)))])
    before = segment_names(tmp_path)
    index = QuoteIndex(library, tmp_path)

    with files_of_at_most(size), pytest.raises(StorageError) as raised:
        index.update()

    assert str(tmp_path / "index") in str(raised.value)
    assert segment_names(tmp_path) == before
    assert answers(tmp_path, KEPT) == ["A loom weaves leaves."]
    index.update()
    assert answers(tmp_path, NEW) == ["Music is a number."]
