"""Arrays of numbers on disk, memory-mapped when read, and a hash table made of them."""

import mmap
import os
import zlib
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal


def write_array(path: Path, numbers: "array[int]") -> None:
    """Write *numbers* to a new file in the machine's own byte order and flush it to disk."""
    with path.open("xb") as file:
        numbers.tofile(file)
        file.flush()
        os.fsync(file.fileno())


def map_bytes(path: Path) -> "memoryview[int]":
    """Return the content of a file, mapped into memory; read-only."""
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return memoryview(b"")
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def map_array(path: Path, typecode: Literal["I", "Q"]) -> "memoryview[int]":
    """Return the numbers that `write_array` wrote, mapped into memory; read-only."""
    return map_bytes(path).cast(typecode)


class HashTable:
    """A mapped multimap from strings to small numbers that may answer too much, never too little.

    A key shares its bucket with others, so whoever asks checks what comes back.
    """

    def __init__(self, folder: Path, name: str) -> None:
        """Map the table that `write` made."""
        self._starts = map_array(folder / f"{name}.starts", "I")
        self._numbers = map_array(folder / f"{name}.numbers", "I")
        self._mask = len(self._starts) - 2

    def candidates(self, key: str) -> Sequence[int]:
        """Return the numbers stored under *key*, in ascending order, and perhaps others."""
        bucket = zlib.crc32(key.encode()) & self._mask
        return self._numbers[self._starts[bucket] : self._starts[bucket + 1]]

    @staticmethod
    def write(folder: Path, name: str, pairs: Iterable[tuple[str, int]]) -> None:
        """Write a table of `(key, number)` pairs; numbers are below 2**32."""
        hashed = [zlib.crc32(key.encode()) << 32 | number for key, number in pairs]
        size = 1
        while size < len(hashed):
            size *= 2
        low, mask = (1 << 32) - 1, size - 1
        # Sorting by bucket, then number: one integer each keeps it quick.
        hashed = [(entry >> 32 & mask) << 32 | entry & low for entry in hashed]
        hashed.sort()
        starts = array("I", bytes(4 * (size + 1)))
        for entry in hashed:
            starts[(entry >> 32) + 1] += 1
        for bucket in range(size):
            starts[bucket + 1] += starts[bucket]
        write_array(folder / f"{name}.starts", starts)
        write_array(folder / f"{name}.numbers", array("I", (entry & low for entry in hashed)))
