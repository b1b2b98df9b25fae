"""Technical values that a class of things has to keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.duties.clauses import Paragraph, Span, clauses, paragraphs, segments, sentences
from extract.ids import part_iri, told_apart
from extract.instruments.outline import Part
from extract.layout import Layout
from extract.numerals import number
from extract.records import Document, Indicator
from extract.rules import load, regexes

_LONGEST_HEADING = 24
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Value:
    """One number with its place, its rule, its bounds and its unit."""

    start: int
    end: int
    comparator: str
    low: float | int
    high: float | int | None
    unit: str
    base: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Named:
    """What has been named: classes of things, their measure, the base of its unit, when it holds."""

    subjects: tuple[str, ...] = ()
    measure: str = ""
    base: str = ""
    conditions: tuple[str, ...] = ()


def indicators(
    layout: Layout, part: Part, document: Document, areas: Sequence[tuple[int, int]] = ()
) -> tuple[Indicator, ...]:
    """The indicators of one document in reading order.

    They stand under headings that name requirements, or say of a class of things what it has to keep.
    """
    found: list[Indicator] = []
    under = False
    elsewhere = not _rules()["not/kinds"].search(document.kind or "")
    breaks = [section.start for section in part.sections]
    for paragraph in paragraphs(layout, *part.body, breaks, areas):
        prose = sentences(paragraph)
        heads = paragraph.numbered and prose and prose[0].end - prose[0].start <= _LONGEST_HEADING
        if heads:
            under = bool(_rules()["requirements"].search(paragraph.masked, 0, prose[0].end))
        if under or elsewhere:
            named = _Named()
            for sentence in prose[1:] if heads else prose:
                if not _FIGURE.search(paragraph.masked, sentence.start, sentence.end):
                    continue
                if _dated(paragraph, sentence) or not (under or _keeps(paragraph, sentence)):
                    continue
                named = replace(named, subjects=(), conditions=())
                for segment in segments(paragraph.masked, sentence):
                    for clause in clauses(paragraph.masked, segment):
                        named, values = _of_clause(paragraph, clause, named)
                        found += (
                            _record(layout, document, paragraph, clause, named.measure, item)
                            for item in _told(named, values)
                        )
    return told_apart(found)


def _dated(paragraph: Paragraph, sentence: Span) -> bool:
    """Whether a sentence says by when, so that its numbers are targets."""
    rules, text = _rules(), paragraph.text[sentence.start : sentence.end]
    return any(rules[rule].search(text) for rule in ("by/until", "by/before", "by/period"))


def _keeps(paragraph: Paragraph, sentence: Span) -> bool:
    """Whether a sentence says of a class of things that it has to keep a value."""
    masked = paragraph.masked
    return any(
        values[0].start > clause.start
        and _rules()["indicator/keeps"].search(masked, clause.start, values[0].end)
        and _classes(masked[clause.start : values[0].start])[0]
        for segment in segments(masked, sentence)
        for clause in clauses(masked, segment)
        if (values := _values(masked, clause))
    )


def _of_clause(paragraph: Paragraph, clause: Span, before: _Named) -> tuple[_Named, list[_Value]]:
    """What a clause names, with what was named before, and its values."""
    text = paragraph.text[clause.start : clause.end].rstrip("，。；")
    values = _values(paragraph.masked, clause)
    if not values:
        subjects = _classes(text)[0] or before.subjects
        if regexes("obligations")["adverbial/condition"].search(text):
            if uses := _rules()["indicator/uses"].match(text):
                subjects, text = (uses["class"],), text[uses.end() :]
            named = (
                (text.removesuffix("的"),)
                if text.endswith("的") and _rules()["class"].search(text[:-1])
                else ()
            )
            return replace(before, subjects=subjects or named, conditions=(text,)), []
        return replace(before, subjects=subjects), []
    return _name(paragraph, clause, values, before), values


def _values(masked: str, clause: Span) -> list[_Value]:
    found: list[_Value] = []
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
            value = _Value(
                match.start(),
                match.end(),
                comparator,
                number(match["low"]),
                number(high) if high else None,
                match["unit"],
                match["base"] or "",
                rule,
            )
            found += [value, *_further(masked, clause, value)]
    return sorted(found, key=lambda item: item.start)


def _further(masked: str, clause: Span, value: _Value) -> Iterator[_Value]:
    """The other values of a list after 分别 (不高于25%、15%)."""
    end = value.end
    while match := _rules()["indicator/more"].match(masked[end : clause.end]):
        low = number(match["low"])
        yield _Value(
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


def _name(paragraph: Paragraph, clause: Span, values: Sequence[_Value], before: _Named) -> _Named:
    """The classes and the measure that a clause names; what it leaves out was named before."""
    rules = _rules()
    text = paragraph.text[clause.start : values[0].start]
    tail = rules["tail"].search(text)
    text = text[: tail.start()] if tail else text
    subjects, measure = _classes(text)
    conditions = before.conditions
    if len(values) > 1 and (states := rules["indicator/states"].search(measure)):
        listed = tuple(states.group().removeprefix("在").split("、"))
        if len(listed) == len(values):
            measure, conditions = measure[: states.start()], listed
    if state := rules["indicator/in"].search(measure):
        measure, conditions = measure.replace(state.group(), ""), (state.group(),)
    base = next((value.base for value in values if value.base), "")
    measure = rules["indicator/modal"].sub("", measure).strip("，、。")
    return _Named(subjects or before.subjects, measure or before.measure, base or before.base, conditions)


def _classes(text: str) -> tuple[tuple[str, ...], str]:
    """The classes of things at the head of `text`, and what follows them."""
    rules = _rules()
    found = [match.end() for match in rules["class"].finditer(text)]
    head = text[: found[-1]] if found else ""
    if rules["indicator/no-class"].search(head):
        first = text[: found[0]]
        return ((first,), text) if not rules["indicator/no-class"].search(first) else ((), text)
    return tuple(item for item in head.split("、") if item), text[len(head) :]


def _told(named: _Named, values: Sequence[_Value]) -> Iterator[tuple[str | None, str | None, _Value]]:
    """Class, condition and value of each indicator: in their order where there are as many of both."""
    subjects: Sequence[str | None] = named.subjects or (None,)
    whole = named.conditions[0] if len(named.conditions) == 1 else None
    units = [
        replace(value, base=value.base or (named.base if value.unit in "%％" else "")) for value in values
    ]
    if len(units) > 1 and len(named.conditions) == len(units):
        for subject in subjects:
            yield from ((subject, state, value) for state, value in zip(named.conditions, units, strict=True))
    elif len(subjects) == len(units):
        yield from ((subject, whole, value) for subject, value in zip(subjects, units, strict=True))
    else:
        yield from ((subject, whole, value) for value in units for subject in subjects)


def _record(
    layout: Layout,
    document: Document,
    paragraph: Paragraph,
    clause: Span,
    measure: str,
    told: tuple[str | None, str | None, _Value],
) -> Indicator:
    subject, condition, value = told
    start, end = paragraph.clean.source_range(clause.start, clause.end)
    low = None if value.comparator == "<=" else value.low
    high = value.low if value.comparator == "<=" else value.high
    fields = (subject or "", measure, condition or "", str(low), str(high))
    return Indicator(
        id=part_iri("indicator", document.id, *fields),
        source=document.source,
        source_sha256=document.source_sha256,
        start=start,
        end=end,
        page=layout.text.page_at(start),
        quote=layout.text.chars[start:end],
        confidence=0.7,
        rule=f"targets/{value.rule}",
        document=document.id,
        subject=subject,
        indicator=measure,
        comparator=value.comparator,
        low=low,
        high=high,
        unit=f"{value.unit}{value.base}" or None,
        condition=condition,
    )


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("targets"))


@cache
def _kinds() -> tuple[str, ...]:
    ends = (
        "range", "at-most", "at-most-below", "at-least", "at-least-above", "at-most-plain", "at-least-plain",
    )  # fmt: skip
    return tuple(rule for rule in _rules() if rule in {f"indicator/{end}" for end in ends})
