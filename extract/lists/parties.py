"""Which bodies the cells of a row name, and which of them carry the project out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from extract.cleaning import joined, plain, text_at
from extract.layout import Layout
from extract.lists.cells import is_body
from extract.lists.model import Range
from extract.lists.words import width, words
from extract.rules import regexes

_WHO = ("implementer", "maker", "applicant")
_ANSWERABLE = ("lead", "group", "body")
_BREAK = re.compile(r"\s*(?:\n|<br\s*/?>)\s*")
_WORD = re.compile(r"[A-Za-z0-9.,&\-]+")
_MARKS = "、，；,;"

_First = Callable[[Iterable[str]], str | None]


def implementers(first: _First, cells: Mapping[str, str]) -> tuple[str, ...]:
    """The bodies that carry a project out, by what `first` finds in the `cells` of its row. Where these say
    that nobody does so far (流榜), nobody answers for it either. A class of companies is no body
    (两家以上有限公司).
    """
    names = (*bodies(first(_WHO) or ""), *bodies(first(("partner",)) or ""))
    nobody = any(words().names["none"].match(cells.get(role, "")) for role in _WHO)
    named = tuple(dict.fromkeys(names)) or (() if nobody else _answerable(first))
    return tuple(name for name in named if regexes("parties")["company-class"].match(name) is None)


def _answerable(first: _First) -> tuple[str, ...]:
    """Of a row that does not say who carries it out the companies that answer for it; a public body only
    leads.
    """
    named = bodies(first(_ANSWERABLE) or first(("user",)) or "")
    return named if all(words().names["company"].search(name) for name in named) else ()


@cache
def _part() -> re.Pattern[str]:
    return re.compile(words().names["part"].pattern)


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(words().names["joint"].pattern)


def bodies(cell: str) -> tuple[str, ...]:
    """The bodies that a cell names, one string each.

    Notes on the part they take (（联合研制）) are left out; they may be all that divides two bodies. So is
    the name that a body had before. A bracket may say with whom (（联合体：乙公司）).
    """
    cell = regexes("cells")["former-name"].sub("", cell)
    marked = _part().sub("、", cell) if "(" in cell or "（" in cell else cell
    marked = _joint().sub(r"、\g<bodies>", marked) if "(" in marked or "（" in marked else marked
    inside, found, start = 0, [], 0
    cuts = {match.start(): match.end() for match in words().names["divide"].finditer(marked)}
    for at, char in enumerate(marked):
        if at in cuts and inside == 0 and at >= start:
            found.append(marked[start:at])
            start = cuts[at]
        inside += (char in "（(") - (char in "）)")
    found.append(marked[start:])
    names = words().names
    if marked != cell:
        found = [regexes("cells")["and-lead"].sub("", name.strip()) for name in found]
    cleaned = (names["consortium"].sub("", names["label"].sub("", name.strip())) for name in found)
    cleaned = (regexes("cells")["and-so-on"].sub("", name) for name in cleaned)
    return tuple(name for name in cleaned if name and not words().names["none"].match(name))


def widest(layout: Layout, cells: Iterable[Sequence[Range]]) -> int:
    """How wide the widest printed line of the cells of a column is."""
    return max((width(plain(line)) for cell in cells for line in _lines(layout, cell)), default=0)


def said(layout: Layout, cell: Sequence[Range], widest_line: int, by_hand: bool = False) -> str:
    """The text of a cell of bodies, in which a body may have lines of its own: a line that ends a body and
    is followed by what is a body too ends it, but for a branch, which keeps its parent.

    What has no legal form of its own (a mine, a plant) is rather the rest of the body above where that line
    is as wide as the `widest_line` of the column, so that the cell may have been broken there for its width.
    Where a line that ends a body had room for more, or who wrote the cell broke it (`by_hand`), what ends as
    one below it has a line of its own too.
    """
    by_hand = by_hand or _broken_by_hand(layout, cell)
    whole_body = regexes("cells")["whole-body"].search
    found: list[str] = []
    above, short = "", 0
    for line in map(plain, _lines(layout, cell)):
        full = not by_hand and width(above) + width(_first_word(line)) > widest_line
        ends = is_body if by_hand or (short and not full) else whole_body
        filled = full and not whole_body(line)
        if found and (filled or not (ends(found[-1].rstrip(_MARKS)) and _begins_body(line))):
            found[-1] = joined(found[-1], line)
        else:
            short += bool(found and not full)
            found.append(line)
        above = line
    whole = [text.rstrip(_MARKS) for text in found]
    by_room = by_hand or short == len(found) - 1
    holds = is_body if by_room else words().names["company"].search
    apart = len(found) > 1 and all(map(holds, whole)) and not any(map(_is_branch, whole))
    return "、".join(whole) if apart else text_at(layout.text.chars, cell)


def _first_word(line: str) -> str:
    word = _WORD.match(line)
    return word.group() if word else line[:1]


def _lines(layout: Layout, cell: Sequence[Range]) -> list[str]:
    """The printed lines of a cell; a space between two bodies parts them as a line does."""
    lines = [line for start, end in cell for line in _BREAK.split(layout.text.chars[start:end]) if line]
    return [part for line in lines for part in _apart(line)]


def _apart(line: str) -> list[str]:
    """The bodies that spaces part on a line; the line where they part anything else."""
    parts = line.split() if " " in line and not line.isascii() else []
    bodies = len(parts) > 1 and all(is_body(part) and not part.isascii() for part in parts)
    return parts if bodies and all(map(_begins_body, parts)) else [line]


def _broken_by_hand(layout: Layout, cell: Sequence[Range]) -> bool:
    """Whether lines inside a cell were broken by who wrote it, and not by the width of a column."""
    chars = layout.text.chars
    if any("<br" in chars[start:end] or len(_apart(chars[start:end])) > 1 for start, end in cell):
        return True
    stated = any("\n" in chars[start:end] or layout.text.cell_at(start) for start, end in cell)
    return stated and not layout.text.pages


def _begins_body(line: str) -> bool:
    """Whether `line` may begin another body than the one in the line above."""
    names = words().names
    goes_on = names["body_tail"].match(line) or regexes("cells")["and-lead"].match(line)
    return not (goes_on or _is_branch(line))


def _is_branch(text: str) -> bool:
    names = words().names
    return names["branch"].match(names["divide"].split(text)[0]) is not None
