"""What recurs on a day is due in a window that holds one of its days: in the list as in the catalogue."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from ontology import terms
from queries.catalogue import lists
from queries.run import Select, run

FIRST, LAST = date(2030, 1, 1), date(2034, 12, 31)

# The day as the graph has it, from when the rule runs ("" where it does not say), the date of the document.
DUTIES = {
    "once": ("2031-03-31", "", "2031-01-10"),
    "yearly": ("--03-31", "", "2031-01-10"),
    "yearly_from": ("--12-31", "2032-06", "2031-01-10"),
    "yearly_undated": ("--06-30", "", ""),
    "monthly": ("---15", "", "2031-02-20"),
    "month_end": ("---31", "", "2030-01-10"),
    "monthly_from": ("---05", "2033", "2031-02-20"),
    "quarterly": ("P20D", "", "2031-02-20"),
}
WINDOWS = [
    ("2031-01-01", "2031-12-31"),
    ("2031-03-31", "2031-03-31"),
    ("2031-04-01", "2032-03-30"),
    ("2031-07-01", "2031-07-14"),
    ("2031-12-16", "2032-01-14"),
    ("2031-12-16", "2032-01-15"),
    ("2030-01-01", "2031-02-28"),
    ("2033-01-01", "2033-01-05"),
    ("2032-12-31", "2033-01-04"),
    ("2031-06-30", "2031-06-30"),
    ("2031-06-01", "2031-06-29"),
    ("2032-02-28", "2032-02-28"),
    ("2032-02-29", "2032-02-29"),
    ("2033-02-28", "2033-02-28"),
]


@pytest.fixture
def select(asking: Callable[[str], Select]) -> Select:
    return asking("\n".join(turtle()))


def turtle() -> Iterator[str]:
    yield f"@prefix pg: <{terms.PG}> . @prefix xsd: <{terms.XSD}> . @prefix rdfs: <{terms.RDFS}> ."
    for name, (day, begins, dated) in DUTIES.items():
        yield f"<urn:{name}> a pg:Obligation ; pg:document <urn:of-{name}> ."
        yield f"<urn:{name}> pg:deadlineRule <urn:rule-{name}> ."
        if day.startswith("20"):
            yield f'<urn:{name}> pg:deadline "{day}"^^xsd:date .'
        yield f'<urn:rule-{name}> pg:deadlineValue "{day}" .'
        yield f'<urn:of-{name}> rdfs:label "某办法"@zh ; pg:attachedTo <urn:notice-{name}> .'
        if begins:
            yield f'<urn:rule-{name}> pg:from "{begins}" .'
        if dated:
            yield f'<urn:notice-{name}> pg:date "{dated}"^^xsd:date .'


def days(name: str) -> Iterator[str]:
    """The days on which a duty is due, as the calendar has them."""
    day, begins, dated = DUTIES[name]
    for number in range((LAST - FIRST).days + 1):
        one = FIRST + timedelta(number)
        text, last = one.isoformat(), monthrange(one.year, one.month)[1]
        monthly = day.startswith("---") and one.day == min(int(day[3:]), last)
        yearly = day[:3] != "---" and day.startswith("--") and text.endswith(day[2:])
        fits = text == day or monthly or yearly
        if fits and text >= begins and text >= dated:
            yield text


def due(after: str, before: str) -> set[str]:
    return {name for name in DUTIES if any(after <= day <= before for day in days(name))}


@pytest.mark.parametrize(("after", "before"), WINDOWS)
def test_window_holds_what_has_a_day_in_it(after: str, before: str, select: Select) -> None:
    wanted = due(after, before)
    window = {"due_after": after, "due_before": before}
    page = run(lists()["obligations_page"], window, select, "r1")
    assert {str(row.values["statement"]).removeprefix("urn:") for row in page.rows} == wanted
    total = run(lists()["obligations_total"], window, select, "r1").rows
    assert [row.values["total"] for row in total] == [len(wanted)][: len(wanted)]
    found = run("duties_due_between", {"after": after, "before": before}, select, "r1")
    assert {str(row.values["statement"]).removeprefix("urn:") for row in found.rows} == wanted


@pytest.mark.parametrize(
    "day", ["2031-03-30", "2031-03-31", "2032-12-31", "2031-02-15", "2031-03-15", "2031-06-30"]
)
def test_until_a_day_and_on_a_day(day: str, select: Select) -> None:
    for query, wanted in (("duties_due_by", due("", day)), ("duties_due_on", due(day, day))):
        found = run(query, {"date": day}, select, "r1")
        assert {str(row.values["statement"]).removeprefix("urn:") for row in found.rows} == wanted
    page = run(lists()["obligations_page"], {"due_before": day}, select, "r1")
    assert {str(row.values["statement"]).removeprefix("urn:") for row in page.rows} == due("", day)


def test_what_recurs_has_a_day_after_any_other(select: Select) -> None:
    page = run(lists()["obligations_page"], {"due_after": "2040-01-01"}, select, "r1")
    assert {str(row.values["statement"]).removeprefix("urn:") for row in page.rows} == {
        name for name, (day, _, _) in DUTIES.items() if day.startswith("--")
    }
