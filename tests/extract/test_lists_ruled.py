"""Lists in ruled tables: cells for several rows up to the end of a page, bodies on lines of their own, forms.
All names are invented.
"""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
from test_lists_wild import Facts, facts

from extract.pipeline import extract_file
from extract.records import Project

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
XS, HIGH = (60, 110, 170, 340, 520), 40
HEAD = ("序号", "地区", "项目名称", "实施单位")


def ruled(pages: list[tuple[list[tuple[str, ...]], frozenset[int]]]) -> bytes:
    """A PDF of a ruled table: `^` is a cell that is one with that above, the numbers are of the rules that do
    not cross the column of regions: one in the table merges two cells, one at its edge leaves them open.
    """
    file = io.BytesIO()
    pen = canvas.Canvas(file, pagesize=A4, invariant=1)
    for number, (rows, open_rules) in enumerate(pages):
        pen.setFont("STSong-Light", 10)
        if not number:
            pen.drawString(220, 740, "新型储能示范项目清单")
        ys = [700 - HIGH * at for at in range(len(rows) + 1)]
        for at, y in enumerate(ys):
            for left, right in ((XS[0], XS[1]), (XS[1], XS[2]), (XS[2], XS[4])):
                if left != XS[1] or at not in open_rules:
                    pen.line(left, y, right, y)
        for x in XS:
            pen.line(x, ys[0], x, ys[-1])
        for y, row in zip(ys, rows, strict=False):
            for x, cell in zip(XS, row, strict=False):
                for at, line in enumerate(cell.split("/")):
                    pen.drawString(x + 3, y - 13 - 12 * at, line)
        pen.showPage()
    pen.save()
    return file.getvalue()


def read_back(tmp_path, name: str, data: bytes) -> Facts:
    path = tmp_path / name
    path.write_bytes(data)
    return facts([record for record in extract_file(path).records if isinstance(record, Project)])


@pytest.mark.parametrize("again", [[HEAD], []], ids=["head comes back", "no head"])
def test_a_cell_that_the_end_of_a_page_leaves_open_holds_for_its_rows_alone(tmp_path, again) -> None:
    first = [
        HEAD,
        ("1", "江苏省", "北梁储能示范项目", "北梁绿能有限公司"),
        ("2", "", "南山储能示范项目", "南山新材料有限公司"),
        ("3", "湖北省", "云岭储能示范项目", "云岭储能有限公司"),
        ("4", "", "星河储能示范项目", "星河热力有限公司"),
    ]
    second = [
        *again,
        ("5", "", "东川储能示范项目", "东川矿业有限公司"),
        ("6", "青海省", "西岭储能示范项目", "西岭盐业有限公司"),
    ]
    pages = [(first, frozenset({2, 4, 5})), (second, frozenset())]
    found = read_back(tmp_path, "list.pdf", ruled(pages))
    assert [region for _, region, _ in found] == ["江苏省", "江苏省", "湖北省", "湖北省", "湖北省", "青海省"]
    assert [name[:2] for name, *_ in found] == ["北梁", "南山", "云岭", "星河", "东川", "西岭"]


def test_an_empty_cell_below_one_of_several_rows_is_empty(tmp_path) -> None:
    rows = [
        ("1", "<td rowspan=2>江苏省</td>", "北梁"),
        ("2", "", "南山"),
        ("3", "<td></td>", "云岭"),
        ("4", "<td>青海省</td>", "星河"),
    ]
    cells = "".join(
        f"<tr><td>{at}</td>{where}<td>{what}储能示范项目</td><td>{what}有限公司</td></tr>"
        for at, where, what in rows
    )
    head = "".join(f"<th>{word}</th>" for word in HEAD)
    page = f"<p>储能示范项目清单</p><table><tr>{head}</tr>{cells}</table>"
    found = read_back(tmp_path, "list.html", page.encode())
    assert [region for _, region, _ in found] == ["江苏省", "江苏省", None, "青海省"]


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("东川合成器械有限公司/东川先进院合成所", ("东川合成器械有限公司", "东川先进院合成所")),
        ("东川矿业有限公司/西沟煤矿/南港研究中心", ("东川矿业有限公司", "西沟煤矿", "南港研究中心")),
        ("东川生物化工股份有限公司第一/实验所", ("东川生物化工股份有限公司第一实验所",)),
        ("东川矿业有限公司/西沟分公司", ("东川矿业有限公司西沟分公司",)),
    ],
)
def test_a_line_with_room_for_more_ends_a_body(tmp_path, cell: str, bodies: tuple[str, ...]) -> None:
    rows = [
        HEAD,
        ("1", "江苏省", "北梁中试线项目", "北梁生物化工股份有限公司、南/山新材料有限公司"),
        ("2", "湖北省", "东川中试线项目", cell),
        ("3", "青海省", "西岭中试线项目", "西岭盐业有限公司"),
    ]
    found = read_back(tmp_path, "list.pdf", ruled([(rows, frozenset())]))
    assert [who for *_, who in found][1] == bodies


@pytest.mark.parametrize(
    "name",
    [
        "（不超过500字）",
        "（请填写项目全称）",
        "（盖章）",
        "请填写项目名称",
        "XX市××储能示范项目",
        "____储能项目",
        "□新建 □改建",
    ],
)
def test_what_a_form_prints_to_be_filled_in_is_no_name(tmp_path, name: str) -> None:
    page = (
        "<p>储能示范项目申报书</p><table><tr><th>序号</th><th>项目名称</th><th>申报单位</th><th>所在地</th></tr>"
        f"<tr><td>1</td><td>{name}</td><td>（盖章）</td><td>（省、市）</td></tr></table>"
    )
    assert read_back(tmp_path, "form.html", page.encode()) == []
