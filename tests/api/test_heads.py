"""Heads of requests and answers: headers of several lines, tags, the methods of a path, the release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from servers import running

RELEASE = "X-Policygraph-Release"
QUERY = {"query": "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 100"}
BROWSER = {"Accept": "text/html"}
OF_RELEASE = [
    "/projects?limit=2",
    "/documents",
    "/obligations",
    "/agencies",
    "/regions",
    "/technologies",
    "/queries",
    "/queries/projects_all",
    "/ask?q=projects+in+Inner+Mongolia",
    "/graph?view=projects",
    "/search?q=hydrogen",
    "/id/region/150000",
    "/ontology",
    "/dump.nq.gz",
    "/.well-known/void",
]


@pytest.fixture(scope="module")
def http(store: Path) -> Iterator[httpx.Client]:
    with running(store) as server, httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "loved", "liked"),
    [
        ("/sparql?query=ASK{}", "application/sparql-results+xml", "application/sparql-results+json"),
        ("/projects", "application/json", "text/csv"),
        ("/id/region/150000", "text/turtle", "application/ld+json"),
    ],
)
def test_lines_of_one_header_are_one(path: str, loved: str, liked: str, http: httpx.Client) -> None:
    answer = http.get(path, headers=[("Accept", f"{liked};q=0.1"), ("Accept", loved)])
    assert answer.headers["content-type"].split(";")[0] == loved


@pytest.mark.parametrize(("path", "encoding"), [("/sparql", "br"), ("/queries", None)])
def test_compressions_of_several_lines_are_weighed(
    path: str, encoding: str | None, http: httpx.Client
) -> None:
    wanted = "br" if encoding else "identity"
    said = [("Accept-Encoding", "gzip;q=0.1"), ("Accept-Encoding", wanted)]
    answer = http.get(path, params=QUERY if encoding else None, headers=said)
    assert answer.headers.get("content-encoding") == encoding


@pytest.mark.parametrize("path", ["/sparql", "/projects", "/id/region/150000"])
def test_tags_of_several_lines_are_all_looked_at(path: str, http: httpx.Client) -> None:
    params = QUERY if path == "/sparql" else None
    tag = http.get(path, params=params).headers["etag"]
    given = [("If-None-Match", '"other"'), ("If-None-Match", tag)]
    assert http.get(path, params=params, headers=given).status_code == 304


@pytest.mark.parametrize("path", OF_RELEASE)
def test_what_a_release_answers_has_a_tag(path: str, http: httpx.Client) -> None:
    answer = http.get(path)
    assert answer.status_code == 200
    again = http.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control", RELEASE):
        assert again.headers[name] == answer.headers[name]
    assert set(answer.headers["vary"].split(", ")) <= set(again.headers["vary"].split(", "))
    assert http.head(path, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    other = http.get(path, headers={"If-None-Match": 'W/"other"'})
    assert (other.status_code, other.headers["etag"]) == (200, answer.headers["etag"])


@pytest.mark.parametrize("accept", ["application/json", "text/csv", "text/html"])
def test_tags_differ_with_release_and_format(accept: str, http: httpx.Client, older: str) -> None:
    tag = http.get("/projects", headers={"Accept": accept}).headers["etag"]
    given = {"Accept": accept, "If-None-Match": tag}
    before = http.get("/projects", params={"release": older}, headers=given)
    assert before.status_code == 200
    assert before.headers["etag"] != tag
    others = {"application/json", "text/csv", "text/html"} - {accept}
    answers = [http.get("/projects", headers=given | {"Accept": other}) for other in others]
    assert [answer.status_code for answer in answers] == [200, 200]


def test_pages_in_two_languages_have_two_tags(http: httpx.Client) -> None:
    chinese = http.get("/projects", headers=BROWSER | {"Accept-Language": "zh"})
    english = http.get("/projects", headers=BROWSER | {"Accept-Language": "en"})
    assert chinese.headers["etag"] != english.headers["etag"]


def test_the_description_of_the_endpoint_has_a_tag(http: httpx.Client) -> None:
    wanted = {"Accept": "text/turtle"}
    tag = http.get("/sparql", headers=wanted).headers["etag"]
    assert http.get("/sparql", headers=wanted | {"If-None-Match": tag}).status_code == 304


def test_what_was_not_found_has_no_tag(http: httpx.Client) -> None:
    for path in ("/queries/nothing", "/id/region/000000", "/projects?status=gone"):
        answer = http.get(path, headers={"If-None-Match": "*"})
        assert answer.status_code in {400, 404}
        assert "etag" not in answer.headers


def test_only_get_and_head_are_told_that_nothing_changed(http: httpx.Client) -> None:
    tag = http.get("/sparql", params=QUERY).headers["etag"]
    assert http.head("/sparql", params=QUERY, headers={"If-None-Match": tag}).status_code == 304
    posted = http.post("/sparql", data=QUERY, headers={"If-None-Match": tag})
    assert (posted.status_code, posted.headers["etag"]) == (200, tag)
    assert len(posted.json()["results"]["bindings"]) == 100


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/sparql", "GET, HEAD, OPTIONS, POST"),
        ("/projects", "GET, HEAD, OPTIONS"),
        ("/documents", "GET, HEAD, OPTIONS, POST"),
        ("/id/region/150000", "GET, HEAD, OPTIONS"),
        ("/dump.nq", "GET, HEAD, OPTIONS"),
        ("/mcp", "OPTIONS, POST"),
    ],
)
def test_every_path_tells_its_methods(path: str, methods: str, http: httpx.Client) -> None:
    answer = http.options(path)
    assert (answer.status_code, answer.content, answer.headers["allow"]) == (204, b"", methods)


def test_every_answer_names_its_release(store: Path, http: httpx.Client, older: str) -> None:
    release = http.get("/readyz").json()["release"]
    preflight = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    answers = [
        http.options("/projects", headers=preflight),
        http.options("/projects"),
        http.delete("/projects"),
        http.get("/nothing"),
        http.get("/healthz"),
        http.get("/openapi.json"),
        http.get("/ask?q=projects", headers=BROWSER),
    ]
    with running(store, rate_limit="1/minute") as limited:
        answers += [httpx.get(f"{limited.url}{path}") for path in ("projects", "projects", "sparql")]
    assert [answer.status_code for answer in answers[-2:]] == [429, 429]
    assert {answer.headers.get(RELEASE) for answer in answers} == {release}
    refused = http.get("/projects", params={"release": older, "status": "gone"})
    assert (refused.status_code, refused.headers[RELEASE]) == (400, older)
