"""Deontic statements in notices, opinions and plans: points, brackets, who leads and who helps."""

from __future__ import annotations

from said import Said

from extract.pipeline import extract_text
from extract.records import Obligation
from extract.text import Text


def quotes(text: str) -> list[tuple[tuple[str, ...], str]]:
    notice = f"示例县关于渡口管理的通知\n\n各渡口：\n\n{text}\n\n示例县交通局\n\n2031年3月1日\n"
    found = extract_text(Text("notice.md", "0" * 64, notice)).records
    return [(one.bearer, "".join(one.quote.split())) for one in found if isinstance(one, Obligation)]


def test_stars_of_markdown_belong_to_no_statement() -> None:
    said = quotes("**（一）加强管理。**各乡要建立台账。\n\n- **压实责任。** 企业应当公示票价。")
    assert said == [(("各乡",), "各乡要建立台账。"), (("企业",), "企业应当公示票价。")]


def test_a_line_that_ends_within_a_sentence_runs_on() -> None:
    said = quotes("第四条　企业变更的，应当在15日内\n办理变更登记。\n第五条 企业停航的，应当公告。")
    assert [quote for _, quote in said] == [
        "企业变更的，应当在15日内办理变更登记。",
        "企业停航的，应当公告。",
    ]


def test_the_heading_of_an_article_belongs_to_no_statement() -> None:
    assert quotes("第三条【登记】 企业应当办理登记。") == [(("企业",), "企业应当办理登记。")]


def test_a_duty_with_a_deadline_of_its_own_is_no_part_of_what_must_not_be() -> None:
    said = Said("渡口管理所不得设置障碍，10月底前完成自查。")
    assert said.all("modality", "quote") == [
        ("prohibition", "渡口管理所不得设置障碍，"),
        ("obligation", "10月底前完成自查。"),
    ]


def test_what_a_party_does_before_a_clause_with_a_frequency_is_apart() -> None:
    said = Said("两局建立会商机制，每半年至少会商一次。")
    assert said.all("quote") == [("每半年至少会商一次。",)]
    said = Said("县航道局牵头、县财政局配合，10月底前完成清淤。")
    assert said.all("quote") == [("县航道局牵头、县财政局配合，10月底前完成清淤。",)]


def test_whoever_does_something_is_encouraged_by_support_alone() -> None:
    said = Said("支持渔民合作社共享冷藏船。引导保险公司推出渡船保险。支持企业技术改造和设备更新。")
    assert said.all("modality", "bearer") == [
        ("encouragement", ["渔民合作社"]),
        ("encouragement", ["保险公司"]),
    ]


def test_each_point_is_a_statement_of_its_own() -> None:
    said = Said("一是加强组织，各县要建立专班，二是压实责任，各乡要明确专人，三是强化督导。")
    assert said.all("bearer", "quote") == [(["各县"], "各县要建立专班，"), (["各乡"], "各乡要明确专人，")]
    said = Said("船队要做到两个必须：一是必须持证，二是必须留存记录。")
    assert said.all("quote") == [("船队要做到两个必须：",), ("一是必须持证，",), ("二是必须留存记录。",)]


def test_who_leads_stands_behind_by() -> None:
    said = Said("由县水利局牵头，会同县财政局制定细则，2031年3月底前印发。")
    assert said.one("bearer", "iso") == (["县水利局"], "2031-03-31")


def test_brackets_say_who_and_by_when() -> None:
    said = Said(
        "推进渡口改造。完成12处渡口改造。（县交通局牵头，县水利局、县财政局配合，2031年12月底前完成）"
    )
    assert said.one("bearer", "co_actors", "iso", "action") == (
        ["县交通局"], ["县水利局", "县财政局"], "2031-12-31", "完成12处渡口改造",
    )  # fmt: skip
    said = Said("完善票价机制（责任单位：县物价局；配合单位：县交通局；完成时限：2031年6月底前）。")
    assert said.one("bearer", "co_actors", "iso") == (["县物价局"], ["县交通局"], "2031-06-30")


def test_brackets_without_a_deadline_make_no_duty() -> None:
    assert not Said("推进渡口改造。（县交通局、各乡按职责分工负责）").found


def test_the_verb_may_still_be_to_come() -> None:
    said = Said("县水利局应会同有关部门，于每年3月31日前进行考核，考核结果应当公布。")
    assert said.all("bearer", "iso") == [(["县水利局"], "--03-31"), ([], None)]


def test_what_happens_suddenly_is_a_condition() -> None:
    said = Said("渡口要值班值守，一旦发生险情，要立即报告。")
    assert said.all("quote", "condition")[1] == ("一旦发生险情，要立即报告。", "一旦发生险情")


def test_who_fines_is_who_is_told_to_correct() -> None:
    said = Said("渡口超载的，由县交通局责令改正，可以处一万元以下罚款。")
    assert said.one("bearer", "modality") == (["县交通局"], "permission")


def test_what_was_done_in_one_clause_leaves_the_dates_of_the_next() -> None:
    said = Said("对于已建成的渡口，原则上于2031年6月底前移交；对于需要回收的，原则上于2031年9月底前移交。")
    assert said.all("iso") == [("2031-06-30",), ("2031-09-30",)]


def test_the_dates_of_a_case_are_not_when_the_duty_is_due() -> None:
    said = Said("对2031年底前不能完工的渡口，要逐一制定措施。")
    assert said.one("quote", "iso") == ("对2031年底前不能完工的渡口，要逐一制定措施。", None)
    assert not Said("船队未依照规定提前六十日申请，许可证到期作废。").found


def test_a_kilowatt_hour_is_no_time() -> None:
    assert Said("供电煤耗不高于270克/千瓦时，其它机型可适当放宽。").one("condition") == (None,)


def test_each_party_that_a_sentence_encourages_has_a_statement() -> None:
    said = Said("鼓励渔港开发公司出租泊位，支持符合条件的渔民合作社发行票据，引导高校参与选育。")
    assert said.all("modality", "bearer") == [
        ("encouragement", ["渔港开发公司"]),
        ("encouragement", ["符合条件的渔民合作社"]),
        ("encouragement", ["高校"]),
    ]


def test_nobody_is_no_party() -> None:
    said = Said("严禁夜间无人值守运行孵化设备。")
    assert said.all("modality", "bearer") == [("prohibition", [])]


def test_a_project_or_a_plant_that_does_something_is_encouraged() -> None:
    said = Said("支持符合条件的养殖项目发行债券。支持新建机组与风电实施联营。支持重大项目建设。")
    assert said.all("quote", "bearer") == [
        ("支持符合条件的养殖项目发行债券。", []),
        ("支持新建机组与风电实施联营。", []),
    ]


def test_a_party_is_named_without_its_short_form() -> None:
    assert quotes("从事渡运的企业（以下简称渡运企业）应当公示票价。") == [
        (("从事渡运的企业",), "从事渡运的企业（以下简称渡运企业）应当公示票价。")
    ]


def test_encouragement_beside_a_permission() -> None:
    said = Said("有条件的企业可配备新型渡船，鼓励采用电力驱动。")
    assert said.all("modality") == [("permission",), ("encouragement",)]


def test_the_subject_of_what_somebody_is() -> None:
    assert Said("各船队负责人是第一责任人，要亲自抓落实。").one("bearer") == (["各船队负责人"],)
    assert Said("各市（州）水利局务于5月20日前报送。").one("bearer") == (["各市（州）水利局"],)


def test_a_grant_binds_whoever_gives_it() -> None:
    notice = (
        "示例县促进水产业若干措施\n\n一、育种\n\n"
        "（一）鼓励养殖企业建设育种基地，按照规定给予最高不超过50万元的补助。\n\n"
        "（二）鼓励养殖企业建设不少于3个育种基地。\n"
    )
    found = extract_text(Text("measures.md", "0" * 64, notice)).records
    bounds = [one.quantity for one in found if isinstance(one, Obligation)]
    assert [bound and bound.value for bound in bounds] == [None, 3]
