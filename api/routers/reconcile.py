"""/reconcile: the Reconciliation Service API 0.2, as OpenRefine speaks it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api import reconciliation as form
from api.deps import RELEASE_HEADER, CurrentDep, SearchedDep, ServiceDep
from api.models import Problem
from api.negotiation import HTML
from api.pages import page
from api.problems import NotFoundError, TooLargeError, WrongMediaTypeError
from api.reading import Reading
from api.service import Service
from graph_store.fulltext.likely import named
from graph_store.fulltext.search import search
from graph_store.fulltext.words import normal
from graph_store.rows import Rows, Term
from ontology.errors import QueryTimeout, UsageError
from queries.reconciling import extension
from queries.reconciling.matching import candidates
from queries.reconciling.model import Type, by_kind, entity_iri, properties, type_of, types
from queries.run import Select, select_rows

router = APIRouter(prefix="/reconcile", tags=["reconciliation"])

_FORM = "application/x-www-form-urlencoded"
_FIELDS = {"type": "object", "properties": {name: {"type": "string"} for name in ("queries", "extend")}}
_LONGEST = 1 << 20
_PAGE = 20
_Text = Annotated[str, Query(max_length=_LONGEST, description="JSON, as the specification has it.")]
_Prefix = Annotated[str, Query(max_length=200, description="What was typed so far.")]
_Cursor = Annotated[int, Query(ge=0, le=10_000, description="How many suggestions to skip.")]
_WRONG: dict[int | str, dict[str, Any]] = {400: {"model": Problem, "description": "It is not as specified"}}


@router.get("", summary="The service, or a batch of queries", responses=_WRONG)
def reconcile(request: Request, service: ServiceDep, queries: _Text = "", extend: _Text = "") -> Response:
    """Without parameters the manifest; with `queries` candidates; with `extend` values of properties."""
    return _answer(request, service, queries, extend)


@router.post(
    "",
    summary="A batch of queries, or of values to fetch",
    responses=_WRONG,
    openapi_extra={"requestBody": {"content": {_FORM: {"schema": _FIELDS}}}},
)
async def reconcile_form(request: Request, service: ServiceDep) -> Response:
    """The same as a form with the field `queries` or `extend`."""
    fields = dict(await _form(request))
    return await run_in_threadpool(
        _answer, request, service, fields.get("queries", ""), fields.get("extend", ""), posted=True
    )


@router.get("/suggest/entity", summary="Entities whose names begin so", responses=_WRONG)
def suggest_entity(
    searched: SearchedDep,
    prefix: _Prefix = "",
    cursor: _Cursor = 0,
    type: Annotated[str, Query(max_length=500, description="Only of this type.")] = "",  # noqa: A002
) -> Response:
    """The best first. An identifier is suggested as itself."""
    kinds = [_type(type).kind] if type else list(by_kind())
    index, timeout = searched.index, searched.timeout
    hits = search(index, prefix, kinds, cursor + _PAGE, timeout=timeout)
    found = [form.suggestion(hit) for hit in hits[cursor:]]
    if "/" in prefix and not cursor:
        itself = named(index, entity_iri(prefix), timeout=timeout)
        found = [*([form.suggestion(itself)] if itself else []), *found]
    return JSONResponse({"result": found}, headers={RELEASE_HEADER: searched.release.id})


@router.get("/suggest/type", summary="Types whose names have these words")
def suggest_type(service: CurrentDep, prefix: _Prefix = "", cursor: _Cursor = 0) -> Response:
    """By their names in either language."""
    return _suggested(service, [form.type_dict(kind) for kind in types().values()], prefix, cursor)


@router.get("/suggest/property", summary="Properties whose names have these words")
def suggest_property(service: CurrentDep, prefix: _Prefix = "", cursor: _Cursor = 0) -> Response:
    """By their names in either language."""
    return _suggested(service, [form.property_dict(item) for item in properties().values()], prefix, cursor)


@router.get("/properties", summary="Properties worth fetching for a type", responses=_WRONG)
def propose(
    service: CurrentDep,
    type: Annotated[str, Query(max_length=500, examples=["pg:Project"])] = "",  # noqa: A002
    limit: Annotated[int, Query(ge=1, le=100)] = 100,
) -> Response:
    """The properties that entities of the type may have; without a type, all."""
    found = _type(type).properties if type else tuple(properties().values())
    content = {
        "type": type,
        "limit": limit,
        "properties": [form.property_dict(item) for item in found[:limit]],
    }
    return JSONResponse(content, headers={RELEASE_HEADER: service.release.id})


@router.get(
    "/preview",
    summary="A small page about an entity",
    response_class=Response,
    responses={
        200: {"content": {HTML: {}}},
        404: {"model": Problem, "description": "It is not in the graph"},
    },
)
def preview(
    request: Request,
    service: ServiceDep,
    id: Annotated[str, Query(min_length=1, max_length=2000)],  # noqa: A002
) -> Response:
    """For a frame of the size that the manifest says."""
    iri = entity_iri(id)
    said, release = service.consistently(
        lambda select, release: (select_rows("entity", {"entity": iri}, select).dicts(), release)
    )
    if not said:
        raise NotFoundError(f"{id} is not in the graph.")
    shown = page(request, "preview.html", iri=iri, said=said)
    shown.headers[RELEASE_HEADER] = release
    return shown


def _answer(request: Request, service: Reading, queries: str, extend: str, posted: bool = False) -> Response:
    deadline = time.monotonic() + service.settings.query_timeout
    if extend:
        content, release = service.consistently(
            lambda select, release: (_extended(extend, _in_time(select, deadline)), release)
        )
    elif queries:
        content, release = _matched(service, queries, deadline)
    elif posted:
        raise UsageError("Give the field `queries` or the field `extend`.")
    else:
        content, release = form.manifest(str(request.base_url)), service.release.id
    return JSONResponse(content, headers={RELEASE_HEADER: release})


def _matched(service: Reading, queries: str, deadline: float) -> tuple[dict[str, Any], str]:
    asked = form.batch(queries)
    if len(asked) > form.BATCH:
        raise TooLargeError(f"A batch may have {form.BATCH} queries at most.")

    def work(select: Select, release: str) -> tuple[dict[str, Any], str]:
        index = service.indexes.of(service.release)
        timed = _in_time(select, deadline)
        return {
            key: {
                "result": [
                    form.candidate_dict(item) for item in candidates(query, index, timed, _left(deadline))
                ]
            }
            for key, query in asked.items()
        }, release

    return service.consistently(work)


def _left(deadline: float) -> float:
    """The seconds until `deadline` (monotonic). Raises QueryTimeout when it has passed."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise QueryTimeout("the batch ran past the time limit; send fewer rows at once.")
    return left


def _in_time(select: Select, deadline: float) -> Select:
    """`select` until `deadline`: a batch asks many queries, and each of them alone is quick."""

    def timed(sparql: str, bindings: Mapping[str, Term] | None = None) -> Rows:
        _left(deadline)
        return select(sparql, bindings)

    return timed


def _extended(text: str, select: Select) -> dict[str, Any]:
    wanted = form.extension(text)
    names = [column.id for column in wanted.properties]
    rows = {entity: {name: extension.values(entity, name, select) for name in names} for entity in wanted.ids}
    return {"meta": [form.column_dict(name) for name in names], "rows": rows}


def _suggested(service: Service, items: list[dict[str, Any]], prefix: str, cursor: int) -> Response:
    asked = normal(prefix)
    fitting = [item for item in items if prefix == item["id"] or asked in normal(item["name"])]
    content = {"result": fitting[cursor : cursor + _PAGE]}
    return JSONResponse(content, headers={RELEASE_HEADER: service.release.id})


def _type(name: str) -> Type:
    found = type_of(name)
    if found is None:
        raise UsageError(f"type: {name!r} is none; use {', '.join(types())}.")
    return found


async def _form(request: Request) -> list[tuple[str, str]]:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != _FORM:
        raise WrongMediaTypeError(f"Send the batch as {_FORM}.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST:
            raise TooLargeError(f"A batch may have {_LONGEST >> 10} KiB at most.")
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        raise UsageError("The body is not a form in UTF-8.") from None
