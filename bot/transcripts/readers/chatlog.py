"""Read chat logs: IRC in text or Markdown, Zoom's saved chat, WhatsApp's export."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.transcripts.readers import stating
from bot.transcripts.readers.markup import plain
from bot.transcripts.readers.outline import heading
from bot.transcripts.readers.reading import Doubts, Reading, Spoken, refusal, without_daytime
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
_NESTED = re.compile(r">[ \t]\\?[<{]")
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


def read(lines: list[str], name: str, doubts: Doubts) -> Reading:
    """Return each message of *lines* as a turn; joins, leaves and renames are no speech.

    A message goes on over the lines that are none themselves. Times of day are left out: they are
    no times of a recording. The *lines* are given up on the way.

    Raises:
        BadTranscriptError: No message holds any words.
    """
    entries, first = stating.split_front_matter(lines)
    asides: list[str] = []
    turns: list[Spoken] = []
    title: str | None = None
    relays = _relays(lines)
    known: dict[str, str] = {}
    current: _Message | None = None
    more: list[str] = []
    for number in range(first, len(lines)):
        line, lines[number] = lines[number], ""  # given up, so that memory stays small
        message = _message(line)
        if message is None:
            if not line.strip():
                continue
            if current is None or _SYSTEM.match(line):
                title = title or heading(line)
                asides.append(plain(line))
                continue
            action = _ACTION.match(line)
            if action is None:
                more.append(line)
                continue
            message = _Message(action[3], None, _start(action[1], action[2]), action[4], False)
        if current is not None:
            turns.extend(_turn(current, more, relays, known))
        current, more = message, []
    if current is not None:
        turns.extend(_turn(current, more, relays, known))
    details = stating.titled(stating.stated(entries), title)
    spoken = tuple(without_daytime(turns, doubts))
    if not spoken:
        raise refusal(name, None, "no message of this chat holds any words")
    return Reading("chat log", spoken, details, tuple(asides), doubts.problems(name))


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


def _relays(lines: Sequence[str]) -> set[str]:
    """Return the names that mostly pass on what others say."""
    nested = [message for line in lines if _NESTED.search(line) and (message := _message(line))]
    if not nested:
        return set()
    passed = Counter(message.name for message in nested if message.inner is not None)
    said = Counter(message.name for message in map(_message, lines) if message is not None)
    return {name for name, count in passed.items() if count >= _RELAYED * said[name]}


def _turn(
    message: _Message, more: Sequence[str], relays: set[str], known: dict[str, str]
) -> Iterator[Spoken]:
    """Yield *message*, going on with the lines *more*, as a turn, if it holds any words."""
    speaker, inner, start, text, marked = message
    if inner is not None and speaker in relays:
        speaker = inner
    elif inner is not None:
        text = f"<{inner}> {text}"
    if more:
        text = " ".join([text, *more])
    if marked:
        speaker, text = plain(speaker), plain(text)
    else:
        text = " ".join((text if text.isascii() else text.translate(_INVISIBLE)).split())
    if text:
        speaker = " ".join(speaker.split())
        yield Spoken(known.setdefault(speaker, speaker), text, start)
