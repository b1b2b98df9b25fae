"""Lists as they turn up in the wild: heads in other words, cells printed once for several rows, texts without
their line breaks, and tables that look like lists of projects and are none. All names are invented.
"""

from __future__ import annotations

import pytest
from test_lists_forms import listed

from extract.records import Project

PRINTED = {
    "a cell a line": "\n",
    "a row a line, tabs": "\t",
    "a row a line, wide spaces": "   ",
    "a row a line": " ",
}
Facts = list[tuple[str, str | None, tuple[str, ...]]]


def facts(records: list[Project]) -> Facts:
    return [(record.name, record.region, record.implementers) for record in records]


def printed(title: str, rows: list[str], border: str) -> str:
    lines = [border.join(row.split("|")) for row in rows]
    return f"{title}\n\n" + "\n".join(lines) + "\n\n（此件公开发布）\n"


@pytest.mark.parametrize("border", PRINTED.values(), ids=PRINTED)
def test_heads_in_other_words(border: str) -> None:
    rows = [
        "序号|项目编号|项目名称|项目牵头承担单位|项目实施周期（年）",
        "1|2031YF0100100|柔性低频输电装备研制|南岭电网科学研究院有限责任公司|4",
        "2|2031YF0100200|固态电池界面调控|清川大学|3",
        "3|2031YF0100300|百米级叶片轻量化制造|株江叶片股份有限公司|3",
    ]
    assert facts(listed(printed("重点专项拟立项项目公示清单", rows, border))) == [
        ("柔性低频输电装备研制", None, ("南岭电网科学研究院有限责任公司",)),
        ("固态电池界面调控", None, ("清川大学",)),
        ("百米级叶片轻量化制造", None, ("株江叶片股份有限公司",)),
    ]


@pytest.mark.parametrize("border", PRINTED.values(), ids=PRINTED)
def test_the_number_is_not_the_first_column(border: str) -> None:
    rows = [
        "盟市|序号|项目名称|新能源规模（万千瓦）|投资主体",
        "鄂尔多斯市|1|北梁源网荷储一体化项目|45|北梁绿能有限公司",
        "包头市|2|南山金属硅绿电替代项目|80|南山新材料有限公司",
    ]
    assert facts(listed(printed("源网荷储一体化项目清单", rows, border))) == [
        ("北梁源网荷储一体化项目", "鄂尔多斯市", ("北梁绿能有限公司",)),
        ("南山金属硅绿电替代项目", "包头市", ("南山新材料有限公司",)),
    ]


@pytest.mark.parametrize("border", PRINTED.values(), ids=PRINTED)
@pytest.mark.parametrize("called", ["民生工程", "领航项目", "工程项目"])
@pytest.mark.parametrize(
    "numbers", [("1", "★2", "3"), ("1*", "2", "3*"), ("No.1", "No.2", "No.3"), ("①", "②", "③")]
)
def test_a_head_that_calls_them_projects_and_numbers_with_marks(
    border: str, called: str, numbers: tuple[str, ...]
) -> None:
    rows = [
        f"序号|推荐部门|{called}|建设规模|建设业主|业主联系人",
        f"{numbers[0]}|甘井子区住房和城乡建设局|立管整体更换|更换立管46公里|甲燃气有限公司|孙某某",
        f"{numbers[1]}|西岗区住房和城乡建设局|泵站智能调蓄改造|调蓄容积1.2万立方米|乙排水有限公司、丙设计院|姜某",
        f"{numbers[2]}|市供水事务中心|管网漏损监测|布设听音器560只|丁供水技术有限公司|曲某",
    ]
    assert facts(listed(printed("2031年某市更新改造公示表", rows, border))) == [
        ("立管整体更换", None, ("甲燃气有限公司",)),
        ("泵站智能调蓄改造", None, ("乙排水有限公司", "丙设计院")),
        ("管网漏损监测", None, ("丁供水技术有限公司",)),
    ]


@pytest.mark.parametrize("border", PRINTED.values(), ids=PRINTED)
@pytest.mark.parametrize(
    "rows",
    [
        (
            "序号|检查项目|检查单位|地区|完成时限",
            "1|锅炉安全|甲检测有限公司|大连市|2031年",
            "2|消防通道|乙检测有限公司|沈阳市|2032年",
        ),
        (
            "序号|服务项目|收费单位|地区",
            "1|车辆年检|甲检测有限公司|大连市",
            "2|档案查询|乙服务有限公司|沈阳市",
        ),
        (
            "序号|重点事项|牵头单位|完成时限",
            "1|完善统计制度|省统计局|2031年",
            "2|健全督导机制|省发改委|2031年",
        ),
    ],
)
def test_what_is_checked_sold_or_to_be_done_is_no_project(border: str, rows: tuple[str, ...]) -> None:
    assert listed(printed("某省有关情况一览表", list(rows), border)) == []


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("甲渔业装备有限公司联合乙工程学院", ("甲渔业装备有限公司", "乙工程学院")),
        ("甲有限公司携手乙大学、丙研究院", ("甲有限公司", "乙大学", "丙研究院")),
        ("甲专业合作社会同乙研究所", ("甲专业合作社", "乙研究所")),
        ("甲有限公司联合创新中心", ("甲有限公司联合创新中心",)),
        ("甲大学协同创新中心", ("甲大学协同创新中心",)),
        ("甲集团联合水泥有限公司", ("甲集团联合水泥有限公司",)),
    ],
)
def test_bodies_that_act_together(cell: str, names: tuple[str, ...]) -> None:
    rows = [
        "序号|项目名称|实施单位|所在地",
        f"1|运输船改装项目|{cell}|临高县",
        "2|礁群增殖项目|丁有限公司|儋州市",
    ]
    assert listed(printed("示范项目清单", rows, "\t"))[0].implementers == names


@pytest.mark.parametrize("border", PRINTED.values(), ids=PRINTED)
def test_codes_number_the_rows(border: str) -> None:
    rows = [
        "编号|示范项目|实施单位|所在旗县|年减排量（万吨）",
        "A-01|★云岭风光制氢示范项目|云岭绿氢有限公司|鄂托克旗|25",
        "A-02|星河绿色甲醇示范项目|星河绿醇有限公司、北原化物所|松山区|38",
    ]
    records = listed(printed("氢能示范项目名单", rows, border))
    assert [record.number for record in records] == ["A-01", "A-02"]
    assert facts(records) == [
        ("云岭风光制氢示范项目", "鄂托克旗", ("云岭绿氢有限公司",)),
        ("星河绿色甲醇示范项目", "松山区", ("星河绿醇有限公司", "北原化物所")),
    ]


@pytest.mark.parametrize("border", PRINTED.values(), ids=PRINTED)
def test_rows_without_numbers_and_amounts_behind_them(border: str) -> None:
    rows = [
        "区县|站点名称|建设运营单位|站址|充电桩数量（台）",
        "宁强县|高寨充电站|秦岭新能源有限公司|高寨街道|12",
        "略阳县|灵岩充电站|略江停车管理有限公司|兴州街道|10",
        "西乡县|堰口换电站|蔚江能源（陕西）有限公司|堰口镇|2",
    ]
    assert facts(listed(printed("充换电设施补短板项目清单", rows, border))) == [
        ("高寨充电站", "宁强县", ("秦岭新能源有限公司",)),
        ("灵岩充电站", "略阳县", ("略江停车管理有限公司",)),
        ("堰口换电站", "西乡县", ("蔚江能源（陕西）有限公司",)),
    ]


@pytest.mark.parametrize("border", PRINTED.values(), ids=PRINTED)
def test_the_shortest_heads(border: str) -> None:
    rows = [
        "项目|单位|地区",
        "海原村屋顶光伏项目|海原光伏有限公司|启东市",
        "星河农场渔光互补项目|星河农场集团有限公司|射阳县",
    ]
    assert facts(listed(printed("清洁能源项目一览表", rows, border))) == [
        ("海原村屋顶光伏项目", "启东市", ("海原光伏有限公司",)),
        ("星河农场渔光互补项目", "射阳县", ("星河农场集团有限公司",)),
    ]


@pytest.mark.parametrize("border", PRINTED.values(), ids=PRINTED)
def test_topics_numbered_by_codes_with_persons_in_charge(border: str) -> None:
    rows = [
        "课题编号|课题名称|课题承担单位|课题负责人|经费（万元）",
        "KT-2031-001|电网频率稳定机理|华原电力大学|某某|300",
        "KT-2031-002|深海采矿装备|长原矿冶研究院有限责任公司|某某|500",
    ]
    records = listed(printed("能源科技攻关课题立项清单", rows, border))
    assert facts(records) == [
        ("电网频率稳定机理", None, ("华原电力大学",)),
        ("深海采矿装备", None, ("长原矿冶研究院有限责任公司",)),
    ]
    assert not any("某某" in record.quote for record in records)


@pytest.mark.parametrize("border", PRINTED.values(), ids=PRINTED)
def test_provinces_between_rows_and_numbers_that_run_on(border: str) -> None:
    rows = [
        "序号|项目名称|建设单位",
        "河北省",
        "1|丰岭风光储基地项目|丰岭新能源有限公司",
        "2|围山抽水蓄能电站|围山抽水蓄能有限公司",
        "内蒙古自治区",
        "3|沙原先导工程|沙原新能源投资有限公司",
    ]
    assert [record.region for record in listed(printed("重点项目清单", rows, border))] == [
        "河北省",
        "河北省",
        "内蒙古自治区",
    ]


def test_a_text_on_one_line() -> None:
    records = listed(
        "某省能源局关于公布某某试点名单的通知 各市能源局： 现将名单予以公布，请加强组织实施，并于年底前报送"
        "总结。各地要做好要素保障，及时协调解决项目建设中的问题。 附件 新型电力系统建设试点名单 序号 园区名称"
        " 试点名称 所在地区 实施主体 1 云山园区 云山虚拟电厂试点 广东 云山能源（深圳）有限公司 2 星河园区"
        " 星河楼宇聚合试点 上海 星河节能技术有限公司 （此件公开发布）\n"
    )
    assert facts(records) == [
        ("云山虚拟电厂试点", "广东", ("云山能源（深圳）有限公司",)),
        ("星河楼宇聚合试点", "上海", ("星河节能技术有限公司",)),
    ]


def test_a_region_that_is_printed_once_for_several_rows() -> None:
    records = listed(
        "充换电项目清单\n\n| 区县 | 项目名称 | 联系电话 | 实施单位 |\n|---|---|---|---|\n"
        "| 宁强县 | 甲充电站项目 | 12345678 | 甲有限公司 |\n| | 乙充电站项目 | 23456789 | 乙有限公司 |\n"
        "| 略阳县 | 丙充电站项目 | 34567890 | 丙有限公司 |\n"
    )
    assert [record.region for record in records] == ["宁强县", "宁强县", "略阳县"]
    assert records[1].quote == "乙充电站项目"  # neither the row above nor a telephone number


def test_a_region_below_rows_without_one_is_not_guessed() -> None:
    records = listed(
        "充换电项目清单\n\n| 区县 | 项目名称 | 实施单位 |\n|---|---|---|\n"
        "| | 甲充电站项目 | 甲有限公司 |\n| 宁强县 | 乙充电站项目 | 乙有限公司 |\n"
        "| | 丙充电站项目 | 丙有限公司 |\n"
    )
    assert [record.region for record in records] == [None, "宁强县", None]


def test_a_region_that_the_list_prints_in_each_row_is_not_carried() -> None:
    records = listed(
        "充换电项目清单\n\n| 区县 | 项目名称 | 实施单位 |\n|---|---|---|\n"
        "| 宁强县 | 甲充电站项目 | 甲有限公司 |\n| 宁强县 | 乙充电站项目 | 乙有限公司 |\n"
        "| | 丙充电站项目 | 丙有限公司 |\n"
    )
    assert [record.region for record in records] == ["宁强县", "宁强县", None]


SIDE_BY_SIDE = """
盟市        序号    项目名称              新能源规模（    储能规模        投资主体
                                          万千瓦）
鄂尔多斯    1       北梁旗零碳产业园源    45              9万千瓦/18万    北梁绿能科技有限
市                  网荷储一体化项目                      千瓦时          公司
            2       南山旗风光制氢一体    60              6万千瓦/12万    南山绿氢有限公司
                    化项目                                千瓦时
包头市      3       东岭县金属硅绿电替    80              12万千瓦/48     东岭新材料集团有
                    代项目                                万千瓦时        限公司
"""


def test_columns_set_apart_by_spaces() -> None:
    """The place on the line says which column a piece stands in, the head's own pieces included."""
    assert facts(listed(f"源网荷储一体化项目清单\n{SIDE_BY_SIDE}\n（此件公开发布）\n")) == [
        ("北梁旗零碳产业园源网荷储一体化项目", "鄂尔多斯市", ("北梁绿能科技有限公司",)),
        ("南山旗风光制氢一体化项目", "鄂尔多斯市", ("南山绿氢有限公司",)),
        ("东岭县金属硅绿电替代项目", "包头市", ("东岭新材料集团有限公司",)),
    ]


def test_columns_set_apart_of_rows_without_numbers() -> None:
    rows = """
区县      站点名称        建设运营单位              站址              充电桩数量（
                                                                      台）
宁强县    高寨综合充电    秦岭新能源有限公司        高寨街道108国     12
          站                                        道旁
          汉源客运站充    国网某省电力有限公司汉    汉源街道          8
          电站            中供电公司
西乡县    堰口换电站      蔚江能源有限公司          堰口镇            2
"""
    assert facts(listed(f"充换电设施项目清单\n{rows}")) == [
        ("高寨综合充电站", "宁强县", ("秦岭新能源有限公司",)),
        ("汉源客运站充电站", "宁强县", ("国网某省电力有限公司汉中供电公司",)),
        ("堰口换电站", "西乡县", ("蔚江能源有限公司",)),
    ]


def test_slices_of_rows_parted_by_single_spaces() -> None:
    """Only the lines that have a piece of each column tell how wide the columns are."""
    rows = """
序号 项目名称 省份 技术路线 申报单位
1 云岭区百兆瓦级钠离子电池储 北京 钠离子电池 云岭储能科技有限公司
能电站 储能
2 星河30万千瓦压缩空气储能示 河北 压缩空气储 星河能源发展有限公司
范工程 能
3 海原飞轮与锂电混合储能项目 山东 混合储能 海原电投集团海岭储能有限公
司
4 松原盐穴压缩空气储能电站二 湖北 压缩空气储 松原储能科技有限责任公司、
期工程 能 松原大学
"""
    assert facts(listed(f"新型储能试点示范项目名单\n{rows}\n（此件公开发布）\n")) == [
        ("云岭区百兆瓦级钠离子电池储能电站", "北京", ("云岭储能科技有限公司",)),
        ("星河30万千瓦压缩空气储能示范工程", "河北", ("星河能源发展有限公司",)),
        ("海原飞轮与锂电混合储能项目", "山东", ("海原电投集团海岭储能有限公司",)),
        ("松原盐穴压缩空气储能电站二期工程", "湖北", ("松原储能科技有限责任公司", "松原大学")),
    ]


def test_a_page_break_with_the_head_again_and_cells_over_lines() -> None:
    head = "编号\n示范项目\n实施单位\n所在旗县\n年减排量\n（万吨）\n"
    records = listed(
        f"氢能示范项目名单\n{head}A-01\n★云岭旗风光制氢合\n成绿氨示范项目\n云岭绿氨科技有\n限公司\n鄂托克旗\n25\n"
        "A-02\n星河旗绿氢管道示\n范项目\n星河管网有限公\n司\n乌拉特中\n旗\n30\n"
        f"\n— 3 —\n\n{head}A-03\n松原区绿色甲醇示\n范项目\n松原绿醇有限公\n司\n松山区\n38\n"
    )
    assert [record.number for record in records] == ["A-01", "A-02", "A-03"]
    assert facts(records) == [
        ("云岭旗风光制氢合成绿氨示范项目", "鄂托克旗", ("云岭绿氨科技有限公司",)),
        ("星河旗绿氢管道示范项目", "乌拉特中旗", ("星河管网有限公司",)),
        ("松原区绿色甲醇示范项目", "松山区", ("松原绿醇有限公司",)),
    ]


@pytest.mark.parametrize(
    ("heads", "cells", "bodies"),
    [
        ("责任单位|项目业主", "某市人民政府|甲投资有限公司", ("甲投资有限公司",)),
        ("责任单位", "某市人民政府", ()),
        ("责任单位", "甲投资有限公司", ("甲投资有限公司",)),
        ("所属集团", "甲能源集团", ("甲能源集团",)),
        ("项目主体单位|推荐单位", "甲生物能源有限公司|某省能源局", ("甲生物能源有限公司",)),
        ("聚合单位", "甲综合能源有限公司", ("甲综合能源有限公司",)),
        ("监理单位", "甲监理有限公司", ()),
        ("中选企业", "甲风电有限公司、乙投资集团有限公司联合体", ("甲风电有限公司", "乙投资集团有限公司")),
        ("牵头单位|联合单位", "甲有限公司|乙大学、丙有限公司", ("甲有限公司", "乙大学", "丙有限公司")),
        ("实施主体", "牵头单位：甲有限公司；参与单位：乙研究院", ("甲有限公司", "乙研究院")),
        ("研制单位|用户单位|推荐单位", "甲锅炉有限公司|乙电厂|某省能源局", ("甲锅炉有限公司",)),
    ],
)
def test_who_carries_a_project_out(heads: str, cells: str, bodies: tuple[str, ...]) -> None:
    (record,) = listed(
        f"示范项目清单\n\n| 序号 | 项目名称 | {heads} |\n|---|---|{'---|' * (heads.count('|') + 1)}\n"
        f"| 1 | 云岭示范项目 | {cells} |\n"
    )
    assert record.implementers == bodies


@pytest.mark.parametrize("border", PRINTED.values(), ids=PRINTED)
@pytest.mark.parametrize(
    ("title", "rows"),
    [
        (
            "绿色工厂名单",
            "序号|工厂名称|地区|评价机构名称;1|甲电气有限公司|北京|乙认证中心;2|丙轴承有限公司|天津|丁认证中心",
        ),
        (
            "行业标准制修订项目计划",
            "序号|项目名称|标准性质|起草单位;1|组件回收规范|推荐|甲公司;2|储能运维规程|推荐|乙公司",
        ),
        (
            "收费项目目录清单",
            "序号|项目名称|收费标准|执收单位;1|甲补偿费|每吨2元|某厅;2|乙处理费|每吨1元|某局",
        ),
        ("取消的行政审批项目目录", "序号|项目名称|审批部门;1|甲事项审批|某委;2|乙许可证核发|某局"),
        ("零碳园区建设试点名单", "序号|园区名称|所在地;1|甲零碳产业园|内蒙古;2|乙经济开发区|江苏省"),
        (
            "试点示范企业名单",
            "序号|企业名称|示范方向|推荐单位;1|甲科技有限公司|工厂|某厅;2|乙电源有限公司|产品|某厅",
        ),
        (
            "重点任务分工表",
            "序号|重点任务|责任单位|完成时限;1|完善交易机制|某委|六月底;2|建设充电设施|某局|年底",
        ),
        ("试点城市名单", "序号|城市;1|上海市;2|常州市;3|合肥市"),
        ("主要目标", "项目|单位|2025年|2030年;新型储能装机|万千瓦|300|600;充电桩数量|万台|5|12"),
        (
            "智能制造示范工厂名单",
            "序号|企业名称|工厂名称|省份;1|甲有限公司|甲示范工厂|重庆;2|乙有限公司|乙示范工厂|四川",
        ),
        ("销售电价表", "用电分类|电压等级|电价（元/千瓦时）;工商业|10千伏|0.6;居民|1千伏|0.5"),
        ("主要指标", "序号|指标名称|单位|2025年;1|消费比重|%|20;2|装机规模|万千瓦|300"),
    ],
)
def test_lists_of_what_is_no_project(title: str, rows: str, border: str) -> None:
    assert listed(printed(title, rows.split(";"), border)) == []


def test_numbered_names_under_a_title_without_a_table() -> None:
    records = listed(
        "首批新型储能示范项目名单\n\n一、浙江省\n1.云岭电网侧储能示范项目（云岭储能（浙江）有限公司）\n"
        "2.星河用户侧储能示范项目（星河电力有限公司）；\n二、江苏省\n"
        "1.海原压缩空气储能示范项目（海原储能有限公司、江原大学）\n\n请各地加强管理。\n"
    )
    assert [record.number for record in records] == ["1", "2", "1"]
    assert facts(records) == [
        ("云岭电网侧储能示范项目", "浙江省", ("云岭储能（浙江）有限公司",)),
        ("星河用户侧储能示范项目", "浙江省", ("星河电力有限公司",)),
        ("海原压缩空气储能示范项目", "江苏省", ("海原储能有限公司", "江原大学")),
    ]


def test_facts_behind_labels_project_after_project() -> None:
    records = listed(
        "氢能示范项目名单\n\n项目名称：云岭加氢站示范项目\n实施单位：云岭氢能有限公司\n联系电话：12345678\n"
        "所在地区：佛山市南海区\n\n项目名称：星河氢能重卡示范项目\n实施单位：星河运力有限公司、北原大学\n"
        "所在地区：佛山市高明区\n"
    )
    assert facts(records) == [
        ("云岭加氢站示范项目", "佛山市南海区", ("云岭氢能有限公司",)),
        ("星河氢能重卡示范项目", "佛山市高明区", ("星河运力有限公司", "北原大学")),
    ]
    assert "12345678" not in records[0].quote
    assert listed("示范项目申报书\n项目名称：\n申报单位：（盖章）\n推荐单位：\n") == []


def test_marks_of_markdown_in_heads_and_cells() -> None:
    records = listed(
        "综合能源示范项目名单\n\n|序号|**项目名称**|**建设<br>单位**|所在城市|\n|-|-|-|-|\n"
        "|1|[云岭能源站项目](https://example.org/1)|云岭能源<br>有限公司|长沙|\n|合计|1个|||\n"
    )
    assert facts(records) == [("云岭能源站项目", "长沙", ("云岭能源有限公司",))]


def test_sums_between_rows_belong_to_no_cell() -> None:
    records = listed(
        "储能项目汇总表\n序号 项目名称 所在地 规模（MW） 投资主体\n"
        "1 云岭储能项目 阜阳市 100 云岭电力有限公司\n"
        "小计 100\n2 星河储能项目 亳州市 200 星河电力有限公司\n合计 300\n"
    )
    assert facts(records) == [
        ("云岭储能项目", "阜阳市", ("云岭电力有限公司",)),
        ("星河储能项目", "亳州市", ("星河电力有限公司",)),
    ]


def test_a_list_of_what_leaves_a_list() -> None:
    (record,) = listed(
        "退出示范项目清单\n\n| 序号 | 项目名称 | 原实施单位 | 退出原因 |\n|---|---|---|---|\n"
        "| 1 | 云岭煤制气示范项目 | 云岭能化有限公司 | 条件变化 |\n"
    )
    assert (record.status, record.withdrawn_by) == ("withdrawn", record.document)
    assert record.implementers == ("云岭能化有限公司",)


def bars(*rows: str) -> str:
    """The cells of a web page's table, a line each."""
    return "".join("|\n" + "".join(f"{cell} |\n" for cell in row.split("/")) for row in rows)


def test_cells_that_a_page_prints_once_and_the_text_lost() -> None:
    table = bars(
        "地区/序号/项目名称/实施单位",
        "金华市/1/云岭屋顶光伏项目/云岭光伏有限公司",
        "2/星河屋顶光伏项目/星河能源有限公司",
        "丽水市/3/海原屋顶光伏项目/海原绿能有限公司",
        "4/江原屋顶光伏项目/江原电力有限公司",
    )
    assert facts(listed(f"光伏示范项目名单\n\n{table}")) == [
        ("云岭屋顶光伏项目", "金华市", ("云岭光伏有限公司",)),
        ("星河屋顶光伏项目", "金华市", ("星河能源有限公司",)),
        ("海原屋顶光伏项目", "丽水市", ("海原绿能有限公司",)),
        ("江原屋顶光伏项目", "丽水市", ("江原电力有限公司",)),
    ]


def test_a_head_that_stands_over_several() -> None:
    table = bars(
        "序号/项目名称/规模/项目单位",
        "功率（MW）/容量（MWh）",
        "1/云岭储能项目/100/200/云岭储能有限公司",
        "2/星河储能项目/50/100/星河储能有限公司",
    )
    assert facts(listed(f"储能项目表\n\n{table}")) == [
        ("云岭储能项目", None, ("云岭储能有限公司",)),
        ("星河储能项目", None, ("星河储能有限公司",)),
    ]


def test_bodies_with_a_paragraph_each() -> None:
    (record,) = listed(
        "示范项目清单\n|\n序号 |\n项目名称 |\n承担单位 |\n|\n1 |\n云岭示范项目 |\n"
        "云岭供电有限公司\n\n星河大学 |\n"
    )
    assert record.implementers == ("云岭供电有限公司", "星河大学")


@pytest.mark.parametrize("border", PRINTED.values(), ids=PRINTED)
def test_heads_of_a_joint_application_and_in_english(border: str) -> None:
    rows = [
        "序号|项目名称及编号|联合申报单位|建设规模及主要内容",
        "1|北梁储能电站项目|北梁绿能有限公司、南山大学|建设储能电站。",
        "2|南山制氢项目|南山氢能有限公司|建设制氢站。",
    ]
    assert [record.implementers for record in listed(printed("示范项目清单", rows, border))] == [
        ("北梁绿能有限公司", "南山大学"),
        ("南山氢能有限公司",),
    ]


def test_rows_side_by_side_in_a_text_with_columns_set_apart() -> None:
    text = (
        "示范项目清单\n\n"
        "序号   项目名称           实施单位\n"
        "1      北梁源网荷储一     北梁绿能有限公\n"
        "       体化示范项目       司\n"
        "2      云岭储能电站项目   云岭储能技术有\n"
        "                          限公司\n"
        "3      星河制氢项目       星河绿氢有限公司\n"
    )
    assert facts(listed(text)) == [
        ("北梁源网荷储一体化示范项目", None, ("北梁绿能有限公司",)),
        ("云岭储能电站项目", None, ("云岭储能技术有限公司",)),
        ("星河制氢项目", None, ("星河绿氢有限公司",)),
    ]


def test_a_capacity_in_brackets_ends_a_name_and_bodies_have_lines_of_their_own() -> None:
    records = listed(
        "| 序号 | 项目名称 | 实施单位 |\n|---|---|---|\n"
        "| 1 | 北梁储能电站（100MW） | 北梁绿能有限公司<br>南山研究院 |\n"
        "| 2 | 云岭制氢项目 | 云岭氢能有限公司<br>南山分公司 |\n"
    )
    assert facts(records) == [
        ("北梁储能电站（100MW）", None, ("北梁绿能有限公司", "南山研究院")),
        ("云岭制氢项目", None, ("云岭氢能有限公司南山分公司",)),
    ]


def test_a_catalogue_of_products_lists_no_projects() -> None:
    rows = [
        "序号|产品名称|产品型号|生产企业",
        "1|干式变压器|XK-1|北梁电气有限公司",
        "2|离心鼓风机|XK-2|南山风机有限公司",
    ]
    assert not listed(printed("节能装备推荐目录", rows, "\t"))


WRAPPED = [
    ("拉萨市当雄县", "甲地热电力有限公司、某某大学", "八曲中深层地热发电扩能工程（二期）"),
    ("海南州共和县", "乙干热岩能源有限公司", "干热岩压裂与发电先导试验"),
    ("鹤岗市兴安区", "丙矿坑能源利用有限公司", "矿坑水地温能养护大棚供能"),
    ("松原市乾安县", "丁物探技术有限公司、戊仪器大学", "EGS-3井场微地震监测台网"),
    ("昌都市", "己锂热科技有限公司", "地热水提锂小试装置"),
]


@pytest.mark.parametrize("length", [22, 24, 27, 31])
@pytest.mark.parametrize("order", ["编号 实施地点 申请单位 示范工程名称", "序号 工程名称 建设单位 建设地点"])
def test_rows_cut_at_a_fixed_length(length: int, order: str) -> None:
    lines = []
    for at, (where, who, name) in enumerate(WRAPPED, 1):
        cells = (
            (f"DR-2031-0{at}", where, who, name) if order.startswith("编号") else (f"{at}", name, who, where)
        )
        row = " ".join(cells)
        lines += [row[first : first + length] for first in range(0, len(row), length)]
    chars = f"地热能示范工程名录\n\n{order}\n" + "\n".join(lines) + "\n\n某某厅\n"
    assert facts(listed(chars)) == [(name, where, tuple(who.split("、"))) for where, who, name in WRAPPED]


def test_a_table_that_looks_even_without_its_head_is_read_with_it() -> None:
    """Lines broken in the same places for the first rows: only the head tells where cells end."""
    rows = [
        "1\n660MW超超临界循环流化床\n锅炉\n甲电气集团锅炉股份有\n限公司\n云岭电厂扩建\n工程\n",
        "2\n800kV直流干式桥臂\n电抗器\n乙电力设备总厂有限公司、\n丙经济技术研究院有限公司\n南岭直流输电\n工程\n",
        "3\n18MW中速永磁海上发电\n机组\n丁风电股份有限公司\n/\n",
        "4\n1000标准立方米碱性\n制氢装备\n戊船舶集团有限公司第一\n研究所\n北梁示范工程\n",
    ]
    found = listed("首台（套）重大技术装备名单\n序号\n技术装备名称\n研制单位\n依托工程\n" + "".join(rows))
    assert [(one.name, one.implementers) for one in found] == [
        ("660MW超超临界循环流化床锅炉", ("甲电气集团锅炉股份有限公司",)),
        ("800kV直流干式桥臂电抗器", ("乙电力设备总厂有限公司", "丙经济技术研究院有限公司")),
        ("18MW中速永磁海上发电机组", ("丁风电股份有限公司",)),
        ("1000标准立方米碱性制氢装备", ("戊船舶集团有限公司第一研究所",)),
    ]
