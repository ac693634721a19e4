"""Logging, configured once at the entry point: text or JSON, and never a token in it."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Literal, TextIO

_HIDDEN = "***"
_NAMES = r"\w*token|\w*secret|response_url|trigger_id|ticket|code|state"
_SLASH = r"(?:\\{0,4}/|%2[Ff])"
# What is to be hidden comes after group 1, which stays.
_SECRETS = [
    re.compile(pattern)
    for pattern in (
        # Slack's tokens: xoxb-…, xoxp-…, xoxe.xoxb-…, xapp-…
        r"()(?:xox[a-z]|xapp)[-.][\w.-]+",
        # Discord's: who, when and a signature, in URL-safe base 64
        r"()[\w-]{23,30}\.[\w-]{6,7}\.[\w.-]{27,}",
        # addresses by which anybody can answer an interaction or post
        rf"((?:webhooks|interactions){_SLASH}\d+{_SLASH})[\w.-]+",
        rf"(hooks\.slack(?:-gov)?\.com{_SLASH})[^\s\"'<>]+",
        # passwords in addresses
        r"(://[^\s/:@]*:)[^\s/@]+(?=@)",
        # values by their names, as in addresses and forms, then as in JSON and Python
        rf"(\b(?:{_NAMES})=)[^\s&;,\"'<>(){{}}\[\]\\]+",
        rf"([\"'](?:{_NAMES})\\{{0,4}}[\"']\s*:\s*\\{{0,4}}[\"'])[^\s\"'\\]+",
    )
]
_NAME = re.compile(_NAMES)
_STANDARD = {*logging.makeLogRecord({}).__dict__, "message", "asctime", "taskName"}
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}


def redact(text: str) -> str:
    """Return *text* with every token, and every address that works like one, hidden.

    Hides Slack and Discord tokens; interaction, webhook and response addresses; passwords in
    addresses; and values named `…token`, `…secret`, `response_url`, `trigger_id`, `ticket`,
    `code` or `state`. Doing it twice changes nothing more.
    """
    for secret in _SECRETS:
        text = secret.sub(rf"\g<1>{_HIDDEN}", text)
    return text


class TextFormatter(logging.Formatter):
    """Lines for people: time in UTC, level, logger, message and extras; then any traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return *record* as one line, and more only where there is an exception or a stack."""
        extras = (f" {name}={value}" for name, value in _extras(record).items())
        head = f"{_time(record)} {record.levelname} {record.name}: {record.getMessage()}"
        line = (head + "".join(extras)).translate(_CONTROLS)
        return redact("\n".join([line, *_traces(self, record)]))


class JsonFormatter(logging.Formatter):
    """JSON for machines: time, level, logger, message, extras and any traceback, side by side."""

    def format(self, record: logging.LogRecord) -> str:
        """Return *record* as one JSON object on one line; extras give way to the fixed names."""
        fields = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        traces = {"traceback": redact("\n".join(found))} if (found := _traces(self, record)) else {}
        return json.dumps(fields | _extras(record) | fields | traces)


def configure_logging(
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"],
    layout: Literal["text", "json"],
    stream: TextIO,
) -> None:
    """Send everything that is logged to *stream*, replacing what was configured before.

    *level* is for the bot's own loggers. Libraries stay at INFO or above, whatever their loggers
    are called, because at DEBUG they write out what people typed. The floor is the root's level:
    libraries inherit it, and slack-bolt copies it into each of its loggers.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter() if layout == "json" else TextFormatter())
    floor = max(logging.INFO, logging.getLevelNamesMapping()[level])
    logging.basicConfig(level=floor, handlers=[handler], force=True)
    for package in ("adapters", "bot"):
        logging.getLogger(package).setLevel(level)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # or a record with a fault would be printed as it is


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _extras(record: logging.LogRecord) -> dict[str, str | int | float | None]:
    return {
        name: _HIDDEN if _NAME.fullmatch(name) else _plain(value)
        for name, value in record.__dict__.items()
        if name not in _STANDARD
    }


def _plain(value: object) -> str | int | float | None:
    return value if value is None or isinstance(value, int | float) else redact(str(value))


def _traces(formatter: logging.Formatter, record: logging.LogRecord) -> list[str]:
    traces = [formatter.formatException(record.exc_info)] if record.exc_info else []
    return [*traces, formatter.formatStack(record.stack_info)] if record.stack_info else traces
