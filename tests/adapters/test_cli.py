"""The command line as people and programs use it: processes, what they write, how they end."""

import contextlib
import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.commands import ROOT, jensen
from tests.bot.interviews import bot_at, lighthouse

FIELDS = [
    "transcript", "turn", "speaker", "start", "end", "text", "score", "fidelity",
    "start_seconds", "url",
]  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "home"
    bot_at(folder, lighthouse())
    return folder


def matches(line: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(line)["matches"]
    return found


def test_ask_quotes_what_was_said(home: Path) -> None:
    done = jensen("ask", "gave", "me", "a", "clock", home=home)

    assert done.status == 0
    assert done.out.splitlines() == [
        "Ben Okafor: They sold the brass to a museum and gave me a clock that stopped in a week.",
        "Keeping the Light · Harbour Nights · 2024-05-01 · turn 7 · 0:01:40",
        "https://example.org/lighthouse.mp3#t=100",
    ]
    assert done.err == ""


def test_ask_ends_with_1_when_nobody_said_that(home: Path) -> None:
    done = jensen("ask", "pineapple belongs on every pizza", home=home)

    assert done.status == 1
    assert done.out.startswith("Nobody said anything like that.")
    assert done.err == ""


def test_ask_shows_as_many_passages_as_it_is_told(home: Path) -> None:
    done = jensen("ask", "--limit", "3", "people think learning", home=home)

    assert done.out.count("(condensed transcript)") == 3


def test_ask_keeps_to_a_speaker_and_a_transcript(home: Path) -> None:
    text = ("ask", "--json", "--limit", "10", "people think learning")

    spoken = matches(jensen(*text, "--speaker", "LUKAS", home=home).out)
    told = matches(jensen(*text, "--transcript", "lighthouse", home=home).out)

    assert {match["speaker"] for match in spoken} == {"lukas"}
    assert {match["transcript"] for match in told} <= {"lighthouse"}


def test_json_tells_everything_of_a_match(home: Path) -> None:
    done = jensen("ask", "--json", "stopped in a week", home=home)

    (match,) = matches(done.out)
    assert done.status == 0
    assert list(match) == FIELDS
    assert match == {
        "transcript": "lighthouse",
        "turn": 7,
        "speaker": "Ben",
        "start": 0,
        "end": 17,
        "text": lighthouse().turns[7].text,
        "score": 100.0,
        "fidelity": "exact",
        "start_seconds": 100.0,
        "url": "https://example.org/lighthouse.mp3#t=100",
    }


def test_json_of_nothing_is_an_empty_list(home: Path) -> None:
    done = jensen("ask", "--json", "pineapple pizza", home=home)

    assert done.status == 1
    assert json.loads(done.out) == {"matches": []}


def test_explain_says_why(home: Path) -> None:
    done = jensen("ask", "--explain", "gave me a clcok that stopped", home=home)
    as_json = matches(jensen("ask", "--explain", "--json", "gave me a clcok", home=home).out)

    assert "corrected: clcok -> clock" in done.out
    assert re.search(r"^score \d+\.\d: \d+% of the question, in the order asked$", done.out, re.M)
    assert as_json[0]["explanation"]["changed"] == [["clcok", "clock", "corrected"]]


def test_a_batch_is_answered_line_by_line_in_its_order(home: Path) -> None:
    said = (
        b'\xef\xbb\xbf{"qid": "b", "query": "gave me a clock"}\n'
        b"\n"
        b'{"query": "pineapple pizza", "qid": 7, "kind": "nomatch"}\r\n'
        b'{"qid": null, "query": ""}\n'
        b'{"qid": "e", "query": "' + lighthouse().turns[5].text.encode() * 4 + b'"}'
    )

    done = jensen("ask", "--batch", home=home, said=said)

    answers = [json.loads(line) for line in done.out.splitlines()]
    assert done.status == 0
    assert [answer["qid"] for answer in answers] == ["b", 7, None, "e"]
    assert [bool(answer["matches"]) for answer in answers] == [True, False, False, True]
    assert list(answers[0]) == ["qid", "matches"]
    assert list(answers[0]["matches"][0]) == FIELDS


def test_the_text_of_a_match_is_the_words_it_counts(home: Path) -> None:
    seed = (ROOT / "tests/data/seed_turns.jsonl").read_text(encoding="utf-8")
    turns = [json.loads(line)["text"].split() for line in seed.splitlines()]
    queries = ["quantum computing", "people", "learning", "24000 people", "dont know", "ceo"]
    said = "\n".join(json.dumps({"qid": at, "query": q}) for at, q in enumerate(queries))

    done = jensen("ask", "--batch", "--transcript", "gradient", home=home, said=said.encode())

    found = [match for line in done.out.splitlines() for match in matches(line)]
    assert len(found) > len(queries)
    for match in found:
        words = turns[match["turn"]][match["start"] : match["end"]]
        assert match["text"] == " ".join(words)
        assert 0 < len(words) <= 45
        assert 0 <= match["score"] <= 100


def test_verify_and_quote_answer(home: Path) -> None:
    said = jensen("verify", "the work was mine", home=home)
    unsaid = jensen("verify", "pineapple pizza", home=home)
    quoted = jensen("quote", "--speaker", "ben okafor", home=home)

    assert (said.status, unsaid.status, quoted.status) == (0, 1, 0)
    assert said.out.startswith("Said word for word")
    assert quoted.out.startswith("Ben Okafor: ")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "required: COMMAND"),
        (["ask"], "ask takes either TEXT, or --batch"),
        (["ask", "--batch", "text"], "ask takes either TEXT, or --batch"),
        (["ask", "  "], "Ask me something first"),
        (["ask", "--limit", "0", "text"], "'0' is not a number from 1 to 10"),
        (["ask", "--limit", "11", "text"], "'11' is not a number from 1 to 10"),
        (["ask", "--speaker", "jensn", "text"], "Did you mean Jensen Huang?"),
        (["ask", "--transcript", "lighthose", "text"], "Did you mean lighthouse?"),
        (["ask", b"\xff\xfe"], "the text is not valid UTF-8"),
        (["verify"], "required: TEXT"),
        (["verify", "?!"], "Give me the words to verify"),
        (["quote", "text"], "unrecognized arguments: text"),
        (["answer"], "invalid choice: 'answer'"),
        (["library"], "required: ACTION"),
        (["library", "show", "lighthose"], "Did you mean lighthouse?"),
        (["library", "remove", "nothing"], 'There is no transcript "nothing".'),
        (["library", "export", "nothing"], 'There is no transcript "nothing".'),
    ],
    ids=str,
)
def test_a_usage_error_is_one_line_and_2(
    home: Path, arguments: list[str | bytes], complaint: str
) -> None:
    done = jensen(*arguments, home=home)

    assert done.status == 2
    assert complaint in done.err
    assert done.err.startswith("jensen")
    assert done.err.count("\n") == 1
    assert done.out == ""


@pytest.mark.parametrize(
    "command",
    ["ask", "verify", "quote", "chat", "run", "doctor", "library list", "library show",
     "library add", "library check", "library remove", "library export", "library reindex"],
)  # fmt: skip
def test_the_help_of_every_command_ends_in_an_example(home: Path, command: str) -> None:
    done = jensen(*command.split(), "--help", home=home)

    assert done.status == 0
    assert f"example:\n  jensen {command}" in done.out


def test_the_readme_tells_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    for command in ("ask", "verify", "quote", "chat", "run", "doctor", "library list"):
        assert f"`jensen {command}" in readme
    for action in ("show ID", "add PATH...", "check PATH...", "remove ID", "export", "reindex"):
        assert f"`{action}`" in readme


def test_asking_imports_nothing_that_takes_its_time(home: Path) -> None:
    program = (
        "import sys; from adapters.cli import main; status = main(['ask', 'quantum computing']);"
        " print(*sorted({name.partition('.')[0] for name in sys.modules})); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "JENSEN_HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    loaded = set(done.stdout.splitlines()[-1].split())
    assert "tantivy" in loaded
    assert loaded.isdisjoint(
        "aiohttp alembic asyncio concurrent discord dotenv filelock hypothesis logging numpy"
        " platformdirs prompt_toolkit pydantic pydantic_settings rich slack_bolt slack_sdk"
        " sqlalchemy ssl subprocess tomllib".split()
    )


def test_a_closed_pipe_ends_in_silence(home: Path) -> None:
    program = (
        f"{sys.executable} -m adapters.cli library export | head -n 1; echo ${{PIPESTATUS[0]}}"
    )

    done = subprocess.run(
        ["bash", "-c", program],
        cwd=ROOT,
        env={**os.environ, "JENSEN_HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] in ("0", "141")


def test_an_interruption_ends_in_silence(home: Path) -> None:
    program = (
        "import signal, sys; from adapters.cli import main;"
        " signal.signal(signal.SIGINT, signal.default_int_handler);"  # jobs of a shell ignore it
        " sys.exit(main(['ask', '--batch']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "JENSEN_HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"qid": 1, "query": "clock"}\n')
        process.stdin.flush()
        process.stdout.readline()
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            # One that arrives just before Python waits for input is noticed only after it.
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=2)
        out, err = process.communicate()

    assert process.returncode == 130
    assert (out, err) == (b"", b"")


@pytest.mark.parametrize(
    ("more", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
    ids=["terminal", "NO_COLOR", "dumb terminal"],
)
def test_a_terminal_gets_colour_unless_it_wants_none(
    home: Path, more: dict[str, str], coloured: bool
) -> None:
    shown = at_terminal(
        "-m", "adapters.cli", "ask", "gave me a clock that stopped in a month", home=home, **more
    )

    assert ("\x1b[" in shown) is coloured
    assert "  They sold the brass" in shown
    assert 'You had "month"; it was "week".' in shown


@pytest.mark.parametrize(
    ("patience_s", "shown"), [(0, True), (3_600, False)], ids=["takes long", "is done soon"]
)
def test_what_takes_long_shows_how_far_it_is(home: Path, patience_s: int, shown: bool) -> None:
    program = (
        "from adapters.progress import Progress\n"
        f"with Progress('Reading', 'kB', patience_s={patience_s}) as progress:\n"
        "    progress(1, 4); progress(2, 4)\n"
    )

    seen = at_terminal("-c", program, home=home)

    assert ("Reading" in seen) is shown
    assert ("50%" in seen) is shown
    assert ("kB/s" in seen) is shown


def test_a_pipe_gets_no_progress(home: Path) -> None:
    program = (
        "from adapters.progress import Progress\n"
        "with Progress('Reading', 'kB', patience_s=0) as progress: progress(1, 4)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True
    )

    assert done.stderr == done.stdout == b""


def at_terminal(*arguments: str, home: Path, **more: str) -> str:
    """Return what Python, run with *arguments*, writes to a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm", "JENSEN_HOME": str(home), **more},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        shown = b""
        try:
            while data := os.read(ours, 1_024):
                shown += data
        except OSError:  # that is how a terminal says that nobody is at the other end
            pass
    os.close(ours)
    return shown.decode()
