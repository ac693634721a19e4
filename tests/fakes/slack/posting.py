"""Messages of the app coming, changing and going, whichever way the app says so."""

from collections.abc import Callable

from tests.fakes.slack import specs
from tests.fakes.slack.block_limits import MARKDOWN_CHARS, block_problems, markdown_chars
from tests.fakes.slack.exchange import Effect, Exchange
from tests.fakes.slack.ledger import moment
from tests.fakes.slack.message import Message, Via
from tests.fakes.slack.surfaces import with_ids
from tests.fakes.slack.wire import Json, RefusedError, objects
from tests.fakes.slack.workspace import CHANNEL_TYPES, Workspace

POST_CHARS = 40_000
SHOWN_CHARS = 4_000
ATTACHMENTS = 100


class Posting:
    """Checks what the app sends against Slack's limits, and carries it out."""

    def __init__(self, workspace: Workspace, echo: Callable[[Json], None]) -> None:
        """Work on *workspace*; *echo* delivers the event that the app's own doing makes."""
        self._workspace = workspace
        self._deliver_echo = echo

    def post(
        self,
        channel: str,
        sent: Json,
        *,
        via: Via,
        to: str | None = None,
        exchange: Exchange | None = None,
    ) -> Message:
        """Write a new message of the app; *to* makes it ephemeral.

        Raises:
            RefusedError: Slack would not take it.
        """
        self._check(sent, via, most_chars=POST_CHARS)
        workspace = self._workspace
        thread = sent.get("thread_ts")
        message = workspace.keep(
            Message(
                channel=channel,
                ts=workspace.new_ts(),
                author=workspace.bot.id,
                via=via,
                text=str(sent.get("text") or ""),
                blocks=with_ids(objects(sent.get("blocks")), workspace.ids),
                thread_ts=None if thread is None else str(thread),
                to=to,
                versions=[sent],
            )
        )
        ledger = workspace.ledger
        reader = to or workspace.only_person(channel)
        exchange = exchange or ledger.behind_post(channel, message.thread_ts, reader)
        ledger.record(Effect("post", moment(), sent, message), exchange)
        self._echo(message, workspace.message_json(message))
        return message

    def edit(
        self, message: Message, sent: Json, *, via: Via, exchange: Exchange | None = None
    ) -> None:
        """Change *message* to what is sent: blocks that are not sent are gone.

        Raises:
            RefusedError: Slack would not take it.
        """
        self._check(sent, via, most_chars=SHOWN_CHARS)
        before = self._workspace.message_json(message)
        message.blocks = with_ids(objects(sent.get("blocks")), self._workspace.ids)
        message.text = str(sent.get("text") or "")
        message.versions.append(sent)
        ledger = self._workspace.ledger
        exchange = exchange or ledger.behind_change(message)
        ledger.record(Effect("edit", moment(), sent, message), exchange)
        after = {"message": self._workspace.message_json(message), "previous_message": before}
        self._echo(message, {"subtype": "message_changed", "hidden": True, **after})

    def delete(self, message: Message, *, exchange: Exchange | None = None) -> None:
        """Take *message* away."""
        message.deleted = True
        ledger = self._workspace.ledger
        exchange = exchange or ledger.behind_change(message)
        ledger.record(Effect("delete", moment(), {}, message), exchange)
        before = {"previous_message": self._workspace.message_json(message)}
        gone = {"subtype": "message_deleted", "hidden": True, "deleted_ts": message.ts}
        self._echo(message, gone | before)

    def _echo(self, message: Message, inner: Json) -> None:
        """Tell the app of its own doing, as Slack does where it subscribes to messages."""
        channel = self._workspace.channels[message.channel]
        kind = CHANNEL_TYPES[channel.kind]
        name = "message.im" if kind == "im" else f"message.{kind}s"
        if message.is_ephemeral or not self._workspace.app.hears(name):
            return
        ts = self._workspace.new_ts()
        place = {"channel": channel.id, "channel_type": kind, "event_ts": ts}
        self._deliver_echo({"type": "message", "ts": ts} | inner | place)

    def _check(self, sent: Json, via: Via, *, most_chars: int) -> None:
        text, blocks, attachments = (sent.get(name) for name in ("text", "blocks", "attachments"))
        ledger = self._workspace.ledger
        if not text and not blocks and not attachments and not sent.get("markdown_text"):
            raise RefusedError("no_text")
        if sent.get("markdown_text") and (text or blocks):
            raise RefusedError("markdown_text_conflict")
        if text is not None and len(str(text)) > most_chars:
            raise RefusedError("msg_too_long")
        if blocks is not None:
            if not isinstance(blocks, list) or len(objects(blocks)) != len(blocks):
                raise RefusedError("invalid_blocks_format")
            if problems := block_problems(blocks, "/blocks", "message"):
                raise RefusedError("invalid_blocks", messages=problems)
            if markdown_chars(blocks) > MARKDOWN_CHARS:
                raise RefusedError("msg_blocks_too_long")
            self._check_files(blocks)
        if len(objects(attachments)) > ATTACHMENTS:
            raise RefusedError("too_many_attachments")
        if not text and not sent.get("markdown_text"):
            ledger.violate(via, "a message without text: screen readers have nothing to read")
        if len(str(text or "")) > SHOWN_CHARS:
            ledger.violate(via, f"a text of {len(str(text))} characters, which Slack splits")
        ledger.check_later(via, lambda: specs.surface_problems(blocks))

    def _check_files(self, blocks: list[Json]) -> None:
        for number, block in enumerate(blocks):
            known = self._workspace.files
            file_id = block.get("slack_file", {}).get("id")
            if file_id is not None and file_id not in known:
                pointer = f"/blocks/{number}/slack_file"
                words = f"invalid slack file [json-pointer:{pointer}]"
                raise RefusedError("invalid_blocks", messages=[words])
