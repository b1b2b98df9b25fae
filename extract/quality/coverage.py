"""What of a file was not read: clauses, citations, cells, pages."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import accumulate

from extract.cleaning import plain
from extract.duties.clauses import Paragraph, Span, paragraphs, segments, sentences
from extract.duties.obligations import talks
from extract.duties.openings import is_definition, marker, markers
from extract.extraction import Extraction
from extract.ids import title_key
from extract.instruments.outline import Part
from extract.layout import Layout, lay_out
from extract.privacy import without_contacts
from extract.quality.announced import announced
from extract.records import Citation, Document, Obligation, Project
from extract.rules import regexes
from extract.text import Gap

KINDS = ("clause", "citation", "cell", "page", "other")
_KIND_OF_FINDING = {
    "no-text": "page",
    "read-by-ocr": "page",
    "tables-unread": "page",
    "unplaced-cell": "cell",
    "unplaced-row": "cell",
    "unread-list": "cell",
    "unread-table": "cell",
    "unreadable-page": "page",
    "untrusted-characters": "page",
}
_LONGEST_QUOTE = 200


def gaps(extraction: Extraction, known: Collection[str] = ()) -> tuple[Gap, ...]:
    """The gaps of one file, in the order of KINDS and of the text.

    `known` are documents of other files (`documents_of`): citations lead there too.
    """
    unsaid = clauses(extraction) if extraction.unsaid is None else extraction.unsaid
    found = [
        *unsaid,
        *_citations(extraction, known),
        *_findings(extraction),
        *announced(extraction, known),
    ]
    named = map(_unnamed, found)
    return tuple(sorted(named, key=lambda gap: (KINDS.index(gap.kind), gap.start or 0, gap.page or 0)))


def _unnamed(gap: Gap) -> Gap:
    """`gap` without whom to ask, and how."""
    quote = None if gap.quote is None else without_contacts(gap.quote)
    return replace(gap, quote=quote, reason=without_contacts(gap.reason))


def totals(found: Iterable[Gap]) -> str:
    """How many gaps of each kind were found, as one sentence."""
    counted = Counter(gap.kind for gap in found)
    return "Not read: " + ", ".join(f"{kind} {counted[kind]:,}" for kind in KINDS) + "."


def to_json(gap: Gap) -> str:
    """The gap as one line of JSON Lines, without the line end; what is not known is left out."""
    said = {name: value for name, value in asdict(gap).items() if value is not None}
    return json.dumps(said, ensure_ascii=False)


def documents_of(extractions: Iterable[Extraction]) -> frozenset[str]:
    """What the documents in these files may be known by: their ids, titles and numbers."""
    return frozenset(
        name
        for extraction in extractions
        for record in extraction.records
        if isinstance(record, Document)
        for name in (record.id, title_key(record.title), plain(record.doc_number or ""))
        if name
    )


def clauses(extraction: Extraction) -> Iterator[Gap]:
    """Clauses with a deontic word outside every statement.

    A text that explains or records talk obliges nobody: of it one gap tells how many such clauses there are.
    """
    layout = lay_out(extraction.text)
    rows = [(one.start, one.end) for one in extraction.records if isinstance(one, Project)]
    spans = sorted((one.start, one.end) for one in extraction.records if isinstance(one, Obligation))
    starts = [start for start, _ in spans]
    reach = list(accumulate((end for _, end in spans), max))
    for document in extraction.records:
        if not isinstance(document, Document):
            continue
        body = (document.body_start, document.body_end)
        marked = (
            (paragraph, *one)
            for paragraph in paragraphs(layout, *body, (), rows)
            if not (paragraph.heading or paragraph.condition)
            for one in _marked(paragraph)
        )
        if talks(layout, Part((document.start, document.end), body), document):
            yield from _told(layout, list(marked))
            continue
        for paragraph, segment, match in marked:
            offset = paragraph.clean.origin(match.start())
            at = bisect_right(starts, offset) - 1
            if at < 0 or offset >= reach[at]:
                yield _clause(layout, paragraph, segment, _reason(paragraph, segment, match))


def _told(layout: Layout, marked: Sequence[tuple[Paragraph, Span, re.Match[str]]]) -> Iterator[Gap]:
    """One gap for all of these clauses of one document, at the first of them."""
    if marked:
        count = f"{len(marked)} clause{'s' if len(marked) > 1 else ''} with a deontic word"
        reason = f"optional: a text that explains or records talk obliges nobody; {count}"
        yield _clause(layout, *marked[0][:2], reason)


def _marked(paragraph: Paragraph) -> Iterator[tuple[Span, re.Match[str]]]:
    """Segments with a deontic word, and the first of these; none that defines or says what is in force."""
    for sentence in sentences(paragraph):
        for segment in segments(paragraph.masked, sentence):
            if is_definition(paragraph.masked[segment.start : segment.end]):
                continue
            if match := markers().search(paragraph.masked, segment.start, segment.end):
                yield segment, match


def _reason(paragraph: Paragraph, segment: Span, match: re.Match[str]) -> str:
    """Why a deontic word makes no statement, as far as its rule and what follows it tell."""
    rules = regexes("obligations")
    rule, modality = marker(match)
    rest = paragraph.masked[match.end() : segment.end].split("，")[0].rstrip("。；")
    if modality == "encouragement":
        return "optional: a thing is encouraged, no party that acts"
    if rule == "marker/ke":
        return "optional: what is possible, not what is permitted"
    if rules["inner/relative"].match(rest) or rules["inner/heads"].search(rest):
        return "optional: a deontic word inside a noun"
    return "a deontic word, and no statement"


def _clause(layout: Layout, paragraph: Paragraph, segment: Span, reason: str) -> Gap:
    start, end = paragraph.clean.source_range(segment.start, segment.end)
    return Gap(
        "clause",
        layout.text.source,
        reason,
        layout.text.page_at(start),
        start,
        end,
        paragraph.text[segment.start : segment.end][:_LONGEST_QUOTE],
    )


def _citations(extraction: Extraction, known: Collection[str]) -> Iterator[Gap]:
    there = {*known, *documents_of([extraction])}
    for record in extraction.records:
        if isinstance(record, Citation) and not there.intersection(_names(record)):
            name = record.title or record.doc_number or record.quote
            yield Gap(
                "citation",
                record.source,
                "no file that was read holds this document",
                record.page,
                record.start,
                record.end,
                name,
            )


def _names(record: Citation) -> tuple[str, ...]:
    """What is cited, by id, and by number or else by title: a number tells two namesakes apart."""
    if record.doc_number:
        return record.target, plain(record.doc_number)
    return record.target, title_key(record.title or "")


def _findings(extraction: Extraction) -> Iterator[Gap]:
    for finding in extraction.findings:
        kind = _KIND_OF_FINDING.get(finding.code, "other")
        yield Gap(kind, extraction.text.source, finding.message, finding.page)
