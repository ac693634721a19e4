"""What the bot tells Slack: Web API methods and response URLs, retried on rate limits only.

Slack takes no idempotency key, so that a call whose connection breaks is never sent again: it may
have been carried out.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.rendering import Message
from bot.errors import FaultError

# A call may last so long in all; then nobody knows whether it was carried out.
CALL_MAX_S = 10.0

# What Slack says of a token that is of no use, now and later.
BAD_TOKEN = frozenset({"invalid_auth", "not_authed", "token_revoked", "account_inactive"})

# In what a response URL answers, which is "ok" or JSON.
_REFUSAL = re.compile(r'"ok"\s*:\s*false')

_QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}


class RefusedError(FaultError):
    """Slack answered a call with an error.

    Attributes:
        error: Slack's name for it, such as `invalid_auth`, or an HTTP status.
    """

    def __init__(self, method: str, error: str) -> None:
        """Keep what was refused, and why."""
        super().__init__(f"Slack refused {method}: {error}")
        self.error = error


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in its workspace, as its token says.

    Attributes:
        team: Id of the workspace.
        user: Id of the bot as a member, the one people mention.
        bot: Id of the bot as an author.
        scopes: What the token may do.
    """

    team: str
    user: str
    bot: str
    scopes: frozenset[str]


class WebApi:
    """Calls Slack; each call raises FaultError where Slack refuses it or cannot be reached.

    Attributes:
        session: What carries the calls.
    """

    def __init__(self, token: str, base_url: str, session: aiohttp.ClientSession) -> None:
        """Call *base_url* with *token*, over *session*, which whoever made it closes."""
        self.session = session
        self._retries = [AsyncRateLimitErrorRetryHandler()]
        # slack_sdk asks for a logger's own level: where that is unset, it writes every call out,
        # text and address, only for the log to drop it.
        self._log = logging.getLogger("slack_sdk")
        self._log.setLevel(logging.INFO)
        self.client = AsyncWebClient(
            token, base_url, session=session, logger=self._log, retry_handlers=[*self._retries]
        )

    async def identify(self) -> Identity:
        """Return whose token it is."""
        with _translated("auth.test"):
            told = await self.client.auth_test()
            scopes = told.headers.get("x-oauth-scopes", "").split(",")
            return Identity(
                told["team_id"], told["user_id"], told["bot_id"], frozenset(filter(None, scopes))
            )

    async def open_socket(self, app_token: str) -> str:
        """Return the address of one Socket Mode connection."""
        with _translated("apps.connections.open"):
            return str((await self.client.apps_connections_open(app_token=app_token))["url"])

    async def connect(
        self, address: str, *, ping_s: float | None = None
    ) -> aiohttp.ClientWebSocketResponse:
        """Return a Socket Mode connection to *address*, pinged every *ping_s* seconds, or never."""
        with _translated("a connection"):
            proxy = self.client.proxy  # from the environment, as for every call
            return await self.session.ws_connect(address, heartbeat=ping_s, proxy=proxy)

    async def post(self, channel: str, message: Message, *, thread_ts: str | None) -> None:
        """Write *message* into *channel*, or into one of its threads."""
        with _translated("chat.postMessage"):
            await self.client.chat_postMessage(
                channel=channel, thread_ts=thread_ts, **_sent(message), **_QUIET
            )

    async def post_privately(
        self, channel: str, person: str, message: Message, *, thread_ts: str | None
    ) -> None:
        """Show *message* to *person* alone, in *channel* or in one of its threads."""
        with _translated("chat.postEphemeral"):
            await self.client.chat_postEphemeral(
                channel=channel, user=person, thread_ts=thread_ts, **_sent(message)
            )

    async def open_modal(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        """Show a modal to whoever made the gesture that *trigger_id* stands for."""
        with _translated("views.open"):
            await self.client.views_open(trigger_id=trigger_id, view=view)  # type: ignore[arg-type]

    async def update_modal(self, view_id: str, view: Mapping[str, Any]) -> None:
        """Change what a modal shows."""
        with _translated("views.update"):
            await self.client.views_update(view_id=view_id, view=view)  # type: ignore[arg-type]

    async def publish_home(self, person: str, view: Mapping[str, Any]) -> None:
        """Change what *person* sees in the app's home tab."""
        with _translated("views.publish"):
            await self.client.views_publish(user_id=person, view=view)  # type: ignore[arg-type]

    async def respond(
        self,
        url: str,
        message: Message,
        *,
        is_private: bool,
        replaces: bool,
        thread_ts: str | None = None,
    ) -> None:
        """Answer a gesture at its response URL.

        Args:
            url: The response URL; good for 5 answers within 30 minutes.
            message: What to say.
            is_private: Whether only whoever made the gesture sees a new message.
            replaces: Whether the message that was pressed is replaced instead.
            thread_ts: The thread it belongs into.
        """
        body = {
            **_sent(message),
            **_QUIET,
            "response_type": "ephemeral" if is_private else "in_channel",
            "replace_original": replaces,
        }
        await self._respond(url, body if thread_ts is None else {**body, "thread_ts": thread_ts})

    async def delete_original(self, url: str) -> None:
        """Delete the message that was pressed, at the response URL of the press."""
        await self._respond(url, {"delete_original": True})

    async def _respond(self, url: str, body: dict[str, Any]) -> None:
        webhook = AsyncWebhookClient(
            url, session=self.session, logger=self._log, retry_handlers=[*self._retries]
        )
        with _translated("an answer"):
            answer = await webhook.send_dict(body)
        if answer.status_code != 200 or _REFUSAL.search(answer.body):
            raise RefusedError("an answer", f"{answer.status_code} {answer.body[:100]}")


def _sent(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": message.blocks}


@contextmanager
def _translated(method: str) -> Iterator[None]:
    """Raise FaultError for whatever slack_sdk raises where a call of *method* fails."""
    try:
        yield
    except SlackApiError as error:
        answer = error.response
        told = answer.get("error") if hasattr(answer, "get") else None
        raise RefusedError(method, str(told or getattr(answer, "status_code", answer))) from error
    except (aiohttp.ClientError, TimeoutError) as error:
        kind = type(error).__name__
        raise FaultError(f"Slack could not be reached for {method}: {kind}") from error
