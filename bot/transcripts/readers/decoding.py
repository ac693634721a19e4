"""Bytes to text: by their mark, as UTF-8, by what they declare, or as the Latin of Windows."""

import codecs
import re

from bot.transcripts.readers.reading import Doubts, refusal

_MARKS = (  # the longer first: the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_FILES = (
    (b"PK\x03\x04", "a zip or Word file; save the text as .txt, .vtt or .srt"),
    (b"\x1f\x8b", "gzipped; only .jsonl.gz is unpacked, so unpack it first"),
    (b"%PDF", "a PDF; save its text as .txt"),
    (b"{\\rtf", "rich text; save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old Word file; save the text as .txt"),
)
_DECLARED = re.compile(
    rb"""(?:charset|encoding|coding)\s{0,3}[=:]\s{0,3}["']?([A-Za-z0-9_-]{2,20})""", re.IGNORECASE
)
_DECLARED_WITHIN = 1024
_DECODABLE = re.compile(
    r"iso[-_]?8859[-_]\d{1,2}|latin[-_]?\d|windows[-_]125\d|cp(?:125\d|437|850)|mac[-_]?roman"
    r"|shift[-_]?jis|euc[-_](?:jp|kr)|gb2312|gbk|gb18030|big5|koi8[-_][ru]|utf[-_]16(?:[-_]?[lb]e)?"
)
_SAMPLE_BYTES = 1 << 16
_LATIN = "cp1252"
_MOST_LATIN = 0.4  # of the letters; more is not English in Latin-1 but another script
_MOST_CONTROLS = 0.005  # colour codes of chat logs are fewer; more is no text
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f]+")


def decode(data: bytes, name: str, doubts: Doubts) -> str:
    r"""Return the text of the file *name*, its lines ended by \n and without a byte order mark.

    Raises:
        BadTranscriptError: It is empty, of another kind, or of no encoding that can be told; the
            problem names the offset of the first byte in question.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise refusal(name, None, "the file is empty; there is nothing to read")
    for magic, what in _OTHER_FILES:
        if data.startswith(magic):
            raise refusal(name, None, f"this is {what}")

    text = _marked(data, name)
    if text is None:
        text = _unmarked(data, name, doubts)
    text = _without_controls(text, name, doubts)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _marked(data: bytes, name: str) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name, len(mark))
    return None


def _strict(data: bytes, encoding: str, name: str, skipped: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = None if "16" in encoding or "32" in encoding else _line(data, error.start)
        why = f"not {encoding} at byte {error.start + skipped:,}; save the file as UTF-8"
        raise refusal(name, line, why) from error


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


def _unmarked(data: bytes, name: str, doubts: Doubts) -> str:
    wide = _without_mark(data)
    if wide:
        doubts.add(f"no encoding is declared; read as {wide}")
        return _strict(data, wide, name)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        at = error.start
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    if declared:
        encoding = declared[1].decode("ascii").lower()
        if _DECODABLE.fullmatch(encoding):
            return _strict(data, encoding, name)
    return _latin(data, at, name, doubts)


def _without_mark(data: bytes) -> str | None:
    """Return the UTF-16 that *data* must be, judged by where its zero bytes are, or None."""
    sample = data[:_SAMPLE_BYTES]
    half = len(sample) // 2
    if not half or b"\x00" not in sample:
        return None
    low, high = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if high > 0.7 and low < 0.05:
        return "utf-16-le"
    if low > 0.7 and high < 0.05:
        return "utf-16-be"
    return None


def _latin(data: bytes, at: int, name: str, doubts: Doubts) -> str:
    """Return *data*, which is not UTF-8 at the byte *at*, as the Windows-1252 it must be.

    It must be when every byte means something there, few are beyond ASCII, and none of them form
    UTF-8: text that is UTF-8 elsewhere is damaged, not Latin.
    """
    line = _line(data, at)
    why = f"neither UTF-8 nor plain Latin at byte {at:,}; save the file as UTF-8"
    try:
        text = data.decode(_LATIN)
    except UnicodeDecodeError:
        raise refusal(name, line, why) from None
    ascii_only = data.decode("ascii", "ignore")
    letters = sum(map(str.isalpha, ascii_only[:_SAMPLE_BYTES]))
    beyond = sum(byte >= 0x80 for byte in data[:_SAMPLE_BYTES])
    some_is_utf8 = len(data.decode("utf-8", "ignore")) != len(ascii_only)
    if some_is_utf8 or beyond > letters * _MOST_LATIN:
        raise refusal(name, line, why)
    doubts.add("no encoding is declared; read as Windows-1252", line)
    return text


def _without_controls(text: str, name: str, doubts: Doubts) -> str:
    """Return *text* without the few control characters that logs hold, such as colours."""
    at = text.find("\0")
    first = _CONTROLS.search(text)
    if at < 0 and first is None:
        return text
    at = first.start() if first is not None and at < 0 else at
    line = text.count("\n", 0, at) + 1
    plain, found = _CONTROLS.subn("", text)
    if text[at] == "\0" or found > len(text) * _MOST_CONTROLS:
        why = f"character {ord(text[at]):#04x} at {at:,} is none of text; is this a text file?"
        raise refusal(name, line, why)
    doubts.add("control characters are left out", line, found)
    return plain
