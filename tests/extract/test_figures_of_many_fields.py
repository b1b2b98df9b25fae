"""Targets and indicators of fields that differ: tasks with times, quality of work, where a value holds."""

from __future__ import annotations

import pytest

from extract.pipeline import extract_text
from extract.readers.plain import read_markdown
from extract.records import Indicator, Target
from extract.text import Text


def records(body: str, kind: str = "方案") -> list[object]:
    """What a document in Markdown says, a plan of 2031."""
    text = f"# 甲县渔港建设{kind}\n\n甲渔发〔2031〕5号\n\n{body}\n\n甲县渔业局\n\n2031年3月4日\n"
    content = read_markdown(text.encode(), "plan.md")
    return list(extract_text(Text("plan.md", "0" * 64, content.chars, tables=content.tables)).records)


def reached(body: str, kind: str = "方案") -> list[tuple[object, ...]]:
    found = [item for item in records(body, kind) if isinstance(item, Target)]
    return [(item.by, item.subject, item.comparator, item.value, item.unit) for item in found]


def kept(body: str, kind: str = "方案") -> list[tuple[object, ...]]:
    found = [item for item in records(body, kind) if isinstance(item, Indicator)]
    return [
        (item.subject, item.indicator, item.comparator, item.low, item.high, item.unit, item.condition)
        for item in found
    ]


def test_a_table_of_tasks_says_by_when_each_is_done() -> None:
    table = """
| 序号 | 重点任务 | 牵头单位 | 完成时限 |
|---|---|---|---|
| 1 | 新建补网站30个 | 县渔业局 | 2031年12月 |
| 2 | 更新救生艇12艘 | 县财政局 | 2032年6月底前 |
| 3 | 改造冰厂5座 | 县商务局 | 持续推进 |
"""
    assert reached(table) == [
        ("2031-12", "补网站", "=", 30, "个"),
        ("2032-06-30", "救生艇", "=", 12, "艘"),
    ]


def test_rules_of_conduct_may_say_what_is_to_be_reached_by_a_year() -> None:
    text = "第九条　到2034年，全县上线渔情产品不少于150个，带动产业规模突破3亿元。每船不少于3人。"
    assert reached(text, "办法") == [
        ("2034", "全县上线渔情产品", ">=", 150, "个"),
        ("2034", "产业规模", ">=", 3, "亿元"),
    ]
    assert reached("第九条　渔港经营人应当配备救生艇不少于2艘。", "办法") == []


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("新增行业标准制定周期不超过12个月", "新增行业标准制定周期"),
        ("新增补网站40个", "补网站"),
        ("开展渔民培训不少于900人次", "渔民培训"),
        ("每千艘渔船重伤事故发生数降至1.5起以下", "每千艘渔船重伤事故发生数"),
        ("每千名渔民拥有救护员5人", "每千名渔民拥有救护员"),
    ],
)
def test_what_is_to_be_reached(text: str, subject: str) -> None:
    assert [item[1] for item in reached(f"到2034年，{text}。")] == [subject]


def test_what_was_reached_before_the_document_is_no_target() -> None:
    text = "## 一、主要目标\n\n到2034年，补网站达到40个。2030年，全县渔船为600艘，渔船完好率为91.3%。"
    assert reached(text) == [("2034", "补网站", ">=", 40, "个")]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        (
            "配水管网末梢的自由水头不低于0.15兆帕。",
            ("配水管网末梢", "自由水头", ">=", 0.15, None, "兆帕", None),
        ),
        ("清水池有效容积为日用水量的15%至25%。", ("清水池", "有效容积", "range", 15, 25, "%日用水量", None)),
        ("样本单位应答率应不低于90%。", ("样本单位", "应答率", ">=", 90, None, "%", None)),
        ("入库审核准确率不低于97%。", (None, "入库审核准确率", ">=", 97, None, "%", None)),
        ("冷处理持续时间不少于15天。", (None, "冷处理持续时间", ">=", 15, None, "天", None)),
        (
            "岸电接口从申请到送电的时间不超过20分钟。",
            ("岸电接口", "从申请到送电的时间", "<=", None, 20, "分钟", None),
        ),
        (
            "新建机房蓄电池在40%负载时的效率应达到95%。",
            ("新建机房蓄电池", "效率", ">=", 95, None, "%", "在40%负载时"),
        ),
        ("新建宿舍人均使用面积不低于6平方米。", ("新建宿舍", "人均使用面积", ">=", 6, None, "平方米", None)),
        ("口岸单位要将平均通关时间控制在2小时以内。", (None, "平均通关时间", "<=", None, 2, "小时", None)),
        (
            "吊桥拉索在额定荷载作用下的伸长率不大于0.4%。",
            ("吊桥拉索", "伸长率", "<=", None, 0.4, "%", "在额定荷载作用下"),
        ),
        ("原木熏蒸持续时间不少于20小时。", ("原木", "熏蒸持续时间", ">=", 20, None, "小时", None)),
        ("速冻柜温度不得高于零下20℃。", ("速冻柜", "温度", "<=", None, -20, "℃", None)),
        ("每批鱼样应当留样150克以上。", ("每批鱼样", "留样", ">=", 150, None, "克", None)),
        (
            "救护车接到指令后的出车时间不超过4分钟。",
            ("救护车", "出车时间", "<=", None, 4, "分钟", "接到指令后"),
        ),
    ],
)
def test_what_is_to_be_kept(text: str, indicator: tuple[object, ...]) -> None:
    assert kept(text) == [indicator]


def test_how_often_something_is_done_is_no_indicator() -> None:
    assert kept("每个鱼市每次抽检应不少于20批次。") == []


def test_a_column_of_conditions() -> None:
    table = """
| 对象 | 指标 | 要求 | 条件 |
|---|---|---|---|
| 冷水机组 | 性能系数 | ≥6.5 | 水冷型 |
| 蓄电池组 | 后备时间 | ≥20分钟 | — |
"""
    assert kept(table) == [
        ("冷水机组", "性能系数", ">=", 6.5, None, None, "水冷型"),
        ("蓄电池组", "后备时间", ">=", 20, None, "分钟", None),
    ]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2033年外购绿电超过40亿千瓦时", ("2033", "外购绿电", ">=", 40, "亿千瓦时")),
        ("2032年底加油船达到40艘", ("2032-12-31", "加油船", ">=", 40, "艘")),
        ("2033年渔业产值突破40亿元", ("2033", "渔业产值", ">=", 40, "亿元")),
    ],
)
def test_another_year_among_goals_is_that_of_what_follows(text: str, last: tuple[object, ...]) -> None:
    found = reached(f"到2035年，力争渔港泊位达到300个，其中避风泊位20个；{text}。")
    assert found == [
        ("2035", "渔港泊位", ">=", 300, "个"),
        ("2035", "避风泊位", "=", 20, "个"),
        last,
    ]


def test_what_was_built_in_another_year_is_no_other_goal() -> None:
    found = reached("到2035年，渔港泊位达到300个；2033年建成的泊位达到20个。")
    assert [by for by, *_ in found] == ["2035", "2035"]


def test_kilovolts_by_which_a_voltage_may_differ_are_a_range() -> None:
    assert [one[3:6] for one in kept("电压偏差应在±5千伏以内。")] == [(None, 5, "千伏")]


@pytest.mark.parametrize(
    "text",
    [
        "新建±800千伏换流站应当配置调相机。",
        "工程新建±500kV换流站2座，新建直流线路约412公里。",
        "送端换流站额定电压±800kV，受端±500kV。",
        "±2℃恒温箱应当每月校准。",
    ],
)
def test_a_class_behind_plus_minus_is_no_tolerance(text: str) -> None:
    assert kept(text) == []


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        (
            "储能电站应当配置电池管理系统，储能时长不低于2小时，转换时间不应超过200毫秒。",
            ["储能电站", "储能电站"],
        ),
        ("加氢站应当设置储罐，加氢压力不应超过70兆帕。", ["加氢站"]),
        ("养殖场应当建设事故应急池，容积不应小于50立方米。", ["事故应急池"]),
        ("渔船应当安装监控设备，定位误差不应大于10米。", ["监控设备"]),
    ],
)
def test_a_measure_that_is_called_as_what_sets_a_thing_up_is_of_the_former(
    text: str, subjects: list[str]
) -> None:
    assert [subject for subject, *_ in kept(text)] == subjects


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("储能系统应配置消防系统，储能系统循环效率不低于85%。", ["储能系统"]),
        ("冷库应当安装温度记录仪，库温不高于零下18℃，记录间隔不超过10分钟。", ["冷库", "温度记录仪"]),
        ("机组应当安装脱硝装置，脱硝效率不低于85%。", ["脱硝装置"]),
        ("加氢站应当设置围栏，高度不低于1.8米。", ["围栏"]),
        ("备用电源应当配置储油罐，满负荷连续运行时间不少于12小时。", ["备用电源"]),
    ],
)
def test_whose_measure_it_is_where_something_is_to_be_set_up(text: str, subjects: list[str]) -> None:
    assert [indicator[0] for indicator in kept(text)] == subjects


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        (
            "冷藏电站额定功率下持续放电时间不少于4小时。",
            ("冷藏电站", "持续放电时间", ">=", 4, None, "小时", "额定功率下"),
        ),
        (
            "船用变压器负载率30%时效率不低于95%。",
            ("船用变压器", "效率", ">=", 95, None, "%", "负载率30%时"),
        ),
        ("储油罐单罐容积不宜大于5立方米。", ("储油罐", "单罐容积", "<=", None, 5, "立方米", None)),
        (
            "35兆帕加油机加注速率应在0.5至3.6千克/分钟之间。",
            ("35兆帕加油机", "加注速率", "range", 0.5, 3.6, "千克/分钟", None),
        ),
        ("新建泵站装置效率不低于70%。", ("新建泵站", "装置效率", ">=", 70, None, "%", None)),
        ("水闸闸门启闭时间不超过15分钟。", ("水闸闸门", "启闭时间", "<=", None, 15, "分钟", None)),
    ],
)
def test_states_and_measures_of_what_runs(text: str, indicator: tuple[object, ...]) -> None:
    assert kept(text) == [indicator]


def test_what_new_things_have_to_keep_is_no_target_of_a_plan_for_one_year() -> None:
    body = "新建泵站装置效率不低于70%。\n\n全年新建小区供水普及率不低于95%。"
    text = f"# 甲县2031年渔港建设要点\n\n甲渔发〔2031〕5号\n\n{body}\n\n甲县渔业局\n\n2031年3月4日\n"
    content = read_markdown(text.encode(), "plan.md")
    found = extract_text(Text("plan.md", "0" * 64, content.chars, tables=content.tables)).records
    assert [item.value for item in found if isinstance(item, Target)] == [95]


def test_a_deviation_of_kilovolts_is_one() -> None:
    assert kept("传感器最大允许误差为±0.3千伏。") == [
        ("传感器", "最大允许误差", "range", -0.3, 0.3, "千伏", None)
    ]
