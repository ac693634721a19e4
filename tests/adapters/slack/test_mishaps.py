"""Every fault in the plan: an answer or an honest error, nothing twice, and on it goes."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.adapters.process import Process
from tests.fakes.slack import Channel, Exchange, FakeSlack, Person
from tests.fakes.slack.faults import (
    DropAfter,
    DropBefore,
    Fault,
    LateAck,
    RateLimited,
    Refuse,
    ServerError,
    Slow,
)

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("bot")]

REMEMBERED = "harnessing deep learning machine learning write software"
SAID = "harnessing deep learning machine learning write software importance"
APOLOGY = "Something went wrong on my side."


@dataclass(frozen=True)
class Way:
    """A way to ask.

    Attributes:
        method: What the bot answers it with.
        ask: Makes the gesture.
        seen: Returns what the person sees of the answer.
    """

    method: str
    ask: Callable[[Person, Channel], Awaitable[Exchange]]
    seen: Callable[[Person, Exchange], str]


def messages(person: Person, exchange: Exchange) -> str:
    return "\n".join(each.shown for each in exchange.messages)


def home(person: Person, exchange: Exchange) -> str:
    return person.home.shown if person.home else ""


async def command(person: Person, channel: Channel) -> Exchange:
    return await person.command("/jensen", REMEMBERED, channel)


async def mention(person: Person, channel: Channel) -> Exchange:
    return await person.mention(REMEMBERED, channel)


async def dm(person: Person, channel: Channel) -> Exchange:
    return await person.dm(REMEMBERED)


async def shortcut(person: Person, channel: Channel) -> Exchange:
    return await person.shortcut("find", person.say(REMEMBERED, channel))


async def search_box(person: Person, channel: Channel) -> Exchange:
    assert person.home is not None
    return await person.fill(person.home, "question", REMEMBERED)


WAYS = {
    "command": Way("response_url", command, messages),
    "mention": Way("chat.postMessage", mention, messages),
    "direct message": Way("chat.postMessage", dm, messages),
    "shortcut": Way("response_url", shortcut, messages),
    "search box": Way("views.publish", search_box, home),
}


@pytest.fixture(params=list(WAYS.values()), ids=list(WAYS))
def way(request: pytest.FixtureRequest) -> Way:
    chosen: Way = request.param
    return chosen


@pytest.fixture(autouse=True)
def nothing_planned(slack: FakeSlack) -> Iterator[None]:
    yield
    for name in ("ack", "chat.postEphemeral", "views.open", *(way.method for way in WAYS.values())):
        slack.faults.clear(name)


async def at(way: Way, ada: Person) -> None:
    if way.method == "views.publish":
        await ada.open_home()


async def test_an_answer_that_is_limited_comes_when_slack_allows_it(
    slack: FakeSlack, bot: Process, ada: Person, general: Channel, way: Way
) -> None:
    await at(way, ada)
    incidents = len(bot.incidents())
    slack.faults.plan(way.method, RateLimited(retry_after_s=0))
    asked = await way.ask(ada, general)

    assert SAID in way.seen(ada, asked)
    assert len(bot.incidents()) == incidents


@pytest.mark.parametrize(
    "fault",
    [ServerError(500), ServerError(503), DropBefore(), Refuse("channel_not_found")],
    ids=["500", "503", "dropped before", "refused"],
)
async def test_an_answer_that_did_not_arrive_becomes_an_apology_with_the_number_of_the_incident(
    slack: FakeSlack, bot: Process, ada: Person, general: Channel, way: Way, fault: Fault
) -> None:
    await at(way, ada)
    incidents = len(bot.incidents())
    slack.faults.plan(way.method, fault)
    asked = await way.ask(ada, general)

    incident = (await bot.logged("incident", times=incidents + 1))["incident"]
    assert APOLOGY in way.seen(ada, asked)
    assert incident in way.seen(ada, asked)
    assert SAID not in way.seen(ada, asked)


async def test_an_answer_that_may_have_arrived_is_not_sent_again(
    slack: FakeSlack, bot: Process, ada: Person, general: Channel, way: Way
) -> None:
    await at(way, ada)
    incidents = len(bot.incidents())
    slack.faults.plan(way.method, DropAfter())
    asked = await way.ask(ada, general)
    await slack.wait_for(lambda: APOLOGY in way.seen(ada, asked))

    assert [each.kind for each in asked.effects] in (["post", "post"], ["view", "view"])
    assert len(bot.incidents()) == incidents + 1


async def test_an_answer_that_takes_slack_long_is_given_once(
    slack: FakeSlack, bot: Process, ada: Person, general: Channel, way: Way
) -> None:
    await at(way, ada)
    incidents, release = len(bot.incidents()), asyncio.Event()
    slack.faults.plan(way.method, Slow(release))
    asked = await way.ask(ada, general)
    release.set()
    await ada.dm("help")

    assert SAID in way.seen(ada, asked)
    assert len(asked.effects) == 1
    assert len(bot.incidents()) == incidents


async def test_where_nobody_can_be_told_the_log_has_to_do(
    slack: FakeSlack, bot: Process, ada: Person, general: Channel
) -> None:
    incidents = len(bot.incidents())
    slack.faults.always("response_url", DropBefore())
    asking = asyncio.create_task(ada.command("/jensen", REMEMBERED, general))
    await bot.logged("incident", times=incidents + 2)
    asking.cancel()
    slack.faults.clear("response_url")
    again = await ada.command("/jensen", REMEMBERED, general)

    [first, second] = bot.incidents()[incidents:]
    assert first["incident"] == second["incident"]
    assert first["error"].startswith("Slack could not be reached for an answer")
    assert SAID in again.reply.shown


async def test_a_modal_that_cannot_be_opened_is_owned_up_to_in_a_direct_message(
    slack: FakeSlack, ada: Person
) -> None:
    slack.faults.plan("views.open", Refuse("expired_trigger_id"))
    picked = await ada.shortcut("find-anywhere")

    assert APOLOGY in picked.reply.shown
    assert picked.reply.channel == slack.workspace.direct_channel(ada.id).id


async def test_a_payload_that_makes_no_sense_is_logged_and_no_more(
    slack: FakeSlack, bot: Process
) -> None:
    incidents = len(bot.incidents())
    sent = await slack.send_event({"type": "app_mention", "user": "U1", "text": REMEMBERED})
    incident = await bot.logged("incident", times=incidents + 1)

    assert [each.outcome for each in sent.attempts] == ["acknowledged"]
    assert incident["error"] == "KeyError"


async def test_an_event_acknowledged_too_late_is_answered_once(
    slack: FakeSlack, ada: Person, general: Channel
) -> None:
    before = len(slack.exchanges)
    slack.faults.plan("ack", LateAck())
    mentioning = asyncio.create_task(ada.mention(REMEMBERED, general))
    await slack.wait_for(lambda: any(each.effects for each in slack.exchanges[before:]))
    slack.clock.advance(3.0)
    mentioned = await mentioning

    assert [each.outcome for each in mentioned.attempts] == ["timed out", "acknowledged"]
    assert len(mentioned.effects) == 1


async def test_a_command_acknowledged_too_late_is_answered_all_the_same(
    slack: FakeSlack, ada: Person, general: Channel
) -> None:
    before = len(slack.exchanges)
    slack.faults.plan("ack", LateAck())
    asking = asyncio.create_task(ada.command("/jensen", REMEMBERED, general))
    await slack.wait_for(lambda: any(each.effects for each in slack.exchanges[before:]))
    slack.clock.advance(3.0)
    asked = await asking

    assert asked.error == "operation_timeout"
    assert SAID in asked.reply.shown


async def test_nothing_was_said_twice_and_the_bot_goes_on(
    slack: FakeSlack, bot: Process, ada: Person, general: Channel
) -> None:
    """Comes last: it looks back on every test before it."""
    asked = await ada.command("/jensen", REMEMBERED, general)

    log = f"{bot.records}{bot.output}"
    assert SAID in asked.reply.shown
    assert slack.duplicates == []
    assert slack.violations == []
    assert not [word for word in REMEMBERED.split() if word in log]
    assert "Traceback" not in log
    assert slack.bot_token not in log
    assert "/respond/" not in log
