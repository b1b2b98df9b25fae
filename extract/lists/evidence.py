"""Whether the rows of a table are projects: what speaks for it and against it, weighed.

Data: rules/evidence.yaml (words and weights), and `evidence` in costs.yaml (what kinds of columns are worth,
and how much is enough).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from extract.cleaning import plain, text_at
from extract.layout import Layout
from extract.lists.above import Said, said_above
from extract.lists.contents import kinds_of, shares
from extract.lists.model import Column, ListArea, Row
from extract.lists.words import costs, only_heads, unmarked, words
from extract.rules import load, regexes

_HALF = 0.5
_LEAST_HEAD = 3
_LOOKED_AT = 400  # rows
Finds = Callable[[str], re.Match[str] | None]


def weight_of(layout: Layout, area: ListArea) -> float:
    """How much speaks for the rows of a table being projects; 0 at most where it names nothing."""
    area = replace(area, rows=area.rows[:_LOOKED_AT])
    cells = _cells(layout, area)
    found = weight(said_above(layout, area), area.columns, cells)
    return found if _tells(layout, area, cells) else min(found, 0.0)


def weight(said: Said, columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> float:
    """How much speaks for the rows being projects; `cells` are the texts of each column."""
    roles = [column.role for column in columns]
    heads = [column.head for column in columns]
    total = 0.0 if any(heads) else float(costs()["evidence"]["headless"])
    total += _words("title", [said.title]) + _words("document", [said.document]) + _words("head", heads)
    told = {role: shares(texts) for role, texts in zip(roles, cells, strict=True)}
    worth: Mapping[str, float] = costs()["evidence"]["columns"]
    total += sum(worth.get(role, 0.0) for role, share in told.items() if share)
    if _only_figures(roles, cells):
        total += costs()["evidence"]["figures"]
    if any(map(_measures, heads, cells)):
        total += costs()["evidence"]["units"]
    if any(map(_limits, cells)):
        total += costs()["evidence"]["limits"]
    if "name" not in roles:
        return total
    names = roles.index("name")
    total += _words("named", [columns[names].head])
    filled = [bare for text in cells[names] if (bare := plain(text))]
    return total + _names(filled) - _others(told["name"])


def is_of_others(title: str) -> bool:
    """Whether the title of a list alone says that it is none of projects."""
    return _words("title", [title]) <= float(costs()["evidence"]["others"])


def is_listed(weight: float) -> bool:
    """Whether that much is enough for rows to be read as projects."""
    return weight >= float(costs()["evidence"]["listed"])


def is_doubtful(weight: float) -> bool:
    """Whether that much is too little for rows to be read, and too much to pass them over in silence."""
    return float(costs()["evidence"]["doubtful"]) <= weight < float(costs()["evidence"]["listed"])


def _only_figures(roles: Sequence[str], cells: Sequence[Sequence[str]]) -> bool:
    """Whether a table says nothing of what it names but figures, and several of them."""
    told = [
        share
        for role, texts in zip(roles, cells, strict=True)
        if role not in ("name", "number") and (share := shares(texts))
    ]
    return len(told) > 1 and all(share["figure"] + share["period"] >= _HALF for share in told)


def _measures(head: str, texts: Sequence[str]) -> bool:
    """Whether a column says in which unit figures are (单位: %), as in a table of indicators."""
    told = shares(texts) if regexes("cells")["unit-head"].match(head) else {}
    return bool(told) and told["loose-body"] < _HALF


def _limits(texts: Sequence[str]) -> bool:
    """Whether a column holds values to keep, as in a table of limits: most cells are bounded, or some are and
    all others are numbers. A span of time, or the number of a telephone, is none.
    """
    filled, rules = [text for text in texts if text], regexes("indicators")
    limit, bare = rules["table/signed"].match, rules["table/plain"].match
    limits = [text for text in filled if limit(text) and not kinds_of(plain(text)) & {"period", "phone"}]
    numbers = sum(bare(text) is not None for text in filled) if limits else 0
    return len(filled) > 1 and (len(limits) > _HALF * len(filled) or 0 < len(limits) == len(filled) - numbers)


def _words(where: str, texts: Sequence[str]) -> float:
    """The weights of the rules for `where` that find something in one of `texts`."""
    bare = [found for text in texts if (found := plain(text))]
    return sum(value for found, value in _rules(where) if any(map(found, bare)))


def _names(names: Sequence[str]) -> float:
    """What the names themselves say: of the rules for names the one that says most, each by its share."""
    if not names:
        return 0.0
    return max(value * sum(map(bool, map(found, names))) / len(names) for found, value in _rules("names"))


def _others(told: Mapping[str, float]) -> float:
    """What the names say against it: that they are bodies, places, persons, tasks, documents."""
    worth: Mapping[str, float] = costs()["evidence"]["names"]
    return sum(value * told.get(kind, 0.0) for kind, value in worth.items())


@cache
def _rules(where: str) -> tuple[tuple[Finds, float], ...]:
    return tuple(
        (rule.regex.search, float(rule.value or 0))
        for name, rule in load("evidence").items()
        if name.startswith(f"{where}-") and rule.regex
    )


def _cells(layout: Layout, area: ListArea) -> list[list[str]]:
    """The texts of each column; what stands but once for several rows only where it stands."""
    owned = [row.own for row in area.rows]
    return [
        [unmarked(text_at(layout.text.chars, own[at])) for own in owned] for at in range(len(area.columns))
    ]


def _tells(layout: Layout, area: ListArea, cells: Sequence[Sequence[str]]) -> bool:
    """Whether the rows say anything: names that are no words of heads or of a form, and more beside them."""
    roles = [column.role for column in area.columns]
    if "name" not in roles:
        return False
    name, number = roles.index("name"), roles.index("number") if "number" in roles else None
    rows = [row for row in area.rows if row.cells[name]]
    heads = [column.head for column in area.columns if len(column.head) >= _LEAST_HEAD]
    named = sum(_names_something(text, heads) for text in cells[name] if text)
    if not named or named < 0.5 * len(rows) or named < 0.3 * len(area.rows):
        return False
    told = sum(any(cell for at, cell in enumerate(row.cells) if at not in (name, number)) for row in rows)
    bare = len(set(roles) - {"number", "name"}) >= 2 and told < 0.5 * len(rows)
    return not bare and not _is_form(layout, area, name)


def _is_form(layout: Layout, area: ListArea, name: int) -> bool:
    """Whether the table is a form to be filled in: what stands in a row below its head are heads again,
    others than those of the table.
    """
    heads = {column.head for column in area.columns}
    for row in area.rows:
        told = [text for at in range(len(row.cells)) if (text := _text(layout, row, at))]
        named = _text(layout, row, name)
        if named and len(told) > 1 and named not in heads and all(map(only_heads, told)):
            return True
    return False


def _names_something(text: str, heads: Sequence[str]) -> bool:
    """Whether a cell is a name: not words of the head of the table, nor of a form."""
    if sum(head in text for head in heads) > 1 or not any(map(str.isalnum, text)):
        return False
    return not words().names["none"].match(text) and not only_heads(text) and text[-1] not in ":："


def _text(layout: Layout, row: Row, column: int) -> str:
    return unmarked(text_at(layout.text.chars, row.cells[column]))
