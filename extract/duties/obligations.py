"""Deontic statements as records: who must, must not, may or is encouraged to do what by when."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from extract.cleaning import plain
from extract.duties import bounds, deontics
from extract.duties.clauses import Paragraph, paragraphs
from extract.duties.deadlines import Years
from extract.duties.deontics import Statement
from extract.duties.headings import head_items
from extract.duties.openings import BARE
from extract.duties.places import Places
from extract.duties.short_forms import ids as party_ids
from extract.duties.short_forms import short_forms
from extract.ids import part_iri
from extract.instruments.dates import day_in_front
from extract.instruments.outline import Part
from extract.layout import Layout
from extract.records import Deadline, Document, Obligation, Quantity
from extract.rules import regexes

_BARE = 0.85
_CARRIED = 0.9
_IMPLIED = 0.8
_FEWEST_TURNS = 2
_LONGEST_MODAL = 3


def statements(
    layout: Layout, part: Part, document: Document, areas: Sequence[tuple[int, int]] = ()
) -> tuple[Obligation, ...]:
    """The statements of one document in reading order. `areas` are ranges that are lists, not prose.

    A document that explains or records talk obliges nobody and has none.
    """
    if talks(layout, part, document):
        return ()
    years = Years(_day(layout, part, document))
    found: list[Obligation] = []
    seen: Counter[tuple[str, ...]] = Counter()
    breaks = [section.start for section in part.sections]
    places = Places(part.sections)
    headed = head_items(paragraphs(layout, *part.body, breaks, areas))
    full = short_forms(layout.body(*part.body).text, paragraphs(layout, *part.body, breaks, areas))
    phase: re.Match[str] | None = None
    for paragraph in paragraphs(layout, *part.body, breaks, areas):
        if paragraph.heading or paragraph.numbered:
            phase = regexes("obligations")["phase"].match(paragraph.text)
        if paragraph.heading:
            continue
        years.near = phase is not None
        years.said = int(phase["year"]) if phase else years.said
        for statement in deontics.find(paragraph, years, headed):
            record = _record(layout, places, document, paragraph, statement, seen)
            ids = layout.shared(party_ids(record.bearer, full))
            found.append(replace(record, bearer_ids=ids) if ids else record)
    return tuple(found)


def _day(layout: Layout, part: Part, document: Document) -> date | None:
    """The day of a document, else that of the notice in front of a plan; rules of conduct say the same for
    every year.
    """
    day = document.date
    if day is None and not regexes("obligations")["timeless"].search(document.kind or ""):
        day = day_in_front(layout, part.title[0])
    return date.fromisoformat(day) if day else None


def talks(layout: Layout, part: Part, document: Document) -> bool:
    """Whether the document is an interpretation, an interview or a record of talk."""
    rules = regexes("obligations")
    if rules["skip/talk"].search(document.kind or "") or rules["skip/talk"].search(plain(document.title)):
        return True
    first, last = (bisect_left(layout.lines, offset, key=lambda line: line.start) for offset in part.body)
    turns = (line for line in layout.lines[first:last] if rules["skip/turn"].match(line.text))
    return len(list(islice(turns, _FEWEST_TURNS))) == _FEWEST_TURNS


def _record(
    layout: Layout,
    places: Places,
    document: Document,
    paragraph: Paragraph,
    statement: Statement,
    seen: Counter[tuple[str, ...]],
) -> Obligation:
    text = paragraph.text
    start, end = paragraph.clean.source_range(statement.start, statement.end)
    quote = layout.text.chars[start:end]
    place = places.locator(start)
    fields = (statement.modality, place or "", text[statement.start : statement.end])
    seen[fields] += 1
    return Obligation(
        id=part_iri("obligation", document.id, *fields, *([str(seen[fields])] if seen[fields] > 1 else [])),
        source=document.source,
        source_sha256=document.source_sha256,
        start=start,
        end=end,
        page=layout.text.page_at(start),
        quote=quote,
        confidence=_confidence(statement),
        rule=layout.shared(statement.rule),
        document=document.id,
        locator=layout.shared(place),
        bearer=layout.shared(tuple(_name(text[low:high]) for low, high in statement.bearer)),
        bearer_implied=statement.implied,
        co_actors=layout.shared(tuple(text[low:high] for low, high in statement.co_actors)),
        modality=statement.modality,
        marker=layout.shared(statement.marker),
        action=text[slice(*statement.action)],
        condition=text[slice(*statement.condition)] if statement.condition else None,
        deadline=layout.shared(_deadline(text, statement)),
        quantity=_quantity(paragraph, statement),
    )


def _confidence(statement: Statement) -> float:
    if statement.implied:
        return _IMPLIED
    if not statement.rule.startswith("deadlines/"):
        return 1.0
    return _BARE if statement.marker == BARE else _CARRIED


def _name(printed: str) -> str:
    """A party's name without what is quoted behind it (支持企业“走出去”)."""
    return regexes("parties")["beside-name"].sub("", printed)


def _deadline(text: str, statement: Statement) -> Deadline | None:
    if statement.due is None:
        return None
    printed = text[statement.due.start : statement.due.end]
    return replace(statement.due.deadline, text=printed, from_=statement.since)


def _quantity(paragraph: Paragraph, statement: Statement) -> Quantity | None:
    """The bound in what is to be done, else one in the condition; no grant or fine that another gives."""
    masked, rules = paragraph.masked, regexes("obligations")
    verb, end = statement.action[0], statement.end
    modal = max(statement.start, verb - _LONGEST_MODAL)
    if statement.modality == "encouragement" and (grant := rules["bound/grant"].search(masked, verb, end)):
        end = grant.start()
    found = bounds.find(masked, modal, end) if end > modal else []
    if not found and not rules["bound/fine"].search(masked, statement.start, verb):
        found = bounds.find(masked, statement.start, verb)
    return found[0].quantity if found else None
