"""One file in, its records out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extract.batch import extract_files
from extract.extraction import Extraction, Failure
from extract.pipeline import extract_file
from extract.records import Document, Project, lacking

NOTICE = """某市能源局关于开展检查的通知

某能〔2031〕7号

各区能源局：

各区能源局应当于2031年6月30日前报送检查结果。

某市能源局

2031年5月8日
"""


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, "utf-8")
    return path


def test_extract_file_quotes_what_stands_at_the_offsets(notice: Path) -> None:
    extraction = extract_file(notice)
    assert {record.type for record in extraction.records} >= {"document", "obligation"}
    for record in extraction.records:
        assert record.quote == extraction.text.chars[record.start : record.end]


def test_extract_file_is_the_same_on_every_run(notice: Path) -> None:
    assert extract_file(notice) == extract_file(notice)


@pytest.mark.parametrize("workers", [1, 2])
def test_extract_files_names_what_it_cannot_read_and_goes_on(notice: Path, workers: int) -> None:
    missing = notice.with_name("missing.txt")
    first, second = extract_files([(missing, "missing.txt"), (notice, "notice.txt")], workers)
    assert isinstance(first, Failure)
    assert first.source == "missing.txt"
    assert isinstance(second, Extraction)


def test_record_without_a_needed_text_is_lacking_it(notice: Path) -> None:
    duty = next(record for record in extract_file(notice).records if record.type == "obligation")
    assert lacking(duty) == []
    assert lacking(replace(duty, quote=" ")) == ["quote"]


def test_a_table_without_a_title_is_a_document_of_its_file_alone(tmp_path: Path) -> None:
    rows = "序号,项目名称,地区,实施单位\n1,{}某某示范项目,山东省,甲有限公司\n"
    (tmp_path / "a.csv").write_text(rows.format("甲"), "utf-8")
    (tmp_path / "b.csv").write_text(rows.format("乙"), "utf-8")
    first, second = (extract_file(tmp_path / name).records for name in ("a.csv", "b.csv"))
    assert [record.title for record in first if record.type == "document"] == ["a"]
    assert [record.document for record in first if record.type == "project"] == [first[0].id]
    assert not {record.id for record in first} & {record.id for record in second}


def test_the_first_line_of_a_table_may_be_its_title(tmp_path: Path) -> None:
    path = tmp_path / "list.tsv"
    path.write_text(
        "List of Pilot Plants of 2031\nNo.\tProject name\tCompany\n1\tAlpha plant\tAlpha Ltd.\n", "utf-8"
    )
    document, project = extract_file(path).records
    assert isinstance(document, Document)
    assert document.title == "List of Pilot Plants of 2031"
    assert isinstance(project, Project)
    assert project.implementers == ("Alpha Ltd.",)


def test_evidence_in_a_table_names_row_and_column(tmp_path: Path) -> None:
    page = tmp_path / "list.html"
    rows = (
        ("序号", "项目名称", "所在地区", "建设单位"),
        ("1", "甲县储能示范项目", "浙江省", "甲公司"),
        ("2", "乙县储能示范项目", "江苏省", "国家能源局"),
    )
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page.write_text(f"<p>储能示范项目清单</p><table>{cells}</table>", "utf-8")
    records = extract_file(page).records
    assert [(one.row, one.column) for one in records if isinstance(one, Project)] == [(2, 1), (3, 1)]
    assert [(one.row, one.column) for one in records if one.type == "agency"] == [(3, 4)]
    assert [(one.row, one.column) for one in records if one.type == "document"] == [(None, None)]
