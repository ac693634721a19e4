"""Buttons: how they carry their state, and how it is read back.

A button's value holds everything, so that it works after a restart and in a private message,
which Slack does not hand out again.
"""

import re
from dataclasses import dataclass

# Action ids, which have to be unique within a message.
DELETE = "delete"
PRESS = re.compile(r"press:\d+")


@dataclass(frozen=True, slots=True)
class Press:
    """What a button stands for.

    Attributes:
        action: The `Button.action` it was made from.
        asker: Id of the person whose answer it stands under, or None where only they see it.
    """

    action: str
    asker: str | None = None

    def value(self) -> str:
        """Return what the button carries."""
        return f"{self.asker or ''} {self.action}"


def press_id(number: int) -> str:
    """Return the action id of the button of that *number*, from 0, in its message."""
    return f"press:{number}"


def read_press(value: str) -> Press:
    """Return what `Press.value` was called on."""
    asker, _, action = value.partition(" ")
    return Press(action, asker or None)
