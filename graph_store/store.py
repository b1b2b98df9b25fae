"""The store: a directory of immutable releases, one writer, a pointer to the current release.

    policygraph-store.json   what the directory is, of which version, and with which base of IRIs
    lock                     held by the one writer
    current                  the id of the current release
    pending                  the id of a release that is being published
    releases/<id>/           see `graph_store.release`
    writer/, writer-release  see `graph_store.writer`

Publishing builds a release aside, forces it to the disk, renames it into place, and then replaces `current`.
A writer that is killed leaves the old release whole; the next one clears what it left.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from extract.records import EXTRACTOR
from graph_store import imports, mapping, publish, validation
from graph_store.files import store_errors, write_whole
from graph_store.publish import NewShard
from graph_store.release import Release, Shard, read_release
from ontology import data, terms
from ontology.errors import StoreError, UsageError

if TYPE_CHECKING:
    from extract.extraction import Extraction

VERSION = 1
MARK = "policygraph-store.json"
_LOCK = "lock"
# What a directory may hold before its first writer came as far as the mark.
_BEFORE_MARK = frozenset({MARK + ".tmp"})
_MOST_NAMES = 20

SystemGraphs = Sequence[tuple[str, Sequence[str]]]


def open_store(where: str | Path) -> Store:
    """The store in the directory `where`, which need not be there yet. Raises StoreError if it cannot be."""
    store = Store(folder_of(where))
    with store_errors(store.folder):
        store.check()
    return store


def folder_of(where: str | Path) -> Path:
    """The directory that `--store` names. Raises StoreError for the address of an endpoint."""
    if str(where).startswith(("http://", "https://")):
        raise StoreError(f"{where}: this command needs a store in a directory; give one with --store DIR.")
    return Path(where)


class Store:
    """A store in a directory. Reading needs no lock; each method that changes it holds the writer's lock.

    Methods that publish take `system_graphs`: ontology, shapes, vocabularies and catalogue as (graph IRI,
    N-Quads lines); None keeps those of the current release, or takes the model's own. They publish one
    release that holds all they were given, or raise and leave the store as it was; where nothing changes,
    they give back the current release.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get_ready(self) -> None:
        """Read what publishing documents needs: for who waits for them to be read."""
        validation.get_ready()

    def ingest(self, extractions: Iterable[Extraction], system_graphs: SystemGraphs | None = None) -> Release:
        """Publish what the extractions say. A source that the store has already is replaced.

        Raises StoreError, ValidationError, and UsageError where two extractions have one name.
        """
        new = [
            publish.new_shard(
                "document",
                item.text.source,
                mapping.quads(item.records, item.text),
                item.text.sha256,
                EXTRACTOR,
            )
            for item in extractions
        ]
        return self._replace(new, system_graphs)

    def import_rdf(
        self, files: Iterable[tuple[Path, str]], system_graphs: SystemGraphs | None = None
    ) -> Release:
        """Publish what RDF files say: (path, source name) each. They are not held against the shapes.

        Raises StoreError, InputError, and UsageError where two files have one name.
        """
        new = []
        for path, name in files:
            lines, sha256 = imports.read_rdf(path, name)
            new.append(publish.sorted_shard("import", name, lines, sha256))
        return self._replace(new, system_graphs)

    def remove(self, sources: Iterable[str], system_graphs: SystemGraphs | None = None) -> Release:
        """Publish a release without what these sources said. Raises StoreError and UsageError."""
        names = set(sources)
        with self._changing():
            current = self.current()
            known = [shard.name for shard in current.sources]
            if unknown := sorted(names.difference(known)):
                raise UsageError(f"no source is called {', '.join(unknown)}; {_listing(known)}.")
            kept = [shard for shard in current.sources if shard.name not in names]
            return self._publish(current, kept, [], system_graphs)

    def current(self) -> Release:
        """The current release. Raises StoreError where there is none."""
        with store_errors(self.folder):
            self.check()
            release_id = publish.current_id(self.folder)
        if release_id is None:
            raise self._empty()
        return self._release(release_id)

    def releases(self) -> list[Release]:
        """The published releases, oldest first. Raises StoreError where there is none."""
        self.current()
        return [self._release(release_id) for release_id in publish.release_ids(self.folder)]

    def release(self, release_id: str) -> Release | None:
        """The published release of this id, or None where there is none. Raises StoreError."""
        with store_errors(self.folder):
            known = release_id in publish.release_ids(self.folder)
            return self._release(release_id) if known else None

    def rollback(self, release_id: str) -> Release:
        """Make a published release the current one, on which the next ingest builds. Raises UsageError."""
        with self._changing():
            known = publish.release_ids(self.folder)
            if release_id not in known:
                raise UsageError(f"no release is called {release_id}; {_listing(known)}.")
            release = self._release(release_id)
            publish.point_to(self.folder, release_id)
            return release

    def prune(self, keep: int) -> list[str]:
        """Take away all releases but the newest `keep` and the current one; gives the ids of what went."""
        if keep < 1:
            raise UsageError(f"cannot keep {keep} releases; keep at least 1.")
        with self._changing():
            current = self.current().id
            old = [name for name in publish.release_ids(self.folder)[:-keep] if name != current]
            for name in old:
                publish.discard(self.folder, name)
            return old

    def _replace(self, new: Sequence[NewShard], system_graphs: SystemGraphs | None) -> Release:
        names = [item.shard.name for item in new]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise UsageError(f"two inputs are called {', '.join(twice)}; rename one of them.")
        with self._writing():
            current = self._current_or_none()
            kept = [shard for shard in current.sources if shard.name not in names] if current else []
            return self._publish(current, kept, new, system_graphs)

    def _publish(
        self,
        current: Release | None,
        kept: Sequence[Shard],
        new: Sequence[NewShard],
        system_graphs: SystemGraphs | None,
    ) -> Release:
        if system_graphs is None and current:
            kept = [*kept, *(shard for shard in current.manifest.shards if shard.kind == "system")]
        else:
            graphs = data.graphs() if system_graphs is None else system_graphs
            new = [*new, *(publish.new_shard("system", iri, lines) for iri, lines in graphs)]
        new, again = _changed(current, new)
        documents = [item for item in new if item.shard.kind == "document"]
        # The engine loads without holding the interpreter: meanwhile another thread validates.
        with ThreadPoolExecutor(1) as aside:
            judged = aside.submit(validation.require, (item.lines() for item in documents))
            return publish.publish(self.folder, current, [*kept, *again], new, judged.result)

    def _current_or_none(self) -> Release | None:
        release_id = publish.current_id(self.folder)
        return self._release(release_id) if release_id else None

    def _empty(self) -> StoreError:
        return StoreError(f"{self.folder}: no release yet: run 'policygraph ingest FILE'.")

    def _release(self, release_id: str) -> Release:
        return read_release(self.folder / publish.RELEASES / release_id)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the writer's lock: nobody publishes or takes away meanwhile. Raises StoreError."""
        with self._changing():
            yield

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """As `_writing`, where there has to be a release: a directory named by mistake is not made."""
        with store_errors(self.folder):
            self.check()
            if not publish.release_ids(self.folder):
                raise self._empty()
        with self._writing():
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock of the one writer; the system frees it when this process ends, however it ends."""
        with store_errors(self.folder):
            self._make()
            with (self.folder / _LOCK).open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError as error:
                    raise StoreError(
                        f"{self.folder}: another process is writing to this store; try again later."
                    ) from error
                publish.clear_leftovers(self.folder)
                try:
                    yield
                finally:
                    # On a full disk, a half-built release must not take up room until somebody writes again.
                    publish.clear_leftovers(self.folder)

    def _make(self) -> None:
        if self.folder.exists() and any(path.name not in _BEFORE_MARK for path in self.folder.iterdir()):
            self.check()
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        mark = {"format": "policygraph-store", "version": VERSION, "base": terms.BASE}
        write_whole(self.folder / MARK, json.dumps(mark) + "\n")

    def check_writable(self) -> None:
        """Raise StoreError where nothing can be written, before work is done that would be lost."""
        there = next(path for path in (self.folder, *self.folder.absolute().parents) if path.exists())
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            raise StoreError(f"{self.folder}: cannot be written; choose another directory with --store.")

    def check(self) -> None:
        """Raise StoreError where the directory is something else, or a store of another version or base."""
        mark = self.folder / MARK
        if not mark.exists():
            if self.folder.exists() and any(path.name not in _BEFORE_MARK for path in self.folder.iterdir()):
                raise StoreError(
                    f"{self.folder}: not a policygraph store; choose another directory with --store."
                )
            return
        try:
            said = json.loads(mark.read_text("utf-8"))
            version, base = said["version"], said.get("base", terms.DEFAULT_BASE)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(f"{mark}: cannot be read; restore the store from a backup.") from error
        if version != VERSION:
            raise StoreError(
                f"{self.folder}: a store of version {version}, and this program reads version {VERSION}; "
                "ingest the documents into a new directory."
            )
        if base != terms.BASE:
            raise StoreError(
                f"{self.folder}: its IRIs begin with {base}, and POLICYGRAPH_BASE_IRI is {terms.BASE}; "
                "set that, or ingest the documents into a new directory."
            )


def _changed(current: Release | None, new: Sequence[NewShard]) -> tuple[list[NewShard], list[Shard]]:
    """Split `new` into what the current release does not have yet, and what it has just so."""
    have = set(current.manifest.shards) if current else set()
    changed = [item for item in new if item.shard not in have]
    return changed, [item.shard for item in new if item.shard in have]


def _listing(names: Sequence[str]) -> str:
    if not names:
        return "there is none"
    shown = ", ".join(names[:_MOST_NAMES])
    return f"there are {shown}" + (
        f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    )
