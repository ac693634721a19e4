"""The HTTP server behind the Web API, response URLs and uploads."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.fakes.slack import specs
from tests.fakes.slack.calls import Call, Method, insist_on_scope
from tests.fakes.slack.chat_methods import ChatMethods
from tests.fakes.slack.faults import (
    DropAfter,
    DropBefore,
    Fault,
    FaultPlan,
    RateLimited,
    Refuse,
    ServerError,
    Slow,
)
from tests.fakes.slack.file_methods import FileMethods
from tests.fakes.slack.posting import Posting
from tests.fakes.slack.response_urls import answer_response_url
from tests.fakes.slack.sockets import Sockets
from tests.fakes.slack.team_methods import TeamMethods
from tests.fakes.slack.view_methods import ViewMethods
from tests.fakes.slack.wire import Json, RefusedError
from tests.fakes.slack.workspace import Workspace

_JSON_FIELDS = ("attachments", "blocks", "files", "metadata", "view")
_UNREADABLE = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}


class WebApi:
    """Takes calls off the wire, lets planned faults strike, checks tokens and scopes."""

    def __init__(
        self,
        workspace: Workspace,
        faults: FaultPlan,
        posting: Posting,
        views: ViewMethods,
        sockets: Sockets,
    ) -> None:
        """Answer from *workspace*."""
        self._workspace = workspace
        self._faults = faults
        self._posting = posting
        self.files = FileMethods(workspace, posting)
        connections = Method(sockets.open, ("connections:write",), token="app")
        self._methods: dict[str, Method] = {
            "apps.connections.open": connections,
            **ChatMethods(workspace, posting).methods(),
            **views.methods(),
            **TeamMethods(workspace).methods(),
            **self.files.methods(),
        }

    def routes(self) -> list[web.RouteDef]:
        """Return what the server answers."""
        return [
            web.route("*", "/api/{method}", self._handle_call),
            web.post("/respond/{key}", self._handle_response_url),
            web.post("/upload/v1/{file_id}", self._handle_upload),
        ]

    async def _handle_call(self, request: web.Request) -> web.StreamResponse:
        return await self._handle(request, request.match_info["method"], self._call)

    async def _handle_response_url(self, request: web.Request) -> web.StreamResponse:
        return await self._handle(request, "response_url", self._respond)

    async def _handle_upload(self, request: web.Request) -> web.StreamResponse:
        return await self._handle(request, "upload", self._upload)

    async def _handle(
        self,
        request: web.Request,
        name: str,
        process: Callable[[web.Request], Awaitable[web.Response]],
    ) -> web.StreamResponse:
        """Answer with *process*, unless the fault planned for *name* has it otherwise."""
        fault = self._faults.next(name)
        struck = _strike_before(request, fault)
        if struck is not None:
            self._workspace.ledger.call(name, {}, type(fault).__name__)
            return struck
        return await _strike_after(request, fault, await process(request))

    async def _call(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        headers = {"x-slack-req-id": self._workspace.ids.new("req")}
        arguments: Json = {}
        error = None
        try:
            presented, arguments = await _read(request)
            token = self._workspace.tokens.check(presented)
            typed = request.content_type == "application/json"
            body = {"ok": True} | self._answer(Call(name, arguments, token), headers, typed=typed)
        except RefusedError as refused:
            body, error = refused.body(), refused.error
        self._workspace.ledger.call(name, arguments, error)
        return web.json_response(body, headers=headers)

    async def _respond(self, request: web.Request) -> web.Response:
        body: Json = {}
        error = None
        try:
            body = _object(await request.read())
            ticket = self._workspace.response_urls.use(request.match_info["key"])
            answer_response_url(self._workspace, self._posting, ticket, body)
            response = web.Response(text="ok")
        except RefusedError as refused:
            error = refused.error
            if error in {"expired_url", "used_url", "no_service"}:
                response = web.json_response(refused.body(), status=404)
            else:
                response = web.Response(status=400, text=error)
        self._workspace.ledger.call("response_url", body, error)
        return response

    async def _upload(self, request: web.Request) -> web.Response:
        error = None
        try:
            self.files.receive(request.match_info["file_id"], await _uploaded(request))
            response = web.Response(text="OK")
        except RefusedError as refused:
            error = refused.error
            response = web.Response(status=400, text=error)
        self._workspace.ledger.call("upload", {}, error)
        return response

    def _answer(self, call: Call, headers: dict[str, str], *, typed: bool) -> Json:
        """Return what *call* is answered, and add to *headers* what Slack says about scopes."""
        app, method = self._workspace.app, self._methods.get(call.method)
        granted = app.bot_scopes if call.token.kind == "bot" else app.app_scopes
        headers["x-oauth-scopes"] = ",".join(sorted(granted))
        if method is None:
            raise RefusedError("unknown_method", req_method=call.method)
        headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
        if method.token not in ("any", call.token.kind):
            raise RefusedError("not_allowed_token_type")
        insist_on_scope(app, call.token, method.scopes)
        self._workspace.ledger.check_later(
            call.method,
            lambda: specs.argument_problems(call.method, call.arguments, typed=typed),
        )
        return method.answer(call)


async def _read(request: web.Request) -> tuple[str | None, Json]:
    """Return the token presented and the arguments, whichever of three ways they came."""
    arguments: Json = dict(request.query)
    if request.method == "POST" and request.can_read_body:
        if request.content_type == "application/json":
            arguments |= _object(await request.read())
        elif request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
            arguments |= await request.post()
        else:
            raise RefusedError("invalid_post_type")
    for name in _JSON_FIELDS:
        if isinstance(arguments.get(name), str):
            try:
                arguments[name] = json.loads(arguments[name])
            except ValueError as error:
                raise RefusedError(_UNREADABLE.get(name, "invalid_arguments")) from error
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() or arguments.get("token")
    arguments.pop("token", None)
    return token, arguments


def _object(raw: bytes) -> Json:
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise RefusedError("invalid_json") from error
    if not isinstance(body, dict):
        raise RefusedError("json_not_object")
    return body


async def _uploaded(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    for field in (await request.post()).values():
        if isinstance(field, web.FileField):
            return field.file.read()
    raise RefusedError("file_not_found")


def _strike_before(request: web.Request, fault: Fault | None) -> web.Response | None:
    """Return what is answered instead of processing the call, if *fault* is of that kind."""
    match fault:
        case RateLimited(retry_after_s):
            return web.json_response(
                {"ok": False, "error": "ratelimited"},
                status=429,
                headers={"Retry-After": str(retry_after_s)},
            )
        case ServerError(status):
            return web.Response(status=status, text="upstream error", content_type="text/html")
        case Refuse(error, fields):
            return web.json_response({"ok": False, "error": error, **fields})
        case DropBefore():
            cut(request)
            return web.Response()
    return None


async def _strike_after(
    request: web.Request, fault: Fault | None, response: web.Response
) -> web.Response:
    """Let *fault* spoil the *response* to a call that was processed, if it is of that kind."""
    match fault:
        case DropAfter():
            cut(request)
        case Slow(until):
            await until.wait()
    return response


def cut(request: web.Request) -> None:
    """Cut the connection under *request*, as a crash or a broken line would."""
    transport: Any = request.transport
    if transport is not None:
        transport.abort()
