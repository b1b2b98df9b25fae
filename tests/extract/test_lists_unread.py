"""Lists that a title announces and that are not read are told. All names are invented."""

from __future__ import annotations

import pytest
from test_lists_forms import read_all

from extract.pipeline import extract_text
from extract.quality.coverage import gaps
from extract.text import Text

ROWS = "1　云岭储能　甲能源有限公司\n2　北梁制氢　乙能源有限公司\n"


def unread(chars: str) -> list[str]:
    """Why rows of `chars` were not read, as `coverage` tells it."""
    found = extract_text(Text("list.txt", "0" * 64, chars))
    told = [gap.reason for gap in gaps(found) if gap.kind == "cell"]
    assert len(told) == sum(one.code == "unread-list" for one in found.findings)
    return told


@pytest.mark.parametrize(
    "chars",
    [
        f"示范项目名单\n{ROWS}",
        f"关于公布首批试点项目名单的通知\n各有关单位：\n现予以公布。\n{ROWS}",
        f"专家名单\n1　某某　甲大学\n\n储能项目公示\n{ROWS}",
        "示范项目清单\n一、甲省\n1. 云岭储能　　甲公司\n二、乙省\n1. 北梁制氢　　乙公司\n",
        "重大项目清单\n云岭储能项目（第一期，已批）\n北梁制氢项目（一号机，在建）\n东川风电项目（续建，待批）\n",
        "重大项目清单\n1\n云岭\n甲公司\n2\n北梁\n乙公司\n",
        "重大项目清单\n\n| 云岭储能 |\n|---|\n| 北梁制氢 |\n| 东川风电 |\n",
        "现将入选项目公布如下：\n1.云岭湿地恢复工程。甲站种草。\n2.北梁林地修复项目。乙场育苗。\n",
    ],
    ids=[
        "cells",
        "title of a document",
        "behind another list",
        "by provinces",
        "no numbers",
        "a cell a line",
        "one column",
        "a sentence, and more of them",
    ],
)
def test_a_list_that_is_not_read_is_told(chars: str) -> None:
    (reason,) = unread(chars)
    assert "were not read as projects" in reason


def test_rows_behind_those_that_are_read_are_told() -> None:
    table = "| 序号 | 项目名称 | 实施单位 |\n|---|---|---|\n| 1 | 云岭储能项目 | 甲公司 |\n"
    later = "2　北梁制氢　乙公司\n3　东川风电　丙公司\n"
    assert unread(f"示范项目清单\n\n{table}") == []
    (reason,) = unread(f"示范项目清单\n\n{table}\n{later}")
    assert reason.startswith("2 items")


NAMES = ["云岭储能项目", "北梁制氢示范工程", "东川风电基地", "南泽光热项目"]
BODIES = [f"第{at}能源有限公司" for at in "一二三四"]


@pytest.mark.parametrize(
    "chars",
    [
        "任务表\n" + "\n".join([*NAMES, *BODIES]),
        "".join(f"{name}\n另有说明\n{body}\n甲县\n" for name, body in zip(NAMES, BODIES, strict=True)),
    ],
    ids=["a column after another", "no title"],
)
def test_lines_in_a_row_that_name_bodies_and_what_is_built_are_told(chars: str) -> None:
    (reason,) = unread(chars)
    assert "were not read as projects" in reason


@pytest.mark.parametrize(
    "chars",
    [
        "".join(f"第{at}条　甲有限公司应当组织实施云岭储能项目。\n" for at in "一二三四"),
        "".join(
            f"{at}.支持{body}建设{name}。\n"
            for at, (name, body) in enumerate(zip(NAMES, BODIES, strict=True), 1)
        ),
        "关于项目的通知\n甲有限公司、乙大学：\n云岭储能项目收悉。\n联系单位：丙有限公司\n",
        "优秀论文清单\n" + "".join(f"{name}，{body}\n" for name, body in zip(NAMES, BODIES, strict=True)),
    ],
    ids=["statute", "duties", "notice", "papers"],
)
def test_bodies_and_projects_of_other_texts_are_no_unread_list(chars: str) -> None:
    assert unread(chars) == []


@pytest.mark.parametrize(
    "chars",
    [
        f"专家名单\n{ROWS}",
        "关于公布示范项目名单的通知\n1.各单位要加强管理。\n2.项目要按期建成。\n",
        "示范项目汇总表\n序号 项目名称 申报单位\n1\n2\n3\n填表人：\n",
        "关于公布示范项目名单的通知\n附件：\n1.示范项目名单\n2.试点项目清单\n",
        f"示范项目清单\n标准名称 标准编号\n{ROWS}",
        f"关于加强项目管理的通知\n{ROWS}",
        "示范项目清单\n\n| 项目名称 |\n|---|\n| 建设单位 |\n| 建设地点 |\n| 投资 |\n",
        "现将试点要求公布如下：\n1.完善示范工程。各单位要管好。\n2.加强试点项目。各地要督促。\n",
        "示范项目清单\n| 序号 | 项目名称 | 实施单位 |\n|---|---|---|\n| 1 | 云岭储能项目 | 甲公司 |\n",
    ],
    ids=["experts", "sentences", "blank", "annexes", "standards", "no list", "form", "tasks", "read"],
)
def test_what_is_no_unread_list(chars: str) -> None:
    assert unread(chars) == []


HEADS = "序号,项目名称,建设单位,所在地"
CELLS = ["1,东川示范项目,东川能源有限公司,大同市", "2,西岭示范项目,西岭能源有限公司,长治市"]


@pytest.mark.parametrize(
    ("head", "cells", "told"),
    [
        (",体量", ["光伏200MW，储能40MWh", "光伏100MW"], "2 cells of a list under the head '体量'"),
        ("", ["配套光伏20MW，线路3公里", ""], "1 cell of a list under no head"),
        (
            ",亮点",
            ["首次把储能电站与制氢站放在一处并由一套系统统一调度", "无"],
            "1 cell of a list under the head '亮点'",
        ),
        (",备注", ["光伏200MW，储能40MWh", "光伏100MW"], None),
        (",牵头处室", ["新能源处", "油气处"], None),
        (",投产时限", ["2031年底", "2032年底"], None),
        (",监理方", ["东川工程项目监理咨询股份有限公司", "西岭监理有限公司"], None),
    ],
)
def test_cells_that_no_record_has_room_for_are_told(head: str, cells: list[str], told: str | None) -> None:
    rows = [f"{row},{cell}".rstrip(",") for row, cell in zip(CELLS, cells, strict=True)]
    text = "\n".join("|" + row.replace(",", "|") + "|" for row in [HEADS + head, *rows])
    records, findings = read_all(f"某省示范项目清单\n\n{text}\n")
    assert len(records) == len(CELLS)
    assert [one.message.split(" fit ")[0] for one in findings] == ([told] if told else [])
