"""Times and days as people write them in transcripts."""

import re
from datetime import date

# A time in a recording: 3:12, 00:12:34, 1:02:03.456, -00:00:05, and mission time dd:hh:mm:ss.
TIME = r"-?\d{1,3}:\d{1,2}(?::\d{1,2}){0,2}(?:[.,]\d{1,6})?"

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(\d{4})"
_ISO = re.compile(rf"\b{_YEAR}[-/.](\d{{1,2}})[-/.](\d{{1,2}})\b")
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s{{1,3}}{_DAY},?\s{{1,3}}{_YEAR}\b", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b{_DAY}\s{{1,3}}{_MONTH},?\s{{1,3}}{_YEAR}\b", re.IGNORECASE)
_LONGEST_DATE_CHARS = 200

_SPAN = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")


def seconds(time: str) -> float:
    """Return the seconds in *time*, which matches TIME; fields count from the right."""
    if time[0] == "-":
        return -seconds(time[1:])
    fields = (time.replace(",", ".") if "," in time else time).split(":")
    total = float(fields[-1]) + float(fields[-2]) * 60
    if len(fields) > 2:
        total += float(fields[-3]) * 3600
        if len(fields) > 3:
            total += float(fields[0]) * 86400
    return total


def span_seconds(span: str) -> float | None:
    """Return the seconds in an ISO 8601 *span* of time such as PT1M2.5S, or None."""
    found = _SPAN.fullmatch(span)
    if found is None or span == "PT":
        return None
    hours, minutes, rest = found.groups()
    return int(hours or 0) * 3600.0 + int(minutes or 0) * 60 + float(rest or 0)


def find_day(text: str) -> str | None:
    """Return the first day written out in *text* as YYYY-MM-DD, or None.

    Knows 2020-03-05, 2020/3/5, March 5th, 2020 and 5 March 2020: only what has one meaning.
    """
    text = text[:_LONGEST_DATE_CHARS]
    if found := _ISO.search(text):
        year, month, day = found.groups()
        return _day(year, int(month), day)
    if found := _MONTH_FIRST.search(text):
        name, day, year = found.groups()
        return _day(year, _MONTHS.index(name.lower()) + 1, day)
    if found := _DAY_FIRST.search(text):
        day, name, year = found.groups()
        return _day(year, _MONTHS.index(name.lower()) + 1, day)
    return None


def _day(year: str, month: int, day: str) -> str | None:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None
