"""Tables of which a tool left the text alone: cells one below the other, of several lines or empty, words of
a head in two rows one after the other, columns set by the number of characters. All names are invented.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from test_lists_blocks import Row, rows

ROWS: list[Row] = [
    ("北梁灌区闸门测控示范项目", "佛山市", ("北梁水利科技有限公司", "南山农牧科学研究院")),
    ("云岭果园水肥一体化示范项目", "韶关市", ("云岭农业发展有限公司",)),
    ("星河棉区加压滴灌示范项目", "梅州市", ("星河农业发展有限公司",)),
    ("临川稻田退水拦截示范项目", "惠州市", ("临川生态工程有限公司", "东川种植专业合作社")),
]
TITLE = "2031年农业绿色技术示范项目名单"


def placeless(found: Sequence[Row] = ROWS) -> list[Row]:
    return [(name, None, bodies) for name, _, bodies in found]


def text(cells: Sequence[str], between: str = "\n") -> str:
    lines = [line for cell in cells for line in cell.split("\n") if line]
    return between.join(["关于公布名单的公告", TITLE, *lines, "联系电话：0100-12345678"]) + "\n"


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("by", ["\n", "、\n", "，"])
def test_a_class_printed_once_in_front_and_cells_of_several_lines(between: str, by: str) -> None:
    cells = ["技术方向", "序号", "项目名称", "承担单位"]
    for number, (name, _, bodies) in enumerate(ROWS, 1):
        cells += ["节水灌溉"] if number == 1 else ["污染治理"] if number == 3 else []
        cells += [str(number), f"{name[:6]}\n{name[6:]}", by.join(bodies)]
    assert rows(text(cells, between)) == placeless()


def test_a_class_of_several_rows_is_the_class_of_each() -> None:
    cells = ["类别", "项目名称", "实施单位", "所在地"]
    for number, (name, where, bodies) in enumerate(ROWS):
        cells += ["节水灌溉", "", "污染治理", ""][number : number + 1]
        cells += [name, "、".join(bodies), where or ""]
    assert rows(text(cells)) == ROWS


@pytest.mark.parametrize(
    "heads",
    [
        ["编号", "试点概况", "承担单位", "报送单位", "试点名称", "实施地点"],
        ["序号", "项目基本情况", "申报单位", "推荐单位", "项目名称", "建设地点"],
        ["序号", "试点信息", "实施主体", "推荐部门", "项目", "所在地"],
    ],
)
def test_a_head_of_two_rows_of_which_the_second_stands_behind_the_first(heads: list[str]) -> None:
    cells = list(heads)
    for number, (name, where, bodies) in enumerate(ROWS, 1):
        cells += [f"A-{number}" if heads[0] == "编号" else str(number), name, where or ""]
        cells += ["、".join(bodies), "广东省农业农村厅"]
    assert rows(text(cells)) == ROWS


@pytest.mark.parametrize("lacking", [1, 3, 4])
def test_the_next_number_is_no_cell_of_a_row_that_lacks_one(lacking: int) -> None:
    cells = ["序号", "项目法人", "所在地区", "项目名称", "完成时限", "备注"]
    for number, (name, where, bodies) in enumerate([*ROWS, *ROWS], 1):
        cells += [str(number), "、".join(bodies), where or "", name, "2031年"]
        cells += ["续建"] if number < lacking else []
    assert rows(text(cells)) == [*ROWS, *ROWS]


def test_a_company_below_others_is_no_office_that_recommends() -> None:
    cells = ["编号", "项目名称", "所在地区", "项目单位", "推荐部门"]
    for number, (name, where, bodies) in enumerate(ROWS, 1):
        cells += [str(number), name, where or "", "\n".join(bodies), "广东省农业农村厅"]
    assert rows(text(cells)) == ROWS


@pytest.mark.parametrize("filled", [0, 1, 3])
def test_empty_cells_leave_nothing_behind(filled: int) -> None:
    cells = ["序号", "项目名称", "所在县区", "项目法人", "总投资（万元）", "备注"]
    for number, (name, where, bodies) in enumerate(ROWS, 1):
        cells += [str(number), name, where or "", "、".join(bodies), str(1200 * number)]
        cells += ["含管网检漏"] if number == filled else []
    assert rows(text(cells)) == ROWS


def test_paragraphs_of_a_description_and_a_number_that_comes_soon() -> None:
    cells = ["序号", "项目名称", "实施单位", "项目简介"]
    said = [
        "建设闸门62处。\n项目运用视频分析技术，每5分钟生成一次报告。",
        "完成12处高精度采集。\n建成展厅1200平方米，设置装置23套。",
        "对1.8公里渠道进行节能改造。",
        "投放设备15台，开通线路3条。\n建设路侧单元28套。\n未发生安全事故。",
    ]
    for number, (name, _, bodies) in enumerate(ROWS, 1):
        cells += [str(number), name, "\n".join(bodies), said[number - 1]]
    assert rows(text(cells, "\n\n")) == placeless()


def test_names_of_plants_beside_who_recommends() -> None:
    cells = ["序号", "项目名称", "申报单位", "推荐单位"]
    names = ["北梁铸件柔性生产工厂", "云岭轮胎5G工厂", "星河组件检测工厂", "临川电缆追溯工厂"]
    for number, (name, row) in enumerate(zip(names, ROWS, strict=True), 1):
        cells += [str(number), name, "、".join(row[2]), "广东省通信管理局"]
    assert rows(text(cells)) == [(name, None, row[2]) for name, row in zip(names, ROWS, strict=True)]


def set_out(table: Sequence[Sequence[str]]) -> str:
    """The cells of `table` set by the number of characters, each row as it has them."""
    wide = [max(len(row[at]) for row in table if at < len(row)) for at in range(len(table[0]))]
    lines = ["    " + "  ".join(cell.ljust(wide[at]) for at, cell in enumerate(row)) for row in table]
    return "\n".join([TITLE, "", *lines, "", "  广东省农业农村厅", ""])


def test_columns_set_by_characters_with_a_class_printed_once() -> None:
    table = [["行业", "项目名称", "申报企业", "所属地市"]]
    for number, (name, where, bodies) in enumerate(ROWS):
        classes = [["农业"], [], ["养殖业与加工"], []][number]
        table.append([*classes, name, "、".join(bodies), where or ""])
    assert rows(set_out(table)) == ROWS


def test_columns_set_by_characters_with_cells_of_several_lines() -> None:
    table = [["地市", "项目名称", "实施主体", "完成时限"]]
    for name, where, bodies in ROWS:
        table.append([where or "", name, bodies[0], "2031年"])
        table += [["", "", body, ""] for body in bodies[1:]]
    assert rows(set_out(table)) == ROWS


@pytest.mark.parametrize("lines", [[0, 1], [1, 0]])
def test_columns_set_by_characters_with_cells_set_on_the_middle_of_rows(lines: list[int]) -> None:
    table = [["地市", "项目名称", "实施主体", "完成时限"]]
    for name, where, bodies in ROWS:
        full = [where or "", name, "", "2031年"]
        parts = [["", "", body, ""] for body in bodies] if len(bodies) > 1 else [["", "", bodies[0], ""]]
        main = lines[0] if len(bodies) > 1 else 0
        parts[main] = [*full[:2], parts[main][2], full[3]]
        table += [*parts, ["", "", "", ""]]
    assert rows(set_out(table)) == ROWS


@pytest.mark.parametrize("first", ["粤东", ""])
def test_rows_of_which_empty_cells_are_left_out(first: str) -> None:
    lines = [TITLE, "序号 片区 项目名称 实施主体 所在地 备注"]
    for number, (name, where, bodies) in enumerate(ROWS, 1):
        cells = [str(number), first if number == 1 else "", name, "、".join(bodies), where or ""]
        lines.append(" ".join(filter(None, [*cells, "续建" if number == 2 else ""])))
    assert rows("\n".join([*lines, "（此件公开发布）"])) == ROWS


def test_places_printed_once_and_bodies_that_a_space_parts() -> None:
    lines = [TITLE, "", "| 序号 | 项目名称 | 申报单位 | 建设地点 |", "|---|---|---|---|"]
    for number, (name, _, bodies) in enumerate(ROWS, 1):
        place = {1: "佛山市", 3: "梅州市"}.get(number, "")
        lines.append(f"| {number} | {name} | {' '.join(bodies)} | {place} |")
    places = ["佛山市", "佛山市", "梅州市", "梅州市"]
    expected = [(name, place, bodies) for (name, _, bodies), place in zip(ROWS, places, strict=True)]
    assert rows("\n".join(lines)) == expected


@pytest.mark.parametrize("bar", [" | ", "|"])
def test_bars_that_only_part_cells_with_empty_ones_at_the_edges(bar: str) -> None:
    table = [
        ["附件2", "", "", "", "", ""],
        [TITLE, "", "", "", "", ""],
        ["序号", "县区", "项目名称", "建设规模", "", "项目业主"],
        ["", "", "", "装机容量", "储能容量", ""],
    ]
    for number, (name, where, bodies) in enumerate(ROWS, 1):
        amounts = [str(10 * number), ""] if number % 2 else ["", str(5 * number)]
        table.append([str(number), where or "", name, *amounts, "、".join(bodies)])
    table.append(["合计", "", "", "40", "30", ""])
    assert rows("\n".join(bar.join(row) for row in table)) == ROWS


def test_rules_over_some_columns_alone() -> None:
    rule, part = (
        "+------+------------+----------------+------------+",
        "+------+            +----------------+------------+",
    )
    lines = [rule, "| 序号 | 类别       | 项目名称       | 实施单位   |", rule.replace("-", "=")]
    for number, (name, _, bodies) in enumerate(ROWS, 1):
        label = "灌溉" if number == 1 else "治理" if number == 3 else ""
        lines += [f"| {number} | {label} | {name} | {'、'.join(bodies)} |", rule if number % 2 == 0 else part]
    assert rows("\n".join([TITLE, "", *lines])) == placeless()


def test_a_break_in_a_cell_that_breaks_the_line_of_its_row() -> None:
    lines = [TITLE, "", "序号 | 项目名称 | 所在地 | 实施单位  ", "---|---|---|---  "]
    for number, (name, where, bodies) in enumerate(ROWS, 1):
        broken = f"{name[:5]}  \n{name[5:]}" if number == 3 else name
        lines.append(" | ".join([str(number), broken, where or "", "  \n".join(bodies)]) + "  ")
    lines += ["", "（此件公开发布）", "", "关于我们 | 网站地图 | 联系我们"]
    assert rows("\n".join(lines)) == ROWS
