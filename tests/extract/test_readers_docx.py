"""Word documents: what is printed, in document order, with the cells of tables named."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.readers import read
from extract.readers.numbering import printed
from ontology.errors import InputError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(body: str, numbering: str | None = None, styles: str | None = None) -> bytes:
    """A DOCX file with this content of `w:body`."""
    parts = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    related = ""
    for kind, content in (("numbering", numbering), ("styles", styles)):
        if content is not None:
            parts[f"word/{kind}.xml"] = f"<w:{kind} {W}>{content}</w:{kind}>"
            related += f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
    main = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    parts["_rels/.rels"] = f'<Relationships xmlns="{RELATIONS}">{main}</Relationships>'
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELATIONS}">{related}</Relationships>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def level(depth: int, form: str, pattern: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/>{more}</w:lvl>'
    )


def _read(folder: Path, data: bytes):
    path = folder / "a.docx"
    path.write_bytes(data)
    return read(path)


def _grid(text, table):
    return [(c.row, c.column, c.row_span, c.column_span, text.chars[c.start : c.end]) for c in table.cells]


def test_paragraphs_and_tables_stand_in_document_order(tmp_path):
    document = docx.Document()
    document.add_paragraph("项目清单")
    table = document.add_table(rows=2, cols=2)
    for row, values in zip(table.rows, [("序号", "名称"), ("1", "储能电站\n（一期）")], strict=True):
        for place, value in zip(row.cells, values, strict=True):
            place.text = value
    document.add_paragraph("附注")
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.save(tmp_path / "a.docx")
    text = read(tmp_path / "a.docx")
    assert text.chars == "项目清单\n\n序号\t名称\n1\t储能电站\n（一期）\n\n附注\n\n"
    assert [cell[-1] for cell in _grid(text, text.tables[0])] == ["序号", "名称", "1", "储能电站\n（一期）"]
    assert text.pages == ()


def test_merged_cells_are_one_cell_with_spans(tmp_path):
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    rows = [
        [cell("合计", wide), cell("备注")],
        [cell("源头减碳", down), cell("甲"), cell("a")],
        [cell("", on), cell("乙"), cell("b")],
    ]
    body = "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"
    text = _read(tmp_path, package(body))
    assert _grid(text, text.tables[0]) == [
        (0, 0, 1, 2, "合计"),
        (0, 2, 1, 1, "备注"),
        (1, 0, 2, 1, "源头减碳"),
        (1, 1, 1, 1, "甲"),
        (1, 2, 1, 1, "a"),
        (2, 1, 1, 1, "乙"),
        (2, 2, 1, 1, "b"),
    ]


def test_automatic_numbers_are_printed(tmp_path):
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "chineseCounting", "第%1章")
        + level(1, "chineseCounting", "第%2条", '<w:suff w:val="nothing"/>')
        + level(2, "decimal", "%2.%3", "<w:isLgl/>")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = [numbered("总则"), numbered("为了甲。", 1), numbered("本办法适用于乙。", 1), numbered("丙。", 2)]
    text = _read(
        tmp_path, package("".join([*body, numbered("附则"), numbered("自公布之日起施行。", 1)]), numbering)
    )
    assert text.chars.split("\n\n")[:-1] == [
        "第一章 总则",
        "第一条为了甲。",
        "第二条本办法适用于乙。",
        "2.1 丙。",
        "第二章 附则",
        "第一条自公布之日起施行。",
    ]


def test_numbers_come_from_styles_and_restart_where_the_list_says_so(tmp_path):
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{level(0, "decimal", "%1.")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{start}</w:num>'
    )
    styles = (
        '<w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Item"><w:basedOn w:val="Base"/></w:style>'
    )
    item = '<w:pStyle w:val="Item"/>'
    off = item + '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = paragraph("甲", item) + paragraph("乙", item) + paragraph("丙", off) + numbered("丁", number=2)
    assert _read(tmp_path, package(body, numbering, styles)).chars == "1. 甲\n\n2. 乙\n\n丙\n\n5. 丁\n\n"


def test_an_empty_cell_may_be_numbered(tmp_path):
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1")}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    )
    rows = [
        f"<w:tr><w:tc>{numbered('', number=3)}</w:tc>{cell(name)}</w:tr>" for name in ("甲项目", "乙项目")
    ]
    text = _read(tmp_path, package(f"<w:tbl>{''.join(rows)}</w:tbl>", numbering))
    assert text.chars == "1\t甲项目\n2\t乙项目\n\n"


@pytest.mark.parametrize(
    ("count", "form", "expected"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (30, "chineseCounting", "三十"),
        (105, "chineseCounting", "一百零五"),
        (2, "chineseLegalSimplified", "贰"),
        (3, "ideographTraditional", "丙"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (14, "lowerRoman", "xiv"),
        (27, "upperLetter", "AA"),
        (4, "unheardOf", "4"),
    ],
)
def test_printed_number_formats(count, form, expected):
    assert printed(count, form) == expected


def test_what_is_not_printed_is_left_out(tmp_path):
    body = (
        "<w:p><w:r><w:t>应当</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>于期限内</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:hyperlink><w:r><w:t>报送</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>完</w:t><w:br/><w:t>毕</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert _read(tmp_path, package(body)).chars == "应当于期限内报送\t完\n毕\n\n控件\n\n"


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        main = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{RELATIONS}">{main}</Relationships>')
        with archive.open("word/document.xml", "w") as part:
            for _ in range(16):
                part.write(bytes(1 << 20))
    return file.getvalue()


def _locked() -> bytes:
    data = bytearray(package(paragraph("甲")))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag for an encrypted entry
        start = data.find(signature)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(signature, start + 1)
    return bytes(data)


LAUGHS = "<!DOCTYPE w:document [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 20}'>" for before, name in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted, or older"),
        (b"just text", "not a DOCX"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (package(paragraph("甲"))[:-30], "damaged"),
        (_locked(), "encrypted"),
        (_bomb(), "more than 250 times its size"),
        (package("<w:p><unclosed></w:p>"), "damaged"),
        (package(""), "no text"),
    ],
    ids=["ole", "text", "cut", "cut end", "locked", "bomb", "broken xml", "empty"],
)
def test_files_that_cannot_be_read_are_refused(tmp_path, data, reason):
    with pytest.raises(InputError, match=rf"^a\.docx: .*({reason})"):
        _read(tmp_path, data)


def test_a_part_of_too_many_tags_is_not_parsed(tmp_path, monkeypatch):
    monkeypatch.setattr("extract.readers.package._MOST_TAGS", 100)
    with pytest.raises(InputError, match=r"a\.docx: word/document\.xml has more than 100 tags; split"):
        _read(tmp_path, package("<w:p/>" * 100))


def test_entities_are_not_expanded(tmp_path):
    data = package(paragraph("甲"))
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "word/document.xml":
                content = LAUGHS + "]>" + content.replace("甲", "甲&h;")
            new.writestr(name, content)
    with suppress(InputError):
        assert "ha" not in _read(tmp_path, file.getvalue()).chars


SEED = package(
    numbered("总则") + f"<w:tbl><w:tr>{cell('甲')}{cell('乙')}</w:tr></w:tbl>",
    f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
)


@given(st.lists(st.tuples(st.integers(0, len(SEED) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_damaged_bytes_end_in_an_input_error(tmp_path_factory, changes):
    data = bytearray(SEED)
    for at, byte in changes:
        data[at] = byte
    path = tmp_path_factory.getbasetemp() / "any.docx"
    path.write_bytes(data)
    with suppress(InputError):
        read(path)


@given(st.text("<w:p/>tblrcgidSnvMeva=\"1 ' é甲", max_size=60))
def test_any_body_is_read_or_refused(tmp_path_factory, body):
    path = tmp_path_factory.getbasetemp() / "body.docx"
    path.write_bytes(package(body))
    with suppress(InputError):
        read(path)


@pytest.mark.corpus
def test_the_docx_reads_like_its_markdown_twin(corpus):
    word = "".join(read(corpus / "shelf/miit-satellite-opinions-2025.docx").chars.split())
    twin = "".join(read(corpus / "shelf/miit-satellite-opinions-2025.md").chars.split())
    assert twin in word


def test_a_table_that_frames_another_is_none(tmp_path: Path) -> None:
    document = docx.Document()
    frame = document.add_table(rows=1, cols=2).cell(0, 1)
    frame.text = "示范项目名单"
    inner = frame.add_table(rows=2, cols=3)
    for cell, text in zip((cell for row in inner.rows for cell in row.cells), "序名地1甲乙", strict=True):
        cell.text = text
    source = tmp_path / "list.docx"
    document.save(str(source))
    text = read(source)
    (table,) = text.tables
    assert [text.chars[cell.start : cell.end] for cell in table.cells] == list("序名地1甲乙")
    assert "示范项目名单" in text.chars[: table.start]
