"""/search on a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

Serving = Callable[..., AbstractContextManager[str]]
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def http(store: Path, serving: Serving) -> Iterator[httpx.Client]:
    with serving(store, "--workers", "1") as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


def found(http: httpx.Client, **parameters: str) -> list[str]:
    return [item["label"] for item in http.get("/search", params=parameters).json()["items"]]


def test_entities_are_found_by_labels_in_either_language(http: httpx.Client) -> None:
    answer = http.get("/search", params={"q": "氢能"})
    best = answer.json()["items"][0]
    assert best["iri"] == "https://w3id.org/policygraph/id/technology/hydrogen"
    assert (best["kind"], best["label"], best["field"], best["score"]) == ("technology", "氢能", "label", 100)
    assert answer.headers["X-Policygraph-Release"] == answer.json()["release"]
    assert found(http, q="inner mongolia")[0] == "内蒙古自治区"


def test_kinds_and_pages(http: httpx.Client) -> None:
    whole = found(http, q="项目", kind="project")
    assert sorted(whole) == ["兵团风电项目", "戈壁氢能项目", "纯氢燃机项目", "草原绿氢项目"]
    names: list[str] = []
    path = "/search?q=项目&kind=project&limit=3"
    while path:
        answer = http.get(path)
        names += [item["label"] for item in answer.json()["items"]]
        path = answer.links["next"]["url"] if "next" in answer.links else ""
    assert names == whole


def test_quotes_are_found_after_names(http: httpx.Client) -> None:
    items = http.get("/search", params={"q": "2031年"}).json()["items"]
    assert [item["field"] for item in items] == sorted(item["field"] for item in items)
    assert items[-1]["field"] == "quote"


def test_an_older_release_is_searched(http: httpx.Client, older: str) -> None:
    answer = http.get("/search", params={"q": "草原绿氢", "release": older})
    assert (answer.json()["items"], answer.headers["X-Policygraph-Release"]) == ([], older)
    assert found(http, q="草原绿氢") == ["草原绿氢项目"]
    assert http.get("/search", params={"q": "草原绿氢", "release": "0009-0123456789"}).status_code == 404


def test_browser_gets_a_page(http: httpx.Client) -> None:
    page = http.get("/search", params={"q": "氢能", "kind": ""}, headers=BROWSER)
    assert '<a href="/id/technology/hydrogen">' in page.text
    assert http.get("/search", headers=BROWSER).status_code == 200
    assert "<script>" not in http.get("/search", params={"q": "<script>"}, headers=BROWSER).text


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("", "q: give"),
        ("q=x&kind=planet", "kind: planet"),
        ("q=x&cursor=%25", "cursor"),
        ("q=x&cursor=YWJj", "cursor"),
        ("q=x&limit=0", "limit"),
        ("q=" + "x" * 201, "q: "),
    ],
)
def test_a_wrong_parameter_is_told(query: str, part: str, http: httpx.Client) -> None:
    answer = http.get(f"/search?{query}")
    assert answer.status_code == 400
    assert part in answer.json()["detail"]


def test_words_that_stand_nowhere_find_nothing(http: httpx.Client) -> None:
    assert http.get("/search", params={"q": '"; DROP TABLE entries; --'}).json()["items"] == []
