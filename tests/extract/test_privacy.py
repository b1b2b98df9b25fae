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


ASKED = """南方省能源局关于公布绿电直连试点项目清单的通知

南能〔2031〕9号

各市发展改革局：

一、有关单位可于2031年5月31日前将意见反馈至我局新能源处钱小满（电话：025-68201234，邮箱：qianxm@example.cn）。

二、各市发展改革局应当指定专人（孙立夏、13812345678）负责申报工作。

三、请各单位于7月1日前与山东电力设计院周秋分联系，电话0531-68200001。

四、项目业主应当在投产前10日内向项目负责人吴白露（13900001111）报告。

五、鼓励企业向省能源局新能源处（处长：郑惊蛰，电话0531-86531234）咨询。

六、各市能源局应当与南方电网联系，并于2031年6月30日前报告。

南方省能源局

2031年3月1日

附件

绿电直连试点项目清单

"""
ASKED_IN_ROWS = (
    "序号 | 项目名称 | 项目单位（联系人、电话） | 建设地点 | 建设内容\n"
    "1 | 东岛绿电直连项目 | 东岛绿电有限公司（郑惊蛰 13812345678） | 湛江市 | "
    "建设风电300MW（联系人：冯谷雨，0759-68201234），直供负荷。\n"
    "2 | 青洲绿电直连项目 | 青洲风电有限公司 钱小满 13900001111 | 阳江市 | "
    "建设风电200MW，项目负责人孙立夏，电话13812345678。\n"
    "3 | 甲子绿电直连项目（联系人周秋分：13812345678） | 甲子风电有限公司/联系人：吴白露/0660-86531234 | "
    "汕尾市（现场负责人冯谷雨，13812345678） | 风电500MW。\n"
)


def test_whom_to_ask_is_left_out_wherever_a_sentence_or_a_cell_names_them(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(ASKED + ASKED_IN_ROWS, "utf-8")
    records = extract_file(tmp_path / "notice.txt").records
    said = "\n".join(map(to_json, records))
    assert [one for one in (*PEOPLE, *NUMBERS) if one in said] == []
    projects = [record for record in records if record.type == "project"]
    assert [(one.name, one.implementers, one.region, one.description) for one in projects] == [
        ("东岛绿电直连项目", ("东岛绿电有限公司",), "湛江市", "建设风电300MW，直供负荷。"),
        ("青洲绿电直连项目", ("青洲风电有限公司",), "阳江市", "建设风电200MW。"),
        ("甲子绿电直连项目", ("甲子风电有限公司",), "汕尾市", "风电500MW。"),
    ]
    actions = [record.action for record in records if record.type == "obligation"]
    assert actions[:2] == ["将意见反馈至我局新能源处", "指定专人"]
    assert {"与南方电网联系", "报告"} <= set(actions)


@pytest.mark.parametrize("heads", ["单位 | 联系人 | 电话", "单位 | 户名 | 开户账号", "单位 | 编号 | 有效期"])
def test_a_table_of_whom_to_ask_or_of_accounts_holds_no_limits(heads: str, tmp_path: Path) -> None:
    rows = "\n".join(f"| {one}能源局 | 钱小满 | 025-6820123{at} |" for at, one in enumerate("甲乙丙"))
    chars = f"# 关于征求意见的公告\n\n某省能源局\n\n| {heads} |\n|---|---|---|\n{rows}\n"
    (tmp_path / "notice.md").write_text(chars, "utf-8")
    assert not [one for one in extract_file(tmp_path / "notice.md").records if one.type == "indicator"]
