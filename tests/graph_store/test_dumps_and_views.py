from __future__ import annotations

import gzip
import json
import xml.etree.ElementTree as ET

import networkx as nx
import pyoxigraph as ox
import pytest

from extract.extraction import Extraction
from graph_store import dumps, picture, sorting, views
from graph_store.dumps import dump
from graph_store.release import Release
from graph_store.store import Store
from ontology import terms
from ontology.errors import UsageError


@pytest.fixture
def release(store: Store, plants: Extraction, duties: Extraction) -> Release:
    return store.ingest([plants, duties])


def test_the_dump_holds_the_named_graphs_in_canonical_order(release: Release) -> None:
    lines = b"".join(dump(release, "nq")).decode().splitlines()
    assert lines == sorted(set(lines))
    graphs = {line.rsplit(" ", 2)[1].strip("<>") for line in lines}
    assert terms.source_graph("plants.txt") in graphs
    assert terms.ONTOLOGY_GRAPH in graphs
    assert terms.DERIVED_GRAPH not in graphs


def test_every_form_says_the_same(release: Release) -> None:
    nq = set(ox.parse(b"".join(dump(release, "nq")), ox.RdfFormat.N_QUADS))
    for kind, form in (("trig", ox.RdfFormat.TRIG), ("jsonld", ox.RdfFormat.JSON_LD)):
        assert set(ox.parse(b"".join(dump(release, kind)), form)) == nq
    turtle = set(ox.parse(b"".join(dump(release, "ttl")), ox.RdfFormat.TURTLE))
    assert {quad.triple for quad in turtle} == {quad.triple for quad in nq}


def test_an_unknown_form_is_refused(release: Release) -> None:
    with pytest.raises(UsageError, match="nq, trig, ttl, jsonld"):
        dump(release, "xlsx")


def test_the_view_of_projects(release: Release) -> None:
    with release:
        graph = views.view(release.select)
    plant = next(node for node, said in graph.nodes(data=True) if said["label"] == "东山风电制氢项目")
    assert graph.nodes[plant] == {
        "label": "东山风电制氢项目",
        "label_en": "",
        "kind": "project",
        "iri": plant,
    }
    assert sorted(graph.nodes[other]["label"] for other in graph[plant]) == ["东山能源公司", "西河研究院"]
    assert {said["relation"] for *_, said in graph.out_edges(plant, data=True)} == {"implementedBy"}
    assert list(graph) == sorted(graph)


def test_the_view_of_documents_names_what_is_only_cited(release: Release) -> None:
    with release:
        graph = views.view(release.select, "documents")
    kinds = {said["label"]: said["kind"] for _, said in graph.nodes(data=True)}
    assert kinds["旧办法"] == "document named"
    assert [said["relation"] for *_, said in graph.edges(data=True)] == ["repeals"]


def test_the_part_around_a_node(release: Release) -> None:
    with release:
        graph = views.view(release.select)
    company = next(node for node, said in graph.nodes(data=True) if said["label"] == "西河研究院")
    assert len(views.around(graph, company)) == 2
    assert len(views.around(graph, company, depth=2)) == 3
    with pytest.raises(UsageError, match="not in this view"):
        views.around(graph, "http://x")


def test_files_for_other_tools(release: Release) -> None:
    with release:
        graph = views.view(release.select)
        files = {
            kind: views.export(release.select, "projects", kind)
            for kind in ("graphml", "gexf", "node-link", "cytoscape")
        }
        assert files == {kind: views.write(graph, kind) for kind in files}
    assert nx.parse_graphml(files["graphml"].decode()).nodes(data=True) == graph.nodes(data=True)
    gexf = ET.fromstring(files["gexf"])
    assert len(gexf.findall(".//{*}node/{*}color")) == len(graph)
    assert "lastmodifieddate" not in files["gexf"].decode()
    assert nx.node_link_graph(json.loads(files["node-link"]), edges="links").edges == graph.edges
    assert len(json.loads(files["cytoscape"])["elements"]["nodes"]) == len(graph)


def test_unknown_views_and_formats_are_refused(release: Release) -> None:
    with release, pytest.raises(UsageError, match="documents, projects"):
        views.view(release.select, "everything")
    with pytest.raises(UsageError, match="graphml, gexf"):
        views.write(nx.DiGraph(), "svg")


def test_a_picture_names_every_node_and_fits_the_reader(release: Release) -> None:
    with release:
        graph = views.view(release.select)
    drawing = picture.draw(graph, "风力 & 储能")
    texts = "".join(ET.fromstring(drawing).itertext())
    assert all(said["label"] in texts for _, said in graph.nodes(data=True))
    assert "风力 & 储能" in texts
    assert picture.draw(graph, "风力 & 储能") == drawing
    with pytest.raises(UsageError, match="cannot be read"):
        picture.draw(nx.DiGraph(), "")


@pytest.mark.parametrize("kind", ["nq", "trig", "ttl", "jsonld"])
def test_a_dump_in_many_pieces_says_the_same(
    kind: str, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = ox.RdfFormat.from_extension(kind)
    assert form
    whole = b"".join(dump(release, kind))
    monkeypatch.setattr(dumps, "_BATCH", 7)
    monkeypatch.setattr(sorting, "MOST", 7)
    monkeypatch.setattr(sorting, "MOST_OPEN", 7)
    pieces = b"".join(dump(release, kind))
    assert list(ox.parse(pieces, form)) == list(ox.parse(whole, form))
    assert pieces == b"".join(dump(release, kind))


def test_the_compressed_dump_is_the_same_each_time(release: Release) -> None:
    packed = b"".join(dumps.compressed(dump(release, "nq")))
    assert packed == b"".join(dumps.compressed(dump(release, "nq")))
    assert gzip.decompress(packed) == b"".join(dump(release, "nq"))
