"""The path `/sparql` as OpenAPI describes it; FastAPI cannot, for it is no route of its kind."""

from __future__ import annotations

from typing import Any

from api.deps import RELEASE_HEADER
from api.sparql.formats import DIRECT, FORM, GRAPHS, RESULTS
from ontology import terms

EXAMPLE = (
    f"PREFIX pg: <{terms.PG}>\nPREFIX rdfs: <{terms.RDFS}>\n"
    "SELECT ?project ?name {\n  ?project a pg:Project ; rdfs:label ?name\n} LIMIT 5\n"
)
_ERROR = {"description": "A problem", "content": {"application/problem+json": {"schema": {"type": "object"}}}}


def openapi() -> dict[str, Any]:
    """The path as OpenAPI describes it."""
    content: dict[str, Any] = {name: {"schema": {"type": "string"}} for name in (*RESULTS, *GRAPHS)}
    content[RESULTS[0]] = {
        "schema": {"type": "object"},
        "example": {"head": {"vars": ["name"]}, "results": {"bindings": []}},
    }
    responses = {
        "200": {
            "description": "The whole answer",
            "headers": {RELEASE_HEADER: {"description": "The release", "schema": {"type": "string"}}},
            "content": content,
        },
        "400": _ERROR | {"description": "A syntax error, with line and column"},
        "403": _ERROR | {"description": "An update, SERVICE or LOAD"},
        "503": _ERROR | {"description": "The time limit has passed; see Retry-After"},
    }
    graphs = [
        {"name": name, "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}
        for name in ("default-graph-uri", "named-graph-uri")
    ]
    release = {
        "name": "release",
        "in": "query",
        "schema": {"type": "string"},
        "description": "Read this release, not the current one.",
    }
    query = {"name": "query", "in": "query", "schema": {"type": "string"}, "example": EXAMPLE}
    form_schema = {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
    body = {
        "content": {
            DIRECT: {"schema": {"type": "string"}, "example": EXAMPLE},
            FORM: {"schema": form_schema, "example": {"query": EXAMPLE}},
        }
    }
    common = {"tags": ["sparql"], "responses": responses}
    summary = "SPARQL 1.1 Protocol"
    return {
        "get": {
            "summary": summary,
            "operationId": "sparql_get",
            "parameters": [query, *graphs, release],
            **common,
        },
        "post": {
            "summary": summary,
            "operationId": "sparql_post",
            "parameters": [release],
            "requestBody": body,
            **common,
        },
    }
