"""When a duty is due: a day, a period from an event, or a recurring time, as ISO 8601 where one follows."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from extract.instruments.dates import is_day
from extract.numerals import DIGITS, number
from extract.records import Deadline
from extract.rules import load, regexes
from extract.rules.batteries import Battery

_STALE_DAYS = 31

_A_YEAR = "1Y"
_YEARLY = ("recurring/yearly-day", "recurring/yearly-end", "recurring/yearly-quarter")
_EVENTS = ("recurring/ahead-of-event", "recurring/past-event")


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline and where it stands in the text (`start`, `end`)."""

    start: int
    end: int
    deadline: Deadline
    rule: str

    @property
    def splits(self) -> bool:
        """Whether a clause with this deadline is a statement of its own."""
        return self.deadline.iso is not None and not self.rule.startswith("duration/keep")


@dataclass(slots=True)
class Years:
    """Which year a day without one falls in: the year said last, else that of the document.

    `near`: that year was said in the same paragraph. One said before holds only for days that the document's
    own year has no more.
    """

    document: date | None = None
    said: int | None = None
    near: bool = True

    def resolve(self, groups: dict[str, str | None], remember: bool = True) -> int | None:
        """The year of a match; with `remember`, a year that is said holds for those that follow."""
        if printed := groups.get("year") or groups.get("was"):
            year = int(printed.translate(DIGITS))
            if remember:
                self.said, self.near = year, True
            return year
        base = self.document.year if self.document else self.said
        if base is not None and _meant("word/next", groups.get("rel")):
            return base + 1
        return base if groups.get("rel") else (self.said or base)

    def day(self, year: int, month: int, day: int, said: bool) -> str:
        """The ISO day; a day before the document's own, without a year, is of the year after."""
        if self.document and self.said and not said and not self.near:
            own = date(self.document.year, month, min(day, monthrange(self.document.year, month)[1]))
            if own >= self.document:
                return own.isoformat()
        day = min(day, monthrange(year, month)[1])
        found = date(year, month, day)
        of_text = self.said is not None and (self.near or self.document is None or found >= self.document)
        if said or of_text or self.document is None:
            return found.isoformat()
        if (self.document - found).days > _STALE_DAYS:
            year = max(year, self.document.year)
            later = date(year, month, min(day, monthrange(year, month)[1]))
            year += (self.document - later).days > _STALE_DAYS
            found = date(year, month, min(day, monthrange(year, month)[1]))
        return found.isoformat()


def find(masked: str, start: int, end: int, years: Years) -> list[Due]:
    """The deadlines in `masked[start:end]` in order, none inside another. `masked`: see extract.clauses."""
    rules = regexes("deadlines")
    if not rules["hint"].search(masked, start, end) or rules["not/status"].search(masked, start, end):
        return []
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, re.Match[str], str]] = []
    for rule, pattern in _patterns().within(masked, start, end):
        for match in pattern.finditer(masked, start, end):
            if all(match.end() <= low or match.start() >= high for low, high in taken):
                taken.append(match.span())
                found.append((match.start(), match, rule))
    kept = [
        item for item in sorted(found, key=lambda item: item[0]) if not _done(masked, start, end, item[0])
    ]
    yearly = next((at for at, _, rule in kept if rule in _YEARLY), end)
    every = next((at for at, match, _ in kept if _every_year(match)), end)
    return [
        _due(masked, start, match, _each_year(rule, match, at > yearly, at > min(every, yearly)), years)
        for at, match, rule in kept
    ]


def _each_year(rule: str, match: re.Match[str], behind_day: bool, behind_year: bool) -> str:
    """The rule for a day without a year behind one of every year (每年6月底前…，12月底前…), and for a day of
    the next year behind what is done every year (每年…，次年2月底前…).
    """
    said = match.groupdict()
    if rule not in ("date/by-day", "date/month-end") or said.get("year"):
        return rule
    if said.get("rel"):
        return _YEARLY[0] if behind_year and _meant("word/next", said["rel"]) else rule
    return _YEARLY[0] if behind_day else rule


def _every_year(match: re.Match[str]) -> bool:
    """Whether something is to be done every year."""
    said = match.groupdict()
    return said.get("k") is None and _meant("word/period", said.get("period")) == _A_YEAR


def _done(masked: str, start: int, end: int, at: int) -> bool:
    """Whether the clause around the character `at` says what has happened or when something is in force."""
    low = max(start, masked.rfind("，", start, at) + 1)
    high = masked.find("，", at, end)
    return bool(regexes("deadlines")["not/done"].search(masked, low, high if high >= 0 else end))


def starts(masked: str, start: int, end: int) -> str | None:
    """From when a recurring duty runs ("2032-01"), where the text says so."""
    match = regexes("deadlines")["from/month"].search(masked, start, end)
    if not match:
        return None
    parts = [
        match["year"].translate(DIGITS),
        *(part and str(number(part)) for part in match.group("month", "day")),
    ]
    return "-".join(part.zfill(2) for part in parts if part)


@cache
def _patterns() -> Battery[str]:
    kinds = ("date", "recurring", "duration", "event")
    return Battery(
        (rule.id, rule.regex)
        for rule in load("deadlines").values()
        if rule.regex is not None and rule.id.split("/")[0] in kinds
    )


def _due(masked: str, floor: int, match: re.Match[str], rule: str, years: Years) -> Due:
    groups = match.groupdict()
    kind = rule.split("/", maxsplit=1)[0]
    fields: dict[str, str | None] = {}
    iso = _READERS[kind](rule, groups, years, fields)
    start = match.start() + len(match.group()) - len(match.group().lstrip("，"))
    if rule.startswith("duration/keep"):
        start = match.start("n")
    text = masked[start : match.end()]
    if kind == "event":
        kind = "date"
    return Due(start, match.end(), Deadline(text=text, iso=iso, kind=kind, **fields), rule)


def _date(
    rule: str, groups: dict[str, str | None], years: Years, fields: dict[str, str | None]
) -> str | None:
    year = years.resolve(groups, rule != "date/extended")
    if year is None:
        return None
    said = bool(groups.get("year") or groups.get("rel"))
    if rule in ("date/year-end", "date/within-year", "date/this-year"):
        return f"{year}-12-31"
    if rule == "date/before-year":
        fields["iso_alt"] = f"{year}-12-31"
        return f"{year - 1}-12-31"
    if half := groups.get("half"):
        return f"{year}-06-30" if _meant("word/half", half) else f"{year}-12-31"
    if quarter := groups.get("quarter"):
        return years.day(year, 3 * _quarter(quarter), 31, said)
    month = int(number(groups["month"] or "12"))
    found = years.day(year, month, _day_of(groups), said)
    return found if not groups.get("day") or int(found[-2:]) == _day_of(groups) else None


def _day_of(groups: dict[str, str | None]) -> int:
    if groups.get("day"):
        return int(number(groups["day"] or "31"))
    return int(_meant("word/third", groups.get("third")) or 31)


def _quarter(printed: str | None) -> int:
    return int(number(printed or "4"))


@lru_cache(maxsize=256)
def _meant(kind: str, printed: str | None) -> str | None:
    """What the first rule of a kind that finds `printed` says it means."""
    if not printed:
        return None
    rules = (rule for rule in load("deadlines").values() if rule.id.startswith(kind))
    return next((rule.value for rule in rules if rule.regex and rule.regex.search(printed)), None)


def _recurring(
    rule: str, groups: dict[str, str | None], years: Years, fields: dict[str, str | None]
) -> str | None:
    if rule in _YEARLY:
        fields["recurrence"] = "P1Y"
        if rule == "recurring/yearly-end":
            return "--12-31"
        if groups.get("quarter") or groups.get("half"):
            month = (
                3 * _quarter(groups["quarter"])
                if groups.get("quarter")
                else 6
                if _meant("word/half", groups["half"])
                else 12
            )
        else:
            month = int(number(groups["month"] or "12"))
        return _day_of_year(groups, month)
    if rule in ("recurring/monthly-day", "recurring/next-month"):
        fields["recurrence"] = "P1M"
        return f"---{_day_of(groups):02d}"
    period = groups["period"] or groups.get("only") or ""
    length = _meant("word/period", period) or ""
    if rule == "recurring/month-of-period":
        fields["recurrence"] = f"P{length}"
        return f"---{_day_of(groups):02d}"
    times = int(number(groups.get("k") or "1"))
    time = "T" if length.startswith("T") else ""
    fields["recurrence"] = f"P{time}{int(length.removeprefix('T')[:-1]) * times}{length[-1:]}"
    if rule in _EVENTS:
        fields["anchor"] = groups["anchor"]
        fields["direction"] = "before" if rule == _EVENTS[0] else None
    if groups.get("n"):
        return _length(groups)
    return fields["recurrence"]


def _day_of_year(groups: dict[str, str | None], month: int) -> str | None:
    day = _day_of(groups)
    if not groups.get("day"):
        day = min(day, monthrange(2001, month)[1])
    return f"--{month:02d}-{day:02d}" if is_day(None, month, day) else None


def _duration(
    rule: str, groups: dict[str, str | None], years: Years, fields: dict[str, str | None]
) -> str | None:
    anchor = (groups.get("anchor") or "").strip("，、")
    if anchor and not rule.startswith("duration/keep"):
        fields["anchor"] = anchor
    if rule.startswith(("duration/before", "duration/ahead")):
        fields["direction"] = "before"
    return _length(groups)


def _event(
    rule: str, groups: dict[str, str | None], years: Years, fields: dict[str, str | None]
) -> str | None:
    if anchor := groups.get("anchor"):
        fields["anchor"] = anchor
        fields["direction"] = "before"
    return None


_Reader = Callable[[str, dict[str, str | None], Years, dict[str, str | None]], str | None]
_READERS: dict[str, _Reader] = {
    "date": _date,
    "recurring": _recurring,
    "duration": _duration,
    "event": _event,
}


def _length(groups: dict[str, str | None]) -> str:
    unit = _meant("word/unit", groups["unit"]) or ""
    if half := _meant("word/part", groups["n"]):
        return half
    return f"P{unit[:-1]}{number(groups['n'] or '0')}{unit[-1:]}"
