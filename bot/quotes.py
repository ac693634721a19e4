"""A quote: words as they were said, and where; laid out as a card.

The one place that words an attribution; asking, the daily quote and trivia show quotes by it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.actions import Fidelity, Ref, transcript_key
from bot.reply import Card
from bot.search.comparing import Difference
from bot.search.english import STOP_WORDS
from bot.search.finding import Match
from bot.search.text import words
from bot.transcripts.catalogue import Entry
from bot.transcripts.model import Details, Turn
from bot.transcripts.scope import display_name

ELLIPSIS = "…"
NOTES_MAX = 3

# Longer runs of other words are no slip of memory, and no note makes sense of them.
_SLIP_MAX_WORDS = 6
_FIDELITY_WORDS: dict[Fidelity | None, str] = {"close": "close match", "loose": "loose match"}
_YOUTUBE = ("youtube.com", "youtu.be")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a turn, ready to be shown.

    Attributes:
        turn: The turn they were said in.
        entry: Its transcript.
        start: The first of them, counted in `turn.text.split()`.
        end: Past the last of them.
        fidelity: How well they fit what was asked, or None where nothing was asked.
        differences: Where what was asked departs from them, in order.
    """

    turn: Turn
    entry: Entry
    start: int
    end: int
    fidelity: Fidelity | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def words(self) -> str:
        """The words, separated by single spaces."""
        return " ".join(self.turn.text.split()[self.start : self.end])

    @property
    def ref(self) -> Ref:
        """The quote as a button remembers it."""
        key = transcript_key(self.turn.transcript)
        return Ref(key, self.turn.number, self.start, self.end, self.fidelity)


def quote_of(match: Match) -> Quote:
    """Return what *match* found; of the differences, those that are slips of memory."""
    quote = Quote(match.turn, match.entry, match.start, match.end, match.fidelity)
    return replace(quote, differences=tuple(_slips(match.differences, quote.words)))


def card_of(quote: Quote) -> Card:
    """Return *quote* as a card, attributed.

    An ellipsis stands at either end where the turn goes on. Words that were asked for otherwise
    are marked, and the first NOTES_MAX of them explained.
    """
    turn, details = quote.turn, quote.entry.details
    inside = [d for d in quote.differences if quote.start <= d.start <= d.end <= quote.end]
    opening = f"{ELLIPSIS} " if quote.start > 0 else ""
    pieces = turn.text.split()
    closing = f" {ELLIPSIS}" if quote.end < len(pieces) else ""
    places = list(_places(pieces[quote.start : quote.end], len(opening)))
    return Card(
        title=" ".join(display_name(details, turn.speaker).split()),
        body=f"{opening}{quote.words}{closing}",
        footer=attribution(turn, details, quote.fidelity),
        url=link(details.url, turn.start),
        quoted=True,
        emphasis=tuple(
            (places[one.start - quote.start][0], places[one.end - quote.start - 1][1])
            for one in inside
            if one.start < one.end
        ),
        notes=tuple(_note(one) for one in _slips(inside, quote.words))[:NOTES_MAX],
    )


def attribution(turn: Turn, details: Details, fidelity: Fidelity | None = None) -> str:
    """Return in one line where *turn* was said, and how well it fits unless it fits exactly."""
    title = f"{details.title} (condensed transcript)" if details.condensed else details.title
    show = details.show
    if show is not None and show.casefold() in details.title.casefold():
        show = None
    time = None if turn.start is None else clock_time(turn.start)
    parts = (title, show, details.date, f"turn {turn.number}", time, _FIDELITY_WORDS.get(fidelity))
    return " · ".join(" ".join(part.split()) for part in parts if part)


def clock_time(seconds: float) -> str:
    """Return *seconds* as h:mm:ss, rounded down; with a minus sign before the beginning."""
    whole = int(seconds // 1)
    minutes, second = divmod(abs(whole), 60)
    hour, minute = divmod(minutes, 60)
    return f"{'-' if whole < 0 else ''}{hour}:{minute:02}:{second:02}"


def link(url: str | None, start: float | None) -> str | None:
    """Return the address of the second *start* in the recording at *url*, as far as is known.

    `#t=SECONDS`, or `t=SECONDSs` in the query for YouTube. An address that has a fragment of its
    own, and a second before the beginning, leave it as it is.
    """
    if url is None or start is None or start < 0:
        return url
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host in _YOUTUBE:
        query = [(key, value) for key, value in parse_qsl(parts.query) if key != "t"]
        return urlunsplit(parts._replace(query=urlencode([*query, ("t", f"{int(start)}s")])))
    return url if parts.fragment else urlunsplit(parts._replace(fragment=f"t={int(start)}"))


def as_text(card: Card) -> str:
    """Return a card in plain text: who and the words, where, how they differ, the address."""
    head = f"{card.title}: {card.body}" if card.body else card.title
    return "\n".join(line for line in (head, card.footer, *card.notes, card.url) if line)


def _slips(differences: Iterable[Difference], shown: str) -> Iterator[Difference]:
    """Yield where somebody misremembered; words they merely left out are no claim of theirs.

    Nor is the order of words that were all said in what is *shown*.
    """
    heard = frozenset(words(shown))
    for one in differences:
        asked, said = one.asked.split(), words(one.said)
        if asked and not heard.issuperset(asked) and max(len(asked), len(said)) <= _SLIP_MAX_WORDS:
            # Nobody means "in" by "yesterday"; that was not said at all.
            is_meant = STOP_WORDS.issuperset(asked) or not STOP_WORDS.issuperset(said)
            yield one if is_meant else replace(one, said="", end=one.start)


def _note(slip: Difference) -> str:
    said = slip.said.strip(".,;:!?…\"'“”‘’()[]-–—")
    if not said:
        return f'You had "{slip.asked}"; that was not said here.'
    return f'You had "{slip.asked}"; it was "{said}".'


def _places(pieces: Sequence[str], at: int) -> Iterator[tuple[int, int]]:
    """Yield where each piece begins and ends in a body whose words begin at *at*."""
    for piece in pieces:
        yield at, at + len(piece)
        at += len(piece) + 1
