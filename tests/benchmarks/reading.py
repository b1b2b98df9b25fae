"""How fast documents are read and how much memory that takes: a section of docs/benchmarks.md.

Processor seconds, so that others on the machine matter less; each text is read by a process of its own, which
has imported what it needs before. The rounds go over all texts in turn, so that a slow minute of the machine
strikes each of them at most once.
"""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
ROUNDS = 5
_FONT = "STSong-Light"
_PAGES = 40
_HEADS = ("序号", "项目名称", "建设内容", "所在地区", "建设单位")
_LATIN = (
    "The agency shall publish the plan for storage of 100 MW by 30 June 2031, and report on it each year. "
)
_READ = """
import gc, resource, sys, time
gc.set_threshold(50_000)
import extract.preload
from pathlib import Path
from extract.pipeline import extract_text
from extract.readers import read
if sys.argv[1].endswith(".pdf"):
    import extract.readers.pdf
begun = time.process_time()
text = read(Path(sys.argv[1]))
there = time.process_time()
extract_text(text)
ended = time.process_time()
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)
print(len(text.chars), len(text.pages), there - begun, ended - there, most)
"""


def section() -> list[str]:
    """Read every text; the lines of the report."""
    lines = [
        f"{ROUNDS} rounds over all texts in turn, in processor seconds: the fastest and the median of each."
        " What a process imports, the reader of PDF files included, is not counted.",
        "",
        "| text | characters | characters a second, fastest | median | pages a second, read, fastest | median"
        " | ... and extracted, fastest | median | MiB, median |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        texts = list(_texts(Path(folder)))
        rounds = [[_run(path) for _, path in texts] for _ in range(ROUNDS)]
    for (name, _), runs in zip(texts, zip(*rounds, strict=True), strict=True):
        lines.append(f"| {name} | {' | '.join(_told(runs))} |")
    return lines


def _told(runs: Sequence[tuple[float, ...]]) -> Iterator[str]:
    """The columns for the runs of one text."""
    chars, pages = runs[0][:2]
    seconds = [read + extract for _, _, read, extract, _ in runs]
    yield f"{chars:,.0f}"
    yield from _fastest_and_median(chars, seconds)
    if pages:
        yield from _fastest_and_median(pages, [run[2] for run in runs])
        yield from _fastest_and_median(pages, seconds)
    else:
        yield from [""] * 4
    yield f"{statistics.median(run[4] for run in runs):,.0f}"


def _fastest_and_median(count: float, seconds: Sequence[float]) -> Iterator[str]:
    yield from (f"{count / pick(seconds):,.0f}" for pick in (min, statistics.median))


def _run(path: Path) -> tuple[float, ...]:
    command = [sys.executable, "-c", _READ, str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return tuple(map(float, said.split()))


def _texts(folder: Path) -> Iterator[tuple[str, Path]]:
    """Texts of every kind, with what they are."""
    duties = (EXAMPLES / "demo-duties-2025.txt").read_text("utf-8")
    listed = (EXAMPLES / "demo-list-2025.txt").read_text("utf-8")
    if corpus := os.environ.get("POLICYGRAPH_CORPUS"):
        yield from (("corpus", path) for path in sorted(Path(corpus).glob("*.txt")))
    for name, chars in {
        "duties": duties * (300_000 // len(duties)),
        "duties, ten times as long": duties * (3_000_000 // len(duties)),
        "duties on one line": "".join(duties.split()) * (300_000 // len(duties)),
        "lists, a cell over several lines": listed * (100_000 // len(listed)),
        "Latin text": (_LATIN * 10 + "\n") * 300,
    }.items():
        path = folder / f"{len(list(folder.iterdir()))}.txt"
        path.write_text(chars, "utf-8")
        yield name, path
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    pages = {
        "PDF, prose": _prose(duties),
        "PDF, ruled table": _table(True),
        "PDF, table without rules": _table(False),
    }
    for name, data in pages.items():
        path = folder / f"{len(list(folder.iterdir()))}.pdf"
        path.write_bytes(data)
        yield name, path


def _prose(chars: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    words = "".join(chars.split())
    for page in range(_PAGES):
        canvas.setFont(_FONT, 12)
        for line in range(36):
            at = (page * 36 + line) * 38 % (len(words) - 38)
            canvas.drawString(60, 780 - 20 * line, words[at : at + 38])
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _table(ruled: bool) -> bytes:
    body = ParagraphStyle("body", fontName=_FONT, fontSize=10, leading=14, wordWrap="CJK")
    rows = [
        (
            f"{n}",
            f"第{n}号储能示范项目",
            f"建设{n}兆瓦储能电站，配套建设升压站和送出线路。" * 3,
            "浙江省",
            f"浙江第{n}能源有限公司",
        )
        for n in range(1, 10 * _PAGES)
    ]
    cells = [[Paragraph(text, body) for text in row] for row in (_HEADS, *rows)]
    table = Table(cells, colWidths=(36, 100, 200, 60, 120), repeatRows=1)
    if ruled:
        table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, black)])
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4, invariant=1).build([Paragraph("储能示范项目清单", body), table])
    return file.getvalue()
