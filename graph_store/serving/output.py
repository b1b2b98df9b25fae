"""The reader's end of an answer: counts its rows, compresses it, sends it. `capped` also cuts it."""

from __future__ import annotations

import socket

from graph_store.serving import frames
from graph_store.serving.compression import WORTH_COMPRESSING, Compressor, compressor
from graph_store.serving.cutting import RowEnds
from graph_store.serving.questions import Ending

_CHUNK = 1 << 17
_UNCOUNTED = 1 << 22


class Output:
    """A file that the engine writes one answer into. `finish` it.

    A short answer is one message. Of a long one the rows are counted when its last byte is on its way, as
    long as that needs little memory: nobody waits for their number but the log.
    """

    def __init__(self, sock: socket.socket, media_type: str, encoding: str, graph: bool = False) -> None:
        """`graph`: the answer has statements, not rows."""
        self._sock = sock
        self._media_type = media_type
        self._encoding = encoding
        self._rows = None if graph else RowEnds(media_type)
        self._compressor: Compressor | None = None
        self._begun = False
        self._parts: list[bytes] = []
        self._size = 0
        self._uncounted: list[bytes] = []
        self._uncounted_size = 0
        self._borders = 0

    def write(self, data: bytes, /) -> int:
        """Take a piece of the answer."""
        self._parts.append(data)
        self._size += len(data)
        if self._size >= _CHUNK:
            self._send(self._taken(), last=False)
        return len(data)

    def flush(self) -> None:
        """Nothing: what is written is sent in pieces of a size that is worth it."""

    def finish(self) -> None:
        """Send what is left and how it ended."""
        data = self._taken()
        if not self._begun:
            self._keep(data)
            self.send_whole(data, self._ending())
            return
        self._send(data, last=True)
        frames.send(self._sock, frames.END, self._ending().payload())

    def send_whole(self, data: bytes, ending: Ending) -> None:
        """Send an answer that is one message."""
        encoding = self._encoding if len(data) >= WORTH_COMPRESSING else ""
        if encoding:
            stream = compressor(encoding)
            data = stream.add(data) + stream.finish()
        head = f"{self._media_type} {encoding} {ending.rows} {ending.cut}\n".encode()
        frames.send(self._sock, frames.WHOLE, head + data)

    def _taken(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        self._size = 0
        return data

    def _send(self, data: bytes, last: bool) -> None:
        if not self._begun:
            self._begun = True
            frames.send(self._sock, frames.HEAD, f"{self._media_type} {self._encoding}".encode())
            if self._encoding:
                self._compressor = compressor(self._encoding)
        self._keep(data)
        if self._compressor:
            data = self._compressor.add(data) + (self._compressor.finish() if last else b"")
        message = frames.pack(frames.DATA, data) if data else b""
        self._sock.sendall(message + (frames.pack(frames.BODY) if last else b""))

    def _keep(self, data: bytes) -> None:
        """Keep `data` until it is counted."""
        if self._rows is None:
            return
        self._uncounted.append(data)
        self._uncounted_size += len(data)
        if self._uncounted_size >= _UNCOUNTED:
            self._count(self._rows)

    def _count(self, rows: RowEnds) -> None:
        for data in self._uncounted:
            self._borders += rows.count(data)[1]
        self._uncounted.clear()
        self._uncounted_size = 0

    def _ending(self) -> Ending:
        if self._rows is None:
            return Ending()
        self._count(self._rows)
        # What the engine writes before the first row counts as one.
        return Ending(max(0, self._borders - 1) + self._rows.more)
