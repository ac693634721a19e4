"""Slack calling the app's request URL, signed, and the ways in which others might."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack.delivery import Parcel, UndeliveredError
from tests.fakes.slack.wire import Json
from tests.fakes.slack.workspace import Workspace

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What the app answered."""

    status: int
    body: str


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the `v0` signature of *body* sent at *timestamp*."""
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


class SignedHttp:
    """The client side of HTTP mode: one URL takes commands, events and interactions."""

    timeout_reason = "http_timeout"

    def __init__(self, workspace: Workspace) -> None:
        """Call the app of *workspace* at `request_url`, which is to be set first."""
        self._workspace = workspace
        self._session: aiohttp.ClientSession | None = None
        self.request_url = ""

    async def send(self, parcel: Parcel) -> Json:
        """Carry *parcel* and return what the app's 200 says, `{}` if nothing.

        Raises:
            UndeliveredError: The app could not be reached or did not answer 2xx.
        """
        exchange, attempt = parcel.exchange, parcel.attempt
        headers = {}
        if attempt.number:
            headers["X-Slack-Retry-Num"] = str(attempt.number)
            headers["X-Slack-Retry-Reason"] = attempt.reason or ""
        try:
            if exchange.envelope == "events_api":
                body = json.dumps(exchange.payload).encode()
                answer = await self.post(body, content_type=JSON, headers=headers)
            elif exchange.envelope == "slash_commands":
                answer = await self.post(urlencode(exchange.payload).encode())
            else:
                form = {"payload": json.dumps(exchange.payload)}
                answer = await self.post(urlencode(form).encode())
        except aiohttp.ClientError as error:
            raise UndeliveredError("connection_failed") from error
        if not 200 <= answer.status < 300:
            raise UndeliveredError("http_error")
        try:
            said = json.loads(answer.body) if answer.body.strip() else {}
        except ValueError:
            said = {"text": answer.body}
        return said if isinstance(said, dict) else {}

    async def post(
        self,
        body: bytes,
        *,
        content_type: str = FORM,
        timestamp: str | None = None,
        signed: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> HttpAnswer:
        """Post *body*; signed as Slack signs at this moment, unless told otherwise.

        Args:
            body: The raw body.
            content_type: What to call it.
            timestamp: Another `X-Slack-Request-Timestamp`: an old one, a word. By default the
                real time, as that is what the app compares it with.
            signed: Another signature than the right one for *timestamp*; `""` leaves it out.
            headers: Further headers.

        Raises:
            aiohttp.ClientError: The app could not be reached.
        """
        timestamp = str(int(time.time())) if timestamp is None else timestamp
        if signed is None:
            signed = signature(self._workspace.tokens.signing_secret, timestamp, body)
        sent = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            **({"X-Slack-Signature": signed} if signed else {}),
            **(headers or {}),
        }
        if self._session is None:
            # One connection a request: a kept one may lead to a process that was killed since.
            connector = aiohttp.TCPConnector(limit=0, force_close=True)
            self._session = aiohttp.ClientSession(connector=connector)
        async with self._session.post(self.request_url, data=body, headers=sent) as response:
            return HttpAnswer(response.status, await response.text())

    async def ssl_check(self) -> HttpAnswer:
        """Send Slack's check of the certificate, which is not signed."""
        return await self.post(b"ssl_check=1&token=madeup", signed="")

    async def url_verification(self) -> HttpAnswer:
        """Send the challenge that Slack sends when the request URL is entered."""
        challenge = {"type": "url_verification", "token": "madeup", "challenge": "3eZbrw1aB"}
        return await self.post(json.dumps(challenge).encode(), content_type=JSON)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
