"""Answers as values that are equal if and only if they say the same."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pyoxigraph as ox

_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_ROWS = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
}
_GRAPHS = {".ttl": "text/turtle", ".rdf": "application/rdf+xml", ".nt": "application/n-triples"}
Solution = Mapping[str, Any]
Said = Any


def expected(path: Path, lax: bool = False) -> tuple[str, Said]:
    """The media type to ask for, and what an answer must say."""
    data = path.read_bytes()
    if path.suffix in _ROWS:
        return _ROWS[path.suffix], said(data, _ROWS[path.suffix], lax)
    kind = _GRAPHS[path.suffix]
    quads = list(ox.parse(data, _format(kind), base_iri=path.as_uri()))
    if any(str(quad.object) == f"<{_RS}ResultSet>" for quad in quads):
        return "application/sparql-results+xml", _result_set(quads, lax)
    return kind, _graph(quads)


def said(data: bytes, kind: str, lax: bool = False) -> Said:
    """What the answer `data` of media type `kind` says."""
    if kind == "text/csv":
        head, *rows = list(csv.reader(io.StringIO(data.decode())))
        cells = [[re.sub(r"^_:.+", "_:", _number(cell)) for cell in row] for row in rows]
        plain = [dict(zip(head, row, strict=True)) for row in cells]
        return sorted(head), Counter(tuple(sorted(row.items())) for row in plain)
    if kind in _ROWS.values():
        format_ = ox.QueryResultsFormat.from_media_type(kind)
        assert format_
        results = ox.parse_query_results(data, format_)
        if isinstance(results, ox.QueryBoolean):
            return bool(results)
        assert isinstance(results, ox.QuerySolutions)
        names = [variable.value for variable in results.variables]
        rows_ = [{name: row[name] for name in names if row[name] is not None} for row in results]
        return _solutions(rows_, names, lax)
    return _graph(ox.parse(data, _format(kind)))


def _format(kind: str) -> ox.RdfFormat:
    format_ = ox.RdfFormat.from_media_type(kind)
    assert format_
    return format_


def _graph(quads: Iterable[ox.Quad]) -> Said:
    dataset = ox.Dataset(
        ox.Quad(quad.subject, quad.predicate, _canonical(quad.object), quad.graph_name) for quad in quads
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return Counter(str(quad) for quad in dataset)


def _solutions(rows: Iterable[Solution], names: Iterable[str], lax: bool) -> Said:
    ground: Counter[tuple[tuple[str, str], ...]] = Counter()
    open_: list[ox.Quad] = []
    for row in rows:
        values = {name: _canonical(value) for name, value in row.items()}
        if any(isinstance(value, ox.BlankNode) for value in values.values()):
            node = ox.BlankNode()
            open_ += [ox.Quad(node, ox.NamedNode(f"var:{name}"), value) for name, value in values.items()]
        else:
            ground[tuple(sorted((name, str(value)) for name, value in values.items()))] += 1
    return sorted(names), set(ground) if lax else ground, _graph(open_)


def _result_set(quads: Iterable[ox.Quad], lax: bool) -> Said:
    said_of: dict[str, dict[str, list[Any]]] = {}
    for quad in quads:
        values = said_of.setdefault(str(quad.subject), {}).setdefault(quad.predicate.value, [])
        values.append(quad.object)
    top = next(
        value for value in said_of.values() if _RS + "resultVariable" in value or _RS + "boolean" in value
    )
    if _RS + "boolean" in top:
        return top[_RS + "boolean"][0].value == "true"
    rows = []
    for solution in top.get(_RS + "solution", []):
        bindings = [said_of[str(node)] for node in said_of[str(solution)].get(_RS + "binding", [])]
        rows.append({item[_RS + "variable"][0].value: item[_RS + "value"][0] for item in bindings})
    return _solutions(rows, [name.value for name in top[_RS + "resultVariable"]], lax)


def _canonical(term: Any) -> Any:
    """Numbers by their value: the standard leaves open how they are written."""
    if isinstance(term, ox.Literal) and term.datatype.value.startswith(_XSD):
        kind = term.datatype.value.removeprefix(_XSD)
        if kind in ("integer", "decimal", "double", "float"):
            return ox.Literal(_number(term.value), datatype=term.datatype)
    return term


def _number(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return f"{value.normalize():f}" if value.is_finite() else text
