"""Rows that add up others: a cell says so (小计, 合计3项), the others hold nothing but sums and places."""

from __future__ import annotations

from collections.abc import Sequence

from extract.lists.places import known
from extract.lists.words import words
from extract.rules import regexes

_LONGEST = 40


def is_sum(text: str) -> bool:
    """Whether a cell may be the sum of those below a heading or above a total."""
    return regexes("cells")["sum"].fullmatch(text) is not None


def adds_up(texts: Sequence[str]) -> bool:
    """Whether the cells `texts` of a row, in whatever columns, say that it adds up others."""
    told = ["".join(text.split()) for text in texts]
    said = [_is_total(text) for text in told]
    return any(said) and all(
        total or is_sum(text) or known(text) or words().names["none"].match(text) is not None
        for text, total in zip(told, said, strict=True)
        if text
    )


def is_total_line(text: str) -> bool:
    """Whether a printed line is such a row, its cells parted by spaces or bars."""
    rules = regexes("cells")
    if not rules["total-hint"].search(text):
        return False
    return adds_up(rules["total-spaced"].sub("", text).replace("|", " ").split())


def _is_total(text: str) -> bool:
    rules = regexes("cells")
    told = len(text) <= _LONGEST and rules["total-hint"].search(text)
    return bool(told) and rules["total"].match(text) is not None
