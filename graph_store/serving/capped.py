"""An answer that is cut where it reaches the operator's caps of rows or bytes."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from typing import TypeVar

from graph_store.serving.cutting import RowEnds
from graph_store.serving.output import Output
from graph_store.serving.questions import Ending

_PIECE = 1 << 16

Item = TypeVar("Item")


class Cut(Exception):  # noqa: N818 - the way out of the engine, no error
    """The answer has reached a cap."""


class CappedOutput(Output):
    """As `Output`, but the answer ends between two rows where it reaches a cap."""

    def __init__(
        self,
        sock: socket.socket,
        media_type: str,
        encoding: str,
        caps: tuple[int, int],
        graph: bool = False,
    ) -> None:
        """`caps` are rows and bytes, 0 for none."""
        super().__init__(sock, media_type, encoding, graph=True)
        self._most_rows, self._most_bytes = caps
        self._incoming = bytearray()
        self._ends = None if graph else RowEnds(media_type)
        self._number = 0
        self._passed = 0
        self._cut = ""

    def write(self, data: bytes, /) -> int:
        """Take a piece of the answer. Raises Cut when a cap is reached; `finish` then ends the document."""
        if not self._cut or self._ends is None:  # on its way out the engine offers once more what it has
            self._incoming += data
            if len(self._incoming) >= _PIECE:
                self._sort_out()
        return len(data)

    def capped(self, triples: Iterator[Item]) -> Iterator[Item]:
        """The triples of a graph up to the cap. The document then ends by itself."""
        for triple in triples:
            if self._most_rows and self._number == self._most_rows:
                self._cut = "rows"
            elif self._most_bytes and self._passed + len(self._incoming) >= self._most_bytes:
                self._cut = "bytes"
            if self._cut:
                return
            self._number += 1
            yield triple

    def finish(self) -> None:
        """Send what is left and how it ended."""
        if not self._cut or self._ends is None:
            with contextlib.suppress(Cut):
                self._sort_out()
        if self._ends is not None:
            self._number = max(0, self._number - 1)
            if not self._cut:
                self._number += self._ends.more
                self._pass(self._ends.rest)
        super().finish()

    def _ending(self) -> Ending:
        return Ending(self._number, self._cut)

    def _sort_out(self) -> None:
        """Cut what has come, or pass it on."""
        data = bytes(self._incoming)
        self._incoming.clear()
        if self._ends is None:
            self._pass(data)
            return
        whole, ends = self._ends.feed(data)
        if (place := self._cut_at(self._ends, whole, ends)) is not None:
            self._pass(whole[:place] + self._ends.tail)
            self._number += sum(end <= place for end in ends)
            raise Cut
        self._number += len(ends)
        self._pass(whole)

    def _pass(self, data: bytes) -> None:
        self._passed += len(data)
        super().write(data)

    def _cut_at(self, rows: RowEnds, whole: bytes, ends: list[int]) -> int | None:
        """Where in `whole` the answer must end, or None where it may go on."""
        if self._most_rows:
            left = self._most_rows + 1 - self._number  # the first border is that of the head
            if len(ends) > left or (len(ends) == left and rows.more):
                self._cut = "rows"
                return ends[left - 1] if left else 0
        if self._most_bytes and self._passed + len(whole) + len(rows.rest) > self._most_bytes:
            self._cut = "bytes"
            left = self._most_bytes - self._passed
            fitting = [end for end in ends if end <= left]
            head = ends[:1] if not self._number else [0]
            return (fitting or head or [0])[-1]
        return None
