"""What is asked of a reader, and what may go wrong on the way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from graph_store.rows import Term
from graph_store.serving import frames
from ontology.errors import PolicygraphError, QueryError, StoreError

Message = tuple[bytes, bytes]
JSON = "application/sparql-results+json"


class QueueFull(PolicygraphError):  # noqa: N818 - what happened, not what is wrong
    """Every reader is busy and no more may wait; the caller should try again in a moment."""


class StoreDamaged(StoreError):  # noqa: N818
    """What a reader read of its release makes no sense, or could not be read."""


class ReaderLost(PolicygraphError):  # noqa: N818
    """The reader ended in the middle of a query."""

    def __init__(self) -> None:
        """The message is always the same."""
        super().__init__(
            "the process that answered this query ended before it could, for want of memory or because it "
            "was stopped; ask for less at once."
        )


class Question(NamedTuple):
    """One query. Of `accept` the first media type that fits the kind of query counts.

    `default_graphs` and `named_graphs` are IRIs as the protocol gives them: where either is given, they are
    the whole dataset. `encoding` is "", "gzip" or "br". An answer is cut after `most_rows` rows (a graph:
    triples) or at about `most_bytes` (before compression); 0 is no cap.
    """

    sparql: str
    bindings: Mapping[str, Term] = MappingProxyType({})
    accept: tuple[str, ...] = ()
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    encoding: str = ""
    most_rows: int = 0
    most_bytes: int = 0

    def payload(self) -> bytes:
        """The message to a reader."""
        options = (
            self.accept,
            self.default_graphs,
            self.named_graphs,
            self.encoding,
            self.most_rows,
            self.most_bytes,
        )
        terms = {name: term.to_json() for name, term in self.bindings.items()} if self.bindings else None
        # Names of graphs may be long: the cache does not hold them.
        kept = not terms and not self.default_graphs and not self.named_graphs
        said = _written(options) if kept else json.dumps([terms, *options]).encode()
        return said + b"\n" + self.sparql.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=256)
def _written(options: tuple[object, ...]) -> bytes:
    return json.dumps([None, *options]).encode()


class Ending(NamedTuple):
    """How an answer ended: its rows (0 for a graph without caps), and what cut it: "", "rows" or "bytes"."""

    rows: int = 0
    cut: str = ""

    @classmethod
    def read(cls, payload: bytes) -> Ending:
        """From the last message of a reader."""
        rows, cut = payload.decode().split(" ")
        return cls(int(rows), cut)

    def payload(self) -> bytes:
        """The last message of a reader."""
        return f"{self.rows} {self.cut}".encode()


def failure(kind: bytes, said: bytes) -> PolicygraphError:
    """What a reader that could not answer said: the query is at fault, or the disk."""
    if kind == frames.BROKEN:
        return StoreDamaged(
            f"a reader cannot read its release: {said.decode()}; `policygraph doctor` tells what is damaged."
        )
    return QueryError(said.decode())


@dataclass(frozen=True, slots=True)
class Load:
    """What the readers of a pool do at a moment, and how many were killed, or died, since it began."""

    busy: int
    free: int
    waiting: int
    killed: int

    def __add__(self, other: Load) -> Load:
        """Both together."""
        return Load(
            self.busy + other.busy,
            self.free + other.free,
            self.waiting + other.waiting,
            self.killed + other.killed,
        )
