"""Everything that can be asked of the transcripts, worded alike for every front end."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.actions import Ref, decode
from bot.drawing import Drawing
from bot.errors import BadRequestError, NotFoundError
from bot.naming import Naming, Suggestion, Voices
from bot.quotes import NOTES_MAX, Quote, quote_of
from bot.reply import Card, Reply
from bot.request import Place
from bot.search.comparing import find_verbatim
from bot.search.finding import Match
from bot.search.question import parse
from bot.search.quoting import QUOTE_MAX_WORDS, cut
from bot.search.text import words
from bot.showing import showing
from bot.transcripts.library import Library
from bot.transcripts.scope import Scope

SUGGESTIONS_MAX = 25
# With so many for the completed word, those for what was typed so far are not looked for.
_SUGGESTIONS_ENOUGH = 5
VERIFY_MAX_CHARS = 2_000

# The match that is shown and those that a button can remember.
_MATCHES = 7
# From this share of a claim's words on, something like it was said.
_LIKE_THIS = 0.5
# Passages among which the words to verify are looked for.
_VERIFIED = 10

HELP = """\
Type what you half remember, and I quote what was really said: who, where, word for word.
"two or three words in double quotes" must occur exactly as they are.
Under a quote, Next match shows another one, Earlier and Later what was said around it.

verify WORDS: was that said, word for word?
quote: something worth quoting; quote NAME: by that speaker, or from that transcript.
help: this.

I am an unofficial fan bot. I never make words up: when nobody said it, I say so."""

_TRY = "Try the words you remember best, fewer of them, or another way to put it."
_CONDENSED = "Small words such as the, of and is are missing from this transcript and do not count."
_ASK_SOMETHING = "Ask me something first: type the words you half remember."
_GONE = "That passage is not here any more. Please ask again."


class QuoteSearch(Voices, Protocol):
    """The part of a QuoteIndex that asking needs."""

    def search(self, message: str, scope: Scope, *, limit: int = 10) -> list[Match]:
        """Return at most *limit* passages that answer *message*, best first."""
        ...

    def complete(self, beginning: str) -> str | None:
        """Return the word said most often that begins so, or None."""
        ...


class Asking:
    """Ask, read on, verify, be surprised: what the bot does with its transcripts.

    Everything takes a scope; make one with `scope`. Nothing outside of it is ever shown or named.
    May be used from many threads at once.
    """

    def __init__(
        self,
        library: Library,
        search: QuoteSearch,
        *,
        clock: Callable[[], datetime],
        rng: random.Random,
    ) -> None:
        """Answer from *library* by *search*; *clock* tells the day, aware, *rng* chance."""
        self._library = library
        self._search = search
        self._clock = clock
        self._naming = Naming(search)
        self._drawing = Drawing(library, search, rng)

    def scope(
        self,
        *,
        speaker: str | None = None,
        transcript: str | None = None,
        within: frozenset[str] | None = None,
    ) -> Scope:
        """Return what may be quoted today.

        Args:
            speaker: Keep to this speaker; a name, alias or label, in any case.
            transcript: Keep to this transcript; an id or a title, in any case.
            within: Ids of the transcripts a place quotes from, or None for all.

        Raises:
            NotFoundError: Nobody or nothing has that name; the nearest ones are suggested.
        """
        scope = Scope(self._clock().date().isoformat(), within)
        return self._naming.narrowed(scope, speaker=speaker, transcript=transcript)

    def ask(self, message: str, *, scope: Scope, private: bool = False) -> Reply:
        """Quote the passage that answers *message* best.

        Finding nothing is an ordinary outcome: the reply says so, privately, and is not `found`.

        Args:
            message: What was typed, as it was typed; of any length.
            scope: What may be quoted.
            private: Whether only the person who asks is to see it; adds a button to share it.

        Raises:
            BadRequestError: *message* is blank.
        """
        if not message.strip():
            raise BadRequestError(_ASK_SOMETHING)
        matches = self.matches(message, scope=scope, limit=_MATCHES)
        if not matches:
            return self._nothing(message, scope)
        others = [quote_of(match).ref for match in matches[1:]]
        return self._show(quote_of(matches[0]), scope, others=others, private=private)

    def matches(self, message: str, *, scope: Scope, limit: int) -> list[Match]:
        """Return at most *limit* passages that answer *message*, best first; perhaps none."""
        return self._search.search(message, scope, limit=limit)

    def verify(self, text: str, *, scope: Scope, private: bool = False) -> Reply:
        """Say whether *text* was said: word for word, like this, or not at all.

        Only the longest phrase in double quotes is held against what was said, if there is one.

        Raises:
            BadRequestError: *text* has no words, or more than VERIFY_MAX_CHARS characters.
        """
        from bot.verifying import claim_in, compare  # only those who verify pay for it

        claim = claim_in(text)
        asked = words(claim)
        if not asked:
            raise BadRequestError("Give me the words to verify.")
        if len(claim) > VERIFY_MAX_CHARS:
            raise BadRequestError(f"Give me at most {VERIFY_MAX_CHARS:,} characters to verify.")
        alike = self._search.search(claim, scope, limit=_VERIFIED)
        for match in [*self._search.search(f'"{claim}"', scope, limit=1), *alike]:
            condensed = match.entry.details.condensed
            pieces = match.turn.text.split()
            place = find_verbatim(asked, pieces, condensed=condensed)
            if place is not None:
                quote = Quote(match.turn, match.entry, *cut(pieces, *place), "exact")
                return self._show(quote, scope, verdict=_verbatim(condensed), private=private)
        if not alike:
            return self._nothing(claim, scope)

        best = alike[0]
        pieces, condensed = best.turn.text.split(), best.entry.details.condensed
        found = compare(claim, pieces, best.start, best.end, condensed=condensed)
        if best.fidelity == "loose" and found.likeness < _LIKE_THIS:
            verdict = Card("Nobody said that", "This is the nearest thing that was said.")
            nearest = self._show(quote_of(best), scope, verdict=verdict, private=private)
            return replace(nearest, found=False)
        quote = replace(quote_of(best), differences=found.differences)
        left_out = [one.said for one in found.differences if not one.asked]
        notes = tuple(f'You left out "{said}".' for said in left_out[:NOTES_MAX])
        verdict = Card("Not word for word. You had", claim, emphasis=found.asked, notes=notes)
        return self._show(quote, scope, verdict=verdict, private=private)

    def quote(self, *, scope: Scope, place: Place | None = None, private: bool = False) -> Reply:
        """Quote something that stands alone, and none of the last things quoted in *place*."""
        quote = self._drawing.draw(scope, place)
        if quote is None:
            return Reply("There is nothing here yet that could stand alone.", (), (), True, False)
        return self._show(quote, scope, private=private, answered=False)

    def press(self, action: str, *, scope: Scope, private: bool = False) -> Reply:
        """Do what a pressed button says.

        What comes back takes the place of the message with the button, except for "share": that
        is for everybody to see.

        Args:
            action: `Button.action`, of a message of any age.
            scope: What may be quoted now, whatever it was then.
            private: Whether only the person who presses sees the message.

        Raises:
            BadRequestError: It is no action, or what it is about is gone or out of scope.
        """
        wanted = decode(action)
        for at, ref in enumerate(wanted.refs):
            quote = self._find(ref, scope)
            if quote is not None:
                others = wanted.refs[at + 1 :]
                private = private and wanted.verb != "share"
                answered = wanted.verb in ("next", "share")
                return self._show(quote, scope, others=others, answered=answered, private=private)
            if wanted.verb != "next":
                break
        raise BadRequestError(_GONE)

    def suggest(self, text: str, *, scope: Scope, limit: int = SUGGESTIONS_MAX) -> list[Suggestion]:
        """Return quotes to choose from while *text* is typed, best first; asking a value finds it.

        The last word may be unfinished. Too little text, and "", offer nothing.
        """
        from bot.suggesting import completed, is_worth_completing, suggestion, unfinished_word

        if not is_worth_completing(text):
            return []
        beginning = unfinished_word(text)
        word = self._search.complete(beginning) if beginning else None
        meant = text if word in (None, beginning) else completed(text, word)
        found = [(match, meant) for match in self.matches(meant, scope=scope, limit=limit)]
        if meant != text and len(found) < min(limit, _SUGGESTIONS_ENOUGH):
            found += [(match, text) for match in self.matches(text, scope=scope, limit=limit)]
        offered = [suggestion(match, asked) for match, asked in found]
        return list({one.label: one for one in offered}.values())[:limit]

    def speakers(
        self, text: str, *, scope: Scope, limit: int = SUGGESTIONS_MAX
    ) -> list[Suggestion]:
        """Return speakers whose names fit what was typed so far, for `scope(speaker=...)`."""
        return self._naming.suggest_speakers(text, scope, limit)

    def transcripts(
        self, text: str, *, scope: Scope, limit: int = SUGGESTIONS_MAX
    ) -> list[Suggestion]:
        """Return transcripts whose titles fit what was typed so far, for `scope(transcript=...)`.

        A value is an id.
        """
        return self._naming.suggest_transcripts(text, scope, limit)

    def named(self, name: str, *, scope: Scope) -> Scope | None:
        """Return *scope* kept to the speaker or else the transcript *name*, or None."""
        try:
            return self._naming.narrowed(scope, speaker=name)
        except NotFoundError:
            pass
        try:
            return self._naming.narrowed(scope, transcript=name)
        except NotFoundError:
            return None

    def help(self) -> Reply:
        """Say what can be asked."""
        return Reply(HELP, private=True)

    def _find(self, ref: Ref, scope: Scope) -> Quote | None:
        """Return what *ref* remembers if it is still there and in *scope*."""
        self._library.refresh()
        entry = self._library.find_by_key(ref.key)
        if entry is None or not scope.admits(entry) or ref.turn >= entry.turns:
            return None
        turn = self._library.turn(entry.details.id, ref.turn)
        fits = ref.start < ref.end <= min(len(turn.text.split()), ref.start + QUOTE_MAX_WORDS)
        if not fits or not scope.admits_speaker(entry.details, turn.speaker):
            return None
        return Quote(turn, entry, ref.start, ref.end, ref.fidelity)

    def _show(
        self,
        quote: Quote,
        scope: Scope,
        *,
        others: Sequence[Ref] = (),
        verdict: Card | None = None,
        answered: bool = True,
        private: bool = False,
    ) -> Reply:
        return showing(
            self._library,
            quote,
            scope,
            others=others,
            verdict=verdict,
            answered=answered,
            private=private,
        )

    def _nothing(self, message: str, scope: Scope) -> Reply:
        """Say that nobody said that, and what to try."""
        if not any(map(scope.admits, self._library.entries().values())):
            text = "There is no transcript here to search yet."
        elif not parse(message).words:
            text = f"There is nothing in that to look for. {_TRY}"
        elif scope.speaker is not None:
            text = (
                f"{self._naming.shown(scope.speaker, scope)} never said anything like that. {_TRY}"
            )
        else:
            text = f"Nobody said anything like that. {_TRY}"
        return Reply(text, private=True, found=False)


def _verbatim(condensed: bool) -> Card:
    text = "Those words were said, in that order."
    return Card("Said word for word", f"{text} {_CONDENSED}" if condensed else text)
