"""What is due leaves out what had ended, and every face says so alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client
from mcp_types import TextContent
from servers import running

EXPIRES = """示例市林业局关于印发《苗圃登记办法》的通知

示林〔2028〕3号

各县林业局：

现将《苗圃登记办法》印发给你们，请遵照执行。

示例市林业局

2028年4月10日

苗圃登记办法

第一条 苗圃经营者应当于每年3月31日前报送登记表。

第二条 县级林业部门应当于2030年6月30日前公布登记名录。

第三条 本办法自2028年5月1日起施行，有效期至2030年12月31日。
"""
REPEALED = """示例市林业局关于做好林木巡查工作的通知

示林〔2029〕5号

各县林业局：

一、县级林业部门应当于每年10月15日前报送巡查记录。

示例市林业局

2029年2月1日
"""
REPEALS = """示例市林业局关于林木巡查工作的规定

示林〔2031〕1号

各县林业局：

一、县级林业部门应当于每年11月15日前报送巡查报告。

二、本规定自2031年3月1日起施行。《示例市林业局关于做好林木巡查工作的通知》（示林〔2029〕5号）同时废止。

示例市林业局

2031年1月5日
"""


@pytest.fixture(scope="module")
def woods(policygraph: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a document that expires, and one that another one repeals."""
    folder = tmp_path_factory.mktemp("woods")
    for name, text in (("expires", EXPIRES), ("repealed", REPEALED), ("repeals", REPEALS)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    store = folder / "store"
    done = policygraph("ingest", *sorted(folder.glob("*.txt")), "--workers", "1", store=store)
    assert done.returncode == 0, done.stderr
    return store


@pytest.fixture(scope="module")
def http(woods: Path) -> Iterator[httpx.Client]:
    with running(woods) as server, httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


Said = set[tuple[str, str, str]]
YEARLY, NAMES, REPORT = "报送登记表", "公布登记名录", "报送巡查报告"


def said(rows: list[dict[str, Any]]) -> Said:
    """What is due, and whether it is in force."""
    return {tuple(row["values"][name] for name in ("action", "in_force", "because")) for row in rows}  # type: ignore[misc]


def by_rest(http: httpx.Client, **window: str) -> Said:
    found = http.get("/obligations", params=window).json()
    assert found["total"] == len(found["items"])
    return said(found["items"])


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2030-12-31", {(YEARLY, "yes"), (NAMES, "yes"), ("报送巡查记录", "not known")}),
        ("2031-02-28", {("报送巡查记录", "not known")}),
        ("2031-12-31", {(REPORT, "yes")}),
    ],
)
def test_every_face_leaves_out_what_had_ended(
    day: str, due: set[tuple[str, str]], http: httpx.Client, woods: Path, policygraph: Any
) -> None:
    rest = by_rest(http, due_before=day)
    assert {(what, force) for what, force, _ in rest} == due
    question = f"What is due by {day}?"
    answer = http.get("/ask", params={"q": question}).json()
    assert answer["query"] == "duties_due_by"
    assert said(answer["rows"]) == rest
    told = json.loads(policygraph("ask", question, "--format", "json", store=woods).stdout)
    assert said(told["rows"]) == rest
    assert asked_by_mcp(http, question) == rest
    text = policygraph("ask", question, store=woods).stdout
    assert text.count("in force on the day") == len(due)
    assert "expired or been repealed before are left out" in text


def asked_by_mcp(http: httpx.Client, question: str) -> Said:
    async def ask() -> Said:
        async with Client(f"{http.base_url}mcp") as client:
            found = await client.call_tool("ask", {"question": question})
            content = found.content[0]
            assert isinstance(content, TextContent)
            return said(json.loads(content.text)["rows"])

    return anyio.run(ask)


def test_what_was_due_before_its_document_ended_is_due_in_that_time(http: httpx.Client) -> None:
    window = {"due_after": "2030-01-01", "due_before": "2031-12-31"}
    rest = by_rest(http, **window)
    assert (YEARLY, "no", "expired") in rest
    assert (NAMES, "no", "expired") in rest
    assert ("报送巡查记录", "no", "repealed") in rest
    assert (REPORT, "yes", "in effect") in rest
    given = {"after": window["due_after"], "before": window["due_before"]}
    assert said(http.get("/queries/duties_due_between", params=given).json()["rows"]) == rest


def test_clause_that_ended_it_is_shown(http: httpx.Client) -> None:
    found = http.get("/obligations", params={"due_before": "2031-12-31", "in_force": "no"}).json()["items"]
    quotes = {item["values"]["action"]: [proof["quote"] for proof in item["evidence"]] for item in found}
    assert any("有效期至2030年12月31日" in quote for quote in quotes[YEARLY])
    assert any("同时废止" in quote for quote in quotes["报送巡查记录"])
