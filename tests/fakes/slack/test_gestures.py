"""What people do in Slack's client, answered by the real slack-bolt app over both transports."""

import asyncio
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import Channel, FakeSlack, Person
from tests.fakes.slack.samples import actions, plain, section
from tests.fakes.slack.wire import Json as Body


async def test_a_command_is_answered_privately_through_its_response_url(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    @app.command("/jensen")
    async def answer(ack: AsyncAck, respond: AsyncRespond, body: Body) -> None:
        await ack()
        await respond(f"you said {body['text']}")

    asked = await ada.command("/jensen", "a < b & c", general)

    assert asked.acknowledged
    assert (asked.reply.to, asked.reply.via) == (ada.id, "response_url")
    assert asked.reply.shown == "you said a < b & c"
    assert asked.ack_latency_s is not None
    assert asked.first_response_latency_s is not None
    assert slack.violations == []


async def test_an_acknowledgement_can_be_the_answer_for_everybody(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    @app.command("/jensen")
    async def answer(ack: AsyncAck) -> None:
        await ack(text="for all", response_type="in_channel")

    asked = await ada.command("/jensen", "hi", general)

    assert (asked.reply.to, asked.reply.via) == (None, "ack")
    assert slack.counts.posts == 1


async def test_a_mention_is_answered_in_its_thread(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    @app.event("app_mention")
    async def answer(event: Body, say: AsyncSay) -> None:
        await say(f"heard {event['text']}", thread_ts=event.get("thread_ts") or event["ts"])

    first = await ada.mention("hello <there>", general)
    deeper = await ada.mention("again", general, first.reply.thread_ts)

    assert first.message is not None
    assert first.reply.thread_ts == first.message.ts == deeper.reply.thread_ts
    assert first.reply.shown == f"heard @{slack.workspace.bot.id} hello <there>"
    assert len(first.messages) == len(deeper.messages) == 1
    assert slack.duplicates == []


async def test_a_direct_message_is_answered_in_the_same_conversation(
    slack: FakeSlack, app: AsyncApp, ada: Person
) -> None:
    @app.event("message")
    async def answer(event: Body, say: AsyncSay) -> None:
        await say(f"{event['channel_type']}: {event['text']}")

    wrote = await ada.dm("hello")

    assert wrote.reply.shown == "im: hello"
    assert wrote.reply.channel == slack.workspace.direct_channel(ada.id).id


async def test_a_pressed_message_can_be_replaced_deleted_and_followed_up(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    @app.command("/jensen")
    async def answer(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(text="one", blocks=[section("one"), actions("next", "share", "delete")])

    @app.action("next")
    async def replace(ack: AsyncAck, respond: AsyncRespond, body: Body) -> None:
        await ack()
        assert "message" not in body
        await respond(text="two", blocks=[actions("share", "delete")], replace_original=True)

    @app.action("share")
    async def share(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(text="shared", response_type="in_channel", replace_original=False)

    @app.action("delete")
    async def delete(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(delete_original=True)

    card = (await ada.command("/jensen", "q", general)).reply
    await ada.press(card, "Next")
    after_next = (card.text, [each.label for each in card.buttons])
    shared = await ada.press(card, "share")
    await ada.press(card, "delete")

    assert after_next == ("two", ["Share", "Delete"])
    assert (shared.reply.text, shared.reply.to) == ("shared", None)
    assert card.deleted
    with pytest.raises(LookupError):
        await ada.press(card, "share")
    assert slack.violations == []


async def test_what_a_response_url_leaves_open_or_cannot_do_is_recorded(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    @app.command("/jensen")
    async def answer(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond("nothing to replace", replace_original=True)
        await respond(delete_original=True)

    @app.action("next")
    async def replace(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond("replaced, perhaps")

    asked = await ada.command("/jensen", "q", general)
    posted = await poster(slack)(general, text="x", blocks=[actions("next")])
    await ada.press(posted, "next")

    assert asked.messages[0].text == "nothing to replace"
    assert posted.text == "replaced, perhaps"
    assert [each.rule for each in slack.violations] == [
        "replace_original without an original",
        "delete_original without an original",
        "neither replace_original nor response_type",
    ]


async def test_a_button_takes_no_message_back_in_its_acknowledgement(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    @app.action("next")
    async def answer(ack: AsyncAck) -> None:
        await ack("nobody sees this")

    posted = await poster(slack)(general, text="x", blocks=[actions("next")])
    pressed = await ada.press(posted, "next", expect=0)

    assert pressed.effects == []
    assert [each.rule for each in slack.violations] == ["a block_actions takes no payload back"]


async def test_an_event_without_a_person_can_be_sent(slack: FakeSlack, app: AsyncApp) -> None:
    heard = asyncio.Event()

    @app.event("app_uninstalled")
    async def gone() -> None:
        heard.set()

    sent = await slack.send_event({"type": "app_uninstalled"})

    assert await heard.wait()
    assert sent.person is None


async def test_only_the_reader_of_a_private_message_can_press_it(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    bob = slack.add_person("bob")

    @app.command("/jensen")
    async def answer(ack: AsyncAck) -> None:
        await ack(text="one", blocks=[section("one"), actions("next")])

    asked = await ada.command("/jensen", "q", general)

    with pytest.raises(LookupError, match="bob does not see"):
        await bob.press(asked.reply, "next")


async def test_a_pressed_public_message_comes_with_its_plain_text_escaped(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    seen: list[str] = []

    @app.action("a&b")
    async def pressed(ack: AsyncAck, body: Body) -> None:
        seen.append(body["message"]["blocks"][0]["elements"][0]["text"]["text"])
        await ack()

    posted = await poster(slack)(general, blocks=[actions("a&b")], text="x")
    await ada.press(posted, "a&b", expect=0)

    assert seen == ["A&amp;B"]


async def test_a_menu_in_a_message_tells_the_app_what_was_chosen(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    options = [{"text": plain(name), "value": name.lower()} for name in ("One", "Two")]
    menu = {"type": "static_select", "action_id": "pick", "options": options}

    @app.action("pick")
    async def picked(ack: AsyncAck, body: Body, respond: AsyncRespond) -> None:
        await ack()
        chosen = body["actions"][0]["selected_option"]["value"]
        await respond(chosen, replace_original=False)

    posted = await poster(slack)(general, text="x", blocks=[{**section("x"), "accessory": menu}])
    picked_two = await ada.fill(posted, "pick", "Two")

    assert picked_two.reply.shown == "two"
    with pytest.raises(LookupError, match="Three"):
        await ada.fill(posted, "pick", "Three")


async def test_a_response_url_is_good_for_five_messages_within_half_an_hour(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    responders: list[AsyncRespond] = []

    @app.command("/jensen")
    async def keep(ack: AsyncAck, respond: AsyncRespond) -> None:
        responders.append(respond)
        await ack()

    for _ in range(2):
        await ada.command("/jensen", "q", general, expect=0)
    used = [(await responders[0](str(number))).status_code for number in range(6)]
    slack.clock.advance(30 * 60)
    expired = await responders[1]("late")

    assert used == [200] * 5 + [404]
    assert (expired.status_code, expired.body) == (404, '{"ok": false, "error": "expired_url"}')
    assert slack.counts.posts == 5


async def test_fifty_people_at_once_each_get_their_own_answer(
    slack: FakeSlack, app: AsyncApp, general: Channel
) -> None:
    people = [slack.add_person(f"p{number}") for number in range(50)]

    @app.command("/jensen")
    async def answer(ack: AsyncAck, respond: AsyncRespond, body: Body) -> None:
        await ack()
        await respond(body["text"])

    asked = await asyncio.gather(
        *(person.command("/jensen", f"{person.name} asks", general) for person in people)
    )

    shown = [each.reply.shown for each in asked]
    assert shown == [f"{person.name} asks" for person in people]
    assert slack.counts.duplicates == 0


async def test_a_scope_or_subscription_that_is_missing_keeps_a_gesture_from_the_app(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    slack.app.bot_scopes.discard("app_mentions:read")
    slack.app.commands.clear()
    slack.app.interactive = False

    with pytest.raises(LookupError, match="app_mention"):
        await ada.mention("hello", general)
    with pytest.raises(LookupError, match="not a valid command"):
        await ada.command("/jensen", "hello", general)
    with pytest.raises(LookupError, match="interactive"):
        await ada.shortcut("any", ada.say("x", general))
    slack.app.messages_tab = False
    slack.app.home_tab = False
    with pytest.raises(LookupError, match="turned off"):
        await ada.dm("hello")
    with pytest.raises(LookupError, match="no home tab"):
        await ada.open_home()
    general.members.discard(slack.workspace.bot.id)
    with pytest.raises(LookupError, match="not in general"):
        await ada.mention("hello", general)


def poster(slack: FakeSlack) -> Any:
    async def post(channel: Channel, **arguments: Any) -> Any:
        await AsyncWebClient(slack.bot_token, slack.api_url).chat_postMessage(
            channel=channel.id, **arguments
        )
        return slack.posts[-1]

    return post
