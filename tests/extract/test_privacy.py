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
from extract.privacy import without_contacts
from extract.quality.coverage import gaps
from extract.quality.coverage import to_json as gap_to_json
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
    assert actions[:5] == [
        "将意见反馈至我局新能源处",
        "指定专人负责申报工作",
        "与山东电力设计院联系",
        "向项目负责人报告",
        "向省能源局新能源处咨询",
    ]
    assert {"与南方电网联系", "报告"} <= set(actions)


@pytest.mark.parametrize("heads", ["单位 | 联系人 | 电话", "单位 | 户名 | 开户账号", "单位 | 编号 | 有效期"])
def test_a_table_of_whom_to_ask_or_of_accounts_holds_no_limits(heads: str, tmp_path: Path) -> None:
    rows = "\n".join(f"| {one}能源局 | 钱小满 | 025-6820123{at} |" for at, one in enumerate("甲乙丙"))
    chars = f"# 关于征求意见的公告\n\n某省能源局\n\n| {heads} |\n|---|---|---|\n{rows}\n"
    (tmp_path / "notice.md").write_text(chars, "utf-8")
    assert not [one for one in extract_file(tmp_path / "notice.md").records if one.type == "indicator"]


ASKED_IN_PROSE = """示例省能源局关于储能电站建设的通知

示能〔2031〕9号

各市能源局：

一、新建机组最小技术出力不高于30%额定负荷（联系人：钱小满，0759-86531234），热效率不低于90%。

二、到2035年，建成储能电站40座（联系人：孙立夏，0759-86531234）以上。

三、企业应当向新能源处周秋分 138-1234-5678报告。

四、企业应当向新能源处哈某某木格（13812345678）报告。

五、企业应当向吴白露主任反映，电话：68201234。

六、企业应当向应急管理局（电话：025-68201234）备案。

七、（一）须报送的，（二）联系人郑惊蛰13812345678应知悉。

示例省能源局

2031年3月1日
"""


def test_values_and_statements_are_told_without_whom_to_ask_beside_them(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(ASKED_IN_PROSE, "utf-8")
    extraction = extract_file(tmp_path / "notice.txt")
    said = "\n".join(map(to_json, extraction.records))
    assert [one for one in (*PEOPLE, *NUMBERS, "138-1234", "木格") if one in said] == []
    assert all(extraction.text.chars[one.start : one.end] == one.quote for one in extraction.records)
    quotes = {one.type: one.quote for one in reversed(extraction.records)}
    assert quotes["indicator"] == "新建机组最小技术出力不高于30%额定负荷"
    assert quotes["target"] == "建成储能电站40座"
    actions = [one.action for one in extraction.records if one.type == "obligation"]
    assert actions[:2] == ["向新能源处报告"] * 2
    assert "向应急管理局备案" in actions


def test_what_was_not_read_is_told_without_whom_to_ask(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(ASKED_IN_PROSE, "utf-8")
    found = "\n".join(map(gap_to_json, gaps(extract_file(tmp_path / "notice.txt"))))
    assert "须报送的" in found
    assert [one for one in (*PEOPLE, *NUMBERS) if one in found] == []


def test_a_number_that_spaces_part_stays_out_of_the_words_of_a_row(tmp_path: Path) -> None:
    rows = [list(row[:4]) for row in ROWS]
    rows[1][3] += " 郑惊蛰 138 1234 5678"
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    records = [one for one in extract_file(tmp_path / "list.csv").records if one.type == "project"]
    assert [one.implementers for one in records] == [(row[3],) for row in ROWS[1:]]
    said = "\n".join(map(to_json, records))
    assert [one for one in (*PEOPLE, "138 1234") if one in said] == []


def test_a_cell_of_many_marks_is_read_in_time_that_grows_with_it() -> None:
    assert without_contacts("，、；" * 40_000 + "@联系").endswith("@联系")


# How else persons are named: a sentence goes on with each of these.
WORDINGS = (
    "，王某某 13812345678。",
    "，联系人钱小满和孙立夏，电话68201234。",
    "。联系人：钱小满、孙立夏、周秋分，13812345678/13900001111",
    "。联系人：钱小满 孙立夏 010-68201234、010-86531234",
    "。联系人——钱小满，13812345678",
    "，联系人—钱小满。",
    "，经办人钱小满。",
    "，电子版发送至钱小满<qianxm@example.org>。",
    "，电子版发送至qianxm#example.com。",
    "，电子版发送至qianxm＠example.org。",
    "，QQ：68201234。",
    "，加入QQ群68201234。",
    "，微信号：qianxm。",
    "，添加钱小满微信（qianxm）。",
    "（钱小满，QQ 68201234）。",
    "（钱小满 +86 13812345678）。",
    "，电话13812345678（钱小满）。",
    "，电话68201234。",
    "，钱小满 138.1234.5678。",
    "，钱小满 １３８１２３４５６７８。",
    "，邮寄至乙路1号，钱小满收。",
    "（收件人：钱小满，邮编100000）。",
    "新能源处钱小满处长。",
)


@pytest.mark.parametrize("wording", WORDINGS)
def test_no_wording_lets_a_person_through(wording: str, tmp_path: Path) -> None:
    lines = [*PROSE[:3], f"一、各市能源局应当将材料报送示例省能源局{wording}", *PROSE[-4:-2]]
    (tmp_path / "notice.txt").write_text("\n\n".join(lines) + "\n", "utf-8")
    extraction = extract_file(tmp_path / "notice.txt")
    said = "\n".join([*map(to_json, extraction.records), *map(gap_to_json, gaps(extraction))])
    assert [one for one in ("王某某", "138.1234", "１３８", *PEOPLE, *NUMBERS) if one in said] == []
    actions = [one.action for one in extraction.records if one.type == "obligation"]
    assert actions[0].startswith("将材料报送示例省能源局")


@pytest.mark.parametrize(
    "head",
    ["姓名", "姓名及职务", "填报人", "审核人", "责任人", "项目经理", "法人", "微信", "QQ号", "联系方式"],
)
@pytest.mark.parametrize("border", [" | ", "\n"])
def test_no_column_of_persons_is_part_of_a_row(head: str, border: str, tmp_path: Path) -> None:
    rows = [[*row[:2], row[3], row[4]] for row in ROWS]
    rows[0][3] = head
    text = "\n".join(border.join(row) for row in rows)
    (tmp_path / "list.txt").write_text(f"储能示范项目清单（2031年）\n\n{text}\n", "utf-8")
    records = extract_file(tmp_path / "list.txt").records
    said = "\n".join(map(to_json, records))
    assert [one for one in PEOPLE if one in said] == []
    assert [one.implementers for one in records if one.type == "project"] == [(row[3],) for row in ROWS[1:]]


def test_words_of_a_cell_name_nobody_beside_them() -> None:
    assert without_contacts("建设储能电站。联系人：钱小满、孙立夏") == "建设储能电站。"
    assert without_contacts("东山能源有限公司 王某某 13812345678") == "东山能源有限公司"
    assert without_contacts("建设储能电站（QQ：68201234）") == "建设储能电站"
    for kept in (
        "向车间主任报告",
        "应收尽收。",
        "建设1#2.5MW机组",
        "开发微信小程序",
        "项目负责人任期，联系人名单",
    ):
        assert without_contacts(kept) == kept


def test_a_value_that_is_but_the_number_of_a_person_is_none(tmp_path: Path) -> None:
    chars = "\n\n".join([*PROSE[:4], "联系人： 钱小满 025-83115281 qianxm@example.org", *PROSE[-4:-2]])
    (tmp_path / "notice.txt").write_text(chars + "\n", "utf-8")
    records = extract_file(tmp_path / "notice.txt").records
    assert not [one for one in records if "钱小满" in to_json(one)]
