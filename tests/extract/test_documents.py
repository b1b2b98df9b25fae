"""Document records from heads and tails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from heads import only, records

from extract import ids
from extract.instruments.documents import documents
from extract.instruments.outline import outline
from extract.layout import lay_out
from extract.readers import read

GOLD = Path(__file__).parent.parent / "gold" / "dev" / "policy-compilation-2025-04.documents.jsonl"
PROSE = "为规范风电项目的建设和运行，保障电网安全，各单位要加强组织领导，落实责任，确保取得实效。"


def notice(title: str = "关于甲工作的通知", *tail: str) -> str:
    return "\n".join([title, "某能发〔2031〕7号", "各市能源局：", PROSE, *tail])


def test_the_head_gives_title_number_and_addressees() -> None:
    document = only(notice("关于甲 工作的通知"))
    assert (document.title, document.kind, document.doc_number) == (
        "关于甲工作的通知",
        "通知",
        "某能发〔2031〕7号",
    )
    assert document.addressees == ("各市能源局",)
    assert document.id == ids.document_iri("", "某能发〔2031〕7号")


@pytest.mark.parametrize("number", ["（某能发〔2031〕7号）", "(某能发〔2031〕7号)", " 某能发〔2031〕7号"])
def test_a_number_behind_the_title_is_not_of_it(number: str) -> None:
    document = only(f"关于甲工作的通知{number}\n各市能源局：\n{PROSE}\n")
    assert (document.title, document.doc_number) == ("关于甲工作的通知", "某能发〔2031〕7号")
    assert document.quote == "关于甲工作的通知"


def test_a_title_keeps_other_brackets() -> None:
    assert only(notice("关于甲工作的通知（试行）")).title == "关于甲工作的通知（试行）"


def test_the_signature_gives_issuers_and_date() -> None:
    document = only(notice("关于甲工作的通知", "应急管理部财政部", "国 家 能 源 局", "二〇三一年五月六日"))
    assert document.issuers == ("应急管理部", "财政部", "国家能源局")
    assert document.date == "2031-05-06"


def test_an_office_of_a_ministry_signs_for_itself() -> None:
    document = only(notice("关于甲工作的通知", "国家发展改革委办公厅", "2031年5月6日"))
    assert document.issuers == ("国家发展和改革委员会办公厅",)


def test_who_signs_an_order_is_no_issuer() -> None:
    order = (
        "甲某部令\n第12号\n《乙办法》已经2031年3月1日部务会议审议通过，现予公布，"
        "自2031年7月1日起施行。\n部长 某某\n2031年4月1日\n"
    )
    document = records(order + f"乙办法\n第一条 {PROSE}\n")[0]
    assert (document.kind, document.doc_number, document.date) == ("令", "甲某部令第12号", "2031-04-01")
    assert (document.adopted_date, document.effective_date) == ("2031-03-01", "2031-07-01")
    assert document.issuers == ("甲某部",)


def test_nothing_comes_from_a_neighbour() -> None:
    first, second = records(
        notice("关于甲工作的通知", "国家能源局", "2031年5月6日") + f"\n解读：甲工作怎样做\n{PROSE}\n"
    )
    assert first.date == "2031-05-06"
    assert (second.date, second.doc_number, second.issuers) == (None, None, ())


def test_equal_titles_with_different_numbers_stay_apart() -> None:
    tail = ["国家能源局", "2031年5月6日", ""]
    first = notice("关于甲工作的通知", *tail)
    one, two = records(first + first.replace("〔2031〕7号", "〔2031〕8号"))
    assert one.title == two.title
    assert one.id != two.id


@pytest.mark.parametrize(
    ("clause", "effective", "expiry"),
    [
        ("本通知自2031年7月1日起施行，有效期至2036年6月30日。", "2031-07-01", "2036-06-30"),
        ("本通知自印发之日起施行，有效期5年。", "2031-05-06", "2036-05-05"),
        ("本通知自印发后30日起施行。", "2031-06-05", None),
        ("本通知自下发之日起满三个月后施行。", "2031-08-06", None),
        ("本通知于2031年7月1日起施行。", "2031-07-01", None),
        ("本通知2031年7月1日起实施。", "2031-07-01", None),
        ("本《通知》自2031年7月1日零时起施行。", "2031-07-01", None),
        ("本通知执行期限为2031年7月1日至2033年6月30日。", "2031-07-01", "2033-06-30"),
        ("甲国家标准已于2030年7月1日起实施。", None, None),
        ("本通知自发布之日起30日后施行。", "2031-06-05", None),
        ("本通知自2031年7月1日起施行，试行两年。", "2031-07-01", "2033-06-30"),
        ("本通知自2031年×月×日起施行，有效期2年。", None, None),
        ("本通知（原称《某某甲乙丙丁戊己通知》）自2031年7月1日起施行。", "2031-07-01", None),
        ("许可证自2031年7月1日起生效，有效期5年。", None, None),
    ],
)
def test_force_is_what_the_text_says(clause: str, effective: str | None, expiry: str | None) -> None:
    document = only(
        notice("关于甲工作的通知", clause.replace("许可证自", "许可证由"), "国家能源局", "2031年5月6日")
    )
    assert (document.effective_date, document.expiry_date) == (effective, expiry)


def test_an_attachment_counts_from_the_day_of_its_notice() -> None:
    chars = (
        notice("关于印发《甲办法》的通知", "国家能源局", "2031年5月6日")
        + "\n甲办法\n第一条 本办法自发布之日起施行。\n"
    )
    attached = records(chars)[1]
    assert (attached.date, attached.effective_date) == (None, "2031-05-06")
    assert attached.attached_to == records(chars)[0].id


def test_an_attachment_holds_as_long_as_its_notice_says() -> None:
    sentence = "现将《甲细则》印发你们，自2031年7月1日起施行，有效期5年。"
    tail = "国家能源局\n2031年5月6日\n（联系单位：某某处）\n甲细则\n第一条 为规范管理，制定本细则。\n"
    attached = records(f"关于印发《甲细则》的通知\n某能发〔2031〕7号\n各单位：\n{sentence}\n{tail}")[1]
    assert (attached.title, attached.effective_date, attached.expiry_date) == (
        "甲细则",
        "2031-07-01",
        "2036-06-30",
    )


def test_bodies_that_sign_stand_two_in_a_line() -> None:
    tail = ("海关总署 国家移民管理局", "财政部", "某某省消防救援总队", "2031年5月6日")
    assert only(notice("关于甲工作的通知", *tail)).issuers == (
        "海关总署",
        "国家移民管理局",
        "财政部",
        "某某省消防救援总队",
    )


def test_the_name_of_a_body_may_break_in_the_title() -> None:
    title = "科学技术部 公安部 自然资源部 应急管理部 国家文物局 国家消防救援\n局关于加强甲工作的通知"
    assert only(title + notice("")).title.startswith("科学技术部公安部")


def test_the_way_to_a_page_and_brackets_are_no_title() -> None:
    assert only("首页 > 政务公开 > 某某文件\n" + notice()).title == "关于甲工作的通知"
    announced = only(f"某某部公告2031年第4号\n（关于甲事项的公告）\n{PROSE}\n某某部\n2031年5月6日\n")
    assert announced.title == "关于甲事项的公告"


def test_a_law_has_its_adoption_under_the_title() -> None:
    law = only(
        "# 中华人民共和国甲法\n\n2031年3月1日 第十四届全国人民代表大会常务委员会第十次会议通过\n\n"
        f"第一条 {PROSE}\n\n第二条 本法自2031年7月1日起施行。\n"
    )
    assert (law.adopted_date, law.effective_date, law.date) == ("2031-03-01", "2031-07-01", "2031-03-01")
    assert law.issuers == ("全国人民代表大会常务委员会",)


def test_interpretations_in_a_row_explain_one_document() -> None:
    chars = notice("关于甲工作的通知", "国家能源局", "2031年5月6日")
    chars += f"\n解读一丨《关于甲工作的通知》好在哪里\n{PROSE}\n解读二丨企业怎样做\n{PROSE}\n"
    document, first, second = records(chars)
    assert first.interprets == second.interprets == document.id


@pytest.mark.corpus
def test_documents_of_the_corpus(corpus: Path) -> None:
    layout = lay_out(read(corpus / "policy-compilation-2025-04.txt"))
    found = documents(layout, outline(layout))
    names = {document.id: document.title for document in found}
    issuers = {document.id: document.issuers for document in found}
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    assert [document.title for document in found] == [entry["title"] for entry in gold]
    for document, entry in zip(found, gold, strict=True):
        for key in ("kind", "doc_number", "date", "effective_date", "adopted_date"):
            assert getattr(document, key) == entry.get(key), (document.title, key)
        inherited = issuers.get(document.attached_to or "")  # may be repeated
        wanted = (tuple(entry["issuers"]),) if "issuers" in entry else ((), inherited)
        assert document.issuers in wanted, document.title
        assert names.get(document.attached_to or "") == entry.get("attached_to"), document.title
        assert document.quote == layout.text.chars[document.start : document.end]


def test_an_announcement_below_its_number_is_one_document() -> None:
    document = only(
        f"海关总署 生态环境部公告\n２０３１年第１９号\n关于甲工作的公告\n{PROSE}\n"
        f"海关总署\n生态环境部\n2031年7月2日\n"
    )
    assert (document.title, document.kind) == ("关于甲工作的公告", "公告")
    assert document.doc_number == "海关总署生态环境部公告2031年第19号"
    assert document.issuers == ("海关总署", "生态环境部")


def test_who_stands_below_the_title_issues_it() -> None:
    assert only(f"某某发展规划\n国家林业和草原局\n2031年2月\n一、现状\n{PROSE}\n").issuers == (
        "国家林业和草原局",
    )


def test_a_congress_is_known_whatever_its_term() -> None:
    line = "（2031年9月28日云南省第十四届人民代表大会常务委员会第二十次会议通过）"
    document = only(f"云南省节水条例\n{line}\n第一章 总则\n第一条 {PROSE}\n")
    assert document.issuers == ("云南省人民代表大会常务委员会",)


def test_the_mark_in_the_line_of_an_attachment_is_no_part_of_its_title() -> None:
    tail = ("附件：1.某某清单", "2.乙验收细则", "某省能源局", "2031年3月3日")
    found = records(
        notice("关于甲工作的通知", *tail, f"附件1：某某清单\n{PROSE}", f"附件2：乙验收细则\n第一条 {PROSE}")
    )
    assert [document.title for document in found] == ["关于甲工作的通知", "某某清单", "乙验收细则"]
    assert [document.attached_to for document in found[1:]] == [found[0].id] * 2


def test_attachments_that_are_only_named_are_none() -> None:
    tail = ("某省能源局", "2031年3月3日", "附件1：某某清单", "附件2：乙验收细则")
    assert len(records(notice("关于甲工作的通知", *tail))) == 1


def test_an_interpretation_is_attached_to_nothing() -> None:
    found = records(notice("关于甲工作的通知", "某省能源局", "2031年3月3日", f"《甲办法》政策解读\n{PROSE}"))
    assert [(document.kind, document.attached_to) for document in found] == [("通知", None), ("解读", None)]


@pytest.mark.parametrize("mark", ["附件2\n", "附件2：", "附件 2 "])
def test_an_attachment_in_articles_belongs_to_the_notice(mark: str) -> None:
    tail = ("某省能源局", "2031年3月3日", f"附件1\n某某建设方案\n一、目标\n{PROSE}")
    first, *attached = records(notice("关于甲工作的通知", *tail, f"{mark}乙验收细则\n第一条 {PROSE}"))
    assert [document.title for document in attached] == ["某某建设方案", "乙验收细则"]
    assert {document.attached_to for document in attached} == {first.id}


@pytest.mark.parametrize(
    "front",
    [
        "2031-10-26 全国人民代表大会常务委员会公布",
        "2031-10-26",
        "发布机关：全国人民代表大会常务委员会\n\n公布日期：2031-10-26\n\n时效性：有效",
        "- 发布机关: 全国人民代表大会常务委员会\n- 公布日期: 2031-10-26",
    ],
)
def test_what_a_register_writes_under_a_title_is_no_title(front: str) -> None:
    articles = f"## 第一章 总则\n\n第一条 {PROSE}\n\n第二条 本法自2032年1月1日起施行。\n"
    document = only(f"# 中华人民共和国渡口法\n\n{front}\n\n{articles}")
    assert (document.title, document.date) == ("中华人民共和国渡口法", "2031-10-26")


def test_what_a_site_says_of_the_day_may_stand_under_the_title() -> None:
    said = (
        "# 关于做好渡口管理工作的通知\n\n- 发布机构：示例县交通局\n- 发文日期：2031-05-08\n"
        "- 文号：示府规〔2031〕3号\n\n各有关单位：\n\n请认真落实渡口管理工作。\n"
    )
    found = only(said)
    assert (found.date, found.doc_number) == ("2031-05-08", "示府规〔2031〕3号")


def test_an_attachment_may_carry_an_edition_that_the_notice_does_not_name() -> None:
    notice = f"某某部公告\n\n2031年第21号\n\n我部修订了《渡轮行业规范条件》，现予公布。{PROSE}\n\n某某部\n"
    first, attached = records(
        f"{notice}2031年9月2日\n\n渡轮行业规范条件（2031年本）\n\n一、工艺与装备\n\n（一）{PROSE}\n"
    )
    assert (attached.title, attached.kind) == ("渡轮行业规范条件（2031年本）", "规范条件")
    assert attached.attached_to == first.id


def test_an_edition_on_its_own_line_is_of_the_title() -> None:
    tail = ("某省能源局", "2031年3月3日", f"附件1\n\n渡轮管理细则\n（征求意见稿）\n\n第一条 {PROSE}\n")
    _, attached = records(notice("关于《渡轮管理细则（征求意见稿）》公开征求意见的通知", *tail))
    assert attached.title == "渡轮管理细则（征求意见稿）"


def test_bodies_above_a_title_that_begins_with_what_they_did_belong_to_it() -> None:
    found = only(notice("某市委办公室 某市人民政府办公室\n印发《关于加快渡轮发展的若干措施》的通知"))
    assert found.title == "某市委办公室某市人民政府办公室印发《关于加快渡轮发展的若干措施》的通知"


def test_what_a_site_says_of_the_number_stands_above_the_title() -> None:
    said = "【发布单位】示例县交通局\n【发文字号】示交规〔2031〕3号\n【发布日期】2031-05-08\n\n"
    title = "关于印发《示例县渡口管理办法》的通知\n\n各有关单位：\n\n"
    assert only(f"{said}{title}{PROSE}\n").doc_number == "示交规〔2031〕3号"


def test_a_month_and_the_first_part_of_a_text_are_no_title() -> None:
    found = only(f"渡轮停靠站建设技术要求\n\n江苏省能源局\n二〇三一年六月\n\n第一部分 总体要求\n\n{PROSE}\n")
    assert (found.title, found.issuers, found.date) == ("渡轮停靠站建设技术要求", ("江苏省能源局",), None)


def test_the_cover_of_a_standard_gives_number_and_publisher() -> None:
    document = only(
        "1\nDB21/T 4120—2031\n社区食堂安全管理规范\n2031-04-20发布 2031-07-20实施\n"
        "辽宁省市场监督管理局 发布\n"
        f"前 言\n{PROSE}\n1 范围\n本文件规定了社区食堂的管理要求。\n"
    )
    assert (document.title, document.doc_number, document.date, document.effective_date) == (
        "社区食堂安全管理规范",
        "DB21/T 4120—2031",
        "2031-04-20",
        "2031-07-20",
    )
    assert document.issuers == ("辽宁省市场监督管理局",)


def test_the_number_of_a_page_is_no_part_of_a_title() -> None:
    assert only("— 1 —\n关于甲工作的通知\n各市能源局：\n" + PROSE).title == "关于甲工作的通知"


@pytest.mark.parametrize(
    "end",
    [
        "国务院               2031年12月22日          （此件公开发布）",
        "国　务　院　　　　二○三一年十二月二十二日",
        "国务院2031年12月22日",
    ],
)
def test_a_signature_may_run_into_the_text(end: str) -> None:
    document = only(f"国务院关于甲工作的通知国发〔2031〕56号\n\n各省人民政府：{PROSE}{end}\n")
    assert (document.date, document.issuers) == ("2031-12-22", ("国务院",))
    assert document.addressees == ("各省人民政府",)


def test_a_day_that_ends_a_sentence_signs_nothing() -> None:
    assert only(notice("关于甲工作的通知", "会议时间：2031年5月6日")).date is None


@pytest.mark.parametrize("number", ["第69号", "（第69号）", " 第69号", "\n第69号"])
@pytest.mark.parametrize("signed", ["总理 某某某\n2031年7月16日", "总　理　　某某某   2031年7月16日"])
def test_an_order_is_a_document_beside_what_it_makes_public(number: str, signed: str) -> None:
    order, statute = records(
        f"中华人民共和国国务院令{number}\n\n《甲条例》已经2031年6月21日国务院第17次常务会议通过，现予公布，"
        f"自2031年10月1日起施行。\n{signed}\n\n甲条例\n\n第一章 总则\n第一条 {PROSE}\n第二条 {PROSE}\n"
    )
    head = "中华人民共和国国务院令" if number.startswith("\n") else f"中华人民共和国国务院令{number.strip()}"
    assert (order.title, order.issuers, order.date) == (head, ("国务院",), "2031-07-16")
    assert statute.issuers == ("国务院",)
    assert order.doc_number is not None
    assert "69" in order.doc_number
    assert (statute.title, statute.attached_to, statute.effective_date) == ("甲条例", order.id, "2031-10-01")


def test_a_title_may_stand_above_the_order_that_makes_its_text_public() -> None:
    order, statute = records(
        "浙江省甲条例\n\n（2031年7月22日浙江省第十四届人民代表大会常务委员会第十次会议通过）\n\n"
        "浙江省第十四届人民代表大会常务委员会公告\n第28号\n\n《浙江省甲条例》已由浙江省第十四届人民代表大会常务委员会"
        "第十次会议于2031年7月22日通过,现予公布,自2031年11月1日起施行。\n\n浙江省人民代表大会常务委员会\n"
        f"2031年7月23日\n\n第一章 总则\n第一条 {PROSE}\n第二条 {PROSE}\n"
    )
    assert (order.title, order.date) == ("浙江省第十四届人民代表大会常务委员会公告", "2031-07-23")
    assert (statute.title, statute.adopted_date, statute.attached_to) == (
        "浙江省甲条例",
        "2031-07-22",
        order.id,
    )


LAW_SITE = """您的位置: 首页 » 某资料网 » 法律法规 »

甲物资准运证管理办法

时间:2034-07-01 13:16:35  来源: 某资料网  作者:某资料网 阅读:8817
下载地址: 点击此处下载

甲物资准运证管理办法

农业部


甲物资准运证管理办法

1990年3月10日,农业部

第1条 {prose}
第2条 {prose}
"""


def test_a_site_may_print_the_title_again_and_who_issues_between() -> None:
    document = only(LAW_SITE.replace("{prose}", PROSE))
    assert (document.title, document.date) == ("甲物资准运证管理办法", "1990-03-10")
    assert document.issuers == ("农业农村部",)


def test_the_labels_of_a_site_give_what_the_text_does_not_print() -> None:
    document = only(
        "返回顶部\n\n甲县人民政府工作规则\n\n• 索引号:\n\n  61072/2031-5\n• 发文字号:\n\n"
        "  甲政发〔2031〕7号\n• 发文日期:\n\n  2031年04月06日 16:40\n• 生效时间: 2031-05-01\n"
        "• 失效日期: 2033-05-01\n\n甲县人民政府工作规则\n\n"
        f"第一章总则\n一、{PROSE}\n二、{PROSE}\n"
    )
    assert (document.title, document.doc_number) == ("甲县人民政府工作规则", "甲政发〔2031〕7号")
    assert (document.date, document.effective_date, document.expiry_date) == (
        "2031-04-06",
        "2031-05-01",
        "2033-05-01",
    )


def test_a_saved_page_may_begin_with_a_block_of_labels() -> None:
    document = only(
        "---\ntitle: 关于甲的复函\nicon: article\ndate: 2031-03-20\nauthor: 生态环境部办公厅\n---\n\n"
        f"## 一、规定\n\n{PROSE}\n"
    )
    assert (document.title, document.date, document.issuers) == (
        "关于甲的复函",
        "2031-03-20",
        ("生态环境部办公厅",),
    )


def test_the_number_of_an_announcement_may_stand_in_its_title() -> None:
    assert (
        only(f"海关总署公告2031年第19号（关于甲的公告）\n{PROSE}\n").doc_number == "海关总署公告2031年第19号"
    )
    assert only(f"甲局关于50批次化妆品的通告（2031年第6号）\n{PROSE}\n").doc_number == "2031年第6号"


def test_issuers_may_stand_behind_the_title_in_its_line() -> None:
    document = only(f"关于加强甲工作的意见交通运输部　公安部　水利部\n\n{PROSE}\n一、{PROSE}\n")
    assert document.title == "关于加强甲工作的意见"
    assert document.issuers == ("交通运输部", "公安部", "水利部")


def test_addressees_alone_are_no_title() -> None:
    assert only(f"各市人民政府，省政府各部门：\n{PROSE}\n").rule == "documents/untitled"


def test_what_a_law_database_prints_behind_the_title_is_no_part_of_it() -> None:
    title = "甲市人民政府办公室关于印发《甲市乙预案》的通知"
    document, _ = records(
        f"{title}\n\n{title}\n\n收藏\n\n下载法规\n\n发文字号:甲政办发〔2031〕8号\n\n颁布部门:甲市人民政府办公室\n\n"
        f"颁布日期:2031-12-31生效日期:2032-01-01\n\n各县、区人民政府：\n\n{PROSE}\n\n甲市乙预案\n\n"
        f"第一章 总则\n\n第一条 {PROSE}\n"
    )
    assert (document.title, document.doc_number) == (title, "甲政办发〔2031〕8号")
    assert (document.date, document.effective_date) == ("2031-12-31", "2032-01-01")


def test_an_amended_text_may_be_announced_in_the_title() -> None:
    document = only(f"甲省人民代表大会常务委员会关于修改《甲条例》的决定 附:修正本\n\n{PROSE}\n一、{PROSE}\n")
    assert document.title == "甲省人民代表大会常务委员会关于修改《甲条例》的决定"


def test_attachments_may_stand_below_the_day_that_closes_an_announcement() -> None:
    document = only(
        f"中华人民共和国农业部公告\n第278号\n{PROSE}现予公告。\n附件1.甲规定\n附件2.乙品种\n二○三三年五月二十二日\n"
        "附件:甲规定(农业部公告2033年第278号).doc\n"
    )
    assert (document.date, document.doc_number) == ("2033-05-22", "中华人民共和国农业部公告第278号")


def test_space_inside_a_title_that_is_named_parts_nothing() -> None:
    long = (
        f"{PROSE}根据《民政部 财政部 中国残联关于进一步完善甲制度的意见》（民发〔2031〕70号）和"
        f"《广东省民政厅 广东省财政厅 广东省残疾人联合会关于乙的通知》等规定，制定本办法。{PROSE}"
    )
    assert [one.title for one in records(f"甲市补贴办法\n\n{long}\n{PROSE}\n")] == ["甲市补贴办法"]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("申报截止时间：2031年7月1日", "expiry_date"),
        ("2031年5月6日，某市水利局组织召开专家评审会", "date"),
    ],
)
def test_other_days_under_a_title_are_not_its_own(line: str, field: str) -> None:
    document = only(f"关于甲工作的通知\n某能发〔2031〕7号\n{line}\n各市能源局：\n{PROSE}\n")
    assert getattr(document, field) is None


@pytest.mark.parametrize("row", ["报名截止时间    2031年12月31日", "南水北调工程项目   2031年12月31日"])
def test_a_row_that_ends_with_a_day_signs_nothing(row: str) -> None:
    assert only(notice("关于甲工作的通知", row)).date is None


def test_an_order_that_a_notice_names_as_its_basis_is_no_document_of_the_file() -> None:
    document = only(
        f"甲省水利厅关于加强工作的通知\n\n各市水利局：\n{PROSE}\n三、工作依据\n水利部令第12号\n"
        f"《水利管理条例》已经修改公布，请各地遵照施行。\n四、其他\n{PROSE}\n甲省水利厅\n2031年5月6日\n"
    )
    assert (document.title, document.date) == ("甲省水利厅关于加强工作的通知", "2031-05-06")


def test_a_headline_may_have_commas() -> None:
    title = "三峡集团加快转型，持续创新，建设一流企业"
    assert only(f"{title}\n{PROSE}\n").title == title


def test_labels_without_end_are_read_in_time() -> None:
    assert (
        only("关于甲工作的通知\n" + "时间:2031-06-10来源:某网" * 2000 + f"。\n{PROSE}\n").title
        == "关于甲工作的通知"
    )
