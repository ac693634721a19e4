"""Whom the fake Discord would notify."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.discord import FakeDiscord, Guild, Permission, Person, Pings
from tests.fakes.discord.driver.library import Client
from tests.fakes.discord.mentions import named
from tests.fakes.discord.places import TEXT, Channel, Member, User
from tests.fakes.discord.wire import Json

EVERYBODY: Json = {"parse": ["users", "roles", "everyone"]}
NOBODY_ALLOWED: Json = {"parse": []}


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (None, "ada role everyone"),
        (EVERYBODY, "ada role everyone"),
        (NOBODY_ALLOWED, ""),
        ({}, ""),
        ({"parse": ["users"]}, "ada"),
        ({"parse": ["roles"]}, "role"),
        ({"users": ["{ada}"]}, "ada"),
        ({"users": ["1"]}, ""),
    ],
    ids=["default", "all", "none", "empty", "users", "roles", "listed", "listed in vain"],
)
async def test_a_message_notifies_whom_it_names_and_may_notify(
    fake: FakeDiscord, ada: Person, send: Client, allowed: Json | None, expected: str
) -> None:
    guild = fake.add_guild("Loud", permissions=Permission.ADMINISTRATOR)
    guild.members[ada.id] = Member(ada.user, 0.0)
    role = fake.add_role(guild, "readers")
    content = f"@everyone {ada.mention} {role.mention} <@1> <@&1>"
    body: Json = {"content": content}
    if allowed is not None:
        users = [one.format(ada=ada.id) for one in allowed.get("users", [])]
        body["allowed_mentions"] = {**allowed, **({"users": users} if users else {})}

    await send("POST", f"/channels/{guild.general.id}/messages", json=body)

    assert fake.said[0].pinged == Pings(
        users=frozenset({ada.id} if "ada" in expected else ()),
        roles=frozenset({role.id} if "role" in expected else ()),
        everyone="everyone" in expected,
    )
    assert fake.counts.pings == bool(expected)


async def test_without_permission_only_mentionable_roles_are_notified(
    fake: FakeDiscord, guild: Guild, send: Client
) -> None:
    quiet = fake.add_role(guild, "quiet")
    open_to_all = fake.add_role(guild, "open", mentionable=True)
    content = f"@everyone @here {quiet.mention} {open_to_all.mention}"

    await send("POST", f"/channels/{guild.general.id}/messages", json={"content": content})

    assert fake.said[0].pinged == Pings(roles=frozenset({open_to_all.id}))


async def test_an_interaction_names_users_only_and_an_edit_notifies_nobody(
    fake: FakeDiscord, guild: Guild, ada: Person, send: Client
) -> None:
    await send.put({"name": "jensen", "description": "d"})
    role = fake.add_role(guild, "open", mentionable=True)
    content = f"{role.mention} {ada.mention}"
    quiet, loud, deferred = (ada.start_command("jensen", guild.general) for _ in range(3))
    hook = f"/webhooks/{fake.world.application_id}"

    async def respond(token: Any, body: Json) -> None:
        await send("POST", f"/interactions/{token.id}/{token.token}/callback", json=body)

    async def edit(token: Any) -> None:
        path = f"{hook}/{token.token}/messages/@original"
        await send("PATCH", path, json={"content": content})

    await respond(quiet, {"type": 4, "data": {"content": "nobody"}})
    await edit(quiet)
    await respond(loud, {"type": 4, "data": {"content": content}})
    await respond(deferred, {"type": 5})
    await edit(deferred)

    hers = Pings(users=frozenset({ada.id}))
    assert [one.response.pinged for one in (quiet, loud, deferred)] == [Pings(), hers, hers]
    assert quiet.response.mentions == hers


async def test_a_reply_notifies_whom_it_answers_unless_told_not_to(
    fake: FakeDiscord, guild: Guild, ada: Person, send: Client
) -> None:
    hers = await ada.say("hello", guild.general)
    reply: Json = {"content": "x", "message_reference": {"message_id": hers.id}}
    path = f"/channels/{guild.general.id}/messages"

    await send("POST", path, json=reply)
    await send("POST", path, json={**reply, "allowed_mentions": NOBODY_ALLOWED})

    assert [bool(one.pinged) for one in fake.said] == [True, False]


@given(text=st.text() | st.from_regex(r"(@everyone|@here|<@!?7>|<@&7>| )*"))
def test_no_text_notifies_anybody_where_nobody_may_be(text: str) -> None:
    guild = Guild("7", "g", owner_id="7")
    owner = User("7", "owner")
    guild.members["7"] = Member(owner, 0.0)

    pings = named([text], NOBODY_ALLOWED, author=owner, channel=Channel("8", TEXT, "c", guild))

    assert not pings
