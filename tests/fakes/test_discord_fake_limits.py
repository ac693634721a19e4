"""What the fake Discord refuses, with Discord's own error bodies."""

from typing import Any

import aiohttp
import pytest

from tests.fakes.discord import FakeDiscord, Guild, NotOfferedError, Person
from tests.fakes.discord.driver.library import Client
from tests.fakes.discord.wire import Json

V2 = 1 << 15


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def button(custom_id: str = "a", label: str = "Go", **more: Any) -> Json:
    return {"type": 2, "style": 1, "label": label, "custom_id": custom_id, **more}


def display(text: str) -> Json:
    return {"type": 10, "content": text}


def link(url: str) -> Json:
    return {"type": 2, "style": 5, "label": "Go", "url": url}


FIVE = [button(str(number)) for number in range(5)]
SIX = [*FIVE, button("5")]
SIX_ROWS = [row(button(str(number))) for number in range(6)]
FIELD = {"name": "n", "value": "v"}
MENU = {"type": 3, "custom_id": "m", "options": [{"label": "a", "value": "a"}] * 2}
PARSE_AND_LIST = {"parse": ["users"], "users": ["1"]}
PICTURE = {"type": 12, "items": [{"media": {"url": "attachment://gone.png"}}]}

REFUSED: dict[str, tuple[Json, str, str]] = {
    "content": ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
    "nonce": ({"content": "x", "nonce": "x" * 26}, "nonce", "BASE_TYPE_MAX_LENGTH"),
    "ephemeral post": ({"content": "x", "flags": 64}, "flags", "MESSAGE_FLAGS_INVALID"),
    "embed title": ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
    "embed description": (
        {"embeds": [{"description": "x" * 4097}]},
        "embeds.0.description",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "embed footer": (
        {"embeds": [{"footer": {"text": "x" * 2049}}]},
        "embeds.0.footer.text",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "embed author": (
        {"embeds": [{"author": {"name": "x" * 257}}]},
        "embeds.0.author.name",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "embed fields": (
        {"embeds": [{"fields": [FIELD] * 26}]},
        "embeds.0.fields",
        "BASE_TYPE_BAD_LENGTH",
    ),
    "empty field": (
        {"embeds": [{"fields": [{"name": "n", "value": " "}]}]},
        "embeds.0.fields.0.value",
        "BASE_TYPE_REQUIRED",
    ),
    "embed url": (
        {"embeds": [{"title": "x", "url": "javascript:x"}]},
        "embeds.0.url",
        "URL_TYPE_INVALID_URL",
    ),
    "embeds": ({"embeds": [{"title": "x"}] * 11}, "embeds", "BASE_TYPE_BAD_LENGTH"),
    "embeds in sum": (
        {"embeds": [{"description": "x" * 3001}] * 2},
        "embeds",
        "MAX_EMBED_SIZE_EXCEEDED",
    ),
    "rows": ({"components": SIX_ROWS}, "components", "BASE_TYPE_BAD_LENGTH"),
    "buttons in a row": (
        {"components": [row(*SIX)]},
        "components.0.components",
        "BASE_TYPE_BAD_LENGTH",
    ),
    "custom_id": (
        {"components": [row(button("x" * 101))]},
        "components.0.components.0.custom_id",
        "BASE_TYPE_BAD_LENGTH",
    ),
    "custom_id twice": (
        {"components": [row(button(), button())]},
        "components",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    "label": (
        {"components": [row(button(label="x" * 81))]},
        "components.0.components.0.label",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "link": (
        {"components": [row(link("file:///etc/passwd"))]},
        "components.0.components.0.url",
        "URL_TYPE_INVALID_URL",
    ),
    "menu values": (
        {"components": [row(MENU)]},
        "components.0.components.0.options",
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    "v2 part without the flag": (
        {"components": [display("x")]},
        "components.0.type",
        "BASE_TYPE_CHOICES",
    ),
    "content beside v2": (
        {"content": "x", "components": [display("x")], "flags": V2},
        "content",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    "too many v2 parts": (
        {"components": [{"type": 17, "components": [display("x")] * 40}], "flags": V2},
        "components",
        "COMPONENT_MAX_COUNT_EXCEEDED",
    ),
    "too much v2 text": (
        {"components": [display("x" * 2001)] * 2, "flags": V2},
        "components",
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    ),
    "a picture that is not there": (
        {"components": [PICTURE], "flags": V2},
        "components.0.items.0.media.url",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    "mentions twice": (
        {"content": "x", "allowed_mentions": PARSE_AND_LIST},
        "allowed_mentions",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    "reply to nothing": (
        {"content": "x", "message_reference": {"message_id": "1"}},
        "message_reference",
        "REPLIES_UNKNOWN_MESSAGE",
    ),
}


@pytest.mark.parametrize(("body", "at", "code"), REFUSED.values(), ids=REFUSED)
async def test_a_message_past_a_limit_is_refused_at_the_place_of_the_fault(
    fake: FakeDiscord, guild: Guild, send: Client, body: Json, at: str, code: str
) -> None:
    status, answer = await send("POST", f"/channels/{guild.general.id}/messages", json=body)

    assert (status, answer["code"], answer["message"]) == (400, 50035, "Invalid Form Body")
    node = answer["errors"]
    for step in at.split("."):
        node = node[step]
    assert code in [fault["code"] for fault in node["_errors"]]
    assert fake.counts.posts == 0
    assert fake.counts.refused == 1


ACCEPTED: dict[str, Json] = {
    "content": {"content": "x" * 2000, "nonce": "x" * 25},
    "embeds": {"embeds": [{"title": "x" * 256, "description": "x" * 4096}], "flags": 4},
    "embeds in sum": {"embeds": [{"description": "x" * 3000}] * 2},
    "buttons": {"components": [row(*FIVE), row(link("https://example.org"))]},
    "v2": {"components": [display("x" * 4000), row(*FIVE)], "flags": V2},
}


@pytest.mark.parametrize("body", ACCEPTED.values(), ids=ACCEPTED)
async def test_a_message_at_a_limit_is_posted(
    fake: FakeDiscord, guild: Guild, send: Client, body: Json
) -> None:
    status, answer = await send("POST", f"/channels/{guild.general.id}/messages", json=body)

    assert status == 200
    assert [one.id for one in fake.said] == [answer["id"]]


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("POST", "/channels/{here}/messages", {"json": {}}, (400, 50006)),
        ("POST", "/channels/{here}/messages", {"json": {"content": " \n"}}, (400, 50006)),
        ("POST", "/channels/{here}/messages", {"json": []}, (400, 50035)),
        ("POST", "/channels/{here}/messages", {"data": b"content=x"}, (400, 50035)),
        ("POST", "/channels/1/messages", {"json": {"content": "x"}}, (404, 10003)),
        ("GET", "/channels/{here}/messages/1", {}, (404, 10008)),
        ("PATCH", "/channels/{here}/messages/{hers}", {"json": {"content": "x"}}, (403, 50005)),
        ("DELETE", "/channels/{here}/messages/{hers}", {}, (403, 50013)),
        ("POST", "/users/@me/channels", {"json": {"recipient_id": "1"}}, (400, 50033)),
        ("PUT", "/applications/1/commands", {"json": []}, (403, 20012)),
        ("POST", "/interactions/1/x/callback", {"json": {"type": 5}}, (404, 10062)),
        ("POST", "/webhooks/1/x", {"json": {"content": "x"}}, (401, 50027)),
        ("GET", "/nowhere", {}, (404, 0)),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, tuple) else None,
)
async def test_an_error_has_discords_status_and_code(
    guild: Guild, ada: Person, send: Client, method: str, path: str, body: Json, expected: Any
) -> None:
    hers = await ada.say("hello", guild.general)

    status, answer = await send(method, path.format(here=guild.general.id, hers=hers.id), **body)

    assert (status, answer["code"]) == expected


async def test_without_the_bots_token_nothing_is_answered(fake: FakeDiscord) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{fake.api_url}/users/@me") as response,
    ):
        assert response.status == 401
        assert await response.json() == {"message": "401: Unauthorized", "code": 0}


async def test_an_edit_keeps_what_it_does_not_name_and_the_v2_flag_for_good(
    fake: FakeDiscord, guild: Guild, send: Client
) -> None:
    messages = f"/channels/{guild.general.id}/messages"
    _, old = await send("POST", messages, json={"content": "x", "embeds": [{"title": "t"}]})
    one = f"{messages}/{old['id']}"

    _, kept = await send("PATCH", one, json={"content": "y"})
    v2: Json = {"components": [display("z")], "flags": V2}
    refused, _ = await send("PATCH", one, json=v2)
    turned, _ = await send("PATCH", one, json={**v2, "content": None, "embeds": []})
    back, _ = await send("PATCH", one, json={"content": "x", "components": [], "flags": 0})

    assert (kept["content"], kept["embeds"][0]["title"]) == ("y", "t")
    assert (refused, turned, back) == (400, 200, 400)
    assert fake.said[0].text == "z"


async def test_a_first_response_past_a_limit_leaves_the_interaction_open(
    fake: FakeDiscord, guild: Guild, ada: Person, send: Client
) -> None:
    await send.put({"name": "jensen", "description": "d"})
    asked = ada.start_command("jensen", guild.general)
    path = f"/interactions/{asked.id}/{asked.token}/callback"

    _, long = await send("POST", path, json={"type": 4, "data": {"content": "x" * 2001}})
    _, update = await send("POST", path, json={"type": 7, "data": {"content": "x"}})
    _, choices = await send("POST", path, json={"type": 8, "data": {"choices": []}})
    _, flags = await send("POST", path, json={"type": 5, "data": {"flags": V2}})
    status, _ = await send("POST", path, json={"type": 5})

    assert "content" in long["errors"]["data"]
    assert "type" in update["errors"]
    assert "type" in choices["errors"]
    assert "flags" in flags["errors"]["data"]
    assert status == 204
    assert len(asked.refused) == 4


@pytest.mark.parametrize(
    ("choices", "at"),
    [
        ([{"name": "n", "value": "v"}] * 26, ()),
        ([{"name": "x" * 101, "value": "v"}], ("0", "name")),
        ([{"name": "", "value": "v"}], ("0", "name")),
        ([{"name": "n", "value": "x" * 101}], ("0", "value")),
        ([{"name": "n", "value": 5}], ("0", "value")),
    ],
    ids=["too many", "long name", "empty name", "long value", "wrong type"],
)
async def test_choices_past_a_limit_are_refused(
    fake: FakeDiscord,
    guild: Guild,
    ada: Person,
    send: Client,
    choices: list[Json],
    at: tuple[str, ...],
) -> None:
    option = {"type": 3, "name": "q", "description": "d", "autocomplete": True}
    await send.put({"name": "jensen", "description": "d", "options": [option]})
    typed = ada.start_autocomplete("jensen", "q", "h", guild.general)
    path = f"/interactions/{typed.id}/{typed.token}/callback"

    status, answer = await send("POST", path, json={"type": 8, "data": {"choices": choices}})

    assert status == 400
    node = answer["errors"]["data"]["choices"]
    for step in at:
        node = node[step]
    assert node["_errors"]


LONG = {
    "type": 3,
    "description": "x" * 100,
    "choices": [{"name": "x" * 99, "value": "x" * 99}] * 20,
}


@pytest.mark.parametrize(
    "command",
    [
        {"name": "Jensen", "description": "d"},
        {"name": "two words", "description": "d"},
        {"name": "x" * 33, "description": "d"},
        {"name": "jensen"},
        {"name": "jensen", "description": "x" * 101},
        {"name": "menu", "type": 3, "description": "d"},
        {"name": "jensen", "description": "d", "contexts": [3]},
        {"name": "jensen", "description": "d", "options": [{"type": 3, "name": "q"}]},
        {"name": "jensen", "description": "d", "options": [{**LONG, "name": n} for n in "abc"]},
    ],
    ids=[
        "capital",
        "space",
        "long name",
        "no description",
        "long description",
        "described menu",
        "context",
        "option without description",
        "too large",
    ],
)
async def test_a_command_past_a_limit_is_refused(
    fake: FakeDiscord, send: Client, command: Json
) -> None:
    status, answer = await send.put(command)

    assert (status, answer["code"]) == (400, 50035)
    assert fake.counts.syncs == 0


async def test_200_commands_a_day_can_be_created(fake: FakeDiscord, send: Client) -> None:
    def named_by(letter: str) -> list[Json]:
        return [{"name": f"{letter}{number}", "description": "d"} for number in range(100)]

    statuses = [(await send.put(*named_by(letter)))[0] for letter in ("a", "a", "b", "b")]
    refused, answer = await send.put({"name": "one-more", "description": "d"})

    assert statuses == [200] * 4
    assert (refused, answer["code"]) == (429, 30034)


async def test_subcommands_are_used_by_their_whole_name(
    fake: FakeDiscord, guild: Guild, ada: Person, send: Client
) -> None:
    channel = {"type": 7, "name": "channel", "description": "d", "required": True}
    add = {"type": 1, "name": "add", "description": "d", "options": [channel]}
    await send.put({"name": "daily", "description": "d", "options": [add]})

    asked = ada.start_command("daily add", guild.general, channel=guild.general)

    assert asked.data["options"] == [
        {
            "name": "add",
            "type": 1,
            "options": [{"name": "channel", "type": 7, "value": guild.general.id}],
        }
    ]
    assert guild.general.id in asked.data["resolved"]["channels"]
    with pytest.raises(NotOfferedError, match="choose one of"):
        ada.start_command("daily", guild.general)
