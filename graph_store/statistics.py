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
from graph_store.release import STORE, Release, Shard, read_release
from graph_store.writer import Moved
from ontology import terms
from ontology.errors import StoreError

STATISTICS = "statistics.json"
_ALL = ""
_Key = tuple[ox.NamedNode | None, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]

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
    return Statistics(
        quads=len(store) - statements,
        statements=statements,
        subjects=int(distinct["subjects"].value),
        objects=int(distinct["objects"].value),
        classes=dict(sorted(classes.items())),
        properties=dict(sorted(properties.items())),
        sources=_sources(shards),
    )


def recount(base: Statistics, store: ox.Store, moved: Moved, shards: Iterable[Shard]) -> Statistics:
    """What `store` holds, from what there was before and what moved since: the same as `count` gives."""
    moved.settle()
    statements = {iri: counts.statements for iri, counts in base.properties.items()}
    classes = Counter(base.classes)
    for sign, triples in ((1, moved.entered), (-1, moved.left)):
        for triple in triples:
            predicate = triple.predicate.value
            statements[predicate] = statements.get(predicate, 0) + sign
            if predicate == terms.RDF + "type":
                classes[str(triple.object)[1:-1]] += sign
    none = PropertyCounts(0, 0, 0)
    subjects, objects = _grown(store, moved, "subject"), _grown(store, moved, "object")
    properties = {
        iri: PropertyCounts(
            number,
            base.properties.get(iri, none).subjects + subjects[iri],
            base.properties.get(iri, none).objects + objects[iri],
        )
        for iri, number in sorted(statements.items())
        if number
    }
    return Statistics(
        quads=base.quads + moved.quads,
        statements=base.statements + len(moved.entered) - len(moved.left),
        subjects=base.subjects + subjects[_ALL],
        objects=base.objects + objects[_ALL],
        classes={iri: number for iri, number in sorted(classes.items()) if number},
        properties=properties,
        sources=_sources(shards),
    )


def statistics(release: Release) -> Statistics:
    """The numbers of a release; one that was published without them is counted. Raises StoreError."""
    return _statistics(release.path)


def recorded(release: Release) -> Statistics | None:
    """The numbers that were counted when the release was built, if they were. Raises StoreError."""
    file = release.path / STATISTICS
    with store_errors(release.path):
        if not file.exists():
            return None
        text = file.read_text("utf-8")
    try:
        fields = json.loads(text)
        properties = {iri: PropertyCounts(**counts) for iri, counts in fields["properties"].items()}
        return Statistics(**{**fields, "properties": properties})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(f"{file}: not as it was written; go to another release.") from error


@lru_cache(maxsize=16)
def _statistics(path: Path) -> Statistics:
    release = read_release(path)
    with store_errors(path):
        said = recorded(release)
        return said or count(ox.Store.read_only(str(path / STORE)), release.manifest.shards)


def _grown(store: ox.Store, moved: Moved, end: str) -> Counter[str]:
    """By how many the distinct subjects, or objects, of each property grew, and those of all statements.

    One came if all statements that have it now are new; one went if none has it now.
    """
    grown: Counter[str] = Counter()
    came, went = _keys(moved.entered, end), _keys(moved.left, end)
    for key in came - went:
        grown[_name(key)] += all(triple in moved.entered for triple in _having(store, end, key))
    for key in went - came:
        grown[_name(key)] -= not any(True for _ in _having(store, end, key))
    return grown


def _keys(triples: Iterable[ox.Triple], end: str) -> set[_Key]:
    """What distinct terms are counted by: each at its end of any statement, and of those of its property."""
    found: set[_Key] = set()
    for triple in triples:
        term = getattr(triple, end)
        found.update(((None, term), (triple.predicate, term)))
    return found


def _having(store: ox.Store, end: str, key: _Key) -> Iterator[ox.Triple]:
    predicate, term = key
    found = (
        store.quads_for_pattern(term, predicate, None, ox.DefaultGraph())  # type: ignore[arg-type]
        if end == "subject"
        else store.quads_for_pattern(None, predicate, term, ox.DefaultGraph())
    )
    return (quad.triple for quad in found)


def _name(key: _Key) -> str:
    return key[0].value if key[0] else _ALL


def _sources(shards: Iterable[Shard]) -> dict[str, int]:
    kinds = Counter(shard.kind for shard in shards if shard.kind in ("document", "import"))
    return dict(sorted(kinds.items()))


def _rows(store: ox.Store, query: str) -> Iterator[ox.QuerySolution]:
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - a SELECT gives nothing else
    return rows
