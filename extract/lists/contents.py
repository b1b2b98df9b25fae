"""What the cells of a column are, by themselves: numbers, places, bodies, figures, prose, names.

Data: rules/contents.yaml. Each kind is told as the share of the filled cells that are of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from statistics import median

from extract.cleaning import plain
from extract.lists import places
from extract.lists.cells import is_body
from extract.lists.words import code_number, row_number, width, words
from extract.rules import regexes

_LONG = 80  # halves of a Chinese character
_LONGEST_CLASS, _SHORTEST_NAME, _LONGEST_NAME = 14, 2, 90
_REPEATED = 0.6

Shares = Mapping[str, float]


@lru_cache(maxsize=1 << 14)
def kinds_of(text: str) -> frozenset[str]:
    """Every kind that the cell `text` is of by itself."""
    return frozenset(kind for kind, holds in _kinds().items() if holds(text))


@lru_cache(maxsize=1 << 14)
def is_sure_body(text: str) -> bool:
    """Whether a cell names one body or several and nothing else, by what each ends with."""
    parts = [
        part for part in words().names["divide"].split(regexes("cells")["and-so-on"].sub("", text)) if part
    ]
    rule = regexes("contents")["body"]
    sure = sum(rule.search(part) is not None for part in parts)
    return bool(parts) and sure > 0 and all(rule.search(part) or is_body(part) for part in parts)


@lru_cache(maxsize=1 << 14)
def is_sure_place(text: str) -> bool:
    """Whether a cell says a place that the vocabulary has, or one inside such a place."""
    first = next((part for part in regexes("cells")["separator"].split(text) if part), "")
    return places.known(text) and (places.region_id(text) or places.region_at_head(first)) is not None


def _is_prose(text: str) -> bool:
    return width(text) > _LONG or regexes("contents")["sentence"].search(text) is not None


def _found(rule: str) -> Callable[[str], bool]:
    return lambda text: regexes("contents")[rule].search(text) is not None


@cache
def _kinds() -> Mapping[str, Callable[[str], bool]]:
    names = words().names
    return {
        "number": lambda text: row_number(text) is not None,
        "code": lambda text: regexes("cells")["code"].match(text) is not None and not text.isdigit(),
        "place": is_sure_place,
        "loose-place": places.known,
        "body": is_sure_body,
        "loose-body": lambda text: not names["none"].match(text) and is_body(text),
        "company": lambda text: names["company"].search(text) is not None,
        "office": _found("office"),
        "figure": _found("figure"),
        "money": _found("money"),
        "period": _found("period"),
        "phone": _found("phone"),
        "person": _found("person"),
        "prose": _is_prose,
        "nature": lambda text: names["nature"].fullmatch(text) is not None,
        "project": lambda text: names["strong_project"].search(text) is not None,
        "built": lambda text: names["project"].search(text) is not None,
        "act": _found("act"),
        "document": _found("document"),
        "right": _found("right"),
        "measure": _found("measure"),
    }


def shares(texts: Sequence[str]) -> dict[str, float]:
    """For each kind the share of `texts`, the cells of a column, that are of it; nothing where all are empty.

    Beside the kinds of single cells: `filled`, `distinct`, `running` (numbers that go up one by one), `long`.
    """
    filled = [bare for text in texts if (bare := plain(text)) and not words().names["none"].match(bare)]
    if not filled:
        return {}
    found = dict.fromkeys(_kinds(), 0.0)
    for text in filled:
        for kind in kinds_of(text):
            found[kind] += 1 / len(filled)
    steps = [
        later == before + 1 or later == 1
        for before, later in pairwise([_counted(text) for text in filled])
        if before is not None and later is not None
    ]
    found["running"] = sum(steps) / max(len(filled) - 1, 1) if len(filled) > 1 else found["number"]
    found["filled"] = len(filled) / len(texts)
    found["distinct"] = len(set(filled)) / len(filled)
    found["length"] = median(map(len, filled))
    found["repeated"] = float(
        found["distinct"] <= _REPEATED and len(filled) > 2 and found["length"] <= _LONGEST_CLASS
    )
    return found


def _counted(text: str) -> int | None:
    number = row_number(text)
    return code_number(text) if number is None else number


def names_something(told: Shares) -> float:
    """How well the cells of a column, of which `told` are the shares, may be names of projects; 0 if not."""
    if not told or not _SHORTEST_NAME <= told["length"] <= _LONGEST_NAME:
        return 0.0
    other = max(
        told[kind]
        for kind in ("number", "place", "body", "figure", "period", "phone", "person", "nature", "running")
    )
    other = max(
        other, 0.9 * told["prose"], 0.5 * told["loose-body"] * (1 - told["project"]), told["repeated"]
    )
    sound = told["filled"] * told["distinct"] * (0.6 + 0.3 * told["project"] + 0.1 * told["built"])
    return max(0.0, sound - other) * min(1.0, told["length"] / 4)
