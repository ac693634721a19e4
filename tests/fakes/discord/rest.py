"""The REST API: how every request is read, delayed, refused, handled and remembered."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from tests.fakes.discord.errors import ApiError
from tests.fakes.discord.faults import Fault, FaultPlan
from tests.fakes.discord.limits import check_sizes
from tests.fakes.discord.messages import Attachment
from tests.fakes.discord.ratelimits import VIA, RateLimits, refusal
from tests.fakes.discord.routing import Answer, Call, Route, find_route
from tests.fakes.discord.wire import Json, stopwatch
from tests.fakes.discord.world import World

BASE = "/api/v10"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what became of it.

    Attributes:
        path: Below the API's base; `template` is its route's, or empty for an unknown one.
        sent: The JSON of the request, or None.
        status: The answer's, or 0 when the connection was cut before anything happened.
        answered: The JSON of the answer, or None.
        multipart: Whether files came with it.
    """

    method: str
    path: str
    template: str
    sent: Any
    status: int
    answered: Any
    multipart: bool = False


class Rest:
    """Answers requests below BASE.

    Attributes:
        exchanges: Every request so far, in the order of the answers.
    """

    def __init__(
        self, world: World, plan: FaultPlan, routes: Iterable[Route], *, rate_limits: bool
    ) -> None:
        """Serve *routes*, the first that matches; *rate_limits* says whether any are kept."""
        self.exchanges: list[Exchange] = []
        self._world = world
        self._plan = plan
        self._routes = list(routes)
        self._limits = RateLimits(world.clock, enforced=rate_limits)

    async def serve(self, request: web.Request) -> web.Response:
        """Answer one request, or cut its connection if that is planned."""
        arrived_at = stopwatch()
        body: Any = None
        path = request.path.removeprefix(BASE)
        found = find_route(self._routes, request.method, path)
        fault = self._plan.take(request.method, path)
        if fault is not None and fault.kind == "drop_before":
            self._remember(request, path, found, body, Answer(0))
            return _cut(request)
        if fault is not None and fault.kind == "slow" and fault.gate is not None:
            await fault.gate.wait()
        try:
            body, files = await self._read(request)
        except ApiError as error:
            answer, headers = Answer(error.status, error.body), dict(VIA)
        else:
            if fault is not None and fault.kind in ("status", "rate_limited"):
                answer, headers = _planned(fault)
            else:
                answer, headers = self._answer(request, found, body, files, arrived_at)
        self._remember(request, path, found, body, answer)
        if fault is not None and fault.kind == "drop_after":
            return _cut(request)
        return _response(answer, headers)

    def _answer(
        self,
        request: web.Request,
        found: tuple[Route, dict[str, str]] | None,
        body: Any,
        files: list[Attachment],
        arrived_at: float,
    ) -> tuple[Answer, dict[str, str]]:
        if found is None:
            return Answer(404, {"message": "404: Not Found", "code": 0}), dict(VIA)
        route, params = found
        if not route.by_token and request.headers.get("Authorization") != self._authorization:
            return Answer(401, {"message": "401: Unauthorized", "code": 0}), dict(VIA)
        headers, limited = self._limits.use(
            route.name, route.place(params), route.limit, globally=not route.by_token
        )
        if limited is not None:
            return Answer(429, limited), headers
        try:
            return route.handler(Call(params, request.query, body, files, arrived_at)), headers
        except ApiError as error:
            return Answer(error.status, error.body), headers

    @property
    def _authorization(self) -> str:
        return f"Bot {self._world.token}"

    async def _read(self, request: web.Request) -> tuple[Any, list[Attachment]]:
        kind = request.content_type
        if kind == "multipart/form-data":
            return await self._read_files(request)
        raw = await request.read()
        if not raw:
            return None, []
        if kind != "application/json":
            raise ApiError(400, 50035, "Invalid Form Body")
        return _parse(raw), []

    async def _read_files(self, request: web.Request) -> tuple[Any, list[Attachment]]:
        body: Json = {}
        uploads: dict[str, tuple[str, bytes]] = {}
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise ApiError(400, 50035, "Invalid Form Body")
            data = bytes(await part.read())
            if part.name == "payload_json":
                body = _parse(data)
            else:
                number = (part.name or "").removeprefix("files[").removesuffix("]")
                uploads[number] = (part.filename or "unknown", data)
        check_sizes([len(data) for _, data in uploads.values()])
        described = body.get("data", body).get("attachments") or []
        texts = {str(item.get("id")): item.get("description") for item in described}
        files = [
            Attachment(self._world.mint(), filename, data, texts.get(number))
            for number, (filename, data) in sorted(uploads.items())
        ]
        return body, files

    def _remember(
        self,
        request: web.Request,
        path: str,
        found: tuple[Route, dict[str, str]] | None,
        body: Any,
        answer: Answer,
    ) -> None:
        template = found[0].template if found else ""
        self._world.statuses[answer.status] += 1
        multipart = request.content_type == "multipart/form-data"
        self.exchanges.append(
            Exchange(request.method, path, template, body, answer.status, answer.body, multipart)
        )
        self._world.changes.tell()


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise ApiError(400, 50109, "The request body contains invalid JSON.") from None


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _planned(fault: Fault) -> tuple[Answer, dict[str, str]]:
    if fault.kind == "rate_limited":
        headers, body = refusal(fault.retry_after_s, fault.scope, via=fault.via)
        return Answer(429, body), headers
    if fault.code in (502, 504):
        return Answer(fault.code, f"<html><h1>{fault.code}</h1></html>"), {}
    message = f"{fault.code}: {web.Response(status=fault.code).reason}"
    return Answer(fault.code, {"message": message, "code": 0}), dict(VIA)


def _response(answer: Answer, headers: dict[str, str]) -> web.Response:
    if isinstance(answer.body, str):
        html = {**headers, "Content-Type": "text/html"}
        return web.Response(status=answer.status, body=answer.body.encode(), headers=html)
    if answer.body is None:
        return web.Response(status=answer.status, headers=headers)
    # Exactly this type, without a charset: discord.py parses nothing else.
    plain = {**headers, "Content-Type": "application/json"}
    body = json.dumps(answer.body).encode()
    return web.Response(status=answer.status, body=body, headers=plain)
