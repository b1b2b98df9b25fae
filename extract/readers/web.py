"""Web pages: what a browser shows, block by block, with the cells of data tables named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from extract.readers.content import Builder, Content, GridCell
from extract.readers.plain import decode
from extract.readers.web_beside import drop_above_title, drop_beside
from extract.readers.web_hidden import hide_by_names, hide_repeated, is_hidden, show, show_most
from ontology.errors import InputError

_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_NATIONAL = frozenset({"gb2312", "gbk", "gb18030"})
_HEAD = 4096
_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", "caption",
})  # fmt: skip
_MOST_SPAN = 1000
_LONGEST_LABEL = 12
_MARKS = ("：", ":", "？", "?", "。", "！")
_INLINE = frozenset({"b", "em", "i", "span", "strong"})
_NUMBER = re.compile(r"\s*\d{1,3}\s*")
_GOES_ON = re.compile(
    r"\s*[\dA-Za-z.．、,，:：%％()（）\u5e74\u6708\u65e5]|\s*$"
)  # more figures, a mark, or a part of a date
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_SERVER_CODE = re.compile(r"<%(?:[^<%]|%(?!>)|<(?!%))*+%>")  # of a page that was saved as the server has it


def read_html(data: bytes, name: str) -> Content:
    """An .html file: each block a line, each cell of a table one range; hidden parts are left out, unless
    they are most of what there is.
    """
    source = _SERVER_CODE.sub("", _decoded(data, name)).encode("utf-8", "replace")
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise InputError(f"{name}: not an HTML file: {error}") from error
    # What stands deeper than the parser goes is lost, and so is all behind it.
    if any("depth" in entry.message for entry in parser.error_log):
        raise InputError(f"{name}: its tags are nested too deeply; no page that people read is")
    show_most(root)
    hide_by_names(root)
    drop_beside(root)
    _show_title(root)
    drop_above_title(root)
    hide_repeated(root)
    return _built(root)


def _built(root: etree._Element) -> Content:
    """The lines and tables of a page."""
    builder = Builder()
    line = ""
    for piece in _pieces(root):
        if isinstance(piece, str) and piece != "\n":
            line += piece
            continue
        if line.strip():
            builder.add(_tidy(line) + "\n")
        line = ""
        if isinstance(piece, list):
            builder.add_table(piece)
    if line.strip():
        builder.add(_tidy(line) + "\n")
    return builder.content()


def _decoded(data: bytes, name: str) -> str:
    """The characters by what the page declares, else by how they look."""
    declared = _DECLARED.search(data, 0, _HEAD)
    encoding = declared[1].decode("ascii").lower() if declared else ""
    if encoding in _NATIONAL and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("gb18030")  # holds the two older ones
        except UnicodeDecodeError:
            pass
    return decode(data, name)


def _show_title(root: etree._Element) -> None:
    """Make a hidden main heading visible where no line says the same: some sites show it by script."""
    shown = "".join(piece for piece in _pieces(root) if isinstance(piece, str)).split("\n")
    lines = ["".join(line.split()) for line in shown]
    for heading in filter(is_hidden, root.iter("h1")):
        title = "".join("".join(heading.itertext()).split())
        said = any(title in line or (line in title and 2 * len(line) > len(title)) for line in lines)
        if not said:
            show(heading)


def _pieces(element: etree._Element) -> Iterator[str | list[GridCell]]:
    """Text, line ends and tables in the order of the page."""
    # Pages are nested deeper than Python calls: what is still to come stands on a stack, the next thing last.
    coming: list[etree._Element | str] = [element]
    while coming:
        item = coming.pop()
        if isinstance(item, str):
            yield item
        elif not is_hidden(item):
            block = item.tag in _BLOCKS
            if block and not _follows_label(item):
                yield "\n"
            if block:
                coming.append(_colon(item) if _is_label(item) else "\n")
            cells = _data_table(item) if item.tag == "table" else None
            if cells is not None:
                yield from (piece for caption in item.iterfind("caption") for piece in _pieces(caption))
                yield cells
            elif item.tag == "br":
                yield "\n"
            else:
                yield (item.text or "").lstrip() if _follows_label(item) else _blank_or(item.text)
                for part in reversed(item):
                    coming += [_behind(part), part]


def _is_number(element: etree._Element) -> bool:
    """Whether an element at the head of a block holds but the number of what the next one says."""
    parent, following = element.getparent(), element.getnext()
    if element.tag not in _INLINE or len(element) or parent is None or following is None:
        return False
    heads = element.getprevious() is None and not (parent.text or "").strip() and parent.tag in _BLOCKS
    apart = _GOES_ON.match("".join(following.itertext())) is None
    return heads and apart and _NUMBER.fullmatch(element.text or "") is not None


def _is_label(element: etree._Element) -> bool:
    """Whether an element is a term of a definition list that is short enough to label what follows."""
    following = element.getnext() if element.tag == "dt" else None
    if following is None or following.tag != "dd":
        return False
    return 0 < len("".join(element.itertext()).strip()) <= _LONGEST_LABEL


def _follows_label(element: etree._Element) -> bool:
    """Whether an element is what a label labels, or the first thing in that."""
    above = element.getparent()
    while (
        element.tag != "dd"
        and above is not None
        and element.getprevious() is None
        and not (above.text or "").strip()
    ):
        element, above = above, above.getparent()
    before = element.getprevious() if element.tag == "dd" else None
    return before is not None and _is_label(before)


def _colon(label: etree._Element) -> str:
    """What parts a label from what it labels, on one line; a browser shows them apart."""
    return "" if "".join(label.itertext()).rstrip().endswith(_MARKS) else "："


def _behind(part: etree._Element) -> str:
    """The text behind an element: none but what is printed behind a label, a space behind a number."""
    if _is_label(part) and not (part.tail or "").strip():
        return ""
    return _blank_or(part.tail) or (" " if _is_number(part) else "")


def _blank_or(text: str | None) -> str:
    """Text as it stands; a line break that is all of it is a space, not the end of a block."""
    return " " if text == "\n" else text or ""


def _data_table(table: etree._Element) -> list[GridCell] | None:
    """The cells of a table of data; None for one that only lays out the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return None
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    lines = list(table.iter("tr"))
    for row, line in enumerate(lines):
        column = 0
        for element in line.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            across, down = _span(element, "colspan"), min(_span(element, "rowspan"), len(lines) - row)
            taken.update((row + below, column + beside) for below in range(down) for beside in range(across))
            cells.append(GridCell(row, column, _text(element), down, across))
            column += across
    return cells if any(cell.column for cell in cells) else None


def _span(element: etree._Element, name: str) -> int:
    text = element.get(name, "").strip()
    return min(max(int(text), 1), _MOST_SPAN) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _text(cell: etree._Element) -> str:
    lines = "".join(piece for piece in _pieces(cell) if isinstance(piece, str)).split("\n")
    return "\n".join(tidy for tidy in map(_tidy, lines) if tidy)


def _tidy(line: str) -> str:
    return _SPACE.sub(" ", line).strip()
