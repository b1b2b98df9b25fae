"""Linked Data: every IRI of the graph under the base resolves, in every form, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from graph_store.dumps import named_lines
from graph_store.store import open_store
from ontology import terms

Serving = Callable[..., AbstractContextManager[str]]
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FORMS = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".jsonld": "application/ld+json",
}


@pytest.fixture(scope="module")
def http(store: Path, serving: Serving) -> Iterator[httpx.Client]:
    with serving(store) as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


def triples(answer: httpx.Response) -> set[str]:
    kind = answer.headers["content-type"].split(";")[0]
    parsed = ox.parse(answer.content, ox.RdfFormat.from_media_type(kind))  # type: ignore[arg-type]
    return {str(quad.triple) for quad in parsed}


def test_one_iri_of_each_kind_resolves(http: httpx.Client, store: Path) -> None:
    kinds: dict[str, str] = {}
    for line in named_lines(open_store(store).current()):
        for quad in ox.parse(line, ox.RdfFormat.N_QUADS):
            for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
                iri = str(term)[1:-1]
                if str(term).startswith(f"<{terms.BASE}"):
                    kinds.setdefault("/".join(iri.removeprefix(terms.BASE).split("/")[:2]).split("#")[0], iri)
    assert {
        "id/evidence",
        "id/obligation",
        "id/deadline",
        "ontology",
        "graph/notice.txt",
        "catalogue",
    } <= kinds.keys()
    for iri in kinds.values():
        path = "/" + iri.removeprefix(terms.BASE)
        for headers in ({"Accept": "text/turtle"}, BROWSER):
            assert http.get(path, headers=headers).status_code == 200, path


@pytest.mark.parametrize("path", ["/id/document/示能-2031-7号", "/graph/notice.txt", "/id/project/1"])
def test_all_forms_say_the_same(path: str, http: httpx.Client) -> None:
    said = triples(http.get(path, headers={"Accept": "application/n-triples"}))
    assert said
    for suffix, kind in FORMS.items():
        by_suffix = http.get(path + suffix)
        by_accept = http.get(path, headers={"Accept": kind})
        assert by_suffix.headers["content-type"].split(";")[0] == kind
        assert by_suffix.content == by_accept.content
        assert triples(by_suffix) == said
    assert http.get(path + ".html").text.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ["机构种类", "委员会", "上级单位"]), ("en", ["agency kind", "commission", "part of"])],
)
def test_page_says_properties_and_codes_in_words(http: httpx.Client, language: str, words: list[str]) -> None:
    page = http.get("/id/agency/ndrc", params={"lang": language}, headers=BROWSER).text
    for word in words:
        assert f">{word}<" in page
    assert ">pg:agencyKind<" not in page


def test_alternates_are_named_and_resolve(http: httpx.Client) -> None:
    answer = http.get("/id/document/示能-2031-7号", headers=BROWSER)
    assert "Accept" in answer.headers["Vary"]
    paths = [part.split(">")[0].lstrip(" <") for part in answer.headers["Link"].split(",")]
    assert len(paths) == 5
    assert paths[0] == quote("/id/document/示能-2031-7号.html")
    assert {http.get(path).status_code for path in paths} == {200}


def test_chinese_slugs_are_found_as_they_are_and_encoded(http: httpx.Client) -> None:
    encoded = http.get("/id/document/%E7%A4%BA%E8%83%BD-2031-7%E5%8F%B7.nt")
    assert encoded.content == http.get("/id/document/示能-2031-7号.nt").content
    assert f"<{terms.entity('document', '示能-2031-7号')}>" in encoded.text


def test_a_graph_gives_all_that_its_source_says(http: httpx.Client, store: Path) -> None:
    release = open_store(store).current()
    shard = next(shard for shard in release.sources if shard.name == "notice.txt")
    assert len(triples(http.get("/graph/notice.txt.ttl"))) == shard.quads
    page = http.get("/graph/notice.txt", headers=BROWSER)
    assert shard.sha256
    assert shard.sha256 in page.text


def test_terms_of_the_ontology_stand_in_its_document(http: httpx.Client) -> None:
    said = triples(http.get("/ontology", headers={"Accept": "text/turtle"}))
    assert any(triple.startswith(f"<{terms.PG}Project> ") for triple in said)
    assert 'id="Project"' in http.get("/ontology", headers=BROWSER).text
    assert triples(http.get("/model", headers={"Accept": "text/turtle"})) == said


def test_the_same_document_has_the_same_bytes(http: httpx.Client) -> None:
    for path in ("/ontology.ttl", "/id/region/150000.ttl", "/vocabulary/units.jsonld"):
        assert http.get(path).content == http.get(path).content


def test_what_the_client_has_is_not_sent_again(http: httpx.Client, older: str) -> None:
    path = "/id/region/150000.ttl"
    tag = http.get(path).headers["ETag"]
    again = http.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert http.get(path, params={"release": older}, headers={"If-None-Match": tag}).status_code == 200
    assert http.get("/id/region/150000.nt", headers={"If-None-Match": tag}).status_code == 200


def test_an_older_release_gives_its_own_statements(http: httpx.Client, older: str) -> None:
    now = triples(http.get("/id/technology/hydrogen.nt"))
    then = triples(http.get("/id/technology/hydrogen.nt", params={"release": older}))
    assert now - then == {f'<{terms.entity("technology", "hydrogen")}> <{terms.RDFS}label> "Hydrogen"@en'}
    assert http.get("/graph/small.ttl", params={"release": older}).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/id/project/none",
        "/id/project/none.ttl",
        "/graph/none.txt",
        "/vocabulary/none",
        "/id/project/%3Cx%3E",
    ],
)
def test_what_is_not_in_the_graph_is_not_found(path: str, http: httpx.Client) -> None:
    answer = http.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_form_that_is_not_given_is_told(http: httpx.Client) -> None:
    answer = http.get("/id/region/150000", headers={"Accept": "image/png"})
    assert answer.status_code == 406
