"""Read lines of text: labelled turns where there are labels, else timed lines, else paragraphs."""

from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from bot.transcripts.readers import cues, labels, names, stating
from bot.transcripts.readers.cues import Cue
from bot.transcripts.readers.heads import Style
from bot.transcripts.readers.labelled import Turns
from bot.transcripts.readers.markup import plain
from bot.transcripts.readers.outline import Kind
from bot.transcripts.readers.reading import (
    MOST_SPEAKERS,
    Doubts,
    Reading,
    refusal,
    told_apart,
    too_many,
    without_daytime,
)
from bot.transcripts.readers.text import Text

_WIDE_CHARS = 120
_WORDS = (Kind.TEXT, Kind.LISTED, Kind.QUOTED, Kind.CODE)


def read(lines: list[str], name: str, doubts: Doubts) -> Reading:
    """Return the turns of *lines*, the lines of a text, which are given up on the way.

    Raises:
        BadTranscriptError: No line of it is speech.
    """
    text = Text(lines)
    if len(text.candidates) > MOST_SPEAKERS:
        raise too_many(len(text.candidates), name)
    labels.decide(text)
    text.find_entries(keys_only=False)
    text.set_aside_keys()
    title = text.title()
    if text.names_somebody():
        form = "labelled text"
        made = Turns(text, doubts)
        spoken, asides, title = made.spoken, made.asides, made.title or title
    else:
        timed = _is_timed(text)
        form = "timed text" if timed else "text"
        kinds = (Kind.HEADING, Kind.ASIDE)
        asides = [plain(text.words[n]) for n, kind in enumerate(text.kinds) if kind in kinds]
        spoken = list(cues.turns(_timed(text) if timed else _paragraphs(text)))
    if not spoken:
        why = "no turns found; speakers are written as `Name: words`, each on a line of its own"
        raise refusal(name, None, why)
    turns = told_apart(without_daytime(spoken, doubts), doubts)
    found = dict.fromkeys(turn.speaker for turn in spoken if turn.speaker is not None)
    details = stating.titled(stating.stated(text.entries), title)
    details = replace(details, speakers=names.who_is_who(found, text.people, text.explained))
    return Reading(form, turns, details, tuple(asides), doubts.problems(name))


def _is_timed(text: Text) -> bool:
    times = text.turns.count(Style.TIME)
    return times > 2 and times >= 0.3 * text.kinds.count(Kind.TEXT)


def _timed(text: Text) -> Iterator[Cue]:
    """Yield the lines of *text* with the time at their head or on the line above."""
    start: float | None = None
    for number, kind in enumerate(text.kinds):
        if text.turns[number]:
            start = text.start(number)
            if words := text.rest(number):
                yield start, None, None, plain(words), False
        elif kind in _WORDS:
            yield start, None, None, plain(text.words[number]), False


def _paragraphs(text: Text) -> Iterator[Cue]:
    """Yield the lines of *text*, marking where a paragraph begins.

    Where most lines are longer than a screen is wide, each line is a paragraph.
    """
    pairs = zip(text.kinds, text.words, strict=True)
    sizes = [len(words) for kind, words in pairs if kind == Kind.TEXT]
    unwrapped = bool(sizes) and median(sizes) > _WIDE_CHARS
    begins = True
    for kind, words in zip(text.kinds, text.words, strict=True):
        if kind in _WORDS:
            yield None, None, None, plain(words), begins or unwrapped
            begins = False
        else:
            begins = True
