"""Lists of projects without a table: one item after another, each a line or a few, said all in one way.

Nothing is known of the wording but that the items share it: what stands in the same place of most items, and
is a body, a place or neither in all of them, tells what each part is. What is said in another way is not
guessed but left to be reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from statistics import median

from extract.layout import Line
from extract.lists.cells import balanced, is_body
from extract.lists.headings import Headings, stands_between
from extract.lists.items.inline import unrolled
from extract.lists.items.phrases import Part, marks_of, parts_of
from extract.lists.items.runs import Item, add_heading, run_from
from extract.lists.model import Column, ListArea, Range, Row
from extract.lists.places import known, region_at_head
from extract.lists.words import MARKUP, announces, is_list_title, only_heads, words
from extract.rules import load, regexes

_LEAST, _MOST, _ALIKE, _MOST_KNOWN = 3, 0.7, 0.5, 0.8
_LONGEST_LIST, _LONGEST, _LONGEST_NAME = 2_000, 160, 90
_SHORTEST, _USUAL, _LONGEST_REST, _ENDING = 4, 6, 60, 20
_MOST_PARTS = 6
_DOUBT = 1.0
_BRACKET = "（"
_TELLING = ("implementer", "maker", "applicant", "partner", "region", "site")


@dataclass(frozen=True, slots=True)
class _Entry:
    """An item as one text, where each of its characters stands, and its parts."""

    item: Item
    text: str
    places: tuple[int, ...]
    parts: tuple[Part, ...]

    def ranges(self, part: Part) -> tuple[Range, ...]:
        """Where a part stands in the document."""
        found: list[list[int]] = []
        for place in self.places[part.start : part.end]:
            if found and place == found[-1][1]:
                found[-1][1] = place + 1
            else:
                found.append([place, place + 1])
        return tuple((start, end) for start, end in found)

    def said(self, part: Part) -> str:
        """The words of a part."""
        return self.text[part.start : part.end]


def entry_lists(lines: Sequence[Line]) -> Iterator[ListArea]:
    """The lists among `lines` below what announces one."""
    opened = [(at, end) for at in range(len(lines)) if (end := _announced(lines, at)) is not None]
    for (at, end), (following, _) in pairwise([*opened, (len(lines), 0)]):
        title = _title(lines[at:end])
        stop = min(following, end + _LONGEST_LIST)
        other = (place for place in range(end, stop) if is_list_title(lines[place].text.strip(MARKUP)))
        yield from _lists(unrolled(lines[end : next(other, stop)]), title, at == end or title is not None)


def _announced(lines: Sequence[Line], at: int) -> int | None:
    """The line behind what announces a list of projects and begins with line `at`, which may be broken into
    two, or that line where the list begins inside it (同意以下项目：（1）…); None where nothing does.
    """
    text = lines[at].text.strip(MARKUP)
    if _says(text):
        return at + 1
    if regexes("items")["takes-in"].search(text):
        return at
    if at + 1 == len(lines) or not len(text) >= _USUAL or stands_between(text):
        return None
    behind = lines[at + 1].text.strip(MARKUP)
    if not 0 < len(behind) <= _LONGEST_REST or not regexes("items")["announcing-end"].search(behind):
        return None
    whole = text[-_LONGEST_REST:] + behind
    return at + 2 if not _says(behind) and _says(whole) else None


def _says(text: str) -> bool:
    """Whether a title or a sentence announces a list of projects."""
    if not regexes("items")["announcing-end"].search(text[-_ENDING:]):
        return False
    return announces(text) or regexes("items")["introduces"].search(text[-_LONGEST_REST:]) is not None


def _title(lines: Sequence[Line]) -> Range | None:
    """Where the title stands that `lines` are; None where they are but a sentence."""
    if not lines or not announces("".join(line.text.strip(MARKUP) for line in lines)):
        return None
    first, last = lines[0], lines[-1]
    start = first.start + first.text.index(first.text.strip(MARKUP))
    return start, last.start + len(last.text.rstrip(MARKUP))


def _lists(lines: Sequence[Line], title: Range | None, entitled: bool) -> Iterator[ListArea]:
    """The lists that the lines below a title hold; `entitled` where it calls projects what they list."""
    at, headings = 0, Headings()
    while at < len(lines):
        items, behind = run_from(lines, at, headings)
        area = _read(items, title, entitled) if len(items) >= _LEAST else None
        if area is not None:
            yield area
            at = behind
            continue
        add_heading(headings, lines[at])
        at += 1


def _read(items: Sequence[Item], title: Range | None, entitled: bool) -> ListArea | None:
    """The list that the items are; None where it cannot be told what they say."""
    if not _may_say(items):
        return None
    broken = [len(item.lines) for item in items]
    joins = [""] if max(broken) == 1 else ["\n", ""] if min(broken) > 1 else ["", "\n"]
    for join in joins:
        entries = _entries(items, join)
        area = _area(entries, title, entitled) if entries else None
        if area is not None:
            return area
    return None


def _may_say(items: Sequence[Item]) -> bool:
    """Whether the items are no paragraphs, and most may say who or where: soon told."""
    rules = regexes("items")
    texts = ["".join(line.text for line in item.lines) for item in items]
    if median(map(len, texts)) > _LONGEST or _share(texts, rules["several-sentences"].search) > 1 - _ALIKE:
        return False
    return _share(texts, rules["sayer"].search) >= _ALIKE


def _entries(items: Sequence[Item], join: str) -> list[_Entry]:
    joined = [_joined(item, join) for item in items]
    texts = [text for text, _ in joined]
    marks = marks_of(texts)
    labels = _labels(texts)
    entries = [
        _Entry(item, text, places, tuple(_without_figures(text, parts_of(text, marks, labels))))
        for item, (text, places) in zip(items, joined, strict=True)
    ]
    usual = Counter(map(_brackets, entries)).most_common(1)[0][0]
    return [_with_brackets(entry, usual, marks, labels) for entry in entries]


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
    parts = parts_of(entry.text, marks, labels, most)
    return replace(entry, parts=tuple(_without_figures(entry.text, parts)))


def _joined(item: Item, join: str) -> tuple[str, tuple[int, ...]]:
    text, places = "", []
    for line in item.lines:
        if text:
            text += join
            places += [line.start - 1] * len(join)
        text += line.text
        places += range(line.start, line.end)
    kept = len(regexes("items")["end"].sub("", text))
    marked = {at for mark in regexes("items")["emphasis"].finditer(text[:kept]) for at in range(*mark.span())}
    said = [(text[at], places[at]) for at in range(kept) if at not in marked]
    return "".join(char for char, _ in said), tuple(place for _, place in said)


def _without_figures(text: str, parts: Sequence[Part]) -> Iterator[Part]:
    figure = regexes("items")["fact-figure"]
    yield from (part for part in parts if part.role or not figure.match(text[part.start : part.end]))


def _area(entries: Sequence[_Entry], title: Range | None, entitled: bool) -> ListArea | None:
    """The list, where the parts of most entries are told by what stands in the same place of the others."""
    shapes = Counter(_shape(entry) for entry in entries)
    shape, count = shapes.most_common(1)[0]
    alike = [entry for entry in entries if _shape(entry) == shape]
    if count < max(_LEAST, _ALIKE * len(entries)):
        return None
    roles = _roles(alike)
    if roles is None or not _tells(alike, roles, entitled):
        return None
    placed = [(entry, roles if _shape(entry) == shape else _roles([entry])) for entry in entries]
    wanted = set(roles) & {"name", *_TELLING}
    rows = [
        (entry, own)
        for entry, own in placed
        if own is not None
        and (own is roles or (wanted == set(own) & {"name", *_TELLING}))
        and _names(entry, own)
    ]
    if len(rows) < max(_LEAST, _MOST * len(entries)):
        return None
    kept = {id(entry) for entry, _ in rows}
    lost = [(entry.places[0], entry.places[-1] + 1) for entry in entries if id(entry) not in kept]
    return _built(rows, title, lost)


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
    places = _share(texts, known)
    regions = _share(texts, lambda text: region_at_head(text) is not None)
    bodies = _share(texts, lambda text: all(map(is_body, regexes("items")["bodies"].split(text))))
    companies = _share(texts, lambda text: words().names["company"].search(text) is not None)
    built = _share(texts, lambda text: words().names["project"].search(text) is not None)
    found = {"name": built + 0.3 - 0.5 * places - regions * places - companies, "other": -0.2}
    if places >= _ALIKE:
        found["other"] = -1.0
    if places == 1 or (places >= _MOST_KNOWN and regions == 1):
        found["region"] = 0.6 + regions
    if bodies == 1:
        found["implementer"] = 0.2 + companies
        found["other"] = -1.0
    return found


def _share(texts: Sequence[str], holds: Callable[[str], object]) -> float:
    return sum(map(bool, map(holds, texts))) / len(texts)


def _tells(entries: Sequence[_Entry], roles: Sequence[str], entitled: bool) -> bool:
    """Whether entries with parts of these roles are projects: what is carried out, and by whom or where. A
    title that calls them so (`entitled`) is enough where each has a company and no name is one.
    """
    rules = regexes("items")
    said = {role: [entry.said(entry.parts[at]) for entry in entries] for at, role in enumerate(roles)}
    names = said["name"]
    who = [role for role in _TELLING if role in said]
    if not who or _share(names, rules["no-project"].search) > 0.2 or median(map(len, names)) < _USUAL:
        return False
    bodies = [text for role in who if role not in ("region", "site") for text in said[role]]
    if bodies and _share(bodies, rules["office"].search) > 0.5:
        return False
    companies = bool(bodies) and _share(bodies, words().names["company"].search) >= _MOST
    if entitled and companies and not any(map(words().names["company"].search, names)):
        return True
    least = _ALIKE if companies else _MOST
    named = any(entry.parts[at].label for entry in entries for at, role in enumerate(roles) if role == "name")
    return named or _share(names, words().names["project"].search) >= least


def _names(entry: _Entry, roles: Sequence[str]) -> bool:
    """Whether the name of an entry is one."""
    name = entry.said(entry.parts[roles.index("name")])
    return _SHORTEST <= len(name) <= _LONGEST_NAME and balanced(name) and not only_heads(name)


def _built(
    rows: Sequence[tuple[_Entry, Sequence[str]]], title: Range | None, lost: Sequence[Range]
) -> ListArea:
    """The list of the entries, each with the roles of its parts."""
    heads = {"number": "", "name": load("cells")["projects-head"].value or ""}
    for entry, roles in rows:
        for part, role in zip(entry.parts, roles, strict=True):
            if role != "name":
                heads.setdefault(role, part.label)
    made = []
    for entry, roles in rows:
        cells: dict[str, tuple[Range, ...]] = {"number": (entry.item.number,) if entry.item.number else ()}
        for part, role in zip(entry.parts, roles, strict=True):
            cells.setdefault(role, entry.ranges(part))
        made.append(Row(tuple(cells.get(role, ()) for role in heads), entry.item.headings, _DOUBT))
    start = min(row.start for row in made)
    end = max(entry.places[-1] + 1 for entry, _ in rows)
    columns = tuple(Column(role, head) for role, head in heads.items())
    return ListArea(start, end, columns, tuple(made), title, tuple(lost))
