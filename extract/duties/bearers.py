"""Who bears a statement: the subject of its clause, of an earlier clause, or of an earlier sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.duties import parties
from extract.duties.deadlines import Due
from extract.duties.openings import Clause, Opening, markers, restricts, rules, subject_before
from extract.duties.parties import Subject

_LONGEST_NAME = 100
_NEAR = 2  # characters between the verb and whom it encourages
_FORBIDS = "obligations/marker/jinzhi"


@dataclass(slots=True)
class Memory:
    """What was said before: the last subject of sentence and paragraph, the deadline of the sentence, and
    whether the last subject of the segment was a thing.
    """

    subject: Subject | None = None
    paragraph: Subject | None = None
    head: tuple[Due, ...] = ()
    thing: bool = False


def bearer_of(
    masked: str, parts: Sequence[Clause], opening: Opening, floor: int, memory: Memory
) -> tuple[Subject | None, bool]:
    """The subject of a statement, and whether it is only named in an earlier sentence."""
    part = parts[opening.clause]
    if opening.modality == "encouragement":
        return _encouraged(masked, opening.verb, part.end), False
    forbids = opening.rule == _FORBIDS and not _is_anybody(masked, part, opening)
    if forbids and (whom := parties.forbidden(masked, opening.verb, part.end)):
        return whom, False
    subject, thing = _own_subject(masked, parts, opening)
    if subject is None and not thing:
        before = parts[floor : opening.clause]
        subject = _earlier_subject(masked, before) or memory.subject
        if subject is memory.subject and subject and _of_another(masked, before, opening, subject):
            return None, False
        if subject and _is_sanctioned(masked, part, before, opening, subject):
            return None, False
    if subject:
        memory.subject = memory.paragraph = subject
        memory.thing = False
        return subject, False
    if thing:
        memory.subject, memory.thing = None, True
    implied = None if memory.thing else _implied(masked, parts, opening, floor, memory)
    return implied, implied is not None


def _is_anybody(masked: str, part: Clause, opening: Opening) -> bool:
    """Whether the clause begins with any of a kind, who must not (任何单位未经授权禁止…)."""
    subject, _ = subject_before(masked, part, opening.modal)
    return subject is not None and parties.is_anybody(masked, subject)


def _encouraged(masked: str, start: int, end: int) -> Subject | None:
    """The party, or the places, with which `masked[start:end]`, what follows 鼓励, begins."""
    subject = parties.at_start(masked, start, end - 1, strict=False)
    if subject and subject.start - start <= _NEAR:
        return None if parties.owns(masked, subject, end) else _one_side(masked, subject)
    places = rules()["encourage/places"].match(masked[start:end])
    if places is None:
        return None
    stop = start + places.end("who")
    return Subject(start, stop, parties.listed(masked, start, stop))


def _one_side(masked: str, subject: Subject) -> Subject:
    """`subject` without the other side of what it is encouraged to agree on (企业与科研机构签订协议)."""
    *first, last = subject.parties
    between = masked[first[-1][1] : last[0]] if first else ""
    if rules()["encourage/with"].match(between) and rules()["encourage/agrees"].match(masked, subject.end):
        return Subject(subject.start, first[-1][1], tuple(first))
    return subject


def _implied(
    masked: str, parts: Sequence[Clause], opening: Opening, floor: int, memory: Memory
) -> Subject | None:
    """The last subject of the paragraph, unless the statement is of a thing or to that very party.

    Whom 禁止 forbids something is not whom an earlier sentence names.
    """
    last = memory.paragraph
    if last is None or opening.rule == _FORBIDS:
        return None
    before = parts[floor : opening.clause]
    if any(rules()["topic"].match(masked[part.start : part.end]) for part in before):
        return None
    name = masked[last.start : last.end]
    own = masked[(before[0] if before else parts[opening.clause]).start : parts[opening.clause].end]
    return None if name in own or _of_another(masked, before, opening, last) else last


def _of_another(masked: str, before: Sequence[Clause], opening: Opening, subject: Subject) -> bool:
    """Whether a statement forbids whoever lacks a permit, or spares somebody what he would have to show, not
    the body last named, which grants it or asks for it.
    """
    if opening.modality == "permission":
        spared = rules()["case/waived"].match(masked, opening.verb) is not None
        return spared and rules()["grants"].search(masked, subject.start, subject.end) is not None
    if opening.modality != "prohibition":
        return False
    lacks = any(rules()["case/lacking"].match(masked[part.start : part.end]) for part in before)
    return lacks and rules()["grants"].search(masked, subject.start, subject.end) is not None


def _is_sanctioned(
    masked: str, part: Clause, before: Sequence[Clause], opening: Opening, subject: Subject
) -> bool:
    """Whether a statement says what is done to the party last named, which has not done its duty."""
    default = any(rules()["case/default"].search(masked[one.start : one.end]) for one in before)
    if not default or rules()["grants"].search(masked, subject.start, subject.end):
        return False
    return rules()["sanction"].match(masked[opening.verb : part.end]) is not None


def _own_subject(masked: str, parts: Sequence[Clause], opening: Opening) -> tuple[Subject | None, bool]:
    part = parts[opening.clause]
    by = parties.after_by(masked, opening.verb, part.end) or parties.after_by(masked, part.start, part.end)
    if by is None and part.adverbial and opening.clause + 1 < len(parts):
        by = parties.after_by(masked, part.end, parts[opening.clause + 1].end)
    if by is None and opening.bare:
        by = parties.handed_to(masked, part.start, part.end)
    if by:
        return by, False
    if not opening.bare:
        subject, thing = subject_before(masked, part, opening.modal)
        counted = rules()["counted"].match(masked, opening.verb) is not None
        of_thing = counted or (subject is not None and _is_built(masked, subject, opening))
        return (None, True) if of_thing else (subject, thing)
    due = next((due for due in part.dues if due.splits), None)
    if due and due.start >= part.start + 2:
        subject, thing = subject_before(masked, part, due.start)
        if subject or thing:
            return subject, thing
    subject = parties.at_start(masked, opening.verb, part.end - 1)
    return (subject if subject and subject.end < part.end - 1 else None), False


def _is_built(masked: str, subject: Subject, opening: Opening) -> bool:
    """Whether the subject is to be built, or a room of which is said where it lies or what is put in."""
    if rules()["built/new"].match(masked[subject.start : subject.end]):
        return True
    room = rules()["built/room"].search(masked, subject.start, subject.end)
    return room is not None and rules()["built/verb"].match(masked, opening.verb) is not None


def _earlier_subject(masked: str, parts: Sequence[Clause]) -> Subject | None:
    """A subject that the clauses before name: nearest first, conditions included."""
    led = next(
        (number for number, part in enumerate(parts) if parties.leads(masked, *_range(part))), len(parts)
    )
    for number, part in reversed(list(enumerate(parts))):
        if parties.helps(masked, *_range(part)) or (number > led and parties.helping(masked, *_range(part))):
            continue
        by = parties.after_by(masked, part.start, part.end - 1)
        if by := by or parties.handed_to(masked, part.start, part.end - 1):
            return by
        subject = parties.at_start(masked, part.start, part.end - 1, relative=part.adverbial)
        if subject is None and part.end - part.start <= _LONGEST_NAME:
            subject = parties.before_modal(masked, part.start, part.end - 1)
        if subject and not markers().match(masked, subject.end):
            return subject
    conditions = (part for part in reversed(parts) if restricts(masked, part) or _during(masked, part))
    named = (parties.at_start(masked, part.start, part.end - 1, strict=False) for part in conditions)
    return next((subject for subject in named if subject), None)


def _range(part: Clause) -> tuple[int, int]:
    return part.start, part.end


def first_subject(masked: str, parts: Sequence[Clause]) -> Subject | None:
    """The subject of the first clause that says more than when, if or how, else the party that acts (由…)."""
    said = [part for part in parts if not part.adverbial]
    named = parties.at_start(masked, said[0].start, said[0].end - 1) if said else None
    by = (parties.after_by(masked, part.start, part.end - 1) for part in said)
    return named or next(filter(None, by), None)


def _during(masked: str, part: Clause) -> bool:
    return bool(rules()["adverbial/during"].search(masked, part.start, part.end))
