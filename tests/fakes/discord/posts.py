"""Posting, changing and removing messages, with the events that follow."""

import json
from typing import Any

from tests.fakes.discord import message_payloads
from tests.fakes.discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, Gateway
from tests.fakes.discord.interactions import COMMAND
from tests.fakes.discord.limits import Draft
from tests.fakes.discord.mentions import IN_INTERACTIONS, IN_MESSAGES, NOBODY, Pings, named
from tests.fakes.discord.messages import (
    CHAT_INPUT_COMMAND,
    CONTEXT_MENU_COMMAND,
    DEFAULT,
    EPHEMERAL,
    IS_COMPONENTS_V2,
    LOADING,
    REPLY,
    SUPPRESS_EMBEDS,
    Attachment,
    Message,
    walk,
)
from tests.fakes.discord.places import Channel, User
from tests.fakes.discord.wire import Json
from tests.fakes.discord.world import World

# Flags that an edit may change; the others stay as they are.
_EDITABLE = SUPPRESS_EMBEDS | IS_COMPONENTS_V2


class Posts:
    """Keeps the world's messages, and tells the gateway what happens to them."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        """Keep messages in *world*."""
        self._world = world
        self._gateway = gateway

    def draft(
        self, body: Json, files: list[Attachment], *, over: Message | None = None, flags: int = 0
    ) -> Draft:
        """Return the message that *body* asks for: new, or a change of *over*.

        Of an edit, what is not in *body* stays; files that it does not list go.
        """
        kept = [] if over is None else list(over.attachments)
        if body.get("attachments") is not None:
            listed = {str(item.get("id")) for item in body["attachments"]}
            kept = [attachment for attachment in kept if attachment.id in listed]
        if over is not None:
            flags = over.flags & ~LOADING & ~SUPPRESS_EMBEDS
            flags |= (over.flags if body.get("flags") is None else body["flags"]) & _EDITABLE
        return Draft(
            content=_field(body, "content", over) or "",
            embeds=_field(body, "embeds", over) or [],
            components=_field(body, "components", over) or [],
            attachments=[*kept, *files],
            flags=flags,
        )

    def post(
        self,
        channel: Channel,
        author: User,
        draft: Draft,
        *,
        allowed: Json | None = None,
        reference: Message | None = None,
        nonce: str | int | None = None,
        reader: User | None = None,
        interaction: Json | None = None,
        token: str | None = None,
    ) -> Message:
        """Post a new message; *reader* is the only one to see an ephemeral one."""
        now = self._world.clock.now()
        kind = DEFAULT if reference is None else REPLY
        if interaction is not None and interaction["type"] == COMMAND:
            menu = "target_message_id" in interaction
            kind = CONTEXT_MENU_COMMAND if menu else CHAT_INPUT_COMMAND
        message = Message(
            id=self._world.mint(),
            channel=channel,
            author=author,
            created_at=now,
            kind=kind,
            reference=reference,
            nonce=nonce,
            reader=reader if draft.flags & EPHEMERAL else None,
            interaction=interaction,
            token=token,
        )
        self._world.messages[message.id] = message
        channel.last_message_id = message.id
        self._put(message, draft)
        self._name(message, allowed, ping=not message.loading)
        self._tell("MESSAGE_CREATE", message)
        return message

    def change(self, message: Message, draft: Draft, *, allowed: Json | None = None) -> None:
        """Give *message* a new state; only a loading one notifies anybody by it."""
        filled_in = message.loading
        self._put(message, draft)
        self._name(message, allowed, ping=filled_in)
        message.edits += 1
        message.edited_at = self._world.clock.now()
        self._tell("MESSAGE_UPDATE", message)

    def remove(self, message: Message) -> None:
        """Delete *message*."""
        message.deleted = True
        message.flags &= ~LOADING
        self._tell("MESSAGE_DELETE", message)

    def duplicates(self) -> list[Message]:
        """Return what the app said twice: the same words in one place, for the same reason.

        The reason is the interaction, or the message replied to, or none. Deleted messages
        do not count; of two equal ones the later is returned.
        """
        seen = set()
        twice = []
        for message in self._world.messages.values():
            if message.author is not self._world.bot or message.deleted or message.loading:
                continue
            shown = json.dumps([message.content, message.embeds, message.components])
            why = message.token or (message.reference and message.reference.id)
            key = (message.channel.id, shown, why)
            if key in seen:
                twice.append(message)
            seen.add(key)
        return twice

    def _put(self, message: Message, draft: Draft) -> None:
        message.content = draft.content.strip()
        message.embeds = draft.embeds
        message.components = draft.components
        message.attachments = draft.attachments
        message.flags = draft.flags
        ids = iter(range(1, 1000))
        for part in walk(message.components):
            part.setdefault("id", next(ids))

    def _name(self, message: Message, allowed: Json | None, *, ping: bool) -> None:
        default = IN_MESSAGES if message.token is None else IN_INTERACTIONS
        parent = message.reference if message.kind == REPLY else None
        texts = [part.get("content", "") for part in walk(message.components)]
        message.mentions = named(
            [message.content, *texts],
            allowed if allowed is not None else default,
            author=message.author,
            channel=message.channel,
            replied_to=parent.author if parent else None,
        )
        if ping:
            message.pinged = self._notified(message)

    def _notified(self, message: Message) -> Pings:
        if not message.ephemeral:
            return message.mentions
        reader = {message.reader.id} if message.reader else set()
        seen = frozenset(message.mentions.users & reader)
        return Pings(seen) if seen else NOBODY

    def _tell(self, event: str, message: Message) -> None:
        channel = message.channel
        world = self._world
        world.changes.tell()
        if message.ephemeral or not channel.can_be_read_by(world.bot.id):
            return
        guild_id = channel.guild.id if channel.guild else None
        if event == "MESSAGE_DELETE":
            data: Json = {"id": message.id, "channel_id": channel.id}
            data |= {"guild_id": guild_id} if guild_id else {}
        else:
            data = message_payloads.message_event(message, world)
        intent = GUILD_MESSAGES if guild_id else DIRECT_MESSAGES
        self._gateway.dispatch(event, data, intent=intent, guild_id=guild_id)


def _field(body: Json, name: str, over: Message | None) -> Any:
    if name in body or over is None:
        return body.get(name)
    return getattr(over, name)
