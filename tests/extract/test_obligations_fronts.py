"""What stands in front of prose in one line with it: numbers, headings, whom a text is sent to."""

from __future__ import annotations

import pytest

from extract.pipeline import extract_text
from extract.readers.plain import read_markdown
from extract.records import Obligation
from extract.text import Text


def told(chars: str) -> list[tuple[tuple[str, ...], str]]:
    records = extract_text(Text("a.txt", "0" * 64, chars)).records
    return [(one.bearer, one.quote) for one in records if isinstance(one, Obligation)]


@pytest.mark.parametrize(
    ("party", "rest"),
    [
        ("第三方机构", "不得转包检测业务。"),
        ("第一责任人", "应当每月检查一次。"),
        ("第二类渔业企业", "可以延期申报。"),
        ("第五条规定的企业", "应当登记。"),
        ("第五条、第六条规定的企业", "应当登记。"),
        ("第二款规定的企业", "不得转让。"),
    ],
)
def test_an_ordinal_behind_the_number_of_an_article_is_no_part_of_it(party: str, rest: str) -> None:
    found = told(f"检测规定\n第八条 企业应当登记。\n第九条　{party}{rest}\n")
    assert found[-1] == ((party,), f"{party}{rest}")


_LINE = (
    "某某县人民政府办公室关于加强渔港管理的意见 某府办〔2031〕5号 各乡镇人民政府： "
    "为加强渔港管理，保障群众生命财产安全，渔港应当于2031年6月底前完成检查，请认真组织实施。"
)


def test_headings_and_addressees_in_one_line_with_the_text_belong_to_no_statement() -> None:
    found = told(
        f"{_LINE} 一、明确责任 县水利局应当每季度检查一次。（二）资金保障　县财政局应当公示名单。"
        " 三、总体要求 有关单位要加强领导。"
    )
    assert found == [
        ((), "渔港应当于2031年6月底前完成检查，请认真组织实施。"),
        (("县水利局",), "县水利局应当每季度检查一次。"),
        (("县财政局",), "县财政局应当公示名单。"),
        (("有关单位",), "有关单位要加强领导。"),
    ]


def test_a_space_at_the_head_of_a_line_is_that_of_a_heading_where_somebody_is_named_behind_it() -> None:
    found = told("渔港规定\n一、 加强领导 县渔业局应当登记。\n二、加强管理 各镇人民政府应当登记。\n")
    assert [bearer for bearer, _ in found] == [("县渔业局",), ("各镇人民政府",)]


def test_a_blank_inside_prose_makes_no_heading() -> None:
    found = told(
        "渔港规定\n一、水库管理单 位应当登记。\n二、县渔业局　应当登记。\n"
        "三、大型水产养殖 经营单位应当登记。\n"
    )
    assert [bearer for bearer, _ in found] == [("水库管理单位",), ("县渔业局",), ("大型水产养殖经营单位",)]


def test_a_day_behind_the_number_of_a_point_is_no_part_of_it() -> None:
    found = told("某某县渔港方案\n\n2031年3月4日\n\n1. 5月20日前，各行政村组建抢险队伍。\n2. 完成检查。\n")
    assert found == [(("各行政村",), "5月20日前，各行政村组建抢险队伍。")]


def test_each_cell_of_a_row_in_one_line_is_prose_of_its_own() -> None:
    table = """# 某某县渔港工作方案

| 序号 | 任务 | 单位 | 期限 |
|---|---|---|---|
| 3 | 渔船船长接到预警后，应在30分钟内回港。 | 县渔业局 | 汛期 |
| 4 | 避风港应24小时开放，县渔业局不得收费。 | 县渔业局 | 汛期 |
"""
    content = read_markdown(table.encode(), "a.md")
    records = extract_text(Text("a.md", "0" * 64, content.chars, tables=content.tables)).records
    found = [(one.bearer, one.quote) for one in records if isinstance(one, Obligation)]
    assert found[0] == (("渔船船长",), "渔船船长接到预警后，应在30分钟内回港。")
    assert [quote for _, quote in found[1:]] == ["避风港应24小时开放，", "县渔业局不得收费。"]


_SENT = (
    "某某县人民政府关于印发{title}的通知\n某府〔2031〕5号\n各镇：\n现印发给你们。\n"
    "某某县人民政府\n2031年3月4日\n\n{title}\n"
)


def test_days_without_a_year_are_of_the_phase_that_is_told_above_them() -> None:
    found = due(
        _SENT.format(title="某某县渔港建设方案")
        + "（一）动员阶段（2031年3月至4月）。各镇于4月20日前制定方案。\n"
        "（二）评估阶段（2033年11月至12月）。县渔业局于12月15日前形成报告。\n"
        "（三）总结阶段（2034年11月至12月）\n县渔业局于12月25日前形成总结。\n"
        "（四）其他事项。县渔业局于10月15日前公示名单。\n"
    )
    assert found == ["2031-04-20", "2033-12-15", "2034-12-25", "2031-10-15"]


def test_days_of_a_list_of_tasks_are_of_the_year_of_the_notice_in_front() -> None:
    text = _SENT.format(title="某某县防汛重点任务清单")
    assert due(f"{text}一、各镇于4月30日前完成检查。\n") == ["2031-04-30"]


def due(chars: str) -> list[str | None]:
    records = extract_text(Text("a.txt", "0" * 64, chars)).records
    return [one.deadline.iso for one in records if isinstance(one, Obligation) and one.deadline]
