"""Whether the rows of a table are projects: what speaks for it and against it, weighed.

Data: rules/evidence.yaml (words and weights), rules/evidence_english.yaml (the same in English words), and
`evidence` in costs.yaml (what kinds of columns are worth, and how much is enough).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from extract.cleaning import plain, text_at
from extract.layout import Layout
from extract.lists.above import Said, said_above
from extract.lists.clues import clues, is_head_of_others, says
from extract.lists.contents import kinds_of, shares
from extract.lists.model import Column, ListArea, Row
from extract.lists.words import costs, only_heads, says_nothing, unmarked
from extract.rules import load, regexes

_HALF = 0.5
_AGAIN = 0.5  # how much more a sign against projects holds for a further column that has it
_LEAST_HEAD = 3
_LOOKED_AT = 400  # rows
_NOTHING = -1.0  # what speaks for a table whose rows name nothing
_OF_ANY = frozenset({"number", "name", "note", "code"})
# What is asked, or said, of things that are built or carried out.
_BUILT = frozenset(
    {"head-builder", "head-invested", "head-erected", "head-scheduled", "head-sited", "names-projects"}
    | {"names-built", "names-studied", "column-implementer", "column-maker", "column-description"}
    | {"column-nature"}
)


def weight_of(layout: Layout, area: ListArea) -> float:
    """How much speaks for the rows of a table being projects, never enough where they name nothing."""
    area = replace(area, rows=area.rows[:_LOOKED_AT])
    cells = _cells(layout, area)
    found = weight(said_above(layout, area), area.columns, cells)
    if _tells(layout, area, cells):
        return found
    return float(costs()["evidence"]["doubtful"]) if is_listed(found) else min(found, _NOTHING)


def weight(said: Said, columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> float:
    """How much speaks for the rows being projects; `cells` are the texts of each column."""
    return sum(_worth()[sign] * amount for sign, amount in signs(said, columns, cells).items())


def signs(said: Said, columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> dict[str, float]:
    """All that speaks for or against the rows being projects, and how far each holds.

    The name of a rule stands for its words; `column-` for a role that the cells of a column have below a head
    that asks nothing else, `name-` for what the names are that no project is.
    """
    told = [shares(texts) for texts in cells]
    name = next((at for at, column in enumerate(columns) if column.role == "name"), None)
    found = {**_said(said), **_asked(columns, name), **_held(columns, cells, told)}
    if name is not None:
        named = clues("named", [columns[name].head])
        found |= dict.fromkeys(named, 1.0)
        if "named-projects" in named:
            found.pop("head-projects", None)
        found |= _best_of_names([bare for text in cells[name] if (bare := plain(text))])
        found |= {f"name-{kind}": told[name].get(kind, 0.0) for kind in costs()["evidence"]["names"]}
    if not any(amount for sign, amount in found.items() if sign in _BUILT):
        found["nothing-built"] = 1.0
    return found


def _said(said: Said) -> dict[str, float]:
    """What is said above: by the title, which is that of the document where the table has none; and by the
    document, as far as that is not the same again.
    """
    found = dict.fromkeys(clues("title", [said.title or said.entitled]), 1.0)
    above = clues("document", [said.document])
    return found | {
        clue: 1.0 for clue in above if clue != "document-projects" or "title-projects" not in found
    }


def _asked(columns: Sequence[Column], name: int | None) -> dict[str, float]:
    """What the heads ask of each row. What they ask of no project counts a bit more where several do; that of
    the names asks nothing.
    """
    found: dict[str, float] = {}
    for at, column in enumerate(columns):
        for clue in clues("head", [column.head]):
            if _worth()[clue] < 0:
                found[clue] = found.get(clue, 1.0 - _AGAIN) + _AGAIN
            elif at != name:
                found[clue] = 1.0
    unknown = [
        column.role == "other" and not clues("head", [column.head])
        for column in columns
        if column.head and column.role not in _OF_ANY
    ]
    if any(unknown):
        found["strange"] = sum(unknown) / len(unknown)
    if not any(column.head for column in columns):
        found["headless"] = 1.0
    return found


def _held(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], told: Sequence[Mapping[str, float]]
) -> dict[str, float]:
    """What the columns hold, where their heads ask nothing else."""
    found = {
        sign: 1.0
        for column, share in zip(columns, told, strict=True)
        if share and (sign := _sign_of(column, share)) in _worth() and not is_head_of_others(column.head)
    }
    holds = {
        "figures": _only_figures(columns, told),
        "units": any(_measures(column.head, share) for column, share in zip(columns, told, strict=True)),
        "limits": any(map(_limits, cells)),
    }
    return found | {sign: 1.0 for sign, is_so in holds.items() if is_so}


@cache
def _worth() -> Mapping[str, float]:
    """What each sign is worth."""
    said = costs()["evidence"]
    worth = {
        name: float(said[name])
        for name in ("headless", "nothing-built", "strange", "figures", "units", "limits")
    }
    worth |= {f"column-{role}": float(value) for role, value in said["columns"].items()}
    worth |= {f"name-{kind}": -float(value) for kind, value in said["names"].items()}
    return worth | {name: float(rule.value) for name, rule in load("evidence").items() if rule.value}


def is_listed(weight: float) -> bool:
    """Whether that much is enough for rows to be read as projects."""
    return weight >= float(costs()["evidence"]["listed"])


def is_doubtful(weight: float) -> bool:
    """Whether that much is too little for rows to be read, and too much to pass them over in silence."""
    return float(costs()["evidence"]["doubtful"]) <= weight < float(costs()["evidence"]["listed"])


def _only_figures(columns: Sequence[Column], told: Sequence[Mapping[str, float]]) -> bool:
    """Whether a table says nothing of what it names but figures, and several of them."""
    beside = [
        share
        for column, share in zip(columns, told, strict=True)
        if column.role not in ("name", "number") and share
    ]
    return len(beside) > 1 and all(share["figure"] + share["period"] >= _HALF for share in beside)


def _measures(head: str, told: Mapping[str, float]) -> bool:
    """Whether a column says in which unit figures are (单位: %), as in a table of indicators."""
    return bool(told) and told["loose-body"] < _HALF and regexes("cells")["unit-head"].match(head) is not None


def _limits(texts: Sequence[str]) -> bool:
    """Whether a column holds values to keep, as in a table of limits: most cells are bounded, or some are and
    all others are numbers. A span of time, or the number of a telephone, is none.
    """
    filled, rules = [text for text in texts if text], regexes("indicators")
    limit, bare = rules["table/signed"].match, rules["table/plain"].match
    limits = [text for text in filled if limit(text) and not kinds_of(plain(text)) & {"period", "phone"}]
    numbers = sum(bare(text) is not None for text in filled) if limits else 0
    return len(filled) > 1 and (len(limits) > _HALF * len(filled) or 0 < len(limits) == len(filled) - numbers)


def _sign_of(column: Column, told: Mapping[str, float]) -> str:
    """The sign that a column is: its role; `column-somebody` for bodies of which the head does not say that
    they carry anything out, "" for figures that are no money.
    """
    if column.role == "implementer" and column.head and not clues("head", [column.head]):
        return "column-somebody"
    if column.role == "amount" and column.head and not told["money"]:
        return "column-amount" if regexes("contents")["money"].search(column.head) else ""
    return f"column-{column.role}"


def _best_of_names(names: Sequence[str]) -> dict[str, float]:
    """Of what names may end with that which says most, and the share that ends so."""
    ends = {
        name: sum(says(name, text) for text in names) / len(names)
        for name, rule in load("evidence").items()
        if name.startswith("names-") and rule.regex and names
    }
    best = max(ends, key=lambda name: _worth()[name] * ends[name], default=None)
    return {best: ends[best]} if best else {}


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
    return not says_nothing(text) and not only_heads(text) and text[-1] not in ":："


def _text(layout: Layout, row: Row, column: int) -> str:
    return unmarked(text_at(layout.text.chars, row.cells[column]))
