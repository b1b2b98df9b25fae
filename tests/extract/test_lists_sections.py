"""Lists in sections: headings further up than right above a table, headings inside a cell for several rows,
headings that say whose projects follow or that they are withdrawn. All names are invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from test_lists_forms import listed
from test_lists_pdf import drawn
from test_lists_ruled import HEAD, ruled
from test_lists_wild import facts

from extract.pipeline import extract_file
from extract.records import Project

Said = list[tuple[str, str | None, str | None, str | None]]
BARS = "| 序号 | 项目名称 | 建设单位 |\n|---|---|---|\n"


def said(records: list[Project]) -> Said:
    return [(record.name, record.direction, record.category, record.region) for record in records]


def table(*names: str) -> str:
    rows = (f"| {at} | {name}项目 | {name[:2]}能源有限公司 |\n" for at, name in enumerate(names, 1))
    return f"\n{BARS}{''.join(rows)}\n"


def read_back(path: Path, data: bytes) -> list[Project]:
    path.write_bytes(data)
    found = [record for record in extract_file(path).records if isinstance(record, Project)]
    return sorted(found, key=lambda record: record.start)


@pytest.mark.parametrize("marks", [("## ", "### ", "#### "), ("", "", "1．")], ids=["markdown", "text"])
@pytest.mark.parametrize("note", ["", "本类项目按地区排列。\n\n"], ids=["headings alone", "a note below one"])
def test_headings_of_three_levels_hold_up_to_the_next_of_their_level(
    marks: tuple[str, ...], note: str
) -> None:
    one, two, three = marks
    text = (
        f"某省示范项目清单\n\n{one}一、新型储能\n\n{note}{two}（一）独立储能\n\n{three}苏州市\n{table('北梁储能')}"
        f"{three}南通市\n{table('南山储能')}{two}（二）用户侧储能\n\n{three}徐州市\n{table('云岭储能')}"
        f"{one}二、绿色氢能\n\n{note}{two}（一）电解制氢\n\n{three}苏州市\n{table('星河制氢', '东川制氢')}"
    )
    assert said(listed(text)) == [
        ("北梁储能项目", "新型储能", "独立储能", "苏州市"),
        ("南山储能项目", "新型储能", "独立储能", "南通市"),
        ("云岭储能项目", "新型储能", "用户侧储能", "徐州市"),
        ("星河制氢项目", "绿色氢能", "电解制氢", "苏州市"),
        ("东川制氢项目", "绿色氢能", "电解制氢", "苏州市"),
    ]


def test_classes_below_a_place() -> None:
    text = "某省示范项目清单\n"
    for place in ("苏州市", "南通市"):
        text += f"\n{place}\n\n一、储能领域\n{table(place[:2] + '储能')}"
        text += f"\n二、氢能领域\n{table(place[:2] + '制氢')}"
    assert said(listed(text)) == [
        ("苏州储能项目", "储能领域", None, "苏州市"),
        ("苏州制氢项目", "氢能领域", None, "苏州市"),
        ("南通储能项目", "储能领域", None, "南通市"),
        ("南通制氢项目", "氢能领域", None, "南通市"),
    ]


def test_a_heading_that_says_what_a_text_is_about_is_no_class() -> None:
    told = "全市建成安全可靠的能源系统，推动各类电源协调发展。\n\n"
    text = (
        f"某市能源项目清单\n\n一、总体要求\n\n{told}二、重点任务\n\n{told}{told}{told}（一）入选名单\n{table('北梁风电')}"
        f"三、基本情况\n\n（一）备选名单\n{table('南山风电')}"
    )
    assert said(listed(text)) == [("北梁风电项目", None, None, None), ("南山风电项目", None, None, None)]


def test_a_section_ends_with_the_list(tmp_path: Path) -> None:
    text = f"甲省示范项目清单\n\n一、新型储能\n{table('北梁储能')}二、绿色氢能\n{table('南山制氢')}"
    text += f"乙省试点项目清单\n{table('云岭风电')}"
    assert [record.direction for record in listed(text)] == ["新型储能", "绿色氢能", None]


def test_whose_projects_follow_is_no_class_where_others_are_of_places() -> None:
    rows = (
        "序号\t项目名称\t建设单位\n一、苏州市\n（一）氢能\n1\t北梁制氢项目\t北梁能源有限公司\n"
        "二、南通市\n（一）储能\n2\t南山储能项目\t南山能源有限公司\n3\t云岭储能项目\t云岭能源有限公司\n"
        "三、省属企业\n（一）余能\n4\t星河余压发电项目\t星河能源有限公司\n"
    )
    assert said(listed(f"某省示范项目清单\n\n{rows}"))[-1] == ("星河余压发电项目", "余能", None, None)


@pytest.mark.parametrize("between", ["三、撤销项目\n", "三、调出项目\n\n经核查，下列项目予以调出。\n"])
def test_a_section_of_withdrawn_projects(between: str) -> None:
    text = f"某省示范项目清单\n\n一、储能类\n{table('北梁储能')}二、氢能类\n{table('南山制氢')}"
    text += f"{between}{table('云岭供热')}"
    found = listed(text)
    assert [record.status for record in found] == ["listed", "listed", "withdrawn"]
    assert (found[-1].direction, found[-1].withdrawn_by) == (None, found[-1].document)


def test_a_heading_between_rows_withdraws_those_below_it() -> None:
    text = (
        "某省示范项目调整表\n\n| 序号 | 项目名称 | 建设单位 |\n|---|---|---|\n| 一、新增项目 | | |\n"
        "| 1 | 北梁储能项目 | 北梁能源有限公司 |\n| 2 | 南山储能项目 | 南山能源有限公司 |\n"
        "| 二、撤销项目 | | |\n"
        "| 1 | 云岭供热项目 | 云岭能源有限公司 |\n| 2 | 星河供热项目 | 星河能源有限公司 |\n"
    )
    assert [(record.status, record.direction) for record in listed(text)] == [
        *[("listed", "新增项目")] * 2,
        *[("withdrawn", None)] * 2,
    ]


@pytest.mark.parametrize("last", [True, False], ids=["each place has headings", "one has none"])
def test_headings_inside_a_cell_for_several_rows(tmp_path: Path, last: bool) -> None:
    def row(*cells: str) -> str:
        return f"<tr>{''.join(cells)}</tr>"

    def cell(text: str, down: int = 1, across: int = 1) -> str:
        return f"<td rowspan={down} colspan={across}>{text}</td>"

    html = row(*map(cell, ("地区", "实施单位", "领域", "项目名称", "序号")))
    html += row(cell("河北省", 5), cell("钢铁行业", across=4))
    html += row(cell("北梁钢铁有限公司"), cell("过程降碳", 2), cell("北梁富氢喷吹项目"), cell("1"))
    html += row(cell("南山特钢有限公司"), cell("南山废钢预热项目"), cell("2"))
    html += row(cell("地热供暖", across=4))
    html += row(cell("云岭地热有限公司"), cell("源头减碳"), cell("云岭取热项目"), cell("3"))
    html += row(cell("青海省", 3), cell("绿色农机", across=4)) if last else ""
    where = [] if last else [cell("青海省", 2)]
    html += row(*where, cell("星河农机有限公司"), cell("源头减碳", 2), cell("星河电动农机项目"), cell("4"))
    html += row(cell("东川农业有限公司"), cell("东川光热联供项目"), cell("5"))
    page = f"<p>某地区示范项目清单</p><table>{html}</table>"
    found = read_back(tmp_path / "list.html", page.encode())
    assert [record.region for record in found] == ["河北省"] * 3 + ["青海省"] * 2
    assert [record.implementers[0][:2] for record in found] == ["北梁", "南山", "云岭", "星河", "东川"]
    assert all(len(record.implementers[0]) == len("北梁钢铁有限公司") for record in found)
    classes = [(record.direction, record.category) for record in found]
    assert classes[3:] == ([("源头减碳", "绿色农机")] * 2 if last else [("源头减碳", None)] * 2)
    if last:
        assert classes[:3] == [*[("过程降碳", "钢铁行业")] * 2, ("源头减碳", "地热供暖")]


@pytest.mark.parametrize(
    ("note", "region"),
    [("注：所在地为空的，与上一项目相同。", "苏州市"), ("注：所在地为空的，尚未确定。", None)],
)
def test_a_note_that_an_empty_cell_is_as_the_one_above(note: str, region: str | None) -> None:
    text = (
        "某省示范项目清单\n\n| 序号 | 项目名称 | 所在地 | 建设单位 |\n|---|---|---|---|\n"
        "| 1 | 北梁储能项目 | 苏州市 | 北梁能源有限公司 |\n| 2 | 南山储能项目 | | 南山能源有限公司 |\n"
        "| 3 | 云岭储能项目 | 南通市 | 云岭能源有限公司 |\n| 4 | 星河储能项目 | 徐州市 | 星河能源有限公司 |\n"
        f"\n{note}\n"
    )
    assert [where for _, where, _ in facts(listed(text))] == ["苏州市", region, "南通市", "徐州市"]


def test_a_row_with_all_cells_but_its_number_is_the_rest_of_one_broken_by_the_page(tmp_path: Path) -> None:
    first = [
        HEAD,
        ("1", "江苏省", "北梁废水回用试点项目", "北梁水务有限公司"),
        ("2", "新疆生产", "南山母液水深", "南山天河氯碱化"),
    ]
    second = [
        HEAD,
        ("", "建设兵团", "度回用试点项目", "工有限公司"),
        ("3", "青海省", "云岭老卤提取试点项目", "云岭盐业有限公司"),
    ]
    found = read_back(tmp_path / "list.pdf", ruled([(first, frozenset()), (second, frozenset())]))
    assert facts(found)[1] == (
        "南山母液水深度回用试点项目",
        "新疆生产建设兵团",
        ("南山天河氯碱化工有限公司",),
    )
    assert len(found) == 3


def test_lines_that_the_rules_of_print_break_early_go_on(tmp_path: Path) -> None:
    """No line begins with a comma, no word in Latin letters is broken: such lines are not full."""
    whole = [
        "建设风电150兆瓦/光伏100兆瓦，/储能60兆瓦/，接入用电负荷/80兆瓦，送出线/路23公里。",
        "建设风电200兆/瓦、储能40兆/瓦，升压站1座/，线路23公里，/平台1个。",
        "聚合机井2100/眼，负荷18兆/瓦，建设平台，/形成错峰机制，/节电300度。",
    ]
    names, xs = ("北梁一体化项目", "南山一体化项目", "云岭一体化项目"), (60, 100, 230, 350)
    rows = [[(0.0, f"{at}|{text}") for at, text in enumerate(("序号", "项目名称", "建设单位", "建设内容"))]]
    for number, (name, what) in enumerate(zip(names, whole, strict=True), 1):
        cells = [(0.0, f"0|{number}"), (0.0, f"1|{name}"), (0.0, f"2|{name[:2]}能源有限公司")]
        rows.append([*cells, *((float(at), f"3|{line}") for at, line in enumerate(what.split("/")))])
    found = read_back(tmp_path / "list.pdf", drawn(rows, xs=xs))
    assert [record.description for record in found] == [what.replace("/", "") for what in whole]


def test_a_class_of_parks_is_no_place() -> None:
    text = f"某省零碳园区项目清单\n\n（一）新建园区\n{table('北梁园区')}（二）改造园区\n{table('南山园区')}"
    assert said(listed(text)) == [
        ("北梁园区项目", "新建园区", None, None),
        ("南山园区项目", "改造园区", None, None),
    ]


SET_OFF = [
    ("序号 项目名称 实施单位", "{at} {name}项目 {name}有限公司"),
    ("序号\t项目名称\t实施单位", "{at}\t{name}项目\t{name}有限公司"),
    ("序号    项目名称    实施单位", "{at}    {name}项目    {name}有限公司"),
    ("序号\n项目名称\n实施单位", "{at}\n{name}项目\n{name}有限公司"),
    ("序号 实施单位 项目名称", "{at} {name}有限公司 {name}项目"),
    ("项目名称 实施单位", "{name}项目 {name}有限公司"),
]


@pytest.mark.parametrize(("head", "row"), SET_OFF)
@pytest.mark.parametrize("classes", [("电子信息", "装备制造"), ("华东", "华北")])
def test_headings_that_only_stand_between_whole_rows(head: str, row: str, classes: tuple[str, str]) -> None:
    names = ["甲湖轴承维护", "丙江船厂孪生", "丁港堆场装卸", "戊原钢管质检"]
    rows = [row.format(at=at, name=name) for at, name in enumerate(names, 1)]
    lines = ["附件", "2031年试点项目名单", head, classes[0], *rows[:2], classes[1], *rows[2:]]
    found = listed("\n".join(lines))
    assert [(one.name, one.implementers) for one in found] == [
        (f"{name}项目", (f"{name}有限公司",)) for name in names
    ]
    told = [one.region or one.direction for one in found]
    assert told == [classes[0], classes[0], classes[1], classes[1]]


def test_the_rest_of_a_name_between_rows_is_no_heading() -> None:
    lines = [
        "1 甲湖轴承维护 甲湖轴承有限公司",
        "平台",
        "2 丙江船厂孪生 丙江造船有限公司",
        "工厂",
        "3 丁港装卸 丁港有限公司",
    ]
    found = listed("\n".join(["2031年示范项目名单", "序号 项目名称 实施单位", *lines]))
    assert [one.name for one in found] == ["甲湖轴承维护平台", "丙江船厂孪生工厂", "丁港装卸"]
