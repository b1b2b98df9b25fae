"""What handlers need, declared once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, Header, Query, Request
from starlette.concurrency import run_in_threadpool

from api.reading import Reading
from api.service import Service

RELEASE_HEADER = "X-Policygraph-Release"


@asynccontextmanager
async def reading(request: Request, release: str | None = None) -> AsyncIterator[Reading]:
    """What a request reads: the current release, or the one that `release` names. Raises NotFoundError."""
    service: Service = request.app.state.service
    if release is None:
        yield service
        return
    held = service.older.hold(release)
    found = await run_in_threadpool(held.__enter__)
    try:
        yield found
    except BaseException as error:
        held.__exit__(type(error), error, error.__traceback__)
        raise
    held.__exit__(None, None, None)


async def _service(
    request: Request,
    release: Annotated[
        str | None, Query(max_length=100, description="Read this release, not the current one.")
    ] = None,
) -> AsyncIterator[Reading]:
    async with reading(request, release) as found:
        yield found


async def _current(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


ServiceDep = Annotated[Reading, Depends(_service)]
CurrentDep = Annotated[Service, Depends(_current)]
Accept = Annotated[str | None, Header(alias="accept", include_in_schema=False)]
Limit = Annotated[int, Query(ge=1, le=500, description="The most rows of one page.")]
