"""Tables whose columns a text gives one after another. All names are invented."""

from __future__ import annotations

import pytest
from test_lists_prose import MORE, SAID, listed
from test_lists_unread import unread

from extract.pipeline import extract_text
from extract.records import Project
from extract.text import Text

HEADS = ["序号", "项目名称", "落地县区", "实施单位", "建设内容"]
COLUMNS = [
    ["1", "2", "3", "4"],
    [name for name, _, _ in MORE],
    [where for _, _, where in MORE],
    [who for _, who, _ in MORE],
    [f"新建厂房{at}座，配套管线" for at in range(4)],
]


def below_each_head(between: str = "\n") -> str:
    """Each column below its own head."""
    return between.join(text for head, column in zip(HEADS, COLUMNS, strict=True) for text in [head, *column])


def below_all_heads() -> str:
    """All columns below all heads."""
    return "\n".join([*HEADS, *(text for column in COLUMNS for text in column)])


@pytest.mark.parametrize("table", [below_each_head(), below_each_head("\n\n"), below_all_heads()])
@pytest.mark.parametrize("behind", ["", "\n注：按市排序\n", "\n请各地抓紧建设。\n"])
def test_columns_one_after_another(table: str, behind: str) -> None:
    assert listed(f"示范项目清单\n\n{table}{behind}") == SAID


def test_cells_of_several_lines_between_blank_lines() -> None:
    table = below_each_head("\n\n").replace("示范", "示\n范").replace("有限公司", "有\n限公司")
    assert listed(f"样板项目清单\n\n{table}\n") == SAID


def test_the_evidence_of_a_row_is_its_name_as_other_rows_lie_between_its_cells() -> None:
    found = extract_text(Text("list.txt", "0" * 64, f"示范项目清单\n{below_all_heads()}")).records
    assert [one.quote for one in found if isinstance(one, Project)] == COLUMNS[1]


@pytest.mark.parametrize("lost", [COLUMNS[2][1], COLUMNS[3][2], COLUMNS[4][3]])
@pytest.mark.parametrize("table", [below_each_head(), below_all_heads()])
def test_what_has_too_few_cells_is_told_not_guessed(lost: str, table: str) -> None:
    chars = f"示范项目清单\n{table.replace(lost, '', 1)}\n"
    assert listed(chars) == []
    assert len(unread(chars)) == 1


def test_cells_of_several_lines_that_nothing_parts_are_told() -> None:
    table = below_each_head().replace("示范", "示\n范").replace("能源", "能\n源")
    chars = f"数字乡村任务清单\n{table}\n"
    assert listed(chars) == []
    assert len(unread(chars)) == 1


def test_a_form_to_be_filled_in_is_not_told() -> None:
    assert unread("申报表\n" + "\n".join(HEADS) + "\n联系人\n填表说明\n甲有限公司监制\n") == []
