"""Names, numbers and addresses of contact persons reach no record, whatever the format they stand in."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from extract.pipeline import extract_file
from extract.records import to_json

PEOPLE = ("钱小满", "孙立夏", "周秋分", "吴白露", "郑惊蛰", "冯谷雨")
NUMBERS = ("68201234", "13812345678", "68200001", "13900001111", "86531234", "qianxm", "sunlx")
PROSE = (
    "示例省能源局关于报送储能示范项目的通知",
    "示能〔2031〕9号",
    "各市能源局：",
    "一、各市能源局应当于2031年6月30日前将材料报送示例省能源局（联系人：钱小满，电话：010-68201234）。",
    "二、项目单位不得重复申报。联系人：孙立夏 13812345678，传真：010-68200001。",
    "三、请将电子版发送至邮箱qianxm@example.gov.cn，手机：13900001111。",
    "四、企业应当配合核查，有关问题请与周秋分联系（0571-86531234，sunlx@example.org）。",
    "五、企业应当将样品送交吴白露（13900001111）。",
    "联系人：吴白露　电话：010-68201234",
    "示例省能源局",
    "2031年3月1日",
    "附件",
    "储能示范项目清单",
)
ROWS = (
    ("序号", "项目名称", "所在地区", "建设单位", "联系人", "联系电话"),
    ("1", "甲县压缩空气储能示范项目", "浙江省", "浙江甲县储能有限公司", "郑惊蛰", "13812345678"),
    ("2", "乙县液流电池储能示范项目", "江苏省", "江苏乙县储能有限公司", "冯谷雨", "010-68200001"),
    ("3", "丙县飞轮储能示范项目", "山东省", "山东丙县储能有限公司", "钱小满", "0571-86531234"),
)


def text(path: Path) -> None:
    path.write_text(
        "\n\n".join(PROSE) + "\n" + "\n".join(cell for row in ROWS for cell in row) + "\n", "utf-8"
    )


def markdown(path: Path) -> None:
    table = ["| " + " | ".join(row) + " |" for row in ROWS]
    table.insert(1, "|---" * len(ROWS[0]) + "|")
    path.write_text("\n\n".join(PROSE) + "\n\n" + "\n".join(table) + "\n", "utf-8")


def page(path: Path) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    path.write_text("".join(f"<p>{line}</p>" for line in PROSE) + f"<table>{rows}</table>", "utf-8")


def word(path: Path) -> None:
    document = docx.Document()
    for line in PROSE:
        document.add_paragraph(line)
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, chars in zip(row.cells, cells, strict=True):
            cell.text = chars
    document.save(str(path))


def workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["储能示范项目清单"])
    for row in ROWS:
        book.active.append(list(row))
    book.active.append(["联系人：吴白露 电话：010-68201234"])
    book.save(path)


def separated(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(ROWS)


def pdf(path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("plain", fontName="STSong-Light", wordWrap="CJK")
    table = Table([[Paragraph(cell, style) for cell in row] for row in ROWS])
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    SimpleDocTemplate(str(path)).build([*(Paragraph(line, style) for line in PROSE), table])


FORMATS: dict[str, Callable[[Path], None]] = {
    "list.csv": separated,
    "list.xlsx": workbook,
    "notice.docx": word,
    "notice.html": page,
    "notice.md": markdown,
    "notice.pdf": pdf,
    "notice.txt": text,
}


@pytest.mark.parametrize("name", FORMATS)
def test_no_record_names_a_contact_person(name: str, tmp_path: Path) -> None:
    FORMATS[name](tmp_path / name)
    extraction = extract_file(tmp_path / name)
    said = "\n".join(map(to_json, extraction.records))
    assert [one for one in (*PEOPLE, *NUMBERS) if one in said] == []
    assert sum(record.type == "project" for record in extraction.records) == 3


@pytest.mark.parametrize("name", ["notice.docx", "notice.html", "notice.md", "notice.pdf", "notice.txt"])
def test_what_is_to_be_done_is_said_all_the_same(name: str, tmp_path: Path) -> None:
    FORMATS[name](tmp_path / name)
    said = [record for record in extract_file(tmp_path / name).records if record.type == "obligation"]
    assert {record.modality for record in said} >= {"obligation", "prohibition"}
