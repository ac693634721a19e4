"""Read JSON transcripts: of speech-to-text services, captioners, archives and podcasts."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from bot.transcripts.readers import cues, json_lists, prose, stating
from bot.transcripts.readers.cues import Cue
from bot.transcripts.readers.json_lists import Item, Path, Speech
from bot.transcripts.readers.markup import tidy
from bot.transcripts.readers.reading import Doubts, Reading, Spoken, Stated, refusal, told_apart

_ENOUGH = 0.7  # of the words of the fullest list
_TURNS = ("turns", "meeting_transcripts", "monologues")
_WHOLE = ("text", "transcript", "transcription", "content", "lines")
_SLACK_S = 0.02


def read(text: str, name: str, doubts: Doubts) -> Reading:
    """Return the turns of the JSON document *text*, or of one with an object on each line.

    Of several lists with the same words, the one that names speakers and has the longest pieces is
    read. Pieces are joined while one person speaks; what a file itself calls turns stays as it is.

    Raises:
        BadTranscriptError: It is no JSON, or holds no list of objects with words.
    """
    document = _parsed(text, name)
    found = json_lists.lists(document)
    said = [heard for path, groups in found.items() if (heard := json_lists.speech(path, groups))]
    chosen = _chosen(said)
    if chosen is None and (lines := _lines(document)):
        return prose.read(lines, name, doubts)
    if chosen is None:
        why = 'no list of objects with "text" and "speaker" in it; was the file cut off?'
        raise refusal(name, None, why)
    pieces = chosen.pieces
    if not chosen.names_speakers:
        pieces = _told(pieces, chosen.path, found)
    _doubt_order(pieces, doubts)
    if _are_turns(chosen):
        spoken: Iterator[Spoken] = (
            Spoken(speaker, words, None if start is None else round(start, 3))
            for start, _, speaker, raw in pieces
            if (words := tidy(raw))
        )
    else:
        spoken = cues.turns(_cues(pieces))
    turns = told_apart(spoken, doubts)
    if not turns:
        raise refusal(name, None, "the pieces of speech in it hold no words")
    return Reading("json", turns, _stated(document), doubts=doubts.problems(name))


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise refusal(name, 1, "the JSON is nested too deep to be a transcript") from None
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            return _parsed_lines(text, name)
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        what = "the JSON breaks off" if cut else "this is no JSON"
        why = f"{what} at column {error.colno} ({error.msg}); was the file cut off?"
        raise refusal(name, error.lineno, why) from error
    except ValueError as error:
        raise refusal(name, None, "the JSON holds a number of too many digits") from error


def _parsed_lines(text: str, name: str) -> list[Any]:
    """Return the values of JSON Lines."""
    values = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                values.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                why = f"this line is no JSON ({error}); each line must be one object"
                raise refusal(name, number, why) from None
    return values


def _lines(document: Any) -> list[str]:
    """Return the lines of a *document* that is no more than a text, or strings."""
    if isinstance(document, dict):
        document = next((document[key] for key in _WHOLE if key in document), None)
    if isinstance(document, str):
        return document.split("\n")
    if isinstance(document, list) and all(isinstance(line, str) for line in document):
        return [line.replace("\n", " ") for line in document]
    return []


def _chosen(said: Sequence[Speech]) -> Speech | None:
    """Return the list to read of those that hold words."""
    sizes = {id(heard): sum(len(words.split()) for *_, words in heard.pieces) for heard in said}
    fullest = max(sizes.values(), default=0)
    full = [heard for heard in said if sizes[id(heard)] >= _ENOUGH * fullest]
    return max(
        full,
        key=lambda heard: (
            heard.names_speakers,
            any(start is not None for start, *_ in heard.pieces),
            -len(heard.pieces),
        ),
        default=None,
    )


def _are_turns(speech: Speech) -> bool:
    """Return whether the pieces are turns as they are: called so, or without times to join by."""
    if not speech.names_speakers:
        return False
    untimed = all(start is None for start, *_ in speech.pieces)
    return untimed or any(key in _TURNS for key in speech.path[-1:])


def _told(
    pieces: Sequence[json_lists.Piece], path: Path, found: dict[Path, list[list[Item]]]
) -> list[json_lists.Piece]:
    """Return *pieces* with the speakers that another list gives for their times, if one does."""
    timelines = [
        json_lists.spans([item for group in groups for item in group])
        for other, groups in found.items()
        if other != path
    ]
    timeline = max(timelines, key=len, default=[])
    if not timeline or all(start is None for start, *_ in pieces):
        return list(pieces)
    starts = [at for at, _ in timeline]
    told: list[json_lists.Piece] = []
    speaker: str | None = None
    for start, end, _, words in pieces:
        if start is not None:
            at = bisect_right(starts, start + _SLACK_S) - 1
            speaker = timeline[max(at, 0)][1]
        told.append((start, end, speaker, words))
    return told


def _cues(pieces: Sequence[json_lists.Piece]) -> Iterator[Cue]:
    """Yield *pieces* as cues; one without a speaker after one with a speaker is somebody else's."""
    before: str | None = None
    for start, end, speaker, words in pieces:
        yield start, end, speaker, words.strip(), speaker is None and before is not None
        before = speaker


def _doubt_order(pieces: Sequence[json_lists.Piece], doubts: Doubts) -> None:
    last = float("-inf")
    for start, *_ in pieces:
        if start is not None:
            if start < last:
                doubts.add("a piece begins before the one above it; the order of the file is kept")
            last = start


def _stated(document: Any) -> Stated:
    """Return what the outermost keys of *document*, and its metadata, say."""
    entries: dict[str, stating.Value] = {}
    if isinstance(document, dict):
        inner = [document.get(key) for key in ("metadata", "meta", "info", "job", "result")]
        for source in (document, *inner):
            if isinstance(source, dict):
                for key, value in source.items():
                    if isinstance(value, str | int) and not isinstance(value, bool):
                        entries.setdefault(key.casefold(), tidy(str(value))[:300])
    return stating.stated(entries)
