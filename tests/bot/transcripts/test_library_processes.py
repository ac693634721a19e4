"""What several processes see of one library, and what is left when one is killed."""

import signal
import subprocess
import sys
from pathlib import Path

from bot.transcripts.library import Library
from bot.transcripts.model import Transcript
from tests.bot.transcripts.conversations import conversation

ROOT = Path(__file__).parents[3]

BEFORE = [conversation("a", "Old words."), conversation("b")]
AFTER = [conversation("a", "New words."), conversation("b"), conversation("c")]

# Python reports each file that is opened, renamed or removed before it is: there it dies.
KILLED = """
import os, signal, sys
from pathlib import Path
from bot.transcripts.library import Library
from tests.bot.transcripts.conversations import conversation
import filelock, hashlib

home, steps = Path(sys.argv[1]), int(sys.argv[2])

def die_at_the_last_step(event, arguments):
    global steps
    if event in ("open", "os.rename", "os.remove") and str(home) in str(arguments[0]):
        steps -= 1
        if steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)

library = Library(home)
sys.addaudithook(die_at_the_last_step)
library.add([conversation("a", "New words."), conversation("b"), conversation("c")])
"""

ADDER = """
import sys
from pathlib import Path
from bot.transcripts.library import Library
from tests.bot.transcripts.conversations import conversation

home, name = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for number in range(15):
    Library(home).add([conversation(f"{name}-{number}"), conversation("shared", name, str(number))])
"""


def content(home: Path) -> list[Transcript]:
    library = Library(home)
    return [library.transcript(name) for name in library.entries()]


def start(program: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_a_writer_killed_at_any_step_leaves_all_of_the_old_or_all_of_the_new(
    tmp_path: Path,
) -> None:
    left = []
    for step in range(1, 100):
        home = tmp_path / str(step)
        Library(home).add(BEFORE)

        with start(KILLED, home, step) as killed:
            killed.communicate()
        if killed.returncode == 0:
            break
        assert killed.returncode == -signal.SIGKILL
        left.append(content(home))
        Library(home).add(AFTER)

        assert content(home) == AFTER
        named = {entry.file for entry in Library(home).entries().values()}
        assert {path.name for path in (home / "library" / "turns").iterdir()} == named
        assert not list((home / "library").glob("*.tmp"))

    assert content(home) == AFTER
    changed = left.index(AFTER)
    assert changed >= 6
    assert left == [BEFORE] * changed + [AFTER] * (len(left) - changed)


def test_writers_at_the_same_time_wait_for_each_other_and_both_take_effect(tmp_path: Path) -> None:
    names = ["left", "right"]
    with start(ADDER, tmp_path, "left") as left, start(ADDER, tmp_path, "right") as right:
        for process in (left, right):
            assert process.stdout is not None
            process.stdout.readline()
        for process in (left, right):
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        reader = Library(tmp_path)
        while left.poll() is None or right.poll() is None:
            reader.refresh()
            for name in reader.entries():
                assert reader.transcript(name).turns

    assert (left.returncode, right.returncode) == (0, 0)
    library = Library(tmp_path)
    wanted = {f"{name}-{number}" for name in names for number in range(15)} | {"shared"}
    assert set(library.entries()) == wanted
    assert library.turn("shared", 0).text in names
    assert library.turn("shared", 1).text == "14"
