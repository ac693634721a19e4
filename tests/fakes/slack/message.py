"""Messages and files as they stand in the workspace."""

from dataclasses import dataclass, field
from typing import Literal

from tests.fakes.slack.mrkdwn import Link, Reading, escape, read_message
from tests.fakes.slack.surfaces import Button, buttons, find_button
from tests.fakes.slack.wire import Json

Via = Literal["typed", "api", "response_url", "ack", "upload"]


@dataclass(slots=True, eq=False)
class Message:
    """A message, whoever wrote it, as it stands now.

    Attributes:
        channel: The channel's id.
        ts: Its timestamp, unique in the channel.
        author: The user id of whoever wrote it.
        via: The way it came.
        text: The top-level text, `""` where there was none.
        blocks: With ids filled in where the author left them out.
        thread_ts: The thread it stands in, or None.
        to: The one person who sees it, if it is ephemeral.
        versions: The arguments of each version as they were sent, the present one last.
        files: Ids of the files shared with it.
        deleted: Whether it is gone.
    """

    channel: str
    ts: str
    author: str
    via: Via
    text: str
    blocks: list[Json]
    thread_ts: str | None = None
    to: str | None = None
    versions: list[Json] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    deleted: bool = False

    @property
    def is_ephemeral(self) -> bool:
        """Only one person sees it, and Slack keeps no record of it."""
        return self.to is not None

    @property
    def reading(self) -> Reading:
        """What the present version shows, pings and links to."""
        return read_message(self.versions[-1])

    @property
    def shown(self) -> str:
        """The text people see, without buttons and menus."""
        return self.reading.shown

    @property
    def pinged(self) -> list[str]:
        """Whom the present version notifies."""
        return self.reading.pinged

    @property
    def links(self) -> list[Link]:
        """Where the present version leads."""
        return self.reading.links

    @property
    def unfurls(self) -> tuple[bool | None, bool | None]:
        """`unfurl_links` and `unfurl_media` as sent; None where left to Slack."""
        sent = self.versions[-1]
        return sent.get("unfurl_links"), sent.get("unfurl_media")

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

    def as_json(self, *, team: str, bot_id: str | None, app_id: str | None) -> Json:
        """Return it as Slack hands it out; *bot_id* and *app_id* only where the app wrote it.

        Slack escapes the plain text inside blocks on the way out (slackapi/bolt-python #513).
        """
        whole: Json = {
            "type": "message",
            "user": self.author,
            "text": self.text,
            "ts": self.ts,
            "team": team,
            "blocks": _escaped(self.blocks),
        }
        if bot_id is not None:
            whole |= {"bot_id": bot_id, "app_id": app_id}
        if self.thread_ts is not None:
            whole["thread_ts"] = self.thread_ts
        if self.versions and self.versions[-1].get("metadata") is not None:
            whole["metadata"] = self.versions[-1]["metadata"]
        if len(self.versions) > 1:
            whole["edited"] = {"user": self.author, "ts": self.ts}
        return whole


@dataclass(slots=True, eq=False)
class SharedFile:
    """A file the app uploaded; `channel` stays None until it is shared."""

    id: str
    name: str
    alt_text: str | None
    announced_bytes: int
    content: bytes | None = None
    title: str | None = None
    channel: str | None = None


def _escaped(node: object) -> object:
    if isinstance(node, list):
        return [_escaped(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {name: _escaped(value) for name, value in node.items()}
    if node.get("type") == "plain_text":
        copy["text"] = escape(str(node.get("text", "")))
    return copy
