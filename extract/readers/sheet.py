"""Workbooks (.xlsx): each sheet that is shown is a table, what stands above its head is text."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from extract.readers.content import Builder, Content, GridCell
from extract.readers.package import Package
from extract.rules import regexes
from extract.text import Finding
from ontology.errors import InputError

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of the format
_MOST_CELLS = 2_000_000
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
# What the library raises on parts that are not as the format wants them.
_DAMAGE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)

Place = tuple[int, int]
Span = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The characters of the cells that are not empty by (row, column), and the merged ranges; 1-based."""

    name: str
    shown: bool
    cells: Mapping[Place, str]
    merged: tuple[Span, ...]


def read_sheet(data: bytes, name: str) -> Content:
    """A workbook, its sheets in order. Formulas give the value that was last computed."""
    package = Package(data, name, "XLSX")
    package.check_sizes()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about validations and styles, which say nothing here
            sheets = list(_sheets(data, name, package))
    except _DAMAGE as error:
        raise InputError(f"{name}: a damaged XLSX file ({str(error) or type(error).__name__})") from error
    builder = Builder()
    full = [sheet for sheet in sheets if sheet.shown and sheet.cells]
    for sheet in full:
        named = not regexes("layout")["sheet-without-a-name"].match(sheet.name)
        if len(full) > 1 and named and not _is_titled(sheet):
            builder.add(sheet.name + "\n")
        _add(builder, sheet)
    for sheet in sheets:
        if sheet.cells and not sheet.shown:
            builder.findings.append(
                Finding("hidden-sheet", f"The sheet {sheet.name!r} is hidden and was not read.")
            )
    return builder.content()


def _sheets(data: bytes, name: str, package: Package) -> Iterator[_Sheet]:
    # It takes a tenth of a second to import: only who reads a workbook pays it.
    import openpyxl  # noqa: PLC0415

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    parts = package.sheets()
    count = 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its size need not be so
        cells: dict[Place, str] = {}
        for row in sheet.iter_rows(max_row=_LAST_ROW):
            count += len(row) + 1
            if count > _MOST_CELLS or len(row) > _LAST_COLUMN:
                raise InputError(f"{name}: the sheet {sheet.title!r} is too large; split it")
            for cell in row:
                if cell.value is not None and (chars := _printed(cell.value, cell.number_format)):
                    cells[cell.row, cell.column] = chars
        if len({row for row, _ in cells}) * len({column for _, column in cells}) > _MOST_CELLS:
            raise InputError(f"{name}: the sheet {sheet.title!r} is too wide; split it")
        merged = tuple(_merged(package.part(parts[sheet.title]))) if sheet.title in parts else ()
        yield _Sheet(sheet.title, sheet.sheet_state == "visible", cells, merged)
    book.close()


def _merged(part: bytes) -> Iterator[Span]:
    for found in _MERGED.finditer(part):
        left, top, right, bottom = (group.decode("ascii") for group in found.groups())
        yield int(top), _column(left), int(bottom), _column(right)


def _column(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - ord("A") + 1
    return value


def _printed(value: object, number_format: str) -> str:
    """A value as its cell shows it, where that says something: days without a clock, shares in per cent."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        percent = number_format.split(";", maxsplit=1)[0].endswith("%")
        return f"{value * 100:.15g}%" if percent else f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return str(value).replace("_x000D_", "").strip()


def _add(builder: Builder, sheet: _Sheet) -> None:
    """The sheet as text: rows of one cell at the top as lines, from the first row of several on a table."""
    lines, rows = _parts(sheet)
    for line in lines:
        builder.add(line + "\n")
    if rows:
        columns = _columns(sheet, rows)
        builder.add_table(_grid(sheet, rows, columns), numbers=(rows, columns))


def _parts(sheet: _Sheet) -> tuple[list[str], list[int]]:
    """The lines at the top of a sheet, and the rows of its table."""
    rows = sorted({row for row, _ in sheet.cells})
    width: dict[int, int] = {}
    for row, _ in sheet.cells:
        width[row] = width.get(row, 0) + 1
    top = next((at for at, row in enumerate(rows) if width[row] > 1), len(rows))
    first = {row: chars for (row, _), chars in sheet.cells.items() if width[row] == 1}
    return [first[row] for row in rows[:top]], rows[top:]


def _is_titled(sheet: _Sheet) -> bool:
    """Whether a title stands at the top of a sheet: its name is not printed then."""
    return any(regexes("layout")["sheet-title"].search(line) for line in _parts(sheet)[0])


def _columns(sheet: _Sheet, rows: list[int]) -> list[int]:
    """The columns in which something stands in one of `rows`."""
    kept = frozenset(rows)
    return sorted({column for row, column in sheet.cells if row in kept})


def _grid(sheet: _Sheet, rows: list[int], filled: list[int]) -> list[GridCell]:
    """Every cell of `rows`, empty ones too, in the columns `filled`; rows and columns in which nothing stands
    are left out.
    """
    kept = {row: at for at, row in enumerate(rows)}
    columns = {column: at for at, column in enumerate(filled)}
    spans: dict[Place, Place] = {}
    covered: set[Place] = set()
    for first, left, last, right in sheet.merged:
        down = [kept[row] for row in range(first, min(last, rows[-1]) + 1) if row in kept]
        across = [
            columns[column] for column in range(left, min(right, max(columns)) + 1) if column in columns
        ]
        if down and across and (first, left) in sheet.cells:
            spans[down[0], across[0]] = (len(down), len(across))
            covered.update((row, column) for row in down for column in across)
            covered.discard((down[0], across[0]))
    return [
        GridCell(at, place, sheet.cells.get((row, column), ""), *spans.get((at, place), (1, 1)))
        for row, at in kept.items()
        for column, place in columns.items()
        if (at, place) not in covered
    ]
