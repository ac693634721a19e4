"""`jensen doctor`: try everything the bot stands on and name what has to be mended."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.terminal import write
from bot.errors import BotError, SettingsError, StorageError
from bot.home import home_folder
from bot.search.index import QuoteIndex
from bot.transcripts import seeds
from bot.transcripts.library import Library

if TYPE_CHECKING:
    from bot.settings import Settings  # with pydantic, which takes 0.3 s to import

TO_MEND = 1
UNKNOWN = "not tried, as long as the settings are to be mended"

# Returns what is fine, in a few words; raises BotError with what to mend.
Check = Callable[[Path], str]


def doctor() -> int:
    """Run every check and write a line on each; 1 when there is anything to mend, else 0."""
    is_well = True
    try:
        home = home_folder(os.environ)
    except BotError as error:
        write([f"MEND  home: {error}"])
        return TO_MEND
    for name, check in CHECKS.items():
        try:
            write([f"ok    {name}: {check(home)}"])
        except BotError as error:
            is_well = False
            write(f"MEND  {name}: {line}" for line in str(error).split("\n"))
    return 0 if is_well else TO_MEND


def check_settings(_: Path) -> str:
    """Every setting can be used."""
    from bot.settings import load_settings

    settings = load_settings()
    tokens = {"Discord": settings.discord_token, "Slack": settings.slack_bot_token}
    platforms = [name for name, token in tokens.items() if token is not None]
    return f"a token is set for {' and '.join(platforms) or 'no platform, so `jensen chat` only'}"


def check_home(home: Path) -> str:
    """The home folder can be written, or made."""
    nearest = next(folder for folder in (home, *home.parents) if os.path.exists(folder))
    if not nearest.is_dir():
        raise StorageError(f"{nearest} is no folder; set JENSEN_HOME to one")
    if not os.access(nearest, os.R_OK | os.W_OK | os.X_OK):
        raise StorageError(f"{nearest} cannot be written; mend its permissions, or set JENSEN_HOME")
    return f"{home}" if home.exists() else f"{home} will be made when it is needed"


def check_seeds(_: Path) -> str:
    """The shipped transcripts are there and can be read."""
    found = seeds.load()
    return f"{len(found)} shipped"


def check_library(home: Path) -> str:
    """Every transcript can be read to its end."""
    library = Library(home)
    entries = library.entries()
    for entry in entries.values():
        library.turn(entry.details.id, entry.turns - 1)
    turns = sum(entry.turns for entry in entries.values())
    return f"transcripts {len(entries):,}, turns {turns:,}"


def check_index(home: Path) -> str:
    """The search index is whole, and holds every transcript."""
    index = QuoteIndex(Library(home), home)
    index.check()
    if index.is_current:
        return "whole, up to date"
    return "not up to date; that is made up for at the next start"


def check_discord(_: Path) -> str:
    """Discord lets the bot in, if it is to go there."""
    settings = _settings()
    if settings is None:
        return UNKNOWN
    if settings.discord_token is None:
        return "left out, because DISCORD_TOKEN is not set"
    from adapters.discord.operating import check

    return check(settings)


def check_slack(_: Path) -> str:
    """Slack lets the bot in, if it is to go there."""
    settings = _settings()
    if settings is None:
        return UNKNOWN
    if not (settings.slack_bot_token or settings.slack_app_token or settings.slack_signing_secret):
        return "left out, because SLACK_BOT_TOKEN is not set"
    from adapters.slack.checks import check

    return check(settings)


def _settings() -> "Settings | None":
    from bot.settings import load_settings

    try:
        return load_settings()
    except SettingsError:  # has a check of its own
        return None


CHECKS: dict[str, Check] = {
    "settings": check_settings,
    "home": check_home,
    "seeds": check_seeds,
    "library": check_library,
    "index": check_index,
    "discord": check_discord,
    "slack": check_slack,
}
