"""The HTTP app on a real loopback server over a real store."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from api.pages import local_path
from ontology import terms

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Serving = Callable[..., AbstractContextManager[str]]
PROJECTS = "SELECT ?s { ?s a <https://w3id.org/policygraph/ontology#Project> } ORDER BY ?s"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def http(store: Path, serving: Serving) -> Iterator[httpx.Client]:
    with serving(store, "--query-timeout", "2") as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


def test_probes(http: httpx.Client) -> None:
    assert http.get("/healthz").json() == {"status": "ok"}
    ready = http.get("/readyz").json()
    assert (ready["status"], ready["from"]) == ("ready", "memory")


def test_ask_in_both_languages(http: httpx.Client) -> None:
    english = http.get("/ask", params={"q": "Which hydrogen projects are in Inner Mongolia?"})
    chinese = http.get("/ask", params={"q": "内蒙古有哪些氢能项目？"})
    assert english.json()["rows"] == chinese.json()["rows"]
    assert english.json()["query"] == "projects_by_technology_and_region"
    assert english.json()["rows"][0]["evidence"][0]["quote"] == "草原绿氢项目"
    assert english.headers["X-Policygraph-Release"] == english.json()["release"]


def test_declined_question_is_a_problem_with_suggestions(http: httpx.Client) -> None:
    answer = http.get("/ask", params={"q": "hydrogen projects in Atlantis"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["not_understood"] == ["Atlantis"]
    assert answer.json()["suggestions"]


def test_catalogue_is_listed_and_run(http: httpx.Client) -> None:
    names = [query["id"] for query in http.get("/queries").json()]
    assert "projects_by_technology_and_region" in names
    path = "/queries/projects_by_region"
    data = http.get(path, params={"region": "内蒙古"}).json()
    assert data["rows"][0]["values"]["name"] == "草原绿氢项目"
    csv = http.get(path, params={"region": "内蒙古", "format": "csv"})
    assert csv.text.splitlines()[0].startswith("section,project,name")
    results = http.get(
        path, params={"region": "内蒙古"}, headers={"Accept": "application/sparql-results+json"}
    )
    assert results.json()["head"]["vars"][0] == "section"
    assert not [name for name in results.json()["head"]["vars"] if name.startswith("p_")]


def test_projects_are_filtered_and_paged(http: httpx.Client) -> None:
    everything = http.get("/projects").json()
    assert (everything["total"], len(everything["items"]), everything["next"]) == (4, 4, None)
    found = {
        key: [item["values"]["name"] for item in http.get("/projects", params={key: value}).json()["items"]]
        for key, value in {
            "region": "内蒙古",
            "technology": "hydrogen",
            "status": "withdrawn",
            "implementer": "甲能源",
            "direction": "源头",
            "document": "乙清单",
            "q": "风电",
        }.items()
    }
    assert found == {
        "region": ["草原绿氢项目"],
        "technology": ["纯氢燃机项目", "草原绿氢项目", "戈壁氢能项目"],
        "status": ["纯氢燃机项目"],
        "implementer": ["草原绿氢项目"],
        "direction": ["草原绿氢项目"],
        "document": ["纯氢燃机项目"],
        "q": ["兵团风电项目"],
    }
    names: list[str] = []
    cursor = ""
    while cursor is not None:
        page = http.get("/projects", params={"limit": 3, "cursor": cursor}).json()
        names += [item["values"]["name"] for item in page["items"]]
        cursor = page["next"]
    assert names == [item["values"]["name"] for item in everything["items"]]
    csv = http.get("/projects", headers={"Accept": "text/csv"})
    assert len(csv.text.splitlines()) == 5
    assert csv.headers["X-Total-Count"] == "4"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.1, application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
    ],
)
def test_sparql_gives_rows_as_accepted(accept: str, kind: str, http: httpx.Client) -> None:
    answer = http.get("/sparql", params={"query": PROJECTS}, headers={"Accept": accept})
    assert answer.headers["content-type"].split(";")[0] == kind
    assert "project/4" in answer.text


@pytest.mark.parametrize(
    "kind", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_sparql_gives_graphs_as_accepted(kind: str, http: httpx.Client) -> None:
    query = "CONSTRUCT WHERE { ?s a <https://w3id.org/policygraph/ontology#Project> }"
    answer = http.get("/sparql", params={"query": query}, headers={"Accept": kind})
    assert answer.headers["content-type"].split(";")[0] == kind
    parsed = ox.parse(answer.content, ox.RdfFormat.from_media_type(kind))
    assert len(list(parsed)) == 4


def test_sparql_by_post(http: httpx.Client) -> None:
    form = http.post("/sparql", data={"query": PROJECTS})
    direct = http.post("/sparql", content=PROJECTS, headers={"Content-Type": "application/sparql-query"})
    assert form.json() == direct.json()
    assert len(form.json()["results"]["bindings"]) == 4


def test_named_graphs_say_which_source_says_it(http: httpx.Client) -> None:
    graph = "https://w3id.org/policygraph/graph/small.ttl"
    inside = http.get("/sparql", params={"query": PROJECTS, "default-graph-uri": graph})
    outside = http.get("/sparql", params={"query": PROJECTS, "default-graph-uri": "http://x/none"})
    assert len(inside.json()["results"]["bindings"]) == 4
    assert outside.json()["results"]["bindings"] == []


def test_no_query_gets_the_service_description(http: httpx.Client) -> None:
    answer = http.get("/sparql", headers={"Accept": "text/turtle"})
    assert len(list(ox.parse(answer.content, ox.RdfFormat.TURTLE))) >= 4


def test_endless_query_is_stopped_while_others_are_answered(http: httpx.Client) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    stopped = http.get("/sparql", params={"query": endless})
    assert stopped.status_code == 503
    assert stopped.headers["Retry-After"]
    assert http.get("/sparql", params={"query": PROJECTS}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "more", "status", "part"),
    [
        ("GET", "/nothing", {}, 404, "nothing at /nothing"),
        ("GET", "/id/region/000000", {}, 404, "not in the graph"),
        ("GET", "/queries/nothing", {}, 404, "no query"),
        ("GET", "/queries/projects_by_region", {}, 400, "needs the parameter region"),
        ("GET", "/queries/projects_by_region?region=Atlantis", {}, 400, "is not one name"),
        ("GET", "/queries/projects_by_region?region=%E6%96%B0%E7%96%86&x=1", {}, 400, "no parameter x"),
        ("GET", "/queries/repeals?format=docx", {}, 400, "format"),
        ("GET", "/ask", {}, 400, "question"),
        ("GET", "/projects?limit=0", {}, 400, "limit"),
        ("GET", "/projects?status=gone", {}, 400, "status"),
        ("GET", "/projects?cursor=%25%25", {}, 400, "cursor"),
        ("GET", "/projects", {"headers": {"Accept": "image/png"}}, 406, "application/json"),
        ("POST", "/projects", {}, 405, "method"),
        ("GET", "/sparql", {}, 400, "Give a query"),
        ("GET", "/sparql?query=SELECT%20?a%20{%20?a%20?b%20}", {}, 400, "1:"),
        ("GET", "/sparql?query=ASK{}&query=ASK{}", {}, 400, "one query"),
        ("GET", "/sparql?query=ASK{}", {"headers": {"Accept": "text/csv"}}, 406, "sparql-results"),
        ("GET", "/sparql?query=ASK{}&default-graph-uri=x%20y", {}, 400, "not an IRI"),
        ("GET", "/sparql?query=SELECT*{SERVICE%20%3Chttp://x/%3E{?s%20?p%20?o}}", {}, 403, "SERVICE"),
        ("POST", "/sparql", {"data": {"update": "DROP ALL"}}, 403, "reads"),
        ("POST", "/sparql", {"data": {"query": "DROP ALL"}}, 403, "DROP"),
        (
            "POST",
            "/sparql",
            {"content": "x", "headers": {"Content-Type": "text/plain"}},
            415,
            "application/sparql",
        ),
        (
            "POST",
            "/sparql",
            {"content": b"#" * (1 << 21), "headers": {"Content-Type": "application/sparql-query"}},
            413,
            "KiB",
        ),
    ],
)
def test_bad_request_gets_a_problem(
    method: str, path: str, more: dict[str, object], status: int, part: str, http: httpx.Client
) -> None:
    answer = http.request(method, path, **more)  # type: ignore[arg-type]
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    data = answer.json()
    assert {"type", "title", "status", "detail"} <= data.keys()
    assert data["status"] == status
    assert part in data["detail"]


@pytest.mark.parametrize(
    ("path", "methods"),
    [("/projects", "GET, HEAD, OPTIONS"), ("/documents", "GET, HEAD, OPTIONS, POST")],
)
def test_wrong_method_is_told_the_right_ones(path: str, methods: str, http: httpx.Client) -> None:
    answer = http.delete(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, methods)
    assert answer.headers["content-type"] == "application/problem+json"


def test_syntax_error_says_line_and_column(http: httpx.Client) -> None:
    data = http.get("/sparql", params={"query": "SELECT ?a\nWHERE { ?a ?b }"}).json()
    assert data["line"] == 2
    assert data["column"] > 1


def test_entity_as_page_turtle_and_json_ld(http: httpx.Client) -> None:
    page = http.get("/id/region/150000", headers=BROWSER)
    assert "内蒙古自治区" in page.text
    assert page.headers["content-type"].startswith("text/html")
    by_suffix = http.get("/id/region/150000.ttl")
    by_accept = http.get("/id/region/150000", headers={"Accept": "text/turtle"})
    assert by_suffix.text == by_accept.text
    assert list(ox.parse(by_suffix.content, ox.RdfFormat.TURTLE))
    assert http.get("/id/region/150000.jsonld").json()[0]["@id"].endswith("/id/region/150000")


def test_entity_with_a_chinese_name_is_found(http: httpx.Client) -> None:
    answer = http.get("/id/document/示能-2031-7号", headers=BROWSER)
    assert answer.status_code == 200
    assert "notice.txt" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ask",
        "/ask?q=H2+projects+in+Xinjiang",
        "/queries",
        "/queries/repeals",
        "/projects",
        "/model",
        "/sparql",
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_browser_gets_a_page(path: str, language: str, http: httpx.Client) -> None:
    page = http.get(path, headers=BROWSER | {"Accept-Language": language})
    assert page.status_code == 200
    assert page.text.startswith("<!doctype html>")
    assert page.text.rstrip().endswith("</html>")


def test_question_on_a_page_is_escaped(http: httpx.Client) -> None:
    page = http.get("/ask", params={"q": "<script>alert(1)</script>"}, headers=BROWSER)
    assert "<script>" not in page.text


def test_openapi_describes_every_path(http: httpx.Client) -> None:
    described = http.get("/openapi.json").json()
    assert {"/sparql", "/ask", "/queries", "/queries/{name}", "/projects", "/id/{kind}/{slug}"} <= described[
        "paths"
    ].keys()
    assert "example" in json.dumps(described["paths"]["/sparql"]["get"])
    assert http.get("/docs").status_code == 200


def test_new_release_is_served_without_a_restart(
    policygraph: Run, documents: Path, serving: Serving, tmp_path: Path
) -> None:
    where = tmp_path / "store"
    assert policygraph("ingest", documents, "--workers", "1", store=where).returncode == 0
    with serving(where) as url, httpx.Client(base_url=url, timeout=30) as client:
        before = client.get("/readyz").json()["release"]
        assert policygraph("remove", "notice.txt", store=where).returncode == 0
        attempts = (client.get("/readyz").json()["release"] for _ in range(10_000))
        assert next(release for release in attempts if release != before)
        assert client.get("/id/document/示能-2031-7号").status_code == 404


def test_port_in_use_gets_one_line(policygraph: Run, store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = policygraph("serve", "--port", port, store=store)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"policygraph: port {port} of 127.0.0.1 is in use; choose another with --port."
    )


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (terms.entity("region", "150000"), "/id/region/150000"),
        ("https://example.org/x", "https://example.org/x"),
        ("javascript:alert(1)", "#"),
    ],
)
def test_only_addresses_of_the_web_become_links(iri: str, path: str) -> None:
    assert local_path(iri) == path


@pytest.mark.parametrize(("said", "given"), [("gzip", "gzip"), ("br, gzip;q=0", None), ("identity", None)])
def test_what_is_long_comes_compressed_to_whoever_takes_that(
    said: str, given: str | None, http: httpx.Client
) -> None:
    answer = http.get("/openapi.json", headers={"Accept-Encoding": said})
    assert answer.headers.get("content-encoding") == given
    assert answer.json()["info"]["title"] == "policygraph"


def test_accept_without_end_is_read_to_a_bound(http: httpx.Client) -> None:
    query = {"query": "ASK { ?s ?p ?o }"}
    ranges = ",".join(["application/sparql-results+xml", *(f"a/b{number}" for number in range(5000))])
    answer = http.get("/sparql", params=query, headers={"Accept": ranges})
    assert answer.headers["content-type"] == "application/sparql-results+xml"
