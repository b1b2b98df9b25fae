"""Where on a PDF page pieces of lines stand: what a table without rules is read by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extract.readers.pdf_characters import Glyph
from extract.text import Spot

_GAP = 0.3  # of the height of a line, between two pieces
_BORDER = 0.8  # ... between two columns
_LEAST_LEVELS = 3
_FLAT = 0.4  # of the height of the character before


def spots_of(glyphs: Sequence[Glyph]) -> tuple[Spot, ...]:
    """The pieces of a line of `glyphs`, from its first character that is no white space on."""
    glyphs = _full_height(glyphs)
    first = next((at for at, glyph in enumerate(glyphs) if not glyph.char.isspace()), len(glyphs))
    return tuple(_spot(glyphs[start:end], start - first) for start, end in _cuts(glyphs, first))


def _full_height(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """The same; one that is told without the room around it, as 一 may be, is as high as the one before."""
    heights = [bottom - top for _, _, top, _, bottom in glyphs]
    if min(heights, default=0.0) >= _FLAT * max(heights, default=0.0):
        return glyphs
    full: list[Glyph] = []
    before: Glyph | None = None
    for glyph in glyphs:
        flat = before and glyph.bottom - glyph.top < _FLAT * (before.bottom - before.top)
        if before and flat and before.top <= glyph.top <= before.bottom:
            full.append(glyph._replace(top=before.top, bottom=before.bottom))
        else:
            full.append(glyph)
        before = before if glyph.char.isspace() else full[-1]
    return full


def _cuts(glyphs: Sequence[Glyph], first: int) -> Iterator[tuple[int, int]]:
    start, last, end = first, first, 0.0
    for at in range(first, len(glyphs)):
        char, left, top, right, bottom = glyphs[at]
        if char.isspace():
            continue
        gap, room = left - end, _GAP * (bottom - top)
        if at > first and (gap > room or gap < -2 * room):
            yield start, last + 1
            start = at
        last, end = at, right
    if first < len(glyphs):
        yield start, last + 1


def _spot(glyphs: Sequence[Glyph], start: int) -> Spot:
    _, lefts, tops, rights, bottoms = zip(*glyphs, strict=True)
    return Spot(start, start + len(glyphs), min(lefts), max(rights), min(tops), max(bottoms))


def sets_columns_apart(spots: Iterable[Spot], goes_on: bool) -> bool:
    """Whether pieces of a page stand beside one another, as those of columns do, on a few heights.

    On one where a table of the page before `goes_on`.
    """
    right: dict[int, float] = {}
    apart: Counter[int] = Counter()
    for spot in sorted(spots, key=lambda spot: spot.left):
        height = max(spot.bottom - spot.top, 1.0)
        level = round((spot.top + spot.bottom) / height)
        apart[level] += level in right and spot.left - right[level] > _BORDER * height
        right[level] = max(right.get(level, spot.right), spot.right)
    return sum(count > 0 for count in apart.values()) >= (1 if goes_on else _LEAST_LEVELS)
