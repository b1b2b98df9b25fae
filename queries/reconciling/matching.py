"""Candidates for one row of a table: by its name, and by what else it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from graph_store.fulltext.likely import Likely, likely, named, only
from graph_store.fulltext.words import normal
from graph_store.rows import Iri, Literal
from queries.reconciling.model import by_kind, entity_iri, expanded, type_of
from queries.run import Select, select_rows

# Properties that a candidate does not have take this share of its score.
_AGAINST = 0.4
_AGREES = 85.0
_LOOKED_AT = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says of a property: one of `values`, each a text or the id of an entity."""

    property: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One row: a name, or only properties; `types` as the client names them, none for all.

    Nothing is of a type that there is not, and nothing is meant by neither a name nor properties.
    """

    name: str
    types: tuple[str, ...] = ()
    properties: tuple[Wanted, ...] = ()
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may be meant; `name_score` is that of the name alone, `agreement` of the properties."""

    found: Likely
    score: float
    match: bool
    name_score: float
    agreement: float | None


def candidates(asked: Asked, index: Path, select: Select, timeout: float) -> list[Candidate]:
    """The best candidates, the best first; `match` where one is meant beyond doubt.

    Raises QueryTimeout and StoreError.
    """
    kinds = [kind.kind for name in asked.types if (kind := type_of(name))] if asked.types else list(by_kind())
    if not kinds:
        return []
    found = _found(asked, kinds, index, select, timeout)
    if not asked.properties:
        sure = only(found)
        return [Candidate(item, item.score, item is sure, item.score, None) for item in found[: asked.limit]]
    judged = [(item, _agreement(item, asked.properties, select)) for item in found[:_LOOKED_AT]]
    sure = only(item for item, agreement in judged if agreement == 1)
    rated = [
        Candidate(
            item, round(item.score * (1 - _AGAINST * (1 - agreement)), 2), item is sure, item.score, agreement
        )
        for item, agreement in judged
    ]
    rated.sort(key=lambda candidate: (-candidate.score, candidate.found.iri))
    return rated[: asked.limit]


def _found(asked: Asked, kinds: Sequence[str], index: Path, select: Select, timeout: float) -> list[Likely]:
    if not asked.name.strip():
        return _by_properties(asked.properties, kinds, index, select, timeout)
    itself = named(index, entity_iri(asked.name.strip()), timeout=timeout) if "/" in asked.name else None
    if itself and itself.kind in kinds:
        return [itself]
    return likely(index, asked.name, kinds, timeout=timeout)


def _by_properties(
    wanted: Sequence[Wanted], kinds: Sequence[str], index: Path, select: Select, timeout: float
) -> list[Likely]:
    """What has the first of the properties: it is meant where it is the only one that has all of them."""
    iris: list[str] = []
    for value in wanted[0].values if wanted else ():
        for text in dict.fromkeys((value, entity_iri(value))):
            given = {"property": expanded(wanted[0].property), "value": text}
            rows = select_rows("entities_with_value", given, select).rows
            iris += [row[0].value for row in rows if isinstance(row[0], Iri)]
    found = (named(index, iri, timeout=timeout) for iri in dict.fromkeys(iris))
    return [item for item in found if item and item.kind in kinds]


def _agreement(item: Likely, wanted: Sequence[Wanted], select: Select) -> float:
    """The share of the properties that the entity has as the row says, from 0 to 1."""
    return sum(_has(item.iri, one, select) for one in wanted) / len(wanted)


def _has(iri: str, wanted: Wanted, select: Select) -> bool:
    rows = select_rows(
        "property_names", {"entity": iri, "property": expanded(wanted.property)}, select
    ).dicts()
    iris = {row["value"].value for row in rows}
    names = {normal(term.value) for row in rows for term in row.values() if isinstance(term, Literal)}
    return any(
        entity_iri(value) in iris or any(_alike(normal(value), name) for name in names)
        for value in wanted.values
    )


def _alike(value: str, name: str) -> bool:
    return bool(value) and (value == name or fuzz.ratio(value, name) >= _AGREES)
