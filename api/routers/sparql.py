"""The SPARQL 1.1 Protocol, read only. A plain route: the protocol's parameters are not of FastAPI's form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from anyio import to_thread
from fastapi import Request
from fastapi.responses import Response

from api.deps import RELEASE_HEADER
from api.linked import converted
from api.negotiation import HTML, accepted, choose, preferred, wants_page
from api.pages import page
from api.problems import ForbiddenError, TooLargeError, WrongMediaTypeError
from api.service import Service
from graph_store.readers import QueueFull
from ontology import terms
from ontology.errors import UsageError
from queries.sparql import forbidden, form

RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
_BOOLEANS = RESULTS[:2]
EXAMPLE = (
    f"PREFIX pg: <{terms.PG}>\nPREFIX rdfs: <{terms.RDFS}>\n"
    "SELECT ?project ?name {\n  ?project a pg:Project ; rdfs:label ?name\n} LIMIT 5\n"
)
_JSON_NAMES = "application/json"
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_LONGEST_QUERY = 1 << 20
_LARGEST_ANSWER = 64 << 20


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the protocol."""

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


async def sparql(request: Request) -> Response:
    """Answer one request."""
    asked = await _asked(request)
    accept = request.headers.get("accept")
    if asked.query is None:
        if request.method == "GET" and wants_page(accept):
            return page(request, "sparql.html", example=EXAMPLE)
        if request.method == "GET" and any(name in GRAPHS for name, _ in accepted(accept)):
            return _description(str(request.url.replace(query="")), choose(accept, GRAPHS))
        raise UsageError("Give a query: the parameter `query`, or a body of type application/sparql-query.")
    service: Service = request.app.state.service
    if service.strangers.available_tokens < 1:
        raise QueueFull("too many queries are waiting already; try again in a moment.")
    return await to_thread.run_sync(_answer, service, asked, accept, limiter=service.strangers)


def _answer(service: Service, asked: Asked, accept: str | None) -> Response:
    text = asked.query or ""
    if word := forbidden(text):
        raise ForbiddenError(f"{word} is not allowed: this endpoint only reads.")
    offers = {"CONSTRUCT": GRAPHS, "DESCRIBE": GRAPHS, "ASK": _BOOLEANS}.get(form(text) or "", RESULTS)
    kinds = preferred(accept, offers)
    plain = not kinds and bool(preferred(accept, (_JSON_NAMES, HTML)))
    if plain and offers is GRAPHS:
        kinds = [GRAPHS[-1]]
    if not kinds and not plain:
        choose(accept, offers)
    media_type, chunks = service.pool.query(
        text, kinds or offers[:1], asked.default_graphs or None, asked.named_graphs or None
    )
    headers = {RELEASE_HEADER: chunks.release.id, "Vary": "Accept"}
    named = _JSON_NAMES if plain and media_type.endswith("json") else media_type
    return Response(_whole(chunks), media_type=named, headers=headers)


def _whole(chunks: Any) -> bytes:
    """The whole answer: it is sent only when it ended well."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > _LARGEST_ANSWER:
            chunks.close()
            raise TooLargeError(f"The answer is larger than {_LARGEST_ANSWER >> 20} MiB; add a LIMIT.")
    return bytes(body)


async def _asked(request: Request) -> Asked:
    pairs = list(request.query_params.multi_items())
    if request.method == "POST":
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind == _UPDATE:
            raise ForbiddenError("Updates are not allowed: this endpoint only reads.")
        if kind not in (_FORM, _DIRECT):
            raise WrongMediaTypeError(f"Send the query as {_FORM} or {_DIRECT}.")
        text = await _body(request)
        pairs += [("query", text)] if kind == _DIRECT else _form(text)
    if any(name == "update" for name, _ in pairs):
        raise ForbiddenError("Updates are not allowed: this endpoint only reads.")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1:
        raise UsageError("Give one query, not several.")
    return Asked(
        queries[0] if queries else None,
        _graphs(pairs, "default-graph-uri"),
        _graphs(pairs, "named-graph-uri"),
    )


async def _body(request: Request) -> str:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_QUERY:
            raise TooLargeError(f"A query may have {_LONGEST_QUERY >> 10} KiB at most.")
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise UsageError("The body is not UTF-8 text.") from None


def _form(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        raise UsageError("The body is not a form in UTF-8.") from None


def _graphs(pairs: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    graphs = tuple(value for key, value in pairs if key == name)
    for graph in graphs:
        if ":" not in graph or any(letter in '<>"{}|\\^` \n\t' for letter in graph):
            raise UsageError(f"{name}: {graph!r} is not an IRI.")
    return graphs


def _description(url: str, media_type: str) -> Response:
    """The service description of this endpoint."""
    service = terms.SD
    formats = terms.FORMATS
    names = ["SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"]
    names += ["Turtle", "N-Triples", "RDF_XML", "JSON-LD"]
    results = " , ".join(f"<{formats}{name}>" for name in names)
    turtle = (
        f"@prefix sd: <{service}> .\n"
        f"<{url}> a sd:Service ;\n"
        f"  sd:endpoint <{url}> ;\n"
        f"  sd:supportedLanguage sd:SPARQL11Query ;\n"
        f"  sd:resultFormat {results} .\n"
    )
    if media_type == "text/turtle":
        return Response(turtle, media_type=media_type)
    return Response(converted(turtle, media_type), media_type=media_type)


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
    query = {"name": "query", "in": "query", "schema": {"type": "string"}, "example": EXAMPLE}
    form_schema = {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
    body = {
        "content": {
            _DIRECT: {"schema": {"type": "string"}, "example": EXAMPLE},
            _FORM: {"schema": form_schema, "example": {"query": EXAMPLE}},
        }
    }
    common = {"tags": ["sparql"], "responses": responses}
    summary = "SPARQL 1.1 Protocol"
    return {
        "get": {"summary": summary, "operationId": "sparql_get", "parameters": [query, *graphs], **common},
        "post": {"summary": summary, "operationId": "sparql_post", "requestBody": body, **common},
    }
