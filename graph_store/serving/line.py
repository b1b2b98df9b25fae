"""A reader as the event loop sees it: messages in and out, and word when it has ended."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import deque
from collections.abc import Callable
from typing import cast

from graph_store.serving import frames
from graph_store.serving.hosts import Reader
from graph_store.serving.questions import ReaderLost

_MOST_HELD = 1 << 20
_BEHIND_OTHERS = 10  # of nice(2)

Message = tuple[bytes, bytes]


class Line(asyncio.Protocol):
    """The messages of one reader. What it sends is taken from the socket only as fast as it is used."""

    def __init__(self, reader: Reader, on_end: Callable[[Line], None]) -> None:
        self.reader = reader
        self.alive = True
        self._on_end = on_end
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._messages: deque[Message] = deque()
        self._held = 0
        self._paused = False
        self._stopped = False
        self._waiter: asyncio.Future[Message] | None = None

    @classmethod
    async def open(cls, reader: Reader, on_end: Callable[[Line], None]) -> Line:
        """Take over the socket of a reader; `on_end` is called when the reader has ended."""
        loop = asyncio.get_running_loop()
        line = cls(reader, on_end)
        # The transport closes its socket; the host's own handle is closed when the reader is killed.
        await loop.create_unix_connection(lambda: line, sock=reader.sock.dup())
        return line

    def ask(self, payload: bytes) -> None:
        """Send a request."""
        assert self._transport is not None  # noqa: S101 - `open` has made the connection
        self._transport.write(frames.pack(frames.REQUEST, payload))

    async def message(self) -> Message:
        """The next message. Raises ReaderLost, and whatever `break_off` is given."""
        if self._messages:
            kind, payload = self._messages.popleft()
            self._held -= len(payload)
            self._flow()
            return kind, payload
        if not self.alive:
            raise ReaderLost
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            return await self._waiter
        finally:
            self._waiter = None

    def break_off(self, error: Exception) -> bool:
        """Raise `error` where somebody waits for a message; False where nobody does."""
        if self._waiter is None or self._waiter.done():
            return False
        self._waiter.set_exception(error)
        return True

    def stop_reading(self, stopped: bool) -> None:
        """Leave what comes in the socket, so that the reader has to wait; or go on."""
        self._stopped = stopped
        self._flow()

    def stand_back(self) -> None:
        """Let other processes go before this one from now on."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.reader.pid, _BEHIND_OTHERS)

    def hang_up(self) -> None:
        """Close this end. `on_end` is not called."""
        self._on_end = lambda line: None
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Of asyncio.Protocol."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Of asyncio.Protocol: cut the bytes into messages."""
        self._buffer += data
        start, size = 0, len(self._buffer)
        while size - start >= frames.HEADER.size:
            kind, length = frames.HEADER.unpack_from(self._buffer, start)
            end = start + frames.HEADER.size + length
            if end > size:
                break
            self._deliver((kind, bytes(self._buffer[end - length : end])))
            start = end
        del self._buffer[:start]
        self._flow()

    def connection_lost(self, exc: Exception | None) -> None:
        """Of asyncio.Protocol."""
        self.alive = False
        self.break_off(ReaderLost())
        self._on_end(self)

    def _deliver(self, message: Message) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(message)
        else:
            self._messages.append(message)
            self._held += len(message[1])

    def _flow(self) -> None:
        pause = self._stopped or self._held > _MOST_HELD
        if pause != self._paused and self._transport is not None and self.alive:
            self._paused = pause
            (self._transport.pause_reading if pause else self._transport.resume_reading)()
