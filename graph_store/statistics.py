"""What a release holds, counted once when it is built: `releases/<id>/statistics.json`.

Pages and descriptions read these numbers instead of asking for them each time.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from graph_store.files import store_errors
from graph_store.release import STORE, Release, Shard
from ontology import terms
from ontology.errors import StoreError

STATISTICS = "statistics.json"

_PROPERTIES = """SELECT ?p
  (COUNT(*) AS ?statements) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s ?p ?o } GROUP BY ?p"""
_CLASSES = f"SELECT ?class (COUNT(*) AS ?entities) WHERE {{ ?s <{terms.RDF}type> ?class }} GROUP BY ?class"
_DISTINCT = "SELECT (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) WHERE { ?s ?p ?o }"


@dataclass(frozen=True, slots=True)
class PropertyCounts:
    """Of one property: its statements, and the distinct subjects and objects of them."""

    statements: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of the default graph, which holds each statement once; `quads` are those of the named graphs.

    `classes` says how many entities each class has, `sources` how many sources there are of each kind
    ("document", "import"). Keys are IRIs, sorted.
    """

    quads: int
    statements: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    properties: Mapping[str, PropertyCounts]
    sources: Mapping[str, int]

    def to_json(self) -> str:
        """The numbers as they stand on the disk."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def count(store: ox.Store, shards: Iterable[Shard]) -> Statistics:
    """Count what `store` holds, whose default graph is built; `shards` are those of the release."""
    properties = {
        row["p"].value: PropertyCounts(*(int(row[name].value) for name in PropertyCounts.__slots__))
        for row in _rows(store, _PROPERTIES)
    }
    classes = {row["class"].value: int(row["entities"].value) for row in _rows(store, _CLASSES)}
    distinct = next(_rows(store, _DISTINCT))
    statements = sum(counts.statements for counts in properties.values())
    kinds = Counter(shard.kind for shard in shards if shard.kind in ("document", "import"))
    return Statistics(
        quads=len(store) - statements,
        statements=statements,
        subjects=int(distinct["subjects"].value),
        objects=int(distinct["objects"].value),
        classes=dict(sorted(classes.items())),
        properties=dict(sorted(properties.items())),
        sources=dict(sorted(kinds.items())),
    )


def statistics(release: Release) -> Statistics:
    """The numbers of a release; one that was published without them is counted. Raises StoreError."""
    return _statistics(release.path, release.manifest.shards)


@lru_cache(maxsize=16)
def _statistics(path: Path, shards: tuple[Shard, ...]) -> Statistics:
    file = path / STATISTICS
    with store_errors(path):
        if not file.exists():
            return count(ox.Store.read_only(str(path / STORE)), shards)
        fields = json.loads(file.read_text("utf-8"))
    try:
        properties = {iri: PropertyCounts(**counts) for iri, counts in fields["properties"].items()}
        return Statistics(**{**fields, "properties": properties})
    except (TypeError, KeyError, AttributeError) as error:
        raise StoreError(f"{file}: not as it was written; go to another release.") from error


def _rows(store: ox.Store, query: str) -> Iterator[ox.QuerySolution]:
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - a SELECT gives nothing else
    return rows
