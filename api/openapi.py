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
_ALWAYS = {
    "429": "Too many requests of one client, where the operator sets a limit; see Retry-After",
    "503": "The server cannot answer now, or not in time; see Retry-After",
}
_STATUSES = {
    "400": "A parameter is not what it should be",
    "404": "There is no such thing, or no such release",
    "406": "None of the formats that are accepted can be given",
    "413": "What was sent is too large",
    "415": "What was sent is of a type that is not read here",
}
_JSON_RPC = {"application/json": {"schema": {"type": "object"}}}
_MCP = {
    "tags": ["mcp"],
    "summary": "The Model Context Protocol over streamable HTTP",
    "description": "One JSON-RPC message of the protocol; its errors are JSON-RPC's. No session is kept.",
    "operationId": "mcp",
    "requestBody": {"required": True, "content": _JSON_RPC},
    "responses": {
        "200": {"description": "The answer to a request", "content": _JSON_RPC},
        "202": {"description": "A notification was taken"},
        **{
            status: {"description": text, "content": {MEDIA_TYPE: {"schema": _SCHEMA}}}
            for status, text in _ALWAYS.items()
        },
        "default": {"description": "What the protocol does not allow, as it says it"},
    },
}


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
        for method, operation in operations.items():
            operation["responses"] = _responses(operation, sends=method == "post")
    described["paths"].setdefault("/mcp", {"post": _MCP})
    return described


def _responses(operation: dict[str, Any], sends: bool) -> dict[str, Any]:
    parameters = operation.get("parameters", ())
    places = {parameter["in"] for parameter in parameters}
    names = {parameter["name"] for parameter in parameters}
    said = operation["responses"]
    formats = {kind for status in said if status[0] == "2" for kind in said[status].get("content", ())}
    applies = {
        "400": places or sends,
        "404": "path" in places or "release" in names,
        "406": len(formats) > 1,
        "413": sends,
        "415": sends,
    }
    found = {
        **said,
        **{
            status: {"description": text}
            for status, text in (*_STATUSES.items(), *_ALWAYS.items())
            if status not in said and applies.get(status, True)
        },
    }
    made = {status: _as_problem(status, response) for status, response in found.items()}
    return {status: response for status, response in made.items() if response is not None}


def _as_problem(status: str, response: dict[str, Any]) -> dict[str, Any] | None:
    if not status.startswith(("4", "5")):
        return response
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    if schema.get("$ref", "").endswith(_UNUSED):
        return None
    return {"description": response["description"], "content": {MEDIA_TYPE: {"schema": _SCHEMA}}}
