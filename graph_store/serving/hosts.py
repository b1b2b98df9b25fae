"""The server's end of the release host: start it, have it fork and kill readers, replace it when it died."""

from __future__ import annotations

import contextlib
import select
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from threading import RLock

from graph_store.release import Release
from graph_store.serving import frames
from graph_store.serving.budget import quads_in_memory
from ontology.errors import StoreError
from ontology.settings import settings

AT_ONCE = 1_000_000
"""A release of more quads, which takes more than some five seconds to load, is served from disk meanwhile."""
_PATIENCE = 5.0
_loading: set[subprocess.Popen[bytes]] = set()  # those that do not hold their release yet


@dataclass(eq=False, slots=True)
class Reader:
    """A reader process and the socket to it."""

    host: Host
    pid: int
    sock: socket.socket

    @property
    def idle(self) -> bool:
        """Whether it lives and says nothing; where nobody asks it, all that can be read is its end."""
        watched = select.poll()
        watched.register(self.sock, select.POLLIN)
        return not watched.poll(0)


@dataclass(eq=False, slots=True)
class Host:
    """A host process; `readers` counts those alive, `current` tells whether new ones come from it,
    `in_memory` whether it holds the release itself or reads it from the disk.

    Thread-safe.
    """

    release: Release
    process: subprocess.Popen[bytes]
    control: socket.socket
    in_memory: bool
    readers: int = 0
    current: bool = True
    lock: RLock = field(default_factory=RLock)

    @classmethod
    def start(cls, release: Release, in_memory: bool) -> Host:
        """Spawn a host and wait until it holds the release. Raises StoreError."""
        ours, theirs = socket.socketpair()
        mode = "memory" if in_memory else "disk"
        # -P: a folder of the user's that is called like one of our packages must not come first.
        command = [sys.executable, "-P", "-m", "graph_store.serving.host", str(theirs.fileno())]
        command += [str(release.path), mode, str(settings().query_memory)]
        # Ctrl-C reaches every process of the terminal; one that is being started must not hear it.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            with theirs:
                process = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
                )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        host = cls(release, process, ours, in_memory)
        _loading.add(process)
        try:
            kind, payload = frames.receive(ours)
        except (EOFError, OSError) as error:
            host.close()
            raise StoreError(
                f"{release.path}: the process that serves this release ended at once."
            ) from error
        finally:
            _loading.discard(process)
        if kind != frames.READY:
            host.close()
            raise StoreError(f"{release.path}: cannot be served: {payload.decode()}.")
        return host

    def fork(self) -> Reader:
        """A new reader, ready to answer.

        Raises OSError, ValueError or EOFError where the host is gone, StoreError where the release is.
        """
        with self.lock:
            frames.send(self.control, frames.FORK)
            _, pid = frames.receive(self.control)
            _, handles, _, _ = socket.recv_fds(self.control, 1, 1)
            self.readers += 1
        if not handles:
            raise EOFError
        reader = Reader(self, int(pid), socket.socket(fileno=handles[0]))
        try:
            kind, said = frames.receive(reader.sock)
        except (EOFError, OSError):
            kind, said = frames.FAILED, b"the process ended at once"
        if kind != frames.READY:
            self.kill(reader)
            raise StoreError(
                f"{self.release.path}: cannot be read: {said.decode()}; ask `policygraph doctor`."
            )
        return reader

    def kill(self, reader: Reader) -> None:
        """End a reader, whatever it does; the last one of a host that is not current takes the host along.

        May be called twice.
        """
        with self.lock:
            if reader.sock.fileno() < 0:
                return
            reader.sock.close()
            self.readers -= 1
            with contextlib.suppress(OSError):
                frames.send(self.control, frames.KILL, str(reader.pid).encode())
            last = not self.readers and not self.current
        if last:
            self.close()

    def retire(self) -> None:
        """No new readers come from it; it ends with its last one."""
        with self.lock:
            self.current = False
            idle = not self.readers
        if idle:
            self.close()

    def close(self) -> None:
        """End the host and its readers, and wait until they are gone."""
        self.control.close()
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def give_up() -> None:
    """End the hosts that are loading a release: who waits for one is told that it ended."""
    for process in list(_loading):
        process.kill()


class Hosts:
    """The host of the release that is served now, for all who ask it. Thread-safe, blocking.

    A large release is served from the disk at first: `into_memory` loads it.
    """

    def __init__(self, release: Release, memory_quads: int | None = None) -> None:
        """Start the host. `memory_quads` is by default what `quads_in_memory` says. Raises StoreError."""
        self._memory_quads = quads_in_memory() if memory_quads is None else memory_quads
        self._changing = RLock()
        self.closed = False
        self.current = self._started(release)

    def fork(self) -> Reader:
        """A reader of the release that is current; a host that died is replaced. Raises StoreError."""
        for _ in range(2):
            host = self.current
            try:
                return host.fork()
            except (OSError, EOFError, ValueError):
                self._revive(host)
        raise StoreError(
            f"{self.current.release.path}: the process that serves this release ends again and again."
        )

    def switch(self, release: Release) -> Host:
        """Serve another release from now on; returns the host before, for its users to `retire`.

        Raises StoreError.
        """
        return self._put_in_place(self._started(release))

    def into_memory(self) -> Host | None:
        """Serve the current release from memory from now on, if it is not and fits there; returns the host
        before, for its users to `retire`. Takes minutes for a large one. Raises StoreError.
        """
        served = self.current
        if served.in_memory or served.release.size > self._memory_quads:
            return None
        new = Host.start(served.release, in_memory=True)
        with self._changing:
            if self.current is served:
                return self._put_in_place(new)
        new.close()
        return None

    def _started(self, release: Release) -> Host:
        return Host.start(release, release.size <= min(self._memory_quads, AT_ONCE))

    def _put_in_place(self, new: Host) -> Host:
        with self._changing:
            if not self.closed:
                old, self.current = self.current, new
                return old
        new.close()
        raise StoreError("the readers of this release are closed; open the release again.")

    def close(self) -> None:
        """End the current host."""
        with self._changing:
            self.closed = True
            self.current.close()

    def _revive(self, dead: Host) -> None:
        # Whoever comes first starts the host that stands in.
        with self._changing:
            if self.closed:
                raise StoreError("the readers of this release are closed; open the release again.")
            if self.current is dead:
                dead.close()
                self.current = self._started(dead.release)
