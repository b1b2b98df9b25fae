"""The query operation of the SPARQL Protocol as the tests of the W3C ask it, of the path with a slash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from manifests import cases
from suite import SUITE

from graph_store import publish
from graph_store.store import Store

ASKED: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "protocol.yaml").read_text(encoding="utf-8")
)
CHANGING = {  # these change data, which is not offered
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_named_graphs",
    "update_dataset_full",
    "update_post_form",
    "update_post_direct",
    "update_base_uri",
}
GRAPHS = {number: f"http://example.org/protocol/data{number}.rdf" for number in (1, 2, 3)}


@pytest.fixture(scope="module")
def http(
    tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., AbstractContextManager[str]]
) -> Iterator[httpx.Client]:
    """A server of three graphs, each of which says of itself that it is a document."""
    document = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://xmlns.com/foaf/0.1/Document>"
    lines = [f"<{graph}> {document} <{graph}> ." for graph in GRAPHS.values()]
    store = Store(tmp_path_factory.mktemp("protocol") / "store")
    store._replace([publish.new_shard("import", "documents", lines)], ())
    with serving(store.folder) as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


def filled(text: str) -> str:
    """`text` with the graphs of the tests where it says {1}, {2}, {3}."""
    for number, graph in GRAPHS.items():
        text = text.replace(f"{{{number}}}", graph)
    return text


@pytest.mark.parametrize("name", ASKED)
def test_protocol(name: str, http: httpx.Client) -> None:
    asked = ASKED[name]
    queries = asked.get("query", [])
    parameters = [("query", filled(text)) for text in ([queries] if isinstance(queries, str) else queries)]
    parameters += [("update", asked["update"])] if "update" in asked else []
    parameters += [("default-graph-uri", GRAPHS[number]) for number in asked.get("default", ())]
    parameters += [("named-graph-uri", GRAPHS[number]) for number in asked.get("named", ())]
    kind = asked.get("type", "application/sparql-query")
    body = filled(asked["body"]).encode(asked.get("encoding", "utf-8")) if "body" in asked else None
    answer = http.request(
        asked.get("method", "GET"),
        "/sparql/",
        params=parameters,
        content=body,
        headers={"Content-Type": kind} if kind and body else {},
    )
    assert answer.status_code // 100 == asked["status"], answer.text
    if "says" in asked:
        assert answer.json()["boolean"] is asked["says"]
    if "rows" in asked:
        assert len(answer.json()["results"]["bindings"]) == asked["rows"]
    if "types" in asked:
        assert answer.headers["content-type"].split(";")[0] in asked["types"]


@pytest.mark.skipif(not SUITE, reason="POLICYGRAPH_SUITE names no copy of the W3C tests")
def test_no_protocol_test_of_the_suite_is_left_out() -> None:
    found = {case.iri.rpartition("#")[2] for case in cases(Path(str(SUITE))) if case.kind == "protocol"}
    assert found - CHANGING == set(ASKED)
