"""The tests of the manifests, and a server that holds the data of all of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from manifests import Case, cases

from graph_store import publish
from graph_store.store import Store

OWN = Path(__file__).parent / "cases"
SUITE = os.environ.get("POLICYGRAPH_SUITE")


def collected() -> list[Case]:
    """Our own tests, and those of the W3C where POLICYGRAPH_SUITE names a copy of them."""
    return cases(OWN) + (cases(Path(SUITE)) if SUITE else [])


@pytest.fixture(scope="session")
def endpoint(
    tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., AbstractContextManager[str]]
) -> Iterator[httpx.Client]:
    """A client of a server whose release holds the graphs of every test, each under its own name.

    The release is built from N-Quads, not by `import`, which gives blank nodes an IRI: the tests are about
    blank nodes, too.
    """
    folder = tmp_path_factory.mktemp("conformance")
    lines = [line for case in collected() if case.kind == "evaluation" for line in quads(case)]
    store = Store(folder / "store")
    store._replace([publish.new_shard("import", "tests", lines)], ())
    with (
        serving(store.folder, "--query-timeout", "20") as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        yield client


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
