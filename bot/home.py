"""Where the bot keeps its things: the home folder, found without building the settings.

Apart from bot/settings.py because pydantic-settings takes 0.3 s to import, as long as a whole
`jensen ask` may take; commands that need no other setting import this and not that.
"""

from collections.abc import Mapping
from pathlib import Path

from bot.errors import SettingsError

DOTENV = Path(".env")


def home_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder of library, index and database, absolute; it need not exist yet.

    The first that names one: JENSEN_HOME in *environ*, JENSEN_HOME in `.env` of the working
    folder, the platform's user data folder. An empty value names none; `~` is expanded.

    Raises:
        SettingsError: `.env` cannot be read, or the value starts with the `~name` of nobody.
    """
    named = environ.get("JENSEN_HOME") or _named_in_dotenv()
    if not named:
        import platformdirs  # not at the top: its 20 ms count, and only this case needs it

        return platformdirs.user_data_path("jensen-bot", appauthor=False)
    try:
        return Path(named).expanduser().absolute()
    except RuntimeError as error:
        raise SettingsError(f"JENSEN_HOME: {named} starts in a home that does not exist") from error


def _named_in_dotenv() -> str | None:
    if not DOTENV.is_file():
        return None
    import dotenv  # not at the top: its 20 ms count, and few have the file

    try:
        return dotenv.dotenv_values(DOTENV).get("JENSEN_HOME")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f".env: cannot be read as UTF-8 text: {error}") from error
