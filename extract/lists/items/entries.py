"""Lists of projects without a table: one item after another, each a line or a few, said all in one way.

Nothing is known of the wording but that the items share it: what stands in the same place of most items, and
is a body, a place or neither in all of them, tells what each part is. What is said in another way is not
guessed but left to be reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from statistics import median

from extract.figures.quantities import quantities
from extract.layout import Line
from extract.lists.cells import is_body
from extract.lists.headings import Headings
from extract.lists.items.facts import begins_with_label
from extract.lists.items.phrases import Part, marks_of, parts_of, within
from extract.lists.items.records import TELLING, Record, Said, Section, are_projects, is_named, list_of, share
from extract.lists.items.runs import Item, add_heading, run_from
from extract.lists.items.texts import Joined, put_together
from extract.lists.model import ListArea
from extract.lists.places import known, region_at_head
from extract.lists.words import words
from extract.rules import regexes

_LEAST, _MOST, _ALIKE, _MOST_KNOWN = 3, 0.7, 0.5, 0.8
_LONGEST, _MOST_PARTS = 160, 6
_DOUBT = 1.0
_BEFORE_CONTENT = 2  # parts in front of what is built: the name, and who or where
_BRACKET = "（"
_LEAST_WORK, _MOST_WORK = 4_000, 8  # lines looked at in vain; times the lines of a long run


@dataclass(frozen=True, slots=True)
class _Entry:
    """An item, its text, and the parts of that."""

    item: Item
    joined: Joined
    parts: tuple[Part, ...]

    def said(self, part: Part) -> str:
        """The words of a part."""
        return self.joined.text[part.start : part.end]


def entry_lists(lines: Sequence[Line], section: Section) -> Iterator[ListArea]:
    """The lists among `lines`, which are of a section that announces one.

    A run that is no list may be one but for its first items; so it is read anew from each of them, as long as
    the work stays in proportion to its lines.
    """
    at, headings = 0, Headings()
    first = reach = work = 0
    while at < len(lines):
        if at >= reach:
            first, work = at, 0
        spent = work > max(_LEAST_WORK, _MOST_WORK * (reach - first))
        items, behind = run_from(lines, at, headings) if not spent else ([], at)
        reach, work = max(reach, behind), work + behind - at
        area = _read(items, section) if len(items) >= _LEAST else None
        if area is not None:
            yield area
            at = behind
            continue
        add_heading(headings, lines[at])
        at += 1


def _read(items: Sequence[Item], section: Section) -> ListArea | None:
    """The list that the items are; None where it cannot be told what they say."""
    if not _may_say(items):
        return None
    broken = [len(item.lines) for item in items]
    joins = [""] if max(broken) == 1 else ["\n", ""] if min(broken) > 1 else ["", "\n"]
    for join in joins:
        entries = _entries(items, join)
        area = _area(entries, section) if entries else None
        if area is not None:
            return area
    return None


def _may_say(items: Sequence[Item]) -> bool:
    """Whether the items are no paragraphs nor made of labelled lines, and most may say who or where."""
    rules = regexes("items")
    below = [line.text for item in items for line in item.lines[1:]]
    if share(below, begins_with_label) >= _MOST:
        return False
    texts = ["".join(line.text for line in item.lines) for item in items]
    if median(map(len, texts)) > _LONGEST or share(texts, rules["several-sentences"].search) > 1 - _ALIKE:
        return False
    return share(texts, rules["sayer"].search) >= _ALIKE


def _entries(items: Sequence[Item], join: str) -> list[_Entry]:
    joined = [put_together(item.lines, [join] * (len(item.lines) - 1)) for item in items]
    texts = [each.text for each in joined]
    marks = marks_of(texts)
    labels = _labels(texts)
    entries = [
        _Entry(item, each, tuple(_without_figures(each.text, parts_of(each.text, marks, labels))))
        for item, each in zip(items, joined, strict=True)
    ]
    usual = Counter(map(_brackets, entries)).most_common(1)[0][0]
    entries = [_with_brackets(entry, usual, marks, labels) for entry in entries]
    told = [_with_content(entry) for entry in entries]
    more = sum(entry is not own for entry, own in zip(told, entries, strict=True))
    return told if more >= _ALIKE * len(entries) else entries


def _with_content(entry: _Entry) -> _Entry:
    """The entry, what it says behind who and where of what is built or made as one part, however often a
    comma cuts that.
    """
    text, parts = entry.joined.text, entry.parts
    opened = len(parts)
    while opened > 1 and parts[opened - 1].role is None and not _tells(entry.said(parts[opened - 1])):
        opened -= 1
    while opened > 1 and parts[opened - 1].role is None and _is_content(entry.said(parts[opened - 1])):
        opened -= 1
    if opened == len(parts) or opened < _BEFORE_CONTENT or not _is_content(entry.said(parts[opened])):
        return entry
    first = parts[opened]
    return replace(entry, parts=(*parts[:opened], Part("description", first.start, len(text), first.mark)))


def _tells(text: str) -> bool:
    """Whether a part may say who or where, or holds what is built or made."""
    return known(text) or _are_bodies(text) or _is_content(text)


def _is_content(text: str) -> bool:
    """Whether a part says what is built or made, and is no body, place or name."""
    if known(text) or _are_bodies(text) or words().names["project"].search(text):
        return False
    return regexes("items")["builds"].search(text) is not None or bool(quantities(text))


def _labels(texts: Sequence[str]) -> set[str]:
    """The words that stand between marks in all of the texts, or open what stands there (操盘方是)."""
    rules, counts = regexes("items"), Counter[str]()
    for text in texts:
        words_in = {word for word in rules["part"].split(text) if word}
        opening = {found.group() for word in words_in if (found := rules["opening-label"].match(word))}
        counts.update(words_in | opening)
    alike = (word for word, count in counts.items() if count == len(texts))
    return {word for word in alike if not is_body(word) and not known(word)}


def _brackets(entry: _Entry) -> int:
    """How many of the brackets of an entry are taken to hold facts."""
    return sum(part.mark == _BRACKET for part in entry.parts)


def _with_brackets(entry: _Entry, most: int, marks: frozenset[str], labels: set[str]) -> _Entry:
    """The entry, its parts told again where more of its brackets are taken to hold facts than in the others:
    the first are part of the name (（甲市—乙市）).
    """
    if not most or _brackets(entry) <= most:
        return entry
    parts = parts_of(entry.joined.text, marks, labels, most)
    return replace(entry, parts=tuple(_without_figures(entry.joined.text, parts)))


def _without_figures(text: str, parts: Sequence[Part]) -> Iterator[Part]:
    figure = regexes("items")["fact-figure"]
    yield from (part for part in parts if part.role or not figure.match(text[part.start : part.end]))


def _area(entries: Sequence[_Entry], section: Section) -> ListArea | None:
    """The list, where the parts of most entries are told by what stands in the same place of the others."""
    shapes = Counter(_shape(entry) for entry in entries)
    shape, count = shapes.most_common(1)[0]
    alike = [entry for entry in entries if _shape(entry) == shape]
    if count < max(_LEAST, _ALIKE * len(entries)):
        return None
    roles = _roles(alike)
    if roles is None or not set(TELLING) & set(roles):
        return None
    if not are_projects([_record(entry, roles) for entry in alike], section.entitled):
        return None
    wanted = set(roles) & {"name", *TELLING}
    records, lost = [], []
    for entry in entries:
        own = roles if _shape(entry) == shape else _roles([entry])
        same = own is roles or (own is not None and wanted == set(own) & {"name", *TELLING})
        record = _record(entry, own) if own is not None and same else None
        if record is not None and is_named(record):
            records.append(record)
        else:
            lost.append((entry.joined.places[0], entry.joined.places[-1] + 1))
    if len(records) < max(_LEAST, _MOST * len(entries)):
        return None
    return list_of(records, section.title, lost)


def _record(entry: _Entry, roles: Sequence[str]) -> Record:
    """What an entry says, its parts being of these roles."""
    facts: dict[str, Said] = {}
    for part, role in zip(entry.parts, roles, strict=True):
        start, end = within(entry.joined.text, part.start, part.end, role)
        facts.setdefault(
            role, Said(entry.joined.text[start:end], entry.joined.ranges(start, end), part.label)
        )
    return Record(facts, entry.item.number, entry.item.headings, _DOUBT)


def _shape(entry: _Entry) -> tuple[str, ...]:
    return tuple(part.role or f"?{part.mark}" for part in entry.parts)


def _roles(entries: Sequence[_Entry]) -> tuple[str, ...] | None:
    """The role of each part of entries of one shape; None where it cannot be told."""
    parts = entries[0].parts
    if not 1 < len(parts) <= _MOST_PARTS:
        return None
    worth: list[dict[str, float]] = [
        {part.role: 0.0} if part.role else _worth([entry.said(entry.parts[at]) for entry in entries])
        for at, part in enumerate(parts)
    ]
    best: tuple[float, tuple[str, ...]] | None = None
    for roles in product(*worth):
        if roles.count("name") != 1 or roles.count("implementer") > 1 or roles.count("region") > 1:
            continue
        score = sum(each[role] for each, role in zip(worth, roles, strict=True))
        if best is None or score > best[0]:
            best = score, roles
    return best[1] if best else None


def _worth(texts: Sequence[str]) -> dict[str, float]:
    """How well each role fits what stands in one place of all entries."""
    places = share(texts, known)
    regions = share(texts, lambda text: region_at_head(text) is not None)
    bodies = share(texts, _are_bodies)
    companies = share(texts, lambda text: words().names["company"].search(text) is not None)
    built = share(texts, lambda text: words().names["project"].search(text) is not None)
    found = {"name": built + 0.3 - 0.5 * places - regions * places - companies, "other": -0.2}
    if places >= _ALIKE:
        found["other"] = -1.0
    if places == 1 or (places >= _MOST_KNOWN and regions == 1):
        found["region"] = 0.6 + regions
    if bodies == 1:
        found["implementer"] = 0.2 + companies
        found["other"] = -1.0
    return found


def _are_bodies(text: str) -> bool:
    """Whether a part may be bodies: what ends with a count (厂房2处) is none."""
    counted = regexes("items")["count-last"].search(text)
    return counted is None and all(map(is_body, regexes("items")["bodies"].split(text)))
