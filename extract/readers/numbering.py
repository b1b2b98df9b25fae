"""Automatic numbering of Word: what is printed in front of a numbered paragraph but stands in no run."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from lxml import etree

from extract.readers.wordml import child, children, local, value

_DIGITS = "〇一二三四五六七八九"
_WIDE_DIGITS = "０１２３４５６７８９"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_PLACEHOLDER = re.compile(r"%([1-9])")
_DEEPEST_STYLE = 20


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is printed."""

    start: int
    form: str
    pattern: str
    suffix: str
    style: str | None
    decimal: bool


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        abstract = {}
        self._lists: dict[str, tuple[str, dict[int, Level]]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        for element in [] if numbering is None else numbering:
            if local(element) == "abstractNum":
                abstract[value(element, "abstractNumId")] = _levels(element)
            elif local(element) == "num":
                self._add_list(element, abstract)
        self._styles = {} if styles is None else _style_numbers(styles)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def _add_list(self, element: etree._Element, abstract: dict[str | None, dict[int, Level]]) -> None:
        number = value(element, "numId") or ""
        base = value(child(element, "abstractNumId"), "val")
        levels = dict(abstract.get(base, {}))
        restarts = {}
        for override in children(element, "lvlOverride"):
            depth = _integer(value(override, "ilvl"), 0)
            levels.update(_levels(override))
            start = child(override, "startOverride")
            if start is not None:
                restarts[depth] = _integer(value(start, "val"), 1)
        self._lists[number] = (base or "", levels)
        self._restarts[number] = restarts

    def label(self, properties: etree._Element | None) -> str:
        """The printed number of the next paragraph with these `w:pPr`, with its space; "" without one."""
        number, depth = self._list_of(properties)
        if number not in self._lists:
            return ""
        base, levels = self._lists[number]
        level = levels.get(depth)
        if level is None or level.form in {"none", "bullet"}:
            return ""
        self._count(number, base, depth, levels)
        counts = [self._printed(base, levels, level, above) for above in range(9)]
        text = _PLACEHOLDER.sub(lambda match: counts[int(match[1]) - 1], level.pattern)
        return text + ("" if level.suffix == "nothing" or not text else " ")

    def _list_of(self, properties: etree._Element | None) -> tuple[str, int]:
        style = value(child(properties, "pStyle"), "val") or ""
        own = child(properties, "numPr")
        inherited, depth = self._styles.get(style, ("", None))
        number = value(child(own, "numId"), "val") or inherited
        stated = value(child(own, "ilvl"), "val")
        if stated is not None:
            return number, _integer(stated, 0)
        if depth is None:
            levels = self._lists.get(number, ("", {}))[1]
            depth = next((at for at, level in sorted(levels.items()) if level.style == style and style), 0)
        return number, depth

    def _count(self, number: str, base: str, depth: int, levels: dict[int, Level]) -> None:
        counts = self._counts[base]
        restart = self._restarts[number].pop(depth, None)  # takes effect where the list is first used
        if restart is not None:
            counts[depth] = restart
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else levels[depth].start
        for above in range(depth):
            counts.setdefault(above, levels[above].start if above in levels else 1)
        for below in [at for at in counts if at > depth]:
            del counts[below]

    def _printed(self, base: str, levels: dict[int, Level], level: Level, depth: int) -> str:
        count = self._counts[base].get(depth, levels[depth].start if depth in levels else 1)
        form = "decimal" if level.decimal or depth not in levels else levels[depth].form
        return printed(count, form)


def printed(count: int, form: str) -> str:
    """`count` in a number format of WordprocessingML; a format not known here is printed in decimals."""
    maker = _FORMS.get(form)
    return maker(count) if maker and count > 0 else str(count)


def _chinese(count: int, digits: str, units: str) -> str:
    if not 0 < count < 10_000:
        return str(count)
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = count // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += (digits[0] if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = False
    return text[1:] if 10 <= count < 20 else text


def _roman(count: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        text += letters * min(count // size, 3 if size < 1000 else 30)
        count %= size
    return text


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _ring(signs: str, count: int) -> str:
    return signs[(count - 1) % len(signs)]


def _digits(count: int, signs: str) -> str:
    return "".join(signs[int(digit)] for digit in str(count))


def _circled(count: int) -> str:
    return chr(0x2460 + count - 1) if count <= 20 else str(count)


_COUNTING = partial(_chinese, digits="零" + _DIGITS[1:], units="十百千")
_LEGAL = partial(_chinese, digits=_LEGAL_DIGITS, units="拾佰仟")
_FORMS: dict[str, Callable[[int], str]] = {
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerRoman": _roman,
    "decimalZero": lambda count: f"{count:02d}",
    "decimalFullWidth": partial(_digits, signs=_WIDE_DIGITS),
    "decimalFullWidth2": partial(_digits, signs=_WIDE_DIGITS),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "chineseCounting": _COUNTING,
    "chineseCountingThousand": _COUNTING,
    "japaneseCounting": _COUNTING,
    "taiwaneseCounting": _COUNTING,
    "taiwaneseCountingThousand": _COUNTING,
    "chineseLegalSimplified": _LEGAL,
    "ideographLegalTraditional": _LEGAL,
    "ideographDigital": partial(_digits, signs=_DIGITS),
    "taiwaneseDigital": partial(_digits, signs=_DIGITS),
    "ideographTraditional": partial(_ring, _STEMS),
    "ideographZodiac": partial(_ring, _BRANCHES),
}


def _levels(parent: etree._Element) -> dict[int, Level]:
    levels = {}
    for element in children(parent, "lvl"):
        levels[_integer(value(element, "ilvl"), 0)] = Level(
            start=_integer(value(child(element, "start"), "val"), 1),
            form=value(child(element, "numFmt"), "val") or "decimal",
            pattern=value(child(element, "lvlText"), "val") or "",
            suffix=value(child(element, "suff"), "val") or "tab",
            style=value(child(element, "pStyle"), "val"),
            decimal=child(element, "isLgl") is not None,
        )
    return levels


def _style_numbers(styles: etree._Element) -> dict[str, tuple[str, int | None]]:
    """Style id -> (list, level or None) for each style that numbers, itself or through its base."""
    elements = {value(style, "styleId") or "": style for style in children(styles, "style")}
    found = {}
    for name in elements:
        at: str | None = name
        for _ in range(_DEEPEST_STYLE):
            style = elements.get(at or "")
            own = child(child(style, "pPr"), "numPr")
            if own is not None and child(own, "numId") is not None:
                depth = value(child(own, "ilvl"), "val")
                list_id = value(child(own, "numId"), "val") or ""
                found[name] = (list_id, None if depth is None else _integer(depth, 0))
                break
            at = value(child(style, "basedOn"), "val")
    return found


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"\d{1,6}", text) else default
