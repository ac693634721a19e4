"""`jensen chat`: lines from a prompt on a terminal, or from a pipe."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from adapters.console.dialogue import Dialogue, ends
from adapters.console.rendering import Look, render
from adapters.terminal import complain, look, write
from bot.app import Bot
from bot.errors import BadRequestError, UserError

UNANSWERED = 2
HISTORY = "history"

_GREETING = "Type what you half remember. `help` tells what else there is, `quit` leaves."


def chat(bot: Bot, home: Path) -> int:
    """Answer what is typed until it ends; keep what is typed at a terminal in *home*.

    Returns:
        0, or 2 when there was a line that could not be answered, from a pipe.

    Raises:
        FaultError: The library or the index cannot be read.
        BadRequestError: The pipe holds no UTF-8.
    """
    dialogue = Dialogue(bot)
    if sys.stdin.isatty() and sys.stdout.isatty():
        # The prompt brings asyncio and more, 0.2 s that a pipe can do without.
        from adapters.console.prompt import typed

        write([_GREETING])
        converse(dialogue, typed(home / HISTORY, dialogue.suggest), look())
        return 0
    return converse(dialogue, _piped(), look())


def converse(dialogue: Dialogue, lines: Iterable[str], shown: Look) -> int:
    """Write the answer to each of *lines*, up to one that ends the conversation."""
    status = 0
    for line in lines:
        if ends(line):
            break
        if line.strip():
            try:
                answer = render(dialogue.answer(line), shown, numbered=True)
            except UserError as error:
                complain(str(error))
                status = UNANSWERED
            else:
                write([*answer, ""])
    return status


def _piped() -> Iterator[str]:
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            yield line.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            why = f"not UTF-8 at byte {error.start} of the line"
            raise BadRequestError(f"standard input, line {number}: {why}") from error
