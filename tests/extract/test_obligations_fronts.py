"""What stands in front of prose in one line with it: numbers, headings, whom a text is sent to."""

from __future__ import annotations

import pytest

from extract.pipeline import extract_text
from extract.records import Obligation
from extract.text import Text


def told(chars: str) -> list[tuple[tuple[str, ...], str]]:
    records = extract_text(Text("a.txt", "0" * 64, chars)).records
    return [(one.bearer, one.quote) for one in records if isinstance(one, Obligation)]


@pytest.mark.parametrize(
    ("party", "rest"),
    [
        ("第三方机构", "不得转包检测业务。"),
        ("第一责任人", "应当每月检查一次。"),
        ("第二类渔业企业", "可以延期申报。"),
        ("第五条规定的企业", "应当登记。"),
        ("第五条、第六条规定的企业", "应当登记。"),
        ("第二款规定的企业", "不得转让。"),
    ],
)
def test_an_ordinal_behind_the_number_of_an_article_is_no_part_of_it(party: str, rest: str) -> None:
    found = told(f"检测规定\n第八条 企业应当登记。\n第九条　{party}{rest}\n")
    assert found[-1] == ((party,), f"{party}{rest}")


_LINE = (
    "某某县人民政府办公室关于加强渔港管理的意见 某府办〔2031〕5号 各乡镇人民政府： "
    "为加强渔港管理，保障群众生命财产安全，渔港应当于2031年6月底前完成检查，请认真组织实施。"
)


def test_headings_and_addressees_in_one_line_with_the_text_belong_to_no_statement() -> None:
    found = told(
        f"{_LINE} 一、明确责任 县水利局应当每季度检查一次。（二）资金保障　县财政局应当公示名单。"
        " 三、总体要求 有关单位要加强领导。"
    )
    assert found == [
        ((), "渔港应当于2031年6月底前完成检查，请认真组织实施。"),
        (("县水利局",), "县水利局应当每季度检查一次。"),
        (("县财政局",), "县财政局应当公示名单。"),
        (("有关单位",), "有关单位要加强领导。"),
    ]


def test_a_blank_inside_prose_makes_no_heading() -> None:
    found = told("渔港规定\n一、水库管理单 位应当登记。\n二、县渔业局　应当登记。\n")
    assert [bearer for bearer, _ in found] == [("水库管理单位",), ("县渔业局",)]
