"""The endpoint through the libraries and tools that people read endpoints with."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from ontology import terms
from queries.catalogue import catalogue

PROJECTS = f"SELECT ?project {{ ?project a <{terms.PG}Project> }} ORDER BY ?project"
LABELS = f"""CONSTRUCT {{ ?project <{terms.RDFS}label> ?name }}
WHERE {{ ?project a <{terms.PG}Project> ; <{terms.RDFS}label> ?name }}"""


@pytest.fixture(scope="module")
def endpoint(store: Path, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    with serving(store) as url:
        yield f"{url}sparql"


@pytest.fixture
def wrapper(endpoint: str) -> SPARQLWrapper:
    return SPARQLWrapper(endpoint)


def asked(wrapper: SPARQLWrapper, query: str, kind: str) -> object:
    wrapper.setQuery(query)
    wrapper.setReturnFormat(kind)
    return wrapper.query().convert()


@pytest.mark.parametrize("how", [(), (POST, URLENCODED), (POST, POSTDIRECTLY)], ids=["get", "form", "direct"])
def test_sparqlwrapper_reads_rows(how: tuple[str, ...], wrapper: SPARQLWrapper) -> None:
    if how:
        wrapper.setMethod(how[0])
        wrapper.setRequestMethod(how[1])
    rows = asked(wrapper, PROJECTS, JSON)
    assert isinstance(rows, dict)
    names = [row["project"]["value"] for row in rows["results"]["bindings"]]
    assert names
    document = asked(wrapper, PROJECTS, XML)
    assert len(document.getElementsByTagName("result")) == len(names)  # type: ignore[attr-defined]
    for kind in (CSV, TSV):
        text = asked(wrapper, PROJECTS, kind)
        assert isinstance(text, bytes)
        assert len(text.decode().splitlines()) == len(names) + 1


@pytest.mark.parametrize("kind", [TURTLE, N3, RDFXML, JSONLD])
def test_sparqlwrapper_reads_graphs(kind: str, wrapper: SPARQLWrapper) -> None:
    answer = asked(wrapper, LABELS, kind)
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format="turtle")  # type: ignore[arg-type]
    assert (None, URIRef(terms.RDFS + "label"), Literal("草原绿氢项目", lang="zh")) in graph


def test_sparqlwrapper_says_what_is_wrong(wrapper: SPARQLWrapper) -> None:
    with pytest.raises(QueryBadFormed, match="1:"):
        asked(wrapper, "SELECT * {", JSON)


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_the_endpoint_as_a_store(method: str, endpoint: str) -> None:
    graph = Graph(SPARQLStore(endpoint, method=method))
    assert len(graph) > 0
    project = next(graph.subjects(URIRef(terms.RDF + "type"), URIRef(terms.PG + "Project")))
    assert list(graph.objects(project, URIRef(terms.RDFS + "label")))
    assert [row[0] for row in graph.query(PROJECTS)]  # type: ignore[index]
    assert graph.query("ASK { ?s ?p ?o }").askAnswer


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl_reads_the_endpoint(endpoint: str) -> None:
    options = ["-sSf", "--compressed", "-H", "Accept: text/csv", "--data-urlencode", f"query={PROJECTS}"]
    done = subprocess.run(["curl", *options, endpoint], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert lines[0] == "project"
    assert len(lines) > 1


def test_editors_find_prefixes_and_examples(wrapper: SPARQLWrapper) -> None:
    """What an editor asks that looks for them, as SIB's sparql-editor does."""
    wrapper.addParameter("ac", "1")  # parameters that the protocol does not know are left aside
    heads = f"PREFIX sh: <{terms.SH}> PREFIX rdfs: <{terms.RDFS}> PREFIX schema: <{terms.SCHEMA}> "
    found = asked(
        wrapper, f"{heads} SELECT ?prefix ?iri {{ [] sh:namespace ?iri ; sh:prefix ?prefix }}", JSON
    )
    assert isinstance(found, dict)
    rows = found["results"]["bindings"]
    assert {row["prefix"]["value"]: row["iri"]["value"] for row in rows} == terms.PREFIXES
    examples = f"""{heads} SELECT DISTINCT ?example ?comment ?query {{
      ?example a sh:SPARQLExecutable ; rdfs:comment ?comment ; schema:keywords ?word ;
        sh:select|sh:ask|sh:construct|sh:describe ?query FILTER(LANG(?comment) = "en") }} ORDER BY ?example"""
    found = asked(wrapper, examples, JSON)
    assert isinstance(found, dict)
    texts = {row["query"]["value"] for row in found["results"]["bindings"]}
    assert texts == {query.sparql for query in catalogue().values()}
