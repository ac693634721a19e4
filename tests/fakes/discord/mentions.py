"""Whom a message names, and whom it would notify."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tests.fakes.discord.errors import Form, Path
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import Channel, User
from tests.fakes.discord.wire import Json

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(everyone|here)")

IN_MESSAGES: Json = {"parse": ["users", "roles", "everyone"], "replied_user": True}
IN_INTERACTIONS: Json = {"parse": ["users"]}


@dataclass(frozen=True, slots=True)
class Pings:
    """Users and roles by id, and whether @everyone or @here; falsy when it is nobody."""

    users: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    everyone: bool = False

    def __bool__(self) -> bool:
        """Return whether anybody is meant."""
        return bool(self.users or self.roles or self.everyone)


NOBODY = Pings()


def check_allowed_mentions(form: Form, at: Path, allowed: object) -> None:
    """Note what is wrong with an `allowed_mentions`."""
    if allowed is None:
        return
    if not isinstance(allowed, dict):
        form.fault(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    parse = allowed.get("parse") or []
    for index, kind in enumerate(parse):
        form.choice((*at, "parse", index), kind, ("roles", "users", "everyone"))
    for kind in ("users", "roles"):
        ids = allowed.get(kind) or []
        form.count((*at, kind), ids, 0, 100)
        if ids and kind in parse:
            form.fault(at, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", f'parse:["{kind}"] and '
                       f"{kind}: [ids...] are mutually exclusive.")  # fmt: skip


def named(
    texts: Iterable[str],
    allowed: Json,
    *,
    author: User,
    channel: Channel,
    replied_to: User | None = None,
) -> Pings:
    """Return whom *texts* name, as far as *allowed* and the author's permissions go.

    Only what is there can be named: people who can read the channel, roles of its guild.
    Stricter than Discord, mentions inside code count too.
    """
    text = "\n".join(texts)
    parse = allowed.get("parse") or []
    users = {one for one in _USER.findall(text) if channel.can_be_read_by(one)}
    if "users" not in parse:
        users &= {str(one) for one in allowed.get("users") or []}
    if replied_to is not None and allowed.get("replied_user"):
        users.add(replied_to.id)
    if channel.guild is None:
        return Pings(frozenset(users))

    may_all = bool(channel.permissions_of(author.id) & Permission.MENTION_EVERYONE)
    roles = {
        role_id
        for role_id in _ROLE.findall(text)
        if (role := channel.guild.roles.get(role_id)) and (may_all or role.mentionable)
    }
    if "roles" not in parse:
        roles &= {str(one) for one in allowed.get("roles") or []}
    everyone = may_all and "everyone" in parse and bool(_EVERYONE.search(text))
    return Pings(frozenset(users), frozenset(roles), everyone)
