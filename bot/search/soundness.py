"""Tell a damaged index from a faulty program: sizes when it is opened, sums when in doubt.

Reading every byte at each start would take longer than asking does, where the index is large.
What was cut short shows by its size; anything else shows as an exception somewhere in a search,
and only then are the sums that were taken when the files were written held against them. A small
index is read whole when it is opened.
"""

import json
import os
import zlib
from pathlib import Path

SUMS = "sums.json"
_BLOCK_BYTES = 1 << 20
_SMALL_BYTES = 4 << 20  # read in a few milliseconds


def seal(folder: Path) -> None:
    """Note size and sum of every file in *folder*, none of which will change any more."""
    sums = {
        path.name: [path.stat().st_size, _sum(path)]
        for path in sorted(folder.iterdir())
        if not path.name.startswith(".")  # tantivy's own housekeeping
    }
    with (folder / SUMS).open("w", encoding="utf-8") as file:
        json.dump(sums, file)
        file.flush()
        os.fsync(file.fileno())


def find_cut(folder: Path) -> str | None:
    """Return a file of *folder* that is missing, not of its size, or small and damaged, or None.

    Raises:
        OSError: A file is there and cannot be read.
    """
    return _find(folder, _SMALL_BYTES)


def find_damaged(folder: Path) -> str | None:
    """Return a file of *folder* that is not as it was sealed, or None; reads all of them.

    Raises:
        OSError: A file is there and cannot be read.
    """
    return _find(folder, None)


def _find(folder: Path, most: int | None) -> str | None:
    """Return a file that is not sound; contents count up to *most* bytes in all, None for any."""
    try:
        sums = json.loads((folder / SUMS).read_bytes())
        is_read = most is None or sum(size for size, _ in sums.values()) <= most
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return SUMS
    for name, (size, total) in sums.items():
        path = folder / name
        try:
            if path.stat().st_size != size or (is_read and _sum(path) != total):
                return str(name)
        except FileNotFoundError:
            return str(name)
    return None


def _sum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            total = zlib.crc32(block, total)
    return total
