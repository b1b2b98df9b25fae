"""Who bears a duty and who acts together with the bearer; modals inside set phrases."""

from __future__ import annotations

import pytest
from said import Said

from extract.ids import is_company
from extract.pipeline import extract_text
from extract.records import Obligation
from extract.text import Text
from ontology import terms


@pytest.mark.parametrize(
    ("text", "bearer", "co_actors"),
    [
        ("由县渔业局牵头，县财政局配合，2031年6月底前出台办法。", ["县渔业局"], ["县财政局"]),
        ("县渔业局牵头、镇政府配合，2031年6月底前出台办法。", ["县渔业局"], ["镇政府"]),
        ("县渔业局牵头，会同县财政局制定细则，2031年6月底前印发。", ["县渔业局"], ["县财政局"]),
        (
            "县级部门应当于2031年8月15日前，会同同级财政部门、气象局报送名单。",
            ["县级部门"],
            ["同级财政部门", "气象局"],
        ),
        ("县渔业局应当按职责分工，会同各镇人民政府抓好落实。", ["县渔业局"], ["各镇人民政府"]),
        ("县渔业局应当按照职责分工会同县财政局制定办法。", ["县渔业局"], ["县财政局"]),
        ("养殖单位应当积极配合渔业主管部门开展检查。", ["养殖单位"], ["渔业主管部门"]),
        ("养殖单位应当积极配合开展检查。", ["养殖单位"], []),
        (
            "研究机构可会同国家渔业局科技司及相关司，组织专家开展评估。",
            ["研究机构"],
            ["国家渔业局科技司", "相关司"],
        ),
        (
            "渔业部应当会同国务院有关部门和有关省、自治区、直辖市人民政府编制规划。",
            ["渔业部"],
            ["国务院有关部门", "有关省、自治区、直辖市人民政府"],
        ),
        ("由县渔业局会县财政局于2031年9月底前提出方案。", ["县渔业局"], ["县财政局"]),
        (
            "由县渔业局牵头，会县财政局、县气象局，于2031年9月底前提出方案。",
            ["县渔业局"],
            ["县财政局", "县气象局"],
        ),
        ("由县财政局商县渔业局于9月底前下达资金。", ["县财政局"], ["县渔业局"]),
        ("由县商务局于9月底前下达资金。", ["县商务局"], []),
        (
            "县渔业局负责，县财政局、县气象局参加，应于2031年底前建立基金。",
            ["县渔业局"],
            ["县财政局", "县气象局"],
        ),
        ("全体船员参加，每年开展一次演练。", ["全体船员"], []),
        (
            "县渔业局牵头，会同县财政局、县气象局于2031年底前编制指南。",
            ["县渔业局"],
            ["县财政局", "县气象局"],
        ),
        ("县渔业局牵头、会同县财政局于2031年底前编制指南。", ["县渔业局"], ["县财政局"]),
        ("县渔业局牵头会同县财政局于2031年底前编制指南。", ["县渔业局"], ["县财政局"]),
        (
            "县渔业局应在县财政局、海州海关的配合下，于2031年9月底前制定规程。",
            ["县渔业局"],
            ["县财政局", "海州海关"],
        ),
    ],
)
def test_who_acts_together(text: str, bearer: list[str], co_actors: list[str]) -> None:
    assert Said(text).one("bearer", "co_actors") == (bearer, co_actors)


def test_places_share_a_body_anywhere_in_a_list() -> None:
    said = Said("国务院、各省、自治区、直辖市人民政府应当落实资金。")
    assert said.one("bearer") == (["国务院", "各省、自治区、直辖市人民政府"],)


def test_a_time_between_a_modal_and_its_verb_opens_no_statement() -> None:
    said = Said("养殖单位应当在事故发生后，于24小时内报告县渔业局。")
    assert said.one("bearer", "action", "iso") == (["养殖单位"], "报告县渔业局", "PT24H")
    said = Said("县渔业局应在县财政局的配合下，于2031年9月底前制定规程。")
    assert said.one("action", "iso") == ("制定规程", "2031-09-30")


@pytest.mark.parametrize("text", ["坚持应保尽保、应开尽开，切实做到应收尽收。", "各渔港应储尽储。"])
def test_what_ought_to_be_done_is_done_in_full_is_no_duty(text: str) -> None:
    assert Said(text).found == []


@pytest.mark.parametrize(
    ("text", "modality", "action"),
    [
        ("渔港不应当无故停运。", "prohibition", "无故停运"),
        ("渔港不应该重复收费。", "prohibition", "重复收费"),
        ("渔港应该公示价格。", "obligation", "公示价格"),
        ("渔港应竭尽全力保障供水。", "obligation", "竭尽全力保障供水"),
    ],
)
def test_modals_of_three_characters(text: str, modality: str, action: str) -> None:
    assert Said(text).one("modality", "action") == (modality, action)


def test_a_day_of_one_month_of_each_quarter_is_a_deadline() -> None:
    said = Said("养殖单位应当于每季度首月10日前报送进展。")
    assert said.one("action", "due", "iso", "recurrence") == (
        "报送进展",
        "每季度首月10日前",
        "---10",
        "P3M",
    )


def test_what_somebody_is_bound_to_do_stands_beside_what_he_may() -> None:
    said = Said("任何单位和个人有权举报，有义务保密。")
    assert said.all("modality", "action") == [("permission", "举报"), ("obligation", "保密")]


def test_how_long_a_text_is_in_force_is_no_duty() -> None:
    assert Said("本办法施行期限为2031年8月1日至2033年7月31日。").found == []
    assert len(Said("项目实施期限为3年，养殖单位应当于2033年底前验收。").found) == 1


@pytest.mark.parametrize(
    ("full", "short", "given"),
    [
        ("甲海铜业（集团）有限公司", "甲铜集团", "简称甲铜集团"),
        ("甲海铜业（集团）有限公司", "甲铜集团", "简称“甲铜集团”"),
        ("从事养殖的农户", "养殖户", "统称养殖户"),
    ],
)
def test_a_short_form_and_its_full_name_are_one_party(full: str, short: str, given: str) -> None:
    first, again = duties(f"{full}（以下{given}）应当登记。{short}应当每年报告。")
    assert (first.bearer, again.bearer) == ((full,), (short,))
    kind = "organization" if is_company(full) else "party"
    assert first.bearer_ids == again.bearer_ids == (terms.entity(kind, terms.slug(full)),)


def test_what_several_are_called_together_names_none_of_them() -> None:
    assert {
        one.bearer_ids for one in duties("养殖户和捕捞户（以下统称渔业户）应当登记。渔业户应当报告。")
    } == {()}


def duties(text: str) -> list[Obligation]:
    found = extract_text(
        Text("plan.txt", "0" * 64, f"登记通知\n一、{text}\n甲县渔业局\n2031年3月1日")
    ).records
    return sorted((one for one in found if isinstance(one, Obligation)), key=lambda one: one.start)


@pytest.mark.parametrize(
    ("text", "bearer", "action"),
    [
        ("县渔业局要会同县财政局于2031年底前编制指南。", "县渔业局", "编制指南"),
        ("县渔业局应当商县财政局在2031年底前印发办法。", "县渔业局", "印发办法"),
        (
            "请你们督促养殖单位于2031年底前完成清塘。",
            "你们",
            "督促养殖单位于2031年底前完成清塘",
        ),
        (
            "县渔业局组织养殖企业在2031年底前完成清塘。",
            "县渔业局",
            "组织养殖企业在2031年底前完成清塘",
        ),
        ("县渔业局组织开展清塘，在2031年底前完成。", "县渔业局", "完成"),
        (
            "县渔业局督促养殖企业，于2031年底前完成清塘。",
            "县渔业局",
            "督促养殖企业，于2031年底前完成清塘",
        ),
    ],
)
def test_whom_a_party_has_do_something_is_part_of_what_is_done(text: str, bearer: str, action: str) -> None:
    assert Said(text).one("bearer", "action") == ([bearer], action)


@pytest.mark.parametrize(
    ("text", "quote", "iso"),
    [
        ("监测数据至少保存十年，原始记录应当保存不少于三十年。", "原始记录应当保存不少于三十年。", "P30Y"),
        ("视频保存不少于90天，台账应当保存不少于五年。", "台账应当保存不少于五年。", "P5Y"),
        ("样品保存期限不少于五年，菌种应当长期保存。", "菌种应当长期保存。", None),
    ],
)
def test_how_long_another_thing_is_kept_is_no_part_of_a_duty(text: str, quote: str, iso: str | None) -> None:
    assert Said(text).one("quote", "iso") == (quote, iso)


@pytest.mark.parametrize(
    ("text", "bearers"),
    [
        ("鼓励养殖企业与加工企业签订互助协议。", [["养殖企业"]]),
        ("鼓励高校与企业共建实验室。", [["高校", "企业"]]),
        ("鼓励农牧户安装水表。", [["农牧户"]]),
        ("支持渔民合作社跨镇开展代捕。", [["渔民合作社"]]),
        ("支持台港澳同胞、海外侨胞捐资建设渔港。", [["台港澳同胞", "海外侨胞"]]),
        ("护士上门服务应当佩戴证件。", [["护士"]]),
        ("供水人口千人以上工程的出厂水每季度至少检测一次。", [[]]),
        ("符合条件的可申报渔港示范。", [[]]),
    ],
)
def test_whom_a_statement_is_of(text: str, bearers: list[list[str]]) -> None:
    assert [bearer for (bearer,) in Said(text).all("bearer")] == bearers


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (
            "县渔业局要会同县财政局，于2031年4月30日前完成排查，逐港建立台账。",
            ["县渔业局要会同县财政局，于2031年4月30日前完成排查，逐港建立台账。"],
        ),
        ("各镇应当开展演练，每年至少一次。", ["各镇应当开展演练，每年至少一次。"]),
        ("各镇应当于2031年底前开展演练，每年至少一次。", None),
        (
            "请各镇督促养殖企业，于2031年6月底前完成清塘，并于7月10日前报我局。",
            ["请各镇督促养殖企业，于2031年6月底前完成清塘，", "并于7月10日前报我局。"],
        ),
        ("养殖单位应当编制方案，方案由县政府批准。", ["养殖单位应当编制方案，"]),
        (
            "县渔业局应当责令改正，或者交由镇政府责令改正。",
            ["县渔业局应当责令改正，或者交由镇政府责令改正。"],
        ),
    ],
)
def test_where_a_statement_ends(text: str, quotes: list[str] | None) -> None:
    found = [quote for (quote,) in Said(text).all("quote")]
    assert found == quotes if quotes else len(found) == 2


def test_an_average_of_many_years_is_no_state() -> None:
    text = "养殖场多年平均用水量不得突破5万立方米，利用系数应于2031年底前达到0.5以上。"
    assert Said(text).all("iso") == [(None,), ("2031-12-31",)]
