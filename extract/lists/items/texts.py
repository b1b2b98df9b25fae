"""An item as one text, its lines put together, and where each of its characters stands in the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.layout import Line
from extract.lists.model import Range
from extract.rules import regexes


@dataclass(frozen=True, slots=True)
class Joined:
    """The text of an item and the place of each of its characters."""

    text: str
    places: tuple[int, ...]

    def ranges(self, start: int, end: int) -> tuple[Range, ...]:
        """Where the characters `start` to `end` stand in the document."""
        found: list[list[int]] = []
        for place in self.places[start:end]:
            if found and place == found[-1][1]:
                found[-1][1] = place + 1
            else:
                found.append([place, place + 1])
        return tuple((first, last) for first, last in found)


def put_together(lines: Sequence[Line], joins: Iterable[str]) -> Joined:
    """The `lines` of an item as one text, what stands between each two of them taken from `joins`; without
    what closes the item, and without the marks of emphasis.
    """
    text, places = "", list[int]()
    for line, join in zip(lines, ["", *joins], strict=True):
        text += join + line.text
        places += [line.start - 1] * len(join)
        places += range(line.start, line.end)
    said = _said(text)
    return Joined(
        "".join(text[start:end] for start, end in said),
        tuple(place for start, end in said for place in places[start:end]),
    )


def text_of(text: str) -> str:
    """`text`, the lines of an item, without what closes it and without the marks of emphasis."""
    return "".join(text[start:end] for start, end in _said(text))


def _said(text: str) -> list[Range]:
    """The stretches of `text` that are no mark, up to what closes it."""
    rules = regexes("items")
    kept = len(rules["end"].sub("", text))
    marks = [mark.span() for mark in rules["emphasis"].finditer(text[:kept])]
    starts, ends = [0, *(end for _, end in marks)], [*(start for start, _ in marks), kept]
    return list(zip(starts, ends, strict=True))
