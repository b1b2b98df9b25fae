"""Text without the artefacts of line breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.cleaning import clean, joined, plain, text_at


@given(
    st.lists(st.sampled_from([*"应当a1 \n\u3000\u200b。,(<>", "&emsp;", "<b>", "</p>"]), max_size=20).map(
        "".join
    ),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 6)), max_size=4),
)
def test_text_without_a_map_is_that_with_one(chars: str, lengths: list[tuple[int, int]]) -> None:
    ranges, at = [], 0
    for skipped, taken in lengths:
        start = min(at + skipped, len(chars))
        at = min(start + taken, len(chars))
        ranges.append((start, at))
    assert text_at(chars, ranges) == clean(chars, ranges).text


def test_tags_and_named_spaces_of_html_are_white_space() -> None:
    chars = '<p id="t1">&emsp;&emsp;<b>第一条</b>&emsp;企业应当报告。<br>\n甲&nbsp;乙 a < b</p>'
    found = clean(chars, [(0, len(chars))])
    assert found.text == "第一条企业应当报告。甲乙a<b"
    assert chars[slice(*found.source_range(3, 10))] == "企业应当报告。"
    assert chars[slice(*found.source_range(0, 1))] == "第"


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("年减排CO2 1.5万吨，PM2.5 35微克", "年减排CO2 1.5万吨，PM2.5 35微克"),
        ("CO2 20 万吨/年", "CO2 20万吨/年"),
        ("选用ABC-3\n12 台", "选用ABC-3 12台"),
        ("建筑100m2 300台", "建筑100m2 300台"),
        ("20\n31年", "2031年"),
        ("甲座20\n31", "甲座2031"),
        ("91510100MA6\n2000", "91510100MA62000"),
        ("CO2 减排", "CO2减排"),
    ],
)
def test_a_digit_at_the_end_of_a_latin_word_is_no_part_of_a_number(printed: str, cleaned: str) -> None:
    assert plain(printed) == clean(printed, [(0, len(printed))]).text == cleaned


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("capacity 100 MW, 11 h; 3 units", "capacity 100 MW, 11 h; 3 units"),
        ("18,000 m³ of gas", "18,000 m³ of gas"),
        ("容量MW, 11 台", "容量MW,11台"),
        ("300 m³ 储罐", "300 m³储罐"),
        ("共1, 200台", "共1,200台"),
    ],
)
def test_a_mark_behind_a_latin_word_keeps_its_space_before_a_number(printed: str, cleaned: str) -> None:
    assert plain(printed) == clean(printed, [(0, len(printed))]).text == cleaned


def test_two_texts_of_one_cell_are_joined_in_the_same_way() -> None:
    assert joined("减排CO2", "1.5万吨") == "减排CO2 1.5万吨"
    assert joined("到20", "31年") == "到2031年"
    assert joined("capacity 100 MW,", "11 h") == "capacity 100 MW, 11 h"


@pytest.mark.parametrize(
    "chars", ["在η<i 或 x>0.3 时报告", "负荷P<p 的基准值，电压U>u", "线损率<i 值，效率>95%"]
)
def test_a_comparison_is_no_tag(chars: str) -> None:
    assert plain(chars).count("<") == plain(chars).count(">") == 1
    assert plain('甲<BR>乙<P align="center">丙') == "甲乙丙"
