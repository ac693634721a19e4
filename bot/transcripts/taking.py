"""Make a transcript of what a reader found in a file."""

import re
import unicodedata
from dataclasses import fields
from pathlib import PurePath

from bot.transcripts.manifest import Manifest
from bot.transcripts.model import Details, Transcript, Turn
from bot.transcripts.readers.reading import Reading, Stated, refusal

_ID_MAX_CHARS = 64


def transcript_of(reading: Reading, *, file: str, told: Manifest | None) -> Transcript:
    """Return the transcript that *reading* is of.

    What *told*, the `.toml` beside the file, says goes before what the file states, and that
    before its name: the id and, where nothing else gives one, the title are made of the name.

    Raises:
        BadTranscriptError: The name of *file* makes no id, and nothing else gives one.
    """
    stem = PurePath(file).stem
    stated = {
        field.name: value
        for field in fields(Stated)
        if (value := getattr(reading.details, field.name)) is not None
    }
    known = {"id": _id_of(stem), "title": stem, "source": file, "format": reading.format}
    details = Details(**{**known, **stated})
    if told is not None:
        details = told.amended(details)
    if not details.id:
        raise refusal(file, None, 'its name makes no id; put id = "..." into a .toml beside it')
    turns = tuple(
        Turn(details.id, number, spoken.speaker, spoken.text, spoken.start)
        for number, spoken in enumerate(reading.turns)
    )
    return Transcript(details, turns)


def _id_of(name: str) -> str:
    """Return *name* in the letters of an id; "" where it has none of them."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_ID_MAX_CHARS].rstrip("-")
