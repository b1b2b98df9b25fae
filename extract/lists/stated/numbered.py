"""Headings between the rows of a table in cells of their own: the mark in one, the words in the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extract.lists.sums import adds_up, is_sum
from extract.lists.words import row_number
from extract.rules import regexes

_LEAST, _LEAST_WHOLE = 2, 3  # cells of a heading, of a row that bears no number


def numbered_headings(rows: Iterable[tuple[int, Sequence[str]]]) -> Mapping[int, str]:
    """Which of the `rows`, each with its place and the texts of its filled cells, are headings whose mark
    stands where others have their number, and what they say with it. None are where such marks number rows.
    """
    found: dict[int, str] = {}
    others = 0
    for at, texts in rows:
        if (heading := numbered_heading(texts)) is not None:
            found[at] = heading
        elif texts and _is_mark(texts[0]):
            return {}
        else:
            others += len(texts) >= _LEAST_WHOLE or bool(texts and row_number(texts[0]) is not None)
    return found if len(found) <= 2 * others else {}


def numbered_heading(texts: Sequence[str]) -> str | None:
    """The heading that a mark, words behind it and nothing but sums behind these make; None for others."""
    if len(texts) < _LEAST or not _is_mark(texts[0]):
        return None
    mark, words, *sums = texts
    if is_sum(words) or adds_up([words]) or not all(map(is_sum, sums)):
        return None
    return regexes("cells")["bare-mark"].sub(r"\g<0>、", mark) + words


def _is_mark(text: str) -> bool:
    return regexes("cells")["heading-mark"].match(text) is not None
