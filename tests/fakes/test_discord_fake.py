"""The fake Discord's interactions, as the real discord.py finds them."""

import asyncio
from typing import Any

import aiohttp
import discord
import pytest
from discord.http import Route

from tests.fakes.discord import (
    FakeDiscord,
    Fault,
    Guild,
    NoResponseError,
    NotOfferedError,
    Permission,
    Person,
)
from tests.fakes.discord.driver.library import pointed_at, running
from tests.fakes.discord.driver.sample import SampleApp
from tests.fakes.discord.permissions import EVERYONE_DEFAULT


async def test_a_login_registers_commands_once_and_asks_for_its_intents_only(
    fake: FakeDiscord, app: SampleApp
) -> None:
    (identify,) = fake.gateway.identifies

    assert identify["intents"] == app.intents.value == 1 << 0 | 1 << 9 | 1 << 12
    assert fake.counts.command_creates == len(app.tree.get_commands())
    assert fake.counts.syncs == 1


async def test_registering_the_same_commands_again_creates_none(
    fake: FakeDiscord, app: SampleApp
) -> None:
    before = fake.world.commands.registered()

    await app.tree.sync()

    assert fake.world.commands.registered() == before
    assert fake.counts.command_creates == len(before)


@pytest.mark.usefixtures("app")
async def test_a_command_is_answered_where_it_was_used(
    fake: FakeDiscord, guild: Guild, ada: Person
) -> None:
    asked = await ada.command("jensen", guild.general, question="hello")

    assert asked.response.text == "> hello"
    assert asked.response.channel is guild.general
    assert asked.response.labels == ["Again"]
    assert not asked.response.ephemeral
    assert 0 < asked.latency_s < 3
    assert fake.latencies_s() == [asked.latency_s]


@pytest.mark.usefixtures("app")
async def test_a_command_works_by_guild_and_by_user_installation(
    fake: FakeDiscord, guild: Guild, ada: Person
) -> None:
    elsewhere = fake.add_guild("Elsewhere", bot=False)
    bob = fake.add_person("Bob", elsewhere, installed=True)
    group = fake.add_group_dm(ada, bob)
    places = {
        "guild": (ada, guild.general),
        "bot's DM": (ada, None),
        "user install elsewhere": (bob, elsewhere.general),
        "group DM": (bob, group),
        "somebody else's DM": (bob, fake.world.dm_with(ada.user, bob.user)),
    }

    answers = {
        name: (await person.command("jensen", place, question=name)).response.text
        for name, (person, place) in places.items()
    }

    assert answers == {name: f"> {name}" for name in places}


@pytest.mark.usefixtures("app")
async def test_a_command_is_offered_only_where_it_is_installed_and_allowed(
    fake: FakeDiscord, guild: Guild, ada: Person
) -> None:
    elsewhere = fake.add_guild("Elsewhere", bot=False)
    bob = fake.add_person("Bob", elsewhere)
    manager = fake.add_person("Mia", guild, permissions=Permission.MANAGE_GUILD)

    for person, command, place in [
        (bob, "jensen", elsewhere.general),
        (ada, "settings", guild.general),
        (manager, "settings", manager.dm_channel),
        (ada, "unheard", guild.general),
    ]:
        with pytest.raises(NotOfferedError):
            person.start_command(command, place)
    assert (await manager.command("settings", guild.general)).response.ephemeral


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "options",
    [{}, {"question": ""}, {"question": "x" * 501}, {"question": 5}, {"other": "x"}],
    ids=["missing", "too short", "too long", "wrong type", "unknown"],
)
async def test_a_client_sends_no_option_that_the_command_does_not_take(
    guild: Guild, ada: Person, options: dict[str, Any]
) -> None:
    with pytest.raises(NotOfferedError):
        ada.start_command("jensen", guild.general, **options)


@pytest.mark.usefixtures("app")
async def test_a_private_answer_is_seen_by_one_person_only(
    fake: FakeDiscord, guild: Guild, ada: Person
) -> None:
    bob = fake.add_person("Bob", guild)

    asked = await ada.command("jensen", guild.general, question="hello", private=True)

    assert asked.response.ephemeral
    assert ada.sees(asked.response)
    assert not bob.sees(asked.response)
    assert fake.world.history(guild.general) == []


@pytest.mark.usefixtures("app")
async def test_without_the_right_to_external_apps_every_answer_is_private(
    fake: FakeDiscord,
) -> None:
    elsewhere = fake.add_guild("Elsewhere", bot=False)
    elsewhere.everyone.permissions = EVERYONE_DEFAULT & ~Permission.USE_EXTERNAL_APPS
    bob = fake.add_person("Bob", elsewhere, installed=True)

    asked = await bob.command("jensen", elsewhere.general, question="hello")

    assert asked.response.ephemeral


@pytest.mark.usefixtures("app")
async def test_a_deferred_answer_is_filled_in_by_an_edit(guild: Guild, ada: Person) -> None:
    asked = await ada.command("think", guild.general, private=True)

    assert asked.response.text == "thought"
    assert asked.response.ephemeral
    assert asked.followups == []


@pytest.mark.usefixtures("app")
async def test_the_first_followup_after_a_defer_edits_the_original(
    fake: FakeDiscord, guild: Guild, ada: Person
) -> None:
    asked = await ada.command("follow", guild.general)
    await fake.wait_for(lambda: asked.followups)

    assert asked.response.text == "first"
    assert [(one.text, one.ephemeral) for one in asked.followups] == [("second", True)]


@pytest.mark.usefixtures("app")
async def test_autocomplete_offers_choices_while_typing(
    fake: FakeDiscord, guild: Guild, ada: Person
) -> None:
    choices = await ada.autocomplete("jensen", "question", "hel", guild.general)

    assert [choice.name for choice in choices] == ["hel!", "hel?"]
    assert len(fake.latencies_s(4)) == 1


@pytest.mark.usefixtures("app")
async def test_a_button_updates_its_message(fake: FakeDiscord, guild: Guild, ada: Person) -> None:
    asked = await ada.command("jensen", guild.general, question="hello")

    pressed = await ada.press(asked.response, "Again")
    await ada.press(asked.response, "1:again:1")

    assert pressed.response is asked.response
    assert asked.response.text == "pressed 2"
    assert fake.counts.posts == 1


async def test_a_button_works_after_a_restart_of_the_app(
    fake: FakeDiscord, guild: Guild, ada: Person
) -> None:
    async with running(SampleApp(), fake):
        asked = await ada.command("jensen", guild.general, question="hello")
    async with running(SampleApp(), fake):
        await ada.press(asked.response, "Again")

    assert asked.response.text == "pressed 1"
    assert fake.counts.identifies == 2


@pytest.mark.usefixtures("app")
async def test_somebody_elses_private_button_cannot_be_pressed(
    fake: FakeDiscord, guild: Guild, ada: Person
) -> None:
    bob = fake.add_person("Bob", guild)
    asked = await ada.command("jensen", guild.general, question="hello", private=True)

    with pytest.raises(NotOfferedError):
        bob.start_press(asked.response, "Again")
    with pytest.raises(LookupError):
        ada.start_press(asked.response, "Never")


@pytest.mark.usefixtures("app")
async def test_a_modal_is_opened_and_submitted(guild: Guild, ada: Person) -> None:
    opened = await ada.command("form", guild.general)

    submitted = await ada.submit_modal(opened, {"text": "why?"})

    assert submitted.response.text == "asked: why?"
    with pytest.raises(NotOfferedError):
        await ada.submit_modal(opened, {"text": "x" * 51})


@pytest.mark.usefixtures("app")
async def test_a_message_command_sees_the_message_it_is_used_on(
    fake: FakeDiscord, guild: Guild, ada: Person
) -> None:
    message = await ada.say("secret words", guild.general)

    asked = await ada.message_menu("Read it", message)

    assert asked.response.text == "it says: secret words"


@pytest.mark.usefixtures("app")
async def test_silence_is_no_response(fake: FakeDiscord, guild: Guild, ada: Person) -> None:
    asked = ada.start_command("silence", guild.general)
    await fake.wait_for(lambda: asked.sent_at)
    fake.advance(3.1)

    with pytest.raises(NoResponseError):
        await ada.answered(asked)


@pytest.mark.usefixtures("app")
async def test_a_first_response_after_three_seconds_finds_no_interaction(
    fake: FakeDiscord, guild: Guild, ada: Person
) -> None:
    gate = asyncio.Event()
    fake.plan.next("POST", "/interactions/*/callback", Fault.slow(gate))

    asked = ada.start_command("jensen", guild.general, question="hello")
    await fake.wait_for(lambda: fake.plan.is_done)
    fake.advance(3.1)
    gate.set()
    await fake.wait_for(lambda: asked.refused)

    assert [error.code for error in asked.refused] == [10062]
    assert fake.said == []


async def test_an_interaction_is_acknowledged_only_once(
    fake: FakeDiscord, app: SampleApp, guild: Guild, ada: Person
) -> None:
    asked = await ada.command("jensen", guild.general, question="hello")
    callback = f"/interactions/{asked.id}/{asked.token}/callback"

    with pytest.raises(discord.HTTPException) as refused:
        await app.http.request(Route("POST", callback), json={"type": 5})

    assert (refused.value.status, refused.value.code) == (400, 40060)


async def test_a_token_is_unknown_before_the_first_response_and_ends_after_15_minutes(
    fake: FakeDiscord, app: SampleApp, guild: Guild, ada: Person
) -> None:
    asked = ada.start_command("silence", guild.general)
    hook = Route("POST", f"/webhooks/{fake.world.application_id}/{asked.token}")
    with pytest.raises(discord.NotFound) as early:
        await app.http.request(hook, json={"content": "early"})

    answered = await ada.command("jensen", guild.general, question="hello")
    fake.advance(15 * 60 + 1)
    hook = Route("POST", f"/webhooks/{fake.world.application_id}/{answered.token}")
    with pytest.raises(discord.HTTPException) as late:
        await app.http.request(hook, json={"content": "late"})

    assert early.value.code == 10015
    assert (late.value.status, late.value.code) == (401, 50027)


async def test_a_user_installation_alone_gets_five_followups() -> None:
    async with FakeDiscord(rate_limits=False) as fake, aiohttp.ClientSession() as session:
        elsewhere = fake.add_guild("Elsewhere", bot=False)
        bob = fake.add_person("Bob", elsewhere, installed=True)
        with pointed_at(fake):
            async with running(SampleApp(), fake):
                asked = await bob.command("jensen", elsewhere.general, question="hello")
        url = f"{fake.api_url}/webhooks/{fake.world.application_id}/{asked.token}"

        for _ in range(6):
            async with session.post(url, json={"content": "more"}) as response:
                answer = await response.json()

        assert answer["code"] == 40094
        assert len(asked.followups) == 5
