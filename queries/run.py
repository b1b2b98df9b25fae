"""Runs a query of the catalogue against a release and gives an answer: rows, each with its evidence."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from graph_store.rows import Iri, Literal, Rows, Term
from ontology.errors import UsageError
from queries import lint, values
from queries.catalogue import CatalogueQuery, Label, catalogue, internal

Value = str | int | float | list[str] | None

_AT_ONCE = 200
_WHERE = "WHERE {"
_BETWEEN = "\x1f"  # what the query files join several values with


class Select(Protocol):
    """How a release is asked: SPARQL text and the terms that stand for some of its variables."""

    def __call__(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Rows:
        """All rows. Raises QueryError and QueryTimeout."""
        ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement stands: characters `start` to `end` of the file `source` with this hash."""

    source: str
    source_sha256: str
    start: int
    end: int
    page: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a value a column, and what it rests on."""

    values: Mapping[str, Value]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a catalogue query says of one release. `complete` is False where rows were cut."""

    question: str
    query: CatalogueQuery
    parameters: Mapping[str, str]
    labels: Mapping[str, Label]
    release: str
    complete: bool
    rows: tuple[Row, ...]
    notes: tuple[Label, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON data."""
        return {
            "question": self.question,
            "query": self.query.id,
            "parameters": dict(self.parameters),
            "parameter_labels": {name: label.model_dump() for name, label in self.labels.items()},
            "release": self.release,
            "complete": self.complete,
            "columns": list(self.query.columns),
            "rows": [
                {
                    "values": dict(row.values),
                    "evidence": [
                        {name: getattr(item, name) for name in Evidence.__slots__} for item in row.evidence
                    ],
                }
                for row in self.rows
            ],
            "counts": self.counts(),
            "notes": [note.model_dump() for note in self.notes],
        }

    def counts(self) -> list[dict[str, Any]]:
        """How many rows each section and each status has, in the order of the rows."""
        keys = [name for name in ("section", "status") if name in self.query.columns]
        found = Counter(tuple(row.values[name] for name in keys) for row in self.rows) if keys else Counter()
        return [{**dict(zip(keys, key, strict=True)), "rows": count} for key, count in found.items()]


def run(
    name: str | CatalogueQuery,
    parameters: Mapping[str, str],
    select: Select,
    release: str,
    *,
    question: str | None = None,
    limit: int | None = None,
) -> Answer:
    """Answer a query of the catalogue, or one like it; `parameters` as people write them (`values.coerce`).

    `limit` cuts the rows further than the query itself does. Raises UsageError, QueryError, QueryTimeout.
    """
    query = find(name) if isinstance(name, str) else name
    given = values.coerce(query, parameters)
    found = _asked(query, given, select)
    cut = min(query.limit, limit) if limit is not None else query.limit
    kept = [dict(zip(found.columns, row, strict=True)) for row in found.rows[:cut]]
    proofs = _evidence([row[name] for row in kept for name in query.evidence_of], select)
    concepts = {
        item.name: concept for item in query.params if (concept := values.concept_of(item, given[item.name]))
    }
    return Answer(
        question=question or f"{query.question.zh} {query.question.en}",
        query=query,
        parameters={name: term.value for name, term in given.items()},
        labels={name: Label(**concept.labels) for name, concept in concepts.items()},
        release=release,
        complete=len(found.rows) < query.limit and len(kept) == len(found.rows),
        rows=tuple(_row(query, row, proofs) for row in kept),
        notes=(*_notes(query, concepts), *(_absent(query, given) if not kept else ())),
    )


def select_rows(name: str | CatalogueQuery, parameters: Mapping[str, str], select: Select) -> Rows:
    """The bare rows of a query, without its parameters among the columns. Raises as `run` does."""
    query = find(name) if isinstance(name, str) else name
    found = _asked(query, values.coerce(query, parameters), select)
    places = [found.columns.index(column) for column in query.columns]
    return Rows(tuple(query.columns), [tuple(row[place] for place in places) for row in found.rows])


def rows_of_each(query: CatalogueQuery, iris: Sequence[str], select: Select) -> dict[str, Row]:
    """The row that `query`, which asks of one IRI, gives of each of `iris`, with its evidence.

    What has no row is left out. Raises QueryError, QueryTimeout.
    """
    found: dict[str, dict[str, Term | None]] = {}
    for iri, row in _of_each(query, iris, select):
        found.setdefault(iri, row)
    proofs = _evidence([row[name] for row in found.values() for name in query.evidence_of], select)
    return {iri: _row(query, row, proofs) for iri, row in found.items()}


def find(name: str) -> CatalogueQuery:
    """The query called `name`. Raises UsageError."""
    query = catalogue().get(name) or internal().get(name)
    if query is None:
        near = difflib.get_close_matches(name, catalogue(), n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "`policygraph queries` lists them."
        raise UsageError(f"There is no query {name!r} in the catalogue. {hint}")
    return query


def evidence_of(iri: str, select: Select) -> tuple[Evidence, ...]:
    """What the entity `iri` rests on, in the order of the sources."""
    return _evidence([Iri(iri)], select).get(iri, ())


def _asked(query: CatalogueQuery, given: Mapping[str, Term], select: Select) -> Rows:
    return select(query.sparql, {lint.PARAMETER + name: term for name, term in given.items()})


def _row(
    query: CatalogueQuery, row: Mapping[str, Term | None], proofs: Mapping[str, tuple[Evidence, ...]]
) -> Row:
    cells = {name: _value(row[name], column.many) for name, column in query.columns.items()}
    named = (row[name] for name in query.evidence_of)
    items = [item for term in named if isinstance(term, Iri) for item in proofs[term.value]]
    return Row(cells, tuple(dict.fromkeys(items)))


def _value(term: Term | None, many: bool) -> Value:
    if many:
        return sorted({part for part in term.value.split(_BETWEEN) if part}) if term else []
    if isinstance(term, Literal):
        return term.python()
    return term.value if term else None


def _evidence(entities: Sequence[Term | None], select: Select) -> dict[str, tuple[Evidence, ...]]:
    query = internal()["evidence"]
    wanted = list(dict.fromkeys(item.value for item in entities if isinstance(item, Iri)))
    found: dict[str, list[Evidence]] = {iri: [] for iri in wanted}
    for iri, row in _of_each(query, wanted, select):
        if len(found[iri]) < query.limit:
            found[iri].append(_proof(row))
    return {iri: tuple(proofs) for iri, proofs in found.items()}


def _of_each(
    query: CatalogueQuery, iris: Sequence[str], select: Select
) -> Iterator[tuple[str, dict[str, Term | None]]]:
    """Each row that `query`, which asks of one IRI, gives of each of `iris`, in its order, with that IRI.

    Many are asked for at a time: to ask costs more than to answer.
    """
    variable = lint.PARAMETER + query.params[0].name
    for rows in _batches(query, variable, list(dict.fromkeys(iris)), select):
        for row in rows.rows:
            said = dict(zip(rows.columns, row, strict=True))
            about = said[variable]
            if isinstance(about, Iri):
                yield about.value, said


def _batches(query: CatalogueQuery, variable: str, iris: Sequence[str], select: Select) -> Iterator[Rows]:
    """The rows of two hundred IRIs at a time.

    Only what is an IRI by its letters becomes text; anything else is bound, alone.
    """
    plain = [iri for iri in iris if values.ABSOLUTE.fullmatch(iri)]
    for start in range(0, len(plain), _AT_ONCE):
        yield from _batch(query, variable, plain[start : start + _AT_ONCE], select)
    for iri in sorted(set(iris).difference(plain)):
        yield select(query.sparql, {variable: Iri(iri)})


def _batch(query: CatalogueQuery, variable: str, iris: Sequence[str], select: Select) -> Iterator[Rows]:
    """The rows of `iris`; where there are more than they may have, so that some are cut, half by half."""
    most = query.limit * len(iris)
    text = _only_of(iris, variable, query.sparql)
    rows = select(f"{text.rpartition('LIMIT')[0]} LIMIT {most + 1}")
    if len(rows.rows) <= most or len(iris) == 1:
        yield rows
        return
    middle = len(iris) // 2
    yield from _batch(query, variable, iris[:middle], select)
    yield from _batch(query, variable, iris[middle:], select)


def _only_of(iris: Sequence[str], variable: str, sparql: str) -> str:
    """`sparql` with `iris` in every SELECT that gives `variable`: a sub-SELECT is evaluated by itself."""
    listed = f" VALUES ?{variable} {{ {' '.join(f'<{iri}>' for iri in iris)} }}"
    head, *blocks = sparql.split(_WHERE)
    text = before = head
    for block in blocks:
        gives = re.search(rf"\?{variable}\b", before.rpartition("SELECT")[2])
        text += f"{_WHERE}{listed if gives else ''}{block}"
        before = block
    return text


def _proof(row: Mapping[str, Term | None]) -> Evidence:
    said = {name: term.value for name, term in row.items() if term}
    return Evidence(
        source=said["source"],
        source_sha256=said["source_sha256"],
        start=int(said["start"]),
        end=int(said["end"]),
        page=int(said["page"]) if "page" in said else None,
        quote=said["quote"],
    )


def _absent(query: CatalogueQuery, given: Mapping[str, Term]) -> Iterator[Label]:
    """Of an answer without rows, that a name may be printed otherwise."""
    for parameter in query.params:
        name = given[parameter.name].value
        if parameter.kind == "text" and name:
            yield Label(
                zh=f"名称按原文的一部分查找；图谱中没有符合“{name}”的结果。",
                en=f"Names are found by a part of what is printed; nothing in the graph fits “{name}”.",
            )


def _notes(query: CatalogueQuery, concepts: Mapping[str, Any]) -> list[Label]:
    """The query's own note; and of a region, the neighbour that is no part of it but may be taken for one."""
    notes = [query.note] if query.note else []
    for name, concept in concepts.items():
        parameter = query.parameter(name)
        if parameter is None or parameter.scheme != "regions":
            continue
        for neighbour in values.SCHEMES["regions"]().concepts.values():
            if neighbour.iri not in concept.related and concept.iri not in neighbour.related:
                continue
            other = neighbour.labels
            notes.append(
                Label(
                    zh=f"{other['zh']}不属于{concept.labels['zh']}，单列：请另行查询。",
                    en=f"{other['en']} is not part of {concept.labels['en']} and stands apart: "
                    "ask for it by its name.",
                )
            )
    return notes
