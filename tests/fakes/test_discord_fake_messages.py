"""The fake Discord's messages, as the real discord.py finds them."""

from typing import Any

import aiohttp
import discord
import pytest

from tests.fakes.discord import (
    FakeDiscord,
    Guild,
    Permission,
    Person,
    schema,
)
from tests.fakes.discord.driver.sample import SampleApp
from tests.fakes.discord.permissions import BOT_DEFAULT


async def test_content_is_withheld_unless_the_app_is_meant(
    fake: FakeDiscord, app: SampleApp, guild: Guild, ada: Person
) -> None:
    bot = fake.bot.mention
    asked = await ada.command("jensen", guild.general, question="hello")
    meant = await ada.say(f"hello {bot}", guild.general)
    answer = await fake.answer_to(meant)
    for text, reply_to, ping in [
        ("to all", None, True),
        ("reply with ping", answer, True),
        ("reply without", answer, False),
        ("reply to an interaction", asked.response, True),
    ]:
        await ada.say(text, guild.general, reply_to=reply_to, ping=ping)
    private = await ada.dm("in private")
    await fake.answer_to(private)

    heard = [message.content for message in app.heard]
    assert heard == [f"hello {bot}", "", "reply with ping", "", "", "in private"]
    assert answer.text == f"you wrote: hello {bot}"
    assert answer.reference is meant


async def test_history_is_newest_first_and_can_be_cut_out(
    fake: FakeDiscord, app: SampleApp, guild: Guild, ada: Person
) -> None:
    said = [await ada.say(f"{fake.bot.mention} {n}", guild.general) for n in range(4)]
    await fake.wait_for(lambda: len(fake.said) == 4)
    channel = await app.fetch_channel(int(guild.general.id))
    assert isinstance(channel, discord.TextChannel)

    def ids(messages: list[discord.Message]) -> list[str]:
        return [str(message.id) for message in messages]

    everything = ids([one async for one in channel.history(limit=100)])
    edge = discord.Object(int(said[1].id))
    older = ids([one async for one in channel.history(before=edge)])
    newer = ids([one async for one in channel.history(after=edge, limit=1)])

    assert everything == sorted(everything, key=int, reverse=True)
    assert older == [said[0].id]
    assert newer == [said[2].id]


async def test_files_come_with_their_alternative_text(
    fake: FakeDiscord, app: SampleApp, guild: Guild
) -> None:
    channel = app.get_partial_messageable(int(guild.general.id))
    file = discord.File(__file__, filename="card.png", description="a card")

    await channel.send(file=file)

    (attachment,) = fake.said[0].attachments
    assert (attachment.filename, attachment.description) == ("card.png", "a card")
    assert attachment.data.startswith(b'"""The fake Discord')


async def test_components_v2_are_read_as_text(
    fake: FakeDiscord, app: SampleApp, guild: Guild
) -> None:
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.Container(discord.ui.TextDisplay("inside")))
    channel = app.get_partial_messageable(int(guild.general.id))

    await channel.send(view=view)

    assert fake.said[0].text == "inside"


async def test_what_is_said_twice_for_one_reason_counts_as_a_duplicate(
    fake: FakeDiscord, app: SampleApp, guild: Guild, ada: Person
) -> None:
    channel = app.get_partial_messageable(int(guild.general.id))

    await channel.send("hello")
    await channel.send("hello")
    await ada.command("jensen", guild.general, question="hello")
    await ada.command("jensen", guild.general, question="hello")

    assert fake.counts.duplicates == 1


async def test_an_answer_of_this_fake_is_as_officially_described(
    fake: FakeDiscord, app: SampleApp, guild: Guild, ada: Person
) -> None:
    specification = schema.find_specification()
    if specification is None:
        pytest.skip("the official description is not beside the repository")
    asked = await ada.command("jensen", guild.general, question="hello")
    await ada.press(asked.response, "Again")
    await ada.command("follow", guild.general)
    await ada.autocomplete("jensen", "question", "hel", guild.general)
    await fake.answer_to(await ada.say(f"hi {fake.bot.mention}", guild.general))
    channel = await app.fetch_channel(int(guild.general.id))
    assert isinstance(channel, discord.TextChannel)
    embed = discord.Embed(title="t", description="d", url="https://example.org").set_footer(
        text="f"
    )
    await channel.send(embed=embed, file=discord.File(__file__, filename="card.png"))
    assert [one async for one in channel.history()]

    assert schema.answer_violations(specification, fake.exchanges) == []


async def test_a_body_against_the_official_description_is_reported_in_the_end() -> None:
    if schema.find_specification() is None:
        pytest.skip("the official description is not beside the repository")

    async def send(body: dict[str, Any]) -> int:
        async with FakeDiscord() as fake, aiohttp.ClientSession() as session:
            url = f"{fake.api_url}/channels/{fake.add_guild().general.id}/messages"
            headers = {"Authorization": f"Bot {fake.token}"}
            async with session.post(url, json=body, headers=headers) as response:
                return response.status

    assert await send({"content": "hello", "tts": False}) == 200
    with pytest.raises(AssertionError, match="tts"):
        await send({"content": "hello", "tts": "no"})


@pytest.mark.parametrize(
    ("denied", "code"),
    [
        (Permission.VIEW_CHANNEL, 50001),
        (Permission.SEND_MESSAGES, 50013),
        (Permission.EMBED_LINKS, 50013),
    ],
    ids=["unseen", "no sending", "no embeds"],
)
async def test_what_the_bot_may_not_do_is_forbidden(
    fake: FakeDiscord, app: SampleApp, denied: Permission, code: int
) -> None:
    guild = fake.add_guild("Strict", permissions=BOT_DEFAULT & ~denied)
    guild.everyone.permissions = Permission(0)
    channel = app.get_partial_messageable(int(guild.general.id))

    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("hello", embed=discord.Embed(title="hello"))

    assert refused.value.code == code
    assert fake.counts.invalid == 1


async def test_a_thread_wants_its_own_permission(
    fake: FakeDiscord, app: SampleApp, guild: Guild, ada: Person
) -> None:
    thread = fake.add_thread(guild.general, "talk")

    asked = await ada.command("jensen", thread, question="hello")

    assert asked.response.channel is thread
    await app.get_partial_messageable(int(thread.id)).send("more")
    guild.members[fake.bot.id].roles[0].permissions &= ~Permission.SEND_MESSAGES_IN_THREADS
    guild.everyone.permissions &= ~Permission.SEND_MESSAGES_IN_THREADS
    with pytest.raises(discord.Forbidden):
        await app.get_partial_messageable(int(thread.id)).send("no more")


async def test_a_closed_dm_cannot_be_written_to(
    fake: FakeDiscord, app: SampleApp, ada: Person
) -> None:
    user = await app.fetch_user(int(ada.id))
    await user.send("hello")
    ada.user.dms_open = False

    with pytest.raises(discord.Forbidden) as refused:
        await user.send("hello again")

    assert refused.value.code == 50007
    assert [message.text for message in fake.said] == ["hello"]
