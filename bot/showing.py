"""Lay quotes out as a reply: the card, the answer to a question, what can be done next."""

from collections.abc import Sequence

from bot.actions import Ref, encode
from bot.context import Words, earlier, following, later, opening
from bot.quotes import Quote, as_text, card_of
from bot.reply import Button, Card, Reply
from bot.transcripts.library import Library
from bot.transcripts.scope import Scope, speaker_of


def showing(
    library: Library,
    quote: Quote,
    scope: Scope,
    *,
    others: Sequence[Ref] = (),
    verdict: Card | None = None,
    answered: bool = True,
    private: bool = False,
) -> Reply:
    """Return the reply that shows *quote*.

    Args:
        library: Where the words around it are.
        quote: What to show; in *scope*.
        scope: What may be read on from here.
        others: The further matches, for "Next match".
        verdict: A card to go before it.
        answered: Whether a guest's answer is shown with a host's question.
        private: Whether only the person who asked sees it, and may share it.
    """
    shown = [quote]
    answer = _answer(library, quote, scope) if answered else None
    if answer is not None:
        shown.append(answer)
    cards = tuple(map(card_of, shown))
    if verdict is not None:
        cards = (verdict, *cards)
    return Reply(
        text="\n\n".join(map(as_text, cards)),
        cards=cards,
        buttons=tuple(_buttons(library, shown, scope, others, private)),
        private=private,
    )


def _answer(library: Library, quote: Quote, scope: Scope) -> Quote | None:
    """Return the opening of the guest's turn that follows a host's, or None."""
    details = quote.entry.details
    asker = speaker_of(details, quote.turn.speaker)
    if asker is None or asker.role != "host":
        return None
    turn = following(library, quote.entry, quote.turn)
    if turn is None or not scope.admits_speaker(details, turn.speaker):
        return None
    guest = speaker_of(details, turn.speaker)
    if guest is None or guest.role != "guest":
        return None
    return _quoted(quote, opening(turn))


def _buttons(
    library: Library, shown: Sequence[Quote], scope: Scope, others: Sequence[Ref], private: bool
) -> list[Button]:
    first, last = shown[0], shown[-1]
    before = earlier(library, first.entry, first.turn, first.start, scope)
    after = later(library, last.entry, last.turn, last.end, scope)
    buttons = []
    if others:
        buttons.append(Button("Next match", encode("next", others)))
    if before is not None:
        buttons.append(Button("Earlier", encode("earlier", [_quoted(first, before).ref, *others])))
    if after is not None:
        buttons.append(Button("Later", encode("later", [_quoted(last, after).ref, *others])))
    if private:
        buttons.append(Button("Share", encode("share", [first.ref, *others])))
    return buttons


def _quoted(quote: Quote, words: Words) -> Quote:
    """Return other *words* of the transcript of *quote*."""
    turn, start, end = words
    return Quote(turn, quote.entry, start, end)
