"""By when a number is to be reached: years that a sentence, a heading or a document says."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from extract.duties import deadlines
from extract.duties.clauses import Paragraph, Span, sentences
from extract.duties.deadlines import Due, Years
from extract.figures.target_tables import period_end
from extract.instruments.dates import day_in_front, is_day
from extract.instruments.outline import Part
from extract.layout import Layout
from extract.numerals import number
from extract.records import Document
from extract.rules import regexes
from extract.rules.batteries import Battery

_PERIOD, _THIS = "by/period", "by/this"
_BEFORE = "by/before"
_YEARS = ("by/until", _BEFORE)


@dataclass(frozen=True, slots=True)
class Scope:
    """By when what is said is to be reached: `goals` in general; `period` where something is built; `issued`
    is the year of the document, `day` its day. `under`: a heading says that goals stand here.
    """

    goals: str | None
    period: str | None
    issued: str | None
    under: bool
    day: date | None = None

    @property
    def least(self) -> str:
        """The year before which everything is past."""
        return self.period or self.issued or ""


def past(paragraph: Paragraph, sentence: Span, scope: Scope) -> bool:
    """Whether a sentence says what has been reached."""
    rules = _rules()
    if rules["not/past"].search(paragraph.masked, sentence.start, sentence.end):
        return True
    named = rules["by/period"].search(paragraph.text, sentence.start, sentence.end)
    return named is not None and (period_end(named["period"]) or "") < scope.least


def expired(paragraph: Paragraph, sentence: Span, scope: Scope) -> bool:
    """Whether all years that a sentence names, or the one that it begins with, lie before that of the
    document.
    """
    first = _rules()["by/at"].match(paragraph.masked[slice(*sentence)])
    if first and first["year"] < (scope.issued or ""):
        return (
            _rules()["by/until"].search(paragraph.masked, sentence.start + first.end(), sentence.end) is None
        )
    years = [
        found["year"]
        for rule, pattern in _times().within(paragraph.masked, *sentence)
        if rule in _YEARS
        for found in pattern.finditer(paragraph.masked, *sentence)
        if rule != _BEFORE or not _of_subject(found["year"], paragraph.masked, found.end(), "")
    ]
    return bool(years) and max(years) < (scope.issued or "")


def turns(masked: str, segment: Span) -> bool:
    """Whether a segment behind what has been reached says what is to be reached by when."""
    rules = _rules()
    if rules["not/past"].search(masked, segment.start, segment.end):
        return False
    return rules["by/until"].match(masked[segment.start : segment.end]) is not None


def issued_in(layout: Layout, part: Part, document: Document) -> str | None:
    """The year of a document, else that printed last in front of it: of the notice that sends it out."""
    if document.date is not None:
        return document.date[:4]
    day = day_in_front(layout, part.title[0])
    return day[:4] if day else None


def year_at(masked: str, sentence: Span, scope: Scope) -> str | None:
    """The time at the head of a sentence, where it is not before the document, or stands among goals."""
    text = masked[sentence.start : sentence.end]
    found = _rules()["by/at"].match(text)
    if found is None and scope.issued and _rules()["goals/year"].match(text):
        return scope.issued
    if found is None or not (found["year"] >= scope.issued if scope.issued else scope.under):
        return None
    return day_of(found)


def day_of(found: re.Match[str]) -> str:
    """The year, month or day that is said; the end of a month or a year is its last day. Of a day that no
    calendar has its month.
    """
    year, month, day = found["year"], found["month"], found["day"]
    if quarter := _quarter(found.groupdict()):
        return f"{year}-{3 * quarter:02d}-{monthrange(int(year), 3 * quarter)[1]}"
    if day and not is_day(int(year), int(month), int(day)):
        return f"{year}-{int(month):02d}"
    if day or (month and found["end"]):
        last = monthrange(int(year), int(month))[1]
        return f"{year}-{int(month):02d}-{int(day or last):02d}"
    if month:
        return f"{year}-{int(month):02d}"
    return f"{year}-12-31" if found["end"] else str(year)


def _quarter(groups: Mapping[str, str | None]) -> int | None:
    """The quarter at whose end something is due: one that is named, or the last of a half of the year."""
    if named := groups.get("quarter"):
        return int(number(named))
    if groups.get("half") is None:
        return None
    return 2 if groups.get("first") else 4


def said_by(paragraph: Paragraph, clause: Span, scope: Scope) -> str | None:
    """The time by which a clause says that something is to be reached: a year, a month or a day."""
    masked, rules = paragraph.masked, _rules()
    if not rules["hint/by"].search(paragraph.text, clause.start, clause.end):
        return None
    for rule, pattern in _times().within(paragraph.text, *clause):
        text = paragraph.text if rule == _PERIOD else masked
        match = said_in(text, clause, rule, scope.issued) if rule in _YEARS else pattern.search(text, *clause)
        if match is None:
            continue
        if rule == _PERIOD:
            year = period_end(match["period"])
            return year if year and year >= scope.least else None
        if rule != _THIS:
            return day_of(match)
        if scope.issued:
            return f"{scope.issued}-12-31"
    due = due_in(masked, clause, scope)
    return due.deadline.iso if due else None


def then(masked: str, clause: Span, scope: Scope) -> str | None:
    """The year at the head of a clause among goals (2032年绿电超过…), where it is not before the document."""
    found = _rules()["by/then"].match(masked[slice(*clause)])
    return day_of(found) if found and found["year"] >= (scope.issued or "") else None


def said_in(text: str, place: Span, rule: str, issued: str | None) -> re.Match[str] | None:
    """The first time there by `rule` that is one to reach something by."""
    for found in _rules()[rule].finditer(text, *place):
        if rule != _BEFORE or not _of_subject(found["year"], text, found.end(), issued):
            return found
    return None


def _of_subject(year: str, text: str, end: int, issued: str | None) -> bool:
    """Whether what was said up to `end` is the time before which things of the subject were made: one before
    the document, or with a relative clause behind it.
    """
    return year < (issued or "") or _rules()["by/built"].match(text, end) is not None


def done(masked: str, place: Span, scope: Scope) -> bool:
    """Whether a place up to a number says what had been reached by a year before that of the document."""
    for found in _rules()[_BEFORE].finditer(masked, *place):
        if found["year"] < (scope.issued or ""):
            return _rules()["past/done"].match(masked[found.end() : place.end]) is not None
    return False


def due_in(masked: str, clause: Span, scope: Scope) -> Due | None:
    """The first day that a clause names as a deadline (不迟于6月30日, 上半年, 第三季度末)."""
    named = _rules()["by/named"].search(masked, clause.start, clause.end)
    year = (scope.issued or scope.goals or "")[:4]
    if not (scope.day or year or named):
        return None
    said = int(year) if year else None
    dues = deadlines.find(masked, clause.start, clause.end, Years(scope.day, said))
    for due in dues:
        iso = due.deadline.iso
        if due.rule.startswith("date/") and iso and not _of_subject(iso[:4], masked, due.end, scope.issued):
            return due
    return None


def last_said(paragraph: Paragraph, scope: Scope) -> str | None:
    """The time that a paragraph names last, else that which held before."""
    said = [
        year_at(paragraph.masked, one, scope) or said_by(paragraph, one, scope)
        for one in sentences(paragraph)
    ]
    return next((one for one in reversed(said) if one is not None), scope.goals)


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("targets"))


@cache
def _times() -> Battery[str]:
    """The rules for a time by which something is to be reached, in the order in which they go."""
    return Battery((rule, _rules()[rule]) for rule in (_PERIOD, *_YEARS, _THIS))
