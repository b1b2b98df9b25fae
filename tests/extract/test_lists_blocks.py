"""Tables of which a text gives cell after cell with blank lines between them, and rows that are not to be
believed. All names are invented.
"""

from __future__ import annotations

import pytest
from test_lists_unread import unread

from extract.pipeline import extract_text
from extract.records import Project
from extract.text import Text

Row = tuple[str, str | None, tuple[str, ...]]
ROWS = [
    ("1", "北梁源网荷储一体化示\n范项目", "内蒙古自治\n区", "北梁绿能有限公司、南\n山新材料有限公司"),
    ("2", "云岭储能电站项目", "云南省", "云岭储能技术有限公\n司"),
    ("3", "星河制氢项目", "新疆维吾尔\n自治区", "星河绿氢有限公司"),
    ("4", "临川绿色甲醇示范\n项目", "江西省", "临川化工有限公司"),
]
FOUND = [
    ("北梁源网荷储一体化示范项目", "内蒙古自治区", ("北梁绿能有限公司", "南山新材料有限公司")),
    ("云岭储能电站项目", "云南省", ("云岭储能技术有限公司",)),
    ("星河制氢项目", "新疆维吾尔自治区", ("星河绿氢有限公司",)),
    ("临川绿色甲醇示范项目", "江西省", ("临川化工有限公司",)),
]
HEADS = ("序\n号", "项目名称", "所在地区", "实施单位")


def rows(chars: str) -> list[Row]:
    records = extract_text(Text("list.txt", "0" * 64, chars)).records
    return [(one.name, one.region, one.implementers) for one in records if isinstance(one, Project)]


def text(cells: list[str]) -> str:
    return "新型储能示范项目清单\n" + "\n\n".join(cells) + "\n"


def test_cells_of_several_lines_one_after_another() -> None:
    assert rows(text([*HEADS, *(cell for row in ROWS for cell in row)])) == FOUND


def test_a_head_of_which_a_column_stands_behind_the_table() -> None:
    assert rows(text([*HEADS[:3], *(cell for row in ROWS for cell in row), HEADS[3]])) == FOUND


def test_words_of_the_head_that_come_back_on_the_next_page() -> None:
    cells = [*HEADS, *ROWS[0], *ROWS[1], "序\n号", "项目名称", *ROWS[2], *ROWS[3], "实施单位"]
    assert rows(text(cells)) == FOUND


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_rows_of_which_one_lacks_a_cell_are_not_read_so(lost: int) -> None:
    cells = [cell for row in ROWS for cell in row]
    del cells[4 + lost]
    found = rows(text([*HEADS, *cells]))
    assert all(row in FOUND for row in found if row[0] != FOUND[1][0])


def test_lines_of_two_columns_that_run_into_each_other_are_told_not_read() -> None:
    table = """序 建设地 项目业主     项目名称     总投资
号 点                     （万元）
1 东川市 鑫源新材料有 年产锂电池正极材料 44000
  东城区 限公司      制备项目
2 东川市 华拓智能装备 智能装备产业园二期 22000
  西岭县 有限公司       项目
3 东川市 清源水务有限 乡镇污水处理提标改 53000
  南河区 公司        造工程
4 东川市 国网东川供电 东川变电站输变电改 86000
  北坪县 公司        造工程
"""
    chars = f"东川市重点建设项目名单\n{table}"
    whole = {"鑫源新材料有限公司", "华拓智能装备有限公司", "清源水务有限公司", "国网东川供电公司"}
    found = rows(chars)
    assert all(set(bodies) <= whole and bodies for _, _, bodies in found)
    assert found or unread(chars)
