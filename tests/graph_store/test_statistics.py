from __future__ import annotations

from collections.abc import Callable, Sequence

from extract.extraction import Extraction
from graph_store.statistics import STATISTICS, PropertyCounts, statistics
from graph_store.store import Store
from ontology import terms

Notice = Callable[[str, Sequence[str]], Extraction]


def test_a_statement_of_two_sources_is_counted_once(store: Store, notice: Notice) -> None:
    release = store.ingest([notice("a", ["报送进度"]), notice("b", ["报送进度"])], [])
    said = statistics(release)
    assert (said.quads, said.statements) == (release.manifest.quads, release.manifest.statements)
    assert said.classes[terms.PG + "PartyClass"] == 1
    assert said.classes[terms.PG + "Obligation"] == 2
    assert said.properties[terms.PG + "bearer"] == PropertyCounts(statements=2, subjects=2, objects=1)
    assert said.sources == {"document": 2}


def test_a_release_without_the_file_is_counted(store: Store, plants: Extraction) -> None:
    release = store.ingest([plants], [])
    said = (release.path / STATISTICS).read_text("utf-8")
    (release.path / STATISTICS).unlink()
    assert statistics(release).to_json() == said
