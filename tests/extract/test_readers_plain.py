"""Text and Markdown files: the decoded file, character for character."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.readers import SUFFIXES, expand, read
from ontology.errors import InputError

NOTICE = "关于开展储能试点工作的通知\r\n各省能源局：\r\n请于2031年3月31日前报送材料。\n"


def _read(folder: Path, data: bytes, name: str = "a.txt"):
    path = folder / name
    path.write_bytes(data)
    return read(path)


@pytest.mark.parametrize(
    "data",
    [
        NOTICE.encode("utf-8"),
        NOTICE.encode("utf-8-sig"),
        NOTICE.encode("gb18030"),
        NOTICE.encode("utf-16"),
        NOTICE.encode("utf-16-le"),
        NOTICE.encode("utf-16-be"),
        b"\xff\xfe\x00\x00" + NOTICE.encode("utf-32-le"),
    ],
    ids=[
        "utf-8",
        "utf-8 with mark",
        "gb18030",
        "utf-16 with mark",
        "utf-16-le",
        "utf-16-be",
        "utf-32 with mark",
    ],
)
def test_read_keeps_every_character_in_any_encoding(tmp_path, data):
    text = _read(tmp_path, data)
    assert text.chars == NOTICE
    assert text.pages == ()


def test_read_hashes_the_bytes_and_takes_the_given_name(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    text = read(path, "folder/a.txt")
    assert text.source == "folder/a.txt"
    assert text.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_form_feeds_divide_pages(tmp_path):
    text = _read(tmp_path, "第一页\f第二页\f\n".encode())
    assert [text.chars[page.start : page.end] for page in text.pages] == ["第一页\f", "第二页\f\n"]
    assert [text.page_at(offset) for offset in (0, 4, 8)] == [1, 2, 2]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "no text"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x7fELF" + bytes(200), "binary"),
        (b"\x01\x02\x03\x04 text", "binary"),
        ("関する通知を、発行しました。".encode("euc_jp"), "unknown encoding"),
        ("에너지 저장 장치 시범 사업을 공고합니다. ".encode("euc_kr") * 20, "unknown encoding"),
        ("Présenté à l'été, où ça".encode("latin-1"), "unknown encoding"),
        (b"\xef\xbb\xbf\xff\xfe", "byte-order mark says utf-8"),
        (b"%PDF-1.7\n1 0 obj", "a PDF, not text"),
        (b"PK\x03\x04rest", "ZIP"),
    ],
)
def test_read_refuses_what_is_no_text(tmp_path, data, reason):
    with pytest.raises(InputError, match=rf"^a\.txt: .*{reason}"):
        _read(tmp_path, data)


def test_read_names_the_kinds_it_reads(tmp_path):
    with pytest.raises(InputError, match=r"^a\.wps: .*\.docx, .*\.md, .*\.pdf, .*\.txt"):
        _read(tmp_path, b"x", "a.wps")
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "missing.txt")
    assert ".docx" in SUFFIXES


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(data)
    with suppress(InputError):
        assert "\0" not in read(path).chars


def test_markdown_tables_have_cells_within_the_file(tmp_path):
    source = "# 清单\n\n| 序号 | 名称 |\n|---|:-:|\n| 1 | 甲\\|乙项目 |\n| 2 |  |\n\n| 不是 | 表 |\n"
    text = _read(tmp_path, source.encode(), "a.md")
    assert text.chars == source
    [table] = text.tables
    cells = [(cell.row, cell.column, source[cell.start : cell.end]) for cell in table.cells]
    assert cells == [
        (0, 0, "序号"),
        (0, 1, "名称"),
        (1, 0, "1"),
        (1, 1, "甲\\|乙项目"),
        (2, 0, "2"),
        (2, 1, ""),
    ]
    assert source[table.start : table.end].startswith("| 序号")


def test_expand_names_files_by_their_path_below_the_folder(tmp_path):
    for name in ("b.txt", "deep/a.md", "deep/skip.jpg", ".hidden/c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert expand([tmp_path]) == [(tmp_path / "b.txt", "b.txt"), (tmp_path / "deep/a.md", "deep/a.md")]
    assert expand([tmp_path / "deep/a.md"]) == [(tmp_path / "deep/a.md", "a.md")]


def test_expand_refuses_two_inputs_of_one_name_and_empty_folders(tmp_path):
    (tmp_path / "b.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"b\.txt: two inputs"):
        expand([tmp_path, tmp_path / "b.txt"])
    with pytest.raises(InputError, match="no file in it"):
        expand([tmp_path / "empty"])
    with pytest.raises(InputError, match="no such file"):
        expand([tmp_path / "missing"])


def test_expand_passes_on_what_cannot_be_opened(tmp_path):
    (tmp_path / "gone.txt").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    assert [name for _, name in expand([tmp_path])] == ["gone.txt"]
    with pytest.raises(InputError, match=r"gone\.txt: no such file"):
        read(tmp_path / "gone.txt")
    with pytest.raises(InputError, match=r"loop: too many levels"):
        expand([tmp_path / "loop"])


@pytest.mark.corpus
def test_the_compilation_is_read_as_it_is(corpus):
    path = corpus / "policy-compilation-2025-04.txt"
    assert read(path).chars == path.read_bytes().decode("utf-8").removeprefix("\ufeff")
