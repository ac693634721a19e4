"""What looks like a speaker's name, which labels of a file are speakers, and who is who."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from bot.transcripts.model import Role, Speaker

LONGEST_LABEL_CHARS = 80
_MOST_WORDS = 6
_FULL = 0.6  # of the lines have a label: the file labels each
_USUAL = 0.2  # of the labels that recur, and those of the lines

# Keys of headers, minutes and sentences: nobody is called that.
_NO_SPEAKERS = frozenset(
    re.sub(
        r"\|?\n\s+",
        "|",
        """
    absent|abstract|action|action item|action items|actions|addendum|agenda|agreed|
    answer|apologies|attendee|attendees|author|authors|background|break|chairs|chapter|
    chat|conclusion|conclusion/resolution|conclusions|consensus|copyright|credits|date|
    day|day & time|decision|decisions|description|discussion|doi|duration|email|
    episode|example|examples|facilitators|fact|file|filename|finally|first|fun fact|
    guests|hosts|however|http|https|hum|important|introduction|isbn|issue|issues|
    keywords|kind|language|lastly|licence|license|link|links|listen|location|look|
    mailto|media|meeting|meeting date/time|meeting duration|minutes|more info|moreover|
    motion|music|next|next meeting|next steps|no|note|note taker|notes|now|okay|
    option|outcome|part|participants|poll|present|previous episode|problem|producer|
    producers|proposal|proposed resolution|ps|question|questions|re|recorded|recorder|
    recording|reference|references|regrets|remember|resolution|resolved|resource|
    resources|result|results|reviewers|right|room|rules|sample code|scribe|scribe(s)|
    scribes|second|secondly|section|session|session facilitator|session facilitator(s)|
    session facilitators|show notes|slide|slides|so|solution|source|speakers|spoiler|
    spoiler alert|sponsor|sponsors|step|style|subject|summary|tags|theme|then|third|
    time|timestamp|tip|title|tl;dr|todo|topic|topics|transcribed by|transcriber|
    transcript|transcript by|transcription|tweet|update|url|venue|version|video|vote|
    votes|warning|well|when|where|why|yes
    """.strip(),
    ).split("|")
)
_NO_INITIALS = frozenset(
    "AGENDA DATE TIME TODO NOTE NB PS FYI TLDR URL HTTP HTTPS ISBN DOI".split()
)
_PARTICLES = frozenset(
    "van von de der den del della di da du dos la le el al bin ibn of the and & y e zu ter".split()
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_UNSEEN = ("Cc", "Cf", "Cs", "Co")
_LONGEST_SHOWN_CHARS = 200
_WORD = re.compile(r"[\w.'’&/#@|+*-]+")
_BRACKETED = re.compile(r"\s*\([^()]{0,60}(?:\([^()]{0,60}\)[^()]{0,60})?\)")
_INITIALS = re.compile(r"[A-Z]|(?=[^a-z]{0,6}[A-Z].{0,4}[A-Z])[A-Za-z]{2,5}[0-9]?|\?")
_STATED_INITIALS = re.compile(r"(.{2,60}?)\s*[(\[]([A-Z][A-Za-z]{1,4})[)\]]")
_NUMBER = re.compile(r"\s?#?\d{1,4}(?:\.\d{1,3})?$")
_NUMBERED = re.compile(
    r"(?:speaker|person|participant|voice|man|woman|male|female)[ _]?\w{1,3}", re.I
)


@lru_cache(maxsize=8192)
def shape(label: str) -> str | None:
    """Return the kind of name that *label* looks like, or None when it looks like none.

    Kinds are "initials" (AvW), "caps" (AUDIENCE MEMBER), "full" (Ada Lovelace), "single" (Ada)
    and "nick" (pk910, kingy_sigp).
    """
    if not label or len(label) > LONGEST_LABEL_CHARS:
        return None
    if _INITIALS.fullmatch(label):
        return None if label in _NO_INITIALS else "initials"
    if is_key(label):
        return None
    bare = _BRACKETED.sub("", label).strip() if "(" in label else label
    words = [word.strip(",") for word in bare.split()]
    if not words or len(words) > _MOST_WORDS or not all(map(_WORD.fullmatch, words)):
        return None
    if not any(char.isalpha() for char in bare) or is_key(bare):
        return None
    if bare.isupper():
        return "caps"
    if len(words) == 1:
        return "single" if bare[0].isupper() and bare[-1] != "." else "nick"
    if words[0][0].islower() and words[0] not in _PARTICLES:
        return None
    large = all(w[0].isupper() or not w[0].isalpha() or w in _PARTICLES for w in words)
    return "full" if large and words[-1] not in _PARTICLES else None


def without_markup(label: str) -> str | None:
    """Return *label* without tags and characters that cannot be seen; None if nothing is left."""
    if "<" in label:
        label = _TAG.sub("", label)
    if not label.isprintable():
        label = "".join(char for char in label if unicodedata.category(char) not in _UNSEEN)
    return " ".join(label.split())[:_LONGEST_SHOWN_CHARS] or None


def is_key(label: str) -> bool:
    """Return whether *label* is a key of headers and minutes, such as Agenda, and nobody's name."""
    folded = label.casefold()
    if folded[-1:].isdigit():
        folded = _NUMBER.sub("", folded)
    return folded in _NO_SPEAKERS


def joint(label: str) -> tuple[str, ...]:
    """Return the labels in a joint one such as `AWB, WH` or `CDR / LMP`, or just *label*."""
    parts = tuple(part.strip() for part in re.split(r"\s*[,/&]\s*|\s+and\s+", label))
    return parts if all(parts) else (label,)


def without_initials(label: str) -> tuple[str, str | None]:
    """Return the name and the initials in a label such as `Sjors Provoost (SP)`."""
    found = _STATED_INITIALS.fullmatch(label)
    if found and abbreviates(found[2], found[1]):
        return found[1], found[2]
    return label, None


def stated_initials(text: str) -> dict[str, str]:
    """Return the names by initials that *text*, such as a list of attendees, explains."""
    found: dict[str, str] = {}
    for part in re.split(r"[,;\n]", text):
        words = part.strip(" \t*-_")
        match = _STATED_INITIALS.fullmatch(words) or re.fullmatch(
            r"(.{2,60}?)\s*(?:\||-|–|:)\s*([A-Z]{2,4})\s*\|?", words
        )
        if match and len(match[1].split()) <= _MOST_WORDS:
            found.setdefault(match[2], match[1].strip(" |"))
    return found


def abbreviates(initials: str, name: str) -> bool:
    """Return whether the letters of *initials* begin words of *name*, in order, the first first."""
    letters = iter(initials.casefold())
    wanted = next(letters, None)
    name = unicodedata.normalize("NFKD", name) if not name.isascii() else name
    words = name.casefold().replace("-", " ").split()
    if not words or wanted != words[0][0]:
        return False
    for word in words:
        if wanted is not None and word[0] == wanted:
            wanted = next(letters, None)
    if wanted is None:
        return True
    return initials.casefold() == words[0][: len(initials)] and len(initials) > 2


def speakers_among(
    counts: Mapping[str, int], known: Collection[str], lines: int, *, sure: bool = False
) -> set[str]:
    """Return those of the labels in *counts* that are speakers.

    Args:
        counts: How often each label begins a line that could be a turn's first.
        known: Names of people the file lists elsewhere.
        lines: How many lines or cues could have begun with a label.
        sure: The labels are marked as such (bold, with a time), so once is enough for a name.

    A label is a speaker when it looks like a name and recurs, is somebody known, or looks like the
    labels that do recur in a file full of them.
    """
    shapes = {label: kind for label in counts if (kind := _kind(label)) is not None}
    if not {"Q", "A"} <= shapes.keys() | set(known):
        shapes.pop("Q", None)
    least = {"nick": 2 if sure else 3}
    recurring = {label for label, kind in shapes.items() if counts[label] >= least.get(kind, 2)}
    by_kind: Counter[str] = Counter()
    for label in recurring:
        by_kind[shapes[label]] += counts[label]
    often = by_kind.total()
    all_named = shapes.keys() == counts.keys()
    full = lines > 0 and sum(counts[label] for label in shapes) >= _FULL * lines
    usual = {
        kind
        for kind, times in by_kind.items()
        if times >= _USUAL * often and often >= _USUAL * lines
    }
    usual |= {"initials", "caps"} if usual & {"initials", "caps"} else set()
    likely = usual & {"full", "single", "initials", "caps"}
    if sure or full:
        likely |= {"full"}
    if sure or (full and all_named):
        likely |= {"single", "initials", "caps"}

    chosen = recurring | {label for label in shapes if _is_known(label, known)}
    chosen |= {label for label, kind in shapes.items() if kind in likely}
    return chosen | {
        label
        for label in shapes
        if _NUMBERED.fullmatch(label) or all(part in chosen for part in joint(label))
    }


def _is_known(label: str, known: Collection[str]) -> bool:
    """Return whether *label* is one of the names *known*, or the first name of just one."""
    if not known:
        return False
    sought = _BRACKETED.sub("", label.casefold().replace("_", " "))
    names = {name.casefold().replace("_", " ") for name in known}
    return sought in names or sum(name.split()[:1] == [sought] for name in names) == 1


def _kind(label: str) -> str | None:
    kind = shape(label)
    if kind is None:
        kinds = {shape(part) for part in joint(label)}
        kind = kinds.pop() if len(kinds) == 1 else None
    return kind


def who_is_who(
    labels: Iterable[str], people: Mapping[str, Role | None], explained: Mapping[str, str]
) -> tuple[Speaker, ...]:
    """Return the speakers of *labels* of whom more is known, in order.

    Args:
        labels: The labels of a file's turns, each once, in the order of mention.
        people: Who is listed elsewhere, with the role stated there.
        explained: Full names by label, where the file gives them.

    A short label is taken for a longer name only when that is the only one it can mean.
    """
    labels = list(labels)
    listed = dict.fromkeys([*people, *explained.values(), *labels])
    names = [name for name in listed if _is_full(name)]
    first_spelt: dict[str, str] = {}
    firsts = Counter(name.split()[0].casefold() for name in names)
    lasts = Counter(name.split()[-1].casefold() for name in names)
    found = []
    for label in labels:
        name = explained.get(label)
        spelt = first_spelt.setdefault(label.casefold().replace("_", " "), label)
        if name is None and spelt != label:
            name = spelt
        elif name is None and " " not in label:
            meant = _meant(label, names, firsts, lasts)
            name = meant[0] if len(meant) == 1 else None
        role = people.get(name or label)
        if name is not None or role is not None:
            found.append(Speaker(label, name or label, role=role))
    return tuple(found)


def _is_full(name: str) -> bool:
    return len(name.split()[-1]) > 1 and " " in name and joint(name) == (name,)


def _meant(
    label: str, names: list[str], firsts: Mapping[str, int], lasts: Mapping[str, int]
) -> list[str]:
    folded = label.casefold()
    if firsts.get(folded, 0) + lasts.get(folded, 0) == 1:
        return [
            name
            for name in names
            if folded in (name.split()[0].casefold(), name.split()[-1].casefold())
        ]
    if shape(label) == "initials" and len(label) > 1:
        return [name for name in names if abbreviates(label, name)]
    return []
