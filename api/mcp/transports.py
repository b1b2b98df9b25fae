"""How clients reach the server: streamable HTTP beside the other paths, or the standard streams."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager

from mcp.server.streamable_http_manager import StreamableHTTPASGIApp
from mcp.server.transport_security import TransportSecuritySettings
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from api.mcp.guard import Guarded
from api.mcp.server import create
from api.reading import Reading
from api.service import Service
from ontology.settings import Settings


def over_http(
    service: Callable[[], Reading], hosts: Collection[str] = ()
) -> tuple[ASGIApp, Callable[[], AbstractAsyncContextManager[None]]]:
    """The ASGI app for `/mcp`, and what has to run as long as it answers.

    No session is kept, so any of several servers may answer any request. Pages of the server itself and of
    `hosts` may ask, and programs, which name no page; under any host name, as for every other path.
    """
    server = create(service)
    # The check of the SDK wants all host names of the server listed, which one behind a proxy need not know.
    server.streamable_http_app(
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    return Guarded(StreamableHTTPASGIApp(server.session_manager), hosts), server.session_manager.run


def over_stdio(settings: Settings) -> None:
    """Answer on the standard streams until they are closed. Raises StoreError."""
    asyncio.run(_stdio(settings))


async def _stdio(settings: Settings) -> None:
    # One client asks one thing at a time.
    async with served(settings.model_copy(update={"workers": 1})) as service:
        await create(lambda: service).run_stdio_async()


@contextlib.asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[Service]:
    """A service that follows new releases, as long as the block runs. Raises StoreError."""
    service = await run_in_threadpool(Service, settings)
    try:
        await service.start()
        watch = asyncio.create_task(service.watch())
        try:
            yield service
        finally:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch
    finally:
        await service.close()
