"""The conversation with one local person: typed lines, and numbers that press buttons."""

import re

from bot.app import Bot
from bot.naming import Suggestion
from bot.reply import Button, Reply
from bot.request import Place

HERE = Place("console", "", "")
_COMMAND = re.compile(r"^\s*/(?:jensen\b)?\s*", re.IGNORECASE)
QUIT = frozenset({"quit", "exit"})


def ends(line: str) -> bool:
    """Say whether *line* ends the conversation."""
    return line.strip().casefold() in QUIT


class Dialogue:
    """What is said line by line; remembers the buttons that were shown last."""

    def __init__(self, bot: Bot) -> None:
        """Begin a conversation with *bot*."""
        self._bot = bot
        self._buttons: tuple[Button, ...] = ()

    def suggest(self, text: str) -> list[Suggestion]:
        """Return quotes to choose from while *text* is typed."""
        return self._bot.asking.suggest(text, scope=self._bot.asking.scope())

    def answer(self, line: str) -> Reply:
        """Return the answer to *line*, one that is not blank.

        The number of a button presses it; any other number is a question. A line may begin as it
        does in chat, with the command.

        Raises:
            UserError: It cannot be answered; the message says why.
        """
        line = _COMMAND.sub("", line) or "help"
        scope = self._bot.asking.scope()
        pressed = {str(number): button for number, button in enumerate(self._buttons, start=1)}
        button = pressed.get(line.strip())
        if button is not None:
            reply = self._bot.asking.press(button.action, scope=scope)
        else:
            reply = self._bot.talking.answer(line, scope=scope, place=HERE)
        if reply.buttons:
            self._buttons = reply.buttons
        return reply
