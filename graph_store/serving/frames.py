"""Messages between server, release host and readers: one byte of kind, four of length, the payload."""

from __future__ import annotations

import socket
import struct
import time

READY, FORK, KILL, REQUEST, HEAD, DATA, BODY, END, WHOLE, FAILED, BROKEN = (
    bytes([code]) for code in b"RFKQHDBEWXO"
)
"""To one REQUEST a reader says WHOLE, or HEAD, DATA as often as need be, BODY (no more data) and END; or
FAILED where the query is at fault, BROKEN where the reader is."""

HEADER = struct.Struct("!cI")
_CHUNK = 1 << 16


def pack(kind: bytes, payload: bytes = b"") -> bytes:
    """One message."""
    return HEADER.pack(kind, len(payload)) + payload


def send(sock: socket.socket, kind: bytes, payload: bytes = b"") -> None:
    """Send one message. Raises OSError where the other end is gone."""
    sock.sendall(pack(kind, payload))


def receive(sock: socket.socket, deadline: float | None = None) -> tuple[bytes, bytes]:
    """The next message. Raises EOFError at the end, TimeoutError at `deadline` (monotonic seconds)."""
    kind, size = HEADER.unpack(_exactly(sock, HEADER.size, deadline))
    return kind, _exactly(sock, size, deadline)


def _exactly(sock: socket.socket, size: int, deadline: float | None) -> bytes:
    data = bytearray()
    while len(data) < size:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            sock.settimeout(left)
        part = sock.recv(min(size - len(data), _CHUNK))
        if not part:
            raise EOFError
        data += part
    return bytes(data)
