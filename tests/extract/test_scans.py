"""Pages that are pictures: named, and with the extra `ocr` read where that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from extract.pipeline import extract_file
from extract.readers import read
from ontology.errors import InputError
from ontology.settings import settings

LINES = ("NOTICE 2031", "National Energy Administration", "Reports are due on 30 June 2031.")
INSTALLED = find_spec("rapidocr") is not None


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    font = ImageFont.truetype(str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"), 30)
    picture = Image.new("RGB", (1000, 400), "white")
    for place, line in enumerate(LINES):
        ImageDraw.Draw(picture).text((60, 60 + 90 * place), line, fill="black", font=font)
    picture.save(tmp_path / "scan.png")
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.drawImage(str(tmp_path / "scan.png"), 40, 500, 500, 200)
    canvas.save()
    return tmp_path / "scan.pdf"


@pytest.fixture
def _ocr(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("POLICYGRAPH_OCR", "1")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def test_a_scan_is_not_read_unless_asked_for(scan: Path) -> None:
    with pytest.raises(InputError, match="POLICYGRAPH_OCR"):
        read(scan)


@pytest.mark.usefixtures("_ocr")
@pytest.mark.skipif(INSTALLED, reason="the extra policygraph[ocr] is installed")
def test_without_the_extra_it_says_what_to_install(scan: Path) -> None:
    with pytest.raises(InputError, match=r"policygraph\[ocr\]"):
        read(scan)


@pytest.mark.usefixtures("_ocr")
@pytest.mark.skipif(not INSTALLED, reason="the extra policygraph[ocr] is not installed")
def test_a_scan_is_read_flagged_and_less_sure(scan: Path) -> None:
    extraction = extract_file(scan)
    assert ["".join(line.split()) for line in extraction.text.chars.splitlines()] == [
        "".join(line.split()) for line in LINES
    ]
    assert [(one.code, one.page) for one in extraction.findings] == [("read-by-ocr", 1)]
    assert extraction.records
    assert all(0 < record.confidence <= 0.8 for record in extraction.records)
