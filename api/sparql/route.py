"""The route `/sparql`: without a query a browser gets the editor, a program the description."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from starlette.types import ASGIApp

from api.deps import reading
from api.front import METHODS
from api.negotiation import accepted, choose, wants_page
from api.observing.middleware import note
from api.pages import page
from api.sparql.answering import answer
from api.sparql.description import description
from api.sparql.formats import GRAPHS
from api.sparql.openapi import EXAMPLE
from api.sparql.request import read
from ontology.errors import UsageError


async def sparql(request: Request) -> ASGIApp:
    """Answer one request."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join((*METHODS, "HEAD"))})
    asked = await read(request)
    accept = request.headers.get("accept")
    if asked.query is not None:
        note(request.scope, query=asked.query)
        async with reading(request, request.query_params.get("release")) as service:
            return await answer(service, request.app.state.answers, asked, request)
    if request.method == "GET" and wants_page(accept):
        return page(request, "sparql.html", example=EXAMPLE)
    if request.method == "GET" and any(name in GRAPHS for name, _ in accepted(accept)):
        return description(str(request.url.replace(query="")), choose(accept, GRAPHS))
    raise UsageError("Give a query: the parameter `query`, or a body of type application/sparql-query.")
