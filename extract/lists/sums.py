"""Rows that add up others: a cell says so (小计, 合计3项), and the others hold nothing but sums and places."""

from __future__ import annotations

from collections.abc import Sequence

from extract.lists.places import known
from extract.lists.words import words
from extract.rules import regexes

_WORDS = "计共Tt"  # one of these a cell has that says it
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
    if not any(char in text for char in _WORDS):
        return False
    closed = regexes("cells")["total-spaced"].sub("计", text)
    return adds_up(closed.replace("|", " ").split())


def _is_total(text: str) -> bool:
    return (
        len(text) <= _LONGEST
        and any(char in text for char in _WORDS)
        and regexes("cells")["total"].match(text) is not None
    )
