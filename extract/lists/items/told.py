"""Items of several sentences or lines: a name, and behind or below it labelled facts, or sentences that say
who and where. Each item is read by itself; that they are marked in one way and say the same things makes them
a list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from extract.layout import Line
from extract.lists.headings import Headings
from extract.lists.items.facts import (
    facts_of,
    label_of,
    labels_in,
    meanings,
    opens_with,
    shared_labels,
)
from extract.lists.items.openings import Opening, bare, end_last, joins, lines_of, openings
from extract.lists.items.phrases import Part, parts_of, within
from extract.lists.items.records import (
    TELLING,
    WHERE,
    WHO,
    Record,
    Said,
    Section,
    are_projects,
    is_built,
    is_named,
    is_other,
    list_of,
    share,
)
from extract.lists.items.runs import add_heading, is_heading, mark_of
from extract.lists.items.texts import Joined, put_together, text_of
from extract.lists.model import ListArea
from extract.lists.places import known
from extract.lists.words import head_role, width, words
from extract.rules import regexes

_LEAST, _LEAST_NAMED, _LEAST_ALONE, _MOST, _HALF = 3, 2, 4, 0.7, 0.5
_LONGEST = 1_200  # characters of an item
_ROOM = 8  # a line is full when less is left of the widest one
_LOOK_AHEAD = 4
_MARKS = frozenset("，。；：\n｜") | {"——"}
_BESIDE = WHERE | {"description", "scale", "amount", "period"}
_SAID = _BESIDE | {"name", "implementer"}
_NEXT, _OTHER = 2, 0.2
_DOUBT = 1.0
_MOST_TRIES = 4
_MOST_BEFORE = 3  # parts in front of the name: who, where


def told_lists(lines: Sequence[Line], section: Section, more: bool = True) -> Iterator[ListArea]:
    """The lists among `lines`, which are of the given section; `more` where items are wanted that say more
    than one sentence without labels does.
    """
    at, low, headings = 0, 0, Headings()
    told, reach = (_may_tell, _LOOK_AHEAD) if section.listed else (_labels_fact, _NEXT)
    telling, tried = list(map(told, lines)), Counter[int]()
    while at < len(lines):
        area, behind = None, at
        if tried[at] < _MOST_TRIES and any(telling[at : at + reach]):
            area, behind = _list_at(lines, at, headings, section, more, tried)
        if area is not None and not (at > low and _goes_on(lines, at, area)):
            yield area
            at = low = behind
            continue
        add_heading(headings, lines[at])
        at += 1


def _goes_on(lines: Sequence[Line], at: int, area: ListArea) -> bool:
    """Whether the items that line `at` opens began above it: there stands a label that they have, so that
    each holds the end of one and the beginning of the next.
    """
    labels = {column.head for column in area.columns if column.head}
    return opens_with(bare(lines[at - 1]).text, labels) is not None


def _may_tell(line: Line) -> bool:
    """Whether a line has what may be a label, or words that say who or where: soon told."""
    return (
        regexes("items")["sayer"].search(line.text) is not None
        or next(labels_in(line.text), None) is not None
    )


def _labels_fact(line: Line) -> bool:
    """Whether a line has a label that says something known of a project, or any and names a body."""
    labels = [label for label, _, _ in labels_in(bare(line).text)]
    doer = regexes("items")["doer"].search(line.text) if labels else None
    return doer is not None or any(head_role(label) in _SAID for label in labels)


def _list_at(
    lines: Sequence[Line], at: int, above: Headings, section: Section, more: bool, tried: Counter[int]
) -> tuple[ListArea | None, int]:
    """The list whose first item line `at` opens, and the line behind it. `tried` counts how often a line was
    taken for one that opens an item: a run that is no list is none from each of its items on either.
    """
    opened = openings(lines, at, above)
    tried.update(one.line for one in opened)
    if len(opened) < _LEAST_NAMED:
        return None, at
    items = lines_of(lines, opened)
    below = [lines[one.line + 1].text if len(own) > 1 else "" for one, own in zip(opened, items, strict=True)]
    headed = sum(
        _is_heading(lines[one.line].text, text, below) for one, text in zip(opened, below, strict=True)
    )
    if headed >= _HALF * len(items) or not _may_say(items):
        return None, at
    texts = [text_of("\n".join(line.text for line in own)) for own in items]
    end_last(items, shared_labels(texts[:-1]))
    labels = shared_labels([*texts[:-1], text_of("\n".join(line.text for line in items[-1]))])
    behind = opened[-1].line + len(items[-1])
    full = max(width(line.text) for own in items for line in own) - _ROOM
    joined = [put_together(own, joins(own, labels, full)) for own in items]
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


def _is_heading(first: str, second: str, below: Sequence[str]) -> bool:
    """Whether the line `second` below the first of an item opens an item of its own, by a mark or the label
    of a name: that of a list below a heading. `below` are the second lines of all.
    """
    label = label_of(second)
    if not mark_of(second)[0]:
        return is_heading(first) and label is not None and head_role(label) == "name"
    if label is None or not is_heading(first):
        return label is None
    again = sum(label_of(text) == label for text in below) >= _LEAST_NAMED
    return head_role(label) == "name" or not (again or head_role(label))


def _are_list(records: Sequence[Record], kept: Sequence[Record], section: Section) -> bool:
    """Whether the records, of which those `kept` say enough, are a list of projects."""
    named = bool(kept) and bool(kept[0].facts["name"].label)
    few = named or (section.listed and all(map(_is_whole, kept)))
    if len(kept) < max(_LEAST_NAMED if few else _LEAST, _MOST * len(records)):
        return False
    labels = [said.label for one in kept for said in (*one.facts.values(), *one.others)]
    if not section.entitled and any(map(regexes("evidence")["head-model"].search, labels)):
        return False
    alone = False
    if section.title is None or section.listed:
        if sum(map(_tells_by_labels, kept)) >= _MOST * len(kept):
            return share([one.name for one in kept], is_other) <= _OTHER
        companies = sum(map(_names_company, kept))
        said = all(map(_labelled, kept)) or all(map(is_built, kept))
        alone = len(kept) >= _LEAST_ALONE and said and companies >= _MOST * len(kept)
    return (section.listed or named or alone) and are_projects(kept, section.entitled)


def _is_whole(record: Record) -> bool:
    """Whether an item is called what a project is, says by which company it is carried out and holds no
    further item, so that two such are a list where one is announced.
    """
    named = words().names["strong_project"].search(record.name) is not None and _names_company(record)
    inside = regexes("items")["inline-mark"].search
    return named and not any(inside(said.text) for said in record.facts.values())


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


def _records(items: Sequence[Joined], opened: Sequence[Opening]) -> list[Record]:
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
        own = _spoken(item, head, WHO & {roles[fact.label] for fact in facts})
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


def _spoken(item: Joined, head: int, labelled: Collection[str]) -> dict[str, Said]:
    """What the words in front of the first label say: the name, and in sentences who, unless that is what a
    label says (`labelled`), and where.
    """
    text = regexes("items")["lead-end"].sub("", item.text[:head])
    found: dict[str, Said] = {}
    named = 0
    parts = [part for part in parts_of(text, _MARKS, ()) if part.start < part.end]
    natures = [part.role or _nature(text[part.start : part.end]) for part in parts]
    if labelled:
        natures = [
            part.role if nature in WHO else nature for part, nature in zip(parts, natures, strict=True)
        ]
    if len(parts) == 1 and parts[0].role is None:
        natures = [None]  # the only words in front of the labels are the name, whatever they end with
    first = natures.index(None) if None in natures[:_MOST_BEFORE] and "name" not in natures else None
    for at, (part, nature) in enumerate(zip(parts, natures, strict=True)):
        role = "name" if at == first else nature
        if role is not None:
            start, end = within(text, part.start, part.end, role)
            found.setdefault(role, Said(text[start:end], item.ranges(start, end)))
            named = part.end if role == "name" else named
    if (
        "name" in found
        and head == len(item.text)
        and (rest := _rest(item, _behind_facts(text, named, parts)))
    ):
        found.setdefault("description", rest)
    return found


def _behind_facts(text: str, end: int, parts: Sequence[Part]) -> int:
    """Where what is told of a project begins, whose name ends at `end`: behind a bracket that says who or
    where, or behind the colon that closes such facts.
    """
    for part in parts:
        nature = part.role or _nature(text[part.start : part.end])
        if part.start >= end and nature not in WHO | WHERE:
            break
        closed = regexes("items")["facts-end"].match(text, part.end)
        if part.start >= end and closed:
            end = closed.end()
    return end


def _rest(item: Joined, end: int) -> Said | None:
    """The sentences behind the last labelled fact, if any."""
    rest = regexes("items")["lead"].sub("", item.text[end:])
    start = len(item.text) - len(rest)
    tells = len(rest) > _ROOM or regexes("items")["builds"].match(rest)
    return Said(rest, item.ranges(start, len(item.text))) if tells else None


def _nature(text: str) -> str | None:
    """What a part of a sentence says that no words mark."""
    if known(regexes("items")["within"].sub("", text)):
        return "region"
    return "implementer" if words().names["company"].search(text) else None
