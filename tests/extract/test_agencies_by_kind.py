"""Kinds of bodies, and classes of them: each line has siblings that no rule was made for."""

from __future__ import annotations

import pytest

from extract.agencies import agencies
from extract.bodies import find_bodies
from extract.instruments.documents import documents
from extract.instruments.outline import outline
from extract.layout import lay_out
from extract.places import home_of
from extract.text import Text


def names(text: str, home: str = "") -> list[str]:
    return [body.name for _, _, body in find_bodies(text, home_of(home) if home else None)]


def told(title: str, text: str) -> list[str]:
    """The names of the bodies in a text under `title`, as a document has them."""
    layout = lay_out(Text("a.txt", "0" * 64, f"{title}\n{text}\n"))
    parts = outline(layout)
    heads = documents(layout, parts)
    return [
        one.name
        for part, head in zip(parts, heads, strict=True)
        for one in agencies(layout, part, head, heads)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由地市级教育、公安部门办理", ["地市级教育部门", "地市级公安部门"]),
        ("各级地方民政、财政部门", ["各级地方民政部门", "各级地方财政部门"]),
        (
            "各省级民政部门、财政部门和相关行业主管部门",
            ["省级民政部门", "省级财政部门", "省级相关行业主管部门"],
        ),
        ("国务院民政部门和保险监督管理机构", ["国务院民政部门", "国务院保险监督管理机构"]),
        ("国务院有关部门和财政部门", ["国务院有关部门", "财政部门"]),
        ("报下级人民政府和下级水行政主管部门", ["下级人民政府", "下级水行政主管部门"]),
        ("向本级政府有关部门通报", ["本级政府有关部门"]),
        ("有关部门、相关部门", []),
        ("各级公安机关出入境管理部门应当", ["各级公安机关出入境管理部门"]),
        ("依托消防救援支队，由公安派出所检查", ["消防救援支队", "公安派出所"]),
        ("由市、县（区）文化执法机构检查", ["市、县（区）文化执法机构"]),
        ("第六条设区的市、县（市、区）民政部门应当", ["设区的市、县（市、区）民政部门"]),
        ("国家统计局各调查总队应于", ["国家统计局各调查总队"]),
        ("上级审计机关、下级审计机关", ["上级审计机关", "下级审计机关"]),
        ("当地人民政府教育督导机构", ["当地人民政府教育督导机构"]),
        ("向劳动争议仲裁委员会申请", ["劳动争议仲裁委员会"]),
        ("国际电信联盟电信标准化部门", []),
    ],
)
def test_classes(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中华人民共和国国务院令", ["国务院"]),
        ("新华社西藏分社、新华社总编室", ["新华通讯社西藏分社", "新华通讯社"]),
        ("新华社记者报道", []),
        ("中国计量院、中国信通院", ["中国计量科学研究院", "中国信息通信研究院"]),
        ("国家工业信息安全发展研究中心华南分中心", ["国家工业信息安全发展研究中心华南分中心"]),
        ("国家甲标准化协调推进组", ["国家甲标准化协调推进组"]),
        ("全国铁路安委会办公室", ["全国铁路安全生产委员会办公室"]),
        ("依托甲发展部际联席会议", ["甲发展部际联席会议"]),
        ("建立甲发展部际联席会议制度", []),
        ("最高人民法院第二巡回法庭", ["最高人民法院第二巡回法庭"]),
        ("国家卫生健康委妇幼健康局", ["国家卫生健康委员会妇幼健康局"]),
        ("中国人民银行分支机构", ["中国人民银行分支机构"]),
        ("教育部基础教育司、教师工作司要会同", ["教育部基础教育司", "教育部教师工作司"]),
        ("公安部交通管理局、治安管理局", ["公安部交通管理局", "公安部治安管理局"]),
        ("国家税务总局云南省税务局、财政局", ["国家税务总局云南省税务局", "云南省财政局"]),
        ("国家铁路局规划与标准研究院", ["国家铁路局规划与标准研究院"]),
        ("国家药监局药品审评中心", ["国家药品监督管理局药品审评中心"]),
        ("全国人大环境与资源保护委员会", ["全国人民代表大会环境与资源保护委员会"]),
        ("国家禁毒委员会办公室", ["国家禁毒委员会办公室"]),
        ("共青团中央和国务院食品安全委员会", ["国务院食品安全委员会"]),
        ("香港特别行政区政府", ["香港特别行政区政府"]),
    ],
)
def test_central_bodies(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("home", "text", "expected"),
    [
        ("", "上海市浦东新区教育局、财政局", ["上海市浦东新区教育局", "上海市浦东新区财政局"]),
        ("", "成都高新区教育局、财政局", ["成都高新技术产业开发区教育局", "成都高新技术产业开发区财政局"]),
        ("", "第三条成都高新区管委会负责", ["成都高新技术产业开发区管理委员会"]),
        ("", "经兰州新区生态环境局批准", ["兰州新区生态环境局"]),
        (
            "",
            "南京、无锡、徐州、常州市水务局",
            ["南京市水务局", "无锡市水务局", "徐州市水务局", "常州市水务局"],
        ),
        ("", "西湖管理区、柳叶湖旅游度假区管委会", ["西湖管理区管理委员会", "柳叶湖旅游度假区管理委员会"]),
        ("", "石家庄住房公积金管理中心", ["石家庄住房公积金管理中心"]),
        ("", "，市各有关部门，省各委办厅局：", ["市各有关部门", "省各委办厅局"]),
        ("嵊州市", "市委市政府美丽建设领导小组办公室", ["中国共产党嵊州市委员会"]),
        (
            "",
            "甲乙高新区、丙丁经开区统计机构",
            ["甲乙高新技术产业开发区统计机构", "丙丁经济技术开发区统计机构"],
        ),
        ("", "建设开发区监管机构", []),
        ("利辛县", "县应急管理局应急指挥股。", ["利辛县应急管理局应急指挥股"]),
        ("青川县", "任组长的县甲产业发展领导小组", ["青川县甲产业发展领导小组"]),
        ("昆明市", "应当告知市应急管理局危化监管科。", ["昆明市应急管理局危化监管科"]),
        ("昆明市", "设区的市教育局", ["设区的市教育局"]),
        ("昆明市", "|市教育局、财政局|", ["昆明市教育局", "昆明市财政局"]),
        ("民勤县", "县食药监局和县工商局", ["民勤县食品药品监督管理局", "民勤县工商行政管理局"]),
        ("昆明市", "可委托贵州省产品质量检验检测院", ["贵州省产品质量检验检测院"]),
    ],
)
def test_local_bodies(home: str, text: str, expected: list[str]) -> None:
    assert names(text, home) == expected


def test_a_zone_is_called_by_the_name_that_the_text_gives_it() -> None:
    found = told(
        "苏州市人民政府关于甲的通知",
        "各单位：\n为促进苏州工业园区（以下简称园区）发展，由园区财政局、政务服务中心负责落实有关工作任务和目标。",
    )
    assert found[-2:] == ["苏州工业园区财政局", "苏州工业园区政务服务中心"]


def test_a_text_calls_its_own_zone_by_what_it_is() -> None:
    found = told(
        "西安高新技术产业开发区管理委员会关于甲的通知",
        "各单位：\n高新区教育局（以下简称区教育局）负责甲事项的组织和落实，确保取得实效。\n区教育局每年报告。\n"
        "西安高新技术产业开发区管理委员会\n2031年5月6日",
    )
    assert found.count("西安高新技术产业开发区教育局") == 2


def test_a_ministry_calls_itself_without_its_name() -> None:
    found = told(
        "交通运输部关于甲的通知",
        "各单位：\n请将有关情况报部公路局、海事局，由部水运科学研究院汇总，确保按时完成各项工作任务。\n"
        "交通运输部\n2031年5月6日",
    )
    assert found[1:4] == ["交通运输部公路局", "交通运输部海事局", "交通运输部水运科学研究院"]


def test_the_office_of_the_one_body_that_leads() -> None:
    found = told(
        "昆明市人民政府关于甲的通知",
        "各单位：\n市甲工作领导小组统筹推进，领导小组办公室负责日常协调，确保按时完成各项工作任务和目标。",
    )
    assert found[-2:] == ["昆明市甲工作领导小组", "昆明市甲工作领导小组办公室"]


def test_what_is_sent_out_has_the_issuers_of_the_notice() -> None:
    found = told(
        "国家能源局关于印发《甲办法》的通知",
        "国能发〔2031〕1号\n各单位：\n现将《甲办法》印发给你们，请遵照执行，确保取得实效。\n国家能源局\n2031年5月6日\n"
        "甲办法\n第一条为了规范甲活动，制定本办法。\n第二条甲活动的总结报送规划司，并抄送有关单位备查。",
    )
    assert found[-1] == "国家能源局规划司"
