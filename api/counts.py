"""How many things a release holds, as pages show it."""

from __future__ import annotations

from graph_store.release import Release
from graph_store.statistics import statistics
from ontology import terms

_CLASSES = {"projects": "Project", "documents": "Document", "obligations": "Obligation", "agencies": "Agency"}


def counts(release: Release) -> dict[str, int]:
    """Projects, documents, obligations and agencies, as they were counted when the release was built."""
    classes = statistics(release).classes
    return {name: classes.get(terms.PG + class_, 0) for name, class_ in _CLASSES.items()}
