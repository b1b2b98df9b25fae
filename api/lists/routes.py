"""The paths of the lists. Each is the same function under other filters."""

from __future__ import annotations

from typing import Annotated, Any, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from api.deps import RELEASE_HEADER, Accept, ServiceDep
from api.lists.facets import Facet
from api.lists.filters import (
    AgencyFilters,
    DocumentFilters,
    Filters,
    ObligationFilters,
    ProjectFilters,
    RegionFilters,
    TechnologyFilters,
)
from api.lists.paging import Page, page_of, remember
from api.models import ListPage, Problem
from api.negotiation import JSON, choose, wants_page
from api.observing.middleware import note
from api.pages import language_of, page
from api.reading import Reading
from api.tagging import OfRelease
from ontology.errors import UsageError
from queries.catalogue import lists
from queries.formats import to_csv
from queries.values import as_written

router = APIRouter(tags=["entities"], route_class=OfRelease)

_CSV = "text/csv"
_COMMON: dict[str, Any] = {
    "response_model": ListPage,
    "responses": {
        200: {"content": {_CSV: {}, "text/html": {}}},
        400: {"model": Problem, "description": "A filter is wrong"},
        503: {"model": Problem, "description": "The time limit has passed"},
    },
}


@router.get("/projects", summary="Projects, with filters", **_COMMON)
def projects(
    request: Request,
    service: ServiceDep,
    filters: Annotated[ProjectFilters, Query()],
    accept: Accept = None,
) -> Response:
    """Projects in the order of their lists, withdrawn ones included (see `status`). JSON or CSV."""
    return _list(request, service, filters, accept)


@router.get("/documents", summary="Documents, with filters", **_COMMON)
def documents(
    request: Request,
    service: ServiceDep,
    filters: Annotated[DocumentFilters, Query()],
    accept: Accept = None,
) -> Response:
    """Documents, the latest first. JSON or CSV.

    With `in_force_on`, `in_force` of a row is `yes`, or `not known` where the texts do not say; what was not
    in force on the date is given for `in_force=no`. `because` is the reason, the evidence the words.
    """
    return _list(request, service, filters, accept)


@router.get("/obligations", summary="Duties, prohibitions, permissions and encouragements", **_COMMON)
def obligations(
    request: Request,
    service: ServiceDep,
    filters: Annotated[ObligationFilters, Query()],
    accept: Accept = None,
) -> Response:
    """Normative statements by the day they are due, those without one day last. JSON or CSV.

    With `in_force_on`, `in_force` says of the document of each row whether it is in force, as in /documents;
    with `due_before` or `due_after` alone it is told of that day. What is due is what is due while its
    document lives: what had expired or been repealed before is given for `in_force=no` alone.
    """
    return _list(request, service, filters, accept)


@router.get("/agencies", summary="Agencies, with filters", **_COMMON)
def agencies(
    request: Request,
    service: ServiceDep,
    filters: Annotated[AgencyFilters, Query()],
    accept: Accept = None,
) -> Response:
    """Agencies of the vocabulary and those that documents name, by name. JSON or CSV."""
    return _list(request, service, filters, accept)


@router.get("/regions", summary="Regions, with filters", **_COMMON)
def regions(
    request: Request,
    service: ServiceDep,
    filters: Annotated[RegionFilters, Query()],
    accept: Accept = None,
) -> Response:
    """Provinces and prefectures by code, with the number of projects in each. JSON or CSV."""
    return _list(request, service, filters, accept)


@router.get("/technologies", summary="Technologies, with filters", **_COMMON)
def technologies(
    request: Request,
    service: ServiceDep,
    filters: Annotated[TechnologyFilters, Query()],
    accept: Accept = None,
) -> Response:
    """Concepts of the vocabulary by name, with the number of projects of each and its narrower ones."""
    return _list(request, service, filters, accept)


def _list(request: Request, service: Reading, filters: Filters, accept: str | None) -> Response:
    _refuse_unknown(request, filters)
    for_people = filters.format is None and wants_page(accept)
    found = service.consistently(
        lambda select, release: page_of(filters, select, release, for_people=for_people)
    )
    remember(filters, found)
    note(request.scope, rows=len(found.answer.rows))
    link = _link(filters, found)
    if for_people:
        return _page(request, filters, found, link)
    headers = {
        RELEASE_HEADER: found.answer.release,
        "X-Total-Count": str(found.total),
        "Vary": "Accept",
    }
    headers |= {"Link": f'</{filters.listed}{link}>; rel="next"'} if link else {}
    kind = {"json": JSON, "csv": _CSV}[filters.format] if filters.format else choose(accept, (JSON, _CSV))
    if kind == _CSV:
        if found.facets:
            raise UsageError("facets: CSV has rows alone; ask for JSON.")
        columns = list(found.answer.query.columns)
        content = to_csv(columns, [row.values for row in found.answer.rows])
        return Response(content, media_type=_CSV, headers=headers)
    return JSONResponse(_content(found), headers=headers)


def _refuse_unknown(request: Request, filters: Filters) -> None:
    unknown = [name for name in request.query_params if name not in type(filters).model_fields]
    if unknown:
        known = ", ".join(filters.names())
        raise UsageError(f"/{filters.listed} has no filter {', '.join(unknown)}; its filters: {known}.")


def _content(found: Page) -> dict[str, Any]:
    said = found.answer.to_dict()
    content = {
        "release": said["release"],
        "total": found.total,
        "items": said["rows"],
        "next": found.following,
        "notes": said["notes"],
    }
    if found.facets:
        content["facets"] = {name: _facet(one) for name, one in found.facets.items()}
    return content


def _facet(facet: Facet) -> dict[str, Any]:
    values = [
        {"value": one.value, "label": one.label.model_dump() if one.label else None, "rows": one.rows}
        for one in facet.values
    ]
    return {"values": values, "none": facet.none, "complete": facet.complete}


def _link(filters: Filters, found: Page) -> str | None:
    """The query string of the next page."""
    if not found.following:
        return None
    more = {name: text for name in ("format", "release", "facets") if (text := getattr(filters, name, ""))}
    return "?" + urlencode(filters.given() | {"limit": filters.limit, "cursor": found.following} | more)


def _page(request: Request, filters: Filters, found: Page, link: str | None) -> Response:
    language = language_of(request)
    fields = []
    for parameter in lists()[f"{filters.listed}_total"].params:
        name = parameter.name
        choices = [
            text for text in get_args(type(filters).model_fields[name].annotation) if isinstance(text, str)
        ]
        kind = "date" if name.endswith(("_on", "_from", "_to", "_after", "_before")) else "text"
        value = as_written(parameter, filters.given().get(name, ""), language)
        label = parameter.label.of(language)
        fields.append({"name": name, "label": label, "choices": choices, "type": kind, "value": value})
    labels = {field["name"]: field["label"] for field in fields}
    response = page(
        request,
        "list.html",
        language,
        filters=filters,
        given=filters.given(),
        fields=fields,
        labels=labels,
        found=found,
        link=link,
    )
    response.headers[RELEASE_HEADER] = found.answer.release
    return response
