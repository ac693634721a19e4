"""`auth.*`, `users.*` and `conversations.*`: who and what is in the workspace."""

import base64
import binascii

from tests.fakes.slack.calls import Call, Method, channel_scope, insist_on_scope
from tests.fakes.slack.message import Message
from tests.fakes.slack.wire import Json, RefusedError
from tests.fakes.slack.workspace import Channel, Workspace

PAGE = 100


class TeamMethods:
    """Answers what the app asks about people and conversations."""

    def __init__(self, workspace: Workspace) -> None:
        """Work on *workspace*."""
        self._workspace = workspace

    def methods(self) -> dict[str, Method]:
        """Return each method by its name; conversations check their scope by channel."""
        return {
            "auth.test": Method(self._auth_test, token="any"),
            "conversations.history": Method(self._history),
            "conversations.info": Method(self._conversation),
            "conversations.open": Method(self._open, ("im:write", "mpim:write")),
            "conversations.replies": Method(self._replies),
            "users.info": Method(self._user, ("users:read",)),
            "users.list": Method(self._users, ("users:read",)),
        }

    def _auth_test(self, call: Call) -> Json:
        workspace = self._workspace
        if call.token.kind == "app":
            return {"app_id": workspace.app_id, "app_name": "jensen"}
        return {
            "url": "https://madeup.slack.com/",
            "team": "Made Up",
            "user": workspace.bot.name,
            "team_id": workspace.team_id,
            "user_id": workspace.bot.id,
            "bot_id": workspace.bot_id,
            "is_enterprise_install": False,
        }

    def _user(self, call: Call) -> Json:
        call.need("user")
        member = self._workspace.members.get(str(call.arguments["user"]))
        if member is None:
            raise RefusedError("user_not_found")
        locale = {"locale": "en-US"} if call.flag("include_locale") else {}
        return {"user": self._workspace.member_json(member) | locale}

    def _users(self, call: Call) -> Json:
        members = [self._workspace.member_json(each) for each in self._workspace.members.values()]
        page, cursor = _page(members, call)
        return {
            "members": page,
            "cache_ts": int(self._workspace.clock.now()),
            "response_metadata": {"next_cursor": cursor},
        }

    def _conversation(self, call: Call) -> Json:
        channel = self._readable(call, "read")
        return {"channel": self._channel_json(channel)}

    def _open(self, call: Call) -> Json:
        person = str(call.arguments.get("users") or "")
        if not person:
            raise RefusedError("users_list_not_supplied")
        if person not in self._workspace.members:
            raise RefusedError("user_not_found")
        return {"channel": self._channel_json(self._workspace.direct_channel(person))}

    def _history(self, call: Call) -> Json:
        channel = self._readable(call, "history")
        tops = [each for each in self._in(channel) if each.thread_ts in (None, each.ts)]
        return self._messages(call, sorted(tops, key=_age, reverse=True))

    def _replies(self, call: Call) -> Json:
        call.need("ts")
        channel = self._readable(call, "history")
        ts = str(call.arguments["ts"])
        thread = [each for each in self._in(channel) if ts in (each.ts, each.thread_ts)]
        if not thread:
            raise RefusedError("thread_not_found")
        return self._messages(call, sorted(thread, key=_age))

    def _readable(self, call: Call, right: str) -> Channel:
        call.need("channel")
        channel = self._workspace.get_channel(call.arguments["channel"])
        scope = channel_scope(channel, right)
        insist_on_scope(self._workspace.app, call.token, (scope,))
        if right == "history" and self._workspace.bot.id not in channel.members:
            raise RefusedError("not_in_channel")
        return channel

    def _in(self, channel: Channel) -> list[Message]:
        return [
            each
            for (place, ts), each in self._workspace.messages.items()
            if place == channel.id and self._workspace.find_message(place, ts)
        ]

    def _messages(self, call: Call, messages: list[Message]) -> Json:
        oldest = float(call.arguments.get("oldest") or 0)
        latest = float(call.arguments.get("latest") or "inf")
        if call.flag("inclusive"):
            chosen = [each for each in messages if oldest <= float(each.ts) <= latest]
        else:
            chosen = [each for each in messages if oldest < float(each.ts) < latest]
        page, cursor = _page([self._workspace.message_json(each) for each in chosen], call)
        return {
            "messages": page,
            "has_more": bool(cursor),
            "response_metadata": {"next_cursor": cursor},
        }

    def _channel_json(self, channel: Channel) -> Json:
        whole: Json = {"id": channel.id, "is_im": channel.kind == "direct"}
        if channel.kind == "direct":
            person = next(iter(channel.members - {self._workspace.bot.id}))
            return whole | {"user": person, "is_open": True}
        return whole | {
            "name": channel.name,
            "is_channel": True,
            "is_private": channel.kind == "private",
            "is_archived": channel.is_archived,
            "is_member": self._workspace.bot.id in channel.members,
        }


def _age(message: Message) -> float:
    return float(message.ts)


def _page(items: list[Json], call: Call) -> tuple[list[Json], str]:
    """Return the page that *call* asks for and the cursor of the next, `""` after the last."""
    limit = int(call.arguments.get("limit") or PAGE)
    start = 0
    if cursor := call.arguments.get("cursor"):
        try:
            start = int(base64.b64decode(str(cursor), validate=True))
        except (binascii.Error, ValueError) as error:
            raise RefusedError("invalid_cursor") from error
    end = start + limit
    rest = base64.b64encode(str(end).encode()).decode() if end < len(items) else ""
    return items[start:end], rest
