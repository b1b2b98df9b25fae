"""The caption under the title of a statute says when i"
"t was adopted, promulgated, amended and put in force."""

from __future__ import annotations

import hashlib

import pytest

from extract.instruments.captions import is_caption
from extract.pipeline import extract_text
from extract.records import Citation, Document
from extract.text import Text

BODY = (
    "第一条 为了规范渡口的管理，保障渡运安全，根据有关法律，制定本办法。\n\n"
    "第二条 在本行政区域内从事渡运活动，适用本办法。\n\n"
)


def records(chars: str) -> tuple[Document, ...]:
    sha = hashlib.sha256(chars.encode()).hexdigest()
    found = extract_text(Text("statute.md", sha, chars)).records
    return tuple(record for record in found if isinstance(record, Document))


def statute(*caption: str, last: str = "第三条 本办法由交通运输部门负责解释。") -> Document:
    (document,) = records(
        "# 渡口管理办法\n\n" + "\n\n".join(caption) + f"\n\n<!-- INFO END -->\n\n{BODY}{last}\n"
    )
    assert document.title == "渡口管理办法"
    return document


@pytest.mark.parametrize(
    ("caption", "date", "adopted", "effective"),
    [
        (("2031年3月20日 国务院令第985号发布　", "2031年4月1日 施行"), "2031-03-20", None, "2031-04-01"),
        (("1985年3月7日 国务院批准", "1985年3月15日 国家标准局发布"), "1985-03-15", None, None),
        (("2031年3月20日 民政部令第94号发布", "发布之日施行"), "2031-03-20", None, "2031-03-20"),
        (
            ("2031年10月13日 国务院第66次常务会议通过", "2031年10月20日 国务院令第922号公布"),
            "2031-10-20",
            "2031-10-13",
            None,
        ),
        (
            (
                "2031年5月14日 最高人民法院审判委员会第9次会议、"
                "2031年8月21日最高人民检察院检察委员会第7次会议通过",
                "2031年12月26日 公告公布",
                "2032年1月1日 施行",
            ),
            "2031-12-26",
            "2031-08-21",
            "2032-01-01",
        ),
        (
            (
                "（2031年8月29日广州市第二十五届人民代表大会常务委员会第二十九次会议通过　"
                "2031年9月27日广东省第二十三届人民代表大会常务委员会第十四次会议批准）",
            ),
            "2031-09-27",
            "2031-08-29",
            None,
        ),
    ],
)
def test_the_last_act_dates_the_text(
    caption: tuple[str, ...], date: str, adopted: str | None, effective: str | None
) -> None:
    document = statute(*caption)
    assert (document.date, document.adopted_date, document.effective_date) == (date, adopted, effective)


def test_an_amendment_dates_the_text_and_leaves_adoption_number_and_force() -> None:
    document = statute(
        "2031年5月12日 国务院批准",
        "2031年5月25日 民政部令第14号发布",
        "2033年3月2日 《国务院关于修改部分行政法规的决定》第一次修订",
        "2035年7月20日 《国务院关于修改〈渡口管理办法〉的决定》第二次修订）",
        last="第三条 本办法自发布之日起施行。",
    )
    assert (document.date, document.effective_date) == ("2035-07-20", "2031-05-25")
    assert (document.doc_number, document.issuers) == ("民政部令第14号", ("民政部",))


def test_a_text_written_anew_counts_from_its_own_day() -> None:
    document = statute(
        "2031年12月10日 第十五届全国人民代表大会第五次会议通过",
        "2034年3月11日 第十六届全国人民代表大会第二次会议修订",
        last="第三条 本办法自公布之日起施行。",
    )
    assert (document.adopted_date, document.date, document.effective_date) == (
        "2031-12-10",
        "2034-03-11",
        "2034-03-11",
    )
    assert document.issuers == ("全国人民代表大会",)


def test_a_caption_in_brackets_may_run_over_lines_of_a_page() -> None:
    (document,) = records(
        "甲省渡口条例\n（2031年1月21日甲省第二十六届人民代表"
        "大会常务委员会第二\n十四次会议通过　根据2035年7月2日"
        "甲省第二十七届人民代表大会\n常务委员会第二十一次会议《关"
        "于修改〈甲省节水条例〉等六件地方性法\n规的决定》修正）\n"
        f"{BODY}第三条 本条例自2031年10月1日起施行。\n"
    )
    assert document.title == "甲省渡口条例"
    assert (document.adopted_date, document.date) == ("2031-01-21", "2035-07-02")
    assert document.effective_date == "2031-10-01"


def test_the_number_of_a_judicial_interpretation_may_stand_below_its_caption() -> None:
    (document,) = records(
        "最高人民法院\n关于渡口案件的若干规定\n（2031年12月14日最高"
        "人民法院审判委员会第1821次会议通过，自2032年1月1日起施行）\n"
        f"法释〔2031〕15号\n\n{BODY}"
    )
    assert document.title == "最高人民法院关于渡口案件的若干规定"
    assert (document.doc_number, document.date) == ("法释〔2031〕15号", "2031-12-14")
    assert document.effective_date == "2032-01-01"


def test_a_decision_and_the_text_it_amends_are_two() -> None:
    decision, law = records(
        "全国人民代表大会常务委员会关于修改《中华人民共和国渡口法》的决定\n\n"
        "（2031年8月26日第十五届全国人民代表大会常务委员会第十二次会议通过）\n\n"
        "第十五届全国人民代表大会常务委员会第十二次会议决定对《中华人民共和国渡口法》作如下修改：\n\n"
        "一、将第二条修改为：“渡口属于国家所有。”\n\n本决定自2032年1月1日起施行。\n\n"
        "中华人民共和国渡口法\n\n（2021年1月21日第十三届全国人民代表大会常务委员会第二十四次会议通过　"
        "根据2031年8月26日第十五届全国人民代表大会常务委员会第十"
        "二次会议《关于修改〈中华人民共和国渡口法〉的决定》修正）\n\n"
        f"{BODY}第三条 本法自2022年10月1日起施行。\n"
    )
    assert (decision.date, decision.effective_date) == ("2031-08-26", "2032-01-01")
    assert (law.adopted_date, law.date, law.effective_date) == ("2021-01-21", "2031-08-26", "2022-10-01")


@pytest.mark.parametrize(
    "line",
    [
        "2031年5月9日，某某公司发布",
        "2031年5月9日某某部会同有关部门检查了各地的渡口",
        "2031年5月9日",
        "某某部2031年5月9日公布",
    ],
)
def test_other_lines_that_begin_with_a_day_are_no_captions(line: str) -> None:
    assert not is_caption(line)


@pytest.mark.parametrize(
    ("clause", "effective", "expiry", "says"),
    [
        ("本办法自2031年7月1日起施行。", "2031-07-01", None, "本办法自2031年7月1日起施行"),
        ("本办法执行至2033年12月31日。", None, "2033-12-31", None),
        ("本办法自2031年7月1日起施行，至2033年6月30日废止。", "2031-07-01", "2033-06-30", None),
        ("本办法自2031年7月1日起施行，试行期两年。", "2031-07-01", "2033-06-30", None),
        ("本办法自2031年7月1日起施行。本办法第五条自2032年1月1日起施行。", "2031-07-01", None, None),
        ("根据《航道条例》，本办法自2031年7月1日起施行。", "2031-07-01", None, "本办法自2031年7月1日起施行"),
        ("《航道条例》自2031年7月1日起施行。", None, None, None),
    ],
)
def test_force_has_its_clause(
    clause: str, effective: str | None, expiry: str | None, says: str | None
) -> None:
    text = f"# 渡口管理办法\n\n{BODY}第三条 {clause}\n"
    (document,) = records(text)
    assert (document.effective_date, document.expiry_date) == (effective, expiry)
    assert (document.effective_at is None) == (effective is None)
    assert (document.expiry_at is None) == (expiry is None)
    if says and document.effective_at:
        assert text[slice(*document.effective_at)] == says


def test_a_repeal_has_the_sentence_that_says_it() -> None:
    clause = "《渡口暂行规定》和《渡船管理办法》同时废止。"
    text = f"# 渡口管理办法\n\n{BODY}第三条 本办法自2031年7月1日起施行。{clause}\n"
    sha = hashlib.sha256(text.encode()).hexdigest()
    found = [r for r in extract_text(Text("statute.md", sha, text)).records if isinstance(r, Citation)]
    assert {(r.title, r.relation) for r in found} == {
        ("渡口暂行规定", "repeals"),
        ("渡船管理办法", "repeals"),
    }
    assert {text[slice(*r.clause_at)] for r in found if r.clause_at} == {clause}


def test_a_heading_and_the_title_printed_again_below_are_one() -> None:
    (document,) = records(
        "# 甲法院、乙检察院关于办理渡口案件适用法律若干问题的解释\n\n"
        "2031年1月3日 最高人民法院审判委员会第78次会议通过\n\n2031年6月1日 施行\n\n<!-- INFO END -->\n\n"
        "甲法院 乙检察院\n\n关于办理渡口案件\n\n适用法律若干问题的解释\n\n法释〔2031〕3号\n\n"
        f"为依法办理渡口案件，根据有关法律规定，解释如下：\n\n{BODY}"
    )
    assert document.title == "甲法院、乙检察院关于办理渡口案件适用法律若干问题的解释"
    assert (document.doc_number, document.kind) == ("法释〔2031〕3号", "解释")
    assert (document.date, document.effective_date) == ("2031-01-03", "2031-06-01")


def test_a_page_without_line_breaks_still_has_its_head() -> None:
    notice, measures = records(
        "甲部关于印发《渡口管理办法》的通知甲发〔2031〕23号各省、自治区、直辖市交通运输厅（局），各有关单位："
        "《渡口管理办法》已经甲部第4次会议审议通过，现印发给你们，请遵照执行。交通运输部2031年12月28日"
        "渡口管理办法第一章总则第一条为了规范渡口的管理，制定本办法。第二条渡运适用本办法。"
        "第三条本办法自印发之日起施行，由交通运输部负责解释，各地可以制定实施细则。"
    )
    assert (notice.title, notice.doc_number) == ("甲部关于印发《渡口管理办法》的通知", "甲发〔2031〕23号")
    assert (notice.date, notice.issuers) == ("2031-12-28", ("交通运输部",))
    assert (measures.title, measures.effective_date) == ("渡口管理办法", "2031-12-28")


@pytest.mark.parametrize(
    ("tail", "issuers"), [("水利部办公厅　2031年7月3日", ("水利部办公厅",)), ("2031年7月3日", ())]
)
def test_a_signature_in_one_line_or_a_day_alone(tail: str, issuers: tuple[str, ...]) -> None:
    head = "关于开展渡口检查的函\n\n办检函〔2031〕100号\n\n山东省水利厅：\n\n"
    (document,) = records(f"{head}为加强渡口管理，定于近期开展检查，请予以支持，并做好有关准备。\n\n{tail}\n")
    assert (document.date, document.issuers) == ("2031-07-03", issuers)


FILLER = "各地要加强组织领导，落实责任，确保按时完成各项任务，并将有关情况报告。" * 3


@pytest.mark.parametrize(
    ("line", "title", "date", "number"),
    [
        (
            f"渡口管理办法 2031年3月20日 国务院令第985号发布 2031年4月1日 施行 "
            f"第一章 总 则 第一条 {FILLER} 第二条 适用。",
            "渡口管理办法",
            "2031-03-20",
            "国务院令第985号",
        ),
        (
            f"财政部 水利部公告 2031年第14号 为加强渡口管理，公告如下： "
            f"一、{FILLER} 特此公告。 财政部 水利部 2031年3月20日",
            "财政部水利部公告",
            "2031-03-20",
            "财政部水利部公告2031年第14号",
        ),
        (
            f"水利部 国 家 能 源 局 关于加强渡口管理的通知 水渡〔2031〕7号 各省水利厅： "
            f"一、{FILLER} 水利部 2031年5月6日",
            "水利部国家能源局关于加强渡口管理的通知",
            "2031-05-06",
            "水渡〔2031〕7号",
        ),
    ],
)
def test_a_page_on_one_line_is_parted_by_its_spaces(line: str, title: str, date: str, number: str) -> None:
    document = records(line)[0]
    assert (document.title, document.date, document.doc_number) == (title, date, number)


def test_all_who_sign_an_order_with_their_names_between() -> None:
    order = records(
        "财政部 水利部令\n第21号\n《渡口规则》已经审议通过，现予公布，自2031年10月1日起施行，请遵照执行。\n"
        "财政部部长\n甲某某\n水利部部长\n乙某\n2031年9月15日\n\n渡口规则\n\n" + BODY
    )[0]
    assert order.issuers == ("财政部", "水利部")


def test_the_table_of_a_site_dates_a_text_that_does_not() -> None:
    table = (
        "发文字号：甲发〔2031〕5号\n成文日期：2031-05-06\n发布日期：2031-05-09\n实施日期：2031年7月1日\n\n"
    )
    (document,) = records(f"{table}渡口管理办法\n\n{BODY}第三条 本办法由交通运输部门负责解释。\n")
    assert (document.date, document.effective_date) == ("2031-05-06", "2031-07-01")


def test_a_day_at_the_end_of_a_statute_is_no_signature() -> None:
    document = statute("2031年3月20日 国务院令第985号发布", last="第三条 附表如下。\n\n2019年1月1日")
    assert document.date == "2031-03-20"
