"""The values of a sentence with what is named in front of them, and whether they are technical."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.duties.clauses import Paragraph, Span, clauses, segments
from extract.figures.indicator_names import Named, ends_in_class, is_measured, with_values, without_value
from extract.figures.indicator_values import Value, values
from extract.rules import regexes


@dataclass(frozen=True, slots=True)
class Group:
    """Values of one clause that share what is named in front of them; `keeps`: the clause says that it has to
    be kept.
    """

    clause: Span
    named: Named
    values: tuple[Value, ...]
    keeps: bool


def groups(paragraph: Paragraph, sentence: Span, named: Named) -> Iterator[Group]:
    """The values of a sentence in groups that share what is named in front of them; `named` before it."""
    for segment in segments(paragraph.masked, sentence):
        for clause in clauses(paragraph.masked, segment):
            found = values(paragraph, clause)
            if not found:
                text = paragraph.text[clause.start : clause.end].rstrip("，。；")
                named = without_value(text, named)
                continue
            keeps = bool(_rules()["keeps"].search(paragraph.masked, clause.start, clause.end))
            at = clause.start
            for group in _together(paragraph, found):
                text = _in_front(paragraph, Span(at, group[0].start), group[-1].end)
                at = group[-1].end
                if _rules()["counts"].search(text):
                    continue
                named = with_values(text, group, named)
                yield Group(clause, named, tuple(group), keeps or _spans(group))


def _in_front(paragraph: Paragraph, place: Span, end: int) -> str:
    """What stands in front of values that reach to `end`; a measure named behind them comes to it."""
    text = paragraph.text[place.start : place.end]
    behind = _rules()["measure-behind"].match(paragraph.text, end)
    return f"{_rules()['bears'].sub('', text)}{behind['name']}" if behind else text


def _spans(group: Sequence[Value]) -> bool:
    """Whether a value is to stay between two in a physical unit, which need not be said (温度为2℃至6℃)."""
    spans = (value for value in group if value.high is not None)
    return any(value.base or _rules()["physical"].search(value.unit) for value in spans)


def _together(paragraph: Paragraph, found: Sequence[Value]) -> list[list[Value]]:
    """The values in groups: one goes with the value before where nothing is named between."""
    groups: list[list[Value]] = []
    for value in found:
        between = paragraph.text[groups[-1][-1].end : value.start] if groups else ""
        if groups and not _rules()["lead"].sub("", between):
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups


def technical(group: Group, under: bool) -> bool:
    """Whether what is named is a technical measure, or a class of things has it."""
    rules, named, unit = _rules(), group.named, _unit(group)
    if group.keeps and _is_quality(named.measure):
        return True
    if rules["no-measure"].search(named.measure):
        return False
    physical, measured = rules["physical"].search(unit) is not None, is_measured(named.measure)
    whole = "".join(named.subjects[-1:]) + named.measure
    if not physical and (rules["people"].search(whole) or rules["no-measure"].search(whole)):
        return False
    classed = any(map(ends_in_class, named.subjects))
    if rules["no-technical"].search(unit) and not rules["costs"].search(named.measure):
        return (under or (classed and measured)) and not rules["money"].search(unit)
    if rules["lasts"].search(unit):
        return measured
    return under or classed or measured or physical


def limits(paragraph: Paragraph, clause: Span) -> bool:
    """Whether a clause without a date sets a limit to a measure of a thing named before it, in a physical
    unit (…建成水池，单体容积不低于50立方米): an indicator, also where the sentence names a date.
    """
    rules = _rules()
    if not rules["limit"].search(paragraph.masked, clause.start, clause.end):
        return False
    if regexes("targets")["by/named"].search(paragraph.masked, clause.start, clause.end):
        return False
    found = values(paragraph, clause)
    if found and rules["kept-by-new"].match(paragraph.text[clause.start : clause.end]):
        text = paragraph.text[clause.start : found[0].start]
        new = with_values(text, found[:1], Named())
        return any(map(ends_in_class, new.subjects)) and rules["own"].match(new.measure) is not None
    if not found or not all(rules["physical"].search(value.unit) for value in found):
        return False
    named = rules["tail"].sub("", rules["lead"].sub("", paragraph.text[clause.start : found[0].start]))
    return (rules["own"].match(named) or rules["single"].match(named)) is not None


def of_things(group: Group) -> bool:
    """Whether a group has a measure of a class of things, or one that is technical by its unit or name."""
    rules, named, unit = _rules(), group.named, _unit(group)
    physical = rules["physical"].search(unit) is not None
    if _is_quality(named.measure):
        return True
    if not (physical or is_measured(named.measure)) or rules["no-technical"].search(unit):
        return False
    if physical or any(map(ends_in_class, named.subjects)):
        return True
    own = rules["own"].match(named.measure) or rules["whole"].match(named.measure)
    return own is not None and bool(named.subjects) and not rules["lasts"].search(unit)


def _is_quality(measure: str) -> bool:
    """Whether a measure says how well something is done, or how long it is treated."""
    return any(_rules()[rule].search(measure) for rule in ("quality", "process"))


def _unit(group: Group) -> str:
    return group.values[-1].unit


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("indicators"))
