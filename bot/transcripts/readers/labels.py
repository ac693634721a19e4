"""Decide which lines of a text begin turns: which of its labels are speakers."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from bot.transcripts.readers import names
from bot.transcripts.readers.heads import Style
from bot.transcripts.readers.markup import plain
from bot.transcripts.readers.outline import Kind
from bot.transcripts.readers.stating import listed_names
from bot.transcripts.readers.text import Text

_FEW = 3
_PARTS = (
    "chair|host|guest|moderator|interviewer|interviewee|speaker|panel|presenter|presenters|champion"
).split("|")
_GENERIC = ("participant", "audience", "speaker", "unknown", "unidentified", "male", "female")
_UNIT_SIGNS = bytes(kind in (Kind.TEXT, Kind.QUOTED) for kind in range(256))
_WORDS = (Kind.TEXT, Kind.LISTED, Kind.QUOTED, Kind.CODE)


def decide(text: Text) -> None:
    """Set the turns of *text*: the heads whose labels are speakers, changes and times.

    Labels that are set off, by bold type or a time, need least evidence; names in mid text most.
    """
    counts = _counts(text)
    set_off = counts[Style.MARKED] + counts[Style.TIMED]
    people = {*text.people, *text.explained, *text.explained.values()}
    if all(any(label in told for told in counts.values()) for label in ("Q", "A")):
        people |= {"Q", "A"}
    sure = names.speakers_among(set_off, people, set_off.total(), sure=True)
    told = _sum(set_off, sure)

    units = _units(text)
    known = people | sure
    plainly = names.speakers_among(counts[Style.PLAIN], known, units)
    if told >= max(_FEW, _sum(counts[Style.PLAIN], plainly)):
        plainly &= _spelt_like(plainly, known)
    told += _sum(counts[Style.PLAIN], plainly)
    known |= plainly

    listed = names.speakers_among(counts[Style.LISTED], known, units)
    if _sum(counts[Style.LISTED], listed) <= max(told, _FEW):
        listed = set()
    headings = {label for label, count in counts[Style.HEADING].items() if count > 1}
    headings = {label for label in headings if names.shape(label) is not None}
    if _sum(counts[Style.HEADING], headings) <= max(told, _FEW):
        headings = set()
    bold = _alone(counts[Style.BOLD], known, told, units, sure=True)
    told += _sum(counts[Style.BOLD], bold)
    alone = _alone(counts[Style.ALONE], known | bold, told, units, sure=False)
    accepted: dict[int, Collection[str | None]] = {
        Style.NONE: (),
        Style.MARKED: sure,
        Style.TIMED: sure,
        Style.PLAIN: plainly,
        Style.LISTED: listed,
        Style.HEADING: headings,
        Style.BOLD: bold,
        Style.ALONE: alone,
        Style.CHANGE: (None,) if told or counts[Style.CHANGE].total() > 1 else (),
        Style.TIME: (None,),
    }
    for number in text.with_heads():
        style = text.styles[number]
        if text.label(number) in accepted[style]:
            text.turns[number] = style
    for number in counts.headers:
        text.turns[number] = Style.NONE
    text.remarks |= counts.headers
    if plainly:
        text.add_slips(plainly)


def stands_for_paragraphs(text: Text) -> bool:
    """Return whether each paragraph carries its own label, so that one without has no speaker.

    So it is where speakers are labelled again in the very next paragraph, and in questions and
    answers around a talk.
    """
    labels = Counter(text.turn_labels())
    if labels.keys() <= {"Q", "A"}:
        return True
    if text.turns.count(Style.PLAIN) < 0.8 * labels.total():
        return False
    again = 0
    last: str | None = None
    after = 0
    for number in text.with_turns():
        label = text.label(number)
        if label is not None and label == last and not label.casefold().startswith(_GENERIC):
            again += _next_paragraph(text, after, number)
        last, after = label, number
    return again >= _FEW


def _next_paragraph(text: Text, after: int, number: int) -> bool:
    """Return whether the line *number* begins the paragraph next to that of the line *after*."""
    between = bytes(text.kinds[after + 1 : number])
    first = between.find(Kind.BLANK)
    return first >= 0 and not between[first:].strip(bytes([Kind.BLANK]))


class _Counts(dict[int, Counter[str]]):
    """How often each label begins a line, by style; `headers` are lines like Host: Ada Lovelace."""

    headers: set[int]


def _counts(text: Text) -> _Counts:
    counts = _Counts((style, Counter()) for style in Style)
    counts.headers = set()
    parts = {label for label in text.candidates if label.casefold() in _PARTS}
    alone = (Style.ALONE, Style.BOLD)
    for number in text.with_heads():
        style = text.styles[number]
        label = text.label(number) or ""
        if label in parts and _is_header(text.rest(number)):
            counts.headers.add(number)
            text.explained |= names.stated_initials(text.rest(number))
        elif style not in alone or _words_follow(text, number):
            counts[style][label] += 1
    return counts


def _is_header(words: str) -> bool:
    """Return whether *words* say who had a part, as in `Host: Ada Lovelace`."""
    people = listed_names(plain(words))
    return bool(people) and all(names.shape(name) in ("full", "single") for name in people)


def _words_follow(text: Text, number: int) -> bool:
    """Return whether the next line with anything on it is words of no other turn."""
    for after in range(number + 1, min(number + 4, len(text.kinds))):
        if text.kinds[after] != Kind.BLANK:
            style = text.styles[after]
            alone = style == Style.TIME and not text.rest(after)
            return text.kinds[after] in _WORDS and (style == Style.NONE or alone)
    return False


def _units(text: Text) -> int:
    """Return how many lines could have begun a turn: paragraphs, and heads within them."""
    signs = bytes(text.kinds).translate(_UNIT_SIGNS)
    paragraphs = signs.count(b"\0\1") + signs.startswith(b"\1")
    within = sum(
        signs[number] == 1 and number > 0 and signs[number - 1] == 1 for number in text.with_heads()
    )
    return paragraphs + within


def _sum(counts: Mapping[str, int], labels: Iterable[str]) -> int:
    return sum(counts[label] for label in labels)


def _spelt_like(labels: Iterable[str], known: Collection[str]) -> set[str]:
    folded = {name.casefold().replace("_", " ") for name in known}
    short = {name.split()[0] for name in folded if name}
    return {
        label
        for label in labels
        if (name := label.casefold().replace("_", " ")) in folded or name in short
    }


def _alone(
    counts: Counter[str], known: Collection[str], told: int, units: int, *, sure: bool
) -> set[str]:
    """Return the labels that stand on lines of their own; *sure* when they are in bold type."""
    recurring = {label for label, count in counts.items() if count > 1}
    chosen = recurring | _spelt_like(counts, known)
    total = _sum(counts, chosen)
    if told > total or total < _FEW or not recurring:
        chosen = _spelt_like(counts, known)
    elif total >= 0.2 * units:
        likely = ("full", "single", "caps") if sure else ("full",)
        chosen |= {label for label in counts if names.shape(label) in likely}
    return {label for label in chosen if names.shape(label) is not None}
