"""Documents as web sites, registers and tools that save pages print them."""

from __future__ import annotations

import pytest
from heads import only, records

from extract.layout import lay_out
from extract.pipeline import extract_text
from extract.records import Obligation
from extract.text import Text

PROSE = "为规范风电项目的建设和运行，保障电网安全，各单位要加强组织领导，落实责任，确保取得实效。"


def test_a_title_that_is_printed_again_over_several_lines_is_one() -> None:
    title = "甲市人民代表大会常务委员会关于废止《甲市渡口条例》的决定"
    labels = f'---\ntitle: "{title}"\noffice: "甲市人民代表大会常务委员会"\n---\n'
    again = "甲市人民代表大会常务委员会\n\n关于废止《甲市渡口\n\n条例》的决定\n"
    caption = "（2031年10月27日甲市第五届人民代表大会常务委员会第十二次会议通过）\n"
    document = only(f"{labels}\n# {title}\n\n{again}\n{caption}\n{PROSE}\n")
    assert (document.title, document.adopted_date, document.date) == (title, "2031-10-27", "2031-10-27")


def test_the_day_and_the_number_may_share_a_line_under_the_title() -> None:
    document = only(
        '---\ntitle: "最高人民法院    公安部"\n---\n\n'
        f"关于登船问题的通知\n\n1986年10月25日      法（经）发〔1986〕30号\n\n各省公安厅：\n\n{PROSE}\n"
    )
    assert (document.date, document.doc_number) == ("1986-10-25", "法（经）发〔1986〕30号")
    assert document.issuers == ("最高人民法院", "公安部")


def test_the_year_of_a_number_may_stand_in_front() -> None:
    assert only(f"关于登船问题的通知\n〔89〕高检会（研）字第12号\n各省：\n{PROSE}\n").doc_number == (
        "〔89〕高检会（研）字第12号"
    )


def test_a_page_that_a_tool_saved_begins_with_its_title() -> None:
    page = (
        "Title: 关于风电建设的通知 - 甲市人民政府门户网站\n\nURL Source: https://example.org/a\n\n"
        f"Markdown Content:\n[首页](https://example.org/)\n\n# 关于风电建设的通知\n\n{PROSE}\n"
    )
    assert only(page).title == "关于风电建设的通知"


def test_links_below_a_text_are_of_the_site() -> None:
    text = (
        f"# 关于风电建设的通知\n\n各单位：\n\n{PROSE}\n\n甲市能源局\n\n2031年5月6日\n\n排行榜\n\n- _01_\n\n"
    )
    link = (
        '## [《乙规定》 2032年第4号令](https://example.org/b.html "《乙规定》 2032年第4号令")\n\n2032-07-08\n'
    )
    document = only(text + link)
    assert (document.date, document.issuers) == ("2031-05-06", ("甲市能源局",))
    assert document.body_end <= len(text)


def test_a_seal_between_who_signs_and_the_day_is_passed_over() -> None:
    document = only(f"# 关于风电建设的通知\n\n{PROSE}\n\n甲市人民政府\n\n![](seal.png)\n\n2031年4月16日\n")
    assert (document.date, document.issuers) == ("2031-04-16", ("甲市人民政府",))


@pytest.mark.parametrize("last", ["2031年4月16日", "发布日期：2031年4月16日"])
def test_a_day_below_the_label_of_who_issues_is_that_of_the_text(last: str) -> None:
    assert only(f"关于风电建设的通知\n\n{PROSE}\n\n发布单位：甲市能源局\n{last}\n").date == "2031-04-16"


def test_a_last_line_that_looks_like_a_label_is_of_the_text() -> None:
    last = "主办单位：江苏省工业和信息化厅，应当于2031年8月底前上报结果"
    chars = f"关于风电建设的通知\n\n{PROSE}\n\n{last}\n"
    assert only(chars).body_end == len(chars) - 1


def test_a_page_may_print_its_own_title_as_a_link() -> None:
    chars = f"# [关于风电建设的通知](https://example.org/a.html)\n\n各单位：\n\n{PROSE}\n"
    document = only(chars)
    assert document.title == chars[document.start : document.end] == "关于风电建设的通知"


def test_a_footnote_below_a_title_is_no_number() -> None:
    assert only(f"关于风电建设的通知\n[12]江苏省财政厅公告第3号\n各单位：\n{PROSE}\n").doc_number is None


def test_no_day_of_another_page_is_that_of_the_text() -> None:
    link = "[《乙规定》](https://example.org/b.html)\n\n2032-07-08\n"
    assert only(f"# 关于风电建设的通知\n\n{PROSE}\n\n{link}").date is None


def test_a_label_with_its_day_under_a_title_is_no_title() -> None:
    head = "# **市商务委关于推进风电建设工作的通知**\n\n## 发布日期（2031-07-17）\n\n沪商〔2031〕9号\n"
    document = only(f"{head}\n各单位：\n\n{PROSE}\n")
    assert (document.title, document.doc_number) == ("市商务委关于推进风电建设工作的通知", "沪商〔2031〕9号")


def test_the_marks_of_a_heading_over_two_lines_are_not_of_the_title() -> None:
    first, second = "甲市人民政府办公厅关于印发《甲市新能源汽车便捷", "行动计划（2031—2032年）》的通知"
    run_in = "甲府办发〔2031〕29 号 各区县人民政府，有关单位： 《计划》已经市政府同意，现印发给你们。"
    signed = "甲市人民政府办公厅 2031 年 3 月 30 日 （此件公开发布）"
    document = only(f"# {first}\n\n# {second}\n\n{run_in}\n\n{signed}\n")
    assert document.title == first + second
    assert (document.doc_number, document.date) == ("甲府办发〔2031〕29号", "2031-03-30")


def test_a_number_does_not_close_the_bracket_around_it() -> None:
    head = "医疗基金举报处理暂行办法\n（国家医疗保障局令第 5 号）\n"
    assert only(f"{head}第一条 {PROSE}\n第二条 {PROSE}\n").doc_number == "国家医疗保障局令第5号"


def test_a_bracket_that_closes_nothing_is_not_of_the_title() -> None:
    chars = f"关于医师执业范围的暂行规定》\n（卫医发〔2001〕169 号）\n{PROSE}\n一、{PROSE}\n"
    document = only(chars)
    assert document.title == "关于医师执业范围的暂行规定"
    assert chars[document.start : document.end] == document.title


def test_a_caption_may_be_set_as_a_quotation() -> None:
    caption = "> （2031年12月30日上海市第十六届人民代表大会\n>\n> 常务委员会第二十八次会议通过）\n"
    document = only(f"# 关于废止渡口规定的决定\n\n{caption}\n{PROSE}\n")
    assert document.issuers == ("上海市人民代表大会常务委员会",)
    assert document.date == "2031-12-30"


def test_the_number_of_an_order_may_stand_before_the_word() -> None:
    caption = "2031年8月18日 商务部、海关总署第4号令公布\n\n2032年1月1日 施行\n"
    document = only(f"# 药品进口办法\n\n{caption}\n第一条 {PROSE}\n\n第二条 {PROSE}\n")
    assert (document.doc_number, document.date) == ("商务部、海关总署第4号令", "2031-08-18")
    assert document.issuers == ("商务部", "海关总署")


def test_labels_and_menus_of_a_site_are_not_of_the_text() -> None:
    menu = "设为首页\n在线办事\n互动回应\n专题专栏\nAa\n字体：\n小\n|\n中\n|\n大\n"
    below = "附件某某方案.pdf\n网站地图\n"
    document = only(
        f"{menu}甲市能源局关于风电建设的通知\n各单位：\n{PROSE}\n甲市能源局\n2031年5月6日\n{below}"
    )
    assert (document.title, document.issuers) == ("甲市能源局关于风电建设的通知", ("甲市能源局",))
    assert document.date == "2031-05-06"


def test_the_labels_at_the_head_of_a_saved_page_may_be_chinese() -> None:
    labels = "---\n标题: 甲市能源局关于风电建设的通知\n文号: 甲能发〔2031〕5号\n---\n"
    assert only(f"{labels}\n{PROSE}\n").title == "甲市能源局关于风电建设的通知"


def test_a_label_in_quotation_marks_may_go_over_lines() -> None:
    labels = '---\ntitle: "甲市人民政府关于废止\n《渡口办法》的决定"\ndate: 2031-05-06\n---\n'
    assert only(f"{labels}\n{PROSE}\n").title == "甲市人民政府关于废止《渡口办法》的决定"


def test_a_line_that_ends_with_about_goes_on_below() -> None:
    head = (
        "国家发展改革委办公厅\n国家能源局综合司关于\n做好风电试点\n相关工作的通知\n发改办能源〔2031〕245号\n"
    )
    document = only(f"{head}各省能源局：\n{PROSE}\n")
    assert document.title == "国家发展改革委办公厅国家能源局综合司关于做好风电试点相关工作的通知"
    assert document.issuers == ("国家发展和改革委员会办公厅", "国家能源局综合司")


def test_a_title_above_that_the_text_prints_again_gives_one_document() -> None:
    labels = "---\ntitle: 关于风电建设的通知\ndate: 2031-05-06\n---\n"
    chars = f"{labels}\n# 关于风电建设的通知\n\n各单位：\n\n{PROSE}\n"
    document = only(chars)
    assert document.start == chars.index("# 关于") + 2


TITLE = "关于风电建设的通知"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("信息公开\n各单位应当于2031年5月前上报结果。\n各企业应当落实责任。", "信息公开"),
        ("关于加强\n政务服务\n工作的通知\n各单位：\n{prose}", "关于加强政务服务工作的通知"),
        ("关于\n甲市能源局{title}\n甲发〔2031〕5号\n各单位：\n{prose}", f"甲市能源局{TITLE}"),
        ("# [甲市人民政府网](https://example.org/)\n\n# {title}\n\n各单位：\n{prose}", TITLE),
        ("# [![标志](a.png)](https://example.org/)\n# {title}\n各单位：\n{prose}", TITLE),
        ("---\ntitle: {title}\n---\n各单位：\n{prose}\n甲市能源局\n2031年5月6日\n\n# {title}", TITLE),
    ],
)
def test_a_word_of_a_menu_may_be_of_a_title_and_a_site_is_none(page: str, title: str) -> None:
    assert only(page.format(prose=PROSE, title=TITLE)).title == title


@pytest.mark.parametrize(
    "page",
    [
        "---\n通知：各单位应当落实责任。\n要求：各单位应当上报结果。\n---\n",
        "---\n标题：风电\n要求：各单位应当上报结果。\n---\n",
        "# [甲市人民政府门户网站](https://example.org/)\n各单位应当上报结果。\n",
    ],
)
def test_sentences_that_look_like_labels_are_read(page: str) -> None:
    found = extract_text(Text("a.md", "0" * 64, page)).records
    assert [one.action for one in found if isinstance(one, Obligation)][-1] == "上报结果"


@pytest.mark.parametrize(
    "number", ["[89]法民字第12号", "[2031]甲能源第5号", "〔1989〕法民第12号", "财政部公告（2031年第123号）"]
)
def test_number_under_a_title_has_one_of_many_forms(number: str) -> None:
    head = number.replace("（", "\n（") if number.startswith("财") else f"关于风电建设的通知\n{number}"
    assert only(f"{head}\n各单位：\n{PROSE}\n").doc_number == number


@pytest.mark.parametrize(
    "below", ["![](https://example.org/a.png)\n2033-01-01", "更新日期：2032-07-08\n2033-01-01\n打印"]
)
def test_the_day_of_a_page_is_not_that_of_its_text(below: str) -> None:
    assert only(f"关于风电建设的通知\n各单位：\n{PROSE}\n{below}").date is None


def test_furniture_below_the_links_to_other_pages_is_of_the_site_too() -> None:
    text = f"关于风电建设的通知\n各单位：\n{PROSE}"
    link = "\n[《乙市风电管理办法》](https://example.org/b.html)\n打印本页"
    assert only(text + link).body_end == len(text)


def test_the_letter_o_may_stand_for_a_zero_of_the_year() -> None:
    assert only(f"关于风电建设的通知\n{PROSE}\n甲市能源局\n二OO九年十二月二日\n").date == "2009-12-02"


def test_a_name_may_be_broken_in_a_signature() -> None:
    signed = "国家发展\n改革委办公厅\n国家能源局综合司\n2031年3月26日\n"
    document = only(f"关于风电建设的通知\n各单位：\n{PROSE}\n{signed}")
    assert document.issuers == ("国家发展和改革委员会办公厅", "国家能源局综合司")


def test_a_label_of_a_site_may_hold_the_only_title() -> None:
    labels = "索引号：000\n发布机构：甲市能源局\n名称：甲市能源局关于风电建设的通知\n文号：无\n"
    assert only(f"{labels}{PROSE}\n").title == "甲市能源局关于风电建设的通知"


def test_an_attachment_that_is_named_above_the_signature_is_no_document_here() -> None:
    named = "附件：《能源部关于印发<风电方案>的通知》（能发电力〔2030〕40号）"
    head = "关于转发《能源部关于印发<风电方案>的通知》的通知\n（发布日期：2031年1月7日）\n各单位：\n"
    document = only(f"{head}{PROSE}\n{named}\n甲市能源局\n2031年1月5日\n")
    assert (document.date, document.issuers) == ("2031-01-05", ("甲市能源局",))


def test_the_title_of_an_attachment_may_stand_on_two_lines() -> None:
    notice = f"关于印发《甲市政策性粮食举报奖励实施细则（试行）》的通知\n甲粮〔2031〕2号\n各单位：\n{PROSE}\n"
    rules = f"甲市政策性粮食\n举报奖励实施细则（试行）\n第一条 {PROSE}\n第二条 {PROSE}\n"
    _, attached = records(f"{notice}甲市粮食局\n2031年12月31日\n{rules}")
    assert attached.title == "甲市政策性粮食举报奖励实施细则（试行）"


def test_a_page_may_print_the_title_of_a_statute_above_the_order_that_promulgates_it() -> None:
    order = "甲市人民政府令\n第44号\n《渡口条例》已经市政府通过，现予公布，自2031年11月1日起施行。\n"
    order += "市长某某\n2031年8月23日\n"
    statute = f"渡口条例\n第一章 总则\n第一条 {PROSE}\n第二条 {PROSE}\n"
    head, attached = records(f"渡口条例\n{order}{statute}")
    assert (head.doc_number, head.date) == ("甲市人民政府令第44号", "2031-08-23")
    assert (attached.title, attached.attached_to) == ("渡口条例", head.id)


def test_issuers_of_a_title_may_break_inside_a_name() -> None:
    head = "广东省发展改革委 广东省能源局 广东省\n生态环境厅 中国人民银行广东省分行\n"
    document = only(f"{head}关于印发《节能\n行动方案》的通知\n粤发改能源〔2031〕290号\n各单位：\n{PROSE}\n")
    assert document.title.startswith("广东省发展改革委广东省能源局广东省生态环境厅中国人民银行")


def test_labels_of_a_law_site_may_have_no_colon() -> None:
    labels = "发文机关中国民用航空局\n\n发文日期2031年08月13日\n\n时效性现行有效\n\n"
    labels += "发文字号MD-TM-2031-01\n\n施行日期2031年09月01日\n\n"
    title = '---\ntitle: "（2031年）航空培训管理办法 - 法律查询 - 某法网"\n---\n'
    document = only(f"{title}{labels}第一条 {PROSE}\n\n第二条 {PROSE}\n")
    assert (document.title, document.doc_number) == ("航空培训管理办法", "MD-TM-2031-01")
    assert (document.date, document.effective_date) == ("2031-08-13", "2031-09-01")
    assert document.issuers == ("中国民用航空局",)


def test_keys_of_a_program_above_a_text_are_not_of_it() -> None:
    keys = "# 原件\n\n- id: gw-1\n- title: 甲市能源局关于印发《风电公开办法》的通知\n- code: 200\n\n---\n\n"
    head = "甲市能源局关于印发《风电\n公开办法》的通知\n甲办发〔2031〕50号\n各单位：\n"
    document = only(f"{keys}{head}{PROSE}\n甲市能源局\n2031年12月7日\n")
    assert document.title == "甲市能源局关于印发《风电公开办法》的通知"
    assert document.doc_number == "甲办发〔2031〕50号"


def test_a_part_of_a_body_signs_with_its_name() -> None:
    signed = "工业和信息化部办公厅\n中央空中交通管理委员会办公室综合局\n2031年3月26日\n"
    document = only(f"关于风电建设的通知\n各单位：\n{PROSE}\n{signed}")
    assert document.issuers[1] == "中央空中交通管理委员会办公室综合局"


def test_a_federation_that_signs_is_called_by_its_full_name() -> None:
    document = only(f"关于风电建设的通知\n各单位：\n{PROSE}\n凉山州残疾人联合会\n2031年3月26日\n")
    assert document.issuers == ("凉山彝族自治州残疾人联合会",)


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("商务部 海关总署公告2031年第51号 关于发布《管制清单》的公告", "商务部海关总署公告2031年第51号"),
        (
            "中华人民共和国商务部令二〇三一年第5号 关于采取反制措施的决定",
            "中华人民共和国商务部令二〇三一年第5号",
        ),
        ("中国证券监督管理委员会公告\n〔2031〕51号", "中国证券监督管理委员会公告〔2031〕51号"),
    ],
)
def test_number_of_an_order_may_stand_in_the_title_or_have_no_code(head: str, number: str) -> None:
    assert only(f"{head}\n{PROSE}\n").doc_number == number


@pytest.mark.parametrize(
    ("signed", "issuers"),
    [
        ("中国人民银行\n湖南省分行\n湖南省财政厅", ("中国人民银行", "湖南省分行", "湖南省财政厅")),
        ("甲市能源局\n2031年5月6日\n乙市能源局", ("乙市能源局",)),
        ("华能集团\n市能源局", ("华能集团", "市能源局")),
        ("长沙市财政局教育局", ("长沙市财政局", "教育局")),
        ("湖南省财政厅联合会同湖南省民政厅", ("湖南省财政厅", "湖南省民政厅")),
    ],
)
def test_lines_of_a_signature_that_name_bodies_of_their_own(signed: str, issuers: tuple[str, ...]) -> None:
    assert only(f"关于风电建设的通知\n各单位：\n{PROSE}\n{signed}\n2031年5月7日\n").issuers == issuers


def test_an_attachment_behind_a_signature_is_a_document_though_someone_signs_it_again() -> None:
    notice = f"甲市能源局关于印发《风电管理办法》的通知\n各区：\n{PROSE}\n甲市能源局\n2031年5月6日\n"
    rules = f"附件：风电管理办法\n甲市能源局\n2031年4月1日\n第一条 {PROSE}\n第二条 {PROSE}"
    head, attached = records(notice + rules)
    assert (head.date, attached.date) == ("2031-05-06", "2031-04-01")


def test_a_label_below_a_text_gives_no_title() -> None:
    page = f"索引号：0001\n甲市能源局会议纪要\n各区能源局：\n{PROSE}\n标题：国家能源局关于光伏的通知\n"
    assert only(page).title == "甲市能源局会议纪要"


def test_what_a_text_lists_is_no_menu() -> None:
    chars = f"关于公开的通知\n一、应当公开下列信息：\n机构职能\n政策法规\n工作动态\n二、{PROSE}\n"
    assert not any(line.furniture for line in lay_out(Text("a.md", "0" * 64, chars)).lines)


def test_boxes_and_attributes_of_markdown_are_no_text() -> None:
    page = (
        "---\ntitle: 甲风电处罚办法\n---\n\n::: tip 修订信息\n\n"
        '某能发〔2031〕9号{style="text-align:center;"}\n\n'
        "（2031年3月1日国家能源局令第28号公布&emsp;自2031年5月1日起施行）\n\n:::\n\n::: tabs\n\n"
        "@tab 章节\n\n[[toc]]\n\n"
        f'@tab 条例\n\n:::\n\n<p id="t1">&emsp;&emsp;<b>第一条</b>&emsp;{PROSE}</p>\n'
    )
    document = only(page)
    assert (document.title, document.doc_number) == ("甲风电处罚办法", "某能发〔2031〕9号")
    assert (document.date, document.effective_date) == ("2031-03-01", "2031-05-01")


CONGRESS = "甲自治县人民代表大会"


@pytest.mark.parametrize(
    ("caption", "force", "date", "effective"),
    [
        # What a body above has approved is published afterwards.
        (f"2031年1月9日{CONGRESS}通过 2031年3月27日乙省人民代表大会常务委员会批准", None, "2031-03-27", None),
        (f"2031年1月9日{CONGRESS}通过", None, "2031-01-09", "2031-01-09"),
        ("2031年1月9日最高人民检察院检察委员会第3次会议通过", None, "2031-01-09", None),
        (
            f"2031年1月9日{CONGRESS}通过 2031年3月27日乙省人民代表大会常务委员会批准",
            "2031-04-10",
            "2031-04-10",
            "2031-04-10",
        ),
        # The day of the last amendment is no first day.
        (
            f"2021年1月9日{CONGRESS}通过 根据2031年3月27日《关于修改〈甲条例〉的决定》修正",
            None,
            "2031-03-27",
            "2021-01-09",
        ),
    ],
)
def test_when_a_text_was_published_that_says_from_that_day_on(
    caption: str, force: str | None, date: str, effective: str | None
) -> None:
    labels = f'---\ntitle: "甲条例"\npublish: "{force} 00:00:00"\n---\n\n' if force else ""
    document = only(
        f"{labels}# 甲条例\n\n（{caption}）\n\n第一条 {PROSE}\n\n第二条 本条例自公布之日起施行。\n"
    )
    assert (document.date, document.effective_date) == (date, effective)


def test_the_place_of_a_news_agency_is_not_of_the_title() -> None:
    title = "全国人民代表大会常务委员会关于加强风电保护的决定"
    page = (
        f"新华社北京12月28日电 {title}\n"
        f"（2031年12月28日第十届全国人民代表大会常务委员会第三次会议通过）\n{PROSE}\n"
    )
    assert only(page).title == title


def test_a_number_in_front_of_a_title_is_not_of_it() -> None:
    title = "甲省税务局关于开展风电行动的实施意见"
    page = f"甲税发[2031]6号 {title}\n发文时间:2031-02-03\n文号:甲税发[2031]6号\n收藏\n516\n\n{title}\n\n"
    document = only(f"{page}甲税发〔2031〕6号         2031-02-03\n\n各市税务局:\n\n{PROSE}\n")
    assert (document.title, document.doc_number, document.date) == (title, "甲税发〔2031〕6号", "2031-02-03")


@pytest.mark.parametrize(
    ("between", "order"),
    [
        ("甲省人民政府\n\n\n", "甲省人民政府令第164号"),
        ("甲省人民政府\n\n\n", "甲省人民政府令\n\n第164号"),
        ("", "甲省人民政府令\n\n第164号"),
    ],
)
def test_a_title_above_the_order_and_who_issues_is_that_of_what_the_order_makes_public(
    between: str, order: str
) -> None:
    sentence = "现发布《甲省风电保障办法》,自\n发布之日起施行。"
    page = (
        "甲省风电保障办法\n\n作者:某网 时间:2032-07-02\n\n甲省风电保障办法\n\n"
        f"{between}{order}\n\n\n{sentence}\n省长 张甲\n2031年1月29日\n\n"
    )
    found = records(f"{page}第一条 {PROSE}\n\n第二条 {PROSE}\n")
    assert sorted(one.title for one in found) == [order.split("\n", maxsplit=1)[0], "甲省风电保障办法"]
    (head,) = (one for one in found if one.kind == "令")
    assert [one.attached_to for one in found if one is not head] == [head.id]


def test_a_label_in_front_of_the_number_of_an_order_is_not_of_it() -> None:
    page = (
        "发文机关甲监督管理委员会\n发文日期2031年10月30日\n时效性现行有效\n"
        "发文字号甲监督管理委员会令第177号\n"
        "《关于修改风电规章的决定》已经2031年10月20日甲监督管理委员会委务会议审议通过,现予公布,自公布之日起施行。\n"
        "主席:张甲\n2031年10月30日\n"
    )
    assert only(page).doc_number == "甲监督管理委员会令第177号"


def test_a_caption_may_say_what_was_amended() -> None:
    page = (
        "甲争议处理办法\n"
        "（2023年1月3日甲资源部令第17号公布，根据2031年11月30日《甲资源部关于修改部分规章的决定》"
        f"（甲资源部令第49号）修正，将第二十条的“征用”改为“征收”。）\n第一条 {PROSE}\n"
    )
    document = only(page)
    assert (document.doc_number, document.date) == ("甲资源部令第17号", "2031-11-30")


def test_what_a_resolution_approves_may_stand_below_it() -> None:
    page = (
        f"# 甲会议关于风电方案的决议\n\n（2031年2月11日甲市人民代表大会通过）\n\n{PROSE}\n\n"
        f"附：\n\n风电方案\n\n{PROSE}\n"
    )
    assert [one.title for one in records(page)] == ["甲会议关于风电方案的决议", "风电方案"]


def test_a_title_over_three_lines_begins_on_the_first() -> None:
    page = (
        "国务院办公厅关于印发文化体制改革中\n经营性文化单位转制为企业和进一步\n"
        f"支持文化企业发展规定的通知\n甲办发〔2031〕124号\n各省：\n{PROSE}\n"
    )
    assert only(page).title.startswith("国务院办公厅关于印发")


def test_who_issues_stands_above_a_title_that_says_so_itself() -> None:
    page = (
        "浠水县人民政府\n\n县人民政府关于印发《风电规则》的通知\n\n浠政发〔2031〕1号\n\n"
        f"各乡镇人民政府：\n\n{PROSE}\n"
    )
    assert only(page).title == "县人民政府关于印发《风电规则》的通知"


def test_an_attachment_named_above_the_signature_is_none() -> None:
    page = (
        f"甲市能源局关于印发《风电办法》的通知\n某能发〔2031〕1号\n各单位：\n{PROSE}\n附件：\n"
        "风电办法\n甲市能源局\n2031年1月19日\n附件：\n"
    )
    document = only(page)
    assert (document.issuers, document.date) == (("甲市能源局",), "2031-01-19")


def test_a_title_that_the_name_of_a_part_of_the_site_stands_in_front_of() -> None:
    page = (
        "其他\n部委动态 | 拟认定的风电遗产名单公示\n导读\n近日,某部发布名单。\n"
        f"拟认定的风电遗产名单公示\n{PROSE}\n甲市能源局\n2031年1月19日\n"
    )
    assert only(page).title == "拟认定的风电遗产名单公示"


def test_a_title_without_a_mark_may_be_printed_again_over_two_lines() -> None:
    title = "甲自治州人民代表大会常务委员会机关公文处理办法"
    page = (
        f"自身建设\n{title}\n来源:州人大\n访问量:\n甲自治州人民代表大会\n\n"
        f"常务委员会机关公文处理办法\n\n第一章\n第一条 {PROSE}\n"
    )
    assert only(page).title == title


def test_a_number_a_day_and_whether_it_holds_may_share_a_line() -> None:
    page = f"甲总署关于发布标准的公告\n甲总署公告2031年第83号  2031-12-24  全文有效\n{PROSE}\n特此公告。\n"
    assert (only(page).doc_number, only(page).date) == ("甲总署公告2031年第83号", "2031-12-24")


def test_bold_marks_inside_a_title_and_key_words_below_a_text_are_no_titles() -> None:
    notice = (
        "# 关于印发《甲行动方案（2031—2033年）》的通知\n\n某科合〔2031〕4号\n\n各单位：\n\n"
        f"{PROSE}\n\n甲市能源局\n2031年1月19日\n\n"
    )
    found = records(f"{notice}**甲行动方案（2031—2033年****）**\n\n{PROSE}\n\n主题词：风电 方案 通知\n")
    assert [one.title for one in found][1:] == ["甲行动方案（2031—2033年）"]


def test_the_number_in_front_of_a_title_is_that_of_the_text() -> None:
    title = "甲省税务局关于开展风电行动的实施意见"
    document = only(f"甲能发〔2031〕6号 {title}\n\n各市税务局：\n\n{PROSE}\n")
    assert (document.title, document.doc_number) == (title, "甲能发〔2031〕6号")


@pytest.mark.parametrize("number", ["2031年第11号", "甲文旅规〔2031〕1号"])
def test_an_announcement_over_two_lines_begins_on_the_first(number: str) -> None:
    page = (
        f"甲市文化旅游局关于组织申报2031年度\n小剧场驻场演出扶持项目的公告\n\n{number}\n\n"
        f"{PROSE}\n\n甲市文化旅游局\n2031年1月19日\n"
    )
    assert only(page).title == "甲市文化旅游局关于组织申报2031年度小剧场驻场演出扶持项目的公告"


@pytest.mark.parametrize("mark", ["附件2", "附件12 ", "附件2："])
def test_a_year_behind_the_number_of_an_annex_is_of_the_title(mark: str) -> None:
    assert only(f"{mark}2031年度甲市渡口管理方案\n{PROSE}\n{PROSE}\n").title == "2031年度甲市渡口管理方案"


def test_what_a_site_says_of_its_copy_is_not_of_the_title_below_it() -> None:
    note = "法规内容  本文仅供参考,如需引用请以正式文件为准\n"
    title = "甲市税务局关于进一步落实减税政策的通知"
    document = only(f"首页 > 法规\n{note}发文标题: {title}\n发文文号: 甲税发[2031]1号\n{PROSE}\n{PROSE}\n")
    assert (document.title, document.doc_number) == (title, "甲税发[2031]1号")


def test_a_headline_with_the_number_of_an_announcement_is_its_title() -> None:
    head = "【第3号公告】《渡口管理指导意见》"
    notice, opinion = records(
        f"{head}\n为加强渡口管理，我会修订了《渡口管理指导意见》，现予以公告，自2031年4月1日起施行。\n"
        f"2031年3月17日\n渡口管理指导意见\n第一章 总则\n第一条 {PROSE}\n"
    )
    assert (notice.title, opinion.title) == (head, "渡口管理指导意见")
    assert opinion.attached_to == notice.id


@pytest.mark.parametrize("edition", ["（修正草案·二审稿）", "（草案三次审议稿）"])
def test_the_reading_of_a_draft_on_a_line_of_its_own_is_of_the_title(edition: str) -> None:
    title = "甲自治州渡口条例"
    assert only(f"{title}\n{edition}\n第一条 {PROSE}\n第二条 {PROSE}\n").title == title + edition


def test_lines_of_labels_and_history_below_a_heading_are_no_titles() -> None:
    title = "甲市人民法院关于修改《渡口案件规定》的决定"
    status = "【修改/废止决定】　公布：2031-12-18　施行：2032-01-01　制定机关：甲市人民法院"
    history = "沿革：（2031年12月5日甲市人民法院审判委员会第9次会议通过，自2032年1月1日起施行）"
    document = only(f"# {title}\n\n> {status}\n> {history}\n\n{PROSE}\n\n一、{PROSE}\n")
    assert (document.title, document.adopted_date) == (title, "2031-12-05")
    assert document.effective_date == "2032-01-01"


def test_the_label_of_a_register_says_when_a_text_was_promulgated() -> None:
    labels = '---\ntitle: "渡口管理规定"\npromulgated: "2031-03-20"\n---\n'
    assert only(f"{labels}\n# 渡口管理规定\n\n第一条 {PROSE}\n第二条 {PROSE}\n").date == "2031-03-20"


def test_words_of_a_site_behind_and_below_its_headline_are_not_of_the_title() -> None:
    headline = "甲市渡口条例最新【全文】"
    assert only(
        f"{headline}\n\n1444 人看过\n\n{headline}\n\n甲市渡口条例\n第一条 {PROSE}\n第二条 {PROSE}\n"
    ).title == ("甲市渡口条例")


@pytest.mark.parametrize(
    ("title", "kind"),
    [("对甲市政协五届一次会议第5号提案的答复", "答复"), ("甲县人民政府森林防火禁火令", "令")],
)
def test_answers_to_proposals_and_orders_against_fire_have_a_kind(title: str, kind: str) -> None:
    document = only(f"{title}\n{PROSE}\n{PROSE}\n")
    assert (document.title, document.kind) == (title, kind)
