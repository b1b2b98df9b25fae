"""SERVICE reaches the endpoints that the operator lists, and no other."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
from servers import running


def test_a_listed_endpoint_is_called(
    store: Path, serving: Callable[..., AbstractContextManager[str]]
) -> None:
    with serving(store) as other:
        listed = f"{other}sparql"
        query = f"SELECT (COUNT(*) AS ?n) {{ SERVICE <{listed}> {{ ?s a ?class }} }}"
        alone = httpx.get(listed, params={"query": "SELECT (COUNT(*) AS ?n) { ?s a ?class }"})
        with running(store, services=listed) as server:
            asked = httpx.get(f"{server.url}sparql", params={"query": query}, timeout=30)
            assert asked.status_code == 200, asked.text
            assert asked.json()["results"] == alone.json()["results"]
            unlisted = httpx.get(
                f"{server.url}sparql", params={"query": query.replace(listed, f"{other}sparql/")}
            )
            assert unlisted.status_code == 403
            assert listed in unlisted.json()["detail"]


def test_an_endpoint_that_does_not_answer_is_told(store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/sparql"
    query = f"SELECT * {{ SERVICE <{nobody}> {{ ?s ?p ?o }} }}"
    with running(store, services=nobody) as server:
        told = httpx.get(f"{server.url}sparql", params={"query": query}, timeout=30)
        assert told.status_code == 400
        assert "SERVICE" in told.json()["detail"]
        silent = httpx.get(
            f"{server.url}sparql", params={"query": query.replace("SERVICE", "SERVICE SILENT")}
        )
        assert silent.status_code == 200
