"""Read chat logs: IRC in text or Markdown, Zoom's saved chat, WhatsApp's export."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.transcripts.readers import stating
from bot.transcripts.readers.markup import plain
from bot.transcripts.readers.outline import heading
from bot.transcripts.readers.reading import Doubts, Reading, Spoken, without_daytime
from bot.transcripts.readers.times import seconds

_DATE = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
_CLOCK = r"(\d{1,2}:\d{2}(?::\d{2})?)(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?"
_STAMP = rf"\[?(?:({_DATE}),?[ T]{{1,3}})?{_CLOCK}\]?"
_ANGLED = re.compile(
    rf"[ \t]*(?:{_STAMP}[ \t]{{1,8}})?(\*\*)?\\?<[ @+%&~]?([^<>\n]{{1,60}})>"
    r"(?:[ \t]\\?[<{]-?([^<>{}\s][^<>{}\n]{0,59})[>}](?=\*\*|[ \t]))?(?:\*\*)?[ \t]+(.*)"
)
_TABBED = re.compile(
    rf"{_STAMP}[ \t]*\t[ \t]*(?:From[ \t]+)?([^\t\n:][^\t\n]{{0,100}}?)"
    r"(?:[ \t]+[Tt]o[ \t]+[^\t\n:]{1,100}?)?[ \t]*:(?:[ \t]+(.*)|$)"
)
_SENT = re.compile(
    rf"{_STAMP}[ \t]+From[ \t]+([^\t\n:]{{1,100}}?)[ \t]+[Tt]o[ \t]+[^\t\n:]{{1,100}}?:[ \t]*(.*)"
)
_DATED = re.compile(
    rf"\u200e?\[?({_DATE}),?[ T]{{1,3}}{_CLOCK}\]?[ \t]*(?:-[ \t]+)?([^\n:]{{1,60}}):[ \t](.*)"
)
_ACTION = re.compile(rf"[ \t]*(?:{_STAMP}[ \t]{{1,8}})?\*[ \t]+(\S{{1,40}})[ \t]+(.+)")
_SYSTEM = re.compile(rf"[ \t]*(?:{_STAMP}[ \t]{{1,8}})?(?:===|\*\*\*|-!-|-->|<--|--)[ \t]")
_LEAST_SHARE = 0.5
_LEAST_MESSAGES = 2
_SAMPLE_LINES = 400
_RELAYED = 0.8
_INVISIBLE = dict.fromkeys((0x200B, 0x200E, 0xFEFF))


class _Message(NamedTuple):
    """A line that begins a message; `inner` is whom a relay passes on, or None."""

    name: str
    inner: str | None
    start: float | None
    text: str
    marked: bool


def is_chat(lines: Sequence[str]) -> bool:
    """Return whether most of the first of *lines* are messages of a chat."""
    _, first = stating.split_front_matter(lines)
    filled = [line for line in lines[first : first + _SAMPLE_LINES] if line.strip()]
    found = sum(_message(line) is not None for line in filled)
    other = sum(_SYSTEM.match(line) is not None for line in filled)
    return found >= _LEAST_MESSAGES and found >= _LEAST_SHARE * (len(filled) - other)


def read(lines: Sequence[str], name: str, doubts: Doubts) -> Reading:
    """Return each message of *lines* as a turn; joins, leaves and renames are no speech.

    A message goes on over the lines that are none themselves. Times of day are left out: they are
    no times of a recording.
    """
    entries, first = stating.split_front_matter(lines)
    asides: list[str] = []
    messages: list[_Message] = []
    more: dict[int, list[str]] = {}
    title: str | None = None
    for number in range(first, len(lines)):
        line = lines[number]
        message = _message(line)
        if message:
            messages.append(message)
        elif not line.strip():
            continue
        elif _SYSTEM.match(line) or not messages:
            title = title or heading(line)
            asides.append(plain(line))
        elif action := _ACTION.match(line):
            messages.append(
                _Message(action[3], None, _start(action[1], action[2]), action[4], False)
            )
        else:
            more.setdefault(len(messages) - 1, []).append(line)
    turns = tuple(without_daytime(list(_turns(messages, more)), doubts))
    details = stating.titled(stating.stated(entries), title)
    return Reading("chat log", turns, details, tuple(asides), doubts.problems(name))


def _message(line: str) -> _Message | None:
    head = line[:1]
    if found := _ANGLED.match(line) if "<" in line[:80] else None:
        date, clock, bold, name, inner, text = found.groups()
        return _Message(name, inner, _start(date, clock), text, bold is not None or "\\<" in line)
    if head.isdigit() or head in ("[", "\u200e"):
        for pattern in (_TABBED, _SENT, _DATED):
            if found := pattern.match(line):
                date, clock, name, text = found.groups()
                return _Message(name, None, _start(date, clock), text or "", False)
    return None


def _start(date: str | None, clock: str | None) -> float | None:
    return seconds(clock) if clock and not date and clock.count(":") > 1 else None


def _relays(messages: Sequence[_Message]) -> set[str]:
    """Return the names that mostly pass on what others say."""
    said = Counter(message.name for message in messages)
    passed = Counter(message.name for message in messages if message.inner is not None)
    return {name for name, count in passed.items() if count >= _RELAYED * said[name]}


def _turns(messages: Sequence[_Message], more: dict[int, list[str]]) -> Iterator[Spoken]:
    relays = _relays(messages)
    for number, (name, inner, start, text, marked) in enumerate(messages):
        speaker = name
        if inner is not None and name in relays:
            speaker = inner
        elif inner is not None:
            text = f"<{inner}> {text}"
        if number in more:
            text = " ".join([text, *more[number]])
        if marked:
            speaker, text = plain(speaker), plain(text)
        else:
            text = " ".join(text.translate(_INVISIBLE).split())
        if text:
            yield Spoken(" ".join(speaker.split()), text, start)
