"""The tests there are, and their data as N-Quads."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from manifests import Case, cases

OWN = Path(__file__).parent / "cases"
SUITE = os.environ.get("POLICYGRAPH_SUITE")


def collected() -> list[Case]:
    """Our own tests, and those of the W3C where POLICYGRAPH_SUITE names a copy of them."""
    return cases(OWN) + (cases(Path(SUITE)) if SUITE else [])


def quads(case: Case) -> Iterator[str]:
    """The data of a test as N-Quads: what its default graph is made of, and its named graphs."""
    graphs = [(case.default_graph, path) for path in case.data] + list(case.named)
    for graph, path in graphs:
        # One name in two files is not one node; a graph that two tests share is there once.
        space = hashlib.sha256(f"{graph} {path}".encode()).hexdigest()[:12]
        for quad in parsed(path):
            subject, object_ = (
                ox.BlankNode(f"{space}{term.value}") if isinstance(term, ox.BlankNode) else term
                for term in (quad.subject, quad.object)
            )
            yield f"{subject} {quad.predicate} {object_} <{graph}> ."


@cache
def parsed(path: Path) -> list[ox.Quad]:
    """The statements of a data file."""
    format_ = ox.RdfFormat.from_extension(path.suffix.lstrip("."))
    assert format_, path
    return list(ox.parse(path.read_bytes(), format_, base_iri=path.as_uri()))
