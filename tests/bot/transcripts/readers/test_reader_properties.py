"""Whatever a file holds, it is read or refused, and no word of it goes missing."""

import csv
import html
import io
import json
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import groupby

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import BadTranscriptError
from bot.transcripts.readers.detect import read
from bot.transcripts.readers.reading import Reading

NAMES = ("Ada Lovelace", "Alan Turing", "Grace Hopper")
WORDS = (
    "engine",
    "tape",
    "moth's",
    "naïve",
    "co-op",
    "1843",
    "Ünlü",
    "😀",
    "hello,",
    "yes.",
    "(no)",
)
SIGNS = (
    "** * _ __ ` ~~ [ ] ( ) ](http://x.example/a) <b> </b> <i> < > >> &amp; &#39; & \\ \\[ \\_ | "
    "# ## - : ; , . ! ? … -- → {x} {\\an8} [laughs] [00:12] \\[01:02\\] 00:00:05 12:30 0:05 Q: A: "
    "Ada: Alan: **Ada:** **Alan:** _Ada:_ *Ada [0:05]*: >>> <nick> \\<nick> <v A> </v> <c> Agenda: "
    "Note: **Break:** * 1. a_b + = ~ % $ @ ' \" “ ” ’"
).split()

said = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join),
    ),
    min_size=2,
    max_size=12,
)


def marked(turns: list[tuple[str, str]]) -> str:
    return "\n\n".join(f"**{name}:** {text}" for name, text in turns)


def labelled(turns: list[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {text}" for name, text in turns)


def timed(turns: list[tuple[str, str]]) -> str:
    return "\n\n".join(f"{name}  0:{at:02}\n{text}" for at, (name, text) in enumerate(turns))


def bracketed(turns: list[tuple[str, str]]) -> str:
    return "\n".join(f"[00:00:{at:02}] {name}: {text}" for at, (name, text) in enumerate(turns))


def chat(turns: list[tuple[str, str]]) -> str:
    return "\n".join(f"00:00:{at:02}\t{name}:\t{text}" for at, (name, text) in enumerate(turns))


def page(turns: list[tuple[str, str]]) -> str:
    lines = (f"<p><cite>{name}:</cite> {html.escape(text)}</p>" for name, text in turns)
    return "\n".join(lines)


def table(turns: list[tuple[str, str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([("Speaker", "Text"), *turns])
    return out.getvalue()


def turn_list(turns: list[tuple[str, str]]) -> str:
    return json.dumps([{"speaker": name, "content": text} for name, text in turns])


def podcast(turns: list[tuple[str, str]]) -> str:
    segments = [
        {"speaker": name, "startTime": at, "endTime": at + 1, "body": text}
        for at, (name, text) in enumerate(turns)
    ]
    return json.dumps({"version": "1.0.0", "segments": segments})


def voices(turns: list[tuple[str, str]]) -> str:
    cues = (
        f"00:00:{at:02}.000 --> 00:00:{at:02}.900\n<v {name}>{html.escape(text, quote=False)}</v>"
        for at, (name, text) in enumerate(turns)
    )
    return "WEBVTT\n\n" + "\n\n".join(cues)


def subrip(turns: list[tuple[str, str]]) -> str:
    cues = (
        f"{at + 1}\n00:00:{at:02},000 --> 00:00:{at:02},900\n{name}: {text}"
        for at, (name, text) in enumerate(turns)
    )
    return "\n\n".join(cues)


KEEPS_TURNS = (marked, labelled, timed, bracketed, chat, page, table, turn_list)
JOINS_TURNS = (podcast, voices, subrip)


@pytest.mark.parametrize("write", [*KEEPS_TURNS, *JOINS_TURNS], ids=lambda write: write.__name__)
@given(turns=said)
def test_turns_that_are_written_in_a_format_are_read_back(
    write: Callable[[list[tuple[str, str]]], str], turns: list[tuple[str, str]]
) -> None:
    found = read(write(turns).encode(), "x")

    if write in JOINS_TURNS:
        turns = [
            (name, " ".join(text for _, text in run))
            for name, run in groupby(turns, key=lambda turn: turn[0])
        ]
    assert [(turn.speaker, turn.text) for turn in found.turns] == turns


@given(data=st.binary(max_size=400))
@example(data=b"\xff\xfe\x00")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(BadTranscriptError):
        check(read(data, "x"))


FRAMES = {
    "text": "{}",
    "turns": "Ada: hi\n\nAlan: {}\n\nAda: yes\n\nAlan: no",
    "markdown": "**Ada:** hi\n\n**Alan:** {}",
    "captions": "WEBVTT\n\n00:00.000 --> 00:01.000\n{}\n\n00:02.000 --> 00:03.000\nlast",
    "page": "<p><cite>Ada:</cite> {}</p>",
    "table": "Speaker,Text\nAda,{}\n",
    "chat": "<ada> hi\n<alan> {}\n<ada> yes",
    "JSON": '[{{"speaker": "Ada", "text": {}}}]',
}


@pytest.mark.parametrize("frame", FRAMES)
@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused(frame: str, text: str) -> None:
    inside = json.dumps(text) if frame == "JSON" else text

    with suppress(BadTranscriptError):
        check(read(FRAMES[frame].format(inside).encode("utf-8", "surrogatepass"), "x"))


@pytest.mark.parametrize("frame", ["text", "turns", "markdown", "chat", "JSON"])
@given(parts=st.lists(st.sampled_from((*SIGNS, "word", "word", "\n", "\n\n")), max_size=60))
def test_no_word_among_signs_goes_missing(frame: str, parts: list[str]) -> None:
    numbered = [f"word{at}word" if part == "word" else part for at, part in enumerate(parts)]
    text = " ".join(numbered)
    inside = json.dumps(text) if frame == "JSON" else text

    try:
        found = read(FRAMES[frame].format(inside).encode(), "x")
    except BadTranscriptError:
        assert frame in ("text", "JSON")
        assert frame == "text" or "word" not in text
        return

    check(found)
    kept = " ".join([*(f"{turn.speaker} {turn.text}" for turn in found.turns), *found.asides])
    for word in numbered:
        if word.startswith("word"):
            assert word in kept


@given(
    document=st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    "text speaker start end words name segments results alternatives content "
                    "timestamp offsets items events segs utf8 tStartMs 1 2".split()
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=30,
    )
)
def test_any_json_is_read_or_refused(document: object) -> None:
    with suppress(BadTranscriptError):
        check(read(json.dumps(document).encode(), "x"))


def check(found: Reading) -> None:
    """Prove what every reading promises."""
    assert found.turns
    for turn in found.turns:
        assert turn.text
        assert turn.text == " ".join(turn.text.split())
        assert turn.speaker is None or turn.speaker.strip()
        assert not re.search("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]", turn.text)
        f"{turn.speaker} {turn.text}".encode()
