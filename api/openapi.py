"""The description of the API at `/openapi.json`: what FastAPI cannot know is added to what it makes.

Any path may answer with a problem: a release that is not there, a media type that cannot be given, a time
limit. They are RFC 9457 problems, wrong parameters too, where FastAPI expects 422 and a form of its own.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from api.models import Problem
from api.problems import MEDIA_TYPE
from api.sparql import openapi as sparql

_UNUSED = ("HTTPValidationError", "ValidationError")
_SCHEMA = {"$ref": "#/components/schemas/Problem"}
_PROBLEM: dict[str, Any] = {"description": "A problem", "content": {MEDIA_TYPE: {"schema": _SCHEMA}}}


def describe(app: FastAPI) -> None:
    """Make `app` describe itself so."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(made())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _completed(described: dict[str, Any]) -> dict[str, Any]:
    described["paths"].setdefault("/sparql", sparql.openapi())
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    schemas.setdefault("Problem", Problem.model_json_schema())
    for name in _UNUSED:
        schemas.pop(name, None)
    for operations in described["paths"].values():
        for operation in operations.values():
            operation["responses"] = _responses(operation["responses"])
    return described


def _responses(said: dict[str, Any]) -> dict[str, Any]:
    found = {status: _as_problem(status, response) for status, response in said.items()}
    found = {status: response for status, response in found.items() if response is not None}
    return {**found, "default": _PROBLEM}


def _as_problem(status: str, response: dict[str, Any]) -> dict[str, Any] | None:
    if not status.startswith(("4", "5")):
        return response
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    if schema.get("$ref", "").endswith(_UNUSED):
        return None
    return {**_PROBLEM, "description": response["description"]}
