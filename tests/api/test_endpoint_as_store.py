"""`--store` names the address of an endpoint: what can be asked of a store can be asked of it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from graph_store.rows import Iri, Literal
from graph_store.store import open_store
from ontology.errors import QueryError, QueryTimeout, StoreError
from queries.catalogue import catalogue
from queries.endpoint import Endpoint, bound
from queries.run import run

Serving = Callable[..., AbstractContextManager[str]]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def address(store: Path, serving: Serving) -> Iterator[str]:
    with serving(store, "--query-timeout", "5") as url:
        yield url.rstrip("/") + "/sparql"


def test_every_question_of_the_catalogue_has_the_same_answer(address: str, store: Path) -> None:
    there = Endpoint(address, 30)
    with open_store(store).current() as here:
        assert there.id == here.id
        for query in catalogue().values():
            given = {parameter.name: parameter.example for parameter in query.params}
            far, near = run(query, given, there.select, there.id), run(query, given, here.select, here.id)
            # Rows with equal sort keys come in any order.
            assert sorted(map(repr, far.rows)) == sorted(map(repr, near.rows)), query.id
            assert (far.complete, far.notes, far.release) == (near.complete, near.notes, near.release)


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "内蒙古有哪些氢能示范项目，由哪个部门主管？", "--format", "json"],
        ["query", "projects_all", "--format", "csv"],
        ["query", "count.rq", "--format", "tsv"],
        ["query", "graph.rq", "--format", "ttl"],
        ["candidates", "--format", "jsonl"],
    ],
)
def test_commands_that_ask_take_an_address(
    arguments: list[str], policygraph: Run, address: str, store: Path, tmp_path: Path
) -> None:
    (tmp_path / "count.rq").write_text("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", encoding="utf-8")
    (tmp_path / "graph.rq").write_text(
        "CONSTRUCT { ?s a <http://x/Y> } "
        "{ ?s <https://w3id.org/policygraph/ontology#documentNumber> '示能〔2031〕7号' }",
        encoding="utf-8",
    )
    words = [str(tmp_path / word) if word.endswith(".rq") else word for word in arguments]
    here = policygraph(*words, store=store)
    there = policygraph(*words, store=address)
    assert (there.returncode, there.stdout) == (here.returncode, here.stdout)
    assert there.stdout or arguments[0] == "candidates"


def test_view_of_an_endpoint_is_that_of_the_store(
    policygraph: Run, address: str, store: Path, tmp_path: Path
) -> None:
    for name, where in (("here.json", store), ("there.json", address)):
        policygraph("export", "-o", tmp_path / name, "--view", "projects", store=where)
    assert (tmp_path / "here.json").read_bytes() == (tmp_path / "there.json").read_bytes()
    assert json.loads((tmp_path / "here.json").read_text("utf-8"))


@pytest.mark.parametrize("arguments", [["remove", "notice.txt"], ["releases"], ["export", "-o", "all.nq"]])
def test_what_needs_the_files_says_so(arguments: list[str], policygraph: Run, address: str) -> None:
    done = policygraph(*arguments, store=address)
    assert done.returncode == 1
    assert "this command needs a store in a directory" in done.stderr


def test_faults_of_the_endpoint_are_told(address: str) -> None:
    there = Endpoint(address, 30)
    with pytest.raises(QueryError, match="1:12"):
        there.select("SELECT ? {}")
    with pytest.raises(QueryTimeout, match="sparql: "):
        there.select("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    with pytest.raises(StoreError, match="cannot be reached"):
        Endpoint("http://127.0.0.1:9/sparql", 30)
    with pytest.raises(StoreError, match="nothing at"):
        Endpoint(address + "/none", 30)


class _Dripping(BaseHTTPRequestHandler):
    """Answers `ASK {}` at once; without an end a SELECT with heads that say "go on", all else by letters."""

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        with suppress(OSError):
            while asked.startswith(b"SELECT"):
                self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(b'{"head":{},"boolean":true}')
        with suppress(OSError):
            while asked != b"ASK {}":
                self.wfile.write(b" ")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Nothing."""


@pytest.mark.parametrize("query", ["ASK { ?s ?p ?o }", "SELECT * { ?s ?p ?o }"])
def test_an_answer_that_drips_meets_the_time_limit(query: str) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Dripping) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            with (
                Endpoint(f"http://127.0.0.1:{server.server_port}/", 1.0) as endpoint,
                pytest.raises(QueryTimeout, match="within 1 seconds"),
            ):
                endpoint.select(query)
        finally:
            server.shutdown()


def test_terms_stand_where_variables_stood() -> None:
    query = """SELECT ?p_day (COUNT(?x) AS ?n) ?kind { ?x ?p ?p_day FILTER(?p != "?p_day") # ?p_day
    } GROUP BY ?p_day ?kind ORDER BY ?kind"""
    term = Literal("2031-01-01", "http://www.w3.org/2001/XMLSchema#date")
    said = bound(query, {"p_day": term})
    assert said.count(str(term)) == 1
    assert said.startswith("SELECT  (COUNT(?x) AS ?n) ?kind { ?x ?p " + str(term))
    assert '"?p_day") # ?p_day' in said
    assert "GROUP BY  ?kind" in said
    assert bound("ASK { ?p_x ?p ?o }", {"p_x": Iri("http://x/")}) == "ASK { <http://x/> ?p ?o }"
