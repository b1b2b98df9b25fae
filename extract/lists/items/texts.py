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
    kept = len(regexes("items")["end"].sub("", text))
    marked = {at for mark in regexes("items")["emphasis"].finditer(text[:kept]) for at in range(*mark.span())}
    said = [at for at in range(kept) if at not in marked]
    return Joined("".join(text[at] for at in said), tuple(places[at] for at in said))
