"""Quantities as printed and in SI. All sentences are invented."""

from __future__ import annotations

import pytest

from extract.figures.quantities import co2_reduction, quantities


def summary(text: str) -> list[tuple[str, float, str]]:
    return [(found.quantity.text, found.quantity.value, found.quantity.unit) for found in quantities(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("建成3.5万吨/年装置", [("3.5万吨/年", 3.5, "万吨/年")]),
        ("储能20兆瓦/80兆瓦时", [("20兆瓦", 20, "兆瓦"), ("80兆瓦时", 80, "兆瓦时")]),
        ("新建2×300兆瓦机组", [("2×300兆瓦", 300, "兆瓦")]),
        ("每年300—400万吨", [("300—400万吨", 300, "万吨"), ("300—400万吨", 400, "万吨")]),
        ("一座升压站和12台风机", [("一座", 1, "座"), ("12台", 12, "台")]),
        ("1,200千瓦", [("1,200千瓦", 1200, "千瓦")]),
        ("孔径6英寸～8英寸", [("6英寸～8英寸", 6, "英寸"), ("6英寸～8英寸", 8, "英寸")]),
        ("算力300PFlops", [("300PFlops", 300, "PFlops")]),
        (
            "3 million tonnes per year, 5 hectares",
            [("3 million tonnes per year", 3, "million tonnes per year"), ("5 hectares", 5, "hectares")],
        ),
        ("300标准立方米/时制氢装置，9时开工", [("300标准立方米/时", 300, "标准立方米/时")]),
        ("航速15.5节，33节点电网，4排6列", [("15.5节", 15.5, "节"), ("4排", 4, "排"), ("6列", 6, "列")]),
        ("最低-25℃，A-30米", [("-25℃", -25, "℃"), ("30米", 30, "米")]),
        ("节电300万度，算力800P，10 MW", [("300万度", 300, "万度"), ("800P", 800, "P"), ("10 MW", 10, "MW")]),
        ("2031年建成，第3项，一种技术，5G网络", []),
        ("2031年6月8日开工，工期18个月，12月底前建成", [("18个月", 18, "个月")]),
        (
            "产汽75t/h，供气12万m3/d，年处理50万t/a",
            [("75t/h", 75, "t/h"), ("12万m3/d", 12, "万m3/d"), ("50万t/a", 50, "万t/a")],
        ),
        ("线损不高于3.5％，减排1.2万tCO2/年", [("3.5％", 3.5, "％"), ("1.2万tCO2/年", 1.2, "万tCO2/年")]),
        ("数十台、上百台机组", []),
    ],
)
def test_numbers_with_units(text: str, found: list[tuple[str, float, str]]) -> None:
    assert summary(text) == found


def test_value_in_si() -> None:
    (found,) = quantities("装机12万千瓦")
    assert (found.quantity.si_value, found.quantity.si_unit) == (1.2e8, "W")


def test_every_year_holds_on_to_what_its_sentence_adds() -> None:
    found = quantities("每年可生产绿氢2万吨、绿氨9万吨，效率80%。库容5万吨。")
    assert [one.quantity.per_year for one in found] == [True, True, False, False]


@pytest.mark.parametrize(
    ("text", "yearly"),
    [
        ("每年可生产甲醇9万吨，每吨产品耗水4吨。", [True, False]),
        ("每年可处理污水3万吨，总投资5亿元。", [True, False]),
        ("每年可节水1,200吨，可节煤300吨。", [True, True]),
        ("每年处理规模达到8万吨。", [True]),
        ("一个供暖季可替代标准煤2万吨，减少碳排放5万吨。", [True, True]),
        ("年产5万吨级甲醇装置，日均处理20吨。", [True, False]),
        ("年发电量2亿千瓦时、供热量30万吉焦，相当于减少碳排放18万吨。", [True, True, True]),
        ("年产绿氢2万吨，绿氨9万吨；储氢3万吨。", [True, True, False]),
        ("建设年产绿氢2万吨、绿氨9万吨装置，可减排二氧化碳5万吨。", [True, True, True]),
        ("建设年产绿氢2万吨装置，催化剂300吨。", [True, False]),
        ("年产绿氢2万吨、储罐5万立方米，绿氨9万吨。", [True, False, False]),
        ("年产绿氢2万吨、3万立方米储罐。", [True, False]),
        ("年产绿氢2万吨，电解槽20台，总投资5亿元。", [True, False, False]),
        ("年产电池10万块、整车5万辆，占地300亩。", [True, True, False]),
        ("年发电量2亿千瓦时，25年减排二氧化碳300万吨。", [True, False, False]),
        ("年发电量2亿千瓦时，累计减排二氧化碳300万吨。", [True, False]),
        ("年发电量2亿千瓦时，全生命周期减排二氧化碳300万吨。", [True, False]),
        ("年处理污水9万吨，日处理300吨。", [True, False]),
        ("年产2万吨绿氢项目，占地90亩，储罐5万立方米，减少碳排放9万吨。", [True, False, False, True]),
        ("年产2万吨绿氢，20年产氢40万吨，减少碳排放90万吨。", [True, False, False, False]),
        ("年吞吐量900万吨，可停靠9万吨船舶，5万吨级泊位。", [True, False, False]),
        ("每年可节约4万吨标准煤。全年可减排二氧化碳9万吨。", [True, True]),
        ("年调频里程逾9万兆瓦时", [True]),
        ("20,000 t of hydrogen per year, 300 t of steel", [True, False]),
    ],
)
def test_what_is_of_every_year(text: str, yearly: list[bool]) -> None:
    assert [one.quantity.per_year for one in quantities(text)] == yearly


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("年减排二氧化碳8万-10万吨。", [(8, "万吨", "min", True), (10, "万吨", "max", True)]),
        ("年发电量5亿～6亿千瓦时", [(5, "亿千瓦时", "min", True), (6, "亿千瓦时", "max", True)]),
        ("产气3000万至5000万立方米", [(3000, "万立方米", "min", False), (5000, "万立方米", "max", False)]),
        ("总投资8千万—1亿元", [(8, "千万元", "min", False), (1, "亿元", "max", False)]),
        ("装机3万—5千瓦", [(3, "万千瓦", "min", False), (5, "千瓦", "max", False)]),
    ],
)
def test_the_lower_end_of_a_range_may_print_its_scale_alone(
    text: str, ends: list[tuple[float, str, str, bool]]
) -> None:
    found = [one.quantity for one in quantities(text)]
    assert [(one.value, one.unit, one.bound, one.per_year) for one in found] == ends


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("年产三十万吨的一条生产线", [("三十万吨", 30, "万吨"), ("一条", 1, "条")]),
        ("节水一百二十万立方米", [("一百二十万立方米", 120, "万立方米")]),
        ("减排三百余吨，三百余台", [("三百余吨", 300, "吨"), ("三百余台", 300, "台")]),
        (
            "两万台，一百零五套，三千瓦",
            [("两万台", 2, "万台"), ("一百零五套", 105, "套"), ("三千瓦", 3, "千瓦")],
        ),
        ("百兆瓦级，百米，数百万吨，几十万吨，二三十万吨，一吨，三四台", []),
        ("4A级景区，16A", [("16A", 16, "A")]),
        ("１，５００吨，３００台", [("１，５００吨", 1500, "吨"), ("３００台", 300, "台")]),
    ],
)
def test_numbers_in_words_and_in_wide_figures(text: str, found: list[tuple[str, float, str]]) -> None:
    assert summary(text) == found


@pytest.mark.parametrize(
    ("text", "qualifier", "comparator"),
    [
        ("至少服务20家", "至少", ">="),
        ("最高达20%", "最高", "<="),
        ("最高可达20%", "最高", "<="),
        ("可达20%", "可达", None),
        ("节约20吨", None, None),
        ("最高温度80℃", None, None),
        ("at least 20 MW", "at least", ">="),
        ("up to 20 MW", "up to", "<="),
        ("more than 20 MW", "more than", ">"),
    ],
)
def test_a_verb_may_stand_behind_a_qualifier(
    text: str, qualifier: str | None, comparator: str | None
) -> None:
    (found,) = quantities(text)
    assert (found.quantity.qualifier, found.quantity.comparator) == (qualifier, comparator)


def test_qualifier_stands_apart_from_the_number() -> None:
    (found,) = quantities("不少于40座")
    assert (found.quantity.text, found.quantity.qualifier, found.quantity.comparator) == (
        "40座",
        "不少于",
        ">=",
    )


def test_ends_of_a_range() -> None:
    assert [found.quantity.bound for found in quantities("10%—90%")] == ["min", "max"]


@pytest.mark.parametrize(
    ("text", "tonnes"),
    [
        ("每年发电3亿千瓦时，相当于每年减少碳排放约25万吨。", 250_000),
        ("每年可减排二氧化碳800吨。", 800),
        ("减少碳排放4万吨/年。", 40_000),
        ("每年可捕集二氧化碳12万吨。", None),
        ("可减少碳排放约19%。", None),
        ("可减少碳排放约3万吨。", None),
        ("年CO2减排量约为2.3万吨", 23_000),
        ("二氧化碳年减排量6万吨/年", 60_000),
        ("年发电量2亿千瓦时，相当于减少二氧化碳排放18万吨。", 180_000),
        ("年可节约标准煤4.5万吨，折合减少二氧化碳排放11.7万吨。", 117_000),
        ("年发电量2亿千瓦时，20年减少二氧化碳排放360万吨。", None),
        ("全年可实现碳减排量11.7万吨", 117_000),
        ("年均降碳4000吨", 4_000),
        ("每年可减少5万吨二氧化碳排放", 50_000),
        ("reduces CO2 emissions by 150,000 tonnes annually", 150_000),
        ("avoiding about 900 t of CO2 per year", 900),
        ("CO2 emissions reduced by over 900 tonnes per year", 900),
        ("captures 900 t of CO2 per year", None),
    ],
)
def test_carbon_dioxide_avoided_a_year(text: str, tonnes: float | None) -> None:
    assert co2_reduction(text, quantities(text)) == tonnes


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("发电量约3亿千瓦时", ["发电量"]),
        ("40兆瓦风电和50兆瓦光伏", ["风电", "光伏"]),
        ("3台5兆瓦风机", ["风机", "风机"]),
        ("20兆瓦/80兆瓦时储能站", ["储能站", "储能站"]),
        ("能耗强度降至20%", ["能耗强度"]),
        ("安装300个反射镜", ["反射镜"]),
        ("80标准立方米/小时的制氢装置等", ["制氢装置"]),
        ("5万吨级泊位", ["泊位"]),
        ("每年减少CO2排放3万吨、PM2.5排放2吨", ["减少CO2排放", "PM2.5排放"]),
        ("处理能力100吨/日，设计寿命25年", ["处理能力", "设计寿命"]),
        ("建设生产线3条，处理污泥2万吨", ["生产线", "污泥"]),
        ("1×35万千瓦光热机组和三台16.5万千瓦燃机", ["光热机组", "燃机", "燃机"]),
        ("Heat storage capacity of 150 MWh, 11 h storage", ["Heat storage capacity", "storage"]),
        ("produces 20,000 t of hydrogen a year", ["hydrogen"]),
    ],
)
def test_what_is_measured(text: str, what: list[str]) -> None:
    assert [one.quantity.what for one in quantities(text)] == what
