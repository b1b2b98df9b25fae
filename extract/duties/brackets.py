"""Who does what by when, said in brackets behind an imperative (…改造。（省水利厅牵头，2031年底前完成）)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.duties import deadlines, parties
from extract.duties.clauses import BLANK, Paragraph, Span, sentences
from extract.duties.deadlines import Due, Years
from extract.rules import regexes

_FEWEST = 6


@dataclass(frozen=True, slots=True)
class Assigned:
    """An imperative (`start` to `end`, brackets included) with who is named behind it and by when."""

    start: int
    end: int
    action: tuple[int, int]
    bearer: tuple[tuple[int, int], ...]
    co_actors: tuple[tuple[int, int], ...]
    due: Due


def assigned(paragraph: Paragraph, taken: Sequence[Span], years: Years) -> Iterator[Assigned]:
    """The imperatives of a paragraph that brackets assign; none that touches a statement in `taken`."""
    rules, text = regexes("obligations"), paragraph.text
    whole = sentences(paragraph)
    for found in rules["bracket/assigns"].finditer(text):
        due = next((due for due in deadlines.find(text, *found.span(), years) if due.splits), None)
        at = next((place for place, span in enumerate(whole) if found.start() < span.end), None)
        if due is None or at is None:
            continue
        head = paragraph.masked[whole[at].start : found.start()].strip(BLANK)
        if len(head) < _FEWEST and at > 0:
            at -= 1
        start, end = whole[at].start, max(whole[at].end, found.end())
        if any(span.start < end and start < span.end for span in taken):
            continue
        stop = min(found.start(), whole[at].end)
        action = (start, start + len(text[start:stop].rstrip("，。；")))
        if action[1] - action[0] >= _FEWEST:
            lead, helping = (_named(text, found.span(), role) for role in ("lead", "help"))
            yield Assigned(start, end, action, lead, helping, due)


def _named(text: str, span: tuple[int, int], role: str) -> tuple[tuple[int, int], ...]:
    """The parties that brackets name for a role: behind its label, or before its verb."""
    rules = regexes("obligations")
    for rule in (f"bracket/{role}-label", f"bracket/{role}-verb"):
        if found := rules[rule].search(text, *span):
            return parties.listed(text, *found.span("who"))
    return ()
