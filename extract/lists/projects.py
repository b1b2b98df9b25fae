"""Rows of a list as records of projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from extract import ids
from extract.cleaning import text_at
from extract.figures import quantities, technologies
from extract.layout import Layout
from extract.lists import places
from extract.lists.cells import BODIES, opening_class
from extract.lists.classes import classes_first, owners_among
from extract.lists.headings import labelled, takes_in, withdraws
from extract.lists.model import ListArea, Range, Row
from extract.lists.parties import bodies, implementers, said, widest
from extract.lists.unplaced import unplaced_cells
from extract.lists.words import bare_heading, head_role, is_counted, only_heads, says_nothing, unmarked, words
from extract.privacy import first_contact, without_contacts
from extract.records import Document, Project
from extract.rules import regexes
from extract.text import Finding

_WHERE = ("region", "site")
_WHAT = ("description", "scale")
_QUOTED = 40
_DOUBTFUL = 20.0
_LEAST_CONFIDENCE = 0.1


@dataclass(frozen=True, slots=True)
class _Texts:
    """The cells of a row as text, by role; of two columns with one role the first that is not empty; those of
    bodies that are counted (合作单位1, 合作单位2) or say the same are joint.
    """

    cells: dict[str, str]
    headings: tuple[str, ...]
    withdrawn: bool = False  # by a heading above it

    def first(self, roles: Iterable[str]) -> str | None:
        """The first of `roles` that has something to say."""
        found = (self.cells.get(role, "") for role in roles)
        return next((text for text in found if text and not says_nothing(text)), None)


@dataclass(frozen=True, slots=True)
class _List:
    """What the rows of a list share: `around` is the region that its title, or its document's, names;
    `owners` are the headings that say whose the rows are; `directions_first` tells that the directions in a
    column are wider than the headings.
    """

    layout: Layout
    area: ListArea
    document: Document
    title: str | None
    around: str | None
    owners: frozenset[str]
    directions_first: bool

    @property
    def withdrawn(self) -> bool:
        """Whether the list takes projects out of another one."""
        return self.title is not None and words().titles["withdrawn"].search(self.title) is not None


def projects(
    layout: Layout, area: ListArea, document: Document
) -> tuple[tuple[Project, ...], tuple[Finding, ...]]:
    """The projects of the list `area`, which stands in `document`, and what could not be placed in it."""
    title = text_at(layout.text.chars, [area.title]) if area.title else None
    around = _region_in(title or "") or _region_in(document.title)
    owners = owners_among(layout, area)
    shared = _List(layout, area, document, title, around, owners, classes_first(layout, area))
    records: list[Project] = []
    findings = [_unplaced(layout, place) for place in area.unplaced]
    findings += (_unknown(layout, *cells) for cells in unplaced_cells(layout, area))
    used: set[str] = set()
    wide = {
        at: widest(layout, (row.cells[at] for row in area.rows))
        for at, column in enumerate(area.columns)
        if column.role in BODIES
    }
    for row in area.rows:
        texts = _texts(shared, row, wide)
        name = _named(texts)
        if name is None or only_heads(name):
            if any(text for role, text in texts.cells.items() if role != "number"):
                findings.append(_nameless(layout, row))
            continue
        record = _record(shared, row, texts, name, used)
        used.add(record.id)
        records.append(record)
    return tuple(records), tuple(findings)


def _named(texts: _Texts) -> str | None:
    """The name, without a mark at it (★), or None."""
    name = texts.first(["name"])
    return (words().names["mark"].sub("", name) or None) if name else None


def _unplaced(layout: Layout, place: Range) -> Finding:
    start, end = place
    printed = layout.text.chars[start : min(end, start + _QUOTED)]
    message = f"A piece of a list at {start}–{end} fits no cell: {printed!r}."
    return Finding("unplaced-cell", message, layout.text.page_at(start))


def _unknown(layout: Layout, head: str, count: int, first: Range) -> Finding:
    start, end = first
    printed = layout.text.chars[start : min(end, start + _QUOTED)]
    under = f"under the head {head!r}" if head else "under no head"
    cells = "1 cell" if count == 1 else f"{count} cells"
    message = f"{cells} of a list {under} fit no record, the first at {start}–{end}: {printed!r}."
    return Finding("unplaced-cell", message, layout.text.page_at(start))


def _nameless(layout: Layout, row: Row) -> Finding:
    message = f"The row at {row.start}–{row.end} of a list of projects has no name of a project."
    return Finding("unplaced-row", message, layout.text.page_at(row.start))


def _texts(shared: _List, row: Row, wide: Mapping[int, int]) -> _Texts:
    """The cells of a row; `wide` says how wide the lines of the columns of bodies are at most."""
    layout, area = shared.layout, shared.area
    cells: dict[str, str] = {}
    heads: dict[str, str] = {}
    for at, (column, cell) in enumerate(zip(area.columns, row.cells, strict=True)):
        bodies = at in wide
        text = said(layout, cell, wide[at], row.by_hand) if bodies else text_at(layout.text.chars, cell)
        text = unmarked(text)
        if column.role != "contact":
            text = without_contacts(text)
        if not any(map(str.isalnum, text)):
            continue
        if not cells.get(column.role):
            cells[column.role], heads[column.role] = text, column.head
        elif column.role in BODIES and (is_counted(column.head) or column.head == heads[column.role] != ""):
            cells[column.role] += f"、{text}"
    rules = regexes("cells")
    for at, column in enumerate(area.columns):
        # What did not change stands in the column of what was before.
        role = head_role(column.head) if rules["former-head"].search(column.head) else None
        if role != column.role and rules["unchanged"].match(cells.get(role or "", "")):
            cells[role or ""] = unmarked(text_at(layout.text.chars, row.cells[at]))
    headings = [unmarked(text_at(layout.text.chars, [place])) for place in row.headings]
    for heading in reversed(headings):
        label = labelled(heading)
        if label and not cells.get(label[0]):
            cells[label[0]] = label[1]
    plain = (one for one in headings if labelled(one) is None and one not in shared.owners)
    told = tuple(heading for heading in plain if not (withdraws(heading) or takes_in(heading)))
    return _Texts(cells, told, withdrawn=any(map(withdraws, headings)))


def _record(shared: _List, row: Row, texts: _Texts, name: str, used: set[str]) -> Project:
    layout, area, document = shared.layout, shared.area, shared.document
    number = texts.first(["number"])
    description = texts.first(_WHAT)
    direction, category = _classes(texts, description, shared.directions_first)
    withdrawn = shared.withdrawn or texts.withdrawn
    region = texts.first(_WHERE) or next(
        (
            head
            for head in map(bare_heading, texts.headings)
            if places.is_place(head) and head_role(head) is None
        ),
        None,
    )
    found = quantities.quantities(description or "")
    who = implementers(texts.first, texts.cells) or _beside_contacts(texts)
    iri = ids.project_iri(document.id, number, name)
    if area.repeats or iri in used:
        iri = ids.project_iri(document.id, f"{number or ''} {name}", name)
    start, end = _public(layout, area, row, *_evidence(area, row))
    return Project(
        id=iri,
        source=layout.text.source,
        source_sha256=layout.text.sha256,
        start=start,
        end=end,
        page=layout.text.page_at(start),
        quote=layout.text.chars[start:end],
        confidence=_confidence(row),
        rule="lists/table" if row.cost == 0 else "lists/search",
        document=document.id,
        list_title=shared.title,
        number=number,
        name=name,
        direction=direction,
        category=category,
        description=description,
        region=region,
        region_id=_region_id(region, name, shared.around),
        implementers=who,
        status="withdrawn" if withdrawn else "listed",
        withdrawn_by=document.id if withdrawn else None,
        technologies=technologies.phrases(description or ""),
        technology_ids=technologies.concepts([name, category or "", description or ""]),
        quantities=tuple(item.quantity for item in found),
        co2_reduction_t_per_year=quantities.co2_reduction(description or "", found),
    )


def _evidence(area: ListArea, row: Row) -> Range:
    """The range of the row; of a row with contact persons the part around the name that holds none of
    them; the name where the columns stand one after another, so that others lie between the cells of a row.
    """
    pieces = sorted(
        (place, column.role) for column, cell in zip(area.columns, row.own, strict=True) for place in cell
    )
    runs = [
        [place for place, _ in run]
        for private, run in groupby(pieces, key=lambda piece: piece[1] == "contact")
        if not private
    ]
    named = {
        place
        for column, cell in zip(area.columns, row.cells, strict=True)
        if column.role == "name"
        for place in cell
    }
    if len(area.rows) > 1 and area.rows[0].end > area.rows[-1].start:
        return min(named)[0], max(end for _, end in named)
    run = next(run for run in runs if named & set(run))
    return run[0][0], max(end for _, end in run)


def _public(layout: Layout, area: ListArea, row: Row, start: int, end: int) -> Range:
    """The range, or where it holds whom to ask that of the name, up to where that one does."""
    chars = layout.text.chars
    inside = (text_at(chars, [one for one in cell if start <= one[0] < end]) for cell in row.own)
    if first_contact(chars, start, end) is None and all(without_contacts(cell) == cell for cell in inside):
        return start, end
    named = next(
        (
            cell
            for column, cell in zip(area.columns, row.cells, strict=True)
            if column.role == "name" and cell
        ),
        (),
    )
    first, last = (named[0][0], named[-1][1]) if named else (start, end)
    contact = first_contact(chars, first, last)
    last = last if contact is None else contact
    return first, first + len(chars[first:last].rstrip())


def _beside_contacts(texts: _Texts) -> tuple[str, ...]:
    """The companies in a column of whom to ask, where no other names who carries the project out."""
    found = bodies(without_contacts(texts.cells.get("contact", "")))
    return found if found and all(map(words().names["company"].search, found)) else ()


def _confidence(row: Row) -> float:
    return round(max(_LEAST_CONFIDENCE, 1.0 - row.cost / _DOUBTFUL), 2)


def _classes(texts: _Texts, description: str | None, directions_first: bool) -> tuple[str | None, str | None]:
    """Direction and category: the classes of the row from the widest to the finest, headings before columns,
    but behind that of directions where these come first.

    Where there is but one, the sentence that opens the description may be the finer.
    """
    headings = [bare for bare in map(bare_heading, texts.headings) if not places.is_place(bare)]
    wide, fine = texts.first(["direction"]), texts.first(["category"])
    classes = [wide, *headings, fine] if directions_first else [*headings, wide, fine]
    classes = [one for one in classes if one]
    direction = classes[0] if classes else None
    category = classes[-1] if len(classes) > 1 else opening_class(description or "")
    return direction, category


def _region_in(title: str) -> str | None:
    return places.region_at_head(regexes("cells")["year-lead"].sub("", title))


def _region_id(region: str | None, name: str, around: str | None) -> str | None:
    if region is not None:
        return places.region_id(region, around)
    return places.region_at_head(name) or places.word_at_head(name, around)
