"""Where a source contradicts itself or physics: the value stays as printed, both sides are shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from extract.cleaning import Clean
from extract.figures import quantities
from extract.figures.clashes import Clash, Range, clashes, is_power, plain_clashes
from extract.figures.plants import plant_clashes
from extract.figures.repeats import repeated
from extract.ids import part_iri
from extract.instruments.outline import Part
from extract.layout import Layout
from extract.ranges import Ranges
from extract.records import Document, Indicator, Obligation, Project, Record, Target, Warning  # noqa: A004

_SPEAKS_OF = (Project, Obligation, Target, Indicator)


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
    if not any(map(is_power, found)):
        # The name may say the capacity that the description does not.
        text = f"{project.name}。{text}"
        found = quantities.quantities(text)
    said = [*clashes(text, found), *plant_clashes(text, found)]
    if not said:
        return
    body = layout.body(project.start, project.end)
    base = body.text.find(text)
    for clash in said:
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


def _repeats(layout: Layout, projects: Sequence[Project]) -> Iterator[Warning]:
    for code, project, earlier, message in repeated(projects):
        sides = (project.start, project.end), (earlier.start, earlier.end)
        yield _warning(layout, project, project.document, Clash(code, *sides, message))


def _of_prose(
    layout: Layout,
    parts: Sequence[Part],
    documents: Sequence[Document],
    records: Sequence[Record],
    lists: Sequence[Range],
) -> Iterator[Warning]:
    """Units of the wrong kind and impossible days outside lists; about the statement they stand in, else
    about the document.
    """
    spoken = sorted(
        (record for record in records if isinstance(record, _SPEAKS_OF)), key=lambda one: one.start
    )
    reach = list(accumulate((one.end for one in spoken), max))
    listed = Ranges(lists)
    for part, document in zip(parts, documents, strict=True):
        body = layout.body(*part.body)
        for clash in plain_clashes(body.text):
            figure, other = body.source_range(*clash.figure), body.source_range(*clash.other)
            if listed.holds(figure[0]):
                continue
            at = bisect_right(reach, figure[0])
            inside = at < len(spoken) and spoken[at].start <= figure[0]
            about = spoken[at] if inside else document
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
            clash = Clash("date-in-the-past", (record.start, record.end), place, message)
            yield _warning(layout, record, home, clash)


def _due(record: Record) -> str | None:
    """The day, month or year by which something is to be done, or at which it ends."""
    if isinstance(record, Obligation):
        due = record.deadline
        return due.iso if due is not None and due.kind == "date" else None
    if isinstance(record, Target):
        return record.by
    return record.expiry_date if isinstance(record, Document) else None


def _warning(layout: Layout, about: Record, document: str, clash: Clash) -> Warning:
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
        rule=clash.rule,
        about=about.id,
        code=clash.code,
        message=clash.message,
        other=(clash.other,) if clash.other != clash.figure else (),
    )
