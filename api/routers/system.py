"""The landing page, the probes and the metrics: /, /healthz, /readyz, /metrics."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.counts import counts
from api.deps import RELEASE_HEADER, Accept, ServiceDep
from api.models import Problem
from api.negotiation import wants_page
from api.observing.metrics import Metrics
from api.pages import page
from queries.catalogue import internal

router = APIRouter(tags=["system"])

_PATHS = [
    "/ask",
    "/queries",
    "/projects",
    "/documents",
    "/obligations",
    "/agencies",
    "/regions",
    "/technologies",
    "/search",
    "/releases",
    "/sparql",
    "/reconcile",
    "/ontology",
    "/shapes",
    "/dump.nq.gz",
    "/.well-known/void",
    "/docs",
    "/openapi.json",
]


@router.get("/", summary="What there is here")
def home(request: Request, service: ServiceDep, accept: Accept = None) -> Response:
    """The paths of the API and the release it serves; a page with the question form for browsers."""
    release = service.release
    if wants_page(accept):
        return page(request, "home.html", release=release, counts=counts(release), question="")
    content: dict[str, Any] = {
        "name": "policygraph",
        "release": release.id,
        "counts": counts(release),
        "paths": _PATHS,
    }
    return JSONResponse(content, headers={RELEASE_HEADER: release.id, "Vary": "Accept"})


@router.get("/healthz", summary="Is the server alive?")
def healthz() -> dict[str, str]:
    """Answers as long as the process runs."""
    return {"status": "ok"}


@router.get("/readyz", summary="Can it answer?", responses={503: {"model": Problem}})
def readyz(service: ServiceDep) -> dict[str, str]:
    """Asks a reader for a row, and tells whether the release is read from memory or disk; 503 where none
    answers.
    """
    service.pool.select(internal()["alive"].sparql)
    served_from = "memory" if service.pool.in_memory else "disk"
    return {"status": "ready", "release": service.release.id, "from": served_from}


@router.get(
    "/metrics",
    summary="Counts for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}, "description": "The counts"}},
)
def metrics(request: Request, accept: Accept = None) -> Response:
    """Requests, their times, the readers, the queue and the release, in the format that Prometheus reads."""
    counted: Metrics = request.app.state.metrics
    content, media_type = counted.text(accept or "")
    return Response(content, headers={"Content-Type": media_type, "Vary": "Accept"})
