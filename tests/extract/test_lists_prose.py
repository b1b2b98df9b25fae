"""Numbered names with facts behind or below them, under the title of a list. All names are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.pipeline import extract_file, extract_text
from extract.records import Indicator, Project, Target
from extract.text import Text

FACTS = [
    ("10万吨制氢示范项目", "甲能源有限公司、乙大学", "内蒙古自治区鄂尔多斯市"),
    ("云岭储能工程", "丙电力有限公司", "甘肃省酒泉市"),
    ("北梁光热示范项目", "丁科技有限公司", "青海省海西州"),
]
BRACKETS = "{number}.{name}（实施单位：{who}；所在地：{where}）"
BLOCK = "{number}、{name}\n建设单位：{who}\n建设地点：{where}\n建设内容：建设主体工程及配套设施。"
APART = "{number}. {name}　　{who}"


def items(form: str, count: int = 3) -> str:
    """The first `count` projects, each printed in `form`."""
    told = enumerate(FACTS[:count], start=1)
    return "".join(
        form.format(number=at, name=name, who=who, where=at_place) + "\n"
        for at, (name, who, at_place) in told
    )


def listed(chars: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    found = extract_text(Text("list.txt", "0" * 64, chars)).records
    return [(one.name, one.region, one.implementers) for one in found if isinstance(one, Project)]


WANTED = [(name, where, tuple(who.split("、"))) for name, who, where in FACTS]


@pytest.mark.parametrize("form", [BRACKETS, BLOCK], ids=["in brackets", "on lines below"])
@pytest.mark.parametrize("title", ["示范项目清单", "2031年绿色技术推荐项目"])
def test_labelled_facts_of_numbered_projects(form: str, title: str) -> None:
    assert listed(f"{title}\n{items(form)}") == WANTED


@pytest.mark.parametrize(
    "form",
    [
        "{at}.{name}：由{one}联合{other}在{where}组织实施，总投资1.6亿元。",
        "{at}.{name}由{one}会同{other}在{where}承担建设。",
        "{at}.{name}，由{one}牵头、{other}参与，在{where}实施。",
        "{at}.{name}（{where}），{one}牵头，联合{other}实施。",
        "{at}.{name}——{one}牵头，{other}配合，建设地点{where}。",
        "{at}.{name}，{where}，由{one}携手{other}组织实施，投资2亿元。",
    ],
)
def test_who_leads_and_who_takes_part(form: str) -> None:
    told = [
        ("玉米加倍工厂化平台", "甲育种科技有限公司", "乙学院", "三亚市崖州区"),
        ("网箱转运船改装工程", "丙渔业装备有限公司", "丁工程学院", "陵水黎族自治县"),
        ("烟气余热回收项目", "戊食品有限公司", "己研究院", "万宁市"),
    ]
    lines = [
        form.format(at=at, name=name, one=one, other=other, where=where)
        for at, (name, one, other, where) in enumerate(told, start=1)
    ]
    opening = "经专家评审，同意下列3个示范项目立项。具体项目如下："
    found = listed("\n".join(["某厅关于公布示范项目立项的通知", opening, *lines, "各单位应按期完成。"]))
    assert found == [(name, where, (one, other)) for name, one, other, where in told]


def test_departments_that_lead_and_take_part_carry_out_no_project() -> None:
    tasks = ["完善储能项目管理系统", "推进绿电直连试点建设", "组织充电设施示范应用"]
    lines = [f"{at}.{task}，市发展改革委牵头，市财政局配合。" for at, task in enumerate(tasks, start=1)]
    assert listed("\n".join(["2031年重点项目清单", *lines])) == []


def test_a_company_after_a_wide_space() -> None:
    assert listed(f"示范项目清单\n{items(APART)}") == [(name, None, who) for name, _, who in WANTED]


def test_headings_in_brackets_between_items() -> None:
    lines = [
        f"【{region}】\n{at}、{name}，建设单位：{who}，总投资：3.9亿元。"
        for at, (region, (name, who, _)) in enumerate(
            zip(["金州区", "瓦房店市", "长海县"], FACTS, strict=True), 1
        )
    ]
    told = [
        (name, region, who)
        for (name, _, who), region in zip(WANTED, ["金州区", "瓦房店市", "长海县"], strict=True)
    ]
    assert listed("大连市集中开工项目\n" + "\n".join(lines)) == told


def test_labelled_lines_of_what_is_no_project() -> None:
    lines = [
        f"{at}.食品名称：{food}\n"
        f"  被抽样单位：甲县{food}加工坊\n  不合格项目：甜蜜素\n  检验机构：乙检验研究院"
        for at, food in enumerate(["花生油", "手工馒头", "小米辣"], 1)
    ]
    assert listed("不合格食品信息一览表\n" + "\n".join(lines)) == []


def test_items_under_headings_of_regions() -> None:
    rows = [
        f"{mark}、{where}（1项）\n1. {name}　　{who}\n"
        for mark, (name, who, where) in zip("一二三", FACTS, strict=True)
    ]
    assert listed("示范项目清单\n" + "".join(rows)) == WANTED


@pytest.mark.parametrize("form", [BLOCK, APART])
@pytest.mark.parametrize("title", ["先进企业名单", "项目优秀论文名单", "项目负责人名单"])
def test_the_title_of_another_list_no_list(form: str, title: str) -> None:
    assert listed(f"{title}\n{items(form)}") == []


def test_without_a_title_labels_must_say_who_carries_out() -> None:
    assert listed(f"关于管理的通知\n{items(APART)}") == []
    assert listed(f"关于管理的通知\n{items(BLOCK)}") == WANTED


def test_two_are_a_list_where_both_say_by_label_who_builds_them() -> None:
    assert listed(f"示范项目清单\n{items(BLOCK, 2)}") == WANTED[:2]
    assert listed(f"示范项目清单\n{items(APART, 2)}") == []


ADDED = [
    "1.丙江储能项目，建设单位：丙江储能有限公司；\n2.丁港储能项目，建设单位：丁港动力有限公司。",
    "1.丙江储能项目，由丙江储能有限公司承担；\n2.丁港储能项目，由丁港动力有限公司承担。",
    "（1）丙江储能项目（承担单位：丙江储能有限公司）；（2）丁港储能项目（承担单位：丁港动力有限公司）。",
]


@pytest.mark.parametrize("added", ADDED)
@pytest.mark.parametrize("opening", ["二、新增项目如下：", "（二）增补以下项目：", "二、下列项目纳入清单："])
def test_what_a_notice_takes_in_beside_what_it_takes_out(opening: str, added: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "某省能源局关于调整示范项目清单的通知\n某能源〔2031〕7号\n各市能源局：\n一、将“甲山储能电站项目”移出示范项目清单。\n"
        f"{opening}\n{added}\n某省能源局\n2031年5月6日\n"
    )
    found = [one for one in extract_file(path).records if isinstance(one, Project)]
    assert sorted((one.name, one.status, one.direction, one.implementers) for one in found) == [
        ("丁港储能项目", "listed", None, ("丁港动力有限公司",)),
        ("丙江储能项目", "listed", None, ("丙江储能有限公司",)),
        ("甲山储能电站项目", "withdrawn", None, ()),
    ]


BULLET = "{mark} **{name}**（承担单位：{who}）：建设主体工程\n"


@pytest.mark.parametrize("mark", ["-", "*", "+"])
def test_two_bullets_of_markdown(mark: str) -> None:
    bullets = "".join(BULLET.format(mark=mark, name=name, who=who) for name, who, _ in FACTS[:2])
    text = (
        f"# 某厅关于公布2031年试点项目的通知\n\n现公布试点项目名单。\n\n{bullets}\n某省能源局\n2031年5月6日"
    )
    assert [(name, who) for name, _, who in listed(text)] == [(name, who) for name, _, who in WANTED[:2]]


@pytest.mark.parametrize("classes", [("滇中片区", "滇西片区"), ("制氢", "用氢")])
def test_headings_of_markdown_between_bullets(classes: tuple[str, str], tmp_path: Path) -> None:
    one, other = classes
    bullets = [BULLET.format(mark="-", name=name, who=who) for name, who, _ in FACTS]
    path = tmp_path / "a.md"
    above = "# 某厅关于下达2031年试点任务的通知\n\n## 试点项目"
    first, second, third = bullets
    path.write_text(f"{above}\n\n### {one}\n\n{first}{second}\n### {other}\n\n{third}")
    found = [record for record in extract_file(path).records if isinstance(record, Project)]
    found.sort(key=lambda record: record.start)
    assert [record.region or record.direction for record in found] == [one, one, other]


def test_who_signs_below_is_of_no_item() -> None:
    lines = [f"- {name} —— {who}" for name, who, _ in FACTS]
    text = "\n".join(["# 某厅关于公布试点项目的通知", *lines, "", "某省能源局", "2031年5月6日"])
    assert [who for _, _, who in listed(text)] == [who for _, _, who in WANTED]


def test_steps_under_a_label_are_no_projects() -> None:
    steps = "1、提交材料\n材料要求：一式两份\n2、组织评审\n评审方式：会议\n3、公布结果\n公布方式：网站\n"
    assert listed(f"示范项目清单\n{steps}") == []


SENTENCES = [
    "{name}，承担单位为{who}，位于{where}。",
    "由{who}承担的{name}（{where}）。",
    "{name}（{where}，{who}）；",
    "{name}——{who}（{where}）",
    "{who}：{name}（{where}）",
    "{name} / {where} / {who}",
    "{who}在{where}投资建设的{name}。",
    "{name}位于{where}，由{who}负责建设。",
    "“{name}”，{who}，{where}",
    "{name}落户{where}，{who}为项目业主；",
    "{name}，操盘方是{who}，落点：{where}",
]
MARKS = {"number": "{at}. ", "bullet": "● ", "bracket": "（{at}）", "circle": "{circle}", "none": ""}
MORE = [*FACTS, ("东川风光储一体化工程（二期）", "戊大学、戊（云南）能源有限公司", "云南省曲靖市")]


def sentences(form: str, mark: str, width: int = 400) -> str:
    """A notice with the projects, each said in `form`, its lines broken at `width` characters."""
    said = [
        mark.format(at=at, circle=chr(ord("①") + at - 1)) + form.format(name=name, who=who, where=where)
        for at, (name, who, where) in enumerate(MORE, 1)
    ]
    lines = [line[at : at + width] for line in said for at in range(0, len(line), width)]
    return "关于确定绿色低碳试点项目（第二批）的通知\n各单位：\n项目情况如下：\n" + "\n".join(lines) + "\n"


SAID = [(name, where, tuple(who.split("、"))) for name, who, where in MORE]


@pytest.mark.parametrize("form", SENTENCES)
@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_items_that_say_what_who_and_where_in_one_way(form: str, mark: str) -> None:
    assert listed(sentences(form, mark)) == SAID


@pytest.mark.parametrize("form", SENTENCES)
def test_numbered_items_broken_over_lines(form: str) -> None:
    assert listed(sentences(form, "{at}. ", 21)) == SAID


def test_an_item_said_in_another_way_is_told() -> None:
    found = extract_text(
        Text("list.txt", "0" * 64, sentences(SENTENCES[0], "{at}. ") + "5. 另有一项，详见附件，另行公布。\n")
    )
    assert [one.code for one in found.findings] == ["unplaced-cell"]
    assert sum(isinstance(one, Project) for one in found.records) == len(MORE)


@pytest.mark.parametrize(
    "chars",
    [
        "示范项目建设单位名单\n1. 甲能源有限公司（甘肃省）\n2. 乙电力有限公司（青海省）\n"
        "3. 丙大学（云南省）\n",
        "重大项目评审专家名单\n1. 张某某（甲大学）\n2. 李某某（乙有限公司）\n3. 王某某（丙研究院）\n",
        "示范县项目名单\n1. 甘肃省酒泉市玉门市\n2. 青海省海西州格尔木市\n3. 河北省张家口市张北县\n",
        "储能项目标准目录\n1. 储能设计规范（甲设计院）\n2. 储能运行规程（乙研究院）\n"
        "3. 储能安全标准（丙大学）\n",
        "重点项目清单\n1. 推进储能项目建设（市能源局）\n2. 推动园区试点（市工信局）\n"
        "3. 实施改造工程（市住建局）\n",
        "重点项目清单\n1. 推进储能项目建设（责任单位：市能源局）\n2. 推动园区试点（责任单位：市工信局）\n"
        "3. 实施改造工程（责任单位：市住建局）\n",
        "创新平台项目名单\n1. 储能重点实验室（甲大学）\n2. 氢能工程研究中心（乙公司）\n"
        "3. 电网实验室（丙大学）\n",
        "项目情况如下：\n1. 储能示范项目（第3页）\n2. 制氢示范工程（第8页）\n3. 零碳园区项目（第12页）\n",
        "关于公布示范项目的通知\n9:00 储能项目介绍，甲能源有限公司\n9:30 制氢工程介绍，乙化工有限公司\n"
        "10:00 园区项目介绍，丙大学\n",
    ],
    ids=[
        "bodies",
        "experts",
        "places",
        "standards",
        "offices",
        "duties",
        "laboratories",
        "contents",
        "times",
    ],
)
def test_items_of_another_kind_are_no_projects(chars: str) -> None:
    assert listed(chars) == []


INLINE = [
    "（1）{who}在{where}实施的“{name}”；|（2）",
    "①{name}（{who}，{where}）；|②",
    "1.由{who}承担的{name}（{where}）；|2.",
]
TAKEN_IN = [
    "经研究，同意将以下4个项目纳入全省示范，请按期推进。\n",
    "经评审，确定下列示范项目入选：",
    "关于公布绿色低碳示范项目的通知\n各有关单位：\n现将有关项目公布如下。\n",
]


def paragraphs(form: str, opening: str, width: int) -> str:
    """A notice whose paragraphs count their projects, two in each."""
    said, second = form.split("|")
    told = []
    for first in (0, 2):
        items = [said.format(name=name, who=who, where=where) for name, who, where in MORE[first : first + 2]]
        mark = said[: len(second)]
        told.append(items[0] + second + items[1].removeprefix(mark).rstrip("；") + "。")
    chars = f"{opening}一、能源方向。{told[0]}\n二、园区方向。{told[1]}\n各地要加强调度，按季度报告进展。\n"
    lines = [line[at : at + width] for line in chars.split("\n") for at in range(0, len(line), width)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("form", INLINE)
@pytest.mark.parametrize("opening", TAKEN_IN)
@pytest.mark.parametrize("width", [400, 34])
def test_items_inside_paragraphs(form: str, opening: str, width: int) -> None:
    assert listed(paragraphs(form, opening, width)) == SAID


@pytest.mark.parametrize("heading", ["{where}（1个）：", "{where}："])
@pytest.mark.parametrize("again", [False, True])
def test_headings_of_places_inside_a_paragraph(heading: str, again: bool) -> None:
    told = [
        f"{heading.format(where=where)}（{1 if again else at}）{name}（实施单位：{who}）"
        for at, (name, who, where) in enumerate(MORE, 1)
    ]
    chars = f"关于公布首批一体化试点的通知\n现将有关项目公布如下。{'。'.join(told)}。请各单位按期开工。\n"
    assert listed(chars) == ([] if again else SAID)


def test_what_a_paragraph_counts_need_not_be_projects() -> None:
    assert (
        listed(
            "各市要对以下项目开展检查：（1）由甲检测有限公司负责的设备检测；（2）由乙监理有限公司负责的工程监理；"
            "（3）由丙消防有限公司负责的消防验收。\n支持有以下情形的项目：（1）在本省注册的有限公司；"
            "（2）无重大事故的有限公司；（3）具有法人资格的有限公司。\n"
        )
        == []
    )


MARKDOWN = ["{at}. **{name}** —— {who}\n", "- **{name}**（{who}）\n", "**（{at}）{name}**，{who}\n"]


@pytest.mark.parametrize("form", MARKDOWN)
@pytest.mark.parametrize("heading", ["### {where}（1个）\n\n", "**{where}：**\n\n", "## {words}、{where}\n"])
def test_emphasis_and_headings_of_markdown(form: str, heading: str) -> None:
    told = enumerate(MORE, 1)
    items = "".join(
        heading.format(where=where, words="一二三四"[at - 1]) + form.format(at=at, name=name, who=who)
        for at, (name, who, where) in told
    )
    assert listed(f"# 关于公布试点的通知\n\n## 绿色低碳创新实践项目名单\n\n{items}") == SAID


def test_a_title_of_projects_is_enough_where_each_has_a_company() -> None:
    names = ["雪场造雪废热回收", "叶片除冰涂层", "芦苇机械化收割与造板", "酒糟厌氧产沼供热"]
    items = [f"{at}. {name} —— 第{at}节能有限公司\n" for at, name in enumerate(names, 1)]
    assert [name for name, _, _ in listed("创新实践项目名单\n" + "".join(items))] == names
    assert listed("关于加强管理的通知\n" + "".join(items)) == []
    turned = [f"{at}. 第{at}节能有限公司 —— {name}中心\n" for at, name in enumerate(names, 1)]
    assert [who for _, _, who in listed("创新实践项目名单\n" + "".join(turned))] == [
        (f"第{at}节能有限公司",) for at in range(1, 5)
    ]


BLOCKS = [
    "{mark}{name}\n试点地区：{where}\n参建主体：{who}\n",
    "**{mark}{name}**\n- **所在城市**：{where}\n- **承担单位**：{who}\n",
    "{mark}{name}\n【建设单位】{who}\n【建设地点】{where}\n",
    "{mark}{name}\n建设地点：{where}　　建设单位：{who}\n建设内容：建设主体工程，\n并配套建设道路。\n",
]


@pytest.mark.parametrize("form", BLOCKS)
@pytest.mark.parametrize("mark", ["{at}. ", "（{at}）", "项目{at}：", ""], ids=str)
def test_facts_behind_labels_below_each_name(form: str, mark: str) -> None:
    items = [
        form.format(mark=mark.format(at=at), name=name, who=who, where=where)
        for at, (name, who, where) in enumerate(MORE, 1)
    ]
    if not mark and "并配套" in form:
        items = [item.replace("，\n并", "，并") for item in items]
    assert (
        listed("关于公布入选项目的公告\n2031年第5号\n现将入选结果公告。\n入选项目\n" + "".join(items)) == SAID
    )


def test_contacts_and_districts_with_labels_are_no_projects() -> None:
    title = "关于公布入选项目的公告\n"
    assert (
        listed(title + "".join(f"{at}. 第{at}能源有限公司\n地址：甘肃省\n联系人：某某\n" for at in (1, 2, 3)))
        == []
    )
    tasks = ["完善推进机制", "强化要素保障", "加强督促检查"]
    duties = [
        f"{at}. {task}\n责任单位：酒泉市人民政府\n建设地点：酒泉市\n" for at, task in enumerate(tasks, 1)
    ]
    assert listed(title + "".join(duties)) == []
    places = ["酒泉市", "兰州市", "庆阳市"]
    assert listed(title + "".join(f"{at}\n建设单位：甲有限公司\n数量：3个\n" for at in places)) == []


@pytest.mark.parametrize("width", [400, 30])
def test_marks_set_off_the_headings_between_items(width: int) -> None:
    items = [
        f"{at}、{name}（建设单位：{who}；建设地点：{where}）" for at, (name, who, where) in enumerate(MORE, 1)
    ]
    lines = ["◆ 能源类设施", *items[:2], "◆ 园区类设施", *items[2:]]
    chars = "\n".join(line[at : at + width] for line in lines for at in range(0, len(line), width))
    found = extract_text(Text("list.txt", "0" * 64, f"绿色低碳样板项目名单\n{chars}\n")).records
    kept = [one for one in found if isinstance(one, Project)]
    assert [(one.name, one.region, one.implementers) for one in kept] == SAID
    assert [one.direction for one in kept] == ["能源类设施"] * 2 + ["园区类设施"] * 2


def test_a_body_joined_by_and_at_the_head_of_a_line() -> None:
    rows = ["甲能源有限公司\n和乙储能技术中心", "丙电力有限公司\n和田光伏有限公司", "丁科技有限公司"]
    items = [f"{at}. 云岭储能示范项目{at}期，{who}，酒泉市\n" for at, who in enumerate(rows, 1)]
    assert [who for _, _, who in listed("示范项目名单\n" + "".join(items))] == [
        ("甲能源有限公司", "乙储能技术中心"),
        ("丙电力有限公司", "和田光伏有限公司"),
        ("丁科技有限公司",),
    ]


ALONE = "某省发展改革委关于公布示范项目的通知\n各有关单位：\n{}请按要求组织实施。\n"


@pytest.mark.parametrize("width", [400, 24])
@pytest.mark.parametrize(
    "sentence",
    [
        "经研究，同意将云岭储能示范项目列为省级示范项目，该项目由云岭储能有限公司、南山大学共同承担。",
        "现将云岭储能示范项目（由云岭储能有限公司、南山大学承担）纳入2031年示范项目名单。",
        "批准“云岭储能示范项目”立项。项目由云岭储能有限公司、南山大学负责实施。",
    ],
)
def test_a_sentence_takes_in_one_project(sentence: str, width: int) -> None:
    lines = ALONE.format(sentence).split("\n")
    chars = "\n".join(line[at : at + width] for line in lines for at in range(0, len(line), width))
    assert listed(chars) == [("云岭储能示范项目", None, ("云岭储能有限公司", "南山大学"))]


@pytest.mark.parametrize(
    "sentence",
    [
        "将上述示范项目纳入储备库，由各项目承担单位组织实施。",
        "将储能类项目纳入重点支持范围，接网工程由电网企业负责建设。",
        "将云岭储能示范项目调出名单，有关损失由云岭储能有限公司承担。",
        "同意将甲项目等3个项目列入计划，由云岭储能有限公司承担。",
        "将验收结果作为安排项目的依据，验收由省能源局负责实施。",
    ],
)
def test_a_sentence_on_projects_takes_none_in(sentence: str) -> None:
    assert listed(ALONE.format(sentence)) == []


@pytest.mark.parametrize(
    "form",
    [
        "{at}.{name}（承担单位：{who}）：新建厂房{at}座，年产绿氢约{at}万吨。",
        "{at}.{name}（{who}）：新建厂房{at}座，年产绿氢约{at}万吨。",
        "{at}.{name}，实施单位{who}：新建厂房{at}座，年产绿氢约{at}万吨；",
        "{at}.{name}（{who}）——新建厂房{at}座，年产绿氢约{at}万吨。",
        "{at}.{name}（{who}），新建厂房{at}座，年产绿氢约{at}万吨。",
    ],
)
def test_what_stands_behind_who_says_what_is_built(form: str) -> None:
    lines = [form.format(at=at, name=name, who=who[0]) for at, (name, _, who) in enumerate(WANTED, 1)]
    found = described("现公布示范项目名单如下：\n" + "\n".join(lines))
    assert found == [
        (name, who[:1], f"新建厂房{at}座，年产绿氢约{at}万吨", [f"{at}座", f"{at}万吨"])
        for at, (name, _, who) in enumerate(WANTED, 1)
    ]


def described(text: str) -> list[tuple[str, tuple[str, ...], str | None, list[str]]]:
    found = extract_text(Text("list.txt", "0" * 64, text)).records
    return [
        (one.name, one.implementers, one.description, [quantity.text for quantity in one.quantities])
        for one in found
        if isinstance(one, Project)
    ]


def test_a_part_without_a_comma_beside_others_with_several() -> None:
    built = ["造林2万亩", "造林3万亩，管护4万亩", "造林5万亩"]
    lines = [
        f"{at}.{name}（承担单位：{who[0]}）：{what}。"
        for at, ((name, _, who), what) in enumerate(zip(WANTED, built, strict=True), 1)
    ]
    found = described("甲省关于下达示范项目的通知\n现下达示范项目：\n" + "\n".join(lines))
    assert [one[2] for one in found] == built


def test_the_short_form_of_a_place_at_the_head_of_a_name() -> None:
    lines = [f"{at}.{name}（承担单位：甲公司）：造林2万亩。" for at, name in enumerate(PLACED, 1)]
    text = "云南省关于下达试点项目的通知\n现下达试点项目：\n" + "\n".join(lines)
    found = extract_text(Text("list.txt", "0" * 64, text)).records
    regions = [one.region_id and one.region_id[-6:] for one in found if isinstance(one, Project)]
    assert regions == ["530500", "530400", None]


PLACED = ["保山高岭造林项目", "玉溪抚湖造林项目", "保山护林造林项目"]


@pytest.mark.parametrize(
    "form",
    [
        "{at}、同意建设{name}，项目单位为{who}，总装机{at}0万千瓦，可调负荷不少于2.5万千瓦。",
        "{at}、原则同意“{name}”开展前期工作。项目业主为{who}，总装机{at}0万千瓦，可调负荷不少于2.5万千瓦。",
    ],
)
def test_projects_that_a_reply_approves_one_by_one(form: str) -> None:
    told = [("甲河抽水蓄能项目", "甲河能源有限公司"), ("乙山风电二期项目", "乙山能源有限公司")]
    lines = [form.format(at="一二"[at], name=name, who=who) for at, (name, who) in enumerate(told)]
    text = "\n".join(["甲省能源局关于核准两个项目的通知", *lines, "甲省能源局", "2031年2月3日"])
    found = extract_text(Text("list.txt", "0" * 64, text)).records
    assert [(one.number, one.name, one.implementers) for one in found if isinstance(one, Project)] == [
        ("一二"[at], name, (who,)) for at, (name, who) in enumerate(told)
    ]
    assert not any(isinstance(one, Target | Indicator) for one in found)


def test_a_plan_that_builds_one_project_after_another() -> None:
    lines = [
        f"（{'一二三'[at]}）{name}。位于{where}，由{who[0]}投资建设，装机容量120万千瓦，2031年完成投资8亿元。"
        for at, (name, where, who) in enumerate(WANTED)
    ]
    text = "\n".join(["甲省2031年储能项目建设计划", *lines])
    found = extract_text(Text("list.txt", "0" * 64, text)).records
    assert [one.name for one in found if isinstance(one, Project)] == [name for name, _, _ in WANTED]
    assert not any(isinstance(one, Target | Indicator) for one in found)
