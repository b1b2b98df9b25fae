"""The lists over HTTP: filters, pages, evidence, and the same numbers as SPARQL gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from servers import running

from ontology import terms

LISTS = ["projects", "documents", "obligations", "agencies", "regions", "technologies"]
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PREFIXES = f"PREFIX pg: <{terms.PG}> PREFIX org: <{terms.ORG}> PREFIX skos: <{terms.SKOS}>\n"
HYDROGEN, NINGXIA = terms.entity("technology", "hydrogen"), terms.entity("region", "150000")
NDRC = terms.entity("agency", "ndrc")
DUTY = "VALUES ?class { pg:Obligation pg:Prohibition pg:Permission pg:Encouragement } ?x a ?class"

# Each list and filter beside the pattern that means the same.
MEANINGS = [
    ("projects", {}, "?x a pg:Project"),
    ("projects", {"technology": "氢能"}, f"?x pg:usesTechnology/skos:broader* <{HYDROGEN}>"),
    ("projects", {"region": "Inner Mongolia"}, f"?x pg:locatedIn/skos:broader* <{NINGXIA}>"),
    ("projects", {"status": "withdrawn"}, '?x pg:status "withdrawn"'),
    ("documents", {}, "?x a pg:Document"),
    ("documents", {"kind": "通知"}, '?x a pg:Document ; pg:documentKind "通知"'),
    ("documents", {"agency": NDRC}, f"?x a pg:Document ; pg:issuedBy/org:subOrganizationOf* <{NDRC}>"),
    (
        "documents",
        {"date_from": "2031-03-01", "date_to": "2031-04-01"},
        '?x a pg:Document ; pg:date ?d FILTER(STR(?d) >= "2031-03-01" && STR(?d) <= "2031-04-01")',
    ),
    ("obligations", {}, DUTY),
    ("obligations", {"modality": "prohibition"}, "?x a pg:Prohibition"),
    ("obligations", {"due_before": "2031-01-01"}, '?x pg:deadline ?d FILTER(STR(?d) <= "2031-01-01")'),
    (
        "obligations",
        {"due_after": "2031-07-01"},
        '{ ?x pg:deadline ?d FILTER(STR(?d) >= "2031-07-01") } UNION '
        '{ ?x pg:deadlineRule/pg:deadlineValue ?day FILTER(STRSTARTS(?day, "--")) }',
    ),
    (
        "obligations",
        {"bearer": "发展改革部门"},
        f'{DUTY} ; pg:bearer/<{terms.RDFS}label> ?l FILTER(CONTAINS(STR(?l), "发展改革部门"))',
    ),
    ("obligations", {"document": "甲清单的通知"}, f"{DUTY} ; pg:document <{terms.BASE}id/document/notice>"),
    ("agencies", {}, "?x a pg:Agency"),
    ("agencies", {"parent": NDRC}, f"?x org:subOrganizationOf+ <{NDRC}>"),
    ("regions", {}, "?x a pg:Region"),
    ("regions", {"within": "内蒙古"}, f"?x skos:broader+ <{NINGXIA}>"),
    ("technologies", {}, "?x a pg:Technology"),
    ("technologies", {"broader": "hydrogen energy"}, f"?x skos:broader+ <{HYDROGEN}>"),
]


@pytest.fixture(scope="module")
def http(store: Path) -> Iterator[httpx.Client]:
    with running(store) as server, httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


def page(http: httpx.Client, path: str, **filters: Any) -> dict[str, Any]:
    """The data of one page."""
    answer = http.get(f"/{path}", params=filters)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def every(http: httpx.Client, path: str, **filters: Any) -> list[str]:
    """The IRIs of all rows, page after page."""
    iris: list[str] = []
    cursor: str | None = ""
    while cursor is not None and len(iris) < 1000:
        data = page(http, path, cursor=cursor, **filters)
        iris += [next(iter(item["values"].values())) for item in data["items"]]
        cursor = data["next"]
    return iris


@pytest.mark.parametrize(("path", "filters", "pattern"), MEANINGS)
def test_list_has_the_numbers_that_sparql_gives(
    path: str, filters: dict[str, str], pattern: str, http: httpx.Client
) -> None:
    query = f"{PREFIXES}SELECT DISTINCT ?x {{ {pattern} }}"
    rows = http.post("/sparql", data={"query": query}).json()["results"]["bindings"]
    expected = {row["x"]["value"] for row in rows}
    iris = every(http, path, limit=100, **filters)
    assert set(iris) == expected
    assert len(iris) == len(expected) == page(http, path, limit=1, **filters)["total"]
    assert expected or not filters or "due_before" in filters


@pytest.mark.parametrize("path", LISTS)
def test_pages_give_each_row_once_in_one_order(path: str, http: httpx.Client) -> None:
    whole = every(http, path, limit=500)
    small = 3 if len(whole) < 50 else 60
    assert every(http, path, limit=small) == whole
    assert len(set(whole)) == len(whole)


def test_next_page_is_linked_and_keeps_the_filters(http: httpx.Client) -> None:
    first = http.get("/documents", params={"limit": 2, "in_force_on": "2031-04-02"})
    assert first.headers["X-Total-Count"] == str(first.json()["total"])
    link = first.headers["Link"]
    assert link.endswith('; rel="next"')
    second = http.get(link[1 : link.index(">")]).json()
    assert second["total"] == first.json()["total"]
    assert second["items"][0] not in first.json()["items"]


def test_rows_carry_their_evidence(http: httpx.Client) -> None:
    row = page(http, "obligations", q="报送年度总结")["items"][0]
    assert row["evidence"][0]["source"] == "notice.txt"
    assert "报送年度总结" in row["evidence"][0]["quote"]
    assert row["values"]["deadline"] == "2031-06-30"
    assert row["values"]["bearer"] == ["项目单位"]


def test_in_force_has_three_answers_each_with_its_words(http: httpx.Client) -> None:
    def force(on: str, **more: str) -> dict[str, tuple[str, str]]:
        items = page(http, "documents", in_force_on=on, **more)["items"]
        values = [item["values"] for item in items]
        return {value["title"]: (value["in_force"], value["because"]) for value in values}

    before = force("2031-01-01")
    assert before["甲方案"] == ("yes", "in effect")
    assert before["旧方案"] == ("not known", "the text does not say from when")
    assert "新方案" not in before
    assert force("2031-01-01", in_force="no")["新方案"] == ("no", "not yet in effect")
    after = force("2031-02-01", in_force="no")
    assert after["旧方案"] == ("no", "repealed")
    notice = "示例省能源局关于做好甲项目管理工作的通知"
    assert after[notice] == ("no", "not yet in effect")  # of a later date; it does not say from when
    assert force("1990-01-01") == {"旧方案": ("not known", "the text does not say from when")}
    repealed = page(http, "documents", in_force_on="2031-02-01", in_force="no", q="旧方案")["items"][0]
    assert repealed["values"]["repealed_by_title"] == "新方案"
    assert [item["quote"] for item in repealed["evidence"]] == ["新方案"]


def test_duties_are_in_force_with_their_document(http: httpx.Client) -> None:
    then = page(http, "obligations", in_force_on="2031-01-31", q="报年报")
    assert then["total"] == 0
    now = page(http, "obligations", in_force_on="2031-02-01", q="报年报")["items"][0]
    assert (now["values"]["in_force"], now["values"]["because"]) == ("yes", "in effect")
    assert "新方案" in [item["quote"] for item in now["evidence"]]


COUNTED = [
    ("projects", {}, ["region", "technology", "direction", "implementer", "document", "status"]),
    ("projects", {"technology": "氢能", "region": "内蒙古"}, ["region", "technology", "status"]),
    ("documents", {"in_force_on": "2031-02-01"}, ["agency", "kind", "in_force"]),
    ("obligations", {}, ["bearer", "modality", "document"]),
    ("obligations", {"due_before": "2040-01-01"}, ["bearer", "in_force"]),
]


@pytest.mark.parametrize(("path", "filters", "names"), COUNTED)
def test_numbers_of_values_are_the_totals_with_them(
    path: str, filters: dict[str, str], names: list[str], http: httpx.Client
) -> None:
    whole = page(http, path, limit=1, facets=",".join(names), **filters)
    assert list(whole["facets"]) == names
    for name, facet in whole["facets"].items():
        assert facet["complete"]
        numbers = [one["rows"] for one in facet["values"]]
        assert numbers == sorted(numbers, reverse=True)
        assert sum(numbers) + facet["none"] >= whole["total"]
        assert numbers or facet["none"] == whole["total"]
        for one in facet["values"]:
            assert page(http, path, limit=1, **{**filters, name: one["value"]})["total"] == one["rows"]


def test_a_status_is_had_once_and_regions_are_told_step_by_step(http: httpx.Client) -> None:
    facets = page(http, "projects", facets="status, region")["facets"]
    statuses = {one["value"]: one["rows"] for one in facets["status"]["values"]}
    assert statuses == {"listed": 3, "withdrawn": 1}
    assert facets["region"]["none"] == 1
    province = next(one for one in facets["region"]["values"] if one["value"] == NINGXIA)
    assert (province["label"], province["rows"]) == ({"zh": "内蒙古自治区", "en": "Inner Mongolia"}, 1)
    (city,) = page(http, "projects", facets="region", region=NINGXIA)["facets"]["region"]["values"]
    assert city["label"]["zh"] == "包头市"


def test_values_are_counted_where_it_is_asked_for(http: httpx.Client) -> None:
    assert "facets" not in page(http, "projects")
    assert http.get("/agencies", params={"facets": "kind"}).status_code == 400


@pytest.mark.parametrize(
    ("language", "name", "written"), [("zh", "氢能", "氢能"), ("en", "Hydrogen", "hydrogen energy")]
)
def test_page_links_the_values(language: str, name: str, written: str, http: httpx.Client) -> None:
    shown = http.get(f"/projects?lang={language}", headers=BROWSER).text
    link = re.search(rf'<a href="([^"]+)">{name}</a> <span class="soft">(\d+)</span>', shown)
    assert link
    filtered = http.get(unescape(link[1]), headers=BROWSER).text
    assert f'<span class="soft">({link[2]})</span></h1>' in filtered
    assert f'name="technology" value="{written}"' in filtered


def test_lists_as_csv(http: httpx.Client) -> None:
    csv = http.get("/agencies", params={"kind": "office"}, headers={"Accept": "text/csv"})
    assert csv.headers["content-type"].startswith("text/csv")
    assert csv.text.splitlines()[0].startswith("agency,name,name_en")
    assert csv.text == http.get("/agencies", params={"kind": "office", "format": "csv"}).text


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/documents?sort=date", "/documents has no filter sort; its filters: "),
        ("/documents?kind=Roman", "kind: 'Roman' is none; there are "),
        ("/documents?agency=Atlantis", "agency: nothing is called 'Atlantis'; /agencies names those"),
        ("/documents?date_from=soon", "date_from"),
        ("/documents?in_force=perhaps", "'not known'"),
        ("/obligations?modality=duty", "'prohibition'"),
        ("/obligations?due_before=2031-02-30", "due_before"),
        ("/projects?region=Atlantis", "is not one name among the regions"),
        ("/technologies?broader=magic", "is not one name among the technologies"),
        ("/agencies?kind=club", "there are"),
        ("/regions?limit=501", "limit"),
        ("/projects?facets=colour", "it can be by region, technology, direction"),
        ("/projects?facets=status&format=csv", "CSV has rows alone"),
        ("/regions?cursor=%25%25", "cursor: not one that this server gave"),
    ],
)
def test_wrong_filter_is_told_with_what_is_right(path: str, part: str, http: httpx.Client) -> None:
    answer = http.get(path)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert part in answer.json()["detail"]


def test_cursor_of_other_filters_is_refused(http: httpx.Client) -> None:
    cursor = page(http, "documents", limit=1)["next"]
    answer = http.get("/documents", params={"limit": 1, "cursor": cursor, "kind": "通知"})
    assert answer.status_code == 400
    assert "other filters" in answer.json()["detail"]


def test_cursor_goes_on_in_another_release(policygraph: Any, documents: Path, tmp_path: Path) -> None:
    where = tmp_path / "store"
    assert policygraph("ingest", documents, "--workers", "1", store=where).returncode == 0
    with running(where) as server, httpx.Client(base_url=server.url, timeout=30) as client:
        first = page(client, "obligations", limit=1)
        assert policygraph("remove", "notice.txt", store=where).returncode == 0
        # The row of the cursor is gone in the new release; what comes behind it is still found.
        while client.get("/readyz").json()["release"] == first["release"]:
            pass
        rest = page(client, "obligations", limit=1, cursor=first["next"])
        assert rest["release"] != first["release"]
        assert (rest["total"], rest["items"]) == (0, [])
        old = page(client, "obligations", limit=1, cursor=first["next"], release=first["release"])
        assert len(old["items"]) == 1


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_browser_gets_a_page_of_each_list(path: str, language: str, http: httpx.Client) -> None:
    shown = http.get(f"/{path}?limit=2", headers=BROWSER | {"Accept-Language": language})
    assert shown.text.startswith("<!doctype html>")
    assert shown.text.rstrip().endswith("</html>")
    assert f'href="/{path}?' in shown.text
    assert ("下一页" if language == "zh" else "Next page") in shown.text


def test_filters_stay_in_the_form(http: httpx.Client) -> None:
    shown = http.get("/documents?in_force_on=2031-02-01&q=%3Cb%3E", headers=BROWSER).text
    assert 'type="date" name="in_force_on" value="2031-02-01"' in shown
    assert "<b>" not in shown
    empty = http.get("/documents?in_force_on=&date_from=&q=", headers=BROWSER)
    assert empty.status_code == 200
