"""Changing the library: turns files first, then the catalogue in one replacement.

One writer at a time, by a lock file; the others wait. Whoever is killed before the replacement
leaves the old catalogue and files that nobody names; the next writer removes those.
"""

import math
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from json.encoder import encode_basestring
from pathlib import Path

from bot.errors import BadTranscriptError, NotFoundError, Problem
from bot.files import replace_file, unwritable
from bot.transcripts.catalogue import Catalogue, Entry, Planted, Row, render, row
from bot.transcripts.model import ID_PATTERN, Transcript, Turn


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of the transcripts that were given, by id, each in the order given."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


class Writing:
    """Changes on their way into the library; made by `Library.writing`."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        """Begin from *catalogue*, the present one of the library in *folder*."""
        self._folder = folder
        self._planted = dict(catalogue.planted)
        self._rows: dict[str, Row] = dict(catalogue.entries.rows)
        self._committed = (self._rows, self._planted)
        try:
            (folder / "turns").mkdir(exist_ok=True)
        except OSError as error:
            raise unwritable(folder, error) from error
        self._sweep()

    def add(self, transcripts: Iterable[Transcript]) -> AddReport:
        """Take up *transcripts*, all of them, or none when it raises.

        What was taken up before stands, so that many files can be added with one call each and
        the bad ones passed over.

        Raises:
            BadTranscriptError: One of them cannot be kept, or *transcripts* raised it.
            StorageError: The folder cannot be written.
        """
        rows: dict[str, Row] = {}
        found: dict[str, list[str]] = {"added": [], "replaced": [], "unchanged": []}
        for transcript in transcripts:
            name = transcript.id
            if name in rows:
                raise _unfit(transcript, f'the id "{name}" is there twice')
            rows[name] = self._stored(transcript)
            before = self._rows.get(name)
            same = before == rows[name]
            found["unchanged" if same else "added" if before is None else "replaced"].append(name)
        self._rows = self._rows | rows
        return AddReport(*map(tuple, found.values()))

    def remove(self, transcript_ids: Iterable[str]) -> None:
        """Take out *transcript_ids*, all of them, or none when it raises.

        Raises:
            NotFoundError: One of them is not there.
        """
        gone = set(transcript_ids)
        if missing := sorted(gone - self._rows.keys()):
            raise NotFoundError(f'There is no transcript "{missing[0]}".')
        self._rows = {name: kept for name, kept in self._rows.items() if name not in gone}

    def plant(self, seed: str, transcript: Transcript, digest: str) -> None:
        """Add *transcript* and remember it as what the shipped *seed* of that *digest* holds."""
        self.add([transcript])
        file = self._rows[transcript.id]["file"]
        self._planted = {**self._planted, seed: Planted(transcript.id, digest, file)}

    def _commit(self) -> None:
        """Make the changes so, if there are any."""
        changed = (self._rows, self._planted)
        if changed != self._committed:
            replace_file(self._folder / "catalogue.json", render(*changed))
            self._committed = changed

    def _sweep(self) -> None:
        """Remove what the catalogue does not name; files that resist are left to the next one."""
        named = {kept["file"] for kept in self._committed[0].values()}
        for path in (self._folder / "turns").glob("*"):
            if path.name not in named:
                with suppress(OSError):
                    path.unlink()
        for path in self._folder.glob("*.tmp"):
            with suppress(OSError):
                path.unlink()

    def _stored(self, transcript: Transcript) -> Row:
        """Write the turns file of *transcript* unless it is there; return its row."""
        # hashlib costs 10 ms, and everyone who reads imports this module.
        import hashlib

        _check(transcript)
        try:
            data = "".join(map(_line, transcript.turns)).encode()
        except UnicodeEncodeError as error:
            raise _unfit(transcript, "the text holds half a surrogate pair") from error
        file = f"{transcript.id}-{hashlib.sha256(data).hexdigest()[:12]}.jsonl"
        path = self._folder / "turns" / file
        if not path.exists():
            replace_file(path, data)
        words = sum(_count_words(turn.text) for turn in transcript.turns)
        return row(Entry(transcript.details, len(transcript.turns), words, file))


@contextmanager
def changing(folder: Path, catalogue: Catalogue) -> Iterator[Writing]:
    """Commit what is done to the *catalogue* of *folder* in this context, or nothing of it.

    The caller holds the lock, and *catalogue* is what the folder says under it.
    """
    changes = Writing(folder, catalogue)
    try:
        yield changes
        changes._commit()
    finally:
        changes._sweep()


def _check(transcript: Transcript) -> None:
    if not re.fullmatch(ID_PATTERN, transcript.id):
        raise _unfit(
            transcript, f'the id "{transcript.id}" is not 1 to 64 of lower-case letters, digits, -'
        )
    if not transcript.turns:
        raise _unfit(transcript, "there are no turns in it")
    if not all(turn.start is None or math.isfinite(turn.start) for turn in transcript.turns):
        raise _unfit(transcript, "a turn starts at no finite number of seconds")


def _count_words(text: str) -> int:
    # Splitting takes ten times as long; most texts are words with single spaces between them.
    if text.isprintable() and "  " not in text and text.strip(" ") == text:
        return text.count(" ") + 1 if text else 0
    return len(text.split())


def _line(turn: Turn) -> str:
    speaker = "null" if turn.speaker is None else encode_basestring(turn.speaker)
    start = "null" if turn.start is None else repr(turn.start)
    return f"[{speaker},{start},{encode_basestring(turn.text)}]\n"


def _unfit(transcript: Transcript, why: str) -> BadTranscriptError:
    return BadTranscriptError([Problem(transcript.details.source or transcript.id, None, why)])
