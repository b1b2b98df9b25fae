"""Where pieces of a line of a PDF stand, from its characters with their boxes."""

from __future__ import annotations

from extract.readers.pdf_characters import Glyph
from extract.readers.pdf_spots import spots_of
from extract.text import Spot


def test_flat_character_belongs_to_the_piece_before_it() -> None:
    line = [Glyph("制", 0, 10, 10, 20), Glyph("氢", 10, 10, 20, 20), Glyph("一", 21, 14.5, 30, 15.5)]
    assert spots_of(line) == (Spot(0, 3, 0, 30, 10, 20),)


def test_flat_character_of_another_line_stays_where_it_is() -> None:
    line = [Glyph("氢", 10, 10, 20, 20), Glyph("一", 21, 34.5, 30, 35.5)]
    assert spots_of(line)[-1].top == 34.5
