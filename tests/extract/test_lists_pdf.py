"""Tables of PDF files without rules: columns by places on the line, rows by heights. Invented names."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from extract.pipeline import extract_text
from extract.readers import read
from extract.records import Project

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
XS = (60, 100, 230, 300)
STEP = 14
HEAD = ("序号", "项目名称", "地区", "实施单位")
FIRST = ("1", "北梁源网荷储/一体化示范/项目", "包头市", "北梁绿能有限公司、南山/新材料有限公司")
SECOND = ("2", "云岭储能电站/项目", "", "云岭储能技术有/限公司")
THIRD = ("3", "星河制氢项目", "巴音郭楞蒙/古自治州", "星河绿氢有限公司")
FACTS = [
    ("北梁源网荷储一体化示范项目", "包头市", ("北梁绿能有限公司", "南山新材料有限公司")),
    ("云岭储能电站项目", "包头市", ("云岭储能技术有限公司",)),
    ("星河制氢项目", "巴音郭楞蒙古自治州", ("星河绿氢有限公司",)),
]


def printed(pages: list[list[tuple[str, ...]]], share: float, by_line: bool) -> bytes:
    """A PDF of tables without rules; cells stand level by this share of their heights."""
    file = io.BytesIO()
    pen = canvas.Canvas(file, pagesize=A4, invariant=1)
    for number, rows in enumerate(pages):
        pen.setFont("STSong-Light", 10)
        y = 780.0
        if not number:
            pen.drawString(200, y, "新型储能示范项目清单")
        for row in rows:
            cells = [cell.split("/") for cell in row]
            high = max(map(len, cells))
            y -= STEP + 6
            pieces = [
                (round(share * (high - len(lines)) + at, 1), x, line)
                for x, lines in zip(XS, cells, strict=False)
                for at, line in enumerate(lines)
            ]
            for down, x, line in sorted(pieces) if by_line else pieces:
                pen.drawString(x, y - STEP * down, line)
            y -= STEP * (high - 1)
        pen.showPage()
    pen.save()
    return file.getvalue()


def facts(tmp_path, data: bytes) -> list[tuple[str, str | None, tuple[str, ...]]]:
    path = tmp_path / "list.pdf"
    path.write_bytes(data)
    records = [record for record in extract_text(read(path)).records if isinstance(record, Project)]
    return [
        (record.name, record.region, record.implementers)
        for record in sorted(records, key=lambda one: one.start)
    ]


@pytest.mark.parametrize("by_line", [True, False], ids=["line by line", "cell by cell"])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0], ids=["first line", "middle", "last line"])
def test_wrapped_cells_and_one_printed_once(tmp_path, share: float, by_line: bool) -> None:
    assert facts(tmp_path, printed([[HEAD, FIRST, SECOND, THIRD]], share, by_line)) == FACTS


@pytest.mark.parametrize("share", [0.0, 0.5], ids=["first line", "middle"])
def test_the_head_comes_back_on_the_next_page(tmp_path, share: float) -> None:
    assert facts(tmp_path, printed([[HEAD, FIRST, SECOND], [HEAD, THIRD]], share, True)) == FACTS


def test_rows_without_numbers_are_told_by_the_blank_between_them(tmp_path) -> None:
    rows = [("", *row[1:]) for row in (HEAD, FIRST, SECOND, THIRD)]
    assert facts(tmp_path, printed([rows], 0.5, True)) == FACTS


def test_a_heading_between_rows_says_where_they_are(tmp_path) -> None:
    rows = [(*row[:2], "", row[3]) for row in (("序号", "项目名称", "", "实施单位"), FIRST, SECOND)]
    rows.insert(2, ("二、云南省",))
    rows.insert(1, ("一、包头市",))
    assert [(name, region) for name, region, _ in facts(tmp_path, printed([rows], 0.0, True))] == [
        ("北梁源网荷储一体化示范项目", "包头市"),
        ("云岭储能电站项目", "云南省"),
    ]


def test_what_stands_across_two_columns_is_cut_between_them(tmp_path) -> None:
    rows = [HEAD, FIRST, ("2", "云岭储能电站/项目云岭储能电站", "甘肃省", "云岭储能技术有限公司"), THIRD]
    found = facts(tmp_path, printed([rows], 0.0, False))
    assert found[1] == ("云岭储能电站项目云岭储能电站", "甘肃省", ("云岭储能技术有限公司",))


def drawn(
    rows: list[list[tuple[float, str]]], pages: tuple[int, ...] = (), xs: tuple[int, ...] = XS
) -> bytes:
    """A PDF of cells without rules: the lines of each row, each with how many lines it stands below its top;
    a page ends before each row of `pages`.
    """
    file = io.BytesIO()
    pen = canvas.Canvas(file, pagesize=A4, invariant=1)
    pen.setFont("STSong-Light", 10)
    y = 780.0
    pen.drawString(200, y, "新型储能示范项目清单")
    for number, row in enumerate(rows):
        if number in pages:
            pen.showPage()
            pen.setFont("STSong-Light", 10)
            y = 780.0
        y -= STEP + 6
        for down, cell in row:
            column, text = cell.split("|")
            pen.drawString(xs[int(column)], y - STEP * down, text)
        y -= STEP * int(max(down for down, _ in row))
    pen.showPage()
    pen.save()
    return file.getvalue()


HEAD_DRAWN = [(0.0, f"{at}|{text}") for at, text in enumerate(HEAD)]


def test_a_cell_in_the_middle_of_several_rows_holds_for_them(tmp_path) -> None:
    pitch = (STEP + 6) / STEP
    rows = [HEAD_DRAWN]
    names = ("北梁储能项目", "云岭储能电站项目", "星河制氢项目", "南山风电项目", "西岗光伏项目")
    for at, name in enumerate(names):
        row = [(0.0, f"0|{at + 1}"), (0.0, f"1|{name}"), (0.0, f"3|{name[:2]}绿能有限公司")]
        if at == 1:
            row += [(0.0, "2|包头市")]  # the middle of three rows
        if at == 3:
            row += [(pitch / 2, "2|甘肃省")]  # between the last two
        rows.append(row)
    found = facts(tmp_path, drawn(rows))
    assert [(name, region) for name, region, _ in found] == [
        ("北梁储能项目", "包头市"),
        ("云岭储能电站项目", "包头市"),
        ("星河制氢项目", "包头市"),
        ("南山风电项目", "甘肃省"),
        ("西岗光伏项目", "甘肃省"),
    ]


def test_where_it_is_not_certain_for_which_rows_a_cell_holds_none_is_guessed(tmp_path) -> None:
    rows = [HEAD_DRAWN]
    for at, name in enumerate(("北梁储能项目", "云岭储能电站项目", "星河制氢项目", "南山风电项目")):
        row = [(0.0, f"0|{at + 1}"), (0.0, f"1|{name}"), (0.0, f"3|{name[:2]}绿能有限公司")]
        rows.append([*row, (0.0, "2|包头市")] if at == 1 else row)  # of three rows, or of one
    assert [region for _, region, _ in facts(tmp_path, drawn(rows))] == [None, "包头市", None, None]


def test_numbers_whose_digits_stand_below_one_another(tmp_path) -> None:
    rows = [HEAD_DRAWN]
    for at in range(1, 13):
        name = f"{'北南东西云星'[at % 6]}岭{at}号储能"
        number = [(step * 1.0, f"0|{digit}") for step, digit in enumerate(str(at))]
        rows.append(
            [*number, (0.0, f"1|{name}"), (1.0, "1|示范项目"), (0.0, "2|包头市"), (0.0, "3|北岭储能有限公司")]
        )
    found = facts(tmp_path, drawn(rows, pages=(8,)))
    assert [name for name, _, _ in found] == [row[-4][1][2:] + "示范项目" for row in rows[1:]]


def test_a_row_that_goes_on_over_the_end_of_a_page_leaves_the_rows_behind_it_as_they_are(tmp_path) -> None:
    def row(number: int, where: str, name: str, *who: str) -> list[tuple[float, str]]:
        parties = [(float(at), f"3|{line}") for at, line in enumerate(who)]
        cells = [(0.5, f"0|{number}"), (0.0, f"1|{name}"), (1.0, "1|示范项目"), (0.5, f"2|{where}")]
        return [*cells, *parties]

    rows = [
        HEAD_DRAWN,
        row(1, "包头市", "北梁储能", "北梁绿能有", "限公司"),
        row(2, "甘肃省", "云岭储能", "云岭储能技", "术有限公司"),
        [(0.0, "3|、云岭电力"), (1.0, "3|科技有限公"), (2.0, "3|司")],
        row(3, "云南省", "星河储能", "星河绿能有", "限公司"),
        row(4, "贵州省", "南山储能", "南山绿能有", "限公司"),
    ]
    assert [parties for *_, parties in facts(tmp_path, drawn(rows, pages=(3,)))] == [
        ("北梁绿能有限公司",),
        ("云岭储能技术有限公司", "云岭电力科技有限公司"),
        ("星河绿能有限公司",),
        ("南山绿能有限公司",),
    ]


def test_titles_over_the_columns_of_two_tables_part_no_heads(tmp_path) -> None:
    xs = (60, 100, 290, 350, 430, 240, 390)
    rows = [
        "2|甲类算力设施入围项目",
        "0|序号 1|项目名称 2|设计算力 4|建设主体",
        "0|1 1|北梁智算中心项目 2|3000P 3|北梁云数据科技有限公司",
        "0|2 1|南山算力集群项目 2|500P 3|南山数据有限公司、东湖算力技术有限公司",
        "0|3 1|西岭液冷项目 2|800P 3|西岭云计算有限公司",
        "2|乙类应用揭榜入围项目",
        "0|序号 1|项目名称 5|揭榜单位 4|联合攻关单位",
        "0|1 1|矿用专网项目 5|北矿能源有限公司 6|丙通信有限公司乙分公司",
        "0|2 1|焊接视觉项目 5|南港造船有限公司 6|丁视觉科技有限公司",
        "0|3 1|柔性工厂项目 5|西乳业有限公司 6|戊移动有限公司",
    ]
    data = drawn([[(0.0, cell) for cell in row.split()] for row in rows], xs=xs)
    assert [bodies for _, _, bodies in facts(tmp_path, data)] == [
        ("北梁云数据科技有限公司",),
        ("南山数据有限公司", "东湖算力技术有限公司"),
        ("西岭云计算有限公司",),
        ("北矿能源有限公司", "丙通信有限公司乙分公司"),
        ("南港造船有限公司", "丁视觉科技有限公司"),
        ("西乳业有限公司", "戊移动有限公司"),
    ]


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("北梁矿业（集团）有限责任公司/南沟煤矿", ("北梁矿业（集团）有限责任公司南沟煤矿",)),
        ("北梁矿业有限公司/南沟煤矿", ("北梁矿业有限公司", "南沟煤矿")),
    ],
    ids=["full line", "short line"],
)
def test_a_line_as_wide_as_its_column_may_be_broken_for_its_width(tmp_path, cell: str, bodies) -> None:
    rows = [
        HEAD,
        ("1", "北梁瓦斯利用项目", "长治市", cell),
        ("2", "云岭瓦斯发电项目", "阳泉市", "云岭热能科技有限公司、西岭/沟煤业有限公司"),
        ("3", "星河供热项目", "晋城市", "星河煤层气有限公司"),
    ]
    found = facts(tmp_path, printed([rows], 0.0, True))
    assert [one for *_, one in found] == [
        bodies,
        ("云岭热能科技有限公司", "西岭沟煤业有限公司"),
        ("星河煤层气有限公司",),
    ]
