"""Building one release aside, and putting it in its place in one step."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from graph_store import derive
from graph_store.files import link, remove_tree, sync_folder, sync_tree, write_whole
from graph_store.fulltext import index
from graph_store.release import MANIFEST, SHARDS, STORE, Manifest, Release, Shard, read_release, split_graph
from graph_store.statistics import STATISTICS, Statistics, count, recorded, recount
from graph_store.writer import Moved, Writer, difference
from ontology import terms
from ontology.errors import StoreError

RELEASES = "releases"
CURRENT = "current"
PENDING = "pending"
_ASIDE = ".new"
_IN_MEMORY = 32 << 20
_COPIED = 1 << 20
_BATCH = 10_000
_GONE = ".gone-"
# Where this share of a release changes, building the writer's store anew is quicker than changing it.
_MOSTLY = 0.5
# Where less than this share changes, going through what changed is quicker than counting everything.
_LITTLE = 0.05
_ID = re.compile(r"\d{4,}-[0-9a-f]{10}")


@dataclass(frozen=True, slots=True)
class NewShard:
    """What a source or a system graph says, as sorted lines that are not in a release yet."""

    shard: Shard
    content: IO[bytes]

    def lines(self) -> list[str]:
        """The lines without their ends."""
        self.content.seek(0)
        return self.content.read().decode().split("\n")[:-1]

    def write(self, folder: Path) -> None:
        """Put them into the shards of a release."""
        self.content.seek(0)
        with (folder / self.shard.file).open("wb") as file:
            shutil.copyfileobj(self.content, file, _COPIED)


def new_shard(
    kind: str, name: str, lines: Iterable[str], sha256: str | None = None, extractor: str | None = None
) -> NewShard:
    """A shard of `lines`, which are N-Quads lines with a graph, in any order."""
    return sorted_shard(kind, name, sorted(set(lines)), sha256, extractor)


def sorted_shard(
    kind: str, name: str, lines: Iterable[str], sha256: str | None = None, extractor: str | None = None
) -> NewShard:
    """A shard of `lines` that are sorted, each there once; many of them wait in a file."""
    content = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - read after this call
    digest = hashlib.sha256()
    graphs: set[str] = set()
    quads = 0
    rest = iter(lines)
    while batch := list(islice(rest, _BATCH)):
        data = "".join(f"{line}\n" for line in batch).encode()
        content.write(data)
        digest.update(data)
        graphs.update(split_graph(line)[1] for line in batch)
        quads += len(batch)
    file = digest.hexdigest()[:32] + ".nq"
    return NewShard(Shard(kind, name, file, tuple(sorted(graphs)), quads, sha256, extractor), content)


def content_key(shards: Iterable[Shard], rules: str) -> str:
    """Ten hexadecimal digits over what a release holds, before what is derived from it."""
    said = sorted(
        [shard.kind, shard.name, shard.file, shard.sha256, shard.extractor]
        for shard in shards
        if shard.kind != "derived"
    )
    return hashlib.sha256(json.dumps([said, rules], ensure_ascii=False).encode()).hexdigest()[:10]


def publish(
    folder: Path,
    current: Release | None,
    kept: Sequence[Shard],
    new: Sequence[NewShard],
    check: Callable[[], None],
) -> Release:
    """Make the release of `kept` shards of the current one and `new` ones, and point to it.

    `check` is called when all is built and may raise: then nothing is published. Where the content is that of
    the current release, that one is the answer and nothing changes.
    """
    rules = derive.rules()
    shards = [*kept, *(item.shard for item in new)]
    key = content_key(shards, rules)
    if current and current.id.endswith(f"-{key}"):
        return current
    release_id = f"{_next_number(folder):04d}-{key}"
    aside = folder / RELEASES / _ASIDE
    remove_tree(aside)
    (aside / SHARDS).mkdir(parents=True)
    for shard in kept:
        if current:
            link(current.shard_path(shard), aside / SHARDS / shard.file)
    for item in new:
        item.write(aside / SHARDS)
    writer = Writer(folder)
    placed = {shard: aside / SHARDS / shard.file for shard in shards}
    # The engine loads, and SQLite writes, without holding the interpreter.
    with ThreadPoolExecutor(1) as beside:
        indexed = beside.submit(index.update, aside, placed, current.path if current else None)
        derived, counted = _fill(folder, writer, aside, shards)
        indexed.result()
    published = datetime.now(UTC).isoformat(timespec="seconds")
    parent = current.id if current else None
    everything = tuple(sorted((*shards, derived), key=lambda shard: (shard.kind, shard.name)))
    manifest = Manifest(release_id, parent, published, rules, counted.quads, counted.statements, everything)
    (aside / MANIFEST).write_text(manifest.to_json(), "utf-8")
    (aside / STATISTICS).write_text(counted.to_json(), "utf-8")
    sync_tree(aside)
    check()
    _put_in_place(folder, aside, release_id)
    writer.settle(release_id)
    return read_release(folder / RELEASES / release_id)


def point_to(folder: Path, release_id: str) -> None:
    """Make a release the current one, in one step."""
    write_whole(folder / CURRENT, release_id + "\n")


def clear_leftovers(folder: Path) -> None:
    """Remove what a writer left that failed or was killed: a release half built, or not pointed to."""
    pending = folder / PENDING
    if pending.exists():
        begun = _word(pending)
        if begun and _word(folder / CURRENT) != begun:
            remove_tree(folder / RELEASES / begun)
        pending.unlink()
    if (folder / RELEASES).exists():
        for left in sorted((folder / RELEASES).glob(".*")):
            remove_tree(left)


def discard(folder: Path, release_id: str) -> None:
    """Take a release away; a reader of the directory never sees half of it."""
    gone = folder / RELEASES / (_GONE + release_id)
    os.replace(folder / RELEASES / release_id, gone)
    remove_tree(gone)


def current_id(folder: Path) -> str | None:
    """The id that `current` names, None before the first release.

    Raises StoreError where there are releases and it names none of them: the next release would silently lose
    all that they say.
    """
    named = _word(folder / CURRENT)
    if _ID.fullmatch(named) and (folder / RELEASES / named).is_dir():
        return named
    begun = _word(folder / PENDING)
    known = [release_id for release_id in release_ids(folder) if release_id != begun]
    if not known:
        return None
    raise StoreError(
        f"{folder / CURRENT}: names none of the releases {', '.join(known)}; go to one with "
        "'policygraph releases rollback ID'."
    )


def release_ids(folder: Path) -> list[str]:
    """The ids of all releases, oldest first."""
    releases = folder / RELEASES
    if not releases.exists():
        return []
    names = (path.name for path in releases.iterdir() if _ID.fullmatch(path.name))
    return sorted(names, key=lambda name: (int(name.split("-")[0]), name))


def _word(file: Path) -> str:
    """What a file of one word says; "" where it is not there."""
    return file.read_text("utf-8", errors="replace").strip() if file.exists() else ""


def _next_number(folder: Path) -> int:
    return max((int(name.split("-")[0]) for name in release_ids(folder)), default=0) + 1


def _fill(folder: Path, writer: Writer, aside: Path, shards: Sequence[Shard]) -> tuple[Shard, Statistics]:
    """Bring the writer's store to `shards`, derive, copy it beside them: derived shard, and what there is."""
    here = aside / SHARDS
    after = [(shard, here / shard.file) for shard in shards]
    store, base, moved = _bring(folder, writer, after)
    new = new_shard("derived", terms.DERIVED_GRAPH, derive.derive(store, moved))
    new.write(here)
    store.flush()
    store.backup(str(aside / STORE))
    everything = (*shards, new.shard)
    counted = recount(base, store, moved, everything) if base and moved else count(store, everything)
    del store
    writer.close()
    return new.shard, counted


def _bring(
    folder: Path, writer: Writer, after: Sequence[tuple[Shard, Path]]
) -> tuple[ox.Store, Statistics | None, Moved | None]:
    """The writer's store with what `after` says; and where that is little, what there was and what moved."""
    base_id = writer.release_id()
    base_path = folder / RELEASES / base_id if base_id else None
    if base_path and base_path.exists():
        base = read_release(base_path)
        before = [(shard, base.shard_path(shard)) for shard in base.manifest.shards]
        gone, new = difference(before, after)
        size = len(gone) + len(new)
        if size <= _MOSTLY * base.manifest.quads:
            counted = recorded(base)
            moved = Moved() if counted and size <= _LITTLE * base.manifest.quads else None
            return writer.change(gone, new, moved), counted, moved
    return writer.rebuild(path for _, path in after), None, None


def _put_in_place(folder: Path, aside: Path, release_id: str) -> None:
    write_whole(folder / PENDING, release_id)
    os.replace(aside, folder / RELEASES / release_id)
    sync_folder(folder / RELEASES)
    point_to(folder, release_id)
    (folder / PENDING).unlink()
