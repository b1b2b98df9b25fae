"""Releases over time: older ones are read, and what two say differently is told."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest

from api.reading import Named
from api.service import Service
from graph_store.serving.questions import QueueFull
from ontology.settings import Settings

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ReleaseIds = Callable[[Path], list[str]]
Serving = Callable[..., AbstractContextManager[str]]
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/policygraph/ontology#Project> }"


@pytest.fixture(scope="module")
def http(store: Path, serving: Serving) -> Iterator[httpx.Client]:
    with serving(store) as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


def test_every_path_reads_an_older_release(http: httpx.Client, older: str) -> None:
    now = http.get("/projects")
    then = http.get("/projects", params={"release": older})
    assert (now.json()["total"], then.json()["total"]) == (4, 0)
    assert now.headers["X-Policygraph-Release"] != then.headers["X-Policygraph-Release"] == older
    for path, more in {
        "/sparql": {"query": COUNT},
        "/ask": {"q": "H2 projects in Xinjiang"},
        "/queries/repeals": {},
        "/id/document/示能-2031-7号": {},
    }.items():
        answer = http.get(path, params={**more, "release": older})
        assert (answer.status_code, answer.headers["X-Policygraph-Release"]) == (200, older)
    counted = http.post("/sparql", params={"release": older}, data={"query": COUNT}).json()
    assert counted["results"]["bindings"][0]["n"]["value"] == "0"
    assert http.get("/id/project/1", params={"release": older}).status_code == 404


def test_the_current_release_may_be_named(http: httpx.Client) -> None:
    now = http.get("/projects").json()
    assert http.get("/projects", params={"release": now["release"]}).json() == now


@pytest.mark.parametrize("path", ["/projects", "/sparql?query=ASK{}", "/queries/repeals", "/ask?q=x"])
@pytest.mark.parametrize("name", ["0009-0123456789", "..", "", "%00"])
def test_an_unknown_release_is_not_found(path: str, name: str, http: httpx.Client) -> None:
    answer = http.get(f"{path}{'&' if '?' in path else '?'}release={name}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "/releases lists" in answer.json()["detail"]


def test_a_release_that_is_pruned_while_it_is_read_is_told(
    policygraph: Run, release_ids: ReleaseIds, documents: Path, serving: Serving, tmp_path: Path
) -> None:
    where = tmp_path / "store"
    facts = Path(__file__).parent.parent / "queries" / "small.ttl"
    for arguments in (("ingest", documents, "--workers", "1"), ("import", facts)):
        assert policygraph(*arguments, store=where).returncode == 0
    first, second = release_ids(where)
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with serving(where, "--query-timeout", "1") as url, httpx.Client(base_url=url, timeout=30) as client:
        old = {"release": first}
        assert client.get("/projects", params=old).json()["total"] == 0
        assert policygraph("releases", "prune", "--keep", "1", store=where).returncode == 0
        # Its readers have the files open; once they are stopped there is no way back.
        assert client.get("/sparql", params={"query": endless, **old}).status_code in {404, 503}
        gone = client.get("/projects", params=old)
        patience = time.monotonic() + 10
        while gone.status_code == 200 and time.monotonic() < patience:
            gone = client.get("/projects", params=old)
        assert gone.status_code == 404, gone.text
        assert client.get("/projects").headers["X-Policygraph-Release"] == second


def test_the_next_release_does_not_answer_for_the_one_that_was_named(
    policygraph: Run, documents: Path, tmp_path: Path
) -> None:
    where = tmp_path / "store"
    assert policygraph("ingest", documents, "--workers", "1", store=where).returncode == 0
    service = Service(Settings(store=str(where)))
    try:
        named = Named(service)
        named.check(named.lanes.release.id)
        facts = Path(__file__).parent.parent / "queries" / "small.ttl"
        assert policygraph("import", facts, store=where).returncode == 0
        old = service.hosts.switch(service.store.current())
        service.pool.leave(old)
        old.retire()
        with pytest.raises(QueueFull, match="ceased to be the current one"):
            named.check(named.lanes.release.id)
    finally:
        service.pool.close()


def test_the_releases_are_listed(http: httpx.Client, release_ids: ReleaseIds, store: Path) -> None:
    older, newer = release_ids(store)
    listed = http.get("/releases").json()
    assert [item["id"] for item in listed["items"]] == [newer, older]
    assert listed["current"] == newer
    assert listed["items"][0]["parent"] == older
    one = http.get(f"/releases/{newer}").json()
    assert [(item["source"], item["source_kind"]) for item in one["sources"]] == [
        ("notice.txt", "document"),
        ("small.ttl", "import"),
    ]
    page = http.get("/releases", headers=BROWSER)
    assert f"/releases/{newer}/diff" in page.text


@pytest.mark.parametrize(
    ("path", "accept"), [("/releases", "application/atom+xml"), ("/releases.atom", "*/*")]
)
def test_the_feed_says_which_source_changed(path: str, accept: str, http: httpx.Client) -> None:
    answer = http.get(path, headers={"Accept": accept})
    assert answer.headers["content-type"] == "application/atom+xml"
    atom = {"a": "http://www.w3.org/2005/Atom"}
    feed = ElementTree.fromstring(answer.content)
    newest, oldest = feed.findall("a:entry", atom)
    assert newest.findtext("a:title", namespaces=atom).endswith("1 source changed")  # type: ignore[union-attr]
    said = newest.findtext("a:content", namespaces=atom)
    assert said
    assert "added: small.ttl (import, " in said
    assert "notice.txt" not in said
    link = newest.find("a:link", atom)
    assert link is not None
    assert http.get(link.attrib["href"]).json()["sources"][0]["source"] == "small.ttl"
    ids = [entry.findtext("a:id", namespaces=atom) for entry in (newest, oldest)]
    assert all(name and name.startswith("https://w3id.org/policygraph/releases/") for name in ids)


def test_a_difference_is_told_by_source_and_statement(http: httpx.Client, older: str) -> None:
    newer = http.get("/releases").json()["current"]
    path = f"/releases/{newer}/diff"
    whole = http.get(path, params={"from": older, "limit": 10_000}).json()
    assert http.get(path, params={"limit": 10_000}).json() == whole
    assert (whole["from"], whole["to"], whole["next"]) == (older, newer, None)
    assert [
        (item["source"], item["state"]) for item in whole["sources"] if item["source_kind"] != "derived"
    ] == [("small.ttl", "added")]
    assert whole["totals"]["added"] == len(whole["changes"])
    assert whole["sources"][0]["kinds"]["project"]["added"] > 4
    paged: list[object] = []
    cursor = ""
    while cursor is not None:
        page = http.get(path, params={"limit": 100, "cursor": cursor}).json()
        paged += page["changes"]
        cursor = page["next"]
    assert paged == whole["changes"]
    back = http.get(f"/releases/{older}/diff", params={"from": newer}).json()["totals"]
    assert (back["gone"], back["added"]) == (whole["totals"]["added"], 0)


def test_a_difference_as_n_quads_and_as_a_page(http: httpx.Client, older: str) -> None:
    path = f"/releases/{http.get('/releases').json()['current']}/diff"
    answer = http.get(path, params={"from": older}, headers={"Accept": "application/n-quads"})
    parsed = list(ox.parse(answer.content, ox.RdfFormat.N_QUADS))
    assert len(parsed) == http.get(path).json()["totals"]["added"]
    page = http.get(path, headers=BROWSER | {"Accept-Language": "zh"})
    assert "small.ttl" in page.text
    assert "按来源" in page.text


@pytest.mark.parametrize("path", ["/releases/x", "/releases/x/diff", "/releases/{newer}/diff?from=x"])
def test_a_difference_with_an_unknown_release_is_not_found(path: str, http: httpx.Client) -> None:
    newer = http.get("/releases").json()["current"]
    assert http.get(path.format(newer=newer)).status_code == 404


def test_the_command_tells_the_same(policygraph: Run, store: Path, http: httpx.Client, older: str) -> None:
    newer = http.get("/releases").json()["current"]
    said = json.loads(policygraph("diff", "--format", "json", store=store).stdout)
    answer = http.get(f"/releases/{newer}/diff", params={"limit": 10_000}).json()
    assert said == {key: value for key, value in answer.items() if key != "next"}
    table = policygraph("diff", older, newer, store=store).stdout
    assert table.splitlines()[0] == f"{older} → {newer}"
    assert "small.ttl" in table
    quads = policygraph("diff", newer, older, "--format", "nq", store=store).stdout
    assert {line.rsplit(" # ", 1)[1] for line in quads.splitlines()} == {"gone"}
    same = policygraph("diff", newer, newer, store=store)
    assert (same.returncode, same.stdout.splitlines()[-1]) == (0, "Both say the same.")


def test_a_difference_needs_two_releases(policygraph: Run, documents: Path, tmp_path: Path) -> None:
    where = tmp_path / "store"
    policygraph("ingest", documents, "--workers", "1", store=where)
    assert "only one release" in policygraph("diff", store=where).stderr
    unknown = policygraph("diff", "0007-0123456789", store=where)
    assert unknown.returncode == 2
    assert "no release is called 0007-0123456789" in unknown.stderr


def test_the_first_page_counts_what_the_release_holds(http: httpx.Client, older: str) -> None:
    assert http.get("/").json()["counts"]["projects"] == 4
    assert http.get("/", params={"release": older}).json()["counts"]["projects"] == 0
    assert "<strong>4</strong> projects" in http.get("/", headers=BROWSER).text
