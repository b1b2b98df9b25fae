"""Text without the artefacts of line breaks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extract.cleaning import clean, text_at


@given(
    st.text("应当a1 \n\u3000\u200b。,(", max_size=20),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 6)), max_size=4),
)
def test_text_without_a_map_is_that_with_one(chars: str, lengths: list[tuple[int, int]]) -> None:
    ranges, at = [], 0
    for skipped, taken in lengths:
        start = min(at + skipped, len(chars))
        at = min(start + taken, len(chars))
        ranges.append((start, at))
    assert text_at(chars, ranges) == clean(chars, ranges).text
