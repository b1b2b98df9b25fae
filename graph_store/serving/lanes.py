"""What strangers ask, on the event loop: a quick lane for all, a slow one for what runs long.

Every query begins in the quick lane. One that has not ended after a short slice of time moves to the slow
lane, reader and all, and a new reader takes its place, so the quick lane is free again. Where the slow lane
is full, the query is stopped and waits there for its turn, then begins again. Kinds of queries that ran
long lately go to the slow lane at once. So a hundred endless queries keep a light one waiting for about one
slice. Where many wait whose kind nobody knows, each has a reader for a tenth of that at first, and those that
it does not end wait for their slice behind the others.

Both lanes have as many places as there are `workers`. Who waits is one of a bounded number and waits for a
bounded time. Everything here runs on one event loop (but for `load` and `busy`); processes are forked and
killed in threads.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from graph_store.release import Release
from graph_store.serving.fairness import FairLine, Lines, Records
from graph_store.serving.hosts import Host, Hosts
from graph_store.serving.line import Line, Mail
from graph_store.serving.questions import Load, Question, QueueFull
from graph_store.serving.run import HOLD, Run
from ontology.errors import PolicygraphError, StoreError
from ontology.settings import settings

SLICE = 0.25
LOOK = 0.025
_WAIT_SECONDS = 0.005
_MOST_BEHIND = 7
_MOST_WAITING = 1024
_TRY_AGAIN_SECONDS = 1.0
_LOG = logging.getLogger("policygraph")

Gone = Callable[[], Awaitable[None]]


class Lanes:
    """The readers that answer strangers. `waiting` queries at most wait for the slow lane."""

    def __init__(self, hosts: Hosts, workers: int, timeout: float | None = None, waiting: int = 64) -> None:
        """`timeout` is in seconds, by default the setting."""
        self.limit = settings().query_timeout if timeout is None else timeout
        self.slice = min(SLICE, self.limit)
        self.look = min(LOOK, self.slice)
        self.records = Records()
        self.killed = 0
        self._hosts = hosts
        self._workers = workers
        self._most_slow = waiting
        self._lines: list[Line] = []
        self._pace = 0.0
        self._deepest = 2
        self._quick: Lines[Line | None] = Lines()
        self._slow: FairLine[None] = FairLine()
        self._slow_running = 0
        self._places = 0
        self._starting = asyncio.Lock()
        self._runs: set[Run] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def release(self) -> Release:
        """The release that is served now."""
        return self._hosts.current.release

    @property
    def busy(self) -> bool:
        """Whether a query runs or waits."""
        return bool(self._runs)

    def load(self) -> Load:
        """How busy the lanes are."""
        waiting = len(self._quick) + len(self._slow)
        free = sum(not line.depth for line in list(self._lines))
        return Load(len(self._runs) - waiting, free, waiting, self.killed)

    async def start(self) -> None:
        """Fork the readers of the quick lane, if that has not been done. Raises StoreError."""
        async with self._starting:
            while self._places < self._workers:
                line = await self.fork()
                self._places += 1
                self._add(line)

    async def ask(self, question: Question, gone: Gone | None = None, hold: int | None = HOLD) -> Run:
        """The answer to a question: whole, or the first `hold` bytes of it and more to come. Close it.

        Where `hold` is None, the answer has ended when this returns, however long it is.

        `gone` is awaited where the query does not end soon; when it returns, nobody waits for the answer any
        more. Raises QueryError, QueryTimeout, QueueFull, ReaderLost.
        """
        if self._places < self._workers:
            await self.start()
        run = Run(self, question, gone, hold)
        self._runs.add(run)
        with contextlib.ExitStack() as failed:
            failed.callback(run.close)
            await run.begin()
            failed.pop_all()
        return run

    async def leave(self, old: Host) -> None:
        """Move on from a host that is not current any more; queries that run end on it."""
        for line in [line for line in self._lines if line.reader.host is old]:
            new = await self.fork()
            if line in self._lines and not line.depth:
                self._lines.remove(line)
                self.end(line)
                self._add(new)
            else:  # it answers somebody just now; `answered` will see to it
                self.end(new)

    async def close(self) -> None:
        """Stop all queries and end all readers."""
        self._closed = True
        for run in list(self._runs):
            run.abandon(StoreError("the server is being stopped."))
            run.close()
        while self._lines:
            self.end(self._lines.pop())
        while self._tasks:
            await asyncio.wait(self._tasks)

    # For runs.

    async def quick_place(self, run: Run, first: bool = False) -> Line | None:
        """A reader of the quick lane, reserved; None where the query is to go to the slow one.

        `first` is for one that has waited before. Raises QueueFull.
        """
        if self.records and self.records.suspects(run.kind):
            return None
        line = self._least_busy()
        if line is not None and (not line.depth or (line.depth < self._deepest and not self._quick)):
            line.reserved += 1
            return line
        if len(self._quick) >= _MOST_WAITING:
            raise QueueFull("too many queries are waiting already; try again in a moment.")
        known = self.records.is_short(run.kind)
        place = self._quick.join(run.kind, known=known, first=first, looked_at=run.looked_at)
        with contextlib.ExitStack() as failing:
            failing.callback(self._not_taken, place)
            line = await run.within(place, run.patience)
            failing.pop_all()
        return line

    def _not_taken(self, place: asyncio.Future[Line | None]) -> None:
        if _given(place) and (line := place.result()) is not None:
            line.reserved -= 1
            self.answered(line)

    async def slow_place(self, run: Run) -> Line:
        """A reader of its own in the slow lane. Raises QueueFull, StoreError."""
        turn = self.slow_turn(run)
        with contextlib.ExitStack() as failing:
            failing.callback(lambda: self.slow_done() if _given(turn) else None)
            await run.within(turn, self.limit)
            line = await self.fork()
            failing.pop_all()
        line.stand_back()
        return line

    def slow_turn(self, run: Run) -> asyncio.Future[None]:
        """Done when there is a place in the slow lane, which is then taken. Raises QueueFull."""
        if self.slow_taken():
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            future.set_result(None)
            return future
        if len(self._slow) >= self._most_slow:
            raise QueueFull(f"{self._most_slow} queries that run long are waiting already; try again later.")
        return self._slow.join(run.kind)

    @property
    def slow_wanted(self) -> bool:
        """Whether somebody waits for a place in the slow lane."""
        return bool(self._slow)

    def slow_taken(self) -> bool:
        """Take a place in the slow lane if one is free."""
        if self._slow_running >= self._workers:
            return False
        self._slow_running += 1
        return True

    def slow_done(self) -> None:
        """Leave a place in the slow lane."""
        if not self._slow.call(None):
            self._slow_running -= 1

    @property
    def crowded(self) -> bool:
        """Whether more queries of unknown kinds wait than can be answered at once."""
        return self._quick.unknown > self._workers

    def only_a_look(self, run: Run) -> bool:
        """Whether a query that has a reader of the quick lane is to give it up after a first look.

        Where many wait of which nobody knows how long they take, a first look is taken at each.
        """
        return self.crowded and not run.looked_at and not self.records.is_short(run.kind)

    def took_a_look(self) -> None:
        """A query has used up its first look."""
        self._at_pace(self.slice)

    def ran_long(self, run: Run) -> None:
        """A query has used up its slice."""
        self._at_pace(self.slice)
        if self.records.long(run.kind):
            self._quick.send_away(run.kind, None)

    def answered(self, line: Line, seconds: float | None = None) -> None:
        """A reader of the quick lane has ended a query, which took it so long."""
        if seconds is not None:
            # On a busy machine most of that is waiting for a processor; what it computed is known with a lag.
            seconds = min(seconds, line.lately) if line.lately is not None else seconds
            self._at_pace(self._pace + (seconds - self._pace) / 16)
        if line not in self._lines:
            return
        if self._ended or not line.alive or line.reader.host is not self._hosts.current:
            if not line.depth:
                self.lose(line)
        elif self._quick:
            while line.depth < self._deepest and self._call(line):
                pass

    def lose(self, line: Line) -> None:
        """A reader leaves the quick lane: kill it, and fork another."""
        self.leaves(line)
        self.end(line)

    def drop(self, line: Line, mail: Mail) -> None:
        """Nobody waits any more for the answer to a question that a reader has not begun with.

        The reader is let go where that would take it longer than a slice.
        """
        watch: list[asyncio.TimerHandle] = []

        def over() -> None:
            if line.answers(mail):
                self.killed += 1
                self.lose(line)

        def said() -> None:
            watch[0].cancel()
            self.answered(line)

        mail.on_turn = lambda: watch.append(line.loop.call_later(self.slice, over))
        mail.on_last = said

    def leaves(self, line: Line) -> None:
        """A reader leaves the quick lane; fork another in its place."""
        if line in self._lines:
            self._lines.remove(line)
            line.displace()
            self.refill()

    def refill(self) -> None:
        """Fork a reader for the quick lane, in a moment."""
        if not self._ended:
            self._task(self._refill())

    def end(self, line: Line) -> None:
        """Kill a reader."""
        line.hang_up()
        self._task(_kill(line))

    def forget(self, run: Run) -> None:
        """A run has ended."""
        self._runs.discard(run)

    async def fork(self) -> Line:
        """A new reader. Raises StoreError."""
        reader = await asyncio.to_thread(self._hosts.fork)
        return await Line.open(reader, self._died)

    def _died(self, line: Line) -> None:
        if line in self._lines and not line.depth:
            self.killed += 1
            self.lose(line)

    @property
    def _ended(self) -> bool:
        return self._closed or self._hosts.closed

    async def _refill(self) -> None:
        while not self._ended:
            try:
                self._add(await self.fork())
                return
            except PolicygraphError as error:
                if self._ended:
                    return
                _LOG.error("A reader cannot be started: %s", error)
                await asyncio.sleep(_TRY_AGAIN_SECONDS)

    def _add(self, line: Line) -> None:
        if self._ended:
            self.end(line)
            return
        self._lines.append(line)
        self.answered(line)

    def _call(self, line: Line) -> bool:
        """Give the next who waits a place behind those of a reader. False where nobody waits."""
        line.reserved += 1
        if self._quick.call(line):
            return True
        line.reserved -= 1
        return False

    def _least_busy(self) -> Line | None:
        host = self._hosts.current
        current = [line for line in self._lines if line.alive and line.reader.host is host]
        return min(current, key=_depth, default=None)

    def _at_pace(self, seconds: float) -> None:
        """So long take queries lately: the shorter they are, the more may wait behind another."""
        self._pace = seconds
        self._deepest = 1 + min(int(_WAIT_SECONDS / seconds) if seconds > 0 else _MOST_BEHIND, _MOST_BEHIND)

    def _task(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        assert isinstance(task, asyncio.Task)  # noqa: S101 - what a coroutine becomes
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _depth(line: Line) -> int:
    return line.depth


def _given(place: asyncio.Future[Any]) -> bool:
    return place.done() and not place.cancelled() and place.exception() is None


async def _kill(line: Line) -> None:
    await asyncio.to_thread(line.reader.host.kill, line.reader)
