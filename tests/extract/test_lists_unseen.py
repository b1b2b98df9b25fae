"""Lists whose heads and titles use words that no rule knows: cells tell what columns hold, and all that is
said together tells whether the rows are projects. All names are invented.
"""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pytest
from test_lists_forms import listed

from extract.pipeline import extract_file, extract_text
from extract.quality.coverage import gaps
from extract.records import Project
from extract.text import Text

# Words at heads that the data files do not have.
HEADS = {
    "number": ["排位", "顺号", "行号"],
    "name": ["标的", "实施标的", "入选对象", "榜题", "样板"],
    "who": ["操盘方", "谁来干", "攻坚团队", "揭榜团队", "投建运营商"],
    "where": ["坐落", "落子何处", "布点", "坐标"],
    "what": ["一句话说明", "干什么", "看点"],
    "money": ["盘子", "拟投", "筹资"],
    "when": ["起讫", "推进节奏"],
    "class": ["赛道", "条线"],
    "boss": ["包抓部门", "初核部门"],
    "contact": ["对接", "咨询热线"],
}
CELLS = {
    "name": [
        "云岭河综合治理",
        "星河水泥窑协同处置",
        "海原冷链仓储扩建",
        "松原小区加装电梯",
        "年产3万吨北梁铝箔",
    ],
    "who": ["云岭水务有限公司", "星河建材集团", "海原市水利局、南山大学", "松原城投公司", "北梁铝业集团"],
    "where": ["佛山市", "浙江省宁波市", "内蒙古包头市", "烟台市", "四川省"],
    "what": [
        "建设管网12公里，改造泵站3座。",
        "新建生产线。",
        "购置设备9台，形成产能。",
        "惠及居民2100户。",
        "技改。",
    ],
    "money": ["1200", "3.5亿元", "860", "9800万元", "77.2"],
    "when": ["2031-2033", "2031年3月至2032年5月", "2030.5—2031.8", "2031-2032", "2032-2033"],
    "class": ["生态", "产业", "生态", "民生", "产业"],
    "boss": ["佛山市发展和改革委员会", "宁波市能源局", "包头市财政局", "烟台市人民政府", "德阳市科学技术局"],
    "contact": ["张某某", "13800000000", "李某", "0100-12345678", "王某"],
}
BORDERS = {"bars": " | ", "tabs": "\t", "wide spaces": "   ", "spaces": " ", "a cell a line": "\n"}


def rows_of(columns: list[str], choose: random.Random) -> list[list[str]]:
    heads = [choose.choice(HEADS[column]) for column in columns]
    cells = zip(*(CELLS[column] for column in columns[1:]), strict=True)
    return [heads, *([str(at), *row] for at, row in enumerate(cells, start=1))]


def printed(title: str, rows: list[list[str]], border: str) -> str:
    lines = [border.join(row) for row in rows]
    if border == BORDERS["bars"]:
        lines = [f"| {line} |" for line in lines]
    return f"{title}\n\n" + "\n".join(lines) + "\n\n（此件公开发布）\n"


@pytest.mark.parametrize("border", BORDERS.values(), ids=BORDERS)
@pytest.mark.parametrize("seed", range(6))
def test_heads_in_words_that_nobody_knows(border: str, seed: int) -> None:
    choose = random.Random(seed)
    more = choose.sample(["where", "what", "money", "when", "class", "boss", "contact"], 1 + seed % 4)
    others = ["name", "who", *more]
    choose.shuffle(others)
    rows = rows_of(["number", *others], choose)
    found = listed(printed(choose.choice(["2031年重点项目推进表", "拟开工项目公示表"]), rows, border))
    assert [(one.number, one.name, one.region, "、".join(one.implementers)) for one in found] == [
        (str(at), name, where if "where" in others else None, who)
        for at, (name, who, where) in enumerate(
            zip(CELLS["name"], CELLS["who"], CELLS["where"], strict=True), start=1
        )
    ]


@pytest.mark.parametrize("border", BORDERS.values(), ids=BORDERS)
def test_of_two_bodies_the_company_carries_out_what_an_office_watches(border: str) -> None:
    rows = rows_of(["number", "boss", "name", "who"], random.Random(1))
    rows[0][1] = "挂点机关"
    found = listed(printed("重点工程推进表", rows, border))
    assert [one.implementers[0] for one in found][:2] == ["云岭水务有限公司", "星河建材集团"]


def test_a_head_of_two_rows_and_a_title_inside_the_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["某市实事推进情况"])
    sheet.append([])
    sheet.append(["排位", "标的", "盘子", None, "谁来干"])
    sheet.append([None, None, "总额（万元）", "中央（万元）", None])
    for at, (name, who) in enumerate(zip(CELLS["name"], CELLS["who"], strict=True), start=1):
        sheet.append([at, name, 900 + at, 100 + at, who])
    for cells in ("A3:A4", "B3:B4", "C3:D3", "E3:E4"):
        sheet.merge_cells(cells)
    path = tmp_path / "list.xlsx"
    book.save(path)
    records = [one for one in extract_file(path).records if isinstance(one, Project)]
    assert [one.name for one in records] == CELLS["name"]
    assert ["、".join(one.implementers) for one in records] == CELLS["who"]


@pytest.mark.parametrize("column", ["when", "contact", "money"])
def test_spans_of_time_and_telephones_are_no_limits(column: str) -> None:
    cells = CELLS[column] if column != "contact" else [f"0571-8800{at}000" for at in range(5)]
    rows = [["序号", "名称", "实施单位", "其他"]]
    rows += [
        [str(at), name, who, cell]
        for at, (name, who, cell) in enumerate(zip(CELLS["name"], CELLS["who"], cells, strict=True), start=1)
    ]
    found = listed(printed("2031年拟开工情况", rows, BORDERS["bars"]))
    assert [one.name for one in found] == CELLS["name"]


def test_a_table_without_a_head_below_a_title() -> None:
    rows = rows_of(["number", "name", "who", "where"], random.Random(2))[1:]
    found = listed(printed("拟开工项目", rows, BORDERS["bars"]))
    assert [(one.name, one.region) for one in found] == list(zip(CELLS["name"], CELLS["where"], strict=True))


def test_columns_set_apart_by_spaces_below_heads_that_nobody_knows() -> None:
    rows = """
排位   标的               操盘方             坐落       一句话说明
1      云岭河综合治理     云岭水务有限公     佛山市     建设管网12公里，改造泵
                          司                            站3座。
2      海原水泥窑协同处   海原建材集团       宁波市     新建生产线。
       置
3      北梁小区加装电梯   北梁城投有限公     烟台市     惠及居民2100户。
                          司、南山大学
"""
    found = listed(f"2031年拟开工项目推进表\n{rows}\n（此件公开发布）\n")
    assert [(one.name, one.region, one.implementers) for one in found] == [
        ("云岭河综合治理", "佛山市", ("云岭水务有限公司",)),
        ("海原水泥窑协同处置", "宁波市", ("海原建材集团",)),
        ("北梁小区加装电梯", "烟台市", ("北梁城投有限公司", "南山大学")),
    ]


def test_columns_set_apart_of_rows_without_numbers_below_heads_that_nobody_knows() -> None:
    rows = """
标的               操盘方             坐落       拟投
云岭河综合治理     云岭水务有限公司   佛山市     1200
海原水泥窑处置     海原建材集团       宁波市     860
北梁小区加装电梯   北梁城投有限责任   烟台市     3.5亿元
                   公司
松原污水处理厂     松原水务有限公司   四川省     9800
"""
    found = listed(f"2031年拟开工项目推进表\n{rows}\n（此件公开发布）\n")
    assert [(one.name, one.region, one.implementers) for one in found] == [
        ("云岭河综合治理", "佛山市", ("云岭水务有限公司",)),
        ("海原水泥窑处置", "宁波市", ("海原建材集团",)),
        ("北梁小区加装电梯", "烟台市", ("北梁城投有限责任公司",)),
        ("松原污水处理厂", "四川省", ("松原水务有限公司",)),
    ]


def test_rows_that_happen_to_be_even_are_no_table_of_their_own() -> None:
    rows = """
排位   标的               操盘方             坐落
1      云岭河综合治理     云岭水务有限公司   佛山市
2      海原水泥窑处置     海原建材集团       宁波市
3      北梁小区加装电梯   北梁城投有限责任   烟台市
                          公司
4      松原污水处理厂     松原水务有限公司   四川省
5      东岭风电场扩容     东岭绿电有限公司   青海省
"""
    found = listed(f"2031年拟开工项目推进表\n{rows}\n（此件公开发布）\n")
    assert [one.number for one in found] == ["1", "2", "3", "4", "5"]
    assert found[2].implementers == ("北梁城投有限责任公司",)


def test_cells_broken_over_lines_below_heads_of_which_some_are_known() -> None:
    rows = """顺号 标的 建设单位 坐落 主要内容
1
云岭河综合治理
云岭水务有限公
司
佛山市
建设管网12公里，改
造泵站3座。
2
海原水泥窑协同处
置
海原建材集团
宁波市
新建生产线一条。
3
北梁小区加装电梯
北梁城投有限公
司
烟台市
惠及居民2100户，当
年完工。
4
松原污水处理厂扩
容
松原水务有限公
司
四川省
日处理3万吨。
"""
    found = listed(f"2031年拟开工项目推进表\n{rows}\n（此件公开发布）\n")
    assert [(one.name, one.region, one.implementers) for one in found] == [
        ("云岭河综合治理", "佛山市", ("云岭水务有限公司",)),
        ("海原水泥窑协同处置", "宁波市", ("海原建材集团",)),
        ("北梁小区加装电梯", "烟台市", ("北梁城投有限公司",)),
        ("松原污水处理厂扩容", "四川省", ("松原水务有限公司",)),
    ]


OTHERS = {
    "bodies": (
        "入选名单",
        "顺号/入选对象/坐落",
        ["甲科技有限公司/佛山市", "乙轴承厂/烟台市", "丙集团/四川省"],
    ),
    "places": ("入选名单", "顺号/上级/入选对象", ["四川省/德阳市", "广东省/佛山市", "浙江省/宁波市"]),
    "persons": ("入选名单", "顺号/入选对象/出自", ["张某/甲大学", "李某某/乙研究院", "王某/丙医院"]),
    "tasks": (
        "推进表",
        "顺号/干什么/挂点机关",
        ["完善交易规则/某市能源局", "健全统计制度/某市统计局", "加强要素保障/某市财政局"],
    ),
    "documents": (
        "现行文本",
        "顺号/文本/出自",
        ["储能安全管理办法/某市能源局", "关于促进节水的意见/某市水利局", "管网检测规程/甲大学"],
    ),
    "permits": (
        "保留情况",
        "顺号/内容/谁来办",
        ["取水许可/某市水利局", "排污许可/某市生态环境局", "施工许可/某市住房和城乡建设局"],
    ),
    "indicators": (
        "主要目标",
        "顺号/内容/单位/2031年",
        ["森林覆盖率/%/40", "能耗强度降低/%/13", "新型储能保有量/万千瓦/30"],
    ),
    "crafts": (
        "代表性名录",
        "顺号/名录/坐落/传承方",
        ["云岭剪纸/佛山市/甲文化馆", "星河皮影戏/烟台市/乙文化馆", "海原酿酒技艺/四川省/丙协会"],
    ),
}


@pytest.mark.parametrize("border", BORDERS.values(), ids=BORDERS)
@pytest.mark.parametrize("kind", OTHERS)
def test_lists_of_others_in_words_that_nobody_knows(kind: str, border: str) -> None:
    title, heads, cells = OTHERS[kind]
    rows = [heads.split("/"), *([str(at), *row.split("/")] for at, row in enumerate(cells, start=1))]
    assert listed(printed(title, rows, border)) == []


HARD = {
    "techniques": (
        "节能推荐",
        "顺号/技术/用在哪里",
        ["余热回收技术/化工", "变频技术/钢铁", "调速技术/电力"],
    ),
    "bases": ("科普基地", "顺号/基地/谁办", ["甲科普基地/甲大学", "乙科普基地/乙医院", "丙科普基地/丙集团"]),
    "remains": ("遗产", "顺号/遗产/坐落", ["云岭船坞/佛山市", "星河纱厂/烟台市", "海原煤矿/四川省"]),
    "sums": (
        "建设情况",
        "项目/单位/本月/累计",
        ["新增装机/万千瓦/3/9", "开工数量/个/2/8", "用电量/度/1/5"],
    ),
    "money": ("资金分配", "顺号/市县/几个/多少", ["佛山市/3/900", "烟台市/2/700", "德阳市/1/300"]),
}


@pytest.mark.parametrize("border", BORDERS.values(), ids=BORDERS)
@pytest.mark.parametrize("kind", HARD)
def test_lists_of_others_in_documents_that_speak_of_projects(kind: str, border: str) -> None:
    title, heads, cells = HARD[kind]
    rows = [row.split("/") for row in cells]
    if heads.startswith("顺号"):
        rows = [[str(at), *row] for at, row in enumerate(rows, start=1)]
    around = f"关于下达2031年重点项目的通知\n现将有关情况公示如下。\n附件\n{title}"
    assert listed(printed(around, [heads.split("/"), *rows], border)) == []


def told(title: str, *rows: str) -> tuple[str, list[str]]:
    """The text of a table, and why its rows were not read."""
    chars = printed(title, [row.split("/") for row in rows], BORDERS["bars"])
    found = gaps(extract_text(Text("a.md", "0" * 64, chars)))
    return chars, [gap.reason for gap in found if gap.kind == "cell"]


def test_a_table_of_which_it_stays_open_what_it_lists_is_told_with_its_place() -> None:
    rows = ("顺号/入选对象/操盘方", "1/云岭织造/甲公司", "2/星河染整/乙公司", "3/海原制衣/丙公司")
    chars, (reason,) = told("有关情况", *rows)
    assert "3 rows" in reason
    assert "入选对象" in reason
    assert str(chars.index("| 顺号")) in reason


def test_a_table_of_others_is_not_told() -> None:
    rows = ("序号/姓名/单位", "1/张某/甲大学", "2/李某/乙大学", "3/王某/丙大学")
    assert told("专家名单", *rows)[1] == []


def test_who_made_a_table_and_its_unit_are_no_head() -> None:
    rows = "".join(
        f"| {at} | {name} | 甲县 | 1.{at} | {who} | 续建 |\n"
        for at, (name, who) in enumerate(
            [
                ("云岭采掘装备升级", "甲能源有限公司"),
                ("南岭风电场扩容", "乙发电有限公司"),
                ("北梁锅炉替代", "丙热力有限公司"),
            ],
            1,
        )
    )
    head = "| 编制部门：战略部 |  |  |  | 金额单位：亿元 |  |\n|---|---|---|---|---|---|\n"
    head += "| 序号 | 项目名称 | 项目所在地 | 总投资 | 项目实施公司 | 备注 |\n"
    found = listed(f"集团2031年投资计划\n\n{head}{rows}")
    assert [(one.region, one.implementers) for one in found] == [
        ("甲县", ("甲能源有限公司",)),
        ("甲县", ("乙发电有限公司",)),
        ("甲县", ("丙热力有限公司",)),
    ]


def test_prices_of_services_that_are_called_projects() -> None:
    rows = "".join(
        f"| 33160304{at} | 经皮穿刺冷冻消融术{at} | 循环冷冻 | 次 | 28{at}0 | 甲大学附属第{word}医院 |\n"
        for at, word in enumerate("一二三四", 1)
    )
    head = "| 项目编码 | 项目名称 | 项目内涵 | 计价单位 | 试行价格（元） | 申请医疗机构 |\n"
    head += "|---|---|---|---|---|---|\n"
    assert listed(f"某省新增医疗服务价格项目表\n\n{head}{rows}") == []


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_rows_of_nothing_but_words_are_no_second_row_of_a_head(count: int) -> None:
    told = [
        ("老城区雨污分流", "铺设管线"),
        ("东湖绿道", "新建步道"),
        ("南山校舍", "新建教学楼"),
        ("西山供水", "延伸管网"),
    ]
    rows = "".join(f"|{name}|{what}|前期|\n" for name, what in told[:count])
    found = listed(f"# 重点建设项目清单\n\n|项目名称|建设内容|建设阶段|\n|---|---|---|\n{rows}")
    assert [one.name for one in found] == [name for name, _ in told[:count]]


def test_cells_of_nothing_but_marks_say_nothing() -> None:
    rows = "|1|云岭储能项目|（|甲有限公司|\n|2|（|、|）|\n|3|南岭储能项目|—|：|\n"
    found = listed(f"重点项目清单\n\n|序号|项目名称|所在地|建设单位|\n|---|---|---|---|\n{rows}")
    assert [(one.name, one.region, one.implementers) for one in found] == [
        ("云岭储能项目", None, ("甲有限公司",)),
        ("南岭储能项目", None, ()),
    ]


@pytest.mark.parametrize(
    ("title", "head", "rows"),
    [
        (
            "工程建设项目审批流程",
            "事项|实施主体|办理时限|申请单位",
            "建设项目用地预审{}|市自然资源局|5日|项目单位",
        ),
        ("2031年度招生专业一览", "专业|学院|学制|建设情况", "水利工程{}|水利学院|4年|省级一流专业建设点"),
        ("健康体检项目安排", "项目|体检内容|意义|地点", "心电图{}|十二导联|筛查心律失常|二楼"),
        ("贷款抵押情况", "借款企业|抵押物|金额（万元）|贷款银行", "甲有限公司|东湖厂房{}|300|乙银行"),
        ("专家评审会日程", "时间|项目|汇报单位|地点", "9:00|东湖{}号大桥工程|甲公司|一楼"),
    ],
    ids=["procedures", "curricula", "check-ups", "loans", "agenda"],
)
def test_rows_that_sound_built_and_are_no_projects(title: str, head: str, rows: str) -> None:
    lines = "".join(f"|{at}|{rows.format(word)}|\n" for at, word in enumerate("甲乙丙", 1))
    assert listed(f"# {title}\n\n|序号|{head}|\n|---|---|---|---|---|\n{lines}") == []
