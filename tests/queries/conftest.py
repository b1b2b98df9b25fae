"""The small graph that the catalogue is tried on, and a `select` over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_store.rows import Rows, Term, engine_term
from queries.run import Select


@pytest.fixture(scope="session")
def select() -> Select:
    """Asks `small.ttl`."""
    return _asking((Path(__file__).parent / "small.ttl").read_text("utf-8"))


@pytest.fixture(scope="session")
def asking() -> Callable[[str], Select]:
    """Asks the graph that it is given as Turtle."""
    return _asking


def _asking(turtle: str) -> Select:
    store = ox.Store()
    store.load(turtle, format=ox.RdfFormat.TURTLE)

    def ask(sparql: str, bindings: Mapping[str, Term] | None = None) -> Rows:
        terms = {ox.Variable(name): engine_term(term) for name, term in (bindings or {}).items()}
        found = store.query(sparql, substitutions=terms)
        assert isinstance(found, ox.QuerySolutions)
        text = found.serialize(format=ox.QueryResultsFormat.JSON)
        assert text is not None
        return Rows.from_json(text)

    return ask
