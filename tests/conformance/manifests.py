"""Test manifests of the W3C form: https://www.w3.org/2001/sw/DataAccess/tests/test-manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
KINDS = {
    MF.QueryEvaluationTest: "evaluation",
    MF.CSVResultFormatTest: "evaluation",
    MF.PositiveSyntaxTest: "positive",
    MF.PositiveSyntaxTest11: "positive",
    MF.NegativeSyntaxTest: "negative",
    MF.NegativeSyntaxTest11: "negative",
    MF.ProtocolTest: "protocol",
}


@dataclass(frozen=True)
class Case:
    """One test: its IRI, its kind, and where its parts are. `lax` allows REDUCED to leave out repetitions."""

    iri: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None
    lax: bool = False

    @property
    def default_graph(self) -> str:
        """The IRI of the graph that holds the default graph of this test on the server."""
        return f"{self.iri}/default"

    @property
    def sparql(self) -> str:
        """The query, with its file as the base of relative IRIs."""
        text = self.query.read_text(encoding="utf-8")
        return f"BASE <{self.query.as_uri()}>\n{text}" if self.kind == "evaluation" else text


def cases(root: Path) -> list[Case]:
    """The tests of SPARQL 1.0 and 1.1 in all manifests below `root`, but for entailment and federation."""
    found: dict[str, Case] = {}
    whole = root.resolve()
    for path in sorted(whole.rglob("manifest.ttl")):
        if not re.search(r"sparql-?12|/entailment/|/rdf/", f"/{path.relative_to(whole)}"):
            for case in _cases(path):
                found.setdefault(case.iri, case)
    return list(found.values())


def _cases(path: Path) -> Iterator[Case]:
    graph = Graph().parse(path, publicID=path.as_uri())
    for entries in graph.objects(None, MF.entries):
        for test in Collection(graph, entries):
            kind = next((KINDS[type_] for type_ in graph.objects(test, RDF.type) if type_ in KINDS), None)
            if kind:
                yield _case(graph, test, kind, path)


def _case(graph: Graph, test: Node, kind: str, manifest: Path) -> Case:
    action = graph.value(test, MF.action)
    if kind == "protocol":
        return Case(str(test), kind, manifest)
    query = graph.value(action, QT.query) or action
    data = [_path(item) for item in graph.objects(action, QT.data)]
    named = [_graph(graph, item) for item in graph.objects(action, QT.graphData)]
    result = graph.value(test, MF.result)
    path = _path(query)
    if kind == "evaluation" and not data and not named:
        named = _mentioned(path)  # the query says by FROM which files it reads
    return Case(
        str(test),
        kind,
        path,
        tuple(sorted(data)),
        tuple(sorted(named)),
        _path(result) if result else None,
        graph.value(test, MF.resultCardinality) == MF.LaxCardinality,
    )


def _mentioned(query: Path) -> list[tuple[str, Path]]:
    text = query.read_text(encoding="utf-8")
    files = [query.parent / name for name in re.findall(r"FROM\s+(?:NAMED\s+)?<([^>:]+)>", text)]
    return [(file.as_uri(), file) for file in dict.fromkeys(files) if file.is_file()]


def _graph(graph: Graph, item: Node) -> tuple[str, Path]:
    if inner := graph.value(item, QT.graph):
        name = graph.value(item, RDFS.label)
        path = _path(inner)
        return str(name) if name and ":" in str(name) else path.as_uri(), path
    path = _path(item)
    return path.as_uri(), path


def _path(iri: Node | None) -> Path:
    assert isinstance(iri, URIRef), iri
    return Path(unquote(urlsplit(str(iri)).path))
