"""The links that put the bot somewhere, made from exactly what it needs."""

from urllib.parse import urlencode

import discord

# 274878024704, in a test.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)
SCOPES = ("bot", "applications.commands")

_AUTHORIZE = "https://discord.com/oauth2/authorize"


def server_link(application_id: int) -> str:
    """Return where somebody adds the bot to a server they manage."""
    query = {
        "client_id": application_id,
        "scope": " ".join(SCOPES),
        "permissions": PERMISSIONS.value,
        "integration_type": 0,
    }
    return f"{_AUTHORIZE}?{urlencode(query)}"


def account_link(application_id: int) -> str:
    """Return where somebody adds the commands to their own account, for use everywhere."""
    query = {
        "client_id": application_id,
        "scope": "applications.commands",
        "integration_type": 1,
    }
    return f"{_AUTHORIZE}?{urlencode(query)}"
