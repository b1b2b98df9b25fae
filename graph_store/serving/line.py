"""A reader as the event loop sees it: questions out, messages in, and word when it has ended.

A reader may have more questions than the one it answers, so that it never sleeps between two: to wake it
costs more than a short query does.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import cast

from graph_store.serving import frames
from graph_store.serving.hosts import Reader
from graph_store.serving.questions import Message, ReaderLost

_MOST_HELD = 1 << 20
_BEHIND_OTHERS = 10  # of nice(2)
_OF_PROCESS = 2  # CPUCLOCK_SCHED of linux/posix-timers.h
_LAST = frozenset([frames.WHOLE, frames.END, frames.FAILED, frames.BROKEN])


class Displaced(Exception):  # noqa: N818 - not an error of whoever asked
    """The question has to be asked elsewhere: the one before it keeps the reader."""


class Mail:
    """What a reader says to one question.

    `on_turn` is called when it begins with it, `on_last` when it has said its last.
    """

    def __init__(self, line: Line, on_turn: Callable[[], None], on_last: Callable[[], None]) -> None:
        self.on_turn = on_turn
        self.on_last = on_last
        self.held = 0
        self._line = line
        self._loop = line.loop
        self._messages: deque[Message] = deque()
        self._waiter: asyncio.Future[Message] | None = None
        self._error: Exception | None = None

    async def message(self) -> Message:
        """The next message. Raises ReaderLost, and whatever `break_off` was given."""
        if self._messages:
            message = self._messages.popleft()
            self.held -= len(message[1])
            self._line.flow()
            return message
        if self._error is not None:
            raise self._error
        self._waiter = self._loop.create_future()
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

    def end(self, error: Exception) -> None:
        """No more messages come: `error` is raised to whoever waits for one, now or later."""
        self._error = error
        self.break_off(error)

    def deliver(self, message: Message) -> None:
        """A message has come."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(message)
        else:
            self._messages.append(message)
            self.held += len(message[1])


class Line(asyncio.Protocol):
    """The questions to one reader, in turn.

    What it sends is taken from the socket only as fast as it is used.
    """

    def __init__(
        self, reader: Reader, loop: asyncio.AbstractEventLoop, on_end: Callable[[Line], None]
    ) -> None:
        self.reader = reader
        self.loop = loop
        self.alive = True
        self.reserved = 0
        """For how many questions that have yet to be asked it is kept."""
        self.lately: float | None = None
        """The seconds that it computed for the question before; None where that is not known."""
        self._turned: float | None = None
        self._on_end = on_end
        self._transport: asyncio.Transport | None = None
        self._buffer: list[bytes] = []  # the beginning of a message
        self._buffered = self._needed = 0
        self._mails: deque[Mail] = deque()
        self._paused = False
        self._stopped = False
        self._leaving = False

    @classmethod
    async def open(cls, reader: Reader, on_end: Callable[[Line], None]) -> Line:
        """Take over the socket of a reader; `on_end` is called when the reader has ended."""
        loop = asyncio.get_running_loop()
        line = cls(reader, loop, on_end)
        # The transport closes its socket; the host's own handle is closed when the reader is killed.
        await loop.create_unix_connection(lambda: line, sock=reader.sock.dup())
        return line

    @property
    def depth(self) -> int:
        """How many questions it has, or is kept for."""
        return len(self._mails) + self.reserved

    def ask(self, payload: bytes, on_turn: Callable[[], None], on_last: Callable[[], None]) -> Mail:
        """Send a question."""
        assert self._transport is not None  # noqa: S101 - `open` has made the connection
        mail = Mail(self, on_turn, on_last)
        if not self.alive or self._leaving:
            mail.end(Displaced() if self.alive else ReaderLost())
            return mail
        self._transport.write(frames.pack(frames.REQUEST, payload))
        self._mails.append(mail)
        if len(self._mails) == 1:
            on_turn()
        return mail

    def answers(self, mail: Mail | None) -> bool:
        """Whether it is this question that the reader answers now."""
        return bool(self._mails) and self._mails[0] is mail

    def displace(self) -> None:
        """Send away the questions behind the one that is being answered, and take no more."""
        self._leaving = True
        while len(self._mails) > 1:
            self._mails.pop().end(Displaced())

    def stop_reading(self, stopped: bool) -> None:
        """Leave what comes in the socket, so that the reader has to wait; or go on."""
        self._stopped = stopped
        self.flow()

    def stand_back(self) -> None:
        """Let other processes go before this one from now on."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.reader.pid, _BEHIND_OTHERS)

    def cpu_seconds(self) -> float | None:
        """How long the reader has computed since it began; None where the system does not tell."""
        if sys.platform != "linux":
            return None
        try:
            # The clock of another process: clock_getcpuclockid(3).
            return time.clock_gettime((~self.reader.pid << 3) | _OF_PROCESS)
        except OSError:
            return None

    def turn(self) -> float | None:
        """It begins with a question: how long it has computed until now."""
        before, self._turned = self._turned, self.cpu_seconds()
        self.lately = self._turned - before if self._turned is not None and before is not None else None
        return self._turned

    def hang_up(self) -> None:
        """Close this end. `on_end` is not called."""
        self._on_end = lambda line: None
        self.displace()
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Of asyncio.Protocol."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Of asyncio.Protocol: cut the bytes into messages."""
        if self._buffer:
            self._buffer.append(data)
            self._buffered += len(data)
            if self._buffered < self._needed:
                return
            data = b"".join(self._buffer)
            self._buffer.clear()
        start, size = 0, len(data)
        self._needed = frames.HEADER.size
        while size - start >= frames.HEADER.size:
            kind, length = frames.HEADER.unpack_from(data, start)
            end = start + frames.HEADER.size + length
            if end > size:
                self._needed = end - start
                break
            self._deliver((kind, data[end - length : end]))
            start = end
        if start < size:
            self._buffer.append(data[start:])
            self._buffered = size - start
        self.flow()

    def connection_lost(self, exc: Exception | None) -> None:
        """Of asyncio.Protocol."""
        self.alive = False
        self.displace()
        while self._mails:
            self._mails.popleft().end(ReaderLost())
        self._on_end(self)

    def _deliver(self, message: Message) -> None:
        if not self._mails:
            return
        mail = self._mails[0]
        if message[0] not in _LAST:
            mail.deliver(message)
            return
        self._mails.popleft()
        if self._mails:
            self._mails[0].on_turn()
        mail.deliver(message)
        mail.on_last()

    def flow(self) -> None:
        """Stop or go on taking what the reader sends."""
        held = self._mails[0].held if self._mails else 0
        pause = self._stopped or held > _MOST_HELD
        if pause != self._paused and self._transport is not None and self.alive:
            self._paused = pause
            (self._transport.pause_reading if pause else self._transport.resume_reading)()
