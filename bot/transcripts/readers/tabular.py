"""Read tables: CSV, TSV and their kin with a column of words, with or without a head line."""

import csv
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from statistics import mean
from typing import NamedTuple

from bot.transcripts.readers import cues, names
from bot.transcripts.readers.markup import tidy
from bot.transcripts.readers.reading import Doubts, Reading, Spoken, refusal, told_apart
from bot.transcripts.readers.times import TIME, seconds

_DELIMITERS = ",\t;|"
_SAMPLE_LINES = 60
_LONGEST_FIELD_CHARS = 1 << 24
_WORDS = (
    "words|text|transcript|content|utterance|transcription|dialogue|dialog|line|sentence|message"
    "|body|quote|caption|speech|said"
).split("|")
_SPEAKERS = (
    "speaker|name|who|person|character|participant|user|author|speaker name|speaker_name"
    "|speaker_id|speaker label|role"
).split("|")
_STARTS = (
    "start|timestamp|time|start time|start_time|starttime|begin|in|start (s)|start_s|timecode"
    "|tc in|offset|from|seconds|start_seconds"
).split("|")
_ENDS = "end|end time|end_time|endtime|stop|out|end (s)|end_s|tc out|to|end_ms|end (ms)".split("|")
_MILLISECONDS = ("start_ms", "startms", "start (ms)", "offset_ms")
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?s?")
_TIME = re.compile(rf"\[?({TIME})\]?")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>")
_FEW = 3
_MOST_COLUMNS = 12
_LONGEST_ROW_S = 120.0
_MOST_VOICES = 0.5  # of the rows; a column of labels repeats them


class _Columns(NamedTuple):
    """Where what stands; `unit` turns a number in the columns of times into seconds."""

    words: int
    speaker: int | None
    start: int | None
    end: int | None
    unit: float
    headed: bool


def delimiter(lines: Sequence[str]) -> str | None:
    """Return what parts the fields of *lines*, when they are a table of speech, or None."""
    sample = [line for line in lines[:_SAMPLE_LINES] if line.strip()]
    if not sample:
        return None
    for sign in _DELIMITERS:
        head = [_key(field) for field in sample[0].split(sign)]
        if len(head) > 1 and _headed(head, ()) is not None:
            return sign
    for sign in "\t|":
        counts = {line.count(sign) for line in sample}
        if len(sample) > _FEW and len(counts) == 1 and 0 < counts.pop() < _MOST_COLUMNS:
            return sign if _guessed([line.split(sign) for line in sample]) is not None else None
    return None


def read(lines: Sequence[str], name: str, doubts: Doubts) -> Reading:
    """Return the rows of *lines* as turns; a row that names nobody is nobody's.

    Rows are joined like captions where the table has no head line, as transcribers part speech
    finely there, or where it says when each row ends.

    Raises:
        BadTranscriptError: No column holds words, or a row cannot be parted into fields.
    """
    sign = delimiter(lines) or ","
    rows = _rows(lines, sign, name)
    sample = list(islice(rows, _SAMPLE_LINES))
    columns = _headed([_key(field) for field in sample[0]], sample[1:]) or _guessed(sample)
    if columns is None:
        why = 'no column holds words; call the columns "speaker", "text" and "start"'
        raise refusal(name, 1, why)
    pieces = _pieces(chain(sample[1:] if columns.headed else sample, rows), columns)
    asides: list[str] = []
    if columns.headed and columns.end is None and columns.speaker is not None:
        spoken = _turns(pieces, asides)
    else:
        spoken = cues.turns(pieces)
    turns = told_apart(spoken, doubts)
    if not turns:
        raise refusal(name, 1, "the table has no row with words; was the file cut off?")
    return Reading("table", turns, asides=tuple(asides), doubts=doubts.problems(name))


def _rows(lines: Sequence[str], sign: str, name: str) -> Iterator[list[str]]:
    quoted = sign != "|" and any('"' in line for line in lines[:_SAMPLE_LINES])
    csv.field_size_limit(_LONGEST_FIELD_CHARS)
    numbered = (f"{line}\n" for line in lines)
    reader = csv.reader(
        numbered, delimiter=sign, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    )
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            why = f"the row cannot be parted into fields ({error}); is a quotation mark left open?"
            raise refusal(name, reader.line_num, why) from error
        if any(row):
            yield row


def _key(field: str) -> str:
    return field.strip().strip('"').strip().casefold()


def _headed(head: Sequence[str], rows: Sequence[Sequence[str]]) -> _Columns | None:
    """Return the columns that the line *head* above *rows* names, if one of them holds words."""

    def find(keys: Sequence[str]) -> int | None:
        return next((head.index(key) for key in keys if key in head), None)

    words, speaker, start, end = map(find, (_WORDS, _SPEAKERS, _STARTS, _ENDS))
    unit = 1.0
    if start is None and (start := find(_MILLISECONDS)) is not None:
        unit = 0.001
    elif start is not None and end is not None and _lasts(rows, start, end) > _LONGEST_ROW_S:
        unit = 0.001  # as Whisper's tables have them
    if words is None or (speaker is None and start is None and len(head) > _FEW):
        return None
    return _Columns(words, speaker, start, end, unit, True)


def _lasts(rows: Sequence[Sequence[str]], start: int, end: int) -> float:
    """Return how many units of time one of *rows* lasts, on average."""
    spans = [
        ended - began
        for row in rows
        if (began := _seconds(_field(row, start), 1.0)) is not None
        and (ended := _seconds(_field(row, end), 1.0)) is not None
    ]
    return mean(spans) if spans else 0.0


def _guessed(sample: Sequence[Sequence[str]]) -> _Columns | None:
    """Return the columns of rows without a head: the longest is words, few values are speakers."""
    width = min(map(len, sample))
    if width < 2:
        return None
    columns = [[row[at].strip() for row in sample] for at in range(width)]
    lengths = [mean(len(field.split()) for field in column) for column in columns]
    words = max(range(width), key=lengths.__getitem__)
    if lengths[words] < 2:
        return None
    others = [at for at in range(width) if at != words]
    start = next((at for at in others if all(map(_is_time, columns[at]))), None)
    voices = (at for at in others if at != start and _may_name(columns[at], lengths[at]))
    return _Columns(words, next(voices, None), start, None, 1.0, False)


def _may_name(column: Sequence[str], length: float) -> bool:
    return length <= _FEW and len(set(column)) <= max(2, _MOST_VOICES * len(column))


def _is_time(field: str) -> bool:
    return _NUMBER.fullmatch(field) is not None or _TIME.fullmatch(field) is not None


def _pieces(rows: Iterable[Sequence[str]], columns: _Columns) -> Iterator[cues.Cue]:
    before: str | None = None
    for row in rows:
        words = _field(row, columns.words)
        if "<" in words:
            words = _TAG.sub("", words)
        if words.strip("-: "):
            speaker = _field(row, columns.speaker).removesuffix(":").strip() or None
            start = _seconds(_field(row, columns.start), columns.unit)
            end = _seconds(_field(row, columns.end), columns.unit)
            yield start, end, speaker, words, speaker is None and before is not None
            before = speaker


def _turns(pieces: Iterable[cues.Cue], asides: list[str]) -> Iterator[Spoken]:
    """Yield each of *pieces* as a turn; what has a key for a speaker goes to *asides*."""
    for start, _, speaker, words, _ in pieces:
        text = tidy(words)
        if text and speaker is not None and names.is_key(speaker):
            asides.append(text)
        elif text:
            yield Spoken(speaker, text, start)


def _field(row: Sequence[str], at: int | None) -> str:
    return html.unescape(row[at]).strip() if at is not None and at < len(row) else ""


def _seconds(field: str, unit: float) -> float | None:
    if _NUMBER.fullmatch(field):
        return round(float(field.rstrip("s")) * unit, 3)
    found = _TIME.fullmatch(field)
    return seconds(found[1]) if found else None
