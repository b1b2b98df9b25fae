from __future__ import annotations

import fcntl
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.extraction import Extraction
from graph_store.dumps import dump
from graph_store.files import store_errors
from graph_store.publish import current_id
from graph_store.release import STORE, Release
from graph_store.store import Store, open_store
from ontology import terms
from ontology.errors import StoreError, UsageError, ValidationError

Notice = Callable[[str, Sequence[str]], Extraction]
NO_MODEL: list[tuple[str, list[str]]] = []
WORDS = st.lists(st.sampled_from(["报送进度", "登记苗圃", "核对清单", "公示结果", "建立台账"]), min_size=1)


def canonical(release: Release) -> bytes:
    return b"".join(dump(release, "nq"))


def on_disk(release: Release) -> list[str]:
    return sorted(str(quad) for quad in ox.Store.read_only(str(release.path / STORE)))


def test_a_release_holds_every_statement_once_in_its_default_graph(store: Store, notice: Notice) -> None:
    release = store.ingest([notice("a", ["报送进度"]), notice("b", ["报送进度"])], NO_MODEL)
    quads = list(ox.Store.read_only(str(release.path / STORE)))
    plain = [quad.triple for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)]
    named = {quad.triple for quad in quads if not isinstance(quad.graph_name, ox.DefaultGraph)}
    assert len(plain) == len(set(plain)) == len(named) == release.manifest.statements
    assert release.manifest.quads == len(quads) - len(plain) > len(plain)


def test_an_unchanged_file_changes_nothing(store: Store, plants: Extraction, duties: Extraction) -> None:
    first = store.ingest([plants, duties], NO_MODEL)
    assert store.ingest([plants], NO_MODEL).id == first.id
    assert [release.id for release in store.releases()] == [first.id]


def test_a_changed_file_replaces_what_it_said(store: Store, notice: Notice) -> None:
    store.ingest([notice("a", ["报送进度"])], NO_MODEL)
    changed = store.ingest([notice("a", ["登记苗圃"])], NO_MODEL)
    assert "登记苗圃".encode() in canonical(changed)
    assert "报送进度".encode() not in canonical(changed)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=WORDS, second=WORDS)
def test_a_removed_source_leaves_what_never_saw_it(
    tmp_path_factory: pytest.TempPathFactory, notice: Notice, first: list[str], second: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("removal")
    a, b = notice("a", first), notice("b", second)
    with_both = open_store(folder / "both")
    with_both.ingest([a], NO_MODEL)
    with_both.ingest([b], NO_MODEL)
    without = with_both.remove(["b"])
    alone = open_store(folder / "alone").ingest([a], NO_MODEL)
    assert canonical(without) == canonical(alone)
    assert on_disk(without) == on_disk(alone)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, min_size=2, max_size=3), data=st.data())
def test_the_order_of_ingestion_does_not_count(
    tmp_path_factory: pytest.TempPathFactory, notice: Notice, words: list[list[str]], data: st.DataObject
) -> None:
    sources = [notice(f"{index}", said) for index, said in enumerate(words)]
    folder = tmp_path_factory.mktemp("order")
    one, other = open_store(folder / "one"), open_store(folder / "other")
    for source in sources:
        one.ingest([source], NO_MODEL)
    for source in data.draw(st.permutations(sources)):
        other.ingest([source], NO_MODEL)
    assert canonical(one.current()) == canonical(other.current())
    assert on_disk(one.current()) == on_disk(other.current())


def test_shards_that_did_not_change_are_shared(store: Store, plants: Extraction, duties: Extraction) -> None:
    first = store.ingest([plants], NO_MODEL)
    second = store.ingest([duties], NO_MODEL)
    shard = first.sources[0]
    assert os.path.samefile(first.shard_path(shard), second.shard_path(shard))


def test_the_same_content_has_the_same_checksum_in_its_id(
    tmp_path: Path, store: Store, plants: Extraction, duties: Extraction
) -> None:
    store.ingest([plants, duties], NO_MODEL)
    other = open_store(tmp_path / "other")
    other.ingest([duties], NO_MODEL)
    assert other.ingest([plants], NO_MODEL).id.split("-")[1] == store.current().id.split("-")[1]


def test_the_next_ingest_builds_on_a_rollback(store: Store, notice: Notice) -> None:
    first = store.ingest([notice("a", ["报送进度"])], NO_MODEL)
    store.ingest([notice("b", ["登记苗圃"])], NO_MODEL)
    store.rollback(first.id)
    assert store.current().id == first.id
    third = store.ingest([notice("c", ["核对清单"])], NO_MODEL)
    assert [shard.name for shard in third.sources] == ["a", "c"]
    assert third.manifest.parent == first.id
    assert len(store.releases()) == 3


def test_pruning_keeps_the_newest_and_the_current(store: Store, notice: Notice) -> None:
    ids = [
        store.ingest([notice("a", [word])], NO_MODEL).id
        for word in ("报送进度", "登记苗圃", "核对清单", "公示结果")
    ]
    store.rollback(ids[0])
    assert store.prune(1) == ids[1:3]
    assert [release.id for release in store.releases()] == [ids[0], ids[3]]


def test_records_that_break_the_shapes_are_not_published(
    store: Store, plants: Extraction, duties: Extraction
) -> None:
    first = store.ingest([plants], NO_MODEL)
    broken = replace(duties, records=tuple(replace(record, confidence=2.0) for record in duties.records))
    with pytest.raises(ValidationError, match="confidence"):
        store.ingest([broken], NO_MODEL)
    assert store.current().id == first.id
    assert [path.name for path in (store.folder / "releases").iterdir()] == [first.id]
    assert [shard.name for shard in store.ingest([duties], NO_MODEL).sources] == ["duties.txt", "plants.txt"]


def test_two_inputs_of_one_name_are_refused(store: Store, plants: Extraction) -> None:
    with pytest.raises(UsageError, match=r"plants\.txt"):
        store.ingest([plants, plants], NO_MODEL)


def test_an_unknown_source_cannot_be_removed(store: Store, plants: Extraction) -> None:
    store.ingest([plants], NO_MODEL)
    with pytest.raises(UsageError, match=r"there are plants\.txt"):
        store.remove(["plant.txt"])


def test_a_store_without_a_release_says_what_to_do(store: Store) -> None:
    with pytest.raises(StoreError, match="no release yet: run 'policygraph ingest"):
        store.current()
    assert not store.folder.exists()


def test_another_directory_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(StoreError, match="not a policygraph store"):
        open_store(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_store_of_another_version_is_refused(store: Store, plants: Extraction) -> None:
    store.ingest([plants], NO_MODEL)
    (store.folder / "policygraph-store.json").write_text('{"version": 99}', "utf-8")
    with pytest.raises(StoreError, match="version 99"):
        open_store(store.folder)


def test_a_store_under_another_base_is_refused(store: Store, plants: Extraction) -> None:
    store.ingest([plants], NO_MODEL)
    mark = store.folder / "policygraph-store.json"
    mark.write_text(mark.read_text("utf-8").replace(terms.BASE, "https://other.example/"), "utf-8")
    with pytest.raises(StoreError, match=r"begin with https://other\.example/"):
        store.ingest([plants], NO_MODEL)
    with pytest.raises(StoreError, match="POLICYGRAPH_BASE_IRI"):
        open_store(store.folder)


def test_a_second_writer_is_told_to_wait(store: Store, plants: Extraction, duties: Extraction) -> None:
    store.ingest([plants], NO_MODEL)
    with (store.folder / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="another process is writing"):
            store.ingest([duties], NO_MODEL)
    assert len(store.ingest([duties], NO_MODEL).sources) == 2


def test_a_full_disk_leaves_the_store_as_it_was(store: Store, plants: Extraction, duties: Extraction) -> None:
    first = store.ingest([plants], NO_MODEL)
    before = sorted(str(path) for path in (store.folder / "releases").rglob("*"))
    # A process may write no file longer than this: what a full disk is to it.
    limited = (
        "import pickle, resource, signal, sys;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200));"
        "from graph_store.store import open_store;"
        "open_store(sys.argv[1]).ingest([pickle.load(sys.stdin.buffer)], [])"
    )
    run = subprocess.run(
        [sys.executable, "-c", limited, str(store.folder)],
        input=pickle.dumps(duties),
        capture_output=True,
        check=False,
    )
    assert b"StoreError" in run.stderr
    assert store.current().id == first.id
    assert len(store.ingest([duties], NO_MODEL).sources) == 2
    assert set(before) <= {str(path) for path in (store.folder / "releases").rglob("*")}


def test_what_the_system_reports_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="the disk is full"), store_errors(tmp_path):
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("said", [None, b"", b"0099-0123456789\n", b"\xff\x00", b"..\n"])
def test_a_broken_pointer_is_an_error_until_somebody_rolls_back(
    said: bytes | None, store: Store, plants: Extraction, duties: Extraction
) -> None:
    first = store.ingest([plants], NO_MODEL)
    pointer = store.folder / "current"
    pointer.unlink()
    if said is not None:
        pointer.write_bytes(said)
    for change in (lambda: store.ingest([duties], NO_MODEL), store.current, lambda: store.prune(1)):
        with pytest.raises(StoreError, match=f"current: names none of the releases {first.id}"):
            change()
    store.rollback(first.id)
    assert [shard.name for shard in store.ingest([duties], NO_MODEL).sources] == ["duties.txt", "plants.txt"]


def test_leftovers_of_a_killed_writer_are_cleared(
    store: Store, plants: Extraction, duties: Extraction
) -> None:
    first = store.ingest([plants], NO_MODEL)
    releases = store.folder / "releases"
    (releases / ".new" / "shards").mkdir(parents=True)
    (releases / "0002-0000000000").mkdir()
    (store.folder / "pending").write_text("0002-0000000000", "utf-8")
    (store.folder / "writer-release").unlink()
    second = store.ingest([duties], NO_MODEL)
    assert sorted(path.name for path in releases.iterdir()) == [first.id, second.id]
    assert current_id(store.folder) == second.id


def test_a_manifest_says_what_a_release_holds(store: Store, plants: Extraction) -> None:
    release = store.ingest([plants], [("http://model", ['<http://a> <http://b> "c" <http://model> .'])])
    manifest = json.loads((release.path / "manifest.json").read_text("utf-8"))
    kinds = {shard["kind"]: shard for shard in manifest["shards"]}
    assert kinds["document"]["sha256"] == plants.text.sha256
    assert kinds["system"]["graphs"] == ["http://model"]
    assert b"http://model" in canonical(store.remove(["plants.txt"]))
