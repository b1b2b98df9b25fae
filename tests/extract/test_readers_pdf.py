"""PDF files: every character once, each cell of a ruled table in one piece, doubts named."""

import io
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from extract.readers import read
from ontology.errors import InputError

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
XS, YS = (60, 110, 230, 400), (700, 660, 620, 560)
CELLS = [
    ("序号", "项目名称", "实施主体"),
    ("1", "储能电站/示范项目", "甲公司"),
    ("2", "绿氢项目", "乙公司/（北京）"),
]


class Sheet:
    """A PDF under the pen: `say` writes a line, `grid` rules a table, `fill` writes lines into its cells."""

    def __init__(self, pagesize=A4, **options):
        self.file = io.BytesIO()
        self.pen = canvas.Canvas(self.file, pagesize=pagesize, invariant=1, **options)

    def say(self, x, y, text):
        self.pen.setFont("STSong-Light", 10)
        self.pen.drawString(x, y, text)
        return self

    def grid(self, xs=XS, ys=YS, draw=None):
        draw = draw or self.pen.line
        for y in ys:
            draw(xs[0], y, xs[-1], y)
        for x in xs:
            draw(x, ys[0], x, ys[-1])
        return self

    def fill(self, cells=CELLS, xs=XS, ys=YS):
        for y, row in zip(ys, cells, strict=False):
            for x, words in zip(xs, row, strict=False):
                for index, line in enumerate(words.split("/")):
                    self.say(x + 3, y - 14 - 13 * index, line)
        return self

    def page(self):
        self.pen.showPage()
        return self

    def done(self):
        self.pen.save()
        return self.file.getvalue()


def _read(folder: Path, data: bytes):
    path = folder / "a.pdf"
    path.write_bytes(data)
    return read(path)


def _rows(text, table):
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(text.chars[cell.start : cell.end])
    return list(rows.values())


EXPECTED = [[cell.replace("/", "\n") for cell in row] for row in CELLS]


def test_text_and_table_stand_in_reading_order_with_pages(tmp_path):
    sheet = Sheet().say(60, 760, "项目清单如下：").grid().fill().say(60, 500, "特此通知。").page()
    text = _read(tmp_path, sheet.say(60, 760, "2031年5月6日").page().done())
    [table] = text.tables
    assert _rows(text, table) == EXPECTED
    assert text.chars == (
        "项目清单如下：\n序号\t项目名称\t实施主体\n1\t储能电站\n示范项目\t甲公司\n"
        "2\t绿氢项目\t乙公司\n（北京）\n特此通知。\n2031年5月6日\n"
    )
    assert (table.page, [page.number for page in text.pages]) == (1, [1, 2])
    assert text.page_at(text.chars.index("2031")) == 2
    assert text.findings == ()


def _hairline(pen):
    return lambda x1, y1, x2, y2: pen.rect(x1, y2, max(x2 - x1, 0.4), max(y1 - y2, 0.4), stroke=0, fill=1)


def test_rules_may_be_drawn_in_many_ways(tmp_path):
    filled = Sheet()
    filled.grid(draw=_hairline(filled.pen))
    boxes = Sheet()
    for left, right in pairwise(XS):
        for top, bottom in pairwise(YS):
            boxes.pen.rect(left, bottom, right - left, top - bottom)
    dashed = Sheet()
    dashed.pen.setDash(2, 2)
    dashed.grid()
    framed = Sheet().grid()
    framed.pen.rect(30, 30, 530, 780)
    open_sides = Sheet()
    for y in YS:
        open_sides.pen.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        open_sides.pen.line(x, YS[0], x, YS[-1])
    for sheet in (filled, boxes, dashed, framed, open_sides):
        text = _read(tmp_path, sheet.fill().page().done())
        assert [_rows(text, table) for table in text.tables] == [EXPECTED]


def _one_path(sheet, close=False, xs=XS, ys=YS):
    path = sheet.pen.beginPath()
    for y in ys:
        path.moveTo(xs[0], y)
        path.lineTo(xs[-1], y)
        if close:
            path.close()
    for x in xs:
        path.moveTo(x, ys[0])
        path.lineTo(x, ys[-1])
        if close:
            path.close()
    sheet.pen.drawPath(path)
    return sheet


def test_rules_may_be_strokes_of_one_path(tmp_path):
    closed_lines = Sheet()
    for one in [((x, x), (YS[0], YS[-1])) for x in XS] + [((XS[0], XS[-1]), (y, y)) for y in YS]:
        (x1, x2), (y1, y2) = one
        path = closed_lines.pen.beginPath()
        path.moveTo(x1, y1)
        path.lineTo(x2, y2)
        path.close()
        closed_lines.pen.drawPath(path)
    enlarged = Sheet()
    enlarged.pen.saveState()
    enlarged.pen.scale(2, 2)
    _one_path(enlarged, xs=[x / 2 for x in XS], ys=[y / 2 for y in YS])
    enlarged.pen.restoreState()
    in_a_form = Sheet()
    in_a_form.pen.beginForm("rules")
    _one_path(in_a_form, xs=[x - 10 for x in XS])
    in_a_form.pen.endForm()
    in_a_form.pen.saveState()
    in_a_form.pen.translate(10, 0)
    in_a_form.pen.doForm("rules")
    in_a_form.pen.restoreState()
    for sheet in (_one_path(Sheet()), _one_path(Sheet(), close=True), closed_lines, enlarged, in_a_form):
        text = _read(tmp_path, sheet.fill().page().done())
        assert [_rows(text, table) for table in text.tables] == [EXPECTED]


def test_a_curve_is_no_rule(tmp_path):
    sheet = Sheet()
    path = sheet.pen.beginPath()
    for y in YS:
        path.moveTo(XS[0], y)
        path.curveTo(XS[1], y + 30, XS[2], y - 30, XS[-1], y)
    for x in XS:
        path.moveTo(x, YS[0])
        path.curveTo(x + 30, YS[1], x - 30, YS[2], x, YS[-1])
    sheet.pen.drawPath(path)
    assert _read(tmp_path, sheet.fill().page().done()).tables == ()


def test_cells_do_not_depend_on_the_order_of_drawing(tmp_path):
    sheet = Sheet().say(60, 500, "表后。")
    for x, y, column in [(XS[2], YS, 2), (XS[0], YS, 0), (XS[1], YS, 1)]:
        for top, row in reversed(list(zip(y, CELLS, strict=False))):
            for index, line in reversed(list(enumerate(row[column].split("/")))):
                sheet.say(x + 3, top - 14 - 13 * index, line)
    text = _read(tmp_path, sheet.say(60, 740, "表前。").grid().page().done())
    assert _rows(text, text.tables[0]) == EXPECTED
    assert text.chars.index("表前") < text.chars.index("序号") < text.chars.index("表后")


def test_a_mark_that_hangs_over_the_edge_of_its_cell_stays_with_what_it_closes(tmp_path):
    sheet = Sheet().grid().say(XS[2] - 52, YS[1] - 14, "一二三四五）")
    sheet.say(XS[2] + 30, YS[1] - 14, "新建")
    text = _read(tmp_path, sheet.page().done())
    assert [cell for cell in _rows(text, text.tables[0])[1] if cell] == ["一二三四五）", "新建"]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_turned_pages_read_the_same(tmp_path, rotation):
    """A page may be stored lying on its side, drawn sideways, with /Rotate to set it upright."""
    width, height = landscape(A4)
    size = (height, width) if rotation % 180 else (width, height)
    sheet = Sheet(size)
    turn = {0: (0, 0), 90: (size[0], 0), 180: size, 270: (0, size[1])}[rotation]
    sheet.pen.translate(*turn)
    sheet.pen.rotate(rotation)
    ys = tuple(y - 200 for y in YS)
    sheet.pen.setPageRotation(rotation)
    text = _read(tmp_path, sheet.say(60, 540, "清单").grid(ys=ys).fill(ys=ys).page().done())
    without_spaces = [[cell.replace(" ", "") for cell in row] for row in _rows(text, text.tables[0])]
    assert without_spaces == EXPECTED
    assert text.chars.startswith("清单\n序")


def test_cropped_pages_read_the_same(tmp_path):
    document = pypdfium2.PdfDocument(Sheet().grid().fill().page().done())
    document[0].set_cropbox(30, 50, 500, 790)
    file = io.BytesIO()
    document.save(file)
    text = _read(tmp_path, file.getvalue())
    assert _rows(text, text.tables[0]) == EXPECTED


def test_merged_cells_have_spans(tmp_path):
    sheet = Sheet()
    for y in (YS[0], YS[1], YS[3]):
        sheet.pen.line(XS[0], y, XS[3], y)
    sheet.pen.line(XS[1], YS[2], XS[3], YS[2])
    for x in (XS[0], XS[1], XS[3]):
        sheet.pen.line(x, YS[0], x, YS[3])
    sheet.pen.line(XS[2], YS[1], XS[2], YS[3])
    sheet.fill([("方向", "项目", ""), ("源头/减碳", "甲项目", "甲公司"), ("", "乙项目", "乙公司")])
    text = _read(tmp_path, sheet.page().done())
    cells = [
        (c.row, c.column, c.row_span, c.column_span, text.chars[c.start : c.end])
        for c in text.tables[0].cells
    ]
    assert cells == [
        (0, 0, 1, 1, "方向"),
        (0, 1, 1, 2, "项目"),
        (1, 0, 2, 1, "源头\n减碳"),
        (1, 1, 1, 1, "甲项目"),
        (1, 2, 1, 1, "甲公司"),
        (2, 1, 1, 1, "乙项目"),
        (2, 2, 1, 1, "乙公司"),
    ]


def test_a_frame_around_text_is_no_table(tmp_path):
    sheet = Sheet().say(70, 690, "第一行").say(70, 640, "第二行")
    sheet.pen.rect(60, 620, 300, 90)
    sheet.pen.line(60, 660, 360, 660)
    text = _read(tmp_path, sheet.page().done())
    assert (text.chars, text.tables) == ("第一行\n第二行\n", ())


def test_pages_without_text_are_findings_and_a_scan_is_refused(tmp_path):
    drawn = Sheet().say(60, 700, "第一页").page()
    drawn.pen.rect(60, 60, 200, 200, fill=1)
    text = _read(tmp_path, drawn.page().done())
    assert [(finding.code, finding.page) for finding in text.findings] == [("no-text", 2)]
    scan = Sheet()
    scan.pen.rect(60, 60, 200, 200, fill=1)
    with pytest.raises(InputError, match=r"^a\.pdf: no page has text in it \(a scan\?\)"):
        _read(tmp_path, scan.page().done())


def test_characters_that_cannot_be_trusted_are_a_finding(tmp_path):
    text = _read(tmp_path, Sheet().say(60, 700, "项目\ue000\ue001清单\ue002").page().done())
    assert [(finding.code, finding.page) for finding in text.findings] == [("untrusted-characters", 1)]


def test_radicals_that_fonts_map_to_become_ideographs(tmp_path):
    assert _read(tmp_path, Sheet().say(60, 700, "⼯业和⽔利").page().done()).chars == "工业和水利\n"


WORDS = "绿氢示范项目和储能电站清单由省级能源主管部门于2031年公布"


def _written_by_hand(encoding: bytes) -> bytes:
    """A page whose font is neither embedded nor mapped to Unicode, with GBK codes for its text."""
    drawing = b"BT /F1 12 Tf 60 700 Td <%s> Tj ET" % WORDS.encode("gbk").hex().encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/%s/DescendantFonts[6 0 R]>>" % encoding,
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/DW 1000/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 7/Root 1 0 R>>\n%%EOF"


def test_national_encodings_are_read_without_a_unicode_map(tmp_path):
    assert _read(tmp_path, _written_by_hand(b"GBK-EUC-H")).chars == f"{WORDS}\n"


def test_glyph_numbers_without_a_map_are_not_trusted(tmp_path):
    text = _read(tmp_path, _written_by_hand(b"Identity-H"))
    assert [finding.code for finding in text.findings] == ["untrusted-characters"]


def test_characters_drawn_one_by_one_are_kept(tmp_path):
    """Without a font for them on the machine, pdfium would drop these."""
    sheet = Sheet().say(60, 700, "序").say(60, 686, "号").say(60, 672, "司")
    assert _read(tmp_path, sheet.page().done()).chars == "序\n号\n司\n"


def _locked() -> bytes:
    sheet = Sheet(encrypt="secret")
    return sheet.say(60, 700, "密").page().done()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_locked(), "encrypted"),
        (b"%PDF-1.7\nnothing more", "damaged"),
        (b"plain text", "not a PDF"),
        (Sheet().say(60, 700, "甲").page().done()[:300], "damaged"),
    ],
    ids=["encrypted", "header only", "text", "cut"],
)
def test_files_that_cannot_be_read_are_refused(tmp_path, data, reason):
    with pytest.raises(InputError, match=rf"^a\.pdf: .*{reason}"):
        _read(tmp_path, data)


def test_the_same_file_reads_the_same(tmp_path):
    data = Sheet().grid().fill().page().done()
    assert _read(tmp_path, data) == _read(tmp_path, data)


SEED = Sheet(pageCompression=0).say(60, 760, "清单").grid().fill().page().done()


@given(st.lists(st.tuples(st.integers(9, len(SEED) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_damaged_bytes_end_in_an_input_error_or_a_text(tmp_path_factory, changes):
    data = bytearray(SEED)
    for at, byte in changes:
        data[at] = byte
    path = tmp_path_factory.getbasetemp() / "any.pdf"
    path.write_bytes(data)
    with suppress(InputError):
        text = read(path)
        spans = sorted((cell.start, cell.end) for table in text.tables for cell in table.cells)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_a_file_that_claims_pages_it_has_not_is_read_as_far_as_it_goes(tmp_path):
    path = tmp_path / "claims.pdf"
    pen = canvas.Canvas(str(path), pagesize=A4, invariant=1, pageCompression=0)
    pen.drawString(60, 700, "one page")
    pen.save()
    path.write_bytes(path.read_bytes().replace(b"/Count 1", b"/Count 99999"))
    text = read(path)
    assert text.chars.strip() == "one page"
    assert len(text.pages) < 100
    assert [(finding.code, finding.page) for finding in text.findings] == [("unreadable-page", 2)]
