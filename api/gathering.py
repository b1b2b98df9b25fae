"""Sends head and body of an answer in one piece: each piece wakes the client."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class _Gathering:
    """A transport that writes at the end of the turn of the loop, or when a body follows its head."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._waiting: list[bytes] = []
        self.is_closing = transport.is_closing

    def write(self, data: bytes) -> None:
        """Send `data`, perhaps together with what comes next."""
        if self._waiting:
            self._waiting.append(data)
            self.flush()
        else:
            self._waiting.append(data)
            self._loop.call_soon(self.flush)

    def flush(self) -> None:
        """Send what waits."""
        if self._waiting:
            data = b"".join(self._waiting) if len(self._waiting) > 1 else self._waiting[0]
            self._waiting = []
            self._transport.write(data)

    def close(self) -> None:
        """Send what waits, then close."""
        self.flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        """Everything else is the transport's."""
        return getattr(self._transport, name)


class GatheringProtocol(HttpToolsProtocol):
    """HTTP of uvicorn over such a transport."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Of asyncio.Protocol."""
        super().connection_made(cast("asyncio.Transport", _Gathering(transport, self.loop)))
