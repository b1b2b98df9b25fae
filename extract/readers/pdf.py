"""PDF files: characters by pdfium, ruled tables by tablers, page by page.

pdfium is not safe for threads, so one lock guards it; read files in parallel by processes.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extract.readers.content import Builder, Content
from extract.readers.kinds import check_pdf
from extract.readers.pdf_characters import Box, Glyph, page_glyphs
from extract.readers.pdf_layout import PageTable, page_blocks
from extract.readers.pdf_spots import sets_columns_apart
from extract.readers.pdf_strokes import draws, strokes
from extract.readers.pdf_tables import Grid, PageTables, use_fonts
from extract.readers.plausible import everyday_share, never_written_share
from extract.readers.scans import read_scan
from extract.readers.stand_in_font import StandInFonts
from extract.text import Finding, Page, Spot
from ontology.errors import InputError
from ontology.settings import settings

_LOCK = threading.Lock()
_FONTS = StandInFonts()
_FONTS.setup()
use_fonts(_FONTS)
_MOST_NEVER_WRITTEN = 0.05
_LEAST_EVERYDAY = 0.6
_ENOUGH_TO_JUDGE = 20
_MOST_DAMAGED = 50  # pages in a row
_LEAST_SEGMENTS = 8  # of two boxes, or of five lines: the smallest table
_UNREAD = frozenset({"no-text", "untrusted-characters"})
_PASSWORD_NEEDED = 4  # FPDF_ERR_PASSWORD


def read_pdf(data: bytes, name: str) -> Content:
    """A .pdf file: text outside tables line by line, each cell of a ruled table one range of characters.

    What could not be read or trusted on a page is a finding: `no-text`, `unreadable-page`, `tables-unread`,
    `untrusted-characters`, `read-by-ocr`.
    """
    check_pdf(data, name)
    with _LOCK:
        document = _opened(data, name)
        tables = PageTables(data)
        try:
            content = _content(document, tables)
        finally:
            tables.close()
            document.close()
    if not content.chars.strip():
        raise InputError(
            f"{name}: no page has text in it (a scan?); set POLICYGRAPH_OCR=1 to have it read by OCR"
        )
    return content


def _opened(data: bytes, name: str) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == _PASSWORD_NEEDED:
            raise InputError(f"{name}: encrypted; save a copy without a password") from error
        raise InputError(f"{name}: a damaged PDF file; pdfium cannot open it") from error
    if len(document) == 0:
        document.close()
        raise InputError(f"{name}: a damaged PDF file; it has no pages")
    return document


def _content(document: pdfium.PdfDocument, tables: PageTables) -> Content:
    builder = Builder()
    damaged = 0
    for index in range(len(document)):
        if damaged >= _MOST_DAMAGED:  # a broken file may claim any number of pages
            message = f"none of the pages from {index - damaged + 1} on can be read"
            builder.findings[-damaged:] = [Finding("unreadable-page", message, index - damaged + 1)]
            break
        start, certainty = builder.length, 1.0
        try:
            page = document[index]
        except pdfium.PdfiumError:
            builder.findings.append(Finding("unreadable-page", f"page {index + 1} is damaged", index + 1))
            damaged += 1
        else:
            damaged = 0
            certainty = _add_page(builder, page, tables, index)
            page.close()
        builder.pages.append(Page(index + 1, start, builder.length, certainty))
    return builder.content()


def _add_page(builder: Builder, page: pdfium.PdfPage, tables: PageTables, index: int) -> float:
    """Add what stands on a page; how sure it is."""
    number = index + 1
    try:
        glyphs, quarters = page_glyphs(page)
    except pdfium.PdfiumError:
        builder.findings.append(Finding("unreadable-page", f"the text of page {number} is damaged", number))
        return 1.0
    width, height = page.get_size()
    turns = pdfium_c.FPDFPage_GetRotation(page.raw)
    known = 0 <= turns <= 3  # tablers panics on others
    grids: list[Grid] | None = []
    if draws(page, _LEAST_SEGMENTS):  # to look for a table takes longer than to read
        upright = width if turns % 2 else height
        grids = tables.of_page(index, upright, quarters, strokes(page)) if known else None
    doubts = list(_doubts(glyphs, grids is None, number))
    unread = any(doubt.code in _UNREAD for doubt in doubts)
    if unread and settings().ocr and (scan := read_scan(page)) is not None:
        message = f"page {number} was read by OCR, {scan.certainty:.0%} sure"
        builder.findings.append(Finding("read-by-ocr", message, number))
        builder.add(f"{scan.chars}\n")
        return scan.certainty
    builder.findings.extend(doubts)
    left, bottom, right, top = page.get_bbox()
    outline = Box(left, -top, right, -bottom).turned(quarters)
    spots: list[Spot] = []
    for block in page_blocks(glyphs, grids or [], outline):
        if isinstance(block, PageTable):
            builder.add_table(block.cells, number)
        else:
            start, _ = builder.add(f"{block.chars}\n")
            spots += (spot._replace(start=start + spot.start, end=start + spot.end) for spot in block.spots)
    if sets_columns_apart(spots, bool(builder.spots) and builder.spots[-1].start >= builder.pages[-1].start):
        builder.spots += spots
    return 1.0


def _doubts(glyphs: list[Glyph], no_tables: bool, number: int) -> Iterator[Finding]:
    chars = "".join([glyph[0] for glyph in glyphs])
    if not chars.strip():
        yield Finding("no-text", f"page {number} has no text", number)
        return
    if no_tables:
        yield Finding("tables-unread", f"page {number} was read without looking for ruled tables", number)
    beyond = len(chars) - len(chars.encode("ascii", "ignore"))
    strange = beyond >= _ENOUGH_TO_JUDGE and everyday_share(chars) < _LEAST_EVERYDAY
    if strange or never_written_share(chars) > _MOST_NEVER_WRITTEN:
        message = f"the characters of page {number} cannot be trusted: a font without a usable character map"
        yield Finding("untrusted-characters", message, number)
