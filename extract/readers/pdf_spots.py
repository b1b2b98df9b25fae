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


def _full_height(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The same; one that is told without the room around it, as 一 may be, is as high as the one before."""
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
    start = last = None
    for at in range(first, len(glyphs)):
        char, left, top, _, bottom = glyphs[at]
        if char.isspace():
            continue
        if start is not None and last is not None:
            gap, room = left - glyphs[last].right, _GAP * (bottom - top)
            if gap > room or gap < -2 * room:
                yield start, last + 1
                start = at
        start = at if start is None else start
        last = at
    if start is not None and last is not None:
        yield start, last + 1


def _spot(glyphs: Sequence[Glyph], start: int) -> Spot:
    return Spot(
        start,
        start + len(glyphs),
        min(glyph.left for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )


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
