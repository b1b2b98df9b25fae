"""What two releases say differently, as data for programs; the same for the command line and for HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Any

import pyoxigraph as ox

from graph_store import diff
from graph_store.diff import Change, SourceChanges
from graph_store.release import Release
from graph_store.rows import Iri, Literal, Term
from ontology import terms

_KINDS = ("added", "gone", "changed")
_MOST = 64
_READ: dict[tuple[Path | None, Path], tuple[SourceChanges, ...]] = {}
_WRITING = Lock()


def summary(old: Release | None, new: Release, deadline: float | None = None) -> tuple[SourceChanges, ...]:
    """The sources that differ and what changed in each. Raises StoreError, and QueryTimeout at `deadline`.

    Releases never change: each pair is read once.
    """
    key = (old.path if old else None, new.path)
    found = _READ.get(key)
    if found is None:
        found = tuple(diff.summary(old, new, deadline))
        with _WRITING:
            if len(_READ) >= _MOST:
                _READ.pop(next(iter(_READ)))
            _READ[key] = found
    return found


def totals(sources: Iterable[SourceChanges]) -> dict[str, int]:
    """Statements added, gone and changed in all sources together."""
    return {kind: sum(item.total()[kind] for item in sources) for kind in _KINDS}


def source_dict(item: SourceChanges) -> dict[str, Any]:
    """How much one source changed."""
    return {
        "source": item.source,
        "source_kind": item.source_kind,
        "state": item.state,
        "quads_before": item.quads_before,
        "quads": item.quads,
        **{kind: item.total()[kind] for kind in _KINDS},
        "kinds": {
            name: {kind: counts[kind] for kind in _KINDS} for name, counts in sorted(item.kinds.items())
        },
    }


def change_dict(change: Change) -> dict[str, Any]:
    """One statement, with its terms as the SPARQL results format has them."""
    return {
        "change": change.change,
        "source": change.source,
        "source_kind": change.source_kind,
        "kind": change.kind,
        "graph": change.graph,
        "subject": change.subject[1:-1],
        "predicate": change.predicate[1:-1],
        "before": _json(change.before),
        "value": _json(change.value),
    }


def term(text: str) -> Term:
    """The term that N-Triples spells so."""
    (triple,) = ox.parse(f"<{terms.BASE}> <{terms.BASE}> {text} .", ox.RdfFormat.N_TRIPLES, lenient=True)
    found = triple.object
    if not isinstance(found, ox.Literal):
        return Iri(str(found)[1:-1])
    plain = found.language or found.datatype.value == terms.XSD + "string"
    return Literal(found.value, None if plain else found.datatype.value, found.language)


def _json(text: str | None) -> dict[str, str] | None:
    return None if text is None else term(text).to_json()
