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


def cut_at(text: str, most: int) -> str:
    return "\n".join(text[at : at + most] for at in range(0, len(text), most))


WRAPPED = [
    ("云岭源网荷储一体化示范项目", "内蒙古自治区", "云岭绿能科技股份有限公司、南山能源有限公司"),
    ("北梁储能项目", "云南省", "北梁储能有限公司"),
    ("星河风光制氢合成氨示范项目", "新疆维吾尔自治区", "星河绿氢有限公司"),
    ("临川生物质绿色甲醇示范项目", "江西省", "临川绿色化工有限责任公司"),
]


def wrapped(rows: list[tuple[str, ...]], most: int = 8, between: str = "\n") -> str:
    heads = ["序号", "项目名称", "所在地区", "实施单位"]
    columns = [[str(at) for at in range(1, len(rows) + 1)], *zip(*rows, strict=True)]
    return between.join(
        "\n".join([head, *(cut_at(cell, most) for cell in cells)])
        for head, cells in zip(heads, columns, strict=True)
    )


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_cells_of_several_lines_are_cut_where_only_one_way_gives_as_many_as_rows(between: str) -> None:
    records = extract_text(Text("list.txt", "0" * 64, f"示范项目清单\n{wrapped(WRAPPED, between=between)}\n"))
    found = [one for one in records.records if isinstance(one, Project)]
    assert [(one.name, one.region, "、".join(one.implementers)) for one in found] == WRAPPED


def test_cells_that_could_be_cut_in_several_ways_are_told() -> None:
    # Every line is full: 甲储能项目 and 乙光伏项目 may be names of their own, or go on.
    rows = [
        ("云岭风光储能项目南山光伏储能项目", "云南省", "云岭能源有限公司"),
        ("北梁风光储能项目", "云南省", "北梁能源有限公司"),
        ("星河风光储能项目西岭光伏储能项目", "云南省", "星河能源有限公司"),
        ("临川风光储能项目", "云南省", "临川能源有限公司"),
    ]
    chars = f"示范项目清单\n{wrapped(rows)}\n"
    assert listed(chars) == []
    assert len(unread(chars)) == 1


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("title", ["样板项目计划", "附件1\n\n样板项目清单\n（按市排序）"])
def test_a_title_between_the_numbers_and_the_other_columns(title: str, between: str) -> None:
    numbers, *columns = ("\n".join([head, *own]) for head, own in zip(HEADS, COLUMNS, strict=True))
    chars = f"附表\n{numbers}\n\n{title}\n" + between.join(columns)
    assert listed(chars) == SAID


def test_a_name_that_ends_like_a_body_below_its_own_head() -> None:
    chars = f"附表\n{below_each_head()}\n".replace(MORE[1][0], "沙埕渔港冷链物流中心")
    named = [(name.replace(MORE[1][0], "沙埕渔港冷链物流中心"), *rest) for name, *rest in SAID]
    assert listed(chars) == named
