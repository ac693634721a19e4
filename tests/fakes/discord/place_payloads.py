"""The JSON of users, guilds, channels, roles and the application."""

from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import DM, GROUP_DM, Channel, Guild, Member, Role, User
from tests.fakes.discord.wire import Json, timestamp
from tests.fakes.discord.world import GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT, World

_APPLICATION_FLAGS = {GUILD_PRESENCES: 1 << 13, GUILD_MEMBERS: 1 << 15, MESSAGE_CONTENT: 1 << 19}

_EMPTY_IN_GUILDS = (
    "features",
    "emojis",
    "stickers",
    "voice_states",
    "presences",
    "stage_instances",
    "guild_scheduled_events",
    "soundboard_sounds",
)
_NULL_IN_GUILDS = (
    "icon",
    "splash",
    "discovery_splash",
    "banner",
    "description",
    "afk_channel_id",
    "application_id",
    "system_channel_id",
    "rules_channel_id",
    "public_updates_channel_id",
    "safety_alerts_channel_id",
    "vanity_url_code",
    "max_presences",
)
_ZERO_IN_GUILDS = (
    "afk_timeout",
    "verification_level",
    "default_message_notifications",
    "explicit_content_filter",
    "mfa_level",
    "nsfw_level",
    "premium_tier",
    "system_channel_flags",
)


def user(one: User) -> Json:
    """Return a user object."""
    return {
        "id": one.id,
        "username": one.name,
        "global_name": None if one.bot else one.name,
        "discriminator": "0",
        "avatar": None,
        "bot": one.bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def me(world: World) -> Json:
    """Return the bot user as it gets itself."""
    own = {"verified": True, "mfa_enabled": True, "locale": "en-US", "email": None}
    return {**user(world.bot), **own}


def member(one: Member, permissions: Permission | None = None) -> Json:
    """Return a guild member without its user, with permissions if any are given."""
    body: Json = {
        "roles": [role.id for role in one.roles],
        "joined_at": timestamp(one.joined_at),
        "nick": None,
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
    return body if permissions is None else {**body, "permissions": str(int(permissions))}


def role(one: Role, position: int) -> Json:
    """Return a role object."""
    return {
        "id": one.id,
        "name": one.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": position,
        "permissions": str(int(one.permissions)),
        "managed": one.managed_by is not None,
        "mentionable": one.mentionable,
        "flags": 0,
        **({"tags": {"bot_id": one.managed_by.id}} if one.managed_by else {}),
    }


def channel(one: Channel, *, seen_by: User) -> Json:
    """Return a channel object as *seen_by* gets it: a DM names everybody else."""
    body: Json = {"id": one.id, "type": one.kind, "last_message_id": one.last_message_id}
    if one.kind in (DM, GROUP_DM):
        others = [user(person) for person in one.recipients if person is not seen_by]
        return {**body, "recipients": others, **({"name": one.name} if one.name else {})}
    body |= {
        "name": one.name,
        "guild_id": one.guild.id if one.guild else None,
        "parent_id": one.parent.id if one.parent else None,
        "rate_limit_per_user": 0,
        "nsfw": False,
        "flags": 0,
    }
    if one.is_thread:
        return body | {
            "owner_id": one.guild.owner_id if one.guild else None,
            "message_count": 0,
            "member_count": 1,
            "total_message_sent": 0,
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": 1440,
                "archive_timestamp": "2026-01-01T00:00:00+00:00",
                "locked": False,
            },
        }
    return body | {
        "position": 0,
        "topic": None,
        "permission_overwrites": [
            {
                "id": key,
                "type": 0 if one.guild and key in one.guild.roles else 1,
                "allow": str(int(allow)),
                "deny": str(int(deny)),
            }
            for key, (allow, deny) in one.overwrites.items()
        ],
    }


def guild(one: Guild, world: World) -> Json:
    """Return the guild as GUILD_CREATE shows it to an app without the members intent."""
    me = one.members[world.bot.id]
    places = list(one.channels.values())
    return {
        "id": one.id,
        "name": one.name,
        "owner_id": one.owner_id,
        "preferred_locale": one.locale,
        "joined_at": timestamp(me.joined_at),
        "large": False,
        "member_count": len(one.members),
        "members": [{**member(me), "user": user(world.bot)}],
        "roles": [role(item, index) for index, item in enumerate(one.roles.values())],
        "channels": [channel(item, seen_by=world.bot) for item in places if not item.is_thread],
        "threads": [channel(item, seen_by=world.bot) for item in places if item.is_thread],
        **{field: [] for field in _EMPTY_IN_GUILDS},
        **dict.fromkeys(_NULL_IN_GUILDS),
        **dict.fromkeys(_ZERO_IN_GUILDS, 0),
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "max_members": 500_000,
    }


def application(world: World) -> Json:
    """Return the application as its own bot gets it."""
    flags = sum(flag for bit, flag in _APPLICATION_FLAGS.items() if world.privileged & bit)
    return {
        "id": world.application_id,
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot": user(world.bot),
        "owner": user(world.owner),
        "team": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": flags,
        "flags_new": str(flags),
        "redirect_uris": [],
        "interactions_endpoint_url": world.endpoint_url,
        "role_connections_verification_url": None,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
        "approximate_user_authorization_count": 0,
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": sum(one.installed for one in world.users.values()),
        "integration_types_config": {"0": {}, "1": {}},
    }
