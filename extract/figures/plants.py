"""What is said of a plant that it cannot do: storage rated twice in power, more hours than a year has, more
made or treated in a year than it was built for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.figures.clashes import Clash
from extract.figures.quantities import Found
from extract.rules import load, regexes

_HOURS = 8784  # of a leap year
_SECONDS = 365 * 86400
_MARGIN = 1.2  # plants run a little above what they are rated for
_AMOUNTS = ("kg", "m³")
_NEAR = 24
_LONGEST_CLAUSE = 200
_MOST_PLANTS = 20
_CLAUSE = re.compile(r"[，。；：、]")
_ENDS = re.compile(r"[，。；：、（）()]|$")


def plant_clashes(text: str, found: Sequence[Found]) -> Iterator[Clash]:
    """What `text` says of a plant that it cannot do; `found` are its quantities."""
    yield from _storage(text, found)
    yield from _hours(text, found)
    if not regexes("warnings")["phases"].search(text):
        yield from _made(text, found)


def _storage(text: str, found: Sequence[Found]) -> Iterator[Clash]:
    """The energy of a storage (power/energy) that is given as a power."""
    rules = regexes("warnings")
    for power, energy in pairwise(found):
        first, second = power.quantity, energy.quantity
        if not first.si_unit == second.si_unit == "W" or text[power.end : energy.start] != "/":
            continue
        if not 0 < (first.si_value or 0) <= (second.si_value or 0):
            continue
        behind = rules["stores-behind"].match(text[energy.end : energy.end + _NEAR])
        before = rules["stores-before"].search(text[max(0, power.start - _NEAR) : power.start])
        if told := behind or before:
            base = energy.end if behind else max(0, power.start - _NEAR)
            word = base + told.start("word"), base + told.end("word")
            message = f"{second.text} is power; behind a stroke {told['word']} asks for energy."
            by = "stores-behind" if behind else "stores-before"
            yield Clash("energy-as-power", (energy.start, energy.end), word, message, by)


def _hours(text: str, found: Sequence[Found]) -> Iterator[Clash]:
    """More hours in a year than it has."""
    rules = regexes("warnings")
    for item in found:
        if item.quantity.value <= _HOURS or not rules["all-hours"].fullmatch(item.quantity.unit):
            continue
        start = _clause_start(text, item.start)
        if told := rules["hours"].search(text[start : item.start]):
            word = start + told.start("word"), start + told.end("word")
            message = f"A year has 8,760 hours, not {item.quantity.text}."
            yield Clash("output-beyond-capacity", (item.start, item.end), word, message, "hours")


def _made(text: str, found: Sequence[Found]) -> Iterator[Clash]:
    """More of something made or treated in a year than the plants for just that are built for."""
    capacities = [(item, made) for item in found if any(made := _makes(text, item))][:_MOST_PLANTS]
    plants = [(item, made, (_a_year(item) or 0) * _times(text, item, found)) for item, made in capacities]
    for item in found if plants else ():
        quantity = item.quantity
        if not quantity.per_year or quantity.si_unit not in _AMOUNTS or _a_year(item) is None:
            continue
        said, behind = _said(text, item)
        fit = [
            (plant, most)
            for plant, made, most in plants
            if plant.end <= item.start and _base(plant) == quantity.si_unit and _is_of(said, behind, *made)
        ]
        whole = sum(most for _, most in fit)
        if fit and (quantity.si_value or 0) > _MARGIN * whole > 0:
            capacity = fit[0][0]
            message = f"{quantity.text} a year is more than a plant of {capacity.quantity.text} can do."
            spans = (item.start, item.end), (capacity.start, capacity.end)
            yield Clash("output-beyond-capacity", *spans, message, "made-beyond-plant")


def _makes(text: str, item: Found) -> tuple[str, str]:
    """What a plant of a capacity makes, and what it does with it; both empty for what is no capacity."""
    rules = regexes("warnings")
    if _a_year(item) is None:
        return "", ""
    if treats := rules["treats"].search(text[_clause_start(text, item.start) : item.start]):
        return "", treats["process"]
    plant = rules["plant-of"].match(text[item.end : item.end + _NEAR])
    if plant is None:
        return "", ""
    matter = _one_name(plant["matter"])
    process = rules["process-of"].match(matter)
    return (process["what"], process["process"]) if process else (matter, "")


def _is_of(said: str, behind: str, matter: str, process: str) -> bool:
    """Whether a figure, with what is said in front of it and behind it, is of that matter and process."""
    if not process:
        makes = regexes("warnings")["makes"].search(said)
        return makes is not None and (
            said.endswith(matter) or (behind == matter and makes.end() == len(said))
        )
    if not matter:
        return process in said
    return said.endswith((process + matter, matter + process)) or (
        said.endswith(process) and behind == matter
    )


def _said(text: str, item: Found) -> tuple[str, str]:
    """The clause in front of a figure without words of measure, and the words behind it."""
    before = _one_name(text[_clause_start(text, item.start) : item.start])
    end = _ENDS.search(text, item.end)
    behind = text[item.end : end.start() if end else item.end]
    return regexes("warnings")["up-to"].sub("", before), _one_name(behind.removeprefix("的"))


def _one_name(words: str) -> str:
    """`words` with one name for each matter."""
    rule = load("warnings")["carbon"]
    return regexes("warnings")["carbon"].sub(rule.value or "", words)


def _base(item: Found) -> str:
    return (item.quantity.si_unit or "").removesuffix("/s")


def _a_year(item: Found) -> float | None:
    """What a capacity or an output is in a year, None where it is not said of a time."""
    quantity = item.quantity
    if quantity.si_value is None or _base(item) not in _AMOUNTS:
        return None
    if quantity.si_unit in _AMOUNTS:
        return quantity.si_value if quantity.per_year else None
    return quantity.si_value * _SECONDS


def _times(text: str, plant: Found, found: Sequence[Found]) -> float:
    """How many there are of a plant: as many as a count in its clause says."""
    start, end = _clause_start(text, plant.start), _CLAUSE.search(text, plant.end)
    last = end.start() if end else len(text)
    counts = [
        one.quantity.value for one in found if one.quantity.si_unit == "1" and start <= one.start < last
    ]
    return max([1.0, *counts]) * (plant.quantity.multiplier or 1)


def _clause_start(text: str, end: int) -> int:
    first = max(0, end - _LONGEST_CLAUSE)
    return max((found.end() for found in _CLAUSE.finditer(text, first, end)), default=first)
