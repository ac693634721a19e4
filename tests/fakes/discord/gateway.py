"""The gateway: connections, sessions, and the events that go to them."""

import asyncio
import json
from collections import Counter, deque
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.discord import place_payloads
from tests.fakes.discord.faults import GATEWAY, Fault, FaultPlan
from tests.fakes.discord.sessions import DISPATCH, Connection, Session
from tests.fakes.discord.wire import Json
from tests.fakes.discord.world import GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT, World

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT = 1, 2, 3, 4, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 8, 9, 10, 11

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12
KNOWN_INTENTS = (1 << 17) - 1 | 0b11 << 20 | 0b11 << 24
PRIVILEGED_INTENTS = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT

IDENTIFIES_A_DAY = 1000
SENT_A_MINUTE_MAX = 120
PAYLOAD_BYTES_MAX = 4096

# Close codes after which the session is gone.
_FINAL_CODES = {1000, 1001, 4003, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014}


class Gateway:
    """Everything that speaks the gateway's protocol.

    Attributes:
        identifies: The IDENTIFY payloads that were accepted or refused, oldest first.
        resumes: How many sessions were resumed.
        closes: How often the gateway closed a connection, by close code.
        heartbeat_interval_s: What HELLO asks for.
        identify_interval_s: The least time between two IDENTIFYs, 5 on Discord; sooner ones
            get an invalid session. 0 lets tests restart a bot at once.
    """

    def __init__(self, world: World, plan: FaultPlan, *, url: Callable[[], str]) -> None:
        """Serve *world*; *url* tells where clients should resume."""
        self.world = world
        self.plan = plan
        self.identifies: list[Json] = []
        self.resumes = 0
        self.closes: Counter[int] = Counter()
        self.heartbeat_interval_s = 41.25
        self.identify_interval_s = 0.0
        self._url = url
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self._identified_at = float("-inf")

    @property
    def sessions(self) -> list[Session]:
        """The sessions that are connected now, oldest first."""
        return [one for one in self._sessions.values() if one.connection is not None]

    @property
    def identifies_left(self) -> int:
        """How many IDENTIFYs are left of the day's."""
        return max(0, IDENTIFIES_A_DAY - len(self.identifies))

    def dispatch(
        self,
        event: str,
        data: Json,
        *,
        intent: int = 0,
        guild_id: str | None = None,
        on_sent: Callable[[], None] | None = None,
    ) -> None:
        """Send an event to every session it is for, connected or to be resumed."""
        for session in self._sessions.values():
            if session.wants(intent, guild_id):
                session.push(event, data, on_sent)

    def drop(self) -> None:
        """Cut every connection, without a word."""
        for connection in list(self._connections):
            self._part(connection)
            connection.cut()

    def reconnect(self) -> None:
        """Ask every client to reconnect and resume (opcode 7)."""
        for connection in self._identified():
            self._part(connection)
            connection.send(RECONNECT)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every client that its session is invalid (opcode 9)."""
        for connection in self._identified():
            self._invalidate(connection, resumable)

    async def close(self, code: int) -> None:
        """Close every connection with *code*; some codes end the session."""
        for connection in list(self._connections):
            await self._close(connection, code)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Speak with one client until the connection ends."""
        socket = web.WebSocketResponse(max_msg_size=0, compress=False)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self._connections.add(connection)
        writer = asyncio.create_task(self._write(connection))
        connection.send(HELLO, {"heartbeat_interval": int(self.heartbeat_interval_s * 1000)})
        try:
            await self._read(connection)
        finally:
            writer.cancel()
            self._connections.discard(connection)
            session = connection.session
            if session is not None and session.connection is connection:
                session.connection = None
                if socket.close_code in (1000, 1001):
                    self._sessions.pop(session.id, None)
            self.world.changes.tell()
        return socket

    async def _read(self, connection: Connection) -> None:
        recent: deque[float] = deque(maxlen=SENT_A_MINUTE_MAX)
        async for message in connection.socket:
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            if len(recent) == SENT_A_MINUTE_MAX and self.world.clock.now() - recent[0] < 60:
                return await self._close(connection, 4008)
            recent.append(self.world.clock.now())
            try:
                frame = json.loads(message.data)
                op, data = frame["op"], frame.get("d")
            except (ValueError, TypeError, KeyError):
                return await self._close(connection, 4002)
            if len(message.data) > PAYLOAD_BYTES_MAX:
                return await self._close(connection, 4002)
            await self._handle(connection, op, data)

    async def _handle(self, connection: Connection, op: object, data: Any) -> None:
        if op == HEARTBEAT:
            connection.send(HEARTBEAT_ACK)
        elif op in (IDENTIFY, RESUME):
            await self._start(connection, op == IDENTIFY, data)
        elif op not in (PRESENCE, VOICE, REQUEST_MEMBERS):
            await self._close(connection, 4001)
        elif connection.session is None:
            await self._close(connection, 4003)

    async def _start(self, connection: Connection, fresh: bool, data: Json) -> None:
        fault = self.plan.take(GATEWAY, "IDENTIFY" if fresh else "RESUME")
        if fault is not None and await self._suffer(connection, fault):
            return
        if connection.session is not None:
            await self._close(connection, 4005)
        elif fresh:
            await self._identify(connection, data)
        else:
            await self._resume(connection, data)
        if fault is not None and fault.kind == "drop_after":
            self._part(connection)
            connection.cut()
        self.world.changes.tell()

    async def _identify(self, connection: Connection, data: Json) -> None:
        self.identifies.append(data)
        intents = data.get("intents")
        index, count = data.get("shard") or (0, 1)
        now = self.world.clock.now()
        if len(self.identifies) > IDENTIFIES_A_DAY or data.get("token") != self.world.token:
            return await self._close(connection, 4004)
        if not isinstance(intents, int) or intents & ~KNOWN_INTENTS:
            return await self._close(connection, 4013)
        if intents & PRIVILEGED_INTENTS & ~self.world.privileged:
            return await self._close(connection, 4014)
        if not 0 <= index < count:
            return await self._close(connection, 4010)
        if now - self._identified_at < self.identify_interval_s:
            return self._invalidate(connection, False)
        self._identified_at = now
        session = Session(intents, (index, count))
        self._sessions[session.id] = session
        self._connect(connection, session)
        self._welcome(session)

    def _welcome(self, session: Session) -> None:
        world = self.world
        mine = [
            guild
            for guild in world.guilds.values()
            if world.bot.id in guild.members and session.wants(0, guild.id)
        ]
        application = place_payloads.application(world)
        session.push("READY", {
            "v": 10,
            "user": place_payloads.me(world),
            "guilds": [{"id": guild.id, "unavailable": True} for guild in mine],
            "session_id": session.id,
            "resume_gateway_url": self._url(),
            "shard": list(session.shard),
            "application": {"id": application["id"], "flags": application["flags"]},
        })  # fmt: skip
        for guild in mine:
            if guild.available and session.intents & GUILDS:
                created = place_payloads.guild(guild, world)
                session.push("GUILD_CREATE", {**created, "unavailable": False})

    async def _resume(self, connection: Connection, data: Json) -> None:
        session = self._sessions.get(str(data.get("session_id")))
        seq = data.get("seq")
        if data.get("token") != self.world.token:
            return await self._close(connection, 4004)
        if session is None or not isinstance(seq, int):
            return self._invalidate(connection, False)
        if seq > session.seq:
            return await self._close(connection, 4007)
        self.resumes += 1
        self._connect(connection, session)
        for number, frame, on_sent in session.sent:
            if number > seq:
                connection.outgoing.put_nowait((frame, on_sent))
        session.push("RESUMED", {})

    async def _write(self, connection: Connection) -> None:
        while True:
            frame, on_sent = await connection.outgoing.get()
            name = frame.get("t") or ("HELLO" if frame["op"] == HELLO else None)
            fault = self.plan.take(GATEWAY, name) if name else None
            if fault is not None and await self._suffer(connection, fault):
                continue
            if frame["op"] == DISPATCH and connection.session is None:
                continue  # it was cut off meanwhile; the event is replayed on resuming
            if on_sent is not None:
                on_sent()
            await connection.write(frame)
            if fault is not None and fault.kind == "repeat":
                await connection.write(frame)
            if fault is not None and fault.kind == "drop_after":
                self._part(connection)
                connection.cut()

    async def _suffer(self, connection: Connection, fault: Fault) -> bool:
        """Carry *fault* out; return whether it stands in the place of what was due."""
        if fault.kind == "slow" and fault.gate is not None:
            await fault.gate.wait()
            return False
        if fault.kind in ("drop_after", "repeat"):
            return False
        if fault.kind == "reconnect":
            await connection.write({"op": RECONNECT, "d": None})
        elif fault.kind == "invalid_session":
            self._part(connection, forget=not fault.resumable)
            await connection.write({"op": INVALID_SESSION, "d": fault.resumable})
        elif fault.kind == "close":
            await self._close(connection, fault.code)
        else:
            connection.cut()
        self._part(connection)
        return True

    def _invalidate(self, connection: Connection, resumable: bool) -> None:
        self._part(connection, forget=not resumable)
        connection.send(INVALID_SESSION, resumable)

    async def _close(self, connection: Connection, code: int) -> None:
        self.closes[code] += 1
        self._part(connection, forget=code in _FINAL_CODES)
        await connection.socket.close(code=code)
        self.world.changes.tell()

    def _connect(self, connection: Connection, session: Session) -> None:
        connection.session = session
        session.connection = connection

    def _part(self, connection: Connection, *, forget: bool = False) -> None:
        """Let the session have no connection, or end it if *forget*."""
        session, connection.session = connection.session, None
        if session is not None:
            if session.connection is connection:
                session.connection = None
            if forget:
                self._sessions.pop(session.id, None)
        self.world.changes.tell()

    def _identified(self) -> list[Connection]:
        return [one for one in self._connections if one.session is not None]
