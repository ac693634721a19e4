"""Slack over HTTP: signed requests checked, then handed on."""

import logging
import re
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from adapters.underway import Underway

log = logging.getLogger(__name__)

PATH = "/slack/events"

_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Endpoint:
    """What Slack posts to.

    Bolt's own check breaks on a timestamp that is no number, and writes the body of what it
    refuses into the log: all that people type, where the secret is wrong.

    Attributes:
        app: What answers, or None while nothing does.
        underway: The requests that it takes right now.
    """

    def __init__(self, signing_secret: str) -> None:
        """Answer requests that are signed with *signing_secret*."""
        self._verifier = SignatureVerifier(signing_secret)
        self._is_warned = False
        self.app: AsyncApp | None = None
        self.underway = Underway()

    async def handle(self, request: web.Request) -> web.Response:
        """Answer *request*: 401 when it is not signed by Slack, 503 while nothing runs."""
        body = await request.read()
        if not self._is_signed(request, body):
            return self._refuse(body)
        self._is_warned = False
        if self.app is None:
            return web.Response(status=503)
        taken = AsyncBoltRequest(
            body=body.decode(errors="replace"),
            query=request.query_string,
            headers=dict(request.headers),
        )
        with self.underway.one():
            return await to_aiohttp_response(await self.app.async_dispatch(taken))

    def _refuse(self, body: bytes) -> web.Response:
        if _is_certificate_check(body):
            return web.Response()
        if not self._is_warned:
            self._is_warned = True
            log.warning(
                "refuses what does not fit SLACK_SIGNING_SECRET; if it is Slack that posts, the"
                " secret is wrong, or this machine's clock"
            )
        return web.Response(status=401)

    def _is_signed(self, request: web.Request, body: bytes) -> bool:
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
            return False
        return self._verifier.is_valid(body, timestamp, signature)


def _is_certificate_check(body: bytes) -> bool:
    """Say whether this is Slack's look at the certificate, which is not signed."""
    return parse_qs(body.decode(errors="replace")).get("ssl_check") == ["1"]
