"""POST /documents and GET /jobs/{id}."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool

from api.models import JobModel, Problem
from api.problems import NotFoundError, WrongMediaTypeError
from api.service import Service
from api.uploads.jobs import Jobs
from api.uploads.reading import check_token, uploaded
from extract.readers import SUFFIXES
from extract.readers.kinds import recognise
from ontology.errors import InputError

router = APIRouter(tags=["uploads"])

_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}},
                "required": ["file"],
            }
        },
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    },
}
_NAME = {
    "name": "name",
    "in": "query",
    "schema": {"type": "string"},
    "description": "The name of the file, where the body is the file itself.",
}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "There is no file, or no name"},
    403: {"model": Problem, "description": "No token, or not the right one"},
    413: {"model": Problem, "description": "The file is too large"},
    415: {
        "model": Problem,
        "description": "Files of this kind are not read, or it is not what its name says",
    },
    503: {"model": Problem, "description": "Too many files are waiting"},
}


@router.post(
    "/documents",
    status_code=202,
    response_model=JobModel,
    summary="Upload a document",
    responses=_PROBLEMS,
    dependencies=[Depends(HTTPBearer(scheme_name="uploadToken", auto_error=False))],  # for the description
    openapi_extra={"requestBody": _BODY, "parameters": [_NAME]},
)
async def upload(request: Request) -> Response:
    """A file to be read and published as a new release; a file of the same name replaces what it said before.

    Needs the operator's bearer token. The answer names a job; ask it how far it is.
    """
    service: Service = request.app.state.service
    jobs: Jobs = request.app.state.jobs
    check_token(request, service.settings.upload_token)
    jobs.room()
    name, content = await uploaded(request, service.settings.upload_bytes)
    try:
        await run_in_threadpool(recognise, name, content, SUFFIXES)
    except InputError as error:
        raise WrongMediaTypeError(f"{error}.") from error
    job = jobs.add(name, content)
    return JSONResponse(job.to_dict(), 202, {"Location": f"/jobs/{job.id}"})


@router.get(
    "/jobs/{id}",
    response_model=JobModel,
    summary="What became of an upload",
    responses={404: {"model": Problem, "description": "There is no such job"}},
)
async def job(request: Request, id: Annotated[str, Path(max_length=100)]) -> Response:  # noqa: A002
    """Whether an upload waits, is being read, is published, or failed: `detail` then says why."""
    jobs: Jobs = request.app.state.jobs
    found = jobs.find(id)
    if found is None:
        raise NotFoundError("There is no such job; a server that was started anew knows none from before.")
    return JSONResponse(found.to_dict(), headers={"Cache-Control": "no-store"})
