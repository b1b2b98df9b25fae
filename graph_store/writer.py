"""The writer's own Oxigraph store: brought from one release to the next by what differs.

It is never asked by readers. A note beside it says which release it equals; while it changes there is none,
so that what a crash leaves behind is built again from the shards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from graph_store.files import remove_tree, sync_folder, write_whole
from graph_store.release import Shard, split_graph

_STORE = "writer"
_NOTE = "writer-release"
# Above this many statements the engine's bulk loader is quicker than a transaction.
_BULK = 10_000
_BATCH = 100_000

Placed = tuple[Shard, Path]


@dataclass(slots=True)
class Moved:
    """What a change did to the default graph: the triples that it has new, and those that it has no more.

    `quads` is by how many the named graphs grew.
    """

    quads: int = 0
    entered: set[ox.Triple] = field(default_factory=set)
    left: set[ox.Triple] = field(default_factory=set)

    def enter(self, store: ox.Store, lines: Sequence[str]) -> None:
        """Note those of N-Quads lines whose statements `store` does not have yet."""
        self.quads += len(lines)
        for quad in ox.parse("\n".join(lines).encode(), ox.RdfFormat.N_QUADS, lenient=True):
            if ox.Quad(quad.subject, quad.predicate, quad.object) not in store:
                self.entered.add(quad.triple)

    def settle(self) -> None:
        """Strike out what left and came again."""
        again = self.entered & self.left
        self.entered -= again
        self.left -= again


class Writer:
    """The writer's store in the directory `folder`. Only the holder of the lock may make one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store: ox.Store | None = None

    def release_id(self) -> str | None:
        """The release that the store equals, or None where that is not known."""
        note = self._folder / _NOTE
        return note.read_text("utf-8").strip() if note.exists() else None

    def settle(self, release_id: str) -> None:
        """Note that the store now equals this release."""
        write_whole(self._folder / _NOTE, release_id + "\n")

    def rebuild(self, shards: Iterable[Path]) -> ox.Store:
        """Start anew from the files of a release."""
        self._unsettle()
        remove_tree(self._folder / _STORE)
        store = self.open()
        for batch in _batches(_all_lines(shards)):
            _load(store, batch)
        return store

    def change(self, gone: Sequence[str], new: Sequence[str], moved: Moved | None) -> ox.Store:
        """Take the N-Quads lines `gone` out and put `new` in; the default graph follows.

        What that does to it is noted in `moved`, where that is wanted.
        """
        self._unsettle()
        store = self.open()
        triples = [quad.triple for quad in _remove(store, gone)]
        for batch in _batches(new):
            if moved:
                moved.enter(store, batch)
            _load(store, batch)
        for triple in triples:
            if not any(True for _ in _in_named_graphs(store, triple)):
                store.remove(ox.Quad(triple.subject, triple.predicate, triple.object))
                if moved:
                    moved.left.add(triple)
        if moved:
            moved.quads -= len(triples)
        return store

    def open(self) -> ox.Store:
        """The store, opened once."""
        if self._store is None:
            self._store = ox.Store(str(self._folder / _STORE))
        return self._store

    def close(self) -> None:
        """Let go of the store, so that the engine ends its threads and frees its lock."""
        self._store = None

    def _unsettle(self) -> None:
        (self._folder / _NOTE).unlink(missing_ok=True)
        sync_folder(self._folder)


def load_lines(store: ox.Store, lines: Sequence[str]) -> None:
    """Put N-Quads lines into `store`, in their graphs and, as statements, in the default graph."""
    for batch in _batches(lines):
        _load(store, batch)


def shard_lines(path: Path) -> Iterator[str]:
    """The lines of a shard file, without line ends."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.rstrip("\n")


def difference(
    before: Iterable[tuple[Shard, Path]], after: Iterable[tuple[Shard, Path]]
) -> tuple[list[str], list[str]]:
    """The sorted lines that only `before` has, and those that only `after` has.

    Only the files that changed are read, and those that share a graph with one of them: two sources may say
    the same in the same graph.
    """
    old = {shard.file: (shard, path) for shard, path in before}
    kept = {shard.file: (shard, path) for shard, path in after}
    gone_files = [old[name] for name in old.keys() - kept.keys()]
    new_files = [kept[name] for name in kept.keys() - old.keys()]
    touched = {graph for shard, _ in (*gone_files, *new_files) for graph in shard.graphs}
    both = [kept[name] for name in kept.keys() & old.keys() if touched.intersection(kept[name][0].graphs)]
    gone = {line for _, path in gone_files for line in shard_lines(path)}
    new = {line for _, path in new_files for line in shard_lines(path)}
    standing = {line for _, path in both for line in shard_lines(path)} if both else set()
    return sorted(gone - new - standing), sorted(new - gone - standing)


def _all_lines(shards: Iterable[Path]) -> Iterator[str]:
    for path in shards:
        yield from shard_lines(path)


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(lines)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _load(store: ox.Store, lines: Sequence[str]) -> None:
    statements = [split_graph(line)[0] + " ." for line in lines]
    data = "\n".join((*lines, *statements)).encode()
    # The lines were checked when they were made.
    load = store.bulk_load if len(lines) > _BULK else store.load
    load(data, ox.RdfFormat.N_QUADS, lenient=True)


def _remove(store: ox.Store, lines: Sequence[str]) -> list[ox.Quad]:
    quads = list(ox.parse("\n".join(lines).encode(), ox.RdfFormat.N_QUADS, lenient=True))
    for quad in quads:
        store.remove(quad)
    return quads


def _in_named_graphs(store: ox.Store, triple: ox.Triple) -> Iterator[ox.Quad]:
    found = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return (quad for quad in found if quad.graph_name != ox.DefaultGraph())
