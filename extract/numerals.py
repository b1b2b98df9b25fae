"""Chinese numerals as numbers."""

from __future__ import annotations

_DIGITS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
DIGITS = str.maketrans("〇○零OoＯｏ０◯一二三四五六七八九", "000000000123456789")
"""Numerals that stand for digits one by one, as in years (二〇三一), and letters that are typed for 〇."""
_BELOW = "零下"
_SIGNS = str.maketrans("－−", "--")
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10_000, "亿": 100_000_000}


def number(printed: str) -> int | float:
    """The number that is printed in figures (3, ３, 1,200, 0.5) or in words (三十, 五千), perhaps below
    nothing (-18, 零下18).

    Raises ValueError for anything else.
    """
    if printed.startswith(_BELOW):
        return -number(printed.removeprefix(_BELOW))
    figures = printed.translate(_SIGNS).replace(",", "").replace("，", "").strip()
    try:
        value = float(figures)
    except ValueError:
        return _words(printed)
    return int(value) if value.is_integer() and "." not in figures else value


def _words(printed: str) -> int:
    total = section = digit = 0
    for char in printed:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _SCALES:
            total += (section + digit or 1) * _SCALES[char]
            section = digit = 0
        else:
            raise ValueError(f"{printed!r} is not a number; write it in figures or in Chinese numerals.")
    return total + section + digit
