"""Setting the scene: guilds, channels, roles, people, and what happens to them."""

from tests.fakes.discord import place_payloads
from tests.fakes.discord.driver.people import Person
from tests.fakes.discord.gateway import GUILDS, Gateway
from tests.fakes.discord.permissions import BOT_DEFAULT, NOTHING, Permission
from tests.fakes.discord.places import (
    GROUP_DM,
    PUBLIC_THREAD,
    TEXT,
    Channel,
    Guild,
    Member,
    Role,
    User,
)
from tests.fakes.discord.posts import Posts
from tests.fakes.discord.wire import Json
from tests.fakes.discord.world import World


class Scenery:
    """What tests put into the world and take out of it; the app hears of it."""

    def __init__(self, world: World, gateway: Gateway, posts: Posts) -> None:
        """Change *world*, and tell its *gateway*."""
        self.world = world
        self.gateway = gateway
        self.posts = posts

    def add_guild(
        self, name: str = "Test Guild", *, bot: bool = True, permissions: int = BOT_DEFAULT
    ) -> Guild:
        """Add a guild with one channel, `general`; the bot joins with *permissions*, or not."""
        guild = Guild(self.world.mint(), name, self.world.owner.id)
        self.world.guilds[guild.id] = guild
        self._join(guild, self.world.owner)
        self.add_channel(guild, "general")
        if bot:
            self._join(guild, self.world.bot, permissions)
            self._dispatch("GUILD_CREATE", guild, place_payloads.guild(guild, self.world))
        return guild

    def add_channel(self, guild: Guild, name: str) -> Channel:
        """Add a text channel to *guild*."""
        channel = Channel(self.world.mint(), TEXT, name, guild)
        self._keep(channel)
        return channel

    def add_thread(self, parent: Channel, name: str) -> Channel:
        """Add a public thread to a text channel."""
        thread = Channel(self.world.mint(), PUBLIC_THREAD, name, parent.guild, parent)
        self._keep(thread)
        return thread

    def add_group_dm(self, *people: Person) -> Channel:
        """Add a private channel of several people; the bot cannot be in one."""
        users = tuple(person.user for person in people)
        channel = Channel(self.world.mint(), GROUP_DM, recipients=users)
        self.world.channels[channel.id] = channel
        return channel

    def add_role(self, guild: Guild, name: str, *, mentionable: bool = False) -> Role:
        """Add a role without permissions to *guild*."""
        role = Role(self.world.mint(), name, mentionable=mentionable)
        guild.roles[role.id] = role
        return role

    def add_person(
        self,
        name: str,
        *guilds: Guild,
        installed: bool = False,
        permissions: Permission = NOTHING,
        locale: str = "en-US",
    ) -> Person:
        """Add somebody who is in *guilds*.

        Args:
            name: Their name.
            guilds: Where they are members.
            installed: Whether the app is installed to their account.
            permissions: What they may do in the guilds, beyond what everybody may.
            locale: Their language.
        """
        user = User(self.world.mint(), name, installed=installed, locale=locale)
        self.world.users[user.id] = user
        for guild in guilds:
            self._join(guild, user, permissions)
        return Person(user, self.world, self.gateway, self.posts)

    def remove_bot(self, guild: Guild) -> None:
        """Take the bot out of *guild*, as somebody who kicks it does."""
        del guild.members[self.world.bot.id]
        self._dispatch("GUILD_DELETE", guild, {"id": guild.id})

    def set_available(self, guild: Guild, *, available: bool) -> None:
        """Begin or end an outage of *guild*."""
        guild.available = available
        if available:
            data = {**place_payloads.guild(guild, self.world), "unavailable": False}
            self._dispatch("GUILD_CREATE", guild, data)
        else:
            self._dispatch("GUILD_DELETE", guild, {"id": guild.id, "unavailable": True})

    def _join(self, guild: Guild, user: User, permissions: int = NOTHING) -> None:
        member = Member(user, self.world.clock.now())
        if permissions:
            managed_by = user if user.bot else None
            role = Role(self.world.mint(), user.name, Permission(permissions), False, managed_by)
            guild.roles[role.id] = role
            member.roles.append(role)
        guild.members[user.id] = member

    def _keep(self, channel: Channel) -> None:
        self.world.channels[channel.id] = channel
        if channel.guild is None:
            return
        channel.guild.channels[channel.id] = channel
        if self.world.bot.id in channel.guild.members and self.gateway.sessions:
            event = "THREAD_CREATE" if channel.is_thread else "CHANNEL_CREATE"
            data = place_payloads.channel(channel, seen_by=self.world.bot)
            self._dispatch(event, channel.guild, data)

    def _dispatch(self, event: str, guild: Guild, data: Json) -> None:
        self.gateway.dispatch(event, data, intent=GUILDS, guild_id=guild.id)
