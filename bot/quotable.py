"""Which passages are fit to stand alone: as a random quote, a daily one, a trivia question."""

import random
from bisect import bisect_right
from collections.abc import Sequence

from bot.search.english import STOP_WORDS
from bot.search.quoting import QUOTE_MAX_WORDS, ends_sentence
from bot.search.text import words
from bot.transcripts.model import Role, Turn

FIT_MIN_WORDS = 8

# Words that are no stop words: at least so many, and so large a share of all.
_CONTENT_MIN_WORDS = 5
_CONTENT_MIN_SHARE = 0.3
# How much of a turn that marks no sentences is shown.
_UNMARKED_WORDS = 30

# Whoever begins so greets, agrees, or goes on with what was said before.
_DEPENDENT_OPENINGS = frozenset(
    """
    absolutely again alright also and anyway anyways awesome because but congratulations cool
    correct definitely either exactly fantastic good great he hed hell hello hes hey hi him his hmm
    interesting it itd itll its likewise maybe mm mmhm mmhmm nah neither nice no nope oh ok okay
    or otherwise perfect plus right she shed shes so sorry sure thank thanks that thatd thatll
    thats then there therefore these they theyd theyll theyre theyve this those though totally uh
    um welcome well whereas which wow yeah yep yes yup
    """.split()
)
# A turn that ends so was interrupted.
_BROKEN_OFF = ("-", "\u2013", "\u2014", ",", ":", ";")
# What is said to listeners about the show itself, and by sponsors.
_SHOW_CUES = (
    "show notes", "subscribe", "subscribed", "youre listening", "you are listening", "podcast",
    "this episode", "todays episode", "todays show", "our show", "tune in", "tuning in",
    "stay tuned", "sponsor", "sponsors", "sponsored", "brought to you", "promo code",
    "discount code", "coupon", "free trial", "patreon", "newsletter", "description below",
    "click link", "click the link", "link below", "links in", "leave a review", "leave us a",
    "follow us", "welcome back", "welcome to", "joining us", "for joining", "for having me",
    "for having us", "for listening", "for coming on", "thanks much", "thanks so much",
    "thank you so much", "nice to meet", "how are you",
    "good morning", "good afternoon", "good evening", "dot com", "http", "https", "www",
    "inaudible", "crosstalk", "laughter", "laughs",
)  # fmt: skip


def is_fit(pieces: Sequence[str], *, role: Role | None = None) -> bool:
    """Say whether the words of a passage can stand alone.

    Fit is what has 8 to QUOTE_MAX_WORDS words with enough content, and neither greets, nor
    advertises, nor hangs on what was said before, nor only asks. A host's words are fit where
    their sentences are marked, so that they are known to be no question.

    Args:
        pieces: The words of the passage as they were said.
        role: The speaker's, or None when unknown.
    """
    if not FIT_MIN_WORDS <= len(pieces) <= QUOTE_MAX_WORDS:
        return False
    said = words(" ".join(pieces))
    content = {word for word in said if word not in STOP_WORDS and len(word) > 1}
    if len(content) < max(_CONTENT_MIN_WORDS, _CONTENT_MIN_SHARE * len(said)):
        return False
    if said[0] in _DEPENDENT_OPENINGS:
        return False
    spaced = f" {' '.join(said)} "
    if any(f" {cue} " in spaced for cue in _SHOW_CUES):
        return False
    if pieces[-1].endswith(_BROKEN_OFF):
        return False
    sentences = [piece for piece in pieces if ends_sentence(piece)]
    if not sentences:
        return role != "host"
    return not all(piece.rstrip("\"'”’)]").endswith("?") for piece in sentences)


def pick(turn: Turn, rng: random.Random, *, role: Role | None = None) -> tuple[int, int] | None:
    """Return a fit passage of *turn*, `start` and `end` (exclusive) in words, or None.

    Whole sentences where the turn marks them, as many as fit; else a run of words.
    """
    pieces = turn.text.split()
    if len(pieces) <= QUOTE_MAX_WORDS:
        spans = [(0, len(pieces))]
    else:
        spans = _spans(pieces)
        rng.shuffle(spans)
    return next(((s, e) for s, e in spans if is_fit(pieces[s:e], role=role)), None)


def _spans(pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Return the passages of a long turn that may be shown."""
    ends = [at + 1 for at, piece in enumerate(pieces) if ends_sentence(piece)]
    if len(ends) * QUOTE_MAX_WORDS < len(pieces):
        starts = range(0, len(pieces) - _UNMARKED_WORDS + 1, _UNMARKED_WORDS // 2)
        return [(start, start + _UNMARKED_WORDS) for start in starts]
    spans = []
    for start in [0, *ends]:
        after = bisect_right(ends, start + QUOTE_MAX_WORDS)
        if after and ends[after - 1] > start:
            spans.append((start, ends[after - 1]))
    return spans
