"""The fake Discord's gateway and faults, as the real discord.py finds them."""

import asyncio
import json
import zlib
from typing import Any, Literal

import aiohttp
import discord
import pytest

from tests.fakes.discord import FakeDiscord, Fault, Guild, Person
from tests.fakes.discord.driver.library import pointed_at, running
from tests.fakes.discord.driver.sample import SampleApp


async def test_a_wrong_token_is_refused_by_the_api(fake: FakeDiscord) -> None:
    client = SampleApp()

    with pytest.raises(discord.LoginFailure):
        await client.login("wrong")

    assert fake.counts.invalid == 1
    await client.close()


async def test_a_wrong_token_is_refused_by_the_gateway(fake: FakeDiscord) -> None:
    client = SampleApp()
    await client.login(fake.token)
    client.http.token = "wrong"

    with pytest.raises(discord.ConnectionClosed) as closed:
        await client.connect()

    assert closed.value.code == 4004


async def test_a_privileged_intent_that_was_not_granted_is_refused(fake: FakeDiscord) -> None:
    intents = discord.Intents(guilds=True, message_content=True)

    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(SampleApp(intents), fake):
            pass

    assert fake.gateway.closes == {4014: 1}


async def test_a_granted_intent_shows_the_content_of_every_message() -> None:
    async with FakeDiscord(privileged=1 << 15) as fake:
        guild = fake.add_guild()
        ada = fake.add_person("Ada", guild)
        intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
        app = SampleApp(intents)
        with pointed_at(fake):
            async with running(app, fake):
                await ada.say("to all", guild.general)
                await fake.wait_for(lambda: fake.gateway.sessions)
                asked = await ada.command("jensen", guild.general, question="in order")

    assert asked.response.text == "> in order"
    assert [message.content for message in app.heard] == ["to all"]


async def test_events_missed_while_away_are_replayed_on_resuming(
    fake: FakeDiscord, app: SampleApp, guild: Guild, ada: Person
) -> None:
    fake.gateway.drop()

    asked = await ada.command("jensen", guild.general, question="still there?")

    assert asked.response.text == "> still there?"
    assert (fake.counts.identifies, fake.counts.resumes) == (1, 1)
    assert app.resumes == 1


async def test_a_reconnect_request_leads_to_a_resume(
    fake: FakeDiscord, app: SampleApp, guild: Guild, ada: Person
) -> None:
    fake.gateway.reconnect()
    await fake.connected()

    asked = await ada.command("jensen", guild.general, question="hello")

    assert asked.response.text == "> hello"
    assert app.resumes == 1


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("resumable", "counted"), [(True, (1, 1)), (False, (2, 0))], ids=["resumable", "lost"]
)
async def test_an_invalid_session_is_resumed_only_if_it_may_be(
    fake: FakeDiscord, guild: Guild, ada: Person, resumable: bool, counted: tuple[int, int]
) -> None:
    fake.gateway.invalidate(resumable=resumable)
    await fake.connected()

    asked = await ada.command("jensen", guild.general, question="hello")

    assert asked.response.text == "> hello"
    assert (fake.counts.identifies, fake.counts.resumes) == counted


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("code", [1000, 4000, 4009], ids=str)
async def test_a_closed_connection_is_opened_again(
    fake: FakeDiscord, guild: Guild, ada: Person, code: int
) -> None:
    await fake.gateway.close(code)
    await fake.connected()

    asked = await ada.command("jensen", guild.general, question="hello")

    assert asked.response.text == "> hello"


@pytest.mark.usefixtures("app")
async def test_a_session_that_cannot_be_resumed_is_identified_anew(
    fake: FakeDiscord, guild: Guild, ada: Person
) -> None:
    fake.plan.next("GATEWAY", "RESUME", Fault.invalid_session())
    fake.gateway.drop()
    await fake.connected()

    asked = await ada.command("jensen", guild.general, question="hello")

    assert asked.response.text == "> hello"
    assert fake.counts.identifies == 2


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("fault", [Fault.drop_before(), Fault.reconnect()], ids=lambda f: f.kind)
async def test_an_event_that_was_not_sent_comes_after_the_resume(
    fake: FakeDiscord, guild: Guild, ada: Person, fault: Fault
) -> None:
    fake.plan.next("GATEWAY", "INTERACTION_CREATE", fault)

    asked = await ada.command("jensen", guild.general, question="hello")

    assert asked.response.text == "> hello"
    assert fake.counts.resumes == 1


@pytest.mark.usefixtures("app")
async def test_an_answer_comes_although_the_gateway_was_cut_after_the_event(
    fake: FakeDiscord, guild: Guild, ada: Person
) -> None:
    fake.plan.next("GATEWAY", "INTERACTION_CREATE", Fault.drop_after())

    asked = await ada.command("jensen", guild.general, question="hello")
    await fake.wait_for(lambda: fake.counts.resumes)

    assert asked.response.text == "> hello"
    assert fake.counts.posts == 1


async def test_an_event_can_come_twice(
    fake: FakeDiscord, app: SampleApp, guild: Guild, ada: Person
) -> None:
    fake.plan.next("GATEWAY", "MESSAGE_CREATE", Fault.repeat())

    await ada.dm("hello")
    await fake.wait_for(lambda: len(fake.said) == 2)

    assert len(app.heard) == 2
    assert fake.counts.duplicates == 1


async def test_a_lost_guild_is_told_from_an_outage(
    fake: FakeDiscord, app: SampleApp, guild: Guild, ada: Person
) -> None:
    async def seen(name: str) -> int:
        found = await app.wait_for(name, timeout=5)
        return int(found.id)

    async with asyncio.TaskGroup() as waiting:
        heard = [
            waiting.create_task(seen("guild_unavailable")),
            waiting.create_task(seen("guild_remove")),
        ]
        lost = fake.add_guild("lost")
        fake.set_available(guild, available=False)
        fake.remove_bot(lost)
    fake.set_available(guild, available=True)
    asked = await ada.command("jensen", guild.general, question="back?")

    assert [task.result() for task in heard] == [int(guild.id), int(lost.id)]
    assert asked.response.text == "> back?"


@pytest.mark.parametrize("compress", ["zlib-stream", "zstd-stream", None], ids=str)
async def test_what_the_gateway_sends_is_compressed_as_asked_for(
    fake: FakeDiscord, compress: str | None
) -> None:
    if compress == "zstd-stream":
        zstandard = pytest.importorskip("zstandard")
        unpack = zstandard.ZstdDecompressor().decompressobj().decompress
    else:
        unpack = zlib.decompressobj().decompress
    query = {"v": "10", "encoding": "json", **({"compress": compress} if compress else {})}
    identify = {"op": 2, "d": {"token": fake.token, "intents": 1, "properties": {}}}

    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(fake.gateway_url, params=query) as socket,
    ):
        await socket.send_json(identify)
        frames = [await socket.receive() for _ in range(2)]

    texts = [unpack(one.data) if compress else one.data for one in frames]
    assert [json.loads(text)["op"] for text in texts] == [10, 0]


WRONG: dict[str, tuple[list[Any], int]] = {
    "no JSON": (["{"], 4002),
    "no opcode": ([{"d": 1}], 4002),
    "too large": ([{"op": 3, "d": "x" * 4096}], 4002),
    "unknown opcode": ([{"op": 99}], 4001),
    "not identified": ([{"op": 3, "d": {}}], 4003),
    "identified twice": ([{"intents": 1}, {"intents": 1}], 4005),
    "wrong token": ([{"intents": 1, "token": "x"}], 4004),
    "unknown intents": ([{"intents": 1 << 40}], 4013),
    "no intents": ([{}], 4013),
    "privileged intent": ([{"intents": 1 << 15}], 4014),
    "wrong shard": ([{"intents": 1, "shard": [2, 2]}], 4010),
    "too many": ([{"op": 1}] * 121, 4008),
}


@pytest.mark.parametrize(("sent", "code"), WRONG.values(), ids=WRONG)
async def test_a_client_that_breaks_the_protocol_is_closed_with_the_reason(
    fake: FakeDiscord, sent: list[Any], code: int
) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(fake.gateway_url) as socket,
    ):
        for frame in sent:
            if isinstance(frame, dict) and "op" not in frame and "d" not in frame:
                frame = {"op": 2, "d": {"token": fake.token, **frame}}
            await socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))
        while not socket.closed:
            await socket.receive()

    assert socket.close_code == code


async def test_a_heartbeat_is_acknowledged(fake: FakeDiscord) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(fake.gateway_url) as socket,
    ):
        hello = await socket.receive_json()
        await socket.send_json({"op": 1, "d": None})

        assert hello == {"op": 10, "d": {"heartbeat_interval": 41250}}
        assert (await socket.receive_json())["op"] == 11


async def test_identifying_too_soon_after_another_client_is_an_invalid_session(
    fake: FakeDiscord,
) -> None:
    fake.gateway.identify_interval_s = 5.0
    identify = {"op": 2, "d": {"token": fake.token, "intents": 1}}

    async def first_answer() -> object:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(fake.gateway_url) as socket,
        ):
            await socket.receive()
            await socket.send_json(identify)
            frame = await socket.receive_json()
            return frame["t"] if frame["op"] == 0 else (frame["op"], frame["d"])

    answers = [await first_answer(), await first_answer()]
    fake.advance(5)

    assert [*answers, await first_answer()] == ["READY", (9, False), "READY"]


async def test_each_shard_gets_the_events_of_its_own_guilds_and_the_first_the_dms(
    fake: FakeDiscord, guild: Guild, ada: Person
) -> None:
    owner = (int(guild.id) >> 22) % 2

    async def heard_by(shard: int) -> set[int]:
        data = {"token": fake.token, "intents": 1 << 9 | 1 << 12, "shard": [shard, 2]}
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(fake.gateway_url) as socket,
        ):
            await socket.send_json({"op": 2, "d": data})
            await fake.wait_for(lambda: [s for s in fake.gateway.sessions if s.shard[0] == shard])
            await ada.say("to the guild", guild.general)
            await ada.dm("to the bot")
            await socket.send_json({"op": 1, "d": None})
            heard = set()
            while (frame := await socket.receive_json())["op"] != 11:
                if frame.get("t") == "MESSAGE_CREATE":
                    heard.add(frame["d"]["channel_type"])
            return heard

    heard = [await heard_by(0), await heard_by(1)]

    assert [0 in one for one in heard] == [owner == 0, owner == 1]
    assert [1 in one for one in heard] == [True, False]


async def test_a_server_error_is_tried_again_with_the_same_nonce(
    fake: FakeDiscord, app: SampleApp, guild: Guild
) -> None:
    fake.plan.next("POST", "/channels/*/messages", Fault.status(500))
    channel = app.get_partial_messageable(int(guild.general.id))

    await channel.send("hello")

    tries = [one for one in fake.exchanges if one.path.endswith("/messages")]
    assert [one.status for one in tries] == [500, 200]
    assert tries[0].sent["nonce"] == tries[1].sent["nonce"]
    assert fake.counts.posts == 1


async def test_a_post_with_a_known_nonce_is_not_made_again(
    fake: FakeDiscord, app: SampleApp, guild: Guild
) -> None:
    fake.plan.next("POST", "/channels/*/messages", Fault.drop_after())
    channel = app.get_partial_messageable(int(guild.general.id))

    with pytest.raises(aiohttp.ClientError):
        await channel.send("hello", nonce="2026-01-01")
    again = await channel.send("hello", nonce="2026-01-01")
    fake.advance(301)
    await channel.send("hello", nonce="2026-01-01")

    assert str(again.id) == fake.said[0].id
    assert (fake.counts.posts, fake.counts.deduplicated) == (2, 1)


async def test_a_connection_cut_before_processing_posts_nothing(
    fake: FakeDiscord, app: SampleApp, guild: Guild
) -> None:
    fake.plan.next("POST", "/channels/*/messages", Fault.drop_before())
    channel = app.get_partial_messageable(int(guild.general.id))

    with pytest.raises(aiohttp.ClientError):
        await channel.send("hello")

    assert fake.counts.posts == 0


@pytest.mark.parametrize("scope", ["user", "global", "shared"])
async def test_a_rate_limit_is_waited_out(
    fake: FakeDiscord, app: SampleApp, guild: Guild, scope: Literal["user", "global", "shared"]
) -> None:
    fake.plan.next("POST", "/channels/*/messages", Fault.rate_limited(0.01, scope=scope))
    channel = app.get_partial_messageable(int(guild.general.id))

    await channel.send("hello")

    assert fake.counts.posts == 1
    assert fake.counts.invalid == (0 if scope == "shared" else 1)


async def test_a_rate_limit_that_is_not_discords_own_is_an_error(
    fake: FakeDiscord, app: SampleApp, guild: Guild
) -> None:
    fake.plan.next("POST", "/channels/*/messages", Fault.rate_limited(0.01, via=False))
    channel = app.get_partial_messageable(int(guild.general.id))

    with pytest.raises(discord.HTTPException) as refused:
        await channel.send("hello")

    assert refused.value.status == 429


async def test_too_many_posts_are_refused_until_the_time_is_over(
    fake: FakeDiscord, guild: Guild
) -> None:
    url = f"{fake.api_url}/channels/{guild.general.id}/messages"
    headers = {"Authorization": f"Bot {fake.token}"}

    async with aiohttp.ClientSession(headers=headers) as session:

        async def post() -> tuple[int, str]:
            async with session.post(url, json={"content": "hello"}) as response:
                return response.status, response.headers["X-RateLimit-Remaining"]

        answers = [await post() for _ in range(6)]
        fake.advance(5)
        after = await post()

    assert answers == [(200, "4"), (200, "3"), (200, "2"), (200, "1"), (200, "0"), (429, "0")]
    assert after == (200, "4")


async def test_an_old_message_can_be_edited_a_few_times_only(
    fake: FakeDiscord, app: SampleApp, guild: Guild
) -> None:
    channel = app.get_partial_messageable(int(guild.general.id))
    message = await channel.send("hello")
    fake.advance(3601)
    for number in range(3):
        await message.edit(content=str(number))

    url = f"{fake.api_url}/channels/{channel.id}/messages/{message.id}"
    headers = {"Authorization": f"Bot {fake.token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.patch(url, json={"content": "4"}) as response,
    ):
        assert (response.status, (await response.json())["code"]) == (429, 30046)


async def test_a_gateway_that_is_down_is_tried_again(fake: FakeDiscord) -> None:
    fake.plan.next("GET", "/", Fault.status(503))
    fake.plan.next("GATEWAY", "HELLO", Fault.drop_before())
    fake.add_guild()

    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(fake.gateway_url)
        async with session.ws_connect(fake.gateway_url) as socket:
            assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSED
        async with session.ws_connect(fake.gateway_url) as socket:
            assert (await socket.receive_json())["op"] == 10
