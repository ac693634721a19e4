"""The transcripts that are shipped with the program, planted in a library that lacks them.

A seed is a `.txt` of condensed text and the `.toml` of the same name. What is planted is
remembered in the library: a seed that was removed, or replaced by something else of its id, is
left alone, and one of which a newer release ships other files is brought up to date.
"""

import zlib
from pathlib import Path

from bot.errors import BadTranscriptError, Problem, StorageError
from bot.transcripts.library import Library
from bot.transcripts.model import Transcript

SEEDS = Path(__file__).parents[2] / "seeds"


def plant(library: Library, folder: Path = SEEDS) -> bool:
    """Add the seeds of *folder* that *library* lacks; return whether there were any.

    When there are none, all that was done is to read the files once.

    Raises:
        StorageError: The seeds are not there, or the library cannot be written.
        BadTranscriptError: A seed cannot be read.
    """
    digests = _digests(folder)
    if not _wanted(library, digests):
        return False
    with library.writing() as changes:
        # Another process may have been at it while this one waited to write.
        wanted = _wanted(library, digests)
        for name, seed in load(folder).items():
            if name in wanted:
                changes.plant(name, seed, digests[name])
    return bool(wanted)


def load(folder: Path = SEEDS) -> dict[str, Transcript]:
    """Return the seeds of *folder* by name, in the order of their names.

    Raises:
        StorageError: The folder or a file in it cannot be read.
        BadTranscriptError: A seed is not as it should be; the error lists all problems of all.
    """
    # A start that plants nothing does without the TOML parser.
    from bot.transcripts import manifest
    from bot.transcripts.readers import condensed

    seeds: dict[str, Transcript] = {}
    problems: list[Problem] = []
    names: dict[str, str] = {}
    for name, (toml, txt) in _files(folder).items():
        try:
            told = manifest.parse(_text(toml), file=toml.name)
            if told.given.get("format") != manifest.CONDENSED:
                problems.append(
                    told.problem("format", f'a seed is format = "{manifest.CONDENSED}"')
                )
                continue
            other = names.setdefault(told.given["id"], toml.name)
            if other != toml.name:
                problems.append(told.problem("id", f"{other} has the same id"))
            seeds[name] = condensed.read(_text(txt), told, file=txt.name)
        except BadTranscriptError as error:
            problems += error.problems
    if problems:
        raise BadTranscriptError(problems)
    return seeds


def _wanted(library: Library, digests: dict[str, str]) -> set[str]:
    """Return the names of the seeds that are new, or newer than what is planted."""
    wanted = set()
    for name, digest in digests.items():
        planted = library.planted.get(name)
        if planted is None:
            wanted.add(name)
        elif planted.digest != digest:
            entry = library.entries().get(planted.transcript)
            if entry is not None and entry.file == planted.file:
                wanted.add(name)
    return wanted


def _digests(folder: Path) -> dict[str, str]:
    """Return what tells one version of each seed from another; CRC-32 spares hashlib's import."""
    digests = {}
    for name, files in _files(folder).items():
        contents = [_bytes(path) for path in files]
        digests[name] = "-".join(f"{len(data):x}.{zlib.crc32(data):08x}" for data in contents)
    return digests


def _files(folder: Path) -> dict[str, tuple[Path, Path]]:
    """Return the `.toml` and `.txt` of each seed, by their common name, in order."""
    try:
        names = sorted({path.stem for path in folder.iterdir() if path.suffix in (".toml", ".txt")})
    except OSError as error:
        raise _missing(folder, error.strerror) from error
    if not names:
        raise _missing(folder, "it is empty")
    return {name: (folder / f"{name}.toml", folder / f"{name}.txt") for name in names}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _missing(path, error.strerror) from error


def _text(path: Path) -> str:
    data = _bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        why = f"not UTF-8 at byte {error.start}; save the file as UTF-8"
        raise BadTranscriptError([Problem(path.name, line, why)]) from error


def _missing(path: Path, why: str | None) -> StorageError:
    return StorageError(
        f"the shipped transcripts cannot be read: {path} ({why}); install jensen-bot again"
    )
