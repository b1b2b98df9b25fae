"""Deontic statements in a paragraph: one for each bearer, modality and action, as its sentences are cut.

A modal opens a statement. A clause with a deadline of its own opens one too: it carries the modal before it
on, or is bare. A statement ends where the next begins, where the subject changes, and at a semicolon or full
stop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.duties import deadlines, helpers, parties
from extract.duties.bearers import Memory, bearer_of, first_subject
from extract.duties.brackets import Assigned, assigned
from extract.duties.clauses import Paragraph, Span, segments, sentences
from extract.duties.deadlines import Due, Years
from extract.duties.headings import is_heading
from extract.duties.openings import (
    BARE,
    Clause,
    Opening,
    changed_subject,
    conjunction,
    divide,
    ends_beside,
    is_definition,
    openings,
    restricts,
    rules,
    says_when,
    still_open,
)
from extract.duties.parties import Subject
from extract.privacy import first_contact, up_to_brackets

_LONGEST_ITEM = 12

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; all ranges are of the paragraph's text. `since` is from when a recurring duty runs."""

    start: int
    end: int
    modality: str
    rule: str
    marker: str
    action: Range
    bearer: tuple[Range, ...] = ()
    implied: bool = False
    co_actors: tuple[Range, ...] = ()
    condition: Range | None = None
    due: Due | None = None
    since: str | None = None


def find(paragraph: Paragraph, years: Years, headed: bool = False) -> list[Statement]:
    """The statements of `paragraph`, in order. `years` says the year of days that are printed without one;
    `headed`, that the items of the text begin with headings.
    """
    masked = paragraph.masked
    memory = Memory()
    found: list[Statement] = []
    if paragraph.heading:
        return found
    listed = paragraph.condition
    for number, whole in enumerate(sentences(paragraph)):
        listed = listed and not (number and _stands_apart(paragraph, whole))
        if listed:
            continue
        sentence = _amended(masked, _without_contacts(paragraph.text, whole))
        if not rules()["hint"].search(masked, sentence.start, sentence.end):
            continue
        if number == 0 and is_heading(paragraph, sentence, headed):
            continue
        memory.subject, memory.head = None, ()
        for segment in segments(masked, sentence):
            found += _segment(masked, segment, memory, years)
            if rules()["skip/conditions"].search(masked, segment.start, segment.end):
                break
    taken = [Span(statement.start, statement.end) for statement in found]
    found += [_assigned(one) for one in assigned(paragraph, taken, years)]
    return sorted(found, key=lambda statement: statement.start)


def _assigned(one: Assigned) -> Statement:
    return Statement(
        start=one.start,
        end=one.end,
        modality="obligation",
        rule=f"deadlines/{one.due.rule}",
        marker=BARE,
        action=one.action,
        bearer=one.bearer,
        co_actors=one.co_actors,
        due=one.due,
    )


def _amended(masked: str, sentence: Span) -> Span:
    """The sentence from where it begins to quote what a text that it amends is to say."""
    said = rules()["amends"].search(masked, *sentence)
    return Span(said.end(), sentence.end) if said else sentence


def _without_contacts(text: str, sentence: Span) -> Span:
    """The sentence up to where it names a contact person, an address or a number."""
    contact = first_contact(text, *sentence)
    if contact is None:
        return sentence
    return Span(sentence.start, up_to_brackets(text, sentence.start, contact))


def _stands_apart(paragraph: Paragraph, sentence: Span) -> bool:
    """Whether space is printed before the sentence: in a text on one line it follows the last item."""
    origin = paragraph.clean.origin
    return sentence.start > 0 and origin(sentence.start) - origin(sentence.start - 1) > 1


def _segment(masked: str, segment: Span, memory: Memory, years: Years) -> Iterator[Statement]:
    memory.thing = False
    item = rules()["item"].match(masked[segment.start : segment.start + _LONGEST_ITEM])
    start = segment.start + (item.end() if item else 0)
    if is_definition(masked[start : segment.end]):
        return
    parts = divide(masked, Span(start, segment.end), years)
    if not parts:
        return
    first = tuple(due for due in parts[0].dues if due.splits)
    leads = any(due.start - parts[0].start <= 2 for due in first) and not _no_head(masked, parts[0])
    if parts[0].timing or leads:
        memory.head = first or memory.head
    opened = openings(masked, parts, memory.head, memory.subject is not None)
    if not opened:
        memory.subject = first_subject(masked, parts) or memory.subject
    yield from _statements(masked, parts, opened, memory)


def _statements(
    masked: str, parts: Sequence[Clause], opened: Sequence[Opening], memory: Memory
) -> Iterator[Statement]:
    starts = [_start(masked, parts, opened, number) for number in range(len(opened))]
    limits = [*starts[1:], parts[-1].end]
    condition: Range | None = None
    for number, opening in enumerate(opened):
        span = Span(starts[number], _end(masked, parts, opened, number, limits[number]))
        floor = _reach(masked, parts, opened, number - 1) + 1 if number else 0
        subject, implied = bearer_of(masked, parts, opening, floor, memory)
        condition = _condition(masked, parts, opening, span.start) or (condition if subject else None)
        due = _due(masked, parts, opening, span, memory)
        recurs = due is not None and due.deadline.kind == "recurring"
        helping, action = _action(masked, parts, opening, span, None if implied else subject)
        yield Statement(
            start=span.start,
            end=span.end,
            modality=opening.modality,
            rule=opening.rule,
            marker=opening.marker,
            action=action,
            bearer=subject.parties if subject else (),
            implied=implied,
            co_actors=helping,
            condition=condition,
            due=due,
            since=deadlines.starts(masked, parts[0].start, parts[-1].end) if recurs else None,
        )


def _start(masked: str, parts: Sequence[Clause], opened: Sequence[Opening], number: int) -> int:
    """The first word of the statement: its clause, or those before it that say when, if and whereby."""
    opening = opened[number]
    if opening.at > parts[opening.clause].start:
        return opening.at - conjunction(masked, parts[opening.clause].start, opening.at)
    floor = _reach(masked, parts, opened, number - 1) + 1 if number else 0
    index = opening.clause
    while index > floor and parts[index - 1].adverbial:
        index -= 1
    topic = number == 0 and index == 1 and not (opening.bare and _is_deed(masked, parts[0]))
    topic = topic and not (index == opening.clause and _by_itself(masked, parts, opening))
    topic = topic and not any(due.rule.startswith("duration/keep") for due in parts[0].dues)
    if topic and not rules()["skip/declarative"].match(masked[parts[0].start : parts[0].end]):
        index = 0
    return parts[index].start


def _is_deed(masked: str, part: Clause) -> bool:
    """Whether a clause says what a party does, not only that it leads or helps in what follows."""
    helps = rules()["skip/helps"].search(masked, part.start, part.end)
    subject = changed_subject(masked, part)
    return helps is None and subject is not None and not _orders(masked, part, subject)


def _by_itself(masked: str, parts: Sequence[Clause], opening: Opening) -> bool:
    """Whether the first clause says by itself what is done, and the second has a party of its own, or
    encourages one.
    """
    first, second = parts[:2]
    acts = rules()["by-itself"].match(masked[first.start : first.end]) is not None
    if parties.at_start(masked, second.start, second.end - 1) is None:
        return acts and opening.modality == "encouragement"
    return acts or parties.at_start(masked, first.start, first.end - 1) is not None


def _reach(masked: str, parts: Sequence[Clause], opened: Sequence[Opening], number: int) -> int:
    """The clause that says what is to be done: behind that of the modal where the latter only says when."""
    last = opened[number + 1].clause if number + 1 < len(opened) else len(parts)
    reach = opened[number].clause
    while reach + 1 < last and ends_beside(masked, parts[reach]):
        reach += 1
    if reach == opened[number].clause and reach + 1 < last and still_open(masked, parts, opened[number]):
        reach += 1
    return reach


def _end(masked: str, parts: Sequence[Clause], opened: Sequence[Opening], number: int, limit: int) -> int:
    """Where the statement stops: at the next, or before a clause with another subject."""
    beside: int | None = None
    for part in parts[_reach(masked, parts, opened, number) + 1 :]:
        if part.start >= limit:
            break
        if part.adverbial:
            beside = part.start if beside is None else beside
        elif (
            changed_subject(masked, part)
            or parties.handed_to(masked, part.start, part.end)
            or _another(masked, part, opened[number])
        ):
            return part.start if beside is None else beside
        else:
            beside = None
    return limit


def _another(masked: str, part: Clause, opening: Opening) -> bool:
    """Whether a clause begins the next point, says something of another thing, or what is to be done behind
    what must not.
    """
    text = masked[part.start : part.end]
    own = {"prohibition": "apart/also", "encouragement": "apart/norm"}.get(opening.modality)
    if own and rules()[own].match(text):
        return True
    if (period := rules()["apart/period"].match(text)) and period["of"] not in masked[
        opening.at : part.start
    ]:
        return True
    return any(rules()[rule].match(text) for rule in ("apart/thing", "adverbial/next-point"))


# If, when, what


def _condition(masked: str, parts: Sequence[Clause], opening: Opening, start: int) -> Range | None:
    """The clauses before the statement's own that restrict when it applies."""
    spans = [
        part
        for part in parts[: opening.clause]
        if part.start >= start
        and part.adverbial
        and not part.timing
        and not any(due.rule.startswith("event") for due in part.dues)
        and rules()["adverbial/condition"].search(masked[part.start : part.end].rstrip("，"))
    ]
    return (spans[0].start, spans[-1].end - 1) if spans else None


def _in_case(masked: str, parts: Sequence[Clause]) -> bool:
    """Whether the first of the clauses before a modal opens a condition that the next one closes."""
    return len(parts) > 1 and restricts(masked, parts[1])


def _is_condition(masked: str, part: Clause) -> bool:
    """Whether a clause says if or for what, so that its dates are not when the duty is due."""
    case = rules()["adverbial/case"].match(masked[part.start : part.end])
    return restricts(masked, part) or (case is not None and not part.timing)


def _no_head(masked: str, part: Clause) -> bool:
    """Whether the dates of the first clause do not govern the sentence: in a case, or of a named period."""
    return _is_condition(masked, part) or bool(rules()["bare/period"].match(masked[part.start : part.end]))


def _due(masked: str, parts: Sequence[Clause], opening: Opening, span: Span, memory: Memory) -> Due | None:
    """The statement's own deadline with a day, else that of the sentence's head, else its own without one."""
    own = [
        due
        for number, part in enumerate(parts)
        if number >= opening.clause or not _is_condition(masked, part)
        for due in part.dues
        if span.start <= due.start < span.end
        and not (due.rule.startswith("event") and _in_case(masked, parts[number : opening.clause]))
    ]
    known = (due for due in own if due.deadline.iso)
    return next(known, None) or next(iter(memory.head), None) or next(iter(own), None)


def _action(
    masked: str, parts: Sequence[Clause], opening: Opening, span: Span, subject: Subject | None
) -> tuple[tuple[Range, ...], Range]:
    """Who acts together with the subject, and the verb phrase behind the modal, the party and a deadline."""
    low = opening.verb
    follows = subject is not None and 0 <= subject.start - low <= 12 and subject.end <= span.end
    if subject and (follows or (opening.bare and _has_others(masked, parts, opening, subject))):
        low = subject.end
    places = [low, _past_dues(parts, low, span)]
    if opening.bare:  # 会同 may stand in front of the deadline, where a clause begins or behind its subject
        places += [parts[opening.clause].start, *([subject.end] if subject else [])]
    found = helpers.behind(masked, places, span.end)
    if found is None and subject:
        found = helpers.behind(masked, (subject.end,), span.end)
        low = found.end if found and low <= found.start else low
    if found and (due := _past_dues(parts, found.end, span)) > found.end:
        low = max(low, due)
    helping = found.parties if found else ()
    if subject and not helping:
        helping = helpers.before(masked, parts[: opening.clause], subject)
    low = _past_dues(parts, low, span)
    if says_when(masked, parts, opening) and opening.clause + 1 < len(parts):
        following = parts[opening.clause + 1].start
        behind = _past_dues(parts, following, span)
        low = behind if behind > following else low
    while low < span.end and masked[low] == "，":
        low += 1
    high = span.end
    while high > span.start and masked[high - 1] in "，。；：;:、！？":
        high -= 1
    first = (at for at in (low, opening.verb, span.start) if at < high)
    return helping, (next(first, span.start), high)


def _has_others(masked: str, parts: Sequence[Clause], opening: Opening, subject: Subject) -> bool:
    """Whether between a party and a deadline stands whom it has do something (督促企业), perhaps with a comma
    behind it.
    """
    part = parts[opening.clause]
    if subject.start < part.start:
        above = parts[opening.clause - 1]
        return subject.start >= above.start and _orders(masked, above, subject)
    verb = rules()["has-others"].match(masked, subject.end, opening.verb)
    return verb is not None and parties.at_start(masked, verb.end(), opening.verb, strict=False) is not None


def _orders(masked: str, part: Clause, subject: Subject) -> bool:
    """Whether a clause only says whom its subject has do what the next clause says (县渔业局督促企业，)."""
    verb = rules()["has-others"].match(masked, subject.end, part.end)
    whom = parties.at_start(masked, verb.end(), part.end - 1, strict=False) if verb else None
    return whom is not None and whom.end == part.end - 1


def _past_dues(parts: Sequence[Clause], low: int, span: Span) -> int:
    """Where a verb phrase begins at `low` of the statement, or behind the deadlines that stand there."""
    for due in (due for part in parts for due in part.dues):
        if low <= due.start <= low + 2 and due.end < span.end and not due.rule.startswith("duration/keep"):
            low = due.end
    return low
