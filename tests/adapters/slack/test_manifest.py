"""The manifest: valid, and nothing in it that the bot does not need."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft7Validator

from adapters.cli import main
from adapters.slack.manifest import manifest
from tests.fakes.slack.specs import FOLDER, missing

VARIANTS = {"Socket Mode": None, "HTTP": "https://jensen.example"}


@pytest.fixture(params=list(VARIANTS.values()), ids=list(VARIANTS))
def made(request: pytest.FixtureRequest) -> dict[str, Any]:
    return manifest("jensen", base_url=request.param)


@pytest.mark.skipif(missing() is not None, reason=missing() or "")
def test_slack_would_take_it(made: dict[str, Any]) -> None:
    version = made["_metadata"]["major_version"]
    schema = json.loads((FOLDER / f"manifest.schema.{version}.0.0.json").read_text())
    problems = Draft7Validator(schema).iter_errors(made)

    assert [problem.message for problem in problems] == []


def test_it_asks_for_no_right_that_is_not_used(made: dict[str, Any]) -> None:
    assert made["oauth_config"]["scopes"] == {
        "bot": ["app_mentions:read", "chat:write", "commands", "im:history"]
    }
    assert made["settings"]["event_subscriptions"]["bot_events"] == [
        "app_home_opened",
        "app_mention",
        "message.im",
    ]


def test_socket_mode_needs_no_address() -> None:
    made = manifest("jensen")

    assert made["settings"]["socket_mode_enabled"] is True
    assert not list(_addresses(made))


@pytest.mark.parametrize(
    "base_url",
    ["https://a.example", "https://a.example/", "https://a.example/slack/events"],
    ids=["host", "slash", "whole"],
)
def test_over_http_everything_comes_to_one_address(base_url: str) -> None:
    made = manifest("jensen", base_url=base_url)

    assert made["settings"]["socket_mode_enabled"] is False
    assert list(_addresses(made)) == ["https://a.example/slack/events"] * 4


def test_the_command_and_the_app_are_called_as_the_settings_say() -> None:
    made = manifest("ask")

    assert made["features"]["slash_commands"][0]["command"] == "/ask"
    assert made["display_information"]["name"] == "ask"


@pytest.mark.parametrize(
    ("options", "addresses"),
    [
        ([], set()),
        (["--http"], {"https://YOUR-HOST/slack/events"}),
        (["--http", "https://a.example"], {"https://a.example/slack/events"}),
    ],
    ids=["Socket Mode", "HTTP", "HTTP with an address"],
)
def test_the_command_line_prints_it(
    capsys: pytest.CaptureFixture[str], options: list[str], addresses: set[str]
) -> None:
    status = main(["slack", "manifest", *options])

    assert status == 0
    assert set(_addresses(json.loads(capsys.readouterr().out))) == addresses


def _addresses(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for value in node:
            yield from _addresses(value)
    elif isinstance(node, str) and node.startswith("https://"):
        yield node
