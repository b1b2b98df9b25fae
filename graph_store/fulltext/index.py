"""The index beside a release, brought from one release to the next by what differs.

    search.sqlite         what came lately, and which shards of the large part no longer count
    search-large.sqlite   the large part, where there is much: the same file in many releases

Each shard has its own entries, so that a source comes and goes without the others. SQLite's FTS5 keeps the
words of names and those of quotes in two tables, which hold no text of their own. What is found, and in which
order, depends on the entries alone, not on when they came or in which part they are.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from graph_store.files import link, store_errors
from graph_store.fulltext.entries import QUOTE, Entry, entries
from graph_store.fulltext.words import normal, words
from graph_store.release import Release, Shard
from graph_store.writer import shard_lines
from ontology.errors import StoreError

SEARCH = "search.sqlite"
LARGE = "search-large.sqlite"
# The quads whose entries may stand beside the large part, and the share of its own: then a new one is made.
_BESIDE = 200_000
_SHARE = 0.25
# To be raised with every change of what is found or how it is cut: an index of another version is built anew.
VERSION = 3
_SCHEMA = """
CREATE TABLE shards (id INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, quads INTEGER NOT NULL);
CREATE TABLE gone (shard INTEGER PRIMARY KEY);
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


_Wanted = Mapping[str, tuple[Shard, Path]]


def update(
    folder: Path, shards: Mapping[Shard, Path], before: Path | None = None, most_beside: int = _BESIDE
) -> None:
    """Write the index of `shards` into `folder`, starting from the one in the folder `before` where it helps.

    Up to `most_beside` quads may stand beside the large part. Raises StoreError where it cannot be written.
    """
    wanted = {shard.file: (shard, path) for shard, path in shards.items() if shard.kind != "derived"}
    start = before / SEARCH if before and _current(before / SEARCH) else None
    large = start.with_name(LARGE) if start and start.with_name(LARGE).exists() else None
    held = _held(large)
    gone = held.keys() - wanted.keys()
    rest = {name: wanted[name] for name in wanted.keys() - held.keys()}
    beside = sum(shard.quads for shard, _ in rest.values()) + sum(held[name][1] for name in gone)
    if beside > max(most_beside, _SHARE * sum(shard.quads for shard, _ in wanted.values())):
        _bring(folder / LARGE, wanted, large)
        gone, rest, start = set(), {}, None
    elif large:
        link(large, folder / LARGE)
    _bring(folder / SEARCH, rest, start)
    with _writing(folder / SEARCH) as index:
        index.execute("DELETE FROM gone")
        index.executemany("INSERT INTO gone VALUES (?)", [(held[name][0],) for name in sorted(gone)])


def _bring(file: Path, wanted: _Wanted, start: Path | None) -> None:
    """Write the entries of the shards `wanted` to `file`: `start` changed, if that helps."""
    if start and _helps(start, wanted):
        shutil.copyfile(start, file)
    with _writing(file) as index:
        known = dict(index.execute("SELECT file, id FROM shards").fetchall())
        for name in sorted(known.keys() - wanted.keys()):
            _remove(index, known[name])
        for name in sorted(wanted.keys() - known.keys()):
            shard, path = wanted[name]
            _add(index, shard, entries(shard_lines(path)))


def _held(file: Path | None) -> dict[str, tuple[int, int]]:
    """The shards of an index by their files: id and quads."""
    if file is None:
        return {}
    with closing(_connected(file)) as index:
        return {
            name: (id_, quads) for name, id_, quads in index.execute("SELECT file, id, quads FROM shards")
        }


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
    """A connection to an index, which nobody ever writes to again; for one thread at a time.

    Its schema `main` has what came lately, `large` the rest; `parts` says which there are.
    """
    index = _connected(file)
    large = file.with_name(LARGE)
    if large.exists():
        index.execute("ATTACH ? AS large", (_address(large),))
    return index


def parts(index: sqlite3.Connection) -> list[tuple[str, str]]:
    """The schemas of an index, each with the condition under which its `entries` count."""
    names = {row[1] for row in index.execute("PRAGMA database_list")}
    live = "entries.shard NOT IN (SELECT shard FROM main.gone)"
    return [("main", "TRUE"), *([("large", live)] if "large" in names else [])]


def _connected(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(_address(file), uri=True, check_same_thread=False)


def _address(file: Path) -> str:
    return f"{file.absolute().as_uri()}?immutable=1"


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
    """Whether there is an index at `file`, and both its parts are of this version."""
    if not file.exists():
        return False
    with closing(opened(file)) as index:
        versions = [index.execute(f"PRAGMA {part}.user_version").fetchone()[0] for part, _ in parts(index)]
    return versions == [VERSION] * len(versions)


def _helps(start: Path, wanted: _Wanted) -> bool:
    """Whether more of the part at `start` stays than goes."""
    held = _held(start)
    gone = sum(quads for name, (_, quads) in held.items() if name not in wanted)
    return 2 * gone <= sum(quads for _, quads in held.values())


def _add(index: sqlite3.Connection, of: Shard, found: Iterable[Entry]) -> None:
    held = index.execute("INSERT INTO shards (file, quads) VALUES (?, ?)", (of.file, of.quads))
    shard = held.lastrowid
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
