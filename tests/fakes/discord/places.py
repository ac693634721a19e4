"""Users, and the guilds and channels they meet in."""

from dataclasses import dataclass, field

from tests.fakes.discord.permissions import EVERYONE_DEFAULT, EVERYTHING, NOTHING, Permission

TEXT, DM, GROUP_DM, PUBLIC_THREAD = 0, 1, 3, 11

Overwrites = dict[str, tuple[Permission, Permission]]


@dataclass(eq=False, slots=True)
class User:
    """An account.

    Attributes:
        name: The username; the display name is the same.
        installed: Whether the app is installed to this account.
        dms_open: Whether the app may write to it first.
    """

    id: str
    name: str
    bot: bool = False
    locale: str = "en-US"
    installed: bool = False
    dms_open: bool = True

    @property
    def mention(self) -> str:
        """What mentions this user in a message."""
        return f"<@{self.id}>"


@dataclass(eq=False, slots=True)
class Role:
    """A role of a guild; the one with the guild's own id is everybody's."""

    id: str
    name: str
    permissions: Permission = NOTHING
    mentionable: bool = False
    managed_by: User | None = None

    @property
    def mention(self) -> str:
        """What mentions this role in a message."""
        return f"<@&{self.id}>"


@dataclass(eq=False, slots=True)
class Member:
    """A user in a guild, with the roles beyond everybody's."""

    user: User
    joined_at: float
    roles: list[Role] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Guild:
    """A server. `available` is False during an outage of it."""

    id: str
    name: str
    owner_id: str
    locale: str = "en-US"
    available: bool = True
    roles: dict[str, Role] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    channels: dict[str, "Channel"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Add the role that everybody has."""
        self.roles[self.id] = Role(self.id, "@everyone", EVERYONE_DEFAULT)

    @property
    def everyone(self) -> Role:
        """The role that everybody has."""
        return self.roles[self.id]

    @property
    def general(self) -> "Channel":
        """The first channel."""
        return next(iter(self.channels.values()))

    def permissions_of(self, user_id: str) -> Permission:
        """Return what a member may do before channels have their say; nothing for strangers."""
        member = self.members.get(user_id)
        if member is None:
            return NOTHING
        granted = self.everyone.permissions
        for role in member.roles:
            granted |= role.permissions
        owns = user_id == self.owner_id or granted & Permission.ADMINISTRATOR
        return EVERYTHING if owns else granted


@dataclass(eq=False, slots=True)
class Channel:
    """Where messages are: a text channel or thread of a guild, a DM, or a group DM.

    Attributes:
        recipients: Everybody in a DM or group DM; empty in a guild.
        overwrites: Permissions allowed and denied here, by the id of a role or user.
    """

    id: str
    kind: int
    name: str = ""
    guild: Guild | None = None
    parent: "Channel | None" = None
    recipients: tuple[User, ...] = ()
    overwrites: Overwrites = field(default_factory=dict)
    last_message_id: str | None = None

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread of another channel."""
        return self.kind == PUBLIC_THREAD

    def permissions_of(self, user_id: str) -> Permission:
        """Return what somebody may do here; in private, everything for those who are in it."""
        if self.guild is None:
            return EVERYTHING if any(who.id == user_id for who in self.recipients) else NOTHING
        granted = self.guild.permissions_of(user_id)
        if granted in (NOTHING, EVERYTHING):
            return granted
        overwrites = (self.parent or self).overwrites
        role_ids = [role.id for role in self.guild.members[user_id].roles]
        for ids in ([self.guild.id], role_ids, [user_id]):
            found = [overwrites[key] for key in ids if key in overwrites]
            for _, denied in found:
                granted &= ~denied
            for allowed, _ in found:
                granted |= allowed
        return granted

    def can_be_read_by(self, user_id: str) -> bool:
        """Return whether somebody sees this channel."""
        return bool(self.permissions_of(user_id) & Permission.VIEW_CHANNEL)
