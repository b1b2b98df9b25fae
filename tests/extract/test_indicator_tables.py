"""Tables of limits: one indicator a value, with its row as evidence."""

from __future__ import annotations

import pytest

from extract.pipeline import extract_text
from extract.readers.plain import read_markdown
from extract.records import Indicator
from extract.text import Text

HEAD = "# 冰库建设技术要求\n\n某建发〔2031〕5号\n\n## 一、要求\n\n"


def kept(table: str) -> list[tuple[object, ...]]:
    """Subject, measure, comparator, bounds, unit and condition of what a table in Markdown says."""
    rows = table.strip().splitlines()
    barred = next(at for at, row in enumerate(rows) if row.startswith("|"))
    bars = rows[barred].count("|") - 1
    text = HEAD + "\n".join([*rows[: barred + 1], "|---" * bars + "|", *rows[barred + 1 :]]) + "\n"
    content = read_markdown(text.encode(), "limits.md")
    found = extract_text(Text("limits.md", "0" * 64, content.chars, tables=content.tables)).records
    return sorted(
        (
            (item.subject, item.indicator, item.comparator, item.low, item.high, item.unit, item.condition)
            for item in found
            if isinstance(item, Indicator)
        ),
        key=str,
    )


def test_classes_by_rows_and_measures_by_columns() -> None:
    table = """
库温应当符合下列规定：

| 库型 | 库温（℃） | 波动（℃） |
| 鲜冰库 | -4～2 | ±1 |
| 速冻库 | ≤-25 | 1±0.5 |
"""
    assert kept(table) == [
        ("速冻库", "库温", "<=", None, -25, "℃", None),
        ("速冻库", "波动", "range", 0.5, 1.5, "℃", None),
        ("鲜冰库", "库温", "range", -4, 2, "℃", None),
        ("鲜冰库", "波动", "range", -1, 1, "℃", None),
    ]


def test_measures_by_rows_with_their_units() -> None:
    table = """
表3 冰水水质限值

| 序号 | 项目 | 单位 | 限值 | 检验方法 |
| 1 | 浊度 | NTU | 2 | 比浊法 |
| 2 | 余氯 | mg/L | ≥0.1 | 比色法 |
| 3 | 嗅和味 | — | 不得检出 | 嗅辨法 |
"""
    assert kept(table) == [
        ("冰水水质", "余氯", ">=", 0.1, None, "mg/L", None),
        ("冰水水质", "浊度", "<=", None, 2, "NTU", None),
    ]


def test_a_head_that_is_no_measure_says_when_a_value_holds() -> None:
    table = """
表4 冰场环境噪声限值（单位：dB（A））

| 冰场 | 昼间 | 夜间 |
| 室外冰场 | 65 | 55 |
"""
    assert kept(table) == [
        ("室外冰场", "环境噪声", "<=", None, 55, "dB（A）", "夜间"),
        ("室外冰场", "环境噪声", "<=", None, 65, "dB（A）", "昼间"),
    ]


def test_a_cell_of_prose_names_its_own_measures() -> None:
    table = """
| 设备名称 | 技术要求 |
| 制冰机 | 性能系数不低于3.2，噪声不大于80dB（A） |
| 冷藏车 | 厢体传热系数不大于0.4 W/(m²·K) |
"""
    assert kept(table) == [
        ("冷藏车", "厢体传热系数", "<=", None, 0.4, "W/(m²·K)", None),
        ("制冰机", "噪声", "<=", None, 80, "dB（A）", None),
        ("制冰机", "性能系数", ">=", 3.2, None, None, None),
    ]


def test_plain_limits_among_bounded_ones_are_no_projects() -> None:
    table = """
表1 制冰废水排放限值

| 序号 | 污染物项目 | 直接排放 | 监控位置 |
| 1 | pH值 | 6～9 | 总排口 |
| 2 | 氨氮（mg/L） | 15 | 总排口 |
| 3 | 总磷（mg/L） | 3 | 总排口 |
"""
    assert kept(table) == [
        ("pH值", "直接排放", "range", 6, 9, None, None),
        ("总磷", "直接排放", "<=", None, 3, "mg/L", None),
        ("氨氮", "直接排放", "<=", None, 15, "mg/L", None),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "评分标准\n\n| 指标 | 分值 | 评分标准 |\n| 能耗 | 20 | ≤50kWh得满分 |",
        "| 项目 | 要求 |\n| 注册资本 | ≥5000万元 |\n| 技术人员 | 不少于20人 |",
        "| 设备 | 数量 | 功率（kW） |\n| 水泵 | 2 | 15 |",
        "| 指标 | 单位 | 2031年目标 |\n| 普及率 | % | ≥90 |",
    ],
)
def test_marks_money_lists_and_goals_are_no_limits(table: str) -> None:
    assert kept(table) == []


def test_a_head_that_says_not_above_makes_ceilings_and_may_end_with_a_unit() -> None:
    table = """表1 渔港污水

| 污染物 | 单位 | 不高于 |
| 悬浮物 | mg/L | 30 |

表2 渔港噪声要求

| 场所 | 限值 dB（A） |
| 机舱 | 85 |
"""
    assert [line[1:6] for line in kept(table)] == [
        ("机舱", "<=", None, 85, "dB（A）"),
        ("悬浮物", "<=", None, 30, "mg/L"),
    ]
