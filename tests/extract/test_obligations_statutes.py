"""Deontic statements in statutes: long articles, conditions with a subject, nouns that hold a modal."""

from __future__ import annotations

import pytest
from said import Said

from extract.duties import bounds


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("采砂人违反许可条件的，应当停止作业。", ["采砂人"]),
        ("渡口经营者发现险情，应当立即停航。", ["渡口经营者"]),
        ("渔民对鉴定结论有异议的，可以申请复核。", ["渔民"]),
        ("补偿义务机关应当公布标准。", ["补偿义务机关"]),
        ("养殖证持有人在不妨碍航行的情况下，可以布设网箱。", ["养殖证持有人"]),
        ("除本条规定外，海域使用权人有权转让海域使用权。", ["海域使用权人"]),
        ("禁止渡口经营者以任何名义收取附加费。", ["渡口经营者"]),
        ("仲裁庭应当公开开庭。", ["仲裁庭"]),
        ("网箱使用者使用渔港泊位，应当缴费。", ["网箱使用者"]),
        ("苗种处理者为渔政机构、渔港经营者提供服务的，应当备案。", ["苗种处理者"]),
        ("苗种接收方应当隔离苗种。", ["苗种接收方"]),
        ("采砂权人查明储量变化的，应当报告。", ["采砂权人"]),
        ("还须由渔业长官征得议事会同意。", ["渔业长官"]),
        ("各省、自治区、直辖市均不得设卡。", ["各省", "自治区、直辖市"]),
        ("前款规定的单位平时应当组织演练。", ["前款规定的单位"]),
        ("受理赔偿请求的法院根据情况，可以裁定先行支付。", ["受理赔偿请求的法院"]),
        ("渔民、利害关系人认为登记有误的，可以申请更正。", ["渔民", "利害关系人"]),
        ("鼓励实施机构、使用单位依法公开价格。", ["实施机构", "使用单位"]),
        ("设区的市级渔政机构应当巡查。", ["设区的市级渔政机构"]),
        ("以共享方式取得的水文数据，用于养殖的，应征得水文机构同意。", []),
        ("审批设立渔业学校，应当委托专家评议。", []),
        ("给渔民造成损失的，应当给予补偿。", []),
        ("渔船所有权人或者使用权人应当投保。", ["渔船所有权人", "使用权人"]),
        ("政府投资建设的新建渔港应当申请标识。", []),
        ("渔业学校、幼儿园应当建立制度，配备安全管理人员，确保安全。", ["渔业学校", "幼儿园"]),
        ("国务院和沿海省级人民政府应当加大投入。", ["国务院", "沿海省级人民政府"]),
        ("公民、法人和其他组织可以申请。", ["公民", "法人", "其他组织"]),
        ("任何人发现险情都应当报告。", ["任何人"]),
        ("沿海地方的自治机关根据实际，有权采取措施。", ["沿海地方的自治机关"]),
        ("渔政机关的检查人员对违法的个人或者组织，可以实施处罚。", ["渔政机关的检查人员"]),
        ("监察人发现受托人违约的，应当报告。", ["监察人"]),
        ("各出资方应及时拨付资金。", ["各出资方"]),
        ("并网双方应当签订协议。", ["并网双方"]),
        ("其近亲属可以提出申请。", ["其近亲属"]),
        ("协议签署方均可提出终止的建议。", ["协议签署方"]),
        ("渔业协会清算结束后，应当办理注销。", ["渔业协会"]),
        ("对涉案渔船，经渔政机构负责人批准，可以扣押。", []),
    ],
)
def test_who_bears_it(text: str, bearer: list[str]) -> None:
    assert Said(text).one("bearer") == (bearer,)


@pytest.mark.parametrize(
    "text",
    [
        "受害人可以向渔船的所有人要求赔偿。",
        "任何单位和个人有权对违反本法的行为向主管机关举报。",
        "渔港基金不得用于非公益目的。",
        "渔业应急预案，应当包括心理援助的内容。",
        "有过错的，应当承担相应的责任。",
        "双方可以约定保管期间。",
        "渔政机构可以区别情形，采取措施。",
        "承诺应当以书面方式作出。",
        "升挂船旗的，应当早晨升起，傍晚降下。",
        "国家鼓励单位和个人参与放流。",
        "禁止渔港经营人在收取港费时，代收其他费用。",
        "渔旗应当在其他旗帜之前。",
    ],
)
def test_these_are_statements(text: str) -> None:
    assert len(Said(text).found) == 1


@pytest.mark.parametrize(
    "text",
    [
        "处应缴费用三倍以上五倍以下的罚款。",
        "债务人无须支付利息。",
        "国家对应对大规模灾害给予经费保障。",
        "自行为发生之日起五年内没有行使权利的，该权利消灭。",
        "不适用本法关于当事人可以起诉的规定。",
        "知道或者应当知道船舶已经转让的，不受保护。",
        "因渔具不可复原或者灭失，船籍注销。",
        "过程可管、可控、可追溯。",
        "确保方案可实施可落地。",
    ],
)
def test_these_are_none(text: str) -> None:
    assert not Said(text).found


def test_what_is_to_be_done_may_stand_behind_when() -> None:
    said = Said("渔港经营人应当自收到申请之日起七日内，依照权限提出意见，渔政机构应当在十五日内决定。")
    assert said.all("bearer", "iso", "action") == [
        (["渔港经营人"], "P7D", "依照权限提出意见"),
        (["渔政机构"], "P15D", "决定"),
    ]
    said = Said("各船队应于休渔期满前，由船队长组织开展检查。")
    assert said.one("bearer", "action") == (["船队长"], "组织开展检查")


@pytest.mark.parametrize(
    ("text", "bearers"),
    [
        ("国家引导、支持养殖企业改造池塘，鼓励科研单位培育良种。", [["养殖企业"], ["科研单位"]]),
        ("国家支持和保护渔民从事养殖。", [["渔民"]]),
        ("支持养殖企业开展育种、鼓励渔民合作社参加保险。", [["养殖企业"], ["渔民合作社"]]),
        ("国家鼓励公民、法人和其他组织举报违法捕捞。", [["公民", "法人", "其他组织"]]),
        ("县级人民政府应当支持和保护渔民的权益。", [["县级人民政府"]]),
    ],
)
def test_who_is_encouraged(text: str, bearers: list[list[str]]) -> None:
    assert [bearer for (bearer,) in Said(text).all("bearer")] == bearers


def test_who_has_done_something_has_to_do_the_next_in_time() -> None:
    said = Said("渔港经营人在开展试运行并交付泊位后，在20个工作日内提交登记申请。")
    assert said.one("bearer", "iso") == (["渔港经营人"], "P20D")


def test_a_time_inside_a_condition_is_no_deadline() -> None:
    said = Said("渔港经营人在处理渔获前，通过公告告知渔民的，公告应当醒目。")
    assert said.one("due") == (None,)


def test_a_duty_from_a_day_on_goes_on_behind_the_comma() -> None:
    said = Said("登记机构应自收到申请之日起，3个工作日内予以受理。")
    assert said.one("bearer", "iso") == (["登记机构"], "P3D")


def test_known_or_ought_to_be_known_is_one_phrase() -> None:
    said = Said("请求撤销的，应当自知道或者应当知道事由之日起一年内提出。")
    assert said.one("iso", "action") == ("P1Y", "提出")


def test_an_article_beyond_a_thousand_has_a_number_too() -> None:
    assert Said("第一千零九条从事渔业科研，应当遵守规定。").one("quote") == ("从事渔业科研，应当遵守规定。",)


@pytest.mark.parametrize(
    ("text", "bearers"),
    [
        ("船员有权查阅工资台账。对船员的查阅请求不得拒绝。", [["船员"], []]),
        ("渔政站应当公布名单。依照旧规受理、尚未审结的申请，应当继续办理。", [["渔政站"], []]),
        ("渡口甲板面积在80平方米以下的，救生员不得少于3人。", [[]]),
        ("航道管理机构工作人员玩忽职守的，应当依法给予处分。", [[]]),
        ("由海事机构责令改正；情节严重的，可以暂扣证书。", [["海事机构"]]),
    ],
)
def test_whose_duty_an_earlier_sentence_does_not_tell(text: str, bearers: list[list[str]]) -> None:
    assert [bearer for (bearer,) in Said(text).all("bearer")] == bearers


def test_a_duty_on_the_very_day_has_a_deadline_without_a_day() -> None:
    assert Said("渡口发现险情的，应在当日报告海事处。").one("due", "iso") == ("在当日", None)


def test_what_has_been_done_is_no_duty_whatever_day_it_names() -> None:
    assert Said("县水利局对2030年12月31日前印发的文件进行了清理，现将结果公布如下：").found == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("日最高气温达到35℃以上，船厂应当缩短作业时间。", (">=", 35, "℃")),
        ("舱室照度不应超过200勒克斯。", ("<=", 200, "勒克斯")),
    ],
)
def test_bounds_in_any_unit(text: str, bound: tuple[str, float, str]) -> None:
    (found,) = bounds.find(text, 0, len(text))
    assert (found.quantity.comparator, found.quantity.value, found.quantity.unit) == bound


def test_the_rank_of_a_body_bounds_nothing() -> None:
    assert bounds.find("二级以上渔港应当设立调度室。", 0, 14) == []


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("渡口可以利用闲置趸船设置候船点，租金减免期最长不超过3年。", [None]),
        ("渡口可以减免租金，减免期最长不超过3年。", ["P3Y"]),
        ("航行日志应当完整，保存期限不少于2年。", ["P2Y"]),
        ("海事局每年开展一次检查，次年2月底前报告市政府。", ["P1Y", "--02-28"]),
    ],
)
def test_how_long_and_when_something_is_due(text: str, iso: list[str | None]) -> None:
    assert [found for (found,) in Said(text).all("iso")] == iso


def test_words_that_hold_a_modal() -> None:
    assert Said("渡口出水化学需氧量为60毫克每升，不可降解塑料袋用量下降。").found == []
