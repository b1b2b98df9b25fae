from __future__ import annotations

import csv
import io

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_store.serving.cutting import RowEnds

FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
# What may be taken for the end of a row, and what surrounds it.
WORDS = st.sampled_from(
    [
        '"',
        "},{",
        "}",
        "{",
        ",",
        "{}",
        "},{}",
        '},{"x":',
        "\r\n",
        "\n",
        "\\",
        "</result>",
        "<results>",
        "氢",
        "a",
    ]
)
VALUES = st.none() | st.lists(WORDS, max_size=5).map("".join)
ROWS = st.lists(st.tuples(VALUES, VALUES), max_size=6)


def written(rows: list[tuple[str | None, str | None]], media_type: str) -> bytes:
    """The rows as the engine writes them."""
    cells = " ".join(
        "(" + " ".join("UNDEF" if value is None else str(ox.Literal(value)) for value in row) + ")"
        for row in rows
    )
    query = f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {cells} }} }}"
    data = ox.Store().query(query).serialize(format=FORMATS[media_type])
    assert data is not None
    return data


def read(data: bytes, media_type: str) -> list[tuple[str | None, ...]]:
    """The rows that a client reads; in CSV an unbound value is an empty one."""
    if media_type == "text/csv":
        text = io.StringIO(data.decode(), newline="")
        return [tuple(value or None for value in row) for row in csv.reader(text)][1:]
    solutions = ox.parse_query_results(data, format=FORMATS[media_type])
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(None if (term := row[name]) is None else term.value for name in "xy") for row in solutions]


@pytest.mark.parametrize("media_type", FORMATS)
@given(rows=ROWS, size=st.integers(1, 40), at=st.integers(0, 6))
@settings(deadline=None, max_examples=150)
def test_rows_are_counted_and_cut_wherever_pieces_break(
    rows: list[tuple[str | None, str | None]], size: int, at: int, media_type: str
) -> None:
    data = written(rows, media_type)
    counting, counted, number = RowEnds(media_type), b"", 0
    for start in range(0, len(data), size):
        piece, more = counting.count(data[start : start + size])
        counted, number = counted + piece, number + more
    assert counted + counting.rest == data
    assert number - 1 + counting.more == len(rows)
    ends = RowEnds(media_type)
    whole, borders = b"", []
    for start in range(0, len(data), size):
        piece, found = ends.feed(data[start : start + size])
        borders += [len(whole) + end for end in found]
        whole += piece
    assert whole + ends.rest == data
    assert len(borders) - 1 + ends.more == len(rows)
    if at < len(borders):
        cut = data[: borders[at]] + ends.tail
        assert read(cut, media_type) == read(data, media_type)[:at]
