"""What is wrong with a store, and what to do about it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox

from graph_store import publish
from graph_store.fulltext.index import LARGE, SEARCH
from graph_store.release import STORE, Release, read_release
from graph_store.store import Store
from ontology.errors import StoreError

_FREE = 1 << 30  # bytes; with less a release of any size may not find room
_AGAIN = "ingest its sources again, or restore a backup"


def checkup(store: Store) -> Iterator[str]:
    """One sentence for each thing that is wrong: where, what, what to do. Nothing is changed.

    Every file of every release is read: checksums of what the sources said, the number of statements in
    the engine's store, the index of names. Raises nothing: what stops the checkup is its last sentence.
    """
    try:
        store.check()
        current = publish.current_id(store.folder)
    except (StoreError, OSError) as error:
        yield str(error)
        return
    release_ids = publish.release_ids(store.folder)
    if current is None:
        yield f"{store.folder}: no release yet; run 'policygraph ingest FILE'."
    if (store.folder / publish.PENDING).exists():
        yield (
            f"{store.folder}: a writer was stopped while it published; the next ingest, remove or import "
            "clears what it left."
        )
    for release_id in release_ids:
        yield from _release(store.folder / publish.RELEASES / release_id)
    yield from _room(store.folder)


def _release(path: Path) -> Iterator[str]:
    try:
        release = read_release(path)
    except StoreError as error:
        yield str(error)
        return
    yield from _shards(release)
    yield from _engine(release)
    for name in (SEARCH, LARGE):
        if (path / name).exists():
            yield from _index(path / name)


def _shards(release: Release) -> Iterator[str]:
    for shard in release.manifest.shards:
        where = f"{release.id}: what {shard.name} said ({shard.file})"
        try:
            with release.shard_path(shard).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            yield f"{where} cannot be read ({error.strerror}); {_AGAIN}."
            continue
        if digest[:32] + ".nq" != shard.file:
            yield f"{where} was changed since it was written; {_AGAIN}."


def _engine(release: Release) -> Iterator[str]:
    where = f"{release.id}: the engine's store"
    try:
        held = len(ox.Store.read_only(str(release.path / STORE)))
    except (OSError, ValueError) as error:
        yield f"{where} cannot be opened ({error}); {_AGAIN}."
        return
    if held != release.size:
        yield f"{where} holds {held:,} statements, not {release.size:,}; {_AGAIN}."


def _index(path: Path) -> Iterator[str]:
    where = f"{path.parent.name}: the index of names ({path.name})"
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as index:
            said = index.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        yield f"{where} is damaged ({said}); remove the file: a search then makes one."


def _room(folder: Path) -> Iterator[str]:
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free
    if free < _FREE:
        yield f"{folder}: {free >> 20:,} MiB are free on its disk; make room before the next release."
