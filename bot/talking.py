"""Understand one typed line, as the console and Slack take it.

The first word may be a verb; any other line is a question. A question that merely begins like
one stays a question: "help" counts alone, "quote" alone or before the name of a speaker or
transcript, so that "quote me on that" and "help desk tickets" are looked for. "verify" always
counts; whoever looks for that word puts it in double quotes.
"""

from bot.asking import Asking
from bot.errors import BadRequestError
from bot.reply import Reply
from bot.request import Place
from bot.transcripts.scope import Scope

# What a line may begin with, and what it does, in the order of the help.
VERBS = {
    "verify": "was that said, word for word?",
    "quote": "something worth quoting",
    "help": "what can be asked",
}
_FILLERS = ("by ", "from ", "of ")


class Talking:
    """Answer typed lines."""

    def __init__(self, asking: Asking) -> None:
        """Answer by *asking*."""
        self._asking = asking

    def answer(
        self, line: str, *, scope: Scope, place: Place | None = None, private: bool = False
    ) -> Reply:
        """Return the answer to *line*.

        Args:
            line: As typed, without the command or mention before it.
            scope: What may be quoted.
            place: Where it was typed, so that random quotes do not repeat there.
            private: Whether only the person who typed it is to see the answer.

        Raises:
            UserError: The line cannot be answered; the message says why.
        """
        text = line.strip()
        verb, rest = [*text.split(maxsplit=1), "", ""][:2]
        match verb.casefold():
            case "verify":
                if not rest:
                    raise BadRequestError("Verify what? Type the words after it.")
                return self._asking.verify(rest, scope=scope, private=private)
            case "help" if not rest:
                return self._asking.help()
            case "quote" if (named := self._named(rest, scope)) is not None:
                return self._asking.quote(scope=named, place=place, private=private)
        return self._asking.ask(text, scope=scope, private=private)

    def _named(self, name: str, scope: Scope) -> Scope | None:
        """Return *scope* kept to whom or what *name* names; all of it for "", None for nobody."""
        for filler in _FILLERS:
            name = name.removeprefix(filler)
        return self._asking.named(name, scope=scope) if name else scope
