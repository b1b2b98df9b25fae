"""The reader's end of an answer: counts its rows, cuts it at a cap, compresses it, sends it in messages."""

from __future__ import annotations

import contextlib
import io
import socket
from collections.abc import Iterator
from typing import TypeVar

from graph_store.serving import frames
from graph_store.serving.compression import WORTH_COMPRESSING, Compressor, compressor
from graph_store.serving.cutting import RowEnds
from graph_store.serving.questions import Ending

_CHUNK = 1 << 16

Item = TypeVar("Item")


class Cut(Exception):  # noqa: N818 - the way out of the engine, no error
    """The answer has reached a cap."""


class Output(io.RawIOBase):
    """A file that the engine writes one answer into. `finish` it."""

    def __init__(self, sock: socket.socket, media_type: str, encoding: str, caps: tuple[int, int]) -> None:
        """`caps` are rows and bytes, 0 for none."""
        self._sock = sock
        self._head = media_type
        self._encoding = encoding
        self._compressor: Compressor | None = None
        self._begun = False
        self._incoming = bytearray()
        self._plain = bytearray()
        self._most_rows, self._most_bytes = caps
        self._rows: RowEnds | None = RowEnds(media_type)
        self._borders = 0
        self._taken = 0
        self._cut = ""
        self._triples = 0

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Take a piece of the answer. Raises Cut when a cap is reached; `finish` then ends the document."""
        if not self._cut or self._rows is None:  # on its way out the engine offers once more what it has
            self._incoming += data
            if len(self._incoming) >= _CHUNK:
                self._sort_out()
        return len(data)

    def _sort_out(self) -> None:
        """Count the rows of what has come, cut it, or pass it on."""
        data = bytes(self._incoming)
        self._incoming.clear()
        if self._rows is None:
            self._take(data)
        elif not self._most_rows and not self._most_bytes:
            whole, number = self._rows.count(data)
            self._borders += number
            self._take(whole)
        else:
            whole, ends = self._rows.feed(data)
            if (place := self._cut_at(self._rows, whole, ends)) is not None:
                self._take(whole[:place] + self._rows.tail)
                self._borders += sum(end <= place for end in ends)
                raise Cut
            self._borders += len(ends)
            self._take(whole)

    def capped(self, triples: Iterator[Item]) -> Iterator[Item]:
        """The triples of a graph up to the cap. The document then ends by itself."""
        for triple in triples:
            if self._most_rows and self._triples == self._most_rows:
                self._cut = "rows"
            elif self._most_bytes and self._taken + len(self._incoming) >= self._most_bytes:
                self._cut = "bytes"
            if self._cut:
                return
            self._triples += 1
            yield triple

    def graph(self) -> None:
        """The answer is a graph: it is not cut between rows."""
        self._rows = None

    def finish(self) -> None:
        """Send what is left and how it ended."""
        if not self._cut or self._rows is None:
            with contextlib.suppress(Cut):
                self._sort_out()
        rows = self._triples
        if self._rows is not None:
            rows = max(0, self._borders - 1)
            if not self._cut:
                rows += self._rows.more
                self._take(self._rows.rest)
        end = frames.pack(frames.END, Ending(rows, self._cut).payload())
        if not self._begun and len(self._plain) < WORTH_COMPRESSING:
            self._encoding = ""
        self._sock.sendall(self._messages(last=True) + end)

    def _cut_at(self, rows: RowEnds, whole: bytes, ends: list[int]) -> int | None:
        """Where in `whole` the answer must end, or None where it may go on."""
        if self._most_rows:
            left = self._most_rows + 1 - self._borders  # the first border is that of the head
            if len(ends) > left or (len(ends) == left and rows.more):
                self._cut = "rows"
                return ends[left - 1] if left else 0
        if self._most_bytes and self._taken + len(whole) + len(rows.rest) > self._most_bytes:
            self._cut = "bytes"
            left = self._most_bytes - self._taken
            fitting = [end for end in ends if end <= left]
            head = ends[:1] if not self._borders else [0]
            return (fitting or head or [0])[-1]
        return None

    def _take(self, data: bytes) -> None:
        self._taken += len(data)
        self._plain += data
        if len(self._plain) >= _CHUNK:
            self._sock.sendall(self._messages(last=False))

    def _messages(self, last: bool) -> bytes:
        """What is to be sent now; the first time with the head in front."""
        out = b""
        if not self._begun:
            self._begun = True
            out = frames.pack(frames.HEAD, f"{self._head} {self._encoding}".encode())
            if self._encoding:
                self._compressor = compressor(self._encoding)
        data = bytes(self._plain)
        self._plain.clear()
        if self._compressor:
            data = self._compressor.add(data) + (self._compressor.finish() if last else b"")
        return out + frames.pack(frames.DATA, data) if data else out
