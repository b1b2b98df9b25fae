"""Which of the first rows of a table are its head, and what that says of each column.

A head is known by what it is not: where a column holds numbers, places, bodies or figures, the cell of a head
is none of them. Words that heads are known by add to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extract.lists.contents import kinds_of, shares
from extract.lists.headings import is_summed_heading
from extract.lists.items.facts import begins_with_label
from extract.lists.words import head_role, row_number, words
from extract.rules import regexes

_REACH, _MOST_HEADS, _SAMPLE = 5, 4, 200
TOLD_BY = _REACH + _SAMPLE + 1  # so many rows tell the head of a table, whatever follows
_TYPED = ("number", "place", "body", "figure", "period", "phone", "person", "nature", "prose", "project")
_MOST = 0.6
_LONGEST_LABEL = 24
_LABEL = 12
_LONGEST_UNDER = 14
OVER = (
    None,
    "scale",
    "amount",
    "description",
    "period",
    "site",
)  # roles of what may stand over several heads

Texts = Sequence[str]


class HeadRows(NamedTuple):
    """The rows `first` up to `end` are the head, and `texts` what it says of each column; where the table has
    none, `first` equals `end` and the texts are empty.
    """

    first: int
    end: int
    texts: tuple[str, ...]

    @property
    def missing(self) -> bool:
        """Whether the table begins with its first row."""
        return self.first == self.end


def head_rows(rows: Sequence[Texts], below: Sequence[Sequence[bool]]) -> HeadRows:
    """The head of the table of the cells `rows`; `below[r][c]` says that a cell is one with that above it."""
    wide = len(rows[0]) if rows else 0
    first = next((at for at, row in enumerate(rows[:_REACH]) if _is_wide(row)), 0)
    kinds = _kinds_below(rows, first)
    votes = [_votes(row, kinds) for row in rows[first : first + _REACH]]
    start = next((at for at, vote in enumerate(votes) if vote > 0), None)
    if start is None or any(vote <= -2 for vote in votes[:start]):
        return HeadRows(first, first, ("",) * wide)
    start += first
    end = start + 1
    while end < min(start + _MOST_HEADS, len(rows) - 1) and _goes_on(
        rows[end], below[end], rows[end - 1], kinds
    ):
        end += 1
    shifted = _shifted(rows[start], rows[start + 1]) if start + 1 < len(rows) else None
    if shifted is not None:
        return HeadRows(start, start + 2, tuple(shifted))
    texts = [_said([rows[at] for at in range(start, end)], column) for column in range(wide)]
    return HeadRows(start, end, tuple(_spread(texts, kinds)))


def _is_wide(row: Texts) -> bool:
    return len({text for text in row if text}) > 1


def _kinds_below(rows: Sequence[Texts], first: int) -> list[frozenset[str]]:
    """For each column what most of its cells are, but for the first rows, which may be the head."""
    body = [row for row in rows[first + 1 : first + 1 + _SAMPLE] if _is_wide(row)]
    body = body[min(_MOST_HEADS - 1, len(body) // 3) :]
    found = []
    for column in range(len(rows[0]) if rows else 0):
        told = shares([row[column] for row in body]) if body else {}
        found.append(frozenset(kind for kind in _TYPED if told.get(kind, 0.0) >= _MOST))
    return found


def _votes(row: Texts, kinds: Sequence[frozenset[str]]) -> float:
    """How much speaks for `row` as a row of the head: more than 0 where it is one."""
    told = [text for text in row if text]
    if not _is_wide(row) or words().total.match(told[0]) or is_summed_heading(told):
        return -1.0
    if all(map(begins_with_label, told)):  # 编制部门：甲部　金额单位：万元
        return 0.0
    votes = 0.0
    for text, wanted in zip(row, kinds, strict=True):
        if not text:
            continue
        known = head_role(text) is not None
        if len(text) > _LONGEST_LABEL and not known:
            votes -= 1.0
        elif known and not (wanted & kinds_of(text) - {"place"}):
            votes += 1.0
        elif wanted & kinds_of(text):
            votes -= 2.0 if "number" in wanted else 1.0
        elif wanted:
            votes += 1.0
        else:
            votes += 0.25 if len(text) <= _LABEL and row_number(text) is None else -0.5
    return votes


def _goes_on(row: Texts, below: Sequence[bool], above: Texts, kinds: Sequence[frozenset[str]]) -> bool:
    """Whether the head goes on with `row`, which stands below its row `above`: one of words that name
    columns, or that stand under others.
    """
    if all(above) and len(set(above)) == len(above) and not any(below):
        return sum(head_role(text) is not None for text in row) > len(row) / 2
    own = [text if not again else "" for text, again in zip(row, below, strict=True)]
    if not any(own) or any(row_number(text) is not None for text in own):
        return False
    told = [text for text in own if text]
    if not any(below) and len(told) == sum(map(bool, row)) and len(told) < 2:
        return False
    return _votes(own, kinds) > 0 if len(set(told)) > 1 else any(below) and len(told[0]) <= _LONGEST_UNDER


def _said(rows: Sequence[Texts], column: int) -> str:
    """What the rows of a head say of a column together; a cell that stands over several holds for those
    behind it in which nothing stands.
    """
    parts: list[str] = []
    for at, row in enumerate(rows):
        text = row[column]
        if not text and any(below[column] for below in rows[at + 1 :]):
            text = next((row[left] for left in range(column - 1, -1, -1) if row[left]), "")
        if text and text not in parts:
            parts.append(text)
    whole = "".join(parts)
    known = (text for text in (whole, *reversed(parts)) if head_role(text) is not None)
    return next(known, whole)


def _spread(texts: Sequence[str], kinds: Sequence[frozenset[str]]) -> list[str]:
    """The heads of the columns where one stands over several: it may say one thing of each (类别／序号), and
    what numbers rows (序号) heads the column with numbers.
    """
    found = list(texts)
    for at, text in enumerate(texts):
        wide = next((more for more, other in enumerate(texts[at + 1 :], 1) if other), len(texts) - at)
        if not text or wide == 1:
            continue
        parts = [part for part in regexes("cells")["head-parts"].split(text) if part]
        if len(parts) == wide and any(map(head_role, parts)):
            found[at : at + wide] = parts
        elif head_role(text) == "number" and "number" not in kinds[at]:
            numbered = [place for place in range(at + 1, at + wide) if "number" in kinds[place]]
            if len(numbered) == 1:
                found[at], found[numbered[0]] = "", text
    return found


def _shifted(texts: Texts, below: Texts) -> list[str] | None:
    """The heads of a table where one of `texts` stands over several, `below`, and those behind it therefore
    too far left; None where that is not so.
    """
    filled, under = [text for text in texts if text], [text for text in below if text]
    over = len(texts) - len(filled)
    if (
        not over
        or list(texts[: len(filled)]) != filled
        or len(under) != over + 1
        or list(below[: over + 1]) != under
    ):
        return None
    if any(row_number(text) is not None or len(text) > _LONGEST_UNDER for text in under):
        return None
    wide = next((at for at, text in enumerate(filled) if head_role(text) in OVER), None)
    if wide is None:
        return None
    return [*filled[:wide], *(filled[wide] + text for text in under), *filled[wide + 1 :]]
