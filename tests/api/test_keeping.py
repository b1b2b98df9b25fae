"""Answers that are kept: ETags, 304, compression, what is not kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from servers import Server, running

from api.encoding import encoding
from api.kept import Answers, Kept, same_each_time
from graph_store.serving.fairness import kind_of

QUERY = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 200"
JSON = "application/sparql-results+json"


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    with running(store) as started:
        yield started


def ask(server: Server, query: str = QUERY, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(server.url + "sparql", params={"query": query}, headers=named, timeout=60)


def test_an_answer_has_a_tag_that_stands_for_it(server: Server) -> None:
    first = ask(server)
    assert first.headers["etag"].startswith('"')
    for tag in (first.headers["etag"], f'"other", W/{first.headers["etag"]}', "*"):
        again = ask(server, if_none_match=tag)
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["X-Policygraph-Release"] == first.headers["X-Policygraph-Release"]
    assert ask(server, if_none_match='"other"').content == first.content


def test_a_tag_holds_after_a_restart(server: Server, store: Path) -> None:
    tag = ask(server).headers["etag"]
    with running(store) as another:
        assert ask(another, if_none_match=tag).status_code == 304


def test_tags_differ_with_what_was_asked(server: Server) -> None:
    graph = "https://w3id.org/policygraph/ontology"
    tags = {
        ask(server, accept_encoding="identity").headers["etag"],
        ask(server, QUERY + " ").headers["etag"],
        ask(server, accept="text/csv").headers["etag"],
        ask(server, accept_encoding="gzip").headers["etag"],
        ask(server, accept_encoding="br").headers["etag"],
        httpx.get(server.url + "sparql", params={"query": QUERY, "default-graph-uri": graph}).headers["etag"],
    }
    assert len(tags) == 6


@pytest.mark.parametrize(
    "query", [QUERY, "CONSTRUCT WHERE { ?s ?p ?o }", "SELECT * { ?a ?b ?c . ?d a ?e } LIMIT 9000"]
)
@pytest.mark.parametrize("name", ["gzip", "br"])
def test_compressed_answers_are_the_same_answers(server: Server, query: str, name: str) -> None:
    plain = ask(server, query, accept_encoding="identity")
    for _ in range(2):
        compressed = ask(server, query, accept_encoding=name)
        assert compressed.headers["content-encoding"] == name
        assert compressed.content == plain.content
        assert {"Accept", "Accept-Encoding"} <= set(compressed.headers["vary"].split(", "))
    assert "content-encoding" not in plain.headers
    length = compressed.headers.get("content-length")
    assert length is None or int(length) < len(plain.content)


def test_what_is_not_worth_it_is_not_compressed(server: Server) -> None:
    assert "content-encoding" not in ask(server, "ASK { ?s ?p ?o }", accept_encoding="gzip").headers


def test_a_header_sent_twice_leaves_no_wrong_answer_behind(server: Server) -> None:
    given = {"query": "SELECT ?s { ?s ?p ?o } LIMIT 3"}
    twice = [("Accept", JSON), ("Accept", "text/csv")]
    assert httpx.get(server.url + "sparql", params=given, headers=twice).headers["content-type"] == JSON
    assert ask(server, given["query"], accept="text/csv").headers["content-type"].startswith("text/csv")


def test_a_body_is_read_though_the_answer_to_its_address_is_kept(server: Server) -> None:
    given = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
    whole = httpx.get(server.url + "sparql", params=given, headers={"Accept": "text/csv"})
    part = httpx.post(
        server.url + "sparql",
        params=given,
        data={"default-graph-uri": "https://w3id.org/policygraph/ontology"},
        headers={"Accept": "text/csv"},
    )
    assert part.status_code == whole.status_code == 200
    assert int(part.text.split()[1]) < int(whole.text.split()[1])


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, ""),
        ("", ""),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip;q=0, br;q=0", ""),
        ("gzip;q=0.3, identity;q=0.8", ""),
        ("identity, gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, *;q=0.1", "gzip"),
        ("GZIP; q=0.5", "gzip"),
        ("gzip;q=nonsense", ""),
    ],
)
def test_compression_is_chosen_by_weight(header: str | None, chosen: str) -> None:
    assert encoding(header) == chosen


@pytest.mark.parametrize(
    "query", ["SELECT (NOW() AS ?t) {}", "SELECT (rand() AS ?r) {}", "SELECT (UUID() AS ?u) {}"]
)
def test_what_changes_each_time_is_neither_kept_nor_tagged(server: Server, query: str) -> None:
    first, second = ask(server, query), ask(server, query)
    assert "etag" not in first.headers
    assert first.content != second.content


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("SELECT * { ?s ?p ?o }", True),
        ("SELECT (Now() AS ?t) {}", False),
        ("SELECT (N\\u004FW() AS ?t) {}", False),
        ("SELECT (STRUUID() AS ?t) {}", False),
        ('SELECT (GROUP_CONCAT(?o; SEPARATOR="\\u001F") AS ?all) { ?s ?p ?o }', True),
        ("CONSTRUCT { [] ?p ?o } WHERE { ?s ?p ?o }", False),
        ("CONSTRUCT { _:a ?p ?o } WHERE { ?s ?p ?o }", False),
        ("SELECT * { ?known ?p ?random }", True),
        ("SELECT * { ?s ?p ?o } ORDER BYRAND()", False),
        ("SELECT (SUM(DISTINCTRAND()) AS ?n) {}", False),
        ("SELECT * { ?s ?p ?o FILTERrand() }", False),
        ("CONSTRUCT { ?s ?p (1 2) } WHERE { ?s ?p ?o }", False),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o > 1) }", True),
    ],
)
def test_queries_that_change_each_time_are_known(query: str, same: bool) -> None:
    assert same_each_time(query) is same


@pytest.mark.parametrize("text", ["CONSTRUCT ", "CONSTRUCT {", "CONSTRUCT {(", "a.b-", "FILTER", "\n'''a."])
def test_no_text_takes_time_that_grows_with_its_square(text: str) -> None:
    long = "#" + text * (200_000 // len(text))
    same_each_time(long)
    kind_of(long)


def test_kept_answers_are_bounded_by_bytes() -> None:
    answers = Answers(100_000)
    for number in range(100):
        answers.put(number, Kept([], b"x" * 4000, 1), 100)
        assert answers.size <= 100_000
    assert answers.get(0) is None
    assert answers.get(99) is not None
    answers.put("large", Kept([], b"x" * 50_000, 1), 100)
    assert answers.get("large") is None
    answers.get(80)
    for number in range(200, 221):
        answers.put(number, Kept([], b"x" * 4000, 1), 100)
    assert answers.get(80) is not None
    assert answers.get(99) is None
