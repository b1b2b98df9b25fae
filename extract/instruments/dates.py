"""Days, months and years in a text."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from extract.layout import Layout
from extract.numerals import DIGITS, number
from extract.rules import load, regexes

_FRONT = 200
_LEAP = 2000  # a year that has every day
_WHOLE = len("2031-05-06")


@dataclass(frozen=True, slots=True)
class Day:
    """A date at `start` to `end`: `iso` is a day, a month or a year (2031-04-16, 2031-04, 2031)."""

    start: int
    end: int
    iso: str
    rule: str


def day_in_front(layout: Layout, start: int) -> str | None:
    """The day printed last right in front of a title that begins at `start`: of the notice that sends the
    document out.
    """
    before = layout.body(max(0, start - _FRONT), start)
    days = [day.iso for day in find_dates(before.text) if len(day.iso) == _WHOLE]
    return days[-1] if days else None


def find_dates(text: str) -> list[Day]:
    """The dates in `text` (cleaned), in order. A day that no calendar has is none."""
    found = []
    for rule in load("dates").values():
        if rule.regex is not None:
            for match in rule.regex.finditer(text):
                if (iso := _iso(match)) is not None:
                    found.append(Day(match.start(), match.end(), iso, f"dates/{rule.id}"))
    return sorted(found, key=lambda day: (day.start, day.end))


def iso_date(text: str) -> str | None:
    """The first day in `text` (cleaned) as YYYY-MM-DD, or None."""
    regex = load("dates")["day"].regex
    match = regex.search(text) if regex is not None else None
    return _iso(match) if match else None


def iso_day(text: str) -> str | None:
    """As `iso_date`, of a day that may be written as in the tables of web sites (2031-04-16, 2031/4/6)."""
    if (found := iso_date(text)) is not None:
        return found
    match = regexes("documents")["dated"].search(text)
    return _iso(match) if match else None


def is_day(year: int | None, month: int, day: int) -> bool:
    """Whether the calendar has that day: of some year, where none is said."""
    try:
        date(_LEAP if year is None else year, month, day)
    except ValueError:
        return False
    return True


def later(iso: str, count: int, unit: str) -> str | None:
    """The day `count` days, months or years (`unit`: day, month, year) after `iso`; the last of the month
    where that has no such day.
    """
    day = date.fromisoformat(iso)
    if unit == "day":
        return date.fromordinal(day.toordinal() + count).isoformat()
    months = day.year * 12 + day.month - 1 + (count if unit == "month" else 12 * count)
    year, month = divmod(months, 12)
    if year > date.max.year:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)).isoformat()


def _iso(match: re.Match[str]) -> str | None:
    year = int(match.group("year").translate(DIGITS))
    groups = match.groupdict()
    if groups.get("month") is None:
        return f"{year:04}"
    month = int(number(groups["month"]))
    if groups.get("day") is None:
        return f"{year:04}-{month:02}" if 1 <= month <= 12 else None
    try:
        return date(year, month, int(number(groups["day"]))).isoformat()
    except ValueError:
        return None
