"""Columns that a table is extended by: the values of properties of entities."""

from __future__ import annotations

import re
from typing import Any

from graph_store.rows import Iri, Literal, Term
from ontology import terms
from queries.reconciling.model import entity_id, entity_iri, expanded
from queries.run import Select, select_rows

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def values(entity: str, property_: str, select: Select) -> list[dict[str, Any]]:
    """The values of a property of an entity, each as the data extension of the reconciliation API has it."""
    given = {"entity": entity_iri(entity), "property": expanded(property_)}
    found: dict[str, dict[str, Any]] = {}
    for row in select_rows("property_values", given, select).dicts():
        label = row.get("label_zh") or row.get("label_en")
        found.setdefault(str(row["value"]), _value(row["value"], label))
    return list(found.values())


def _value(term: Term, label: Term | None) -> dict[str, Any]:
    if isinstance(term, Iri):
        return {"id": entity_id(term.value), "name": label.value if label else entity_id(term.value)}
    return _literal(term)


def _literal(term: Literal) -> dict[str, Any]:
    value = term.python()
    if isinstance(value, bool):
        return {"str": term.value}
    if isinstance(value, int) and term.datatype == terms.XSD + "integer":
        return {"int": value}
    if isinstance(value, int | float):
        return {"float": value}
    if term.datatype == terms.XSD + "date" and _DAY.fullmatch(term.value):
        return {"date": f"{term.value}T00:00:00"}
    return {"str": term.value}
