"""The numbers of a clause that are values to keep, with their bounds and units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from extract.duties.clauses import Span
from extract.numerals import number
from extract.rules import load, regexes

_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Value:
    """One number with its place, its rule, its bounds and its unit."""

    start: int
    end: int
    comparator: str
    low: float | int
    high: float | int | None
    unit: str
    base: str
    rule: str


def values(masked: str, clause: Span) -> list[Value]:
    """The values in a clause, in order; none in one that only says when."""
    found: list[Value] = []
    if not _FIGURE.search(masked, clause.start, clause.end):
        return found
    if _rules()["indicator/case"].search(masked[clause.start : clause.end]):
        return found
    respectively = _rules()["indicator/respectively"].search(masked, clause.start, clause.end)
    first = respectively.end() if respectively else clause.start
    for rule in _kinds():
        comparator = load("targets")[rule].value or ">="
        for match in _rules()[rule].finditer(masked, first, clause.end):
            if masked[match.end() : match.end() + 1] == "的" or any(
                match.start() < item.end and item.start < match.end() for item in found
            ):
                continue
            high = match.groupdict().get("high")
            value = Value(
                match.start(),
                match.end(),
                comparator,
                number(match["low"]),
                number(high) if high else None,
                match["unit"],
                match["base"] or match.groupdict().get("of") or "",
                rule,
            )
            found += _with_unit([value, *_further(masked, clause, value)])
    return sorted(found, key=lambda item: item.start)


def _with_unit(found: list[Value]) -> list[Value]:
    """The values of one list, whose unit stands behind the last (10、35、50毫克/立方米)."""
    return [replace(value, unit=value.unit or found[-1].unit) for value in found]


def _further(masked: str, clause: Span, value: Value) -> Iterator[Value]:
    """The other values of a list after 分别 (不高于25%、15%)."""
    end = value.end
    while match := _rules()["indicator/more"].match(masked[end : clause.end]):
        low = number(match["low"])
        yield Value(
            end,
            end + match.end(),
            value.comparator,
            low,
            None,
            match["unit"],
            match["base"] or value.base,
            value.rule,
        )
        end += match.end()


def unit(value: Value) -> str | None:
    """The unit, with what it is a share of behind the sign (%额定功率/分钟)."""
    share, slash, time = value.unit.partition("/")
    whole = f"{share}{value.base}{slash}{time}" if share in "%％" else f"{value.unit}{value.base}"
    return whole or None


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("targets"))


@cache
def _kinds() -> tuple[str, ...]:
    ends = (
        "range", "at-most", "at-most-below", "at-least", "at-least-above", "at-most-plain", "at-least-plain",
    )  # fmt: skip
    return tuple(rule for rule in _rules() if rule in {f"indicator/{end}" for end in ends})
