"""Statements of fields that differ: who is encouraged, what money is for, what an amendment says."""

from __future__ import annotations

import pytest
from said import Said

from extract.duties import bounds
from extract.pipeline import extract_text
from extract.records import Obligation
from extract.text import Text


@pytest.mark.parametrize(
    ("text", "bearers"),
    [
        ("鼓励甲县林权交易法院巡回办案。", [["甲县林权交易法院"]]),
        ("鼓励社会资本参与渔港工程的建设和管护。", [["社会资本"]]),
        ("鼓励退休船长到渔村授课，支持在闽海洋院校定向培养轮机员。", [["退休船长"], ["在闽海洋院校"]]),
        ("鼓励渔业企业使用海况数据，支持数据商在渔港挂牌。", [["渔业企业"], ["数据商"]]),
        ("引导渔户树立休渔意识，爱护渔场。", [["渔户"]]),
        ("推进库区移民避险搬迁，稳妥引导居住条件较差的库区人口向集镇迁移。", [["居住条件较差的库区人口"]]),
        ("支持医疗机构药师下沉渔村，支持返乡青年开办渔家书屋。", [["医疗机构药师"], ["返乡青年"]]),
        ("支持有条件的县整合渔港，鼓励村（社区）设立补网站。", [["有条件的县"], ["村（社区）"]]),
        (
            "鼓励贵州大学渔业学院、中国矿业大学（北京）等单位参与研发。",
            [["贵州大学渔业学院", "中国矿业大学（北京）等单位"]],
        ),
    ],
)
def test_whom_a_text_encourages(text: str, bearers: list[list[str]]) -> None:
    assert [bearer for (bearer,) in Said(text).all("bearer")] == bearers


def test_what_is_encouraged_begins_behind_what_is_done() -> None:
    said = Said("完善渔港收费办法，鼓励渔业企业降低停泊费。")
    assert said.one("modality", "quote") == ("encouragement", "鼓励渔业企业降低停泊费。")


def test_a_measure_of_a_thing_is_not_what_somebody_is_encouraged_to_do() -> None:
    said = Said("鼓励养殖企业安装增氧机，增氧机的动力效率不低于2千克/千瓦时。")
    assert said.one("quote") == ("鼓励养殖企业安装增氧机，",)


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("渔业部门、港务机构及其工作人员不得截留鱼款。", ["渔业部门", "港务机构及其工作人员"]),
        ("县级以上人民政府及其有关部门应当公开渔情。", ["县级以上人民政府", "有关部门"]),
        ("旅行社及其导游不得推销海货。", ["旅行社及其导游"]),
        ("评审组专家应当回避，且当年评审专家不得申报。", ["当年评审专家"]),
        ("民办寄宿制高中不得跨县招收学员。", ["民办寄宿制高中"]),
        ("渔业薄弱县可以申请补助。", ["渔业薄弱县"]),
        ("任何船舶单位未经许可禁止调取航迹数据。", ["任何船舶单位"]),
        ("你省可以依法开展渔获拍卖。", ["你省"]),
        ("参赛运动员必须接受检查。", ["参赛运动员"]),
        ("遇台风，赛事总指挥有权中止比赛。", ["赛事总指挥"]),
        ("严禁为不符合条件的人员办理补缴。", []),
        ("为残疾人提供服务的机构应当备案。", ["为残疾人提供服务的机构"]),
        ("企业申请应当提交材料。", ["企业"]),
        ("豆科应当种植。", []),
        ("县民政局救助科、县残联应当复核。", ["县民政局救助科", "县残联"]),
        ("各市渔业局请于2031年10月20日前报送名单。", ["各市渔业局"]),
        ("六盘水市、黔西南州渔业主管部门应当通报渔情。", ["六盘水市", "黔西南州渔业主管部门"]),
        ("严禁船员醉酒。", ["船员"]),
        ("严禁监考员泄题。", ["监考员"]),
        ("任何个人和组织未经允许严禁登岛。", ["任何个人", "组织"]),
        ("对渔船应当每年检验的要求，各区不得放宽。", ["各区"]),
        ("渔港停泊费实行政府指导价的，应当听证。", []),
        ("潜水作业人员应当持证，每班持证人员不得少于2人。", []),
        ("样本单位应答率应不低于90%。", []),
        ("新建数据中心严禁布局在蓄滞洪区。", []),
    ],
)
def test_who_bears_it(text: str, bearer: list[str]) -> None:
    assert Said(text).all("bearer")[-1] == (bearer,)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("渔船互助保费可用于救助遇险渔民。", "permission"),
        ("结余的休渔补助资金可结转下年。", "permission"),
        ("不足10人的，可口头报告。", "permission"),
        ("资料不齐的可当场补正。", "permission"),
        ("对于跨界作业或需多次进港的渔船，可采取预约方式。", "permission"),
        ("再生水可用于冲洗甲板。", None),
    ],
)
def test_what_may_be_done(text: str, modality: str | None) -> None:
    assert [found for (found,) in Said(text).all("modality")] == [modality] * (modality is not None)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("渔船靠港后的卸货时间应控制在40分钟以内。", "PT40M"),
        ("冰厂不得以检修为由连续停供冰块超过48小时。", "PT48H"),
        ("培训机构须留存船员签到、实操影像等资料不少于3年。", "P3Y"),
        ("渔港应当在每年汛期来临前完成清淤。", "P1Y"),
        ("各考点须每场考试结束后30分钟内上报人数。", "PT30M"),
        ("今年卸货时间缩短至30分钟以内，企业应当公示。", None),
    ],
)
def test_how_long_or_when(text: str, iso: str | None) -> None:
    assert Said(text).all("iso")[-1] == (iso,)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("舱温不得高于零下15℃。", ("<=", -15, "℃")),
        ("余氯应不低于0.05毫克/升。", (">=", 0.05, "毫克/升")),
        ("岸电箱容量应不小于160千伏安。", (">=", 160, "千伏安")),
        ("每次抽检不少于20批次。", (">=", 20, "批次")),
        ("培训不少于60学时。", (">=", 60, "学时")),
        ("不得连续停供超过48小时。", ("<=", 48, "小时")),
    ],
)
def test_what_bounds_it(text: str, bound: tuple[object, ...]) -> None:
    found = [item.quantity for item in bounds.find(text, 0, len(text))]
    assert [(item.comparator, item.value, item.unit) for item in found] == [bound]


def test_what_is_due_before_an_event_is_a_duty_of_its_own() -> None:
    said = Said("船厂应当编制拆解方案，并在拆解前取得船检意见。")
    assert said.all("modality", "bearer", "action", "due") == [
        ("obligation", ["船厂"], "编制拆解方案", None),
        ("obligation", ["船厂"], "取得船检意见", "在拆解前"),
    ]


def test_what_an_amendment_says_is_said_from_now_on() -> None:
    chars = (
        "甲市人民政府关于修改《甲市渔港管理办法》的决定\n\n甲政令〔2031〕3号\n\n"
        "一、将第五条修改为：“渔港经营人应当公示停泊费，不得加收杂费。”\n"
        "二、将第九条中的“可以”修改为“应当”。\n"
        "三、增加一条，作为第十条：“渔港经营人每半年至少组织一次演练。”\n\n甲市人民政府\n2031年3月4日\n"
    )
    found = extract_text(Text("a.txt", "0" * 64, chars)).records
    assert [(item.modality, item.bearer, item.quote) for item in found if isinstance(item, Obligation)] == [
        ("obligation", ("渔港经营人",), "渔港经营人应当公示停泊费，"),
        ("prohibition", ("渔港经营人",), "不得加收杂费。"),
        ("obligation", ("渔港经营人",), "渔港经营人每半年至少组织一次演练。"),
    ]
