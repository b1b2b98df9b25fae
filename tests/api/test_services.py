"""SERVICE reaches the endpoints that the operator lists, and no other."""

from __future__ import annotations

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
