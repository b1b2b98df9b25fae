"""One font for every font that a PDF names and does not embed.

pdfium looks for such fonts on the machine and drops text objects whose glyphs turn out to have no width, as
single Chinese characters do where no Chinese font is installed. Text must not depend on the machine, so this
font, whose only glyph is a full square for every character, stands in for all. Widths come from the PDF.
"""

from __future__ import annotations

import ctypes
import struct
from typing import Any

import pypdfium2 as pdfium

_EM = 1000
_BASE = -200
_SQUARE = (0, _BASE, _EM, _BASE + _EM)
_OS2 = (_BASE + _EM, _BASE, 0, _BASE + _EM, -_BASE)  # typographic and Windows heights
_HANDLE = 1
_CHECKSUM_OF_FONT = 0xB1B0AFBA
_NAME = b"PolicygraphStandIn\0"


def stand_in_font() -> bytes:
    """A TrueType file with one square glyph that its character map (format 13) gives to every code point."""
    tables = {
        b"OS/2": struct.pack(">HhHH", 0, _EM, 400, 5) + bytes(56) + struct.pack(">HHhhhHH", 32, 65535, *_OS2),
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + _character_map(),
        b"glyf": _glyph(),
        b"head": _head(),
        b"hhea": struct.pack(">IhhhHhhhhhh8xhH", 0x10000, 800, _BASE, 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 2),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, 0),
        b"loca": struct.pack(">HHH", 0, 0, len(_glyph()) // 2),
        b"maxp": struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    return _file(tables)


def _character_map() -> bytes:
    groups = struct.pack(">III", 0x20, 0x10FFFF, 1)
    return struct.pack(">HHIII", 13, 0, 16 + len(groups), 0, 1) + groups


def _glyph() -> bytes:
    left, bottom, right, top = _SQUARE
    outline = struct.pack(">hhhhhHH", 1, left, bottom, right, top, 3, 0) + bytes([1, 1, 1, 1])
    outline += struct.pack(">hhhh", left, 0, right, 0) + struct.pack(
        ">hhhh", bottom, top - bottom, 0, bottom - top
    )
    return outline + bytes(-len(outline) % 4)


def _head() -> bytes:
    # version, revision, checksum (set below), magic number, flags, units, dates, box, style, size, hints
    return struct.pack(
        ">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _EM, 0, 0, *_SQUARE, 0, 8, 2, 0, 0
    )


def _file(tables: dict[bytes, bytes]) -> bytes:
    directory, body = b"", b""
    start = 12 + 16 * len(tables)
    for tag, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        directory += struct.pack(">4sIII", tag, _checksum(padded), start + len(body), len(table))
        body += padded
    power = len(tables).bit_length() - 1
    header = struct.pack(">IHHHH", 0x10000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    data = header + directory + body
    at = (
        start
        + sum(len(table) + -len(table) % 4 for tag, table in sorted(tables.items()) if tag < b"head")
        + 8
    )
    return data[:at] + struct.pack(">I", (_CHECKSUM_OF_FONT - _checksum(data)) & 0xFFFFFFFF) + data[at + 4 :]


def _checksum(data: bytes) -> int:
    data += bytes(-len(data) % 4)
    return sum(int(word) for word in struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF


class StandInFonts(pdfium.PdfSysfontBase):  # type: ignore[misc]
    """What pdfium asks for fonts instead of the machine; `setup()` puts it in place for the whole process."""

    _font = stand_in_font()

    # The names and parameters below are those of pdfium's interface FPDF_SYSFONTINFO.
    def EnumFonts(self, _: Any, mapper: Any) -> None:  # noqa: N802
        """No font is installed."""

    def MapFont(self, _: Any, weight: int, italic: int, charset: int, *name: Any) -> int:  # noqa: N802
        """Every font asked for is the one there is."""
        self._charset = charset
        return _HANDLE

    def GetFont(self, _: Any, face: Any) -> int:  # noqa: N802
        """The one there is."""
        return _HANDLE

    def GetFontData(self, _: Any, handle: int, table: int, buffer: Any, size: int) -> int:  # noqa: N802
        """The file, or one of its tables; with too small a buffer, its size only."""
        data = self._font if table == 0 else _table(self._font, table)
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def GetFaceName(self, _: Any, handle: int, buffer: Any, size: int) -> int:  # noqa: N802
        """The name of the one font."""
        if buffer and size >= len(_NAME):
            ctypes.memmove(buffer, _NAME, len(_NAME))
        return len(_NAME)

    def GetFontCharset(self, _: Any, handle: int) -> int:  # noqa: N802
        """The character set last asked for: the font has them all."""
        return getattr(self, "_charset", 1)

    def DeleteFont(self, _: Any, handle: int) -> None:  # noqa: N802
        """Nothing to free."""


def _table(font: bytes, tag: int) -> bytes:
    for at in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16):
        name, _, start, length = struct.unpack_from(">IIII", font, at)
        if name == tag:
            return font[start : start + length]
    return b""
