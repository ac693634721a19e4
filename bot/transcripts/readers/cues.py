"""Short timed pieces of speech, such as caption cues and recognised segments, made into turns."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bot.transcripts.readers.markup import tidy
from bot.transcripts.readers.reading import Spoken

PAUSE_S = 30.0  # the same speaker after a longer one begins a new turn
BREATH_S = 3.0  # a pause after which a voice without a name begins a new turn
_SENTENCES_WORDS = 80  # a voice without a name goes on to the end of the sentence after these
_MOST_WORDS = 250  # and no longer than these where no sentence ends
_SENTENCE_ENDS = (".", "?", "!", "…", '."', '?"', '!"', ".”", "?”", "!”", ".)", "]")
_ROLLING = 0.25  # of the cues go on from the one before: captions that roll
_NO_PAUSE_S = 0.02
_SAMPLE = 2000
_LONGEST_ROLLED_WORDS = 60  # two or three lines on a screen


# A piece of speech: its start and end in seconds if known, who speaks if the piece says so, the
# words, and whether somebody else begins to speak, whoever that is.
Cue = tuple[float | None, float | None, str | None, str, bool]


def turns(cues: Iterable[Cue]) -> Iterator[Spoken]:
    """Yield the turns of *cues*: joined while one person speaks and the pause is short.

    A cue without a speaker goes on with the one before. Where nobody is named, a turn ends at a
    pause, or where a sentence ends once it is long.
    """
    words: list[str] = []
    count = 0
    speaker: str | None = None
    first: float | None = None
    last: float | None = None
    for start, end, named, text, changed in cues:
        if words:
            pause = start - last if start is not None and last is not None else 0.0
            ends = changed or pause > PAUSE_S
            if named is not None:
                ends = ends or named != speaker
            elif speaker is None and not ends:
                ends = pause >= BREATH_S or _is_long(count, words[-1])
            if ends:
                yield from _spoken(speaker, words, first)
                words, count = [], 0
        if changed or named is not None:
            speaker = named
        if not words:
            first = start
        if text:
            words.append(text)
            count += text.count(" ") + 1
        last = end if start is None or end is None or end > start else start
    yield from _spoken(speaker, words, first)


def _is_long(count: int, last: str) -> bool:
    if count < _SENTENCES_WORDS:
        return False
    return count >= _MOST_WORDS or last.rstrip().endswith(_SENTENCE_ENDS)


def _spoken(speaker: str | None, words: list[str], start: float | None) -> Iterator[Spoken]:
    text = tidy(" ".join(words))
    if text:
        yield Spoken(speaker, text, None if start is None else round(start, 3))


def roll(starts: Sequence[float], ends: Sequence[float], texts: Sequence[str]) -> bool:
    """Return whether captions roll: many of *texts* begin with the end of the one before.

    They must follow without a pause and go on from there; people do say the same twice.
    """
    pairs = list(pairwise(texts[:_SAMPLE]))
    rolled = sum(
        start - end <= _NO_PAUSE_S
        and 0 < _repeated(before.split(), more := after.split()) < len(more)
        for end, start, (before, after) in zip(ends, starts[1:], pairs, strict=False)
    )
    return rolled > _ROLLING * len(pairs)


def unrolled(texts: Iterable[str]) -> Iterator[str]:
    """Yield what each of *texts* adds to the one before it, in captions that roll."""
    before: list[str] = []
    for text in texts:
        words = text.split()
        yield " ".join(words[_repeated(before, words) :])
        before = words or before


def _repeated(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many words at the head of *after* are those at the end of *before*.

    One word alone does not count unless it is all there was: people do repeat a word.
    """
    longest = min(len(before), len(after), _LONGEST_ROLLED_WORDS)
    for length in range(longest, 0, -1):
        if before[-length:] == after[:length]:
            return length if length > 1 or length in (len(before), len(after)) else 0
    return 0
