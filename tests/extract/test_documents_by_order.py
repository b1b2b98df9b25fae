"""Orders and announcements with what they make public, and titles whose bodies stand on lines above."""

from __future__ import annotations

import pytest
from heads import only, records

PROSE = "为规范风电项目的建设和运行，保障电网安全，各单位要加强组织领导，落实责任，确保取得实效。"
ARTICLES = f"第一条 {PROSE}\n第二条 {PROSE}\n"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("甲省人民政府令第164号", "甲省人民政府令第164号"),
        ("甲省人民政府令 第164号", "甲省人民政府令第164号"),
        ("甲市人民政府令（第12号）", "甲市人民政府令（第12号）"),
        ("中国人民银行令〔2031〕第1号（渡口管理办法）", "中国人民银行令〔2031〕第1号"),
        ("中国人民银行令\n〔2031〕第1号", "中国人民银行令"),
        ("中国人民银行令\n【第231号】", "中国人民银行令"),
        ("发文字号中国人民银行令第1号", "中国人民银行令第1号"),
    ],
)
def test_the_title_of_an_order_has_the_number_that_stands_in_its_line(head: str, title: str) -> None:
    order, statute = records(
        f"{head}\n\n《渡口管理办法》已经审议通过，现予公布，自2031年5月1日起施行。\n\n2031年3月18"
        f"日\n\n渡口管理办法\n\n{ARTICLES}"
    )
    assert (order.title, order.date) == (title, "2031-03-18")
    assert order.issuers == statute.issuers != ()
    assert statute.attached_to == order.id


def test_the_heading_of_a_page_is_no_document_above_the_order() -> None:
    found = records(
        "渡口条例(国务院令 第631号)\n中华人民共和国国务院令第631号\n《渡口条例》已经2030年12月26"
        "日国务院第228次常务会议通过，"
        f"现予公布，自2031年3月15日起施行。\n总理 某某某\n2031年1月21日\n渡口条例\n第一章 总 则\n{ARTICLES}"
    )
    assert [one.title for one in found] == ["中华人民共和国国务院令第631号", "渡口条例"]


def test_an_order_may_say_why_before_it_says_what_it_makes_public() -> None:
    order, statute = records(
        "中国人民银行令\n〔2031〕第 1 号\n为规范渡口收费，保障通行，中国人民银行制定了《渡口收费"
        "管理办法》，现予以发布施行。\n"
        f"行长：某某某二〇三一年一月九日\n渡口收费管理办法第一章 总 则\n{ARTICLES}"
    )
    assert (order.date, statute.title, statute.issuers) == (
        "2031-01-09",
        "渡口收费管理办法",
        ("中国人民银行",),
    )


def test_bodies_may_give_an_order_together_over_two_lines() -> None:
    order, statute = records(
        "中华人民共和国交通运输部\n中华人民共和国公安部令\n\n2031年第6号\n\n《渡船驾驶规定》已于2"
        "031年2月1日经交通运输部"
        f"第3次部务会议审议通过，现予公布。\n\n2031年2月20日\n\n渡船驾驶规定\n\n{ARTICLES}"
    )
    assert order.title == "中华人民共和国交通运输部中华人民共和国公安部令"
    assert order.doc_number == "中华人民共和国交通运输部中华人民共和国公安部令2031年第6号"
    assert order.issuers == statute.issuers == ("交通运输部", "公安部")


def test_a_law_is_issued_by_the_congress_that_adopted_it() -> None:
    order, law = records(
        "中华人民共和国主席令\n\n第九十二号\n\n《渡口法》已由中华人民共和国第十五届全国人民代表大"
        "会常务委员会第十八次会议于"
        f"2031年12月27日通过，现予公布，自2032年3月1日起施行。\n\n2031年12月27日\n\n渡口法\n\n{ARTICLES}"
    )
    assert order.issuers == ("中华人民共和国主席",)
    assert (law.issuers, law.adopted_date) == (("全国人民代表大会常务委员会",), "2031-12-27")


def test_the_number_of_a_congress_may_have_its_term_in_front() -> None:
    announcement = records(
        "宁德市人民代表大会常务委员会公告\n〔五届〕第十八号\n《渡口条例》已经通过，现予公布，自20"
        "31年6月1日起施行。\n"
        f"2031年4月15日\n渡口条例\n{ARTICLES}"
    )[0]
    assert announcement.doc_number == "宁德市人民代表大会常务委员会公告〔五届〕第十八号"


LABELS = '---\ntitle: "{}"\npublish_date: "1984-06-15"\n---\n\n'


def test_what_an_order_is_about_may_stand_behind_a_dash_below_its_number() -> None:
    decision = "财政部关于修改《渡口会计准则》的决定"
    order, amending, standard = records(
        f"中华人民共和国财政部令第76号\n——{decision}\n《{decision}》已经审议通过，现予公布，自公布之日起施行。\n"
        f"部长 某某某\n2031年7月23日\n{decision}\n{PROSE}\n渡口会计准则\n"
        "（2026年2月15日财政部令第33号公布，自2027年1月1日起施行。2031年7月23日根据"
        f"《财政部关于修改<渡口会计准则>的决定》修改）\n{ARTICLES}"
    )
    assert order.title == "中华人民共和国财政部令第76号"
    assert amending.title == decision
    assert (standard.title, standard.doc_number) == ("渡口会计准则", "财政部令第33号")
    assert standard.date == "2031-07-23"


@pytest.mark.parametrize("comma", ["", "、"])
@pytest.mark.parametrize("word", ["令", "公告"])
def test_the_word_of_an_order_may_stand_alone_below_its_bodies(word: str, comma: str) -> None:
    order, statute = records(
        f"国家能源局{comma}\n海关总署\n{word}\n第20号\n"
        "《渡口管理办法》已经审议通过，现予公布，自2031年6月1日起施行。\n2031年3月9日\n"
        f"渡口管理办法\n{ARTICLES}"
    )
    assert order.title == f"国家能源局{comma}海关总署{word}"
    assert order.issuers == statute.issuers == ("国家能源局", "海关总署")


@pytest.mark.parametrize(
    ("bodies", "below", "title"),
    [
        (
            "最高人民法院    公安部",
            "关于渡口纠纷的复函\n\n甲市公安局：",
            "最高人民法院公安部关于渡口纠纷的复函",
        ),
        (
            "民政部    财政部",
            "印发《关于渡工的解答》的通知\n\n各省民政厅：",
            "民政部财政部印发《关于渡工的解答》的通知",
        ),
        (
            "中华人民共和国公安部",
            "中华人民共和国司法部\n\n公    告",
            "中华人民共和国公安部中华人民共和国司法部公告",
        ),
    ],
)
def test_the_bodies_of_a_title_may_stand_in_the_label_alone(bodies: str, below: str, title: str) -> None:
    assert only(f"{LABELS.format(bodies)}{below}\n\n{PROSE}\n").title == title


def test_the_site_in_the_label_is_no_part_of_a_title() -> None:
    assert (
        only(f"{LABELS.format('甲网')}关于渡口的通知\n\n各省民政厅：\n\n{PROSE}\n").title == "关于渡口的通知"
    )


def test_day_and_number_may_stand_together_in_brackets() -> None:
    document = only(f"关于渡工的通知\n（1992年5月8日　民优发〔1992〕14号）\n各省民政厅：\n{PROSE}\n")
    assert (document.date, document.doc_number) == ("1992-05-08", "民优发〔1992〕14号")


def test_a_report_that_a_reply_prints_is_a_document_with_its_bodies() -> None:
    reply, report = records(
        f"公安部关于渡口的复函\n甲市公安局：\n{PROSE}\n附：\n\n甲市公安局    甲市财政局\n\n关于渡"
        f"口产权问题的\n\n请示报告\n\n公安部：\n\n{PROSE}\n"
    )
    assert (reply.kind, report.kind) == ("复函", "请示")
    assert report.title == "甲市公安局甲市财政局关于渡口产权问题的请示报告"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于办理渡口案件若干问题的解答", "解答"),
        ("渡口标志图案制作说明", "说明"),
        ("关于《渡口办法（草案）》的起草说明", "说明"),
        ("甲市人民政府专题会议纪要", "纪要"),
    ],
)
def test_explanations_and_minutes_are_kinds(title: str, kind: str) -> None:
    assert only(f"{title}\n\n〔2031〕12号\n\n{PROSE}\n").kind == kind


@pytest.mark.parametrize("title", ["临湘市人民政府工作规则", "临湘市人民政府专题会议纪要"])
def test_what_orders_the_work_of_a_body_is_issued_by_it(title: str) -> None:
    assert only(f"{title}\n\n{ARTICLES}").issuers == ("临湘市人民政府",)


def test_an_annex_does_not_hold_from_the_day_of_the_statute_above() -> None:
    law, annex = records(
        "渡口管理法\n（2031年3月2日第九届全国人民代表大会常务委员会第十八次会议通过）\n第一条 渡口标"
        f"志按照《渡口标志图案》制作。{PROSE}\n"
        "第二条 本法自2031年10月1日起施行。\n附件：\n渡口标志图案\n（1950年6月28日某某委员会会议"
        f"通过）\n{PROSE}\n"
    )
    assert law.effective_date == "2031-10-01"
    assert (annex.title, annex.effective_date) == ("渡口标志图案", None)


def test_a_caption_may_have_a_label_and_leaves_the_sentence_below_alone() -> None:
    caption = (
        "(2031年4月29日甲市第十一届人民代表大会第四次会议通过 2031年6月3日甲省第九届人民代表大会"
        "常务委员会第二次会议批准)"
    )
    assert only(f"甲市渡口条例\n【题注】 {caption}\n{ARTICLES}").adopted_date == "2031-04-29"
    decided = only(
        "全国人民代表大会常务委员会关于批准《渡口公约》的决议\n\n2031年9月29日通过\n\n会议决定："
        f"批准《渡口公约》，由国务院公布施行。{PROSE}\n"
    )
    assert (decided.adopted_date, decided.effective_date) == ("2031-09-29", None)


def test_a_text_written_anew_was_adopted_by_the_meeting_that_passed_it() -> None:
    caption = (
        "(1996年1月29日国务院令第193号发布　2031年8月1日国务院第20次常务会议修订通过　2031年8月5"
        "日国务院令第532号公布)"
    )
    assert only(f"渡口条例\n{caption}\n{ARTICLES}").adopted_date == "2031-08-01"


def test_bodies_that_amend_together_did_not_adopt_the_text() -> None:
    law = only(
        "关于渡口案件的解释\n（2009年10月12日最高人民法院审判委员会第1475次会议、2009年11月12日"
        "最高人民检察院检察委员会第22次会议通过，根据2031年7月30日最高人民法院审判委员会第1745次"
        "会议、2031年10月19日最高人民检察院检察委员会第7次会议通过的《关于修改〈关于渡口案件的解释〉"
        f"的决定》修正）\n{ARTICLES}"
    )
    assert (law.adopted_date, law.date) == ("2009-11-12", "2031-10-19")


def test_a_title_below_a_signature_in_one_line_is_of_what_is_sent_out() -> None:
    notice, rules = records(
        "渡口编码规则和方法的通知\n（甲发〔2031〕42号）\n各市交通局：\n现将渡口编码规则和方法印发"
        f"给你们。{PROSE}\n"
        f"甲省交通厅 2031年9月17日\n渡口编码规则和方法\n一、编码\n{PROSE}\n"
    )
    assert (rules.title, rules.attached_to) == ("渡口编码规则和方法", notice.id)


def test_a_day_above_the_subject_words_is_of_the_signature() -> None:
    page = (
        f"关于渡口评比的决定\n\n{PROSE}\n\n二○三一年二月二十三日\n\n主题词：渡口 决定\n\n索 引 号"
        " 文 号 发布机构 发布日期 公开范围\n"
    )
    assert only(f"{page}N001 乙府〔2031〕7号\n").date == "2031-02-23"


def test_labels_in_rows_without_colons_are_of_the_site() -> None:
    title = "市政府关于授予渡工称号的决定"
    page = (
        f"{title}\n\n公开方式 主动公开 公开范围 面向社会\n关键词 决定 分类词 文秘\n文件下载 下载\n"
        f"内容概况 {title}\n\n各镇人民政府：\n"
    )
    assert only(f"{page}{PROSE}\n").title == title


def test_the_red_head_of_a_paper_is_no_title() -> None:
    head = "甲省人民政府办公厅文件"
    notice = f"甲政办发〔2031〕24号\n\n关于渡口工作的通知\n\n各市人民政府：\n\n{PROSE}\n"
    found = records(f"{head}\n\n简介：更多相关的《{head}》，希望对你有帮助。\n\n{head}\n\n{notice}")
    assert [one.title for one in found] == ["关于渡口工作的通知"]


def test_the_number_in_the_title_of_another_is_not_that_of_what_is_in_its_line() -> None:
    plan = records(
        "甲省政府办公厅关于印发甲省渡口方案的通知 甲政办发〔2031〕33号 各市人民政府： 《甲省渡口"
        "方案》已经省人民政府同意，现印发给你们。 "
        "甲省人民政府办公厅 2031年5月30日 （此件公开发布） 甲省渡口方案 为加快改造，制定本方案。 "
        f"一、总体要求 {PROSE} 二、主要任务 {PROSE}\n"
    )[1]
    assert (plan.title, plan.doc_number) == ("甲省渡口方案", None)
