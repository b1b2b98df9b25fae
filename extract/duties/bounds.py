"""Numbers that bound something: a ceiling, a floor, with its unit as printed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extract.numerals import number
from extract.records import Quantity
from extract.rules import load, regexes
from extract.rules.batteries import Battery


@dataclass(frozen=True, slots=True)
class Bound:
    """A bounded number and where it stands in the text."""

    start: int
    end: int
    quantity: Quantity
    rule: str


def find(text: str, start: int, end: int) -> list[Bound]:
    """The bounds in `text[start:end]`, in order, none inside another."""
    if not regexes("bounds")["hint"].search(text, start, end):
        return []
    found: list[Bound] = []
    for (rule, comparator), pattern in _patterns().within(text, start, end):
        for match in pattern.finditer(text, start, end):
            value, low, high = match["value"], match.start("value"), match.end("unit")
            if any(low < item.end and item.start < high for item in found):
                continue
            quantity = Quantity(
                text=text[low:high], value=number(value), unit=match["unit"], comparator=comparator
            )
            found.append(Bound(low, high, quantity, rule))
    return sorted(found, key=lambda item: item.start)


@cache
def _patterns() -> Battery[tuple[str, str]]:
    return Battery(
        ((rule.id, rule.value), rule.regex)
        for rule in load("bounds").values()
        if rule.value is not None and rule.regex is not None
    )
