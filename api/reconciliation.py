"""The Reconciliation Service API 0.2 as JSON: what clients send, and the forms that answers have.

Of the specification by the W3C's Entity Reconciliation Community Group. Entities are named by what follows
the identifier space (`region/150000`), types and properties by their short names (`pg:Region`).
"""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from graph_store.fulltext.likely import Likely
from graph_store.fulltext.search import Hit
from ontology import terms
from ontology.errors import UsageError
from queries.reconciling.matching import Asked, Candidate, Wanted
from queries.reconciling.model import Property, Type, by_kind, entity_id, expanded, properties, types

Model = TypeVar("Model")

BATCH = 100
MOST = 50
_VALUES = 50
PREVIEW = (420, 240)
"""Width and height of a preview in pixels."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Entity(_Strict):
    id: str


_Given = str | bool | int | float | _Entity


class _Constraint(_Strict):
    pid: str = Field(min_length=1, max_length=500)
    v: _Given | list[_Given]


class _Query(_Strict):
    query: str = Field(default="", max_length=1000)
    type: str | list[str] = []
    limit: int = Field(default=10, ge=1)
    properties: list[_Constraint] = Field(default=[], max_length=20)


class _Column(_Strict):
    id: str = Field(min_length=1, max_length=500)


class Extension(_Strict):
    """Which properties of which entities are wanted."""

    ids: list[str] = Field(max_length=500)
    properties: list[_Column] = Field(min_length=1, max_length=50)


_BATCH = TypeAdapter(dict[str, _Query])


def manifest(url: str) -> dict[str, Any]:
    """What the service at `url`, which ends in a slash, is and can do."""
    here = f"{url}reconcile"
    suggest = {
        what: {"service_url": here, "service_path": f"/suggest/{what}"}
        for what in ("entity", "type", "property")
    }
    width, height = PREVIEW
    return {
        "versions": ["0.2"],  # 0.1 wants JSONP
        "name": "policygraph",
        "identifierSpace": f"{terms.BASE}id/",
        "schemaSpace": terms.PG,
        "documentation": f"{url}docs",
        "serviceVersion": version("policygraph"),
        "defaultTypes": [type_dict(kind) for kind in types().values()],
        "view": {"url": f"{url}id/{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": width, "height": height},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": [],
        },
        "batchSize": BATCH,
    }


def batch(text: str) -> dict[str, Asked]:
    """The queries of a batch by their keys. Raises UsageError."""
    found = _parsed(text, "queries", _BATCH)
    return {key: _asked(query) for key, query in found.items()}


def extension(text: str) -> Extension:
    """What a data extension asks for. Raises UsageError."""
    return _parsed(text, "extend", TypeAdapter(Extension))


def candidate_dict(candidate: Candidate) -> dict[str, Any]:
    """A candidate as a client reads it."""
    found = candidate.found
    features = [{"id": "name", "value": candidate.name_score}]
    if candidate.agreement is not None:
        features.append({"id": "properties", "value": round(candidate.agreement, 4)})
    return {
        "id": entity_id(found.iri),
        "name": found.label,
        "description": _description(found),
        "type": _types(found.kind),
        "score": candidate.score,
        "features": features,
        "match": candidate.match,
    }


def suggestion(hit: Hit | Likely) -> dict[str, Any]:
    """A suggested entity."""
    return {
        "id": entity_id(hit.iri),
        "name": hit.label,
        "description": _description(hit),
        "notable": _types(hit.kind),
    }


def type_dict(kind: Type) -> dict[str, Any]:
    """A type: its label in both languages."""
    return {"id": kind.id, "name": f"{kind.label.en} / {kind.label.zh}"}


def property_dict(found: Property) -> dict[str, Any]:
    """A property: its label in both languages."""
    return {"id": found.id, "name": f"{found.label.en} / {found.label.zh}"}


def column_dict(name: str) -> dict[str, Any]:
    """A column of a data extension, which may be of any property."""
    known = properties().get(name) or next(
        (item for item in properties().values() if item.iri == expanded(name)), None
    )
    return {"id": name, "name": property_dict(known)["name"] if known else name}


def _asked(query: _Query) -> Asked:
    named = [query.type] if isinstance(query.type, str) else query.type
    return Asked(
        name=query.query,
        types=tuple(name for name in named if name),
        properties=tuple(Wanted(item.pid, _texts(item.v)) for item in query.properties),
        limit=min(query.limit, MOST),
    )


def _texts(given: _Given | list[_Given]) -> tuple[str, ...]:
    several = given if isinstance(given, list) else [given]
    if len(several) > _VALUES:
        raise UsageError(f"queries: a property may have {_VALUES} values at most.")
    return tuple(item.id if isinstance(item, _Entity) else _text(item) for item in several)


def _text(value: str | bool | int | float) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _types(kind: str) -> list[dict[str, Any]]:
    found = by_kind().get(kind)
    return [type_dict(found)] if found else []


def _description(item: Likely | Hit) -> str:
    """What sets namesakes apart: the other language, and the name that fitted where it is another."""
    shown = item.name if isinstance(item, Likely) else item.text
    parts = (item.label_en, shown if shown != item.iri else None)
    return " · ".join(dict.fromkeys(part for part in parts if part and part != item.label))


def _parsed(text: str, name: str, adapter: TypeAdapter[Model]) -> Model:
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{name}: {place + ': ' if place else ''}{first['msg']}.") from None
