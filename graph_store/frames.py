"""Messages between server, release host and readers: one byte of kind, four of length, the payload."""

from __future__ import annotations

import io
import socket
import struct
import time

READY, FORK, KILL, REQUEST, HEAD, DATA, END, FAILED = (bytes([code]) for code in b"RFKQHDEX")

_HEAD = struct.Struct("!cI")
_CHUNK = 1 << 16


def send(sock: socket.socket, kind: bytes, payload: bytes = b"") -> None:
    """Send one message. Raises OSError where the other end is gone."""
    sock.sendall(_HEAD.pack(kind, len(payload)) + payload)


def receive(sock: socket.socket, deadline: float | None = None) -> tuple[bytes, bytes]:
    """The next message. Raises EOFError at the end, TimeoutError at `deadline` (monotonic seconds)."""
    kind, size = _HEAD.unpack(_exactly(sock, _HEAD.size, deadline))
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


class Frames(io.RawIOBase):
    """A file whose content goes out as messages; the first is preceded by the header."""

    def __init__(self, sock: socket.socket, head: bytes) -> None:
        self._sock = sock
        self._head: bytes | None = head

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Send `data` as one message."""
        self.begin()
        send(self._sock, DATA, bytes(data))
        return len(data)

    def begin(self) -> None:
        """Send the header if it has not gone yet."""
        if self._head is not None:
            send(self._sock, HEAD, self._head)
            self._head = None
