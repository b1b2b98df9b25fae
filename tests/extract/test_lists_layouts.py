"""One table, printed in many ways, reads back exactly. The projects are invented."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest

from extract.layout import lay_out
from extract.lists import find_lists, projects
from extract.records import Document, Project
from extract.text import Text

ROLES = ("number", "name", "direction", "description", "region", "implementer")
HEADS = {
    "corpus": ("序号", "项目名称", "方向", "建设内容", "地区", "实施主体"),
    "other": ("编号", "示范项目名称", "技术领域", "主要建设内容及规模", "所在省份", "承担单位"),
    "English": ("No.", "Project name", "Field", "Description", "Region", "Implementing organisation"),
}
WIDTHS = {"number": 4, "name": 16, "direction": 4, "description": 64, "region": 6, "implementer": 10}
PLACES = ("内蒙古", "山东", "甘肃", "新疆生产建设兵团", "青海", "四川", "宁夏", "黑龙江")
NAMES = ("海岭", "远川", "北辰", "晨曦", "金沙", "云峰", "长河", "东湖", "天鹰", "鼎新")
KINDS = ("绿色甲醇", "压缩空气储能", "二氧化碳捕集利用", "海上风电制氢", "熔盐储热", "虚拟电厂")
DIRECTIONS = ("源头替代", "过程优化", "末端治理")

Row = dict[str, str]


def invented(count: int, chance: random.Random) -> list[Row]:
    rows = []
    for number in range(1, count + 1):
        name, kind, size = chance.choice(NAMES), chance.choice(KINDS), chance.randint(2, 90)
        built = f"主要建设{size}套{chance.randint(5, 500)}兆瓦装置"
        built += "，配套建设升压站和智慧管理平台" if chance.random() < 0.6 else ""
        rows.append(
            {
                "number": str(number),
                "name": f"{name}{size}万吨{kind}示范项目",
                "direction": DIRECTIONS[(number - 1) * 3 // count],
                "description": f"{kind}示范项目。项目采用{kind}技术、{name}控制系统。{built}。"
                f"项目建成后，每年可处理物料{size}万吨，相当于每年减少碳排放约{size}万吨，运行情况稳定。",
                "region": chance.choice(PLACES),
                "implementer": f"{name}{chance.choice(('能源科技', '新材料', '电力设备'))}股份有限公司",
            }
        )
    return rows


def wide(text: str) -> int:
    return sum(2 if char >= "\u2000" else 1 for char in text)


def wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for char in text:
        if wide(lines[-1] + char) > width and char not in "，。、；）":
            lines.append("")
        lines[-1] += char
    return lines


def cell_by_cell(rows: Sequence[Row], roles: Sequence[str]) -> str:
    return "\n\n".join(line for row in rows for role in roles for line in wrapped(row[role], WIDTHS[role]))


def sliced(rows: Sequence[Row], roles: Sequence[str]) -> str:
    """The first line of the longest cell in front of its row, the last line behind it, as centred cells come
    out.
    """
    lines: list[str] = []
    for row in rows:
        cells = {role: wrapped(row[role], WIDTHS[role]) for role in roles}
        longest = max(roles, key=lambda role: len(cells[role]))
        first, *middle, last = cells[longest]
        lines.append(first)
        for role in roles:
            lines += middle if role == longest else cells[role]
        lines.append(last)
    return "\n\n".join(lines)


def side_by_side(rows: Sequence[Row], roles: Sequence[str]) -> str:
    """Every printed line with what stands beside one another in it, cells centred."""
    places, at = {}, 0
    for role in roles:
        places[role] = at
        at += WIDTHS[role] + 3
    lines = []
    for row in rows:
        cells = {role: wrapped(row[role], WIDTHS[role]) for role in roles}
        height = max(map(len, cells.values()))
        for line in range(height):
            printed = ""
            for role in roles:
                index = line - (height - len(cells[role])) // 2
                if 0 <= index < len(cells[role]):
                    printed += " " * (places[role] - wide(printed)) + cells[role][index]
            lines.append(printed)
    return "\n".join(lines)


def one_line(rows: Sequence[Row], roles: Sequence[str], border: str) -> str:
    return "\n".join(border.join(row[role] for role in roles) for row in rows)


def read_back(chars: str) -> list[Project]:
    text = Text("list.txt", "0" * 64, chars)
    head = Document(
        id="https://example.org/id/document/list",
        source=text.source,
        source_sha256=text.sha256,
        start=0,
        end=1,
        quote=chars[:1],
        title="清单",
        body_start=0,
        body_end=len(chars),
    )
    layout = lay_out(text)
    return [record for area in find_lists(layout) for record in projects(layout, area, head)[0]]


def as_row(record: Project, roles: Sequence[str]) -> Row:
    return {
        role: "、".join(record.implementers) if role == "implementer" else getattr(record, role) or ""
        for role in roles
    }


def assert_reads_back(
    body: str, rows: Sequence[Row], roles: Sequence[str], heads: str = "corpus", border: str = " "
) -> None:
    words = dict(zip(ROLES, HEADS[heads], strict=True))
    head = border.join(words[role] for role in roles)
    chars = f"某省示范项目清单\n\n{head}\n{body}\n\n关于做好有关工作的通知\n\n各有关单位：\n"
    assert [as_row(record, roles) for record in read_back(chars)] == [
        {role: row[role] for role in roles} for row in rows
    ]


@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize("seed", range(3))
def test_cells_broken_over_lines(heads: str, seed: int) -> None:
    rows = invented(12, random.Random(seed))
    border = "  " if heads == "English" else " "
    assert_reads_back(cell_by_cell(rows, ROLES), rows, ROLES, heads, border)


@pytest.mark.parametrize("seed", range(3))
def test_columns_in_another_order(seed: int) -> None:
    chance = random.Random(seed)
    rows = invented(12, chance)
    roles = ["number", *chance.sample(ROLES[1:], 5)]
    assert_reads_back(cell_by_cell(rows, roles), rows, roles)


@pytest.mark.parametrize("seed", range(3))
def test_lines_outside_their_row(seed: int) -> None:
    rows = invented(12, random.Random(seed))
    assert_reads_back(sliced(rows, ROLES), rows, ROLES)


@pytest.mark.parametrize("seed", range(3))
def test_lines_side_by_side(seed: int) -> None:
    rows = invented(12, random.Random(seed))
    assert_reads_back(side_by_side(rows, ROLES), rows, ROLES, border="   ")


@pytest.mark.parametrize("seed", range(3))
def test_rows_without_numbers(seed: int) -> None:
    rows = invented(12, random.Random(seed))
    assert_reads_back(cell_by_cell(rows, ROLES[1:]), rows, ROLES[1:])


def test_one_cell_a_line() -> None:
    rows = invented(8, random.Random(1))
    assert_reads_back(one_line(rows, ROLES, "\n"), rows, ROLES, border="\n")


@pytest.mark.parametrize("border", ["\t", "    ", " "])
def test_one_row_a_line(border: str) -> None:
    rows = invented(6, random.Random(1))
    roles = ("number", "name", "region", "implementer")
    assert_reads_back(one_line(rows, roles, border), rows, roles, border=border)


def test_head_and_page_number_in_the_middle_of_the_table() -> None:
    rows = invented(9, random.Random(2))
    head = " ".join(HEADS["corpus"])
    pages = [cell_by_cell(rows[first:last], ROLES) for first, last in pairwise((0, 3, 6, 9))]
    body = "".join(
        f"{page}\n\n— {number} —\n\n序\n\n{head[1:]}\n\n" if number < 3 else page
        for number, page in enumerate(pages, 1)
    )
    assert_reads_back(body, rows, ROLES)


def test_only_some_of_the_numbers() -> None:
    rows = [row for row in invented(14, random.Random(3)) if row["number"] not in ("1", "5", "6", "12")]
    assert_reads_back(cell_by_cell(rows, ROLES), rows, ROLES)
