"""Tables that a plain text sets apart by spaces: rows without a blank between them, cells level by their
middle, and what pdftotext -layout makes of columns. All names are invented.
"""

from __future__ import annotations

import pytest
from test_lists_forms import listed
from test_lists_layouts import wide, wrapped
from test_lists_wild import facts

ROWS = [
    (
        "1",
        "云岭风光制氢一体化示范项目（二期）",
        "甘肃省酒泉市",
        "云岭绿氢有限公司、北原化工股份有限公司云岭分公司",
    ),
    ("2", "北梁储能工程", "内蒙古自治区鄂尔多斯市", "北梁绿能有限公司"),
    (
        "3",
        "星河热电联产改造",
        "云南省曲靖市",
        "星河热力有限公司、华原电力大学、南岭电网科学研究院有限责任公司",
    ),
    ("4", "东川二氧化碳捕集利用与封存项目", "青海省海西州", "东川新材料有限公司"),
]
WANTED = [(name, region, tuple(who.split("、"))) for _, name, region, who in ROWS]
WIDTHS = (4, 18, 12, 16)


HEAD = ("序号", "项目名称", "地区", "实施单位")


def set_apart(share: float, head: tuple[str, ...] = HEAD, narrow: int | None = None) -> str:
    """The rows in columns, cells level by this share of their heights, nothing between the rows; the words of
    the head broken at the width `narrow`.
    """
    lines = []
    for row in (head, *ROWS):
        sizes = [narrow or size for size in WIDTHS] if row is head else WIDTHS
        cells = [wrapped(cell, size) for cell, size in zip(row, sizes, strict=True)]
        high = max(map(len, cells))
        for line in range(high):
            printed, at = "", 0
            for cell, size in zip(cells, WIDTHS, strict=True):
                index = line - int(share * (high - len(cell)))
                if 0 <= index < len(cell):
                    printed += " " * (at - wide(printed)) + cell[index]
                at += size + 2
            lines.append(printed)
    return "\n".join(lines)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0], ids=["first line", "middle", "last line"])
def test_rows_are_bands(share: float) -> None:
    assert facts(listed(f"示范项目清单\n\n{set_apart(share)}\n\n（此件公开发布）\n")) == WANTED


@pytest.mark.parametrize("share", [0.0, 0.5], ids=["first line", "middle"])
@pytest.mark.parametrize(
    "head",
    [
        ("序号", "示范任务", "地市", "实施单位"),
        ("序号", "工程名称", "所在地", "建设主体"),
        ("序号", "项目", "落地县区", "承担企业"),
    ],
)
def test_words_of_a_head_one_part_above_the_other(share: float, head: tuple[str, ...]) -> None:
    chars = f"示范任务一览表\n\n{set_apart(share, head, narrow=4)}\n"
    assert facts(listed(chars)) == WANTED


COUNTED = """             示范项目清单
 序      项目名称       实施地区 年产量（万          实施主体
 号                           吨）
1 云岭风光制氢一体化项目   酒泉市     2.0     云岭绿氢有限公司
2 北梁农林废弃物热电联产集中
   供热示范
                 鄂尔多斯市伊 12.5
                 旗
                                北梁绿能科学研究院、北原化工股份有限
                                公司
3 30MW生物质直燃供热改造 曲靖市      26.0    星河热力有限公司
4 东川二氧化碳捕集利用与封存 海西州
                         8.6     东川新材料有限公司
5 河湾零碳园区（一期）    张家口市张北 0.7      河湾园区开发有限公司
                 县
"""


def test_columns_by_the_count_of_characters() -> None:
    assert facts(listed(COUNTED)) == [
        ("云岭风光制氢一体化项目", "酒泉市", ("云岭绿氢有限公司",)),
        (
            "北梁农林废弃物热电联产集中供热示范",
            "鄂尔多斯市伊旗",
            ("北梁绿能科学研究院", "北原化工股份有限公司"),
        ),
        ("30MW生物质直燃供热改造", "曲靖市", ("星河热力有限公司",)),
        ("东川二氧化碳捕集利用与封存", "海西州", ("东川新材料有限公司",)),
        ("河湾零碳园区（一期）", "张家口市张北县", ("河湾园区开发有限公司",)),
    ]


def test_the_number_of_a_page_before_the_head_that_comes_back() -> None:
    head, *rows = set_apart(0.0).split("\n")
    at = next(at for at, line in enumerate(rows) if line.startswith("3"))
    pages = "\n".join([head, *rows[:at], "", " " * 30 + "2", "", head, *rows[at:]])
    assert facts(listed(f"示范项目清单\n\n{pages}\n\n（此件公开发布）\n")) == WANTED


def test_sums_in_other_places_than_the_columns() -> None:
    chars = (
        "序 号    项 目 名 称                          治理面积     中央投资       实 施 单 位\n"
        " 1        甲县荒漠植被封育保护项目             12.6         3906           甲县林业和草原局\n"
        " 2        乙县塔克拉边缘锁边固沙工             9.4          2914           乙县自然资源局\n"
        "          程\n"
        " 3        丙县光伏治沙试点项目                 2.0          620            丙新能源有限公司\n"
        "  合  计                                   24.0      7440\n"
    )
    assert [(one.name, one.implementers) for one in listed(f"2031年度项目安排表\n\n{chars}")] == [
        ("甲县荒漠植被封育保护项目", ("甲县林业和草原局",)),
        ("乙县塔克拉边缘锁边固沙工程", ("乙县自然资源局",)),
        ("丙县光伏治沙试点项目", ("丙新能源有限公司",)),
    ]


AROUND = """           甲市供热设施改造项目推进表
                                                    单位：万元
                  所在县（市、
序号     改造项目名称                 改造内容         投资       实施单位
                    区）
     铁西片区二级网老旧管
1                 金州区      更换直埋管道11.4公里   860    云岭热力有限公司
     线改造
     平西乡供热站燃煤锅炉                                  北梁平西供热有限责任
2                 普兰店区     新增脱硝除尘设施2套     2100
     超低排放改造                                      公司
                                                 东川龙华热电股份有
     孤家电厂余热暖民工程
3                 庄河市      回收循环水余热42兆瓦    7060   限公司、东川孤家鑫源
     （一期）
                                                 热力有限公司
"""


def test_lines_of_a_cell_above_and_below_the_number_of_its_row() -> None:
    assert facts(listed(AROUND)) == [
        ("铁西片区二级网老旧管线改造", "金州区", ("云岭热力有限公司",)),
        ("平西乡供热站燃煤锅炉超低排放改造", "普兰店区", ("北梁平西供热有限责任公司",)),
        ("孤家电厂余热暖民工程（一期）", "庄河市", ("东川龙华热电股份有限公司", "东川孤家鑫源热力有限公司")),
    ]


NAMES_WRAPPED = [
    ("ZX-01", "白水县钢渣固碳制建材及余热利用", "白水东川冶金材料有限责任公司", "3.2"),
    ("ZX-02", "紫阳茶厂烘干热泵替代", "紫阳云岭茶业有限公司、南岭热泵有限公司", "0.4"),
    ("ZX-03", "柞水抽水蓄能配套提水改造", "柞水星河蓄能有限公司", "11"),
    ("ZX-04", "耀州水泥窑富氧燃烧", "耀州北原水泥有限公司", "1.9"),
    ("ZX-05", "子长低热值电厂掺烧生物质", "子长北梁发电有限公司", "2.6"),
    ("ZX-06", "凤翔酿酒蒸汽梯级利用及提纯", "凤翔华原酒业股份有限公司", "0.8"),
]


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0], ids=["first line", "middle", "last line"])
@pytest.mark.parametrize("between", ["", "blank", "rule"])
@pytest.mark.parametrize(
    "shown", [(0, 1, 2, 3), (2, 1, 3, 0), (1, 2, 3), (0, 2, 1)], ids=lambda shown: "".join(map(str, shown))
)
def test_the_rest_of_a_name_that_ends_in_no_project_stays_with_it(
    share: float, between: str, shown: tuple[int, ...]
) -> None:
    heads, sizes = ("编号", "项  目  名  称", "承担单位", "投资额"), (8, 18, 22, 8)
    wanted = [(name, None, tuple(who.split("、"))) for _, name, who, _ in NAMES_WRAPPED]
    lines = ["=" * 60]
    for row in (heads, *NAMES_WRAPPED):
        cells = [[row[at]] if row is heads else wrapped(row[at], sizes[at]) for at in shown]
        high = max(map(len, cells))
        for line in range(high):
            printed, left = "", 0
            for cell, at in zip(cells, shown, strict=True):
                index = line - int(share * (high - len(cell)))
                printed += " " * (left - wide(printed)) + (cell[index] if 0 <= index < len(cell) else "")
                left += sizes[at] + 3
            lines.append(printed.rstrip())
        lines += {"": [], "blank": [""], "rule": ["-" * 60]}[between]
    assert facts(listed("某省节能改造项目表\n" + "\n".join(lines) + "\n合计  6项\n")) == wanted


# A "~" stands for four spaces.
SHIFTED = """附件
~~~~~  安徽省新型设施建设重点项目清单
 序号~~项目名称~~~~  建设内容~~  起止年限~~  实施单位~~所在市
1~ 北梁先进计算中心算力扩容工程   建成通用算力200P与智能算力1200P~2021—2023~北梁滨湖算力运营有限公司~合肥市

2~ 南山“东数西算”节点骨干直连   建设直连链路12条，总带宽4.8T。   2022—2024~南山江城信息网络有限公司~ 芜湖市
~  点建设项目
3~ 云岭智慧交通车路协同先导区~改造智能路口260个。~~   2021—2024~ 云岭智行科技有限公司~  蚌埠市

4~ 星河世界遗产地5G与北斗地质灾 建设5G基站180座。~~~2021—2023   星河风景智联有限责任公司~黄山市
~  害监测网
5~ 东川量子保密通信城域网~  敷设光缆420公里。~~   2022—2025~东川量通网络有限公司~  宿州市

~~~~~~~~~~~—1—
序号~~项目名称~~~~建设内容~~~起止年限~~  实施单位~~所在市
6~西岭革命老区冷链物流信息平台   建设智能分拣线4条。~~ 2021—2023   西岭供应链管理有限公司 六安市
~ 及智慧冷库
7~沙原港口岸桥远程控制与自动化   改造岸桥6台。~~   2022—2024   沙原宜城港务有限公司  安庆市
~ 堆场改造

~~~~~~~~~~—2—
""".replace("~", "    ")


def test_columns_set_by_counting_characters_that_shift_from_page_to_page() -> None:
    """A line with Latin letters has more characters where it is full; the last column moves on page 2."""
    assert facts(listed(SHIFTED)) == [
        ("北梁先进计算中心算力扩容工程", "合肥市", ("北梁滨湖算力运营有限公司",)),
        ("南山“东数西算”节点骨干直连点建设项目", "芜湖市", ("南山江城信息网络有限公司",)),
        ("云岭智慧交通车路协同先导区", "蚌埠市", ("云岭智行科技有限公司",)),
        ("星河世界遗产地5G与北斗地质灾害监测网", "黄山市", ("星河风景智联有限责任公司",)),
        ("东川量子保密通信城域网", "宿州市", ("东川量通网络有限公司",)),
        ("西岭革命老区冷链物流信息平台及智慧冷库", "六安市", ("西岭供应链管理有限公司",)),
        ("沙原港口岸桥远程控制与自动化堆场改造", "安庆市", ("沙原宜城港务有限公司",)),
    ]
