"""Numbers to be reached by a date or year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.cleaning import plain
from extract.duties.clauses import Paragraph, Span, clauses, paragraphs, segments, sentences
from extract.figures.target_tables import TargetTable, Told, period_end, target_tables
from extract.ids import part_iri, told_apart
from extract.instruments.dates import find_dates
from extract.instruments.outline import Part
from extract.layout import Layout
from extract.numerals import number
from extract.records import Document, Target
from extract.rules import load, regexes

_SHORT = 24
_FRONT = 200
_EQUAL = "number/equal"
_BESIDE = "，、 —"


def targets(
    layout: Layout, part: Part, document: Document, areas: Sequence[tuple[int, int]] = ()
) -> tuple[Target, ...]:
    """The targets of one document in reading order. `areas` are ranges that are lists, not prose."""
    rules = _rules()
    if rules["not/kinds"].search(document.kind or ""):
        return ()
    title = plain(document.title)
    plan = rules["title/year"].match(title)
    by: str | None = plan["year"] if plan else None
    period = period_end(title) if rules["title/plan"].search(title) else None
    tables = target_tables(layout, *part.body, areas)
    found = [
        _of_table(layout, document, table, by or period, told) for table in tables for told in table.told
    ]
    under, goals, issued = False, by, _issued(layout, part, document)
    breaks = [section.start for section in part.sections]
    skip = [*areas, *((table.start, table.end) for table in tables)]
    for paragraph in paragraphs(layout, *part.body, breaks, skip):
        if paragraph.heading or _is_heading(paragraph):
            heads = bool(rules["goals"].search(paragraph.text))
            if heads or paragraph.numbered:
                under, goals = heads, by
            continue
        if under and goals is None:
            goals = _by(paragraph, Span(0, len(paragraph.masked))) or period
        scope = _Scope(goals, period, issued)
        found += [_record(layout, document, paragraph, told) for told in _numbers(paragraph, scope)]
    whole = (record for record in found if record is not None)
    return told_apart(sorted(whole, key=lambda record: record.start))


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that is a target: by when, its clause, where its subject may begin, its match and rule."""

    by: str
    clause: Span
    floor: int
    match: re.Match[str]
    rule: str


@dataclass(frozen=True, slots=True)
class _Scope:
    """By when what is said is to be reached: `goals` in general; `period` where something is built; `issued`
    is the year of the document.
    """

    goals: str | None
    period: str | None
    issued: str | None


def _is_heading(paragraph: Paragraph) -> bool:
    return len(paragraph.text) <= _SHORT and not any(char.isdigit() for char in paragraph.text)


def _numbers(paragraph: Paragraph, scope: _Scope) -> Iterator[_Number]:
    """Each number of the paragraph that is a target: by when, its clause, its match, its rule."""
    masked, rules = paragraph.masked, _rules()
    for sentence in sentences(paragraph):
        past = rules["not/past"].search(masked, sentence.start, sentence.end) is not None
        compared = rules["not/compared"].search(masked, sentence.start, sentence.end)
        if compared and _by(paragraph, sentence) is None:
            continue
        said = _at(masked, sentence, scope.issued) or scope.goals
        for segment in segments(masked, sentence):
            if past and not _turns(masked, segment):
                continue
            for clause in clauses(masked, segment):
                said = _by(paragraph, clause) or said
                numbers = _of_clause(masked, clause)
                if said is None and numbers and scope.period and _builds(paragraph, clause):
                    yield from _told(clause, numbers, (scope.period,) * len(numbers))
                    continue
                two = rules["by/two"].search(masked, sentence.start, clause.end)
                years = (two["year"], two["next"]) if two and len(numbers) == 2 else (said,) * len(numbers)
                yield from _told(clause, numbers, years)


def _told(
    clause: Span, numbers: Sequence[tuple[re.Match[str], str]], years: Sequence[str | None]
) -> Iterator[_Number]:
    """The numbers of a clause with their years; what is counted stands behind the number before."""
    floor = clause.start
    together = any(
        _rules()["indicator/more"].match(match.string[match.start("value") - 1 :]) for match, _ in numbers
    )
    for year, (match, rule) in zip(years, numbers, strict=True):
        inside = _rules()["by/inside"].search(match.string[floor : match.start("value")])
        if inside is not None:
            said = f"{inside['year']}-12-31" if inside["end"] else inside["year"]
            yield _Number(said, clause, clause.start, match, rule)
        elif year is not None:
            yield _Number(year, clause, floor, match, rule)
        floor = clause.start if together else match.end()


def _turns(masked: str, segment: Span) -> bool:
    """Whether a segment behind what has been reached says what is to be reached by when."""
    rules = _rules()
    if rules["not/past"].search(masked, segment.start, segment.end):
        return False
    return rules["by/until"].match(masked[segment.start : segment.end]) is not None


def _issued(layout: Layout, part: Part, document: Document) -> str | None:
    """The year of a document, else that printed last in front of it: of the notice that sends it out."""
    if document.date is not None:
        return document.date[:4]
    before = layout.body(max(0, part.title[0] - _FRONT), part.title[0])
    days = [day.iso for day in find_dates(before.text) if len(day.iso) == len("2031-05-06")]
    return days[-1][:4] if days else None


def _at(masked: str, sentence: Span, issued: str | None) -> str | None:
    """The year at the head of a sentence, where it is not before that of the document."""
    found = _rules()["by/at"].match(masked[sentence.start : sentence.end])
    if found is None or issued is None or found["year"] < issued:
        return None
    return f"{found['year']}-12-31" if found["end"] else str(found["year"])


def _builds(paragraph: Paragraph, clause: Span) -> bool:
    """Whether a clause says what is built or added."""
    return bool(_rules()["building"].match(paragraph.text[clause.start : clause.end]))


def _by(paragraph: Paragraph, clause: Span) -> str | None:
    masked = paragraph.masked
    if not _rules()["hint/by"].search(paragraph.text, clause.start, clause.end):
        return None
    if match := _rules()["by/period"].search(paragraph.text, clause.start, clause.end):
        return period_end(match["period"])
    for rule in ("by/until", "by/before"):
        if match := _rules()[rule].search(masked, clause.start, clause.end):
            if match["month"]:
                return f"{match['year']}-{int(match['month']):02d}"
            return f"{match['year']}-12-31" if match["end"] else match["year"]
    return None


def _of_clause(masked: str, clause: Span) -> list[tuple[re.Match[str], str]]:
    found: list[tuple[re.Match[str], str]] = []
    if not _rules()["hint/number"].search(masked, clause.start, clause.end):
        return found
    for rule, pattern in _patterns():
        for match in pattern.finditer(masked, clause.start, clause.end):
            if all(match.start("value") != other.start("value") for other, _ in found):
                found.append((match, rule))
                if rule == _EQUAL:
                    found += _also(masked, clause, match)
    return sorted(found, key=lambda item: item[0].start("value"))


def _also(masked: str, clause: Span, match: re.Match[str]) -> Iterator[tuple[re.Match[str], str]]:
    """The further counts behind one that is just so many."""
    rule = "also/equal"
    following = _rules()[rule].match(masked, match.end(), clause.end)
    while following is not None:
        yield following, rule
        following = _rules()[rule].match(masked, following.end(), clause.end)


def _of_table(
    layout: Layout, document: Document, table: TargetTable, by: str | None, told: Told
) -> Target | None:
    due = told.by or table.by or by
    if due is None:
        return None
    return Target(
        id=part_iri("target", document.id, due, told.subject, str(told.value), told.unit or ""),
        source=document.source,
        source_sha256=document.source_sha256,
        start=told.start,
        end=told.end,
        page=layout.text.page_at(told.start),
        quote=layout.text.chars[told.start : told.end],
        confidence=0.9,
        rule=f"targets/{told.rule}",
        document=document.id,
        by=due,
        subject=told.subject,
        comparator=told.comparator,
        value=told.value,
        unit=told.unit,
    )


def _record(
    layout: Layout,
    document: Document,
    paragraph: Paragraph,
    told: _Number,
) -> Target:
    by, clause, match, rule = told.by, told.clause, told.match, told.rule
    start, end = paragraph.clean.source_range(clause.start, clause.end)
    subject = _subject(paragraph, Span(told.floor, clause.end), match)
    return Target(
        id=part_iri("target", document.id, by, subject, match["value"], match["unit"]),
        source=document.source,
        source_sha256=document.source_sha256,
        start=start,
        end=end,
        page=layout.text.page_at(start),
        quote=layout.text.chars[start:end],
        confidence=0.9,
        rule=f"targets/{rule}",
        document=document.id,
        by=by,
        subject=subject,
        comparator=load("targets")[rule].value or "=",
        value=number(match["value"] or "1"),
        unit=match["unit"],
    )


def _subject(paragraph: Paragraph, clause: Span, match: re.Match[str]) -> str:
    """What is counted or measured: the words before the number, without their verb, else those behind it."""
    text, rules = paragraph.text, _rules()
    start = clause.start
    for rule in ("by/until", "by/before"):
        if said := rules[rule].search(paragraph.masked, clause.start, match.start("value")):
            start = max(start, said.end())
    before = text[start : match.start("value")].strip(_BESIDE)
    if shared := rules["indicator/respectively"].search(before):
        return before[: shared.start()]
    if years := rules["subject/year"].search(before):
        before = before[: years.start()]
    if tail := rules["tail"].search(before):
        before = before[: tail.start()]
    if change := rules["subject/change"].search(before):
        before = before[: change.start()] or before
    behind = re.split(r"[，。；]", text[match.end() : clause.end])[0].removeprefix("的")
    if behind and rules["subject/behind"].search(before):
        return behind
    if behind and (reach := rules["subject/reach"].search(before)):
        return before[: reach.start()] + behind
    while (verb := rules["verb"].match(before)) and verb.end() < len(before):
        before = before[verb.end() :].lstrip(_BESIDE)
    if before and verb is None:
        return before.split("、")[-1] if match.start("value") - start > _SHORT * 2 else before
    return behind or before or text[clause.start : clause.end].strip("，。；")


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("targets"))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((rule, pattern) for rule, pattern in _rules().items() if rule.startswith("number/"))
