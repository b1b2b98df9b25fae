"""Technical values that a class of things has to keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.duties.clauses import Paragraph, Span, clauses, paragraphs, segments, sentences
from extract.figures.indicator_values import Value, unit
from extract.figures.indicator_values import values as values_of
from extract.figures.target_tables import period_end
from extract.ids import part_iri, told_apart
from extract.instruments.outline import Part
from extract.layout import Layout
from extract.records import Document, Indicator
from extract.rules import regexes

_LONGEST_HEADING = 24
_FIGURE = re.compile(r"\d")


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

    They stand under headings that name requirements, or say of a class of things what it has to keep. The
    goals of a plan for a period are targets.
    """
    found: list[Indicator] = []
    under = aims = False
    elsewhere = not _rules()["not/kinds"].search(document.kind or "")
    for_a_period = period_end(document.title) is not None
    breaks = [section.start for section in part.sections]
    for paragraph in paragraphs(layout, *part.body, breaks, areas):
        prose = sentences(paragraph)
        heads = paragraph.numbered and prose and _heads(paragraph, prose[0])
        if heads:
            under = bool(_rules()["requirements"].search(paragraph.masked, 0, prose[0].end))
        if for_a_period and (heads or paragraph.heading):
            aims = bool(_rules()["goals"].search(paragraph.masked))
        if under or (elsewhere and not aims):
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
                            _record(layout, document, paragraph, clause, item)
                            for item in _told(named, values)
                        )
    return told_apart(found)


def _heads(paragraph: Paragraph, first: Span) -> bool:
    """Whether the first sentence of an item only names it."""
    short = first.end - first.start <= _LONGEST_HEADING
    return short and not _FIGURE.search(paragraph.masked, first.start, first.end)


def _dated(paragraph: Paragraph, sentence: Span) -> bool:
    """Whether a sentence says by when, so that its numbers are targets."""
    rules, text = _rules(), paragraph.text[sentence.start : sentence.end]
    return any(rules[rule].search(text) for rule in ("by/until", "by/before", "by/period"))


def _keeps(paragraph: Paragraph, sentence: Span) -> bool:
    """Whether a sentence says of a class of things that it has to keep a value."""
    masked = paragraph.masked
    for segment in segments(masked, sentence):
        named = False
        for clause in clauses(masked, segment):
            values = values_of(masked, clause)
            if not values:
                text = masked[clause.start : clause.end].rstrip("，。；")
                named = named or _ends_in_class(text) or _measured(text)
            elif values[0].start > clause.start and _rules()["indicator/keeps"].search(
                masked, clause.start, values[0].end
            ):
                named = named or _keeps_technical(masked[clause.start : values[0].start], values[0].unit)
                if named:
                    return True
    return False


def _of_clause(paragraph: Paragraph, clause: Span, before: _Named) -> tuple[_Named, list[Value]]:
    """What a clause names, with what was named before, and its values."""
    text = paragraph.text[clause.start : clause.end].rstrip("，。；")
    values = values_of(paragraph.masked, clause)
    if not values:
        if restricted := _rules()["indicator/with"].match(text):
            return replace(before, subjects=(restricted["class"],), conditions=(restricted["condition"],)), []
        subjects, measure = _classes(text)
        subjects, measure = subjects or before.subjects, measure if subjects else ""
        case = _rules()["indicator/case"].search(text)
        if case or regexes("obligations")["adverbial/condition"].search(text):
            if uses := _rules()["indicator/uses"].match(text):
                subjects, text = (uses["class"],), text[uses.end() :]
            named = (
                (text.removesuffix("的"),)
                if text.endswith("的") and _rules()["class"].search(text[:-1])
                else ()
            )
            return replace(before, subjects=subjects or named, conditions=(text,)), []
        return replace(before, subjects=subjects, measure=measure or before.measure), []
    if _rules()["indicator/counts"].search(paragraph.masked[clause.start : values[0].start]):
        values = values[1:]
    return (_name(paragraph, clause, values, before) if values else before), values


def _name(paragraph: Paragraph, clause: Span, values: Sequence[Value], before: _Named) -> _Named:
    """The classes and the measure that a clause names; what it leaves out was named before."""
    rules = _rules()
    text = paragraph.text[clause.start : values[0].start]
    tail = rules["tail"].search(text)
    text = text[: tail.start()] if tail else text
    subjects, measure = _classes(text)
    known = subjects or any(map(_ends_in_class, before.subjects))
    if not known and (measured := rules["indicator/quantity"].match(text)):
        subjects, measure = (measured["class"],), measured["measure"]
    conditions = before.conditions
    if len(values) > 1 and (states := rules["indicator/states"].search(measure)):
        listed = _shared(states.group().removeprefix("在"), "indicator/state")
        if len(listed) == len(values):
            measure, conditions = measure[: states.start()], listed
    if state := rules["indicator/in"].search(measure):
        measure, conditions = measure.replace(state.group(), ""), (state.group(),)
    base = next((value.base for value in values if value.base), "")
    measure = rules["indicator/modal"].sub("", measure).strip("，、。")
    if before.measure and rules["indicator/when"].match(measure):
        measure, conditions = "", (measure,)
    return _Named(subjects or before.subjects, measure or before.measure, base or before.base, conditions)


def _classes(text: str) -> tuple[tuple[str, ...], str]:
    """The classes of things at the head of `text`, and what follows them."""
    rules = _rules()
    text = rules["indicator/lead"].sub("", text)
    if owned := _owned(text):
        return owned
    found = [match.end() for match in rules["class"].finditer(text)]
    head = text[: found[-1]] if found else ""
    if rules["indicator/no-class"].search(head):
        first = text[: found[0]]
        return ((first,), text) if not rules["indicator/no-class"].search(first) else ((), text)
    return tuple(item for item in head.split("、") if item), text[len(head) :]


def _owned(text: str) -> tuple[tuple[str, ...], str] | None:
    """The classes before the last 的 of `text` that follows on one, and the measure behind it."""
    for at in reversed([found.start() for found in re.finditer("的", text)]):
        head, measure = text[:at], text[at + 1 :]
        if measure and _ends_in_class(head) and not _rules()["indicator/no-class"].search(head):
            return _apart(head), measure
    return None


def _keeps_technical(text: str, unit: str) -> bool:
    """Whether `text` before a value names a class of things, or what is measured of whatever has it."""
    rules = _rules()
    if _classes(text)[0]:
        return True
    return bool(rules["indicator/quantity"].match(text)) and not rules["indicator/no-technical"].search(unit)


def _measured(text: str) -> bool:
    """Whether `text` names a class and a measure of it, and nothing else (供水管道漏损率)."""
    classes, measure = _classes(text)
    return bool(classes and _rules()["indicator/measure"].search(measure))


def _apart(head: str) -> tuple[str, ...]:
    """Classes joined in one phrase, each with its own last word."""
    for joint in _rules()["indicator/joint"].finditer(head):
        if _ends_in_class(head[: joint.start()]):
            return (head[: joint.start()], *_apart(head[joint.end() :]))
    return (head,)


def _ends_in_class(head: str) -> bool:
    return any(found.end() == len(head) for found in _rules()["class"].finditer(head))


def _told(named: _Named, values: Sequence[Value]) -> Iterator[tuple[str | None, str | None, str, Value]]:
    """Class, condition, measure and value of each indicator, in their order where there are as many."""
    subjects: Sequence[str | None] = named.subjects or (None,)
    whole = named.conditions[0] if len(named.conditions) == 1 else None
    units = [
        replace(value, base=value.base or (named.base if value.unit in "%％" else "")) for value in values
    ]
    measures = _shared(named.measure, "indicator/shared")
    if len(units) > 1 and len(measures) == len(units) and len(subjects) == 1:
        yield from (
            (subjects[0], whole, measure, value) for measure, value in zip(measures, units, strict=True)
        )
        return
    if len(units) > 1 and len(named.conditions) == len(units):
        for subject in subjects:
            yield from (
                (subject, state, named.measure, value)
                for state, value in zip(named.conditions, units, strict=True)
            )
    elif len(subjects) == len(units):
        yield from (
            (subject, whole, named.measure, value) for subject, value in zip(subjects, units, strict=True)
        )
    else:
        yield from ((subject, whole, named.measure, value) for value in units for subject in subjects)


def _shared(printed: str, rule: str) -> tuple[str, ...]:
    """The items of a list that share their last word, each with it (烟尘、二氧化硫排放浓度)."""
    *rest, last = printed.split("、")
    shared = _rules()[rule].search(last)
    tail = shared["tail"] if shared else ""
    last = last[: shared.end("tail")] if shared else last
    return (*(item if item.endswith(tail) else item + tail for item in rest), last)


def _record(
    layout: Layout,
    document: Document,
    paragraph: Paragraph,
    clause: Span,
    told: tuple[str | None, str | None, str, Value],
) -> Indicator:
    subject, condition, measure, value = told
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
        unit=unit(value),
        condition=condition,
    )


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("targets"))
