"""The JSON of messages and interactions."""

from tests.fakes.discord import installs, place_payloads
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.messages import REPLY, Attachment, Message
from tests.fakes.discord.wire import Json, timestamp
from tests.fakes.discord.world import World


def message(one: Message, world: World, *, withhold: bool = False) -> Json:
    """Return a message object.

    Args:
        one: The message.
        world: Where users are looked up.
        withhold: Leave out what only MESSAGE_CONTENT shows, where the app lacks that intent
            and nothing else (its own message, a DM, a mention) gives it the right.
    """
    hidden = withhold and not _may_read(one, world)
    named = sorted(one.mentions.users, key=int)
    body: Json = {
        "id": one.id,
        "channel_id": one.channel.id,
        "author": place_payloads.user(one.author),
        "type": one.kind,
        "content": "" if hidden else one.content,
        "timestamp": timestamp(one.created_at),
        "edited_timestamp": None if one.edited_at is None else timestamp(one.edited_at),
        "tts": False,
        "mention_everyone": one.mentions.everyone,
        "mentions": [place_payloads.user(world.users[key]) for key in named],
        "mention_roles": sorted(one.mentions.roles, key=int),
        "attachments": [] if hidden else [attachment(item, one) for item in one.attachments],
        "embeds": [] if hidden else [{"type": "rich", **embed} for embed in one.embeds],
        "components": [] if hidden else one.components,
        "pinned": False,
        "flags": one.flags,
    }
    if one.nonce is not None:
        body["nonce"] = one.nonce
    if one.interaction is not None:
        body["application_id"] = world.application_id
        body["interaction_metadata"] = one.interaction
    if one.token is not None:
        body["application_id"] = body["webhook_id"] = world.application_id
    if one.kind == REPLY and (parent := one.reference) is not None:
        place = {"guild_id": one.channel.guild.id} if one.channel.guild else {}
        body["message_reference"] = {
            "type": 0, "message_id": parent.id, "channel_id": parent.channel.id, **place
        }  # fmt: skip
        shown = None if parent.deleted else message(parent, world, withhold=withhold)
        if shown is not None:
            shown.pop("referenced_message", None)  # Discord nests one level only
        body["referenced_message"] = shown
    return body


def message_event(one: Message, world: World) -> Json:
    """Return what MESSAGE_CREATE and MESSAGE_UPDATE carry."""
    body = message(one, world, withhold=True)
    if (place := one.channel.guild) is not None:
        body["guild_id"] = place.id
        if (author := place.members.get(one.author.id)) is not None:
            body["member"] = place_payloads.member(author)
    body["channel_type"] = one.channel.kind
    return body


def attachment(one: Attachment, of: Message) -> Json:
    """Return an attachment object; nothing is served at its URL."""
    url = f"https://cdn.discordapp.com/attachments/{of.channel.id}/{one.id}/{one.filename}"
    return {
        "id": one.id,
        "filename": one.filename,
        "size": len(one.data),
        "url": url,
        "proxy_url": url,
        "ephemeral": of.ephemeral,
        **({"description": one.description} if one.description else {}),
    }


def interaction(one: Interaction, world: World) -> Json:
    """Return what INTERACTION_CREATE carries."""
    place = one.channel
    has_bot = world.has_bot(place)
    body: Json = {
        "id": one.id,
        "application_id": world.application_id,
        "type": one.kind,
        "data": one.data,
        "channel_id": place.id,
        "channel": place_payloads.channel(place, seen_by=world.bot if has_bot else one.person),
        "token": one.token,
        "version": 1,
        "locale": one.person.locale,
        "entitlements": [],
        "attachment_size_limit": 10 * 1024 * 1024,
        "authorizing_integration_owners": one.owners,
        "context": installs.context(place, world),
        "app_permissions": str(int(installs.app_permissions(place, world))),
    }
    if place.guild is None:
        body["user"] = place_payloads.user(one.person)
    else:
        granted = place.permissions_of(one.person.id)
        shown = place_payloads.member(place.guild.members[one.person.id], granted)
        body["member"] = {**shown, "user": place_payloads.user(one.person)}
        body["channel"]["permissions"] = str(int(granted))
        body["guild_id"] = place.guild.id
        body["guild_locale"] = place.guild.locale
        body["guild"] = {"id": place.guild.id, "locale": place.guild.locale, "features": []}
    if one.source is not None:
        body["message"] = message(one.source, world)
    return body


def _may_read(one: Message, world: World) -> bool:
    if one.author is world.bot or one.channel.guild is None or world.reads_content:
        return True
    parent = one.reference  # a ping by reply counts, unless an interaction was replied to
    by_reply = parent is not None and parent.author is world.bot and parent.interaction is None
    named = world.bot.mention in one.content or by_reply
    return named and world.bot.id in one.mentions.users
