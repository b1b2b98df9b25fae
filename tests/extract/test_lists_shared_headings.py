"""What rows share is said above them: behind a label, by the name of a zone, by a head over several columns.
All names are invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from extract.pipeline import extract_file
from extract.records import Project

HEADS = ("序号", "项目名称", "建设单位", "建设内容")
ROWS = [
    ("北梁河道修复改造", "丰原投资有限公司", "治理河道32公里"),
    ("云岭支架制造", "绿谷矿业集团有限公司", "新建厂房2座"),
    ("沙埕湿地再生水利用", "闽湾文旅有限公司", "新建管网86公里"),
    ("木溪水环境整治", "木溪水务有限公司", "整治内河23条"),
]
PLACES = {
    "labels": (["所在地区：成都市", "所在地区：德阳市"], ["成都市", "德阳市"]),
    "zones": (["（一）苏州工业园区", "（二）盐城环保科技城"], ["苏州工业园区", "盐城环保科技城"]),
    "counted zones": (["一、南京江北新区（2个）", "二、昆山高新区（2个）"], ["南京江北新区", "昆山高新区"]),
    "bare zones": (["如皋工业园区", "盐城环保科技城"], ["如皋工业园区", "盐城环保科技城"]),
}
BODIES = {
    "label": ["推荐单位：成都市科学技术局", "推荐单位：某省自然资源厅"],
    "numbered": ["一、推荐单位：成都市科学技术局（2项）", "二、推荐单位：绵阳市科学技术局（2项）"],
    "verb": ["成都市科学技术局推荐", "绵阳市科学技术局推荐"],
}


def one_table(headings: Sequence[str], between: str) -> str:
    """One table in plain text, its cells parted by `between`, headings between its rows."""
    lines = [between.join(HEADS)]
    for at, row in enumerate(ROWS):
        lines += [headings[at // 2]] if at % 2 == 0 else []
        lines.append(between.join((str(at + 1), *row)))
    return "示范项目名单\n" + "\n".join(lines) + "\n"


def tables(headings: Sequence[str], between: str) -> str:
    """A table with its own head and numbers below each heading."""
    lines = ["示范项目名单"]
    for at, heading in enumerate(headings):
        own = ROWS[2 * at : 2 * at + 2]
        lines += [heading, between.join(HEADS)]
        lines += [between.join((str(number), *row)) for number, row in enumerate(own, 1)]
    return "\n".join(lines) + "\n"


def html(headings: Sequence[str], _: str) -> str:
    """One table in HTML, each heading a cell over all columns."""
    rows = [HEADS]
    for at, row in enumerate(ROWS):
        rows += [(headings[at // 2],)] if at % 2 == 0 else []
        rows.append((str(at + 1), *row))
    cells = "".join(
        "<tr>"
        + "".join(f"<td colspan={5 - len(row) if len(row) == 1 else 1}>{x}</td>" for x in row)
        + "</tr>"
        for row in rows
    )
    return f"<html><body><h2>示范项目名单</h2><table>{cells}</table></body></html>"


FORMS = [(one_table, "\t"), (one_table, "    "), (one_table, "\n"), (tables, "\t"), (tables, " "), (html, "")]


def listed(tmp_path: Path, chars: str) -> list[Project]:
    source = tmp_path / ("list.html" if chars.startswith("<") else "list.txt")
    source.write_text(chars, encoding="utf-8")
    return [record for record in extract_file(source).records if isinstance(record, Project)]


@pytest.mark.parametrize(("form", "between"), FORMS)
@pytest.mark.parametrize("kind", PLACES)
def test_where_rows_are(tmp_path: Path, kind: str, form, between: str) -> None:
    headings, places = PLACES[kind]
    found = listed(tmp_path, form(headings, between))
    assert [(one.name, one.region, one.implementers) for one in found] == [
        (name, places[at // 2], (who,)) for at, (name, who, _) in enumerate(ROWS)
    ]


@pytest.mark.parametrize(("form", "between"), FORMS)
@pytest.mark.parametrize("kind", BODIES)
def test_who_recommends_them_is_no_part_of_a_name_and_no_class(
    tmp_path: Path, kind: str, form, between: str
) -> None:
    found = listed(tmp_path, form(BODIES[kind], between))
    assert [(one.name, one.direction, one.implementers) for one in found] == [
        (name, None, (who,)) for name, who, _ in ROWS
    ]


@pytest.mark.parametrize(("form", "between"), FORMS)
def test_a_label_that_says_the_class(tmp_path: Path, form, between: str) -> None:
    found = listed(tmp_path, form(["专业领域：新能源", "专业领域：新材料"], between))
    assert [one.direction for one in found] == ["新能源"] * 2 + ["新材料"] * 2


@pytest.mark.parametrize("head", ["类别／序号", "类别/序号", "序号"])
def test_a_head_over_a_class_and_the_number(tmp_path: Path, head: str) -> None:
    rows = [
        f"<td colspan=2>{head}</td><td>地区</td><td>项目名称</td><td>项目单位</td>",
        "<td rowspan=3>源头减碳类</td><td>1</td><td rowspan=2>青海省</td><td>甲光热项目</td><td>甲公司</td>",
        "<td>2</td><td>乙绿电项目</td><td>乙有限公司</td>",
        "<td>3</td><td>甘肃省</td><td>丙制氢项目</td><td>丙有限公司</td>",
        "<td>末端固碳类</td><td>4</td><td>陕西省</td><td>丁封存项目</td><td>丁有限公司</td>",
    ]
    table = "".join(f"<tr>{row}</tr>" for row in rows)
    found = listed(tmp_path, f"<html><body><h2>示范项目清单</h2><table>{table}</table></body></html>")
    assert [(one.number, one.name, one.region, one.implementers) for one in found] == [
        ("1", "甲光热项目", "青海省", ("甲公司",)),
        ("2", "乙绿电项目", "青海省", ("乙有限公司",)),
        ("3", "丙制氢项目", "甘肃省", ("丙有限公司",)),
        ("4", "丁封存项目", "陕西省", ("丁有限公司",)),
    ]
    assert {one.direction for one in found} == ({None} if head == "序号" else {"源头减碳类", "末端固碳类"})
