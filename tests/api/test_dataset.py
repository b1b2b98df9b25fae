"""What the server says of itself, and the whole release at once."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from servers import running

from graph_store.store import open_store
from ontology import terms

VOID, SD = Namespace(terms.VOID), Namespace(terms.SD)
DCAT, DCTERMS = Namespace(terms.DCAT), Namespace(terms.DCTERMS)
DATASET = URIRef(terms.DATASET)
SERIALIZATIONS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}


@pytest.fixture(scope="module")
def http(store: Path, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[httpx.Client]:
    with serving(store) as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


def counted(http: httpx.Client, pattern: str, what: str = "*") -> int:
    query = f"SELECT (COUNT({what}) AS ?n) {{ {pattern} }}"
    rows = http.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    return int(rows[0]["n"]["value"])


@pytest.mark.parametrize(("kind", "name"), SERIALIZATIONS.items())
@pytest.mark.parametrize("path", ["/.well-known/void", "/sparql"])
def test_descriptions_in_each_format(path: str, kind: str, name: str, http: httpx.Client) -> None:
    answer = http.get(path, headers={"Accept": kind})
    assert answer.headers["content-type"].split(";")[0] == kind
    assert answer.content == http.get(path, headers={"Accept": kind}).content
    turtle = Graph().parse(data=http.get(path, headers={"Accept": "text/turtle"}).text, format="turtle")
    assert set(Graph().parse(data=answer.text, format=name)) == set(turtle)


def test_the_numbers_of_the_dataset_are_those_of_the_graph(http: httpx.Client) -> None:
    said = Graph().parse(data=http.get("/.well-known/void").text, format="turtle")
    assert (DATASET, RDF.type, VOID.Dataset) in said
    assert (DATASET, RDF.type, DCAT.Dataset) in said
    expected = {
        VOID.triples: counted(http, "?s ?p ?o"),
        VOID.distinctSubjects: counted(http, "?s ?p ?o", "DISTINCT ?s"),
        VOID.distinctObjects: counted(http, "?s ?p ?o", "DISTINCT ?o"),
        VOID.properties: counted(http, "?s ?p ?o", "DISTINCT ?p"),
        VOID.classes: counted(http, "?s a ?class", "DISTINCT ?class"),
        VOID.entities: counted(http, "?s a ?class", "DISTINCT ?s"),
    }
    assert {name: said.value(DATASET, name).toPython() for name in expected} == expected  # type: ignore[union-attr]
    project = URIRef(terms.PG + "Project")
    part = said.value(predicate=VOID["class"], object=project)
    assert (DATASET, VOID.classPartition, part) in said
    assert said.value(part, VOID.entities) == Literal(counted(http, f"?s a <{project}>"))


def test_the_dataset_names_release_sources_dumps_and_examples(http: httpx.Client, store: Path) -> None:
    answer = http.get("/.well-known/void")
    said = Graph().parse(data=answer.text, format="turtle")
    assert str(said.value(DATASET, DCAT.version)) == answer.headers["X-Policygraph-Release"]
    names = {str(said.value(graph, DCTERMS.title)) for graph in said.objects(DATASET, VOID.subset)}
    assert names == {"notice.txt", "small.ttl"}
    for url in said.objects(DATASET, VOID.dataDump):
        assert http.head(str(url)).status_code == 200
    examples = list(said.objects(DATASET, VOID.exampleResource))
    assert len(examples) == 6
    for example in examples:
        path = str(example).removeprefix(terms.BASE)
        assert http.get(f"/{path}", headers={"Accept": "text/turtle"}).status_code == 200


def test_the_service_description_says_what_the_endpoint_does(http: httpx.Client) -> None:
    said = Graph().parse(data=http.get("/sparql", headers={"Accept": "text/turtle"}).text, format="turtle")
    endpoint = URIRef(f"{http.base_url}sparql")
    assert (endpoint, RDF.type, SD.Service) in said
    assert (endpoint, SD.endpoint, endpoint) in said
    assert (endpoint, SD.supportedLanguage, SD.SPARQL11Query) in said
    assert not list(said.objects(endpoint, SD.feature))
    assert not list(said.objects(endpoint, SD.extensionFunction))
    assert len(list(said.objects(endpoint, SD.resultFormat))) == 10
    dataset = said.value(endpoint, SD.defaultDataset)
    default = said.value(dataset, SD.defaultGraph)
    assert said.value(default, VOID.triples) == Literal(counted(http, "?s ?p ?o"))
    named = {str(said.value(part, SD.name)) for part in said.objects(dataset, SD.namedGraph)}
    rows = http.get("/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"}).json()
    assert named == {row["g"]["value"] for row in rows["results"]["bindings"]}


@pytest.mark.parametrize("suffix", ["nq", "trig", "jsonld", "ttl"])
def test_dumps_hold_the_named_graphs(suffix: str, http: httpx.Client) -> None:
    plain = http.get(f"/dump.{suffix}")
    format_ = ox.RdfFormat.from_extension(suffix)
    assert format_
    assert plain.headers["content-type"].split(";")[0] == format_.media_type.split(";")[0]
    packed = http.get(f"/dump.{suffix}.gz")
    assert packed.headers["content-type"] == "application/gzip"
    assert gzip.decompress(packed.content) == plain.content
    quads = set(ox.parse(plain.content, format_))
    graphs = {str(quad.graph_name) for quad in quads}
    if suffix == "ttl":
        assert len(graphs) == 1
        return
    assert f"<{terms.source_graph('notice.txt')}>" in graphs
    assert f"<{terms.DERIVED_GRAPH}>" not in graphs
    derived = counted(http, f"GRAPH <{terms.DERIVED_GRAPH}> {{ ?s ?p ?o }}")
    assert len(quads) == counted(http, "GRAPH ?g { ?s ?p ?o }") - derived


@pytest.mark.parametrize("path", ["/dump.nq.gz", "/dump.trig", "/.well-known/void"])
def test_what_the_client_has_is_not_sent_again(path: str, http: httpx.Client, older: str) -> None:
    tag = http.get(path).headers["etag"]
    assert http.get(path, headers={"If-None-Match": tag}).status_code == 304
    before = http.get(path, params={"release": older})
    assert before.headers["X-Policygraph-Release"] == older
    assert before.headers["etag"] != tag


def test_head_does_not_make_the_dump(http: httpx.Client) -> None:
    head = http.head("/dump.nq.gz")
    assert head.headers["etag"] == http.get("/dump.nq.gz").headers["etag"]
    assert head.content == b""


def test_a_dump_can_be_imported_again(
    http: httpx.Client, policygraph: Callable[..., object], tmp_path: Path
) -> None:
    (tmp_path / "dump.nq").write_bytes(http.get("/dump.nq").content)
    policygraph("import", tmp_path / "dump.nq", store=tmp_path / "store")
    again = open_store(tmp_path / "store").current()
    assert again.manifest.statements == counted(http, "?s ?p ?o")


def test_the_operator_is_the_publisher(store: Path) -> None:
    with running(store, publisher="示例研究所", services="http://127.0.0.1:1/sparql") as server:
        said = Graph().parse(data=httpx.get(f"{server.url}.well-known/void").text, format="turtle")
        who = said.value(DATASET, DCTERMS.publisher)
        assert str(said.value(who, URIRef(terms.FOAF + "name"))) == "示例研究所"
        about = httpx.get(f"{server.url}sparql", headers={"Accept": "text/turtle"})
        said = Graph().parse(data=about.text, format="turtle")
        assert (URIRef(f"{server.url}sparql"), SD.feature, SD.BasicFederatedQuery) in said
