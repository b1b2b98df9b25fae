"""/projects: the list of projects with filters, a page at a time."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from api.cursors import decoded, encoded
from api.deps import RELEASE_HEADER, Accept, Limit, ServiceDep
from api.models import Problem, ProjectPage
from api.negotiation import JSON, choose, wants_page
from api.pages import page
from queries.formats import to_csv
from queries.run import Answer, Select, run

router = APIRouter(tags=["entities"])

_CSV = "text/csv"
_KEY = "key"
_Text = Annotated[str, Query(max_length=200)]


@router.get(
    "/projects",
    response_model=ProjectPage,
    summary="Projects, with filters",
    responses={400: {"model": Problem, "description": "A filter is wrong"}},
)
def projects(  # noqa: PLR0913, PLR0917 - each filter is a parameter
    request: Request,
    service: ServiceDep,
    region: Annotated[
        _Text, Query(description="A name or IRI; places inside count.", examples=["内蒙古"])
    ] = "",
    technology: Annotated[_Text, Query(description="A name or IRI; narrower concepts count.")] = "",
    direction: Annotated[_Text, Query(description="A part of the direction or category.")] = "",
    implementer: Annotated[_Text, Query(description="A part of the name of an organisation.")] = "",
    document: Annotated[_Text, Query(description="A part of the title, the number or the IRI.")] = "",
    status: Annotated[Literal["", "listed", "withdrawn"], Query()] = "",
    q: Annotated[_Text, Query(description="Words of the name or the description.")] = "",
    limit: Limit = 50,
    cursor: Annotated[_Text, Query(max_length=1000, description="`next` of the page before.")] = "",
    format: Annotated[Literal["json", "csv"] | None, Query()] = None,  # noqa: A002
    accept: Accept = None,
) -> Response:
    """Projects in the order of their lists, withdrawn ones included (see `status`). JSON or CSV."""
    filters = {
        "region": region,
        "technology": technology,
        "direction": direction,
        "implementer": implementer,
        "document": document,
        "status": status,
        "q": q,
    }
    given = {name: value for name, value in filters.items() if value.strip()}
    after = decoded(cursor)
    total, answer = service.consistently(lambda select, release: _page(given, after, limit, select, release))
    last = str(answer.rows[-1].values[_KEY]) if answer.rows and not answer.complete else None
    following = encoded(last) if last else None
    html = format is None and wants_page(accept)
    link = "?" + urlencode(given | {"limit": limit, "cursor": following}) if following else None
    if html:
        return page(
            request, "projects.html", answer=answer, total=total, given=filters, link=link, start=not cursor
        )
    headers = {RELEASE_HEADER: answer.release, "X-Total-Count": str(total), "Vary": "Accept"}
    headers |= {"Link": f'</projects{link}>; rel="next"'} if link else {}
    columns = [name for name in answer.query.columns if name != _KEY]
    kind = {"json": JSON, "csv": _CSV}[format] if format else choose(accept, (JSON, _CSV))
    if kind == _CSV:
        content = to_csv(columns, [row.values for row in answer.rows])
        return Response(content, media_type=_CSV, headers=headers)
    return JSONResponse(_content(answer, columns, total, following), headers=headers)


def _page(given: dict[str, str], after: str, limit: int, select: Select, release: str) -> tuple[int, Answer]:
    counted = run("projects_total", given, select, release).rows
    answer = run("projects_page", given | {"after": after}, select, release, limit=limit)
    return int(str(counted[0].values["total"])) if counted else 0, answer


def _content(answer: Answer, columns: list[str], total: int, following: str | None) -> dict[str, Any]:
    rows = answer.to_dict()["rows"]
    items = [{**row, "values": {name: row["values"][name] for name in columns}} for row in rows]
    return {"release": answer.release, "total": total, "items": items, "next": following}
