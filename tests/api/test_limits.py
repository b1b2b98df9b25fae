"""Limits that hold, and are told: time, memory, rows, bytes, the queue; answers of any size."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from prometheus_client.parser import text_string_to_metric_families
from servers import Server, running

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LIGHT = "SELECT ?s { ?s a ?kind } LIMIT 1"
LONG = "SELECT * { ?a ?b ?c . ?d a ?e } LIMIT 60000"
NEVER_DONE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
FIVE = "SELECT ?x ?y { VALUES (?x ?y) { (1 'a') (2 UNDEF) (UNDEF UNDEF) (4 'd') (5 'e') } }"
TRUNCATED = "X-Policygraph-Truncated"
JSON = "application/sparql-results+json"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    with running(store, "--query-timeout", "2", "--workers", "2", query_memory="200") as started:
        yield started


@pytest.fixture(scope="module")
def capped(store: Path) -> Iterator[Server]:
    with running(store, most_rows="3", most_bytes="3000") as started:
        yield started


def ask(server: Server, query: str, **headers: str) -> httpx.Response:
    return httpx.get(server.url + "sparql", params={"query": query}, headers=headers, timeout=60)


def readers(server: Server) -> tuple[int, int]:
    """How many readers are busy, and how many are free."""
    families = text_string_to_metric_families(httpx.get(server.url + "metrics").text)
    found = {s.labels.get("state"): int(s.value) for f in families for s in f.samples if "readers" in s.name}
    return found["busy"], found["free"]


def killed(server: Server) -> int:
    """How many readers were killed, or died."""
    families = text_string_to_metric_families(httpx.get(server.url + "metrics").text)
    return next(
        int(s.value) for f in families for s in f.samples if s.name == "policygraph_readers_killed_total"
    )


def settled(server: Server, state: tuple[int, int]) -> bool:
    """Whether the readers come to this state in the end."""
    end = time.monotonic() + 10
    while readers(server) != state and time.monotonic() < end:
        pass
    return readers(server) == state


def children(pid: int) -> list[int]:
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    found = [int(child) for thread in threads for child in thread.read_text("utf-8").split()]
    return found + [far for child in found for far in children(child)]


def test_a_flood_of_endless_queries_leaves_light_ones_their_turn(server: Server) -> None:
    at_rest = readers(server)
    with ThreadPoolExecutor(101) as pool:
        flood = [pool.submit(ask, server, f"{ENDLESS} # {number}") for number in range(100)]
        light = []
        while not all(answer.done() for answer in flood):
            light.append(ask(server, f"{LIGHT} # {len(light)}"))
    assert {answer.result().status_code for answer in flood} == {503}
    assert all(answer.result().headers["Retry-After"] for answer in flood)
    assert len(light) > 10
    assert {answer.status_code for answer in light} == {200}
    assert settled(server, at_rest)


def test_who_is_stopped_is_told_so(server: Server) -> None:
    answer = ask(server, ENDLESS)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.headers["X-Policygraph-Release"]
    assert "time limit" in answer.json()["detail"]


def test_a_query_that_takes_too_much_memory_is_stopped_alone(server: Server) -> None:
    answer = ask(server, HUNGRY)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert ask(server, LIGHT).status_code == 200


def test_an_answer_of_any_size_is_streamed_whole(server: Server) -> None:
    rows = list(csv.reader(ask(server, LONG, accept="text/csv").iter_lines()))
    assert len(rows) == 60001
    assert len(ask(server, LONG).json()["results"]["bindings"]) == 60000


def test_an_answer_that_fails_on_the_way_breaks_the_connection(server: Server) -> None:
    plain = {"accept-encoding": "identity"}
    asked = {"query": NEVER_DONE}
    with httpx.stream("GET", server.url + "sparql", params=asked, headers=plain, timeout=60) as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
            for _ in answer.iter_bytes():
                pass
    assert "time limit" in server.logged("message", level="warning")["message"]


def test_a_client_that_goes_frees_its_reader(store: Path) -> None:
    with running(store, "--query-timeout", "600", "--workers", "1") as server:
        at_rest = readers(server)
        for query in (ENDLESS, NEVER_DONE):
            asked = {"query": query}
            with (
                suppress(httpx.ReadTimeout),
                httpx.stream("GET", server.url + "sparql", params=asked, timeout=0.6) as answer,
            ):
                next(answer.iter_raw())
            assert settled(server, at_rest)


def test_readers_that_die_while_they_are_free_are_counted(store: Path) -> None:
    with running(store, "--workers", "2") as server:
        at_rest = readers(server)
        host = next(child for child in children(server.pid) if children(child))
        died = children(host)
        for pid in died:
            os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + 10
        while killed(server) != len(died) and time.monotonic() < end:
            pass
        assert killed(server) == len(died)
        assert settled(server, at_rest)


def test_readers_that_die_are_replaced(store: Path) -> None:
    with running(store, "--workers", "2") as server:
        at_rest = readers(server)
        host = next(child for child in children(server.pid) if children(child))
        for pid in (*children(host), host):
            os.kill(pid, signal.SIGKILL)
            assert ask(server, f"{LIGHT} # {pid}").status_code == 200
            assert httpx.get(server.url + "readyz").status_code == 200
        assert settled(server, at_rest)


@pytest.mark.parametrize(
    "media_type", [JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]
)
@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_rows_beyond_the_cap_are_cut_and_that_is_said(capped: Server, media_type: str, encoding: str) -> None:
    headers = {"accept": media_type, "accept-encoding": encoding}
    cut = ask(capped, FIVE, **headers)
    assert cut.headers[TRUNCATED] == "rows"
    if media_type == "text/csv":
        assert len(list(csv.reader(cut.text.splitlines()))) == 4
    else:
        solutions = ox.parse_query_results(
            cut.content, format=ox.QueryResultsFormat.from_media_type(media_type)
        )
        assert isinstance(solutions, ox.QuerySolutions)
        assert len(list(solutions)) == 3
    if media_type == JSON:
        assert cut.json()["truncated"] == "rows"
    whole = ask(capped, "SELECT ?x { VALUES ?x { 1 2 3 } }", **headers)
    assert TRUNCATED not in whole.headers
    assert "truncated" not in whole.text


def test_bytes_beyond_the_cap_are_cut_and_that_is_said(capped: Server) -> None:
    value = "x" * 1000
    answer = ask(capped, f"SELECT ?x {{ VALUES ?x {{ 1 '{value}' '{value}y' '{value}{value}' }} }}")
    assert answer.headers[TRUNCATED] in {"bytes", "rows"}
    assert len(answer.json()["results"]["bindings"]) == 3
    answer = ask(capped, f"SELECT ?x {{ VALUES ?x {{ '{value}{value}' '{value}{value}y' }} }}")
    assert answer.headers[TRUNCATED] == answer.json()["truncated"] == "bytes"
    assert len(answer.json()["results"]["bindings"]) == 1


@pytest.mark.parametrize("media_type", ["text/turtle", "application/n-triples", "application/ld+json"])
def test_triples_beyond_the_cap_are_cut_and_that_is_said(capped: Server, media_type: str) -> None:
    answer = ask(capped, "CONSTRUCT WHERE { ?s a ?o }", accept=media_type)
    assert answer.headers[TRUNCATED] == "rows"
    assert len(list(ox.parse(answer.content, ox.RdfFormat.from_media_type(media_type)))) == 3


def test_a_new_release_is_served_without_losing_an_answer(
    policygraph: Run, documents: Path, tmp_path: Path
) -> None:
    where = tmp_path / "store"
    assert policygraph("ingest", documents, "--workers", "1", store=where).returncode == 0
    facts = Path(__file__).parent.parent / "queries" / "small.ttl"
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with running(where) as server, ThreadPoolExecutor(5) as pool:
        first = ask(server, count).headers["X-Policygraph-Release"]
        publishing = pool.submit(policygraph, "import", facts, store=where)
        end = time.monotonic() + 60
        found: dict[str, set[str]] = {}
        number = 0
        while (len(found) < 2 or not publishing.done()) and time.monotonic() < end:
            number += 1
            for answer in pool.map(lambda n, m=number: ask(server, f"{count} # {m} {n}"), range(4)):
                assert answer.status_code == 200
                release = answer.headers["X-Policygraph-Release"]
                found.setdefault(release, set()).add(answer.json()["results"]["bindings"][0]["n"]["value"])
        assert publishing.result().returncode == 0
    assert len(found) == 2
    assert first in found
    assert all(len(counts) == 1 for counts in found.values())
