"""Lists in the forms they turn up in, and tables that list no projects. All names are invented."""

from __future__ import annotations

import pytest

from extract.layout import lay_out
from extract.lists import find_lists, projects
from extract.records import Document, Project
from extract.text import Cell, Finding, Table, Text
from ontology import terms


def read_all(chars: str, tables: tuple[Table, ...] = ()) -> tuple[list[Project], list[Finding]]:
    text = Text("list.txt", "0" * 64, chars, tables=tables)
    head = Document(
        id="https://example.org/id/document/list",
        source=text.source,
        source_sha256=text.sha256,
        start=0,
        end=1,
        quote=chars[:1],
        title="某省清单",
        body_start=0,
        body_end=len(chars),
    )
    layout = lay_out(text)
    found = [projects(layout, area, head) for area in find_lists(layout)]
    return [record for records, _ in found for record in records], [
        one for _, findings in found for one in findings
    ]


def listed(chars: str) -> list[Project]:
    return read_all(chars)[0]


def test_markdown_table_with_a_column_of_contacts() -> None:
    (record,) = listed(
        "某市示范项目公示\n\n"
        "| 序号 | 项目名称 | 项目类型 | 所在区 | 承担单位 | 联系电话 |\n"
        "|---|---|---|---|---|---|\n"
        "| 1 | 远川光储充示范项目 | 光储充 | 浦东新区 | 甲能源有限公司、乙大学 | 12345678 |\n"
    )
    assert (record.number, record.name, record.direction, record.region) == (
        "1",
        "远川光储充示范项目",
        "光储充",
        "浦东新区",
    )
    assert record.implementers == ("甲能源有限公司", "乙大学")
    assert record.region_id == terms.entity("region", "310000")
    assert "12345678" not in record.quote


def test_one_cell_a_line_with_bars_and_a_stray_break() -> None:
    records = listed(
        "示范项目清单\n|\n序号 |\n地区 |\n项目名称 |\n申报单位 |\n"
        "|\n1 |\n山东 |\n北辰储能\n示范项目 |\n甲电力有限公司 |\n"
        "|\n2 |\n甘肃 |\n云峰制氢示范项目\n|\n乙能源有限公司 |\n"
    )
    assert [(one.number, one.region, one.name, one.implementers) for one in records] == [
        ("1", "山东", "北辰储能示范项目", ("甲电力有限公司",)),
        ("2", "甘肃", "云峰制氢示范项目", ("乙能源有限公司",)),
    ]


@pytest.mark.parametrize("bar", ["|\n", ""], ids=["a bar opens each row", "no bar opens a row"])
@pytest.mark.parametrize("marks", ["**{}**", "{}", "\n{}\n"])
def test_headings_between_rows_of_one_cell_a_line_with_bars(bar: str, marks: str) -> None:
    cities = [marks.format("郑州市"), marks.format("洛阳市")]
    records = listed(
        f"重点技改项目\n\n{bar}序号 |\n项目名称 |\n项目单位 |\n总投资（万元） |\n{cities[0]}\n"
        f"{bar}1 |\n甲冷链集散中心项目 |\n甲物流有限公司 |\n45000 |\n"
        f"{bar}2 |\n乙刀具制造基地 |\n乙工具有限公司 |\n32000 |\n{cities[1]}\n"
        f"{bar}3 |\n丙轴承生产线 |\n丙轴承有限公司 |\n68000 |\n{bar}合计 |\n |\n |\n145000 |\n"
    )
    assert [(one.number, one.name, one.region, one.implementers) for one in records] == [
        ("1", "甲冷链集散中心项目", "郑州市", ("甲物流有限公司",)),
        ("2", "乙刀具制造基地", "郑州市", ("乙工具有限公司",)),
        ("3", "丙轴承生产线", "洛阳市", ("丙轴承有限公司",)),
    ]


def test_table_stated_by_the_format_with_merged_cells() -> None:
    grid = [
        ["序号", "方向", "项目名称", "实施单位"],
        ["1", "储能", "甲储能项目", "甲有限公司"],
        ["2", "", "乙储能项目", "乙有限公司"],
    ]
    chars, cells = "示范项目清单\n", []
    for row, line in enumerate(grid):
        for column, text in enumerate(line):
            if text:
                span = 2 if text == "储能" else 1
                cells.append(Cell(row, column, len(chars), len(chars) + len(text), row_span=span))
                chars += text + "\n"
    records, _ = read_all(chars, (Table(7, len(chars), None, tuple(cells)),))
    assert [(one.name, one.direction) for one in records] == [("甲储能项目", "储能"), ("乙储能项目", "储能")]


def test_headings_between_rows_say_direction_and_category() -> None:
    records = listed(
        "示范项目名单\n序号\n项目名称\n实施单位\n一、源头减碳类（2个）\n（一）绿氢\n1\n甲绿氢示范项目\n甲能源有限公司\n"
        "2\n乙绿氢示范项目\n乙能源有限公司\n二、过程降碳类\n（一）储能\n3\n丙储能示范项目\n丙电力有限公司\n"
    )
    assert [(one.direction, one.category) for one in records] == [
        ("源头减碳类", "绿氢"),
        ("源头减碳类", "绿氢"),
        ("过程降碳类", "储能"),
    ]


@pytest.mark.parametrize("heading", ["一、内蒙古自治区", "内蒙古自治区"])
def test_headings_that_name_provinces_say_the_region(heading: str) -> None:
    records = listed(
        f"示范项目名单\n序号 项目名称 实施单位\n{heading}\n"
        "1 甲制氢示范项目 甲能源有限公司\n2 乙风电示范项目 乙能源有限公司\n"
    )
    assert [(one.name, one.region_id) for one in records] == [
        ("甲制氢示范项目", terms.entity("region", "150000")),
        ("乙风电示范项目", terms.entity("region", "150000")),
    ]


def test_region_that_stands_in_the_name_alone() -> None:
    (record,) = listed(
        "| 序号 | 项目名称 | 实施单位 |\n|---|---|---|\n| 1 | 鄂尔多斯零碳园区示范项目 | 甲有限公司 |\n"
    )
    assert record.region is None
    assert record.region_id == terms.entity("region", "150600")


def test_sentence_that_opens_the_description_is_the_category() -> None:
    (record,) = listed(
        "| 序号 | 项目名称 | 方向 | 建设内容 | 实施主体 |\n|---|---|---|---|---|\n"
        "| 1 | 甲项目 | 源头 | 虚拟电厂示范项目。项目采用甲技术。 | 甲有限公司 |\n"
    )
    assert (record.direction, record.category) == ("源头", "虚拟电厂示范项目")
    assert record.description == "虚拟电厂示范项目。项目采用甲技术。"


def test_table_without_a_head_is_known_by_its_cells() -> None:
    records = listed(
        "| 1 | 甲制氢示范项目 | 山东 | 甲能源有限公司 |\n| 2 | 乙储能示范项目 | 甘肃 | 乙电力有限公司 |\n"
    )
    assert [(one.name, one.region, one.implementers) for one in records] == [
        ("甲制氢示范项目", "山东", ("甲能源有限公司",)),
        ("乙储能示范项目", "甘肃", ("乙电力有限公司",)),
    ]


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("甲有限公司、乙大学", ("甲有限公司", "乙大学")),
        ("甲股份有限公司东川分公司", ("甲股份有限公司东川分公司",)),
        ("甲有限公司（牵头） 乙有限公司（联合）", ("甲有限公司", "乙有限公司")),
        ("甲大学和乙研究院", ("甲大学", "乙研究院")),
        ("甲（山东、甘肃）有限公司", ("甲（山东、甘肃）有限公司",)),
        ("First Energy Co., Ltd.", ("First Energy Co., Ltd.",)),
        ("无", ()),
        ("甲节能股份有限公司（原甲节能有限公司）", ("甲节能股份有限公司",)),
        ("乙铜业公司(曾用名：乙铜业（集团）有限公司)、丙厂", ("乙铜业公司", "丙厂")),
    ],
)
def test_bodies_of_one_cell(cell: str, bodies: tuple[str, ...]) -> None:
    (record,) = listed(f"| 序号 | 项目名称 | 实施单位 |\n|---|---|---|\n| 1 | 甲示范项目 | {cell} |\n")
    assert record.implementers == bodies


@pytest.mark.parametrize(
    "chars",
    [
        "专家名单\n序号 姓名 单位 职称\n1 某某 甲大学 教授\n2 某某 乙大学 教授\n",
        "实验室名单\n序号 实验室名称 依托单位 地区\n1 甲重点实验室 甲大学 山东\n2 乙重点实验室 乙大学 北京\n",
        "标准清单\n序号 标准编号 标准名称 实施日期\n1 GB/T 1-2020 某某规范 2020年1月\n",
        "试点城市名单\n序号 名称 地区\n1 鄂尔多斯市 内蒙古\n2 济南市 山东\n",
        "示范项目汇总表\n序号 项目名称 所在地区 申报单位 建设内容\n1\n2\n3\n填表人：\n",
        "示范项目申报表\n项目名称\n申报单位\n项目所在地\n建设内容\n联系人\n",
        "项目名称、建设内容和实施主体应当真实。\n各地区要按照项目清单推进。\n",
        "",
    ],
    ids=["experts", "laboratories", "standards", "cities", "blank table", "blank form", "prose", "nothing"],
)
def test_what_lists_no_projects(chars: str) -> None:
    assert listed(chars) == []


def test_piece_that_fits_no_cell_is_reported() -> None:
    rows = "".join(f"{number}\n甲{number}号示范项目\n山东\n甲有限公司\n" for number in range(1, 7))
    _, findings = read_all(
        "示范项目清单\n序号 项目名称 地区 实施主体\n" + rows.replace("山东\n", "山东\n本页盖章有效。\n", 1)
    )
    assert [finding.code for finding in findings] == ["unplaced-cell"]


@pytest.mark.parametrize(
    "chars", ["示范项目名称 " * 300_000, "|" * 300_000, "|\n" * 30_000, "项目\n1\n名称\n" * 3_000]
)
def test_endless_input_comes_to_an_end(chars: str) -> None:
    assert listed(chars) == []


def test_a_region_or_a_class_may_stand_above_each_table() -> None:
    head = "| 序号 | 项目名称 | 建设单位 |\n|---|---|---|\n"
    records = listed(
        f"# 第三批某某项目名单\n\n## 西宁市\n\n{head}| 1 | 甲绿电项目 | 甲有限公司 |\n\n"
        f"## 海东市\n\n{head}| 2 | 乙绿电项目 | 乙有限公司 |\n\n"
        f"## 二、储能类\n\n{head}| 1 | 丙项目 | 丙有限公司 |\n"
    )
    assert [(one.number, one.region, one.direction) for one in records] == [
        ("1", "西宁市", None),
        ("2", "海东市", None),
        ("1", None, "储能类"),
    ]
    assert len({one.id for one in records}) == 3


def test_who_builds_makes_rows_projects_whatever_they_are_called() -> None:
    records = listed(
        "| 名称 | 所属地区 | 建设单位 |\n|---|---|---|\n| 渠江梯级增效扩容 | 广安市 | 甲有限公司 |\n"
    )
    assert [one.name for one in records] == ["渠江梯级增效扩容"]
    assert not listed(
        "| 名称 | 所属地区 | 起草单位 |\n|---|---|---|\n| 光伏回收技术规范 | 广安市 | 甲有限公司 |\n"
    )


def test_codes_in_place_of_numbers() -> None:
    (record,) = listed(
        "某市项目表\n\n| 项目编码 | 典型工程 | 落地区域 | 建设业主 |\n|---|---|---|---|\n"
        "| CX-01 | 管网改造 | 芗城区 | 甲有限公司 |\n"
    )
    assert (record.number, record.region) == ("CX-01", "芗城区")


def test_a_note_and_a_heading_above_a_broken_head_are_no_heads() -> None:
    head = "序号 工程名称 实施企业 总投资\n"
    records = listed(
        f"某某技改工程清单\n单位：万元\n一、苏州市（2个）\n{head}1 光学膜余热\n梯级利用 甲科技有限公司 3200\n"
        f"2 印染定型机\n热管改造 乙纺织有限公司 860\n二、无锡市（2个）\n"
        f"{head}1 空分装置变\n频节能改造 丙气体有限公司 1500\n2 铸造砂再生\n产线建设 丁铸机有限公司 2100\n"
    )
    assert [(one.number, one.name, one.region) for one in records] == [
        ("1", "光学膜余热梯级利用", "苏州市"),
        ("2", "印染定型机热管改造", "苏州市"),
        ("1", "空分装置变频节能改造", "无锡市"),
        ("2", "铸造砂再生产线建设", "无锡市"),
    ]


@pytest.mark.parametrize(
    ("title", "head", "read"),
    [
        ("", "型号,生产企业", 0),
        ("节能产品名单", "型号,生产企业", 0),
        ("氢能示范应用清单", "型号,生产企业", 2),
        ("首台（套）装备名单", "型号,生产企业", 2),
        ("", "依托工程,生产企业", 2),
    ],
)
def test_products_are_projects_where_title_or_heads_say_so(title: str, head: str, read: int) -> None:
    rows = f"序号,产品名称,{head}\n1,制氢装置,云岭一号,甲能源有限公司\n2,储热装置,云岭二号,乙能源有限公司\n"
    table = "\n".join(f"| {line.replace(',', ' | ')} |" for line in rows.splitlines())
    assert len(listed(f"{title}\n\n{table}\n")) == read


def test_a_blank_form_with_heads_in_its_cells_lists_no_projects() -> None:
    form = "| 项目名称 |  | 申报单位 |  |\n| 建设地点 |  | 联系人 |  |\n| 关键工艺 |  | 预期效益 |  |\n"
    assert listed(f"示范项目申报材料\n\n{form}") == []
    signed = (
        "| 总投资 |  | 申请补助 |  |\n| 建设内容 |  |  |  |\n| 县级部门意见 | （公章） 年 月 日 |  |  |\n"
    )
    assert listed(f"示范项目申报书\n\n{form}{signed}") == []


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("项目单位建设地点", True),
        ("项目名称建设单位", True),
        ("建设地点", True),
        ("能源领域示范项目", False),
        ("云岭储能电站（100MW）", False),
        ("建设地点云岭储能电站", False),
    ],
)
def test_a_name_made_of_heads_alone_is_none(text: str, only: bool) -> None:
    rows = f"| 1 | {text} | 甲有限公司 |\n| 2 | 乙储能项目 | 乙有限公司 |\n| 3 | 丙储能项目 | 丙有限公司 |\n"
    records = listed(f"| 序号 | 项目名称 | 实施单位 |\n|---|---|---|\n{rows}")
    assert [record.number for record in records] == (["2", "3"] if only else ["1", "2", "3"])


@pytest.mark.parametrize(
    "heads",
    [
        "类别/序号,转化项目,实施主体,落地城市",
        "地点 Location,项目名称 Project,实施单位 Implementing Entity,No.",
        "Region/地区,Name of project/项目名称,Owner/业主,No./序号",
        "标志性工程,操盘方,布局片区,序号/批次",
        "攻坚课题,领题单位,编号,示范地区",
    ],
)
def test_heads_in_two_languages_or_in_words_that_the_cells_explain(heads: str) -> None:
    cells = {
        "number": ("1", "2", "3"),
        "name": ("钙钛矿组件中试线", "盐穴储气库注采扩能", "港区岸电智能调度"),
        "region": ("苏州市", "金坛区", "连云港市"),
        "implementer": ("甲光能有限公司", "乙储气有限公司、某某大学", "丙港务有限公司"),
    }
    known = {"号": "number", "No": "number", "项目": "name", "工程": "name", "课题": "name"}
    known |= {"地": "region", "城市": "region", "片区": "region"}
    roles = [
        next((known[word] for word in known if word in head), "implementer") for head in heads.split(",")
    ]
    rows = [heads.split(","), *([cells[role][at] for role in roles] for at in range(3))]
    chars = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    assert [(one.number, one.name, one.region, one.implementers) for one in listed(f"\n{chars}\n")] == [
        ("1", "钙钛矿组件中试线", "苏州市", ("甲光能有限公司",)),
        ("2", "盐穴储气库注采扩能", "金坛区", ("乙储气有限公司", "某某大学")),
        ("3", "港区岸电智能调度", "连云港市", ("丙港务有限公司",)),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "检测项目,承检机构,所在城市",
        "序号,设备编号ID,生产企业,销售地区",
        "工作事项,牵头单位,完成时限",
        "对口支援项目,帮扶单位,受援地区/序号",
    ],
)
def test_heads_of_other_tables_are_not_explained_by_their_cells(table: str) -> None:
    row = {
        "检测项目": "焊缝超声波探伤",
        "序号": "1",
        "设备编号ID": "云岭一号机组",
        "工作事项": "完善标准体系",
    }
    rows = [table.split(",")] + [
        [
            row.get(head, "苏州市" if "地" in head or "城" in head else "甲有限公司")
            for head in table.split(",")
        ]
        for _ in range(3)
    ]
    assert listed("\n" + "\n".join(f"| {' | '.join(cells)} |" for cells in rows) + "\n") == []


def test_the_rest_of_one_cell_behind_a_page_break_is_no_heading() -> None:
    records = listed(
        "示范项目清单\n\n| 序号 | 项目名称 | 地区 | 实施单位 |\n|---|---|---|---|\n"
        "| 1 | 云岭储能项目 | 甘肃省 | 云岭绿能有限责任公 |\n| | | | 司 |\n"
        "| 2 | 北梁制氢项目 | 青海省 | 北梁新材料有限公司 |\n"
    )
    assert [(one.name, one.direction, one.implementers) for one in records] == [
        ("云岭储能项目", None, ("云岭绿能有限责任公司",)),
        ("北梁制氢项目", None, ("北梁新材料有限公司",)),
    ]


def test_a_branch_with_its_parent_on_one_line_of_several_bodies() -> None:
    (record,) = listed(
        "示范项目清单\n\n| 序号 | 项目名称 | 实施单位 |\n|---|---|---|\n"
        "| 1 | 云岭储能项目 | 华原理工大学<br>云岭股份有限公司北梁分公司<br>南岭设计院 |\n"
    )
    assert record.implementers == ("华原理工大学", "云岭股份有限公司北梁分公司", "南岭设计院")


def test_bodies_on_lines_of_their_own_may_be_public_ones() -> None:
    rows = (
        "| 1 | 云岭灌溉项目 | 甲县丙镇人民政府<br>北梁农业有限公司 |\n"
        "| 2 | 南岭课题 | 甲县第一小学<br>甲县进修学校 |\n"
    )
    head = "示范项目清单\n\n| 序号 | 项目名称 | 实施单位 |\n|---|---|---|\n"
    assert [one.implementers for one in listed(head + rows)] == [
        ("甲县丙镇人民政府", "北梁农业有限公司"),
        ("甲县第一小学", "甲县进修学校"),
    ]


def test_a_body_that_is_not_chosen_yet_is_none() -> None:
    rows = (
        "| 1 | 云岭储能项目 | 待招标确定 |\n| 2 | 南岭储能项目 | 尚未明确 |\n"
        "| 3 | 北梁储能项目 | 待办科技有限公司 |\n"
    )
    head = "示范项目清单\n\n| 序号 | 项目名称 | 建设单位 |\n|---|---|---|\n"
    assert [one.implementers for one in listed(head + rows)] == [(), (), ("待办科技有限公司",)]


def test_public_bodies_lead_where_others_carry_out() -> None:
    rows = (
        "| 1 | 云岭治理工程 | 市水利局 | 甲水务有限公司、乙大学 |\n"
        "| 2 | 南岭治理工程 | 市住建局 | 丙环境有限公司 |\n"
    )
    head = "重点工程清单\n\n| 序号 | 工程名称 | 牵头单位 | {} |\n|---|---|---|---|\n"
    three = "| 3 | 北梁治理工程 | 市林业局 | 丁林场 |\n"
    assert [one.implementers for one in listed(head.format("实施单位") + rows + three)] == [
        ("甲水务有限公司", "乙大学"),
        ("丙环境有限公司",),
        ("丁林场",),
    ]


def test_what_part_bodies_take_stands_beside_them_below_one_head() -> None:
    chars = (
        "| 序号 | 项目名称 | 建设运营单位 | |\n|---|---|---|---|\n"
        "| 1 | 云岭综合能源项目 | 牵头 | 甲能源有限公司 |\n"
        "| 2 | 南岭区域供冷项目 | 牵头 | 乙热力有限公司 |\n"
        "| 3 | 北梁绿电直连项目 | 独立 | 丙电力有限公司 |\n"
    )
    assert [one.implementers for one in listed("试点项目名单\n\n" + chars)] == [
        ("甲能源有限公司",),
        ("乙热力有限公司",),
        ("丙电力有限公司",),
    ]


def test_tables_drawn_with_characters() -> None:
    records = listed(
        "2031年甲省重点建设项目名单\n"
        "┌──┬────────┬────┬────────┐\n"
        "│序号│项目名称        │建设地点│项目业主        │\n"
        "├──┴────────┴────┴────────┤\n"
        "│一、交通项目                                      │\n"
        "├──┬────────┬────┬────────┤\n"
        "│1   │云岭跨江大桥及配│济南市  │甲路桥有限公司、│\n"
        "│    │套工程          │        │乙铁路集团有限公│\n"
        "│    │                │        │司              │\n"
        "├──┼────────┼────┼────────┤\n"
        "│2   │南岭作业区      │青岛市  │丙港务集团      │\n"
        "│    │一期            │        │                │\n"
        "└──┴────────┴────┴────────┘\n"
    )
    assert [(one.name, one.direction, one.region, one.implementers) for one in records] == [
        ("云岭跨江大桥及配套工程", "交通项目", "济南市", ("甲路桥有限公司", "乙铁路集团有限公司")),
        ("南岭作业区一期", "交通项目", "青岛市", ("丙港务集团",)),
    ]


def test_upright_tables_are_a_project_each() -> None:
    told = [
        ("云岭供电工程", "甲供电公司", "武威市"),
        ("南岭灌溉工程", "乙县水利管理站", "乙县"),
        ("北梁发电项目", "丙煤业有限公司", "丙县"),
    ]
    chars, tables = "水土保持方案批复公告\n", []
    for name, who, where in told:
        start, cells = len(chars), []
        facts = [
            ("项目名称", name),
            ("建设单位", who),
            ("建设地点", where),
            ("编制单位", "丁咨询有限公司"),
            ("批复文号", "31号"),
        ]
        for row, fact in enumerate(facts):
            for column, text in enumerate(fact):
                cells.append(Cell(row, column, len(chars), len(chars) + len(text)))
                chars += text + "\n"
        tables.append(Table(start, len(chars), None, tuple(cells)))
    records, _ = read_all(chars, tuple(tables))
    assert [(one.name, one.implementers, one.region) for one in records] == [
        (name, (who,), where) for name, who, where in told
    ]


def test_heads_that_name_places_and_brackets_that_say_more() -> None:
    records = listed(
        "建设计划\n\n| 序号 | 镇街 | 站点名称 | 应用单位（实施主体） | 直流桩（个） |\n"
        "|---|---|---|---|---|\n"
        "| 1 | 丙镇 | 云岭公交充电站 | 甲县第二医院 | 4 |\n| 2 | 丁街道 | 南岭换电站 | 乙果农协会 | 6 |\n"
        "| 3 | 松岭湖 | 北梁超充站 | 丙有限公司 | 8 |\n| 4 | 戊镇 | 东川补能站 | 丁有限公司 | 8 |\n"
    )
    assert [(one.region, one.implementers) for one in records] == [
        ("丙镇", ("甲县第二医院",)),
        ("丁街道", ("乙果农协会",)),
        ("松岭湖", ("丙有限公司",)),
        ("戊镇", ("丁有限公司",)),
    ]


def test_places_below_a_head_of_classes() -> None:
    rows = "".join(
        f"| {at} | 甲{at}机器人改造项目 | {where} | 甲{at}有限公司 |\n"
        for at, where in enumerate(["江阴市", "锡山区", "滨湖区", "梁溪区"], 1)
    )
    records = listed(f"示范项目清单\n\n| 编号 | 项目名称 | 板块 | 实施主体 |\n|---|---|---|---|\n{rows}")
    assert [(one.region, one.direction) for one in records] == [
        (where, None) for where in ("江阴市", "锡山区", "滨湖区", "梁溪区")
    ]
