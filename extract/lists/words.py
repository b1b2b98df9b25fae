"""The words that lists are known by: heads of columns, titles, headings, endings of names. Data:
words.yaml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from extract.rules import regexes
from extract.rules.batteries import Battery
from extract.rules.kept import compiled
from ontology.data import from_yaml

_UNSAID = (None, "body", "user", "lead")
_BRACKETS = re.compile(r"[（(\[【][^（）()\[\]【】]*[）)\]】]?")
_MARKS = re.compile(r"<br\s*/?>|(?<!\*)\*\*(?!\*)|</?(?:b|strong|em|i)>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:https?:|/|#|\.)[^()\s]*\)")
_LATIN = re.compile("[A-Za-z]")
_TWICE = re.compile("[A-Za-z/|、]")  # a head in two languages, or of two parts, has one of these
_NARROW = re.compile("[\x00-\u1fff]+")
_SHORTEST_HEAD, _LONGEST_HEAD = 2, 24
_LONGEST_BLANK = 60
_LONGEST_TITLE = 160  # halves of a Chinese character
_TWO = 2
PLAIN_HEADING = 6  # the level of a heading that bears no mark
# What Markdown and word processors put around a title.
MARKUP = "*#_ \t\u3000"


@dataclass(frozen=True)
class Words:
    """The patterns of words.yaml, compiled."""

    heads: Mapping[str, re.Pattern[str]]
    head_hint: re.Pattern[str]
    titles: Mapping[str, re.Pattern[str]]
    names: Mapping[str, re.Pattern[str]]
    headings: tuple[tuple[int, re.Pattern[str]], ...]
    heading_mark: re.Pattern[str]
    heading_tail: re.Pattern[str]
    class_heading: re.Pattern[str]
    row_number: re.Pattern[str]
    code: re.Pattern[str]
    closing: re.Pattern[str]
    measure: re.Pattern[str]
    total: re.Pattern[str]
    tails: re.Pattern[str]


@cache
def words() -> Words:
    """The words, read once."""
    data = _data("words.yaml")
    return Words(
        heads={role: _any(ways.values()) for role, ways in data["heads"].items()},
        head_hint=compiled(data["head_hint"], re.IGNORECASE),
        titles={key: compiled(value, re.IGNORECASE) for key, value in data["titles"].items()},
        names={key: compiled(value, re.IGNORECASE) for key, value in data["names"].items()},
        headings=tuple(
            (item["level"], compiled(item["pattern"], re.IGNORECASE)) for item in data["headings"]
        ),
        heading_mark=compiled(data["heading_mark"]),
        heading_tail=compiled(data["heading_tail"]),
        class_heading=compiled(data["class_heading"]),
        row_number=compiled(data["row_number"]),
        code=compiled(data["code"]),
        closing=compiled(data["closing"]),
        measure=compiled(data["measure"]),
        tails=compiled(data["tails"]),
        total=compiled(data["total"], re.IGNORECASE),
    )


@cache
def costs() -> Mapping[str, Any]:
    """The costs of the search, by name."""
    return _data("costs.yaml")


def _data(name: str) -> dict[str, Any]:
    found: dict[str, Any] = from_yaml((Path(__file__).parent / name).read_text(encoding="utf-8"), name)
    return found


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return compiled("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


@cache
def _heads() -> Battery[str]:
    """The roles of heads without Latin letters, each with the patterns of one way to say it."""
    return Battery(
        (role, compiled(pattern))
        for role, ways in _data("words.yaml")["heads"].items()
        for pattern in ways.values()
    )


def _role_of(bare: str) -> str | None:
    if _LATIN.search(bare):
        heads = words().heads.items()
        return next((role for role, pattern in heads if pattern.fullmatch(bare)), None)
    ways = _heads().within(bare, 0, len(bare))
    return next((role for role, pattern in ways if pattern.fullmatch(bare)), None)


@lru_cache(maxsize=4096)
def head_role(head: str) -> str | None:
    """The role that the words `head` of a column give it, or None where they say nothing known."""
    folded = unicodedata.normalize("NFKC", head)
    latin = folded.isascii()
    bare = regexes("cells")["margin"].sub("", _BRACKETS.sub("", folded))
    bare = " ".join(bare.split()) if latin else "".join(bare.split())
    if not bare or len(bare) > (2 * _LONGEST_HEAD if latin else _LONGEST_HEAD):
        return None
    found = (
        _role_uncounted(bare) or _role_of(bare) or ("amount" if "(" in folded and is_measure(head) else None)
    )
    if found in _UNSAID and (inside := _BRACKETS.search(folded)):
        # What stands in the bracket says it of a head that leaves it open: 应用单位（实施主体）.
        found = "implementer" if head_role(inside.group()[1:-1]) == "implementer" else found
    return found if found or latin or not _TWICE.search(folded) else _role_of_parts(folded)


def _role_uncounted(bare: str) -> str | None:
    """The role of a head that counts the columns of one part (合作单位1); None where it does not."""
    rules = regexes("cells")
    without = rules["ordinal"].sub("", bare) if rules["may-count"].search(bare) else bare
    return _role_of(without) if without and without != bare else None


def is_counted(head: str) -> bool:
    """Whether the head of a column counts it among those that say the same (合作单位1, 合作单位2)."""
    return (
        regexes("cells")["ordinal"].search("".join(unicodedata.normalize("NFKC", head).split(" ")))
        is not None
    )


def _role_of_parts(head: str) -> str | None:
    """The role of a head that says one thing in two languages (项目名称 Project), or two things of which one
    is the number of the row (类别/序号); None where it is neither.
    """
    twice = _LATIN.search(head) and regexes("cells")["head-twice"].fullmatch(" ".join(head.split()))
    if twice:
        latin = twice["first"] or twice["behind"]
        own, other = head_role(twice["own"]), head_role(latin)
        if other is None:
            return None if latin.isupper() else own
        return other if own in (None, "name") else own
    parts = [part for part in regexes("cells")["head-parts"].split(head) if part]
    if len(parts) != _TWO:
        return None
    roles = {head_role(part) for part in parts}
    return "number" if "number" in roles else next(iter(roles)) if len(roles) == 1 else None


@lru_cache(maxsize=4096)
def only_heads(text: str) -> bool:
    """Whether `text` is nothing but heads of columns: one, or several run together (项目单位建设地点).

    Of several none may be what names of projects end with as well (能源领域示范项目).
    """
    if head_role(text) is not None:
        return not is_measure(text)
    return len(text) <= 2 * _LONGEST_HEAD and _run_of_heads(text)


def says_nothing(text: str) -> bool:
    """Whether a cell holds but a word for none (无, 待定) or what a form prints in it to be filled in."""
    if words().names["none"].match(text):
        return True
    return len(text) <= _LONGEST_BLANK and regexes("cells")["form-blank"].search(text) is not None


@lru_cache(maxsize=4096)
def _run_of_heads(text: str) -> bool:
    role = head_role(text)
    if role == "name":
        return regexes("cells")["name-head"].search(text) is not None
    if role is not None:
        return not is_measure(text)
    cuts = range(_SHORTEST_HEAD, len(text) - _SHORTEST_HEAD + 1)
    return any(_run_of_heads(text[:cut]) and _run_of_heads(text[cut:]) for cut in cuts)


def is_measure(text: str) -> bool:
    """Whether `text` ends with a unit in brackets, as heads of numbers do and names of projects may; what
    ends with a count (甲市（3个）) heads rows.
    """
    return (
        not regexes("cells")["counted"].search(text)
        and words().measure.fullmatch("".join(unicodedata.normalize("NFKC", text).split())) is not None
    )


def code_number(text: str) -> int | None:
    """The number that a code ends with (A-03, 示范〔2024〕007号), or None."""
    if len(text) > _LONGEST_HEAD:
        return None
    found = words().code.match(unicodedata.normalize("NFKC", text).strip())
    return int(found[1]) if found else None


def unmarked(cell: str) -> str:
    """The text of a cell without the marks that Markdown leaves in it: line breaks, emphasis, the targets of
    links.
    """
    return (
        _MARKS.sub("", _LINK.sub(r"\1", cell)).strip() if "<" in cell or "[" in cell or "*" in cell else cell
    )


def row_number(text: str) -> int | None:
    """The number that `text` is, as rows are numbered (3, 3., （3）, 第3项), or None."""
    return _row_number(text) if len(text) <= 8 else None


@lru_cache(maxsize=4096)
def _row_number(text: str) -> int | None:
    found = words().row_number.match(unicodedata.normalize("NFKC", text).strip())
    return int(next(group for group in found.groups() if group)) if found else None


def width(text: str) -> int:
    """How wide `text` is printed: 2 for a Chinese character, 1 for a Latin one."""
    return 2 * len(text) - sum(map(len, _NARROW.findall(text)))


@lru_cache(maxsize=4096)
def heading_level(text: str) -> int | None:
    """The level of the heading that the line `text` is, or None."""
    for level, pattern in words().headings:
        if pattern.match(text):
            return level
    return None


def bare_heading(heading: str) -> str:
    """A heading without its mark (一、) and without the count behind it (（12个）)."""
    return words().heading_tail.sub("", words().heading_mark.sub("", heading)).strip()


def is_list_title(text: str) -> bool:
    """Whether the line `text` is the title of a list of whatever there is."""
    return width(text) <= _LONGEST_TITLE and _is_list_title(text)


@lru_cache(maxsize=4096)
def _is_list_title(text: str) -> bool:
    return words().titles["line"].fullmatch(text) is not None


def is_title(line: str) -> bool:
    """Whether `line` reads like the title of a table, or its mark (附表2)."""
    text = line.strip(MARKUP)
    titles = words().titles
    return is_list_title(text) or titles["mark"].match(text) is not None
