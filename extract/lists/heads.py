"""Where the head of a table stands among lines: a run of words that name columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extract.layout import Line
from extract.lists.cells import BODIES
from extract.lists.headings import labelled
from extract.lists.model import Column
from extract.lists.places import is_region, known
from extract.lists.words import (
    bare_heading,
    code_number,
    head_role,
    heading_level,
    is_title,
    row_number,
    words,
)
from extract.ranges import Ranges
from extract.rules import load, regexes

_TOKEN = re.compile(r"[^\s|]+")
_SENTENCE = re.compile(r"[。；，！？《》]")
_CALLS = "：:"  # ends a line that addresses somebody
_LONGEST_LINE = 120
_LONGEST_WORD = 24
_SHORTEST_PLACE = 2  # 片区 is none
_LONGEST_UNKNOWN = 12
_UNKNOWN_RUN = 2
_JOINED = 4
_LEAST_KNOWN = 3
_REACH = 40
_FIRST_ROWS, _LEAST_ALIKE = 8, 3  # lines below a head, and of those with as many pieces
_FIRST_ROW = 5  # lines from a head to the number of the first row
_ENDED_BY_ANY = frozenset({"body", "contact"})  # roles of heads that may begin with any word
_ONCE = frozenset({"number", "name", "region", "description"})


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: lines `first` to `last` of the layout, characters `start` to `end`, its
    columns.
    """

    first: int
    last: int
    start: int
    end: int
    columns: tuple[Column, ...]

    @property
    def words(self) -> frozenset[str]:
        """The heads as printed, without white space."""
        return frozenset(column.head for column in self.columns)


class _Token(NamedTuple):
    start: int
    end: int
    text: str
    line: int


def find_heads(lines: Sequence[Line], taken: Ranges) -> list[Head]:
    """Every run of lines that reads like the head of a table of projects, also repeated ones; none begins in
    the ranges `taken`.
    """
    found: list[Head] = []
    said = ""
    index = 0
    while index < len(lines):
        if taken.holds(lines[index].start):
            index += 1
            continue
        head = _head_at(lines, index) if _possible(lines[index]) else None
        below = bool(found) and found[-1].last + 1 == index
        head = head or (None if below else _open_head(lines, index))
        if found:
            reach = range(index, head.last + 1 if head else index + 1)
            head = next(filter(None, (_again(lines, at, found[-1], said) for at in reach)), head)
        if head is not None:
            found.append(head)
            said = "".join("".join(column.head.split()) for column in head.columns)
        index = head.last + 1 if head else index + 1
    return found


def _again(lines: Sequence[Line], first: int, head: Head, wanted: str) -> Head | None:
    """The head at line `first` if it says just what `head` says (`wanted`): a list goes on on the next
    page.
    """
    if lines[first].text[0] != wanted[:1]:
        return None
    read, last = "", first
    while last < min(first + _REACH, len(lines)) and not lines[last].furniture:
        read += "".join(lines[last].text.split())
        if read == wanted:
            return replace(head, first=first, last=last, start=lines[first].start, end=lines[last].end)
        if not wanted.startswith(read):
            return None
        last += 1
    return None


def column_heads(texts: Sequence[str]) -> tuple[Column, ...]:
    """The columns that the cells `texts` of the first row of a table name."""
    return settled([Column(head_role(text) or "other", _joined(text.split())) for text in texts])


def settled(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns, as they are meant beside one another: a code numbers the rows where nothing else does, and
    of several names that of a project is the name.
    """
    roles = [column.role for column in columns]
    current = {
        role for role, column in zip(roles, columns, strict=True) if not _is("former-head", column.head)
    }
    roles = [
        "other" if _is("former-head", column.head) and role in current else role
        for role, column in zip(roles, columns, strict=True)
    ]
    names = [at for at, role in enumerate(roles) if role == "name"]
    if names:
        best = max(names, key=lambda at: _says_name(columns[at].head))
        roles = ["other" if at in names and at != best else role for at, role in enumerate(roles)]
    if "code" in roles and "number" not in roles:
        roles[roles.index("code")] = "number"
    return tuple(
        column if column.role == role else Column(role, column.head)
        for column, role in zip(columns, roles, strict=True)
    )


def _says_name(head: str) -> tuple[bool, bool]:
    """How well a head says that its cells are names of projects: of the best the first is meant."""
    return _is("name-head", head), words().titles["project_name"].search(head) is not None


def _possible(line: Line) -> bool:
    if line.furniture or len(line.text) > _LONGEST_LINE:
        return False
    first = line.text[: _LONGEST_WORD + 1].split(None, 1)[0]
    return (
        len(first) <= _LONGEST_WORD
        and words().head_hint.search(line.text) is not None
        and not _SENTENCE.search(line.text)
        and (line.text[-1] not in _CALLS or len(line.text.split()) > 1)
    )


def _head_at(lines: Sequence[Line], first: int) -> Head | None:
    """The head whose first word opens line `first`.

    A word broken over lines (序 / 号) is joined; a word that is not known may stand between known ones, or
    close the
    head where the first row number follows it.
    """
    tokens: list[_Token] = []
    found: list[tuple[Column, _Token]] = []
    at = 0
    ahead = _lines_of_words(lines, first)
    while True:
        while len(tokens) < at + _JOINED + 1 and (words_of_line := next(ahead, None)) is not None:
            tokens += words_of_line
        if at >= len(tokens):
            break
        taken, column = _word(tokens, at)
        last = tokens[at + taken - 1]
        if column is None or _ends(found, column, last):
            break
        found.append((column, last))
        at += taken
        if [column.role for column, _ in found[-_UNKNOWN_RUN - 1 :]] == ["other"] * (_UNKNOWN_RUN + 1):
            break
    while len(tokens) < at + len(found) and (words_of_line := next(ahead, None)) is not None:
        tokens += words_of_line
    while found and found[-1][0].role == "other" and not _shares_line(found):
        if _first_row_follows(found, tokens[at:]):
            break
        at = tokens.index(found.pop()[1])
    if found and found[0][0].role == "other" and not _shares_line(found[:2]):
        return None
    columns = _with_name(settled([column for column, _ in found]))
    roles = {column.role for column in columns} - {"other", "code"}
    tails = words().tails
    if not any(column.role != "other" and not tails.fullmatch(column.head) for column in columns):
        return None
    if "name" not in roles or len(roles) < (2 if "number" in roles or _on_one_line(found) else 3):
        return None
    end = found[-1][1]
    return Head(first, end.line, lines[first].start, end.end, columns)


def _open_head(lines: Sequence[Line], at: int) -> Head | None:
    """The head that line `at` may be though it names no names: words that may all be heads, above rows with
    the numbers 1 and 2 or lines of as many pieces. What its columns are, their cells have to tell.
    """
    line = lines[at]
    if line.furniture or len(line.text) > _LONGEST_LINE or len(line.text.split(None, 2)) < _LEAST_KNOWN:
        return None
    counted = _may_count(lines, at)
    if not (counted or _shares_pieces(lines, at)):
        return None
    words_of_line = _tokens(line, at)
    if len(words_of_line) < _LEAST_KNOWN or not all(_may_be_head(word.text) for word in words_of_line):
        return None
    columns = settled([Column(head_role(word.text) or "other", word.text) for word in words_of_line])
    if counted and "number" not in [column.role for column in columns]:
        columns = (Column("number", columns[0].head), *columns[1:])
    return Head(at, at, line.start, line.end, columns)


def _shares_pieces(lines: Sequence[Line], at: int) -> bool:
    """Whether most of the next lines have as many pieces as line `at`."""
    wide = len(lines[at].text.split())
    ahead = [len(line.text.split()) for line in lines[at + 1 : at + 1 + _FIRST_ROWS] if not line.furniture]
    return wide > _LEAST_KNOWN and ahead.count(wide) >= _LEAST_ALIKE


def _may_count(lines: Sequence[Line], at: int) -> bool:
    """Whether rows with the numbers 1 and 2 follow line `at`, the first of them soon."""
    soon = (line.text.split(None, 1)[0] for line in lines[at + 1 : at + 1 + _FIRST_ROW])
    first = next((place for place, word in enumerate(soon, at + 1) if row_number(word) == 1), None)
    if first is None or row_number(lines[at].text[:1]) is not None:
        return False
    if any(_says_heads(line.text) for line in lines[at + 1 : first]):
        return False
    later = lines[first + 1 : first + 1 + _REACH]
    return any(row_number(line.text.split(None, 1)[0]) == 2 for line in later if not line.furniture)


def _says_heads(text: str) -> bool:
    """Whether a line is a head by its words: of what stands above it the numbers below say nothing."""
    parts = text.split()
    return len(parts) >= _LEAST_KNOWN and all(head_role(part) is not None for part in parts)


def _with_name(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns, with the one head that calls its cells projects of some kind (民生工程) as that of the
    names, where no other names them and the others say what the cells are.
    """
    roles = [column.role for column in columns]
    called = [
        at for at in range(len(columns)) if roles[at] == "other" and _is("called-project", columns[at].head)
    ]
    if "name" in roles or len(called) != 1 or len(set(roles) - {"other", "code"}) < _LEAST_KNOWN:
        return columns
    if not set(roles) & (BODIES | {"region", "site"}):
        return columns
    (at,) = called
    return (*columns[:at], Column("name", columns[at].head), *columns[at + 1 :])


def _first_row_follows(found: Sequence[tuple[Column, _Token]], behind: Sequence[_Token]) -> bool:
    """Whether the first row number stands where it would if the head ended here."""
    roles = [column.role for column in settled([column for column, _ in found])]
    place = roles.index("number") if "number" in roles else len(behind)
    text = behind[place].text if place < len(behind) else ""
    return 1 in (row_number(text), code_number(text))


def _is(rule: str, head: str) -> bool:
    return regexes("cells")[rule].search(head) is not None


def _interrupts(line: Line) -> bool:
    """Whether `line` is a heading that bears a number or a label, or a note (单位：万元), over which no head
    goes on; a unit alone (（万吨）) is the rest of a word.
    """
    note = words().titles["note"].match(line.text) and not words().measure.fullmatch(
        f"{load('cells')['amount-word'].value}{line.text}"
    )
    return bool(words().heading_mark.match(line.text) or note or labelled(line.text))


def _ends(found: Sequence[tuple[Column, _Token]], column: Column, token: _Token) -> bool:
    """Whether the head is over before `column`: it comes back, or it is an unknown word below a head on one
    line.
    """
    known = {before.head for before, _ in found} | {before.role for before, _ in found} & _ONCE
    if column.head in known:
        return True
    named_so = _is("whole-head", column.head) or (found and found[-1][1].line == token.line)
    if column.role in known and not (column.role == "name" and named_so):
        return True
    below = len(found) >= 3 and _on_one_line(found) and token.line != found[-1][1].line
    return below and column.role == "other"


def _on_one_line(found: Sequence[tuple[Column, _Token]]) -> bool:
    return len({token.line for _, token in found}) == 1


def _shares_line(found: Sequence[tuple[Column, _Token]]) -> bool:
    line = found[-1][1].line
    return any(column.role != "other" and token.line == line for column, token in found)


def _word(tokens: Sequence[_Token], at: int) -> tuple[int, Column | None]:
    """How many tokens the head word at `at` takes, and the column it names.

    Of the ways to cut the next tokens into words the one with the most known words wins; two words in a row
    that say
    the same (项目 / 名称) are rather one.
    """
    ahead = tokens[at : at + _JOINED]
    texts = [token.text for token in ahead[: _apart(ahead)]]
    _, taken = _reading(tuple(texts))
    if not taken:
        return 1, None
    text = _joined(texts[:taken])
    return taken, Column(head_role(text) or "other", text)


def _apart(tokens: Sequence[_Token]) -> int:
    """How many of the tokens may be of one word: two on one line, parted by a space, are not where both are
    long, or the second is and says enough alone.
    """
    pairs = enumerate(pairwise(tokens), start=1)
    return next(
        (
            at
            for at, (one, other) in pairs
            if one.line == other.line and (_long(one, other) or (_long(other) and head_role(other.text)))
        ),
        len(tokens),
    )


def _long(*tokens: _Token) -> bool:
    return all(len(token.text) >= _JOINED and not token.text.isascii() for token in tokens)


def _joined(parts: Sequence[str]) -> str:
    return (" " if all(part.isascii() for part in parts) else "").join(parts)


@lru_cache(maxsize=1024)
def _reading(texts: tuple[str, ...], before: str = "") -> tuple[float, int]:
    """Score of the best way to read `texts` as heads, and how many of them its first word takes (0: none)."""
    best = (0.0, 0)
    if is_title(texts[0]) or _is_place(texts[0]):
        return best
    for size in range(1, len(texts) + 1):
        if (
            _SENTENCE.search(texts[size - 1])
            or row_number(texts[size - 1]) is not None
            or (size > 1 and _is("whole-head", texts[size - 2]))
        ):
            break
        text = _joined(texts[:size])
        role = head_role(text)
        if (
            role in _ENDED_BY_ANY
            and size > 1
            and len(texts[size - 1]) >= _JOINED
            and head_role(texts[size - 1])
        ):
            continue
        if role is None and (size > 1 or not _may_be_head(text)):
            continue
        if role is None and len(text) >= _JOINED and _is("called-project", text):
            role = "name"
        score = -0.5 if role is None else -0.75 if role == before else 1.0
        rest = _reading(texts[size:], role or "")[0] if size < len(texts) else 0.0
        if score + rest > best[0] or not best[1]:
            best = (score + rest, size)
    return best


def _may_be_head(text: str) -> bool:
    return (
        len(text) <= _LONGEST_UNKNOWN
        and row_number(text) is None
        and not _SENTENCE.search(text)
        and not is_title(text)
        and heading_level(text) is None
        and not _is_place(text)
        and not (words().total.match(text) or _is("counted", text))
    )


def _is_place(text: str) -> bool:
    """Whether a word is a cell of a column of regions or a heading of rows (甲市（3个）), no head of one."""
    bare = bare_heading(text)
    named = is_region(bare) or (len(bare) > _SHORTEST_PLACE and known(bare))
    return named and head_role(text) is None


def _lines_of_words(lines: Sequence[Line], first: int) -> Iterator[list[_Token]]:
    """The words of line `first` and of those behind it, over which a head may go on, line by line."""
    for index in range(first, min(first + _REACH, len(lines))):
        if _interrupts(lines[index]):
            return
        yield _tokens(lines[index], index)


def _tokens(line: Line, index: int) -> list[_Token]:
    """The words of a line; none where the line is too long for a head, or furniture."""
    if line.furniture or len(line.text) > _LONGEST_LINE:
        return []
    return [
        _Token(line.start + match.start(), line.start + match.end(), match.group(), index)
        for match in _TOKEN.finditer(line.text)
    ]
