"""Answers that are kept: a release never changes, so neither does what it answers. Bounded by bytes."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

from graph_store.sparql import shape, unescaped

_LARGEST_SHARE = 16
_ENTRY = 400  # bytes of the objects around an answer, roughly

# What a query may say, in capitals, that makes two answers differ. Where such a word only seems to be there,
# nothing is lost but speed; it may be glued to the keyword before it, which the engine takes. Each part
# begins with a letter of its own, for which the engine of `re` looks quickly.
_BEFORE = ("FILTER", "BY", "HAVING", "DISTINCT")
_CHANGING = re.compile(
    "|".join(
        rf"{word}\b(?:(?<!\w{word})|{'|'.join(f'(?<={before}{word})' for before in _BEFORE)})"
        for word in ("NOW", "RAND", "UUID", "STRUUID", "BNODE")
    )
    + "|SERVICE"
)
_CONSTRUCTING = "CONSTRUCT"
# Looked for from the first of these words on, once: a text may hold a hundred thousand of them.
_CONSTRUCT = re.compile(r"\bCONSTRUCT\b", re.IGNORECASE)
_BLANK = re.compile(r"_:|\[|CONSTRUCT\s*+\{[^{}(]*+\(", re.IGNORECASE)


KEY = "policygraph.key"
"""In the scope of a request of the current release: the key of its answer, without the release."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is sent: headers, body, and how many rows it has."""

    headers: list[tuple[bytes, bytes]]
    body: bytes
    rows: int


class Answers:
    """The answers that were given last, up to `most` bytes. For one event loop."""

    def __init__(self, most: int) -> None:
        self.largest = most // _LARGEST_SHARE
        self.size = 0
        self.hits = self.misses = 0
        self._most = most
        self._answers: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()

    def get(self, key: Hashable) -> Kept | None:
        """The answer that is kept under `key`."""
        found = self._answers.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._answers.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, answer: Kept, size: int) -> None:
        """Keep an answer; `size` are the bytes of its key. Those that were not asked for longest go."""
        size += len(answer.body) + _ENTRY
        if size > self.largest:
            return
        _, before = self._answers.pop(key, (None, 0))
        self._answers[key] = (answer, size)
        self.size += size - before
        while self.size > self._most:
            _, (_, gone) = self._answers.popitem(last=False)
            self.size -= gone


def matches(tag: str, given: str) -> bool:
    """Whether what a client has is what it would be given: `If-None-Match` of RFC 9110, section 13.1.2."""
    strong = tag.removeprefix("W/")
    return any(item.strip().removeprefix("W/") in (strong, "*") for item in given.split(","))


def same_each_time(sparql: str) -> bool:
    """Whether a release answers this query with the same statements whenever it is asked."""
    cut = shape(sparql)
    if cut is not None:
        return _kept_same(cut)
    return ("\\" not in sparql or unescaped(sparql) is sparql) and _same(sparql)


def _same(sparql: str) -> bool:
    capitals = sparql.upper()
    if _CHANGING.search(capitals):
        return False
    if _CONSTRUCTING not in capitals:
        return True
    made = _CONSTRUCT.search(sparql)
    return made is None or not _BLANK.search(sparql, made.start())


_kept_same = lru_cache(maxsize=256)(_same)
