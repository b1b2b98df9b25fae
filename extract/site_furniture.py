"""What a web site sets around a document: menus, feet, tables of its number, publisher, days and kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from extract.rules import regexes
from extract.text import Table, Text

_LEAST_LABELS = 2
_MOST_CELLS = 60
_LEAST_OF_MENU = 3
_LONGEST_OF_MENU = 10
_LONGEST_OF_FOOT = 400


def is_of_site(table: Table, chars: str) -> bool:
    """Whether the cells of `table` are labels of a site, a sure one among them, with what they say."""
    if len(table.cells) > _MOST_CELLS:
        return False
    rules = regexes("layout")
    said = [("".join(chars[cell.start : cell.end].split()), cell.row) for cell in table.cells]
    labels = {text: row for text, row in said if rules["site-label"].fullmatch(text)}
    # In one row of several they would be the heads of columns.
    heads = len(set(labels.values())) == 1 and len({row for _, row in said}) > 1
    sure = any(rules["site-label/sure"].fullmatch(text) for text in labels)
    return len(labels) >= _LEAST_LABELS and sure and not heads


def lines_of_site(text: Text, starts: list[int]) -> set[int]:
    """Which of the lines that begin at `starts` stand in such a table."""
    places = [(table.start, table.end) for table in text.tables if is_of_site(table, text.chars)]
    return {at for at, start in enumerate(starts) if any(low <= start < high for low, high in places)}


def menus(words: Sequence[str]) -> Iterator[int]:
    """Which of the lines `words` are of a menu: several of its words, one below the other; one alone may be a
    title or a heading, and single letters the cells of a list.
    """
    rule = regexes("layout")["menu-word"]
    told = (len(word) <= _LONGEST_OF_MENU and rule.match(word) is not None for word in words)
    for is_menu, run in groupby(enumerate(told), key=itemgetter(1)):
        places = [at for at, _ in run]
        below = words[places[0] - 1] if places[0] else ""
        if is_menu and len(places) >= _LEAST_OF_MENU and any(len(words[at]) > 1 for at in places):
            if below.endswith(("：", ":")) and not rule.match(below):
                continue  # what a text lists
            yield from places


def feet(words: Sequence[str]) -> Iterator[int]:
    """Which of the lines `words` name other pages or sites, or are the foot at the end of a page: one of its
    lines says what stands nowhere else.
    """
    rules = regexes("layout")
    yield from (
        at
        for at, word in enumerate(words)
        if len(word) <= _LONGEST_OF_FOOT and rules["line-of-site"].match(word)
    )
    foot = []
    for at in range(len(words) - 1, -1, -1):
        if len(words[at]) > _LONGEST_OF_FOOT or not rules["foot-line"].match(words[at]):
            break
        foot.append(at)
    if any(rules["foot-line/sure"].search(words[at]) for at in foot):
        yield from foot
