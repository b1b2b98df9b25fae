"""What an operator sees: the access log, slow queries, metrics; and the limit for one client."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from servers import Server, running

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
QUICK = "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 1"


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    with running(store, "--query-timeout", "1", slow_query="0.5") as started:
        yield started


def counts(server: Server) -> dict[tuple[str, ...], float]:
    """Every sample of /metrics by its name and the values of its labels."""
    text = httpx.get(server.url + "metrics").text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_each_request_is_one_line_of_json(server: Server) -> None:
    answer = httpx.get(server.url + "sparql", params={"query": QUICK})
    line = server.logged("request", path="/sparql", status=200)
    assert line["method"] == "GET"
    assert line["query"] == hashlib.sha256(QUICK.encode()).hexdigest()[:16]
    assert line["release"] == answer.headers["X-Policygraph-Release"]
    assert line["bytes"] == len(answer.content)
    assert line["ms"] > 0
    assert line["time"].endswith("Z")


def test_log_holds_nothing_personal_unless_asked(server: Server, store: Path) -> None:
    httpx.get(server.url + "ask", params={"q": "who is Zhang San?"})
    line = server.logged("request", path="/ask")
    assert "Zhang" not in str(line)
    assert "client" not in line
    with running(store, log_client="true") as open_about_it:
        httpx.get(open_about_it.url + "healthz")
        assert open_about_it.logged("request", path="/healthz")["client"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("sparql", "application/sparql-query"), ("reconcile", "application/x-www-form-urlencoded")],
)
def test_a_client_that_leaves_in_the_middle_is_no_fault_of_ours(path: str, kind: str, server: Server) -> None:
    address = httpx.URL(server.url)
    with socket.create_connection((address.host, address.port)) as connection:
        head = f"POST /{path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: 99\r\n\r\n"
        connection.sendall(head.encode() + b"query=")
    assert server.logged("request", path=f"/{path}", method="POST")["status"] == 400
    assert not [line for line in server.lines if "traceback" in line]


def test_rows_of_an_answer_are_logged(server: Server) -> None:
    rows = httpx.get(server.url + "queries/projects_all").json()["rows"]
    assert server.logged("request", path="/queries/projects_all")["rows"] == len(rows)


def test_rows_of_a_long_answer_are_logged(server: Server) -> None:
    query = "SELECT ?a ?b ?c { ?a ?p ?c . ?b ?q ?r } LIMIT 20000"
    answer = httpx.get(server.url + "sparql", params={"query": query}, timeout=60)
    assert len(answer.json()["results"]["bindings"]) == 20000
    assert server.logged("request", path="/sparql", rows=20000)


def test_slow_query_is_logged_with_its_text(server: Server) -> None:
    answer = httpx.get(server.url + "sparql", params={"query": ENDLESS})
    assert answer.status_code == 503
    line = server.logged("slow query", query=ENDLESS)
    assert line["ms"] >= 500
    assert server.logged("request", query=line["hash"])["status"] == 503
    assert line["release"] == answer.headers["X-Policygraph-Release"]
    assert not [line for line in server.lines if line.get("query") == QUICK]


def test_log_that_nobody_reads_stops_nobody(store: Path) -> None:
    with running(store, read=False) as unread, httpx.Client(base_url=unread.url, timeout=10) as client:
        assert {client.get("/healthz").status_code for _ in range(700)} == {200}


def test_log_can_be_turned_off(store: Path) -> None:
    with running(store, access_log="false", slow_query="0") as quiet:
        assert httpx.get(quiet.url + "healthz").status_code == 200
        httpx.get(quiet.url + "nothing")
    assert quiet.lines == []


def test_metrics_count_requests_by_route_and_status(server: Server) -> None:
    route = ("GET", "/id/{kind}/{slug:path}")
    before = counts(server)
    httpx.get(server.url + "id/region/150000")
    httpx.get(server.url + "id/region/000000")
    after = counts(server)
    for status in ("200", "404"):
        name = ("policygraph_http_requests_total", *route, status)
        assert after[name] == before.get(name, 0) + 1
    assert after["policygraph_http_request_seconds_count", route[1]] >= 2


def test_metrics_tell_of_readers_queue_and_release(server: Server) -> None:
    release = httpx.get(server.url + "readyz").json()["release"]
    before = counts(server)
    httpx.get(server.url + "sparql", params={"query": ENDLESS})
    after = counts(server)
    assert after["policygraph_release_info", release] == 1
    assert after["policygraph_release_quads",] > 0
    assert after["policygraph_readers", "free"] >= 1
    assert after["policygraph_queue_length",] == 0
    assert after["policygraph_readers_killed_total",] == before["policygraph_readers_killed_total",] + 1


def test_client_that_asks_too_often_is_told_when_to_come_back(store: Path) -> None:
    with running(store, rate_limit="3/day") as limited:
        answers = [httpx.get(limited.url + "queries") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert 1 <= int(answers[3].headers["Retry-After"]) <= 86_401
        assert answers[3].headers["content-type"] == "application/problem+json"
        assert "3 per 1 day" in answers[3].json()["detail"]
        assert httpx.get(limited.url + "healthz").status_code == 200
        # Anyone may write this header; without a trusted proxy it changes nothing.
        assert httpx.get(limited.url + "queries", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 429


def test_clients_behind_a_trusted_proxy_are_told_apart(store: Path) -> None:
    with running(store, rate_limit="1/day", client_header="X-Forwarded-For") as limited:

        def status(address: str) -> int:
            return httpx.get(limited.url + "queries", headers={"X-Forwarded-For": address}).status_code

        assert [status("192.0.2.1"), status("192.0.2.1"), status("192.0.2.2")] == [200, 429, 200]
        # What the client wrote itself stands before what the proxy saw.
        assert status("198.51.100.7, 192.0.2.2") == 429
        # One subscriber has a whole network of the sixth version.
        assert [status("2001:db8::1"), status("2001:db8::2")] == [200, 429]


def test_limit_that_cannot_be_read_is_named(
    policygraph, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("POLICYGRAPH_RATE_LIMIT", "often")
    done = policygraph("serve", "--port", "0", store=store)
    assert done.returncode == 2
    assert "POLICYGRAPH_RATE_LIMIT='often'" in done.stderr


def test_metrics_count_answers_that_were_kept(server: Server) -> None:
    before = counts(server)
    for _ in range(3):
        httpx.get(server.url + "sparql", params={"query": f"{QUICK} # three times"})
    after = counts(server)
    name = "policygraph_cache_lookups_total"
    assert after[name, "hit"] - before[name, "hit"] == 2
    assert after[name, "miss"] - before[name, "miss"] == 1
