"""Small tables one below the other, each with a head of its own under a heading that says where its rows are,
or that they are of no place. All names are invented.
"""

from __future__ import annotations

from itertools import product

import pytest
from test_lists_forms import listed
from test_lists_layouts import wide
from test_lists_parts import listed as listed_in_html
from test_lists_parts import rows as table
from test_lists_pdf import drawn
from test_lists_pdf import facts as facts_in_pdf
from test_lists_wild import facts

PARTS = {
    "陕西省": [
        ("榆阳煤化工绿氢替代项目", "榆阳北原能化有限公司"),
        ("澄城熔盐储热项目", "澄城南山热力有限公司"),
    ],
    "新疆生产建设兵团": [("五家渠电石炉气利用项目", "五家渠云岭化工有限公司")],
    "中央企业": [
        ("漂浮式风电制氢项目", "星河海洋能源集团有限公司"),
        ("核能供汽改造项目", "北梁核电有限公司"),
    ],
    "绥中县（1个）": [("热泵供暖项目", "绥中株江热力有限公司")],
}
PLACES = {"陕西省": "陕西省", "新疆生产建设兵团": "新疆生产建设兵团", "绥中县（1个）": "绥中县"}
WANTED = [
    (name, PLACES.get(heading), (who,)) for heading, projects in PARTS.items() for name, who in projects
]


def lines(first: str, again: bool, number_last: bool) -> list[tuple[str, ...]]:
    """The headings, heads and rows, numbered `again` below each heading or through."""
    found: list[tuple[str, ...]] = []
    number = 0
    for heading, projects in PARTS.items():
        found += [
            (heading,),
            (*("项目名称", "承担单位"), first) if number_last else (first, "项目名称", "承担单位"),
        ]
        number = 0 if again else number
        for name, who in projects:
            number += 1
            found.append((name, who, str(number)) if number_last else (str(number), name, who))
    return found


AGAIN = pytest.mark.parametrize("again", [False, True], ids=["numbered through", "numbered again"])
LAST = pytest.mark.parametrize("number_last", [False, True], ids=["number first", "number last"])


@AGAIN
@LAST
def test_in_a_pdf_without_rules(tmp_path, again: bool, number_last: bool) -> None:
    xs = (60, 260, 460) if number_last else (60, 110, 300)
    read = lines("序号", again, number_last)
    printed = [[(0.0, f"{at}|{text}") for at, text in enumerate(line)] for line in read]
    assert facts_in_pdf(tmp_path, drawn(printed, xs=xs)) == WANTED


@AGAIN
@LAST
@pytest.mark.parametrize("border", ["\t", "columns", "\n"])
def test_in_text(again: bool, number_last: bool, border: str) -> None:
    read = lines("序号", again, number_last)
    if border == "columns":
        text = "\n".join("".join(cell + " " * (32 - wide(cell)) for cell in row).rstrip() for row in read)
    else:
        text = "\n".join(border.join(row) for row in read)
    assert facts(listed(f"低碳示范项目清单\n\n{text}\n")) == WANTED


@AGAIN
@LAST
def test_in_tables_of_a_web_page(tmp_path, again: bool, number_last: bool) -> None:
    html = ""
    for row in lines("序号", again, number_last):
        html += f"</table><p>{row[0]}</p><table>" if len(row) == 1 else table("|".join(row))[7:-8]
    found = listed_in_html(tmp_path, html.removeprefix("</table>") + "</table>")
    assert [fact[1:] for fact in found] == WANTED


def test_a_head_that_comes_back_on_a_page_begins_no_part() -> None:
    read = [row for row in lines("序号", False, False) if len(row) > 1]
    read[2] = (*read[2][:2], "澄城南山热力有限公司\n中央企业")  # whatever stands above the next head
    text = "\n".join("\t".join(row) for row in read)
    assert {region for _, region, _ in facts(listed(f"低碳示范项目清单\n\n{text}\n"))} == {None}


@pytest.mark.parametrize("first", ["陕西省", "中央企业"])
def test_headings_of_no_place_in_a_pdf(tmp_path, first: str) -> None:
    head = ("项目名称", "承担单位", "序号")
    read = [
        (first,),
        head,
        ("榆阳绿氢替代项目", "榆阳北原能化有限公司", "1"),
        ("澄城熔盐储热项目", "澄城南山热力有限公司", "2"),
        ("省农垦总局",),
        head,
        ("垦区秸秆气化项目", "垦区云岭能源有限公司", "3"),
        ("垦区热泵烘干项目", "垦区星河粮食有限公司", "4"),
    ]
    printed = [[(0.0, f"{at}|{text}") for at, text in enumerate(row)] for row in read]
    data = drawn(printed, xs=(60, 260, 460))
    region = "陕西省" if first == "陕西省" else None
    assert [(name, where) for name, where, _ in facts_in_pdf(tmp_path, data)] == [
        ("榆阳绿氢替代项目", region),
        ("澄城熔盐储热项目", region),
        ("垦区秸秆气化项目", None),
        ("垦区热泵烘干项目", None),
    ]


LAST_PARTS = {
    "一、绿色工厂项目（2个）": [("甲铸造节能改造", "甲铸造有限公司"), ("乙铸造节能改造", "乙铸造有限公司")],
    "二、绿色园区项目（2个）": [("丙园管网改造", "丙开发有限公司"), ("丁园管网改造", "丁开发有限公司")],
    "三、绿色供应链项目（2个）": [("戊零件追溯平台", "戊汽车有限公司"), ("己零件追溯平台", "己汽车有限公司")],
}


@pytest.mark.parametrize(("border", "bodies"), [*product(["\n", " ", "  ", "\t"], [1, 2]), ("|", 2)])
def test_the_last_heading_has_no_head_below_it(border: str, bodies: int) -> None:
    """So many rows stand below it."""
    text, wanted = "", []
    for heading, rows in LAST_PARTS.items():
        last = heading.startswith("三")
        text += f"{heading}\n" + ("" if last else border.join(["序号", "项目名称", "建设单位"]) + "\n")
        for number, (name, who) in enumerate(rows[:bodies] if last else rows, 1):
            text += border.join([str(number), name, who]) + "\n"
            wanted.append((name, heading[2:-4], None))
    found = listed(f"绿色制造示范项目清单\n{text}")
    assert [(one.name, one.direction, one.category) for one in found] == wanted
