"""Incidents: what went wrong, in the log without anybody's words, and a number for who asked."""

import hashlib
import logging
import traceback

from bot.errors import FaultError

log = logging.getLogger(__name__)


def report(error: BaseException, *, doing: str, event_id: object) -> str:
    """Log *error* and return the number by which the person and the log name the incident.

    The log gets the kind of error and the places in the code it went through, innermost first.
    It gets the error's words only where they are this project's own, because others may repeat
    what somebody typed.

    Args:
        error: What was raised.
        doing: What was being done, in a few constant words.
        event_id: Whatever identifies the event; the same one gives the same number.
    """
    number = hashlib.sha256(str(event_id).encode()).hexdigest()[:8]
    frames = reversed(traceback.extract_tb(error.__traceback__))
    log.error(
        "incident",
        extra={
            "incident": number,
            "doing": doing,
            "error": str(error) if isinstance(error, FaultError) else type(error).__name__,
            "at": " < ".join(f"{one.filename}:{one.lineno} {one.name}" for one in frames),
        },
    )
    return number


def apology(number: str) -> str:
    """Return what to tell the person whose request became the incident *number*."""
    return f"Something went wrong on my side. If it stays so, tell whoever runs me: {number}"
