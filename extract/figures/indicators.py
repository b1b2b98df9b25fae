"""Technical values that a class of things has to keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.duties.clauses import Paragraph, Span, clauses, paragraphs, segments, sentences
from extract.figures.indicator_names import Named, Told, ends_in_class, told, with_values, without_value
from extract.figures.indicator_values import Value, unit, values
from extract.ids import part_iri, told_apart
from extract.instruments.outline import Part
from extract.layout import Layout
from extract.records import Document, Indicator
from extract.rules import regexes

_LONGEST_HEADING = 24
_RANK = 8


@dataclass(frozen=True, slots=True)
class _Group:
    """Values of one clause that share what is named in front of them; `keeps`: the clause says that it has to
    be kept.
    """

    clause: Span
    named: Named
    values: tuple[Value, ...]
    keeps: bool


@dataclass(slots=True)
class _Headings:
    """Over what the headings above a paragraph stand: requirements, goals, a class of things."""

    first: bool = False
    under: bool = False
    aims: bool = False
    subjects: tuple[str, ...] = ()

    def take(self, text: str, first: bool) -> None:
        """Take note of a heading, of the first rank or one below."""
        rules = _rules()
        requires, aims = bool(rules["requirements"].search(text)), bool(rules["goals"].search(text))
        bare = text.rstrip("。：:")
        self.subjects = (bare,) if ends_in_class(bare) else ()
        if first:
            self.first = self.under = requires
            self.aims = aims
        else:
            self.under = self.first or requires
            self.aims = self.aims or aims


def indicators(
    layout: Layout, part: Part, document: Document, areas: Sequence[tuple[int, int]] = ()
) -> tuple[Indicator, ...]:
    """The indicators of one document in reading order.

    They stand under headings that name requirements, or say of a class of things what it has to keep. What is
    to be reached by a date is a target.
    """
    found: list[Indicator] = []
    above = _Headings()
    conduct = _of_conduct(document)
    breaks = [section.start for section in part.sections]
    for paragraph in paragraphs(layout, *part.body, breaks, areas):
        prose = sentences(paragraph)
        heads = bool(paragraph.numbered and prose and _heads(paragraph, prose[0]))
        if heads or (paragraph.heading and not _rules()["hint"].search(paragraph.masked)):
            above.take(paragraph.text[: prose[0].end], _first_rank(layout, paragraph))
        if above.aims:
            continue
        named = Named()
        for sentence in prose[1:] if heads else prose:
            if not _rules()["hint"].search(paragraph.masked, sentence.start, sentence.end):
                continue
            if _dated(paragraph, sentence):
                continue
            carried = named.subjects or named.carried
            named = Named(above.subjects, named.measure, named.base, carried=carried)
            groups = list(_groups(paragraph, sentence, named))
            named = groups[-1].named if groups else named
            for group in _kept(groups, above.under, conduct):
                found += (
                    _record(layout, document, paragraph, group.clause, item)
                    for item in told(group.named, group.values)
                )
    return told_apart(found)


def _of_conduct(document: Document) -> bool:
    """Whether a document gives rules of conduct, with limits that are none of things."""
    return regexes("targets")["not/kinds"].search(document.kind or "") is not None


def _heads(paragraph: Paragraph, first: Span) -> bool:
    """Whether the first sentence of an item only names it."""
    short = first.end - first.start <= _LONGEST_HEADING
    return short and not _rules()["hint"].search(paragraph.masked, first.start, first.end)


def _first_rank(layout: Layout, paragraph: Paragraph) -> bool:
    """Whether the number in front of a paragraph is one of the first rank."""
    start = paragraph.clean.source_range(0, 1)[0]
    chars = layout.text.chars
    line = chars.rfind("\n", max(0, start - _RANK), start) + 1 or max(0, start - _RANK)
    return _rules()["heads"].match(chars[line : start + _RANK].lstrip("#* ")) is not None


def _dated(paragraph: Paragraph, sentence: Span) -> bool:
    """Whether a sentence says by when, so that its numbers are targets."""
    rules, text = regexes("targets"), paragraph.text[sentence.start : sentence.end]
    return any(
        rules[rule].search(text) for rule in ("by/until", "by/before", "by/period", "by/at", "by/this")
    )


def _kept(groups: Sequence[_Group], under: bool, conduct: bool) -> list[_Group]:
    """The groups of values of a sentence that are to be kept, none where nothing says so.

    In rules of `conduct` most limits are of what people do: only a measure of a class of things counts.
    """
    technical = [
        group for group in groups if _technical(group, under) and (under or not conduct or _of_things(group))
    ]
    return technical if under or any(group.keeps for group in technical) else []


def _groups(paragraph: Paragraph, sentence: Span, named: Named) -> Iterator[_Group]:
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
                text = paragraph.text[at : group[0].start]
                at = group[-1].end
                if _rules()["counts"].search(text):
                    continue
                named = with_values(text, group, named)
                yield _Group(clause, named, tuple(group), keeps or _spans(group))


def _spans(group: Sequence[Value]) -> bool:
    """Whether a value is to stay between two in a physical unit, which need not be said (温度为2℃至6℃)."""
    return any(value.high is not None and _rules()["physical"].search(value.unit) for value in group)


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


def _technical(group: _Group, under: bool) -> bool:
    """Whether what is named is a technical measure, or a class of things has it."""
    rules, named = _rules(), group.named
    if rules["no-measure"].search(named.measure):
        return False
    unit, classed = group.values[-1].unit, any(map(ends_in_class, named.subjects))
    if rules["no-technical"].search(unit) and not rules["costs"].search(named.measure):
        return (under or classed) and not rules["money"].search(unit)
    return under or classed or rules["measured"].search(named.measure) is not None


def _of_things(group: _Group) -> bool:
    """Whether a group has a measure of a class of things, or one in a physical unit."""
    rules, named = _rules(), group.named
    physical = rules["physical"].search(group.values[-1].unit) is not None
    return (
        (physical or any(map(ends_in_class, named.subjects)))
        and rules["measured"].search(named.measure) is not None
        and not rules["no-technical"].search(group.values[-1].unit)
    )


def _record(layout: Layout, document: Document, paragraph: Paragraph, clause: Span, item: Told) -> Indicator:
    subject, condition, measure, value = item
    start, end = paragraph.clean.source_range(clause.start, clause.end)
    low = None if value.comparator == "<=" else value.low
    high = value.low if value.comparator in ("<=", "=") else value.high
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
        rule=f"indicators/{value.rule}",
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
    return dict(regexes("indicators"))
