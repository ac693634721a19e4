"""Socket Mode: the WebSocket server, and payloads over whichever connection comes next."""

import asyncio
import contextlib
import itertools
import json

from aiohttp import WSMsgType, web

from tests.fakes.slack.calls import Call
from tests.fakes.slack.delivery import Parcel, UndeliveredError
from tests.fakes.slack.exchange import Attempt
from tests.fakes.slack.faults import DropBefore, FaultPlan, ServerError
from tests.fakes.slack.ledger import moment
from tests.fakes.slack.wire import Json
from tests.fakes.slack.workspace import Workspace

MOST_CONNECTIONS = 10


class Connection:
    """One WebSocket that the app holds open.

    Attributes:
        deaf: Accepts everything and delivers nothing, while pings are still answered.
        mute: Answers no ping either.
        delivered: How many payloads it carried, those that a deaf one lost included.
        pongs: How many of the server's pings the app answered.
    """

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        """Speak over *socket*."""
        self._request = request
        self._socket = socket
        self.deaf = False
        self.mute = False
        self.delivered = 0
        self.pongs = 0

    async def disconnect(self, reason: str) -> None:
        """Tell the app to go elsewhere; every *reason* but `warning` closes the connection.

        Args:
            reason: `warning`, `refresh_requested`, `link_disabled` or `too_many_websockets`.
        """
        debug = {"host": "applink-madeup"}
        await self.send({"type": "disconnect", "reason": reason, "debug_info": debug})
        if reason != "warning":
            await self.close()

    def drop(self) -> None:
        """Break the line without a closing handshake."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def ping(self) -> None:
        """Ping the app; `pongs` goes up when it answers."""
        await self._socket.ping(b"Ping from applink-madeup")

    async def close(self) -> None:
        """Close in good order."""
        await self._socket.close()

    async def send(self, frame: Json) -> None:
        """Send *frame*; a connection that is gone loses it."""
        with contextlib.suppress(ConnectionError):
            await self._socket.send_json(frame)

    async def answer_ping(self, data: bytes) -> None:
        """Answer the app's ping, unless mute."""
        if not self.mute:
            await self._socket.pong(data)


class Sockets:
    """The Socket Mode server."""

    timeout_reason = "timeout"

    def __init__(self, workspace: Workspace, faults: FaultPlan) -> None:
        """Serve *workspace*; `base` is where the server listens, set once it does."""
        self._workspace = workspace
        self._faults = faults
        self._tickets: set[str] = set()
        self._turn = itertools.count()
        self._waiting: dict[str, tuple[Attempt, asyncio.Future[Json]]] = {}
        self.base = ""
        self.connections: list[Connection] = []

    def open(self, call: Call) -> Json:
        """Answer `apps.connections.open`: an address good for one connection."""
        ticket = self._workspace.ids.new("ticket")
        self._tickets.add(ticket)
        return {"url": f"{self.base}/link/?ticket={ticket}&app_id={self._workspace.app_id}"}

    def routes(self) -> list[web.RouteDef]:
        """Return what the server answers."""
        return [web.get("/link/", self._handle)]

    async def send(self, parcel: Parcel) -> Json:
        """Carry *parcel* over one connection; its acknowledgement may come over any.

        Raises:
            UndeliveredError: The app has no connection open.
        """
        if not self.connections:
            raise UndeliveredError("connection_failed")
        connection = self.connections[next(self._turn) % len(self.connections)]
        envelope_id = self._workspace.ids.new("envelope-")
        acknowledged: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = (parcel.attempt, acknowledged)
        frame: Json = {
            "envelope_id": envelope_id,
            "type": parcel.exchange.envelope,
            "payload": parcel.exchange.payload,
            "accepts_response_payload": parcel.accepts_response_payload,
        }
        if parcel.exchange.envelope == "events_api":
            frame["retry_attempt"] = parcel.attempt.number
            frame["retry_reason"] = parcel.attempt.reason or ""
        connection.delivered += 1
        self._workspace.changes.tell()
        if not connection.deaf:
            await connection.send(frame)
        return await acknowledged

    async def close(self) -> None:
        """Close every connection."""
        for connection in list(self.connections):
            await connection.close()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        match self._faults.next("socket"):
            case ServerError(status):
                return web.Response(status=status)
            case DropBefore() if request.transport is not None:
                request.transport.abort()
                return web.Response()
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404, text="no such ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        connection = Connection(request, socket)
        if refusal := self._refusal():
            await connection.disconnect(refusal)
            return socket
        self.connections.append(connection)
        await connection.send(self._hello())
        self._workspace.changes.tell()
        try:
            await self._listen(connection, socket)
        finally:
            self.connections.remove(connection)
            self._workspace.changes.tell()
        return socket

    def _refusal(self) -> str | None:
        if not self._workspace.app.socket_mode:
            return "link_disabled"
        if len(self.connections) >= MOST_CONNECTIONS:
            return "too_many_websockets"
        return None

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": "applink-madeup", "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._workspace.app_id},
        }

    async def _listen(self, connection: Connection, socket: web.WebSocketResponse) -> None:
        while True:
            message = await socket.receive()
            match message.type:
                case WSMsgType.TEXT:
                    self._acknowledge(str(message.data))
                case WSMsgType.PING:
                    await connection.answer_ping(message.data)
                case WSMsgType.PONG:
                    connection.pongs += 1
                    self._workspace.changes.tell()
                case _:
                    return

    def _acknowledge(self, text: str) -> None:
        ledger = self._workspace.ledger
        try:
            frame = json.loads(text)
            attempt, acknowledged = self._waiting.pop(frame["envelope_id"])
        except (ValueError, KeyError, TypeError):
            ledger.violate("socket", "an acknowledgement of nothing that is waiting for one")
            return
        if acknowledged.done():
            attempt.late = True
            self._workspace.changes.tell()
            return
        attempt.acknowledged_at = moment()
        acknowledged.set_result(frame.get("payload") or {})
