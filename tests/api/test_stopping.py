"""What is told of a query that ran when the server was stopped, or when another release became current."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess

import httpx
import pytest
from servers import Server, running

from graph_store.store import open_store

Run = Callable[..., "CompletedProcess[str]"]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def ask(server: Server, **headers: str) -> httpx.Response:
    return httpx.get(server.url + "sparql", params={"query": ENDLESS}, headers=headers, timeout=60)


def eventually(fits: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not fits() and time.monotonic() < end:
        pass
    return fits()


def is_busy(server: Server) -> bool:
    return 'policygraph_readers{state="busy"} 1.0' in httpx.get(server.url + "metrics").text


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://example.org"}])
def test_who_waits_when_the_server_stops_is_told_to_come_again(store: Path, headers: dict[str, str]) -> None:
    with running(store) as server, ThreadPoolExecutor(1) as client:
        asked = client.submit(ask, server, **headers)
        assert eventually(lambda: is_busy(server))
        os.kill(server.pid, signal.SIGTERM)
        answer = asked.result()
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["X-Policygraph-Release"]
        assert "being stopped" in answer.json()["detail"]
        assert server.logged("request", path="/sparql")["status"] == 503
        assert not [line for line in server.lines if "traceback" in line]


def test_a_query_that_is_stopped_names_the_release_it_was_asked_of(
    store: Path, tmp_path: Path, policygraph: Run
) -> None:
    own = Path(shutil.copytree(store, tmp_path / "store", symlinks=True))
    older, newer = [release.id for release in open_store(str(own)).releases()]
    with running(own, "--query-timeout", "6", slow_query="1") as server, ThreadPoolExecutor(1) as client:
        asked = client.submit(ask, server)
        assert eventually(lambda: is_busy(server))
        assert policygraph("releases", "rollback", older, store=own).returncode == 0
        assert eventually(lambda: httpx.get(server.url + "readyz").json()["release"] == older)
        answer = asked.result()
        assert answer.status_code == 503
        assert answer.headers["X-Policygraph-Release"] == newer
        assert server.logged("slow query")["release"] == newer
