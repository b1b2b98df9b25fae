"""Linked Data: every IRI under the base is an address, as a page, JSON-LD, Turtle, N-Triples or RDF/XML."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api import resources
from api.deps import Accept, ServiceDep
from api.linked import FORMATS, SUFFIXES
from api.models import Problem
from api.negotiation import HTML
from api.tagging import OfRelease

router = APIRouter(tags=["entities"], route_class=OfRelease)

_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"content": {name: {} for name in (*FORMATS, HTML)}, "description": "What the graph says of it"},
    404: {"model": Problem, "description": "It is not in the graph"},
}
# What stands under the base beside `id/`: named graphs, and what is described in them.
_WHOLE = ("ontology", "shapes", "catalogue", "derived")
_BELOW = ("graph", "vocabulary", "catalogue", "ontology", ".well-known/genid")


@router.get("/id/{kind}/{slug:path}", summary="One entity", responses=_RESPONSES, response_class=Response)
def entity(
    request: Request,
    service: ServiceDep,
    kind: Annotated[str, Path(examples=["region"])],
    slug: Annotated[str, Path(examples=["150000"])],
    accept: Accept = None,
) -> Response:
    """What the graph says of an entity, by `Accept` or by the suffix .html, .jsonld, .ttl, .nt or .rdf."""
    return resources.answer(request, service, accept)


def whole(request: Request, service: ServiceDep, accept: Accept = None) -> Response:
    """All that the named graph says, by `Accept` or by suffix."""
    return resources.answer(request, service, accept)


def below(
    request: Request,
    service: ServiceDep,
    slug: Annotated[str, Path(description="The rest of the IRI, with a suffix or without.")],
    accept: Accept = None,
) -> Response:
    """All that a named graph says, or what is said of another IRI under the base; by `Accept` or suffix."""
    return resources.answer(request, service, accept)


@router.get("/model", summary="The model", responses=_RESPONSES, response_class=Response)
def model(request: Request, service: ServiceDep, accept: Accept = None) -> Response:
    """The classes and properties: what `/ontology` gives, under the name that people look for."""
    return resources.answer(request, service, accept, "ontology")


for _name in _WHOLE:
    for _path in (f"/{_name}", *(f"/{_name}{suffix}" for suffix in SUFFIXES)):
        router.add_api_route(
            _path,
            whole,
            summary=f"The graph of the {_name}",
            responses=_RESPONSES,
            response_class=Response,
            include_in_schema="." not in _path,
        )
for _name in _BELOW:
    router.add_api_route(
        f"/{_name}/{{slug:path}}",
        below,
        summary=f"What stands under {_name}",
        responses=_RESPONSES,
        response_class=Response,
    )
