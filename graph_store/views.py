"""Views of a release as networkx graphs, and as files for other tools.

A view is two queries in `view_queries/`: its nodes, and its edges between them. All attributes are strings;
nodes and edges are sorted; the same release gives the same bytes.
"""

from __future__ import annotations

import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import networkx as nx

from graph_store.rows import Iri, Literal, Rows, Term
from ontology import terms
from ontology.errors import UsageError

_FOLDER = Path(__file__).parent / "view_queries"
_FURTHEST = 10
_EDGE = ("source", "target", "relation")
# Colours that people with any colour vision tell apart (Okabe and Ito).
COLOURS: Mapping[str, str] = {
    "project": "#0072b2",
    "organisation": "#e69f00",
    "region": "#009e73",
    "technology": "#cc79a7",
    "document": "#0072b2",
    "document named": "#56b4e9",
    "agency": "#d55e00",
}
_OTHER = "#999999"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DATED = re.compile(rb' lastmodifieddate="[^"]*"')
_CREATOR = re.compile(rb"<creator>[^<]*</creator>")


class Select(Protocol):
    """How a release is asked."""

    def __call__(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Rows:
        """The rows of a SELECT."""


def names() -> list[str]:
    """The views there are."""
    return sorted(path.name.removesuffix(".nodes.rq") for path in _FOLDER.glob("*.nodes.rq"))


def view(select: Select, name: str = "projects") -> nx.DiGraph[str]:
    """A view as a directed graph: node ids are IRIs. Raises UsageError.

    Nodes have `label` (Chinese where there is one), `label_en` ("" where there is none), `kind`, `iri`; edges
    have `label`, `label_en` and `relation`, several relations between two nodes joined by a comma.
    """
    _check(name)
    nodes = _grouped(select(_query(f"{name}.nodes")), "node")
    edges = _grouped(select(_query(f"{name}.edges")), *_EDGE)
    return _graph(nodes, edges)


def neighbourhood(
    select: Select, name: str, focus: str, depth: int, limit: int
) -> tuple[nx.DiGraph[str], bool]:
    """What is within `depth` steps of `focus` in a view, the nearest `limit` nodes; and whether that is all.

    Asks for one node at a time, so that it takes no longer in a large graph. Raises UsageError.
    """
    _check(name)
    _check_depth(depth)
    nodes: dict[tuple[str, ...], dict[str, set[str]]] = {}
    edges: dict[tuple[str, ...], dict[str, set[str]]] = {}
    ring = {focus}
    left_out = False
    for step in range(depth + 1):
        reached: set[str] = set()
        for iri in sorted(ring):
            found = _grouped(select(_query(f"{name}.nodes"), {"node": Iri(iri)}), "node")
            if found and len(nodes) == limit:
                left_out = True
                break
            nodes |= found
            if found and step < depth:
                near = _edges_at(select, name, iri)
                edges |= near
                reached |= {end for source, target, _ in near for end in (source, target)}
        if not nodes:
            raise UsageError(f"{focus} is not in this view; name one of its nodes.")
        ring = {iri for iri in reached if (iri,) not in nodes}
    # Edges among those that were reached last.
    for (iri,) in sorted(nodes):
        edges |= _edges_at(select, name, iri, ("source",))
    return _graph(nodes, edges), not left_out


def largest(graph: nx.DiGraph[str], limit: int) -> nx.DiGraph[str]:
    """The part of `graph` with the `limit` nodes that have most edges."""
    kept = sorted(graph, key=lambda node: (-graph.degree(node), node))[:limit]
    return _part(graph, set(kept))


def _graph(
    nodes: Mapping[tuple[str, ...], Mapping[str, set[str]]],
    edges: Mapping[tuple[str, ...], Mapping[str, set[str]]],
) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for (iri,), said in sorted(nodes.items()):
        label, english = _labels(said, iri)
        graph.add_node(iri, label=label, label_en=english, kind=min(said["kind"]), iri=iri)
    between: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for (source, target, relation), said in sorted(edges.items()):
        if source in graph and target in graph:
            between[source, target].append((_last(relation), *_labels(said, relation)))
    for (source, target), relations in sorted(between.items()):
        relation, label, english = (", ".join(part) for part in zip(*relations, strict=True))
        graph.add_edge(source, target, label=label, label_en=english, relation=relation)
    return graph


def around(graph: nx.DiGraph[str], focus: str, depth: int = 1) -> nx.DiGraph[str]:
    """The part of `graph` within `depth` steps of the node `focus`, either way. Raises UsageError."""
    if focus not in graph:
        raise UsageError(f"{focus} is not in this view; name one of its nodes.")
    _check_depth(depth)
    near = nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), focus, depth)
    return _part(graph, set(near))


def write(graph: nx.DiGraph[str], kind: str) -> bytes:
    """The graph as "graphml", "gexf", "node-link" or "cytoscape". Raises UsageError."""
    if kind not in _WRITERS:
        raise UsageError(f"unknown graph format {kind!r}; use one of {', '.join(_WRITERS)}.")
    return _WRITERS[kind](graph)


def export(select: Select, name: str, kind: str) -> bytes:
    """A view of what `select` asks, as the bytes of a file. Raises UsageError."""
    return write(view(select, name), kind)


def _part(graph: nx.DiGraph[str], nodes: set[str]) -> nx.DiGraph[str]:
    part: nx.DiGraph[str] = nx.DiGraph()
    part.add_nodes_from((node, dict(graph.nodes[node])) for node in graph if node in nodes)
    part.add_edges_from(
        (a, b, dict(said)) for a, b, said in graph.edges(data=True) if a in nodes and b in nodes
    )
    return part


def _edges_at(
    select: Select, name: str, iri: str, ends: Sequence[str] = ("source", "target")
) -> dict[tuple[str, ...], dict[str, set[str]]]:
    found: dict[tuple[str, ...], dict[str, set[str]]] = {}
    for end in ends:
        found |= _grouped(select(_query(f"{name}.edges"), {end: Iri(iri)}), *_EDGE)
    return found


def _check(name: str) -> None:
    if name not in names():
        raise UsageError(f"no view is called {name}; there are {', '.join(names())}.")


def _check_depth(depth: int) -> None:
    if not 0 <= depth <= _FURTHEST:
        raise UsageError(f"depth {depth} is out of range; use 0 to {_FURTHEST}.")


@cache
def _query(name: str) -> str:
    return terms.rebase((_FOLDER / f"{name}.rq").read_text("utf-8"))


def _grouped(rows: Rows, *keys: str) -> dict[tuple[str, ...], dict[str, set[str]]]:
    """The rows by the values of the columns `keys`: of each column, all its literals."""
    grouped: dict[tuple[str, ...], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows.dicts():
        found = grouped[tuple(row[name].value for name in keys)]
        for name, term in row.items():
            if isinstance(term, Literal):
                found[name].add(_NOT_IN_XML.sub("", term.value))
    return grouped


def _labels(said: Mapping[str, set[str]], iri: str) -> tuple[str, str]:
    english = min(said.get("en", ()), default="")
    return min(said.get("zh", ()), default=english or _last(iri)), english


def _last(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]


def _graphml(graph: nx.DiGraph[str]) -> bytes:
    out = io.BytesIO()
    nx.write_graphml_xml(graph, out, prettyprint=True)
    return out.getvalue()


def _gexf(graph: nx.DiGraph[str]) -> bytes:
    coloured = graph.copy()
    for _, said in coloured.nodes(data=True):
        red, green, blue = bytes.fromhex(COLOURS.get(said["kind"], _OTHER)[1:])
        said["viz"] = {"color": {"r": red, "g": green, "b": blue, "a": 1.0}}
    out = io.BytesIO()
    nx.write_gexf(coloured, out, prettyprint=True, version="1.2draft")
    # networkx writes the day and its own version, which are no part of the view.
    return _CREATOR.sub(b"<creator>policygraph</creator>", _DATED.sub(b"", out.getvalue()))


def _node_link(graph: nx.DiGraph[str]) -> bytes:
    return _json(nx.node_link_data(graph, edges="links"))


def _cytoscape(graph: nx.DiGraph[str]) -> bytes:
    return _json(nx.cytoscape_data(graph))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


_WRITERS: dict[str, Callable[[nx.DiGraph[str]], bytes]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "node-link": _node_link,
    "cytoscape": _cytoscape,
}
