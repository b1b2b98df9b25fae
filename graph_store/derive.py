"""What follows only from several sources together: the CONSTRUCTs in `derive/`, run for every release."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from graph_store.writer import Moved, load_lines
from ontology import terms
from ontology.errors import VocabularyError

_FOLDER = Path(__file__).parent / "derive"


@cache
def _queries() -> tuple[tuple[str, str], ...]:
    return tuple((path.name, terms.rebase(path.read_text("utf-8"))) for path in sorted(_FOLDER.glob("*.rq")))


def rules() -> str:
    """Ten hexadecimal digits over the rules, so that a release knows which made it."""
    return hashlib.sha256(repr(_queries()).encode()).hexdigest()[:10]


def derive(store: ox.Store, moved: Moved | None = None) -> list[str]:
    """Add the derived graph of what `store` holds, and give its sorted N-Quads lines.

    The store must not hold one yet. The rules run in the order of their names; each sees what those before it
    added. What that does to the default graph is noted in `moved`.
    """
    found: set[str] = set()
    for name, query in _queries():
        triples = store.query(query)
        if not isinstance(triples, ox.QueryTriples):
            raise VocabularyError(f"derive/{name}: not a CONSTRUCT.")
        lines = sorted({f"{triple} <{terms.DERIVED_GRAPH}> ." for triple in triples})
        if moved:
            moved.enter(store, sorted(set(lines) - found))
        load_lines(store, lines)
        found.update(lines)
    return sorted(found)
