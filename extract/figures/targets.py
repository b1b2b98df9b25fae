"""Numbers to be reached by a date or year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from extract.cleaning import clean, plain
from extract.duties.clauses import BLANK, Paragraph, Span, clauses, mask, paragraphs, segments, sentences
from extract.figures.indicator_groups import limits
from extract.figures.indicator_names import shared
from extract.figures.single_projects import approves_project, tells_of_one_project
from extract.figures.target_tables import TargetTable, Told, period_end, target_tables
from extract.figures.target_tasks import Task, due_tasks
from extract.figures.target_times import (
    Scope,
    done,
    due_in,
    expired,
    issued_in,
    last_said,
    past,
    said_by,
    said_in,
    then,
    turns,
    year_at,
)
from extract.ids import part_iri, told_apart
from extract.instruments.outline import Part
from extract.layout import Layout
from extract.numerals import number
from extract.records import Document, Target
from extract.rules import load, regexes
from extract.rules.batteries import Battery

_SHORT = 24
_EQUAL = "number/equal"
_BESIDE = "，、 —"


def targets(
    layout: Layout, part: Part, document: Document, areas: Sequence[tuple[int, int]] = ()
) -> tuple[Target, ...]:
    """The targets of one document in reading order. `areas` are ranges that are lists, not prose."""
    rules = _rules()
    if rules["not/kinds"].search(document.kind or ""):
        return told_apart(list(_of_conduct(layout, part, document, areas)))
    title = plain(document.title)
    if approves_project(title):
        return ()
    plan = rules["title/year"].match(title)
    by: str | None = plan["year"] if plan else None
    period = period_end(title) if rules["title/plan"].search(title) else None
    tables = target_tables(layout, *part.body, areas)
    found = [
        _of_table(layout, document, table, by or period, told) for table in tables for told in table.told
    ]
    tasks = due_tasks(layout, *part.body, areas)
    found += [record for task in tasks for record in _of_task(layout, document, task)]
    under, goals, issued = False, by, issued_in(layout, part, document)
    day = date.fromisoformat(document.date) if document.date else None
    breaks = [section.start for section in part.sections]
    skip = [*areas, *((table.start, table.end) for table in tables)]
    skip += [(task.start, task.end) for task in tasks]
    for paragraph in paragraphs(layout, *part.body, breaks, skip):
        if rules["not/row"].match(paragraph.masked) or tells_of_one_project(paragraph.text):
            continue
        if paragraph.heading or _is_heading(paragraph):
            heads = bool(rules["goals"].search(paragraph.text))
            if heads or paragraph.numbered or rules["goals/asks"].search(paragraph.text):
                under, goals = heads, by
            continue
        scope = Scope(goals, period, issued, under, day)
        if under and goals is None:
            first = said_by(paragraph, Span(0, len(paragraph.masked)), scope) or period
            scope = Scope(first, period, issued, under, day)
        last = ""
        for told in _numbers(paragraph, scope):
            record = _record(layout, document, paragraph, told, last)
            last = record.subject
            if not rules["not/subject"].search(last):
                found.append(record)
        if under:
            goals = period or last_said(paragraph, scope)
    whole = (record for record in found if record is not None)
    return told_apart(sorted(whole, key=lambda record: record.start))


def _of_conduct(
    layout: Layout, part: Part, document: Document, areas: Sequence[tuple[int, int]]
) -> Iterator[Target]:
    """The targets of rules of conduct, whose numbers are limits but where a sentence begins with a year by
    which something is to be reached.
    """
    chars, rules = layout.text.chars, _rules()
    if not rules["hint/until"].search(chars, *part.body):
        return
    scope = Scope(None, None, issued_in(layout, part, document), under=False)
    for paragraph in paragraphs(layout, *part.body, [section.start for section in part.sections], areas):
        for told in _numbers(paragraph, scope, rules["by/head"]):
            yield _record(layout, document, paragraph, told, "")


def _of_task(layout: Layout, document: Document, task: Task) -> Iterator[Target]:
    """The numbers in the cell of a task that is due by a day of its own."""
    whole = clean(layout.text.chars, [task.said])
    paragraph = Paragraph(whole, mask(whole.text))
    for told in _numbers(paragraph, Scope(task.by, None, task.by[:4], under=True)):
        yield _record(layout, document, paragraph, told, "")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that is a target: by when, its clause, where its subject may begin, its match and rule.

    `subject` is its own of a list of subjects that share the clause; `issued` the year of the document.
    """

    by: str
    clause: Span
    floor: int
    match: re.Match[str]
    rule: str
    subject: str = ""
    issued: str = ""


def _is_heading(paragraph: Paragraph) -> bool:
    return len(paragraph.text) <= _SHORT and not any(char.isdigit() for char in paragraph.text)


def _numbers(paragraph: Paragraph, scope: Scope, opens: re.Pattern[str] | None = None) -> Iterator[_Number]:
    """Each number of the paragraph that is a target: by when, its clause, its match, its rule. `opens`: how
    a sentence begins that may hold one.
    """
    masked, rules = paragraph.masked, _rules()
    goals = scope.goals
    if not _may_hold(masked, Span(0, len(masked))):
        return
    for sentence in sentences(paragraph):
        if not (scope.under or _may_hold(masked, sentence)):
            continue
        if expired(paragraph, sentence, scope) or (opens and not opens.match(masked[slice(*sentence)])):
            continue
        reached = past(paragraph, sentence, scope)
        compared = rules["not/compared"].search(masked, sentence.start, sentence.end)
        at = year_at(masked, sentence, scope)
        yearly = rules["not/last-year"].search(masked, sentence.start, sentence.end)
        timeless = at is None and said_by(paragraph, sentence, scope) is None
        norm = not scope.under and rules["not/norm"].search(masked, sentence.start, sentence.end)
        if timeless and (yearly or norm or (compared and not scope.under)):
            continue
        said = at or goals
        for segment in segments(masked, sentence):
            if reached and not turns(masked, segment):
                continue
            for clause in clauses(masked, segment):
                said = said_by(paragraph, clause, scope) or (said and then(masked, clause, scope)) or said
                numbers = [] if _is_limit(paragraph, clause) else _of_clause(masked, clause)
                if said is None and numbers and scope.period and _builds(paragraph, clause):
                    yield from _told(paragraph, clause, clause.start, numbers, (scope.period,) * len(numbers))
                    continue
                years = _years(masked, sentence, clause, len(numbers), said, scope)
                if numbers and done(masked, Span(clause.start, numbers[0][0].start("value")), scope):
                    continue
                if numbers and at is None and _is_duty(masked, sentence, clause, said, scope):
                    continue
                due = due_in(masked, clause, scope) if numbers else None
                floor = due.end if due and due.end <= numbers[0][0].start("value") else clause.start
                yield from _told(paragraph, clause, floor, numbers, years, scope.issued or "")
        goals = said if scope.under else goals


def _years(
    masked: str, sentence: Span, clause: Span, count: int, said: str | None, scope: Scope
) -> Sequence[str | None]:
    """By when each of the `count` numbers of a clause is to be reached: years it shares out, or `said`."""
    rules = _rules()
    two = rules["by/two"].search(masked, sentence.start, clause.end)
    if two and count == 2:
        return two["year"], two["next"]
    each = rules["by/each"].search(masked, *clause)
    if each is not None and rules["list/respectively"].search(masked, each.end(), clause.end):
        years = [
            f"{one['year']}-12-31" if one["end"] else one["year"]
            for one in rules["by/one"].finditer(each.group())
        ]
        if len(years) == count and (max(years) >= scope.issued if scope.issued else said is not None):
            return years
    return (said,) * count


def _is_duty(masked: str, sentence: Span, clause: Span, said: str | None, scope: Scope) -> bool:
    """Whether a clause says what somebody has to have by a day, among no goals."""
    rules = _rules()
    if scope.under or said is None or len(said) < len("2031-06-30"):
        return False
    if rules["by/until"].search(masked, sentence.start, clause.end):
        return False
    return rules["not/equips"].search(masked, *clause) is not None


def _may_hold(masked: str, place: Span) -> bool:
    """Whether a number to be reached may stand there."""
    return _rules()["hint/number"].search(masked, *place) is not None and bool(
        _patterns().within(masked, *place)
    )


def _told(
    paragraph: Paragraph,
    clause: Span,
    floor: int,
    numbers: Sequence[tuple[re.Match[str], str]],
    years: Sequence[str | None],
    issued: str = "",
) -> Iterator[_Number]:
    """The numbers of a clause with their years; what is counted stands behind `floor`, and behind the number
    before.
    """
    rules = _rules()
    together = any(rules["list/more"].match(match.string[match.start("value") - 1 :]) for match, _ in numbers)
    subjects = _listed(paragraph, clause, numbers)
    for year, (match, rule), subject in zip(years, numbers, subjects, strict=True):
        inside = rules["by/inside"].search(match.string[floor : match.start("value")])
        if inside is not None:
            said = f"{inside['year']}-12-31" if inside["end"] else inside["year"]
            yield _Number(said, clause, clause.start, match, rule, subject, issued)
        elif year is not None:
            yield _Number(year, clause, floor, match, rule, subject, issued)
        floor = floor if together else match.end()


def _listed(
    paragraph: Paragraph, clause: Span, numbers: Sequence[tuple[re.Match[str], str]]
) -> Sequence[str]:
    """The subjects of a clause that shares its numbers out among them, none where there are not as many."""
    none = ("",) * len(numbers)
    found = _rules()["list/respectively"].search(paragraph.masked, clause.start, clause.end)
    if found is None or len(numbers) < 2 or found.start() > numbers[0][0].start("value"):
        return none
    start = clause.start
    for rule in ("by/until", "by/before", "by/period", "by/each"):
        if said := said_in(paragraph.text, Span(start, found.start()), rule, None):
            start = said.end()
    listed = paragraph.text[start : found.start()].strip(_BESIDE)
    if compared := _rules()["not/compared"].search(listed):
        listed = listed[: compared.start()]
    items = shared(_joined(listed), "shared")
    return items if len(items) == len(numbers) else none


def _joined(listed: str) -> str:
    """A list with the same mark between its items."""
    return _rules()["list/last"].sub("、", listed)


def _builds(paragraph: Paragraph, clause: Span) -> bool:
    """Whether a clause says what is built or added."""
    return bool(_rules()["building"].match(paragraph.text[clause.start : clause.end]))


def _is_limit(paragraph: Paragraph, clause: Span) -> bool:
    """Whether a clause says how often something is done, or sets a limit to a measure of a thing that was
    named before, which is an indicator.
    """
    if _rules()["not/often"].search(paragraph.masked, clause.start, clause.end):
        return True
    return limits(paragraph, clause)


def _of_clause(masked: str, clause: Span) -> list[tuple[re.Match[str], str]]:
    found: list[tuple[re.Match[str], str]] = []
    if not _rules()["hint/number"].search(masked, clause.start, clause.end):
        return found
    respectively = _rules()["list/respectively"].search(masked, clause.start, clause.end)
    for rule, pattern in _patterns().within(masked, *clause):
        for match in pattern.finditer(masked, clause.start, clause.end):
            start = match.start("value")
            if all(start != other.start("value") and not _inside(start, other) for other, _ in found):
                found.append((match, rule))
                if respectively:
                    known = {other.start("value") for other, _ in found}
                    more = _more(masked, clause, match, rule)
                    found += [item for item in more if item[0].start("value") not in known]
                elif rule == _EQUAL:
                    found += _also(masked, clause, match)
    return sorted(found, key=lambda item: item[0].start("value"))


def _inside(start: int, other: re.Match[str]) -> bool:
    """Whether a number is the upper end of a range that was found."""
    ends = other.groupdict().get("high") is not None
    return ends and other.start("value") < start < other.end()


def _also(masked: str, clause: Span, match: re.Match[str]) -> Iterator[tuple[re.Match[str], str]]:
    """The further counts behind one that is just so many."""
    rule = "also/equal"
    following = _rules()[rule].match(masked, match.end(), clause.end)
    while following is not None:
        yield following, rule
        following = _rules()[rule].match(masked, following.end(), clause.end)


def _more(masked: str, clause: Span, match: re.Match[str], rule: str) -> Iterator[tuple[re.Match[str], str]]:
    """The further numbers of a list that is shared out."""
    following = _rules()["list/more"].match(masked, match.end(), clause.end)
    while following is not None:
        yield following, rule
        following = _rules()["list/more"].match(masked, following.end(), clause.end)


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
    last: str,
) -> Target:
    by, clause, match, rule = told.by, told.clause, told.match, told.rule
    start, end = paragraph.clean.source_range(clause.start, clause.end)
    subject = told.subject or _subject(paragraph, told)
    if last and _rules()["subject/again"].match(subject):
        subject = last
    subject = subject or paragraph.text[clause.start : clause.end].strip("，。；")
    value, high = number(match["value"] or "1"), match.groupdict().get("high")
    unit = _unit(paragraph, match)
    return Target(
        id=part_iri("target", document.id, by, subject, match["value"], unit),
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
        value=value,
        low=value if high else None,
        high=number(high) if high else None,
        unit=unit or None,
    )


def _unit(paragraph: Paragraph, match: re.Match[str]) -> str:
    """The unit as printed, with a further one in brackets (台（套）)."""
    printed = paragraph.text[match.start("unit") : match.end("unit")]
    return printed if _rules()["unit/beside"].search(printed) else match["unit"].rstrip(BLANK)


def _subject(paragraph: Paragraph, told: _Number) -> str:
    """What is counted or measured: the words before the number, without their verb, else those behind it."""
    text, rules = paragraph.text, _rules()
    clause, match = Span(told.floor, told.clause.end), told.match
    start = _subject_start(text, Span(clause.start, match.start("value")), told.issued)
    before = text[start : match.start("value")].strip(_BESIDE)
    if shared := rules["list/respectively"].search(before):
        return before[: shared.start()]
    if years := rules["subject/year"].search(before):
        before = before[: years.start()]
    behind = re.split(r"[，。；]", text[match.end() : clause.end])[0].removeprefix("的")
    if behind and (both := rules["subject/both"].search(before)):
        return before[: both.end()] + rules["subject/least"].sub("", before[both.end() :]) + behind
    if tail := rules["tail"].search(before):
        before = before[: tail.start()]
    if change := rules["subject/change"].search(before):
        before = before[: change.start()] or before
    if behind and rules["subject/behind"].search(before):
        return behind
    if behind and (reach := rules["subject/reach"].search(before)):
        return before[: reach.start()] + behind
    while (verb := _verb(before)) and verb.end() < len(before):
        before = before[verb.end() :].lstrip(_BESIDE)
    if before and verb is None:
        return before.split("、")[-1] if match.start("value") - start > _SHORT * 2 else before
    return behind or before


def _subject_start(text: str, place: Span, issued: str) -> int:
    """Where the words in front of a number begin, behind the time and words of will or of goals."""
    start = place.start
    for rule in ("by/until", "by/before", "by/period", "by/each"):
        if said := said_in(text, place, rule, issued):
            start = max(start, said.end())
    for rule in ("by/then", "subject/strives", "goals/says"):
        if spoken := _rules()[rule].match(text[start : place.end]):
            start += spoken.end()
    return start


def _verb(before: str) -> re.Match[str] | None:
    """The verb with which the words before a number begin; what is new may have a measure (新增项目占比)."""
    return None if _rules()["subject/new"].match(before) else _rules()["verb"].match(before)


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("targets"))


@cache
def _patterns() -> Battery[str]:
    return Battery(one for one in _rules().items() if one[0].startswith("number/"))
