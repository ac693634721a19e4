"""This process and its terminal: what is written, how it looks, and the bot that answers."""

import os
import random
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

from adapters.console.rendering import PLAIN, Look
from adapters.progress import Progress
from bot.app import Bot, build
from bot.errors import StorageError
from bot.home import home_folder


def open_bot() -> Bot:
    """Return the bot of the home folder, its index brought up to date under a progress bar.

    Raises:
        BotError: The home folder or a setting for it cannot be used.
    """
    rng = random.Random()  # noqa: S311 - chooses quotes, guards nothing
    with Progress("Indexing", "turns") as progress:
        home = home_folder(os.environ)
        return build(home, clock=lambda: datetime.now(UTC), rng=rng, progress=progress)


def look() -> Look:
    """Return how standard output wants its lines: laid out on a terminal, plain in a pipe."""
    if not sys.stdout.isatty():
        return PLAIN
    try:
        width = os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        width = 0
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Look(width or 80, colour)


def write(lines: Iterable[str]) -> None:
    """Write *lines* to standard output, at once.

    Raises:
        StorageError: It takes no more, as on a full disk.
    """
    write_bytes("".join(f"{line}\n" for line in lines).encode(encoding(), "replace"))


def write_bytes(data: bytes) -> None:
    """Write *data* to standard output, at once.

    Raises:
        StorageError: It takes no more, as on a full disk.
    """
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon_output()
        raise StorageError(f"standard output cannot be written ({error.strerror})") from error


def abandon_output() -> None:
    """Throw away what standard output did not take, lest Python try once more when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def encoding() -> str:
    """Return the encoding in which people read standard output."""
    return sys.stdout.encoding or "utf-8"


def complain(text: str) -> None:
    """Write *text* to standard error as what went wrong."""
    sys.stderr.write(f"jensen: {text}\n")
