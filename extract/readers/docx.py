"""Word documents: paragraphs and tables in document order, as they are printed.

What is printed and stands in no run (automatic numbers) is in the characters; what stands there and is not
printed (tracked deletions, hidden text, field codes) is not. Headers, footers, notes and comments are left
out. A document has no pages before it is laid out, so `pages` stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extract.readers.content import Builder, Content, GridCell
from extract.readers.numbering import Numbering
from extract.readers.package import Package
from extract.readers.wordml import child, local, switched_on, value
from ontology.errors import InputError

_PROPERTIES = {"pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr"}
_NOT_PRINTED = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "rt", *_PROPERTIES})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MOST_COLUMNS = 1000


def read_docx(data: bytes, name: str) -> Content:
    """A .docx file: each paragraph a line with a blank one after it, each cell of a table one range."""
    package = Package(data, name, "DOCX")
    part = package.main_part()
    body = child(package.xml(part), "body")
    if body is None:
        raise InputError(f"{name}: not a DOCX file: it has no body")
    writer = _Writer(Numbering(package.related(part, "numbering"), package.related(part, "styles")))
    builder = Builder()
    _add_blocks(builder, writer, body)
    return builder.content()


class _Writer:
    """Turns paragraphs into characters; keeps count of the numbers, and of text boxes met on the way."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self.boxes: list[etree._Element] = []

    def paragraph(self, element: etree._Element) -> str:
        """The printed characters of one `w:p`."""
        text = "".join(self._inline(element))
        if not text and not self.end(element, "\n"):
            return ""  # deleted as a whole: it does not count
        return self._numbering.label(child(element, "pPr")) + text  # an empty cell may be numbered, too

    def end(self, element: etree._Element, mark: str) -> str:
        """What closes the paragraph: nothing where its mark is deleted, so that the next one continues it."""
        deleted = child(child(child(element, "pPr"), "rPr"), "del")
        return "" if deleted is not None else mark

    def lines(self, container: etree._Element) -> str:
        """Everything in a cell or text box, a paragraph or a row of an inner table a line."""
        text = ""
        for kind, element in _blocks(container):
            if kind == "p":
                text += self.paragraph(element).replace("\t", " ") + self.end(element, "\n")
            else:
                rows = (" ".join(filter(None, map(self.lines, _cells(row)))) for row in _rows(element))
                text += "".join(f"{row}\n" for row in rows)
        return text.strip()

    def _inline(self, element: etree._Element) -> Iterator[str]:
        for part in element:
            name = local(part)
            if name == "t":
                yield part.text or ""
            elif name in _CHARACTERS:
                yield _CHARACTERS[name]
            elif name == "txbxContent":
                self.boxes.append(part)
            elif name == "r" and switched_on(child(child(part, "rPr"), "vanish")):
                continue
            elif name and name not in _NOT_PRINTED:
                yield from self._inline(part)


def _blocks(container: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The paragraphs ("p") and tables ("tbl") of a container, through content controls and insertions."""
    for part in container:
        name = local(part)
        if name in {"p", "tbl"}:
            yield name, part
        elif name and name not in _NOT_PRINTED:
            yield from _blocks(part)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for part in table:
        name = local(part)
        if name == "tr":
            if child(child(part, "trPr"), "del") is None:
                yield part
        elif name and name not in _NOT_PRINTED:
            yield from _rows(part)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for part in row:
        name = local(part)
        if name == "tc":
            yield part
        elif name and name not in _NOT_PRINTED:
            yield from _cells(part)


def _add_table(builder: Builder, writer: _Writer, table: etree._Element) -> None:
    cells: dict[tuple[int, int], GridCell] = {}
    open_at: dict[int, tuple[int, int]] = {}  # column -> the cell above that may go on there
    for row_index, row in enumerate(_rows(table)):
        column = _integer(child(child(row, "trPr"), "gridBefore"), 0)
        for element in _cells(row):
            properties = child(element, "tcPr")
            span = max(_integer(child(properties, "gridSpan"), 1), 1)
            merge = child(properties, "vMerge")
            above = open_at.get(column)
            if merge is not None and value(merge, "val") != "restart" and above is not None:
                first = cells[above]
                cells[above] = GridCell(
                    first.row, first.column, first.chars, row_index - first.row + 1, first.column_span
                )
            else:
                chars = writer.lines(element)
                chars = "\n".join(filter(None, [chars, *map(writer.lines, _taken(writer.boxes))]))
                cells[row_index, column] = GridCell(row_index, column, chars, 1, span)
                open_at[column] = (row_index, column)
            column += span
    if cells:
        builder.add_table(list(cells.values()))
        builder.add("\n")


def _add_blocks(builder: Builder, writer: _Writer, container: etree._Element) -> None:
    """Everything in the body, or in a cell of a table that but frames another one, block by block."""
    for kind, element in _blocks(container):
        if kind == "p":
            builder.add(writer.paragraph(element) + writer.end(element, "\n\n"))
            for box in _taken(writer.boxes):
                builder.add(writer.lines(box) + "\n\n")
        elif _frames(element):
            for cell in (cell for row in _rows(element) for cell in _cells(row)):
                _add_blocks(builder, writer, cell)
        else:
            _add_table(builder, writer, element)


def _frames(table: etree._Element) -> bool:
    """Whether a table is there to place another one on the page: one in its cells has more cells than itself,
    several in a row.
    """
    inner = [
        element
        for row in _rows(table)
        for cell in _cells(row)
        for kind, element in _blocks(cell)
        if kind == "tbl"
    ]
    if not inner:
        return False
    own = sum(1 for row in _rows(table) for _ in _cells(row))
    rows = ([sum(1 for _ in _cells(row)) for row in _rows(element)] for element in inner)
    return any(_frames(element) for element in inner) or any(
        sum(wide) > own and max(wide, default=0) > 1 for wide in rows
    )


def _taken(boxes: list[etree._Element]) -> list[etree._Element]:
    taken = boxes[:]
    boxes.clear()
    return taken


def _integer(element: etree._Element | None, default: int) -> int:
    text = value(element, "val") or ""
    return min(int(text), _MOST_COLUMNS) if text.isascii() and text.isdigit() and len(text) < 10 else default
