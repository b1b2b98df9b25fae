"""What stands before the routes: /sparql, which is asked many times a second."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import SimpleNamespace

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import response_for, unfinished
from ontology.errors import PolicygraphError

PATHS = ("/sparql", "/sparql/")
METHODS = ["GET", "POST"]  # HEAD comes as GET
_ROUTE = SimpleNamespace(path=PATHS[0])


class Front:
    """Plain ASGI: answers `/sparql` itself, and passes on what else is asked."""

    def __init__(self, app: ASGIApp, sparql: Callable[[Request], Awaitable[ASGIApp]]) -> None:
        self._app = app
        self._sparql = sparql

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and scope["path"] in PATHS and scope["method"] in METHODS:
            scope["route"] = _ROUTE
            await (await self.response(scope, receive))(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def response(self, scope: Scope, receive: Receive) -> ASGIApp:
        """What answers a request to `/sparql`. What this raises is not meant for the client."""
        try:
            return await self._sparql(Request(scope, receive))
        except PolicygraphError as error:
            return response_for(error)
        except ClientDisconnect:
            return unfinished()
