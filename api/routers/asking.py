"""The catalogue and questions: /queries, /queries/{name}, /ask."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from api.counts import counts
from api.deps import RELEASE_HEADER, Accept, Limit, ServiceDep
from api.models import AnswerModel, Problem, QueryModel
from api.negotiation import JSON, choose, wants_page
from api.observing.middleware import note
from api.pages import page
from api.problems import NotFoundError, problem
from api.tagging import OfRelease
from graph_store.rows import Rows
from queries import ask as asking
from queries.catalogue import CatalogueQuery, catalogue
from queries.formats import to_csv
from queries.language import spoken
from queries.run import Answer, run, select_rows

router = APIRouter(tags=["questions"], route_class=OfRelease)

_SPARQL_JSON = "application/sparql-results+json"
_CSV = "text/csv"
_FORMATS = {"json": JSON, "csv": _CSV, "sparql-json": _SPARQL_JSON}
_OWN = ("format", "limit", "lang", "release")
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "A parameter is missing or wrong"},
    503: {"model": Problem, "description": "The time limit has passed"},
}
_HEADLINE = "Which hydrogen demonstration projects are in Inner Mongolia, and under which agency?"


@router.get("/queries", response_model=list[QueryModel], summary="The catalogue")
def list_queries(request: Request, accept: Accept = None) -> Response:
    """Every question that can be asked by name, with its parameters and columns."""
    if wants_page(accept):
        return page(request, "queries.html", queries=list(catalogue().values()))
    return JSONResponse([_described(query) for query in catalogue().values()])


@router.get(
    "/queries/{name}",
    response_model=AnswerModel,
    summary="Run a query of the catalogue",
    responses={**_PROBLEMS, 404: {"model": Problem, "description": "There is no such query"}},
)
def run_query(
    request: Request,
    service: ServiceDep,
    name: Annotated[str, Path(examples=["projects_by_technology_and_region"])],
    limit: Limit | None = None,
    format: Annotated[str | None, Query(pattern="^(json|csv|sparql-json)$")] = None,  # noqa: A002
    accept: Accept = None,
) -> Response:
    """The parameters of the query are parameters of the request: `?technology=氢能&region=内蒙古`.

    JSON by default, with the evidence of each row (rows that count or sum, and rows of the vocabularies, have
    none of their own); CSV and SPARQL JSON by `Accept` or `format`.
    """
    query = catalogue().get(name)
    if query is None:
        raise NotFoundError(f"There is no query {name!r}; /queries lists those there are.")
    given = {key: value for key, value in request.query_params.items() if key not in _OWN}
    if format is None and wants_page(accept):
        return _query_page(request, service, query, given, limit)
    kind = _FORMATS[format] if format else choose(accept, (JSON, _CSV, _SPARQL_JSON))
    if kind == _SPARQL_JSON:
        rows, release = service.consistently(
            lambda select, release: (select_rows(query, given, select), release)
        )
        return JSONResponse(_results(rows), headers={RELEASE_HEADER: release}, media_type=_SPARQL_JSON)
    answer = service.consistently(lambda select, release: run(query, given, select, release, limit=limit))
    note(request.scope, rows=len(answer.rows))
    return _answer(answer, kind)


@router.get(
    "/ask",
    response_model=AnswerModel,
    summary="Ask in Chinese or English",
    responses={**_PROBLEMS, 422: {"model": Problem, "description": "What was not understood"}},
)
def ask(
    request: Request,
    service: ServiceDep,
    q: Annotated[str, Query(max_length=1000, examples=[_HEADLINE], description="The question.")] = "",
    limit: Limit | None = None,
    accept: Accept = None,
) -> Response:
    """The question, the query and the parameters it was taken for, the rows, and the evidence of each row.

    A question that the catalogue does not cover gets a problem (422) that says what was not understood and
    what can be asked instead.
    """
    html = wants_page(accept)
    if not q.strip():
        if html:
            release = service.release
            return _of(
                release.id, page(request, "home.html", release=release, counts=counts(release), question="")
            )
        return problem(400, "Give a question in the parameter `q`.", parameter="q")
    found = service.consistently(lambda select, release: asking.answer(q, select, release, limit))
    if html:
        shown = page(
            request, "answer.html", language=spoken(q), question=q, answer=found, queries=catalogue()
        )
        return shown if isinstance(found, asking.Declined) else _of(found.release, shown)
    if isinstance(found, asking.Declined):
        return problem(422, found.reason.of(found.language), **found.to_dict())
    note(request.scope, rows=len(found.rows))
    return _answer(found, JSON)


def _query_page(
    request: Request, service: ServiceDep, query: CatalogueQuery, given: dict[str, str], limit: int | None
) -> Response:
    """The form of a query, and below it the answer where the parameters are there."""
    answer = None
    if all(parameter.name in given or not parameter.required for parameter in query.params):
        answer = service.consistently(lambda select, release: run(query, given, select, release, limit=limit))
    shown = page(request, "query.html", query=query, given=given, answer=answer)
    return _of(answer.release, shown) if answer else shown


def _of(release: str, shown: Response) -> Response:
    shown.headers[RELEASE_HEADER] = release
    return shown


def _answer(answer: Answer, kind: str) -> Response:
    headers = {RELEASE_HEADER: answer.release, "Vary": "Accept"}
    if kind == _CSV:
        headers |= {} if answer.complete else {"X-Policygraph-Truncated": "rows"}
        content = to_csv(list(answer.query.columns), [row.values for row in answer.rows])
        return Response(content, media_type=_CSV, headers=headers)
    return JSONResponse(answer.to_dict(), headers=headers)


def _results(rows: Rows) -> dict[str, Any]:
    bindings = [{name: term.to_json() for name, term in row.items()} for row in rows.dicts()]
    return {"head": {"vars": list(rows.columns)}, "results": {"bindings": bindings}}


def _described(query: CatalogueQuery) -> dict[str, Any]:
    return query.model_dump(
        mode="json", include={"id", "question", "why", "params", "columns", "tags", "since", "sparql"}
    )
