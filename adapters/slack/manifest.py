"""The app manifest, from which Slack creates the app: exactly what the listeners need; pure."""

from typing import Any

from adapters.slack.endpoint import PATH
from adapters.slack.listeners import FIND, FIND_ANYWHERE, VERIFY

# What the bot token may do: be called, write, hear mentions, read what is written to it directly.
BOT_SCOPES = ("app_mentions:read", "chat:write", "commands", "im:history")
EVENTS = ("app_home_opened", "app_mention", "message.im")

SUMMARY = "Unofficial fan bot: finds what somebody really said, word for word."
USAGE = "what you half remember, verify WORDS, quote, help"


def manifest(command: str, *, base_url: str | None = None) -> dict[str, Any]:
    """Return the manifest of an app.

    Args:
        command: Name of the slash command, without the slash; the app is called so as well.
        base_url: Where Slack reaches the bot over HTTPS, or None for Socket Mode.
    """
    request_url = base_url and base_url.rstrip("/").removesuffix(PATH) + PATH
    reached = {"request_url": request_url} if request_url else {}
    slash_command = {
        "command": f"/{command}",
        "description": "Find what was really said",
        "usage_hint": USAGE,
        "should_escape": False,
        **({"url": request_url} if request_url else {}),
    }
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {"name": command, "description": SUMMARY},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": command, "always_online": True},
            "shortcuts": [
                _shortcut("Find the quote", "message", FIND, "What was really said?"),
                _shortcut("Verify this quote", "message", VERIFY, "Was that said, word for word?"),
                _shortcut("Find a quote", "global", FIND_ANYWHERE, "Search as you type"),
            ],
            "slash_commands": [slash_command],
        },
        "oauth_config": {"scopes": {"bot": list(BOT_SCOPES)}},
        "settings": {
            "event_subscriptions": {**reached, "bot_events": list(EVENTS)},
            "interactivity": {
                "is_enabled": True,
                **reached,
                **({"message_menu_options_url": request_url} if request_url else {}),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": False,
        },
    }


def _shortcut(name: str, kind: str, callback_id: str, description: str) -> dict[str, str]:
    return {"name": name, "type": kind, "callback_id": callback_id, "description": description}
