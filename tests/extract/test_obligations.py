"""Deontic statements: what counts, how a sentence is cut, and what each statement says."""

from __future__ import annotations

import pytest
from said import Said
from spacy.tokens import Span

from extract.duties.places import Places
from extract.instruments.sections import Section
from extract.language import pipeline
from extract.pipeline import extract_text
from extract.records import Obligation
from extract.text import Text

# The fifteen worked examples of the rules, each in words of our own


def test_a_duty_with_its_bearer() -> None:
    said = Said("索道管理单位应当公示检修记录。")
    assert said.one("modality", "bearer", "action") == ("obligation", ["索道管理单位"], "公示检修记录")


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("检测中心运营单位应当公示检修记录。", ["检测中心运营单位"]),
        (
            "农业银行甲县支行、金融监督管理总局甲县监管局应当通报情况。",
            ["农业银行甲县支行", "金融监督管理总局甲县监管局"],
        ),
        ("2031年底前，现有渔港完成改造，现有企业完成检修。", None),
        ("作为第五条：“县渔业局应当公示检修记录。", ["县渔业局"]),
        ("工作要求各县、各部门要落实责任。", ["各县", "各部门"]),
        ("渔船下水前经营单位必须检查锚链。", ["经营单位"]),
        ("被除名的养殖户三年内不得再次申请。", ["被除名的养殖户"]),
        ("检修计划由县渔业局于2031年9月30日前报送市渔业局。", ["县渔业局"]),
        ("支持海洋大学、甲水产研究院有限公司开展育种。", ["海洋大学", "甲水产研究院有限公司"]),
        ("位于禁渔区的，不得作业。", []),
        ("与湖区毗邻的乡镇应当签订协议，并于2031年5月底前报县渔业局备案。", ["与湖区毗邻的乡镇"]),
        ("与港口相邻的岸线应当保持畅通。", []),
        ("试点养殖企业发现疫情后，应当立即报告。", ["试点养殖企业"]),
        ("合作开展培训的，应当备案。", []),
        ("已取得养殖证登记的养殖户，可不重复提交证明。", ["已取得养殖证登记的养殖户"]),
        ("各区泵站建设管理办公室要每年举办2次演练。", ["各区泵站建设管理办公室"]),
        ("各县开展监督检查的单位应当亮证。", ["各县开展监督检查的单位"]),
        ("渔具的存放场所应当符合下列条件：", []),
        ("县渔业局应当自受理之日起5日内作出决定，不予许可的须说明理由。", ["县渔业局"]),
        ("渔民应当检修渔船。每艘渔船应当配备救生衣。", []),
        ("渔港食堂不得对外承包经营。", []),
        ("养殖户以欺骗手段取得证书的，应当依法予以撤销。", []),
        ("县渔业局应当核查，逾期未报的应当停止作业。", []),
        ("县渔业局应当核验证件。信息共享的，可不重复提交复印件。", []),
        ("县渔业局要设立窗口。捕捞日志只能用于监管，不得外传。", []),
    ],
)
def test_who_bears_it(text: str, bearer: list[str] | None) -> None:
    found = [parties for (parties,) in Said(text).all("bearer")]
    assert found[-1] == (["现有企业"] if bearer is None else bearer)


def test_what_a_bracket_adds_to_a_name_is_no_part_of_it() -> None:
    text = "检修通知\n一、渔业公司（包括其分公司）应当公示航次。\n甲县渔业局\n2031年3月1日"
    found = extract_text(Text("plan.txt", "0" * 64, text)).records
    assert [one.bearer for one in found if isinstance(one, Obligation)] == [("渔业公司",)]


def test_before_a_verb_that_begins_with_a_lifting_hand() -> None:
    assert Said("各县渔业局要在2031年6月30日前提出方案。").one("iso") == ("2031-06-30",)


def test_a_duty_and_a_prohibition_share_a_bearer() -> None:
    said = Said("供水公司应当公布停水计划，不得向用户收取通知费。")
    assert said.all("modality", "bearer", "action", "quote") == [
        ("obligation", ["供水公司"], "公布停水计划", "供水公司应当公布停水计划，"),
        ("prohibition", ["供水公司"], "向用户收取通知费", "不得向用户收取通知费。"),
    ]


def test_coordinated_verbs_under_one_modal_are_one_statement() -> None:
    said = Said("图书馆可以招募读者整理书目，并发给纪念册。")
    assert said.one("modality", "action") == ("permission", "招募读者整理书目，并发给纪念册")


def test_the_encouraged_party_is_the_bearer() -> None:
    said = Said("鼓励渔民合作社投保渔船互助保险。")
    assert said.one("modality", "bearer", "action") == ("encouragement", ["渔民合作社"], "投保渔船互助保险")


def test_a_bare_imperative_with_a_date_is_a_duty() -> None:
    said = Said("2032年4月10日前，市级水务部门组织辖区泵站完成设备登记。")
    assert said.one("modality", "bearer", "iso", "kind") == (
        "obligation",
        ["市级水务部门"],
        "2032-04-10",
        "date",
    )
    assert Said("市级水务部门组织辖区泵站完成设备登记。").found == []


def test_a_second_date_carries_the_modal_on() -> None:
    said = Said("档案清点工作应于2032年4月20日前启动，目录编制工作于8月31日前结束。")
    assert said.all("marker", "bearer", "action", "iso") == [
        ("应", [], "启动", "2032-04-20"),
        ("应(carried)", [], "结束", "2032-08-31"),
    ]


def test_a_recurring_duty_says_from_when() -> None:
    said = Said("自2033年2月起，每季度结束后的15日内，码头管理所报送货运数据。")
    assert said.one("bearer", "due", "iso", "kind", "recurrence", "since") == (
        ["码头管理所"],
        "每季度结束后的15日内",
        "P15D",
        "recurring",
        "P3M",
        "2033-02",
    )


def test_a_condition_holds_for_both_statements_after_it() -> None:
    said = Said("对超期未检的锅炉，市场监管局应当责令使用单位停用，并可以封存其铭牌。")
    assert said.all("modality", "bearer", "action", "condition") == [
        ("obligation", ["市场监管局"], "责令使用单位停用", "对超期未检的锅炉"),
        ("permission", ["市场监管局"], "封存其铭牌", "对超期未检的锅炉"),
    ]


def test_a_thing_bears_no_prohibition() -> None:
    assert Said("每间教室每班人数不得超过45人。").one("modality", "bearer", "action") == (
        "prohibition",
        [],
        "超过45人",
    )


def test_a_period_of_keeping_stays_with_its_statement() -> None:
    said = Said("疫苗运输温度记录应当真实完整，保存期限不少于5年。")
    assert said.one("bearer", "iso", "kind") == ([], "P5Y", "duration")


def test_the_subject_of_the_condition_bears_the_duty() -> None:
    said = Said("演出单位变更场地的，应当提前5日告知购票人。")
    assert said.one("bearer", "condition", "iso", "direction") == (
        ["演出单位"],
        "演出单位变更场地的",
        "P5D",
        "before",
    )


def test_a_modal_does_not_reach_over_a_new_subject() -> None:
    said = Said("领班应在开业前检查灶具，由店长签字备案。")
    assert said.one("quote", "bearer", "due", "iso") == (
        "领班应在开业前检查灶具，",
        ["领班"],
        "在开业前",
        None,
    )
    governed = Said("每年5月底前，领班应检查灶具，由店长签字备案。")
    assert governed.all("bearer", "iso") == [(["领班"], "--05-31"), (["店长"], "--05-31")]


def test_a_lead_in_stops_at_its_colon() -> None:
    said = Said("申请植树补助的村民应当符合下列条件：（一）林地不少于3亩；（二）无毁林记录。")
    assert said.one("quote", "bearer") == ("申请植树补助的村民应当符合下列条件：", ["申请植树补助的村民"])


def test_an_inner_modal_is_no_statement() -> None:
    said = Said("除遇大雾停渡外，应当持证上岗的轮渡驾驶员不得离开岗位。")
    assert said.one("modality", "bearer", "condition", "action") == (
        "prohibition",
        ["应当持证上岗的轮渡驾驶员"],
        "除遇大雾停渡外",
        "离开岗位",
    )


def test_what_is_no_statement() -> None:
    assert Said("少年宫负责辅导工作。本办法所称辅导是指课后辅导。名单由区少年宫适时更新。").found == []


# What counts (A1)


@pytest.mark.parametrize(
    "text",
    [
        "相应供应商主要适应市场需要，应急预案可靠。",
        "需延期的，按程序办理。",
        "本办法适用于应当登记的车辆。",
        "《企业应当登记的事项》同时废止。",
        "本办法自2031年6月1日起施行。",
        "积极应对气候变化，提高可再生能源比重。",
        "截至2030年底，全市建成40座换电站。",
        "到2035年，基本建成现代化水网。",
        "各单位及时、定期报送情况。",
        "2031年内蒙古自治区完成普查。",
    ],
)
def test_what_only_looks_like_a_statement(text: str) -> None:
    assert Said(text).found == []


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("船员须持证上岗。", "obligation"),
        ("各地要加强检查。", "obligation"),
        ("机组需具备启停能力。", "obligation"),
        ("评审一般应邀请同行参加。", "obligation"),
        ("机构应对申报材料进行梳理。", "obligation"),
        ("严禁倒卖名额。", "prohibition"),
        ("每户只能申请一次补贴。", "prohibition"),
        ("评审费不应由农户承担。", "prohibition"),
        ("报告应不少于30页。", "prohibition"),
        ("居民有权查阅账目。", "permission"),
        ("各地可按实际调整标准。", "permission"),
        ("审核单位可不组织现场核查。", "permission"),
        ("支持养殖企业建设冷库。", "encouragement"),
    ],
)
def test_markers_and_their_modality(text: str, modality: str) -> None:
    assert Said(text).one("modality") == (modality,)


def test_a_due_date_that_is_moved_is_a_duty() -> None:
    said = Said("2031年度报告提交截止日期由2032年3月31日调整至6月30日。")
    assert said.one("modality", "iso") == ("obligation", "2032-06-30")


# How a sentence is cut (A3)


def test_each_modal_opens_a_statement() -> None:
    assert len(Said("各县要压实责任，要加强巡查。").found) == 2
    assert len(Said("养护单位不得转包，不得分包。").found) == 2


def test_encouragement_under_a_duty_is_not_cut_off() -> None:
    said = Said("各区要指导企业申报，引导银行扩大贷款，鼓励社会资本参与。")
    assert said.one("quote") == (said.text,)


def test_a_semicolon_separates_and_the_subject_goes_on() -> None:
    said = Said("排水单位应当取得许可证；未取得许可证的，不得排水。")
    assert said.all("modality", "bearer") == [("obligation", ["排水单位"]), ("prohibition", ["排水单位"])]


def test_a_condition_without_a_modal_does_not_split() -> None:
    said = Said("街道办公室应当登记来访人员，对拒绝登记的，劝其离开。")
    assert len(said.found) == 1


def test_a_clause_with_its_own_deadline_splits() -> None:
    said = Said("各市应当加大帮扶力度，2032年内实现培训全覆盖。")
    assert said.all("bearer", "iso") == [(["各市"], None), (["各市"], "2032-12-31")]


# Fields (A4)


def test_coordinated_parties_are_separate_and_a_modifier_stays_with_the_first() -> None:
    said = Said("县级以上水务部门、农业部门和其他有关部门应当公布名单。")
    assert said.one("bearer") == (["县级以上水务部门", "农业部门", "其他有关部门"],)
    assert Said("省、自治区、直辖市人民政府应当制定规划。").one("bearer") == (["省、自治区、直辖市人民政府"],)


def test_who_acts_together() -> None:
    said = Said("水务局可以会同农业部门制定细则。")
    assert said.one("bearer", "co_actors", "action") == (["水务局"], ["农业部门"], "会同农业部门制定细则")


def test_a_subject_that_is_only_named_before_is_implied() -> None:
    said = Said("县林业局应当公布名单。8月31日前，完成复核工作。")
    assert said.all("bearer", "implied") == [(["县林业局"], False), (["县林业局"], True)]


def test_contact_persons_and_numbers_stay_out() -> None:
    said = Said("请各单位于2032年5月30日前报送材料（联系人：某某，电话：010-68200000）。")
    (quote, action) = said.one("quote", "action")
    assert "某某" not in f"{quote}{action}"
    assert "010" not in f"{quote}{action}"


def test_the_locator_is_as_long_as_it_has_to_be() -> None:
    running = [
        Section("一、", 4, 0, 20),
        Section("（一）", 5, 5, 20),
        Section("二、", 4, 20, 40),
        Section("（二）", 5, 25, 40),
    ]
    assert Places(running).locator(30) == "（二）"
    anew = [
        Section("一、", 4, 0, 20),
        Section("（一）", 5, 5, 20),
        Section("二、", 4, 20, 40),
        Section("（一）", 5, 25, 40),
    ]
    assert Places(anew).locator(30) == "二、（一）"
    article = [Section("第一章", 2, 0, 40), Section("第九条", 4, 0, 40), Section("（二）", 5, 10, 40)]
    assert Places(article).locator(20) == "第九条（二）"
    assert Places(article).locator(5) == "第九条"
    assert Places([]).locator(5) is None


def test_the_component_marks_statements() -> None:
    doc = pipeline()("供水公司应当公布停水计划，不得收费。")
    spans: list[Span] = list(doc.spans["policygraph/obligations"])
    assert [(span.text, span.label_) for span in spans] == [
        ("供水公司应当公布停水计划，", "obligation"),
        ("不得收费。", "prohibition"),
    ]


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("网络售药平台应当核验处方。", ["网络售药平台"]),
        ("中小学校长应当巡查食堂。", ["中小学校长"]),
        ("已登船的游客有权要求退票。", ["已登船的游客"]),
        ("集中养蜂的村可以成立协会。", ["集中养蜂的村"]),
        ("镇办事处应当在5日内完成登记。", ["镇办事处"]),
        ("社区养老照护机构须公示收费。", ["社区养老照护机构"]),
        ("封航期内任何单位和个人不得出海。", ["任何单位", "个人"]),
        ("每名船员同时照看游客不得超过6人。", []),
        ("检测数据保存期限不得少于3年。", []),
        ("鼓励果农、海洋科学院共建苗圃。", ["果农", "海洋科学院"]),
        ("鼓励政策性银行提供船舶贷款。", ["政策性银行"]),
        ("学校应对机房开启过滤。", ["学校"]),
        ("化学实验室应当独立设置通风柜。", []),
        ("潜水教练、救生员应当持证上岗。", ["潜水教练", "救生员"]),
        ("监理工程师不得同时受聘于两家单位。", ["监理工程师"]),
        ("摊贩、药店应当公示价格。", ["摊贩", "药店"]),
        ("重点实验室应当公布年报。", ["重点实验室"]),
    ],
)
def test_names_that_end_in_words_of_their_own(text: str, bearer: list[str]) -> None:
    assert Said(text).one("bearer") == (bearer,)


def test_whom_a_sentence_forbids_something_is_not_whom_the_one_before_names() -> None:
    said = Said("渡口管理所应当公示班次。严禁以会员名义收取定金。")
    assert said.all("modality", "bearer") == [("obligation", ["渡口管理所"]), ("prohibition", [])]


def test_whoever_lacks_a_permit_is_not_who_grants_it() -> None:
    said = Said("海事局应当在20日内作出决定；未取得许可的，不得起航。")
    assert said.all("bearer") == [(["海事局"],), ([],)]
    same = Said("船主应当申请许可；未取得许可的，不得起航。")
    assert same.all("bearer") == [(["船主"],), (["船主"],)]


def test_a_named_period_is_no_deadline() -> None:
    said = Said("每年12月1日至次年3月15日为封航期，封航期内任何人不得出海。")
    assert said.all("modality", "bearer", "iso") == [("prohibition", ["任何人"], None)]


def test_minutes() -> None:
    assert Said("报警后，值守单位应在30分钟内到场。").one("iso") == ("PT30M",)


def whole(text: str) -> list[Obligation]:
    """The statements of a whole document."""
    found = extract_text(Text("a.txt", "0" * 64, text)).records
    return [record for record in found if isinstance(record, Obligation)]


def test_numbers_of_clauses_as_standards_print_them() -> None:
    text = (
        "渡口设备技术要求\n\n第一部分 总体要求\n\n1.1 浮筒。浮筒应当具备夜间灯。\n\n"
        "1.2 运营单位须每日检查缆绳。\n\n"
        "第二部分 服务\n\n2.1 运营单位应当公示班次。\n\n1.5倍以上的超载船舶不得离岸。\n"
    )
    found = whole(text)
    assert [(one.locator, one.bearer) for one in found] == [
        ("1.1", ()),
        ("1.2", ("运营单位",)),
        ("2.1", ("运营单位",)),
        ("2.1", ()),
    ]


def test_a_line_that_breaks_behind_the_first_word_of_a_sentence_runs_on() -> None:
    text = (
        "某市渡口公告\n\n一、申请\n\n1. 区（市）县航运局应在2031年7月31日前公布船厂名单。未\n"
        "进入名单的企业不得承揽改造工程。\n"
    )
    found = whole(text)
    assert [one.bearer for one in found] == [("区（市）县航运局",), ("未进入名单的企业",)]


def test_an_item_that_begins_with_whom_it_encourages_is_no_heading() -> None:
    text = (
        "某市渡口公告\n\n一、服务\n\n1. 鼓励公立医院、养老机构为老人提供巡诊。支持志愿者参与帮扶。\n\n"
        "2. 支持企业参与标准制定。企业应当公布标准。\n"
    )
    found = whole(text)
    assert [one.bearer for one in found] == [("公立医院", "养老机构"), ("志愿者",), ("企业",), ("企业",)]


def test_where_items_begin_with_headings_one_that_encourages_is_a_heading_too() -> None:
    text = (
        "某市渡口公告\n\n一、服务\n\n1. 完善渡口设施。县航运局应当修缮码头。\n\n"
        "2. 支持企业参与标准制定。企业应当公布标准。\n"
    )
    assert [one.bearer for one in whole(text)] == [("县航运局",), ("企业",)]


BEARERS = {
    "市中心血站应当于每年3月底前公布采血计划。": ["市中心血站"],
    "自治区科技厅可以委托专业机构开展评审。": ["自治区科技厅"],
    "省生态环境厅固体废物处应当在10日内完成审查。": ["省生态环境厅固体废物处"],
    "灌区管理处应于每年3月15日前编制用水计划。": ["灌区管理处"],
    "镇卫生院应当设置发热诊室。": ["镇卫生院"],
    "再生资源回收经营者应当登记。": ["再生资源回收经营者"],
    "配合单位应当在3日内反馈意见。": ["配合单位"],
    "高等学校在校学生可以申请国家助学贷款。": ["高等学校在校学生"],
    "各省、自治区、直辖市通信管理局应当每季度组织抽测。": ["各省、自治区、直辖市通信管理局"],
    "煤矿矿长每月下井不得少于10次。": ["煤矿矿长"],
    "省科协应当于9月底前遴选科普基地。": ["省科协"],
    "归侨侨眷可以依法申请补助。": ["归侨侨眷"],
    "社会组织评估委员会应当在每年10月底前公布等级。": ["社会组织评估委员会"],
    "报关企业可以申请汇总征税。": ["报关企业"],
    "退役军人服务站应当建立台账。": ["退役军人服务站"],
    "2031年10月底前，各镇街完成农房排查。": ["各镇街"],
    "由市卫生监督所于每年6月底前完成抽检。": ["市卫生监督所"],
    "检测报告由第三方机构于30日内出具。": ["第三方机构"],
    "验收工作由县农业农村局牵头，县财政局配合，2031年11月底前完成。": ["县农业农村局"],
    "严禁任何单位和个人倒卖准考证。": ["任何单位", "个人"],
    "禁止施工单位擅自变更设计。": ["施工单位"],
    "引导种粮大户购买完全成本保险。": ["种粮大户"],
    "鼓励有条件的县（市、区）设立专项基金。": ["有条件的县（市、区）"],
    "定向师范生毕业后应当任教满6年。": ["定向师范生"],
    "医疗机构采购耗材应当查验资质。": ["医疗机构"],
    "县（市、区）可以统筹使用编制。": ["县（市、区）"],
    "引导农民专业合作社、家庭农场应用监测设备。": ["农民专业合作社", "家庭农场"],
    "台账由市（地）水务局审核后在12月底前上报。": ["市（地）水务局"],
    "食盐批发企业之间可以跨省经营。": ["食盐批发企业"],
    "单位和个人持有合法证明的，可以利用档案。": ["单位", "个人"],
    "进入林区的人员和车辆应当接受检查。": ["进入林区的人员"],
    "副职每年带班不得少于90天。": ["副职"],
    "鼓励社会资本参与站点开发。": ["社会资本"],
    "中小学食堂应于每日开餐前公示菜单。": ["中小学食堂"],
    "游船安全总监应当每周检查一次救生设备。": ["游船安全总监"],
    "2031年6月底前，各市、县、自治县完成渡口普查。": ["各市", "县、自治县"],
    "引导船运企业与船员代表就工时开展协商。": ["船运企业", "船员代表"],
    "支持养殖企业组织在校学生参观渔港。": ["养殖企业"],
    "鼓励电商平台设立渔货专区。": ["电商平台"],
    "由县文保所于2031年9月底前完成拓印。": ["县文保所"],
    "船厂应当公布检修计划。": ["船厂"],
    "鼓励中医馆延长服务时间。": ["中医馆"],
    "引导渔具加工企业入园集聚发展。": ["渔具加工企业"],
    "乘客上船后应当系好安全带。": ["乘客"],
    "渔业学校工作日晚上可开设夜校。": ["渔业学校"],
}


@pytest.mark.parametrize("text", BEARERS)
def test_a_name_is_known_by_its_place_and_its_last_word(text: str) -> None:
    assert Said(text).one("bearer") == (BEARERS[text],)


@pytest.mark.parametrize(
    "text",
    [
        "变电站应当设置围栏。",
        "旅客须知应当张贴在候船室。",
        "装卸场所应当距离居民区100米以上。",
        "因捐资受表彰的船员需要请假，经批准后，可以先行离船。",
        "公共场所应当设置无障碍设施。",
        "机组应当具备调峰能力。",
        "培训学时不得少于40学时。",
        "禁止企业名称含有误导性文字。",
        "评审会应当有三分之二以上委员出席。",
        "小微企业贷款可适当放宽容忍度。",
        "居民用水应当优先保障。",
        "法定代表人变更应当登记。",
        "疏散楼梯间应当设置应急照明。",
        "电动自行车停放点应当远离楼梯。",
    ],
)
def test_a_thing_bears_nothing(text: str) -> None:
    assert Said(text).one("bearer") == ([],)


def test_a_statement_ends_where_another_thing_is_spoken_of() -> None:
    said = Said("养殖户应于2031年6月底前搬迁，搬迁补偿按县政府规定执行。")
    assert said.all("quote") == [("养殖户应于2031年6月底前搬迁，",)]
    said = Said("厂界噪声不得超过50分贝，并执行国家标准。")
    assert said.all("quote") == [("厂界噪声不得超过50分贝，",)]


def test_when_before_a_modal_is_no_thing() -> None:
    said = Said("影院应当在开映前明示时长，放映过程中不得插播广告。")
    assert said.all("bearer") == [(["影院"],), (["影院"],)]


def test_a_clause_that_says_by_itself_what_is_done_is_no_topic_of_the_next() -> None:
    said = Said("探索建立首席数据官制度，各市应于9月底前明确人选。")
    assert said.one("quote", "bearer") == ("各市应于9月底前明确人选。", ["各市"])
    said = Said("跨县的线型工程，建设单位应当提前60日报告。")
    assert said.one("quote") == ("跨县的线型工程，建设单位应当提前60日报告。",)


def test_whoever_is_sanctioned_does_not_sanction() -> None:
    said = Said("用水户应当缴纳水费，逾期不缴纳的，可以按约定收取违约金。")
    assert said.all("bearer") == [(["用水户"],), ([],)]
    said = Said("水务局应当督促整改，逾期不改的，可以取消资格。")
    assert said.all("bearer") == [(["水务局"],), (["水务局"],)]


def test_a_day_behind_one_of_every_year_is_of_every_year() -> None:
    said = Said("台账于每年11月15日前汇总至水务局，由水务局在12月底前上报。")
    assert said.all("iso") == [("--11-15",), ("--12-31",)]


def test_days_of_a_plan_are_of_the_year_of_the_notice_in_front() -> None:
    text = (
        "某省水利厅关于印发《渡口改造方案》的通知\n\n各市水利局：\n\n现印发给你们。\n\n某省水利厅\n\n2031年4月18日\n\n"
        "渡口改造方案\n\n一、任务\n\n1. 船厂应于9月底前完成改造。\n"
    )
    assert [one.deadline and one.deadline.iso for one in whole(text)] == ["2031-09-30"]


def test_two_encouragements_of_one_sentence() -> None:
    said = Said("鼓励链主企业开放场景，支持中小企业采购云服务。")
    assert said.all("bearer") == [(["链主企业"],), (["中小企业"],)]


def test_who_is_called_responsible_bears_what_follows() -> None:
    said = Said("生产建设单位是水土保持的责任主体，应当编制方案。")
    assert said.one("bearer") == (["生产建设单位"],)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("教育局每学年至少组织一次培训。", "P1Y"),
        ("园长每学期组织一次演练。", "P6M"),
        ("河长应当每旬巡河一次。", "P10D"),
        ("运营单位应当每6小时监测一次。", "PT6H"),
    ],
)
def test_how_often(text: str, iso: str) -> None:
    assert Said(text).one("iso") == (iso,)


def test_a_topic_that_is_a_party_stays_the_subject_of_what_follows() -> None:
    said = Said("船员由渡口管理所聘用，在岗期间不得兼职。")
    assert said.all("bearer") == [(["船员"],)]


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("支持社会体育指导员开展健身指导。", ["社会体育指导员"]),
        ("鼓励科技特派员领办创办企业。", ["科技特派员"]),
        ("鼓励农户住房保险全覆盖。", []),
        ("彩票代销点不得赊销彩票。", ["彩票代销点"]),
        ("山区液化气配送点应当建立台账。", ["山区液化气配送点"]),
        ("由村民小组长每月25日前报送台账。", ["村民小组长"]),
        ("严禁网约车平台诱导超时接单。", ["网约车平台"]),
        ("严禁小区物业擅自停水。", ["小区物业"]),
        ("如皋海关不得要求企业重复提交。", ["如皋海关"]),
    ],
)
def test_persons_points_of_sale_and_counties_named_in_short_are_bearers(text: str, bearer: list[str]) -> None:
    assert Said(text).one("bearer") == (bearer,)


@pytest.mark.parametrize(
    ("text", "bearers"),
    [
        ("支持涿州市、高碑店市建设换电走廊。", ["涿州市", "高碑店市"]),
        ("支持诊断服务商接入二级节点。", ["诊断服务商"]),
        ("酒泉市、武威市可先行开展试验。", ["酒泉市", "武威市"]),
        (
            "国家统计局渝北调查队、国家统计局石柱调查队应按季度开展调查。",
            ["国家统计局渝北调查队", "国家统计局石柱调查队"],
        ),
        ("市统计局服务业处要牵头制定方案。", ["市统计局服务业处"]),
        ("市、县（区）综合执法部门应当加强检查。", ["市、县（区）综合执法部门"]),
        ("各区市安委会要健全值守制度。", ["各区市安委会"]),
        ("塔方和海关总署应当通报情况。", ["塔方", "海关总署"]),
        ("新建农村公路服务站应当同步预留车位。", []),
        ("新建区水务局应当开展检查。", ["新建区水务局"]),
        ("在转弯处应当设置警示标志。", []),
        ("对渗漏处应当及时修补。", []),
        ("鼓励在沙漠地区建设大型风电基地。", []),
        ("鼓励利用采煤沉陷区建设光伏基地。", []),
    ],
)
def test_places_offices_and_institutions_bear_what_they_are_told(text: str, bearers: list[str]) -> None:
    assert Said(text).one("bearer") == (bearers,)


@pytest.mark.parametrize(
    "text",
    [
        "支持雄安新区建设和发展。",
        "支持自由贸易试验区建设。",
        "支持在工业园区建设分布式光伏项目。",
        "支持跨省区开展电力交易业务。",
        "支持灌区建设节水工程体系。",
        "工程验收合格满30日方可投入运行。",
    ],
)
def test_what_is_done_to_or_in_a_place_or_after_days_is_said_of_nobody(text: str) -> None:
    assert Said(text).found == []
