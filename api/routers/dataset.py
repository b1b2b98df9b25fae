"""The whole release at once, and what it is: /dump.nq.gz, /dump.trig …, /.well-known/void."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from api.deps import RELEASE_HEADER, Accept, ServiceDep
from api.description.dataset import DUMPS, GZIP, PATH, dataset
from api.description.said import Descriptions
from api.linked import FORMATS, TURTLE
from api.models import Problem
from api.negotiation import HTML, choose
from api.reading import Reading
from api.tagging import OfRelease
from graph_store.dumps import compressed, dump
from queries.run import select_rows

router = APIRouter(tags=["dataset"], route_class=OfRelease)

_DESCRIBED = (TURTLE, *(name for name in FORMATS if name != TURTLE))
_NOT_ACCEPTABLE: dict[int | str, dict[str, Any]] = {406: {"model": Problem, "description": "No such format"}}


@router.get(
    f"/{PATH}",
    summary="The description of the dataset (VoID, DCAT)",
    response_class=Response,
    responses={200: {"content": {name: {} for name in _DESCRIBED}}, **_NOT_ACCEPTABLE},
)
def void(request: Request, service: ServiceDep, accept: Accept = None) -> Response:
    """Statistics of the release, its sources, dumps and endpoint."""
    wanted = choose(accept, (*_DESCRIBED, HTML))
    media_type = TURTLE if wanted == HTML else wanted
    release, root = service.release, str(request.base_url)
    kept: Descriptions = request.app.state.descriptions
    publisher = service.settings.publisher
    body = kept.get(
        ("void", release.id, root, media_type),
        lambda: dataset(release, root, publisher, _examples(service)).written(media_type),
    )
    named = "text/plain; charset=utf-8" if wanted == HTML else media_type  # a browser shows it, not saves it
    return Response(body, headers={RELEASE_HEADER: release.id, "Vary": "Accept", "Content-Type": named})


def _dump_of(suffix: str, packed: bool) -> Any:
    name = f"dump.{suffix}.gz" if packed else f"dump.{suffix}"
    media_type = GZIP if packed else DUMPS[suffix]

    def whole(request: Request, service: ServiceDep) -> Response:
        """All named graphs of the release but the derived one, in canonical order; streamed."""
        release = service.release
        headers = {
            RELEASE_HEADER: release.id,
            "Content-Type": media_type,
            "Content-Disposition": f'attachment; filename="{name}"',
        }
        if request.scope.get("head"):
            return Response(headers=headers)
        chunks = dump(release, suffix)
        return StreamingResponse(compressed(chunks) if packed else chunks, headers=headers)

    return whole


for _suffix in DUMPS:
    for _packed in (False, True):
        router.add_api_route(
            f"/dump.{_suffix}.gz" if _packed else f"/dump.{_suffix}",
            _dump_of(_suffix, _packed),
            summary=f"The whole release as {_suffix}" + (", compressed" if _packed else ""),
            operation_id=f"dump_{_suffix}" + ("_gz" if _packed else ""),
            response_class=Response,
            responses={
                200: {"content": {GZIP if _packed else DUMPS[_suffix]: {}}, "description": "The dump"}
            },
        )


def _examples(service: Reading) -> list[str]:
    rows = select_rows("example_entities", {}, service.pool.select)
    return [str(row["entity"].value) for row in rows.dicts() if row["entity"]]
