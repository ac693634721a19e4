"""`jensen discord invite` and `jensen discord sync`."""

from collections.abc import Callable

from adapters.discord import operating
from adapters.terminal import open_bot, write
from bot.settings import load_settings


def invite() -> int:
    """Print how to add the bot to a server, and to an account."""
    write(operating.invite(load_settings()))
    return 0


def sync() -> int:
    """Register the commands, changed or not."""
    count = operating.sync(load_settings(), open_bot())
    write([f"registered {count} commands"])
    return 0


ACTIONS: dict[str, Callable[[], int]] = {"invite": invite, "sync": sync}
