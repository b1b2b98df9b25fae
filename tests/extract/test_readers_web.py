"""Web pages and separated values: what is shown, with the cells of tables named."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.readers import read
from ontology.errors import InputError


def _read(folder: Path, source: str | bytes, name: str = "a.html"):
    path = folder / name
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    return read(path)


def _grid(text):
    [table] = text.tables
    return [(c.row, c.column, c.row_span, c.column_span, text.chars[c.start : c.end]) for c in table.cells]


def test_blocks_are_lines_and_hidden_parts_are_left_out(tmp_path):
    text = _read(
        tmp_path,
        "<html><head><title>页</title><style>p{}</style></head><body><p style='display: none'>藏</p>"
        "<h1>通知</h1><p>各省<span>能源局</span>：<br>请\n  报送。</p><script>x()</script>"
        "<div hidden>藏</div></body></html>",
    )
    assert text.chars == "通知\n各省能源局：\n请 报送。\n"


def test_terms_label_what_follows_and_a_number_stands_apart_from_its_name(tmp_path):
    facts = "<dl><dt>承担单位</dt><dd>甲公司</dd><dt>地区：</dt><dd>乙市</dd></dl>"
    item = f"<div><span>1</span><strong>甲项目</strong></div>{facts}"
    date = "<p><span>20</span><span>31</span><span>年</span></p>"
    assert _read(tmp_path, item + date).chars == "1 甲项目\n承担单位：甲公司\n地区：乙市\n2031年\n"


def test_a_term_labels_what_stands_on_the_next_line_of_the_source(tmp_path):
    facts = (
        "<dl><dt>发文机关</dt>\n<dd><p>国家能源局</p></dd>\n<dt>什么是储能？</dt><dd>是5<b>G</b></dd></dl>"
    )
    assert _read(tmp_path, facts).chars == "发文机关：国家能源局\n什么是储能？是5G\n"


def test_links_beside_the_text_are_left_out(tmp_path):
    side = "<div class='side'><h3>相关阅读</h3><ul><li><a href='/1'>一图读懂新办法</a></li></ul></div>"
    body = "<div class='side note'>附注：本页全文可以下载，<a href='/2'>点此</a>。</div>"
    text = _read(tmp_path, f"<html><body><p>各省能源局：</p>{body}{side}</body></html>")
    assert text.chars == "各省能源局：\n附注：本页全文可以下载，点此。\n"


def test_what_holds_the_text_is_not_left_out_for_its_name(tmp_path):
    row = "<tr><td>1</td><td><a href='/1'>云岭储能示范项目</a></td></tr>"
    table = f"<table class='rank'><tr><th>序号</th><th>项目名称</th></tr>{row}</table>"
    annex = "<div class='links'>附件：<a href='/2'>示范项目清单</a></div>"
    text = _read(tmp_path, f"<html><body class='hot'><div class='hot'>{table}</div>{annex}</body></html>")
    assert "云岭储能示范项目" in text.chars
    assert "附件：示范项目清单" in text.chars


def test_a_hidden_title_is_read_where_no_visible_one_says_the_same(tmp_path):
    hidden = "<h1 style='display:none'>关于开展储能试点工作的通知 甲能〔2031〕5号</h1>"
    assert _read(tmp_path, f"{hidden}<p>各省能源局：</p>").chars.startswith("关于开展储能试点")
    assert (
        _read(tmp_path, f"{hidden}<p>关于开展储能试点工作的通知</p>").chars == "关于开展储能试点工作的通知\n"
    )


def test_data_tables_have_cells_with_spans(tmp_path):
    text = _read(
        tmp_path,
        "<p>清单</p><table><tr><th>方向</th><th colspan=2>项目</th></tr>"
        "<tr><td rowspan=2>源头减碳</td><td><p>甲</p><p>项目</p></td><td>甲公司</td></tr>"
        "<tr><td>乙项目</td><td>乙公司</td></tr></table>",
    )
    assert text.chars == "清单\n方向\t项目\n源头减碳\t甲\n项目\t甲公司\n乙项目\t乙公司\n"
    assert _grid(text) == [
        (0, 0, 1, 1, "方向"),
        (0, 1, 1, 2, "项目"),
        (1, 0, 2, 1, "源头减碳"),
        (1, 1, 1, 1, "甲\n项目"),
        (1, 2, 1, 1, "甲公司"),
        (2, 1, 1, 1, "乙项目"),
        (2, 2, 1, 1, "乙公司"),
    ]


def test_tables_that_lay_out_the_page_are_blocks(tmp_path):
    text = _read(
        tmp_path, "<table><tr><td>正文</td><td><table><tr><td>内</td></tr></table></td></tr></table>"
    )
    assert (text.chars, text.tables) == ("正文\n内\n", ())


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "utf-8"])
def test_declared_encodings_are_followed(tmp_path, encoding):
    page = f"<meta http-equiv=Content-Type content='text/html; charset={encoding}'><p>示范项目</p>"
    assert _read(tmp_path, page.encode(encoding)).chars == "示范项目\n"


def test_pages_without_text_are_refused(tmp_path):
    for source in ("<html></html>", "<script>1</script>", "<!-- -->"):
        with pytest.raises(InputError, match=r"^a\.html: "):
            _read(tmp_path, source)


@given(st.text("<table>trdpsnicolh=\"'/ 2&;甲\n", max_size=120))
def test_any_page_is_read_or_refused(tmp_path_factory, source):
    with suppress(InputError):
        _read(tmp_path_factory.getbasetemp(), source, "any.html")


def test_nesting_without_end_is_survived(tmp_path):
    with suppress(InputError):
        _read(tmp_path, "<div>" * 50_000 + "底")


def test_separated_values_are_one_table(tmp_path):
    text = _read(tmp_path, '序号,名称\r\n1,"甲,乙项目"\r\n', "a.csv")
    assert text.chars == "序号\t名称\n1\t甲,乙项目\n"
    assert [cell[-1] for cell in _grid(text)] == ["序号", "名称", "1", "甲,乙项目"]
    assert _read(tmp_path, "序号\t名称\n1\t甲\n", "a.tsv").chars == "序号\t名称\n1\t甲\n"


def test_an_open_quotation_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"^a\.csv: not a file of separated values"):
        _read(tmp_path, 'a,b\n1,"x\n', "a.csv")


def test_separated_values_of_more_cells_than_a_list_has_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"^a\.csv: more than 2,000,000 cells; split it"):
        _read(tmp_path, ("甲" + "," * 1_999 + "\n") * 1_001, "a.csv")


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name", ["nea-fire-prevention-2021-108.html", "saws-85-coal-hazard-criteria-2015.html"]
)
def test_real_pages_hold_no_markup(corpus, name):
    chars = read(corpus / "shelf" / name).chars
    assert len(chars) > 1000
    assert "<" not in chars
    assert "\n\n" not in chars


def test_pages_nested_deeper_than_people_write_are_refused(tmp_path: Path) -> None:
    page = tmp_path / "deep.html"
    page.write_text("<p>前</p>" + "<div>" * 30_000 + "应当" + "</div>" * 30_000, "utf-8")
    with pytest.raises(InputError, match="nested too deeply"):
        read(page)


def test_pages_nested_deeper_than_calls_may_go_are_read(tmp_path: Path) -> None:
    page = tmp_path / "deep.html"
    page.write_text("<div>" * 1_500 + "应当" + "</div>" * 1_500 + "<p>后</p>", "utf-8")
    assert read(page).chars == "应当\n后\n"


def test_a_cell_reaches_no_further_down_than_its_table(tmp_path: Path) -> None:
    page = tmp_path / "rows.html"
    row = "<tr>" + "<td rowspan=9999>甲</td>" * 20 + "</tr>"
    page.write_text(f"<table>{row * 30}</table>", "utf-8")
    (table,) = read(page).tables
    assert max(cell.row + cell.row_span for cell in table.cells) <= 30


def test_a_table_of_thousands_of_columns_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "wide.html"
    page.write_text(f"<table><tr>{'<td>甲</td>' * 3_000}</tr></table>", "utf-8")
    with pytest.raises(InputError, match="columns"):
        read(page)


def test_what_a_server_runs_is_no_text(tmp_path):
    page = '<%@page contentType="text/html" %><p>关于风电的通知</p><% if (a < b) { %><p>各单位：</p><% } %>'
    assert _read(tmp_path, page).chars == "关于风电的通知\n各单位：\n"


def test_a_page_of_which_all_is_hidden_is_read(tmp_path):
    page = "<div style='display:none'><h3>关于开展储能试点工作的通知</h3><p>各省能源局：</p></div>"
    assert _read(tmp_path, page).chars == "关于开展储能试点工作的通知\n各省能源局：\n"


NOTICE = "<p>各有关单位：</p><p>请按时报送。</p><p>甲省能源局</p><p>2031年3月5日</p>"
TITLE = "甲省能源局关于规范储能调度的通知"
PAGE = f"<div class='main'><h1>{TITLE}</h1>{NOTICE}</div>"
LONG = "".join(
    f"<p>第{number}条　储能电站应当保存第{number}类运行记录三年以上。</p>" for number in range(1, 20)
)


@pytest.mark.parametrize(
    "beside",
    [
        "<div class='footer'><p>主办：乙省人民政府办公厅</p><p>未经许可，不得转载本网内容。</p></div>",
        "<div id='pageBottom'>承办：乙中心　技术支持：丙公司</div>",
        "<div class='friend'>友情链接：<a href='/1'>国家能源局</a> <a href='/2'>乙委</a></div>",
        "<p>友情链接：<a href='/1'>国家能源局</a> <a href='/2'>乙委</a></p>",
        "<p>下一篇：<a href='/1'>关于废止《乙办法》的通知（乙能〔2030〕3号）</a></p>",
        "<ul><li>上一条 <a href='/1'>关于印发《乙办法》的通知</a></li></ul>",
        "<h3>相关阅读</h3><ul><li><a href='/1'>关于废止《乙办法》的通知</a></li></ul>",
        "<div><b>推荐文章：</b></div><p><a href='/1'>乙办法</a></p><p><a href='/2'>丙办法</a></p>",
    ],
)
def test_what_a_site_sets_below_a_text_is_none_of_it(tmp_path, beside):
    assert _read(tmp_path, PAGE + beside).chars == _read(tmp_path, PAGE).chars


@pytest.mark.parametrize(
    "above",
    [
        "<div class='logo'><img alt='x'>国家能源局</div>",
        "<ul class='menu'><li>首页</li><li>国家能源局</li></ul>",
        "<div class='top'>国家能源局<br>Energy Administration</div>",
        "<h1>国家能源局</h1>",
        "<p>您现在的位置：<a href='/'>首页</a> &gt; 通知公告</p>",
    ],
)
def test_what_a_site_sets_above_a_title_is_none_of_it(tmp_path, above):
    page = PAGE.replace("h1>", "h2>") if "h1" in above else PAGE
    assert _read(tmp_path, above + page).chars == _read(tmp_path, page).chars


@pytest.mark.parametrize(
    "page",
    [
        f"<p>乙委</p><h1>{TITLE}</h1>{NOTICE}",
        f"<p>甲省能源局</p><h1>关于规范储能调度的通知</h1>{NOTICE}",
        f"<div>附件</div>{PAGE}",
        f"<h1>{TITLE}</h1><div class='footer'>{NOTICE}</div>",
        f"<div class='share'>{PAGE}</div>",
        f"<div>{NOTICE}</div><div><h3>乙省财政厅关于印发补贴办法的通知</h3></div>",
        f"{PAGE}<h3>相关政策</h3><p>储能电站应当报送。</p>",
        f"{PAGE}<p>相关链接：<a href='/1'>附件1</a></p>",
    ],
)
def test_what_is_of_the_text_stays_wherever_it_stands(tmp_path, page):
    shown = "".join(page.replace("</h1>", "<br>").replace("</p>", "<br>").split("<br>"))
    said = "".join(_read(tmp_path, page).chars.split())
    for word in ("乙委", "甲省能源局", "附件", "相关政策", "请按时报送。", "2031年3月5日"):
        assert (word in said) == (word in shown)


@pytest.mark.parametrize(
    ("style", "mark"),
    [
        (".wap{display:none}", "class='wap'"),
        ("/* b */ p{color:red} .a, div.wap { display : none !important }", "class='x wap'"),
        ("#wap{visibility:hidden}", "id='wap'"),
        (".b{display:none} .b.on{display:block}", "class='b'"),
        ("@media (max-width:9px){.wap{display:block}} .wap{display:none}", "class='wap'"),
        ("", "class='hidden'"),
        ("", "aria-hidden='true'"),
    ],
)
def test_what_a_page_hides_by_names_is_left_out(tmp_path, style, mark):
    page = f"<style>{style}</style>{PAGE}<div {mark}>{PAGE}<p>返回手机版</p></div>"
    assert _read(tmp_path, page).chars == _read(tmp_path, PAGE).chars


@pytest.mark.parametrize(
    ("style", "mark"),
    [
        ("@media print{.x{display:none}}", "class='x'"),
        (".x{display:none} .x.on{display:block}", "class='x on'"),
        (".x{display:none} .shown .x{display:block}", "class='x'"),
        (".x{display:none}", "class='x' style='display:block'"),
        (".nav .x{display:none}", "class='x'"),
    ],
)
def test_what_a_page_hides_elsewhere_is_read(tmp_path, style, mark):
    page = f"<style>{style}</style>{PAGE}<p {mark}>补充说明</p>"
    assert "补充说明" in _read(tmp_path, page).chars


def test_most_of_a_text_is_not_hidden_nor_what_a_page_unfolds(tmp_path):
    rest = "<div class='x'><p>另请报送补充说明。</p></div>"
    style = "<style>.main,.x{display:none}</style>"
    assert "请按时报送" in _read(tmp_path, f"{style}{PAGE}<p>页</p>").chars
    assert (
        "补充说明" in _read(tmp_path, f"<style>.x{{display:none}}</style>{PAGE}{rest}<a>展开全文</a>").chars
    )
    script = f"<h1>{TITLE}</h1><div style='visibility: hidden; opacity: 0'>{NOTICE}</div>"
    assert "请按时报送" in _read(tmp_path, script).chars


def test_a_long_text_that_a_page_says_twice_is_read_once(tmp_path):
    copy = f"<div class='m'><h1>{TITLE}</h1><div class='c'>{LONG}</div></div>"
    text = _read(tmp_path, f"<div class='p'><h1>{TITLE}</h1><section>{LONG}</section></div>{copy}<p>尾</p>")
    assert text.chars.count(TITLE) == text.chars.count("第7条") == 1
    assert text.chars.endswith("尾\n")
    other = copy.replace("第7条", "第七条")
    assert _read(tmp_path, f"<div><h1>{TITLE}</h1><div>{LONG}</div></div>{other}").chars.count("第8条") == 2
