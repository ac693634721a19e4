"""What a file states about itself: front matter, header lines and the keys of its JSON."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.transcripts.model import Role
from bot.transcripts.readers.reading import Stated
from bot.transcripts.readers.times import find_day

Value = str | tuple[str, ...]

_FENCE = re.compile(r"(---|\+\+\+)\s*")
_LONGEST_FRONT_LINES = 500
_ENTRY = re.compile(r"([A-Za-z][\w -]{0,40}?)\s*[:=](?:\s+(.*))?$")
_URL = re.compile(r"https?://[^\s<>\"'()\[\]]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_LANGUAGES = {"english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it"}

_TITLE = ("title", "subject", "meeting", "headline")
_SHOW = ("show", "podcast", "series", "channel")
_DATE = ("date", "pub_date", "pubdate", "published", "recorded", "meeting date/time", "day & time")
_EPISODE = ("episode", "episode number", "episode_number")
_URLS = ("media", "url", "source_url", "link", "video", "audio", "recording", "source_file")
_LANGUAGE_KEYS = ("language", "lang", "language_code", "locale")
_LICENCE = ("licence", "license", "copyright", "rights")
_PEOPLE: tuple[tuple[str, Role | None], ...] = (
    ("speakers", None),
    ("speaker", None),
    ("participants", None),
    ("attendees", None),
    ("present", None),
    ("hosts", "host"),
    ("host", "host"),
    ("moderator", "host"),
    ("guests", "guest"),
    ("guest", "guest"),
)


def split_front_matter(lines: Sequence[str]) -> tuple[dict[str, Value], int]:
    """Return what the front matter of *lines* says and how many lines it takes; {} and 0 if none.

    Reads the plain shapes of YAML (and TOML's `key = value`) by itself: strings, lists and blocks
    of text at the outermost level. Anchors and the like are text, so nothing can expand.
    """
    fence = _FENCE.fullmatch(lines[0].lstrip("\ufeff")) if lines else None
    if fence is None:
        return {}, 0
    for end in range(1, min(len(lines), _LONGEST_FRONT_LINES)):
        if lines[end].rstrip() in (fence[1], "..."):
            return _entries(lines[1:end]), end + 1
    return {}, 0


def _entries(lines: Sequence[str]) -> dict[str, Value]:
    gathered: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines:
        found = None if line[:1].isspace() or line.startswith("-") else _ENTRY.match(line)
        if found:
            current = gathered.setdefault(found[1].strip().casefold(), [])
            current.append(found[2] or "")
        elif current and line.strip():
            current.append(line.strip())
    return {key: _value(parts) for key, parts in gathered.items()}


def _value(parts: list[str]) -> Value:
    first = parts[0].strip()
    rest = parts[1:]
    if not first and rest and all(part.startswith("-") for part in rest):
        return tuple(name for part in rest if (name := _unquoted(part[1:])))
    if first.startswith("[") and (whole := " ".join(parts).strip()).endswith("]"):
        return tuple(name for part in whole[1:-1].split(",") if (name := _unquoted(part)))
    if re.fullmatch(r"[|>][+-]?\d?", first):
        return " ".join(rest)
    return _unquoted(" ".join([first, *rest]))


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        inner = text[1:-1]
        return (inner.replace("''", "'") if text[0] == "'" else inner.replace('\\"', '"')).strip()
    return text


def stated(entries: Mapping[str, Value]) -> Stated:
    """Return what *entries*, keyed in lower case, say; what cannot be understood is left out."""
    title = _first(entries, _TITLE)
    days = (find_day(text) for text in (*_texts(entries, _DATE), title or ""))
    links = (_URL.match(text) for text in _texts(entries, _URLS))
    return Stated(
        title=title,
        show=_first(entries, _SHOW),
        date=next((day for day in days if day is not None), None),
        episode=_first(entries, _EPISODE),
        url=next((link[0] for link in links if link is not None), None),
        language=language(_first(entries, _LANGUAGE_KEYS)),
        licence=_first(entries, _LICENCE),
    )


def titled(details: Stated, title: str | None) -> Stated:
    """Return *details* with *title*, and the day in it, where they state none."""
    if details.title is not None or not title:
        return details
    return replace(details, title=title, date=details.date or find_day(title))


def people(entries: Mapping[str, Value]) -> dict[str, Role | None]:
    """Return who *entries* say was there, by name in the order given, with their role if stated."""
    found: dict[str, Role | None] = {}
    for key, role in _PEOPLE:
        value = entries.get(key, ())
        for name in listed_names(value) if isinstance(value, str) else value:
            found[name] = found.get(name) or role
    return found


def listed_names(text: str) -> tuple[str, ...]:
    """Return the names in a list such as `Ada Lovelace (AL), Alan Turing and Grace Hopper`."""
    parts = re.split(r"[,;]| and | & ", text)
    return tuple(name for part in parts if (name := " ".join(part.split())))


def _texts(entries: Mapping[str, Value], keys: Iterable[str]) -> Iterable[str]:
    for key in keys:
        value = entries.get(key)
        if isinstance(value, str) and value:
            yield value


def _first(entries: Mapping[str, Value], keys: Iterable[str]) -> str | None:
    return next((text for text in _texts(entries, keys)), None)


def language(text: str | None) -> str | None:
    """Return the BCP 47 tag that *text*, a tag or an English name, stands for, or None."""
    if text is None:
        return None
    if _LANGUAGE.fullmatch(text):
        return text.replace("_", "-")
    return _LANGUAGES.get(text.casefold())
