"""The numbers that rows run on by, among all that stand where row numbers may."""

from __future__ import annotations

from collections.abc import Sequence

from extract.lists.words import costs

# How many numbers back a chain of row numbers looks for its last link, and how many numbers it may leave out.
_LOOK_BACK, _LONGEST_JUMP = 40, 60


def chain_of(numbers: Sequence[int | None]) -> list[int]:
    """The places of the numbers that rows run on by: rising, mostly one by one, from 1 again where a further
    list begins.

    The longest such chain; a jump (a list of which only some rows are shown) makes it worth less.
    """
    places = [index for index, number in enumerate(numbers) if number is not None]
    scores: list[float] = []
    before: list[int | None] = []
    for at, place in enumerate(places):
        value = numbers[place] or 0
        best, link = -_step(0, value), None
        for earlier in range(max(at - _LOOK_BACK, 0), at):
            score = scores[earlier] - _step(numbers[places[earlier]] or 0, value)
            if score > best and place - places[earlier] <= costs()["stale"]:
                best, link = score, earlier
        scores.append(best + 1.0)
        before.append(link)
    at_end = max(range(len(places)), key=lambda at: scores[at], default=None)
    found: list[int] = []
    while at_end is not None:
        found.append(places[at_end])
        at_end = before[at_end]
    return found[::-1]


def _step(number: int, following: int) -> float:
    """What the step from one row number to the next takes from the worth of a chain."""
    if following == 1:
        return 0.5 if number else 0.0
    jump = following - number - 1
    return min(0.1 * jump, 0.9) if 0 <= jump <= _LONGEST_JUMP else 1e9
