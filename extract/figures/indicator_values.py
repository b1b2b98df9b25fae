"""The numbers of a clause that are values to keep, with their bounds and units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from extract.duties.clauses import Paragraph, Span
from extract.numerals import number
from extract.rules import load, regexes
from extract.rules.batteries import Battery

_SIGNS = str.maketrans("－−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "---0123456789")
_TIMES_TEN = re.compile("[×xX]10\\^?")
_EITHER_SIDE = "/plus-minus"
_AROUND = "/around"


@dataclass(frozen=True, slots=True)
class Value:
    """One number with its place, its rule, its bounds and its unit.

    `base` is what a share is one of, `each` what the value is counted for, where the unit does not say it.
    """

    start: int
    end: int
    comparator: str
    low: float | int
    high: float | int | None
    unit: str
    base: str
    each: str
    rule: str


def values(paragraph: Paragraph, clause: Span) -> list[Value]:
    """The values in a clause, in order; none in one that only says when."""
    masked, rules = paragraph.masked, _rules()
    found: list[Value] = []
    if not rules["hint/bound"].search(masked, clause.start, clause.end):
        return found
    if not rules["hint"].search(masked, clause.start, clause.end):
        return found
    if rules["case"].search(masked[clause.start : clause.end]):
        return found
    respectively = rules["respectively"].search(masked, clause.start, clause.end)
    first = respectively.end() if respectively else clause.start
    for rule, pattern in _kinds().within(masked, first, clause.end):
        comparator = load("indicators")[rule].value or ">="
        for match in pattern.finditer(masked, first, clause.end):
            of_thing = masked.startswith("的", match.end())
            if of_thing and not rules["measure-behind"].match(masked, match.end()):
                continue
            if any(match.start() < item.end and item.start < match.end() for item in found):
                continue
            if rule.endswith(_EITHER_SIDE) and _is_voltage(masked, clause.start, match):
                continue
            value = _value(paragraph, match, comparator, rule)
            found += _with_unit([value, *_further(paragraph, clause, value)])
    return sorted(found, key=lambda item: item.start)


def _is_voltage(masked: str, start: int, match: re.Match[str]) -> bool:
    """Whether ±N is the voltage of a line (±800千伏), and no deviation."""
    rules = _rules()
    return bool(rules["voltage"].match(match["unit"])) and not rules["deviation"].search(
        masked, start, match.start()
    )


def may_hold(paragraph: Paragraph, place: Span) -> bool:
    """Whether a value may stand there."""
    masked, rules = paragraph.masked, _rules()
    if not (rules["hint"].search(masked, *place) and rules["hint/bound"].search(masked, *place)):
        return False
    return bool(_kinds().within(masked, *place))


def _value(paragraph: Paragraph, match: re.Match[str], comparator: str, rule: str) -> Value:
    groups = match.groupdict()
    low, high = bounds(rule, match["low"], groups.get("high"))
    return Value(
        match.start(),
        match.end(),
        comparator,
        low,
        high,
        paragraph.text[match.start("unit") : match.end("unit")],
        match["base"] or groups.get("of") or "",
        groups.get("each") or "",
        rule,
    )


def bounds(rule: str, low: str, high: str | None) -> tuple[float | int, float | int | None]:
    """The bounds that the printed numbers of a rule mean: ±N lies to either side of nothing, M±N of M."""
    first, second = read_number(low), read_number(high) if high else None
    if rule.endswith(_EITHER_SIDE):
        return -first, first
    if rule.endswith(_AROUND) and second is not None:
        return _rounded(first - second), _rounded(first + second)
    return first, second


def _rounded(value: float | int) -> float | int:
    """A sum of printed numbers, without what binary fractions leave behind it."""
    return value if isinstance(value, int) else float(f"{value:.12g}")


def read_number(printed: str) -> float | int:
    """The number that is printed in figures, perhaps with a sign or a power of ten (1.0×10⁻⁷)."""
    plain = printed.translate(_SIGNS).removeprefix("+")
    return float(_TIMES_TEN.sub("e", plain)) if "10" in plain and _TIMES_TEN.search(plain) else number(plain)


def _with_unit(found: list[Value]) -> list[Value]:
    """The values of one list, whose unit stands behind the last (10、35、50毫克/立方米)."""
    return [replace(value, unit=value.unit or found[-1].unit) for value in found]


def _further(paragraph: Paragraph, clause: Span, value: Value) -> Iterator[Value]:
    """The other values of a list (不高于25%、15%)."""
    more = _rules()["value/more"]
    end = value.end
    while match := more.match(paragraph.masked[end : clause.end]):
        unit = paragraph.text[end + match.start("unit") : end + match.end("unit")]
        low, base = read_number(match["low"]), match["base"] or value.base
        yield replace(value, start=end, end=end + match.end(), low=low, high=None, unit=unit, base=base)
        end += match.end()


def unit(value: Value) -> str | None:
    """The unit, with what it is a share of behind the sign (%额定功率/分钟)."""
    share, slash, time = value.unit.partition("/")
    whole = f"{share}{value.base}{slash}{time}" if share in "%％" else f"{value.unit}{value.base}"
    return whole or None


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("indicators"))


@cache
def _kinds() -> Battery[str]:
    """The rules that find a value, in the order in which they go."""
    more = "value/more"
    return Battery(one for one in _rules().items() if one[0].startswith("value/") and one[0] != more)
