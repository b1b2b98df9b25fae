"""Texts that a tool saved text node by text node: figures and marks stand on lines of their own."""

from __future__ import annotations

import pytest

from extract.layout import lay_out
from extract.pipeline import extract_text
from extract.records import Document, Record
from extract.text import Text

NOTICE = """市能源局关于印发
2031
年春节期间
风电运行细则的通知
国网某电力公司，有关单位：
为做好春节期间风电运行工作，依据《市能源局关于开展
2030
年风电工作的通知》（某能源电力〔
2030
〕
2
号）等文件，我局制定了《
2031
年细则》，各单位应当于
2031
年
3
月
6
日前上报结果。
特此通知。
2031
年
2
月
2
日
（联系人：某处
，
电话另告）
"""


def lines(chars: str) -> list[str]:
    return ["".join(line.text.split()) for line in lay_out(Text("a.txt", "0" * 64, chars)).lines]


def records(chars: str) -> tuple[Record, ...]:
    return extract_text(Text("a.txt", "0" * 64, chars)).records


def test_sentences_numbers_and_days_are_whole_again() -> None:
    (document,) = [one for one in records(NOTICE) if isinstance(one, Document)]
    assert document.title == "市能源局关于印发2031年春节期间风电运行细则的通知"
    assert document.date == "2031-02-02"
    cited = {getattr(one, "doc_number", None) for one in records(NOTICE) if one.type == "citation"}
    assert "某能源电力〔2030〕2号" in cited
    due = [one.deadline.iso for one in records(NOTICE) if one.type == "obligation" and one.deadline]
    assert due == ["2031-03-06"]


def test_every_quote_is_what_stands_there() -> None:
    assert all(one.quote == NOTICE[one.start : one.end] for one in records(NOTICE))


def test_numbers_that_count_rows_stay_cells() -> None:
    rows = "".join(f"{number}\n某风电项目\n某公司\n" for number in range(1, 6))
    marks = "（某省\n）\n根据《\n某办法\n》，\n某某\n）\n"
    assert lines(rows + marks)[:6] == ["1", "某风电项目", "某公司", "2", "某风电项目", "某公司"]


def test_a_list_of_one_cell_a_line_keeps_its_lines_whatever_breaks_in_its_head() -> None:
    head = "序号\n项目名称\n装机规模\n（万千瓦\n）\n总投资\n（亿元\n）\n备注\n（地点\n）\n"
    rows = "".join(
        f"{at}\n{name}风电示范项目\n{at}.5\n{at + 6}\n{name}县\n" for at, name in enumerate("甲乙丙丁戊", 1)
    )
    assert len(lines(head + rows)) == len((head + rows).split())


@pytest.mark.parametrize(
    "next_line", ["一、企业应当报送", "第二条 企业应当报送", "> 企业应当报送", "（二）企业应当报送"]
)
def test_what_begins_anew_goes_on_with_no_bracket_that_is_left_open(next_line: str) -> None:
    broken = "一、某年\n，某月\n；某日\n。\n"
    assert "".join(next_line.split()) in lines(f"{broken}关于印发《甲市办法的通知\n{next_line}\n")


@pytest.mark.parametrize("chars", ["甲\n2031\n年\n乙", "（一）\n2031\n各单位", "2031\n项目\n2032\n项目"])
def test_a_text_without_broken_sentences_is_left_alone(chars: str) -> None:
    assert lines(chars) == chars.split("\n")
