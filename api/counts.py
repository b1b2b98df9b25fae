"""How many things a release holds, as pages show it."""

from __future__ import annotations

from graph_store.release import Release
from graph_store.statistics import statistics
from ontology import terms

_CLASSES = {
    "projects": ("Project",),
    "documents": ("Document",),
    "rules": ("Obligation", "Prohibition", "Permission", "Encouragement"),
    "agencies": ("Agency",),
}


def counts(release: Release) -> dict[str, int]:
    """Projects, documents, rules of all modalities and agencies, as counted when the release was built."""
    classes = statistics(release).classes
    return {name: sum(classes.get(terms.PG + one, 0) for one in ones) for name, ones in _CLASSES.items()}
