"""What a table lists: what somebody builds or carries out, or what stands, is judged, permitted or sold.

Every example is a table of three rows that differ by one word. All names are invented.
"""

from __future__ import annotations

import pytest
from test_lists_forms import listed
from test_lists_unseen import BORDERS, printed

# A title, the heads, and a row; `{}` stands for what differs from row to row.
OTHERS = {
    "prizes": (
        "某省科技进步奖授奖项目",
        "项目名称/完成单位/完成人/等级",
        "{}海域风电并网示范/甲电力公司/王某/一等奖",
    ),
    "nominated": ("科学技术奖提名公示", "项目名称/提名单位/提名等级", "{}储能电站成套技术/乙学会/二等奖"),
    "crafts": ("省级非遗代表性项目", "项目名称/类别/保护单位", "{}木船制造/传统技艺/甲造船厂"),
    "filters": ("企业治理设施情况", "企业/设施名称/工艺/排放口编号", "甲纸业公司/{}号污水处理站/厌氧/DW00{}"),
    "stock": ("车间设备台账", "设备名称/规格型号/数量/购置日期", "{}号数控装置/SK-{}/2/2028年6月"),
    "fines": ("建设领域案件", "项目名称/建设单位/违法行为/罚款（万元）", "{}厂房改造/甲公司/未批先建/12"),
    "findings": ("在建工程检查通报", "工程名称/施工单位/处理意见", "{}安置房/甲建工集团/停工整改"),
    "permits": ("取水许可公示", "取水权人/取水项目/许可证编号", "甲水务公司/{}水厂扩建/A37-{}"),
    "sales": ("商品房预售公示", "项目名称/开发企业/预售证号", "{}花园三期/甲置业公司/预售{}"),
    "audits": ("政府投资审计结果", "项目名称/审计发现问题/整改情况", "{}大道扩建/多计工程款/已核减"),
    "scores": ("支出绩效评价", "项目名称/主管部门/评价得分/评价等级", "{}河治理/某市水利局/92/优"),
    "guards": ("水库安全责任人", "水库名称/行政责任人/巡查责任人", "{}岭水库/王某/李某"),
    "disputes": ("典型案例", "案例名称/审理法院/案由", "{}公司毁林案/甲法院/环境公益诉讼"),
    "policies": ("保险理赔情况", "投保装备/保单号/赔付（万元）", "{}号盾构装备/PL{}/30"),
    "meeting": ("可研报告评估会", "时间/项目/汇报单位/参会专家", "9:00/{}河大桥工程/甲设计院/王某"),
    "persons": ("专家人选简况", "姓名/单位/主持项目", "王某{}/甲设计院/{}湾大桥工程"),
    "tasks": ("规划重大工程责任表", "重大工程/牵头领导/牵头部门/参加部门", "{}河水网工程/王某/水利局/财政局"),
    "owned": ("集团场站资产台账", "场站/装机（MW）/并网日期/净值（万元）", "{}山风电场/49.5/2021.6/23000"),
    "open": ("场馆开放名单", "场馆名称/开放时间/收费标准/管理单位", "{}湖游泳馆/9:00/20元/甲文体公司"),
}
THREE = ["东", "西", "南"]


def rows(heads: str, row: str) -> list[list[str]]:
    cells = ([str(at), *row.replace("{}", word).split("/")] for at, word in enumerate(THREE, 1))
    return [["序号", *heads.split("/")], *cells]


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_built_and_then_judged_kept_or_sold_is_no_project(kind: str) -> None:
    title, heads, row = OTHERS[kind]
    assert listed(printed(title, rows(heads, row), BORDERS["bars"])) == []
    assert listed(printed(f"关于{title}的公告", rows(heads, row), BORDERS["wide spaces"])) == []


@pytest.mark.parametrize(
    ("title", "heads", "row"),
    [
        ("保护利用设施建设安排", "省份/名称/建设单位", "甲省/{}乡蜡染传习所/甲文化馆"),
        ("技术改造奖补资金拟支持项目", "企业名称/项目名称/设备投资", "甲公司/{}车间自动化/320"),
        ("文物保护工程计划", "文物保护单位/项目名称/工程类型", "甲石窟/{}崖加固/抢险加固"),
        ("病险水库除险计划", "水库名称/加固内容/批复投资", "{}岭水库/溢洪道改造/420"),
        ("口袋公园建设清单", "公园名称/位置/面积/建设单位", "{}园/人民路/3200/甲园林公司"),
        ("重大科技设施建设进展", "设施/法人单位/建设周期", "{}山射电阵列/甲研究所/7年"),
        ("农机首台（套）产品名单", "装备名称/型号规格/研制单位", "{}型采茶机/CC-{}/甲机械厂"),
        ("首台（套）装备认定名单", "产品名称/型号规格/研制单位", "{}型起重机/QZ-{}/甲重工公司"),
        ("区块链创新应用备选名单", "应用名称/申请单位/领域", "{}区碳足迹追溯/甲科技公司/双碳"),
        ("智慧城市优秀案例", "案例名称/报送单位/推荐省份", "{}区停车一码通行/甲区数据局/山东"),
    ],
)
def test_what_somebody_builds_is_a_project_though_words_for_others_stand_there(
    title: str, heads: str, row: str
) -> None:
    found = listed(printed(title, rows(heads, row), BORDERS["bars"]))
    assert [one.number for one in found] == ["1", "2", "3"]


def test_the_word_for_projects_alone_makes_none() -> None:
    """Title, head and document say one thing with one word; what is asked of each row says another."""
    table = rows("项目名称/招募人数/地点", "{}街助餐/12/社区")
    assert listed(printed("关于公布重点项目的通知\n志愿服务项目表", table, BORDERS["bars"])) == []
