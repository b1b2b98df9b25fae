"""Ranges of characters: what lies in them, by bisection as by looking at each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extract.ranges import Ranges

PLACES = st.integers(0, 60)
RANGES = st.lists(st.tuples(PLACES, st.integers(1, 9)).map(lambda one: (one[0], one[0] + one[1])), max_size=8)


@given(RANGES, PLACES, st.integers(1, 9))
def test_ranges_answer_as_if_each_were_looked_at(ranges: list[tuple[int, int]], at: int, size: int) -> None:
    found = Ranges(ranges)
    assert found.holds(at) == any(start <= at < end for start, end in ranges)
    assert found.touches(at, at + size) == any(start < at + size and at < end for start, end in ranges)
