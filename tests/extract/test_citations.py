"""Documents that a document names, and what it has to do with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract import ids
from extract.instruments.citations import citations
from extract.instruments.documents import documents
from extract.instruments.outline import outline
from extract.layout import lay_out
from extract.pipeline import extract_text
from extract.readers import read
from extract.records import Citation
from extract.text import Text

GOLD = Path(__file__).parent.parent / "gold" / "dev" / "policy-compilation-2025-04.citations.jsonl"


def cited(chars: str, title: str = "关于甲工作的通知") -> list[Citation]:
    layout = lay_out(
        Text("a.txt", "0" * 64, f"{title}\n某发〔2031〕7号\n各单位：\n{chars}\n国家能源局\n2031年5月6日\n")
    )
    parts = outline(layout)
    heads = documents(layout, parts)
    return [
        found
        for part, head in zip(parts, heads, strict=True)
        for found in citations(layout, part, head, heads)
    ]


def relations(chars: str) -> dict[str | None, str]:
    return {found.title: found.relation for found in cited(chars)}


LISTED = (("关于乙工作的通知", "某规〔2029〕4号"), ("丙实施细则", "某财（农）发〔2030〕17号"))


@pytest.mark.parametrize(
    "row", ["{number}．{title}（{code}）", "{number}  {title}  {code}", "{number}．《{title}》（{code}）"]
)
def test_rows_of_what_goes_out_of_force_name_documents(row: str) -> None:
    rows = [row.format(number=at + 1, title=title, code=code) for at, (title, code) in enumerate(LISTED)]
    found = cited("经研究，废止下列文件：\n" + "\n".join(rows))
    assert [(one.title, one.doc_number, one.relation) for one in found] == [
        (*one, "repeals") for one in LISTED
    ]


def test_rows_of_a_table_of_what_goes_out_of_force_name_documents(tmp_path: Path) -> None:
    notice = "# 关于废止部分文件的公告\n\n经研究，决定废止部分文件。\n\n某某局\n\n2031年5月6日\n\n"
    head = f"{notice}附件\n\n## 废止的文件目录\n\n"
    rows = "".join(f"| {code} | {title} | 2030年2月3日 |\n" for title, code in LISTED)
    page = tmp_path / "a.md"
    page.write_text(f"{head}| 文号 | 文件名称 | 日期 |\n|---|---|---|\n{rows}", encoding="utf-8")
    layout = lay_out(read(page))
    parts = outline(layout)
    heads = documents(layout, parts)
    found = citations(layout, parts[-1], heads[-1], heads)
    assert [(one.title, one.doc_number, one.relation) for one in found] == [
        (*one, "repeals") for one in LISTED
    ]


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("根据《乙法》《丙法》和丁、戊等法律，制定本通知。", "implements"),
        ("为贯彻落实《乙法》，现就有关事项通知如下。", "implements"),
        ("《乙法》同时废止。", "repeals"),
        ("《乙法》及其附件同时废止。", "repeals"),
        ("《乙法》（某规〔2020〕3号）第五条同时废止。", "cites"),
        ("《乙法》附件2同时废止。", "cites"),
        ("《乙法》有关规定同时废止。", "cites"),
        ("《乙法》、《丙法》第五条同时废止。", "repeals"),
        ("《丙法》、《乙法》第五条同时废止。", "cites"),
        ("《乙法》第五条、《丙法》同时废止。", "cites"),
        ("决定废止《乙法》第五条。", "cites"),
        ("《乙法》中与本通知不一致的内容同时废止。", "cites"),
        ("违反本通知的，依照《乙法》有关规定予以处罚。", "cites"),
        ("适用《乙法》的规定。", "cites"),
        ("现将《乙法》印发给你们。", "issues"),
    ],
)
def test_the_words_around_say_the_relation(sentence: str, relation: str) -> None:
    assert relations(sentence)["乙法"] == relation


def test_a_document_is_cited_once_with_its_number() -> None:
    (found,) = cited("按照《乙方案》（某发〔2030〕3号，以下简称《方案》）要求，《方案》自下月执行。")
    assert (found.title, found.doc_number) == ("乙方案", "某发〔2030〕3号")
    assert found.target == ids.document_iri("", "某发〔2030〕3号")
    assert found.quote.startswith("《乙方案》")


def test_a_number_alone_is_a_citation() -> None:
    (found,) = cited("按照某发〔2030〕3号要求办理，应满足限额标准(GB21258)。")[:1]
    assert (found.title, found.doc_number, found.relation) == (None, "某发〔2030〕3号", "implements")


def test_an_order_repealed_by_its_number_alone_is_a_citation() -> None:
    (found,) = cited("原农业部公告2021年第8号自本公告发布之日起停止执行。")
    assert (found.title, found.doc_number, found.relation) == (None, "农业部公告2021年第8号", "repeals")


def test_its_own_number_is_none() -> None:
    assert cited("请遵照执行。") == []


def test_its_own_number_behind_its_title_is_not_that_of_what_it_sends_out() -> None:
    sent = "《乙清单（2031年版）》已经某某会批准，自即日起印发实施。"
    (found,) = cited(sent, title="关于印发《乙清单(2031年版)》的通知(某发〔2031〕7号)")
    assert (found.relation, found.doc_number) == ("issues", None)


def test_an_older_namesake_is_another_document() -> None:
    chars = (
        "关于印发《乙办法》的通知\n某发〔2031〕7号\n各单位：\n请遵照执行。\n国家能源局\n2031年5月6日\n"
        "乙办法\n第一条 本办法自发布之日起施行。原《乙办法》（某发〔2021〕1号）同时废止。\n"
    )
    layout = lay_out(Text("a.txt", "0" * 64, chars))
    parts = outline(layout)
    heads = documents(layout, parts)
    (issued,) = citations(layout, parts[0], heads[0], heads)
    (repealed,) = citations(layout, parts[1], heads[1], heads)
    assert (issued.relation, issued.target) == ("issues", heads[1].id)
    assert (repealed.relation, repealed.doc_number) == ("repeals", "某发〔2021〕1号")
    assert repealed.target not in {head.id for head in heads}


def test_forms_and_reports_are_no_documents() -> None:
    assert cited("请填写《乙申请表》，参考《丙研究报告》。") == []


def test_two_printings_of_a_title_have_one_target() -> None:
    first, second = cited("参照《国家能源局关于加快乙发展的意见》。") + cited(
        "参照《关于加快乙发展的意见》。"
    )
    assert first.target == second.target


@pytest.mark.corpus
def test_citations_of_the_corpus(corpus: Path) -> None:
    layout = lay_out(read(corpus / "policy-compilation-2025-04.txt"))
    parts = outline(layout)
    heads = documents(layout, parts)
    names = {head.id: head.title for head in heads}
    found = {
        (names[one.document], one.title, one.doc_number): one.relation
        for part, head in zip(parts, heads, strict=True)
        for one in citations(layout, part, head, heads)
    }
    entries = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    gold = {
        (entry["document"], entry.get("title"), entry.get("doc_number")): entry["relation"]
        for entry in entries
    }
    both = found.keys() & gold.keys()
    assert 2 * len(both) / (len(found) + len(gold)) >= 0.95
    assert sum(found[key] == gold[key] for key in both) / len(both) >= 0.88


def test_every_title_of_a_repealed_list_is_repealed() -> None:
    found = relations(
        "我局决定废止《乙通知》（某能〔2012〕5号）、《丙通知》（某能〔2013〕6号）和《丁办法》等3件文件。"
        "某部2021年5月6日印发的《戊办法》（某发〔2021〕3号）、原某部《己细则》同时失效。"
    )
    assert set(found.values()) == {"repeals"}
    assert set(found) == {"乙通知", "丙通知", "丁办法", "戊办法", "己细则"}


def test_what_a_decision_lists_item_by_item_goes_out_of_force() -> None:
    found = cited(
        "决定废止下列规章：\n一、《乙办法》（2021年3月1日某市人民政府令第165号公布）\n二、《丙规定》\n"
        "对下列规章予以修改：\n一、《丁条例》第三条删去。"
    )
    assert [(one.title, one.doc_number, one.relation) for one in found] == [
        ("乙办法", "某市人民政府令第165号", "repeals"),
        ("丙规定", None, "repeals"),
        ("丁条例", None, "cites"),
    ]
    assert found[0].clause_at == found[1].clause_at != found[2].clause_at


def test_a_list_of_what_goes_out_of_force_needs_no_colon_and_ends_at_the_next_point() -> None:
    repealed = "一、废止下列规章\n（一）《乙规定》（某某部令2030年第9号）\n（二）《丙规则》\n"
    text = f"{repealed}二、登记管理。机构应当执行《丁规范》。"
    assert relations(text) == {"乙规定": "repeals", "丙规则": "repeals", "丁规范": "cites"}


def test_a_year_and_a_number_behind_a_title_are_its_number() -> None:
    (found,) = cited("《关于调整乙目录的通告》（2030年第112号）第7项不再执行。")
    assert found.doc_number == "2030年第112号"


def test_a_code_of_one_character_is_one() -> None:
    layout = lay_out(
        Text(
            "a.txt",
            "0" * 64,
            "关于做好乙工作的通知\n\n消〔2031〕8号\n\n各支队：\n\n依据《乙法》，通知如下。\n",
        )
    )
    parts = outline(layout)
    (head,) = documents(layout, parts)
    assert head.doc_number == "消〔2031〕8号"
    assert [one.title for one in citations(layout, parts[0], head, (head,))] == ["乙法"]


def test_a_number_may_stand_in_front_of_its_title() -> None:
    found = cited("依据国务院第493号令《乙条例》，渡船应当符合GB 3095-1996《丙质量标准》。")
    assert [(one.title, one.doc_number) for one in found] == [
        ("乙条例", "国务院第493号令"),
        ("丙质量标准", "GB 3095-1996"),
    ]


def test_a_law_named_in_a_rule_is_no_ground() -> None:
    found = relations(
        "第一条 根据《乙法》，制定本办法。\n第二条 渡运适用本办法。\n第三条 渡口依照《丙法》的规定报告。\n"
    )
    assert found == {"乙法": "implements", "丙法": "cites"}


def test_what_is_done_by_another_text_does_not_rest_on_it() -> None:
    opening = "按照《乙规划》要求，现就有关事项通知如下。\n"
    rules = (
        "一、工作安排\n各单位按照《丙指南》要求开展核查，必须执行《丁规范》。为落实《戊意见》，开展试点。\n"
    )
    assert relations(opening + rules) == {
        "乙规划": "implements",
        "丙指南": "cites",
        "丁规范": "cites",
        "戊意见": "implements",
    }


def test_a_document_does_not_repeal_itself_but_its_former_namesake() -> None:
    chars = (
        "# 渡口管理办法\n\n2031年3月1日 交通运输部令第5号公布\n\n第一条 为了规范渡口管理，制定本办法。\n\n"
        "第二条 渡运适用本办法。\n\n第三条 本办法自2031年5月1日起施行。原《渡口管理办法》同时废止。\n"
    )
    layout = lay_out(Text("a.md", "0" * 64, chars))
    parts = outline(layout)
    heads = documents(layout, parts)
    (found,) = citations(layout, parts[0], heads[0], heads)
    assert (found.title, found.relation) == ("渡口管理办法", "repeals")
    assert found.target != heads[0].id


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("检测方法应符合XKG/J 079—2031的规定。", "XKG/J 079—2031"),
        ("展柜应当符合DB4601/T 12-2031。", "DB4601/T 12-2031"),
        ("本规定不改变《飞行丙规则》（XKAR-91）的适用。", "XKAR-91"),
        ("依照以某某部令2031年第3号公布的《渡口规定》办理。", "某某部令2031年第3号"),
    ],
)
def test_numbers_of_any_body_are_known_by_their_form(text: str, number: str) -> None:
    (found,) = cited(text)
    assert found.doc_number == number


def test_in_a_rule_what_something_is_done_by_is_no_ground() -> None:
    text = "第一条 根据《乙法》，制定本办法。\n第二条 渡口应当按照《丙规范》采集水样。\n"
    assert [one.relation for one in cited(text)] == ["implements", "cites"]


def test_a_standard_does_not_cite_itself_in_its_running_head() -> None:
    text = (
        "DB21/T 4120—2031\n社区食堂安全管理规范\n2031-04-20发布 2031-07-20实施\n辽宁省市场监督管理局 发布\n"
        "1 范围\n本文件规定了社区食堂的管理要求，符合GB 14934。\n\n"
        "DB21/T 4120—2031\n2\n2 场所\n食堂应通风。\n"
    )
    found = extract_text(Text("a.txt", "0" * 64, text)).records
    assert [record.doc_number for record in found if isinstance(record, Citation)] == ["GB 14934"]


def test_annexes_of_what_is_amended_or_kept_end_a_list_of_what_is_repealed() -> None:
    text = (
        "甲市人民政府关于公布废止和修改文件的决定\n甲政发〔2031〕9号\n各区人民政府：\n"
        "决定废止和修改一批文件，目录见附件。\n"
        "甲市人民政府\n2031年3月1日\n附件1\n废止的文件目录\n1. 关于印发甲办法的通知（甲政发〔2010〕1号）\n"
        "附件2\n修改的文件目录\n1. 关于印发丙办法的通知（甲政发〔2012〕3号）\n"
    )
    found = extract_text(Text("a.txt", "0" * 64, text)).records
    told = {one.doc_number: one.relation for one in found if isinstance(one, Citation)}
    assert told == {"甲政发〔2010〕1号": "repeals", "甲政发〔2012〕3号": "cites"}


def test_grounds_of_one_list_may_name_their_articles_and_who_sent_them_in() -> None:
    assert relations("根据《乙法》第十二条和《丙办法》，我局对渔港文件进行了清理。") == {
        "乙法": "implements",
        "丙办法": "implements",
    }
    rule = "一、试点期限。试点为期两年。试点工作按照《丁办法》和你厅报送的《戊试点方案》组织实施。"
    assert relations(rule) == {"丁办法": "implements", "戊试点方案": "implements"}


def test_in_a_guide_with_decimal_numbers_rules_begin_at_the_second() -> None:
    guide = "1.1 依据《乙法》，编制本指南。\n1.2 本指南适用于渔港。\n5.1 检测方法按照《丙规程》执行。"
    assert relations(guide) == {"乙法": "implements", "丙规程": "cites"}


def test_a_form_to_be_filled_in_is_no_document() -> None:
    assert relations("样本单位应当报送《渔港基本情况表》。") == {}


def test_what_a_text_is_modelled_on_or_amended_by_is_no_ground() -> None:
    assert relations("根据《甲法》，参照《乙规则》《丙规则》，结合本市实际，制定本办法。") == {
        "甲法": "implements",
        "乙规则": "cites",
        "丙规则": "cites",
    }
    caption = "（2023年1月3日某某部令第17号公布，根据2031年11月30日《某某部关于修改丁办法的决定》修正）"
    assert relations(f"{caption}\n第一条 为了规范工作，制定本办法。")["某某部关于修改丁办法的决定"] == "cites"


def test_what_stands_below_the_heading_for_grounds_is_one() -> None:
    plan = (
        "1 总则\n1.1 编制目的\n提高应对能力。\n1.2 编制依据\n《甲法》《乙条例》《丙预案》等。\n"
        "1.3 适用范围\n本预案适用于本县。"
    )
    assert set(relations(plan).values()) == {"implements"}


@pytest.mark.parametrize(
    "sentence",
    [
        "本办法根据《甲法》修订。",
        "根据《甲法》修订，制定本办法。",
        "参考国家有关标准并根据《甲法》，制定本办法。",
    ],
)
def test_a_law_by_which_a_text_is_revised_is_a_ground_of_it(sentence: str) -> None:
    assert relations(sentence) == {"甲法": "implements"}


def test_a_statute_does_not_issue_its_annex() -> None:
    text = (
        "渡口管理法\n（2031年3月2日全国人民代表大会常务委员会通过）\n第一条 渡口标志见《渡口标志图案》，"
        "各渡口应当悬挂标志，并保持其整洁。\n第二条 本法自2031年10月1日起施行。\n附件：\n渡口标志图案\n"
        "（1950年6月28日某某委员会会议通过）\n标志为圆形，中间是一艘渡船，周围是波浪，上方是渡口的名称。\n"
    )
    layout = lay_out(Text("a.txt", "0" * 64, text))
    parts = outline(layout)
    heads = documents(layout, parts)
    found = citations(layout, parts[0], heads[0], heads)
    assert [(one.title, one.relation) for one in found] == [("渡口标志图案", "cites")]


def test_titles_that_are_repealed_together_may_each_have_their_order() -> None:
    order = "2009年1月5日交通运输部以交通运输部令2009年第{}号发布的"
    both = f"{order.format(5)}《乙办法》和{order.format(1)}《丙规定》同时废止。"
    assert relations(both) == {"乙办法": "repeals", "丙规定": "repeals"}
