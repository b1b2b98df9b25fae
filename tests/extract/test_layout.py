"""Running heads and page numbers are furniture; row numbers and lines that merely come back are not."""

from __future__ import annotations

import pytest

from extract.layout import lay_out
from extract.text import Page, Text


def furniture(chars: str, pages: tuple[Page, ...] = ()) -> list[str]:
    layout = lay_out(Text("text.txt", "0" * 64, chars, pages))
    return [line.text for line in layout.lines if line.furniture]


WORDS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


def prose(lines: int, shift: int = 0) -> str:
    return "".join(f"正文{WORDS[(shift + number) % len(WORDS)]}，内容各不相同。\n" for number in range(lines))


def test_running_head_in_front_of_page_numbers() -> None:
    chars = "".join(f"{prose(20)}某某协会编\n{number}\n" for number in (7, 8, 12))
    assert furniture(chars) == ["某某协会编", "7", "某某协会编", "8", "某某协会编", "12"]


def test_last_lines_of_cells_in_front_of_row_numbers_stay() -> None:
    rows = "".join(f"{number}\n某某示范项目\n甲能源有限公司\n" for number in range(1, 40))
    assert furniture(rows) == []


def test_marked_page_number() -> None:
    assert furniture("正文\n— 3 —\n正文\n第 4 页\n") == ["— 3 —", "第 4 页"]


def test_lines_at_the_edges_of_pages() -> None:
    chars, pages = "", []
    for number in range(1, 5):
        start = len(chars)
        chars += f"某某公报\n{prose(3, 4 * number)}{number}\n"
        pages.append(Page(number, start, len(chars)))
    assert furniture(chars, tuple(pages)) == [
        word for number in range(1, 5) for word in ("某某公报", str(number))
    ]


def test_body_leaves_furniture_out() -> None:
    layout = lay_out(Text("text.txt", "0" * 64, "前半\n— 3 —\n后半\n"))
    assert layout.body(0, len(layout.text.chars)).text == "前半后半"


def test_left_page_head_that_stands_once() -> None:
    heads = [("某某协会编", 20), ("某某协会编", 24), ("汇编（甲）第二辑", 27), ("某某协会编", 30)]
    chars = "".join(f"{prose(20)}\n\n{head}\n{number}\n" for head, number in heads)
    assert furniture(chars) == [word for head, number in heads for word in (head, str(number))]


def test_head_that_counts_the_pages_in_mid_sentence() -> None:
    chars = "".join(f"{prose(20)}前半句\n某某政策汇编 第3期 第{number}面\n后半句。\n" for number in (4, 5, 6))
    assert furniture(chars) == [f"某某政策汇编 第3期 第{number}面" for number in (4, 5, 6)]


def test_dates_and_document_numbers_that_rise_stay() -> None:
    chars = "".join(f"{prose(20)}发改某某环资〔2031〕{month}号\n2031年{month}月1日\n" for month in (3, 4, 5))
    assert furniture(chars) == []


def test_title_again_beside_a_marked_page_number() -> None:
    chars = (
        f"某某年度某某工程名单\n{prose(9)}第 1 页 共 2 页\n某某年度某某工程名单\n{prose(3)}第 2 页 共 2 页\n"
    )
    assert furniture(chars) == ["第 1 页 共 2 页", "某某年度某某工程名单", "第 2 页 共 2 页"]


def test_left_and_right_pages_have_heads_of_their_own() -> None:
    chars = "".join(
        f"{prose(20)}{'某某政策汇编' if page % 2 else '第二部分某某'}\n{page}\n" for page in range(8, 14)
    )
    assert len(furniture(chars)) == 12


def test_equal_values_of_records_are_one_object() -> None:
    layout = lay_out(Text("a.txt", "-", prose(3)))
    first, second = "".join(["某某", "水利局"]), "".join(["某某水", "利局"])
    assert layout.shared(first) is layout.shared(second)
    assert layout.shared((first,)) is layout.shared((second,))


def pages_of(*pages: str) -> tuple[str, tuple[Page, ...]]:
    chars, found = "", []
    for number, page in enumerate(pages, 1):
        found.append(Page(number, len(chars), len(chars) + len(page)))
        chars += page
    return chars, tuple(found)


def test_two_pages_that_are_counted_at_their_edges() -> None:
    chars, pages = pages_of(*(f"某某公报 某某厅\n{number} / 2\n{prose(8, 8 * number)}" for number in (1, 2)))
    assert furniture(chars, pages) == ["某某公报 某某厅", "1 / 2", "某某公报 某某厅", "2 / 2"]


@pytest.mark.parametrize("number_of", ["第{}页 共2页", "— {} —", "第 {} 页", "{}/2"])
def test_foot_above_the_numbers_of_two_pages(number_of: str) -> None:
    chars, pages = pages_of(
        *(f"{prose(8, 8 * number)}甲厅　乙厅\n{number_of.format(number)}\n" for number in (1, 2))
    )
    assert furniture(chars, pages) == [
        word for number in (1, 2) for word in ("甲厅　乙厅", number_of.format(number))
    ]


def test_head_of_a_table_below_a_counted_top_stays() -> None:
    chars, pages = pages_of(*(f"{number}/2\n序号 项目名称\n{prose(8, 8 * number)}" for number in (1, 2)))
    assert furniture(chars, pages) == ["1/2", "2/2"]


def test_fractions_that_count_no_pages_stay() -> None:
    chars, pages = pages_of(*(f"{number}/5\n{prose(8, 8 * number)}" for number in (1, 2)))
    assert furniture(chars, pages) == []


def test_what_a_browser_prints_around_a_page() -> None:
    sheet = "3/14/31, 9:05 AM 关于公示项目的公告\n{}https://example.org/a.html {}/2\n"
    chars = sheet.format(prose(5), 1) + sheet.format(prose(5, 5), 2)
    assert len(furniture(chars)) == 4
    assert furniture("2031/3/14 14:05\n正文\n") == []
