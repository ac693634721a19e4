"""The `.toml` beside a transcript: what its file does not say of itself.

id, title, show, date, episode, url, language, licence, embargo, expires   as in `Details`
format      name of the reader; found from the content when it is not given
mentions    condensed text only: phrases in which a speaker's label is a word like any other
[[speakers]]   label, name, aliases, role ("host" or "guest"), quotable
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.errors import BadTranscriptError, Problem
from bot.transcripts.model import ID_PATTERN, Details, Speaker

CONDENSED = "condensed"

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_URL = re.compile(r"https?://[^\s/]+\S*")
_TABLE = re.compile(r"\s*\[\s*([\w-]+)")
_TABLE_ROW = re.compile(r"\s*\[\[\s*([\w-]+)")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a `.toml` says.

    Attributes:
        file: Its name, for reports.
        given: The fields of `Details` it sets, and only those.
        mentions: Phrases of one or more words, each separated by single spaces.
        lines: Where a key stands, from 1: `title`, `speakers[0]`, `mentions[2]`.
    """

    file: str
    given: Mapping[str, Any]
    mentions: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, repr=False)

    def amended(self, details: Details) -> Details:
        """Return *details*, as a reader found them, with everything that is given here."""
        return replace(details, **self.given)

    def problem(self, key: str, text: str) -> Problem:
        """Return a problem at the line of *key*."""
        return Problem(self.file, self.lines.get(key), text)


def parse(text: str, *, file: str) -> Manifest:
    """Return what *text*, the content of *file*, says.

    Raises:
        BadTranscriptError: Something in it is wrong; the error lists all of it.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadTranscriptError([_syntax_problem(str(error), text, file)]) from error
    except RecursionError as error:
        raise BadTranscriptError([Problem(file, None, "nested too deep")]) from error
    reading = _Reading(document)
    given = reading.details()
    lines = _lines(text, reading.mentions)
    if reading.problems:
        raise BadTranscriptError(
            sorted(
                (Problem(file, lines.get(key), why) for key, why in reading.problems),
                key=lambda problem: problem.line or 0,
            )
        )
    return Manifest(file, given, reading.mentions, lines)


class _WrongError(ValueError):
    """A value that is not what its key wants; the message completes "KEY ..."."""


class _Reading:
    """One pass over a parsed document that gathers values and problems."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.problems: list[tuple[str, str]] = []
        self.mentions: tuple[str, ...] = ()
        self._document = document

    def details(self) -> dict[str, Any]:
        given = self._values("", self._document, _KEYS)
        self.mentions = given.pop("mentions", ())
        condensed = given.get("format") == CONDENSED
        if condensed:
            given["condensed"] = True
            for key in ("id", "title", "speakers"):
                if not self._document.get(key):
                    self._wrong("format", f'{key} is missing; "{CONDENSED}" text cannot tell it')
        elif "mentions" in self._document:
            self._wrong("mentions", f'mentions only serve format = "{CONDENSED}"')
        return given

    def speakers(self, value: object) -> tuple[Speaker, ...]:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise _WrongError("must be tables, each under a line [[speakers]]")
        speakers = []
        labels: dict[str, int] = {}
        for number, row in enumerate(value):
            place = f"speakers[{number}]"
            given = self._values(f"{place}.", row, _SPEAKER_KEYS)
            if missing := [key for key in ("label", "name") if key not in row]:
                self._wrong(place, f"{' and '.join(missing)} of this speaker is missing")
            if {"label", "name"} <= given.keys():
                speakers.append(Speaker(**given))
                label = given["label"].casefold()
                if labels.setdefault(label, number) != number:
                    self._wrong(f"{place}.label", f'label "{given["label"]}" is there twice')
        return tuple(speakers)

    def _values(
        self, place: str, table: dict[str, Any], keys: "Mapping[str, _Read]"
    ) -> dict[str, Any]:
        values = {}
        for key, value in table.items():
            if key not in keys:
                self._wrong(f"{place}{key}", f"unknown key {key}; known are {', '.join(keys)}")
                continue
            try:
                values[key] = keys[key](self, value)
            except _WrongError as error:
                self._wrong(f"{place}{key}", f"{key} {error}")
        return values

    def _wrong(self, key: str, why: str) -> None:
        self.problems.append((key, why))


_Read = Callable[[_Reading, Any], Any]


def _text(_: _Reading, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _WrongError("must be text in quotes, and not empty")
    return " ".join(value.split())


def _episode(reading: _Reading, value: object) -> str:
    return str(value) if type(value) is int else _text(reading, value)


def _day(_: _Reading, value: object) -> str:
    if type(value) is date:
        return value.isoformat()
    try:
        return date.fromisoformat(value if isinstance(value, str) else "").isoformat()
    except ValueError:
        raise _WrongError("must be a day, like 2024-02-29") from None


def _flag(_: _Reading, value: object) -> bool:
    if not isinstance(value, bool):
        raise _WrongError("must be true or false")
    return value


def _role(_: _Reading, value: object) -> str:
    if value not in ("host", "guest"):
        raise _WrongError('must be "host" or "guest"')
    return str(value)


def _texts(reading: _Reading, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _WrongError("must be a list of texts in quotes")
    return tuple(_text(reading, item) for item in value)


def _shaped(pattern: re.Pattern[str], wanted: str) -> _Read:
    def read(reading: _Reading, value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise _WrongError(f"must be {wanted}")
        return value

    return read


_KEYS: Mapping[str, _Read] = {
    "id": _shaped(re.compile(ID_PATTERN), "1 to 64 of a to z, 0 to 9 and -"),
    "title": _text,
    "show": _text,
    "date": _day,
    "episode": _episode,
    "url": _shaped(_URL, "an address that begins with http:// or https://"),
    "language": _shaped(_LANGUAGE, 'a language tag, like "en" or "pt-BR"'),
    "licence": _text,
    "format": _text,
    "embargo": _day,
    "expires": _day,
    "mentions": _texts,
    "speakers": _Reading.speakers,
}
_SPEAKER_KEYS: Mapping[str, _Read] = {
    "label": _text,
    "name": _text,
    "aliases": _texts,
    "role": _role,
    "quotable": _flag,
}


def _syntax_problem(message: str, text: str, file: str) -> Problem:
    """Return tomllib's complaint about *text*, with the place taken out of the words."""
    why, _, place = message.rstrip(")").rpartition(" (at ")
    found = re.match(r"line (\d+)", place)
    line = int(found[1]) if found else text.rstrip().count("\n") + 1
    return Problem(file, line, f"not TOML: {why[:1].lower()}{why[1:]}")


def _lines(text: str, mentions: tuple[str, ...]) -> dict[str, int]:
    """Return the line of each key; tomllib does not tell. The first mention of a key counts."""
    rows: dict[str, int] = {}
    found: dict[str, int] = {}
    table = ""
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if match := _TABLE_ROW.match(line):
            row = rows.get(match[1], 0)
            rows[match[1]] = row + 1
            found.setdefault(match[1], number)
            found[f"{match[1]}[{row}]"] = number
            table = f"{match[1]}[{row}]."
        elif match := _TABLE.match(line):
            found.setdefault(match[1], number)
            table = f"{match[1]}."
        elif match := _KEY.match(line):
            found.setdefault(f"{table}{match[1]}", number)
    first = found.get("mentions", 1)
    for index, phrase in enumerate(mentions):
        found[f"mentions[{index}]"] = next(
            (n for n, line in _after(lines, first) if phrase in line), first
        )
    return found


def _after(lines: list[str], first: int) -> Iterator[tuple[int, str]]:
    return enumerate(lines[first - 1 :], start=first)
