"""/graph: views of the release for other tools, and a picture of a part for people."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import networkx as nx
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.deps import RELEASE_HEADER, Accept, ServiceDep
from api.models import Problem
from api.negotiation import JSON, choose, wants_page
from api.pages import page
from api.problems import TooLargeError
from api.reading import Reading
from api.tagging import OfRelease
from graph_store import picture, views
from graph_store.fulltext.search import search
from ontology import terms
from ontology.errors import UsageError
from queries.run import Select

router = APIRouter(tags=["graph"], route_class=OfRelease)

FORMATS = {
    "node-link": JSON,
    "cytoscape": JSON,
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
    "svg": "image/svg+xml",
}
_TRUNCATED = "X-Policygraph-Truncated"
_PICTURED = 60  # nodes of a picture that can be taken in
_MOST_DRAWN = 120
_WHOLE_VIEW_QUADS = 5_000_000  # a larger release is looked at from one node
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


@router.get(
    "/graph",
    summary="A graph view",
    response_class=Response,
    responses={
        200: {"content": {name: {} for name in (*FORMATS.values(), "text/html")}, "description": "The graph"},
        400: {"model": Problem, "description": "A parameter is wrong"},
        413: {"model": Problem, "description": "The whole view is too large; name a focus"},
        503: {"model": Problem, "description": "The time limit has passed"},
    },
)
def graph(  # noqa: PLR0913, PLR0917 - each is a parameter of the request
    request: Request,
    service: ServiceDep,
    view: Annotated[
        str, Query(max_length=40, description=f"One of {', '.join(views.names())}.")
    ] = "projects",
    focus: Annotated[
        str, Query(max_length=1000, description="A node: its IRI or its name.", examples=["内蒙古自治区"])
    ] = "",
    depth: Annotated[int, Query(ge=0, le=10, description="Steps from the focus.")] = 1,
    limit: Annotated[int | None, Query(ge=1, le=5000, description="The most nodes.")] = None,
    format: Annotated[  # noqa: A002
        Literal["node-link", "cytoscape", "gexf", "graphml", "svg"] | None, Query()
    ] = None,
    accept: Accept = None,
) -> Response:
    """What stands around a focus, the nearest first, or the whole view; 1000 nodes where no `limit` is given.

    Where nodes are left out, `X-Policygraph-Truncated: nodes` says so, and `graph.truncated` in JSON; without
    a focus those with most edges stay.
    """
    html = format is None and wants_page(accept)
    drawn = html or format == "svg"
    most = min(limit or (_PICTURED if drawn else 1000), _MOST_DRAWN if drawn else 5000)
    (found, whole), release = service.consistently(
        lambda select, release: (_part(service, select, view, focus.strip(), depth, most), release)
    )
    headers = {RELEASE_HEADER: release} | ({} if whole else {_TRUNCATED: "nodes"})
    given = {"view": view, "focus": focus, "depth": depth}
    if html:
        shown = _page(request, found, whole, given)
        shown.headers.update(headers)
        return shown
    kind = format or _by_accept(accept)
    found.graph.update({"release": release, "truncated": not whole})
    content = picture.draw(found, _title(given)).encode() if kind == "svg" else views.write(found, kind)
    return Response(content, media_type=FORMATS[kind], headers=headers | {"Vary": "Accept"})


def _part(
    service: Reading, select: Select, view: str, focus: str, depth: int, limit: int
) -> tuple[nx.DiGraph[str], bool]:
    if focus:
        return views.neighbourhood(select, view, _iri(service, focus), depth, limit)
    if service.release.manifest.quads > _WHOLE_VIEW_QUADS:
        raise TooLargeError("This release is too large for the whole view: name a focus.")
    everything = views.view(select, view)
    part = everything if len(everything) <= limit else views.largest(everything, limit)
    return part, part is everything


def _iri(service: Reading, focus: str) -> str:
    """The IRI that a person means: an IRI, the path of one of ours, or a name."""
    if focus.startswith("/id/"):
        return terms.BASE + focus[1:]
    if _IRI.fullmatch(focus):
        return focus
    index = service.indexes.of(service.release)
    for hit in search(index, focus, limit=1, timeout=service.settings.query_timeout):
        if focus.casefold() in (hit.text.casefold(), hit.label.casefold()):
            return hit.iri
    raise UsageError(f"focus: nothing is called {focus!r}; /search finds names and IRIs.")


def _by_accept(accept: str | None) -> str:
    wanted = choose(accept, list(dict.fromkeys(FORMATS.values())))
    return next(name for name, media_type in FORMATS.items() if media_type == wanted)


def _title(given: dict[str, Any]) -> str:
    return f"policygraph: {given['view']}"


def _page(request: Request, found: nx.DiGraph[str], whole: bool, given: dict[str, Any]) -> Response:
    drawing = picture.draw(found, _title(given)) if len(found) else ""
    nodes = sorted((found.nodes[node] for node in found), key=lambda said: (said["kind"], said["label"]))
    query = urlencode({name: value for name, value in given.items() if value != ""})
    return page(
        request,
        "graph.html",
        drawing=drawing,
        nodes=nodes,
        whole=whole,
        given=given,
        query=query,
        views=views.names(),
        formats=list(FORMATS),
    )
