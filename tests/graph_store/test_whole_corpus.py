"""The real documents, from file to release."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.batch import extract_files
from extract.extraction import Extraction
from extract.readers import expand
from graph_store.store import open_store

PREFIXES = "PREFIX pg: <https://w3id.org/policygraph/ontology#> "
pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def extractions(corpus: Path) -> list[Extraction]:
    found = [result for result in extract_files(expand([corpus])) if isinstance(result, Extraction)]
    assert len(found) > 10
    return found


def test_the_documents_satisfy_the_shapes_and_every_project_has_one_status(
    tmp_path: Path, extractions: list[Extraction]
) -> None:
    with open_store(tmp_path / "store").ingest(extractions) as release:
        counts = release.select(
            PREFIXES
            + "SELECT (COUNT(?p) AS ?rows) (COUNT(DISTINCT ?p) AS ?n) { ?p a pg:Project ; pg:status ?status }"
        )
        rows, projects = (int(term.value) for term in counts.rows[0] if term)
        assert rows == projects > 100


def test_taking_a_document_out_is_exact(tmp_path: Path, extractions: list[Extraction]) -> None:
    first, *others = extractions
    store = open_store(tmp_path / "store")
    before = store.ingest(others)
    store.ingest([first])
    after = store.remove([first.text.source])
    assert after.manifest.shards == before.manifest.shards
    assert after.manifest.statements == before.manifest.statements
