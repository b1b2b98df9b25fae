"""Bodies that a text of a township or a zone calls in short, and what governments and the state have."""

from __future__ import annotations

import pytest

from extract.agencies import agencies
from extract.bodies import find_bodies
from extract.instruments.documents import documents
from extract.instruments.outline import outline
from extract.layout import lay_out
from extract.places import home_of
from extract.text import Text


def told(issuer: str, text: str) -> set[str]:
    """The names of the bodies in a notice of `issuer`, itself left out."""
    notice = f"{issuer}关于做好甲工作的通知\n{text}，确保各项工作任务落实到位。\n{issuer}\n2031年5月6日\n"
    layout = lay_out(Text("a.txt", "0" * 64, notice))
    parts = outline(layout)
    heads = documents(layout, parts)
    pairs = zip(parts, heads, strict=True)
    return {one.name for part, head in pairs for one in agencies(layout, part, head, heads)} - {issuer}


def names(text: str, home: str = "") -> list[str]:
    return [body.name for _, _, body in find_bodies(text, home_of(home) if home else None)]


@pytest.mark.parametrize(
    ("place", "text", "expected"),
    [
        (
            "青川县甲溪镇",
            "各村，各有关单位：\n镇党政综合办公室负责汇总，镇应急消防管理站检查，镇纪委负责督查",
            {
                "青川县甲溪镇党政综合办公室",
                "青川县甲溪镇应急消防管理站",
                "中国共产党青川县甲溪镇纪律检查委员会",
            },
        ),
        (
            "青川县乙山乡",
            "各村：\n由乡农业农村办公室、自然资源和规划所牵头，乡人民武装部、县水利局乙山水利站配合",
            {
                "青川县乙山乡农业农村办公室",
                "青川县乙山乡自然资源和规划所",
                "青川县乙山乡人民武装部",
                "青川县水利局乙山水利站",
            },
        ),
        (
            "杭州市西湖区丙桥街道",
            "各社区：\n街道综合行政执法队依法处理，街道纪工委监督，可以向街道便民服务中心反映",
            {
                "杭州市西湖区丙桥街道综合行政执法队",
                "中国共产党杭州市西湖区丙桥街道纪律检查工作委员会",
                "杭州市西湖区丙桥街道便民服务中心",
            },
        ),
        (
            "青川县丁河镇",
            "镇属各办（中心、队），各村：\n未经镇防火指挥部同意不得用火，提前15天报镇党委和丁河镇应急管理办公室",
            {
                "镇属各办（中心、队）",
                "青川县丁河镇防火指挥部",
                "中国共产党青川县丁河镇委员会",
                "青川县丁河镇应急管理办公室",
            },
        ),
        ("青川县戊坪镇", "各村：\n镇级仓库、镇污水管理站和镇卫生服务中心做好准备，各镇办公室配合", set()),
    ],
)
def test_a_township_has_bodies_in_a_text_of_its_own(place: str, text: str, expected: set[str]) -> None:
    issuer = place + ("办事处" if place.endswith("街道") else "人民政府")
    assert told(issuer, text) == expected


def test_a_township_that_issues_nothing_has_no_bodies_by_its_rank() -> None:
    found = told("青川县水利局", "各单位：\n请镇人民政府和镇农业农村办公室报送总结")
    assert found == {"镇人民政府"}


@pytest.mark.parametrize(
    ("zone", "text", "expected"),
    [
        (
            "甲浦经济开发区",
            "各直属机构，乙都区办事处、丙冲区办事处，各企业：\n（一）应急管理局：牵头组织会商。\n（二）交通运输和港航局：建立清单",
            {
                "各直属机构",
                "甲浦经济开发区乙都区办事处",
                "甲浦经济开发区丙冲区办事处",
                "甲浦经济开发区应急管理局",
                "甲浦经济开发区交通运输和港航局",
            },
        ),
        (
            "甲港经济技术开发区",
            "各单位：\n重大情况报告应急管理局、公安局，并抄送乙丙镇人民政府。社会事务局应当核实",
            {
                "甲港经济技术开发区应急管理局",
                "甲港经济技术开发区公安局",
                "甲港经济技术开发区社会事务局",
                "乙丙镇人民政府",
            },
        ),
        (
            "甲江新区",
            "各单位：\n设立甲江危险货物处置指挥部，甲江危险货物处置指挥部办公室与甲江海关、甲江海事局共享数据",
            {"甲江危险货物处置指挥部", "甲江危险货物处置指挥部办公室", "甲江海关", "甲江海事局"},
        ),
        (
            "甲湾高新技术产业开发区",
            "各单位：\n1.财政金融局：拨付资金。\n2.消防救援大队：负责救援。\n3.社区居委会：配合",
            {"甲湾高新技术产业开发区财政金融局", "甲湾高新技术产业开发区消防救援大队"},
        ),
        (
            "甲州综合保税区",
            "各单位：\n海南省财政厅、商务厅指导，由经济发展局汇总，企业布局和能源局势另行研究",
            {"海南省财政厅", "海南省商务厅", "甲州综合保税区经济发展局"},
        ),
    ],
)
def test_a_zone_has_bodies_in_a_text_of_its_own(zone: str, text: str, expected: set[str]) -> None:
    assert told(f"{zone}管理委员会", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按照青川县人民政府防汛抗旱指挥部部署", ["青川县人民政府防汛抗旱指挥部"]),
        ("报告县人民政府防汛抗旱指挥部办公室", ["青川县人民政府防汛抗旱指挥部办公室"]),
        ("县人民政府和指挥部成员单位", ["青川县人民政府"]),
        ("县人民政府成立甲指挥部", ["青川县人民政府"]),
        ("县公安局、县水利局乙丙水利站", ["青川县公安局", "青川县水利局乙丙水利站"]),
        ("新疆生产建设兵团教育局、疾控局", ["新疆生产建设兵团教育局", "新疆生产建设兵团疾病预防控制局"]),
        ("江西省疾控局", ["江西省疾病预防控制局"]),
        ("国家甲乙发展研究院受委托审查", ["国家甲乙发展研究院"]),
        ("委托国家甲科学研究院", ["国家甲科学研究院"]),
        ("国家产业创新研究院、国家级甲发展研究院", []),
        ("通报下游县（区）人民政府", ["下游县（区）人民政府"]),
        ("，泉州开发区、泉州台商投资区管委会，", ["泉州开发区管理委员会", "泉州台商投资区管理委员会"]),
    ],
)
def test_bodies_by_kind(text: str, expected: list[str]) -> None:
    assert names(text, "青川县") == expected
