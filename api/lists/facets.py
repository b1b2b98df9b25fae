"""How many rows of a list have each value of a filter, for the filters that are set: what would be left.

Each number is the total of the list with that value, found by the same filters. A release never changes, so
what was counted is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from api.lists.filters import CountedFilters, Filters
from api.lists.keeping import Kept, whole
from ontology.errors import QueryTimeout, UsageError
from queries.catalogue import Label, lists
from queries.run import Select, run

MOST = 50
# Of so many rows a page counts without being asked; of more to count takes longer than to show them.
_MOST_UNASKED = 20_000


@dataclass(frozen=True, slots=True)
class Counted:
    """A value of a filter, what it is called where it is an IRI, and how many rows have it."""

    value: str
    label: Label | None
    rows: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one filter, the most frequent first; `none` is how many rows have none of
    them: no value of it at all, or, where the list is filtered by it, none below the one that is asked.

    `complete` is False where there are more values than `MOST`.
    """

    values: tuple[Counted, ...]
    none: int
    complete: bool


_KEPT: Kept[Facet] = Kept()


def facets_of(filters: Filters, total: int, select: Select, release: str, *, page: bool) -> dict[str, Facet]:
    """What `filters` ask to be counted, by the names of the filters; a page counts a few things unasked.

    Raises UsageError for a name that is none; QueryError, QueryTimeout.
    """
    if not isinstance(filters, CountedFilters):
        return {}
    if names := _asked(filters):
        return {name: _facet(name, filters, select, release) for name in names}
    found = {}
    if page and 1 < total <= _MOST_UNASKED:
        for name in filters.unasked:
            with suppress(QueryTimeout):  # nobody asked: the rows are shown without it
                found[name] = _facet(name, filters, select, release)
    return found


def remember(filters: Filters, found: Mapping[str, Facet], release: str) -> None:
    """Keep what one release answered."""
    for name, facet in found.items():
        _KEPT.keep((whole(filters, release), name), facet)


def _asked(filters: CountedFilters) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in filters.facets.split(",") if name.strip()))
    for name in names:
        if name not in filters.counted:
            known = ", ".join(filters.counted)
            raise UsageError(f"facets: /{filters.listed} is not counted by {name!r}; it can be by {known}.")
    return names


def _facet(name: str, filters: Filters, select: Select, release: str) -> Facet:
    known = _KEPT.get((whole(filters, release), name))
    if known:
        return known
    given = filters.given() | {"facet": name}
    rows = [row.values for row in run(lists()[f"{filters.listed}_facets"], given, select, release).rows]
    values = [
        Counted(str(row["value"]), _label(row["label"], row["label_en"]), int(str(row["rows"])))
        for row in rows
        if row["value"] is not None
    ]
    none = sum(int(str(row["rows"])) for row in rows if row["value"] is None)
    return Facet(tuple(values[:MOST]), none, len(values) <= MOST)


def _label(zh: object, en: object) -> Label | None:
    """What an IRI is called; where it has a name in one language alone, that."""
    return Label(zh=str(zh or en), en=str(en or zh)) if zh or en else None
