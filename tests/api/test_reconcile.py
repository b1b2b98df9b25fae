"""The Reconciliation Service API on a real server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from servers import running

Serving = Callable[..., AbstractContextManager[str]]
FACTS = """
@prefix pg: <https://w3id.org/policygraph/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix a: <https://w3id.org/policygraph/id/agency/> .
@prefix d: <https://w3id.org/policygraph/id/document/> .
@prefix o: <https://w3id.org/policygraph/id/organization/> .
@prefix p: <https://w3id.org/policygraph/id/project/> .
@prefix r: <https://w3id.org/policygraph/id/region/> .
o:north a org:Organization ; rdfs:label "北岭风电有限公司"@zh .
o:north-2 a org:Organization ; rdfs:label "北岭风光电力有限公司"@zh .
a:old a pg:Agency ; rdfs:label "甲省新部"@zh, "New Ministry"@en ; pg:formerName "甲省旧部"@zh .
d:d a pg:Document ; rdfs:label "甲省管理办法"@zh ; pg:documentNumber "甲令〔2031〕9号" ;
  pg:date "2031-05-01"^^xsd:date ; pg:issuedBy a:old .
p:a a pg:Project ; rdfs:label "储能示范项目"@zh ; pg:projectNumber "1" ; pg:locatedIn r:150200 ;
  pg:co2ReductionTonnesPerYear 12.5 ; pg:implementedBy o:north .
p:b a pg:Project ; rdfs:label "储能示范项目"@zh ; pg:projectNumber "2" ; pg:locatedIn r:650000 .
"""


@pytest.fixture(scope="module")
def http(
    policygraph: Callable[..., Any], serving: Serving, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("reconcile")
    (folder / "facts.ttl").write_text(FACTS, "utf-8")
    assert policygraph("import", folder / "facts.ttl", store=folder / "store").returncode == 0
    with serving(folder / "store") as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


def ask(http: httpx.Client, **query: Any) -> list[dict[str, Any]]:
    answer = http.post("/reconcile", data={"queries": json.dumps({"q0": query})})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["q0"]["result"]
    return found


def test_the_manifest_says_what_there_is(http: httpx.Client) -> None:
    answer = http.get("/reconcile", headers={"Origin": "https://refine.example"})
    said = answer.json()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert said["versions"] == ["0.2"]  # 0.1 wants JSONP, which is not served
    assert said["identifierSpace"] == "https://w3id.org/policygraph/id/"
    assert [kind["id"] for kind in said["defaultTypes"]] == [
        "pg:Agency",
        "pg:Document",
        "org:Organization",
        "pg:Project",
        "pg:Region",
        "pg:Technology",
    ]
    assert "{{id}}" in said["view"]["url"]
    view = said["view"]["url"].replace("{{id}}", quote("region/150000", safe=""))
    assert http.get(view, headers={"Accept": "text/turtle"}).status_code == 200


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("内蒙古自治区", "region/150000"),
        ("内蒙古", "region/150000"),
        ("Inner Mongolia", "region/150000"),
        ("氢能", "technology/hydrogen"),
        ("国家发展改革委", "agency/ndrc"),
        ("NDRC", "agency/ndrc"),
        ("甲省新部", "agency/old"),
        ("甲省旧部", "agency/old"),
        ("北岭风电有限公司", "organization/north"),
        ("北岭 风电（有限公司）", "organization/north"),
        ("甲令[2031]9号", "document/d"),
        ("agency/old", "agency/old"),
        ("https://w3id.org/policygraph/id/region/150000", "region/150000"),
    ],
)
def test_an_identical_name_scores_a_hundred_and_matches(name: str, id_: str, http: httpx.Client) -> None:
    best, *others = ask(http, query=name)
    assert (best["id"], best["score"], best["match"]) == (id_, 100, True)
    assert not any(other["match"] for other in others)


def test_a_short_form_of_a_company_matches(http: httpx.Client) -> None:
    best = ask(http, query="北岭风电")[0]
    assert (best["id"], best["match"]) == ("organization/north", True)
    assert 90 < best["score"] < 100


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("北岭风典有限公司", "organization/north"),
        ("Innner Mongolia", "region/150000"),
        ("甲省新", "agency/old"),
    ],
)
def test_a_near_miss_is_offered_but_not_taken(name: str, id_: str, http: httpx.Client) -> None:
    found = ask(http, query=name)
    assert id_ in [candidate["id"] for candidate in found]
    assert not any(candidate["match"] for candidate in found)
    assert all(50 <= candidate["score"] < 95 for candidate in found)
    assert found == sorted(found, key=lambda candidate: -candidate["score"])


def test_something_else_is_not_offered(http: httpx.Client) -> None:
    assert ask(http, query="xyzzy") == []
    assert ask(http, query="？") == []


def test_namesakes_are_told_apart_by_properties(http: httpx.Client) -> None:
    both = ask(http, query="储能示范项目", type="pg:Project")
    assert [(item["score"], item["match"]) for item in both] == [(100, False), (100, False)]
    for value in ("包头市", "内蒙古", {"id": "region/150000"}, ["新", "包头"]):
        place = {"pid": "pg:locatedIn", "v": value}
        best, other = ask(http, query="储能示范项目", type="pg:Project", properties=[place])
        assert (best["id"], best["score"], best["match"]) == ("project/a", 100, True)
        assert (other["match"], other["score"]) == (False, 60)
    number = {"pid": "https://w3id.org/policygraph/ontology#projectNumber", "v": 2}
    assert ask(http, query="储能示范项目", properties=[number])[0]["id"] == "project/b"


def test_a_row_without_a_name_is_found_by_its_properties(http: httpx.Client) -> None:
    found = ask(http, properties=[{"pid": "pg:documentNumber", "v": "甲令〔2031〕9号"}])
    assert [(item["id"], item["match"]) for item in found] == [("document/d", True)]
    found = ask(http, properties=[{"pid": "pg:implementedBy", "v": {"id": "organization/north"}}])
    assert [item["id"] for item in found] == ["project/a"]


def test_types_and_limits_hold(http: httpx.Client) -> None:
    assert {item["id"].split("/")[0] for item in ask(http, query="储能", type="pg:Technology")} == {
        "technology"
    }
    assert {item["id"].split("/")[0] for item in ask(http, query="储能", type=["project", "pg:Region"])} == {
        "project"
    }
    assert len(ask(http, query="储能", limit=2)) == 2
    assert ask(http, query="储能", limit=1)[0]["type"][0]["id"] == "pg:Technology"


def test_nothing_is_of_a_type_that_there_is_not(http: httpx.Client) -> None:
    assert ask(http, query="氢能", type="pg:Nope") == []
    assert ask(http, query="氢能", type=["pg:Nope", "pg:Technology"])[0]["id"] == "technology/hydrogen"
    assert ask(http, query="氢能", type="")[0]["id"] == "technology/hydrogen"


def test_an_empty_cell_has_no_candidates_and_hinders_no_other(http: httpx.Client) -> None:
    batch = {"a": {"query": "氢能"}, "b": {"query": ""}, "c": {"query": "  "}, "d": {}}
    answer = http.post("/reconcile", data={"queries": json.dumps(batch)})
    assert answer.status_code == 200, answer.text
    assert {key: len(said["result"]) > 0 for key, said in answer.json().items()} == {
        "a": True,
        "b": False,
        "c": False,
        "d": False,
    }


def test_a_batch_by_get(http: httpx.Client) -> None:
    batch = {"a": {"query": "氢能"}, "b": {"query": "储能"}}
    answer = http.get("/reconcile", params={"queries": json.dumps(batch)})
    assert [answer.json()[key]["result"][0]["name"] for key in "ab"] == ["氢能", "储能"]
    assert answer.headers["X-Policygraph-Release"]


def test_suggestions(http: httpx.Client) -> None:
    def suggested(path: str, **parameters: str | int) -> list[str]:
        found = http.get(f"/reconcile/suggest/{path}", params=parameters).json()["result"]
        return [item["id"] for item in found]

    assert suggested("entity", prefix="内蒙")[0] == "region/150000"
    assert suggested("entity", prefix="region/150000") == ["region/150000"]
    assert suggested("entity", prefix="储能", type="pg:Project") == ["project/a", "project/b"]
    assert suggested("entity", prefix="储能", cursor=1)[:19] == suggested("entity", prefix="储能")[1:]
    assert suggested("type", prefix="项目") == suggested("type", prefix="proj") == ["pg:Project"]
    assert "pg:locatedIn" in suggested("property", prefix="pg:locatedIn")
    assert "pg:date" in suggested("property", prefix="date")


def test_a_preview_fits_its_frame(http: httpx.Client) -> None:
    manifest = http.get("/reconcile").json()["preview"]
    page = http.get(manifest["url"].replace("{{id}}", quote("project/a", safe="")))
    assert page.headers["content-type"].startswith("text/html")
    assert "储能示范项目" in page.text
    assert manifest["width"] > 0 < manifest["height"]
    assert http.get("/reconcile/preview", params={"id": "project/none"}).status_code == 404


def test_columns_are_proposed_and_fetched(http: httpx.Client) -> None:
    proposed = http.get("/reconcile/properties", params={"type": "pg:Project"}).json()
    assert {"pg:locatedIn", "pg:status"} <= {item["id"] for item in proposed["properties"]}
    columns = ["pg:locatedIn", "pg:co2ReductionTonnesPerYear", "pg:date", "rdfs:label"]
    extend = {
        "ids": ["project/a", "document/d", "project/none"],
        "properties": [{"id": name} for name in columns],
    }
    for answer in (
        http.post("/reconcile", data={"extend": json.dumps(extend)}),
        http.get("/reconcile", params={"extend": json.dumps(extend)}),
    ):
        said = answer.json()
        assert [column["id"] for column in said["meta"]] == columns
        assert said["rows"]["project/a"] == {
            "pg:locatedIn": [{"id": "region/150200", "name": "包头市"}],
            "pg:co2ReductionTonnesPerYear": [{"float": 12.5}],
            "pg:date": [],
            "rdfs:label": [{"str": "储能示范项目"}],
        }
        assert said["rows"]["document/d"]["pg:date"] == [{"date": "2031-05-01T00:00:00"}]
        assert said["rows"]["project/none"]["rdfs:label"] == []


@pytest.mark.parametrize(
    ("data", "status", "part"),
    [
        ({}, 400, "queries"),
        ({"queries": "{"}, 400, "queries: "),
        ({"queries": "[]"}, 400, "queries: "),
        ({"queries": '{"q0": {"query": "x", "limit": 0}}'}, 400, "limit"),
        ({"queries": '{"q0": {"query": "x", "properties": [{"v": 1}]}}'}, 400, "pid"),
        ({"queries": json.dumps({"q": {"properties": [{"pid": "a:b", "v": ["x"] * 51}]}})}, 400, "50"),
        ({"queries": json.dumps({str(number): {"query": "x"} for number in range(101)})}, 413, "100"),
        ({"extend": '{"ids": ["x"], "properties": []}'}, 400, "properties"),
        ({"extend": '{"ids": ["<x>"], "properties": [{"id": "pg:date"}]}'}, 400, "IRI"),
    ],
)
def test_a_wrong_batch_is_told(data: dict[str, str], status: int, part: str, http: httpx.Client) -> None:
    answer = http.post("/reconcile", data=data or {"other": "x"})
    assert answer.status_code == status, answer.text
    assert part in answer.json()["detail"]


def test_a_batch_as_a_whole_has_a_time_limit(store: Path) -> None:
    columns = [{"id": f"pg:column{number}"} for number in range(50)]
    extend = {"ids": [f"project/{number}" for number in range(500)], "properties": columns}
    properties = [{"pid": "pg:locatedIn", "v": [str(number) for number in range(50)]}]
    queries = {str(number): {"query": "", "properties": properties} for number in range(100)}
    with running(store, query_timeout="0.2") as server:
        for asked in ({"extend": json.dumps(extend)}, {"queries": json.dumps(queries)}):
            answer = httpx.post(server.url + "reconcile", data=asked, timeout=60)
            assert answer.status_code == 503
            assert "fewer rows" in answer.json()["detail"]


def test_another_body_is_refused(http: httpx.Client) -> None:
    assert http.post("/reconcile", json={"q0": {"query": "x"}}).status_code == 415
    assert http.get("/reconcile/suggest/entity", params={"prefix": "x", "type": "planet"}).status_code == 400
