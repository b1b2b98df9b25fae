"""Where a source contradicts itself or physics: the value stays as printed, both sides are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.cleaning import Clean
from extract.figures import quantities
from extract.figures.quantities import Found
from extract.figures.repeats import repeated
from extract.ids import part_iri
from extract.instruments.outline import Part
from extract.layout import Layout
from extract.ranges import Ranges
from extract.records import Document, Indicator, Obligation, Project, Record, Target, Warning  # noqa: A004
from extract.rules import regexes

_HOURS = 8760
_FEWEST_HOURS = 10  # a plant that runs less a year is a slip of the unit
_GAS_DENSITIES = (
    0.05,
    20.0,
)  # kg in a cubic metre at normal conditions: hydrogen 0.09, heavy refrigerants 10
_MOST_OUT_OF_INPUT = 100
_MILLION = 1e6
_SENTENCE = re.compile(r"[^。；]+")
_CLAUSE_START = re.compile(r"[，。；：]")
_SPEAKS_OF = (Project, Obligation, Target, Indicator)

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Clash:
    """What contradicts (`figure`) what (`other`): ranges of the text that was looked at."""

    code: str
    figure: Range
    other: Range
    message: str


def warnings(
    layout: Layout,
    parts: Sequence[Part],
    documents: Sequence[Document],
    records: Iterable[Record],
    lists: Sequence[Range] = (),
) -> tuple[Warning, ...]:
    """The contradictions in a file, in reading order.

    `records` are those of the file; `lists` are ranges of lists, of which only the projects are looked at.
    """
    known = list(records)
    listed = [record for record in known if isinstance(record, Project) and record.status == "listed"]
    found = [
        *(warning for project in listed for warning in _of_project(layout, project)),
        *_repeats(layout, listed),
        *_of_prose(layout, parts, documents, known, lists),
        *_past(layout, parts, documents, known),
    ]
    first: dict[Range, Warning] = {}
    for warning in found:
        first.setdefault((warning.start, warning.end), warning)
    return tuple(sorted(first.values(), key=lambda warning: (warning.start, warning.end)))


def _of_project(layout: Layout, project: Project) -> Iterator[Warning]:
    """What the description of a project says against itself."""
    text = project.description
    if not text:
        return
    found = quantities.quantities(text)
    if not any(map(_is_power, found)):
        # The name may say the capacity that the description does not.
        text = f"{project.name}。{text}"
        found = quantities.quantities(text)
    body = layout.body(project.start, project.end)
    base = body.text.find(text)
    for clash in [*_unit_kinds(text), *_outputs(text, found), *_gases(text, found), *_masses(text, found)]:
        figure, other = (_source(body, text, base, part, project) for part in (clash.figure, clash.other))
        yield _warning(layout, project, project.document, replace(clash, figure=figure, other=other))


def _source(body: Clean, text: str, base: int, part: Range, project: Project) -> Range:
    """Where a part of the description stands in the source; the row, where its cells are not in one piece."""
    if base >= 0:
        return body.source_range(base + part[0], base + part[1])
    at = body.text.find(text[part[0] : part[1]])
    if at < 0:
        return project.start, project.end
    return body.source_range(at, at + part[1] - part[0])


def _unit_kinds(text: str) -> Iterator[_Clash]:
    """Power given where energy is meant, and the other way round."""
    rules = regexes("warnings")
    for code, is_a, meant in (
        ("energy-as-power", "power", "energy"),
        ("power-as-energy", "energy", "power"),
    ):
        for match in rules[code].finditer(text):
            figure, word = match.span("figure"), match.span("word")
            message = f"{match['figure']} is {is_a}; {match['word']} asks for {meant}."
            yield _Clash(code, figure, word, message)


def _outputs(text: str, found: Sequence[Found]) -> Iterator[_Clash]:
    """A year's electricity that the stated capacity cannot give, or that it gives within hours."""
    rules = regexes("warnings")
    powers = [(item, _power(text, found, at)) for at, item in enumerate(found) if _is_power(item)]
    if not powers:
        return
    largest = max(powers, key=lambda pair: pair[1])
    total = sum(watts for _, watts in powers)
    for item in found:
        value = item.quantity.si_value
        clause = _clause(text, item.start)
        if (
            item.quantity.si_unit != "J"
            or not item.quantity.per_year
            or not value
            or rules["saved"].search(clause)
        ):
            continue
        hours = value / 3600
        span, other = (item.start, item.end), (largest[0].start, largest[0].end)
        if rules["electricity"].search(clause) and hours > total * _HOURS:
            message = (
                f"{item.quantity.text} a year is more than {total / 1e6:g} MW give in 8,760 hours"
                f" ({total * _HOURS / 1e3:,.0f} kWh)."
            )
            yield _Clash("output-beyond-capacity", span, other, message)
        elif rules["generated"].search(clause) and hours < largest[1] * _FEWEST_HOURS:
            short = f"{hours / largest[1]:.2g} hours"
            message = f"{largest[0].quantity.text} give {item.quantity.text} in {short}, not in a year."
            yield _Clash("output-far-below-capacity", span, other, message)


def _is_power(item: Found) -> bool:
    return item.quantity.si_unit == "W" and bool(item.quantity.si_value)


def _power(text: str, found: Sequence[Found], at: int) -> float:
    """Watts of all machines that a figure speaks of: 8台5兆瓦 and 8×5兆瓦 are forty."""
    item = found[at]
    watts = (item.quantity.si_value or 0.0) * (item.quantity.multiplier or 1)
    before = found[at - 1] if at else None
    if before is not None and before.quantity.si_unit == "1" and item.start - before.end <= 2:
        watts *= before.quantity.value if not before.quantity.unit.endswith("%") else 1
    elif regexes("warnings")["one-machine"].search(_clause(text, item.start)):
        machines = regexes("warnings")["machines"]
        counts = [one.quantity.value for one in found if machines.match(one.quantity.unit)]
        watts *= max(counts, default=1)
    return watts


def _gases(text: str, found: Sequence[Found]) -> Iterator[_Clash]:
    """A volume of gas that is said again as a mass which no gas has."""
    rules = regexes("warnings")
    for volume, mass in pairwise(found):
        between = text[volume.end : mass.start]
        if not (
            rules["gas-volume"].search(volume.quantity.unit) and rules["said-in-brackets"].match(between)
        ):
            continue
        cubic, weight = volume.quantity.si_value, mass.quantity.si_value
        if mass.quantity.si_unit != "kg" or not cubic or not weight:
            continue
        density = weight / cubic
        if not _GAS_DENSITIES[0] <= density <= _GAS_DENSITIES[1]:
            message = (
                f"{volume.quantity.text} of a gas do not weigh {mass.quantity.text}:"
                f" that would be {density:.3g} kg in a cubic metre."
            )
            yield _Clash(
                "mass-contradicts-volume", (mass.start, mass.end), (volume.start, volume.end), message
            )


def _masses(text: str, found: Sequence[Found]) -> Iterator[_Clash]:
    """Masses of one sentence that are out of all proportion to one another."""
    rules = regexes("warnings")
    for sentence in _SENTENCE.finditer(text):
        masses = [
            item
            for item in found
            if sentence.start() <= item.start < sentence.end()
            and item.quantity.si_unit == "kg"
            and item.quantity.si_value
            and rules["tonnes"].search(item.quantity.unit)
            and not rules["for-each"].search(_clause(text, item.start))
        ]
        if len(masses) < 2:
            continue
        least, most = (pick(masses, key=_weight) for pick in (min, max))
        if _weight(most) >= _MILLION * _weight(least):
            yield _out_of_scale("mass-out-of-scale", most, least, "in one sentence")
        inputs = [item for item in masses if rules["treated"].search(_clause(text, item.start))]
        outputs = [item for item in masses if rules["produced"].search(_clause(text, item.start))]
        whole = sum(map(_weight, inputs))
        for item in outputs:
            if inputs and _weight(item) > _MOST_OUT_OF_INPUT * whole:
                yield _out_of_scale("mass-beyond-input", item, inputs[0], "made of what is treated")


def _weight(item: Found) -> float:
    return item.quantity.si_value or 0.0


def _out_of_scale(code: str, large: Found, small: Found, what: str) -> _Clash:
    times = _weight(large) / _weight(small)
    message = f"{large.quantity.text} is {times:,.0f} times {small.quantity.text}, {what}."
    return _Clash(code, (large.start, large.end), (small.start, small.end), message)


def _clause(text: str, end: int) -> str:
    starts = [match.end() for match in _CLAUSE_START.finditer(text, 0, end)]
    return text[starts[-1] if starts else 0 : end]


def _repeats(layout: Layout, projects: Sequence[Project]) -> Iterator[Warning]:
    for code, project, earlier, message in repeated(projects):
        sides = (project.start, project.end), (earlier.start, earlier.end)
        yield _warning(layout, project, project.document, _Clash(code, *sides, message))


def _of_prose(
    layout: Layout,
    parts: Sequence[Part],
    documents: Sequence[Document],
    records: Sequence[Record],
    lists: Sequence[Range],
) -> Iterator[Warning]:
    """Units of the wrong kind outside lists; about the statement they stand in, else about the document."""
    spoken = sorted(
        (record for record in records if isinstance(record, _SPEAKS_OF)), key=lambda one: one.start
    )
    listed = Ranges(lists)
    for part, document in zip(parts, documents, strict=True):
        body = layout.body(*part.body)
        for clash in _unit_kinds(body.text):
            figure, other = body.source_range(*clash.figure), body.source_range(*clash.other)
            if listed.holds(figure[0]):
                continue
            about = next((one for one in spoken if one.start <= figure[0] < one.end), document)
            yield _warning(layout, about, document.id, replace(clash, figure=figure, other=other))


def _past(
    layout: Layout, parts: Sequence[Part], documents: Sequence[Document], records: Sequence[Record]
) -> Iterator[Warning]:
    """What is due, or ends, before the document that says so was issued."""
    issued: dict[str, tuple[str, Range]] = {}
    for part, document in zip(parts, documents, strict=True):
        above = issued.get(document.attached_to or "")
        if document.date is not None:
            issued[document.id] = (document.date, part.date or (document.start, document.end))
        elif above is not None:
            issued[document.id] = above
    for record in records:
        day = _due(record)
        home = record.id if isinstance(record, Document) else getattr(record, "document", "")
        if day is None or home not in issued:
            continue
        date, place = issued[home]
        if day < date[: len(day)]:
            message = f"The date {day} lies before {date}, the date of the document itself."
            clash = _Clash("date-in-the-past", (record.start, record.end), place, message)
            yield _warning(layout, record, home, clash)


def _due(record: Record) -> str | None:
    """The day, month or year by which something is to be done, or at which it ends."""
    if isinstance(record, Obligation):
        due = record.deadline
        return due.iso if due is not None and due.kind == "date" else None
    if isinstance(record, Target):
        return record.by
    return record.expiry_date if isinstance(record, Document) else None


def _warning(layout: Layout, about: Record, document: str, clash: _Clash) -> Warning:
    """The record of a clash whose ranges are of the source."""
    text = layout.text
    figure, other = (text.chars[slice(*place)] for place in (clash.figure, clash.other))
    return Warning(
        id=part_iri("warning", document, clash.code, about.id, figure, other),
        source=text.source,
        source_sha256=text.sha256,
        start=clash.figure[0],
        end=clash.figure[1],
        page=text.page_at(clash.figure[0]),
        quote=figure,
        rule=f"warnings/{clash.code}",
        about=about.id,
        code=clash.code,
        message=clash.message,
        other=(clash.other,),
    )
