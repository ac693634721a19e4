"""`jensen doctor` names each mistake in what was set for Slack."""

import asyncio
from pathlib import Path

import pytest

from adapters.slack.checks import check
from bot.errors import FaultError, SettingsError
from bot.settings import Settings
from tests.adapters.slack.stage import Transport, fake_slack
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.faults import ServerError


async def checked(slack: FakeSlack, **changed: str | None) -> str:
    environment = {name.lower(): value for name, value in slack.environment().items()}
    settings = Settings.model_validate({"jensen_home": Path("/nowhere"), **environment, **changed})
    return await asyncio.to_thread(check, settings)


@pytest.mark.parametrize(("transport", "said"), [("socket", "Socket Mode"), ("http", "HTTP at")])
async def test_all_is_well_where_slack_takes_everything(transport: Transport, said: str) -> None:
    async with fake_slack(transport) as slack:
        assert said in await checked(slack)
        assert slack.violations == []


@pytest.mark.parametrize(
    ("transport", "changed", "said"),
    [
        ("socket", {"slack_bot_token": "xoxb-wrong"}, "SLACK_BOT_TOKEN: Slack refuses it"),
        ("socket", {"slack_bot_token": None}, "SLACK_BOT_TOKEN: is missing"),
        ("socket", {"slack_app_token": "xapp-wrong"}, "SLACK_APP_TOKEN: Slack refuses it"),
        ("socket", {"slack_app_token": None}, "SLACK_APP_TOKEN, SLACK_SIGNING_SECRET: set one"),
        ("http", {"slack_signing_secret": "short"}, "SLACK_SIGNING_SECRET: is no signing secret"),
    ],
    ids=["wrong bot token", "no bot token", "wrong app token", "no way in", "wrong secret"],
)
async def test_a_wrong_setting_is_named(
    transport: Transport, changed: dict[str, str | None], said: str
) -> None:
    async with fake_slack(transport) as slack:
        with pytest.raises(SettingsError, match=said):
            await checked(slack, **changed)


async def test_a_token_that_was_revoked_is_named() -> None:
    async with fake_slack("socket") as slack:
        slack.workspace.tokens.bot.state = "revoked"
        with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN: Slack refuses it"):
            await checked(slack)


async def test_every_mistake_in_the_app_is_named_at_once() -> None:
    async with fake_slack("socket") as slack:
        slack.app.bot_scopes -= {"chat:write", "im:history"}
        slack.app.socket_mode = False
        with pytest.raises(SettingsError) as caught:
            await checked(slack)

    first, second = str(caught.value).split("\n")
    assert first.startswith("SLACK_BOT_TOKEN: lacks the scopes chat:write, im:history")
    assert second.startswith("SLACK_APP_TOKEN: Socket Mode is switched off")


async def test_an_app_token_without_its_scope_is_named() -> None:
    async with fake_slack("socket") as slack:
        slack.app.app_scopes.clear()
        with pytest.raises(SettingsError, match="SLACK_APP_TOKEN: lacks the scope connections"):
            await checked(slack)


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open", "socket"])
async def test_a_slack_that_cannot_be_reached_is_said_to_be(method: str) -> None:
    async with fake_slack("socket") as slack:
        slack.faults.plan(method, ServerError(500))
        with pytest.raises(FaultError, match="Slack"):
            await checked(slack)
