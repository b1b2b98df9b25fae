"""/graph for tools and people, and the API page without other servers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import networkx as nx
import pytest
from servers import running

from graph_store import views
from graph_store.store import open_store
from ontology import terms

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PROJECT = terms.entity("project", "1")


@pytest.fixture(scope="module")
def http(store: Path) -> Iterator[httpx.Client]:
    with running(store) as server, httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


def test_whole_view_as_node_link_cytoscape_graphml_and_gexf(http: httpx.Client) -> None:
    data = http.get("/graph").json()
    graph = nx.node_link_graph(data, edges="links")
    assert graph.nodes[PROJECT]["label"] == "草原绿氢项目"
    assert (PROJECT, terms.entity("region", "150200")) in graph.edges
    assert data["graph"]["truncated"] is False
    cytoscape = http.get("/graph", params={"format": "cytoscape"}).json()
    assert {node["data"]["id"] for node in cytoscape["elements"]["nodes"]} == set(graph)
    graphml = nx.read_graphml(io.BytesIO(http.get("/graph", params={"format": "graphml"}).content))
    gexf = nx.read_gexf(io.BytesIO(http.get("/graph", params={"format": "gexf"}).content))
    assert set(graphml) == set(gexf) == set(graph)


@pytest.mark.parametrize("focus", [PROJECT, "/id/project/1", "草原绿氢项目"])
def test_focus_by_iri_path_or_name(focus: str, http: httpx.Client) -> None:
    data = http.get("/graph", params={"focus": focus}).json()
    kinds = {node["id"]: node["kind"] for node in data["nodes"]}
    assert kinds.pop(PROJECT) == "project"
    assert set(kinds.values()) == {"region", "technology", "organisation"}


@pytest.mark.parametrize("view", views.names())
@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_neighbourhood_is_the_part_of_the_view_around_a_node(view: str, depth: int, store: Path) -> None:
    with open_store(store).current() as release:
        everything = views.view(release.select, view)
        for focus in sorted(everything):
            part, whole = views.neighbourhood(release.select, view, focus, depth, 1000)
            assert whole
            assert views.write(part, "node-link") == views.write(
                views.around(everything, focus, depth), "node-link"
            )


def test_what_is_left_out_is_told(http: httpx.Client) -> None:
    for parameters in ({"limit": 3}, {"limit": 3, "focus": PROJECT}):
        answer = http.get("/graph", params=parameters)
        assert len(answer.json()["nodes"]) == 3
        assert answer.headers["X-Policygraph-Truncated"] == "nodes"
        assert answer.json()["graph"]["truncated"] is True
    assert "X-Policygraph-Truncated" not in http.get("/graph", params={"focus": PROJECT}).headers


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("view=people", "no view is called people; there are documents, projects"),
        ("focus=Atlantis", "nothing is called 'Atlantis'"),
        ("focus=https://example.org/x", "is not in this view"),
        ("depth=11", "depth"),
        ("format=png", "format"),
        ("limit=0", "limit"),
    ],
)
def test_wrong_parameters_are_told(query: str, part: str, http: httpx.Client) -> None:
    answer = http.get(f"/graph?{query}")
    assert answer.status_code == 400
    assert part in answer.json()["detail"]


def test_picture_for_people(http: httpx.Client) -> None:
    shown = http.get("/graph", params={"focus": PROJECT, "lang": "en"}, headers=BROWSER)
    assert "<svg" in shown.text
    assert "草原绿氢项目" in shown.text
    assert "around this" in shown.text
    svg = http.get("/graph", params={"focus": PROJECT, "format": "svg"})
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert svg.text.startswith("<svg")


def test_api_page_needs_no_other_server(http: httpx.Client) -> None:
    shown = http.get("/docs").text
    files = re.findall(r'(?:src|href)="([^"]+)"', shown)
    assert files
    for file in files:
        assert file.startswith("/")
        assert http.get(file).status_code == 200
