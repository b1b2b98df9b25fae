"""Numbers to be reached by a date or year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extract.cleaning import plain
from extract.duties.clauses import Paragraph, Span, clauses, paragraphs, segments, sentences
from extract.ids import part_iri
from extract.instruments.outline import Part
from extract.layout import Layout
from extract.numerals import number
from extract.records import Document, Target
from extract.rules import load, regexes

_SHORT = 24


def targets(
    layout: Layout, part: Part, document: Document, areas: Sequence[tuple[int, int]] = ()
) -> tuple[Target, ...]:
    """The targets of one document in reading order. `areas` are ranges that are lists, not prose."""
    rules = _rules()
    if rules["not/kinds"].search(document.kind or ""):
        return ()
    plan = rules["title/year"].match(plain(document.title))
    by: str | None = plan["year"] if plan else None
    found: list[Target] = []
    under, goals = False, by
    breaks = [section.start for section in part.sections]
    for paragraph in paragraphs(layout, *part.body, breaks, areas):
        if paragraph.heading or _is_heading(paragraph):
            heads = bool(rules["goals"].search(paragraph.text))
            if heads or paragraph.numbered:
                under, goals = heads, by
            continue
        if under and goals is None:
            goals = _by(paragraph.masked, Span(0, len(paragraph.masked)))
        found += (_record(layout, document, paragraph, told) for told in _numbers(paragraph, goals))
    return tuple(found)


def _is_heading(paragraph: Paragraph) -> bool:
    return len(paragraph.text) <= _SHORT and not any(char.isdigit() for char in paragraph.text)


def _numbers(paragraph: Paragraph, by: str | None) -> Iterator[tuple[str, Span, re.Match[str], str]]:
    """Each number of the paragraph that is a target: by when, its clause, its match, its rule."""
    masked, rules = paragraph.masked, _rules()
    for sentence in sentences(paragraph):
        if rules["not/past"].search(masked, sentence.start, sentence.end):
            continue
        said = by
        for segment in segments(masked, sentence):
            for clause in clauses(masked, segment):
                said = _by(masked, clause) or said
                numbers = _of_clause(masked, clause)
                two = rules["by/two"].search(masked, sentence.start, clause.end)
                years = (two["year"], two["next"]) if two and len(numbers) == 2 else (said,) * len(numbers)
                for year, (match, rule) in zip(years, numbers, strict=True):
                    if year is not None:
                        yield year, clause, match, rule


def _by(masked: str, clause: Span) -> str | None:
    for rule in ("by/until", "by/before"):
        if match := _rules()[rule].search(masked, clause.start, clause.end):
            if match["month"]:
                return f"{match['year']}-{int(match['month']):02d}"
            return f"{match['year']}-12-31" if match["end"] else match["year"]
    return None


def _of_clause(masked: str, clause: Span) -> list[tuple[re.Match[str], str]]:
    found: list[tuple[re.Match[str], str]] = []
    for rule, pattern in _patterns():
        for match in pattern.finditer(masked, clause.start, clause.end):
            if all(match.start("value") != other.start("value") for other, _ in found):
                found.append((match, rule))
    return sorted(found, key=lambda item: item[0].start("value"))


def _record(
    layout: Layout,
    document: Document,
    paragraph: Paragraph,
    told: tuple[str, Span, re.Match[str], str],
) -> Target:
    by, clause, match, rule = told
    start, end = paragraph.clean.source_range(clause.start, clause.end)
    subject = _subject(paragraph, clause, match)
    return Target(
        id=part_iri("target", document.id, by, subject, match["value"], match["unit"], str(start)),
        source=document.source,
        source_sha256=document.source_sha256,
        start=start,
        end=end,
        page=layout.text.page_at(start),
        quote=layout.text.chars[start:end],
        confidence=0.9,
        rule=f"targets/{rule}",
        document=document.id,
        by=by,
        subject=subject,
        comparator=load("targets")[rule].value or "=",
        value=number(match["value"]),
        unit=match["unit"],
    )


def _subject(paragraph: Paragraph, clause: Span, match: re.Match[str]) -> str:
    """What is counted or measured: the words before the number, without their verb, else those behind it."""
    text, rules = paragraph.text, _rules()
    start = clause.start
    for rule in ("by/until", "by/before"):
        if said := rules[rule].search(paragraph.masked, clause.start, match.start("value")):
            start = max(start, said.end())
    before = text[start : match.start("value")].strip("，、 ")
    if shared := rules["indicator/respectively"].search(before):
        return before[: shared.start()]
    if tail := rules["tail"].search(before):
        before = before[: tail.start()]
    verb = rules["verb"].match(before)
    if verb and verb.end() < len(before):
        before = before[verb.end() :]
    if before and not (verb and verb.end() >= len(before)):
        return before.split("、")[-1] if match.start("value") - start > _SHORT * 2 else before
    behind = re.split(r"[，。；]", text[match.end() : clause.end])[0]
    return behind.removeprefix("的") or before or text[clause.start : clause.end].strip("，。；")


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("targets"))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((rule, pattern) for rule, pattern in _rules().items() if rule.startswith("number/"))
