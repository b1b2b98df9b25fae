"""Targets and indicators: what is to be reached by when, and what a class of things has to keep."""

from __future__ import annotations

import pytest

from extract.figures.indicators import indicators
from extract.figures.targets import targets
from extract.instruments.outline import Part
from extract.layout import Layout, lay_out
from extract.pipeline import extract_text
from extract.records import Document, Indicator, Target
from extract.text import Text


def read(text: str, title: str, kind: str) -> tuple[Layout, Part, Document]:
    layout = lay_out(Text("plan.txt", "0" * 64, text))
    part = Part(title=(0, 0), body=(0, len(text)), kind=kind)
    document = Document(
        id="https://w3id.org/policygraph/id/document/plan",
        source="plan.txt",
        source_sha256="0" * 64,
        start=0,
        end=0,
        quote="",
        title=title,
        kind=kind,
        body_start=0,
        body_end=len(text),
    )
    return layout, part, document


def reached(text: str, title: str = "水网建设方案", kind: str = "方案") -> list[tuple[object, ...]]:
    found: tuple[Target, ...] = targets(*read(text, title, kind))
    return [(item.by, item.subject, item.comparator, item.value, item.unit) for item in found]


def kept(text: str, kind: str = "方案") -> list[tuple[object, ...]]:
    found: tuple[Indicator, ...] = indicators(*read(text, f"泵站升级{kind}", kind))
    return [
        (item.subject, item.indicator, item.comparator, item.low, item.high, item.unit, item.condition)
        for item in found
    ]


def test_a_number_to_be_reached_by_a_year() -> None:
    assert reached("到2031年，全市换电站达到40座以上，建成充电桩2万个。") == [
        ("2031", "全市换电站", ">=", 40, "座"),
        ("2031", "充电桩", "=", 2, "万个"),
    ]


def test_of_a_day_that_no_calendar_has_the_month_is_known() -> None:
    assert reached("到2031年2月30日，换电站达到40座以上。") == [("2031-02", "换电站", ">=", 40, "座")]


@pytest.mark.parametrize(
    "subject",
    [
        "2010年以前建成小区的电梯加装率",
        "2005年6月底前投用的校舍加固率",
        "自2026年起登记的渔船定位率",
        "2020年后竣工的泵站接入率",
    ],
)
def test_a_day_of_things_of_the_subject_is_no_day_of_the_goal(subject: str) -> None:
    assert reached(f"到2033年，{subject}达到95%。") == [("2033", subject, ">=", 95, "%")]


def test_what_had_been_reached_by_a_year_before_the_document_is_no_target() -> None:
    text = "关于水网建设的方案\n2031年3月1日\n2020年底前建成水闸40座，到2035年建成泵站60座。"
    found = extract_text(Text("plan.txt", "0" * 64, text)).records
    assert [(item.by, item.subject) for item in found if isinstance(item, Target)] == [("2035", "泵站")]


def test_a_time_may_be_part_of_what_is_measured() -> None:
    assert reached("到2033年，险情2小时内到达率达到95%，投诉3天内办结率不低于98%。") == [
        ("2033", "险情2小时内到达率", ">=", 95, "%"),
        ("2033", "投诉3天内办结率", ">=", 98, "%"),
    ]


def test_what_somebody_must_have_by_a_day_is_a_duty_that_is_due() -> None:
    assert reached("市水利局要在2031年5月31日前完成演练，要配备不少于2艘巡逻艇。") == []
    assert reached("各镇应当于2031年5月底前储备编织袋不少于3000条。") == []
    assert reached("到2033年，每个乡镇要配备不少于2名护林员。") == [("2033", "护林员", ">=", 2, "名")]


def test_how_a_number_is_counted_is_no_part_of_the_subject() -> None:
    assert reached("到2033年，岸电设施累计达到200套，事故率控制在0.3‰以内，仪器达到600台（套）以上。") == [
        ("2033", "岸电设施", ">=", 200, "套"),
        ("2033", "事故率", "<=", 0.3, "‰"),
        ("2033", "仪器", ">=", 600, "台（套）"),
    ]
    assert reached("2032年底前建成水闸40座（含改造），2035年底前再建成60座。") == [
        ("2032-12-31", "水闸", "=", 40, "座"),
        ("2035-12-31", "水闸", "=", 60, "座"),
    ]


def test_work_of_which_a_rate_is_told_keeps_its_name() -> None:
    assert reached("到2033年，改造投诉办结率达到98%，改造管网400公里。") == [
        ("2033", "改造投诉办结率", ">=", 98, "%"),
        ("2033", "管网", "=", 400, "公里"),
    ]


def test_a_ceiling_is_no_floor() -> None:
    assert reached("到2031年，渡口服务半径不超过5公里。") == [("2031", "渡口服务半径", "<=", 5, "公里")]


def test_the_end_of_a_year_is_a_day() -> None:
    assert reached("到2031年底，漏损率控制在9%以内。") == [("2031-12-31", "漏损率", "<=", 9, "%")]


def test_a_plan_for_one_year_needs_no_other_year() -> None:
    assert reached("组织编制地方标准60项以上。", "2031年水利标准工作要点", "要点") == [
        ("2031", "地方标准", ">=", 60, "项")
    ]


def test_a_plan_of_a_place_for_one_year_needs_no_other_year() -> None:
    text = "全年新建养老床位120张，惠及老人900名，适老化改造完成率达到95%。"
    assert reached(text, "甲县2031年养老服务工作要点", "要点") == [
        ("2031", "养老床位", "=", 120, "张"),
        ("2031", "老人", "=", 900, "名"),
        ("2031", "适老化改造完成率", ">=", 95, "%"),
    ]
    assert reached(text, "甲县养老服务工作要点", "要点") == []


def test_a_share_of_a_class_that_does_something() -> None:
    assert reached("到2031年，85%以上的社区开展助餐服务，每千人拥有图书不少于3册。") == [
        ("2031", "社区开展助餐服务", ">=", 85, "%"),
        ("2031", "每千人拥有图书", ">=", 3, "册"),
    ]


def test_what_is_said_again_is_another_record_wherever_it_stands() -> None:
    said = "到2031年，建成换电站40座。"
    first, again = targets(*read(f"{said}各地要落实，{said}", "水网建设方案", "方案"))
    (elsewhere,) = targets(*read(f"为了方便群众。{said}", "水网建设方案", "方案"))
    assert again.id == f"{first.id}-2"
    assert elsewhere.id == first.id


def test_a_number_that_is_only_a_scale() -> None:
    assert reached("到2031年，发展渡口用户超千万，渔业产值突破千亿元。") == [
        ("2031", "渡口用户", ">=", 1, "千万"),
        ("2031", "渔业产值", ">=", 1, "千亿元"),
    ]
    assert reached("到2031年，打造超千亿级产业集群。") == []


def test_a_range_has_two_ends() -> None:
    found = targets(*read("到2031年，开通班线10—15条，入学率保持在96%至98%。", "班线方案", "方案"))
    assert [(item.subject, item.comparator, item.low, item.high, item.unit) for item in found] == [
        ("班线", "range", 10, 15, "条"),
        ("入学率", "range", 96, 98, "%"),
    ]


def test_an_age_is_no_target() -> None:
    assert reached("到2031年，每千人拥有7岁以下儿童床位超过2.5张。") == [
        ("2031", "每千人拥有7岁以下儿童床位", ">=", 2.5, "张")
    ]


def test_a_comparison_with_the_year_before_may_be_a_target() -> None:
    assert reached("到2031年，溺水起数同比下降5%，日均接入量达到6 TB。") == [
        ("2031", "溺水起数", "=", 5, "%"),
        ("2031", "日均接入量", ">=", 6, "TB"),
    ]
    assert reached("上半年客流同比增长5%。") == []


def test_the_end_of_a_month_is_a_day() -> None:
    text = "一、工作目标\n到2031年6月底，标线完好率达到90%。2031年9月30日前，新增泊位2万个以上。"
    assert reached(text) == [
        ("2031-06-30", "标线完好率", ">=", 90, "%"),
        ("2031-09-30", "泊位", ">=", 2, "万个"),
    ]


def test_a_heading_over_goals_passes_the_year_on() -> None:
    text = "（一）主要目标\n到2031年，水网更加完善。\n预警覆盖率达到90%。\n（二）组织领导\n参训率达到95%。\n"
    assert reached(text) == [("2031", "预警覆盖率", ">=", 90, "%")]


def test_two_years_with_two_numbers() -> None:
    assert reached("到2031年、2035年，调节能力分别达到20万千瓦以上、50万千瓦以上。") == [
        ("2031", "调节能力", ">=", 20, "万千瓦"),
        ("2035", "调节能力", ">=", 50, "万千瓦"),
    ]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("到2033年，创建国家级良种场10家、省级良种场50家。", ["国家级良种场", "省级良种场"]),
        ("到2033年，培育年产值超10亿元的企业30家。", ["年产值超10亿元的企业"]),
        ("截至2030年底，冷库已达3座；到2033年，低温处理率由45%提高到70%。", ["低温处理率"]),
        ("到2033年，良种覆盖率稳定在75%以上，冷库容量新增100万立方米。", ["良种覆盖率", "冷库容量"]),
        ("2033年，捕捞产量控制在85万吨以内，拆解渔船不少于1200艘。", ["捕捞产量", "渔船"]),
        ("2029年，捕捞产量控制在85万吨以内。", []),
        ("农村自来水普及率2032年达到93%、2035年达到96%。", ["农村自来水普及率"] * 2),
        ("到2033年，装机达到150万千瓦，其中光伏90万千瓦、风电60万千瓦。", ["装机", "光伏", "风电"]),
    ],
)
def test_what_is_counted(text: str, subjects: list[str]) -> None:
    notice = (
        "示例县水利局关于印发甲方案的通知\n各单位：\n现将《甲方案》印发给你们。\n示例县水利局\n2031年5月6日\n"
    )
    chars = f"{notice}\n甲方案\n为推进甲工作，制定本方案。\n一、总体要求\n{text}\n"
    found = [one for one in extract_text(Text("a.txt", "0" * 64, chars)).records if isinstance(one, Target)]
    assert sorted(one.subject for one in found) == sorted(subjects)


@pytest.mark.parametrize(
    "years", ["2031年、2032年、2033年", "2031、2032和2033年", "2031年、2032年以及2033年"]
)
def test_numbers_that_are_shared_out_among_years(years: str) -> None:
    text = f"到2033年，水网更加完善。{years}新增装机分别不低于15万千瓦、20万千瓦、25万千瓦。"
    assert reached(f"（一）主要目标\n{text}") == [
        ("2031", "新增装机", ">=", 15, "万千瓦"),
        ("2032", "新增装机", ">=", 20, "万千瓦"),
        ("2033", "新增装机", ">=", 25, "万千瓦"),
    ]


def test_ends_of_years_that_share_numbers_out() -> None:
    text = "到2032年，2031年底和2032年底利用率分别达到80%和90%。"
    assert [(by, subject) for by, subject, *_ in reached(f"（一）主要目标\n{text}")] == [
        ("2031-12-31", "利用率"),
        ("2032-12-31", "利用率"),
    ]


@pytest.mark.parametrize("will", ["力争", "确保"])
def test_words_of_will_are_no_part_of_a_subject(will: str) -> None:
    assert reached(f"到2031年，{will}储能产值突破9亿元。") == [("2031", "储能产值", ">=", 9, "亿元")]


def test_numbers_that_are_shared_out_among_subjects() -> None:
    assert reached("到2031年，渔港、锚地的覆盖率分别达到70%、90%。") == [
        ("2031", "渔港覆盖率", ">=", 70, "%"),
        ("2031", "锚地的覆盖率", ">=", 90, "%"),
    ]


def test_what_was_reached_before_the_document_is_past() -> None:
    text = (
        "示例县水利局关于印发甲方案的通知\n各单位：\n现将《甲方案》印发给你们。\n示例县水利局\n2031年5月6日\n"
    )
    text += "\n甲方案\n为推进甲工作，制定本方案。\n到2030年底，全县完成渠道改造30公里。"
    text += "到2033年，灌溉水利用系数达到0.62以上，年底前新建渠道1200公里。\n"
    found = [one for one in extract_text(Text("a.txt", "0" * 64, text)).records if isinstance(one, Target)]
    assert [(one.by, one.value, one.unit) for one in found] == [
        ("2033", 0.62, None),
        ("2031-12-31", 1200, "公里"),
    ]


def test_goals_of_a_plan_for_a_period_are_due_at_its_end() -> None:
    text = "第一章 主要目标\n——耕地灌溉率达到60%，渠系水利用系数提高到0.7以上。\n"
    title = "某市国民经济和社会发展第十五个五年规划纲要"
    assert reached(text, title, "纲要")[0] == ("2030", "耕地灌溉率", ">=", 60, "%")


def test_what_is_no_target() -> None:
    assert reached("截至2030年底，全市已建成换电站40座以上。") == []
    assert reached("到2031年，保证金不得高于5%。", kind="办法") == []
    assert reached("换电站达到40座以上。") == []


def test_an_indicator_with_its_class_and_base() -> None:
    assert kept("（一）调峰技术要求。新建机组最小出力不低于35%额定负荷。") == [
        ("新建机组", "最小出力", ">=", 35, None, "%额定负荷", None)
    ]


def test_two_classes_that_share_a_sentence_are_two_records() -> None:
    text = "（一）节能技术要求。现役泵组、新建泵站设备耗电增幅分别不高于12%、8%，年停机次数不高于3次。"
    assert kept(text.replace("泵组", "机组")) == [
        ("现役机组", "耗电增幅", "<=", None, 12, "%", None),
        ("新建泵站设备", "耗电增幅", "<=", None, 8, "%", None),
        ("现役机组", "年停机次数", "<=", None, 3, "次", None),
        ("新建泵站设备", "年停机次数", "<=", None, 3, "次", None),
    ]


def test_a_range_and_a_state() -> None:
    text = "（一）变速技术要求。现役机组变化速率达到1%—2%额定功率/分钟。新建机组在空载工况下达到3%。"
    assert kept(text) == [
        ("现役机组", "变化速率", "range", 1, 2, "%额定功率/分钟", None),
        ("新建机组", "变化速率", ">=", 3, None, "%额定功率/分钟", "在空载工况下"),
    ]


def test_a_class_and_what_it_uses_are_subject_and_condition() -> None:
    assert kept("（一）节水技术要求。新型示范机组采用节水措施后，年停机次数不高于3次。") == [
        ("新型示范机组", "年停机次数", "<=", None, 3, "次", "采用节水措施后")
    ]
    assert kept("（一）节水技术要求。新型示范采用高效、立式机组的，年停机次数不高于2次。") == [
        ("新型示范", "年停机次数", "<=", None, 2, "次", "采用高效、立式机组的")
    ]


def test_no_indicator_outside_requirements() -> None:
    assert kept("（一）组织领导。责任单位经费不低于35%。") == []
    assert kept("（一）组织领导。到2035年，现役机组调节能力不低于35%额定负荷。") == []


def test_a_class_of_things_has_to_keep_a_value_wherever_that_stands() -> None:
    said = kept("（一）改造范围。实施改造的泵站主机设备剩余寿命应在10年以上。")
    assert said == [("实施改造的泵站主机设备", "剩余寿命", ">=", 10, None, "年", None)]
    said = kept(
        "（一）性能指标。加氢站、制氢站氢气纯度分别不低于99.97%、99.9%。数据中心电能利用效率不高于1.25。"
    )
    assert sorted(said, key=str) == [
        ("制氢站", "氢气纯度", ">=", 99.9, None, "%", None),
        ("加氢站", "氢气纯度", ">=", 99.97, None, "%", None),
        ("数据中心", "电能利用效率", "<=", None, 1.25, None, None),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建泵站的装置效率应达到75%以上。", [("新建泵站", "装置效率", ">=", 75, None, "%", None)]),
        (
            "现有滴灌设备和喷灌设备的灌溉均匀度分别不低于85%和80%。",
            [
                ("现有滴灌设备", "灌溉均匀度", ">=", 85, None, "%", None),
                ("喷灌设备", "灌溉均匀度", ">=", 80, None, "%", None),
            ],
        ),
        (
            "当水温低于4℃时，水泵出水压力不应低于额定出力的60%。",
            [("水泵", "出水压力", ">=", 60, None, "%额定出力", "当水温低于4℃时")],
        ),
        (
            "采用变频技术的新建泵站，单位电耗不高于12千瓦时。",
            [("新建泵站", "单位电耗", "<=", None, 12, "千瓦时", "采用变频技术的")],
        ),
        (
            "供水管道漏损率，城区不高于9%，农村不高于12%。",
            [
                ("供水管道", "漏损率", "<=", None, 9, "%", "城区"),
                ("供水管道", "漏损率", "<=", None, 12, "%", "农村"),
            ],
        ),
        (
            "燃气锅炉烟尘、氮氧化物排放浓度分别不高于5、30毫克/立方米。",
            [
                ("燃气锅炉", "烟尘排放浓度", "<=", None, 5, "毫克/立方米", None),
                ("燃气锅炉", "氮氧化物排放浓度", "<=", None, 30, "毫克/立方米", None),
            ],
        ),
        (
            "泵站前池水深应大于2米，流速≤1米。",
            [("泵站", "前池水深", ">=", 2, None, "米", None), ("泵站", "流速", "<=", None, 1, "米", None)],
        ),
        (
            "坝顶宽度不小于4米，护坡厚度不宜小于15厘米。",
            [("坝顶", "宽度", ">=", 4, None, "米", None), ("护坡", "厚度", ">=", 15, None, "厘米", None)],
        ),
        ("雨量计测量误差应控制在±4%以内。", [("雨量计", "测量误差", "<=", None, 4, "%", None)]),
        (
            "新建泵房能耗强度东部地区不高于65千瓦时/（平方米·年）、西部地区不高于55千瓦时/（平方米·年）。",
            [
                ("新建泵房", "能耗强度", "<=", None, 65, "千瓦时/（平方米·年）", "东部地区"),
                ("新建泵房", "能耗强度", "<=", None, 55, "千瓦时/（平方米·年）", "西部地区"),
            ],
        ),
        (
            "鱼苗车间水温保持在18～22℃，溶解氧≥6毫克/升，电能利用比（PUE）不高于1.3。",
            [
                ("鱼苗车间", "水温", "range", 18, 22, "℃", None),
                ("鱼苗车间", "溶解氧", ">=", 6, None, "毫克/升", None),
                ("鱼苗车间", "电能利用比（PUE）", "<=", None, 1.3, None, None),
            ],
        ),
        (
            "制冰车间氨气浓度应低于15毫克/立方米、硫化氢浓度应低于5毫克/立方米。",
            [
                ("制冰车间", "氨气浓度", "<=", None, 15, "毫克/立方米", None),
                ("制冰车间", "硫化氢浓度", "<=", None, 5, "毫克/立方米", None),
            ],
        ),
        ("渔船改造后单位航程油耗不高于每百公里30升。", []),
        ("渔网的再生回收率不得低于60%。", [("渔网", "再生回收率", ">=", 60, None, "%", None)]),
        ("冷库每平方米造价不高于900元。", [("冷库", "每平方米造价", "<=", None, 900, "元", None)]),
        ("制冰机能效水平应达到2级及以上。", []),
        (
            "冰库外墙传热系数不得大于0.3 W/(m²·K)。",
            [("冰库外墙", "传热系数", "<=", None, 0.3, "W/(m²·K)", None)],
        ),
        ("冰面照度≥200 lx；", [("冰面", "照度", ">=", 200, None, "lx", None)]),
        ("胶带剥离强度不小于3 N/20mm。", [("胶带", "剥离强度", ">=", 3, None, "N/20mm", None)]),
        (
            "防渗层渗透系数不得大于1.0×10⁻⁶ cm/s。",
            [("防渗层", "渗透系数", "<=", None, 1e-06, "cm/s", None)],
        ),
        ("天平最大允许误差为±0.2%。", [("天平", "最大允许误差", "range", -0.2, 0.2, "%", None)]),
        (
            "制冰厂厂界噪声昼间≤65 dB(A)、夜间≤55 dB(A)。",
            [
                ("制冰厂厂界", "噪声", "<=", None, 65, "dB(A)", "昼间"),
                ("制冰厂厂界", "噪声", "<=", None, 55, "dB(A)", "夜间"),
            ],
        ),
        ("冰场应当设置围栏，高度不得低于1.2米。", [("围栏", "高度", ">=", 1.2, None, "米", None)]),
        ("疫苗应当全程在2℃至8℃条件下运输。", [("疫苗", "温度", "range", 2, 8, "℃", None)]),
        (
            "冰场须在2031年底前建成围网，围网高度应不低于2米。",
            [("围网", "高度", ">=", 2, None, "米", None)],
        ),
        ("冰水的pH值应在6.8～7.6之间。", [("冰水", "pH值", "range", 6.8, 7.6, None, None)]),
        ("冰库温度应控制在5℃±1℃。", [("冰库", "温度", "range", 4, 6, "℃", None)]),
        (
            "围挡高度：城区不低于2.6米，郊区不低于1.9米。",
            [
                ("围挡", "高度", ">=", 2.6, None, "米", "城区"),
                ("围挡", "高度", ">=", 1.9, None, "米", "郊区"),
            ],
        ),
        ("补贴比例不得超过30%，佣金比例不得高于15%。", []),
        ("教练每日工作时间不得超过6小时。冰场每周向公众开放不少于3次。", []),
        ("水库应设置不少于3个监测断面。", []),
        ("供水期限不少于3年。会议由5名以上委员出席。评审时间不超过30天。", []),
    ],
)
def test_wordings_of_indicators(text: str, expected: list[tuple[object, ...]]) -> None:
    assert kept(f"（一）建设内容。{text}") == expected


def test_rules_of_conduct_limit_things_by_their_measures() -> None:
    assert kept("第三条　练习冰道坡度不得大于9%，出资比例不得低于20%。", "办法") == [
        ("练习冰道", "坡度", "<=", None, 9, "%", None)
    ]


def test_a_thing_with_a_measure_of_its_own_is_not_that_named_before() -> None:
    found = kept("（一）建设内容。渡口航道水深不低于3米，航标正常率不低于99%，冲击吸收率不低于30%。")
    assert [line[:2] for line in found] == [("渡口航道", "水深"), ("航标", "正常率"), ("航标", "冲击吸收率")]


def test_a_list_of_things_shares_its_measure() -> None:
    found = kept("（一）建设内容。鲜鱼、冻虾的储藏温度应当控制在2℃至6℃。")
    assert sorted(line[:2] for line in found) == [("冻虾", "储藏温度"), ("鲜鱼", "储藏温度")]


def test_what_a_sentence_calls_goals_is_no_indicator() -> None:
    assert kept("全年主要目标：渡船抽检率不低于65%，救生员持证率提高到92%。") == []


def test_a_question_begins_another_point_than_the_goals() -> None:
    text = "问：主要目标是什么？\n到2031年，新增泊位35个。\n问：如何配齐设施？\n照明恢复供电时间不超过15秒。"
    assert reached(text) == [("2031", "泊位", "=", 35, "个")]


def test_goals_of_the_year_are_due_in_that_of_the_document() -> None:
    text = (
        "关于做好渡运工作的通知\n\n某发〔2031〕7号\n\n各县：\n\n"
        "全年目标：完成清淤面积80万亩，准点率稳定在97%以上。\n\n某市航运局\n2031年2月6日\n"
    )
    found = [one for one in extract_text(Text("a.txt", "0" * 64, text)).records if isinstance(one, Target)]
    assert [(one.by, one.subject, one.value) for one in found] == [
        ("2031", "清淤面积", 80),
        ("2031", "准点率", 97),
    ]


def test_norms_of_a_plan_for_one_year_are_no_targets() -> None:
    plan = "2031年渡口工作要点", "要点"
    assert reached("渡口应当留存样品，每个样品不少于125克。培训渡工300名。", *plan) == [
        ("2031", "渡工", "=", 300, "名")
    ]


def test_two_numbers_of_a_clause_have_their_own_subjects() -> None:
    assert reached("到2035年，绿化率达到30%以上、湿地保护率达到55%，单位能耗比2030年下降15%左右。") == [
        ("2035", "绿化率", ">=", 30, "%"),
        ("2035", "湿地保护率", ">=", 55, "%"),
        ("2035", "单位能耗", "=", 15, "%"),
    ]


def test_a_plan_for_a_period_builds_by_its_end() -> None:
    said = reached("依托甲队在三个县建设8个库，井深超过800米的矿井除外。", "“十五五”水网建设规划", "规划")
    assert said == [("2030", "库", "=", 8, "个")]
    assert reached("到“十六五”末，培育企业50家。") == [("2035", "企业", "=", 50, "家")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "到2031年，万元产值能耗和用水量比2026年分别下降30%和40%以上。",
            [("2031", "万元产值能耗", "=", 30, "%"), ("2031", "用水量", ">=", 40, "%")],
        ),
        (
            "到2031年，卫生厕所普及率和污水治理率、开放率分别达到85%、70%和60%以上。",
            [
                ("2031", "卫生厕所普及率", ">=", 85, "%"),
                ("2031", "污水治理率", ">=", 70, "%"),
                ("2031", "开放率", ">=", 60, "%"),
            ],
        ),
        ("2025年接诊量达到320万人次，同比增长12%。", []),
        ("2031年底前，每个乡镇至少建成1个养老中心。", [("2031-12-31", "养老中心", ">=", 1, "个")]),
        ("到2031年，平均办理时限压缩至3个工作日以内。", [("2031", "平均办理时限", "<=", 3, "个工作日")]),
        (
            "到2031年，普及率超过70%，到2035年超过90%。",
            [("2031", "普及率", ">=", 70, "%"), ("2035", "普及率", ">=", 90, "%")],
        ),
        ("到2031年，助教覆盖80%以上的中小学。", [("2031", "助教覆盖", ">=", 80, "%")]),
        ("力争2031年5月31日24时前完成清淤80公里。", [("2031-05-31", "清淤", "=", 80, "公里")]),
        (
            "2031年5月20日前，建成泊位40座；不迟于2031年11月5日，新增航标12座。",
            [("2031-05-20", "泊位", "=", 40, "座"), ("2031-11-05", "航标", "=", 12, "座")],
        ),
        ("2031年内建成养老床位500张。", [("2031-12-31", "养老床位", "=", 500, "张")]),
        (
            "2031年底前，每艘渡船至少配备1名持证的救生员，推动15家船厂接入平台，归集航行日志600万份。",
            [
                ("2031-12-31", "每艘渡船配备持证的救生员", ">=", 1, "名"),
                ("2031-12-31", "船厂接入平台", "=", 15, "家"),
                ("2031-12-31", "航行日志", "=", 600, "万份"),
            ],
        ),
        (
            "2031年底前，渡船抽检量不少于6.5批次/千人。",
            [("2031-12-31", "渡船抽检量", ">=", 6.5, "批次/千人")],
        ),
        ("2031年6月底前完成改造，结束后24小时内补报。各渡口每月至少开展1次演练。", []),
        ("各县应在2031年6月底前建成水塔，单体容积原则上不低于50立方米。", []),
        (
            "到2031年，建成加氢站20座，单站日加氢能力不低于500公斤。",
            [("2031", "加氢站", "=", 20, "座")],
        ),
    ],
)
def test_wordings_of_targets(text: str, expected: list[tuple[object, ...]]) -> None:
    assert reached(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("疫苗冷藏车厢内温度应保持在2℃至8℃。", ("疫苗冷藏车厢", "温度", "range", 2, 8, "℃")),
        ("冷库温度波动不得超过2℃。", ("冷库", "温度波动", "<=", None, 2, "℃")),
        ("烧成温度为1200℃至1280℃。", (None, "烧成温度", "range", 1200, 1280, "℃")),
        ("电梯轿厢平层精度应在±10毫米以内。", ("电梯轿厢", "平层精度", "<=", None, 10, "毫米")),
        ("化肥施用量每亩不超过25千克。", ("化肥", "施用量", "<=", None, 25, "千克")),
        ("游泳池水浑浊度不得大于1NTU。", ("游泳池水", "浑浊度", "<=", None, 1, "NTU")),
        ("无人机飞行高度不得超过120米。", ("无人机", "飞行高度", "<=", None, 120, "米")),
    ],
)
def test_what_things_keep_in_rules_of_conduct_too(text: str, expected: tuple[object, ...]) -> None:
    for kind in ("方案", "办法"):
        found = indicators(*read(text, f"泵站升级{kind}", kind))
        assert [
            (one.subject, one.indicator, one.comparator, one.low, one.high, one.unit) for one in found
        ] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二噁英类测定均值应不高于0.1 ng TEQ/m³。", ("二噁英类", "测定均值", "<=", None, 0.1, "ng TEQ/m³")),
        ("围堰夜间噪声不得超过50 dB（A），并执行标准。", ("围堰", "噪声", "<=", None, 50, "dB（A）")),
        ("企业应当建设应急池，容积不得小于200立方米。", ("应急池", "容积", ">=", 200, None, "立方米")),
        ("须在2031年底前建成围网，围网高度应不低于1.8米。", ("围网", "高度", ">=", 1.8, None, "米")),
        ("疫苗应当全程在2℃至8℃条件下运输。", ("疫苗", "温度", "range", 2, 8, "℃")),
        (
            "各县应在2031年6月底前建成水塔，单体容积原则上不低于50立方米。",
            ("水塔", "单体容积", ">=", 50, None, "立方米"),
        ),
        (
            "到2031年，建成加氢站20座，单站日加氢能力不低于500公斤。",
            ("单站", "日加氢能力", ">=", 500, None, "公斤"),
        ),
        ("扶手应能承受1.5kN/m的水平荷载。", ("扶手", "水平荷载", ">=", 1.5, None, "kN/m")),
        ("锚栓抗拔承载力不小于10kN。", ("锚栓", "抗拔承载力", ">=", 10, None, "kN")),
        ("出入口应设置金属拦鼠网，拦鼠网网目不得低于18目。", ("金属拦鼠网", "网目", ">=", 18, None, "目")),
        ("候船区座椅不少于60个。", ("候船区座椅", "数量", ">=", 60, None, "个")),
        ("冷冻鱼片运输过程中厢内温度不高于-18℃。", ("冷冻鱼片厢", "温度", "<=", None, -18, "℃")),
        ("出锅时鱼丸中心温度不低于75℃。", ("鱼丸", "中心温度", ">=", 75, None, "℃")),
        ("鱼塘应当距离污水口50米以上。", ("鱼塘", "距离污水口", ">=", 50, None, "米")),
    ],
)
def test_units_and_things_of_limits(text: str, expected: tuple[object, ...]) -> None:
    found = indicators(*read(text, "泵站升级方案", "方案"))
    assert [(one.subject, one.indicator, one.comparator, one.low, one.high, one.unit) for one in found] == [
        expected
    ]


TABLE = """到2030年，主要指标如下。

| 序号 | 指标名称 | 单位 | 2025年 | 2030年 | 属性 |
|---|---|---|---|---|---|
| 1 | 管网漏损率 | % | 9 | ≤7 | 约束性 |
| 2 | 换水站数量 | 座 | 30 | 45 | 预期性 |
| 3 | 再生水利用率（%） | | 30 | 45以上 | 预期性 |
"""
CELLS = """专栏1 “十五五”时期主要指标
序号
指　　标
预期值
属性
1
溺水死亡人数
下降15%
约束性
2
年均受灾人次
<15000
预期性
后面是正文。"""


def test_a_table_of_indicators_is_one_of_targets() -> None:
    assert reached(TABLE) == [
        ("2030", "管网漏损率", "<=", 7, "%"),
        ("2030", "换水站数量", "=", 45, "座"),
        ("2030", "再生水利用率", ">=", 45, "%"),
    ]


def test_a_table_with_a_cell_a_line() -> None:
    assert reached(CELLS) == [
        ("2030", "溺水死亡人数", "=", 15, "%"),
        ("2030", "年均受灾人次", "<=", 15000, None),
    ]


def test_a_power_of_ten_whose_exponent_is_lost_is_no_number_with_one() -> None:
    assert [found[3:] for found in kept("冷库泄漏率不高于1.0×10⁻ Pa·m³/s。")] in (
        [],
        kept("冷库泄漏率不高于1.0。"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "甲河抽水蓄能电站。位于甲市乙县，装机容量120万千瓦，2031年完成投资8亿元，可调负荷不少于2万千瓦。",
        "加快甲湾绿氢项目建设，由甲湾能源有限公司实施，年产绿氢不低于2万吨，2031年底前投产。",
        "同意甲县柔性负荷项目，建设单位为甲县供电公司，可调负荷不少于2.5万千瓦。",
        "乙港加氢母站：建设单位为乙港燃气有限公司，2031年日加氢能力达到12吨以上。",
    ],
)
def test_figures_of_one_project_are_neither_targets_nor_indicators(text: str) -> None:
    assert (reached(text, "甲省2031年建设计划", "计划"), kept(text)) == ([], [])


def test_figures_of_a_project_that_is_approved_are_no_indicators() -> None:
    text = "三、建设规模为2台35万千瓦机组，供电煤耗不高于290克/千瓦时，2031年底前供热能力达到600兆瓦。"
    layout, part, document = read(text, "关于甲县热电联产项目核准的批复", "批复")
    assert (targets(layout, part, document), indicators(layout, part, document)) == ((), ())


def test_a_class_of_plants_with_a_place_keeps_its_values() -> None:
    assert kept("位于湖区的新建泵站，单机效率不低于80%。") != []
