"""What a text says against itself or physics: units of the wrong kind, impossible days, outputs, masses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.figures.quantities import Found
from extract.instruments.dates import is_day
from extract.numerals import DIGITS, number
from extract.rules import regexes
from extract.rules.batteries import matches

_HOURS = 8760
_FEWEST_HOURS = 10  # a plant that runs less a year is a slip of the unit
# kg in a cubic metre at normal conditions: hydrogen 0.09, heavy refrigerants 10
_GAS_DENSITIES = (0.05, 20.0)
_HYDROGEN = (0.05, 0.15)
_MOST_OUT_OF_INPUT = 10
_MILLION = 1e6
_SENTENCE = re.compile(r"[^。；]+")
_CLAUSE_START = re.compile(r"[，。；：]")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clash:
    """What contradicts (`figure`) what (`other`): ranges of the text that was looked at. `by` is the rule
    that found it, where that is not called as the code is.
    """

    code: str
    figure: Range
    other: Range
    message: str
    by: str | None = None

    @property
    def rule(self) -> str:
        """The name of the rule that found it, as a record gives it."""
        return f"warnings/{self.by or self.code}"


def clashes(text: str, found: Sequence[Found]) -> Iterator[Clash]:
    """All of what `text` says against itself; `found` are its quantities."""
    yield from plain_clashes(text)
    yield from _outputs(text, found)
    yield from _gases(text, found)
    yield from _masses(text, found)
    yield from _parts(text, found)


def plain_clashes(text: str) -> Iterator[Clash]:
    """What the words of `text` alone tell: units of the wrong kind, days that no calendar has."""
    yield from _unit_kinds(text)
    for match in regexes("warnings")["day"].finditer(text):
        year = match["year"] and int(match["year"].translate(DIGITS))
        if not is_day(year or None, int(number(match["month"])), int(number(match["day"]))):
            message = f"No calendar has a {match['figure']}."
            yield Clash("impossible-day", match.span("figure"), match.span("figure"), message)


def _unit_kinds(text: str) -> Iterator[Clash]:
    """Power given where energy is meant, and the other way round."""
    rules = regexes("warnings")
    for rule, code, is_a, meant in (
        ("energy-as-power", "energy-as-power", "power", "energy"),
        ("power-as-energy", "power-as-energy", "energy", "power"),
        ("rating-as-energy", "power-as-energy", "energy", "power"),
    ):
        for match in matches(rules[rule], text):
            figure, word = match.span("figure"), match.span("word")
            message = f"{match['figure']} is {is_a}; {match['word']} asks for {meant}."
            yield Clash(code, figure, word, message, rule)


def _outputs(text: str, found: Sequence[Found]) -> Iterator[Clash]:
    """A year's electricity that the stated capacity cannot give, or that it gives within hours."""
    rules = regexes("warnings")
    powers = [(item, _power(text, found, at)) for at, item in enumerate(found) if is_power(item)]
    if not powers:
        return
    largest = max(powers, key=lambda pair: pair[1])
    total = sum(watts for _, watts in powers)
    for item in found:
        value = item.quantity.si_value
        clause = _clause(text, item.start)
        if (
            item.quantity.si_unit != "J"
            or not (item.quantity.per_year or rules["a-year"].search(clause))
            or not value
            or rules["saved"].search(clause)
        ):
            continue
        hours = value / 3600
        span, other = (item.start, item.end), (largest[0].start, largest[0].end)
        if rules["electricity"].search(clause) and hours > total * _HOURS:
            message = (
                f"{item.quantity.text} a year is more than {total / 1e6:g} MW give in 8,760 hours"
                f" ({total * _HOURS / 1e3:,.0f} kWh)."
            )
            yield Clash("output-beyond-capacity", span, other, message)
        elif rules["generated"].search(clause) and hours < largest[1] * _FEWEST_HOURS:
            short = f"{hours / largest[1]:.2g} hours"
            message = f"{largest[0].quantity.text} give {item.quantity.text} in {short}, not in a year."
            yield Clash("output-far-below-capacity", span, other, message)


def is_power(item: Found) -> bool:
    """Whether a quantity is a power that is not nothing."""
    return item.quantity.si_unit == "W" and bool(item.quantity.si_value)


def _power(text: str, found: Sequence[Found], at: int) -> float:
    """Watts of all machines that a figure speaks of: 8台5兆瓦 and 8×5兆瓦 are forty."""
    item = found[at]
    watts = (item.quantity.si_value or 0.0) * (item.quantity.multiplier or 1)
    before = found[at - 1] if at else None
    if before is not None and before.quantity.si_unit == "1" and item.start - before.end <= 2:
        watts *= before.quantity.value if not before.quantity.unit.endswith("%") else 1
    elif regexes("warnings")["one-machine"].search(_clause(text, item.start)):
        machines = regexes("warnings")["machines"]
        counts = [one.quantity.value for one in found if machines.match(one.quantity.unit)]
        watts *= max(counts, default=1)
    return watts


def _gases(text: str, found: Sequence[Found]) -> Iterator[Clash]:
    """A volume of gas that is said again as a mass which no gas has."""
    rules = regexes("warnings")
    for first, second in pairwise(found):
        volume, mass = (second, first) if first.quantity.si_unit == "kg" else (first, second)
        cubic, weight = volume.quantity.si_value, mass.quantity.si_value
        if (
            not rules["gas-volume"].search(volume.quantity.unit)
            or not rules["said-in-brackets"].match(text[first.end : second.start])
            or mass.quantity.si_unit != "kg"
            or not (cubic and weight)
        ):
            continue
        hydrogen = rules["hydrogen"].search(_clause(text, first.start))
        low, high = _HYDROGEN if hydrogen else _GAS_DENSITIES
        if not low <= weight / cubic <= high:
            message = (
                f"{volume.quantity.text} of {'hydrogen' if hydrogen else 'a gas'} do not weigh"
                f" {mass.quantity.text}: that would be {weight / cubic:.3g} kg in a cubic metre."
            )
            spans = (mass.start, mass.end), (volume.start, volume.end)
            yield Clash("mass-contradicts-volume", *spans, message)


def _masses(text: str, found: Sequence[Found]) -> Iterator[Clash]:
    """Masses of one sentence that are out of all proportion to one another."""
    rules = regexes("warnings")
    for sentence in _SENTENCE.finditer(text):
        masses = [
            item
            for item in found
            if sentence.start() <= item.start < sentence.end()
            and item.quantity.si_unit == "kg"
            and item.quantity.si_value
            and rules["tonnes"].search(item.quantity.unit)
            and not rules["for-each"].search(_clause(text, item.start))
        ]
        if len(masses) < 2:
            continue
        least, most = (pick(masses, key=_weight) for pick in (min, max))
        if _weight(most) >= _MILLION * _weight(least):
            yield _out_of_scale("mass-out-of-scale", most, least, "in one sentence")
        inputs = [item for item in masses if rules["treated"].search(_clause(text, item.start))]
        outputs = [item for item in masses if rules["produced"].search(_clause(text, item.start))]
        whole = sum(map(_weight, inputs))
        for item in outputs:
            if inputs and _weight(item) > _MOST_OUT_OF_INPUT * whole:
                yield _out_of_scale("mass-beyond-input", item, inputs[0], "made of what is treated")


def _parts(text: str, found: Sequence[Found]) -> Iterator[Clash]:
    """A part (其中…) that is more than the whole it was said to be of, in one sentence and one unit."""
    rules = regexes("warnings")
    for whole, part in pairwise(found):
        between = text[whole.end : part.start]
        same = whole.quantity.si_unit == part.quantity.si_unit != "1"
        if not same or not rules["part-of"].match(between) or whole.quantity.bound or part.quantity.bound:
            continue
        if _weight(part) > _weight(whole) > 0:
            message = f"{part.quantity.text} is said to be a part of {whole.quantity.text}."
            yield Clash("part-beyond-whole", (part.start, part.end), (whole.start, whole.end), message)


def _weight(item: Found) -> float:
    return item.quantity.si_value or 0.0


def _out_of_scale(code: str, large: Found, small: Found, what: str) -> Clash:
    times = _weight(large) / _weight(small)
    message = f"{large.quantity.text} is {times:,.0f} times {small.quantity.text}, {what}."
    return Clash(code, (large.start, large.end), (small.start, small.end), message)


def _clause(text: str, end: int) -> str:
    starts = [match.end() for match in _CLAUSE_START.finditer(text, 0, end)]
    return text[starts[-1] if starts else 0 : end]
