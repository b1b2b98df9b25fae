"""Lists that a table prints side by side: all heads come again further right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.lists.stated.grids import Grid
from extract.lists.words import head_role

_LEAST_LISTS = 2
_MOST_ACROSS = 2  # cells of a heading: its mark and its words

Span = slice


def lists_abreast(heads: Sequence[str]) -> tuple[Span, ...]:
    """The columns of each of the lists that stand side by side below `heads`; nothing where it is one."""
    starts = [at for at, head in enumerate(heads) if head and head == heads[0]]
    said = [_said(heads[start:end]) for start, end in pairwise([*starts, len(heads)])]
    if len(said) < _LEAST_LISTS or any(other != said[0] for other in said):
        return ()
    known = {"number", "name"} <= set(map(head_role, said[0]))
    return tuple(slice(start, start + len(said[0])) for start in starts) if known else ()


def _said(heads: Sequence[str]) -> list[str]:
    """The heads up to the last that says something: what stands between two lists is empty."""
    last = max(at for at, head in enumerate(heads) if head)
    return ["".join(head.split()) for head in heads[: last + 1]]


def one_below_the_other(grid: Grid, first: int, spans: Sequence[Span]) -> Grid:
    """The rows of `grid` from `first` on, those of each of the lists `spans` below those of the one before;
    what stands across the lists keeps its place between their rows.
    """
    order = list(_order(grid, first, spans))
    return replace(
        grid,
        rows=tuple(grid.rows[at][span] for at, span in order),
        below=tuple(grid.below[at][span] for at, span in order),
        rests=frozenset(to for to, (at, _) in enumerate(order) if at in grid.rests),
        spread={},
    )


def _order(grid: Grid, first: int, spans: Sequence[Span]) -> Iterator[tuple[int, Span]]:
    """The rows of all lists, in which the rows between two that stand across are read list by list."""
    block: list[int] = []
    for at, row in enumerate(grid.rows[first:], first):
        if any(row[spans[0].stop :]) or sum(map(bool, row)) > _MOST_ACROSS:
            block.append(at)
            continue
        yield from _list_by_list(block, spans)
        yield at, spans[0]
        block = []
    yield from _list_by_list(block, spans)


def _list_by_list(rows: Sequence[int], spans: Sequence[Span]) -> Iterator[tuple[int, Span]]:
    for span in spans:
        yield from ((row, span) for row in rows)
