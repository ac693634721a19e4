"""`jensen library`: what there is, and how it comes and goes."""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from adapters.progress import Progress
from adapters.reading import files_in, read_file
from adapters.terminal import write, write_bytes
from bot.errors import BadTranscriptError, Problem
from bot.home import home_folder
from bot.search.index import QuoteIndex
from bot.transcripts.library import Library
from bot.transcripts.model import Transcript
from bot.transcripts.scope import display_name, speaker_of
from bot.transcripts.seeds import plant
from bot.transcripts.writing import AddReport

REJECTED = 1
_TOLD = ("title", "show", "date", "episode", "url", "language", "licence", "source", "format")


def list_(_: argparse.Namespace) -> int:
    """List the transcripts by id: id, turns, words and title, separated by tabs."""
    entries = _library().entries().values()
    write(f"{e.details.id}\t{e.turns}\t{e.words}\t{e.details.title}" for e in entries)
    return 0


def show(options: argparse.Namespace) -> int:
    """Show what is known of a transcript."""
    library = _library()
    entry = library.entry(options.id)
    details = entry.details
    told = {name: getattr(details, name) for name in _TOLD}
    told["condensed"] = "yes, without stop words and punctuation" if details.condensed else None
    told["not quoted before"], told["not quoted from"] = details.embargo, details.expires
    write([f"id: {details.id}", *(f"{name}: {value}" for name, value in told.items() if value)])
    write([f"turns: {entry.turns:,}", f"words: {entry.words:,}"])
    write(_speakers(library.transcript(details.id)))
    return 0


def add(options: argparse.Namespace) -> int:
    """Add what is in files and folders; what cannot be read is passed over and named."""
    files = files_in(options.paths)
    library = _library()
    reports: dict[Path, AddReport] = {}
    problems: list[Problem] = []
    origins: dict[str, Path] = {}
    with library.writing() as changes, Progress("Reading", "kB") as progress:
        for file, transcripts in _read(files, progress):
            try:
                reports[file] = changes.add(_unclaimed(transcripts, file, origins))
            except BadTranscriptError as error:
                problems += error.problems
    with Progress("Indexing", "turns") as progress:
        QuoteIndex(library, _home()).update(progress)
    write(f"{file}: {_counted(report)}" for file, report in reports.items())
    return _rejected(problems)


def check(options: argparse.Namespace) -> int:
    """Show what `add` would add, and what is wrong with the rest."""
    problems: list[Problem] = []
    origins: dict[str, Path] = {}
    with Progress("Reading", "kB") as progress:
        for file, transcripts in _read(files_in(options.paths), progress):
            try:
                for transcript in _unclaimed(transcripts, file, origins):
                    write([f"{file}: {_summary(transcript)}"])
            except BadTranscriptError as error:
                problems += error.problems
    return _rejected(problems)


def remove(options: argparse.Namespace) -> int:
    """Remove transcripts, all that are named or none."""
    _library().remove(options.ids)
    return 0


def export(options: argparse.Namespace) -> int:
    """Write transcripts as JSON Lines, in the order of their ids."""
    library = _library()
    ids = [library.entry(name).details.id for name in options.ids] or list(library.entries())
    for name in sorted(set(ids)):
        write_bytes(b"".join(_lines(library.transcript(name))))
    return 0


def reindex(_: argparse.Namespace) -> int:
    """Build the search index anew, whatever state it is in."""
    with Progress("Indexing", "turns") as progress:
        QuoteIndex(_library(), _home()).reindex(progress)
    return 0


ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": list_,
    "show": show,
    "add": add,
    "check": check,
    "remove": remove,
    "export": export,
    "reindex": reindex,
}


def _home() -> Path:
    return home_folder(os.environ)


def _library() -> Library:
    library = Library(_home())
    plant(library)
    return library


def _read(files: Sequence[Path], progress: Progress) -> Iterator[tuple[Path, Iterator[Transcript]]]:
    """Yield each of *files* with its transcripts, which are read as they are taken."""
    sizes = [os.path.getsize(file) if os.path.isfile(file) else 0 for file in files]
    done = 0
    for file, size in zip(files, sizes, strict=True):

        def advance(taken: int, before: int = done) -> None:
            progress((before + taken) / 1_000, sum(sizes) / 1_000)

        yield file, read_file(file, advance)
        done += size


def _unclaimed(
    transcripts: Iterator[Transcript], file: Path, origins: dict[str, Path]
) -> Iterator[Transcript]:
    """Yield *transcripts* of *file* unless another file had one of the same id; remember them."""
    for transcript in transcripts:
        other = origins.setdefault(transcript.id, file)
        if other != file:
            why = f'the id "{transcript.id}" is that of {other} too; give one of them another'
            raise BadTranscriptError([Problem(str(file), None, why)])
        yield transcript


def _counted(report: AddReport) -> str:
    counts = {
        "added": report.added,
        "replaced": report.replaced,
        "unchanged": report.unchanged,
    }
    return ", ".join(f"{what} {len(ids):,}" for what, ids in counts.items() if ids)


def _rejected(problems: Sequence[Problem]) -> int:
    sys.stderr.write("".join(f"{problem}\n" for problem in problems))
    return REJECTED if problems else 0


def _summary(transcript: Transcript) -> str:
    turns = transcript.turns
    words = sum(len(turn.text.split()) for turn in turns)
    starts = [turn.start for turn in turns if turn.start is not None]
    minutes = [f"{(max(starts) - min(starts)) / 60:,.0f} minutes"] if starts else []
    speakers = len({turn.speaker for turn in turns if turn.speaker is not None})
    counts = [f"{len(turns):,} turns", f"{speakers:,} speakers", f"{words:,} words", *minutes]
    details = transcript.details
    return f"{details.format}, {details.id}, {', '.join(counts)}: {details.title}"


def _speakers(transcript: Transcript) -> Iterator[str]:
    """Yield a line on each speaker, those who speak most often first."""
    details = transcript.details
    for label, count in Counter(turn.speaker for turn in transcript.turns).most_common():
        known = speaker_of(details, label)
        names = [f"{display_name(details, label)}, {count:,} turns"]
        if known is not None:
            names += [known.role] if known.role else []
            names += [] if known.quotable else ["do not quote"]
            names += [f"also {', '.join(known.aliases)}"] if known.aliases else []
        yield f"speaker: {'; '.join(names)}"


def _lines(transcript: Transcript) -> Iterator[bytes]:
    for turn in transcript.turns:
        record = {
            "doc": turn.transcript,
            "title": transcript.details.title,
            "turn": turn.number,
            "speaker": turn.speaker,
            "start": turn.start,
            "text": turn.text,
        }
        yield f"{json.dumps(record, ensure_ascii=False)}\n".encode()
