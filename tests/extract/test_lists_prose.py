"""Numbered names with facts behind or below them, under the title of a list. All names are invented."""

from __future__ import annotations

import pytest

from extract.pipeline import extract_text
from extract.records import Project
from extract.text import Text

FACTS = [
    ("10万吨制氢示范项目", "甲能源有限公司、乙大学", "内蒙古自治区鄂尔多斯市"),
    ("云岭储能工程", "丙电力有限公司", "甘肃省酒泉市"),
    ("北梁光热示范项目", "丁科技有限公司", "青海省海西州"),
]
BRACKETS = "{number}.{name}（实施单位：{who}；所在地：{where}）"
BLOCK = "{number}、{name}\n建设单位：{who}\n建设地点：{where}\n建设内容：建设主体工程及配套设施。"
APART = "{number}. {name}　　{who}"


def items(form: str, count: int = 3) -> str:
    """The first `count` projects, each printed in `form`."""
    told = enumerate(FACTS[:count], start=1)
    return "".join(
        form.format(number=at, name=name, who=who, where=at_place) + "\n"
        for at, (name, who, at_place) in told
    )


def listed(chars: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    found = extract_text(Text("list.txt", "0" * 64, chars)).records
    return [(one.name, one.region, one.implementers) for one in found if isinstance(one, Project)]


WANTED = [(name, where, tuple(who.split("、"))) for name, who, where in FACTS]


@pytest.mark.parametrize("form", [BRACKETS, BLOCK], ids=["in brackets", "on lines below"])
@pytest.mark.parametrize("title", ["示范项目清单", "2031年绿色技术推荐项目"])
def test_labelled_facts_of_numbered_projects(form: str, title: str) -> None:
    assert listed(f"{title}\n{items(form)}") == WANTED


def test_a_company_after_a_wide_space() -> None:
    assert listed(f"示范项目清单\n{items(APART)}") == [(name, None, who) for name, _, who in WANTED]


def test_items_under_headings_of_regions() -> None:
    rows = [
        f"{mark}、{where}（1项）\n1. {name}　　{who}\n"
        for mark, (name, who, where) in zip("一二三", FACTS, strict=True)
    ]
    assert listed("示范项目清单\n" + "".join(rows)) == WANTED


@pytest.mark.parametrize("form", [BLOCK, APART])
@pytest.mark.parametrize("title", ["先进企业名单", "关于加强管理的通知"])
def test_no_title_of_projects_no_list(form: str, title: str) -> None:
    assert listed(f"{title}\n{items(form)}") == []


@pytest.mark.parametrize("form", [BLOCK, APART])
def test_two_of_a_form_are_too_few(form: str) -> None:
    assert listed(f"示范项目清单\n{items(form, 2)}") == []


def test_steps_under_a_label_are_no_projects() -> None:
    steps = "1、提交材料\n材料要求：一式两份\n2、组织评审\n评审方式：会议\n3、公布结果\n公布方式：网站\n"
    assert listed(f"示范项目清单\n{steps}") == []
