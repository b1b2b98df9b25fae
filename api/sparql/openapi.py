"""The path `/sparql` as OpenAPI describes it; FastAPI cannot, for it is no route of its kind."""

from __future__ import annotations

from typing import Any

from api import problems
from api.deps import RELEASE_HEADER
from api.negotiation import HTML
from api.sparql.answering import TRUNCATED_HEADER
from api.sparql.formats import DIRECT, FORM, GRAPHS, JSON, RESULTS, XML
from ontology import terms

EXAMPLE = (
    f"PREFIX pg: <{terms.PG}>\nPREFIX rdfs: <{terms.RDFS}>\n"
    "SELECT ?project ?name {\n  ?project a pg:Project ; rdfs:label ?name\n} LIMIT 5\n"
)
_STATUSES = {
    "400": "A syntax error, with line and column; no query, several, or one nested too deeply",
    "403": "An update, LOAD, or SERVICE to an endpoint that is not listed",
    "404": "There is no such release",
    "406": "None of the formats that are accepted",
    "413": "The query is too long",
    "429": "Too many requests of one client; see Retry-After",
    "503": "The time limit has passed, or too many queries are waiting; see Retry-After",
}
_HEADERS = {
    RELEASE_HEADER: "The release that answers",
    TRUNCATED_HEADER: "Where the answer was cut: rows or bytes",
    "ETag": "The same as long as the answer is",
}


def openapi() -> dict[str, Any]:
    """The path as OpenAPI describes it."""
    common = {"tags": ["sparql"], "summary": "SPARQL 1.1 Protocol"}
    parameters = [*_graphs(), _parameter("release", "Read this release, not the current one.")]
    query = {**_parameter("query", "The query; without it, a description."), "example": EXAMPLE}
    form = {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
    body = {
        "required": True,
        "content": {
            DIRECT: {"schema": {"type": "string"}, "example": EXAMPLE},
            FORM: {"schema": form, "example": {"query": EXAMPLE}},
        },
    }
    unsupported = _problem("Neither a form nor a query, or not in UTF-8")
    return {
        "get": {
            **common,
            "operationId": "sparql_get",
            "parameters": [query, *parameters],
            "responses": _responses(),
        },
        "post": {
            **common,
            "operationId": "sparql_post",
            "parameters": parameters,
            "requestBody": body,
            "responses": _responses() | {"415": unsupported},
        },
        "options": {
            "tags": ["sparql"],
            "summary": "The methods there are",
            "operationId": "sparql_options",
            "responses": {"204": {"description": "They are in the header Allow"}},
        },
    }


def _responses() -> dict[str, Any]:
    content: dict[str, Any] = {
        name: {"schema": {"type": "string"}} for name in (*RESULTS, *GRAPHS, XML, HTML)
    }
    rows = {
        "schema": {"type": "object"},
        "example": {"head": {"vars": ["name"]}, "results": {"bindings": []}},
    }
    content |= {RESULTS[0]: rows, JSON: {"schema": {"type": "object"}}}
    content |= {"application/ld+json": {"schema": {}}}
    headers = {name: {"description": said, "schema": {"type": "string"}} for name, said in _HEADERS.items()}
    return {
        "200": {"description": "The answer", "headers": headers, "content": content},
        "304": {"description": "The answer is what the client has"},
        **{status: _problem(said) for status, said in _STATUSES.items()},
    }


def _problem(said: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": said, "content": {problems.MEDIA_TYPE: {"schema": schema}}}


def _graphs() -> list[dict[str, Any]]:
    iris = {"type": "array", "items": {"type": "string", "format": "iri"}}
    names = ("default-graph-uri", "named-graph-uri")
    return [{"name": name, "in": "query", "schema": iris, "explode": True} for name in names]


def _parameter(name: str, said: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string"}, "description": said}
