"""Channels and the messages in them, as the bot user handles them."""

from collections import deque
from itertools import islice

from tests.fakes.discord import message_payloads, place_payloads
from tests.fakes.discord.errors import (
    ApiError,
    Form,
    missing_access,
    missing_permissions,
    unknown,
)
from tests.fakes.discord.limits import Draft, check_draft, check_flags, check_nonce
from tests.fakes.discord.messages import (
    IS_COMPONENTS_V2,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    Message,
)
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import DM, Channel
from tests.fakes.discord.posts import Posts
from tests.fakes.discord.ratelimits import Limit
from tests.fakes.discord.routing import Answer, Call, Route
from tests.fakes.discord.world import World

NONCE_WINDOW_S = 5 * 60.0
OLD_MESSAGE_S = 3600.0
OLD_EDITS = Limit(3, 20.0)

_NEW_FLAGS = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | IS_COMPONENTS_V2
_EDIT_FLAGS = SUPPRESS_EMBEDS | IS_COMPONENTS_V2


class ChannelRoutes:
    """Reading, posting, changing and deleting messages with the bot's own token."""

    def __init__(self, world: World, posts: Posts) -> None:
        """Serve *world*, whose messages *posts* keeps."""
        self._world = world
        self._posts = posts
        self._old_edits: dict[str, deque[float]] = {}

    def routes(self) -> list[Route]:
        """Return the operations."""
        messages = "/channels/{channel_id}/messages"
        one = "/channels/{channel_id}/messages/{message_id}"
        return [
            Route("GET", "/channels/{channel_id}", self._channel),
            Route("POST", "/channels/{channel_id}/typing", self._typing),
            Route("GET", messages, self._history),
            Route("POST", messages, self._create, Limit(5, 5.0)),
            Route("GET", one, self._message),
            Route("PATCH", one, self._edit, Limit(5, 5.0)),
            Route("DELETE", one, self._delete),
        ]

    def _channel(self, call: Call) -> Answer:
        channel = self._visible(call)
        return Answer(200, place_payloads.channel(channel, seen_by=self._world.bot))

    def _typing(self, call: Call) -> Answer:
        self._may_send(self._visible(call))
        return Answer(204)

    def _history(self, call: Call) -> Answer:
        channel = self._visible(call)
        limit = call.query.get("limit", "50")
        if not limit.isdigit() or not 1 <= int(limit) <= 100:
            form = Form()
            form.whole(("limit",), int(limit) if limit.isdigit() else None, 1, 100)
            form.refuse_faults()
        if not self._may(channel, Permission.READ_MESSAGE_HISTORY):
            return Answer(200, [])
        before = int(call.query.get("before", 2**63))
        after = int(call.query.get("after", 0))
        found = [m for m in self._world.history(channel) if after < int(m.id) < before]
        # After a message, the ones next to it are wanted; still newest first.
        shown = found[-int(limit) :] if after else found[: int(limit)]
        return Answer(200, [message_payloads.message(m, self._world, withhold=True) for m in shown])

    def _message(self, call: Call) -> Answer:
        channel = self._visible(call)
        if not self._may(channel, Permission.READ_MESSAGE_HISTORY):
            raise missing_access()
        found = self._find(channel, call)
        return Answer(200, message_payloads.message(found, self._world, withhold=True))

    def _create(self, call: Call) -> Answer:
        channel, body, form = self._visible(call), call.json, Form()
        self._may_send(channel)
        check_nonce(body, form)
        check_flags(body, _NEW_FLAGS, form)
        draft = self._posts.draft(body, call.files, flags=body.get("flags") or 0)
        check_draft(draft, body, form)
        self._may_show(channel, draft)
        nonce = body.get("nonce")
        if body.get("enforce_nonce") and nonce is not None and (known := self._recent(nonce)):
            self._world.deduplicated += 1
            return Answer(200, message_payloads.message(known, self._world))
        message = self._posts.post(
            channel,
            self._world.bot,
            draft,
            allowed=body.get("allowed_mentions"),
            reference=self._reference(channel, call),
            nonce=nonce,
        )
        return Answer(200, message_payloads.message(message, self._world))

    def _edit(self, call: Call) -> Answer:
        channel, body, form = self._visible(call), call.json, Form()
        message = self._find(channel, call)
        if message.author is not self._world.bot:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        check_flags(body, _EDIT_FLAGS | message.flags, form)
        draft = self._posts.draft(body, call.files, over=message)
        check_draft(draft, body, form)
        self._may_show(channel, draft)
        self._limit_old_edits(message)
        self._posts.change(message, draft, allowed=body.get("allowed_mentions"))
        return Answer(200, message_payloads.message(message, self._world))

    def _delete(self, call: Call) -> Answer:
        channel = self._visible(call)
        message = self._find(channel, call)
        own = message.author is self._world.bot
        if not own and not (channel.guild and self._may(channel, Permission.MANAGE_MESSAGES)):
            raise missing_permissions()
        self._posts.remove(message)
        return Answer(204)

    def _visible(self, call: Call) -> Channel:
        channel = self._world.channels.get(call.params["channel_id"])
        if channel is None or (channel.guild and not channel.guild.available):
            raise unknown("Channel", 10003)
        if not self._may(channel, Permission.VIEW_CHANNEL):
            raise missing_access()
        return channel

    def _may(self, channel: Channel, permission: Permission) -> bool:
        return bool(channel.permissions_of(self._world.bot.id) & permission)

    def _may_send(self, channel: Channel) -> None:
        threads = Permission.SEND_MESSAGES_IN_THREADS
        needed = threads if channel.is_thread else Permission.SEND_MESSAGES
        if not self._may(channel, needed):
            raise missing_permissions()
        if channel.kind == DM and not all(user.dms_open for user in channel.recipients):
            raise ApiError(403, 50007, "Cannot send messages to this user")

    def _may_show(self, channel: Channel, draft: Draft) -> None:
        embeds = draft.embeds and not self._may(channel, Permission.EMBED_LINKS)
        if embeds or (draft.attachments and not self._may(channel, Permission.ATTACH_FILES)):
            raise missing_permissions()

    def _find(self, channel: Channel, call: Call) -> Message:
        found = self._world.messages.get(call.params["message_id"])
        if found is None or found.channel is not channel or found.deleted or found.ephemeral:
            raise unknown("Message", 10008)
        return found

    def _reference(self, channel: Channel, call: Call) -> Message | None:
        wanted = call.json.get("message_reference")
        if not wanted:
            return None
        found = self._world.messages.get(str(wanted.get("message_id")))
        if found is not None and found.channel is channel and not found.deleted:
            if not self._may(channel, Permission.READ_MESSAGE_HISTORY):
                raise ApiError(
                    400, 160002, "Cannot reply without permission to read message history"
                )
            return found
        if wanted.get("fail_if_not_exists") is False:
            return None
        form = Form()
        form.fault(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        form.refuse_faults()
        return None

    def _recent(self, nonce: str | int) -> Message | None:
        since = self._world.clock.now() - NONCE_WINDOW_S
        latest = islice(reversed(self._world.messages.values()), 1000)
        bot = self._world.bot
        for message in latest:
            same = message.nonce is not None and str(message.nonce) == str(nonce)
            if same and message.author is bot and message.created_at > since:
                return message
        return None

    def _limit_old_edits(self, message: Message) -> None:
        now = self._world.clock.now()
        if now - message.created_at <= OLD_MESSAGE_S:
            return
        times = self._old_edits.setdefault(message.channel.id, deque(maxlen=OLD_EDITS.requests))
        if len(times) == OLD_EDITS.requests and now - times[0] < OLD_EDITS.seconds:
            wait_s = round(times[0] + OLD_EDITS.seconds - now, 3)
            raise ApiError(429, 30046, "Maximum number of edits to messages older than 1 hour "
                           "reached. Try again later", retry_after=wait_s)  # fmt: skip
        times.append(now)
