"""The QuoteIndex: which passages of the library answer a question, and how well.

    <home>/index/index.json        which segments there are; replacing it is the only commit
    <home>/index/<segment>/        see `bot.search.segment`; written once, never changed

The catalogue of the library says what exists; a segment's transcripts that the catalogue no
longer lists are never proposed, so removing takes effect at once. What it lists and no segment
holds is indexed by `update`, into a segment of its own: adding a transcript rebuilds nothing
but segments about as small. tantivy proposes passages, `bot.search.matching` decides.

Searching takes no lock. A process that is killed while it builds leaves a folder that nobody
names; the next writer removes it.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.errors import StorageError
from bot.files import locked, replace_file, unwritable
from bot.search.finding import FLOOR, Finder, Match
from bot.search.segment import Segment, write_segment
from bot.search.soundness import find_cut, find_damaged, seal
from bot.transcripts.catalogue import Entries, Entry
from bot.transcripts.library import Library
from bot.transcripts.scope import Scope

INDEX_VERSION = 2
# A segment is built anew with what is added when it is at most so many times as large.
_ABSORB_RATIO = 2
# A segment is built anew when less than this share of its transcripts is still in the library.
_LIVE_SHARE = 0.5

_Signature = tuple[int, int, int] | None
# Turns done and turns in all, called while an index is built.
Progress = Callable[[int, int], None]


class QuoteIndex:
    """The search index of one library; safe to ask from many threads and processes at once."""

    def __init__(self, library: Library, home: Path) -> None:
        """Take the index in *home*, read when first used; where there is none nothing is found."""
        self._library = library
        self._folder = home / "index"
        self._path = self._folder / "index.json"
        self._segments: dict[str, Segment] = {}
        self._seen: tuple[_Signature, str] = (None, "")
        self._finder = Finder(library, library.entries(), ())

    @property
    def is_current(self) -> bool:
        """Whether every transcript of the library can be found.

        Raises:
            StorageError: The library or the index cannot be read.
        """
        self.refresh()
        return not self._missing(self._library.entries(), self._segments)

    def search(
        self, message: str, scope: Scope, *, limit: int = 10, floor: float = FLOOR
    ) -> list[Match]:
        """Return at most *limit* passages that answer *message*, best first.

        Exact beats close beats loose; equal scores are ordered by transcript id, turn and word.
        An empty list says that nobody said that.

        Raises:
            StorageError: The library or the index cannot be read.
        """
        self.refresh()
        with self._damage_told():
            return self._finder.search(message, scope, limit=limit, floor=floor)

    def voices(self) -> tuple[tuple[Entry, str | None], ...]:
        """Return who speaks where: transcript and label, each pair once.

        The same tuple comes back until the library or the index changes.

        Raises:
            StorageError: The library or the index cannot be read.
        """
        self.refresh()
        return self._finder.voices

    def complete(self, beginning: str) -> str | None:
        """Return the word said most often that begins with these normalised letters, or None.

        Raises:
            StorageError: The library or the index cannot be read.
        """
        self.refresh()
        with self._damage_told():
            return self._finder.complete(beginning)

    def check(self) -> None:
        """Read the whole index and compare it with what was written.

        Raises:
            StorageError: It cannot be read or is damaged; the message says what to do.
        """
        self.refresh()
        self._check(self._segments, find_damaged)

    def refresh(self) -> None:
        """Take up what other processes wrote; two `stat` calls when there is nothing.

        Raises:
            StorageError: The library or the index cannot be read; the old state is kept.
        """
        self._library.refresh()
        state = (self._signature(), self._library.digest)
        if state == self._seen:
            return
        names = self._names()
        try:
            segments = {name: self._segments.get(name) or self._open(name) for name in names}
        except StorageError:
            if self._signature() == state[0]:
                raise
            # A writer was quicker: what was named is gone, and others are named by now.
            return self.refresh()
        self._finder = Finder(self._library, self._library.entries(), tuple(segments.values()))
        self._segments, self._seen = segments, state

    def update(self, progress: Progress = lambda done, total: None) -> None:
        """Index what the library holds and the index does not; nothing is done when it is current.

        Raises:
            StorageError: The index cannot be written; the old one is kept.
        """
        if self.is_current and self._is_tidy:
            return
        with locked(self._folder):
            self.refresh()
            self._rebuild(self._segments, progress)

    @property
    def _is_tidy(self) -> bool:
        """Whether no segment is mostly made of what was removed."""
        kept = self._worth_keeping(self._library.entries(), self._segments)
        return kept.keys() == self._segments.keys()

    def reindex(self, progress: Progress = lambda done, total: None) -> None:
        """Build the index anew from the stored transcripts, whatever state it is in.

        Raises:
            StorageError: It cannot be written; the old one is kept.
        """
        self._library.refresh()
        with locked(self._folder):
            # What is whole of the present index serves until the new one is there.
            with suppress(StorageError):
                self.refresh()
            self._rebuild({}, progress)

    def _rebuild(self, kept: dict[str, Segment], progress: Progress) -> None:
        """Write one segment of all that *kept* lacks, and make it and the rest the index."""
        entries = self._library.entries()
        kept = self._worth_keeping(entries, kept)
        missing = self._missing(entries, kept)
        total = sum(entry.turns for entry in missing)
        self._sweep(self._segments)
        names = list(kept)
        done = 0

        def advance(turns: int) -> None:
            nonlocal done
            done += turns
            progress(done, total)

        if missing:
            name = os.urandom(6).hex()
            folder = self._folder / name
            try:
                folder.mkdir()
                write_segment(folder, self._library, missing, advance)
                seal(folder)
            except OSError as error:
                shutil.rmtree(folder, ignore_errors=True)
                raise unwritable(folder, error) from error
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            names.append(name)
        document = {"version": INDEX_VERSION, "segments": names}
        replace_file(self._path, json.dumps(document).encode())
        self.refresh()
        self._sweep(self._segments)

    def _worth_keeping(self, entries: Entries, segments: dict[str, Segment]) -> dict[str, Segment]:
        """Return the segments that are large beside what is to be built, and mostly alive."""
        alive = {
            name: sum(_is_live(entries, item) for item in segment.files.items())
            for name, segment in segments.items()
        }
        kept = {
            name: segment
            for name, segment in segments.items()
            if alive[name] > _LIVE_SHARE * len(segment.files)
        }
        for name in sorted(kept, key=lambda name: kept[name].turns):
            build = sum(entry.turns for entry in self._missing(entries, kept))
            if build and kept[name].turns <= _ABSORB_RATIO * build:
                del kept[name]
        return kept

    def _missing(self, entries: Entries, segments: dict[str, Segment]) -> list[Entry]:
        """Return the transcripts that no segment holds, in the order of their ids."""
        held = {item for segment in segments.values() for item in segment.files.items()}
        return [entry for entry in entries.values() if (entry.details.id, entry.file) not in held]

    def _names(self) -> list[str]:
        """Return the names of the segments; none when there is no index, or an older one."""
        try:
            document = json.loads(self._path.read_bytes())
            version, names = int(document["version"]), [str(name) for name in document["segments"]]
        except FileNotFoundError:
            return []
        except (ValueError, KeyError, TypeError) as error:
            raise self._damaged(error) from error
        except OSError as error:
            raise self._unreadable(error) from error
        if version > INDEX_VERSION:
            raise StorageError(
                f"{self._path} was written by a newer jensen-bot (version {version}, this one"
                f" reads {INDEX_VERSION}); upgrade, or run `jensen library reindex`"
            )
        return names if version == INDEX_VERSION else []

    def _open(self, name: str) -> Segment:
        self._check([name], find_cut)
        with self._damage_told(name):
            try:
                return Segment(self._folder / name)
            except StorageError as error:
                raise self._damaged(error) from error

    @contextmanager
    def _damage_told(self, *names: str) -> Iterator[None]:
        """Raise StorageError for whatever is raised if a segment proves to be damaged."""
        try:
            yield
        except Exception:  # damage shows anyhow and anywhere; what it did not cause is raised again
            self._check(names or self._segments, find_damaged)
            raise

    def _check(self, names: Iterable[str], find: Callable[[Path], str | None]) -> None:
        for name in names:
            try:
                file = find(self._folder / name)
            except OSError as error:
                raise self._unreadable(error) from error
            if file is not None:
                raise self._damaged(f"{name}/{file} is not as it was written")

    def _unreadable(self, error: OSError) -> StorageError:
        return StorageError(
            f"{error.filename or self._path} cannot be read ({error.strerror}); check JENSEN_HOME"
            " and its permissions"
        )

    def _damaged(self, error: object) -> StorageError:
        return StorageError(
            f"the search index in {self._folder} is damaged ({error}); no transcript is lost,"
            " run `jensen library reindex`"
        )

    def _sweep(self, named: dict[str, Segment]) -> None:
        """Remove folders that are no longer part of the index; what resists is left for later."""
        for path in self._folder.glob("*/"):
            if path.name not in named:
                shutil.rmtree(path, ignore_errors=True)
        for path in self._folder.glob("*.tmp"):
            with suppress(OSError):
                path.unlink()

    def _signature(self) -> _Signature:
        try:
            status = os.stat(self._path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unreadable(error) from error
        return status.st_mtime_ns, status.st_size, status.st_ino


def _is_live(entries: Entries, item: tuple[str, str]) -> bool:
    transcript, file = item
    return transcript in entries and entries[transcript].file == file
