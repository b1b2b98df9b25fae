"""Text without the artefacts of line breaks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extract.cleaning import clean, text_at


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
