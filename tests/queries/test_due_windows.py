"""What has a day in a window, in the life of its document, is due there: in the list as in the catalogue."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from ontology import terms
from queries.catalogue import lists
from queries.run import Answer, Select, run

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
    "expired_before": ("2032-06-30", "", "2031-01-10"),
    "expired_after": ("2031-06-30", "", "2031-01-10"),
    "expired_yearly": ("--06-30", "", "2031-01-10"),
    "expired_month_end": ("---31", "", "2031-01-10"),
    "repealed_on_the_day": ("2032-02-29", "", "2031-01-10"),
    "repealed_yearly": ("--02-28", "", "2031-01-10"),
    "repealed_some_day": ("--06-30", "", "2031-01-10"),
    "later": ("2031-06-30", "", "2031-01-10"),
}
# The first day of a document and the last one; from when a repeal ended it (`?`: on a day not stated).
LIVES = {
    "expired_before": ("", "2031-12-31", ""),
    "expired_after": ("2031-01-10", "2031-12-31", ""),
    "expired_yearly": ("", "2032-06-30", ""),
    "expired_month_end": ("2031-01-10", "2031-02-28", ""),
    "repealed_on_the_day": ("", "2032-02-28", "2032-02-29"),
    "repealed_yearly": ("2031-01-10", "2032-02-27", "2032-02-28"),
    "repealed_some_day": ("2031-01-10", "", "?"),
    "later": ("2031-07-01", "", ""),
    "once": ("2031-01-10", "", ""),
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
    ("2031-01-01", "2032-12-31"),
    ("2032-01-01", "2032-12-31"),
    ("2031-02-28", "2031-03-01"),
    ("2031-03-01", "2031-04-01"),
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
    for name, (begins, ends, repealed) in LIVES.items():
        if begins:
            yield f'<urn:of-{name}> pg:effectiveDate "{begins}"^^xsd:date .'
        if ends and not repealed:
            yield f'<urn:of-{name}> pg:expiryDate "{ends}"^^xsd:date .'
        if repealed:
            yield f"<urn:repealing-{name}> pg:repeals <urn:of-{name}> ."
        if ends and repealed:
            yield f'<urn:repealing-{name}> pg:effectiveDate "{repealed}"^^xsd:date .'
            yield f'<urn:repealing-{name}> pg:date "2031-01-15"^^xsd:date .'


def days(name: str) -> Iterator[str]:
    """The days on which a duty is due, as the calendar has them."""
    day, begins, dated = DUTIES[name]
    for number in range((LAST - FIRST).days + 1):
        one = FIRST + timedelta(number)
        text, last = one.isoformat(), monthrange(one.year, one.month)[1]
        monthly = day.startswith("---") and one.day == min(int(day[3:]), last)
        yearly = day[:3] != "---" and day.startswith("--") and text.endswith(day[2:])
        fits = text == day or monthly or yearly
        holds = LIVES.get(name, ("", "", ""))[0] if day.startswith("--") else ""
        if fits and text >= max(begins, dated, holds):
            yield text


def due(after: str, before: str) -> set[str]:
    """What has a day in the window and in the life of its document; until a day, of those not ended by it."""
    return {
        name
        for name in DUTIES
        if any(
            after <= day <= before and max(day, "" if after else before) <= end(name) for day in days(name)
        )
    }


def end(name: str) -> str:
    return LIVES.get(name, ("", "", ""))[1] or "9999"


def force(name: str, day: str) -> tuple[str, str]:
    """Whether the document of a duty is in force on a day, and why."""
    begins, ends, repealed = LIVES.get(name, ("", "", ""))
    if begins > day:
        return "no", "not yet in effect"
    if ends and ends < day:
        return "no", "repealed" if repealed else "expired"
    if repealed == "?":
        return "not known", "repealed on a day not stated"
    return ("yes", "in effect") if begins else ("not known", "the text does not say from when")


def named(answer: Answer) -> set[str]:
    return {str(row.values["statement"]).removeprefix("urn:") for row in answer.rows}


def told(answer: Answer) -> dict[str, tuple[str, str]]:
    """Of each duty what the answer says of its document."""
    return {
        str(row.values["statement"]).removeprefix("urn:"): (
            str(row.values["in_force"]),
            str(row.values["because"]),
        )
        for row in answer.rows
    }


@pytest.mark.parametrize(("after", "before"), WINDOWS)
def test_window_holds_what_has_a_day_in_it(after: str, before: str, select: Select) -> None:
    wanted = due(after, before)
    window = {"due_after": after, "due_before": before}
    total = run(lists()["obligations_total"], window, select, "r1").rows
    assert [row.values["total"] for row in total] == [len(wanted)][: len(wanted)]
    for query, given in (
        (lists()["obligations_page"], window),
        ("duties_due_between", {"after": after, "before": before}),
    ):
        assert told(run(query, given, select, "r1")) == {name: force(name, before) for name in wanted}


@pytest.mark.parametrize(
    "day",
    [
        "2031-03-30",
        "2031-03-31",
        "2032-12-31",
        "2031-02-15",
        "2031-03-15",
        "2031-06-30",
        "2032-02-28",
        "2032-02-29",
    ],
)
def test_until_a_day_and_on_a_day(day: str, select: Select) -> None:
    for query, wanted in (("duties_due_by", due("", day)), ("duties_due_on", due(day, day))):
        found = run(query, {"date": day}, select, "r1")
        assert told(found) == {name: force(name, day) for name in wanted}
    page = run(lists()["obligations_page"], {"due_before": day}, select, "r1")
    assert told(page) == {name: force(name, day) for name in due("", day)}


def test_what_recurs_has_a_day_after_any_other(select: Select) -> None:
    page = run(lists()["obligations_page"], {"due_after": "2040-01-01"}, select, "r1")
    assert named(page) == {
        name for name, (day, _, _) in DUTIES.items() if day.startswith("--") and end(name) > "2040"
    }


def test_what_is_left_out_is_given_for_no(select: Select) -> None:
    window = {"due_before": "2033-01-01"}
    parts = [
        named(run(lists()["obligations_page"], {**window, "in_force": one}, select, "r1"))
        for one in ("yes", "no", "not known")
    ]
    assert parts[1] == {name for name in due("2000", "2033-01-01") if end(name) < "2033"} | {
        "expired_before"
    } | {"repealed_on_the_day"}
    assert parts[0] | parts[2] == due("", "2033-01-01")


def test_words_of_the_force_are_those_of_who_says_it(select: Select) -> None:
    rows = run("duties_due_between", {"after": "2031-01-15", "before": "2032-12-31"}, select, "r1").rows
    said = {str(row.values["statement"])[4:]: row.values["governed_by"] for row in rows}
    assert said["repealed_yearly"] == "urn:repealing-repealed_yearly"
    assert said["expired_after"] == "urn:of-expired_after"
    assert said["yearly"] is None
