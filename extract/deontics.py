"""Deontic statements in a paragraph: one for each bearer, modality and action, as its sentences are cut.

A modal opens a statement. A clause with a deadline of its own opens one too: it carries the modal before it on, or is
bare. A statement ends where the next begins, where the subject changes, and at a semicolon or full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from extract import deadlines, parties
from extract.clauses import BLANK, Paragraph, Span, clauses, segments, sentences
from extract.deadlines import Due, Years
from extract.parties import Subject
from extract.rules import load, regexes

_HINT = re.compile(r"[应须要需可]|不[得能准许]|只能|有权|禁|鼓励|支持|引导|[前内每止逐]|按[年季月半周]|提前")
_LEADS = re.compile(r"(?:并且|并|且|也|又|还|同时|，|或者|但是?|而)*$")
_SPLIT_BY = re.compile(r"^(?:并且?|再|同时|，)*")
_SHORT = 32
_LONGEST_SUBJECT = 40
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; all ranges are of the paragraph's text."""

    start: int
    end: int
    modality: str
    rule: str
    action: tuple[int, int]
    bearer: tuple[tuple[int, int], ...] = ()
    implied: bool = False
    co_actors: tuple[tuple[int, int], ...] = ()
    condition: tuple[int, int] | None = None
    due: Due | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    dues: tuple[Due, ...]
    adverbial: bool
    timing: bool


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Where a statement opens: the clause, where its first word and its verb phrase begin, and what opened it."""

    clause: int
    at: int
    verb: int
    modality: str
    rule: str
    subject: Subject | None = None
    own_subject: bool = False


@dataclass(slots=True)
class _Memory:
    """What the sentences before have said: the last subject, in this sentence and in this paragraph."""

    subject: Subject | None = None
    paragraph: Subject | None = None
    head: tuple[Due, ...] = ()


def find(paragraph: Paragraph, years: Years) -> list[Statement]:
    """The statements of `paragraph`, in order. `years` says the year of days that are printed without one."""
    masked = paragraph.masked
    memory = _Memory()
    found: list[Statement] = []
    if paragraph.condition:
        return found
    for number, whole in enumerate(sentences(paragraph)):
        sentence = _without_contacts(paragraph.text, whole)
        if not _HINT.search(masked, sentence.start, sentence.end):
            continue
        if number == 0 and _is_heading(paragraph, sentence):
            continue
        memory.subject, memory.head = None, ()
        found += _sentence(masked, sentence, memory, years)
    return found


def _sentence(masked: str, sentence: Span, memory: _Memory, years: Years) -> list[Statement]:
    found: list[Statement] = []
    listing = False
    for segment in segments(masked, sentence):
        if listing:
            continue
        found += _segment(masked, segment, memory, years)
        listing = leads_to_conditions(masked[segment.start : segment.end])
    return found


def leads_to_conditions(text: str) -> bool:
    """Whether `text` is the lead-in of a list of conditions."""
    return bool(_rules()["skip/conditions"].search(text))


def _without_contacts(text: str, sentence: Span) -> Span:
    """The sentence up to where it names a contact person, an address or a number."""
    for rule in ("skip/contact", "skip/phone"):
        if found := _rules()[rule].search(text, sentence.start, sentence.end):
            sentence = Span(sentence.start, found.start())
    return sentence


def _is_heading(paragraph: Paragraph, sentence: Span) -> bool:
    """Whether the first sentence only names the item: short, without a comma, and more follows."""
    text = paragraph.masked[sentence.start : sentence.end]
    follows = sentence.end < len(paragraph.masked)
    return (
        paragraph.numbered and follows and len(text) <= _SHORT and "，" not in text and text[:2] in _OPENERS
    )


_OPENERS = frozenset({"鼓励", "支持", "引导", "大力", "积极", "加大", "探索", "优先"})


def _segment(masked: str, segment: Span, memory: _Memory, years: Years) -> list[Statement]:
    rules = _rules()
    item = rules["item"].match(masked[segment.start : segment.start + 12])
    start = segment.start + (item.end() if item else 0)
    if rules["skip/definition"].search(masked, start, segment.end):
        return []
    parts = _clauses(masked, Span(start, segment.end), years)
    if not parts:
        return []
    if parts[0].timing or _head_due(parts[0]):
        memory.head = tuple(due for due in parts[0].dues if due.splits) or memory.head
    anchors = _anchors(masked, parts, memory)
    return list(_statements(masked, parts, anchors, segment, memory))


def _clauses(masked: str, segment: Span, years: Years) -> list[_Clause]:
    rules = _rules()
    dues = deadlines.find(masked, segment.start, segment.end, years)
    found = []
    for span in clauses(masked, segment):
        own = tuple(due for due in dues if span.start <= due.start < span.end)
        rest = span.end - span.start - sum(due.end - due.start for due in own)
        timing = bool(own) and rest <= 3
        last = span.end == segment.end
        adverbial = not last and (
            timing
            or bool(rules["adverbial/end"].search(masked, max(span.start, span.end - 12), span.end))
            or bool(rules["adverbial/start"].match(masked[span.start : span.start + 60]))
        )
        found.append(_Clause(span.start, span.end, own, adverbial, timing))
    return found


def _head_due(clause: _Clause) -> bool:
    return any(due.start - clause.start <= 2 and due.splits for due in clause.dues)


# Where statements open


def _anchors(masked: str, parts: list[_Clause], memory: _Memory) -> list[_Anchor]:
    anchors: list[_Anchor] = []
    head = memory.head if memory.head else ()
    for index, part in enumerate(parts):
        opened = _modals(masked, parts, index, anchors)
        if opened:
            anchors += opened
            continue
        if part.adverbial and not (part.dues and not part.timing and _is_predicate(masked, part)):
            continue
        own = _own_due(masked, parts, index, anchors[-1].at if anchors else -1)
        fresh = bool(head) and not anchors and own is None
        changed = _changed_subject(masked, part)
        if own and own.rule == "duration/within" and not (anchors or changed or memory.subject):
            continue
        if own or fresh or (head and changed and anchors):
            anchors.append(_bare(masked, part, own, anchors, changed))
    return anchors


def _is_predicate(masked: str, part: _Clause) -> bool:
    return not _rules()["adverbial/end"].search(masked, max(part.start, part.end - 12), part.end) and any(
        due.splits for due in part.dues
    )


def _own_due(masked: str, parts: list[_Clause], index: int, floor: int) -> Due | None:
    """The deadline of a clause, in it or in a clause of time before it."""
    for due in parts[index].dues:
        if due.splits:
            return due
    before = index - 1
    while before >= 0 and parts[before].adverbial and parts[before].start > floor:
        for due in parts[before].dues:
            if due.splits and not _restricts(masked, parts[before]):
                return due
        before -= 1
    return None


def _bare(
    masked: str, part: _Clause, own: Due | None, anchors: list[_Anchor], changed: Subject | None
) -> _Anchor:
    carries = bool(anchors) and changed is None and anchors[-1].modality in ("obligation", "prohibition")
    carries = carries and not anchors[-1].rule.endswith("bare")
    modality = anchors[-1].modality if carries else "obligation"
    rule = "obligations/carried" if carries else "obligations/bare"
    verb = part.start
    if own is not None and part.start <= own.start < part.end and own.start - part.start <= _LONGEST_SUBJECT:
        verb = own.end
    return _Anchor(-1, part.start, verb, modality, rule)


def _changed_subject(masked: str, part: _Clause) -> Subject | None:
    end = part.end - 1
    return parties.after_by(masked, part.start, end) or parties.at_start(masked, part.start, end)


def _modals(masked: str, parts: list[_Clause], index: int, before: list[_Anchor]) -> list[_Anchor]:
    part = parts[index]
    found = list(_markers().finditer(masked, part.start, part.end))
    opened: list[_Anchor] = []
    for place, match in enumerate(found):
        rule = _rule_of(match)
        modality = load("obligations")[rule].value or ""
        later = next((item for item in found[place + 1 :] if not _is_encouragement(item)), None)
        if modality == "encouragement":
            embedded = bool(opened) or _governs(masked, parts, before)
            main = not embedded and _encourages(masked, part, match)
        else:
            main = _is_main(masked, parts, index, match, later) and not _is_ability(masked, part, match, rule)
            main = main and not (
                opened and not _LEADS.search(masked[part.start : match.start()]).group()  # type: ignore[union-attr]
            )
        if main:
            at = match.start() if opened else part.start
            opened.append(_Anchor(index, at, match.end(), modality, f"obligations/{rule.split('/')[1]}"))
    return opened


def _is_ability(masked: str, part: _Clause, match: re.Match[str], rule: str) -> bool:
    """Whether 可 says what a thing is able to do."""
    if rule != "marker/ke" or _rules()["grant"].match(masked[match.end() : match.end() + 4]):
        return False
    _, thing = _before(masked, part, match.start())
    return thing


def _governs(masked: str, parts: list[_Clause], before: list[_Anchor]) -> bool:
    """Whether the modal before is that of a party, so that what follows is what it has to encourage."""
    last = next((anchor for anchor in reversed(before) if anchor.modality != "encouragement"), None)
    if last is None:
        return False
    place = next(part for part in parts if part.start <= last.at < part.end)
    _, thing = _before(masked, place, _modal_start(last, masked))
    return not thing


def _rule_of(match: re.Match[str]) -> str:
    return _marker_ids()[int((match.lastgroup or "m0")[1:])]


def _is_encouragement(match: re.Match[str]) -> bool:
    return load("obligations")[_rule_of(match)].value == "encouragement"


def _encourages(masked: str, part: _Clause, match: re.Match[str]) -> bool:
    lead = masked[part.start : match.start()]
    if not _rules()["encourage/lead"].match(lead):
        return False
    if "鼓励" in match.group():
        return True
    return parties.acts_after(masked, match.end(), part.end)


def _is_main(
    masked: str, parts: list[_Clause], index: int, match: re.Match[str], later: re.Match[str] | None
) -> bool:
    rules = _rules()
    part = parts[index]
    rest = masked[match.end() : part.end].rstrip("，。；：;:")
    lead = masked[part.start : match.start()]
    if not rest or rules["inner/before"].search(lead[-24:]) or rules["inner/listing"].search(lead):
        return False
    if rules["inner/quoted"].match(masked[part.start : part.end]):
        return False
    if rest.endswith("的") or rules["inner/heads"].search(masked, match.end(), part.end):
        return False
    if part.adverbial and rules["adverbial/end"].search(masked, max(part.start, part.end - 12), part.end):
        if not (rules["adverbial/preposition"].match(rest) or rules["adverbial/inner-time"].search(rest)):
            return False
    if later is not None:
        between = masked[match.end() : later.start()]
        if "的" in between and "，" not in between and not rules["inner/speech"].search(between):
            return False
    relative = rules["inner/relative"].match(rest)
    return not relative or not (
        len(relative.group()) <= 3 or later is not None or _modal_follows(masked, parts, index)
    )


def _modal_follows(masked: str, parts: list[_Clause], index: int) -> bool:
    """Whether a later clause of the segment opens with a modal that this clause could be the subject of."""
    for part in parts[index + 1 :]:
        if match := _markers().search(masked, part.start, part.end):
            return match.start() - part.start <= 2
    return False


# What a statement says


def _statements(
    masked: str, parts: list[_Clause], anchors: list[_Anchor], segment: Span, memory: _Memory
) -> Iterator[Statement]:
    placed = [_placed(parts, anchor) for anchor in anchors]
    if not placed:
        memory.subject = _first_subject(masked, parts) or memory.subject
        return
    starts = [_start(masked, parts, placed, number) for number in range(len(placed))]
    shared: tuple[int, int] | None = None
    for number, anchor in enumerate(placed):
        limit = starts[number + 1] if number + 1 < len(placed) else segment.end
        start = starts[number]
        end = _end(masked, parts, anchor, limit)
        floor = placed[number - 1].clause + 1 if number else 0
        subject, implied = _bearer(masked, parts, anchor, floor, memory)
        condition = _condition(masked, parts, anchor, start) or (shared if subject else None)
        shared = condition
        due, since = _due(masked, parts, anchor, start, end, memory)
        yield _described(masked, parts, anchor, Span(start, end), subject, implied, condition, due, since)


def _placed(parts: list[_Clause], anchor: _Anchor) -> _Anchor:
    if anchor.clause >= 0:
        return anchor
    index = next(number for number, part in enumerate(parts) if part.start <= anchor.at < part.end)
    return replace(anchor, clause=index)


def _start(masked: str, parts: list[_Clause], anchors: list[_Anchor], number: int) -> int:
    """The first word of the statement: its clause, and the clauses before it that say when, if and whereby."""
    anchor = anchors[number]
    if anchor.at > parts[anchor.clause].start:
        lead = _LEADS.search(masked[parts[anchor.clause].start : anchor.at])
        return anchor.at - (len(lead.group()) if lead else 0)
    floor = anchors[number - 1].clause + 1 if number else 0
    index = anchor.clause
    while index > floor and parts[index - 1].adverbial:
        index -= 1
    if (
        number == 0
        and index == 1
        and not _rules()["skip/declarative"].match(masked[parts[0].start : parts[0].end])
    ):
        index = 0
    return parts[index].start


def _end(masked: str, parts: list[_Clause], anchor: _Anchor, limit: int) -> int:
    """Where the statement stops: at the next, or before a clause with another subject."""
    pending: int | None = None
    for part in parts[anchor.clause + 1 :]:
        if part.start >= limit:
            break
        if part.adverbial:
            pending = part.start if pending is None else pending
            continue
        if _changed_subject(masked, part):
            return pending or part.start
        pending = None
    return limit


def _bearer(
    masked: str, parts: list[_Clause], anchor: _Anchor, floor: int, memory: _Memory
) -> tuple[Subject | None, bool]:
    part = parts[anchor.clause]
    if anchor.modality == "encouragement":
        encouraged = parties.at_start(masked, anchor.verb, part.end - 1, strict=False)
        return (encouraged if encouraged and encouraged.start - anchor.verb <= 2 else None), False
    subject: Subject | None
    by = parties.after_by(masked, anchor.verb, part.end) or parties.after_by(masked, part.start, part.end)
    if by is None and part.adverbial and anchor.clause + 1 < len(parts):
        by = parties.after_by(masked, part.end, parts[anchor.clause + 1].end)
    modal = not anchor.rule.endswith(("bare", "carried"))
    if by:
        subject, thing = by, False
    elif modal:
        subject, thing = _before(masked, part, _modal_start(anchor, masked))
    else:
        subject, thing = _bare_subject(masked, part, anchor)
    if subject is None and not thing:
        subject = _earlier(masked, parts, anchor, floor) or memory.subject
    if subject:
        memory.subject = memory.paragraph = subject
        return subject, False
    if thing:
        memory.subject = None
        return None, False
    return memory.paragraph, memory.paragraph is not None


def _modal_start(anchor: _Anchor, masked: str) -> int:
    found = None
    for found in _markers().finditer(masked, max(anchor.at, anchor.verb - 8), anchor.verb):
        pass
    return found.start() if found else anchor.verb


def _before(masked: str, part: _Clause, stop: int) -> tuple[Subject | None, bool]:
    """The subject before a modal, and whether a thing stands there instead."""
    start = part.start
    for due in part.dues:
        if due.start - start <= 3 and due.end <= stop:
            start = due.end
    start = parties.skip_lead(masked, start, stop)
    subject = parties.before_modal(masked, start, stop)
    if subject:
        return subject, False
    text = masked[start:stop].strip("，" + BLANK)
    tail = regexes("parties")["tail"].search(text)
    text = text[: tail.start()] if tail else text
    rules = regexes("parties")
    beside = rules["blocked"].match(text) or (len(text) > 4 and rules["verb"].match(text))
    named = "的" in text and not rules["aside"].match(text)
    return None, len(text) > 1 and (not beside or named)


def _bare_subject(masked: str, part: _Clause, anchor: _Anchor) -> tuple[Subject | None, bool]:
    due = next((due for due in part.dues if due.splits), None)
    if due and due.start > part.start + 2:
        subject, thing = _before(masked, part, due.start)
        if subject or thing:
            return subject, thing
    return parties.at_start(masked, anchor.verb, part.end - 1), False


def _earlier(masked: str, parts: list[_Clause], anchor: _Anchor, floor: int) -> Subject | None:
    """A subject that an earlier clause of the segment names: nearest first, conditions included."""
    for part in reversed(parts[floor : anchor.clause]):
        subject = parties.at_start(masked, part.start, part.end - 1, relative=part.adverbial)
        if subject is None and part.end - part.start <= _LONGEST_NAME:
            subject = parties.before_modal(masked, part.start, part.end - 1)
        if subject and not _markers().match(masked, subject.end):
            return subject
    return None


def _first_subject(masked: str, parts: list[_Clause]) -> Subject | None:
    for part in parts:
        if not part.adverbial:
            return parties.at_start(masked, part.start, part.end - 1)
    return None


def _condition(masked: str, parts: list[_Clause], anchor: _Anchor, start: int) -> tuple[int, int] | None:
    """The clauses before the statement's own that restrict when it applies."""
    rule = _rules()["adverbial/condition"]
    spans = [
        part
        for part in parts[: anchor.clause]
        if part.start >= start
        and part.adverbial
        and not part.timing
        and not any(due.rule.startswith("event") for due in part.dues)
        and rule.search(masked[part.start : part.end].rstrip("，"))
    ]
    return (spans[0].start, spans[-1].end - 1) if spans else None


def _due(
    masked: str, parts: list[_Clause], anchor: _Anchor, start: int, end: int, memory: _Memory
) -> tuple[Due | None, str | None]:
    own = [
        due
        for part in parts
        for due in part.dues
        if start <= due.start < end
        and not (part.start < parts[anchor.clause].start and _restricts(masked, part))
    ]
    with_day = [due for due in own if due.deadline.iso]
    chosen = next(iter(with_day), None) or next(iter(memory.head), None) or next(iter(own), None)
    since = None
    if chosen and chosen.deadline.kind == "recurring":
        since = deadlines.starts(masked, parts[0].start, parts[-1].end)
    return chosen, since


def _restricts(masked: str, part: _Clause) -> bool:
    text = masked[part.start : part.end].rstrip("，")
    return not part.timing and text.endswith(("的", "时", "外"))


def _described(  # noqa: PLR0913 - the parts of one statement, found one by one
    masked: str,
    parts: list[_Clause],
    anchor: _Anchor,
    span: Span,
    subject: Subject | None,
    implied: bool,
    condition: tuple[int, int] | None,
    due: Due | None,
    since: str | None,
) -> Statement:
    low = anchor.verb
    if (
        subject
        and not implied
        and low <= subject.start
        and subject.end <= span.end
        and subject.start - low <= 12
    ):
        low = subject.end
    helpers = parties.partners(masked, low, span.end)
    if helpers is None and subject and not implied:
        helpers = parties.partners(masked, subject.end, span.end)
        if helpers and low <= helpers.start:
            low = helpers.end
    low = _after_timing(masked, parts, low, span.end)
    high = span.end
    while high > low and masked[high - 1] in "，。；：;:、！？":
        high -= 1
    return Statement(
        start=span.start,
        end=span.end,
        modality=anchor.modality,
        rule=anchor.rule,
        action=(low, max(low, high)),
        bearer=subject.parties if subject else (),
        implied=implied,
        co_actors=helpers.parties if helpers else (),
        condition=condition,
        due=due,
        since=since,
    )


def _after_timing(masked: str, parts: list[_Clause], low: int, high: int) -> int:
    """Past a deadline that leads the verb phrase."""
    for part in parts:
        for due in part.dues:
            if low <= due.start <= low + 2 and due.end < high and due.rule != "duration/keep":
                low = due.end
    while low < high and masked[low] in "，":
        low += 1
    return low


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("obligations"))


@cache
def _marker_ids() -> tuple[str, ...]:
    return tuple(rule for rule in load("obligations") if rule.startswith("marker/"))


@cache
def _markers() -> re.Pattern[str]:
    patterns = (_rules()[rule].pattern for rule in _marker_ids())
    return re.compile("|".join(f"(?P<m{number}>{pattern})" for number, pattern in enumerate(patterns)))
