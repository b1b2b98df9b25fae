"""Write demo-table.pdf: the facts of data/table.yaml as a ruled table over two pages, its header row on each.

Run `python examples/make_pdf.py`. The bytes are the same on every run: no dates, no compression, no font.
"""

from __future__ import annotations

import io
from pathlib import Path

import yaml
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

HERE = Path(__file__).parent
FONT = "STSong-Light"
WIDTHS = (36, 40, 110, 90, 60, 160)
BODY = ParagraphStyle("body", fontName=FONT, fontSize=10.5, leading=17, wordWrap="CJK")
TITLE = ParagraphStyle("title", BODY, fontSize=15, leading=26, alignment=1)


def page_number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    """The foot of a page."""
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, 30, f"— {document.page} —")


def pdf() -> bytes:
    """The whole file."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    data = yaml.safe_load((HERE / "data" / "table.yaml").read_text("utf-8"))
    rows = [[Paragraph(str(value), BODY) for value in row] for row in (data["columns"], *data["rows"])]
    table = Table(rows, colWidths=WIDTHS, repeatRows=1, spaceBefore=8)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    file = io.BytesIO()
    document = SimpleDocTemplate(file, pagesize=A4, pageCompression=0, invariant=1, title=data["title"])
    parts = [Paragraph(data["title"], TITLE), Paragraph(data["note"], BODY), table]
    document.build(parts, onFirstPage=page_number, onLaterPages=page_number)
    return file.getvalue()


if __name__ == "__main__":
    (HERE / "demo-table.pdf").write_bytes(pdf())
