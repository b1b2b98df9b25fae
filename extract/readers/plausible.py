"""How likely characters are as the text of a Chinese or English document.

A wrong encoding, or a font without a usable map, turns text into characters that exist but nobody writes.
GB 2312 and Big5 each have a first level of everyday characters; wrong text falls on them only by chance.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache

_EVERYDAY = (("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC6)))  # lead bytes of level 1
# Among the hundred characters that official Chinese uses most; any text of some length is full of them.
_MOST_USED = frozenset("的一是在不了有和人中大为上国年到公司市地政会部发行项能第号及工作理应业关以建全产")
_SURE_CATEGORIES = frozenset({"Co", "Cn", "Cs", "Cc"})
_ENOUGH = 200
_WRITTEN = (
    (0x20, 0x7E),
    (0xA0, 0x17F),  # Latin with marks, degree and middle dot
    (0x370, 0x3FF),  # Greek
    (0x2010, 0x2BFF),  # punctuation, superscripts, units, arrows, mathematics, circled numbers, marks
    (0x3000, 0x303F),
    (0x3200, 0x33FF),  # enclosed ideographs and squared units
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFF5E),
    (0xFFE0, 0xFFE6),
)


def everyday_share(chars: str) -> float:
    """Share (0..1) of the characters beyond ASCII that are everyday Chinese or marks; 1.0 without any."""
    return _share(chars, lambda char: ord(char) > 0x7E and not char.isspace(), _everyday, 1.0)


def most_used_share(chars: str) -> float:
    """Share (0..1) of the ideographs that are among the most used; 1.0 where they are too few."""
    return _share(chars, lambda char: "\u4e00" <= char <= "\u9fff", _MOST_USED.__contains__, 1.0, _ENOUGH)


def never_written_share(chars: str) -> float:
    """Share (0..1) of the characters, white space aside, that no text holds: private, control, U+FFFD …"""
    return _share(chars, lambda char: not char.isspace(), _never_written, 0.0)


def _share(
    chars: str, counts: Callable[[str], bool], holds: Callable[[str], bool], none: float, least: int = 1
) -> float:
    """Of the characters that count, the share for which `holds`; `none` where they are fewer than `least`."""
    seen = {char: number for char, number in Counter(chars).items() if counts(char)}
    whole = sum(seen.values())
    return sum(number for char, number in seen.items() if holds(char)) / whole if whole >= least else none


@cache
def _everyday(char: str) -> bool:
    if any(low <= ord(char) <= high for low, high in _WRITTEN):
        return True
    return any((char.encode(encoding, "ignore") or b"\0")[0] in leads for encoding, leads in _EVERYDAY)


@cache
def _never_written(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in _SURE_CATEGORIES
