"""Files and folders that are named on the command line, read as transcripts."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bot.errors import BadTranscriptError, Problem
from bot.transcripts import manifest
from bot.transcripts.model import Transcript
from bot.transcripts.readers import condensed, detect, jsonlines
from bot.transcripts.taking import transcript_of

# Bytes of a file that were taken so far.
Advance = Callable[[int], None]

_JSON_LINES = (".jsonl", ".jsonl.gz")


def files_in(paths: Iterable[str]) -> list[Path]:
    """Return the files that *paths* name, each once: a folder stands for what is in it.

    In a folder, what is hidden counts for nothing, and a `.toml` goes with the file beside it.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        # Unlike those of pathlib, these take what cannot be looked at for something to be read,
        # and reading says why it cannot be.
        within = sorted(path.rglob("*")) if os.path.isdir(path) else [path]
        for file in within:
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if not (hidden or os.path.isdir(file) or file.suffix == ".toml"):
                found[file] = None
    return list(found)


def read_file(file: Path, advance: Advance) -> Iterator[Transcript]:
    """Yield the transcripts of *file*; keep none of them when it raises.

    Raises:
        BadTranscriptError: It cannot be read; the problem says why and what to do.
    """
    try:
        if file.name.endswith(_JSON_LINES):
            with file.open("rb") as stream:
                for transcript in jsonlines.read(stream, file=str(file)):
                    advance(stream.tell())
                    yield transcript
        else:
            yield _whole(file)
            advance(file.stat().st_size)
    except OSError as error:
        why = f"cannot be read: {error.strerror}"
        raise BadTranscriptError([Problem(str(file), None, why)]) from error


def _whole(file: Path) -> Transcript:
    beside = file.with_suffix(".toml")
    told = None
    if os.path.isfile(beside):
        told = manifest.parse(_text(beside), file=str(beside))
        if told.given.get("format") == manifest.CONDENSED:
            return condensed.read(_text(file), told, file=str(file))
    return transcript_of(detect.read(file.read_bytes(), str(file)), file=str(file), told=told)


def _text(file: Path) -> str:
    data = file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        why = f"not UTF-8 at byte {error.start}; save the file as UTF-8"
        raise BadTranscriptError([Problem(str(file), line, why)]) from error
