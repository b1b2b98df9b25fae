"""Releases over time: older ones are read, and what two say differently is told."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ReleaseIds = Callable[[Path], list[str]]
Serving = Callable[..., AbstractContextManager[str]]
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/policygraph/ontology#Project> }"


@pytest.fixture(scope="module")
def http(store: Path, serving: Serving) -> Iterator[httpx.Client]:
    with serving(store) as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


def test_every_path_reads_an_older_release(http: httpx.Client, older: str) -> None:
    now = http.get("/projects")
    then = http.get("/projects", params={"release": older})
    assert (now.json()["total"], then.json()["total"]) == (4, 0)
    assert now.headers["X-Policygraph-Release"] != then.headers["X-Policygraph-Release"] == older
    for path, more in {
        "/sparql": {"query": COUNT},
        "/ask": {"q": "H2 projects in Xinjiang"},
        "/queries/repeals": {},
        "/id/document/示能-2031-7号": {},
    }.items():
        answer = http.get(path, params={**more, "release": older})
        assert (answer.status_code, answer.headers["X-Policygraph-Release"]) == (200, older)
    counted = http.post("/sparql", params={"release": older}, data={"query": COUNT}).json()
    assert counted["results"]["bindings"][0]["n"]["value"] == "0"
    assert http.get("/id/project/1", params={"release": older}).status_code == 404


def test_the_current_release_may_be_named(http: httpx.Client) -> None:
    now = http.get("/projects").json()
    assert http.get("/projects", params={"release": now["release"]}).json() == now


@pytest.mark.parametrize("path", ["/projects", "/sparql?query=ASK{}", "/queries/repeals", "/ask?q=x"])
@pytest.mark.parametrize("name", ["0009-0123456789", "..", "", "%00"])
def test_an_unknown_release_is_not_found(path: str, name: str, http: httpx.Client) -> None:
    answer = http.get(f"{path}{'&' if '?' in path else '?'}release={name}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "/releases lists" in answer.json()["detail"]


def test_a_release_that_is_pruned_while_it_is_read_is_told(
    policygraph: Run, release_ids: ReleaseIds, documents: Path, serving: Serving, tmp_path: Path
) -> None:
    where = tmp_path / "store"
    facts = Path(__file__).parent.parent / "queries" / "small.ttl"
    for arguments in (("ingest", documents, "--workers", "1"), ("import", facts)):
        assert policygraph(*arguments, store=where).returncode == 0
    first, second = release_ids(where)
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with serving(where, "--query-timeout", "1") as url, httpx.Client(base_url=url, timeout=30) as client:
        old = {"release": first}
        assert client.get("/projects", params=old).json()["total"] == 0
        assert policygraph("releases", "prune", "--keep", "1", store=where).returncode == 0
        # Its reader has the files open; once that one is stopped there is no way back.
        assert client.get("/sparql", params={"query": endless, **old}).status_code in {404, 503}
        gone = client.get("/projects", params=old)
        assert gone.status_code == 404, gone.text
        assert client.get("/projects").headers["X-Policygraph-Release"] == second
