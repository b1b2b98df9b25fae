"""Quantities of running text: numbers with units, as printed and in SI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.numerals import number
from extract.records import Quantity
from extract.rules import load, regexes
from extract.rules.openings import compiled
from ontology import vocabulary
from ontology.vocabulary import Concept

# Behind a stroke a unit of time may be cut short: 立方米/时, t/a, m3/d.
_SHORT = ("per-hour", "per-year", "per-day")
# Of a year behind 每年; behind 年 alone, which holds on less far; and what a number in words may measure.
_FLOWS = frozenset({"energy", "mass", "volume", "money", "coal equivalent", "shipping"})
_YEARLY_KINDS = _FLOWS | {"count", "area", "time", "length"}
_SPELT = frozenset({"energy", "power", "mass", "volume", "money", "area", "length", "coal equivalent"})
_SENTENCE = re.compile(r"[。；;]")
_CLAUSE = re.compile(r"[，。；;：:]|,(?!\d{3})")
_ITEM = re.compile(r"[，。；;：:、]|,(?!\d{3})")
_COMMA = re.compile(r"[，：:]|,(?!\d{3})")
# A digit may stand behind a Latin letter: CO2, PM2.5.
_WHAT = re.compile(r"(?:(?<=[A-Za-z])\d{1,3}+(?:\.\d)?+|[^，,。；;：:、\d（）()/])+$")
_LONGEST_WHAT, _LONGEST_LATIN = 20, 40
_WORDS, _ENDS_S = re.compile("[a-z]+(?:[ -][a-z]+)*"), re.compile("s$")
_PART_OF_WORD = re.compile("^[A-Za-z]+ ")
_FURTHER = 3
_SCALES = ("scale-thousand", "scale-million", "scale-billion")
_NEAR = 16  # characters in front of a number that may qualify it
_DATE = 6  # characters in front of a number that may make it the day of a date
_LONGEST_SENTENCE = 600


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity and its range of characters in the text searched."""

    start: int
    end: int
    quantity: Quantity


@lru_cache(maxsize=1024)  # the descriptions of projects are read again for warnings
def quantities(text: str) -> tuple[Found, ...]:
    """The quantities of `text`, in order."""
    found: list[Found] = []
    at = 0
    while match := _pattern().search(text, at):
        found += _read(text, match, found[-1].end if found else 0)
        at = match.end()
    return tuple(found)


def co2_reduction(text: str, found: tuple[Found, ...]) -> float | None:
    """Tonnes of carbon dioxide a year that `text` says are avoided; `found` are its quantities."""
    rules = regexes("quantities")
    before = 0
    for item in found:
        clause = text[_clause_start(text, item.start, before) : item.start]
        before = item.end
        quantity = item.quantity
        if quantity.si_unit != "kg" or quantity.si_value is None or not quantity.per_year:
            continue
        told = rules["avoided"].search(clause) or (
            rules["avoids"].search(clause)
            and rules["of-carbon"].match(text[item.end : item.end + _LONGEST_WHAT])
        )
        if told and not rules["not-avoided"].search(clause):
            return round(quantity.si_value / 1000, 6)
    return None


def _clause_start(text: str, end: int, least: int) -> int:
    return max(least, _last_end(_CLAUSE, text, end))


@cache
def _units() -> dict[str, Concept]:
    """Names and symbols of units, as they may be printed in Chinese and in English."""
    found: dict[str, Concept] = {}
    for concept in vocabulary.units().concepts.values():
        names = [concept.labels["zh"], *(name for _, name in concept.aliases)]
        for name in names:
            if " " not in name and (not name.isascii() or len(name) <= 6):
                found.setdefault(name, concept)
        english = concept.labels["en"]
        if _WORDS.fullmatch(english):
            found.setdefault(english, concept)
            found.setdefault(_ENDS_S.sub("", english) + "s", concept)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    rules = regexes("quantities")
    names = sorted(_units(), key=lambda name: (-len(name), name))
    unit = "|".join(
        re.escape(name) + (r"(?![A-Za-z])" if name[-1].isascii() and name[-1].isalpha() else "")
        for name in names
    )
    scale = rules["scale"].pattern
    one = f"(?:(?:{scale})?(?:{unit}))"
    short = "|".join(rules[name].pattern for name in _SHORT)
    further = f"(?:(?:{rules['denominator'].pattern})(?:{one}|{short})){{0,2}}"
    whole = f"{one}{further}"
    figure = rules["number"].pattern
    sign, other = rules["minus"].pattern, rules["no-unit"].pattern
    between, more = rules["range"].pattern, rules["and-more"].pattern
    figures = (
        rf"{rules['not-behind'].pattern}(?P<sign>±|{sign})?(?:(?P<times>\d+)[×xX*](?=\d))?(?P<low>(?:{figure}))"
        rf"(?:(?:(?P<low_unit>{whole})|(?P<low_scale>{scale}))?(?:{between})(?P<high>(?:{figure})))?"
        rf"(?P<more>{more})?[ \u00a0]?(?P<unit>{whole})(?!{other})"
    )
    spelt = "|".join(
        re.escape(name) for name in names if _units()[name].kind in _SPELT and not name.isascii()
    )
    spoken = rules["words"].pattern
    words = (
        rf"{rules['word-not-behind'].pattern}"
        rf"(?:(?P<count>{spoken})(?P<count_more>{more})?(?P<measure>{rules['measured'].pattern})"
        rf"|{rules['measurable'].pattern}(?P<spelt>{spoken})(?P<spelt_more>{more})?"
        rf"(?:{rules['scaled'].pattern})(?P<spelt_unit>(?:{scale})?(?:{spelt}){further})(?!{other}))"
    )
    return compiled(f"{figures}|{words}")


def _read(text: str, match: re.Match[str], least: int) -> Iterator[Found]:
    if said := match["count"] or match["spelt"]:
        yield _found(text, match, number(said), match["measure"] or match["spelt_unit"], least)
        return
    if regexes("quantities")["year"].match(f"{match['high'] or match['low']}{match['unit']}"):
        return
    if regexes("quantities")["date"].search(text[max(0, match.start() - _DATE) : match.end()]):
        return
    low = number(match["low"]) * (-1 if match["sign"] not in (None, "±") else 1)
    if match["high"] is None:
        yield _found(text, match, low, match["unit"], least)
        return
    yield _found(text, match, low, _low_unit(match), least, "min")
    yield _found(text, match, number(match["high"]), match["unit"], least, "max")


def _low_unit(match: re.Match[str]) -> str:
    """The unit of the lower end of a range, which may print its scale alone (8千—1万吨), or nothing."""
    unit, scale = str(match["unit"]), match["low_scale"]
    if match["low_unit"] or not scale or unit.startswith(scale):
        return match["low_unit"] or unit
    own = regexes("quantities")["myriads"].match(unit)
    return scale + unit[own.end() if own else 0 :]


def _found(
    text: str, match: re.Match[str], value: float, unit: str, least: int, bound: str | None = None
) -> Found:
    start, end = match.span()
    qualifier = _qualifier(text, match)
    printed, known = _parts(unit)
    per_year, si_value, si_unit = _in_si(value, known)
    kind = known[0][1].kind if len(known) == 1 else None
    yearly = per_year or (kind in _YEARLY_KINDS and _is_yearly(text, start, end, kind))
    quantity = Quantity(
        text=match.group(),
        value=value,
        unit=printed,
        what=_what(text, start, end, least),
        per_year=yearly,
        si_value=si_value,
        si_unit=si_unit,
        qualifier=qualifier,
        bound=bound,
        multiplier=number(match["times"]) if match["times"] else None,
        comparator=_comparator(qualifier),
    )
    return Found(start, end, quantity)


@lru_cache(maxsize=1024)
def _parts(unit: str) -> tuple[str, list[tuple[float, Concept]]]:
    """The unit as printed, and the scale and concept of its numerator and of each denominator."""
    known = []
    divided = regexes("quantities")["denominator"].split(unit)
    for at, part in enumerate(divided if unit not in _units() else [unit]):
        scale = 1.0
        name = _long(part) if at else part
        while name not in _units() and name:
            times, size = _scale(name)
            scale *= times
            name = name[size:]
        if name:
            known.append((scale, _units()[name]))
    return unit, known


def _scale(name: str) -> tuple[float, int]:
    """The scale with which `name` begins, and how many characters say it."""
    for rule in _SCALES:
        if said := regexes("quantities")[rule].match(name):
            return float(load("quantities")[rule].value or 1), said.end()
    return float(number(name[0])), 1


def _long(part: str) -> str:
    """The name of the unit of time that the short word `part` behind a stroke stands for, or `part`."""
    rules = regexes("quantities")
    found = next((name for name in _SHORT if rules[name].fullmatch(part)), None)
    return load("quantities")[found].value or part if found else part


def _in_si(value: float, known: list[tuple[float, Concept]]) -> tuple[bool, float | None, str | None]:
    """Whether the unit is one of every year; value and unit in SI, None where the unit has no fixed size."""
    per_year = any(concept.key == "year" for _, concept in known[1:])
    amount: float | None = float(value)
    names = []
    for at, (scale, concept) in enumerate(known):
        if at and concept.key == "year":
            continue
        if concept.si_factor is None or concept.si_unit is None or amount is None:
            return per_year, None, None
        factor = scale * float(concept.si_factor)
        amount = amount / factor if at else amount * factor
        names.append(concept.si_unit)
    if amount is None or not names:
        return per_year, None, None
    return per_year, float(f"{amount:.12g}"), "/".join(names)


def _is_yearly(text: str, start: int, end: int, kind: str) -> bool:
    rules = regexes("quantities")
    item = text[_last_end(_ITEM, text, start) : start]
    if rules["each"].search(item):
        return False
    if rules["yearly"].search(item) or rules["yearly-behind"].match(text[end : end + _LONGEST_LATIN]):
        return True
    if rules["lasting"].search(item):
        return False
    sentence = _last_end(_SENTENCE, text, start)
    return bool(rules["carried"].search(text, sentence, start)) or _goes_on(text, sentence, start, end, kind)


def _goes_on(text: str, sentence: int, start: int, end: int, kind: str) -> bool:
    """Whether a figure goes on with one of a year that 年 alone opened in its sentence: the next of a list,
    or what is said of the same year behind a comma, up to what is built, stored, paid, or of another time.
    What is saved stands behind what is built as well.
    """
    rules = regexes("quantities")
    first = max((found.end() for found in rules["of-year"].finditer(text, sentence, start)), default=start)
    figure = rules["figure"].search(text, first, start)
    if figure is None:
        return False
    between = text[figure.end() : start]
    item = text[max(first, _last_end(_ITEM, text, start)) : start]
    saved = kind in _FLOWS and rules["saved"].search(item) is not None
    if (
        rules["other-time"].search(between)
        or rules["stored"].match(text[end : end + _LONGEST_WHAT])
        or (rules["ends-year"].search(item if saved else between))
    ):
        return False
    plant = rules["plant"].search(between)
    if _COMMA.search(between) is None:
        return kind in _FLOWS or (kind == "count" and plant is None and _ITEM.search(between) is not None)
    return kind in _FLOWS and bool(rules["outcome"].search(item) if plant else item.strip())


def _last_end(mark: re.Pattern[str], text: str, end: int) -> int:
    """The end of the last `mark` in front of `end`, or where the longest sentence would begin."""
    first = max(0, end - _LONGEST_SENTENCE)
    return max((found.end() for found in mark.finditer(text, first, end)), default=first)


def _qualifier(text: str, match: re.Match[str]) -> str | None:
    rules = regexes("quantities")
    if match["sign"] == "±":
        return "±"
    if more := match["more"] or match["count_more"] or match["spelt_more"]:
        return str(more)
    before = rules["before"].search(text[max(0, match.start() - _NEAR) : match.start()])
    after = rules["after"].search(text[match.end() : match.end() + 4])
    return before.group() if before else after.group() if after else None


def _comparator(qualifier: str | None) -> str | None:
    if qualifier is None:
        return None
    for name in ("floor", "ceiling", "above", "below"):
        rule = load("quantities")[name]
        if rule.regex is not None and rule.regex.search(qualifier):
            return rule.value
    return None


def _what(text: str, start: int, end: int, least: int) -> str | None:
    """What is measured: the words in front of the number in its clause, or else those behind the unit
    and behind the further quantities that follow at once (3台5兆瓦风机).
    """
    rules = regexes("quantities")
    before = rules["before"].sub("", text[max(least, start - _LONGEST_SENTENCE) : start])
    found = _WHAT.search(before)
    bare = (
        rules["lead"].sub("", found.group().lstrip()) if found and not rules["joins"].search(before) else ""
    )
    bare = rules["tail"].sub("", bare).strip()
    if len(bare) >= 2:
        return _shortened(bare)
    for _ in range(_FURTHER):
        if (further := _pattern().match(text, end + text.startswith("/", end))) is None:
            break
        end = further.end()
    after = rules["what-after"].match(text[end : end + _LONGEST_WHAT])
    if after and (words := rules["what-after-english"].match(text[end : end + _LONGEST_LATIN])):
        return words["name"]
    return rules["around"].sub("", after.group()).strip() or None if after else None


def _shortened(what: str) -> str:
    """The last words of what is measured, none of letters cut in two."""
    most = _LONGEST_LATIN if what.isascii() else _LONGEST_WHAT
    kept = what[-most:]
    cut = len(what) > most and what[-most - 1 : -most + 1].isalpha() and what[-most - 1 : -most + 1].isascii()
    return _PART_OF_WORD.sub("", kept) if cut else kept.strip()
