"""Posting, changing and deleting messages with the real slack_sdk client."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import Channel, FakeSlack, Person, specs
from tests.fakes.slack.bolted import refusal
from tests.fakes.slack.wire import Json as Body

PICTURE = {"type": "image", "alt_text": "x", "slack_file": {"id": "F404"}}


@pytest.fixture
def transport() -> str:
    return "socket"  # the Web API is the same with either


async def test_a_channel_takes_messages_only_where_the_bot_may_write(
    slack: FakeSlack, client: AsyncWebClient, general: Channel
) -> None:
    outside = slack.add_channel("outside", with_bot=False)
    hidden = slack.add_channel("hidden", kind="private", with_bot=False)
    archived = slack.add_channel("archived")
    archived.is_archived = True

    errors = {
        channel: (await refusal(client.chat_postMessage(channel=channel, text="hi")))["error"]
        for channel in (outside.id, hidden.id, archived.id, "C404")
    }
    slack.app.bot_scopes.add("chat:write.public")
    await client.chat_postMessage(channel=outside.id, text="now it may")

    assert list(errors.values()) == [
        "not_in_channel",
        "channel_not_found",
        "is_archived",
        "channel_not_found",
    ]
    assert [message.channel for message in slack.posts] == [outside.id]


async def test_an_ephemeral_message_is_for_one_member_and_cannot_be_changed(
    slack: FakeSlack, client: AsyncWebClient, general: Channel, ada: Person
) -> None:
    said = await client.chat_postEphemeral(channel=general.id, user=ada.id, text="psst")
    ts = said["message_ts"]

    assert slack.posts[0].to == ada.id
    changed = client.chat_update(channel=general.id, ts=ts, text="x")
    assert (await refusal(changed))["error"] == "message_not_found"
    general.members.discard(ada.id)
    again = client.chat_postEphemeral(channel=general.id, user=ada.id, text="psst")
    assert (await refusal(again))["error"] == "user_not_in_channel"


async def test_only_its_own_messages_can_be_changed_or_deleted(
    slack: FakeSlack, client: AsyncWebClient, general: Channel, ada: Person
) -> None:
    theirs = ada.say("mine", general).ts
    ours = (await client.chat_postMessage(channel=general.id, text="one"))["ts"]
    await client.chat_update(channel=general.id, ts=ours, text="two")

    deleted = client.chat_delete(channel=general.id, ts=theirs)
    changed = client.chat_update(channel=general.id, ts=theirs, text="x")

    assert (await refusal(deleted))["error"] == "cant_delete_message"
    assert (await refusal(changed))["error"] == "cant_update_message"
    await client.chat_delete(channel=general.id, ts=ours)
    assert [(each.text, each.deleted) for each in slack.posts] == [("two", True)]
    assert (slack.counts.posts, slack.counts.edits) == (1, 1)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": "[oops"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"text": "x", "thread_ts": "1.0"}, "thread_not_found"),
        ({"text": "x", "markdown_text": "x"}, "markdown_text_conflict"),
        ({"text": "x", "attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
        ({"text": "x", "blocks": [PICTURE]}, "invalid_blocks"),
        ({"channel": ""}, "invalid_arguments"),
        ({"text": "x", "blocks": [{"type": "markdown", "text": "x" * 6_001}] * 2},
         "msg_blocks_too_long"),
    ],
    ids=[
        "empty", "too long", "not JSON", "51 blocks", "no such thread", "two texts", "attachments",
        "no such file", "no channel", "markdown in all",
    ],
)  # fmt: skip
async def test_a_message_past_a_limit_is_refused_by_name(
    client: AsyncWebClient, general: Channel, arguments: Body, error: str
) -> None:
    sent = {"channel": general.id, **arguments}

    body = await refusal(client.api_call("chat.postMessage", json=sent))

    assert body["error"] == error


async def test_refused_blocks_are_explained_where_slack_explains_them(
    client: AsyncWebClient, general: Channel
) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_001}}

    body = await refusal(client.chat_postMessage(channel=general.id, text="x", blocks=[block]))

    explained = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert body["errors"][-1] == explained
    assert body["response_metadata"]["messages"][-1] == f"[ERROR] {explained}"


async def test_an_update_takes_a_shorter_text_than_a_post(
    slack: FakeSlack, client: AsyncWebClient, general: Channel
) -> None:
    posted = await client.chat_postMessage(channel=general.id, text="x" * 4_001)
    changed = client.chat_update(channel=general.id, ts=posted["ts"], text="y" * 4_001)

    assert (await refusal(changed))["error"] == "msg_too_long"
    assert [each.rule for each in slack.violations] == [
        "a text of 4001 characters, which Slack splits"
    ]


async def test_a_post_without_text_is_recorded_as_a_violation(
    slack: FakeSlack, client: AsyncWebClient, general: Channel
) -> None:
    with pytest.warns(UserWarning, match="text"):
        await client.chat_postMessage(channel=general.id, blocks=[{"type": "divider"}])

    assert "without text" in slack.violations[0].rule


async def test_an_argument_slack_does_not_know_is_recorded_as_a_violation(
    slack: FakeSlack, client: AsyncWebClient, general: Channel
) -> None:
    await client.chat_postMessage(channel=general.id, text="x", unfurl=False, unfurl_links=False)

    assert slack.posts[0].unfurls == (False, None)
    if specs.missing() is None:
        assert [each.rule for each in slack.violations] == ["unknown argument: unfurl"]


async def test_blocks_that_depart_from_slacks_schema_are_recorded_as_violations(
    slack: FakeSlack, client: AsyncWebClient, general: Channel
) -> None:
    if reason := specs.missing():
        pytest.skip(reason)
    block = {"type": "divider", "colour": "red"}

    await client.chat_postMessage(channel=general.id, text="x", blocks=[block])

    assert "'colour' was unexpected" in slack.violations[0].rule


async def test_pings_are_counted_over_all_versions_of_a_message(
    slack: FakeSlack, client: AsyncWebClient, general: Channel
) -> None:
    posted = await client.chat_postMessage(channel=general.id, text="<!here> <@U00000002>")
    await client.chat_update(channel=general.id, ts=posted["ts"], text="&lt;!here&gt;")

    assert slack.posts[0].pinged == []
    assert slack.counts.pings == 2
