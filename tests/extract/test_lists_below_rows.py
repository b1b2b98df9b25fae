"""What stands below the rows of a list, or between them, and is of none: who signs and when, and what adds up
others; in every layout. All names are invented.
"""

from __future__ import annotations

import csv
from pathlib import Path

import docx
import openpyxl
import pytest
from test_lists_forms import listed
from test_lists_layouts import wide

from extract.lists.parties import bodies
from extract.pipeline import extract_file
from extract.records import Project

TITLE = "绿色低碳示范项目清单"
HEAD = ["序号", "所在县区", "建设单位", "项目名称", "投资（万元）"]
ROWS = [
    ["1", "云岭区", "云岭碧源水务有限公司", "洋河南污水处理厂提标", "120"],
    ["2", "云岭区", "云岭区城市管理局", "餐厨垃圾沼气发电项目", "80"],
    ["3", "北梁县", "北梁坝上清洁供热有限公司", "风电供暖蓄热站", "96"],
    ["4", "北梁县", "北梁县农业农村局", "畜禽粪污资源化利用", "35"],
]
WIDTHS = [6, 14, 26, 26, 12]


def printed(rows: list[list[str]], border: str) -> str:
    if border == "lines":
        return "\n".join(cell for row in rows for cell in row if cell)
    if border != "columns":
        return "\n".join(border.join(row) for row in rows)
    cells = (zip(row, WIDTHS, strict=True) for row in rows)
    return "\n".join("".join(cell + " " * (size - wide(cell)) for cell, size in row) for row in cells)


def as_html(path: Path, rows: list[list[str]]) -> None:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    path.write_text(f"<h1>{TITLE}</h1><table>{lines}</table>", "utf-8")


def as_docx(path: Path, rows: list[list[str]]) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(0, len(HEAD))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))


def as_xlsx(path: Path, rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    for row in [[TITLE], *rows]:
        book.active.append([cell or None for cell in row])
    book.save(path)


def as_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([[TITLE], *rows])


FILES = {"html": as_html, "docx": as_docx, "xlsx": as_xlsx, "csv": as_csv}
TEXTS = {"columns": "columns", "bars": "|", "tabs": "\t", "spaces": " "}
SIGNED = [
    ["云岭市财政局 云岭市能源局"],
    ["云岭市人民政府办公室", "二〇三一年四月十日"],
    ["填报单位：云岭市能源局（盖章）", "填报日期：2031年4月"],
    ["北梁省能源局综合处  2031年4月1日"],
    ["云岭低碳发展集团有限公司", "2031年4月10日"],
]
FACTS = [(number, place, name, (who,)) for number, place, who, name, _ in ROWS]


def facts(records: list[Project]) -> list[tuple[str | None, str | None, str, tuple[str, ...]]]:
    return [(one.number, one.region, one.name, one.implementers) for one in records]


def read(path: Path, kind: str, rows: list[list[str]]) -> list[Project]:
    FILES[kind](path / f"list.{kind}", rows)
    records = extract_file(path / f"list.{kind}").records
    return [record for record in records if isinstance(record, Project)]


@pytest.mark.parametrize("signed", SIGNED)
@pytest.mark.parametrize("border", [*TEXTS.values(), "lines"])
def test_who_signs_below_a_list_carries_nothing_out(border: str, signed: list[str]) -> None:
    below = "\n".join(" " * 45 + line for line in signed)
    assert facts(listed(f"{TITLE}\n\n{printed([HEAD, *ROWS], border)}\n{below}\n")) == FACTS


@pytest.mark.parametrize("kind", FILES)
def test_who_signs_in_cells_below_the_rows_carries_nothing_out(kind: str, tmp_path: Path) -> None:
    for signed in (["云岭市财政局", "2031年4月10日"], ["盖章：", "云岭市财政局"]):
        assert facts(read(tmp_path, kind, [HEAD, *ROWS, ["", "", *signed, ""]])) == FACTS


def test_who_signs_on_the_right_of_all_columns_is_no_column() -> None:
    rows = [HEAD]
    for number, place, who, name, money in ROWS:
        rows += [[number, place, who, name[:5], money], ["", "", "", name[5:], ""]]
    signed = ["云岭市生态环境局", "云岭市住房和城乡建设局", "2031年9月1日"]
    below = "\n".join(" " * (110 - wide(line)) + line for line in signed)
    assert facts(listed(f"{TITLE}\n\n{printed(rows, 'columns')}\n{below}\n")) == FACTS


def test_a_body_on_the_last_line_of_a_cell_signs_nothing() -> None:
    rows = [HEAD]
    for number, place, who, *rest in ROWS:
        rows += [[number, place, f"{who}、", *rest], ["", "", f"{place}水务局", "", ""]]
    found = listed(f"{TITLE}\n\n{printed(rows, 'columns')}\n")
    assert [one.implementers for one in found] == [(who, f"{place}水务局") for _, place, who, *_ in ROWS]


# A row that adds up the two above it: which of its cells say so.
SUMS = [
    ["", "云岭区小计", "", "", "200"],
    ["", "", "云岭区小计", "", "200"],
    ["小　计", "", "", "", "200"],
    ["", "云岭区", "2家", "合计", "200"],
    ["", "", "", "以上共2项", "200"],
    ["", "", "云岭能源集团累计", "", ""],
    ["", "", "小计：", "2个项目", "200万元"],
]


@pytest.mark.parametrize("added", SUMS)
@pytest.mark.parametrize(
    ("kind", "merged"),
    # Without columns a place that is printed once cannot be told.
    [
        (kind, merged)
        for kind in (*FILES, *TEXTS)
        for merged in (True, False)
        if kind != "spaces" or not merged
    ],
)
def test_rows_that_add_up_others_are_of_no_row(
    kind: str, merged: bool, added: list[str], tmp_path: Path
) -> None:
    rows = [HEAD, ROWS[0], ROWS[1], added, ROWS[2], ROWS[3], ["", "", "全市合计", "", "331"]]
    if merged:
        rows[2], rows[5] = (["2", "", *ROWS[1][2:]], ["4", "", *ROWS[3][2:]])
    if kind in FILES:
        found = read(tmp_path, kind, rows)
    else:
        found = listed(f"{TITLE}\n\n{printed(rows, TEXTS[kind])}\n\n（此件公开发布）\n")
    assert facts(found) == FACTS


COUNTED = """             云岭市调出绿色项目清单
序号        项目名称      所属乡    行业        承建单位       调出原因
                     镇
1    云岭区北湖LNG加注站扩建 松岗镇 市政工程     云岭碧源水务有限公司    未按合同约定开工
2    北梁风电供暖蓄热站特许经 北梁镇 能源        北梁坝上清洁供热有限公   社会资本退出
     营项目                        司
3    星河葡萄酒产业园综合管廊 河口镇 市政工程      星河沙城管廊建设运营有   调整实施模式
     建设                         限公司
4    海原生活垃圾焚烧发电     东山乡    能源    甲省海原环能发电有限公   主体变更
                                 司
                                        云岭市能源局 云岭市财政局
"""


def test_columns_that_reach_into_one_another_are_told_by_their_order() -> None:
    assert [(one.name, one.region, one.implementers[0], one.status) for one in listed(COUNTED)] == [
        ("云岭区北湖LNG加注站扩建", "松岗镇", "云岭碧源水务有限公司", "withdrawn"),
        ("北梁风电供暖蓄热站特许经营项目", "北梁镇", "北梁坝上清洁供热有限公司", "withdrawn"),
        ("星河葡萄酒产业园综合管廊建设", "河口镇", "星河沙城管廊建设运营有限公司", "withdrawn"),
        ("海原生活垃圾焚烧发电", "东山乡", "甲省海原环能发电有限公司", "withdrawn"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("原业主单位", "变更后业主单位"),
        ("原实施单位", "现实施单位"),
        ("建设单位（调整前）", "建设单位（调整后）"),
        ("变更前", "变更后"),
    ],
)
def test_what_is_after_a_change_counts(before: str, after: str) -> None:
    rows = [["序号", "项目名称", before, after]]
    rows += [[one[0], one[3], "星河农业有限公司", one[2]] for one in ROWS[:3]]
    found = listed(f"变更业主的示范项目清单\n\n{printed(rows, '|')}\n")
    assert [one.implementers for one in found] == [(one[2],) for one in ROWS[:3]]


def test_what_does_not_change_stands_before_the_change() -> None:
    rows = [["序号", "项目名称", "原业主单位", "变更后业主单位"]]
    rows += [[one[0], one[3], one[2], "不变"] for one in ROWS[:3]]
    found = listed(f"变更内容的示范项目清单\n\n{printed(rows, '|')}\n")
    assert [one.implementers for one in found] == [(one[2],) for one in ROWS[:3]]


@pytest.mark.parametrize("nobody", ["流榜", "未揭榜", "无人揭榜", "流标", "空缺", "暂无单位申报"])
def test_where_nobody_was_found_nobody_carries_out(nobody: str) -> None:
    rows = [["序号", "项目名称", "需求单位", "揭榜单位"]]
    rows += [[one[0], one[3], "星河农业有限公司", one[2]] for one in ROWS[:3]]
    rows[2][3] = nobody
    found = listed(f"揭榜挂帅项目清单\n\n{printed(rows, '|')}\n")
    assert [one.implementers for one in found] == [(ROWS[0][2],), (), (ROWS[2][2],)]


@pytest.mark.parametrize(
    "cell",
    [
        "甲公司（联合体：乙大学）",
        "甲公司（联合体成员：乙大学）",
        "甲公司（联合体牵头方）、乙大学（联合体成员）",
        "甲公司(牵头单位)和乙大学(参与单位)",
        "甲公司（与乙大学联合体）",
        "联合体（牵头方：甲公司；成员方：乙大学）",
        "联合体牵头人：甲公司，成员：乙大学",
    ],
)
def test_brackets_that_say_with_whom(cell: str) -> None:
    assert bodies(cell) == ("甲公司", "乙大学")
