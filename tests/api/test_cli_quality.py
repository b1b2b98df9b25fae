"""The commands that say how good the extraction is, as a person meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import policygraph
from ontology.errors import InputError

NOTICE = """关于做好甲工作的通知

各单位：

一、按照《乙管理办法》要求，项目单位应当建立台账。

国家能源局

2031年3月1日
"""
LIST = """示范项目清单

|序号|项目名称|实施单位|建设内容|
|-|-|-|-|
|1|甲示范项目|甲地能源有限公司|项目采用甲乙熔渗技术。|
|2|乙示范项目|乙地能源有限公司|项目采用甲乙熔渗技术。|
"""


def run(*arguments: str | Path) -> Result:
    """The command in this process; its exit code is what it returns."""
    done = CliRunner().invoke(
        policygraph, [*map(str, arguments), "--workers", "1"], standalone_mode=False, catch_exceptions=False
    )
    done.exit_code = done.return_value or 0
    return done


def test_coverage_names_what_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    done = run("coverage", tmp_path, "--format", "jsonl")
    assert done.exit_code == 0
    (gap,) = map(json.loads, done.stdout.splitlines())
    assert (gap["kind"], gap["quote"]) == ("citation", "乙管理办法")
    assert NOTICE[gap["start"] : gap["end"]] == "《乙管理办法》"
    assert "Not read: clause 0, citation 1, cell 0, page 0" in done.stderr


def test_an_unreadable_file_does_not_stop_coverage(documents: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    done = run("coverage", documents / "notice.txt", tmp_path / "broken.pdf")
    assert done.exit_code == 1
    assert "broken.pdf" in done.stderr


def test_evaluate_prints_a_table_with_intervals(documents: Path, tmp_path: Path) -> None:
    gold = {"title": "示例省能源局关于做好甲项目管理工作的通知", "doc_number": "示能〔2031〕7号"}
    (tmp_path / "notice.documents.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    done = run("evaluate", tmp_path, documents)
    assert done.exit_code == 0
    (row,) = [line.split() for line in done.stdout.splitlines() if line.startswith("document ")]
    assert row[1:8] == ["all", "1", "1", "1", "1.000", "1.000", "1.000"]


def test_evaluate_of_a_part_of_the_gold_is_work_done_in_part(documents: Path, tmp_path: Path) -> None:
    for name in ("notice", "other"):
        gold = {"title": "示例省能源局关于做好甲项目管理工作的通知"}
        (tmp_path / f"{name}.documents.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    done = run("evaluate", tmp_path, documents)
    assert done.exit_code == 1
    assert any(line.startswith("document ") for line in done.stdout.splitlines())
    assert "other: has gold records, but is not among the files" in done.stderr


def test_evaluate_without_gold_for_the_files_is_an_error(documents: Path, tmp_path: Path) -> None:
    (tmp_path / "other.documents.jsonl").write_text('{"title": "甲"}', encoding="utf-8")
    with pytest.raises(InputError, match="None of the files has gold records"):
        run("evaluate", tmp_path, documents)


def test_candidates_of_files_and_of_a_store_are_the_same(tmp_path: Path) -> None:
    file, store = tmp_path / "list.txt", tmp_path / "store"
    file.write_text(LIST, encoding="utf-8")
    assert run("ingest", file, "--store", store).exit_code == 0
    of_files = run("candidates", file, "--format", "jsonl")
    of_store = run("candidates", "--format", "jsonl", "--store", store)
    assert of_files.stdout == of_store.stdout
    (found,) = map(json.loads, of_store.stdout.splitlines())
    assert (found["term"], found["count"]) == ("甲乙熔渗技术", 2)


def test_extract_says_what_it_left_out(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(LIST, encoding="utf-8")
    (tmp_path / "photo.jpg").write_bytes(b"x")
    done = run("extract", tmp_path)
    assert done.exit_code == 0
    assert "photo.jpg: not of a kind that is read; left out." in done.stderr
