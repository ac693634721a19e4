"""Real files of every format are read without a hint; they stay outside the repository.

`expected.jsonl` was checked by hand against the files: how many turns, how often each speaker
speaks, and of the first eleven turns and the last the speaker, the start, the number of words and a
short hash of them, so that no text is copied here.
"""

import hashlib
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.transcripts.readers.detect import read
from bot.transcripts.readers.reading import Reading, Spoken

FORMATS = Path(__file__).parents[5] / "shared" / "transcripts" / "formats"
EXPECTED = [
    json.loads(line)
    for line in (Path(__file__).parent / "expected.jsonl").read_text("utf-8").splitlines()
]
BY_FILE = pytest.mark.parametrize("expected", EXPECTED, ids=[each["file"] for each in EXPECTED])

pytestmark = pytest.mark.skipif(
    not FORMATS.is_dir(), reason="the real files are not beside this repository"
)

_WORD = re.compile(r"[^\W_]+")
# Where words stand in JSON; all else in it is no text.
_JSON_WORDS = {
    "json-aws": "content",
    "json-deepgram": "punctuated_word",
    "json-digital": "text",
    "json-google": "transcript",
    "json-kaldi": "punct",
    "json-oyez": "text",
    "json-podcasting2": "body",
    "json-qmsum": "content",
    "json-speechmatics": "name",
    "json-turn": "text",
    "json-whisper": "text",
    "json-youtube": "utf8",
}
_MARKUP = (
    r"\A\ufeff?---\n[\s\S]*?\n---\n",  # front matter
    r"<!--[\s\S]*?-->|\{:[^{}]*\}|^\[[^\]]*\]: .*$|!\[.*?\]\(.*?\)",
    r"\A\ufeff?WEBVTT[\s\S]*?^(?=.*-->)",  # header, styles, regions
    r"^.*-->.*$|^[\d:.]+,[\d:.]+$|^(?:\d+|slide-\d+)$",  # times and names of cues
    r"(?<=\])\([^()\s]*\)|</?[a-zA-Z][^<>]*>|<[\d:.]+>",
    r"\\?\[\(?[\d:]+\)?\\?\]|\b\d{1,2}:\d\d(?::\d\d)*(?:\.\d+)?\b",
)


def reading(file: str) -> Reading:
    return read((FORMATS / file).read_bytes(), file)


def told(turn: Spoken) -> list[Any]:
    """Return what is expected of *turn*: speaker, start, number of words, hash of the words."""
    digest = hashlib.sha256(" ".join(turn.text.split()).encode()).hexdigest()[:8]
    return [turn.speaker, turn.start, len(turn.text.split()), digest]


def counted(*texts: str) -> Counter[str]:
    return Counter(word.casefold() for text in texts for word in _WORD.findall(text))


def strings(node: Any, key: str) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key and isinstance(value, str):
                yield value
            else:
                yield from strings(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value, key)


def source_words(file: str) -> Counter[str]:
    """Return the words of *file*, found by other means than the readers use."""
    text = (FORMATS / file).read_text("utf-8")
    key = next((key for shape, key in _JSON_WORDS.items() if file.startswith(shape)), None)
    if key is not None:
        document = json.loads(text)
        document = document.get("retval", document) if isinstance(document, dict) else document
        if "segments" in document:  # Whisper says all again in one string
            document = document["segments"]
        elif "words" in document:  # Speechmatics calls its speakers and its file names, too
            document = document["words"]
        return counted(re.sub(r"\{[a-z]+\}", " ", " ".join(strings(document, key))))
    if file.startswith("csv"):
        rows = re.sub(r"(?:,[^,\"\n]*)?,?$", "", text, flags=re.MULTILINE)
        text = rows.partition("\n")[2]
    if file.startswith("txt-pipe"):
        text = re.sub(r"^.\||\|.*$", "", text, flags=re.MULTILINE)
    if file.startswith("txt-mission"):
        text = text.replace("[glossary:", "[")
    if file.startswith(("txt-irc", "txt-zoom")):
        text = re.sub(r"^\[?\d\d:\d\d(?::\d\d)?\]?", "", text, flags=re.MULTILINE)
    else:
        for pattern in _MARKUP:
            text = re.sub(pattern, " " if "a-zA-Z" not in pattern else "", text, flags=re.MULTILINE)
    return counted(html.unescape(re.sub(r"\\(\W)|(?<=\w)\\(?=_)", r"\1", text)))


@BY_FILE
def test_the_turns_and_speakers_are_those_counted_by_hand(expected: dict[str, Any]) -> None:
    found = reading(expected["file"])

    assert len(found.turns) == expected["turns"]
    assert Counter(turn.speaker for turn in found.turns) == Counter(dict(expected["speakers"]))
    assert [told(turn) for turn in found.turns[: len(expected["first"])]] == expected["first"]
    assert told(found.turns[-1]) == expected["last"]


@BY_FILE
def test_none_of_the_words_are_lost(expected: dict[str, Any]) -> None:
    if expected["file"].endswith("youtube_dl.vtt"):
        pytest.skip("its cues say the words of the one before again")
    found = reading(expected["file"])
    kept = counted(*(turn.text for turn in found.turns), *found.asides)
    labels = counted(*(turn.speaker or "" for turn in found.turns))

    source = source_words(expected["file"])

    said = source - labels  # a label may be written on every cue of a turn
    names = counted(*(label or "" for label, _ in expected["speakers"]))
    lost = Counter({word: times for word, times in (said - kept).items() if word not in names})
    assert lost.total() <= 0.01 * source.total(), lost.most_common(20)


@BY_FILE
def test_no_markup_is_left_in_a_turn(expected: dict[str, Any]) -> None:
    found = reading(expected["file"])

    if expected["file"].startswith(("txt-irc", "csv", "txt-zoom")):
        return  # what looks like markup there was typed
    for turn in found.turns:
        assert not re.search(r"</?(?:v|c|p|b|i|cite|time|sub)\b|\]\(http|\{:|&#\d|&amp;", turn.text)
        assert not re.match(r"\*\*|>>|\[\d+:\d\d", turn.text)


def test_every_file_has_its_expectations() -> None:
    files = {path.name for path in FORMATS.iterdir()} - {"README.md", "files.tsv"}

    assert files == {each["file"] for each in EXPECTED}
