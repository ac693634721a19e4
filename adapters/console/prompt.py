"""The prompt: editing, history and completion as people expect them of a shell."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, ThreadedCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from adapters.console.rendering import safe
from bot.naming import Suggestion

_PROMPT = "> "
_COMPLETIONS = 8


def typed(history: Path, suggest: Callable[[str], list[Suggestion]]) -> Iterator[str]:
    """Yield the lines that are typed, until Ctrl-D; Ctrl-C takes back a line.

    Args:
        history: The file that remembers them; a folder that cannot be written forgets them.
        suggest: Offers what a line may become when Tab is pressed.
    """
    session: PromptSession[str] = PromptSession(
        history=_history(history),
        auto_suggest=AutoSuggestFromHistory(),
        completer=ThreadedCompleter(_Suggestions(suggest)),
        complete_while_typing=False,
    )
    while True:
        try:
            yield session.prompt(_PROMPT)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


class _Suggestions(Completer):
    """Offers quotes that fit the line so far."""

    def __init__(self, suggest: Callable[[str], list[Suggestion]]) -> None:
        self._suggest = suggest

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        text = document.text_before_cursor
        for one in self._suggest(text)[:_COMPLETIONS]:
            yield Completion(safe(one.value), -len(text), display=safe(one.label))


def _history(file: Path) -> History:
    try:
        # What people type is nobody else's.
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(file))
