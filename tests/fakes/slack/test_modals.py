"""Home tabs, modals and the menus in them, by the real slack-bolt app over both transports."""

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import Channel, FakeSlack, Person
from tests.fakes.slack.bolted import refusal
from tests.fakes.slack.samples import actions, field, modal, plain, section
from tests.fakes.slack.surfaces import Option
from tests.fakes.slack.wire import Json as Body

SEARCH = {"type": "external_select", "action_id": "quote", "min_query_length": 1}
NOTE = {"type": "plain_text_input", "action_id": "note"}


async def test_the_home_tab_is_published_and_its_search_box_tells_the_app(
    slack: FakeSlack, app: AsyncApp, ada: Person
) -> None:
    box = field(NOTE, dispatch_action=True)

    @app.event("app_home_opened")
    async def show(event: Body, client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": [section("What I can do"), box]}
        await client.views_publish(user_id=event["user"], view=view)

    @app.action("note")
    async def search(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        found = f"found {body['actions'][0]['value']}"
        view = {"type": "home", "blocks": [section(found), box]}
        await client.views_publish(user_id=body["user"]["id"], view=view)

    opened = await ada.open_home()
    assert ada.home is not None
    assert ada.home.shown.startswith("What I can do")
    searched = await ada.fill(ada.home, "note", "parallel")

    assert ada.home.shown.startswith("found parallel")
    assert [effect.view for effect in (*opened.effects, *searched.effects)] == [ada.home] * 2
    assert slack.violations == []


async def test_a_shortcut_opens_a_modal_whose_search_is_answered_while_typing(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    @app.shortcut("find_quote")
    async def open_modal(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        view = modal(section(body["message"]["text"]), field(SEARCH), field(NOTE, block_id="b"))
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.options("quote")
    async def suggest(ack: AsyncAck, payload: Body) -> None:
        await ack(options=[{"text": plain(f"{payload['value']}!"), "value": "t:1"}])

    @app.view("form")
    async def submitted(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        values = body["view"]["state"]["values"]
        chosen = values["field"]["quote"]["selected_option"]["value"]
        text = f"{chosen} {values['b']['note']['value']}"
        await client.chat_postMessage(channel=general.id, text=text)

    said = ada.say("as somebody said", general)
    opened = await ada.shortcut("find_quote", said)
    assert ada.modal is not None
    assert ada.modal.shown.startswith("as somebody said")
    assert await ada.type_in_select(ada.modal, "quote", "") == []
    options = await ada.type_in_select(ada.modal, "quote", "par")
    sent = await ada.submit(ada.modal, {"quote": options[0], "note": "well"}, expect=1)

    assert opened.effects[0].kind == "view"
    assert [(each.label, each.value) for each in options] == [("par!", "t:1")]
    assert sent.reply.shown == "t:1 well"
    assert ada.modal is None
    assert slack.violations == []


async def test_a_required_field_left_empty_is_never_submitted(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    await opened_modal(app, ada, general, modal(field(SEARCH)))

    assert ada.modal is not None
    with pytest.raises(ValueError, match="required"):
        await ada.submit(ada.modal, {})


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ({}, []),
        ({"response_action": "errors", "errors": {"field": "no such quote"}}, ["Find"]),
        ({"response_action": "update", "view": {"title": plain("Found")}}, ["Found"]),
        ({"response_action": "push", "view": {"title": plain("More")}}, ["Find", "More"]),
        ({"response_action": "clear"}, []),
    ],
    ids=["closed", "errors", "update", "push", "clear"],
)
async def test_a_submission_does_to_the_modal_what_the_acknowledgement_says(
    slack: FakeSlack,
    app: AsyncApp,
    ada: Person,
    general: Channel,
    answer: Body,
    titles: list[str],
) -> None:
    if "view" in answer:
        answer = {**answer, "view": modal(section("more")) | answer["view"]}
    await opened_modal(app, ada, general, modal(field(NOTE)))

    @app.view("form")
    async def submitted(ack: AsyncAck) -> None:
        await ack(**answer)

    assert ada.modal is not None
    sent = await ada.submit(ada.modal, {"note": "x"})

    assert [view.title for view in slack.workspace.modals[ada.id]] == titles
    assert sent.field_errors == answer.get("errors", {})


async def test_a_button_in_a_modal_can_push_up_to_three_and_change_what_is_there(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    errors: list[str] = []

    @app.action("more")
    async def push(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        try:
            await client.views_push(trigger_id=body["trigger_id"], view=modal(actions("more")))
        except SlackApiError as error:
            errors.append(error.response["error"])
            view, seen = modal(section("enough")), body["view"]
            with pytest.raises(SlackApiError, match="hash_conflict"):
                await client.views_update(view_id=seen["id"], hash="old", view=view)
            await client.views_update(view_id=seen["id"], hash=seen["hash"], view=view)

    await opened_modal(app, ada, general, modal(actions("more")))
    for _ in range(3):
        assert ada.modal is not None
        await ada.press(ada.modal, "more")

    assert errors == ["push_limit_reached"]
    assert [view.shown for view in slack.workspace.modals[ada.id]] == ["", "", "enough"]


async def test_a_trigger_is_good_for_one_view_within_three_seconds(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    triggers: list[str] = []

    @app.shortcut("find_quote")
    async def keep(ack: AsyncAck, body: Body) -> None:
        triggers.append(body["trigger_id"])
        await ack()

    client = AsyncWebClient(slack.bot_token, slack.api_url)
    for _ in range(2):
        await ada.shortcut("find_quote", ada.say("said", general), expect=0)
    await client.views_open(trigger_id=triggers[0], view=modal(section("x")))
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await client.views_open(trigger_id=triggers[0], view=modal(section("x")))
    slack.clock.advance(3.0)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await client.views_open(trigger_id=triggers[1], view=modal(section("x")))

    assert len(slack.exchanges[0].effects) == 1


async def test_a_submission_answered_with_a_view_slack_would_refuse_is_an_error_for_the_person(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    await opened_modal(app, ada, general, modal(field(NOTE)))

    @app.view("form")
    async def submitted(ack: AsyncAck) -> None:
        await ack(response_action="update", view=modal(section("x")) | {"title": plain("x" * 25)})

    assert ada.modal is not None
    sent = await ada.submit(ada.modal, {"note": "x"})

    assert sent.error == "invalid_arguments"
    assert ada.modal.title == "Find"


async def test_an_external_id_is_good_for_one_view_and_finds_it(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel, client: AsyncWebClient
) -> None:
    view = modal(section("one")) | {"external_id": "search"}
    await opened_modal(app, ada, general, view)

    opening = client.views_open(trigger_id="none", view=view)
    assert (await refusal(opening))["error"] == "duplicate_external_id"
    await client.views_update(external_id="search", view=modal(section("two")))
    opening = client.views_open(trigger_id="none", view=modal(section("x")))
    assert (await refusal(opening))["error"] == "invalid_trigger_id"

    assert ada.modal is not None
    assert ada.modal.shown == "two"


async def test_what_was_filled_in_stays_when_the_view_changes_round_it(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    form = modal(field({**SEARCH, "min_query_length": 0}, dispatch_action=True))
    await opened_modal(app, ada, general, form)

    @app.action("quote")
    async def chosen(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        more = form | {"blocks": [section("chosen"), *form["blocks"]]}
        await client.views_update(view_id=body["view"]["id"], view=more)

    assert ada.modal is not None
    option = Option("One", "1", {"text": plain("One"), "value": "1"})
    await ada.fill(ada.modal, "quote", option)

    assert ada.modal.shown.startswith("chosen")
    assert ada.modal.values["field"]["quote"]["selected_option"] == option.raw


async def test_a_global_shortcut_has_a_trigger_and_no_response_url(
    slack: FakeSlack, app: AsyncApp, ada: Person
) -> None:
    slack.app.shortcuts = {"search"}

    @app.shortcut("search")
    async def open_modal(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        title = "response_url" if "response_url" in body else "none"
        await client.views_open(trigger_id=body["trigger_id"], view=modal(section(title)))

    await ada.shortcut("search")

    assert ada.modal is not None
    assert ada.modal.shown == "none"
    with pytest.raises(LookupError, match="no shortcut"):
        await ada.shortcut("unheard-of")


async def test_options_slack_would_not_show_are_an_error_for_the_person(
    slack: FakeSlack, app: AsyncApp, ada: Person, general: Channel
) -> None:
    await opened_modal(app, ada, general, modal(field(SEARCH)))

    @app.options("quote")
    async def suggest(ack: AsyncAck) -> None:
        await ack(options=[{"text": plain("x" * 76), "value": "v"}])

    assert ada.modal is not None
    options: list[Option] = await ada.type_in_select(ada.modal, "quote", "par")

    assert options == []
    assert slack.exchanges[-1].error == "invalid_options"
    assert "must be less than 76 characters" in slack.violations[-1].rule


async def opened_modal(app: AsyncApp, ada: Person, general: Channel, view: Body) -> None:
    @app.shortcut("find_quote")
    async def open_modal(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    await ada.shortcut("find_quote", ada.say("said", general))
