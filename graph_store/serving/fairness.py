"""Who goes first where all places are taken: kinds of queries in turn, and those that ran long elsewhere."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict, deque
from functools import lru_cache
from typing import Generic, TypeVar

from graph_store.sparql import shape

# Everything that is written differently from query to query of one kind: white space, variables, numbers,
# prefixed names, IRIs, comments, strings; what comes most often stands first. A string that stays open ends
# with its line: nothing is tried twice.
_VARYING = re.compile(
    r"""\s++|[?$]\w++|\d++|(?<![\w.-])(?:[^\W\d][\w.-]{0,99}+)?:[\w:%.-]*+|<[^<>"{}|^`\\\x00-\x20]*+>"""
    r"""|\#[^\r\n]*+|"(?:[^"\\\r\n]|\\.)*+"?|'(?:[^'\\\r\n]|\\.)*+'?"""
)
_MOST_KINDS = 1024
_READ = 1 << 14  # characters: this runs on the event loop
_STRIKES = 2
_MOST_TEXTS = 256
_OTHERS_FIRST = 16

Item = TypeVar("Item")


def kind_of(sparql: str) -> str:
    """What two queries have in common that differ in names and values alone, in what comes first of them."""
    cut = shape(sparql)
    return _of_shape(sparql[:_READ]) if cut is None else _kept(cut)


def _of_shape(cut: str) -> str:
    return _VARYING.sub("", cut)


_kept = lru_cache(maxsize=_MOST_TEXTS)(_of_shape)


class FairLine(Generic[Item]):
    """Futures of those who wait, in as many lines as there are kinds; the lines take turns."""

    def __init__(self) -> None:
        self._lines: OrderedDict[str, deque[asyncio.Future[Item]]] = OrderedDict()
        self._uncalled: dict[str, None] = {}  # kinds of which none was called yet, as they came
        self._waiting = 0

    def __len__(self) -> int:
        """How many wait."""
        return self._waiting

    def join(self, kind: str) -> asyncio.Future[Item]:
        """Wait behind those of the same kind."""
        future: asyncio.Future[Item] = asyncio.get_running_loop().create_future()
        if kind not in self._lines:
            self._lines[kind] = deque()
            self._uncalled[kind] = None
        self._lines[kind].append(future)
        self._waiting += 1
        future.add_done_callback(self._gone)
        return future

    def call(self, item: Item, newest: bool = False) -> bool:
        """Give `item` to the next, or to the one whose kind came last and had no turn yet; False where nobody
        waits.
        """
        while self._lines:
            kind = next(reversed(self._uncalled) if newest and self._uncalled else iter(self._lines))
            self._uncalled.pop(kind, None)
            line = self._lines[kind]
            future = line.popleft()
            if line:
                self._lines.move_to_end(kind)
            else:
                del self._lines[kind]
            if not future.done():
                future.set_result(item)
                return True
        return False

    def _gone(self, future: asyncio.Future[Item]) -> None:
        self._waiting -= 1

    def send_away(self, kind: str, item: Item) -> None:
        """Give `item` to all of one kind."""
        self._uncalled.pop(kind, None)
        for future in self._lines.pop(kind, ()):
            if not future.done():
                future.set_result(item)


class Lines(Generic[Item]):
    """Those whose kind is known to be short, those of kinds that nobody knows, and those that had a first
    look taken at them, which did not end them.

    Where known and unknown ones wait they are called alternately, and of the unknown ones the one whose kind
    came last and the one whose turn it is: so a flood of kinds that nobody knows keeps what is known to be
    short waiting for one of them, and a kind that comes after it for two. Those looked at are called when
    nobody else waits, and once in a while.
    """

    def __init__(self) -> None:
        self._returned: FairLine[Item] = FairLine()
        self._known: FairLine[Item] = FairLine()
        self._unknown: FairLine[Item] = FairLine()
        self._looked_at: FairLine[Item] = FairLine()
        self._all = (self._returned, self._known, self._unknown, self._looked_at)
        self._unknown_next = False
        self._newest_next = True
        self._others_called = 0

    def __len__(self) -> int:
        """How many wait."""
        return sum(map(len, self._all))

    @property
    def unknown(self) -> int:
        """How many wait whose kind nobody knows, and at which nobody has looked."""
        return len(self._unknown)

    def join(
        self, kind: str, *, known: bool, first: bool = False, looked_at: bool = False
    ) -> asyncio.Future[Item]:
        """Wait behind those of the same kind; or, for who was called before, before all others."""
        if first:
            return self._returned.join(kind)
        if looked_at:
            return self._looked_at.join(kind)
        return (self._known if known else self._unknown).join(kind)

    def call(self, item: Item) -> bool:
        """Give `item` to the next; False where nobody waits."""
        if self._returned.call(item):
            return True
        if self._others_called < _OTHERS_FIRST and self._call_others(item):
            self._others_called += 1
            return True
        self._others_called = 0
        return self._looked_at.call(item) or self._call_others(item)

    def _call_others(self, item: Item) -> bool:
        if self._unknown_next:
            return self._call_unknown(item) or self._call_known(item)
        return self._call_known(item) or self._call_unknown(item)

    def _call_known(self, item: Item) -> bool:
        called = self._known.call(item)
        self._unknown_next |= called
        return called

    def _call_unknown(self, item: Item) -> bool:
        called = self._unknown.call(item, self._newest_next)
        if called:
            self._unknown_next = False
            self._newest_next = not self._newest_next
        return called

    def send_away(self, kind: str, item: Item) -> None:
        """Give `item` to all of one kind."""
        for line in self._all:
            line.send_away(kind, item)


class Records:
    """Which kinds of queries have lately run long, and nothing but long; and which were short."""

    def __init__(self) -> None:
        self._strikes: OrderedDict[str, int] = OrderedDict()
        self._short: OrderedDict[str, None] = OrderedDict()
        self._answered: deque[str] = deque(maxlen=_MOST_TEXTS)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._strikes)

    def long(self, kind: str) -> bool:
        """A query of this kind ran long. Whether the next of them should be taken for long from the start."""
        self._strikes[kind] = self._strikes.pop(kind, 0) + 1
        self._short.pop(kind, None)
        if len(self._strikes) > _MOST_KINDS:
            self._strikes.popitem(last=False)
        return self.suspects(kind)

    def answered(self, sparql: str) -> None:
        """A query was answered soon."""
        # To find its kind takes as long as a tenth of its way: that is left for when somebody has to wait.
        self._answered.append(sparql[:_READ])
        if self._strikes:
            self._sort()

    def _sort(self) -> None:
        while self._answered:
            self.short(kind_of(self._answered.popleft()))

    def short(self, kind: str) -> None:
        """A query of this kind was answered soon."""
        self._strikes.pop(kind, None)
        self._short[kind] = None
        self._short.move_to_end(kind)
        if len(self._short) > _MOST_KINDS:
            self._short.popitem(last=False)

    def is_short(self, kind: str) -> bool:
        """Whether the last query of this kind was answered soon, as far as that is remembered."""
        self._sort()
        return kind in self._short

    def suspects(self, kind: str) -> bool:
        """Whether a query of this kind is taken for long before it has run."""
        return self._strikes.get(kind, 0) >= _STRIKES
