"""The readers for look-ups: a pool that many threads may ask, with a hard time limit on every query.

A reader that runs past its limit is killed and a new one is forked, while the others go on answering. When a
release is switched, running queries end on the old one. What strangers ask goes through `serving.lanes`.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Condition
from typing import Self

from graph_store.release import Release
from graph_store.rows import Rows, Term
from graph_store.serving import frames
from graph_store.serving.hosts import Host, Hosts, Reader
from graph_store.serving.questions import (
    JSON,
    Ending,
    Load,
    Message,
    Question,
    QueueFull,
    ReaderLost,
    failure,
)
from ontology.errors import PolicygraphError, QueryError, QueryTimeout, StoreError
from ontology.settings import settings

__all__ = ["Answer", "Load", "QueueFull", "ReaderLost", "ReaderPool"]


class Answer:
    """The bytes of an answer in chunks, as they come, and the release they come from.

    `ending` is there after the last chunk. Whoever stops before the end closes it; the reader is then killed.
    """

    def __init__(self, pool: ReaderPool, reader: Reader, message: Message, deadline: float) -> None:
        kind, said = message
        head, _, self._first = said.partition(b"\n")
        self.content_type, _, *ending = head.decode().split(" ")
        self.release = reader.host.release
        self.ending = Ending(int(ending[0]), ending[1]) if kind == frames.WHOLE else None
        self._pool = pool
        self._reader: Reader | None = reader if self.ending is None else None
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        """The chunks. Raises QueryTimeout and QueryError: what came before is then not the whole answer."""
        if self._first:
            yield self._first
        while (reader := self._reader) is not None:
            self._reader = None
            kind, payload = self._pool.receive(reader, self._deadline)
            if kind in (frames.DATA, frames.BODY):
                self._reader = reader
                yield payload
                continue
            self._pool.give_back(reader)
            if kind != frames.END:
                raise failure(kind, payload)
            self.ending = Ending.read(payload)

    def close(self) -> None:
        """Stop the query if it still runs."""
        reader, self._reader = self._reader, None
        if reader is not None:
            self._pool.lose(reader)

    def __del__(self) -> None:
        """Close it."""
        self.close()


class ReaderPool:
    """`workers` readers of one release. Thread-safe; `waiting` callers at most stand in line.

    `timeout` is in seconds, by default the setting; a release of up to `memory_quads` is served from memory
    (by default as many as `serving.budget` says; one of more than a million by `into_memory`).
    """

    def __init__(
        self,
        release: Release | Hosts,
        workers: int = 1,
        timeout: float | None = None,
        memory_quads: int | None = None,
        waiting: int = 64,
    ) -> None:
        """Fork the readers from the hosts given, or from one started for `release`. Raises StoreError."""
        self._timeout = settings().query_timeout if timeout is None else timeout
        self._most_waiting = waiting
        self._waiting = 0
        self._killed = 0
        self._closed = False
        self._changed = Condition()
        self._hosts = release if isinstance(release, Hosts) else Hosts(release, memory_quads)
        # A place is a reader that is free, or None where one has yet to be forked.
        self._free: deque[Reader | None] = deque(self._hosts.fork() for _ in range(workers))
        self._busy: set[Reader] = set()

    @property
    def release(self) -> Release:
        """The release that is served now."""
        return self._hosts.current.release

    @property
    def in_memory(self) -> bool:
        """Whether that release is read from memory, not from the disk."""
        return self._hosts.current.in_memory

    @property
    def busy(self) -> bool:
        """Whether a reader is answering."""
        return bool(self._busy)

    def load(self) -> Load:
        """How busy the pool is, once those that died while they were free are counted and replaced."""
        self._tend()
        with self._changed:
            free = sum(reader is not None for reader in self._free)
            return Load(len(self._busy), free, self._waiting, self._killed)

    def select(
        self, sparql: str, bindings: Mapping[str, Term] | None = None, timeout: float | None = None
    ) -> Rows:
        """The rows of a SELECT, or the one of an ASK. Raises QueryError, QueryTimeout, QueueFull."""
        answer = self.answer(Question(sparql=sparql, bindings=bindings or {}, accept=(JSON,)), timeout)
        if answer.content_type != JSON:
            answer.close()
            raise QueryError("the query gives a graph, not rows: ask a SELECT or an ASK.")
        return Rows.from_json(b"".join(answer))

    def query(
        self,
        sparql: str,
        accept: Sequence[str] = (),
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        timeout: float | None = None,
    ) -> tuple[str, Answer]:
        """The media type and the bytes of the answer to any query. Raises as `answer`."""
        answer = self.answer(
            Question(
                sparql=sparql,
                accept=tuple(accept),
                default_graphs=tuple(default_graphs or ()),
                named_graphs=tuple(named_graphs or ()),
            ),
            timeout,
        )
        return answer.content_type, answer

    def answer(self, question: Question, timeout: float | None = None) -> Answer:
        """The answer to any question. Raises QueryError, QueryTimeout, QueueFull, ReaderLost."""
        payload = question.payload()
        limit = self._timeout if timeout is None else timeout
        try:
            return self._send(payload, limit)
        except ReaderLost:
            # It may have died while it was free: another reader gets the question, once.
            return self._send(payload, limit)

    def into_memory(self) -> None:
        """Read the release from memory from now on, where it fits. Raises StoreError."""
        if old := self._hosts.into_memory():
            self.leave(old)
            old.retire()

    def switch(self, release: Release) -> None:
        """Serve another release from now on; queries that run end on the old one. Raises StoreError."""
        old = self._hosts.switch(release)
        self.leave(old)
        old.retire()

    def leave(self, old: Host) -> None:
        """Give up the free readers of a host that is not current any more."""
        for reader in self._give_up(lambda reader: reader.host is old):
            old.kill(reader)

    def close(self) -> None:
        """End every process of the pool and its host."""
        with self._changed:
            self._closed = True
            readers = [reader for reader in (*self._free, *self._busy) if reader is not None]
            self._free.clear()
            self._changed.notify_all()
        self._hosts.close()
        for host in {reader.host for reader in readers}:
            host.close()
        for reader in readers:
            reader.sock.close()

    def __enter__(self) -> Self:
        """The pool itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _tend(self) -> None:
        """Bury the free readers that died, and fork others where places are empty, if that can be done."""
        for reader in self._give_up(lambda reader: not reader.idle):
            with self._changed:
                self._killed += 1
            reader.host.kill(reader)
        for _ in range(self._free.count(None)):
            with self._changed:
                if None not in self._free:
                    return
                self._free.remove(None)
            try:
                self.give_back(self._hosts.fork())
            except PolicygraphError:  # whoever needs a reader is told
                self._free_place(None)
                return

    def _give_up(self, useless: Callable[[Reader], bool]) -> list[Reader]:
        """The free readers that are useless; their places are empty until readers are needed there."""
        with self._changed:
            given_up = [reader for reader in self._free if reader is not None and useless(reader)]
            self._free = deque(None if reader in given_up else reader for reader in self._free)
        return given_up

    def _send(self, payload: bytes, limit: float) -> Answer:
        reader = self._take(limit)
        deadline = time.monotonic() + limit
        try:
            reader.sock.settimeout(limit)
            frames.send(reader.sock, frames.REQUEST, payload)
        except OSError as error:
            self.lose(reader)
            raise ReaderLost from error
        kind, said = self.receive(reader, deadline)
        if kind != frames.HEAD:
            self.give_back(reader)
        if kind not in (frames.HEAD, frames.WHOLE):
            raise failure(kind, said)
        return Answer(self, reader, (kind, said), deadline)

    def receive(self, reader: Reader, deadline: float) -> tuple[bytes, bytes]:
        """The next message of a reader, which is lost where this raises. For `Answer`."""
        try:
            return frames.receive(reader.sock, deadline)
        except TimeoutError as error:
            self.lose(reader)
            raise QueryTimeout(
                "the query ran past its time limit and was stopped; ask for less at once."
            ) from error
        except (EOFError, OSError) as error:
            self.lose(reader)
            raise ReaderLost from error

    def _take(self, limit: float) -> Reader:
        """A free reader, forked if need be."""
        with self._changed:
            if not self._free and not self._closed:
                self._stand_in_line(limit)
            if self._closed:
                raise StoreError("the readers of this release are closed; open the release again.")
            reader = self._free.pop()
        try:
            reader = reader or self._hosts.fork()
        except PolicygraphError:
            self._free_place(None)
            raise
        with self._changed:
            self._busy.add(reader)
        return reader

    def _stand_in_line(self, limit: float) -> None:
        if self._waiting >= self._most_waiting:
            raise QueueFull(f"{self._waiting} queries are waiting already; try again in a moment.")
        self._waiting += 1
        try:
            if not self._changed.wait_for(lambda: bool(self._free) or self._closed, limit):
                raise QueueFull("every reader is busy; try again in a moment.")
        finally:
            self._waiting -= 1

    def give_back(self, reader: Reader) -> None:
        """Put a reader that has answered, or is new, in its place. For `Answer`."""
        with self._changed:
            self._busy.discard(reader)
            # Under the lock, so that `leave` either finds it among the free or has gone by.
            if reader.host is self._hosts.current and not self._closed:
                self._free_place(reader)
                return
        reader.host.kill(reader)
        self._free_place(None)

    def lose(self, reader: Reader) -> None:
        """Kill a reader; its place gets another when it is next needed. For `Answer`."""
        with self._changed:
            self._busy.discard(reader)
            self._killed += 1
        reader.host.kill(reader)
        self._free_place(None)

    def _free_place(self, reader: Reader | None) -> None:
        with self._changed:
            if not self._closed:
                self._free.append(reader)
            self._changed.notify()
