"""The characters of a PDF page with their boxes, turned so that they read left to right and top to bottom."""

from __future__ import annotations

import ctypes
import math
import struct
import unicodedata
from collections import Counter
from itertools import repeat
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_new = tuple.__new__
# The same function with bare addresses: to make an object of each takes longer than what it does.
_loose_box = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium_c.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
_SAMPLE = 64
# pdfium's own marks for a hyphen at a line end, and the soft hyphen: no characters of the text.
_MARKS = frozenset({2, 0xFFFE, 0xAD})
# Fonts often map plain ideographs to radicals or compatibility forms that look the same.
_LOOKALIKES = {
    code: unicodedata.normalize("NFKC", chr(code))
    for low, high in ((0x2E80, 0x2FD5), (0xF900, 0xFAFF))
    for code in range(low, high + 1)
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
}


class Box(NamedTuple):
    """A rectangle in points; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def turned(self, quarters: int) -> Box:
        """The box after the page was turned so that text running in this direction reads level."""
        left, top, right, bottom = self
        if quarters == 1:
            return Box(top, -right, bottom, -left)
        if quarters == 2:
            return Box(-right, -bottom, -left, -top)
        if quarters == 3:
            return Box(-bottom, left, -top, right)
        return self


class Glyph(NamedTuple):
    """One character with its box, flat for speed; a line end that pdfium saw is "\\n" without extent."""

    char: str
    left: float
    top: float
    right: float
    bottom: float


def page_glyphs(page: pdfium.PdfPage) -> tuple[list[Glyph], int]:
    """The characters of a page in the order of the file, turned; and by how many quarters they were."""
    textpage = page.get_textpage()
    try:
        codes = _codes(textpage)
        quarters = _direction(textpage, codes)
        return _boxed(textpage, codes, quarters), quarters
    finally:
        textpage.close()


def _codes(textpage: pdfium.PdfTextPage) -> list[int]:
    """One code per pdfium character; a code beyond the basic plane stands as its two surrogates, or whole."""
    count = textpage.count_chars()
    units = textpage.get_text_range(errors="surrogatepass").encode("utf-16-le", "surrogatepass")
    if len(units) == 2 * count:
        return [low | high << 8 for low, high in zip(units[::2], units[1::2], strict=True)]
    return [pdfium_c.FPDFText_GetUnicode(textpage.raw, index) for index in range(count)]  # some have no code


def _direction(textpage: pdfium.PdfTextPage, codes: list[int]) -> int:
    """Quarter turns (clockwise as pdfium counts) in which most of the characters run."""
    seen = [index for index, code in enumerate(codes) if code > 0x20]
    sample = seen[:: max(1, len(seen) // _SAMPLE)]
    angles = (pdfium_c.FPDFText_GetCharAngle(textpage.raw, index) for index in sample)
    quarters = Counter(round(angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
    return min(quarters, key=lambda turn: (-quarters[turn], turn)) if quarters else 0


def _boxed(textpage: pdfium.PdfTextPage, codes: list[int], quarters: int) -> list[Glyph]:
    boxes, size = (pdfium_c.FS_RECTF * len(codes))(), ctypes.sizeof(pdfium_c.FS_RECTF)
    first = ctypes.addressof(boxes)
    places = range(first, first + len(codes) * size, size)
    known = list(map(_loose_box, repeat(ctypes.addressof(textpage.raw.contents)), range(len(codes)), places))
    glyphs: list[Glyph] = []
    lead = 0
    for code, is_known, (left, top, right, bottom) in zip(
        codes, known, struct.iter_unpack("4f", boxes), strict=True
    ):
        if 0x4E00 <= code < 0xA000 or 0x20 <= code < 0x7F:
            char = chr(code)
        elif code in _MARKS or code == 13:
            continue
        elif 0xD800 <= code < 0xDC00:
            lead = code
            continue
        elif code == 10:
            glyphs.append(Glyph("\n", 0, 0, 0, 0))
            continue
        else:
            char = _character(code, lead)
        lead = 0
        if not is_known:
            continue
        if quarters:
            glyphs.append(Glyph(char, *Box(left, -top, right, -bottom).turned(quarters)))
        else:
            glyphs.append(_new(Glyph, (char, left, -top, right, -bottom)))
    return glyphs


def _character(code: int, lead: int) -> str:
    if 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((lead - 0xD800) << 10) + code - 0xDC00) if lead else "\ufffd"
    if code < 0x20 or 0x7F <= code < 0xA0 or code > 0x10FFFF:
        return " " if code == 9 else "\ufffd"  # 0 is a glyph whose font does not say what it means
    return _LOOKALIKES.get(code) or chr(code)
