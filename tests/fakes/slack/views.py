"""Modals and home tabs as Slack keeps them."""

from dataclasses import dataclass, field
from typing import Literal

from tests.fakes.slack.mrkdwn import Reading, read_blocks
from tests.fakes.slack.surfaces import Button, buttons, find_button
from tests.fakes.slack.wire import Json

_KEPT = ("title", "close", "submit", "callback_id", "private_metadata", "clear_on_close")


@dataclass(slots=True, eq=False)
class View:
    """A modal or a home tab, as it stands now.

    Attributes:
        id: Its id.
        kind: Which of the two.
        person: The user id of whoever sees it.
        definition: What the app sent last.
        blocks: The same blocks, with ids filled in.
        hash: Changes with each version.
        root_id: The modal at the bottom of its stack; itself for a home tab.
        previous_id: The modal below it, or None.
        values: `state.values`, what the person has filled in so far.
        open: Whether the person still sees it.
    """

    id: str
    kind: Literal["modal", "home"]
    person: str
    definition: Json
    blocks: list[Json]
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Json = field(default_factory=dict)
    open: bool = True

    @property
    def reading(self) -> Reading:
        """What it shows, pings (which in a view is nobody) and links to."""
        return read_blocks(self.blocks)

    @property
    def shown(self) -> str:
        """The text people see, without buttons and menus."""
        return self.reading.shown

    @property
    def title(self) -> str:
        """The modal's title; empty for a home tab."""
        return str(self.definition.get("title", {}).get("text", ""))

    @property
    def buttons(self) -> list[Button]:
        """Its buttons, in order."""
        return buttons(self.blocks)

    def button(self, wanted: str) -> Button:
        """Return the button whose action id or label is *wanted*.

        Raises:
            LookupError: There is none, or there are several of that label.
        """
        return find_button(self.blocks, wanted)

    def as_json(self, *, team: str, bot_id: str, app_id: str) -> Json:
        """Return it as Slack hands it out."""
        whole: Json = {name: self.definition.get(name) for name in _KEPT}
        return whole | {
            "id": self.id,
            "team_id": team,
            "type": self.kind,
            "blocks": self.blocks,
            "callback_id": self.definition.get("callback_id", ""),
            "private_metadata": self.definition.get("private_metadata", ""),
            "external_id": self.definition.get("external_id", ""),
            "state": {"values": self.values},
            "hash": self.hash,
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
            "app_id": app_id,
            "app_installed_team_id": team,
            "bot_id": bot_id,
        }
