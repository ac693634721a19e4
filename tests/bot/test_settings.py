"""What can be set, and what happens to values that cannot be used."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.errors import SettingsError
from bot.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _nothing_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_nothing_has_to_be_set() -> None:
    settings = load_settings()

    assert settings.jensen_command == "jensen"
    assert settings.discord_token is None
    assert settings.slack_bot_token is None
    assert settings.database_url is None
    assert settings.discord_api_url == "https://discord.com/api/v10"
    assert settings.discord_gateway_url == "wss://gateway.discord.gg/"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.jensen_log_level == "INFO"
    assert settings.jensen_log_format == "text"


def test_the_environment_comes_before_dotenv(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("JENSEN_COMMAND=from-dotenv\nJENSEN_HTTP_PORT=81\nUNKNOWN=1\n")
    monkeypatch.setenv("JENSEN_COMMAND", "from-environment")

    settings = load_settings()

    assert settings.jensen_command == "from-environment"
    assert settings.jensen_http_port == 81


def test_the_home_folder_is_the_one_that_other_commands_find() -> None:
    Path(".env").write_text("JENSEN_HOME=~/quotes\n")

    assert load_settings().jensen_home == Path.home() / "quotes"


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields])
def test_an_empty_value_counts_as_unset(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unset = load_settings()
    monkeypatch.setenv(name, "")

    assert load_settings() == unset


def test_settings_cannot_be_changed() -> None:
    settings = load_settings()

    with pytest.raises(ValidationError):
        settings.jensen_command = "other"


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("DISCORD_API_URL", "http://127.0.0.1:99/api/v10/", "http://127.0.0.1:99/api/v10"),
        ("SLACK_API_URL", "http://127.0.0.1:99/api", "http://127.0.0.1:99/api/"),
        ("DISCORD_GATEWAY_URL", "ws://127.0.0.1:99/", "ws://127.0.0.1:99/"),
        ("JENSEN_COMMAND", " what-he_said2 ", "what-he_said2"),
        ("JENSEN_HTTP_PORT", "0", 0),
        ("JENSEN_HTTP_PORT", "65535", 65535),
        ("JENSEN_LOG_LEVEL", "debug", "DEBUG"),
        ("JENSEN_LOG_FORMAT", "JSON", "json"),
    ],
)
def test_a_value_is_kept_in_one_shape(
    name: str, given: str, kept: str | int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, given)

    assert getattr(load_settings(), name.lower()) == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://ada:hunter2@localhost/quotes"),
        ("DISCORD_TOKEN", "hunter2"),
        ("SLACK_BOT_TOKEN", "xoxb-hunter2"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-hunter2"),
        ("SLACK_APP_TOKEN", "xapp-hunter2"),
        ("SLACK_SIGNING_SECRET", "hunter2"),
    ],
)
def test_a_secret_is_held_but_never_shown(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, f" {value}\n")

    settings = load_settings()

    assert getattr(settings, name.lower()).get_secret_value() == value
    assert "hunter2" not in f"{settings} {settings!r} {settings.model_dump()}"


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("JENSEN_COMMAND", "/hunter2", "1 to 31 of a-z"),
        ("JENSEN_COMMAND", "h" * 32, "1 to 31 of a-z"),
        ("DATABASE_URL", "mysql://hunter2", "postgresql://"),
        ("DISCORD_TOKEN", "Bot hunter2", "one word"),
        ("DISCORD_API_URL", "hunter2", "https://"),
        ("DISCORD_API_URL", "https://", "https://"),
        ("DISCORD_API_URL", "https://hunter2:0", "https://"),
        ("DISCORD_GATEWAY_URL", "https://hunter2", "wss://"),
        ("SLACK_BOT_TOKEN", "xapp-hunter2", "xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-hunter2", "xapp-"),
        ("SLACK_SIGNING_SECRET", "hunter 2", "one word"),
        ("SLACK_API_URL", "ftp://hunter2", "https://"),
        ("JENSEN_HTTP_PORT", "hunter2", "integer"),
        ("JENSEN_HTTP_PORT", "65536", "65535"),
        ("JENSEN_HTTP_PORT", "-1", "0"),
        ("JENSEN_LOG_LEVEL", "hunter2", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("JENSEN_LOG_FORMAT", "hunter2", "'text' or 'json'"),
    ],
)
def test_a_bad_value_is_refused_in_one_line_that_names_it_and_not_the_value(
    name: str, value: str, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as caught:
        load_settings()

    assert str(caught.value).startswith(f"{name}: ")
    assert rule in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_every_bad_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JENSEN_HTTP_PORT", "x")
    monkeypatch.setenv("JENSEN_LOG_LEVEL", "x")

    with pytest.raises(SettingsError, match=r"JENSEN_HTTP_PORT: .*; JENSEN_LOG_LEVEL: "):
        load_settings()


def test_the_readme_lists_every_setting() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")

    missing = [name.upper() for name in Settings.model_fields if f"`{name.upper()}`" not in readme]

    assert missing == []
