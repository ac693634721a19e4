"""Whatever goes wrong on the way: one answer or an honest error, and the bot goes on."""

import asyncio

import pytest

from tests.adapters.discord.stage import answer_of, is_answered
from tests.adapters.process import Process
from tests.fakes.discord import Channel, FakeDiscord, Fault, Guild, NoResponseError, Person

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("bot")]

SAID = "harnessing deep learning machine learning write software importance"
NONSENSE = "zyxwv qwrtp flurbish"

CALLBACK = ("POST", "/interactions/*/callback")
MESSAGES = ("POST", "/channels/*/messages")

passing = pytest.mark.parametrize(
    "fault",
    [
        Fault.rate_limited(0.1),
        Fault.rate_limited(0.1, scope="global"),
        Fault.status(500),
        Fault.status(502),
        Fault.status(503),
        Fault.drop_before(),
        Fault.drop_after(),
    ],
    ids=["429", "429 everywhere", "500", "502", "503", "lost before", "lost after"],
)


async def tried_again(discord: FakeDiscord, fault: Fault, place: str) -> None:
    """Wait for the second try, or it would meet the fault of the next test.

    Args:
        discord: Where it arrives.
        fault: Of the first try.
        place: The id in the path of both.
    """
    if fault.kind == "drop_after":
        await discord.wait_for(lambda: sum(place in one.path for one in discord.exchanges) > 1)


@passing
async def test_a_command_gets_its_answer_once(
    discord: FakeDiscord, ada: Person, general: Channel, fault: Fault
) -> None:
    discord.plan.next(*CALLBACK, fault)

    asked = await ada.command("jensen", general, question=SAID)
    await tried_again(discord, fault, asked.id)

    assert SAID in asked.response.text
    assert [one for one in discord.said if one.channel is general] == [asked.response]
    assert discord.plan.is_done


@passing
async def test_a_mention_gets_its_answer_once(
    discord: FakeDiscord, ada: Person, general: Channel, fault: Fault
) -> None:
    discord.plan.next(*MESSAGES, fault)

    answer = await discord.answer_to(await ada.say(f"{discord.bot.mention} {SAID}", general))
    await tried_again(discord, fault, general.id)
    again = await discord.answer_to(await ada.say(f"{discord.bot.mention} help", general))

    assert SAID in answer.text
    assert [one for one in discord.said if one.channel is general] == [answer, again]
    assert discord.plan.is_done


@passing
async def test_a_button_does_its_work_once(
    discord: FakeDiscord, ada: Person, general: Channel, fault: Fault
) -> None:
    answer = (await ada.command("jensen", general, question="deep learning")).response
    discord.plan.next(*CALLBACK, fault)

    pressed = await ada.press(answer, "Next match")
    await tried_again(discord, fault, pressed.id)

    assert answer.edits == 1
    assert [one for one in discord.said if one.channel is general] == [answer]


async def test_an_answer_that_discord_refuses_becomes_an_incident_with_a_number(
    discord: FakeDiscord, bot: Process, ada: Person, general: Channel
) -> None:
    discord.plan.next(*CALLBACK, Fault.status(400))

    asked = await ada.command("jensen", general, question=SAID)

    incident = await bot.logged("incident")
    assert asked.response.ephemeral
    assert asked.response.text.endswith(incident["incident"])
    assert incident["error"] == "HTTPException"
    assert "outlets.py" in incident["at"]


@pytest.mark.parametrize(
    "fault",
    [Fault.status(401), Fault.rate_limited(0.1, via=False)],
    ids=["unauthorised", "banned"],
)
async def test_what_discord_keeps_refusing_ends_with_discords_own_error(
    discord: FakeDiscord, bot: Process, ada: Person, general: Channel, fault: Fault
) -> None:
    before = len(bot.incidents())
    discord.plan.next(*CALLBACK, fault, times=2)

    asked = ada.start_command("jensen", general, question=SAID)
    await bot.logged("incident", times=before + 2)
    discord.advance(3)

    with pytest.raises(NoResponseError):
        await ada.answered(asked)
    assert SAID in (await ada.command("jensen", general, question=SAID)).response.text


async def test_an_answer_that_comes_too_late_is_let_go(
    discord: FakeDiscord, bot: Process, ada: Person, general: Channel
) -> None:
    gate = asyncio.Event()
    discord.plan.next(*CALLBACK, Fault.slow(gate))
    asked = ada.start_command("jensen", general, question=SAID)
    await discord.wait_for(lambda: discord.plan.is_done)

    discord.advance(3)
    gate.set()

    with pytest.raises(NoResponseError):
        await ada.answered(asked)
    await bot.logged("settled already")
    assert SAID in (await ada.command("jensen", general, question=SAID)).response.text


@pytest.mark.parametrize("event", ["INTERACTION_CREATE", "MESSAGE_CREATE"])
async def test_what_is_delivered_twice_is_answered_once(
    discord: FakeDiscord, ada: Person, general: Channel, event: str
) -> None:
    discord.plan.next("GATEWAY", event, Fault.repeat())

    if event == "MESSAGE_CREATE":
        await discord.answer_to(await ada.say(f"{discord.bot.mention} {SAID}", general))
    else:
        await ada.command("jensen", general, question=SAID)
    last = await ada.command("jensen", general, question="deep learning")

    said = [one for one in discord.said if one.channel is general]
    assert len(said) == 2
    assert said[1] is last.response


async def test_a_suggestion_that_is_delivered_twice_is_offered_once(
    discord: FakeDiscord, ada: Person, general: Channel
) -> None:
    discord.plan.next("GATEWAY", "INTERACTION_CREATE", Fault.repeat())
    before = len(discord.exchanges)

    assert await ada.autocomplete("jensen", "question", "deep", general)
    assert SAID in (await ada.command("jensen", general, question=SAID)).response.text
    after = discord.exchanges[before:]
    assert [one for one in after if one.status >= 400] == []


@pytest.mark.parametrize(
    "trouble",
    ["drop", "reconnect", "invalid, resumable", "invalid", "4000"],
)
async def test_the_gateway_is_connected_to_again(
    discord: FakeDiscord, ada: Person, general: Channel, trouble: str
) -> None:
    match trouble:
        case "drop":
            discord.gateway.drop()
        case "reconnect":
            discord.gateway.reconnect()
        case "invalid, resumable":
            discord.gateway.invalidate(resumable=True)
        case "invalid":
            discord.gateway.invalidate()
        case code:
            await discord.gateway.close(int(code))
    await discord.connected()

    assert SAID in (await ada.command("jensen", general, question=SAID)).response.text


async def test_a_gateway_that_is_down_for_a_moment_is_tried_again(
    discord: FakeDiscord, bot: Process, ada: Person, general: Channel
) -> None:
    discord.plan.next("GET", "/", Fault.status(503))
    discord.gateway.drop()

    asked = await ada.command("jensen", general, question=SAID)

    assert SAID in asked.response.text
    (record,) = [one for one in bot.records if one["message"].startswith("Attempting")]
    assert record["error"] == "WSServerHandshakeError"


async def test_what_was_asked_while_the_connection_was_lost_is_answered(
    discord: FakeDiscord, ada: Person, general: Channel
) -> None:
    discord.gateway.drop()

    asked = await ada.command("jensen", general, question=SAID)

    assert SAID in asked.response.text


async def test_in_a_crowd_nobodys_answer_is_lost_or_doubled_whatever_goes_wrong(
    discord: FakeDiscord, guild: Guild, general: Channel
) -> None:
    people = [discord.add_person(f"Person {number}", guild) for number in range(20)]
    for fault in (Fault.drop_after(), Fault.drop_before(), Fault.status(500)):
        discord.plan.next(*CALLBACK, fault, times=3)

    asked = [
        one.start_command("jensen", general, question=SAID if number % 2 else NONSENSE)
        for number, one in enumerate(people)
    ]
    await discord.wait_for(lambda: all(map(is_answered, asked)))

    for number, one in enumerate(asked):
        assert answer_of(one).ephemeral != bool(number % 2)
        assert (SAID if number % 2 else "Nobody said anything like that.") in answer_of(one).text
        assert len(one.followups) <= 1
    assert discord.plan.is_done
