"""/id/{kind}/{slug}: Linked Data, as a page, JSON-LD, Turtle or N-Triples."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.deps import RELEASE_HEADER, Accept, ServiceDep
from api.linked import FORMATS, serialized
from api.models import Problem
from api.negotiation import HTML, choose
from api.pages import page
from api.problems import NotFoundError
from graph_store.rows import Rows
from ontology import terms
from queries.run import Select, evidence_of, select_rows

router = APIRouter(tags=["entities"])

_SUFFIXES = {
    ".html": HTML,
    ".jsonld": "application/ld+json",
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
}
_OFFERS = ("application/ld+json", HTML, "text/turtle", "application/n-triples", "application/json")


@router.get(
    "/id/{kind}/{slug:path}",
    summary="One entity",
    responses={
        200: {
            "content": {name: {} for name in (*FORMATS, HTML)},
            "description": "What is said of the entity",
        },
        404: {"model": Problem, "description": "It is not in the graph"},
    },
    response_class=Response,
)
def entity(
    request: Request,
    service: ServiceDep,
    kind: Annotated[str, Path(examples=["region"])],
    slug: Annotated[str, Path(examples=["150000"])],
    accept: Accept = None,
) -> Response:
    """What the graph says of an entity, by `Accept` or by the suffix .html, .jsonld, .ttl or .nt."""
    (iri, suffix, said), release = service.consistently(
        lambda select, release: (_found(kind, slug, select), release)
    )
    wanted = _SUFFIXES[suffix] if suffix else choose(accept, _OFFERS)
    headers = {RELEASE_HEADER: release, "Vary": "Accept"}
    if wanted != HTML:
        media_type = wanted if wanted in FORMATS else _OFFERS[0]
        return Response(serialized(iri, said, media_type), media_type=media_type, headers=headers)
    mentions, proofs = service.consistently(
        lambda select, _: (
            select_rows("entity_mentions", {"entity": iri}, select),
            evidence_of(iri, select),
        )
    )
    response = page(
        request, "entity.html", iri=iri, said=said.dicts(), mentions=mentions.dicts(), evidence=proofs
    )
    response.headers.update(headers)
    return response


def _found(kind: str, slug: str, select: Select) -> tuple[str, str | None, Rows]:
    """The IRI that the path means, its suffix where one was taken off, and what is said of it."""
    suffix = next((ending for ending in _SUFFIXES if slug.endswith(ending)), None)
    readings = [(slug, None)] + ([(slug.removesuffix(suffix), suffix)] if suffix else [])
    for segment, ending in readings:
        iri = terms.entity(kind, segment)
        if any(letter in '<>"{}|\\^` \n\t' for letter in iri):
            continue
        said = select_rows("entity", {"entity": iri}, select)
        if said.rows:
            return iri, ending, said
    raise NotFoundError(f"{kind}/{slug} is not in the graph.")
