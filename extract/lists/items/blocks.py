"""Names of projects on lines of their own, each with labelled facts on the lines below (试点地区：…)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.layout import Line
from extract.lists.headings import Headings, stands_between
from extract.lists.items.runs import mark_of
from extract.lists.model import Column, ListArea, Range, Row
from extract.lists.places import known
from extract.lists.words import head_role, only_heads, words
from extract.rules import load, regexes

_LEAST, _MOST, _HALF = 3, 0.2, 0.5
_SHORTEST_NAME, _LONGEST_NAME = 4, 60
_WHO = frozenset({"implementer", "maker", "applicant", "partner"})
_TELLING = _WHO | {"region", "site"}


@dataclass(slots=True)
class _Block:
    """A name, its number, the headings above; by role what the facts below say, and behind which label."""

    name: Line
    number: Range | None
    headings: tuple[Range, ...]
    facts: dict[str, tuple[str, Range]] = field(default_factory=dict)
    last: str = ""


def blocks(lines: Sequence[Line], title: Range | None) -> ListArea | None:
    """The first list of such blocks among `lines`, which stand below what announces it; None where none is:
    all begin with the same label, and each says who or where.
    """
    for at in range(len(lines) - 1):
        if _opens(lines, at):
            found = _run(lines, at)
            if len(found) >= _LEAST:
                return _area(found, title) if _are_projects(found) else None
    return None


def _opens(lines: Sequence[Line], at: int) -> bool:
    """Whether line `at` is a name with facts below it."""
    if at + 1 >= len(lines) or _facts(lines[at]):
        return False
    below = _facts(lines[at + 1])
    return bool(below) and below[0][0] not in ("name", "number")


def _facts(line: Line) -> list[tuple[str, str, Range]]:
    """Role, label and place of each labelled fact of a line; none where it begins with no label that is
    known.
    """
    found = list(regexes("items")["labels"].finditer(line.text))
    roles = [head_role(match[1]) for match in found]
    if not found or found[0].start() or roles[0] is None:
        return []
    kept = [(match, role) for match, role in zip(found, roles, strict=True) if role]
    ends = [match.start() for match, _ in kept[1:]] + [len(line.text)]
    return [
        (role, match[1], _trimmed(line, match.end(), end))
        for (match, role), end in zip(kept, ends, strict=True)
    ]


def _trimmed(line: Line, start: int, end: int) -> Range:
    value = regexes("items")["end"].sub("", line.text[start:end])
    return line.start + start, line.start + start + len(value)


def _run(lines: Sequence[Line], first: int) -> list[_Block]:
    """The blocks from line `first` on, marked in one way and begun with one label."""
    kind = mark_of(lines[first].text)[0]
    label = _facts(lines[first + 1])[0][1]
    found: list[_Block] = []
    headings, anew, before = Headings(), {1}, 0
    for at in range(first, len(lines)):
        line = lines[at]
        own, value, place, begins = mark_of(line.text)
        facts = _facts(line)
        if facts and found:
            for role, printed, where in facts:
                found[-1].facts.setdefault(role, (printed, where))
                found[-1].last = role
        elif own == kind and _opens(lines, at) and _facts(lines[at + 1])[0][1] == label:
            if value is not None and value not in {before + 1, *anew}:
                break
            before, anew = value or 0, set()
            name = Line(line.start + begins, line.end, line.text[begins:])
            number = (line.start + place[0], line.start + place[1]) if value is not None else None
            found.append(_Block(name, number, headings.places))
        elif stands_between(line.text):
            headings.add(line.text, (line.start, line.end))
            anew = {1}
        elif not kind or own or words().closing.match(line.text) or not _goes_on(found[-1], line):
            break
    return found


def _goes_on(block: _Block, line: Line) -> bool:
    """Take `line` as the rest of the last fact, unless that ended with a sentence."""
    if not block.last:
        return False
    label, (start, end) = block.facts[block.last]
    if line.start - end > 2:
        return False
    block.facts[block.last] = label, (start, line.end)
    return True


def _are_projects(found: Sequence[_Block]) -> bool:
    """Whether the names are those of projects, no bodies, places or documents, and each has its facts. Where
    not all say who carries them out, the names must say that they are projects.
    """
    names = [block.name.text for block in found]
    company, other_thing = words().names["company"], regexes("items")["no-project"]
    other = [bool(company.search(name) or known(name) or other_thing.search(name)) for name in names]
    whole = all(_SHORTEST_NAME <= len(name) <= _LONGEST_NAME and not only_heads(name) for name in names)
    told = all(_TELLING & block.facts.keys() for block in found)
    built = sum(words().names["project"].search(name) is not None for name in names)
    if not all(_WHO & block.facts.keys() for block in found) and built < _HALF * len(names):
        return False
    return whole and told and sum(other) <= _MOST * len(names)


def _area(found: Sequence[_Block], title: Range | None) -> ListArea:
    heads = {"number": "", "name": load("cells")["projects-head"].value or ""}
    heads |= {role: label for block in found for role, (label, _) in block.facts.items()}
    rows = []
    for block in found:
        cells: dict[str, tuple[Range, ...]] = {role: (where,) for role, (_, where) in block.facts.items()}
        cells["number"] = (block.number,) if block.number else ()
        cells["name"] = ((block.name.start, block.name.end),)
        rows.append(Row(tuple(cells.get(role, ()) for role in heads), block.headings))
    columns = tuple(Column(role, head) for role, head in heads.items())
    return ListArea(rows[0].start, rows[-1].end, columns, tuple(rows), title)
