"""Comma- or tab-separated values: the whole file is one table."""

from __future__ import annotations

import csv
import io

from extract.readers.content import Builder, Content, GridCell
from extract.readers.plain import decode
from ontology.errors import InputError

_DELIMITERS = "\t;|,"  # at equal counts the one that prose has least of
_SAMPLE = 10
_MOST_COLUMNS = 2_000
_MOST_CELLS = 2_000_000
_LARGEST_FIELD = 1 << 20


def read_separated(data: bytes, name: str) -> Content:
    """A .csv or .tsv file; the delimiter is the one that its first lines have most of."""
    chars = decode(data, name)
    first = "\n".join(chars.lstrip().split("\n", _SAMPLE)[:_SAMPLE])
    delimiter = max(_DELIMITERS, key=first.count)
    cells: list[GridCell] = []
    csv.field_size_limit(_LARGEST_FIELD)
    try:
        for row, fields in enumerate(
            csv.reader(io.StringIO(chars, newline=""), delimiter=delimiter, strict=True)
        ):
            if len(fields) > _MOST_COLUMNS:
                raise InputError(f"{name}: more than {_MOST_COLUMNS} columns; no list has so many")
            if len(cells) + len(fields) > _MOST_CELLS:
                raise InputError(f"{name}: more than {_MOST_CELLS:,} cells; split it")
            cells.extend(GridCell(row, column, field.strip()) for column, field in enumerate(fields))
    except csv.Error as error:
        raise InputError(f"{name}: not a file of separated values: {error}") from error
    builder = Builder()
    builder.add_table(cells)
    return builder.content()
