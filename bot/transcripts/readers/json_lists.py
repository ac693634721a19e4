"""Find the lists in a JSON document that hold speech, whatever their keys are called.

Speech-to-text services, captioners and archives all write a list of objects with some words, often
a time and sometimes a speaker; they differ in names, units and depth. A list is known here by what
its objects hold. Lists at the same place in sibling objects are one.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.transcripts.readers.times import TIME, seconds, span_seconds

Item = dict[str, Any]
Path = tuple[str, ...]
Piece = tuple[float | None, float | None, str | None, str]

_DEEPEST = 12
_SAMPLE = 60
_FIRST_ONLY = ("alternatives", "nBest", "nbest", "NBest")  # of guesses, only the best
_TEXT = (
    "text body content transcript utterance sentence punctuated_word punct word display value "
    "caption line message utf8 words name"
).split()
_SPEAKER = (
    "speaker_name speakerName speaker_public speaker speaker_label speakerLabel speakerTag "
    "speaker_tag speaker_id speakerId participant participant_name author user username name who"
).split()
_START = "start startTime start_time offset ts time timestamp begin from start_ts startSec".split()
_START_MS = "tStartMs start_ms startMs startTimeMs offset_ms offsetMs".split()
_END = "end endTime end_time stop to end_ts endSec".split()
_END_MS = "end_ms endMs endTimeMs".split()
_SPAN = "duration dDurationMs duration_ms durationMs".split()
_INNER = ("words", "items", "elements", "text_blocks", "sentences")
_NAMES = ("name", "label", "@id", "id", "display_name")
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,12})?s?")
_TIME = re.compile(TIME)
_SLOWEST_WORD_S = 10.0


@dataclass(frozen=True, slots=True)
class Speech:
    """A list of objects that hold words.

    Attributes:
        path: The keys that lead to it, "*" for each list passed.
        pieces: Its (start, end, speaker, words), in order; times in seconds, None if unknown.
    """

    path: Path
    pieces: list[Piece]

    @property
    def names_speakers(self) -> bool:
        """Whether any piece says who speaks."""
        return any(speaker is not None for _, _, speaker, _ in self.pieces)


def lists(document: Any) -> dict[Path, list[list[Item]]]:
    """Return the lists of objects in *document* by path, those of siblings side by side."""
    found: dict[Path, list[list[Item]]] = {}
    _gather(document, (), found)
    return found


def _gather(node: Any, path: Path, found: dict[Path, list[list[Item]]]) -> None:
    if len(path) > _DEEPEST:
        return
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, dict | list):
                _gather(value, (*path, key), found)
        if len(node) > 1 and all(key.isdigit() for key in node):
            node = list(node.values())  # a list in all but name
        else:
            return
    items = [item for item in node if isinstance(item, dict)]
    if not items:
        return
    found.setdefault(path, []).append(items)
    below = {
        key: None
        for item in _spread(items)
        for key, value in item.items()
        if isinstance(value, dict | list) and value
    }
    for key in below:
        for item in items:
            value = item.get(key)
            if key in _FIRST_ONLY and isinstance(value, list):
                value = value[0] if value else None
            if isinstance(value, dict | list):
                _gather(value, (*path, "*", key), found)


def _spread(items: Sequence[Item]) -> Sequence[Item]:
    """Return some of *items*, from its whole length."""
    return items[:: max(1, len(items) // _SAMPLE)][: _SAMPLE + 1]


def speech(path: Path, groups: Sequence[Sequence[Item]]) -> Speech | None:
    """Return what is said in the lists *groups*, all at *path*, or None when they hold no words."""
    if len(groups) > 1 and _only_last_speaks(groups):
        groups = groups[-1:]
    items = [item for group in groups for item in group]
    if any(key in item for item in _spread(items) for key in _FIRST_ONLY):
        items = [_best(item) for item in items]
    words = _words_of(items, path)
    if words is None:
        return None
    sample = _spread(items)
    speaker = _key(sample, _SPEAKER, _label)
    if speaker == "name" and path[-1:] == ("words",):
        speaker = None  # Speechmatics calls the words themselves names
    start, end = times(items, words)
    pieces = []
    for item in items:
        text = words(item)
        if text:
            label = _label(item.get(speaker)) if speaker is not None else None
            pieces.append((start(item), end(item), label, text))
    return Speech(path, pieces) if pieces else None


def _only_last_speaks(groups: Sequence[Sequence[Item]]) -> bool:
    """Return whether only the last of *groups* has speakers: Google says all again with them."""
    *others, last = (_key(_spread(group), _SPEAKER, _label) is not None for group in groups)
    return last and not any(others)


def spans(items: Sequence[Item]) -> list[tuple[float, str | None]]:
    """Return when who begins to speak in *items*, objects with a time and a speaker, by time."""
    speaker = _key(_spread(items), _SPEAKER, _label, least=0.1)
    if speaker is None:
        return []
    start, _ = times(items, None)
    found = [(start(item), _label(item.get(speaker))) for item in items]
    return sorted(((at, label) for at, label in found if at is not None), key=lambda span: span[0])


Clock = Callable[[Item], float | None]


def times(items: Sequence[Item], words: Callable[[Item], str] | None) -> tuple[Clock, Clock]:
    """Return what gives the start and the end of one of *items* in seconds, or None."""
    sample = _spread(items)
    start_key = _key(sample, (*_START, *_START_MS, "offsets"), _seconds)
    if start_key is None:
        inner = _key(sample, _INNER, _first_start)
        if inner is None:
            return (lambda item: None), (lambda item: None)
        return (lambda item: _first_start(item.get(inner))), (lambda item: None)
    end_key = _key(sample, (*_END, *_END_MS), _seconds)
    span_key = None if end_key else _key(sample, _SPAN, _seconds)
    unit = (
        0.001 if start_key in (*_START_MS, "offsets") else _unit(sample, start_key, end_key, words)
    )

    def start(item: Item) -> float | None:
        at = _seconds(item.get(start_key))
        return None if at is None else at * unit

    def end(item: Item) -> float | None:
        if end_key is not None:
            at = _seconds(item.get(end_key))
        elif span_key is not None:
            began, lasted = _seconds(item.get(start_key)), _seconds(item.get(span_key))
            at = None if began is None or lasted is None else began + lasted
        else:
            value = item.get(start_key)
            at = _seconds(value[1]) if isinstance(value, list) and len(value) > 1 else None
            if isinstance(value, dict):
                at = _seconds(value.get("to"))
        return None if at is None else at * unit

    return start, end


def _unit(
    sample: Sequence[Item], start: str, end: str | None, words: Callable[[Item], str] | None
) -> float:
    """Return 0.001 for milliseconds: whole numbers that would make words last too long."""
    if end is None or words is None:
        return 1.0
    lasted = spoken = 0.0
    for item in sample:
        began, ended = item.get(start), item.get(end)
        if not (isinstance(began, int) and isinstance(ended, int)):
            return 1.0
        lasted += ended - began
        spoken += len(words(item).split())
    return 0.001 if lasted > spoken * _SLOWEST_WORD_S else 1.0


def _words_of(items: Sequence[Item], path: Path) -> Callable[[Item], str] | None:
    """Return what gives the words of one of *items*, or None when most have none."""
    sample = _spread(items)
    keys = _TEXT if path[-1:] == ("words",) else [key for key in _TEXT if key != "name"]
    key = _key(sample, keys, _text)
    if key is not None:
        return lambda item: _text(item.get(key)) or ""
    for inner, value in {k: v for item in sample for k, v in item.items()}.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            below = _key([v for item in sample for v in item.get(inner) or ()], keys, _text)
            if below is not None:
                return partial(_inner_words, inner, below)
    return None


def _inner_words(inner: str, key: str, item: Item) -> str:
    items = item.get(inner)
    if not isinstance(items, list):
        return ""
    found = [
        item[key] for item in items if isinstance(item, dict) and isinstance(item.get(key), str)
    ]
    spaced = any(part[:1].isspace() for part in found[1:])
    return ("" if spaced else " ").join(found)


def _best(item: Item) -> Item:
    """Return *item* with what its first alternative says added."""
    for key in _FIRST_ONLY:
        guesses = item.get(key)
        if isinstance(guesses, list) and guesses and isinstance(guesses[0], dict):
            return {**guesses[0], **item}
    return item


def _key(
    sample: Sequence[Any], keys: Sequence[str], read: Callable[[Any], Any], least: float = 0.5
) -> str | None:
    """Return the first of *keys* under which at least that share of *sample* can be read."""
    objects = [item for item in sample if isinstance(item, dict)]
    for key in keys:
        found = sum(read(item[key]) is not None for item in objects if key in item)
        if objects and found >= max(1.0, least * len(objects)):
            return key
    return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _label(value: Any) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return f"Speaker {value}"
    if isinstance(value, str):
        label = " ".join(value.split())
        return f"Speaker {label}" if label.isdigit() else label or None
    if isinstance(value, dict):
        inner = (value.get(key) for key in _NAMES)
        return next((_label(name) for name in inner if isinstance(name, str) and name), None)
    return None


def _first_start(value: Any) -> float | None:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return next((at for key in _START if (at := _seconds(value[0].get(key))) is not None), None)
    return None


def _seconds(value: Any) -> float | None:
    """Return the number that *value* stands for, in whatever unit it is, or None."""
    kind = type(value)
    if kind is float:
        return value if math.isfinite(value) else None
    if kind is int:
        return float(value) if abs(value) < 1e12 else None
    if kind is str:
        if _NUMBER.fullmatch(value):
            return float(value.rstrip("s"))
        return seconds(value) if _TIME.fullmatch(value) else span_seconds(value)
    if kind is list and value:
        return _seconds(value[0])
    if kind is dict:
        if "from" in value:
            return _seconds(value["from"])
        whole, nanos = _seconds(value.get("seconds", 0)), _seconds(value.get("nanos", 0))
        return None if whole is None or nanos is None or not value else whole + nanos / 1e9
    return None
