"""`chat.*`: posting, changing and deleting messages."""

from tests.fakes.slack.calls import Call, Method
from tests.fakes.slack.message import Message
from tests.fakes.slack.posting import Posting
from tests.fakes.slack.wire import Json, RefusedError
from tests.fakes.slack.workspace import Channel, Workspace

_WRITE = ("chat:write",)


class ChatMethods:
    """Answers `chat.*`."""

    def __init__(self, workspace: Workspace, posting: Posting) -> None:
        """Work on *workspace* through *posting*."""
        self._workspace = workspace
        self._posting = posting

    def methods(self) -> dict[str, Method]:
        """Return each method by its name."""
        return {
            "chat.delete": Method(self._delete, _WRITE),
            "chat.postEphemeral": Method(self._post_ephemeral, _WRITE),
            "chat.postMessage": Method(self._post_message, _WRITE),
            "chat.update": Method(self._update, _WRITE),
        }

    def _post_message(self, call: Call) -> Json:
        channel = self._writable(call)
        self._check_thread(call, channel)
        message = self._posting.post(channel.id, call.arguments, via="api")
        shown = self._workspace.message_json(message)
        return {"channel": channel.id, "ts": message.ts, "message": shown}

    def _post_ephemeral(self, call: Call) -> Json:
        call.need("user")
        channel = self._writable(call)
        reader = str(call.arguments["user"])
        if reader not in channel.members:
            raise RefusedError("user_not_in_channel")
        message = self._posting.post(channel.id, call.arguments, via="api", to=reader)
        return {"message_ts": message.ts}

    def _update(self, call: Call) -> Json:
        message = self._own_message(call, "cant_update_message")
        if self._workspace.channels[message.channel].is_archived:
            raise RefusedError("is_inactive")
        self._posting.edit(message, call.arguments, via="api")
        return {
            "channel": message.channel,
            "ts": message.ts,
            "text": message.text,
            "message": self._workspace.message_json(message),
        }

    def _delete(self, call: Call) -> Json:
        message = self._own_message(call, "cant_delete_message")
        self._posting.delete(message)
        return {"channel": message.channel, "ts": message.ts}

    def _writable(self, call: Call) -> Channel:
        """Return the channel meant, where the bot may write into it."""
        call.need("channel")
        channel = self._workspace.get_channel(call.arguments["channel"])
        if channel.is_archived:
            raise RefusedError("is_archived")
        anywhere = "chat:write.public" in self._workspace.app.bot_scopes
        if self._workspace.bot.id not in channel.members and not anywhere:
            raise RefusedError("not_in_channel")
        return channel

    def _check_thread(self, call: Call, channel: Channel) -> None:
        thread = call.arguments.get("thread_ts")
        if thread is None:
            return
        parent = self._workspace.messages.get((channel.id, str(thread)))
        if parent is None:
            raise RefusedError("thread_not_found")
        if parent.is_ephemeral:
            raise RefusedError("cannot_reply_to_message")
        if parent.thread_ts not in (None, parent.ts):
            self._workspace.ledger.violate(call.method, "thread_ts is a reply's, not its parent's")

    def _own_message(self, call: Call, refusal: str) -> Message:
        call.need("channel", "ts")
        channel = self._workspace.get_channel(call.arguments["channel"])
        message = self._workspace.find_message(channel.id, call.arguments["ts"])
        if message is None:
            raise RefusedError("message_not_found")
        if message.author != self._workspace.bot.id:
            raise RefusedError(refusal)
        return message
