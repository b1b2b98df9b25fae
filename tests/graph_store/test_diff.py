"""What two releases say differently."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.extraction import Extraction
from graph_store.diff import Change, changes, functional, sources, summary
from graph_store.release import Release
from graph_store.store import Store
from ontology import terms
from ontology.errors import QueryTimeout

Notice = Callable[[str, Sequence[str]], Extraction]
WORDS = st.lists(st.sampled_from(["报送进度", "登记苗圃", "核对清单", "公示结果"]), max_size=4)


@pytest.fixture
def facts(tmp_path: Path, store: Store) -> Callable[[str], Release]:
    """Publishes Turtle as the source facts.ttl."""

    def publish(turtle: str) -> Release:
        file = tmp_path / "facts.ttl"
        prefixes = f"@prefix pg: <{terms.PG}> . @prefix d: <{terms.entity('document', '')}> .\n"
        file.write_text(prefixes + turtle, "utf-8")
        return store.import_rdf([(file, "facts.ttl")], [])

    return publish


def told(old: Release | None, new: Release) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (change.change, change.predicate.rsplit("#", 1)[1][:-1], change.before, change.value)
        for change in changes(old, new)
    ]


def test_another_value_of_a_property_that_has_one_is_a_change(facts: Callable[[str], Release]) -> None:
    old = facts('d:a pg:documentKind "通知" ; pg:title "甲" ; pg:locator "一" .')
    new = facts('d:a pg:documentKind "办法" ; pg:title "乙" ; pg:locator "一" .')
    assert told(old, new) == [
        ("changed", "documentKind", '"通知"', '"办法"'),
        ("gone", "title", '"甲"', None),
        ("added", "title", None, '"乙"'),
    ]
    (change, *_) = changes(old, new)
    assert (change.source, change.source_kind, change.kind) == ("facts.ttl", "import", "document")


def test_what_the_shapes_allow_once_is_functional() -> None:
    assert {f"<{terms.PG}{name}>" for name in ("date", "status", "listedIn")} <= functional()
    assert f"<{terms.PG}cites>" not in functional()


def test_only_the_source_that_changed_is_told(store: Store, notice: Notice) -> None:
    old = store.ingest([notice("a", ["报送进度"]), notice("b", ["报送进度"])], [])
    new = store.ingest([notice("b", ["登记苗圃"]), notice("c", ["报送进度"])], [])
    found = summary(old, new)
    assert [(item.source, item.source_kind, item.state) for item in found] == [
        ("b", "document", "changed"),
        ("c", "document", "added"),
    ]
    assert found[0].kinds["obligation"]["added"] == found[0].kinds["obligation"]["gone"] > 0
    assert [(item.source, item.kinds) for item in sources(old, new)] == [("b", {}), ("c", {})]
    assert sources(new, new) == []


def test_a_removed_source_is_gone_and_what_was_derived_from_it_changes(
    store: Store, plants: Extraction, duties: Extraction
) -> None:
    old = store.ingest([plants, duties], [])
    new = store.remove(["plants.txt"])
    found = {item.source: item for item in summary(old, new)}
    assert found["plants.txt"].state == "gone"
    assert found["plants.txt"].total()["gone"] == found["plants.txt"].quads_before
    assert found[terms.DERIVED_GRAPH].source_kind == "derived"


def test_the_first_release_is_compared_with_nothing(store: Store, plants: Extraction) -> None:
    first = store.ingest([plants], [])
    assert summary(None, first)[0].total()["added"] == first.sources[0].quads


def test_a_difference_that_takes_too_long_is_given_up(store: Store, plants: Extraction) -> None:
    with pytest.raises(QueryTimeout, match="policygraph diff"):
        summary(None, store.ingest([plants], []), deadline=0)


def test_changes_are_n_quads_with_comments(facts: Callable[[str], Release]) -> None:
    old = facts('d:a pg:documentKind "通知 # 1" .')
    new = facts('d:a pg:documentKind "办法" .')
    lines = [line for change in changes(old, new) for line in change.lines()]
    assert [line.rsplit("# ", 1)[1] for line in lines] == ["changed: gone", "changed: added"]
    parsed = list(ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS))
    assert {quad.object.value for quad in parsed} == {"通知 # 1", "办法"}


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.tuples(WORDS, WORDS), second=st.tuples(WORDS, WORDS))
def test_a_difference_leads_from_the_old_release_to_the_new(
    tmp_path_factory: pytest.TempPathFactory,
    notice: Notice,
    first: tuple[list[str], list[str]],
    second: tuple[list[str], list[str]],
) -> None:
    store = Store(tmp_path_factory.mktemp("steps") / "store")
    old = store.ingest([notice(name, said) for name, said in zip("ab", first, strict=True)], [])
    new = store.ingest([notice(name, said) for name, said in zip("bc", second, strict=True)], [])
    found = list(changes(old, new))
    assert (lines(old) - sides(found, "gone")) | sides(found, "added") == lines(new)
    assert sides(found, "gone") <= lines(old)


def lines(release: Release) -> set[tuple[str, str]]:
    return {(shard.name, line) for shard in release.manifest.shards for line in release.lines(shard)}


def sides(found: Sequence[Change], side: str) -> set[tuple[str, str]]:
    return {
        (change.source, line.rsplit(" # ", 1)[0])
        for change in found
        for line in change.lines()
        if line.endswith(side)
    }
