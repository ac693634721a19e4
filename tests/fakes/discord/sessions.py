"""One client's gateway session, and the websocket it may have."""

import asyncio
import importlib
import json
import secrets
import zlib
from collections import deque
from collections.abc import Callable
from typing import Any, TypeAlias

from aiohttp import web

from tests.fakes.discord.wire import Json

DISPATCH = 0
REPLAY_MAX = 2000

OnSent: TypeAlias = Callable[[], None] | None


class Session:
    """One identified client, connected or not, and what it may still have to be sent."""

    def __init__(self, intents: int, shard: tuple[int, int]) -> None:
        """Start unconnected."""
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard = shard
        self.seq = 0
        self.sent: deque[tuple[int, Json, OnSent]] = deque(maxlen=REPLAY_MAX)
        self.connection: Connection | None = None

    def wants(self, intent: int, guild_id: str | None) -> bool:
        """Return whether an event under *intent* (0 for all) in a guild, or none, is for it."""
        index, count = self.shard
        owner = (int(guild_id) >> 22) % count if guild_id else 0
        return owner == index and (not intent or bool(self.intents & intent))

    def push(self, event: str, data: Json, on_sent: OnSent = None) -> None:
        """Send an event, now if it is connected, else when it resumes."""
        self.seq += 1
        frame = {"op": DISPATCH, "t": event, "s": self.seq, "d": data}
        self.sent.append((self.seq, frame, on_sent))
        if self.connection is not None:
            self.connection.outgoing.put_nowait((frame, on_sent))


class Connection:
    """One websocket, before and after it has a session."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        """Talk over *socket*, compressed the way *request* asks for."""
        self.socket = socket
        self.session: Session | None = None
        self.outgoing: asyncio.Queue[tuple[Json, OnSent]] = asyncio.Queue()
        self._transport = request.transport
        self._compress = _compressor(request.query.get("compress"))

    async def write(self, frame: Json) -> None:
        """Send one frame now; nothing happens when the socket is gone."""
        if self.socket.closed:
            return
        text = json.dumps(frame)
        try:
            if self._compress is None:
                await self.socket.send_str(text)
            else:
                await self.socket.send_bytes(self._compress(text.encode()))
        except ConnectionResetError:
            self.cut()

    def send(self, op: int, data: object = None) -> None:
        """Queue a frame that is no event."""
        self.outgoing.put_nowait(({"op": op, "d": data}, None))

    def cut(self) -> None:
        """End the TCP connection without a closing handshake."""
        if self._transport is not None:
            self._transport.close()


def _compressor(name: str | None) -> Callable[[bytes], bytes] | None:
    """Return what compresses each message of one connection, or None for plain text.

    Raises:
        ValueError: Discord knows no compression of that name.
    """
    if name is None:
        return None
    if name == "zlib-stream":
        stream = zlib.compressobj()
        return lambda data: stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH)
    if name == "zstd-stream":
        zstandard: Any = importlib.import_module("zstandard")  # there if the client asks for it
        packer = zstandard.ZstdCompressor().compressobj()
        block: int = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return lambda data: bytes(packer.compress(data) + packer.flush(block))
    raise ValueError(f"unknown compression {name!r}")
