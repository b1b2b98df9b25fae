"""Deadlines as ISO 8601, with the year from the context."""

from __future__ import annotations

from datetime import date

import pytest

from extract.duties.deadlines import Due, Years, find, starts


def one(text: str, years: Years | None = None) -> Due:
    (due,) = find(text, 0, len(text), years or Years(date(2031, 1, 10)))
    return due


@pytest.mark.parametrize(
    ("text", "iso", "kind"),
    [
        ("2032年6月30日前报送", "2032-06-30", "date"),
        ("不迟于2032年6月30日报送", "2032-06-30", "date"),
        ("9月底前完成", "2031-09-30", "date"),
        ("2031年2月30日前报送", None, "date"),
        ("4月31日前完成", None, "date"),
        ("2月29日前完成", None, "date"),
        ("2032年2月29日前完成", "2032-02-29", "date"),
        ("每年2月30日前报送", None, "recurring"),
        ("每年2月29日前报送", "--02-29", "recurring"),
        ("2032年2月底前完成", "2032-02-29", "date"),
        ("3月上旬前完成", "2031-03-10", "date"),
        ("今年年底前完成", "2031-12-31", "date"),
        ("明年6月底前完成", "2032-06-30", "date"),
        ("2031年内完成", "2031-12-31", "date"),
        ("2032年上半年内完成", "2032-06-30", "date"),
        ("申报截止时间为2031年5月30日", "2031-05-30", "date"),
        ("企业应在试生产前备案", None, "date"),
        ("在项目实施中期，开展评估", None, "date"),
        ("每年8月底前报送", "--08-31", "recurring"),
        ("每年12月15日前报送", "--12-15", "recurring"),
        ("每年一季度制定计划", "--03-31", "recurring"),
        ("每月5日前报送", "---05", "recurring"),
        ("每季度首月10日前报送", "---10", "recurring"),
        ("每季度最后一个月20日前报送", "---20", "recurring"),
        ("每半年结束后次月15日前报送", "---15", "recurring"),
        ("每季度结束后20日内报送", "P20D", "recurring"),
        ("每年至少一次", "P1Y", "recurring"),
        ("在每季度末报送", "P3M", "recurring"),
        ("于每学期末公布", "P6M", "recurring"),
        ("于每月底报送", "---31", "recurring"),
        ("在每年年底前完成", "--12-31", "recurring"),
        ("于每季度末后10日内报送", "P10D", "recurring"),
        ("于每年供暖期开始前30日完成", "P30D", "recurring"),
        ("在每学期开学前一周完成", "P1W", "recurring"),
        ("每年休渔期结束后15日内公布", "P15D", "recurring"),
        ("自每周终了之日起五日内申报", "P5D", "recurring"),
        ("每两年评估", "P2Y", "recurring"),
        ("按季度汇总", "P3M", "recurring"),
        ("每半年核对", "P6M", "recurring"),
        ("自受理之日起十个工作日内答复", "P10D", "duration"),
        ("在收到材料后3个月内完成", "P3M", "duration"),
        ("提前六十日提交", "P60D", "duration"),
        ("应于期限届满前6个月提出", "P6M", "duration"),
        ("24小时内上报", "PT24H", "duration"),
        ("保存期限不少于2年", "P2Y", "duration"),
        ("2032年6月30日17:00前报送", "2032-06-30", "date"),
        ("2032年6月30日下班前报送", "2032-06-30", "date"),
        ("在2032年4月20日至5月10日提交", "2032-05-10", "date"),
        ("要在年内完成", "2031-12-31", "date"),
        ("次月10日前报送", "---10", "recurring"),
        ("半年内提出", "P6M", "duration"),
        ("开工前15日内报告", "P15D", "duration"),
        ("停运前至少48小时通知", "PT48H", "duration"),
        ("保存记录至少三年", "P3Y", "duration"),
        ("公示5个工作日", "P5D", "duration"),
        ("于二〇三二年六月三十日前签订", "2032-06-30", "date"),
        ("十二月底前报送", "2031-12-31", "date"),
        ("每年三月三十一日前填报", "--03-31", "recurring"),
        ("使用期限最迟不得超过2032年9月30日", "2032-09-30", "date"),
        ("经批准可延长至2032年1月31日", "2032-01-31", "date"),
        ("每30分钟采集一次", "PT30M", "recurring"),
        ("每6小时监测一次", "PT6H", "recurring"),
        ("每小时记录一次", "PT1H", "recurring"),
        ("每半月调度一次", "P15D", "recurring"),
        ("每月前5个工作日内填报", "P5D", "recurring"),
        ("不得连续作业超过1小时", "PT1H", "duration"),
    ],
)
def test_deadline(text: str, iso: str | None, kind: str) -> None:
    due = one(text)
    assert (due.deadline.iso, due.deadline.kind) == (iso, kind)


@pytest.mark.parametrize(
    "text",
    [
        "及时、立即、定期、尽快报送",
        "按期限期整改",
        "2031年内蒙古自治区完成普查",
        "截至2031年6月30日前五批",
        "目前，前期工作当前完成",
        "近五年内未受处罚",
        "本办法自2031年6月1日起施行",
        "30万元以内的合同",
        "每小时处理20吨",
        "每小时不超过60公里",
    ],
)
def test_what_is_no_deadline(text: str) -> None:
    assert find(text, 0, len(text), Years(date(2031, 1, 10))) == []


def test_a_period_says_from_when_and_before_what() -> None:
    after = one("应自变更之日起三十日内申请").deadline
    assert (after.anchor, after.direction) == ("变更", None)
    before = one("应于项目期满前6个月申请").deadline
    assert (before.anchor, before.direction) == ("项目期满", "before")


def test_the_year_is_that_said_last_else_that_of_the_document() -> None:
    years = Years(date(2031, 11, 20))
    assert one("12月31日前报送", years).deadline.iso == "2031-12-31"
    assert one("3月31日前报送", years).deadline.iso == "2032-03-31"
    assert one("2033年1月31日前报送", years).deadline.iso == "2033-01-31"
    assert one("4月30日前报送", years).deadline.iso == "2033-04-30"


def test_without_any_year_the_day_is_not_known() -> None:
    assert one("6月30日前报送", Years()).deadline.iso is None


def test_a_year_as_a_limit_may_be_read_in_two_ways() -> None:
    deadline = one("2035年前建成").deadline
    assert (deadline.iso, deadline.iso_alt) == ("2034-12-31", "2035-12-31")


def test_from_when_a_recurring_duty_runs() -> None:
    text = "自2032年1月起，每月报送"
    assert starts(text, 0, len(text)) == "2032-01"


def test_the_day_to_which_a_term_may_be_extended_lends_its_year_to_none() -> None:
    years = Years(date(2031, 1, 10))
    one("可延长至2032年1月31日", years)
    assert one("11月底前完成", years).deadline.iso == "2031-11-30"


def test_the_year_of_another_paragraph_holds_where_that_of_the_document_has_no_such_day_any_more() -> None:
    years = Years(date(2031, 4, 10))
    one("2032年3月底前完成", years)
    assert one("9月底前完成", years).deadline.iso == "2032-09-30"
    years.near = False
    assert one("9月底前完成", years).deadline.iso == "2031-09-30"
    assert one("2月底前完成", years).deadline.iso == "2032-02-29"


def test_a_year_of_another_paragraph_that_is_over_lends_no_day_before_the_document() -> None:
    years = Years(date(2031, 5, 6))
    one("2029年12月底前完成", years)
    years.near = False
    assert one("3月底前报送", years).deadline.iso == "2032-03-31"


def test_a_time_around_what_comes_in_each_period_says_of_what_and_on_which_side() -> None:
    deadline = one("应当于每年供暖期开始前30日完成").deadline
    assert (deadline.recurrence, deadline.anchor, deadline.direction) == ("P1Y", "供暖期开始", "before")
    deadline = one("应当在每学期开学后两周内完成").deadline
    assert (deadline.recurrence, deadline.anchor, deadline.direction) == ("P6M", "开学", None)


@pytest.mark.parametrize("text", ["在每季度末报送", "于每月底报送", "在每年年底前完成", "每周末检查"])
def test_the_end_of_a_period_is_part_of_a_deadline(text: str) -> None:
    due = one(text)
    assert text[due.end :] in ("报送", "完成", "检查")
