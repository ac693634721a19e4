"""Register the commands with Discord when they changed, and only then.

Registering replaces all of them, and Discord counts new ones; so what was registered last is
remembered in the home folder.
"""

import hashlib
import json
import logging
from pathlib import Path

import discord

from adapters.discord.commands import Tree
from bot.errors import StorageError
from bot.files import replace_file

log = logging.getLogger(__name__)

REGISTERED = "discord-commands.json"


async def register_if_changed(tree: Tree, home: Path) -> bool:
    """Register the commands of *tree* unless they were registered as they are; say whether.

    A refusal is logged and the bot goes on, because mentions and direct messages need no command.
    """
    if _remembered(home) == _state(tree):
        return False
    try:
        await register(tree, home)
    except discord.DiscordServerError:
        raise
    except discord.HTTPException as error:
        log.warning(
            "commands not registered", extra={"status": error.status, "discord_error": error.code}
        )
        return False
    return True


async def register(tree: Tree, home: Path) -> int:
    """Register the commands of *tree*, remember them in *home*, and return how many there are.

    Raises:
        discord.HTTPException: Discord refuses them.
    """
    commands = await tree.sync()
    log.info("commands registered", extra={"count": len(commands)})
    try:
        replace_file(home / REGISTERED, json.dumps(_state(tree)).encode())
    except StorageError as error:
        log.warning("registered commands not remembered", extra={"error": str(error)})
    return len(commands)


def _state(tree: Tree) -> dict[str, str]:
    """Return what tells one registration from another: the app, and what is registered."""
    commands = [command.to_dict(tree) for command in tree.get_commands()]
    payload = json.dumps(commands, sort_keys=True)
    return {
        "application": str(tree.client.application_id),
        "sha256": hashlib.sha256(payload.encode()).hexdigest(),
    }


def _remembered(home: Path) -> object:
    try:
        return json.loads((home / REGISTERED).read_bytes())
    except (OSError, ValueError):
        return None
