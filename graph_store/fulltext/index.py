"""The index beside a release, brought from one release to the next by what differs: `search.sqlite`.

Each shard has its own entries, so that a source comes and goes without the others. SQLite's FTS5 keeps the
words of names and those of quotes in two tables, which hold no text of their own. Ranking depends on the
entries alone, not on the order in which they came.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from graph_store.files import store_errors
from graph_store.fulltext.entries import QUOTE, Entry, entries
from graph_store.fulltext.words import normal, words
from graph_store.release import Release, Shard
from graph_store.writer import shard_lines
from ontology.errors import StoreError

SEARCH = "search.sqlite"
# To be raised with every change of what is found or how it is cut: an index of another version is built anew.
VERSION = 1
_SCHEMA = """
CREATE TABLE shards (id INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE);
CREATE TABLE entries (
    id INTEGER PRIMARY KEY, shard INTEGER NOT NULL, iri TEXT NOT NULL, kind TEXT NOT NULL,
    field INTEGER NOT NULL, text TEXT NOT NULL, language TEXT NOT NULL, normal TEXT NOT NULL
);
CREATE INDEX of_shard ON entries (shard);
CREATE INDEX of_iri ON entries (iri);
CREATE INDEX by_name ON entries (normal) WHERE field < 2;
CREATE VIRTUAL TABLE names USING fts5(words, content='', columnsize=0, tokenize='ascii');
CREATE VIRTUAL TABLE quotes USING fts5(words, content='', columnsize=0, tokenize='ascii');
CREATE VIRTUAL TABLE name_words USING fts5vocab(names, row);
"""


def update(folder: Path, shards: Mapping[Shard, Path], base: Path | None = None) -> None:
    """Write the index of `shards` into `folder`, starting from the index at `base` where that helps.

    Raises StoreError where it cannot be written.
    """
    file = folder / SEARCH
    wanted = {shard.file: path for shard, path in shards.items() if shard.kind != "derived"}
    if base and _helps(base, wanted):
        shutil.copyfile(base, file)
    with _writing(file) as index:
        known = dict(index.execute("SELECT file, id FROM shards").fetchall())
        for name in sorted(known.keys() - wanted.keys()):
            _remove(index, known[name])
        for name in sorted(wanted.keys() - known.keys()):
            _add(index, name, entries(shard_lines(wanted[name])))


class Indexes:
    """The indexes of releases; a release without one of this version gets a temporary one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._folders: dict[Path, TemporaryDirectory[str]] = {}

    def of(self, release: Release) -> Path:
        """Where the index of `release` lies. Raises StoreError."""
        file = release.path / SEARCH
        with self._lock:
            if release.path not in self._folders:
                if _current(file):
                    return file
                folder = TemporaryDirectory(prefix="policygraph-search-")
                shards = {shard: release.shard_path(shard) for shard in release.manifest.shards}
                with store_errors(release.path):
                    update(Path(folder.name), shards)
                self._folders[release.path] = folder
            return Path(self._folders[release.path].name) / SEARCH

    def close(self) -> None:
        """Take the temporary ones away."""
        with self._lock:
            while self._folders:
                self._folders.popitem()[1].cleanup()


def opened(file: Path) -> sqlite3.Connection:
    """A connection to an index, which nobody ever writes to again; for one thread at a time."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False)


@contextmanager
def _writing(file: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(file)) as index:
            # A half-written index is never seen: it lies aside until the whole release is put in its place.
            index.execute("PRAGMA journal_mode = OFF")
            index.execute("PRAGMA synchronous = OFF")
            if not index.execute("PRAGMA user_version").fetchone()[0]:
                index.executescript(_SCHEMA)
                index.execute(f"PRAGMA user_version = {VERSION}")
            yield index
            index.commit()
    except sqlite3.Error as error:
        raise StoreError(f"{file}: the search index cannot be written: {error}.") from error


def _current(file: Path) -> bool:
    """Whether there is an index at `file`, and of this version."""
    if not file.exists():
        return False
    with closing(opened(file)) as index:
        return bool(index.execute("PRAGMA user_version").fetchone()[0] == VERSION)


def _helps(base: Path, wanted: Mapping[str, Path]) -> bool:
    """Whether the index at `base` is of this version, and more of it stays than goes."""
    if not _current(base):
        return False
    with closing(opened(base)) as index:
        counts = index.execute(
            "SELECT file, COUNT(entries.id) FROM shards LEFT JOIN entries ON shard = shards.id GROUP BY file"
        ).fetchall()
    gone = sum(count for name, count in counts if name not in wanted)
    return bool(2 * gone <= sum(count for _, count in counts))


def _add(index: sqlite3.Connection, file: str, found: Iterable[Entry]) -> None:
    shard = index.execute("INSERT INTO shards (file) VALUES (?)", (file,)).lastrowid
    first = index.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM entries").fetchone()[0]
    rows = []
    cut: dict[str, list[tuple[int, str]]] = {"names": [], "quotes": []}
    for place, entry in enumerate(found, start=first):
        quote = entry.field == QUOTE
        compared = "" if quote else normal(entry.text)
        rows.append((place, shard, entry.iri, entry.kind, entry.field, entry.text, entry.language, compared))
        cut["quotes" if quote else "names"].append((place, " ".join(words(entry.text))))
    index.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    for table, texts in cut.items():
        index.executemany(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", texts)  # noqa: S608 - ours


def _remove(index: sqlite3.Connection, shard: int) -> None:
    rows = index.execute("SELECT id, field, text FROM entries WHERE shard = ?", (shard,)).fetchall()
    for table, quotes in (("names", False), ("quotes", True)):
        # A table without content is told what it held.
        gone = [(row, " ".join(words(text))) for row, field, text in rows if (field == QUOTE) == quotes]
        statement = f"INSERT INTO {table} ({table}, rowid, words) VALUES ('delete', ?, ?)"  # noqa: S608 - ours
        index.executemany(statement, gone)
    index.execute("DELETE FROM entries WHERE shard = ?", (shard,))
    index.execute("DELETE FROM shards WHERE id = ?", (shard,))
