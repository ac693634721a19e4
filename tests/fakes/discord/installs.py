"""Where the app may be used, by whose installation, and what it may do there."""

from tests.fakes.discord.permissions import APP_IN_PRIVATE, NOTHING, Permission
from tests.fakes.discord.places import Channel, User
from tests.fakes.discord.world import World


def context(place: Channel, world: World) -> int:
    """Return where this is: 0 in a guild, 1 in a DM with the bot, 2 in any other private one."""
    if place.guild is not None:
        return 0
    return 1 if world.bot in place.recipients else 2


def owners(person: User, place: Channel, world: World) -> dict[str, str]:
    """Return by whose installations the app may be used by *person* in *place*."""
    found = {}
    if place.guild is not None and world.bot.id in place.guild.members:
        found["0"] = place.guild.id
    shared = any(
        person.id in one.members and world.bot.id in one.members for one in world.guilds.values()
    )
    if context(place, world) == 1 and shared:
        found["0"] = "0"
    if person.installed:
        found["1"] = person.id
    return found


def app_permissions(place: Channel, world: World) -> Permission:
    """Return what the app may do in *place*, installed there or not."""
    if place.guild is not None and world.bot.id in place.guild.members:
        return place.permissions_of(world.bot.id)
    with_bot = context(place, world) == 1
    return APP_IN_PRIVATE | (Permission.USE_EXTERNAL_EMOJIS if with_bot else NOTHING)
