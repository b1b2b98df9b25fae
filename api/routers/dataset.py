"""The whole release at once, and what it is: /dump.nq.gz, /dump.trig …, /.well-known/void."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response, StreamingResponse

from api.deps import RELEASE_HEADER, Accept, ServiceDep
from api.description.dataset import DUMPS, GZIP, PATH, dataset
from api.description.said import Descriptions
from api.kept import matches
from api.linked import FORMATS, TURTLE
from api.models import Problem
from api.negotiation import HTML, choose
from api.reading import Reading
from graph_store.dumps import compressed, dump
from graph_store.release import Release
from ontology import terms
from queries.run import select_rows

router = APIRouter(tags=["dataset"])

_VERSION = version("policygraph") + version("pyoxigraph")
_DESCRIBED = (TURTLE, *(name for name in FORMATS if name != TURTLE))
_IfNoneMatch = Annotated[str | None, Header(alias="if-none-match", include_in_schema=False)]
_UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "It is what the client has"}}
_NOT_ACCEPTABLE: dict[int | str, dict[str, Any]] = {406: {"model": Problem, "description": "No such format"}}


@router.get(
    f"/{PATH}",
    summary="The description of the dataset (VoID, DCAT)",
    response_class=Response,
    responses={200: {"content": {name: {} for name in _DESCRIBED}}, **_UNCHANGED, **_NOT_ACCEPTABLE},
)
def void(
    request: Request, service: ServiceDep, accept: Accept = None, if_none_match: _IfNoneMatch = None
) -> Response:
    """Statistics of the release, its sources, dumps and endpoint."""
    wanted = choose(accept, (*_DESCRIBED, HTML))
    media_type = TURTLE if wanted == HTML else wanted
    release, root = service.release, str(request.base_url)
    headers = _headers(release, f"void {root} {media_type}")
    if if_none_match and matches(headers["ETag"], if_none_match):
        return Response(status_code=304, headers=headers)
    kept: Descriptions = request.app.state.descriptions
    publisher = service.settings.publisher
    body = kept.get(
        ("void", release.id, root, media_type),
        lambda: dataset(release, root, publisher, _examples(service)).written(media_type),
    )
    named = "text/plain; charset=utf-8" if wanted == HTML else media_type  # a browser shows it, not saves it
    return Response(body, headers={**headers, "Content-Type": named})


def _dump_of(suffix: str, packed: bool) -> Any:
    name = f"dump.{suffix}.gz" if packed else f"dump.{suffix}"
    media_type = GZIP if packed else DUMPS[suffix]

    def whole(request: Request, service: ServiceDep, if_none_match: _IfNoneMatch = None) -> Response:
        """All named graphs of the release but the derived one, in canonical order; streamed."""
        headers = _headers(service.release, name) | {
            "Content-Type": media_type,
            "Content-Disposition": f'attachment; filename="{name}"',
        }
        if if_none_match and matches(headers["ETag"], if_none_match):
            return Response(status_code=304, headers=headers)
        if request.scope.get("head"):
            return Response(headers=headers)
        chunks = dump(service.release, suffix)
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
                200: {"content": {GZIP if _packed else DUMPS[_suffix]: {}}, "description": "The dump"},
                **_UNCHANGED,
            },
        )


def _headers(release: Release, what: str) -> dict[str, str]:
    # Weak, for compressed on its way an answer has other bytes.
    tag = f'W/"{release.id}-{terms.short_hash(_VERSION, what)}"'
    return {RELEASE_HEADER: release.id, "ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}


def _examples(service: Reading) -> list[str]:
    rows = select_rows("example_entities", {}, service.pool.select)
    return [str(row["entity"].value) for row in rows.dicts() if row["entity"]]
