"""What people do in Slack and what they get, from the process that really runs."""

import pytest

from tests.adapters.process import Process
from tests.fakes.slack import Channel, FakeSlack, Person

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("bot")]

REMEMBERED = "harnessing deep learning machine learning write software"
SAID = "harnessing deep learning machine learning write software importance"
WHERE = "Jensen Huang on Gradient Dissent (condensed transcript) · turn 61"
NONSENSE = "zyxwv qwrtp flurbish"
NOBODY = "Nobody said anything like that."


async def test_a_command_is_answered_for_everybody_with_the_quote_and_where_it_was_said(
    slack: FakeSlack, ada: Person, general: Channel
) -> None:
    asked = await ada.command("/jensen", REMEMBERED, general)

    answer = asked.reply
    assert answer.to is None
    assert SAID in answer.shown
    assert WHERE in answer.shown
    assert SAID in answer.text
    assert WHERE in answer.text
    assert answer.unfurls == (False, False)
    assert [each.label for each in answer.buttons] == ["Next match", "Earlier", "Later", "Delete"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"verify {SAID}", "Said word for word"),
        ("quote Jensen", "Jensen Huang"),
        ("quote", "turn"),
    ],
    ids=["verify", "quote of somebody", "quote"],
)
async def test_the_first_word_of_a_command_may_be_a_verb(
    ada: Person, general: Channel, line: str, expected: str
) -> None:
    asked = await ada.command("/jensen", line, general)

    assert asked.reply.to is None
    assert expected in asked.reply.shown


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (NONSENSE, NOBODY),
        ("help", "Type what you half remember"),
        ("", "Ask me something first"),
        ("verify", "Verify what?"),
        ("?! …", "There is nothing in that to look for"),
    ],
    ids=["nothing found", "help", "nothing asked", "nothing to verify", "no words"],
)
async def test_what_is_of_no_use_to_others_is_for_the_person_alone(
    ada: Person, general: Channel, line: str, expected: str
) -> None:
    asked = await ada.command("/jensen", line, general)

    assert asked.reply.to == ada.id
    assert expected in asked.reply.shown


async def test_a_mention_is_answered_in_its_thread(
    slack: FakeSlack, ada: Person, general: Channel
) -> None:
    first = await ada.mention(REMEMBERED, general)
    deeper = await ada.mention("quote", general, first.reply.thread_ts)

    assert first.message is not None
    assert first.reply.thread_ts == deeper.reply.thread_ts == first.message.ts
    assert SAID in first.reply.shown
    assert first.reply.unfurls == (False, False)


async def test_a_mention_that_finds_nothing_is_told_so_alone_where_it_was_written(
    slack: FakeSlack, ada: Person, general: Channel
) -> None:
    outside = await ada.mention(NONSENSE, general)
    answered = await ada.mention(REMEMBERED, general)
    inside = await ada.mention(NONSENSE, general, answered.reply.thread_ts)

    assert (outside.reply.to, outside.reply.thread_ts) == (ada.id, None)
    assert (inside.reply.to, inside.reply.thread_ts) == (ada.id, answered.reply.thread_ts)
    assert NOBODY in inside.reply.shown


async def test_a_direct_message_is_answered_where_it_was_written(
    slack: FakeSlack, ada: Person
) -> None:
    wrote = await ada.dm(REMEMBERED)
    assert wrote.message is not None
    threaded = await ada.dm(NONSENSE, wrote.message.ts)

    assert SAID in wrote.reply.shown
    assert (wrote.reply.thread_ts, threaded.reply.thread_ts) == (None, wrote.message.ts)
    assert NOBODY in threaded.reply.shown
    assert [each.to for each in (wrote.reply, threaded.reply)] == [None, None]


async def test_what_bots_write_and_what_is_edited_is_left_alone(
    slack: FakeSlack, ada: Person, general: Channel
) -> None:
    direct = slack.workspace.direct_channel(ada.id).id
    place = {"channel": direct, "channel_type": "im", "user": ada.id}
    calls = len(slack.calls)
    for ts, more in [("1.1", {"bot_id": "B9"}), ("1.2", {"subtype": "message_changed"})]:
        event = {"type": "message", "text": REMEMBERED, "ts": ts, **place, **more}
        sent = await slack.send_event(event)
        assert sent.acknowledged
    await ada.dm(REMEMBERED)

    assert len(slack.calls) == calls + 1


async def test_who_asked_turns_the_pages_of_the_answer_for_everybody(
    slack: FakeSlack, ada: Person, general: Channel
) -> None:
    answer = (await ada.command("/jensen", REMEMBERED, general)).reply
    first = answer.shown
    await ada.press(answer, "Next match")
    second = answer.shown
    await ada.press(answer, "Earlier")

    assert first != second != answer.shown != first
    assert answer.to is None
    assert "Delete" in [each.label for each in answer.buttons]


async def test_others_get_the_page_they_press_for_alone(
    slack: FakeSlack, ada: Person, bob: Person, general: Channel
) -> None:
    answer = (await ada.command("/jensen", REMEMBERED, general)).reply
    before = answer.shown
    pressed = await bob.press(answer, "Later")

    assert answer.shown == before
    assert pressed.reply is not answer
    assert pressed.reply.to == bob.id
    assert "Share" in [each.label for each in pressed.reply.buttons]


async def test_a_private_answer_can_be_shared_and_deleted_by_who_shared_it(
    slack: FakeSlack, ada: Person, bob: Person, general: Channel
) -> None:
    claim = bob.say(f"they said {REMEMBERED}", general)
    private = (await ada.shortcut("find", claim)).reply
    shared = (await ada.press(private, "Share")).reply
    refused = await bob.press(shared, "Delete")
    still_there = not shared.deleted
    await ada.press(shared, "Delete")

    assert (private.to, shared.to) == (ada.id, None)
    assert SAID in shared.shown
    assert refused.reply.to == bob.id
    assert "Only whoever asked can delete this." in refused.reply.shown
    assert still_there
    assert shared.deleted
    assert not private.deleted


async def test_a_private_answer_is_turned_in_place(
    slack: FakeSlack, ada: Person, bob: Person, general: Channel
) -> None:
    private = (await ada.shortcut("find", bob.say(REMEMBERED, general))).reply
    before = private.shown
    pressed = await ada.press(private, "Later")

    assert pressed.reply is private
    assert private.shown != before
    assert private.to == ada.id


async def test_the_shortcuts_answer_in_the_thread_of_the_message(
    slack: FakeSlack, ada: Person, bob: Person, general: Channel
) -> None:
    parent = bob.say("what was that?", general)
    claim = bob.say(f'they said "{SAID}"', general, parent.ts)
    found = await ada.shortcut("find", claim)
    verified = await ada.shortcut("verify", claim)
    shared = await ada.press(verified.reply, "Share")

    threads = {each.reply.thread_ts for each in (found, verified, shared)}
    assert threads == {parent.ts}
    assert "Said word for word" in verified.reply.shown
    assert verified.reply.to == ada.id


async def test_the_home_tab_says_what_the_bot_can_do_and_answers_in_its_search_box(
    slack: FakeSlack, ada: Person
) -> None:
    await ada.open_home()
    home = ada.home
    assert home is not None
    welcome = home.shown
    await ada.fill(home, "question", REMEMBERED)
    answered = home.shown
    await ada.press(home, "Later")
    later = home.shown
    await ada.fill(home, "question", NONSENSE)

    assert "Type what you half remember" in welcome
    assert SAID in answered
    assert answered != later
    assert "Delete" not in [each.label for each in home.buttons]
    assert NOBODY in home.shown


@pytest.mark.parametrize("way", ["shortcut", "home tab"])
async def test_quotes_can_be_searched_as_one_types(slack: FakeSlack, ada: Person, way: str) -> None:
    if way == "shortcut":
        await ada.shortcut("find-anywhere")
    else:
        await ada.open_home()
        assert ada.home is not None
        await ada.press(ada.home, "Search as you type")
    modal = ada.modal
    assert modal is not None
    offered = await ada.type_in_select(modal, "search", "harnessing deep lear")
    nothing = await ada.type_in_select(modal, "search", NONSENSE)
    await ada.fill(modal, "search", offered[0])
    chosen = modal.shown
    await ada.press(modal, "Later")

    assert "Jensen Huang: " in offered[0].label
    assert nothing == []
    assert "harnessing deep learning" in chosen
    assert WHERE in chosen
    assert modal.shown != chosen
    assert len(slack.workspace.modals[ada.id]) == 1


async def test_a_menu_of_another_version_offers_nothing(ada: Person) -> None:
    await ada.shortcut("find-anywhere")
    modal = ada.modal
    assert modal is not None
    modal.blocks[-1]["elements"][0]["action_id"] = "from-another-version"

    assert await ada.type_in_select(modal, "from-another-version", "harnessing") == []


@pytest.mark.parametrize("verb", ["", "verify "], ids=["ask", "verify"])
async def test_hostile_text_of_any_length_pings_nobody_and_breaks_nothing(
    ada: Person, general: Channel, verb: str
) -> None:
    hostile = f"<!channel> @here <https://evil.example|{SAID}> *_~` \u202e\u200b {SAID} "
    asked = await ada.command("/jensen", f"{verb}{hostile * (100_000 // len(hostile))}", general)
    mentioned = await ada.mention(f"{verb}{hostile}", general)

    for answer in (asked.reply, mentioned.reply):
        assert answer.pinged == []
        assert [each for each in answer.links if each.label] == []


async def test_whoever_asks_too_fast_is_told_once_and_alone(
    slack: FakeSlack, ada: Person, general: Channel
) -> None:
    asked = [await ada.command("/jensen", NONSENSE, general) for _ in range(11)]
    ignored = await ada.command("/jensen", NONSENSE, general, expect=0)
    await ada.open_home()

    assert "That was a lot at once" in asked[-1].reply.shown
    assert asked[-1].reply.to == ada.id
    assert ignored.acknowledged
    assert ignored.effects == []


async def test_a_delivery_that_comes_again_is_answered_once(
    slack: FakeSlack, ada: Person, general: Channel
) -> None:
    mentioned = await ada.mention(REMEMBERED, general)
    wrote = await ada.dm(REMEMBERED)
    asked = await ada.command("/jensen", REMEMBERED, general)
    pressed = await ada.press(asked.reply, "Later")
    posts = slack.counts.posts
    for exchange in (mentioned, wrote, asked, pressed):
        await slack.redeliver(exchange)
        assert exchange.attempts[-1].outcome == "acknowledged"
    await ada.dm("help")

    assert slack.counts.posts == posts + 1


async def test_the_same_message_told_as_two_events_is_answered_once(
    slack: FakeSlack, ada: Person, general: Channel
) -> None:
    mentioned = await ada.mention(REMEMBERED, general)
    posts = slack.counts.posts
    await slack.send_event({**mentioned.payload["event"], "client_msg_id": None})
    doubled = {**mentioned.payload["event"], "ts": "1.5", "event_ts": "1.5"}
    await slack.send_event(doubled)
    await ada.dm("help")

    assert slack.counts.posts == posts + 1


@pytest.mark.parametrize(
    "event",
    [
        {"type": "team_join", "user": {"id": "U1"}},
        {"type": "message", "subtype": "channel_join", "channel": "C1", "ts": "1.1"},
        {"type": "app_home_opened", "tab": "messages", "user": "U1", "channel": "D1"},
    ],
    ids=["unknown", "join", "messages tab"],
)
async def test_what_is_of_no_interest_is_acknowledged_all_the_same(
    slack: FakeSlack, event: dict[str, object]
) -> None:
    sent = await slack.send_event(event)

    assert [each.outcome for each in sent.attempts] == ["acknowledged"]
    assert sent.effects == []


async def test_an_action_nobody_knows_is_acknowledged(
    slack: FakeSlack, ada: Person, general: Channel
) -> None:
    answer = (await ada.command("/jensen", REMEMBERED, general)).reply
    answer.blocks[-1]["elements"][0]["action_id"] = "from-another-version"
    pressed = await ada.press(answer, "from-another-version", expect=0)

    assert pressed.acknowledged
    assert pressed.effects == []


async def test_a_button_that_leads_nowhere_any_more_says_so(
    slack: FakeSlack, ada: Person, general: Channel
) -> None:
    answer = (await ada.command("/jensen", REMEMBERED, general)).reply
    answer.blocks[-1]["elements"][0]["value"] = f"{ada.id} 0:next:whatever"
    pressed = await ada.press(answer, "Next match")

    assert pressed.reply.to == ada.id
    assert "too old to work" in pressed.reply.shown


async def test_nobody_was_pinged_no_rule_broken_and_nothing_that_was_typed_is_in_the_log(
    slack: FakeSlack, bot: Process, ada: Person, general: Channel
) -> None:
    """Comes last: it looks back on every test before it."""
    await ada.command("/jensen", f"<!channel> @here {REMEMBERED}", general)

    log = f"{bot.records}{bot.output}"
    assert slack.counts.pings == 0
    assert slack.counts.duplicates == 0
    assert slack.violations == []
    assert bot.is_alive
    assert bot.incidents() == []
    assert not [word for word in (*REMEMBERED.split(), *NONSENSE.split()) if word in log]
