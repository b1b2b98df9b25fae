"""Queries of the manifests, each sent to the server as a client sends it."""

from __future__ import annotations

from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import results
import yaml
from manifests import Case, cases
from suite import OWN, SUITE, collected, quads

EXPECTED: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "expected_failures.yaml").read_text(encoding="utf-8")
)
FAILURES = EXPECTED["engine"] | EXPECTED["refused"]
NOTHING = "urn:x-nothing"
LEAST_OWN, LEAST_W3C = 75, 400


def parameters() -> list[object]:
    """The cases, those that must fail marked with the reason."""
    return [
        pytest.param(
            case,
            id=case.iri,
            marks=[pytest.mark.xfail(reason=FAILURES[case.iri])] if case.iri in FAILURES else [],
        )
        for case in collected()
        if case.kind != "protocol"
    ]


def ask(endpoint: httpx.Client, case: Case, accept: str) -> httpx.Response:
    """The answer of the server over the dataset of the case."""
    dataset: dict[str, list[str]] = {}
    if case.data or (case.named and "FROM" not in case.sparql):
        dataset = {"default-graph-uri": [case.default_graph]}
        dataset["named-graph-uri"] = [name for name, _ in case.named]
    elif not case.named:
        dataset = {"default-graph-uri": [NOTHING]}
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    return endpoint.post("/sparql", params=dataset, content=case.sparql.encode(), headers=headers)


@pytest.mark.parametrize("case", parameters())
def test_query(case: Case, endpoint: httpx.Client) -> None:
    if case.kind != "evaluation":
        answer = ask(endpoint, case, "*/*")
        refused = answer.status_code in (400, 403) and ("line" in answer.json() or answer.status_code == 403)
        # A function that nobody defines is a fault of evaluation, not of syntax.
        assert refused == (case.kind == "negative"), answer.text
        return
    assert case.result
    accept, wanted = results.expected(case.result, case.lax)
    answer = ask(endpoint, case, accept)
    assert answer.status_code == 200, answer.text
    assert results.said(answer.content, accept, case.lax) == wanted


def test_enough_tests_are_found() -> None:
    """A manifest that is not understood must not look like success."""
    assert len(cases(OWN)) >= LEAST_OWN
    if SUITE:
        assert len(cases(Path(SUITE))) >= LEAST_W3C


def engine_passes(case: Case) -> bool:
    """Whether the engine alone, asked in process, does what the test wants."""
    store = ox.Store()
    for line in quads(case):
        quad = next(iter(ox.parse(line, ox.RdfFormat.N_QUADS)))
        default = quad.graph_name.value == case.default_graph
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object) if default else quad)
    try:
        found = store.query(case.sparql, base_iri="http://base/")
    except (SyntaxError, ValueError, RuntimeError):
        return case.kind == "negative"
    if case.kind != "evaluation":
        return case.kind == "positive"
    assert case.result
    accept, wanted = results.expected(case.result, case.lax)
    kind = ox.RdfFormat if isinstance(found, ox.QueryTriples) else ox.QueryResultsFormat
    data = found.serialize(format=kind.from_media_type(accept))
    return results.said(data or b"", accept, case.lax) == wanted


@pytest.mark.skipif(not SUITE, reason="POLICYGRAPH_SUITE names no copy of the W3C tests")
def test_what_fails_fails_in_the_engine_too() -> None:
    """So nothing that the engine passes in process is lost on the way through HTTP."""
    assert not [case.iri for case in collected() if case.iri in EXPECTED["engine"] and engine_passes(case)]
