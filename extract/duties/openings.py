"""Where deontic statements open: at a modal of a main clause, or at a clause with a deadline of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from extract.duties import deadlines, parties
from extract.duties.clauses import BLANK, Span, clauses
from extract.duties.deadlines import Due, Years
from extract.duties.parties import Subject
from extract.rules import load, regexes
from extract.rules.openings import compiled

_LONGEST_SUBJECT = 40
_HEAD = 60
_MOST_MODALS = 8
_END = 12
_LEAD = 2
_CARRIED = "(carried)"
BARE = "bare+deadline"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its comma. `adverbial`: it only says when, if or how; `timing`: it is but a deadline."""

    start: int
    end: int
    dues: tuple[Due, ...]
    adverbial: bool
    timing: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a statement opens: number of its clause, first word, modal, verb phrase, and what opened it.

    A statement without a modal of its own has `modal` equal to `verb`. `rule` is of a modal or a deadline;
    `marker` is the modal as printed, with "(carried)" where it stands before, or BARE.
    """

    clause: int
    at: int
    modal: int
    verb: int
    modality: str
    rule: str
    marker: str

    @property
    def bare(self) -> bool:
        """Whether no modal stands in the clause."""
        return self.modal == self.verb


@cache
def rules() -> dict[str, re.Pattern[str]]:
    """The rules for statements."""
    return dict(regexes("obligations"))


@cache
def markers() -> re.Pattern[str]:
    """All modals in one pattern; the group that matched is `m` and the number of the rule."""
    patterns = (rules()[rule].pattern for rule in _marker_ids())
    return compiled("|".join(f"(?P<m{number}>{pattern})" for number, pattern in enumerate(patterns)))


def divide(masked: str, segment: Span, years: Years) -> list[Clause]:
    """The clauses of `segment`, each with its deadlines."""
    dues = deadlines.find(masked, segment.start, segment.end, years)
    found = []
    for span in clauses(masked, segment):
        own = tuple(due for due in dues if span.start <= due.start < span.end)
        timing = bool(own) and span.end - span.start - sum(due.end - due.start for due in own) <= 3
        head = masked[span.start : span.start + _HEAD]
        beside = timing or ends_beside(masked, span) or rules()["adverbial/start"].match(head)
        found.append(Clause(span.start, span.end, own, bool(beside) and span.end != segment.end, timing))
    return found


def openings(masked: str, parts: Sequence[Clause], head: Sequence[Due], known: bool) -> list[Opening]:
    """Where statements open in the clauses `parts`.

    `head` is the deadline at the head of the sentence, which governs every clause; `known` says that an
    earlier segment of the sentence has named a subject.
    """
    found: list[Opening] = []
    done = -1  # where the clause begins that says behind the comma what a modal asks for
    for index, part in enumerate(parts):
        if modal := _modals(masked, parts, index, found):
            found += modal
            continue
        if part.adverbial and (part.timing or not part.dues or ends_beside(masked, part)):
            continue
        if found and found[-1].clause == index - 1 and still_open(masked, parts, found[-1]):
            done = part.start
            continue
        if rules()["bare/case"].match(masked[part.start : part.end]):
            continue
        own = _own_due(masked, parts, index, max(done, found[-1].at) if found else -1) or _event(part, found)
        if own and part.start <= own.start and rules()["bare/not"].search(masked, part.start, own.end + 3):
            continue
        if own and rules()["bare/period"].match(masked[part.start : part.end]):
            continue
        if own and _says_how_often(masked, parts, index, found):
            continue
        changed = changed_subject(masked, part)
        known = known or changed is not None or parties.handed_to(masked, part.start, part.end) is not None
        if own and own.rule == "duration/within" and not (found or known or _named(masked, parts[:index])):
            continue
        if own or (head and (changed or not found)):
            found.append(_bare(index, part, own or head[0], found, changed is not None))
    return found


def _named(masked: str, parts: Sequence[Clause]) -> bool:
    """Whether the clauses before say when or if a party has done something (养殖户交付产品后，在20日内…)."""
    return any(part.adverbial and changed_subject(masked, part) for part in parts)


def changed_subject(masked: str, part: Clause) -> Subject | None:
    """The subject that a clause names at its head, also after 由."""
    end = part.end - 1
    return parties.after_by(masked, part.start, end) or parties.at_start(masked, part.start, end)


def subject_before(masked: str, part: Clause, stop: int) -> tuple[Subject | None, bool]:
    """The subject between the head of a clause and its modal at `stop`, and whether it is a thing instead."""
    start = part.start
    for due in part.dues:
        leads = due.start - start <= 3 and due.end <= stop
        if leads and parties.before_modal(masked, start, due.start, direct=True) is None:
            start = due.end
    start = parties.skip_lead(masked, start, stop)
    if subject := parties.before_modal(masked, start, stop, direct=True):
        return subject, False
    names = regexes("parties")
    text = masked[start:stop].strip("，" + BLANK)
    tail = names["tail"].search(text)
    text = text[: tail.start()] if tail else text
    beside = names["blocked"].match(text) or (len(text) > 4 and names["verb"].match(text))
    named = "的" in text and not names["aside"].match(text)
    if rules()["time-end"].search(text) or rules()["case/decided"].match(text):
        return None, False
    measured = rules()["thing-end"].search(text)
    return None, len(text) > 1 and (not beside or named or measured is not None)


def is_definition(text: str) -> bool:
    """Whether a segment defines, says what is in force, or leaves it to another text."""
    return bool(rules()["skip/definition"].search(text) or rules()["skip/defers"].match(text))


def still_open(masked: str, parts: Sequence[Clause], opening: Opening) -> bool:
    """Whether the verb of a modal is still to come behind the comma (应会同有关部门，于…前…)."""
    rest = masked[opening.verb : parts[opening.clause].end]
    open_end = not opening.bare and bool(rules()["adverbial/open"].match(rest))
    return open_end or says_when(masked, parts, opening)


def says_when(masked: str, parts: Sequence[Clause], opening: Opening) -> bool:
    """Whether a modal and its comma have but a time or a case between them (应在检查后，…)."""
    part = parts[opening.clause]
    when = rules()["adverbial/when"].match(masked[opening.verb : part.end])
    return not opening.bare and when is not None and ends_beside(masked, part)


def restricts(masked: str, part: Clause) -> bool:
    """Whether a clause is a condition (…的, …时), so that its time limits are not deadlines of the duty."""
    return not part.timing and bool(rules()["adverbial/restricts"].search(masked, part.end - 3, part.end))


def ends_beside(masked: str, part: Clause | Span) -> bool:
    """Whether a clause ends as one that only says when, if or where."""
    return bool(rules()["adverbial/end"].search(masked, max(part.start, part.end - _END), part.end))


# Clauses without a modal


def _own_due(masked: str, parts: Sequence[Clause], index: int, floor: int) -> Due | None:
    """The deadline of a clause: in it, or in the clauses of time before it and behind the offset `floor`."""
    while True:
        if due := next((due for due in parts[index].dues if due.splits), None):
            return due
        index -= 1
        while index >= 0 and parts[index].adverbial and restricts(masked, parts[index]):
            index -= 1
        if index < 0 or not parts[index].adverbial or parts[index].start <= floor:
            return None


def _says_how_often(masked: str, parts: Sequence[Clause], index: int, before: Sequence[Opening]) -> bool:
    """Whether a clause only says how often the action right before it is done, which has no time yet."""
    due = next(iter(parts[index].dues), None)
    if not before or before[-1].clause != index - 1 or due is None or due.start - parts[index].start > _LEAD:
        return False
    dated = any(one.start >= before[-1].at for one in parts[index - 1].dues)
    return not dated and rules()["bare/often"].match(masked[due.end : parts[index].end]) is not None


def _event(part: Clause, before: Sequence[Opening]) -> Due | None:
    """Before what a clause tells a duty to do something more (…编制方案，并在开工前报备)."""
    if not before or before[-1].modality != "obligation":
        return None
    heads = (due for due in part.dues if due.start - part.start <= _LEAD)
    return next((due for due in heads if due.rule == "event/before"), None)


def _bare(index: int, part: Clause, due: Due, before: Sequence[Opening], changed: bool) -> Opening:
    last = before[-1] if before else None
    carries = last is not None and not changed and last.marker != BARE
    carries = carries and last is not None and last.modality == "obligation"
    within = part.start <= due.start < part.end and due.start - part.start <= _LONGEST_SUBJECT
    verb = due.end if within else part.start
    modality = last.modality if last and carries else "obligation"
    printed = f"{last.marker.removesuffix(_CARRIED)}{_CARRIED}" if last and carries else BARE
    return Opening(index, part.start, verb, verb, modality, f"deadlines/{due.rule}", printed)


# Modals


def _modals(masked: str, parts: Sequence[Clause], index: int, before: Sequence[Opening]) -> list[Opening]:
    part = parts[index]
    found = list(islice(markers().finditer(masked, part.start, part.end), _MOST_MODALS))
    opened: list[Opening] = []
    for place, match in enumerate(found):
        rule, modality = marker(match)
        if modality == "encouragement":
            main = not _governs(masked, parts, before, match.end()) and _encourages(
                masked, part, match, opened
            )
        else:
            later = next((item for item in found[place + 1 :] if marker(item)[1] != "encouragement"), None)
            main = _forbids(rule, masked, part, match) or _is_main(masked, parts, index, match, later)
            main = main and not (rule == "marker/ke" and _is_ability(masked, part, match))
            main = main and not _of_several(masked, parts, index, match)
            main = main and (not opened or bool(conjunction(masked, part.start, match.start())))
        if main:
            at = match.start() if opened else part.start
            name = f"obligations/{rule}"
            opened.append(Opening(index, at, match.start(), match.end(), modality, name, match.group()))
    return opened


def conjunction(masked: str, start: int, end: int) -> int:
    """How long the conjunction is that stands right before `end`."""
    found = rules()["conjunction"].search(masked[start:end])
    return len(found.group()) if found else 0


@cache
def _marker_ids() -> tuple[str, ...]:
    return tuple(rule for rule in load("obligations") if rule.startswith("marker/"))


def marker(match: re.Match[str]) -> tuple[str, str]:
    """The rule of a modal that `markers` found, and its modality."""
    rule = _marker_ids()[int((match.lastgroup or "m0")[1:])]
    return rule, load("obligations")[rule].value or ""


def _governs(masked: str, parts: Sequence[Clause], before: Sequence[Opening], verb: int) -> bool:
    """Whether the modal before is that of a party, so that what follows is what it has to encourage; not
    where the sentence encourages that party itself, behind `verb`.
    """
    last = next((item for item in reversed(before) if item.modality != "encouragement"), None)
    if last is None or last.modality != "obligation":
        return False
    subject, thing = subject_before(masked, parts[last.clause], last.modal)
    itself = subject is not None and masked.startswith(masked[subject.start : subject.end], verb)
    return not thing and not itself


def _encourages(masked: str, part: Clause, match: re.Match[str], opened: Sequence[Opening]) -> bool:
    """Whether 鼓励, 支持 or 引导 is the verb of the clause; the latter two need a party
    that acts, or a project or plant that stands for one. So does one behind another (支持甲…、鼓励乙…).
    """
    if opened:
        beside = rules()["encourage/beside"].search(masked, match.start() - 1, match.start())
        also = beside is not None and opened[-1].modality == "encouragement"
        return also and parties.acts_after(masked, match.end(), part.end)
    if not rules()["encourage/lead"].match(masked[part.start : match.start()]):
        return False
    alone = rules()["encourage/alone"].search(match.group())
    if alone or parties.acts_after(masked, match.end(), part.end):
        return True
    rest = masked[match.end() : part.end]
    return any(
        rules()[rule].match(rest) for rule in ("encourage/acts", "encourage/places", "encourage/thing")
    )


def _forbids(rule: str, masked: str, part: Clause, match: re.Match[str]) -> bool:
    """Whether 禁止 heads the clause and names who must not, even where the clause goes on with a time."""
    return (
        rule == "marker/jinzhi"
        and match.start() == part.start
        and parties.forbidden(masked, match.end(), part.end) is not None
    )


def _is_ability(masked: str, part: Clause, match: re.Match[str]) -> bool:
    """Whether 可 says what a thing is able to do."""
    if rules()["grant"].match(masked[match.end() : part.end]):
        return False
    return subject_before(masked, part, match.start())[1]


def _of_several(masked: str, parts: Sequence[Clause], index: int, match: re.Match[str]) -> bool:
    """Whether a modal is that of a relative clause in one that says for what the next modal tells it."""
    part = parts[index]
    if not rules()["bare/case"].match(masked[part.start : part.end]):
        return False
    beside = rules()["inner/joined"].search(masked[part.start : match.start()])
    inside = beside or rules()["inner/named"].search(masked[part.start : part.end])
    return inside is not None and _modal_follows(masked, parts, index)


def _is_main(
    masked: str, parts: Sequence[Clause], index: int, match: re.Match[str], later: re.Match[str] | None
) -> bool:
    """Whether a modal is that of a main clause, not of a condition, a relative clause, or what one says."""
    part, found = parts[index], rules()
    rest = masked[match.end() : part.end].rstrip("，。；：;:")
    lead = masked[part.start : match.start()]
    if not rest or found["inner/before"].search(lead) or found["inner/listing"].search(lead):
        return False
    if found["inner/quoted"].match(masked[part.start : part.end]) or found["inner/heads"].search(rest):
        return False
    inner = found["adverbial/preposition"].match(rest) or found["adverbial/inner-time"].search(rest)
    if part.adverbial and ends_beside(masked, part) and not (inner or _ends_as_object(masked, part)):
        return False
    if later is not None:
        between = masked[match.end() : later.start()]
        if "的" in between and not found["inner/speech"].search(between):
            return False
    relative = found["inner/relative"].match(rest)
    if relative is None:
        return True
    return len(relative.group()) > 3 and later is None and not _modal_follows(masked, parts, index)


def _ends_as_object(masked: str, part: Clause) -> bool:
    """Whether what the clause ends with is the object of its verb (可以约定保证期间), not a time or case."""
    found = rules()
    noun = found["adverbial/noun-end"].search(masked, max(part.start, part.end - _END), part.end)
    return bool(noun) and not found["adverbial/start"].match(masked[part.start : part.end])


def _modal_follows(masked: str, parts: Sequence[Clause], index: int) -> bool:
    """Whether the next modal of the segment heads its clause, so that this clause could be its subject."""
    for part in parts[index + 1 :]:
        if match := markers().search(masked, part.start, part.end):
            return match.start() - part.start <= 2
    return False
