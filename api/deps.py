"""What handlers need, declared once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Header, Query, Request
from starlette.concurrency import run_in_threadpool

from api.observing.middleware import note
from api.problems import NotFoundError
from api.reading import Reading
from api.service import Service
from graph_store.fulltext.index import Indexes
from graph_store.release import Release
from ontology.errors import PolicygraphError

RELEASE_HEADER = "X-Policygraph-Release"


@dataclass(frozen=True, slots=True)
class Searched:
    """A release whose index is asked, which needs no reader; `timeout` is in seconds."""

    release: Release
    indexes: Indexes
    timeout: float

    @property
    def index(self) -> Path:
        """Where its index lies. Raises StoreError."""
        return self.indexes.of(self.release)


@asynccontextmanager
async def reading(request: Request, release: str | None = None) -> AsyncIterator[Reading]:
    """What a request reads: the current release, or the one that `release` names. Raises NotFoundError."""
    service: Service = request.app.state.service
    if release is None:
        yield service
        return
    held = service.older.hold(release)
    found = await run_in_threadpool(held.__enter__)
    note(request.scope, release=found.release.id)
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


async def _searched(
    request: Request,
    release: Annotated[
        str | None, Query(max_length=100, description="Search this release, not the current one.")
    ] = None,
) -> AsyncIterator[Searched]:
    service: Service = request.app.state.service
    found = service.release if release is None else await run_in_threadpool(service.store.release, release)
    if found is None:
        raise NotFoundError(f"There is no release {release}; /releases lists those there are.")
    note(request.scope, release=found.id)
    try:
        yield Searched(found, service.indexes, service.settings.query_timeout)
    except PolicygraphError as error:
        if not found.path.exists():
            raise NotFoundError(f"Release {found.id} was taken away while it was read.") from error
        raise


ServiceDep = Annotated[Reading, Depends(_service)]
SearchedDep = Annotated[Searched, Depends(_searched)]
CurrentDep = Annotated[Service, Depends(_current)]
Accept = Annotated[str | None, Header(alias="accept", include_in_schema=False)]
Limit = Annotated[int, Query(ge=1, le=500, description="The most rows of one page.")]
