"""How the app is configured at Slack: scopes, subscriptions, tokens."""

from dataclasses import dataclass, field
from typing import Literal

from tests.fakes.slack.wire import Json, RefusedError, objects

TokenState = Literal["valid", "revoked", "inactive"]

_EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
}


@dataclass(slots=True)
class SlackApp:
    """The app's settings, all of which a test may change at any time.

    Attributes:
        bot_scopes: What the bot token may do.
        app_scopes: What the app-level token may do.
        events: The bot events it subscribes to.
        commands: Slash commands, with the slash.
        shortcuts: Callback ids, or None when any will do.
        socket_mode: Whether Socket Mode is switched on.
        interactive: Whether buttons, menus, modals and shortcuts reach the app.
        home_tab: Whether App Home has a Home tab.
        messages_tab: Whether people can write to the app directly.
    """

    bot_scopes: set[str] = field(
        default_factory=lambda: {
            "app_mentions:read",
            "chat:write",
            "commands",
            "im:history",
            "users:read",
        }
    )
    app_scopes: set[str] = field(default_factory=lambda: {"connections:write"})
    events: set[str] = field(
        default_factory=lambda: {
            "app_home_opened",
            "app_mention",
            "app_uninstalled",
            "message.im",
            "tokens_revoked",
        }
    )
    commands: set[str] = field(default_factory=lambda: {"/jensen"})
    shortcuts: set[str] | None = None
    socket_mode: bool = True
    interactive: bool = True
    home_tab: bool = True
    messages_tab: bool = True

    @classmethod
    def from_manifest(cls, manifest: Json) -> "SlackApp":
        """Configure an app as Slack would from its *manifest*: nothing is on that it lacks."""
        features: Json = manifest.get("features", {})
        settings: Json = manifest.get("settings", {})
        home: Json = features.get("app_home", {})
        oauth: Json = manifest.get("oauth_config", {})
        return cls(
            bot_scopes=set(oauth.get("scopes", {}).get("bot", [])),
            events=set(settings.get("event_subscriptions", {}).get("bot_events", [])),
            commands={each["command"] for each in objects(features.get("slash_commands"))},
            shortcuts={each["callback_id"] for each in objects(features.get("shortcuts"))},
            socket_mode=bool(settings.get("socket_mode_enabled", False)),
            interactive=bool(settings.get("interactivity", {}).get("is_enabled", False)),
            home_tab=bool(home.get("home_tab_enabled", False)),
            messages_tab=bool(home.get("messages_tab_enabled", False))
            and not home.get("messages_tab_read_only_enabled", True),
        )

    def hears(self, event: str) -> bool:
        """Tell whether *event*, such as `message.im`, is subscribed to and within the scopes."""
        scope = _EVENT_SCOPES.get(event)
        return event in self.events and (scope is None or scope in self.bot_scopes)


@dataclass(slots=True)
class Token:
    """A token that the app was given, and whether it still counts."""

    text: str
    kind: Literal["bot", "app"]
    state: TokenState = "valid"


@dataclass(slots=True)
class Tokens:
    """The app's two tokens and the signing secret; each instance has its own."""

    bot: Token
    app: Token
    signing_secret: str

    def check(self, presented: str | None) -> Token:
        """Return the token that was *presented*.

        Raises:
            RefusedError: not_authed, invalid_auth, token_revoked or account_inactive.
        """
        if not presented:
            raise RefusedError("not_authed")
        for token in (self.bot, self.app):
            if token.text == presented:
                if token.state == "revoked":
                    raise RefusedError("token_revoked")
                if token.state == "inactive":
                    raise RefusedError("account_inactive")
                return token
        raise RefusedError("invalid_auth")
