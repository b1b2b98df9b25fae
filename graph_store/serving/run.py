"""One query of a stranger on its way through the lanes, and its answer."""

from __future__ import annotations

import asyncio
import functools
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from enum import Enum
from typing import IO, TYPE_CHECKING, Any, TypeVar

from graph_store.release import Release
from graph_store.serving import frames
from graph_store.serving.fairness import kind_of
from graph_store.serving.line import Displaced, Line, Mail
from graph_store.serving.questions import Ending, Message, Question, QueueFull, ReaderLost, failure
from ontology.errors import PolicygraphError, QueryTimeout

if TYPE_CHECKING:
    from graph_store.serving.lanes import Lanes

HOLD = 1 << 20
_SOON = 1.0
_MOST_LOST = 4
_MOMENT = 0.02
_PATIENT = 0.1
_LOOK_AGAIN = 1.0
_MOST_LIMITS = 4
_MOST_SLICES = 2

Result = TypeVar("Result")


class ClientGone(Exception):  # noqa: N818 - nobody is left to be told
    """Whoever asked has gone."""


class _Again(Exception):  # noqa: N818
    """The query has to begin again in the slow lane."""


class _LookedAt(_Again):
    """The query has to begin again in the quick lane, behind those that nobody has looked at."""


class _Lane(Enum):
    NONE, QUICK, SLOW, PARKED = range(4)


class Run:
    """An answer: `held` is its beginning, `whole` tells whether that is all.

    `release`, `content_type` and `encoding` are known once it has begun, `ending` once it has ended.
    """

    def __init__(
        self, lanes: Lanes, question: Question, gone: Callable[[], Awaitable[None]] | None, hold: int | None
    ) -> None:
        self.release: Release
        self.content_type = ""
        self.encoding = ""
        self.ending: Ending | None = None
        self.held: list[bytes] = []
        self.seconds = 0.0
        self._lanes = lanes
        self._question = question
        self._payload = question.payload()
        self._gone = gone
        self._watch: asyncio.Future[None] | None = None
        self._hold = hold
        self._spool: IO[bytes] | None = None
        self._handed_out = False
        self._body_over = False
        self._lane = _Lane.NONE
        self._line: Line | None = None
        self._mail: Mail | None = None
        self._place: asyncio.Future[Any] | None = None
        self._turn: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._started = 0.0
        self._deadline = 0.0
        self._waits_since: float | None = None
        self.looked_at = False
        self._computed: float | None = None
        self._client_since: float | None = None
        self._error: Exception | None = None

    @property
    def whole(self) -> bool:
        """Whether all of the answer is held."""
        return self.ending is not None and self._spool is None

    @functools.cached_property
    def kind(self) -> str:
        """Its kind of query."""
        return kind_of(self._question.sparql)

    async def begin(self) -> None:
        """Run the query until the answer has ended or as much of it as is held has come."""
        line = await self._lanes.quick_place(self)
        lost = 0
        while True:
            if line is None:
                line = await self._lanes.slow_place(self)
                self._start(line, _Lane.SLOW)
            else:
                self._start(line, _Lane.QUICK)
            try:
                await self._collect()
                return
            except _LookedAt:
                line = await self._lanes.quick_place(self)
            except _Again:
                line = None
            except Displaced:
                self._forsake()
                line = await self._lanes.quick_place(self, first=True)
            except ReaderLost:
                # It may have died while it was free, and the next with it where their host died: another
                # reader gets the question. One that is the death of readers is not asked for ever.
                lost += 1
                if lost == _MOST_LOST or time.monotonic() - self._started > _SOON:
                    raise
                self._leave()
                line = await self._lanes.quick_place(self)

    async def chunks(self) -> AsyncIterator[bytes]:
        """The answer. What came is not the whole where this raises.

        An empty chunk says that all has come, though its end, with the number of rows, has not.
        """
        for chunk in self.held:
            if chunk:
                yield chunk
        self.held.clear()
        if self._spool is not None:
            with self._spool as spool:
                spool.seek(0)
                while data := spool.read(HOLD):
                    yield data
        while self.ending is None:
            if self._client_since is not None:
                # The time in which the client took what was there does not count.
                self._deadline += time.monotonic() - self._client_since
                self._client_since = None
            chunk = await self._chunk()
            self._client_since = time.monotonic()
            if chunk or (self._body_over and self.ending is None):
                yield chunk

    def close(self) -> None:
        """Stop the query if it still runs. May be called twice."""
        if self._watch is not None:
            self._watch.cancel()
        self._leave()
        self._lanes.forget(self)

    def abandon(self, error: Exception) -> None:
        """Stop the query: `error` is raised to whoever waits for it."""
        self._error = error
        if self._place is not None and not self._place.done():
            self._place.set_exception(error)
        elif self._mail is not None and not self._mail.break_off(error):
            self._leave()

    @property
    def patience(self) -> float:
        """Seconds that are left to wait for the quick lane: they count on where it has to wait anew."""
        now = time.monotonic()
        if self._waits_since is None:
            self._waits_since = now
        return max(0.0, self._waits_since + self._lanes.limit - now)

    async def within(self, place: asyncio.Future[Result], seconds: float) -> Result:
        """What `place` is given, waiting so long at most. Raises QueueFull, ClientGone."""
        if place.done():
            return place.result()
        self._place = place
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        # Most wait for so short a time that it would not be worth while to watch whether they leave.
        timer: asyncio.TimerHandle

        def refuse() -> None:
            nonlocal timer
            if place.done():
                return
            self._watch_client()
            if (left := end - loop.time()) > 0:
                timer = loop.call_later(left, refuse)
            else:
                place.set_exception(QueueFull("every reader is busy; try again in a moment."))

        timer = loop.call_later(min(_PATIENT, seconds), refuse)
        try:
            return await place
        finally:
            timer.cancel()
            self._place = None

    # The query itself.

    def _start(self, line: Line, lane: _Lane) -> None:
        self._line, self._lane = line, lane
        self.release = line.reader.host.release
        self.held.clear()
        self._spool = None
        self._started = time.monotonic()
        if lane is _Lane.QUICK:
            line.reserved -= 1
        self._mail = line.ask(self._payload, self._turn_begins, self._last_said)

    def _turn_begins(self) -> None:
        """The reader begins with the query."""
        line = self._line
        if line is None:
            return
        self._started = time.monotonic()
        self._deadline = self._started + self._lanes.limit
        if self._lane is _Lane.QUICK:
            self._computed = line.turn()
            self._timer = line.loop.call_later(self._lanes.look, self._slice_over)
        else:
            self._watch_client()
            self._timer = line.loop.call_later(self._lanes.limit, self._time_over)

    async def _collect(self) -> None:
        kind, payload = await self._message()
        if kind == frames.WHOLE:
            head, _, body = payload.partition(b"\n")
            self.content_type, self.encoding, rows, cut = head.decode().split(" ")
            self.ending = Ending(int(rows), cut)
            self.held.append(body)
            self.close()
            return
        if kind != frames.HEAD:
            raise self._failed(kind, payload)
        self.content_type, self.encoding = payload.decode().split(" ")
        size = 0
        while (self._hold is None or size < self._hold) and self.ending is None:
            chunk = await self._chunk()
            size += len(chunk)
            if size <= HOLD or self._hold is not None:
                self.held.append(chunk)
            else:
                self._spool = self._spool or tempfile.TemporaryFile()  # noqa: SIM115 - read later
                self._spool.write(chunk)
        self._handed_out = True
        self._client_since = time.monotonic()
        if self._line is None and self.ending is None:
            self._await_client()

    async def _chunk(self) -> bytes:
        kind, payload = await self._message()
        if kind == frames.DATA:
            return payload
        if kind == frames.BODY:
            self._body_over = True
            return b""
        if kind != frames.END:
            raise self._failed(kind, payload)
        self.ending = Ending.read(payload)
        self.close()
        return b""

    async def _message(self) -> Message:
        if self._error is not None:
            raise self._error
        if self._mail is None:
            raise ReaderLost
        try:
            return await self._mail.message()
        except _Again:
            self._leave()
            raise

    def _failed(self, kind: bytes, payload: bytes) -> PolicygraphError:
        self.close()
        return failure(kind, payload)

    def _last_said(self) -> None:
        """The reader is done with the query, though nobody may have taken all that it said."""
        self.seconds = time.monotonic() - self._started
        if self.seconds < self._lanes.slice:
            self._lanes.records.answered(self._question.sparql)
        line, lane, mail = self._line, self._lane, self._mail
        if line is None:
            return
        self._forsake()
        self._mail = mail
        if lane is _Lane.QUICK:
            self._lanes.answered(line, self.seconds)
        else:
            self._lanes.end(line)
        if lane is _Lane.SLOW:
            self._lanes.slow_done()
        if self._turn is not None:
            self._turn.cancel()
        if self._handed_out:
            self._await_client()

    def _await_client(self) -> None:
        """The reader is free already: what it said is kept for a client that takes some of it at times."""
        self._timer = asyncio.get_running_loop().call_later(self._lanes.limit, self._time_over)

    def _forsake(self) -> None:
        """Give up the reader without harm to it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._line, self._mail, self._lane = None, None, _Lane.NONE

    def _leave(self) -> None:
        """Give up place and reader; the reader may still be at work and is killed."""
        for future in (self._place, self._turn):
            if future is not None:
                future.cancel()
        line, mail, lane = self._line, self._mail, self._lane
        self._forsake()
        if line is None:
            return
        if lane is _Lane.QUICK and mail is not None and not line.answers(mail) and line.alive:
            self._lanes.drop(line, mail)
            return
        self._lanes.killed += 1
        if lane is _Lane.QUICK:
            self._lanes.lose(line)
        else:
            self._lanes.end(line)
        if lane is _Lane.SLOW:
            self._lanes.slow_done()

    # Its time.

    def _slice_over(self) -> None:
        """It has run for longer than queries of the quick lane may."""
        line = self._line
        mail = self._mail
        if line is None or mail is None:
            return
        loop = line.loop
        look, whole = self._lanes.look, self._lanes.slice
        # Those that come while it runs may make it one of too many: so that is asked again and again.
        only_a_look = not self._handed_out and self._lanes.only_a_look(self)
        share = look if only_a_look else whole
        if (left := self._left_of(share, line)) > min(_MOMENT, share / 4):
            self._timer = loop.call_later(left if self.looked_at else min(left, look), self._slice_over)
            return
        if only_a_look:
            if mail.break_off(_LookedAt()):
                self.looked_at = True
                self._lanes.took_a_look()
            else:
                self._timer = loop.call_later(_MOMENT, self._slice_over)
            return
        if self._lanes.slow_taken():
            self._lanes.ran_long(self)
            self._lanes.leaves(line)
            self._lane = _Lane.SLOW
            line.stand_back()
            self._watch_client()
            self._timer = loop.call_later(self._deadline - time.monotonic(), self._time_over)
        elif self._handed_out:
            self._lanes.ran_long(self)
            self._park(line)
        elif mail.break_off(_Again()):
            self._lanes.ran_long(self)
        else:
            # A message has just come and nobody has looked at it yet.
            self._timer = loop.call_later(_MOMENT, self._slice_over)

    def _left_of(self, share: float, line: Line) -> float:
        """Seconds of its share that the reader has not computed: on a busy machine it waits for its turn."""
        before, now = self._computed, line.cpu_seconds()
        if before is None or now is None or time.monotonic() - self._started > _MOST_SLICES * share:
            return 0.0
        return share - (now - before)

    def _park(self, line: Line) -> None:
        """The client has the beginning: the reader stands still until there is a place in the slow lane."""
        line.stop_reading(True)
        self._lanes.leaves(line)
        self._lane = _Lane.PARKED
        self._watch_client()
        try:
            turn = self._turn = self._lanes.slow_turn(self)
        except QueueFull as error:
            self.abandon(error)
            return
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._lanes.limit, self.abandon, QueueFull("every reader is busy."))
        self._client_since = None
        parked = time.monotonic()

        def go_on(turn: asyncio.Future[None]) -> None:
            self._turn = None
            if turn.cancelled():
                return
            if self._line is not line:
                self._lanes.slow_done()
                return
            if self._timer is not None:
                self._timer.cancel()
            self._lane = _Lane.SLOW
            line.stand_back()
            line.stop_reading(False)
            self._deadline += time.monotonic() - parked
            self._timer = loop.call_later(self._lanes.limit, self._time_over)

        turn.add_done_callback(go_on)

    def _time_over(self) -> None:
        """Its time may be over: then the query is stopped."""
        now = time.monotonic()
        late = self._deadline
        if self._client_since is not None:
            # A client that takes nothing any more does not hold a reader for ever.
            late = self._client_since + self._lanes.limit
        if (
            self._line is not None
            and self._lanes.slow_wanted
            and self._handed_out
            and now - self._started >= _MOST_LIMITS * self._lanes.limit
        ):
            # Nor does one that takes a little now and then, where others wait for its place.
            self.abandon(QueryTimeout("the answer was taken too slowly while others waited; ask for less."))
            return
        if now < late:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(min(late - now, _LOOK_AGAIN), self._time_over)
            return
        self.abandon(QueryTimeout("the query ran past its time limit and was stopped; ask for less at once."))

    def _watch_client(self) -> None:
        if self._gone is not None and self._watch is None:
            self._watch = asyncio.ensure_future(self._gone())
            self._watch.add_done_callback(self._client_gone)

    def _client_gone(self, watch: asyncio.Future[None]) -> None:
        if not watch.cancelled():
            self.abandon(ClientGone())
