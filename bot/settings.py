"""Everything that can be set, from the environment and `.env`."""

import os
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError
from bot.home import DOTENV, home_folder


def _shaped(pattern: str, rule: str) -> AfterValidator:
    """Return a validator that accepts what *pattern* matches wholly and else states *rule*."""

    def check(value: str | SecretStr) -> str | SecretStr:
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if not re.fullmatch(pattern, text):
            raise ValueError(f"should be {rule}")
        return value

    return AfterValidator(check)


def _address(*schemes: str) -> AfterValidator:
    """Return a validator that accepts an address with a host and one of *schemes*."""

    def check(value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not parts.hostname or parts.port == 0:
            raise ValueError(f"should be an address that starts with {schemes[0]}://")
        return value

    return AfterValidator(check)


CommandName = Annotated[
    str,
    _shaped(r"[a-z0-9][a-z0-9_-]{0,30}", "1 to 31 of a-z, 0-9, - and _, and not start with - or _"),
]
DatabaseUrl = Annotated[SecretStr, _shaped(r"postgresql://\S+", "an address like postgresql://…")]
Secret = Annotated[SecretStr, _shaped(r"\S+", "one word, without spaces")]
SlackBotToken = Annotated[SecretStr, _shaped(r"(xoxe\.)?xoxb-\S+", "a token that begins xoxb-")]
SlackAppToken = Annotated[SecretStr, _shaped(r"xapp-\S+", "a token that begins xapp-")]
HttpUrl = Annotated[str, _address("https", "http")]
GatewayUrl = Annotated[str, _address("wss", "ws")]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
LogFormat = Literal["text", "json"]


class Settings(BaseSettings):
    """The settings, built once by `load_settings` and passed down; fields name their variables.

    Attributes:
        jensen_home: Folder of library, index and database; absolute.
        jensen_command: Name of the slash command, without the slash.
        database_url: PostgreSQL for replicas, or None for SQLite in the home folder.
        discord_token: The bot's token, or None to leave Discord out.
        discord_api_url: Where Discord answers, without a slash at the end.
        discord_gateway_url: Where Discord's events come from.
        slack_bot_token: `xoxb-…`, or None to leave Slack out.
        slack_app_token: `xapp-…` for Socket Mode, or None.
        slack_signing_secret: For Slack over HTTP, or None.
        slack_api_url: Where Slack answers, with a slash at the end.
        jensen_http_host: Address that health, and Slack over HTTP, listen on.
        jensen_http_port: Its port, 0 to 65535; 0 takes any free one.
        jensen_log_level: Lowest level of the bot's own log; libraries never go below INFO.
        jensen_log_format: Lines for people or JSON for machines.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_file=DOTENV,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    jensen_home: Path
    jensen_command: CommandName = "jensen"
    database_url: DatabaseUrl | None = None
    discord_token: Secret | None = None
    discord_api_url: Annotated[HttpUrl, AfterValidator(lambda url: url.rstrip("/"))] = (
        "https://discord.com/api/v10"
    )
    discord_gateway_url: GatewayUrl = "wss://gateway.discord.gg/"
    slack_bot_token: SlackBotToken | None = None
    slack_app_token: SlackAppToken | None = None
    slack_signing_secret: Secret | None = None
    slack_api_url: Annotated[HttpUrl, AfterValidator(lambda url: url.rstrip("/") + "/")] = (
        "https://slack.com/api/"
    )
    jensen_http_host: str = "127.0.0.1"
    jensen_http_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    jensen_log_level: Annotated[LogLevel, BeforeValidator(str.upper)] = "INFO"
    jensen_log_format: Annotated[LogFormat, BeforeValidator(str.lower)] = "text"


def load_settings() -> Settings:
    """Read the settings from the environment, else `.env` of the working folder, else defaults.

    Empty values count as unset; variables that nobody knows are left alone.

    Raises:
        SettingsError: Values that cannot be used, in one line that names each variable and says
            what it should be; what was set is not repeated.
    """
    home = home_folder(os.environ)
    try:
        return Settings(jensen_home=home)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        rules = (problem["msg"].removeprefix("Value error, ") for problem in problems)
        names = (str(problem["loc"][0]).upper() for problem in problems)
        raise SettingsError(
            "; ".join(f"{name}: {rule}" for name, rule in zip(names, rules, strict=True))
        ) from None  # the cause would show what was set
