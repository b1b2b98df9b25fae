"""Technical values that a class of things has to keep."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.cleaning import plain
from extract.duties.clauses import Paragraph, Span, paragraphs, sentences
from extract.figures.indicator_groups import Group, groups, limits, of_things, technical
from extract.figures.indicator_names import Named, Told, ends_in_class, told
from extract.figures.indicator_tables import Row, limit_tables
from extract.figures.indicator_values import may_hold, unit
from extract.figures.single_projects import approves_project, tells_of_one_project
from extract.ids import part_iri, told_apart
from extract.instruments.outline import Part
from extract.layout import Layout
from extract.records import Document, Indicator
from extract.rules import load, regexes

_LONGEST_HEADING = 24
_RANK = 8


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
    if approves_project(plain(document.title)):
        return ()
    found: list[Indicator] = []
    above = _Headings()
    conduct = _of_conduct(document)
    breaks = [section.start for section in part.sections]
    tables = limit_tables(layout, *part.body, areas)
    for row in (row for table in tables for row in table.told):
        found.append(_of_row(layout, document, row))
    skip = (*areas, *((table.start, table.end) for table in tables))
    for paragraph in paragraphs(layout, *part.body, breaks, skip):
        prose = sentences(paragraph)
        heads = bool(paragraph.numbered and prose and _heads(paragraph, prose[0]))
        if heads or (paragraph.heading and not _rules()["hint"].search(paragraph.masked)):
            above.take(paragraph.text[: prose[0].end], _first_rank(layout, paragraph))
        idle = above.aims or tells_of_one_project(paragraph.text)
        valued = () if idle else [one for one in prose if may_hold(paragraph, one)]
        if not valued:
            continue
        named = Named()
        for sentence in prose[1:] if heads else prose:
            if sentence.start > valued[-1].start:  # what is named there is not asked for any more
                break
            if not _rules()["hint"].search(paragraph.masked, sentence.start, sentence.end):
                continue
            aims = _aims(paragraph, sentence)
            if aims and not _rules()["limit"].search(paragraph.masked, sentence.start, sentence.end):
                continue
            carried = named.subjects or named.carried
            named = Named(above.subjects, named.measure, named.base, carried=carried)
            found_here = list(groups(paragraph, sentence, named))
            named = found_here[-1].named if found_here else named
            dated = _dated(paragraph, sentence)
            kept = [
                group
                for group in found_here
                if limits(paragraph, group.clause) or not (aims or (dated and not _of_duty(paragraph, group)))
            ]
            for group in _kept(kept, above.under, conduct):
                found += (
                    _record(layout, document, paragraph, group.clause, item)
                    for item in told(group.named, group.values)
                )
    return told_apart(sorted(found, key=lambda record: record.start))


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
    return _rules()["heads"].match(chars[line : start + _RANK].lstrip("#* \t\u3000")) is not None


def _aims(paragraph: Paragraph, sentence: Span) -> bool:
    """Whether a sentence says what is to be reached by a year, so that its numbers are targets."""
    rules, text = regexes("targets"), paragraph.text[sentence.start : sentence.end]
    times = ("by/until", "by/period", "by/at", "by/this") if rules["hint/by"].search(text) else ()
    if any(rules[rule].search(text) for rule in times):
        return True
    return rules["goals/says"].match(text) is not None


def _dated(paragraph: Paragraph, place: Span) -> bool:
    """Whether words before a year stand there: a number may have to be reached by then."""
    return regexes("targets")["by/before"].search(paragraph.text, place.start, place.end) is not None


def _of_duty(paragraph: Paragraph, group: Group) -> bool:
    """Whether a clause of a dated sentence sets a limit of its own, in a physical unit."""
    place, rules = group.clause, _rules()
    limits = rules["duty"].search(paragraph.masked, place.start, place.end)
    physical = all(rules["physical"].search(value.unit) for value in group.values)
    return limits is not None and physical and not _dated(paragraph, place)


def _kept(found: Sequence[Group], under: bool, conduct: bool) -> list[Group]:
    """The groups of values of a sentence that are to be kept, none where nothing says so.

    In rules of `conduct` most limits are of what people do: only a measure of a class of things counts.
    """
    kept = [
        group for group in found if technical(group, under) and (under or not conduct or of_things(group))
    ]
    return kept if under or any(group.keeps for group in kept) else []


def _record(layout: Layout, document: Document, paragraph: Paragraph, clause: Span, item: Told) -> Indicator:
    start, end = paragraph.clean.source_range(clause.start, clause.end)
    return _of_place(layout, document, start, end, item)


def _of_row(layout: Layout, document: Document, row: Row) -> Indicator:
    return _of_place(layout, document, row.start, row.end, row.item)


def _of_place(layout: Layout, document: Document, start: int, end: int, item: Told) -> Indicator:
    subject, condition, measure, value = item
    measure = measure or _by_unit(value.unit)
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


def _by_unit(unit: str) -> str:
    """What a unit says by itself is measured."""
    said = (rule for rule in map(load("indicators").get, ("by-unit", "count")) if rule and rule.regex)
    return next((rule.value or "" for rule in said if rule.regex and rule.regex.match(unit)), "")


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("indicators"))
