"""The route `/sparql`: without a query a browser gets the editor, a program the description."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from api.deps import RELEASE_HEADER, reading
from api.description.endpoint import endpoint
from api.description.said import Descriptions
from api.linked import FORMATS
from api.negotiation import accepted, choose, wants_page
from api.observing.middleware import note
from api.pages import page
from api.reading import Reading
from api.sparql.answering import answer
from api.sparql.openapi import EXAMPLE
from api.sparql.request import read
from api.tagging import unless_known
from ontology.errors import UsageError


async def sparql(request: Request) -> ASGIApp:
    """Answer one request."""
    asked = await read(request)
    if asked.query is not None:
        note(request.scope, query=asked.query)
        if asked.release is None:
            state = request.app.state
            return await answer(state.service, state.answers, asked, request)
        async with reading(request, asked.release) as service:
            return await answer(service, request.app.state.answers, asked, request)
    accept = request.headers.get("accept")
    if request.method == "GET" and wants_page(accept):
        return page(request, "sparql.html", example=EXAMPLE)
    if request.method == "GET" and any(name in FORMATS for name, _ in accepted(accept)):
        async with reading(request, asked.release) as service:
            return await run_in_threadpool(_description, request, service, choose(accept, tuple(FORMATS)))
    raise UsageError("Give a query: the parameter `query`, or a body of type application/sparql-query.")


def _description(request: Request, service: Reading, media_type: str) -> Response:
    release, url = service.release, f"{request.base_url}sparql"
    services = service.settings.services
    kept: Descriptions = request.app.state.descriptions
    body = kept.get(
        ("sd", release.id, url, media_type), lambda: endpoint(release, url, services).written(media_type)
    )
    headers = {RELEASE_HEADER: release.id, "Content-Type": media_type, "Vary": "Accept"}
    return unless_known(request, Response(body, headers=headers), *services)
