"""What two releases say differently: statements that one source says in one of them only.

Read from the shards, source by source: files of one name are equal and are not opened, of the others both are
read side by side. However large the releases, a few lines at a time are in memory.
"""

from __future__ import annotations

import heapq
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Literal

from graph_store.fulltext.entries import kind_of
from graph_store.release import Release, Shard, split_graph
from ontology import data, terms
from ontology.errors import QueryTimeout

ChangeKind = Literal["added", "gone", "changed"]
_OLD, _NEW = 0, 1
_OTHER = "other"
_ORDER = ("document", "import", "derived", "system")


@dataclass(frozen=True, slots=True)
class Change:
    """One statement of `source`, in N-Triples: its value `before`, in the old release, and now.

    `change` is "changed" where the property has one value at most and this is another. `kind` is that of the
    entity ("project", "document", ... or "other"), `source_kind` that of the shard.
    """

    change: ChangeKind
    source: str
    source_kind: str
    kind: str
    subject: str
    predicate: str
    before: str | None
    value: str | None
    graph: str

    def lines(self) -> Iterator[str]:
        """The change as N-Quads lines; a comment says on which side each stands."""
        for side, value in (("gone", self.before), ("added", self.value)):
            if value is not None:
                note = side if self.change != "changed" else f"changed: {side}"
                yield f"{self.subject} {self.predicate} {value} <{self.graph}> . # {note}"


@dataclass(slots=True)
class SourceChanges:
    """How much one source changed: `state` says whether it is new, has gone, or says something else."""

    source: str
    source_kind: str
    state: ChangeKind
    quads_before: int
    quads: int
    kinds: dict[str, Counter[str]] = field(default_factory=dict)

    def total(self) -> Counter[str]:
        """Statements added, gone and changed, of all kinds."""
        return sum(self.kinds.values(), Counter())


def sources(old: Release | None, new: Release) -> list[SourceChanges]:
    """The sources that differ, without looking into them: their `kinds` stay empty."""
    return [
        SourceChanges(
            source=name,
            source_kind=kind,
            state="changed" if before and after else "added" if after else "gone",
            quads_before=before.quads if before else 0,
            quads=after.quads if after else 0,
        )
        for (kind, name), before, after in _pairs(old, new)
    ]


def summary(old: Release | None, new: Release, deadline: float | None = None) -> list[SourceChanges]:
    """The sources that differ, with what changed in each. Raises as `changes` does."""
    found = {(item.source_kind, item.source): item for item in sources(old, new)}
    for change in changes(old, new, deadline):
        counts = found[change.source_kind, change.source].kinds.setdefault(change.kind, Counter())
        counts[change.change] += 1
    return list(found.values())


def changes(old: Release | None, new: Release, deadline: float | None = None) -> Iterator[Change]:
    """Every statement that differs, by source and then in the order of the lines; None for nothing before.

    Raises StoreError where a release was pruned meanwhile, QueryTimeout at `deadline` (monotonic seconds).
    """
    for (kind, name), before, after in _pairs(old, new):
        was = old.lines(before) if old and before else iter(())
        now = new.lines(after) if after else iter(())
        for subject, predicate, sides in _differing(was, now, deadline):
            for change, value_before, value, graph in _matched(predicate, *sides):
                yield Change(
                    change,
                    name,
                    kind,
                    kind_of(subject[1:-1]) or _OTHER,
                    subject,
                    predicate,
                    value_before,
                    value,
                    graph,
                )


@cache
def functional() -> frozenset[str]:
    """The properties, as N-Triples, of which the shapes allow one value at most."""
    said: dict[str, dict[str, str]] = {}
    for triple in data.triples("shapes.ttl"):
        subject, predicate, value = triple.split(" ", 2)
        said.setdefault(subject, {})[predicate] = value
    path, most = f"<{terms.SH}path>", f"<{terms.SH}maxCount>"
    one = f'"1"^^<{terms.XSD}integer>'
    return frozenset(shape[path] for shape in said.values() if path in shape and shape.get(most) == one)


_Values = Mapping[str, list[str]]
_Matched = tuple[ChangeKind, str | None, str | None, str]


def _pairs(old: Release | None, new: Release) -> list[tuple[tuple[str, str], Shard | None, Shard | None]]:
    """The shards that differ, by kind and name of the source."""
    was = _shards(old.manifest.shards if old else ())
    now = _shards(new.manifest.shards)
    both = ((key, was.get(key), now.get(key)) for key in sorted(was.keys() | now.keys(), key=_rank))
    return [(key, a, b) for key, a, b in both if a is None or b is None or a.file != b.file]


def _rank(key: tuple[str, str]) -> tuple[int, str]:
    kind, name = key
    return _ORDER.index(kind), name


def _shards(shards: Iterable[Shard]) -> dict[tuple[str, str], Shard]:
    return {(shard.kind, shard.name): shard for shard in shards}


def _differing(
    was: Iterator[str], now: Iterator[str], deadline: float | None
) -> Iterator[tuple[str, str, tuple[_Values, _Values]]]:
    """Subject, predicate, and the values by graph that only one side has of them."""
    both = heapq.merge(((line, _OLD) for line in was), ((line, _NEW) for line in now))
    for (subject, predicate), group in groupby(both, key=lambda item: tuple(item[0].split(" ", 2)[:2])):
        if deadline is not None and time.monotonic() > deadline:
            raise QueryTimeout(
                "these releases differ in more than can be read within the time limit; "
                "ask for N-Quads, or run 'policygraph diff'."
            )
        sides: tuple[set[str], set[str]] = (set(), set())
        for line, side in group:
            sides[side].add(line)
        gone, added = sides[_OLD] - sides[_NEW], sides[_NEW] - sides[_OLD]
        if gone or added:
            start = len(subject) + len(predicate) + 2
            yield subject, predicate, (_by_graph(gone, start), _by_graph(added, start))


def _by_graph(lines: set[str], start: int) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for line in sorted(lines):
        value, graph = split_graph(line)
        values.setdefault(graph, []).append(value[start:])
    return values


def _matched(predicate: str, gone: _Values, added: _Values) -> Iterator[_Matched]:
    for graph in sorted(gone.keys() | added.keys()):
        before, now = gone.get(graph, []), added.get(graph, [])
        if predicate in functional() and len(before) == len(now) == 1:
            yield "changed", before[0], now[0], graph
            continue
        yield from (("gone", value, None, graph) for value in before)
        yield from (("added", None, value, graph) for value in now)
