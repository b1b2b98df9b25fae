"""Extracted records against gold ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.extraction import Extraction
from extract.pipeline import extract_text
from extract.quality.gold import load
from extract.quality.scoring import Measure, measures, unread, wilson
from extract.records import to_json
from extract.text import Text
from ontology.errors import InputError

NOTICE = """示例省能源局关于做好甲项目管理工作的通知

示能〔2031〕7号

各市能源局：

一、项目单位应当于2031年6月30日前，按照《乙管理办法》报送年度总结。

示例省能源局

2031年3月1日
"""
TITLE = "示例省能源局关于做好甲项目管理工作的通知"


@pytest.fixture(scope="module")
def notice() -> Extraction:
    return extract_text(Text("in/notice.txt", "0" * 64, NOTICE))


def written(folder: Path, name: str, *lines: dict[str, Any]) -> Path:
    (folder / name).write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return folder


def of(folder: Path, extraction: Extraction) -> dict[str, Measure]:
    return {one.what: one for one in measures(load(folder), [extraction])}


def test_documents_and_their_fields(notice: Extraction, tmp_path: Path) -> None:
    gold = {"title": TITLE, "doc_number": "示能〔2031〕7号", "date": "2031-03-02"}
    found = of(written(tmp_path, "notice.documents.jsonl", gold, {"title": "丙办法"}), notice)
    assert (found["document"].gold, found["document"].found, found["document"].right) == (2, 1, 1)
    assert (found["document"].precision, found["document"].recall) == (1.0, 0.5)
    assert found["document: doc_number"].right == 1
    assert found["document: date"].right == 0
    assert "document: issuers" not in found  # no gold line says any


def test_citations_name_the_citing_document_by_its_title(notice: Extraction, tmp_path: Path) -> None:
    gold = {"type": "citation", "source": "notice.txt", "document": TITLE, "title": "乙管理办法"}
    found = of(written(tmp_path, "all.jsonl", {**gold, "relation": "cites"}), notice)
    assert (found["citation"].f1, found["citation: relation"].f1) == (1.0, 1.0)


def test_parts_of_a_file_are_kept_apart(notice: Extraction, tmp_path: Path) -> None:
    start = NOTICE.index("项目单位应当")
    part = {"part": "a", "source": "notice.txt", "start": start - 2, "end": len(NOTICE)}
    (aside := tmp_path / "aside").mkdir()
    written(aside, "obligations-ranges.jsonl", part)
    gold = {"part": "a", "start": start, "end": NOTICE.index("。") + 1, "modality": "obligation"}
    deadline = {"iso": "2031-06-30", "kind": "date"}
    written(aside, "obligations.jsonl", {**gold, "bearer": ["项目单位"], "deadline": deadline})
    found = {one.what: one for one in measures(load(tmp_path), [notice])}
    assert (found["obligation"].split, found["obligation"].right) == ("aside", 1)
    assert (found["deadline"].gold, found["deadline"].found, found["deadline"].right) == (1, 1, 1)


def test_an_empty_file_says_that_there_is_nothing(notice: Extraction, tmp_path: Path) -> None:
    found = of(written(tmp_path, "notice.obligations.jsonl"), notice)["obligation"]
    assert (found.gold, found.found, found.right) == (0, 1, 0)


def test_a_part_may_be_without_a_type(notice: Extraction, tmp_path: Path) -> None:
    part = {"part": "a", "source": "notice.txt", "types": ["obligation", "target"]}
    found = of(written(tmp_path, "all-ranges.jsonl", part), notice)
    assert (found["obligation"].found, found["target"].found) == (1, 0)


def test_what_extract_prints_is_gold(notice: Extraction, tmp_path: Path) -> None:
    lines = "\n".join(to_json(record) for record in notice.records)
    (tmp_path / "all.jsonl").write_text(lines, encoding="utf-8")
    found = of(tmp_path, notice)
    assert {"document", "obligation", "citation"} <= found.keys()
    assert all(measure.f1 == 1.0 for measure in found.values())


def test_another_version_of_the_file_is_not_measured(notice: Extraction, tmp_path: Path) -> None:
    gold = {"type": "document", "source": "notice.txt", "source_sha256": "f" * 64, "title": TITLE}
    folder = written(tmp_path, "all.jsonl", gold)
    assert measures(load(folder), [notice]) == ()
    assert unread(load(folder), [notice]) == ("notice.txt",)


def test_quantities_are_counted_one_by_one(tmp_path: Path) -> None:
    rows = (
        "|序号|项目名称|实施单位|建设内容|\n|-|-|-|-|\n"
        "|1|甲示范项目|甲地能源有限公司|建设3兆瓦光伏。|\n|2|乙示范项目|乙地能源有限公司|建设风电。|\n"
    )
    extraction = extract_text(Text("list.txt", "0" * 64, f"示范项目清单\n\n{rows}"))
    quantities = [{"value": 3, "unit": "兆瓦"}, {"value": 5, "unit": "座"}]
    gold = {"name": "甲示范项目", "quantities": quantities}
    found = of(written(tmp_path, "list.projects.jsonl", gold), extraction)["project: quantities"]
    assert (found.gold, found.found, found.right) == (2, 1, 1)


@pytest.mark.parametrize(
    ("name", "line", "complaint"),
    [
        ("notice.things.jsonl", "{}", "what type are its records"),
        ("notice.documents.jsonl", "{", "line 1 is not JSON"),
        ("obligations.jsonl", '{"part": "a"}', "the part a stands in no file"),
        ("notice.obligations.jsonl", '{"start": 0, "end": 9}', "lacks modality"),
        (
            "notice.obligations.jsonl",
            '{"start": "0", "end": 9, "core": false}',
            "start: Input should be a valid integer",
        ),
        (
            "notice.obligations.jsonl",
            '{"start": 0, "end": 9, "modality": "obligation", "bearer": "x"}',
            "bearer: Input should be a valid list",
        ),
        ("notice.obligations.jsonl", '{"start": 9, "end": 0, "core": false}', "end stands before start"),
        ("notice.obligations.jsonl", '{"deadline": {"iso_alt": 5}}', "deadline.iso_alt"),
        ("obligations-ranges.jsonl", '{"part": "a", "source": "b", "types": ["thing"]}', "thing: no type"),
        ("notice.targets.jsonl", '{"subject": "x", "value": "3"}', "value: Input should be a valid number"),
    ],
)
def test_faulty_gold_is_named(tmp_path: Path, name: str, line: str, complaint: str) -> None:
    (tmp_path / name).write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=f"^{name}: .*{complaint}"):
        load(tmp_path)


def test_no_gold_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no gold records"):
        load(tmp_path)


def test_intervals() -> None:
    low, high = wilson(9, 10)
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)
    assert wilson(0, 0) == (0.0, 1.0)
    measure = Measure("x", "", 10, 10, 9)
    assert measure.interval()[0] < measure.f1 < measure.interval()[1]


@pytest.mark.parametrize(
    ("gold", "found", "right", "interval"),
    [
        (11, 11, 11, (0.741, 1.0)),
        (10, 10, 9, (0.596, 0.982)),
        (12, 8, 8, (0.49, 0.943)),
        (0, 0, 0, (0.0, 1.0)),
    ],
)
def test_a_record_is_one_trial_of_its_interval(
    gold: int, found: int, right: int, interval: tuple[float, float]
) -> None:
    low, high = Measure("x", "", gold, found, right).interval()
    assert (round(low, 3), round(high, 3)) == interval
