"""A release: what was published at one moment. Nobody ever writes to it.

    releases/<id>/manifest.json   what it holds, with checksums
    releases/<id>/shards/*.nq     sorted N-Quads, one file a source, named by their content
    releases/<id>/store/          the same as an Oxigraph store, with the default graph
    releases/<id>/statistics.json how much there is of what: `graph_store.statistics`
    releases/<id>/search*.sqlite  the words of its names and quotes: `graph_store.fulltext`

The default graph holds each statement of the release once; it stands in no shard.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from graph_store.files import store_errors
from graph_store.rows import Rows, Term
from ontology.errors import StoreError

if TYPE_CHECKING:
    from graph_store.readers import ReaderPool

MANIFEST = "manifest.json"
SHARDS = "shards"
STORE = "store"


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of a release: `kind` is "document", "import", "system" or "derived".

    `name` is the source's name, or the graph IRI of a system graph; `sha256` is of the source's file; `file`
    is the name of the shard, which is the checksum of its content.
    """

    kind: str
    name: str
    file: str
    graphs: tuple[str, ...]
    quads: int
    sha256: str | None = None
    extractor: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release holds: `statements` in its default graph, `quads` in its named ones; times in UTC."""

    id: str
    parent: str | None
    published: str
    rules: str
    quads: int
    statements: int
    shards: tuple[Shard, ...]

    def to_json(self) -> str:
        """The manifest as it stands on the disk."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


@dataclass(slots=True)
class Release:
    """A published release in its directory. Close it, or use it in a `with`, when it was asked anything."""

    path: Path
    manifest: Manifest
    _pool: ReaderPool | None = field(default=None, repr=False, compare=False)

    @property
    def id(self) -> str:
        """The identifier: a sequence number and a checksum of the content."""
        return self.manifest.id

    @property
    def sources(self) -> list[Shard]:
        """The sources, by name."""
        return sorted(
            (shard for shard in self.manifest.shards if shard.kind in ("document", "import")),
            key=lambda shard: shard.name,
        )

    @property
    def size(self) -> int:
        """The quads that a reader holds: those of the named graphs and of the default graph."""
        return self.manifest.quads + self.manifest.statements

    def shard_path(self, shard: Shard) -> Path:
        """Where a shard lies."""
        return self.path / SHARDS / shard.file

    def lines(self, shard: Shard) -> Iterator[str]:
        """The sorted lines of a shard, without line ends."""
        with store_errors(self.path), self.shard_path(shard).open(encoding="utf-8", newline="\n") as file:
            for line in file:
                yield line.rstrip("\n")

    def select(
        self, sparql: str, bindings: Mapping[str, Term] | None = None, timeout: float | None = None
    ) -> Rows:
        """Answer a SELECT or ASK in a process of its own, which is stopped at the time limit.

        Raises QueryError and QueryTimeout.
        """
        if self._pool is None:
            from graph_store.readers import ReaderPool  # noqa: PLC0415 - readers know releases

            # A command asks once or twice: to open the store takes less time than to load it into memory.
            self._pool = ReaderPool(self, workers=1, memory_quads=0)
        return self._pool.select(sparql, bindings, timeout)

    def close(self) -> None:
        """End the process that answers."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def __enter__(self) -> Release:
        """The release itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def read_release(path: Path) -> Release:
    """The release in the directory `path`. Raises StoreError."""
    try:
        fields = json.loads((path / MANIFEST).read_text("utf-8"))
        shards = tuple(Shard(**{**shard, "graphs": tuple(shard["graphs"])}) for shard in fields["shards"])
        return Release(path, Manifest(**{**fields, "shards": shards}))
    except (OSError, ValueError, TypeError, KeyError) as error:
        reason = getattr(error, "strerror", None) or "not as it was written"
        raise StoreError(
            f"{path}: the manifest of this release cannot be read ({reason.lower()}); go to another with "
            "'policygraph releases rollback ID'."
        ) from error


def split_graph(line: str) -> tuple[str, str]:
    """The triple (without its full stop) and the graph IRI of an N-Quads line that has a graph."""
    end = line.rindex(" <")
    return line[:end], line[end + 2 : -3]
