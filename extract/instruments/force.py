"""Time and force: when a document comes into force and when it ends, each with the clause that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.cleaning import Clean
from extract.instruments.captions import Act
from extract.instruments.dates import iso_date, later
from extract.instruments.segments import is_a
from extract.numerals import number as numeral
from extract.rules import regexes
from extract.rules.batteries import matches

Range = tuple[int, int]

_UNITS = ("day", "month", "year")
_OPENING = 200


@dataclass(frozen=True, slots=True)
class Force:
    """`effective` and `expiry` are ISO days, or None where the text does not say; with each the characters
    of the source that say it.
    """

    effective: str | None = None
    expiry: str | None = None
    effective_at: Range | None = None
    expiry_at: Range | None = None


def force(body: Clean, history: Sequence[tuple[Act, Range]], date: str | None) -> Force:
    """When the document whose text is `body` holds. `history` are the acts of its caption with where they
    stand; `date` is the day of its signature or order, or on which it was published, from which a day that is
    counted is counted.
    """
    anchor = _anchor([act for act, _ in history]) or date
    effective, effective_at = None, None
    for act, where in history:
        if act.how == "in-force":
            effective, effective_at = act.iso, where
    for day, start, end in _clauses(body.text, anchor):
        effective, effective_at = day, body.source_range(start, end)
    expiry, expiry_at = _expiry(body, effective, date)
    return Force(effective, expiry, effective_at, expiry_at)


def _anchor(history: Sequence[Act]) -> str | None:
    """The day on which the text was published that stands in the document: the first time, or when it was
    written anew. None where the caption does not say: what another body has approved is published afterwards,
    and only what a congress adopts on the same day.
    """
    anchor = None
    begun = False
    for act in history:
        if act.how == "promulgated":
            anchor, begun = act.iso, True
        elif act.how == "approved":
            anchor, begun = None, True
        elif act.whole or (act.how == "adopted" and not begun):
            same_day = regexes("captions")["of-congress"].search(act.words)
            anchor, begun = (act.iso if same_day else None), True
    return anchor


def _clauses(text: str, anchor: str | None) -> list[tuple[str, int, int]]:
    """The days that `text` gives for its own coming into force, each with its clause: where a clause names
    the document itself (本办法自…), no other counts.
    """
    rules = regexes("documents")
    own: list[tuple[str, int, int]] = []
    other: list[tuple[str, int, int]] = []
    for match in matches(rules["in-force"], text):
        opens = max(text.rfind("。", 0, match.start()) + 1, match.start() - _OPENING, 0)
        opening = text[opens : match.start()]
        subject = rules["own-clause"].search(opening)
        puts = is_a("puts-in-force", opening)
        if subject is None and (("《" in opening and not puts) or match.group("from") is None):
            continue
        day = iso_date(match.group("when")) or anchor
        if day is not None and match.group("days"):
            day = later(day, int(numeral(match.group("days"))), _unit(match.group("unit")))
        if day is None:
            continue
        start = opens + subject.start() if subject else match.start()
        while is_a("clause-lead", text[start]):
            start += 1
        (own if subject or puts else other).append((day, start, match.end()))
    return own or other or _terms(text)


def _terms(text: str) -> list[tuple[str, int, int]]:
    """The first days of the terms that `text` gives itself, each with its clause."""
    found = matches(regexes("documents")["in-force-term"], text)
    days = ((iso_date(match["when"]), match.start(), match.end("when")) for match in found)
    return [(day, start, end) for day, start, end in days if day is not None]


def _expiry(body: Clean, effective: str | None, date: str | None) -> tuple[str | None, Range | None]:
    """The last day on which the document holds, and the words that say it."""
    rules = regexes("documents")
    for match in [*matches(rules["expiry"], body.text), *matches(rules["holds-until"], body.text)]:
        said = match.groupdict()
        until = _last_day(said["until"]) if said["until"] else None
        counted = rules["own-name"].match(match.group()) and not rules["from-a-day"].search(match.group())
        start = effective or (date if counted else None)
        if until is None and said.get("count") and start is not None:
            end = later(start, int(numeral(said["count"])), _unit(said["unit"]))
            until = later(end, -1, "day") if end else None
        if until is not None:
            return until, body.source_range(match.start(), match.end())
    return None, None


def _unit(printed: str) -> str:
    return next(unit for unit in _UNITS if is_a(f"unit-{unit}", printed))


def _last_day(printed: str) -> str | None:
    return f"{printed[:4]}-12-31" if is_a("year-end", printed) else iso_date(printed)
