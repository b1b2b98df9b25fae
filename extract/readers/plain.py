"""Plain text and Markdown: the decoded file itself, character for character."""

from __future__ import annotations

import codecs
import re

from extract.readers.content import Content
from extract.readers.plausible import everyday_share, most_used_share, never_written_share
from extract.text import Cell, Page, Table
from ontology.errors import InputError

# The longer mark first: the one of UTF-32 begins like the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = ("utf-16-le", "utf-16-be", "gb18030")
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office document"),
)
_LEAST_EVERYDAY = 0.85
_LEAST_MOST_USED = 0.03
_MOST_CONTROL = 0.01

_PIPE_LINE = re.compile(r"[ \t]*\|[^\r\n]*\|[ \t]*(?=\r?$)", re.MULTILINE)
_PIPE_RULE = re.compile(r"[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*")
_PIPE_CELL = re.compile(r"(?:\\.|[^|\\\r\n])*")


def read_plain(data: bytes, name: str) -> Content:
    """A text file. Pages are what form feeds divide; without them there are none."""
    chars = decode(data, name)
    return Content(chars, _pages(chars))


def read_markdown(data: bytes, name: str) -> Content:
    """A Markdown file: the same characters, with its pipe tables named."""
    chars = decode(data, name)
    return Content(chars, _pages(chars), tuple(_pipe_tables(chars)))


def decode(data: bytes, name: str) -> str:
    """The characters of `data` without a byte-order mark.

    Raises InputError where it is no text, or in no known encoding.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"{name}: this is {kind}, not text; give the file its right suffix")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _text(_strict(data[len(mark) :], encoding, name), name)
    try:
        chars = data.decode("utf-8")
    except UnicodeDecodeError:
        chars = None
    if chars is not None and "\0" not in chars:
        return _text(chars, name)
    return _text(_guess(data, name), name)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: its byte-order mark says {encoding}, but byte {error.start} does not fit"
        ) from error


def _guess(data: bytes, name: str) -> str:
    """The reading of `data` whose characters are most everyday; a tie goes to the encoding named first."""
    best, share = "", 0.0
    for encoding in _GUESSES:
        try:
            chars = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        found = 0.0 if "\0" in chars else everyday_share(chars)
        if found > share:
            best, share = chars, found
    if share >= _LEAST_EVERYDAY and most_used_share(best) >= _LEAST_MOST_USED:
        return best
    if b"\0" in data:
        raise InputError(f"{name}: a binary file, not text")
    raise InputError(f"{name}: unknown encoding; save it as UTF-8 or GB18030")


def _text(chars: str, name: str) -> str:
    if "\0" in chars or never_written_share(chars) > _MOST_CONTROL:
        raise InputError(f"{name}: a binary file, not text")
    return chars


def _pages(chars: str) -> tuple[Page, ...]:
    if "\f" not in chars:
        return ()
    starts = [0, *(match.end() for match in re.finditer("\f", chars))]
    if not chars[starts[-1] :].strip():  # a form feed that closes the last page opens none
        starts.pop()
    ends = [*starts[1:], len(chars)]
    return tuple(Page(number, *place) for number, place in enumerate(zip(starts, ends, strict=True), start=1))


def _pipe_tables(chars: str) -> list[Table]:
    """Pipe tables: lines `| a | b |` under a header whose next line is a rule `|---|---|`."""
    tables: list[Table] = []
    block: list[re.Match[str]] = []
    for line in [*_PIPE_LINE.finditer(chars), None]:
        if line is not None and block and not chars[block[-1].end() : line.start()].strip("\r\n"):
            joined = chars.count("\n", block[-1].end(), line.start()) == 1
        else:
            joined = False
        if block and not joined:
            tables.extend(_pipe_table(chars, block))
            block = []
        if line is not None:
            block.append(line)
    return tables


def _pipe_table(chars: str, lines: list[re.Match[str]]) -> list[Table]:
    if len(lines) < 2 or not _PIPE_RULE.fullmatch(lines[1].group()):
        return []
    cells: list[Cell] = []
    for row, line in enumerate([lines[0], *lines[2:]]):
        at, column = chars.index("|", line.start()) + 1, 0
        last = chars.rindex("|", line.start(), line.end())
        while at <= last:
            found = _PIPE_CELL.match(chars, at)
            end = found.end() if found else at
            cells.append(_trimmed(chars, row, column, at, end))
            at, column = end + 1, column + 1
    return [Table(lines[0].start(), lines[-1].end(), None, tuple(cells))]


def _trimmed(chars: str, row: int, column: int, start: int, end: int) -> Cell:
    inner = chars[start:end]
    if not inner.strip():
        return Cell(row, column, start, start)
    return Cell(row, column, start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip()))
