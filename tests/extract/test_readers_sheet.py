"""Workbooks: what stands in the sheets that are shown, and what is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from extract.layout import lay_out
from extract.lists import find_lists
from extract.pipeline import extract_file
from extract.readers import read
from extract.records import Document, Project
from ontology.errors import InputError

SPREADSHEETML = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = b'<worksheet xmlns="' + SPREADSHEETML + b'"><sheetData>%s</sheetData></worksheet>'


def saved(folder: Path, sheets: dict[str, list[list[object]]], merge: str | None = None) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
    path = folder / "a.xlsx"
    book.save(path)
    return path


def test_a_sheet_is_a_table_under_its_title(tmp_path: Path) -> None:
    rows = [["甲项目清单"], [], ["序号", "项目名称"], [1, "甲项目"], [2.5, datetime(2031, 3, 5)]]
    text = read(saved(tmp_path, {"Sheet1": rows}))
    assert text.chars == "甲项目清单\n序号\t项目名称\n1\t甲项目\n2.5\t2031-03-05\n"
    (table,) = text.tables
    assert [text.chars[cell.start : cell.end] for cell in table.cells][:3] == ["序号", "项目名称", "1"]


def test_a_record_says_where_in_the_sheet_it_stands(tmp_path: Path) -> None:
    head = [None, "序号", "项目名称", "建设地点", "建设单位"]
    rows = [["某省储能项目清单"], [], head, []]
    rows += [[None, n, f"第{n}号储能示范项目", "青海省", f"某{n}能源有限公司"] for n in range(1, 4)]
    found = [one for one in extract_file(saved(tmp_path, {"Sheet1": rows})).records if one.type == "project"]
    assert {(one.row, one.column) for one in found} == {(5, 2), (6, 2), (7, 2)}


def test_merged_cells_span(tmp_path: Path) -> None:
    rows = [["省份", "项目"], ["甲省", "一"], [None, "二"]]
    (table,) = read(saved(tmp_path, {"Sheet1": rows}, "A2:A3")).tables
    assert [(cell.row, cell.column, cell.row_span) for cell in table.cells if cell.row] == [
        (1, 0, 2),
        (1, 1, 1),
        (2, 1, 1),
    ]


def test_sheets_have_their_names_and_hidden_ones_are_named(tmp_path: Path) -> None:
    path = saved(tmp_path, {"第一批": [["a", "b"]], "第二批": [["c", "d"]], "内部": [["e", "f"]]})
    book = openpyxl.load_workbook(path)
    book["内部"].sheet_state = "hidden"
    book.save(path)
    text = read(path)
    assert text.chars == "第一批\na\tb\n第二批\nc\td\n"
    assert [finding.code for finding in text.findings] == ["hidden-sheet"]


def test_a_share_is_printed_in_per_cent(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["占比", 0.35])
    book.active["B1"].number_format = "0%"
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").chars == "占比\t35%\n"


def test_a_list_of_projects_in_a_sheet_is_one(tmp_path: Path) -> None:
    head: list[object] = ["序号", "项目名称", "所在省份", "实施单位"]
    rows = [head, *([n, f"第{n}号储能示范项目", "青海", f"某{n}能源有限公司"] for n in range(1, 4))]
    (area,) = find_lists(lay_out(read(saved(tmp_path, {"Sheet1": rows}))))
    assert [column.role for column in area.columns] == ["number", "name", "region", "implementer"]
    assert len(area.rows) == 3


def rewritten(path: Path, part: str, content: bytes) -> Path:
    """The package with one part replaced."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    path.write_bytes(packed.getvalue())
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<worksheet",
        SHEET % b'<row r="x"><c r="A1" t="s"><v>99</v></c></row>',
        SHEET % b'<row r="1"><c r="XFDXX1"><v>1</v></c></row>',
    ],
    ids=["empty", "cut", "no such string", "no such column"],
)
def test_a_damaged_workbook_is_named(tmp_path: Path, content: bytes) -> None:
    path = saved(tmp_path, {"Sheet1": [["a", "b"]]})
    with pytest.raises(InputError, match=r"^a\.xlsx: "):
        read(rewritten(path, "xl/worksheets/sheet1.xml", content))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = saved(tmp_path, {"Sheet1": [["a", "b"]]})
    with pytest.raises(InputError, match="more than 250 times its size"):
        read(rewritten(path, "xl/worksheets/sheet1.xml", b" " * (16 << 20)))


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"a,b", b"\xd0\xcf\x11\xe0 old"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(InputError, match=r"^a\.xlsx: "):
        read(tmp_path / "a.xlsx")


def test_sheets_called_by_provinces_are_no_titles(tmp_path: Path) -> None:
    rows: list[list[object]] = [["序号", "项目名称", "承担单位"], [1, "甲湖示范项目", "甲湖轴承有限公司"]]
    path = saved(tmp_path, {"河北省": rows, "辽宁省": rows})
    (document,) = (record for record in extract_file(path).records if isinstance(record, Document))
    assert document.title == path.stem


def test_the_mark_of_an_annex_is_not_of_the_title_of_its_list(tmp_path: Path) -> None:
    title = "2031年度甲市热带农业装备研制项目"
    rows: list[list[object]] = [
        [f"附件1  {title}"],
        ["序号", "研制项目", "承担单位"],
        [1, "甲湖轴承预测维护项目", "甲湖轴承有限公司"],
    ]
    records = extract_file(saved(tmp_path, {"Sheet1": rows})).records
    (project,) = (record for record in records if isinstance(record, Project))
    assert (project.list_title, project.direction) == (title, None)
