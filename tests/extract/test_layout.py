"""Running heads and page numbers are furniture; row numbers and lines that merely come back are not."""

from __future__ import annotations

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
