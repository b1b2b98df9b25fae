from __future__ import annotations

from collections.abc import Callable, Sequence

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.extraction import Extraction
from graph_store.release import STORE
from graph_store.statistics import STATISTICS, PropertyCounts, count, recorded, statistics
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


WORDS = st.lists(st.sampled_from(["报送进度", "登记苗圃", "核对清单", "公示结果"]), min_size=1, max_size=3)
FACTS = " ".join(
    f'<https://example.org/{number}> <https://example.org/n> "{number}" .' for number in range(3000)
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.dictionaries(st.sampled_from("abc"), WORDS, min_size=1), min_size=2, max_size=3))
def test_counting_what_moved_gives_what_counting_all_gives(
    tmp_path_factory: pytest.TempPathFactory,
    notice: Notice,
    plants: Extraction,
    steps: list[dict[str, list[str]]],
) -> None:
    folder = tmp_path_factory.mktemp("counts")
    (folder / "facts.ttl").write_text(FACTS, "utf-8")
    store = Store(folder / "store")
    # Beside this many statements, what a notice says is little.
    store.import_rdf([(folder / "facts.ttl", "facts.ttl")], [])
    store.ingest([plants], [])
    for step in steps:
        store.ingest([notice(name, said) for name, said in step.items()], [])
    store.remove([next(iter(steps[0]))])
    for release in store.releases():
        whole = count(ox.Store.read_only(str(release.path / STORE)), release.manifest.shards)
        assert recorded(release) == whole
