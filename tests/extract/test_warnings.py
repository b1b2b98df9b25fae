"""Where a source contradicts itself or physics, both sides are shown and nothing is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.pipeline import extract_file, extract_text
from extract.records import Project, Warning  # noqa: A004
from extract.text import Text


def warned(chars: str) -> list[tuple[str, str, str]]:
    """Code, figure and other side of each warning."""
    extraction = extract_text(Text("a.txt", "0" * 64, chars))
    found = [record for record in extraction.records if isinstance(record, Warning)]
    for record in found:
        assert record.quote == extraction.text.chars[record.start : record.end]
        assert record.about in {other.id for other in extraction.records}
    return [
        (record.code, record.quote, *(chars[start:end] for start, end in record.other)) for record in found
    ]


def listed(*descriptions: str, numbers: tuple[int, ...] = ()) -> str:
    """A list of projects with these contents."""
    rows = [
        f"|{number}|第{index}号能源示范项目|甲地某{index}能源有限公司|{text}|"
        for index, (number, text) in enumerate(zip(numbers or range(1, 99), descriptions, strict=False), 1)
    ]
    head = ["示范项目清单", "", "|序号|项目名称|实施单位|建设内容|", "|-|-|-|-|"]
    return "\n".join([*head, *rows]) + "\n"


@pytest.mark.parametrize(
    ("text", "code", "figure", "other"),
    [
        ("建设3兆瓦光伏电站，每年发电量约5亿千瓦时。", "output-beyond-capacity", "5亿千瓦时", "3兆瓦"),
        ("建设6兆瓦燃料电池，每年发电量约3000千瓦时。", "output-far-below-capacity", "3000千瓦时", "6兆瓦"),
        ("建成后，年发电量2.5亿千瓦、供汽60万吨。", "energy-as-power", "2.5亿千瓦", "发电量"),
        ("风电装机容量达到20万千瓦时，配套道路。", "power-as-energy", "20万千瓦时", "装机容量"),
        ("每年生产氢气900万标方（8000万吨）。", "mass-contradicts-volume", "8000万吨", "900万标方"),
        ("年处理秸秆3万吨，生产甲醇700万吨。", "mass-beyond-input", "700万吨", "3万吨"),
        ("年产钢材900万吨，排放粉尘2吨。", "mass-out-of-scale", "900万吨", "2吨"),
        (
            "建设8万千瓦水电站，多年平均发电量达90亿千瓦时。",
            "output-beyond-capacity",
            "90亿千瓦时",
            "8万千瓦",
        ),
        ("建设1万千瓦光伏，全年送电3亿度。", "output-beyond-capacity", "3亿度", "1万千瓦"),
        ("每年供氢3000吨（约3000标准立方米）。", "mass-contradicts-volume", "3000吨", "3000标准立方米"),
        ("每年制氢2亿标方（约18万吨）。", "mass-contradicts-volume", "18万吨", "2亿标方"),
        ("每年捕集二氧化碳10万吨，其中40万吨用于养殖。", "part-beyond-whole", "40万吨", "10万吨"),
        ("建设100MW/200MW电化学储能电站。", "energy-as-power", "200MW", "储能"),
        ("储能规模100兆瓦/400兆瓦。", "energy-as-power", "400兆瓦", "储能"),
        ("储能规模50万千瓦时，功率25万千瓦时。", "power-as-energy", "25万千瓦时", "功率"),
        ("建设10万吨/年碳捕集装置，年捕集二氧化碳15万吨。", "output-beyond-capacity", "15万吨", "10万吨/年"),
        ("建设年产2万吨绿氢装置，建成后年产绿氢5万吨。", "output-beyond-capacity", "5万吨", "2万吨"),
        ("处理规模10万吨/日，年处理污水5亿吨。", "output-beyond-capacity", "5亿吨", "10万吨/日"),
        ("装机10万千瓦，每年可输送清洁电能12亿千瓦时。", "output-beyond-capacity", "12亿千瓦时", "10万千瓦"),
        (
            "建设10万千瓦机组，年等效利用小时数9200小时。",
            "output-beyond-capacity",
            "9200小时",
            "年等效利用小时数",
        ),
    ],
)
def test_a_contradiction_is_shown_from_both_sides(text: str, code: str, figure: str, other: str) -> None:
    ((found, here, there),) = warned(listed(text, "建设一条生产线。"))
    assert (found, here) == (code, figure)
    assert there.endswith(other)


@pytest.mark.parametrize(
    "text",
    [
        "建设20台5兆瓦风机，每年发电量约2亿千瓦时。",
        "每年制氢2亿标方（约1.8万吨）。",
        "每年生产天然气2亿标方（约14万吨）。",
        "每年捕集二氧化碳10万吨，其中4万吨用于养殖。",
        "占地3万平方米，总建筑面积9万平方米，其中车间2万平方米。",
        "建设4×300兆瓦机组，每年发电量约60亿千瓦时。",
        "建设3兆瓦光伏，每年节约用电5亿千瓦时。",
        "配套20兆瓦/80兆瓦时储能，每年发电量约1亿千瓦时。",
        "储能装机规模80兆瓦时。",
        "单机容量100万千瓦，建设2台机组，每年发电量160亿千瓦时。",
        "园区年用电量20亿千瓦时，配套光伏50兆瓦。",
        "每年生产氢气900万标方（800吨）。",
        "年产钢材900万吨，每吨产品碳排放2吨。",
        "年处理秸秆30万吨，生产甲醇7万吨。",
        "建设100MW/50MW光伏储能项目。",
        "建设100MW/200MW光伏储能项目，配置200兆瓦/400兆瓦储能变流器。",
        "大功率100千瓦时电池。",
        "建设10万吨/年碳捕集装置，年捕集二氧化碳10.5万吨。",
        "建设2套10万吨/年碳捕集装置，年捕集二氧化碳20万吨。",
        "建设10万吨/年碳捕集装置，二期建成后年捕集二氧化碳30万吨。",
        "建设10万吨/年碳捕集装置，年产绿氢15万吨，年利用二氧化碳30万吨。",
        "建设年产2万吨绿氢装置、年产9万吨绿氨装置，建成后年产绿氢2万吨、绿氨9万吨。",
        "建设年产2万吨绿氢装置，建成后年产绿氢制甲醇5万吨。",
        "处理规模10万吨/日，年处理污水3600万吨。",
        "每年替代电能12亿千瓦时，装机10万千瓦。",
        "建设50台机组，年利用小时合计92000小时。",
    ],
)
def test_what_agrees_is_left_alone(text: str) -> None:
    assert warned(listed(text, "建设一条生产线。")) == []


def test_a_number_that_two_rows_bear() -> None:
    ((code, here, there),) = warned(listed("甲。", "乙。", "丙。", numbers=(1, 2, 2)))
    assert code == "duplicate-number"
    assert "第3号" in here
    assert "第2号" in there


@pytest.mark.parametrize("border", [" | ", "\n", "\n\n"])
def test_a_number_that_two_rows_bear_with_a_cell_a_line(border: str) -> None:
    rows = [
        ("序号", "项目名称", "实施单位"),
        ("1", "云岭风电项目", "甲能源有限公司"),
        ("2", "星河风电项目", "乙能源有限公司"),
        ("2", "长河储能项目", "丙能源有限公司"),
        ("3", "平川制氢项目", "丁能源有限公司"),
    ]
    text = "\n".join(border.join(cells) for cells in rows)
    ((code, here, there),) = warned(f"风电示范项目清单\n\n{text}\n")
    assert code == "duplicate-number"
    assert "长河储能项目" in here
    assert "星河风电项目" in there


def test_the_capacity_may_stand_in_the_name() -> None:
    ((code, here, there),) = warned(
        "示范项目清单\n\n|序号|项目名称|实施单位|建设内容|\n|-|-|-|-|\n"
        "|1|云岭10兆瓦光伏项目|甲有限公司|年发电量32亿千瓦时。|\n"
    )
    assert (code, here, there) == ("output-beyond-capacity", "32亿千瓦时", "10兆瓦")


def test_a_name_that_two_rows_bear() -> None:
    head = "示范项目清单\n\n|序号|项目名称|实施单位|\n|-|-|-|\n"
    rows = "|1|云岭储能项目|甲有限公司|\n|2|星河风电项目|乙有限公司|\n|3|云岭储能项目|{}有限公司|\n"
    ((code, here, there),) = warned(head + rows.format("甲"))
    assert code == "duplicate-name"
    assert (here[0], there[0]) == ("3", "1")
    assert warned(head + rows.format("丙")) == []


def test_numbers_that_start_again_are_none() -> None:
    assert warned(listed("甲。", "乙。", "丙。", "丁。", numbers=(1, 2, 1, 2))) == []


def test_a_day_that_was_over_when_the_document_was_issued() -> None:
    notice = (
        "关于做好甲工作的通知\n\n各单位：\n\n一、项目单位应当于{}前报送总结。\n\n国家能源局\n\n2031年3月1日\n"
    )
    ((code, here, there),) = warned(notice.format("2030年6月30日"))
    assert (code, there) == ("date-in-the-past", "2031年3月1日")
    assert "2030年6月30日" in here
    assert warned(notice.format("2031年6月30日")) == []


@pytest.mark.parametrize("day", ["2031年2月30日", "二〇三一年四月三十一日", "13月1日", "2031年2月29日"])
def test_a_day_that_no_calendar_has(day: str) -> None:
    """It is told in prose and in lists, with no other side, and no day is guessed for it."""
    notice = (
        "关于做好甲工作的通知\n\n各单位：\n\n一、项目单位应当于{}前报送总结。\n\n国家能源局\n\n2031年1月1日\n"
    )
    assert warned(notice.format(day)) == [("impossible-day", day)]
    assert warned(notice.format("2032年2月29日")) == warned(notice.format("农历二月三十日")) == []
    assert warned(listed(f"建设储能电站，{day}建成。", "乙。")) == [("impossible-day", day)]


def test_a_unit_of_the_wrong_kind_in_prose() -> None:
    ((code, here, there),) = warned("甲地能源发展规划\n\n全社会用电量达到300亿千瓦，装机容量达到50万千瓦。\n")
    assert (code, here, there) == ("energy-as-power", "300亿千瓦", "用电量")


@pytest.mark.corpus
def test_warnings_of_the_corpus(corpus: Path) -> None:
    records = extract_file(corpus / "policy-compilation-2025-04.txt").records
    numbers = {record.id: record.number for record in records if isinstance(record, Project)}
    found = {(numbers.get(record.about), record.code) for record in records if isinstance(record, Warning)}
    assert found == {
        ("34", "output-far-below-capacity"),
        ("76", "output-beyond-capacity"),
        ("94", "mass-contradicts-volume"),
        ("97", "energy-as-power"),
    }
