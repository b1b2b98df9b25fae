"""Dates in a question, in Chinese and English."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from queries.language import language

_BEFORE = re.compile(r"(?:^|[^a-z])before\s+(?:the\s+)?$", re.IGNORECASE)
_BY = re.compile(r"(?:^|[^a-z])(?:by|until|up to|no later than)\s+(?:the\s+)?$", re.IGNORECASE)
_AHEAD = re.compile(r"\s*(?:之前|以前|前)")
_END = re.compile(r"end of|底|末")


@dataclass(frozen=True, slots=True)
class Span:
    """A date in characters `start` to `end` of a question.

    `first` and `last` are ISO days, the same where one day is meant; where the year is not said, `--MM-DD`.
    `year` is set where nothing but a year is said; `day` is whether one last day is meant.
    """

    start: int
    end: int
    first: str
    last: str
    day: bool
    year: int | None = None


def dates(question: str) -> Iterator[Span]:
    """The dates of `question` in order, the most precise reading of each; 30 February is none."""
    taken: list[tuple[int, int]] = []
    found: list[Span] = []
    for pattern in _patterns():
        for match in pattern.finditer(question):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if span := _span(question, match):
                taken.append(match.span())
                found.append(span)
    years = {span.first[:4] for span in found if not span.first.startswith("--")}
    if len(years) == 1:  # said once, it holds for all
        found = [_in_year(span, *years) for span in found]
    return iter(sorted(found, key=lambda span: span.start))


def _in_year(span: Span, year: str) -> Span:
    if not span.first.startswith("--"):
        return span
    return replace(span, first=year + span.first[1:], last=year + span.last[1:])


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    data = language()
    names = "|".join(sorted((*data.months, *data.short_months), key=lambda name: -len(name)))
    parts = {
        "{y}": r"(?P<y>(?:19|20)\d\d)",
        "{m}": r"(?P<m>1[0-2]|0?[1-9])",
        "{d}": r"(?P<d>[12]\d|3[01]|0?[1-9])",
    }
    parts["{M}"] = rf"(?P<M>{names})\.?"
    patterns = []
    for form in data.dates:
        text = form
        for mark, expression in parts.items():
            text = text.replace(mark, expression)
        text = text.replace(" ", r"\s*")
        patterns.append(re.compile(rf"(?<![\d.A-Za-z])(?:{text})(?![\d.]*\d|[A-Za-z%])", re.IGNORECASE))
    return tuple(patterns)


def _span(question: str, match: re.Match[str]) -> Span | None:
    said = match.groupdict()
    year = int(said["y"]) if said.get("y") else None
    month = int(said["m"]) if said.get("m") else _month(said.get("M"))
    day = int(said["d"]) if said.get("d") else None
    try:
        first = date(
            year or 2000, month or 1, day or 1
        )  # 2000: a leap year, so that every day of a year exists
    except ValueError:
        return None
    last = first if day else _last(first, month)
    if year is None:
        return Span(match.start(), match.end(), f"--{last:%m-%d}", f"--{last:%m-%d}", day=True)
    only_year = year if month is None else None
    if day or _END.search(match.group()) or _BY.search(question[: match.start()]):
        return Span(match.start(), match.end(), last.isoformat(), last.isoformat(), day=True, year=only_year)
    if _BEFORE.search(question[: match.start()]) or _AHEAD.match(question, match.end()):
        eve = (first - timedelta(days=1)).isoformat()
        return Span(match.start(), match.end(), eve, eve, day=True)
    return Span(match.start(), match.end(), first.isoformat(), last.isoformat(), day=False, year=only_year)


def _month(name: str | None) -> int | None:
    if name is None:
        return None
    data = language()
    names = data.months if name.lower() in data.months else data.short_months
    return names.index(name.lower()) + 1


def _last(first: date, month: int | None) -> date:
    last_month = month or 12
    return date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])
