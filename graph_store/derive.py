"""What follows only from several sources together: the CONSTRUCTs in `derive/`, run anew for every release."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from ontology import terms

_FOLDER = Path(__file__).parent / "derive"


@cache
def _queries() -> tuple[tuple[str, str], ...]:
    return tuple((path.name, terms.rebase(path.read_text("utf-8"))) for path in sorted(_FOLDER.glob("*.rq")))


def rules() -> str:
    """Ten hexadecimal digits over the rules, so that a release knows which made it."""
    return hashlib.sha256(repr(_queries()).encode()).hexdigest()[:10]


def derived_lines(store: ox.Store) -> list[str]:
    """The sorted N-Quads lines of the derived graph of what `store` holds; it must not hold one yet."""
    found: set[str] = set()
    for _, query in _queries():
        triples = store.query(query, prefixes=terms.PREFIXES)
        found.update(f"{triple} <{terms.DERIVED_GRAPH}> ." for triple in triples)
    return sorted(found)
