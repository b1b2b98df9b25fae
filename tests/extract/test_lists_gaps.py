"""Rows of lists that are not like the others: headings in cells, cells that are empty, too many or under
heads that nobody knows, two rows beside each other. All names are invented.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from test_lists_forms import listed, read_all

from extract.pipeline import extract_file
from extract.records import Document, Project

TITLE = "2031年能源领域示范项目清单"
Rows = list[list[str]]


def as_bars(rows: Rows) -> str:
    head, *body = ["|" + "|".join(row) + "|" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *body]) + "\n"


def as_commas(rows: Rows) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


TEXTS = {
    "list.md": lambda rows: f"# {TITLE}\n\n{as_bars(rows)}",
    "list.csv": lambda rows: as_commas([[TITLE], *rows]),
    "list.txt": lambda rows: "\n".join([TITLE, *(" | ".join(row) for row in rows)]) + "\n",
}
KINDS = [*TEXTS, "list.xlsx"]


def read(folder: Path, kind: str, rows: Rows, *merged: str) -> list[Project]:
    path = folder / kind
    if kind in TEXTS:
        path.write_text(TEXTS[kind](rows), "utf-8")
    else:
        book = openpyxl.Workbook()
        for row in [[TITLE], *rows]:
            book.active.append([cell or None for cell in row])
        for cells in merged:
            book.active.merge_cells(cells)
        book.save(path)
    return [record for record in extract_file(path).records if isinstance(record, Project)]


HEAD = ["序号", "项目名称", "建设单位", "所在地", "建设内容"]


def row(number: str, name: str, place: str = "") -> list[str]:
    return [number, f"{name}示范项目", f"{name}能源有限公司", place, "建设储能电站1座"]


PLACED = [
    row("1", "东川", "大同市"),
    row("2", "西岭"),
    row("3", "南屏", "长治市"),
    row("4", "北原", "晋城市"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_cell_among_full_ones_says_no_region(kind: str, tmp_path: Path) -> None:
    found = read(tmp_path, kind, [HEAD, *PLACED])
    assert [one.region for one in found] == ["大同市", None, "长治市", "晋城市"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_ends_before_its_region_says_none(kind: str, tmp_path: Path) -> None:
    places = {"甲": "大同市", "丁": "长治市"}
    rows = [row(str(at), name, places.get(name, "")) for at, name in enumerate("甲乙丙丁戊己", 1)]
    carried = ["大同市"] * 3 + ["长治市"] * 3
    assert [one.region for one in read(tmp_path, kind, [HEAD, *rows])] == carried
    rows[1] = rows[1][:3]
    assert [one.region for one in read(tmp_path, kind, [HEAD, *rows])] == [carried[0], None, *carried[2:]]


def test_a_region_merged_over_rows_holds_for_them(tmp_path: Path) -> None:
    found = read(tmp_path, "list.xlsx", [HEAD, *PLACED], "D3:D4")
    assert [one.region for one in found] == ["大同市", "大同市", "长治市", "晋城市"]


def test_an_empty_cell_that_is_left_out_says_no_region() -> None:
    lines = "\n".join(cell for cells in [HEAD, *PLACED] for cell in cells if cell)
    assert [one.region for one in listed(f"{TITLE}\n{lines}\n")] == ["大同市", None, "长治市", "晋城市"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("first", "second"), [(["一", "氢能"], ["二", "储能"]), (["（一）", "氢能（1个）"], ["（二）", "储能"])]
)
@pytest.mark.parametrize("sum_of", ["", "47000"])
def test_a_heading_whose_mark_stands_in_the_cell_of_the_number(
    kind: str, first: list[str], second: list[str], sum_of: str, tmp_path: Path
) -> None:
    rows = [
        [*first, "", "", sum_of],
        row("1", "东川"),
        row("2", "西岭"),
        [*second, "", "", ""],
        row("1", "南屏"),
    ]
    found = read(tmp_path, kind, [HEAD, *rows], "B3:H3", "B6:H6")
    assert [(one.number, one.name, one.direction) for one in found] == [
        ("1", "东川示范项目", "氢能"),
        ("2", "西岭示范项目", "氢能"),
        ("1", "南屏示范项目", "储能"),
    ]


@pytest.mark.parametrize("border", ["|", "\t"])
def test_headings_below_headings_and_of_regions_whose_marks_stand_apart(border: str) -> None:
    rows = [
        ["一", "大同市"],
        ["（一）", "氢能"],
        row("1", "东川"),
        row("2", "西岭"),
        ["二", "长治市"],
        row("3", "南屏"),
    ]
    text = "\n".join(border.join((cells + [""] * 5)[:5]) for cells in [HEAD, *rows])
    assert [(one.name, one.region, one.direction) for one in listed(f"{TITLE}\n{text}\n")] == [
        ("东川示范项目", "大同市", "氢能"),
        ("西岭示范项目", "大同市", "氢能"),
        ("南屏示范项目", "长治市", None),
    ]


def test_rows_that_such_marks_number_are_no_headings() -> None:
    rows = [["一", "东川示范项目", "", "", ""], row("二", "西岭"), row("三", "南屏")]
    assert [one.number for one in listed(f"# {TITLE}\n\n{as_bars([HEAD, *rows])}")] == ["一", "二", "三"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("space", [[], [""]], ids=["close", "apart"])
def test_lists_side_by_side_are_read_one_after_the_other(kind: str, space: list[str], tmp_path: Path) -> None:
    left = [["一、氢能", "", ""], row("1", "东川")[:3], row("2", "西岭")[:3], row("3", "南屏")[:3]]
    right = [["", "", ""], row("4", "北原")[:3], row("5", "中洲")[:3], ["", "", ""]]
    rows = [[*one, *space, *other] for one, other in zip([HEAD[:3], *left], [HEAD[:3], *right], strict=True)]
    found = sorted(read(tmp_path, kind, rows), key=lambda one: one.number or "")
    assert [(one.number, one.name, one.implementers, one.direction) for one in found] == [
        (number, f"{name}示范项目", (f"{name}能源有限公司",), "氢能")
        for number, name in zip("12345", ["东川", "西岭", "南屏", "北原", "中洲"], strict=True)
    ]
    assert all(one.name in one.quote and len(one.quote) < 30 for one in found)


@pytest.mark.parametrize("columns", [5, 3])
def test_a_row_without_a_name_and_the_next_without_a_number_are_two(columns: int) -> None:
    rows = [
        row("1", "东川", "大同市"),
        row("2", "西岭", "长治市"),
        row("3", "南屏", "大同市"),
        row("", "北原", "晋城市"),
    ]
    rows[2][1], rows[3][4] = "", ""
    text = "\n".join(" | ".join(cells[:columns]) for cells in [HEAD, *rows])
    found, findings = read_all(f"{TITLE}\n{text}\n")
    assert [(one.number, one.name, one.implementers) for one in found] == [
        ("1", "东川示范项目", ("东川能源有限公司",)),
        ("2", "西岭示范项目", ("西岭能源有限公司",)),
        (None, "北原示范项目", ("北原能源有限公司",)),
    ]
    assert [finding.code for finding in findings] == ["unplaced-row"]


def documents(path: Path) -> dict[str, list[str]]:
    """The titles of the documents in a file, and the names of the projects of each."""
    records = extract_file(path).records
    return {
        one.title: [own.name for own in records if isinstance(own, Project) and own.document == one.id]
        for one in records
        if isinstance(one, Document)
    }


BATCHES = {
    f"2031年储能项目清单（第{batch}批）": [row(str(at), name) for at, name in enumerate(names, 1)]
    for batch, names in {"一": ["东川", "西岭"], "二": ["南屏"]}.items()
}
NAMES = {title: [cells[1] for cells in rows] for title, rows in BATCHES.items()}


def test_a_list_in_each_sheet_is_a_document_under_its_printed_title(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, (title, rows) in zip(["清单一", "清单二"], BATCHES.items(), strict=True):
        sheet = book.create_sheet(name)
        for cells in [[title], HEAD, *rows]:
            sheet.append([cell or None for cell in cells])
    book.save(tmp_path / "list.xlsx")
    assert documents(tmp_path / "list.xlsx") == NAMES


def test_a_file_of_lists_alone_is_a_document_for_each(tmp_path: Path) -> None:
    parts = (
        f"附件{at}\n{title}\n\n{as_bars([HEAD, *rows])}\n" for at, (title, rows) in enumerate(BATCHES.items())
    )
    (tmp_path / "list.md").write_text("".join(parts), "utf-8")
    assert documents(tmp_path / "list.md") == NAMES


def test_lists_below_titles_without_a_year_are_parts_of_one_document(tmp_path: Path) -> None:
    parts = (f"{title}\n\n{as_bars([HEAD, *PLACED])}\n" for title in [TITLE, "储备项目清单", "续建项目清单"])
    (tmp_path / "list.md").write_text("".join(parts), "utf-8")
    assert list(documents(tmp_path / "list.md")) == [TITLE]


@pytest.mark.parametrize(
    ("head", "cell"), [("法定代表人", "云某某"), ("牵头处室", "新能源处"), ("项目法人代表", "云某某")]
)
@pytest.mark.parametrize("count", [2, 3])
def test_heads_on_lines_of_their_own_in_front_of_telephones(head: str, cell: str, count: int) -> None:
    rows = [["项目名称", "项目法人", head, "联系方式", "建设地点", "建设内容"]]
    for _, name, who, place, what in [*PLACED[:1], *PLACED[2:]][:count]:
        rows.append([name, who, cell, "0100-1234567", place, what])
    found = listed(f"{TITLE}\n" + "\n".join(cell for cells in rows for cell in cells) + "\n")
    assert [[one.name, *one.implementers, one.region, one.description] for one in found] == [
        [cells[0], cells[1], *cells[4:]] for cells in rows[1:]
    ]
    assert not any("云某某" in one.quote or "0100" in one.quote for one in found)
