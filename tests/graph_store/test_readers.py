from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.extraction import Extraction
from graph_store.readers import Load, QueueFull, ReaderPool
from graph_store.release import STORE, Release
from graph_store.rows import Iri
from graph_store.serving import budget, hosts
from graph_store.serving.budget import BYTES_A_QUAD, quads_in_memory
from graph_store.store import Store
from ontology import terms
from ontology.errors import QueryError, QueryTimeout, StoreError
from ontology.settings import Settings

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
IN_MEMORY, ON_DISK = 10**6, 0


@pytest.fixture
def release(store: Store, plants: Extraction, duties: Extraction) -> Release:
    return store.ingest([plants, duties])


@pytest.fixture(params=[IN_MEMORY, ON_DISK], ids=["memory", "disk"])
def pool(request: pytest.FixtureRequest, release: Release) -> Iterator[ReaderPool]:
    with ReaderPool(release, workers=2, timeout=60, memory_quads=request.param) as pool:
        yield pool


def count(pool: ReaderPool) -> int:
    term = pool.select(COUNT).rows[0][0]
    return int(term.value) if term else 0


def processes(pool: ReaderPool) -> list[int]:
    return [pool._hosts.current.process.pid, *(reader.pid for reader in pool._free if reader)]


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_every_statement_counts_once(pool: ReaderPool, release: Release) -> None:
    assert count(pool) == release.manifest.statements


def test_a_damaged_store_is_no_fault_of_the_query(release: Release) -> None:
    for file in (release.path / STORE).glob("*.sst"):
        data = file.read_bytes()
        if len(data) > 4096:  # the shorter ones are read when the store is opened
            file.write_bytes(data[:20] + b"\xff" * 20 + data[40:])
    with ReaderPool(release, timeout=60, memory_quads=ON_DISK) as pool:
        with pytest.raises(StoreError, match="policygraph doctor"):
            pool.select("SELECT * { ?s ?p ?o }")
        with pytest.raises(QueryError, match="not supported"):
            pool.select("SELECT (<http://x/f>(1) AS ?x) {}")


def test_a_large_release_is_read_from_disk_until_it_is_in_memory(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "AT_ONCE", 0)  # any release is a large one
    with ReaderPool(release, memory_quads=IN_MEMORY) as pool:
        assert not pool.in_memory
        assert count(pool) == release.manifest.statements
        pool.into_memory()
        assert pool.in_memory
        assert count(pool) == release.manifest.statements
    with ReaderPool(release, memory_quads=ON_DISK) as pool:
        pool.into_memory()
        assert not pool.in_memory


def test_without_a_setting_a_third_of_the_memory_may_hold_a_release(monkeypatch: pytest.MonkeyPatch) -> None:
    held = quads_in_memory() * BYTES_A_QUAD
    assert 0 < held < os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2
    monkeypatch.setattr(budget, "settings", lambda: Settings(memory_quads=5))
    assert quads_in_memory() == 5


def test_values_reach_the_query_as_terms(pool: ReaderPool) -> None:
    rows = pool.select(
        "SELECT ?p_kind (COUNT(?s) AS ?n) { ?s a ?p_kind } GROUP BY ?p_kind",
        {"p_kind": Iri(terms.PG + "Project")},
    )
    assert [term.value for term in rows.rows[0] if term] == [terms.PG + "Project", "2"]


def test_an_endless_query_is_stopped_while_others_are_answered(pool: ReaderPool, release: Release) -> None:
    stopped = []

    def endless() -> None:
        with pytest.raises(QueryTimeout):
            pool.select(ENDLESS, timeout=0.5)
        stopped.append(True)

    thread = threading.Thread(target=endless)
    thread.start()
    answers = 0
    while thread.is_alive():
        assert count(pool) == release.manifest.statements
        answers += 1
    thread.join()
    assert stopped
    assert answers > 1
    assert {count(pool) for _ in range(4)} == {release.manifest.statements}


@pytest.mark.parametrize("sparql", ["SELECT * {", "SELECT ?x { ?x ?y }", "INSERT DATA { <a:a> <a:b> <a:c> }"])
def test_a_query_that_does_not_parse_says_where(pool: ReaderPool, sparql: str) -> None:
    with pytest.raises(QueryError, match=r"\d:\d"):
        pool.select(sparql)
    assert count(pool)


def test_many_threads_may_ask(pool: ReaderPool, release: Release) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(count(pool))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [release.manifest.statements] * 12


def test_who_comes_when_the_line_is_full_is_told_so(release: Release) -> None:
    with ReaderPool(release, workers=1, timeout=60, waiting=0) as pool:
        _, answer = pool.query("SELECT * { ?s ?p ?o }")
        with pytest.raises(QueueFull):
            pool.select(COUNT)
        answer.close()
        assert count(pool)


@pytest.mark.parametrize(
    ("sparql", "accept", "media_type", "begins"),
    [
        (COUNT, ["text/csv"], "text/csv", b"n\r\n"),
        (
            COUNT,
            ["text/turtle", "application/sparql-results+xml"],
            "application/sparql-results+xml",
            b"<?xml",
        ),
        ("ASK { ?s ?p ?o }", [], "application/sparql-results+json", b'{"head":{},"boolean":true}'),
        ("CONSTRUCT WHERE { ?s a ?o }", ["application/n-triples"], "application/n-triples", b"<"),
        ("CONSTRUCT WHERE { ?s a ?o }", ["text/csv"], "text/turtle", b"<"),
    ],
)
def test_answers_come_in_the_form_that_was_asked_for(
    pool: ReaderPool, sparql: str, accept: list[str], media_type: str, begins: bytes
) -> None:
    content_type, answer = pool.query(sparql, accept)
    assert content_type == media_type
    assert b"".join(answer).startswith(begins)


def test_a_long_answer_comes_in_chunks(pool: ReaderPool) -> None:
    _, answer = pool.query("SELECT * { ?a ?b ?c . ?d a ?e } LIMIT 20000", ["text/csv"])
    chunks = list(answer)
    assert len(chunks) > 1
    assert b"".join(chunks).count(b"\r\n") == 20001


def test_an_answer_that_nobody_reads_to_its_end_frees_its_reader(pool: ReaderPool) -> None:
    for _ in range(4):
        _, answer = pool.query("SELECT * { ?a ?b ?c . ?d ?e ?f }", ["text/csv"])
        next(iter(answer))
        answer.close()
    assert count(pool)


def test_the_dataset_of_the_protocol(pool: ReaderPool) -> None:
    graph = terms.source_graph("plants.txt")

    def ask(where: str, **dataset: list[str]) -> bytes:
        return b"".join(pool.query(f"SELECT (COUNT(*) AS ?n) {{ {where} }}", ["text/csv"], **dataset)[1])

    assert ask("?s ?p ?o", named_graphs=[graph]) == b"n\r\n0\r\n"
    assert ask("GRAPH ?g { ?s ?p ?o }", default_graphs=[graph]) == b"n\r\n0\r\n"
    assert ask("?s ?p ?o", default_graphs=[graph]) == ask("GRAPH ?g { ?s ?p ?o }", named_graphs=[graph])
    assert ask("GRAPH ?g { ?s ?p ?o }", named_graphs=[graph]) == ask(f"GRAPH <{graph}> {{ ?s ?p ?o }}")


def test_a_reader_that_died_is_replaced(pool: ReaderPool, release: Release) -> None:
    for pid in processes(pool)[1:]:
        os.kill(pid, signal.SIGKILL)
    assert [count(pool) for _ in range(3)] == [release.manifest.statements] * 3


def test_readers_that_died_are_told_before_they_are_needed(pool: ReaderPool, release: Release) -> None:
    assert pool.load() == Load(busy=0, free=2, waiting=0, killed=0)
    first = next(reader for reader in pool._free if reader)
    os.kill(first.pid, signal.SIGKILL)
    first.sock.settimeout(20)
    assert first.sock.recv(1) == b""  # it has ended
    assert [pool.load() for _ in range(2)] == [Load(busy=0, free=2, waiting=0, killed=1)] * 2
    assert first.pid not in processes(pool)
    assert [count(pool) for _ in range(3)] == [release.manifest.statements] * 3


def test_a_host_that_died_is_replaced(pool: ReaderPool, release: Release) -> None:
    os.kill(processes(pool)[0], signal.SIGKILL)
    assert [count(pool) for _ in range(3)] == [release.manifest.statements] * 3


def test_closing_leaves_no_process(release: Release) -> None:
    pool = ReaderPool(release, workers=3)
    pids = processes(pool)
    pool.close()
    assert len(pids) == 4
    assert all(gone(pid) for pid in pids)
    with pytest.raises(StoreError, match="closed"):
        pool.select(COUNT)


def test_a_switch_lets_a_running_answer_end_on_the_old_release(
    store: Store, pool: ReaderPool, release: Release
) -> None:
    _, answer = pool.query("SELECT * { ?a ?b ?c . ?d a ?e } LIMIT 5000", ["text/csv"])
    old = processes(pool)[0]
    smaller = store.remove(["plants.txt"])
    pool.switch(smaller)
    assert pool.release.id == smaller.id
    assert count(pool) == smaller.manifest.statements < release.manifest.statements
    assert answer.release.id == release.id
    assert b"".join(answer).count(b"\r\n") == 5001
    assert gone(old)


def test_a_release_answers_a_command(release: Release) -> None:
    with release:
        assert release.select("ASK { ?s ?p ?o }")
        with pytest.raises(QueryTimeout):
            release.select(ENDLESS, timeout=0.2)
        assert release.select("ASK { ?s ?p ?o }")


def test_a_folder_of_the_user_called_like_ours_does_no_harm(
    tmp_path: Path, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "graph_store").mkdir()
    (tmp_path / "graph_store" / "__init__.py").write_text("raise SystemExit", "utf-8")
    monkeypatch.chdir(tmp_path)
    with ReaderPool(release) as pool:
        assert count(pool)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can take a process off the network")
def test_a_reader_cannot_call_anyone(pool: ReaderPool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        with pytest.raises(QueryError, match="denied"):
            pool.select(f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}")
    assert count(pool) > 0
