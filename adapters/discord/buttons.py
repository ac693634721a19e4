"""Buttons that survive a restart: all they know stands in their `custom_id`.

Every button in every message is an ActionButton, so that no view is ever kept and none can take
the one template away from discord.py. A `custom_id` is an action of the core, or `1:delete:` and
the id of who asked, the only one who may delete the answer.
"""

import re
from typing import Any, Protocol, Self, cast

import discord

CUSTOM_ID_MAX_CHARS = 100
LABEL_MAX_CHARS = 80

_DELETE = re.compile(r"1:delete:(\d{1,20})")


class Presses(Protocol):
    """The part of the client that buttons need."""

    async def press(self, interaction: discord.Interaction, action: str) -> None:
        """Do what the *action* of a pressed button says."""
        ...


class ActionButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]],
    template=re.compile(r".+", re.DOTALL),
):
    """A button that hands its action to the client it is pressed at."""

    def __init__(self, action: str, label: str | None) -> None:
        """Make a button; *action* has 1 to CUSTOM_ID_MAX_CHARS characters, *label* 80 at most."""
        super().__init__(discord.ui.Button(label=label, custom_id=action))

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction,
        item: discord.ui.Item[Any],
        match: re.Match[str],
    ) -> Self:
        """Return the button that was pressed."""
        return cls(match[0], getattr(item, "label", None))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Hand the action on."""
        await cast("Presses", interaction.client).press(interaction, self.item.custom_id or "")


def delete_action(asker_id: int) -> str:
    """Return the action that deletes an answer to *asker_id*."""
    return f"1:delete:{asker_id}"


def deletable_by(action: str) -> int | None:
    """Return who may delete by *action*, or None where it does something else."""
    match = _DELETE.fullmatch(action)
    return int(match[1]) if match else None
