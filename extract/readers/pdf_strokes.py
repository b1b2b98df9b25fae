"""The straight strokes of paths that draw several of them, as some programs draw all the rules of a table.

`tablers` takes a path for one line or one box; of a path of many strokes it sees the first only.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_LINE, _OPEN_BOX, _BOX = 2, 4, 5  # segments of the paths that are understood as they are
_MOST_SEGMENTS = 20_000  # of a page: a map or a drawing has more, a table never
_STRAIGHT = 0.5
_SHORTEST = 3.0
_DEEPEST_FORM = 15

Stroke = tuple[float, float, float, float]
_Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def strokes(page: pdfium.PdfPage) -> list[Stroke]:
    """The level and upright strokes (x1, y1, x2, y2 in points, y upwards) of the paths of many strokes.

    No stroke is given where the paths of the page draw more than a table does.
    """
    found: list[Stroke] = []
    seen = 0
    for path, segments, matrix in _paths(page.raw, _AS_IT_IS, _DEEPEST_FORM):
        if segments <= _LINE or segments in (_OPEN_BOX, _BOX) or not _is_stroked(path):
            continue
        seen += segments
        if seen > _MOST_SEGMENTS:
            return []
        found += _of_path(path, segments, _times(_matrix(path), matrix))
    return found


def draws(page: pdfium.PdfPage, least: int) -> bool:
    """Whether the paths of a page have so many segments."""
    segments = 0
    for _, count, _ in _paths(page.raw, _AS_IT_IS, _DEEPEST_FORM):
        segments += max(count, 0)
        if segments >= least:
            return True
    return False


def _paths(
    holder: Any, matrix: _Matrix, depth: int, form: bool = False
) -> Iterator[tuple[Any, int, _Matrix]]:
    """The paths of a page or form with their segments, and the matrix around each."""
    count = pdfium_c.FPDFFormObj_CountObjects if form else pdfium_c.FPDFPage_CountObjects
    get = pdfium_c.FPDFFormObj_GetObject if form else pdfium_c.FPDFPage_GetObject
    for index in range(max(count(holder), 0)):
        item = get(holder, index)
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth:
            yield from _paths(item, _times(_matrix(item), matrix), depth - 1, form=True)
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            yield item, pdfium_c.FPDFPath_CountSegments(item), matrix


def _is_stroked(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)) and bool(stroke.value)


def _of_path(path: Any, segments: int, matrix: _Matrix) -> Iterator[Stroke]:
    x, y = ctypes.c_float(), ctypes.c_float()
    here: tuple[float, float] | None = None
    for index in range(segments):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        there = _moved(x.value, y.value, matrix)
        if here and kind == pdfium_c.FPDF_SEGMENT_LINETO and _is_rule(here, there):
            yield (*here, *there)
        here = there


def _is_rule(one: tuple[float, float], two: tuple[float, float]) -> bool:
    across, down = abs(one[0] - two[0]), abs(one[1] - two[1])
    return min(across, down) < _STRAIGHT and max(across, down) >= _SHORTEST


def _matrix(item: Any) -> _Matrix:
    raw = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, raw):
        return _AS_IT_IS
    return (raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _moved(x: float, y: float, matrix: _Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
