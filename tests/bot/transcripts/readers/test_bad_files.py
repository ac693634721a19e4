"""What cannot be read ends in one clear line; what can be read but is odd is told as a doubt."""

from contextlib import suppress

import pytest

from bot.errors import BadTranscriptError
from bot.transcripts.readers.detect import is_export, read

CUE = "WEBVTT\n\n00:00.000 --> 00:01.000\n"
BILLION_LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE lolz [\n<!ENTITY lol "lol">\n<!ENTITY lol1 "&lol;&lol;">\n]>'
    "\n<lolz>&lol1;</lolz>"
)
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "x: the file is empty; there is nothing to read"),
    "blank": (b" \r\n\t\n", "x: the file is empty; there is nothing to read"),
    "zip": (b"PK\x03\x04", "x: this is a zip or Word file; save the text as .txt, .vtt or .srt"),
    "gzip": (b"\x1f\x8b\x08", "x: this is gzipped; only .jsonl.gz is unpacked, so unpack it first"),
    "pdf": (b"%PDF-1.7", "x: this is a PDF; save its text as .txt"),
    "zero byte": (
        b"Ada: hi\nAlan: \0yo",
        "x:2: character 0x00 at 14 is none of text; is this a text file?",
    ),
    "control characters": (
        b"Ada\n" + b"\x01\x02x" * 9,
        "x:2: character 0x01 at 4 is none of text; is this a text file?",
    ),
    "damaged UTF-8": (
        "Zoë: hi\ncaf".encode() + b"\xe9\n",
        "x:2: neither UTF-8 nor plain Latin at byte 12; save the file as UTF-8",
    ),
    "no meaning in Latin": (
        b"caf\x81",
        "x:1: neither UTF-8 nor plain Latin at byte 3; save the file as UTF-8",
    ),
    "another script": (
        "Привет, как дела?\n".encode("cp1251"),
        "x:1: neither UTF-8 nor plain Latin at byte 0; save the file as UTF-8",
    ),
    "cut UTF-16": (
        "Ada: hi".encode("utf-16") + b"a",
        "x: not utf-16-le at byte 16; save the file as UTF-8",
    ),
    "wrong declaration": (
        b'<?xml encoding="shift_jis"?>\n<p>\xff\xff</p>',
        "x:2: not shift_jis at byte 32; save the file as UTF-8",
    ),
    "truncated JSON": (
        b'[{"speaker": "Ada",\n"text": "hi"}, {"spea',
        "x:2: the JSON breaks off at column 17 (Unterminated string starting at); was the file cut"
        " off?",
    ),
    "no JSON": (
        b'{"speaker": nobody}',
        "x:1: this is no JSON at column 13 (Expecting value); was the file cut off?",
    ),
    "a bad line of JSON Lines": (
        b'{"speaker": "Ada", "text": "hi"}\n{"speaker": "Ada"\n',
        "x:2: this line is no JSON (Expecting ',' delimiter: line 1 column 18 (char 17)); each line"
        " must be one object",
    ),
    "nested JSON": (b"[" * 100_000, "x:1: the JSON is nested too deep to be a transcript"),
    "nested and closed JSON": (
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        "x:1: the JSON is nested too deep to be a transcript",
    ),
    "endless number": (
        b'[{"text": "hi", "start": ' + b"9" * 5000 + b"}]",
        "x: the JSON holds a number of too many digits",
    ),
    "JSON without speech": (
        b'{"a": [{"b": 1}]}',
        'x: no list of objects with "text" and "speaker" in it; was the file cut off?',
    ),
    "billion laughs": (
        BILLION_LAUGHS.encode(),
        "x:3: entities are declared here; they are never expanded, remove them",
    ),
    "captions without cues": (
        b"WEBVTT\n\nNOTE hi\n",
        "x: no words with a time such as 00:00:01.000 --> 00:00:02.500; was the file cut off?",
    ),
    "cues without words": (
        f"{CUE}\n\n".encode(),
        "x: no words with a time such as 00:00:01.000 --> 00:00:02.500; was the file cut off?",
    ),
    "headings alone": (
        b"# One\n\n## Two\n",
        "x: no turns found; speakers are written as `Name: words`, each on a line of its own",
    ),
    "a table of nothing": (
        b"Speaker,Text\n,\n",
        "x:1: the table has no row with words; was the file cut off?",
    ),
    "speakers without end": (
        "".join(f"Name{number}: hi\n" for number in range(50_000)).encode(),
        "x: 50,000 different speakers; this is no conversation",
    ),
    "voices without end": (
        (CUE + "".join(f"<v N{number}>hi\n" for number in range(20_000))).encode(),
        "x: 20,000 different speakers; this is no conversation",
    ),
    "one endless line": (
        b"Ada: hi\n" + b"word " * 2_000_000,
        "x:2: the line has 10,000,000 characters; give each turn a line of its own",
    ),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_with_one_clear_line(data: bytes, message: str) -> None:
    with pytest.raises(BadTranscriptError) as refused:
        read(data, "x")

    assert str(refused.value) == message


DOUBTFUL: dict[str, tuple[str, str]] = {
    "times run backwards": (
        f"{CUE}hi\n\n00:09.000 --> 00:10.000\nyo\n\n00:05.000 --> 00:06.000\nno\n",
        "x:9: a cue begins before the one above it; the order of the file is kept",
    ),
    "times overlap": (
        f"{CUE}hi\n\n00:00.500 --> 00:10.000\nyo\n",
        "x:6: a cue begins before the one above it ends",
    ),
    "a cue ends before it begins": (
        "1\n00:00:09,000 --> 00:00:01,000\nhi\n",
        "x:2: a cue ends before it begins",
    ),
    "a time that is none": (
        f"{CUE}hi\n\n00:xx --> 00:yy\nyo\n",
        "x: a time that cannot be read is left out; its words go with the cue above",
    ),
    "pieces run backwards": (
        '[{"text": "a b", "start": 5, "speaker": "A"}, {"text": "c", "start": 1, "speaker": "B"}]',
        "x: a piece begins before the one above it; the order of the file is kept",
    ),
    "colours of a chat": (
        "[04:46] <ada> \x0304hello\x03 there, this is a long message without other codes in it\n"
        + "[04:47] <alan> and so is this one, which has no colours at all in it, nor any codes\n"
        * 9,
        "x:1: control characters are left out (2 times, here first)",
    ),
    "nobody is named": (
        "Words.\n",
        'x: no speaker is named; everyone is called "Speaker 1" until you name them',
    ),
}


@pytest.mark.parametrize(("text", "doubt"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_is_odd_is_read_and_told(text: str, doubt: str) -> None:
    found = read(text.encode(), "x")

    assert doubt in map(str, found.doubts)


def test_numbers_that_are_none_are_no_times() -> None:
    found = read(b'[{"text": "a", "start": NaN}, {"text": "b", "start": 1e999, "speaker": 1}]', "x")

    assert [(turn.text, turn.start) for turn in found.turns] == [("a", None), ("b", None)]


def test_half_a_surrogate_pair_is_left_out_of_the_words() -> None:
    found = read(rb'[{"text": "a \ud800 b", "speaker": "Ada\udc00"}]', "x")

    assert [(turn.speaker, turn.text) for turn in found.turns] == [("Ada", "a b")]


def test_names_lose_their_markup() -> None:
    found = read(b"**<i>Ada</i>:** hi\n\n**Alan:** yo\n\n**<i>Ada</i>:** ho\n", "x")

    assert [turn.speaker for turn in found.turns] == ["Ada", "Alan", "Ada"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'\xef\xbb\xbf{"doc": "a", "title": "A", "turn": 0, "text": "hi"}\n', True),
        (b'{"speaker": "Ada", "text": "hi"}\n{"doc": "a", "turn": 0}\n', False),
        (b'"doc" and "turn" are said here', False),
        (b"", False),
    ],
    ids=["an export", "other JSON Lines", "words", "nothing"],
)
def test_the_export_of_a_library_is_told_from_what_others_write(data: bytes, told: bool) -> None:
    assert is_export(data) is told


SIGNS = (
    '< <a <!-- <cite> </ & &# [ ]( [a]( * ** _ __ ` ~~ >> # | \\ ( (( <v <c> {\\a { " , : 0: '
    "[0:0 --> - *a*a _a_a **A** _A:_ Ada: Q: [00:00] <n> 12:30 <p> <script> ``` http:// &lt; 1 a"
).split()


@pytest.mark.parametrize("frame", ["{}", f"{CUE}{{}}", "**Ada:** hi\n\n**Al:** {}", "<p>{}"])
@pytest.mark.parametrize("sign", SIGNS)
def test_no_sign_repeated_without_end_is_slow_to_read(sign: str, frame: str) -> None:
    data = frame.format(sign * (200_000 // len(sign))).encode()

    with suppress(BadTranscriptError):  # a pattern of quadratic time would hang here
        assert read(data, "x").turns
