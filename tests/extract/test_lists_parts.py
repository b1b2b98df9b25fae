"""Lists in parts: headings with sums between rows, a head that holds for the tables below it. All names are
invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from test_lists_forms import listed as listed_in
from test_lists_wild import PRINTED, facts, printed

from extract.pipeline import extract_file
from extract.records import Project


def listed(path: Path, table: str) -> list[tuple[str | None, str, str | None, tuple[str, ...]]]:
    source = path / "list.html"
    title = "<h2>2031年某省重点项目清单</h2>"
    source.write_text(f"<html><body>{title}{table}</body></html>", encoding="utf-8")
    records = [record for record in extract_file(source).records if isinstance(record, Project)]
    return [(record.number, record.name, record.region, record.implementers) for record in records]


def rows(*lines: str) -> str:
    """The rows of a table in HTML; a cell that begins with ‹3› stands over three columns."""
    html = ""
    for line in lines:
        cells = line.split("|")
        html += "<tr>"
        for cell in cells:
            over, text = (cell[1], cell[3:]) if cell.startswith("‹") else ("1", cell)
            html += f'<td colspan="{over}">{text}</td>'
        html += "</tr>"
    return f"<table>{html}</table>"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("‹3›绵阳市（2个）|9.21|", "‹3›宜宾市（1个）|14.02|"),
        ("‹3›绵阳市|2个|共9.21亿元", "‹3›宜宾市|1个|14.02亿元"),
        ("|绵阳市||9.21|", "|宜宾市||14.02|"),
        ("‹3›一、绵阳市（共2项，总投资9.21亿元）|9.21|", "‹3›二、宜宾市（共1项，总投资14.02亿元）|14.02|"),
        ("‹3›绵阳市 共2个项目|9.21|", "‹3›宜宾市 共1个项目|14.02|"),
    ],
)
@pytest.mark.parametrize("total", ["first", "last"])
def test_a_heading_between_rows_may_bear_their_sums(tmp_path: Path, one: str, other: str, total: str) -> None:
    body = [
        one,
        "1|甲显示有限公司|面板质检改造|2.86|2031",
        "2|乙电子有限公司|雷达装配工厂|6.35|2031—2033",
        other,
        "3|丙智造有限公司|结构件冲压工厂|14.02|2032",
    ]
    body.insert(0 if total == "first" else len(body), "‹3›合计（3个）|23.23|")
    found = listed(tmp_path, rows("序号|建设主体|项目名称|计划投资（亿元）|起止年限", *body))
    assert found == [
        ("1", "面板质检改造", "绵阳市", ("甲显示有限公司",)),
        ("2", "雷达装配工厂", "绵阳市", ("乙电子有限公司",)),
        ("3", "结构件冲压工厂", "宜宾市", ("丙智造有限公司",)),
    ]


@pytest.mark.parametrize("border", PRINTED.values(), ids=PRINTED)
@pytest.mark.parametrize(
    ("one", "other"), [("绵阳市（2个）", "宜宾市（1个）"), ("绵阳市（2个）|9.21", "宜宾市（1个）|14.02")]
)
@pytest.mark.parametrize("total", [[], ["合计（3个）|23.23"], ["合计|24"]])
def test_headings_with_counts_and_sums_in_a_text(border: str, one: str, other: str, total: list[str]) -> None:
    lines = [
        "序号|建设主体|项目名称|计划投资（亿元）|起止年限",
        *total,
        one,
        "1|甲显示有限公司|面板质检改造|2.86|2031",
        "2|乙电子有限公司|雷达装配工厂|6.35|2031—2033",
        other,
        "3|丙智造有限公司|结构件冲压工厂|14.02|2032",
        *total,
    ]
    assert facts(listed_in(printed("2031年某省重点项目清单", lines, border))) == [
        ("面板质检改造", "绵阳市", ("甲显示有限公司",)),
        ("雷达装配工厂", "绵阳市", ("乙电子有限公司",)),
        ("结构件冲压工厂", "宜宾市", ("丙智造有限公司",)),
    ]


@pytest.mark.parametrize("sums", ["‹3›绵阳市小计|9.21|", "‹3›小计（2个）|9.21|", "|小计||9.21|"])
def test_a_sum_below_rows_is_no_heading_of_the_next(tmp_path: Path, sums: str) -> None:
    table = rows(
        "序号|建设主体|项目名称|计划投资（亿元）|起止年限",
        "1|甲显示有限公司|面板质检改造|2.86|2031",
        sums,
        "2|丙智造有限公司|结构件冲压工厂|14.02|2032",
    )
    assert listed(tmp_path, table) == [
        ("1", "面板质检改造", None, ("甲显示有限公司",)),
        ("2", "结构件冲压工厂", None, ("丙智造有限公司",)),
    ]


def test_a_row_without_a_number_is_no_heading(tmp_path: Path) -> None:
    table = rows(
        "项目名称|总投资（亿元）|建设单位",
        "面板质检改造工程|2.86|甲显示有限公司",
        "雷达装配工厂工程（二期）|6.35|",
        "结构件冲压工程|14.02|丙智造有限公司",
    )
    names = [name for _, name, _, _ in listed(tmp_path, table)]
    assert names == ["面板质检改造工程", "雷达装配工厂工程（二期）", "结构件冲压工程"]


HEAD = "序号|所属区|项目|完成时限|项目法人"
FIRST = (
    "1|昌平区|飞灰水洗线|2032年6月|甲飞灰处理有限公司",
    "2|大兴区|沼渣堆肥车间|2031年12月|乙再生有限公司",
)
SECOND = (
    "3|朝阳区|转运站设备更新|2031年11月|丙清运有限公司",
    "4|通州区|填埋场筛分修复|2033年6月|丁修复有限公司",
)


@pytest.mark.parametrize(
    "between",
    ["<p>（二）改造提升</p>", "<p>二、改造类项目（2个）</p>", "<p>二、改造类</p><p>单位：万元</p>"],
)
def test_a_head_holds_for_the_parts_of_its_table(tmp_path: Path, between: str) -> None:
    found = listed(tmp_path, f"<p>（一）新建</p>{rows(HEAD, *FIRST)}{between}{rows(*SECOND)}")
    assert found == [
        ("1", "飞灰水洗线", "昌平区", ("甲飞灰处理有限公司",)),
        ("2", "沼渣堆肥车间", "大兴区", ("乙再生有限公司",)),
        ("3", "转运站设备更新", "朝阳区", ("丙清运有限公司",)),
        ("4", "填埋场筛分修复", "通州区", ("丁修复有限公司",)),
    ]


@pytest.mark.parametrize("border", PRINTED.values(), ids=PRINTED)
def test_a_heading_between_rows_closes_that_above_the_table(border: str) -> None:
    lines = ["一、新建类项目（2个）", HEAD, *FIRST, "二、改造类项目（2个）", *SECOND]
    found = listed_in(printed("2031年某市设施建设清单", lines, border))
    assert [record.direction for record in found] == ["新建类项目"] * 2 + ["改造类项目"] * 2


def test_the_heading_of_a_part_is_the_class_of_its_rows() -> None:
    first, second = (
        "".join("| " + line.replace("|", " | ") + " |\n" for line in lines) for lines in (FIRST, SECOND)
    )
    head = "| " + HEAD.replace("|", " | ") + " |\n" + "|---" * 5 + "|\n"
    found = listed_in(f"2031年某市设施建设清单\n\n{head}{first}\n（二）改造提升\n\n{second}")
    assert [record.direction for record in found] == [None, None, "改造提升", "改造提升"]


@pytest.mark.parametrize(
    ("between", "second"),
    [
        ("<p>（二）改造提升</p>", ("昌平区|张三|处长|负责统筹|100", "大兴区|李四|科长|负责督促|200")),
        ("<p>（二）经费</p>", ("1|3.5|4.5|2031年|合格", "2|1.5|2.5|2032年|合格")),
        ("<p>各区要按月报送下列事项，并对数据负责。</p>", SECOND),
        ("<p>附件2</p><p>部门任务清单</p>", SECOND),
    ],
)
def test_a_head_does_not_hold_for_another_table(
    tmp_path: Path, between: str, second: tuple[str, ...]
) -> None:
    found = listed(tmp_path, f"{rows(HEAD, *FIRST)}{between}{rows(*second)}")
    assert [number for number, *_ in found] == ["1", "2"]


@pytest.mark.parametrize(
    "nobody",
    [
        "（待招标确定）",
        "待定",
        "招标中",
        "另行确定",
        "/",
        "无",
        "TBD",
        "通过公开招标确定",
        "项目公司（待成立）",
        "——",
        "暂未明确",
        "[业主待遴选]",
    ],
)
def test_who_is_still_to_be_found_carries_nothing_out(tmp_path: Path, nobody: str) -> None:
    body = [
        f"{nobody}|甲县地热回灌工程|1|0.9",
        "甲能源有限公司|乙港岸电改造工程|2|3.1",
        "招商局丙港有限公司|丙港储能工程|3|2",
    ]
    found = listed(tmp_path, rows("建设单位|项目名称|序号|投资（亿元）", *body))
    assert [who for *_, who in found] == [(), ("甲能源有限公司",), ("招商局丙港有限公司",)]


@pytest.mark.parametrize(
    ("lead", "others"),
    [
        ("牵头单位", ("合作单位1", "合作单位2")),
        ("第一承担单位", ("第二承担单位", "第三承担单位")),
        ("实施单位（1）", ("实施单位（2）", "实施单位（3）")),
        ("建设单位", ("联合单位一", "联合单位二")),
        ("牵头企业", ("参与方①", "参与方②")),
    ],
)
def test_columns_that_count_bodies_are_joint(tmp_path: Path, lead: str, others: tuple[str, str]) -> None:
    body = [
        "1|甲储能工程|甲有限公司|乙大学|丙有限公司",
        "2|乙制氢工程|丁有限公司||",
        "3|丙供热工程|戊有限公司|/|己有限公司",
    ]
    found = listed(tmp_path, rows(f"序号|项目名称|{lead}|{'|'.join(others)}", *body))
    assert [who for *_, who in found] == [
        ("甲有限公司", "乙大学", "丙有限公司"),
        ("丁有限公司",),
        ("戊有限公司", "己有限公司"),
    ]
