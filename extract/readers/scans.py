"""Pages that are pictures: read by OCR, where that is asked for (POLICYGRAPH_OCR) and installed.

The models lie in the package; nothing is fetched. What is read so is less sure than what a file states.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import pypdfium2 as pdfium

from ontology.errors import InputError

_DOTS = 200 / 72  # dots a point: two hundred an inch
_SAME_LINE = 0.5
_TRUST = 0.8  # of what the recogniser says of itself


@dataclass(frozen=True, slots=True)
class Scan:
    """What a picture says, a printed line a line, and how sure it is (0..1)."""

    chars: str
    certainty: float


def read_scan(page: pdfium.PdfPage) -> Scan | None:
    """What stands on the picture of `page`; None where nothing is found. Raises InputError without OCR."""
    picture = page.render(scale=_DOTS).to_numpy()
    found = _recogniser()(picture)
    if found.txts is None or not len(found.txts):
        return None
    pieces = [_Piece.of(box, text) for box, text in zip(found.boxes, found.txts, strict=True)]
    certainty = _TRUST * sum(found.scores) / len(found.scores)
    return Scan("\n".join(_lines(pieces)), round(certainty, 2))


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    left: float
    top: float
    bottom: float

    @staticmethod
    def of(box: Any, text: str) -> _Piece:
        rows = [float(point[1]) for point in box]
        return _Piece(text, min(float(point[0]) for point in box), min(rows), max(rows))


def _lines(pieces: list[_Piece]) -> list[str]:
    """The pieces line by line, each line from the left; a wide space parts them."""
    lines: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda one: (one.top + one.bottom, one.left)):
        last = lines[-1][-1] if lines else None
        apart = _SAME_LINE * (piece.bottom - piece.top)
        if last is not None and abs(piece.top + piece.bottom - last.top - last.bottom) / 2 <= apart:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return ["　".join(one.text for one in sorted(line, key=lambda one: one.left)) for line in lines]


@cache
def _recogniser() -> Any:
    try:
        from rapidocr import RapidOCR  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InputError(
            "POLICYGRAPH_OCR is set, and OCR is not installed: pip install 'policygraph[ocr]'"
        ) from error
    return RapidOCR(params={"Global.log_level": "critical"})
