"""The HTTP app: service, middleware, error table, routers. Nothing happens at import."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from importlib.metadata import version

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import openapi, problems
from api.compressing import Compressed
from api.deps import RELEASE_HEADER
from api.description.said import Descriptions
from api.express import Express
from api.front import METHODS, PATHS, Front
from api.kept import Answers
from api.lists import routes as lists
from api.mcp.transports import over_http
from api.observing.log import Log
from api.observing.metrics import Metrics
from api.observing.middleware import Observed, Teller
from api.rate_limit import Client, RateLimited, parsed
from api.routers import asking, dataset, docs, entities, graphs, reconcile, releases, search, system
from api.service import Service
from api.sparql.route import sparql
from api.uploads import routes as uploads
from api.uploads.jobs import Jobs
from ontology.settings import Settings

_LOG = logging.getLogger("policygraph")
_DESCRIPTION = """What policy documents say, as a graph that carries its evidence.

Ask a question in words (`/ask`), run a query of the catalogue (`/queries/{name}`), or send SPARQL
(`/sparql`).
Every row comes with the file, page, characters and words it rests on; rows that count or sum, and rows of
the vocabularies, have none of their own. Errors are RFC 9457 problems."""

_ROUTERS = (  # the first whose path fits answers
    system,
    docs,
    asking,
    lists,
    graphs,
    uploads,
    search,
    releases,
    dataset,
    reconcile,
    entities,
)


def create_app(settings: Settings) -> FastAPI:
    """The app over the store that `settings` name. The store is opened when the app starts.

    Raises UsageError where a setting cannot be understood.
    """
    log = Log()
    metrics = Metrics(log)
    client_of = Client(settings.client_header)
    teller = Teller(settings, metrics, log, client_of)
    mcp, run_mcp = over_http(lambda: app.state.service, settings.mcp_hosts)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service = await run_in_threadpool(Service, settings)
        await service.start()
        app.state.service = service
        app.state.answers = answers = Answers(settings.cache_bytes)
        app.state.descriptions = Descriptions()
        app.state.metrics = metrics
        metrics.watch(service, answers)
        log.start()
        _LOG.warning("Now serving release %s", service.release.id)
        watch = asyncio.create_task(service.watch())
        app.state.jobs = jobs = Jobs(settings.store)
        uploading = asyncio.create_task(jobs.run())
        async with run_mcp():
            yield
        uploading.cancel()
        watch.cancel()
        await asyncio.wait([uploading])
        with contextlib.suppress(asyncio.CancelledError):
            await watch
        await service.close()
        await run_in_threadpool(log.close)

    app = FastAPI(
        title="policygraph",
        description=_DESCRIPTION,
        version=version("policygraph"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.teller = teller
    problems.install(app)
    # The last one added sees a request first.
    app.add_middleware(Front, sparql=sparql)
    app.add_middleware(Compressed)
    if settings.rate_limit:
        app.add_middleware(RateLimited, limit=parsed(settings.rate_limit), client_of=client_of)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=[
            RELEASE_HEADER,
            "ETag",
            "Link",
            "Retry-After",
            "X-Total-Count",
            "X-Policygraph-Truncated",
        ],
    )
    app.add_middleware(_HeadAsGet)
    app.add_middleware(Observed, teller=teller)
    for module in _ROUTERS:
        app.include_router(module.router)
    app.add_route("/mcp", mcp, methods=["POST"])  # type: ignore[arg-type]
    docs.mount(app)
    for path in PATHS:
        app.add_route(path, _elsewhere, methods=METHODS)
    openapi.describe(app)
    # The app keeps its routers whole; who asks what a path can do needs the routes.
    routes = [*app.routes, *(route for module in _ROUTERS for route in module.router.routes)]
    app.state.routes = [route for route in routes if isinstance(route, Route)]
    return app


def create_server_app(settings: Settings) -> ASGIApp:
    """What the server runs: the app, behind the express way for what is asked again and again."""
    app = create_app(settings)
    return app if settings.rate_limit else Express(app, Front(app, sparql))


async def _elsewhere(request: Request) -> Response:
    """Stands for `/sparql`, which `Front` answers, so that other methods are told what there is."""
    raise NotImplementedError


class _HeadAsGet:
    """Answers HEAD as GET without the body: FastAPI gives its routes none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app({**scope, "method": "GET", "head": True}, receive, without_body)
