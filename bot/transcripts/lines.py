"""A byte stream's lines as text, unpacked where it is gzipped, within limits.

Nothing is trusted: a small file may unpack to terabytes, a line may never end, bytes may be no
text. Each ends in one problem with its place instead of a full memory or disk.
"""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from bot.errors import BadTranscriptError, Problem

BLOCK_BYTES = 1 << 20
PACKED_BYTES = 1 << 16
MAX_LINE_BYTES = 8 << 20
MAX_UNPACKED_BYTES = 4 << 30
MAX_RATIO = 100  # prose packs about 4 : 1, and anything that reaches 100 says nothing

_GZIP = b"\x1f\x8b"
_BOM = "\ufeff"


def numbered_blocks(stream: BinaryIO, *, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of the first line, lines) of *stream*, line ends taken off, in order.

    Lines end in a line feed and are counted from 1. Gzip is told by its first bytes.

    Raises:
        BadTranscriptError: It is not whole gzip, not UTF-8, or past a limit; *file* is named.
    """
    number, offset, rest = 1, 0, b""
    for block in _blocks(stream, file):
        whole, end, tail = block.rpartition(b"\n")
        if not end:
            rest += block
        else:
            data = rest + whole
            lines = _decoded(data, number, offset, file).split("\n")
            if number == 1:
                lines[0] = lines[0].removeprefix(_BOM)
            yield number, lines
            number += len(lines)
            offset += len(data) + 1
            rest = tail
        if len(rest) > MAX_LINE_BYTES:
            why = f"the line is longer than {MAX_LINE_BYTES:,} bytes; this is no list of turns"
            raise BadTranscriptError([Problem(file, number, why)])
    if rest:
        line = _decoded(rest, number, offset, file)
        yield number, [line.removeprefix(_BOM) if number == 1 else line]


def _blocks(stream: BinaryIO, file: str) -> Iterator[bytes]:
    try:
        first = stream.read(PACKED_BYTES)
        while len(first) == 1 and (second := stream.read(1)):
            first += second
        if first.startswith(_GZIP):
            yield from _unpacked(stream, first, file)
            return
        while first:
            yield first
            first = stream.read(BLOCK_BYTES)
    except OSError as error:
        raise BadTranscriptError(
            [Problem(file, None, f"cannot be read: {error.strerror}")]
        ) from error


def _unpacked(stream: BinaryIO, packed: bytes, file: str) -> Iterator[bytes]:
    """Yield what the gzip members of *stream* hold; *packed* was read from it already."""
    taken = given = 0
    inflater = zlib.decompressobj(wbits=31)
    while packed:
        taken += len(packed)
        while packed:
            if inflater.eof:
                packed = packed.lstrip(b"\0")  # padding between members is allowed
                if not packed:
                    break
                inflater = zlib.decompressobj(wbits=31)
            try:
                block = inflater.decompress(packed, BLOCK_BYTES)
            except zlib.error as error:
                raise _bad_gzip(file, f"damaged after {given:,} unpacked bytes") from error
            packed = inflater.unused_data or inflater.unconsumed_tail
            if block:
                given += len(block)
                _check_size(taken, given, file)
                yield block
        packed = stream.read(PACKED_BYTES)
    if not inflater.eof:
        yield inflater.flush()  # at most what the last few bits stand for
    if not inflater.eof:
        raise _bad_gzip(file, "cut off")


def _check_size(taken: int, given: int, file: str) -> None:
    if given > MAX_UNPACKED_BYTES or given > MAX_RATIO * (taken + PACKED_BYTES):
        why = f"{taken:,} bytes unpack to more than {given:,}; unpack it yourself if you trust it"
        raise BadTranscriptError([Problem(file, None, why)])


def _decoded(data: bytes, number: int, offset: int, file: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = number + data.count(b"\n", 0, error.start)
        why = f"not UTF-8 at byte {offset + error.start}; save the file as UTF-8"
        raise BadTranscriptError([Problem(file, line, why)]) from error


def _bad_gzip(file: str, why: str) -> BadTranscriptError:
    return BadTranscriptError([Problem(file, None, f"the gzip data is {why}; fetch it again")])
