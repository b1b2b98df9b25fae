"""Items of several sentences or lines, their facts behind labels of any words or in sentences. All names are
invented.
"""

from __future__ import annotations

import pytest
from test_lists_prose import MORE, SAID, listed

from extract.pipeline import extract_text
from extract.records import Project
from extract.text import Text

FACTS = ["{落}{where}", "{操}{who}", "{主}新建厂房2座，配套管线3公里。建成后带动就业"]
LABELS = {
    "colon": "{label}：",
    "brackets": "【{label}】",
    "spaces": "{spaced}：",
    "dash": "{label}——",
    "bold": "**{label}**：",
}
MARKS = {"bracket": "（{at}）", "circle": "{circle}", "words": "{word}、", "number": "{at}.", "none": ""}
JOINS = {"stops": ("。", "。"), "semicolons": ("。", "；"), "lines": ("\n", "\n"), "bars": ("\n", "|")}


def told(
    label: str, mark: str, join: tuple[str, str], width: int = 400, words: str = "落点 操作方 主攻内容"
) -> str:
    """The projects, their facts behind labels, under a title that does not speak of projects."""
    names = words.split()
    labels = {
        key: label.format(label=name, spaced=" ".join(name))
        for key, name in zip("落操主", names, strict=True)
    }
    lines = []
    for at, (name, who, where) in enumerate(MORE, 1):
        head = mark.format(at=at, circle=chr(ord("①") + at - 1), word="一二三四"[at - 1])
        facts = join[1].join(FACTS).format(**labels, where=where, who=who)
        item = f"{head}{name}{join[0]}{facts}。"
        lines += [line[at : at + width] for line in item.split("\n") for at in range(0, len(line), width)]
        lines += [""] * (not mark)
    return "未来社区年度重点任务清单\n" + "\n".join(lines) + "\n各地按季报送进展。\n"


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
@pytest.mark.parametrize("join", JOINS.values(), ids=JOINS)
def test_facts_behind_labels_of_any_words(label: str, mark: str, join: tuple[str, str]) -> None:
    if mark or join[0] == "\n":
        assert listed(told(label, mark, join)) == SAID


@pytest.mark.parametrize("label", [LABELS["colon"], LABELS["brackets"], LABELS["dash"]])
@pytest.mark.parametrize("mark", [MARKS["bracket"], MARKS["words"]])
def test_lines_cut_at_one_length(label: str, mark: str) -> None:
    assert listed(told(label, mark, JOINS["semicolons"], 28)) == SAID


@pytest.mark.parametrize("width", range(24, 34))
def test_a_label_cut_by_the_end_of_a_line(width: int) -> None:
    chars = told("{label}：", "（{at}）", JOINS["semicolons"], width, "建设地点 建设主体 任务描述")
    assert listed(chars) == SAID


def test_the_whole_of_what_a_label_says_is_its_fact() -> None:
    found = extract_text(
        Text("list.txt", "0" * 64, told("{label}：", "（{at}）", JOINS["stops"], 30))
    ).records
    assert {one.description for one in found if isinstance(one, Project)} == {
        "新建厂房2座，配套管线3公里。建成后带动就业"
    }


@pytest.mark.parametrize("named", ["项目名称", "任务名", "名头"])
@pytest.mark.parametrize("mark", ["", "（{at}）", "● "])
def test_a_label_in_front_of_the_name(named: str, mark: str) -> None:
    lines = [
        f"{mark.format(at=at)}{named}：{name}；落点：{where}；操作方：{who}。"
        for at, (name, who, where) in enumerate(MORE, 1)
    ]
    assert listed("社区重点任务一览表\n" + "\n".join(lines)) == SAID


SENTENCES = [
    "{name}。该项目由{who}投资建设，位于{where}，新建厂房2座。总投资3.1亿元。",
    "{name}：选址在{where}，新建厂房2座；由{who}负责实施，计划投资2亿元。建成后带动就业。",
    "{name}。{who}承建，{where}境内。新建厂房2座。",
    "{name}（{where}）。由{who}牵头实施。新建厂房2座。",
    "{name}\n该项目位于{where}，由{who}负责建设。新建厂房2座。",
]


@pytest.mark.parametrize("form", SENTENCES)
@pytest.mark.parametrize("width", [400, 36])
def test_sentences_that_say_who_and_where(form: str, width: int) -> None:
    items = [
        f"{at}、{form.format(name=name, who=who, where=where)}"
        for at, (name, who, where) in enumerate(MORE, 1)
    ]
    lines = [
        line[at : at + width] for line in "\n".join(items).split("\n") for at in range(0, len(line), width)
    ]
    assert listed("数字乡村年度重大工程汇总表\n" + "\n".join(lines)) == SAID


@pytest.mark.parametrize(
    "chars",
    [
        "重点任务分工清单\n"
        + "".join(
            f"（{at}）推进{what}体系建设。牵头单位：市发展改革委；完成时限：2031年底。\n"
            for at, what in enumerate("甲乙丙丁", 1)
        ),
        "典型做法清单\n"
        + "".join(f"{at}.酒泉市。主要做法：压减时限。责任单位：市财政局。\n" for at in (1, 2, 3, 4)),
        "环境违法典型案例名单\n"
        + "".join(
            f"{at}.甲{at}化工有限公司超标排放案\n违法单位：甲{at}化工有限公司\n处罚机关：酒泉市生态环境局\n"
            for at in (1, 2, 3)
        ),
        "绿色产品目录\n"
        + "".join(
            f"{at}、高效储能设备。生产企业：甲{at}能源有限公司；产地：酒泉市；型号：GX-{at}。\n"
            for at in (1, 2, 3)
        ),
        "先进单位公示名单\n"
        + "".join(
            f"（{at}）甲{at}能源有限公司。地址：酒泉市；主要事迹：完成储能工程建设。\n" for at in (1, 2, 3)
        ),
        "条例\n" + "".join(f"第{at}条 建设单位应当组织工程验收。施工单位：应当配合。\n" for at in "一二三四"),
    ],
    ids=["duties", "practices", "offences", "products", "bodies", "statute"],
)
def test_labelled_facts_of_other_things(chars: str) -> None:
    assert listed(chars) == []


def test_tables_with_the_same_heads_under_headings_of_places_list_the_same() -> None:
    told = [*MORE, ("酒糟厌氧产沼", "己生物有限公司", "甘肃省张掖市")]
    head = "| 序号 | 示范任务 | 主要任务 | 牵头企业 |\n|---|---|---|---|\n"
    tables = [f"### {where}\n\n{head}| 1 | {name} | 新建厂房2座 | {who} |\n" for name, who, where in told]
    found = listed("## 数字乡村任务清单\n\n" + "\n".join(tables))
    assert found == [(name, where, tuple(who.split("、"))) for name, who, where in told]


TOPICS = [
    "2031年水网建设重大工程安排",
    "专栏3  水网建设重点工程",
    "水网建设拟支持项目公示",
    "关于下达水网建设2031年投资计划的通知",
    "抓好以下工程建设：",
]


@pytest.mark.parametrize("title", TOPICS)
@pytest.mark.parametrize(
    "form",
    [
        "{name}，工程点位：{where}，业主方：{who}，工程要素：新建厂房2座。",
        "{name}；{where}；{who}；新建厂房2处；2.1亿元。",
        "“{name}”项目，由{who}在{where}实施，新建厂房2座。",
        "{where}“{name}”（{who}）。新建厂房2座。",
        "{name}\n　　{who}计划投资2.1亿元，在{where}新建厂房2座。计划2031年6月开工。",
    ],
)
def test_titles_that_speak_of_projects_in_any_way(title: str, form: str) -> None:
    items = [
        f"{at}.{form.format(name=name, who=who, where=where)}"
        for at, (name, who, where) in enumerate(MORE, 1)
    ]
    assert listed(f"{title}\n" + "\n".join(items) + "\n") == SAID


@pytest.mark.parametrize(
    "opening", ["第{at}项\n1.项目名称：{name}\n2.", "{word}、{name}\n1.", "项目{word}：{name}\n1."]
)
def test_facts_that_are_numbered_themselves(opening: str) -> None:
    items = [
        opening.format(at=at, word="一二三四"[at - 1], name=name) + f"业主方：{who}\n3.工程点位：{where}\n"
        for at, (name, who, where) in enumerate(MORE, 1)
    ]
    assert listed("专栏3  水网建设重点工程\n" + "".join(items)) == SAID


def test_names_on_lines_of_their_own_above_paragraphs() -> None:
    items = [
        f"{name}\n　　项目选址于{where}，新建厂房2座，总投资2.1亿元。项目由{who}建设运营，计划2031年开工。\n"
        for name, who, where in MORE
    ]
    assert listed("水网建设拟支持项目公示\n" + "".join(items)) == SAID


def test_without_a_title_four_items_whose_labels_name_companies_are_enough() -> None:
    items = [
        f"（{at}）{name}。工程点位：{where}；业主方：{who}。\n"
        for at, (name, who, where) in enumerate(MORE, 1)
    ]
    assert listed("某市工作要点\n" + "".join(items)) == SAID
    accidents = [
        f"（{at}）甲县“5·{at}”事故。事故地点：{where}；涉事方：{who}。\n"
        for at, (_, who, where) in enumerate(MORE, 1)
    ]
    assert listed("某市通报\n" + "".join(accidents)) == []


def test_instructions_for_a_form_are_no_projects() -> None:
    item = "项目名称：应与批复一致。建设单位：填写全称。建设地点：填写到区县。\n"
    assert listed("申报清单\n" + "".join(f"{at}.{item}" for at in (1, 2, 3))) == []


@pytest.mark.parametrize("mark", ["（{at}）", "{at}.", "{word}是"])
def test_items_of_several_sentences_run_together_in_one_paragraph(mark: str) -> None:
    form = "{mark}{name}。工程点位：{where}；业主方：{who}；工程要素：新建厂房2座。"
    items = [
        form.format(mark=mark.format(at=at, word="一二三四"[at - 1]), name=name, where=where, who=who)
        for at, (name, who, where) in enumerate([("云岭制氢工程", "甲能源有限公司", "酒泉市"), *MORE[1:]], 1)
    ]
    assert listed("专栏3  水网建设重点工程\n" + "".join(items) + "\n")[1:] == SAID[1:]


@pytest.mark.parametrize(
    "form",
    [
        "{name}（业主方：{who}；工程点位：{where}），新建厂房2座，配套管线3公里。",
        "{name}（{who}）。工程点位：{where}。新建厂房2座，配套管线3公里。",
        "支持{who}在{where}建设{name}，新建厂房2座，配套管线3公里。",
    ],
)
def test_what_stands_behind_the_last_label_is_the_description(form: str) -> None:
    told = [
        (f"云岭{what}示范项目", who, where) for what, (_, who, where) in zip("甲乙丙丁", MORE, strict=True)
    ]
    items = [
        f"{at}.{form.format(name=name, who=who, where=where)}\n"
        for at, (name, who, where) in enumerate(told, 1)
    ]
    found = extract_text(Text("list.txt", "0" * 64, "水网建设重点工程\n" + "".join(items))).records
    records = [one for one in found if isinstance(one, Project)]
    assert [(one.name, one.implementers, one.region) for one in records] == [
        (name, tuple(who.split("、")), where) for name, who, where in told
    ]
    if "支持" not in form:
        assert {one.description for one in records} == {"新建厂房2座，配套管线3公里"}


def test_projects_that_bear_an_award_are_none() -> None:
    items = [
        f"{at}.{what}关键技术及应用\n完成单位：甲{at}能源有限公司\n完成人：某某\n"
        for at, what in enumerate(["储能", "制氢", "灌溉"], 1)
    ]
    assert listed("科技奖励项目公示\n" + "".join(items)) == []


def test_a_name_that_ends_like_that_of_a_body() -> None:
    told = [
        ("5G智慧钢铁天车集群项目", "甲钢铁有限公司"),
        ("工程机械5G全连接工厂", "乙汽车制造有限公司"),
        ("5G果园精准植保系统", "丙农业有限公司"),
        ("景区5G沉浸式导览", "丁旅游有限公司"),
    ]
    lines = [f"{at}. {name}\n申报单位：{who}\n推荐单位：某市工信局" for at, (name, who) in enumerate(told, 1)]
    found = listed("拟确定以下项目为典型应用场景，现予公示。\n" + "\n".join(lines))
    assert found == [(name, None, (who,)) for name, who in told]


def test_public_bodies_in_sentences_below_names() -> None:
    told = [
        ("云岭烈士纪念园提质改造工程", "甲县陵园管理所", "金州区"),
        ("南岭零散墓地迁建工程", "乙县退役军人事务局", "瓦房店市"),
        ("北梁陈列馆展陈更新工程", "丙县陵园管理处", "长海县"),
    ]
    items = [
        f"（{number}）{name}\n建设地点为{where}，总投资260万元。实施单位为{who}。计划2031年9月完工。\n"
        for number, (name, who, where) in zip("一二三", told, strict=True)
    ]
    found = listed("两年内实施以下3个项目：\n\n" + "\n".join(items))
    assert found == [(name, where, (who,)) for name, who, where in told]


def test_bodies_of_any_kind_that_a_sentence_says_carry_a_project_out() -> None:
    items = [
        ("云岭草原修复项目", "云岭县草原工作站"),
        ("北梁湿地保护工程", "北梁湿地自然保护区管理局"),
        ("星河防沙治沙示范项目", "星河县治沙综合试验站"),
        ("南山水源林提质项目", "南山县国有林场总场"),
    ]
    lines = [f"{at}.{name}。由{who}负责实施，治理{at}万亩。" for at, (name, who) in enumerate(items, 1)]
    chars = "现将列入计划的4个项目公告如下：\n" + "\n".join(lines) + "\n"
    records = extract_text(Text("list.txt", "0" * 64, chars)).records
    found = [(one.name, *one.implementers) for one in records if isinstance(one, Project)]
    assert found == items


@pytest.mark.parametrize("where", ["建设地点：", "【落点】"])
@pytest.mark.parametrize("who", ["建设主体：", "【操盘方】"])
def test_labelled_lines_of_even_items_below_a_number_alone(where: str, who: str) -> None:
    """As many lines in each item do not make its labels a part of the cells."""
    lines = [
        f"{at:02}\n{name}\n{where}{place}\n{who}{body}" for at, (name, body, place) in enumerate(MORE, 1)
    ]
    assert listed("县域重点项目\n" + "\n".join(lines) + "\n") == SAID
    found = extract_text(Text("list.txt", "0" * 64, "县域重点项目\n" + "\n".join(lines) + "\n")).records
    assert [one.number for one in found if isinstance(one, Project)] == ["01", "02", "03", "04"]


@pytest.mark.parametrize(
    "form",
    [
        "{name}。建设地点为{where}，由{who}承担，2031年年底前完工。",
        "{name}。项目由{who}在{where}实施，工期10个月。",
        "{name}。资金由省级财政承担，项目在{where}由{who}实施。",
        "{name}，承担单位为{who}，建设地点为{where}。",
        "{name}（{where}）由{who}建设。",
        "由{who}在{where}建设的{name}；",
        "{name}。实施单位：{who}。建设地点：{where}。",
    ],
)
def test_where_a_name_stands_says_that_it_is_a_body(form: str) -> None:
    rows = [
        ("伙房余热回收项目", "甘肃省张掖市", "甘肃省祁南监狱"),
        ("书库恒温改造项目", "甘肃省白银市", "白银市会宁图书馆"),
        ("观测场搬迁项目", "甘肃省庆阳市", "庆阳市西峰气象台"),
        ("隧道照明节能项目", "甘肃省天水市", "天水公路养护段"),
    ]
    items = [
        f"{at}.{form.format(name=name, where=where, who=who)}\n"
        for at, (name, where, who) in enumerate(rows, 1)
    ]
    found = listed("同意实施下列项目：\n" + "".join(items))
    assert found == [(name, where, (who,)) for name, where, who in rows]


def test_what_pays_for_a_project_does_not_carry_it_out() -> None:
    items = [
        f"{at}.{name}。建设地点为{where}，由中央预算内资金承担。\n"
        for at, (name, _, where) in enumerate(MORE, 1)
    ]
    assert all(not bodies for *_, bodies in listed("同意实施下列项目：\n" + "".join(items)))


HEADED = [
    "（{at}）项目名称：{name}",
    "{at}.项目名称：{name}",
    "项目名称：{name}",
    "（{at}）{name}：新建厂房2座。",
]


@pytest.mark.parametrize("item", HEADED)
@pytest.mark.parametrize("heading", ["{word}、{where}（1个）", "（{word}）{where}", "{where}"])
def test_headings_above_labelled_blocks_are_no_items(item: str, heading: str) -> None:
    places = ["河北省", "福建省", "酒泉市", "云南省"]
    chars = "样板清单\n"
    for at, ((name, who, _), where) in enumerate(zip(MORE, places, strict=True), 1):
        chars += heading.format(word="一二三四"[at - 1], where=where) + "\n"
        chars += item.format(at=at, name=name) + f"\n建设单位：{who}\n建设内容：改造管线3公里。\n"
    assert listed(chars) == [(name, where, who) for (name, _, who), where in zip(SAID, places, strict=True)]


@pytest.mark.parametrize(
    "form", ["{at}. {name}。{what}。建设单位：{who}。", "{at}．{name}（建设单位：{who}）"]
)
def test_a_label_that_says_who_builds_it_makes_a_project_of_any_name(form: str) -> None:
    said = [
        ("猴山街道背街小巷整治", "猴山街道办事处"),
        ("东港学校教学楼", "北梁置业有限公司"),
        ("会盟镇零碳乡村中心", "孟原乡建投资有限公司"),
        ("新药产业园人行天桥", "北梁城建有限公司"),
    ]
    items = (form.format(at=at, name=n, who=w, what="占地3公顷") for at, (n, w) in enumerate(said, 1))
    title = "北梁区2031年城建计划" if "。" in form else "北梁区2031年城建项目名单"
    chars = f"{title}\n一、公共服务工程（4项）\n" + "\n".join(items) + "\n二、工作要求\n"
    assert listed(chars) == [(name, None, (who,)) for name, who in said]


@pytest.mark.parametrize(
    "said",
    [
        "脚手架未设连墙件。高度18米。施工单位：{who}。",
        "运维技能培训班。每期60人。承担单位：{who}。",
        "吊装限位失灵。型号不明。建设单位：{who}。",
    ],
)
def test_a_label_that_says_who_builds_it_makes_no_project_of_a_fault_or_a_course(said: str) -> None:
    whos = ["北梁建设有限公司", "云岭建设有限公司", "沙埕建设有限公司", "木溪建设有限公司"]
    items = "".join(f"{at}. {at}号{said.format(who=who)}\n" for at, who in enumerate(whos, 1))
    assert listed(f"北梁区2031年城建计划\n一、道路交通工程（4项）\n{items}") == []


@pytest.mark.parametrize("mark", ["{at}.", "（{at}）", "{at}、", ""])
@pytest.mark.parametrize("between", ["附表2 样板清单（续）", "某某厅关于公布样板清单的公告", "—— 续 ——"])
def test_what_stands_between_labelled_blocks_shifts_none_of_them(mark: str, between: str) -> None:
    blocks = [
        f"{mark.format(at=at)}项目名称：{name}\n建设地点：{where}\n建设单位：{who}\n建设内容：新建厂房2座。\n"
        for at, (name, who, where) in enumerate([*MORE, *MORE], 1)
    ]
    chars = "样板清单\n" + "".join(blocks[:4]) + f"{between}\n" + "".join(blocks[4:])
    assert listed(chars) == [*SAID, *SAID]
