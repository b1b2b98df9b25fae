"""A file as the documents that stand in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.instruments.outline import Part, outline
from extract.layout import Layout, lay_out
from extract.readers import read
from extract.text import Text

PROSE = "为规范风电项目的建设和运行，保障电网安全，各单位要加强组织领导，落实责任，确保取得实效。"


def layout(chars: str) -> Layout:
    return lay_out(Text("a.txt", "0" * 64, chars))


def titles(chars: str) -> list[str]:
    return [chars[part.title[0] : part.title[1]].replace("\n", "") for part in outline(layout(chars))]


def only(chars: str) -> Part:
    (part,) = outline(layout(chars))
    return part


def test_a_notice_and_what_it_sends_out_are_two() -> None:
    chars = (
        f"关于印发《风电管理办法》的通知\n某能发〔2031〕7号\n各市能源局：\n{PROSE}\n"
        f"某省能源局\n2031年5月6日\n风电管理办法\n{PROSE}\n"
    )
    notice, measures = outline(layout(chars))
    assert (notice.kind, measures.kind) == ("通知", "办法")
    assert measures.attached_to == 0
    assert chars[slice(*notice.number or (0, 0))] == "某能发〔2031〕7号"
    assert chars[slice(*notice.addressees or (0, 0))] == "各市能源局："
    assert [chars[slice(*line)] for line in notice.signatures] == ["某省能源局"]
    assert chars[slice(*notice.date or (0, 0))] == "2031年5月6日"
    assert notice.body[1] <= measures.title[0]


def test_a_title_may_run_over_lines() -> None:
    chars = f"某部办公厅等关于公布\n首批试点的通知\n某办能源〔2031〕2号\n各有关单位：\n{PROSE}\n"
    assert titles(chars) == ["某部办公厅等关于公布首批试点的通知"]


@pytest.mark.parametrize(
    ("opening", "closing"), [("：“", "”。"), ('"', '"'), ("：\n“", "”\n"), ("：“附则见后。”\n“", "”")]
)
def test_what_a_quoted_amendment_says_is_no_document(opening: str, closing: str) -> None:
    new = f"附件2\n风电检查办法\n第一条 {PROSE}\n第二条 检查人员应当持证上岗。"
    chars = (
        f"关于修改《风电管理办法》的通知\n某能发〔2031〕7号\n各市能源局：\n{PROSE}\n"
        f"一、将附件2修改为{opening}{new}{closing}\n二、请遵照执行。\n某省能源局\n2031年5月6日\n"
        f"附件\n风电监管方案\n一、{PROSE}\n"
    )
    assert titles(chars) == ["关于修改《风电管理办法》的通知", "风电监管方案"]


def test_a_quote_that_does_not_close_hides_no_document() -> None:
    chars = (
        f"关于修改《风电管理办法》的通知\n某能发〔2031〕7号\n各市能源局：\n{PROSE}\n"
        "一、将第二条修改为：“企业应当登记。\n某省能源局\n2031年5月6日\n"
        f"附件\n风电监管方案\n一、将进度改为：“每月报送”。\n{PROSE}\n"
    )
    assert titles(chars) == ["关于修改《风电管理办法》的通知", "风电监管方案"]


def test_a_contents_list_holds_no_documents() -> None:
    contents = "目录\n关于做好甲工作的通知……1\n关于做好乙工作的通知……2\n"
    first = f"关于做好甲工作的通知\n某发〔2031〕1号\n各单位：\n{PROSE}\n某省能源局\n2031年1月2日\n"
    second = f"关于做好乙工作的通知\n某发〔2031〕2号\n各单位：\n{PROSE}\n某省能源局\n2031年1月3日\n"
    assert titles(contents + first + second) == ["关于做好甲工作的通知", "关于做好乙工作的通知"]


def test_an_annex_that_is_only_named_is_no_document() -> None:
    chars = f"关于做好甲工作的通知\n各单位：\n{PROSE}\n"
    chars += "附件：1.甲项目清单\n2.乙项目清单\n某省能源局\n2031年1月2日\n"
    assert len(titles(chars)) == 1


def test_a_glossary_is_no_document() -> None:
    chars = f"关于印发《甲指南》的通知\n各单位：\n{PROSE}\n"
    chars += f"某省能源局\n2031年1月2日\n甲指南\n{PROSE}\n附件\n相关缩略语\n{PROSE}\n"
    assert titles(chars) == ["关于印发《甲指南》的通知", "甲指南"]


def test_the_titles_of_a_saved_page_are_one_document() -> None:
    chars = f"# 关于甲的公示_通知公告_某委员会\n\n## 政策原文\n\n某市能源局关于甲的公示\n\n{PROSE}\n"
    assert titles(chars) == ["某市能源局关于甲的公示"]


def test_a_text_without_a_title_is_one_document() -> None:
    assert titles("某市有三个项目。") == ["某市有三个项目。"]
    assert titles(" \n") == []


def test_lists_hold_no_heads() -> None:
    chars = f"关于甲的通知\n各单位：\n{PROSE}\n1\n关于乙工程的通知\n某发〔2031〕9号\n"

    class Area:
        start = chars.index("1\n关于乙")
        end = len(chars)

    parts = outline(layout(chars), [Area()])
    assert len(parts) == 1


def test_articles_chapters_and_items_have_locators() -> None:
    chars = f"甲管理办法\n第一章 总 则\n第一条 {PROSE}\n（一）资金；\n（二）人员。\n第二条 {PROSE}\n"
    sections = only(chars).sections
    assert [section.locator for section in sections] == ["第一章", "第一条", "（一）", "（二）", "第二条"]
    article = sections[1]
    assert chars[article.start : article.end].strip().endswith("人员。")


def test_a_reference_at_the_head_of_a_line_is_no_article() -> None:
    chars = "甲管理办法\n第一条 申请人应当符合本办法\n第二条规定的条件。\n第二条 条件另行规定。\n" + PROSE
    assert [section.locator for section in only(chars).sections] == ["第一条", "第二条"]


def test_items_that_run_on_in_a_paragraph_are_found() -> None:
    chars = f"关于甲的通知\n各单位：\n现通知如下。一、加强领导。{PROSE}二、落实责任。{PROSE}\n"
    assert [section.locator for section in only(chars).sections] == ["一、", "二、"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\n\n"])
def test_line_ends_make_no_difference(line_end: str) -> None:
    lines = ["关于甲的通知", "某发〔2031〕9号", "各单位：", PROSE, "某省能源局", "2031年1月2日"]
    chars = line_end.join(lines)
    part = only(chars)
    assert chars[slice(*part.title)] == "关于甲的通知"
    assert chars[slice(*part.date or (0, 0))] == "2031年1月2日"


@pytest.mark.corpus
def test_articles_of_the_corpus_run_on(corpus: Path) -> None:
    layout = lay_out(read(corpus / "policy-compilation-2025-04.txt"))
    counts = [sum(section.locator.endswith("条") for section in part.sections) for part in outline(layout)]
    assert sorted(count for count in counts if count) == [25, 48, 79]


def test_prose_on_one_long_line_has_no_title_and_is_read_from_its_first_character() -> None:
    chars = PROSE * 5
    part = only(chars)
    assert part.found_by == "untitled"
    assert part.body == (0, len(chars))
    assert part.title[1] - part.title[0] <= 110
