"""The server's end of the readers: a pool that many threads may ask, with a hard time limit on every query.

A reader that runs past its limit is killed and a new one is forked, while the others go on answering. When a
release is switched, running queries end on the old one.
"""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Condition, RLock
from typing import Self

from graph_store import frames
from graph_store.release import Release
from graph_store.rows import Rows, Term
from ontology.errors import PolicygraphError, QueryError, QueryTimeout, StoreError
from ontology.settings import settings

_JSON = "application/sparql-results+json"
_PATIENCE = 5.0


class QueueFull(PolicygraphError):  # noqa: N818 - what happened, not what is wrong
    """Every reader is busy and no more may wait; the caller should try again in a moment."""


@dataclass(frozen=True, slots=True)
class Load:
    """What the readers of a pool do at a moment, and how many were killed since it began."""

    busy: int
    free: int
    waiting: int
    killed: int


@dataclass(eq=False, slots=True)
class _Reader:
    host: _Host
    pid: int
    sock: socket.socket


@dataclass(eq=False, slots=True)
class _Host:
    """A host process; `readers` counts those alive, `current` tells whether new ones come from it."""

    release: Release
    process: subprocess.Popen[bytes]
    control: socket.socket
    readers: int = 0
    current: bool = True
    lock: RLock = field(default_factory=RLock)

    @classmethod
    def start(cls, release: Release, memory_quads: int) -> _Host:
        """Spawn a host and wait until it holds the release. Raises StoreError."""
        ours, theirs = socket.socketpair()
        mode = "memory" if release.size <= memory_quads else "disk"
        # -P: a folder of the user's that is called like one of our packages must not come first.
        command = [
            sys.executable,
            "-P",
            "-m",
            "graph_store.host",
            str(theirs.fileno()),
            str(release.path),
            mode,
        ]
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
            )
        host = cls(release, process, ours)
        try:
            kind, payload = frames.receive(ours)
        except (EOFError, OSError) as error:
            host.close()
            raise StoreError(
                f"{release.path}: the process that serves this release ended at once."
            ) from error
        if kind != frames.READY:
            host.close()
            raise StoreError(f"{release.path}: cannot be served: {payload.decode()}.")
        return host

    def fork(self) -> _Reader:
        """A new reader. Raises OSError or EOFError where the host is gone."""
        with self.lock:
            frames.send(self.control, frames.FORK)
            _, pid = frames.receive(self.control)
            _, handles, _, _ = socket.recv_fds(self.control, 1, 1)
            self.readers += 1
        if not handles:
            raise EOFError
        return _Reader(self, int(pid), socket.socket(fileno=handles[0]))

    def kill(self, reader: _Reader) -> None:
        """End a reader, whatever it does; the last one of a host that is not current takes the host along."""
        reader.sock.close()
        with self.lock:
            self.readers -= 1
            with contextlib.suppress(OSError):
                frames.send(self.control, frames.KILL, str(reader.pid).encode())
            last = not self.readers and not self.current
        if last:
            self.close()

    def close(self) -> None:
        """End the host and its readers, and wait until they are gone."""
        self.control.close()
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Answer:
    """The bytes of an answer in chunks, as they come, and the release they come from.

    Whoever stops before the end closes it; the reader is then killed.
    """

    def __init__(self, pool: ReaderPool, reader: _Reader, content_type: str, deadline: float) -> None:
        self.content_type = content_type
        self.release = reader.host.release
        self._pool = pool
        self._reader: _Reader | None = reader
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        """The chunks. Raises QueryTimeout and QueryError: what came before is then not the whole answer."""
        while (reader := self._reader) is not None:
            self._reader = None
            kind, payload = self._pool.receive(reader, self._deadline)
            if kind == frames.DATA:
                self._reader = reader
                yield payload
                continue
            self._pool.give_back(reader)
            if kind == frames.FAILED:
                raise QueryError(payload.decode())

    def close(self) -> None:
        """Stop the query if it still runs."""
        reader, self._reader = self._reader, None
        if reader is not None:
            self._pool.lose(reader)

    def __del__(self) -> None:
        """Close it."""
        self.close()


class _GoneError(QueryError):
    """The reader ended in the middle of a query."""

    def __init__(self) -> None:
        super().__init__("the process that answered this query ended before it could; ask for less at once.")


class ReaderPool:
    """`workers` readers of one release. Thread-safe; `waiting` callers at most stand in line.

    `timeout` is in seconds, by default the setting; a release of up to `memory_quads` is served from memory.
    `kept` readers beside those answer `select` alone, so that what strangers `query` cannot keep it waiting.
    """

    def __init__(
        self,
        release: Release,
        workers: int = 1,
        timeout: float | None = None,
        memory_quads: int | None = None,
        waiting: int = 64,
        kept: int = 0,
    ) -> None:
        self._timeout = settings().query_timeout if timeout is None else timeout
        self._memory_quads = settings().memory_quads if memory_quads is None else memory_quads
        self._most_waiting = waiting
        self._kept = kept
        self._waiting = 0
        self._killed = 0
        self._closed = False
        self._reviving = RLock()
        self._changed = Condition()
        self._host = _Host.start(release, self._memory_quads)
        # A place is a reader that is free, or None where one has yet to be forked.
        self._free: deque[_Reader | None] = deque(self._host.fork() for _ in range(workers + kept))
        self._busy: set[_Reader] = set()

    @property
    def release(self) -> Release:
        """The release that is served now."""
        return self._host.release

    @property
    def busy(self) -> bool:
        """Whether a reader is answering."""
        return bool(self._busy)

    def load(self) -> Load:
        """How busy the pool is."""
        return Load(len(self._busy), len(self._free), self._waiting, self._killed)

    def select(
        self, sparql: str, bindings: Mapping[str, Term] | None = None, timeout: float | None = None
    ) -> Rows:
        """The rows of a SELECT, or the one of an ASK. Raises QueryError, QueryTimeout, QueueFull."""
        answer = self._ask(sparql, bindings or {}, (_JSON,), None, timeout, kept=0)
        if answer.content_type != _JSON:
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
        """The media type and the bytes of the answer to any query; of `accept` the first that fits counts.

        `default_graphs` and `named_graphs` are IRIs as the protocol gives them: where either is given, they
        are the whole dataset. Raises QueryError, QueryTimeout, QueueFull.
        """
        dataset = None
        if default_graphs or named_graphs:
            dataset = (list(default_graphs or ()), list(named_graphs or ()))
        answer = self._ask(sparql, {}, accept, dataset, timeout, kept=self._kept)
        return answer.content_type, answer

    def switch(self, release: Release) -> None:
        """Serve another release from now on; queries that run end on the old one. Raises StoreError."""
        host = _Host.start(release, self._memory_quads)
        with self._changed:
            old, self._host = self._host, host
            stale = [reader for reader in self._free if reader is not None]
            self._free = deque(None for _ in self._free)
        with old.lock:
            old.current = False
            idle = not old.readers
        for reader in stale:
            old.kill(reader)
        if idle:
            old.close()

    def close(self) -> None:
        """End every process of the pool."""
        with self._changed:
            self._closed = True
            readers = [reader for reader in (*self._free, *self._busy) if reader is not None]
            self._free.clear()
            self._changed.notify_all()
        for host in {self._host, *(reader.host for reader in readers)}:
            host.close()
        for reader in readers:
            reader.sock.close()

    def __enter__(self) -> Self:
        """The pool itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _ask(
        self,
        sparql: str,
        bindings: Mapping[str, Term],
        accept: Sequence[str],
        dataset: tuple[list[str], list[str]] | None,
        timeout: float | None,
        kept: int,
    ) -> Answer:
        default, named = dataset or (None, None)
        terms = {name: term.to_json() for name, term in bindings.items()}
        request = {
            "sparql": sparql,
            "bindings": terms,
            "accept": list(accept),
            "default": default,
            "named": named,
        }
        payload = json.dumps(request).encode()
        limit = self._timeout if timeout is None else timeout
        try:
            return self._send(payload, limit, kept)
        except _GoneError:
            # It may have died while it was free: another reader gets the question, once.
            return self._send(payload, limit, kept)

    def _send(self, payload: bytes, limit: float, kept: int) -> Answer:
        reader = self._take(limit, kept)
        deadline = time.monotonic() + limit
        try:
            reader.sock.settimeout(limit)
            frames.send(reader.sock, frames.REQUEST, payload)
        except OSError as error:
            self.lose(reader)
            raise _GoneError from error
        kind, said = self.receive(reader, deadline)
        if kind == frames.FAILED:
            self.give_back(reader)
            raise QueryError(said.decode())
        return Answer(self, reader, said.decode(), deadline)

    def receive(self, reader: _Reader, deadline: float) -> tuple[bytes, bytes]:
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
            raise _GoneError from error

    def _take(self, limit: float, kept: int) -> _Reader:
        """A free reader, forked if need be; `kept` are left to others."""
        with self._changed:
            if len(self._free) <= kept and not self._closed:
                self._stand_in_line(limit, kept)
            if self._closed:
                raise StoreError("the readers of this release are closed; open the release again.")
            reader = self._free.pop()
        try:
            reader = reader or self._fork()
        except PolicygraphError:
            self._free_place(None)
            raise
        with self._changed:
            self._busy.add(reader)
        return reader

    def _stand_in_line(self, limit: float, kept: int) -> None:
        if self._waiting >= self._most_waiting:
            raise QueueFull(f"{self._waiting} queries are waiting already; try again in a moment.")
        self._waiting += 1
        try:
            if not self._changed.wait_for(lambda: len(self._free) > kept or self._closed, limit):
                raise QueueFull("every reader is busy; try again in a moment.")
        finally:
            self._waiting -= 1

    def _fork(self) -> _Reader:
        host = self._host
        try:
            return host.fork()
        except (OSError, EOFError, ValueError):
            return self._revived(host).fork()

    def _revived(self, dead: _Host) -> _Host:
        """The host that stands in for one that is gone; whoever comes first starts it."""
        with self._reviving:
            if self._host is dead:
                dead.close()
                self._host = _Host.start(dead.release, self._memory_quads)
            return self._host

    def give_back(self, reader: _Reader) -> None:
        """Put a reader that has answered back in its place. For `Answer`."""
        with self._changed:
            self._busy.discard(reader)
        if reader.host is self._host and not self._closed:
            self._free_place(reader)
        else:
            reader.host.kill(reader)
            self._free_place(None)

    def lose(self, reader: _Reader) -> None:
        """Kill a reader; its place gets another when it is next needed. For `Answer`."""
        with self._changed:
            self._busy.discard(reader)
            self._killed += 1
        reader.host.kill(reader)
        self._free_place(None)

    def _free_place(self, reader: _Reader | None) -> None:
        with self._changed:
            if not self._closed:
                self._free.append(reader)
            self._changed.notify_all()  # not all who wait may take any reader
