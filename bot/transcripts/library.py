"""Every transcript on disk: looked up here, changed through `writing`.

    <home>/library/catalogue.json              what there is; replacing it is the only commit
    <home>/library/turns/<id>-<hash>.jsonl     one `[speaker, start, text]` a line, never changed

Reading takes no lock: a catalogue is replaced whole and a turns file never changes, so all that
can happen is that a file is gone because a writer replaced it; then the catalogue is read again.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import NotFoundError, StorageError
from bot.files import locked
from bot.transcripts.catalogue import (
    EMPTY_DIGEST,
    Catalogue,
    Entries,
    Entry,
    Planted,
    damaged,
    parse,
)
from bot.transcripts.model import Transcript, Turn
from bot.transcripts.writing import AddReport, Writing, changing

_Signature = tuple[int, int, int] | None


class Library:
    """All transcripts below one home folder.

    Safe to read from many threads and processes at once, also while one of them writes.
    """

    def __init__(self, home: Path) -> None:
        """Open the library of *home*; one that is not there yet is empty, nothing is created.

        Raises:
            StorageError: It cannot be read, is damaged, or is of a newer program.
        """
        self.folder = home / "library"
        self._path = self.folder / "catalogue.json"
        self._state = self._load()
        self._ids_by_key: tuple[Catalogue, dict[str, str]] | None = None

    def entries(self) -> Entries:
        """Return what there is by id, in the order of the ids; the mapping never changes."""
        return self._catalogue.entries

    @property
    def digest(self) -> str:
        """A short string that differs whenever the content does, and is equal when it is equal."""
        return self._catalogue.digest

    @property
    def planted(self) -> dict[str, Planted]:
        """The seeds that were ever planted here, by name (see `bot.transcripts.seeds`)."""
        return dict(self._catalogue.planted)

    @property
    def _catalogue(self) -> Catalogue:
        return self._state[1]

    def refresh(self) -> bool:
        """Take up what other processes wrote; return whether there was anything.

        Costs one `stat` when there was not.

        Raises:
            StorageError: As when opening; what was known before is kept.
        """
        if self._stat() == self._state[0]:
            return False
        self._state = self._load()
        return True

    def entry(self, transcript_id: str) -> Entry:
        """Return the entry of a transcript.

        Raises:
            NotFoundError: There is none; the message names those that are spelt alike.
        """
        entry = self._catalogue.entries.get(transcript_id)
        if entry is None:
            raise NotFoundError(_no_transcript(transcript_id, self._catalogue.entries))
        return entry

    def find_by_key(self, key: str) -> Entry | None:
        """Return the entry whose id has this `bot.actions.transcript_key`, or None."""
        # Only pressed buttons come here; the hashes need modules that asking does without.
        from bot.actions import transcript_key

        catalogue = self._catalogue
        if self._ids_by_key is None or self._ids_by_key[0] is not catalogue:
            self._ids_by_key = (catalogue, {transcript_key(id_): id_ for id_ in catalogue.entries})
        transcript_id = self._ids_by_key[1].get(key)
        return None if transcript_id is None else catalogue.entries[transcript_id]

    def transcript(self, transcript_id: str) -> Transcript:
        """Return a transcript with all its turns.

        Raises:
            NotFoundError: There is none of that id.
            StorageError: Its turns cannot be read.
        """
        entry, data = self._read(self.entry(transcript_id))
        return Transcript(entry.details, tuple(turn for turn, _, _ in self._turns(entry, data)))

    def turn(self, transcript_id: str, number: int) -> Turn:
        """Return one turn.

        Raises:
            NotFoundError: There is no such transcript, or no such turn in it.
            StorageError: Its turns cannot be read.
        """
        entry, data = self._read(self.entry(transcript_id))
        _check_number(entry, number)
        lines = data.split(b"\n", number + 1)
        if len(lines) < number + 2:
            raise damaged(self._turns_path(entry), f"{len(lines) - 1} turns, not {entry.turns}")
        return self._turn(entry, number, lines[number])

    def turns_with_offsets(self, transcript_id: str) -> Iterator[tuple[Turn, int, int]]:
        """Yield each turn with the byte offset and length by which `turn_at` finds it again.

        Raises:
            NotFoundError: There is no such transcript.
            StorageError: Its turns cannot be read.
        """
        entry, data = self._read(self.entry(transcript_id))
        return self._turns(entry, data)

    def turn_at(self, entry: Entry, number: int, offset: int, length: int) -> Turn:
        """Return a turn by its place in the turns file of *entry*: one short read.

        Where another process has replaced the transcript since, its present turn *number*.

        Raises:
            NotFoundError: The transcript or the turn was removed since.
            StorageError: The turns file cannot be read or is damaged.
        """
        _check_number(entry, number)
        path = self._turns_path(entry)
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            return self.turn(entry.details.id, number)
        except OSError as error:
            raise _unreadable(path, error) from error
        try:
            # pread knows no Windows.
            os.lseek(descriptor, offset, os.SEEK_SET)
            line = os.read(descriptor, length)
        except OSError as error:
            raise _unreadable(path, error) from error
        finally:
            os.close(descriptor)
        return self._turn(entry, number, line)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Open a context in which transcripts are added and removed, many at once.

        All of it takes effect together when the context ends, or nothing when it raises. Other
        writers wait meanwhile; readers do not.

        Raises:
            StorageError: The library cannot be written; it is as it was before.
        """
        with locked(self.folder):
            self.refresh()
            with changing(self.folder, self._catalogue) as changes:
                yield changes
            self.refresh()

    def add(self, transcripts: Iterable[Transcript]) -> AddReport:
        """Add or replace *transcripts*, all or none; equal ones are left as they are.

        Raises:
            BadTranscriptError: One of them cannot be kept, or *transcripts* raised it.
            StorageError: The library cannot be written; it is as it was before.
        """
        with self.writing() as changes:
            return changes.add(transcripts)

    def remove(self, transcript_ids: Iterable[str]) -> None:
        """Remove transcripts, all or none.

        Raises:
            NotFoundError: One of them is not there.
            StorageError: The library cannot be written; it is as it was before.
        """
        with self.writing() as changes:
            changes.remove(transcript_ids)

    def _load(self) -> tuple[_Signature, Catalogue]:
        # The signature is older than the content: a replacement in between is seen next time.
        signature = self._stat()
        if signature is None:
            return None, Catalogue(Entries({}, self._path), {}, EMPTY_DIGEST)
        try:
            data = self._path.read_bytes()
        except OSError as error:
            raise _unreadable(self._path, error) from error
        return signature, parse(data, self._path)

    def _stat(self) -> _Signature:
        try:
            status = os.stat(self._path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreadable(self._path, error) from error
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _turns_path(self, entry: Entry) -> Path:
        return self.folder / "turns" / entry.file

    def _read(self, entry: Entry) -> tuple[Entry, bytes]:
        """Return the turns file of *entry*, or of what has taken its place."""
        path = self._turns_path(entry)
        try:
            return entry, path.read_bytes()
        except FileNotFoundError as error:
            self.refresh()
            replaced = self.entry(entry.details.id)
            if replaced.file == entry.file:
                raise _unreadable(path, error) from error
            return self._read(replaced)
        except OSError as error:
            raise _unreadable(path, error) from error

    def _turns(self, entry: Entry, data: bytes) -> Iterator[tuple[Turn, int, int]]:
        lines = data.split(b"\n")
        if len(lines) != entry.turns + 1:
            raise damaged(self._turns_path(entry), f"{len(lines) - 1} turns, not {entry.turns}")
        offset = 0
        for number in range(entry.turns):
            line = lines[number]
            yield self._turn(entry, number, line), offset, len(line)
            offset += len(line) + 1

    def _turn(self, entry: Entry, number: int, line: bytes) -> Turn:
        try:
            speaker, start, text = json.loads(line.decode())
        except (ValueError, TypeError) as error:
            raise damaged(self._turns_path(entry), f"turn {number}: {error}") from error
        return Turn(entry.details.id, number, speaker, text, start)


def _check_number(entry: Entry, number: int) -> None:
    if not 0 <= number < entry.turns:
        raise NotFoundError(
            f"{entry.details.id} has no turn {number}; its {entry.turns} turns count from 0."
        )


def _unreadable(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"{path} cannot be read ({error.strerror}); check JENSEN_HOME and its permissions"
    )


def _no_transcript(transcript_id: str, entries: Entries) -> str:
    # Only those who misspell pay for this import.
    from rapidfuzz import process

    alike = [
        name for name, *_ in process.extract(transcript_id, list(entries), limit=3, score_cutoff=60)
    ]
    hint = f" Did you mean {' or '.join(alike)}?" if alike else ""
    return f'There is no transcript "{transcript_id}".{hint}'
