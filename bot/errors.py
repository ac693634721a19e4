"""Every error the project raises on purpose.

    BotError
    ├── UserError                 shown to the person as it is; says what to do
    │   ├── BadRequestError       what was typed cannot be used
    │   ├── NotFoundError         a transcript, speaker or turn that does not exist
    │   ├── SettingsError         a setting is missing or wrong; names the variable
    │   └── BadTranscriptError    a transcript that cannot be read; every problem with its place
    └── FaultError                the machine's or the program's fault; logged, hidden in chat
        └── StorageError          the home folder cannot be read or written; says what to do

A UserError ends a command with its message and exit status 2, a FaultError likewise in a
terminal; chat adapters answer a FaultError with an incident number instead of its words.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class BotError(Exception):
    """The root: catch it to catch everything this project raises on purpose."""


class UserError(BotError):
    """Something the person can mend; its message is shown as it is."""


class FaultError(BotError):
    """Something the person cannot mend from chat; its message is for the operator."""


class BadRequestError(UserError):
    """What was typed or pressed cannot be used."""


class NotFoundError(UserError):
    """A transcript, speaker or turn that was named does not exist."""


class SettingsError(UserError):
    """A setting is missing or wrong; the message names the variable."""


class StorageError(FaultError):
    """The home folder cannot be read or written; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file: where, and what to do about it.

    Attributes:
        file: The file as the person named it.
        line: Counted from 1, or None when the whole file is meant.
        text: What is wrong and what to do, without a full stop.
    """

    file: str
    line: int | None
    text: str

    def __str__(self) -> str:
        """Return `file:line: text`, the shape editors jump to."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.text}"


class BadTranscriptError(UserError):
    """A transcript that cannot be read; the message lists every problem, one a line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep *problems* (at least one), in the order they stand in the files."""
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
