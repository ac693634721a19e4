"""A call of a Web API method: what came in, and what it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.fakes.slack.app import SlackApp, Token
from tests.fakes.slack.wire import Json, RefusedError
from tests.fakes.slack.workspace import Channel

_PREFIXES = {"public": "channels", "private": "groups", "direct": "im"}


@dataclass(frozen=True, slots=True)
class Call:
    """One call.

    Attributes:
        method: Such as `chat.postMessage`.
        arguments: Without the token; JSON inside form fields decoded.
        token: Checked already.
    """

    method: str
    arguments: Json
    token: Token

    def need(self, *names: str) -> None:
        """Insist on the arguments *names*.

        Raises:
            RefusedError: invalid_arguments, naming those that are missing.
        """
        absent = [name for name in names if self.arguments.get(name) in (None, "")]
        if absent:
            messages = [f"missing required field: {name}" for name in absent]
            raise RefusedError("invalid_arguments", messages=messages)

    def flag(self, name: str) -> bool:
        """Tell whether the argument *name* is switched on, in JSON or in a form."""
        return self.arguments.get(name) in (True, 1, "1", "true", "True")


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what answers it, the token it takes, and scopes of which one will do."""

    answer: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "app", "any"] = "bot"


def insist_on_scope(app: SlackApp, token: Token, scopes: tuple[str, ...]) -> None:
    """Insist that *token* was granted one of *scopes*, or that there are none.

    Raises:
        RefusedError: missing_scope, with what is needed and what was provided.
    """
    granted = app.bot_scopes if token.kind == "bot" else app.app_scopes
    if scopes and not granted & set(scopes):
        provided = ",".join(sorted(granted))
        raise RefusedError("missing_scope", needed=",".join(scopes), provided=provided)


def channel_scope(channel: Channel, right: str) -> str:
    """Return the scope for *right* (`history`, `read`) in *channel*, such as `im:history`."""
    return f"{_PREFIXES[channel.kind]}:{right}"
