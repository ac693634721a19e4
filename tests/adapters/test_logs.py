"""What the logs look like, and what never stands in them."""

import json
import logging
import string
import subprocess
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from adapters.logs import JsonFormatter, TextFormatter, redact

SECRET = "S3cretS3cretS3cretS3cretS3cret"
SHAPES = {
    "slack bot token": "xoxb-{}",
    "slack user token": "xoxp-{}",
    "slack legacy token": "xoxa-{}",
    "slack workspace token": "xoxr-{}",
    "slack session token": "xoxs-{}",
    "slack refresh token": "xoxe-1-{}",
    "slack rotated token": "xoxe.xoxb-1-{}",
    "slack app token": "xapp-1-A0-{}",
    "discord token": "MTAwMDAwMDAwMDAwMDAwMDAw.GabcdE.{}",
    "interaction follow-up": "/api/v10/webhooks/100/{}/messages/@original",
    "webhook, escaped": r"https:\/\/discord.com\/api\/webhooks\/100\/{}",
    "interaction callback": "/interactions/100/{}/callback",
    "interaction callback, quoted": "%2Finteractions%2F100%2F{}%2Fcallback",
    "slack hook": "https://hooks.slack.com/commands/T0/{}",
    "slack hook, escaped": r"https:\/\/hooks.slack.com\/commands\/T0\/{}",
    "response_url in a form": "response_url={}",
    "response_url in JSON": '"response_url": "{}"',
    "response_url in JSON in JSON": r"\"response_url\":\"{}\"",
    "trigger_id in a form": "trigger_id=1.2.{}",
    "trigger_id in JSON": '"trigger_id": "1.2.{}"',
    "trigger_id in Python": "'trigger_id': '1.2.{}'",
    "code in an address": "https://example.org/oauth?code={}&x=1",
    "state in an address": "https://example.org/oauth?x=1&state={}",
    "refresh_token in a form": "refresh_token={}",
    "access_token in JSON": '"access_token":"{}"',
    "client_secret in a form": "client_secret={}",
    "socket ticket": "wss://wss-primary.slack.com/link/?ticket={}&app_id=1",
    "password in an address": "postgresql://ada:{}@localhost/quotes",
}
shapes = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
formatters = pytest.mark.parametrize(
    "formatter", [TextFormatter(), JsonFormatter()], ids=["text", "json"]
)


def record(message: str, *args: object, **extra: object) -> logging.LogRecord:
    logger = logging.getLogger("bot.asking")
    return logger.makeRecord(logger.name, logging.INFO, "", 0, message, args, None, extra=extra)


@shapes
def test_a_secret_of_every_shape_is_hidden(shape: str) -> None:
    assert SECRET not in redact(shape.format(SECRET))


@settings(max_examples=500)
@given(
    shape=st.sampled_from([*SHAPES.values()]),
    before=st.text(),
    after=st.text(),
    secret=st.text(string.ascii_letters, min_size=30, max_size=80),
)
def test_a_secret_is_hidden_whatever_stands_around_it(
    shape: str, before: str, after: str, secret: str
) -> None:
    assume(secret not in before + after)

    assert secret not in redact(f"{before} {shape.format(secret)} {after}")


@given(text=st.text() | st.lists(st.sampled_from([*SHAPES.values()])).map(" ".join))
def test_hiding_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)

    assert redact(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "Quote posted to channel 100000000000000000 in 0.3 s",
        "GET https://discord.com/api/v10/gateway/bot has returned 200",
        "the state of the code: a token of thanks",
        "error code: 50013, status_code=404",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert redact(text) == text


@formatters
@shapes
def test_a_secret_shows_neither_in_message_nor_extra_nor_exception(
    shape: str, formatter: logging.Formatter
) -> None:
    secret = shape.format(SECRET)
    entry = record("sent %s", secret, url=secret, nested={"body": [secret]})
    error = ValueError(secret)
    error.__cause__ = KeyError(secret)
    entry.exc_info = (ValueError, error, None)
    entry.stack_info = f"Stack: {secret}"

    line = formatter.format(entry)

    assert SECRET not in line
    assert "ValueError" in line
    assert "Stack" in line


@formatters
@pytest.mark.parametrize("name", ["trigger_id", "response_url", "code", "state", "bot_token"])
def test_an_extra_named_like_a_secret_is_hidden(name: str, formatter: logging.Formatter) -> None:
    assert SECRET not in formatter.format(record("pressed", **{name: SECRET}))


def test_text_is_one_line_with_its_extras() -> None:
    entry = record("posted in %d ms", 12, channel=7, title="a\nb")
    entry.created = 1_000_000_000.25

    line = TextFormatter().format(entry)

    assert line == (
        "2001-09-09T01:46:40.250+00:00 INFO bot.asking: posted in 12 ms channel=7 title=a\\x0ab"
    )


def test_json_is_one_object_with_its_extras_beside_the_fixed_names() -> None:
    entry = record("posted in %d ms", 12, channel=7, title="a\nb", missing=None, level="extra")
    entry.created = 1_000_000_000.25

    line = JsonFormatter().format(entry)

    assert "\n" not in line
    assert json.loads(line) == {
        "time": "2001-09-09T01:46:40.250+00:00",
        "level": "INFO",
        "logger": "bot.asking",
        "message": "posted in 12 ms",
        "channel": 7,
        "title": "a\nb",
        "missing": None,
    }


@given(message=st.text(), extra=st.text())
def test_nothing_said_can_start_a_line_of_its_own(message: str, extra: str) -> None:
    entry = record("%s", message, extra=extra)

    assert len(TextFormatter().format(entry).split("\n")) == 1
    assert len(JsonFormatter().format(entry).split("\n")) == 1


def logged(level: str, layout: str) -> list[str]:
    """Return the lines that a fresh process logs about once at DEBUG and once at WARNING."""
    program = f"""
import logging, sys, warnings
from slack_bolt.logger import get_bolt_app_logger
from adapters.logs import configure_logging
configure_logging({level!r}, {layout!r}, sys.stdout)
for name in ("bot.asking", "adapters.cli", "discord.http", "slack_sdk", "aiohttp", "asyncio"):
    logging.getLogger(name).debug(name)
    logging.getLogger(name).warning(name)
get_bolt_app_logger("somebody's app").debug("bolt")
warnings.warn("old", DeprecationWarning)
logging.getLogger("bot.asking").warning("%d", "not a number, but xoxb-{SECRET}")
"""
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_libraries_never_go_below_info() -> None:
    debug = [line for line in logged("DEBUG", "text") if " DEBUG " in line]

    assert [line.split()[-1] for line in debug] == ["bot.asking", "adapters.cli"]


def test_the_level_holds_for_everybody_above_info() -> None:
    assert logged("ERROR", "text") == []


def test_warnings_of_python_are_logged_too() -> None:
    entries = [json.loads(line) for line in logged("WARNING", "json")]

    assert [entry["logger"] for entry in entries if "old" in entry["message"]] == ["py.warnings"]
