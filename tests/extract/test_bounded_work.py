"""Texts made to be slow: what they hold is read in time that grows with their length.

Each of these took minutes when every name, title or heading was compared with all the others.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from itertools import count, takewhile

import pytest

from extract.agencies import agencies
from extract.cleaning import clean
from extract.duties.obligations import statements
from extract.figures.indicators import indicators
from extract.figures.targets import targets
from extract.instruments.citations import citations
from extract.instruments.documents import documents
from extract.instruments.outline import outline
from extract.instruments.withdrawals import withdrawals
from extract.layout import Layout, Line, lay_out
from extract.lists.stated.grids import find_grids
from extract.pipeline import extract_text
from extract.text import Text

_LENGTH = 25_000
_BROKEN = "国家能源局\n，甲\n）\n。\n"  # a text whose lines end where those of its page were broken
TEXTS: dict[str, Callable[[int], str]] = {
    "titles": lambda n: f"根据《某某管理办法第{n}号》和《另一规定{n}》，企业应当执行。\n",
    "short forms": lambda n: f"《某某管理办法第{n}号》（以下简称《办法{n}》）。",
    "bare titles": lambda n: f"《第{n}号实施方案》《方案（{n}）》《条例》",
    "items": lambda n: f"（{'一二三四五六七八九十'[n % 10]}）企业应当完成核查。\n",
    "articles": lambda n: f"第{n}条 企业应当在2031年{n % 12 + 1}月底前完成第{n}批核查。\n",
    "notices": lambda n: f"关于做好第{n}项工作的通知\n某发〔2031〕{n}号\n根据《第{n - 1}项通知》办理。\n",
    "withdrawals": lambda n: f"将“第{n}号储能示范项目”从《示范项目清单（第一批）》中剔除。",
    "rows": lambda n: f"{n}\n第{n}号储能示范项目\n浙江省\n浙江第{n}能源有限公司\n",
    "heads": lambda _: "序号\n项目名称\n所在地区\n建设单位\n",
    "labels": lambda n: (
        f"{'说明主体地点规模性质'[n * n % 5 * 2 :][:2]}：云岭在{n}年完成相关工作，按规定组织\n"
    ),
    "numbers": lambda n: f"{n}\n",
    "lines below a title": lambda n: (
        f"建设单位应当在{n}日内完成验收，并报国家能源局。\n" if n > 1 else "示范项目清单\n"
    ),
    "dates on one line": lambda n: "2031年3月1日 2032年 " if n > 1 else "国家能源局 ",
    "letters on one line": lambda n: "甲 " if n > 1 else "国家能源局 ",
    "spaces": lambda n: " " * 500 if n > 1 else "国家能源局",
    "brackets": lambda _: "（《“",
    "one word": lambda _: "国家能源局",
    "bodies in a list": lambda _: "发改委、",
    "bodies of a place in a list": lambda _: "湖南省科技厅、",
    "years at text nodes": lambda n: "2031\n年\n" if n > 1 else _BROKEN,
    "brackets at text nodes": lambda n: "（甲\n" if n > 1 else _BROKEN,
    "marks at text nodes": lambda n: "〔\n" if n > 1 else _BROKEN,
    "figures at text nodes": lambda n: "甲\n1\n乙\n2\n" if n > 1 else _BROKEN,
    "one short form": lambda _: "国家能源局（以下简称能源局）",
}


@pytest.mark.parametrize("name", TEXTS)
def test_long_texts_are_read_whole(name: str) -> None:
    pieces = (TEXTS[name](number) for number in count(1))
    size = 0

    def fits(piece: str) -> bool:
        nonlocal size
        size += len(piece)
        return size < _LENGTH

    chars = "".join(takewhile(fits, pieces))
    extraction = extract_text(Text("long.txt", "0" * 64, chars))
    assert extraction.records
    for record in extraction.records:
        assert record.quote == chars[record.start : record.end]


@pytest.mark.parametrize("before", ["甲", "Title:"])
def test_a_long_blank_is_passed_over_once(before: str) -> None:
    chars = f"{before}{' ' * 100_000}x\n关于甲工作的通知\n各市能源局：\n企业应当完成核查。\n"
    assert any(record.type == "obligation" for record in extract_text(Text("a.txt", "0" * 64, chars)).records)


def test_a_long_list_is_read_to_its_end() -> None:
    items = (
        f"{n}. 第{n}号储能示范项目\n建设单位：第{n}能源有限公司\n建设地点：浙江省\n" for n in range(1, 801)
    )
    chars = f"示范项目清单\n{''.join(items)}"
    records = extract_text(Text("long.txt", "0" * 64, chars)).records
    assert sum(record.type == "project" for record in records) == 800


def test_no_cell_swallows_the_text_behind_a_list_that_lost_its_lines() -> None:
    def row(n: int) -> str:
        text = f"建设储能电站，配套建设 升压站及{'变电站、' * (n % 3)} 送出线路。"
        return f" {n} 第{n}号 储能示范项目 {text} 浙江省 浙江第{n}能源 有限公司"

    rows = "".join(map(row, range(1, 6)))
    prose = " 企业应当完成核查并报送结果，有关部门应当予以支持，确保按时完成，" * 200
    chars = f"储能示范项目清单 序号 项目名称 建设内容 所在地区 建设单位{rows}{prose}{row(6)}"
    extraction = extract_text(Text("long.txt", "0" * 64, chars))
    quotes = [record.quote for record in extraction.records if record.type == "project"]
    assert len(quotes) == 5
    assert max(map(len, quotes)) < 100


class _Counted(Sequence[Line]):
    """Lines that count how many of them were asked for."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines, self.asked = lines, 0

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, at):
        self.asked += len(self._lines[at]) if isinstance(at, slice) else 1
        return self._lines[at]

    def __iter__(self) -> Iterator[Line]:
        self.asked += len(self._lines)
        return iter(self._lines)


_NOTICE = """关于做好第{n}批核查的通知

某发〔2031〕{n}号

各省能源局：

企业应当根据《第{n}项规定》在{n}日内报送结果。
由市统计局核实。

| 序号 | 项目名称 | 建设单位 |
|---|---|---|
| 1 | 第{n}号储能示范项目 | 云岭能源有限公司 |
| 2 | 第{n}号制氢示范项目 | 青原能源有限公司 |
"""


def test_no_document_of_a_file_looks_at_the_lines_of_all_others() -> None:
    def asked(size: int) -> tuple[int, int]:
        chars = "\n".join(_NOTICE.format(n=n) for n in range(1, size + 1))
        text = Text("notices.txt", "0" * 64, chars)
        lines = _Counted(lay_out(text).lines)
        layout = Layout(text, lines)
        assert len(find_grids(layout)) == size
        for_tables = lines.asked
        parts = outline(layout, ())
        heads = documents(layout, parts)
        before = lines.asked
        for part, head in zip(parts, heads, strict=True):
            assert agencies(layout, part, head, heads)
            assert statements(layout, part, head, ())
            assert citations(layout, part, head, heads)
            for others in (withdrawals(layout, part, head, heads), targets(layout, part, head, ())):
                assert not others
            assert not indicators(layout, part, head, ())
        return for_tables, lines.asked - before

    few, many = asked(20), asked(80)
    assert many[0] < 6 * few[0]
    assert many[1] < 6 * few[1]


def test_a_line_as_long_as_a_file_takes_memory_in_proportion() -> None:
    words = "The plan is due. " * 40_000
    assert _most(lambda: clean(words, [(0, len(words))])) < 30 * len(words)
    layout = lay_out(Text("line.txt", "0" * 64, "甲" * 400_000))
    (part,) = outline(layout, ())
    (head,) = documents(layout, [part])
    assert _most(lambda: agencies(layout, part, head)) < 50 * 400_000


def test_lines_of_a_bar_alone_are_no_table() -> None:
    assert extract_text(Text("bars.md", "0" * 64, "某省能源局通知\n" + "|甲|乙|\n|-|-|\n|\n|\n|\n")).records


def _most(work: Callable[[], object]) -> int:
    """The bytes of memory that `work` takes at most."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
