"""The library's catalogue: one JSON document that says which transcripts there are.

A line each, so that people and version control can read it; only what differs from the default
is written. `format` guards against older programs, `digest` changes with the content, and
`planted` remembers what came from the shipped seeds (`bot.transcripts.seeds`).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from bot.errors import StorageError
from bot.transcripts.model import Details, Speaker

CATALOGUE_FORMAT = 1
EMPTY_DIGEST = "e3b0c44298fc1c14"  # of a catalogue without transcripts

Row = dict[str, Any]

_DETAILS = {field.name: field.default for field in fields(Details) if field.name != "id"}
_SPEAKER = {field.name: field.default for field in fields(Speaker)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A transcript as the catalogue knows it.

    Attributes:
        details: All that is known beside the turns.
        turns: How many there are.
        words: How many they hold together, split on white space.
        file: Name of the file that holds the turns; another name means other words.
    """

    details: Details
    turns: int
    words: int
    file: str


@dataclass(frozen=True, slots=True)
class Planted:
    """A shipped seed that was planted once, whether or not it is still there.

    Attributes:
        transcript: The id it was planted under.
        digest: Of the files it was read from.
        file: The turns file it was given; another one in the catalogue is not the seed's.
    """

    transcript: str
    digest: str
    file: str


class Entries(Mapping[str, Entry]):
    """Entries by id, in the order of their ids; each is built when first looked at."""

    def __init__(self, rows: Mapping[str, Row], path: Path) -> None:
        """Wrap the *rows* of the catalogue at *path*, which is only named in errors."""
        self.rows = rows
        self._path = path
        self._built: dict[str, Entry] = {}

    def __getitem__(self, key: str) -> Entry:
        """Return the entry of the transcript *key*."""
        entry = self._built.get(key)
        if entry is None:
            try:
                entry = self._built[key] = _entry(key, self.rows[key])
            except (TypeError, AttributeError) as error:
                raise damaged(self._path, f"the entry of {key!r} is not of its shape") from error
        return entry

    def __contains__(self, key: object) -> bool:
        """Say whether there is a transcript *key*, without building its entry."""
        return key in self.rows

    def __iter__(self) -> Iterator[str]:
        """Yield the ids in order."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Count the transcripts."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What one version of the document says.

    Attributes:
        entries: The transcripts.
        planted: What was planted, by the name of the seed.
        digest: Changes with anything in `entries`; the same content has the same one.
    """

    entries: Entries
    planted: Mapping[str, Planted]
    digest: str


def parse(data: bytes, path: Path) -> Catalogue:
    """Return what *data*, the content of *path*, says.

    Raises:
        StorageError: It is of a newer program, or damaged.
    """
    try:
        document = json.loads(data)
        version = int(document["format"])
        if version <= CATALOGUE_FORMAT:
            planted = {name: Planted(*values) for name, values in document["planted"].items()}
            rows = dict(sorted(document["transcripts"].items()))
            return Catalogue(Entries(rows, path), planted, str(document["digest"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(path, str(error)) from error
    raise StorageError(
        f"{path} was written by a newer jensen-bot (format {version}, this one reads up to"
        f" {CATALOGUE_FORMAT}); upgrade, or set JENSEN_HOME to another folder"
    )


def render(rows: Mapping[str, Row], planted: Mapping[str, Planted]) -> bytes:
    """Return the document that `parse` reads back as *rows* and *planted*."""
    # hashlib costs a reader 10 ms; only writers come here.
    import hashlib

    lines = ",\n".join(f"{_dumps(key)}: {_dumps(rows[key])}" for key in sorted(rows))
    digest = hashlib.sha256(lines.encode()).hexdigest()[:16]
    head = (
        f'{{"format": {CATALOGUE_FORMAT}, "digest": "{digest}",\n'
        f'"planted": {_dumps({name: list(asdict(p).values()) for name, p in planted.items()})},\n'
        f'"transcripts": {{\n'
    )
    return f"{head}{lines}\n}}}}\n".encode()


def row(entry: Entry) -> Row:
    """Return *entry* as JSON keeps it, so that equal entries have equal rows."""
    details = {
        name: getattr(entry.details, name)
        for name, default in _DETAILS.items()
        if name != "speakers" and getattr(entry.details, name) != default
    }
    speakers = [
        {
            name: list(value) if name == "aliases" else value
            for name, value in asdict(speaker).items()
            if value != _SPEAKER[name]
        }
        for speaker in entry.details.speakers
    ]
    if speakers:
        details["speakers"] = speakers
    return {**details, "turns": entry.turns, "words": entry.words, "file": entry.file}


def damaged(path: Path, why: str) -> StorageError:
    """Return the error for a file of the library that does not say what it should."""
    return StorageError(
        f"{path} is damaged ({why}); put it back from a backup, or move the folder"
        f" {path.parent} away and add the transcripts again"
    )


def _entry(key: str, row: Row) -> Entry:
    details = dict(row)
    turns, words, file = (details.pop(name, None) for name in ("turns", "words", "file"))
    if not (isinstance(turns, int) and isinstance(words, int) and isinstance(file, str)):
        raise TypeError("turns, words or file is missing")
    speakers = tuple(
        Speaker(**{**speaker, "aliases": tuple(speaker.get("aliases", ()))})
        for speaker in details.pop("speakers", ())
    )
    return Entry(Details(id=key, speakers=speakers, **details), turns, words, file)


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
