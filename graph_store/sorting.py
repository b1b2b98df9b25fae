"""Many lines in order, in memory that does not grow with their number."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice

MOST = 200_000  # lines that are sorted at once
MOST_OPEN = 200  # files that are read at once


def sorted_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines, which have no ends, in order."""
    rest = iter(lines)
    runs: list[Iterable[str]] = []
    while run := sorted(islice(rest, MOST)):
        runs.append(run if len(run) < MOST else _spooled(run))
    return merged(runs)


def merged(runs: list[Iterable[str]]) -> Iterator[str]:
    """The lines of many sorted runs in order, however many there are."""
    while len(runs) > MOST_OPEN:
        groups = [runs[start : start + MOST_OPEN] for start in range(0, len(runs), MOST_OPEN)]
        runs = [_spooled(heapq.merge(*group)) for group in groups]
    return heapq.merge(*runs)


def _spooled(lines: Iterable[str]) -> Iterator[str]:
    """The lines, put away in a file at once and taken from it later."""
    file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 - read after this call
    file.writelines(f"{line}\n" for line in lines)
    file.seek(0)
    return (line[:-1] for line in file)
