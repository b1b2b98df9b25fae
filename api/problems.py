"""Errors as RFC 9457 problem details: one table from our errors to HTTP.

UsageError, InputError, QueryError   400
NotFoundError                             404
NotAcceptableError                        406
TooLargeError                             413
WrongMediaTypeError                       415
ForbiddenError                            403
QueryTimeout, QueueFull, ReaderLost, StoreError, the end of the server  503, with Retry-After
anything else                        500, without details
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match, Route
from starlette.types import Scope

from graph_store.readers import QueueFull, ReaderLost
from graph_store.serving.questions import StoreDamaged
from ontology.errors import (
    ForbiddenError,
    InputError,
    PolicygraphError,
    QueryError,
    QueryTimeout,
    StoreError,
    UsageError,
)

MEDIA_TYPE = "application/problem+json"
_LOG = logging.getLogger("policygraph")
_PLACE = re.compile(r"\bat (\d+):(\d+)")
_RETRY_SECONDS = "5"


class NotFoundError(PolicygraphError):
    """What the request names is not there."""


class NotAcceptableError(PolicygraphError):
    """None of the media types that the client accepts can be given."""


class TooLargeError(PolicygraphError):
    """The request, or the answer, is larger than allowed."""


class WrongMediaTypeError(PolicygraphError):
    """The body is of a media type that is not read here."""


STATUS: Mapping[type[PolicygraphError], int] = {
    UsageError: 400,
    InputError: 400,
    QueryError: 400,
    NotFoundError: 404,
    NotAcceptableError: 406,
    TooLargeError: 413,
    WrongMediaTypeError: 415,
    ForbiddenError: 403,
    QueryTimeout: 503,
    QueueFull: 503,
    ReaderLost: 503,
    StoreError: 503,
}


def problem(status: int, detail: str, **more: Any) -> JSONResponse:
    """A problem response; `more` are members beside the standard ones."""
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    headers = {"Retry-After": _RETRY_SECONDS} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return JSONResponse(content | more, status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Give `app` the table."""
    app.add_exception_handler(PolicygraphError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _left)


def response_for(error: PolicygraphError) -> JSONResponse:
    """The problem response for one of our errors."""
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    if isinstance(error, StoreError):
        _LOG.error("%s", error)
        if isinstance(error, StoreDamaged):
            return problem(status, "The store cannot be read and may be damaged: see `policygraph doctor`.")
        return problem(status, "The store cannot be read at the moment.")
    more: dict[str, Any] = {}
    if isinstance(error, QueryError) and (place := _PLACE.search(str(error))):
        more = {"line": int(place[1]), "column": int(place[2])}
    return problem(status, str(error), **more)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, PolicygraphError)  # noqa: S101 - the table above says so
    return response_for(error)


def unfinished() -> JSONResponse:
    """What the log and the metrics tell of a client that left before all of its body had come."""
    return problem(400, "The body ended before all of it had come.")


async def _left(request: Request, error: Exception) -> Response:
    return unfinished()


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    faults = [{"parameter": str(fault["loc"][-1]), "message": str(fault["msg"])} for fault in error.errors()]
    detail = "; ".join(f"{fault['parameter']}: {fault['message']}" for fault in faults)
    return problem(400, detail, errors=faults)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    details = {404: f"There is nothing at {request.url.path}.", 405: "This path does not take that method."}
    response = problem(error.status_code, details.get(error.status_code, str(error.detail)))
    response.headers.update(error.headers or {})
    if error.status_code != 405:
        return response
    allowed = {"Allow": ", ".join(sorted(_methods(request)))}
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=allowed)
    response.headers.update(allowed)
    return response


def _methods(request: Request) -> set[str]:
    """What can be done at the path of `request`, by whichever route."""
    routes: list[Route] = request.app.state.routes
    fitting = (route for route in routes if route.matches(request.scope)[0] is Match.PARTIAL)
    methods = {method for route in fitting for method in route.methods or ()}
    return methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())


def failed(scope: Scope, error: BaseException) -> JSONResponse:
    """The problem response where no answer was made: the server is being stopped and the task cancelled, or
    there is an error of ours, of which the log has the details.
    """
    if isinstance(error, asyncio.CancelledError):
        return problem(503, "The server is being stopped; try again in a moment.")
    _LOG.error("%s %s failed", scope["method"], scope["path"], exc_info=error)
    return problem(500, "Something went wrong on the server; the log says more.")
