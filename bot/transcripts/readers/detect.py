"""Read a file of any format: decode it, see from its content what it is, and call its reader."""

import codecs
import re
from dataclasses import replace

from bot.transcripts.readers import captions, chatlog, prose, speech_json, tabular, webpage
from bot.transcripts.readers.decoding import decode
from bot.transcripts.readers.names import without_markup
from bot.transcripts.readers.reading import MOST_SPEAKERS, Doubts, Reading, refusal, too_many

_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
_LONGEST_FIRST_BYTES = 1 << 20
_LONGEST_LINE_CHARS = 8 << 20


def read(data: bytes, name: str) -> Reading:
    """Return the turns of *data*, the content of the file *name*, whatever format it is in.

    The name serves for reports only. Time and memory are linear in the size of *data*.

    Raises:
        BadTranscriptError: It cannot be read; the problem names the line, if there is one, and
            says what to do.
    """
    doubts = Doubts()
    text = decode(data, name, doubts)
    if _JSON.match(text):
        reading = speech_json.read(text, name, doubts)
    elif captions.is_captions(text):
        reading = captions.read(text, name, doubts)
    elif webpage.is_page(text):
        reading = webpage.read(text, name, doubts)
    else:
        lines = text.split("\n")
        del text  # as large as the file, and no longer needed
        _refuse_endless(lines, name)
        reading = _read_lines(lines, name, doubts)
    speakers = {turn.speaker for turn in reading.turns if turn.speaker is not None}
    if len(speakers) > MOST_SPEAKERS:
        raise too_many(len(speakers), name)
    clean: dict[str | None, str | None] = {
        label: found for label in speakers if (found := without_markup(label)) != label
    }
    if not clean:
        return reading
    turns = (turn._replace(speaker=clean.get(turn.speaker, turn.speaker)) for turn in reading.turns)
    return replace(reading, turns=tuple(turns))


def is_export(data: bytes) -> bool:
    """Return whether *data*, or its beginning, is the library's own JSON Lines (see `jsonlines`).

    They hold many transcripts, so that reader is to be called for them instead of `read`.
    """
    first = data.removeprefix(codecs.BOM_UTF8).lstrip()[:_LONGEST_FIRST_BYTES].partition(b"\n")[0]
    return first.startswith(b"{") and b'"doc"' in first and b'"turn"' in first


def _read_lines(lines: list[str], name: str, doubts: Doubts) -> Reading:
    if chatlog.is_chat(lines):
        return chatlog.read(lines, name, doubts)
    if tabular.delimiter(lines) is not None:
        return tabular.read(lines, name, doubts)
    return prose.read(lines, name, doubts)


def _refuse_endless(lines: list[str], name: str) -> None:
    sizes = list(map(len, lines))
    longest = max(sizes)
    if longest > _LONGEST_LINE_CHARS:
        why = f"the line has {longest:,} characters; give each turn a line of its own"
        raise refusal(name, sizes.index(longest) + 1, why)
