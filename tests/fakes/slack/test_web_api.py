"""Tokens, scopes, people, conversations and files, asked for by the real slack_sdk client."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import Channel, FakeSlack, Person, SlackApp
from tests.fakes.slack.app import TokenState
from tests.fakes.slack.bolted import refusal


@pytest.fixture
def transport() -> str:
    return "socket"  # the Web API is the same with either


@pytest.mark.parametrize(
    ("state", "error"),
    [("revoked", "token_revoked"), ("inactive", "account_inactive")],
    ids=["revoked", "inactive"],
)
async def test_a_token_that_no_longer_counts_is_refused_by_name(
    slack: FakeSlack, client: AsyncWebClient, state: TokenState, error: str
) -> None:
    slack.workspace.tokens.bot.state = state

    assert (await refusal(client.auth_test()))["error"] == error


async def test_a_wrong_missing_or_misplaced_token_is_refused_by_name(slack: FakeSlack) -> None:
    wrong = AsyncWebClient("xoxb-wrong", slack.api_url)
    none = AsyncWebClient(None, slack.api_url)
    app_level = AsyncWebClient(slack.app_token, slack.api_url)
    bot = AsyncWebClient(slack.bot_token, slack.api_url)

    assert (await refusal(wrong.auth_test()))["error"] == "invalid_auth"
    assert (await refusal(none.auth_test()))["error"] == "not_authed"
    assert (await refusal(app_level.users_list()))["error"] == "not_allowed_token_type"
    opened = bot.apps_connections_open(app_token=slack.bot_token)
    assert (await refusal(opened))["error"] == "not_allowed_token_type"
    assert (await app_level.auth_test())["app_id"] == slack.workspace.app_id


async def test_a_missing_scope_is_named_with_what_was_provided(
    slack: FakeSlack, client: AsyncWebClient, general: Channel
) -> None:
    slack.app.bot_scopes = {"commands", "users:read"}

    body = await refusal(client.chat_postMessage(channel=general.id, text="hi"))
    history = await refusal(client.conversations_history(channel=general.id))

    assert (body["error"], body["needed"], body["provided"]) == (
        "missing_scope",
        "chat:write",
        "commands,users:read",
    )
    assert history["needed"] == "channels:history"


async def test_answers_carry_the_scopes_granted_and_accepted(client: AsyncWebClient) -> None:
    response = await client.users_list()

    assert "users:read" in response.headers["x-oauth-scopes"].split(",")
    assert response.headers["x-accepted-oauth-scopes"] == "users:read"


async def test_a_manifest_says_what_the_app_may_do() -> None:
    app = SlackApp.from_manifest(
        {
            "features": {
                "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
                "slash_commands": [{"command": "/jensen"}],
            },
            "oauth_config": {"scopes": {"bot": ["commands", "im:history"]}},
            "settings": {"event_subscriptions": {"bot_events": ["message.im", "app_mention"]}},
        }
    )

    assert app.hears("message.im")
    assert not app.hears("app_mention")
    assert (app.home_tab, app.messages_tab, app.interactive) == (True, False, False)


async def test_forms_and_json_are_both_understood(
    slack: FakeSlack, client: AsyncWebClient, general: Channel
) -> None:
    form = {"channel": general.id, "text": "x", "blocks": '[{"type": "divider"}]'}

    await client.api_call("chat.postMessage", data=form)
    await client.api_call("chat.postMessage", json={"channel": "#general", "text": "y"})

    assert [(each.text, len(each.blocks)) for each in slack.posts] == [("x", 1), ("y", 0)]


async def test_a_person_is_known_with_their_time_zone(client: AsyncWebClient, ada: Person) -> None:
    user = (await client.users_info(user=ada.id))["user"]
    listed = (await client.users_list())["members"]

    assert user["tz"] == "America/New_York"
    assert user["tz_offset"] in (-4 * 3600, -5 * 3600)
    assert [each["name"] for each in listed] == ["jensen", "ada"]
    assert (await refusal(client.users_info(user="U404")))["error"] == "user_not_found"


async def test_history_and_replies_come_page_by_page(
    slack: FakeSlack, client: AsyncWebClient, general: Channel, ada: Person
) -> None:
    slack.app.bot_scopes.add("channels:history")
    tops = [ada.say(str(number), general) for number in range(5)]
    ada.say("reply", general, tops[0].ts)

    first = await client.conversations_history(channel=general.id, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel=general.id, limit=3, cursor=cursor)
    thread = await client.conversations_replies(channel=general.id, ts=tops[0].ts)
    after = await client.conversations_history(channel=general.id, oldest=tops[3].ts)

    assert [each["text"] for each in first["messages"]] == ["4", "3", "2"]
    assert [each["text"] for each in second["messages"]] == ["1", "0"]
    assert [each["text"] for each in thread["messages"]] == ["0", "reply"]
    assert [each["text"] for each in after["messages"]] == ["4"]


async def test_conversations_tell_what_they_are_within_their_scopes(
    slack: FakeSlack, client: AsyncWebClient, general: Channel, ada: Person
) -> None:
    slack.app.bot_scopes |= {"channels:read", "im:write"}

    opened = (await client.conversations_open(users=ada.id))["channel"]
    info = (await client.conversations_info(channel=general.id))["channel"]
    direct = await refusal(client.conversations_info(channel=opened["id"]))

    assert (opened["user"], opened["is_im"]) == (ada.id, True)
    assert (info["name"], info["is_member"]) == ("general", True)
    assert direct["needed"] == "im:read"


async def test_a_file_is_uploaded_in_three_steps_and_shared(
    slack: FakeSlack, client: AsyncWebClient, general: Channel
) -> None:
    slack.app.bot_scopes.add("files:write")

    await client.files_upload_v2(
        content=b"picture", filename="card.png", alt_txt="a card", channel=general.id
    )

    [file] = slack.workspace.files.values()
    assert (file.content, file.alt_text, file.channel) == (b"picture", "a card", general.id)
    assert slack.posts[0].files == [file.id]
