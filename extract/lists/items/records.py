"""What is told of a project outside of tables, whether several such are a list of projects, and that list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from extract.lists.cells import balanced
from extract.lists.clues import clues, says
from extract.lists.model import Column, ListArea, Range, Row
from extract.lists.places import known
from extract.lists.words import only_heads, words
from extract.rules import load, regexes

WHERE = frozenset({"region", "site"})
WHO = frozenset({"implementer", "maker", "applicant", "partner", "body"})
TELLING = WHO | WHERE
_SHORTEST_NAME, _USUAL_NAME, _LONGEST_NAME = 4, 6, 90
_ALIKE, _MOST, _OTHER, _SOME = 0.5, 0.7, 0.2, 0.3


@dataclass(frozen=True, slots=True)
class Section:
    """What opens a stretch of a text: where the title stands, whether it announces a list at all, and whether
    it calls projects what is listed.
    """

    title: Range | None = None
    listed: bool = False
    entitled: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A part of an item: its words, where they stand, and the label in front of them ("" where none is)."""

    text: str
    places: tuple[Range, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """An item: by role what it says, its number, the headings above it, and how hard it is to believe."""

    facts: Mapping[str, Said]
    number: Range | None = None
    headings: tuple[Range, ...] = ()
    cost: float = 0.0
    others: Sequence[Said] = field(default_factory=tuple)

    @property
    def name(self) -> str:
        """What is carried out, "" where nothing says it."""
        return self.facts["name"].text if "name" in self.facts else ""


def share(texts: Sequence[str], holds: Callable[[str], object]) -> float:
    """In how much of the texts something holds."""
    return sum(map(bool, map(holds, texts))) / len(texts) if texts else 0.0


def is_named(record: Record) -> bool:
    """Whether the name of an item is one."""
    name = record.name
    return _SHORTEST_NAME <= len(name) <= _LONGEST_NAME and balanced(name) and not only_heads(name)


def are_projects(records: Sequence[Record], entitled: bool) -> bool:
    """Whether items are projects: what is carried out, and by whom or where. A title that calls them so
    (`entitled`) is enough where each has a company and no name is one, or where a label calls them so or says
    who builds them and some names are of what is built.
    """
    rules, company = regexes("items"), words().names["company"]
    names = [record.name for record in records]
    told = {role: [one.facts[role].text for one in records if role in one.facts] for role in TELLING}
    if (
        not any(told.values())
        or median(map(len, names)) < _USUAL_NAME
        or len(set(names)) < _MOST * len(names)
    ):
        return False
    other = share(names, is_other)
    bodies = [text for role in WHO for text in told[role]]
    if other > _OTHER or (bodies and share(bodies, rules["office"].search) > _ALIKE):
        return False
    companies = len(bodies) >= _MOST * len(records) and share(bodies, company.search) >= _MOST
    if entitled and companies and not any(map(company.search, names)):
        return True
    built = [one.facts["description"].text for one in records if "description" in one.facts]
    if companies and len(built) >= _MOST * len(records) and share(built, rules["builds"].search) >= _MOST:
        return True
    if sum(map(is_built, records)) >= _MOST * len(records) and share(names, _may_be_built) >= _SOME:
        return True
    label = records[0].facts["name"].label
    named = label and words().titles["project_name"].search(label)
    return bool(named) or share(names, words().names["project"].search) >= (_ALIKE if companies else _MOST)


def is_built(record: Record) -> bool:
    """Whether a label says who builds it or carries it out, as the heads of tables of projects do."""
    labels = (record.facts[role].label for role in WHO if role in record.facts)
    return any("head-builder" in clues("head", [label]) for label in labels)


def _may_be_built(name: str) -> bool:
    return words().names["project"].search(name) is not None or says("names-built", name)


def may_do(name: str) -> bool:
    """Whether what stands where a body does may be the name of one, whatever it ends with."""
    return len(name) >= _SHORTEST_NAME and not known(name) and not regexes("items")["no-doer"].search(name)


def is_other(name: str) -> bool:
    """Whether a name is that of a body, a place or a document."""
    names = words().names
    body = names["company"].search(name) and not names["project"].search(name)
    return bool(body or known(name) or regexes("items")["no-project"].search(name))


def list_of(records: Sequence[Record], title: Range | None, unplaced: Iterable[Range] = ()) -> ListArea:
    """The list of projects that the records are."""
    heads = {("number", ""): "", ("name", ""): load("cells")["projects-head"].value or ""}
    rows = []
    for record in records:
        cells: dict[tuple[str, str], tuple[Range, ...]] = {}
        if record.number:
            cells["number", ""] = (record.number,)
        told = [(role, "", said) for role, said in record.facts.items()]
        for role, label, said in [*told, *(("other", said.label, said) for said in record.others)]:
            if not heads.get((role, label)) or role != "name":
                heads.setdefault((role, label), said.label)
            cells.setdefault((role, label), said.places)
        rows.append((cells, record))
    made = tuple(
        Row(tuple(cells.get(key, ()) for key in heads), record.headings, record.cost)
        for cells, record in rows
    )
    columns = tuple(Column(role, head) for (role, _), head in heads.items())
    start, end = min(row.start for row in made), max(row.end for row in made)
    return ListArea(start, end, columns, made, title, tuple(unplaced))
