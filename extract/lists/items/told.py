"""Items of several sentences or lines: a name, and behind or below it labelled facts, or sentences that say
who and where. Each item is read by itself; that they are marked in one way and say the same things makes them
a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.layout import Line
from extract.lists.headings import Headings
from extract.lists.items.facts import (
    begins_with_label,
    facts_of,
    labels_in,
    meanings,
    opens_with,
    shared_labels,
)
from extract.lists.items.phrases import parts_of, within
from extract.lists.items.records import (
    TELLING,
    WHERE,
    WHO,
    Record,
    Said,
    Section,
    are_projects,
    is_named,
    is_other,
    list_of,
    share,
)
from extract.lists.items.runs import add_heading, is_heading, mark_of
from extract.lists.items.texts import Joined, put_together, text_of
from extract.lists.model import ListArea, Range
from extract.lists.places import known
from extract.lists.words import head_role, is_title, width, words
from extract.rules import regexes

_LEAST, _LEAST_NAMED, _LEAST_ALONE, _MOST, _HALF = 3, 2, 4, 0.7, 0.5
_REACH, _LONGEST = 40, 1_200  # lines from one item to the next, characters of one
_ROOM = 8  # a line is full when less is left of the widest one
_LOOK_AHEAD = 4
_LONGEST_NAME = 40
_CLAUSES = re.compile("[，。；：]")
_MARKS = frozenset("，。；：\n｜") | {"——"}
_BESIDE = WHERE | {"description", "scale", "amount", "period"}
_SAID = _BESIDE | {"name", "implementer"}
_NEXT, _OTHER = 2, 0.2
_DOUBT = 1.0
_MOST_BEFORE = 3  # parts in front of the name: who, where


class _Open(NamedTuple):
    """A line that opens an item: which, the item's number, the headings above."""

    line: int
    number: Range | None
    begins: int
    headings: tuple[Range, ...]


def told_lists(lines: Sequence[Line], section: Section, more: bool = True) -> Iterator[ListArea]:
    """The lists among `lines`, which are of the given section; `more` where items are wanted that say more
    than one sentence without labels does.
    """
    at, headings = 0, Headings()
    told, reach = (_may_tell, _LOOK_AHEAD) if section.listed else (_labels_fact, _NEXT)
    telling = list(map(told, lines))
    while at < len(lines):
        area, behind = None, at
        if any(telling[at : at + reach]):
            area, behind = _list_at(lines, at, headings, section, more)
        if area is not None:
            yield area
            at = behind
            continue
        add_heading(headings, lines[at])
        at += 1


def _may_tell(line: Line) -> bool:
    """Whether a line has what may be a label, or words that say who or where: soon told."""
    return (
        regexes("items")["sayer"].search(line.text) is not None
        or next(labels_in(line.text), None) is not None
    )


def _labels_fact(line: Line) -> bool:
    """Whether a line has a label that says something known of a project, or any and names a body."""
    labels = [label for label, _, _ in labels_in(_bare(line).text)]
    doer = regexes("items")["doer"].search(line.text) if labels else None
    return doer is not None or any(head_role(label) in _SAID for label in labels)


def _bare(line: Line) -> Line:
    """The line without its number, where that stands in front of a label (1.建设地点：…)."""
    kind, _, _, begins = mark_of(line.text)
    if kind and begins_with_label(line.text[begins:]):
        return Line(line.start + begins, line.end, line.text[begins:])
    return line


def _list_at(
    lines: Sequence[Line], at: int, above: Headings, section: Section, more: bool
) -> tuple[ListArea | None, int]:
    """The list whose first item line `at` opens, and the line behind it."""
    opens = _way(lines, at)
    opened = _openers(lines, at, opens, above) if opens else []
    if len(opened) < _LEAST_NAMED:
        return None, at
    items = _cut(lines, opened)
    if sum(map(_is_heading, items)) >= _HALF * len(items) or not _may_say(items):
        return None, at
    texts = [text_of("\n".join(line.text for line in own)) for own in items]
    _end_last(items, shared_labels(texts[:-1]))
    labels = shared_labels([*texts[:-1], text_of("\n".join(line.text for line in items[-1]))])
    behind = opened[-1].line + len(items[-1])
    full = max(width(line.text) for own in items for line in own) - _ROOM
    joined = [put_together(own, _joins(own, labels, full)) for own in items]
    if max(len(item.text) for item in joined) > _LONGEST:
        return None, at
    records = _records(joined, opened)
    kept = [record for record in records if is_named(record) and TELLING & record.facts.keys()]
    short = more and not _say_more([item.text for item in joined], records)
    if short or not _are_list(records, kept, section):
        return None, at
    lost = [
        (item.places[0], item.places[-1] + 1)
        for item, record in zip(joined, records, strict=True)
        if record not in kept
    ]
    return list_of(kept, section.title, lost), behind


def _may_say(items: Sequence[Sequence[Line]]) -> bool:
    """Whether most items have what may be a label, or name a body or a place: soon told."""
    doer, mark = regexes("items")["doer"].search, regexes("items")["label-mark"].search
    says = (any(doer(line.text) or mark(line.text) for line in item) for item in items)
    return sum(says) >= _HALF * len(items)


def _is_heading(item: Sequence[Line]) -> bool:
    """Whether a line below the first opens an item of its own: that of a list below a heading."""
    return len(item) > 1 and mark_of(item[1].text)[0] != "" and not begins_with_label(item[1].text)


def _are_list(records: Sequence[Record], kept: Sequence[Record], section: Section) -> bool:
    """Whether the records, of which those `kept` say enough, are a list of projects."""
    named = bool(kept) and bool(kept[0].facts["name"].label)
    if len(kept) < max(_LEAST_NAMED if named else _LEAST, _MOST * len(records)):
        return False
    labels = [said.label for one in kept for said in (*one.facts.values(), *one.others)]
    if not section.entitled and any(map(regexes("evidence")["head-model"].search, labels)):
        return False
    alone = False
    if section.title is None or section.listed:
        if sum(map(_tells_by_labels, kept)) >= _MOST * len(kept):
            return share([one.name for one in kept], is_other) <= _OTHER
        companies = sum(map(_names_company, kept))
        alone = len(kept) >= _LEAST_ALONE and all(map(_labelled, kept)) and companies >= _MOST * len(kept)
    return (section.listed or named or alone) and are_projects(kept, section.entitled)


def _names_company(record: Record) -> bool:
    company = words().names["company"]
    return any(company.search(record.facts[role].text) for role in WHO if role in record.facts)


def _tells_by_labels(record: Record) -> bool:
    """Whether labels say who carries something out, and what, where or how much besides."""
    labelled = {role for role, said in record.facts.items() if head_role(said.label) == role}
    return "implementer" in labelled and bool(labelled & _BESIDE)


def _say_more(texts: Sequence[str], records: Sequence[Record]) -> bool:
    """Whether items say more than one sentence without labels does: several, or in most of them labelled
    facts or lines.
    """
    several = regexes("items")["several-sentences"].search
    more = ("\n" in text or _labelled(record) for text, record in zip(texts, records, strict=True))
    return any(map(several, texts)) or sum(map(bool, more)) >= _MOST * len(texts)


def _labelled(record: Record) -> bool:
    """Whether labels say who and what or where."""
    return sum(bool(said.label) for said in record.facts.values()) > 1


def _way(lines: Sequence[Line], at: int) -> Callable[[int, int], int | None] | None:
    """How it is told whether a line opens the item of a number behind the one before (0 where items bear
    none); None where line `at` opens none. What tells gives the number, or None.
    """
    kind, value, _, _ = mark_of(lines[at].text)
    text = _bare(lines[at]).text
    label = next((label for label, (start, _), _ in labels_in(text) if not start), None)
    again = [line for line in lines[at + 1 : at + _REACH] if label and opens_with(_bare(line).text, [label])]
    if kind and opens_with(lines[at].text) is None:
        counted = not again or value is None or mark_of(again[0].text)[1] == value + 1
        if counted:
            return (lambda line, _: _marked(lines[line], kind)) if value in (1, None) else None
    if label is not None and again:
        return lambda line, _: 0 if opens_with(_bare(lines[line]).text, [label]) else None
    if _is_name(lines, at):
        return lambda line, _: 0 if _is_name(lines, line) else None
    first = _first_label(lines, at)
    return (lambda line, _: 0 if _first_label(lines, line) == first else None) if first else None


def _is_name(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a name without a mark, below which a paragraph stands."""
    text, below = lines[at].text, lines[at + 1].text if at + 1 < len(lines) else ""
    if mark_of(text)[0] or len(text) > _LONGEST_NAME or _CLAUSES.search(text) or begins_with_label(below):
        return False
    before = lines[at - 1].text[-1] if at else "。"
    return before in "。：" and len(below) > _LONGEST_NAME // 2 and _CLAUSES.search(below) is not None


def _marked(line: Line, kind: str) -> int | None:
    own, value, _, _ = mark_of(line.text)
    return (value or 0) if own == kind and opens_with(line.text) is None else None


def _first_label(lines: Sequence[Line], at: int) -> str | None:
    """The label that the facts of a name without a mark begin with: behind it on line `at`, or below."""
    for label, (start, _), dashed in labels_in(lines[at].text):
        if start or not dashed:
            return label if start else None
    if at + 1 < len(lines):
        for label, (start, _), _ in labels_in(lines[at + 1].text):
            return None if start else label
    return None


def _openers(
    lines: Sequence[Line], first: int, opens: Callable[[int, int], int | None], above: Headings
) -> list[_Open]:
    """The lines that open items, from `first` on, their numbers running on."""
    found: list[_Open] = []
    headings, anew, before = above.copy(), False, 0
    for at in range(first, len(lines)):
        line = lines[at]
        closes = words().closing.match(line.text) and opens_with(line.text) is None
        if closes or (found and at - found[-1].line > _REACH):
            break
        value = opens(at, before)
        if value is not None and (value in (0, before + 1) or (anew and value == 1)):
            _, own, place, begins = mark_of(line.text)
            number = (line.start + place[0], line.start + place[1]) if own is not None and value else None
            found.append(_Open(at, number, begins, headings.places))
            before, anew = value, False
        elif is_heading(line.text):
            add_heading(headings, line)
            anew = True
        elif is_title(line.text):
            break
    return found


def _cut(lines: Sequence[Line], opened: Sequence[_Open]) -> list[list[Line]]:
    """The lines of each item, the first without its mark; headings in front of the next one are of none."""
    stops = [one.line for one in opened[1:]] + [min(opened[-1].line + _REACH, len(lines))]
    items = []
    for one, stop in zip(opened, stops, strict=True):
        first = lines[one.line]
        rest = [_bare(line) for line in lines[one.line + 1 : stop]]
        while one is not opened[-1] and rest and _is_between(rest[-1].text):
            rest.pop()
        items.append([Line(first.start + one.begins, first.end, first.text[one.begins :]), *rest])
    return items


def _is_between(text: str) -> bool:
    """Whether a line at the end of an item is of none: a heading, or but the number of the next one."""
    return is_heading(text) or regexes("items")["number-alone"].match(text) is not None


def _end_last(items: Sequence[list[Line]], labels: frozenset[str]) -> None:
    """Leave to the last item its labelled lines and what goes on with them."""
    last, least, most = items[-1], min(map(len, items[:-1])), max(map(len, items[:-1]))
    full = max(width(line.text) for own in items[:-1] for line in own) - _ROOM
    told = max((at for at, line in enumerate(last[:most]) if _has_label(line.text, labels)), default=0)
    for at in range(1, len(last)):
        line, before = last[at], last[at - 1]
        closes = words().closing.match(line.text) and opens_with(line.text, labels) is None
        over = closes or is_heading(line.text) or is_title(line.text)
        ended = before.text.endswith("。") and width(before.text) < full
        if over or (at > told and at >= least and (ended or line.start - before.end > 1 or at >= most)):
            del last[at:]
            return


def _has_label(text: str, labels: frozenset[str]) -> bool:
    return any(label in labels for label, _, _ in labels_in(text))


def _joins(lines: Sequence[Line], labels: frozenset[str], full: int) -> Iterator[str]:
    """What stands between the lines of an item: nothing where the next goes on with a line that was full."""
    for at, (line, following) in enumerate(pairwise(lines)):
        goes_on = width(line.text) >= full or (at > 0 and not begins_with_label(following.text))
        opens = opens_with(following.text, labels) is not None
        yield "" if goes_on and (not opens or _cuts_label(line.text, following.text, labels)) else "\n"


def _cuts_label(text: str, following: str, labels: frozenset[str]) -> bool:
    """Whether a label goes on from one line to the next."""
    found = labels_in(f"{text}{following}")
    return any(start < len(text) < end and label in labels for label, (start, end), _ in found)


def _records(items: Sequence[Joined], opened: Sequence[_Open]) -> list[Record]:
    labels = shared_labels([item.text for item in items])
    told = [facts_of(item.text, labels) for item in items]
    said: dict[str, list[str]] = {}
    for item, facts in zip(items, told, strict=True):
        for fact in facts:
            said.setdefault(fact.label, []).append(item.text[fact.start : fact.end])
    named = [item.text[: facts[0].opens].strip() for item, facts in zip(items, told, strict=True) if facts]
    roles = meanings(said, sum(map(bool, named)) >= _MOST * len(items))
    found = []
    for item, facts, open_ in zip(items, told, opened, strict=True):
        head = facts[0].opens if facts else len(item.text)
        own = _spoken(item, head)
        others = []
        for fact in facts:
            value = Said(item.text[fact.start : fact.end], item.ranges(fact.start, fact.end), fact.label)
            if roles[fact.label] == "other":
                others.append(value)
            else:
                own.setdefault(roles[fact.label], value)
        if "number" in own:
            own.pop("number")
        if facts and "description" not in own and (rest := _rest(item, facts[-1].end)):
            own["description"] = rest
        found.append(Record(own, open_.number, open_.headings, _DOUBT, others))
    return found


def _spoken(item: Joined, head: int) -> dict[str, Said]:
    """What the words in front of the first label say: the name, and in sentences who and where."""
    text = regexes("items")["lead-end"].sub("", item.text[:head])
    found: dict[str, Said] = {}
    named = 0
    parts = [part for part in parts_of(text, _MARKS, ()) if part.start < part.end]
    natures = [part.role or _nature(text[part.start : part.end]) for part in parts]
    if len(parts) == 1 and parts[0].role is None:
        natures = [None]  # the only words in front of the labels are the name, whatever they end with
    first = natures.index(None) if None in natures[:_MOST_BEFORE] and "name" not in natures else None
    for at, (part, nature) in enumerate(zip(parts, natures, strict=True)):
        role = "name" if at == first else nature
        if role is not None:
            start, end = within(text, part.start, part.end, role)
            found.setdefault(role, Said(text[start:end], item.ranges(start, end)))
            named = part.end if role == "name" else named
    if "name" in found and head == len(item.text) and (rest := _rest(item, named)):
        found.setdefault("description", rest)
    return found


def _rest(item: Joined, end: int) -> Said | None:
    """The sentences behind the last labelled fact, if any."""
    rest = regexes("items")["lead"].sub("", item.text[end:])
    start = len(item.text) - len(rest)
    return Said(rest, item.ranges(start, len(item.text))) if len(rest) > _ROOM else None


def _nature(text: str) -> str | None:
    """What a part of a sentence says that no words mark."""
    if known(regexes("items")["within"].sub("", text)):
        return "region"
    return "implementer" if words().names["company"].search(text) else None
