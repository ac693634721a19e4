"""Whatever is wrong with home folder, install or input: one clear line, and nothing is lost."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import StorageError
from tests.adapters.commands import ROOT, Done, jensen
from tests.bot.interviews import bot_at, lighthouse

ASK = ("ask", "quantum computing")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "home"
    bot_at(folder, lighthouse())
    return folder


@pytest.fixture
def home(tmp_path: Path, sound: Path) -> Path:
    """A home to be damaged; this process has mapped the files of the sound one."""
    return shutil.copytree(sound, tmp_path / "home")


def check_is_refused(done: Done, *words: str) -> None:
    assert done.status == 2
    assert done.err.startswith("jensen: ")
    assert done.err.count("\n") == 1, done.err
    assert "Traceback" not in done.err
    for word in words:
        assert word in done.err


def check_nothing_is_lost(home: Path) -> None:
    """Hold what is stored in *home* against what was put there, after the index was mended."""
    assert jensen("library", "reindex", home=home).status == 0
    assert jensen("ask", '"gave me a clock"', home=home).status == 0
    export = jensen("library", "export", "lighthouse", home=home).out
    texts = [json.loads(line)["text"] for line in export.splitlines()]
    assert texts == [turn.text for turn in lighthouse().turns]


@pytest.mark.parametrize("within", ["file", "file/home", "/dev/null/home"], ids=str)
def test_a_home_that_is_no_folder(tmp_path: Path, within: str) -> None:
    (tmp_path / "file").touch()

    check_is_refused(jensen(*ASK, home=tmp_path / "x", JENSEN_HOME=str(tmp_path / within)))


def test_a_home_that_cannot_be_read(home: Path) -> None:
    (home / "library").chmod(0)

    done = unprivileged(*ASK, home=home)

    (home / "library").chmod(0o700)
    check_is_refused(done, "Permission denied", "check JENSEN_HOME and its permissions")


def test_a_home_that_cannot_be_written_answers_while_nothing_changed(home: Path) -> None:
    folders = [home, *(path for path in home.rglob("*") if path.is_dir())]
    files = [path for path in home.rglob("*") if path.is_file()]
    for path in (*folders, *files):
        path.chmod(0o555 if path in folders else 0o444)

    asked = unprivileged(*ASK, home=home)
    examined = unprivileged("doctor", home=home)
    rebuilt = unprivileged("library", "reindex", home=home)

    for folder in folders:
        folder.chmod(0o700)
    assert asked.status == 0
    assert "Lukas Biewald: " in asked.out
    assert examined.status == 1
    assert "MEND  home: " in examined.out
    check_is_refused(rebuilt, "cannot be written (Permission denied)")


def test_files_that_cannot_be_looked_at_are_named(home: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "talk.jsonl").touch()
    (tmp_path / "secret").chmod(0)
    for path in (home, *home.rglob("*")):
        path.chmod(0o777)

    done = unprivileged("library", "add", str(tmp_path / "secret" / "talk.jsonl"), home=home)

    (tmp_path / "secret").chmod(0o700)
    assert done.status == 1
    assert done.err == f"{tmp_path}/secret/talk.jsonl: cannot be read: Permission denied\n"


def test_a_home_that_cannot_be_written_to_begin_with(tmp_path: Path) -> None:
    check_is_refused(jensen(*ASK, home=tmp_path / "x", JENSEN_HOME="/proc/jensen"), "/proc/jensen")


@pytest.mark.parametrize("most", [100, 2_000, 12_000, 40_000], ids=str)
def test_a_full_disk_while_the_index_is_built(home: Path, most: int) -> None:
    shutil.rmtree(home / "index")

    done = at_most(most, "ask", "quantum computing", home=home)

    check_is_refused(done, "cannot be written")
    check_nothing_is_lost(home)


def test_a_full_disk_while_transcripts_are_added(home: Path, tmp_path: Path) -> None:
    export = jensen("library", "export", "gradient-dissent-jensen-huang", home=home).out
    other = tmp_path / "other.jsonl"
    other.write_text(export.replace('"gradient-dissent-jensen-huang"', '"other"'), encoding="utf-8")
    before = jensen("library", "list", home=home).out

    done = at_most(10_000, "library", "add", str(other), home=home)

    check_is_refused(done, "cannot be written")
    assert jensen("library", "list", home=home).out == before
    check_nothing_is_lost(home)


def test_an_index_of_a_newer_version(home: Path) -> None:
    path = home / "index" / "index.json"
    document = json.loads(path.read_bytes())
    path.write_text(json.dumps({**document, "version": 999}), encoding="utf-8")

    check_is_refused(jensen(*ASK, home=home), "newer jensen-bot", "jensen library reindex")
    assert json.loads(path.read_bytes())["version"] == 999
    check_nothing_is_lost(home)


def test_a_library_of_a_newer_version(home: Path) -> None:
    path = home / "library" / "catalogue.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"format": 1', '"format": 999'), encoding="utf-8")

    check_is_refused(jensen(*ASK, home=home), "newer jensen-bot", "upgrade")
    assert "999" in path.read_text(encoding="utf-8")


def emptied(data: bytes) -> bytes:
    return b""


def halved(data: bytes) -> bytes:
    return data[: len(data) // 2]


def scrambled(data: bytes) -> bytes:
    return bytes(byte ^ 0xA5 for byte in data)


@pytest.mark.parametrize(
    ("file", "damage"),
    [("index.json", halved), ("*/segment.json", emptied), ("*/words.ends", scrambled)],
    ids=["list cut short", "head emptied", "words scrambled"],
)
def test_a_damaged_index(home: Path, file: str, damage: Callable[[bytes], bytes]) -> None:
    path = min((home / "index").glob(file))
    path.write_bytes(damage(path.read_bytes()))

    check_is_refused(jensen(*ASK, home=home), "index", "is damaged", "jensen library reindex")
    check_nothing_is_lost(home)


@pytest.mark.parametrize("damage", [emptied, halved, scrambled, None], ids=str)
def test_any_file_of_the_index_may_be_damaged(
    sound: Path, tmp_path: Path, damage: Callable[[bytes], bytes] | None
) -> None:
    files = [path for path in (sound / "index").glob("*/*") if not path.name.startswith(".")]
    assert len(files) > 12
    for number, file in enumerate(files):
        home = shutil.copytree(sound, tmp_path / str(number))
        path = home / file.relative_to(sound)
        if damage is None:
            path.unlink()
        else:
            path.write_bytes(damage(path.read_bytes()))

        with pytest.raises(StorageError, match="jensen library reindex"):
            bot_at(home)


def test_a_damaged_catalogue(home: Path) -> None:
    path = home / "library" / "catalogue.json"
    path.write_bytes(path.read_bytes()[:-20])

    check_is_refused(jensen(*ASK, home=home), "catalogue.json is damaged", "backup")


def test_seeds_that_are_missing_from_the_install(tmp_path: Path) -> None:
    install = copied(tmp_path)
    shutil.rmtree(install / "seeds")

    done = jensen(*ASK, home=tmp_path / "home", PYTHONPATH=str(install))

    check_is_refused(done, "shipped transcripts", "install jensen-bot again")


def test_two_seeds_of_one_id(tmp_path: Path) -> None:
    install = copied(tmp_path)
    for path in (install / "seeds").iterdir():
        shutil.copy(path, path.with_stem("another"))

    done = jensen(*ASK, home=tmp_path / "home", PYTHONPATH=str(install))

    check_is_refused(done, "gradient-dissent-jensen-huang.toml:1: another.toml has the same id")


def test_a_malformed_seed_is_reported_with_all_its_problems(tmp_path: Path) -> None:
    install = copied(tmp_path)
    (toml,) = (install / "seeds").glob("*.toml")
    text = toml.read_text(encoding="utf-8").replace('role = "host"', 'role = "boss"')
    toml.write_text(f"colour = 1\n{text}", encoding="utf-8")

    done = jensen(*ASK, home=tmp_path / "home", PYTHONPATH=str(install))

    assert done.status == 2
    assert [line.partition(" ")[2] for line in done.err.splitlines()] == [
        f"{toml.name}:1: unknown key colour; known are id, title, show, date, episode, url,"
        " language, licence, format, embargo, expires, mentions, speakers",
        'role must be "host" or "guest"',
    ]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"nonsense", "line 3: not JSON"),
        (b'{"qid": 3', "line 3: not JSON"),
        (b"[" * 100_000, "line 3: not JSON"),
        (b'["query"]', "line 3: not of the form"),
        (b'{"query": "a"}', "line 3: not of the form"),
        (b'{"qid": 3, "query": 4}', "line 3: not of the form"),
        (b'{"qid": 3, "query": "caf\xe9"}', "line 3: not UTF-8 at byte 24"),
    ],
    ids=["nonsense", "cut off", "deep", "no object", "no qid", "no text", "Latin-1"],
)
def test_a_batch_line_that_is_no_question(home: Path, line: bytes, complaint: str) -> None:
    said = b'{"qid": 1, "query": "a clock"}\n\n' + line + b'\n{"qid": 4, "query": "a clock"}\n'

    done = jensen("ask", "--batch", home=home, said=said)

    check_is_refused(done, "standard input, ", complaint)
    assert [json.loads(answer)["qid"] for answer in done.out.splitlines()] == [1]


def test_chat_that_is_no_text(home: Path) -> None:
    done = jensen("chat", home=home, said=b"gave me a clock\ncaf\xe9\n")

    check_is_refused(done, "standard input, line 2: not UTF-8 at byte 3")
    assert "Ben Okafor" in done.out


@pytest.mark.parametrize(
    "query", [r"\ud800 computing", r"\u0000 computing", r"quantum\ufeff computing"], ids=str
)
def test_odd_characters_are_no_errors(home: Path, query: str) -> None:
    said = f'{{"qid": 1, "query": "{query}"}}'.encode()

    done = jensen("ask", "--batch", home=home, said=said)

    assert done.status == 0
    assert json.loads(done.out)["matches"]


def test_an_output_that_takes_no_more(home: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m adapters.cli ask quantum computing > /dev/full"],
        cwd=ROOT,
        env={**os.environ, "JENSEN_HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    check_is_refused(Done(done.returncode, done.stdout, done.stderr), "standard output")


def at_most(most: int, *arguments: str, home: Path) -> Done:
    """Run `jensen` where no file can grow past *most* bytes, as on a disk that is full."""
    program = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}));"
        f" from adapters.cli import main; sys.exit(main({list(arguments)!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "JENSEN_HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def unprivileged(*arguments: str, home: Path) -> Done:
    """Run `jensen` as somebody to whom permissions matter: nobody, where root runs the tests.

    Python itself may be out of the reach of nobody, so all is imported before the change.
    """
    scratch = home.with_name("scratch")
    program = (
        "import contextlib, io, os, sys, tempfile; from adapters.cli import main\n"
        f"os.environ['JENSEN_HOME'] = {str(scratch)!r}\n"
        "nowhere = io.TextIOWrapper(io.BytesIO())\n"
        "with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):"
        f" main({list(arguments)!r})\n"
        f"os.environ['JENSEN_HOME'] = {str(home)!r}\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        f"sys.exit(main({list(arguments)!r}))"
    )
    for folder in home.parents:
        if folder.stat().st_uid == os.geteuid():
            folder.chmod(folder.stat().st_mode | 0o055)
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def copied(folder: Path) -> Path:
    """Return a folder with a copy of the program to be tampered with."""
    install = folder / "install"
    for package in ("adapters", "bot", "seeds"):
        shutil.copytree(ROOT / package, install / package)
    return install
