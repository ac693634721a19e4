import gzip
import io
import zlib
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadTranscriptError, Problem
from bot.transcripts.lines import MAX_LINE_BYTES, numbered_blocks


class Trickle(io.BytesIO):
    """A stream that gives at most so many bytes at a time, as pipes do."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._most)


class Broken(io.BytesIO):
    """A stream on a disk that fails."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error")


def lines(stream: BinaryIO) -> list[tuple[int, str]]:
    found = []
    for first, block in numbered_blocks(stream, file="x"):
        found += list(enumerate(block, start=first))
    return found


def numbered(text: str) -> list[tuple[int, str]]:
    """Return what `lines` must find, the slow way."""
    whole = text.split("\n")
    return list(enumerate(whole[:-1] if whole[-1] == "" else whole, start=1))


def problem(data: bytes) -> str:
    with pytest.raises(BadTranscriptError) as caught:
        lines(io.BytesIO(data))
    return str(caught.value)


@given(st.text(st.sampled_from("ab\nü\r\u2028")), st.integers(1, 7))
def test_lines_do_not_depend_on_the_pieces_in_which_they_arrive(text: str, most: int) -> None:
    assert lines(Trickle(text.encode(), most)) == numbered(text)


@given(st.lists(st.text(st.sampled_from("ab\nü")), min_size=1), st.integers(1, 7))
def test_gzip_members_are_unpacked_one_after_the_other(texts: list[str], most: int) -> None:
    packed = b"".join(gzip.compress(text.encode()) for text in texts)

    assert lines(Trickle(packed, most)) == numbered("".join(texts))


def test_padding_after_gzip_is_no_content() -> None:
    assert lines(io.BytesIO(gzip.compress(b"a\n") + b"\0" * 512)) == [(1, "a")]


def test_a_byte_order_mark_is_no_content() -> None:
    assert lines(io.BytesIO(b"\xef\xbb\xbfa\nb")) == [(1, "a"), (2, "b")]
    assert lines(io.BytesIO(gzip.compress(b"\xef\xbb\xbfa"))) == [(1, "a")]


def test_bytes_that_are_no_text_are_named_by_line_and_offset() -> None:
    assert problem(b"ab\nc\xff\n") == "x:2: not UTF-8 at byte 4; save the file as UTF-8"


@pytest.mark.parametrize("cut", [3, 12, 40, -1], ids=["header", "start", "middle", "last byte"])
def test_gzip_that_is_cut_off_is_named(cut: int) -> None:
    packed = gzip.compress(bytes(range(32, 127)) * 3)

    assert problem(packed[:cut]) == "x: the gzip data is cut off; fetch it again"


def test_damaged_gzip_is_named() -> None:
    packed = bytearray(gzip.compress(b"hello\n" * 50))
    packed[-6] ^= 1

    assert "the gzip data is damaged" in problem(bytes(packed))


def test_a_small_file_that_unpacks_to_much_is_refused_before_it_fills_the_memory() -> None:
    packer = zlib.compressobj(wbits=31)
    packed = (
        b"".join(
            packer.compress(b"hello, hello, hello, hello, he\n" * (1 << 15)) for _ in range(64)
        )
        + packer.flush()
    )

    assert "bytes unpack to more than" in problem(packed)


def test_a_line_without_end_is_refused() -> None:
    assert problem(b"\n" + b"x" * (MAX_LINE_BYTES + 1)).startswith("x:2: the line is longer than")


def test_a_failing_disk_is_named() -> None:
    with pytest.raises(BadTranscriptError, match=r"^x: cannot be read: Input/output error$"):
        lines(Broken())


@given(st.binary() | st.binary().map(lambda data: b"\x1f\x8b" + data))
def test_any_bytes_are_read_or_end_in_one_problem(data: bytes) -> None:
    found: tuple[Problem, ...] = ()
    try:
        lines(io.BytesIO(data))
    except BadTranscriptError as error:
        found = error.problems

    assert len(found) <= 1
