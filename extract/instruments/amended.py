"""What a text puts in the place of another one's words, between quotes: no document begins there."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from extract.ranges import Ranges
from extract.rules import regexes


def amended(chars: str) -> Ranges:
    """The ranges of `chars` that stand between quotes as new words of another text (修改为：“…”)."""
    rules = regexes("documents")
    opens = [(match.end(), _mark(match.group())) for match in rules["amends"].finditer(chars)]
    if not opens:
        return Ranges(())
    ends = [(match.start(), match["mark"]) for match in rules["quote-ends"].finditer(chars)]
    places = {mark: [at for at, one in ends if one == mark] for mark in '”"'}
    found = []
    for (start, mark), (following, _) in pairwise([*opens, (len(chars) + 1, "")]):
        closing = places[mark]
        at = bisect_left(closing, start)
        while at + 1 < len(closing) and closing[at] < following and _goes_on(chars, closing[at]):
            at += 1
        if at < len(closing) and closing[at] < following:
            found.append((start, closing[at]))
    return Ranges(found)


def _goes_on(chars: str, end: int) -> bool:
    """Whether the next paragraph, too, stands between quotes."""
    return regexes("documents")["quote-goes-on"].match(chars, end) is not None


def _mark(printed: str) -> str:
    return '"' if printed.endswith('"') else "”"
