"""Read captions: WebVTT, SubRip (SRT), SubViewer (SBV) and what Teams and YouTube make of them.

webvtt-py 0.5 and pysubs2 1.8 read 0.8 and 0.9 to 1.7 MB a second, less than a fifth of what is
asked for, and neither keeps a voice that stands in the middle of a cue; hence a parser of our own.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from bot.transcripts.readers import cues, names, stating
from bot.transcripts.readers.reading import Doubts, Reading, refusal, told_apart
from bot.transcripts.readers.times import seconds

_TIME = r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,6})?"
_TIMING = re.compile(
    rf"^[ \t]*(?:({_TIME})[ \t]*--?>[ \t]*({_TIME})(?:[ \t][^\n]*)?"
    r"|(\d+:\d\d:\d\d\.\d{1,3}),(\d+:\d\d:\d\d\.\d{1,3})[ \t]*)$",
    re.MULTILINE,
)
_ARROW = re.compile(r"^[^\n]*-->[^\n]*$", re.MULTILINE)
_ZOOM_ID = re.compile(
    r"^\d{1,9} \"([^\"\n<>]{1,100})\" \(\d{1,20}\)\n([^\n]*-->[^\n]*)\n", re.MULTILINE
)
_BLOCKS = ("NOTE\n", "NOTE ", "STYLE\n", "REGION\n")
_BACKWARDS = "a cue begins before the one above it; the order of the file is kept"
_OVERLAP = "a cue begins before the one above it ends"
_NEGATIVE = "a cue ends before it begins"
_VOICE = re.compile(r"<v(?:\.[^\s<>]{1,100})?[ \t]+([^<>\n]{1,200})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|<[\d:.]{5,13}>|\{\\[a-zA-Z][^{}\n]{0,100}\}")
_CHANGE = re.compile(r"(?:[-–—]|>>>?|&gt;&gt;(?:&gt;)?)(?:[ \t]+|(?=[^\s\d>–—-]))")
_SETTING = re.compile(r"^(Language|Title)[ \t]*:[ \t]*([^\n]+)$", re.IGNORECASE | re.MULTILINE)
_SIGNS = tuple("-–—>&")  # that may begin a _CHANGE
_FIRST_CUE_LINES = 60
_SAMPLE = 200

_Piece = tuple[str | None, str, bool]  # the last fields of a Cue: speaker, words, changed


def is_captions(text: str) -> bool:
    """Return whether *text*, or its beginning, is captions."""
    if text.startswith("WEBVTT"):
        return True
    first = _TIMING.search(text, 0, 20_000)
    return first is not None and text.count("\n", 0, first.start()) <= _FIRST_CUE_LINES


def read(text: str, name: str, doubts: Doubts) -> Reading:
    """Return the turns of the captions *text*.

    A name comes from a voice tag or, where names recur at the heads of cues, from `Name:`; it
    holds until another comes. A dash or >> at the head of a line is a change to somebody unknown.

    Raises:
        BadTranscriptError: There are no cues, or no words in them.
    """
    form = "webvtt" if text.startswith("WEBVTT") else "srt" if "->" in text else "sbv"
    if '" (' in text:
        text = _ZOOM_ID.sub(r"\2\n<v \1>", text)
    starts, ends, bodies = _parts(text, doubts)
    names_above = _have_names_above(bodies)
    if names_above:
        bodies = [f"<v {body.strip()}".replace("\n", ">", 1) for body in bodies]
    if "<v" in text or names_above:
        pieces: Iterable[list[_Piece]] = map(_voices, bodies)
    else:
        if "<" in text or "{" in text:
            bodies = [_TAG.sub("", body) for body in bodies]
        if cues.roll(starts, ends, bodies):
            bodies = list(cues.unrolled(bodies))
        speakers = _speakers(bodies) if ": " in text or ":\n" in text else set()
        pieces = (_lines(body, speakers) for body in bodies)
    found = (
        (start, end, *piece)
        for start, end, said in zip(starts, ends, pieces, strict=True)
        for piece in said
    )
    turns = told_apart(cues.turns(found), doubts)
    if not turns:
        why = "no words with a time such as 00:00:01.000 --> 00:00:02.500; was the file cut off?"
        raise refusal(name, None, why)
    header = text[: text.find("\n\n")]
    said = {key.casefold(): value.strip() for key, value in _SETTING.findall(header)}
    return Reading(form, turns, stating.stated(said), doubts=doubts.problems(name))


def _parts(text: str, doubts: Doubts) -> tuple[list[float], list[float], list[str]]:
    """Return the start, the end and the body of each cue, and note what is odd about its times."""
    starts: list[float] = []
    ends: list[float] = []
    bodies: list[str] = []
    past = 0  # where the timing above ends
    odd: dict[str, list[int]] = {}
    until = ""
    for timing in _TIMING.finditer(text):
        since = timing[1] or timing[3]
        start = ends[-1] if since == until else seconds(since)
        until = timing[2] or timing[4]
        end = seconds(until)
        if past:
            bodies.append(_without_id(text[past : timing.start()]))
            if start < ends[-1]:
                what = _BACKWARDS if start < starts[-1] else _OVERLAP
                odd.setdefault(what, []).append(timing.start())
        if end < start:
            odd.setdefault(_NEGATIVE, []).append(timing.start())
        starts.append(start)
        ends.append(end)
        past = timing.end()
    if past:
        bodies.append(text[past:])
    for what, places in odd.items():
        doubts.add(what, text.count("\n", 0, places[0]) + 1, len(places))
    if text.count("-->") > len(starts):
        bodies = [_without_arrows(body, doubts) for body in bodies]
    if any(f"\n{word}" in text for word in _BLOCKS):
        bodies = [_without_blocks(body) for body in bodies]
    return starts, ends, bodies


def _without_id(between: str) -> str:
    """Return what stands between two timings without the number or name of the second cue."""
    if between.endswith("\n\n"):
        return between
    above, _, last = between.removesuffix("\n").rpartition("\n")
    if above.rstrip(" \t").endswith("\n") and last.strip():
        return above
    return above if above.strip() and last.strip().isdigit() else between


def _without_arrows(body: str, doubts: Doubts) -> str:
    if "-->" in body:
        doubts.add("a time that cannot be read is left out; its words go with the cue above")
        body = _ARROW.sub("", body)
    return body


def _without_blocks(body: str) -> str:
    paragraphs = body.split("\n\n")
    return "\n\n".join(part for part in paragraphs if not part.lstrip().startswith(_BLOCKS))


def _have_names_above(bodies: Sequence[str]) -> bool:
    """Return whether the first line of each cue is a name, as Teams has it."""
    firsts = [body.strip().partition("\n") for body in bodies[:_SAMPLE]]
    said = Counter(first for first, _, _ in firsts)
    return (
        len(firsts) > 1
        and all(rest for _, _, rest in firsts)
        and len(said) < len(firsts)
        and all(names.shape(first) is not None for first in said)
    )


def _voices(body: str) -> list[_Piece]:
    """Return the words of each voice in *body*, and those before them."""
    found: list[_Piece] = []
    pieces = _VOICE.split(body)
    for speaker, words in zip((None, *pieces[1::2]), pieces[::2], strict=True):
        words = _TAG.sub("", words).strip()
        if words or len(pieces) == 1:
            found.append((None if speaker is None else " ".join(speaker.split()), words, False))
    return found


def _label(line: str) -> tuple[str, str] | None:
    """Return the name that *line* may begin with, and its other words."""
    colon = line.find(":", 0, names.LONGEST_LABEL_CHARS)
    if colon < 1 or not (line[colon + 1 : colon + 2].isspace() or colon + 1 == len(line)):
        return None
    return line[:colon].strip(" \t*[]"), line[colon + 1 :].lstrip()


def _speakers(bodies: Sequence[str]) -> Collection[str]:
    """Return the labels at the heads of *bodies* that are speakers."""
    counts: Counter[str] = Counter()
    for body in bodies:
        if ":" in body:
            for line in body.split("\n"):
                change = _CHANGE.match(line := line.strip())
                found = _label(line[change.end() :] if change else line)
                if found:
                    counts[found[0]] += 1
    chosen = names.speakers_among(counts, (), sum(map(bool, map(str.strip, bodies))))
    if any(counts[label] > 1 for label in chosen):
        chosen |= names.speakers_among(counts, chosen, counts.total())
    return chosen


def _lines(body: str, speakers: Collection[str]) -> list[_Piece]:
    """Return the words of each run of lines of one person in *body*."""
    body = body.strip()
    if body[:1] not in _SIGNS and not speakers and "\n" not in body:
        return [(None, body, False)]
    found: list[_Piece] = []
    speaker: str | None = None
    changed = False
    words: list[str] = []
    for line in body.split("\n"):
        line = line.strip()
        change = _CHANGE.match(line) if line[:1] in _SIGNS else None
        if change:
            line = line[change.end() :]
        named = _label(line) if speakers and ":" in line else None
        if named and named[0] not in speakers:
            named = None
        if change or named:
            if words:
                found.append((speaker, " ".join(words), changed))
            words = []
            speaker, line = named or (None, line)
            changed = named is None
        if line:
            words.append(line)
    if words:
        found.append((speaker, " ".join(words), changed))
    return found
