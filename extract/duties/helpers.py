"""Who acts together with the bearer: behind 会同 or 配合, or in a clause that says who helps."""

from __future__ import annotations

from collections.abc import Sequence

from extract.duties import parties
from extract.duties.openings import Clause
from extract.duties.parties import Subject

Range = tuple[int, int]


def behind(masked: str, places: Sequence[int], end: int) -> Subject | None:
    """The parties after 会同 at the first of `places`, each where a verb phrase begins, before `end`."""
    return next(filter(None, (parties.partners(masked, low, end) for low in places if low < end)), None)


def before(masked: str, parts: Sequence[Clause], subject: Subject) -> tuple[Range, ...]:
    """The parties that clauses behind the one of `subject`, and that one behind it, say to help.

    `parts` are the clauses of the segment before that of the verb.
    """
    found: list[Range] = []
    for part in parts:
        if part.end <= subject.start:
            continue
        low = max(part.start, subject.end)
        helping = parties.helping(masked, low, part.end) or parties.partners(masked, low, part.end)
        found += helping.parties if helping else ()
    return tuple(dict.fromkeys(found))
