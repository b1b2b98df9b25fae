"""What stands before the routes: /sparql, which is asked many times a second, and a header for all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import SimpleNamespace

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.deps import RELEASE_HEADER
from api.problems import response_for, unfinished
from ontology.errors import PolicygraphError

PATHS = ("/sparql", "/sparql/")
METHODS = ["GET", "POST", "OPTIONS"]  # HEAD comes as GET
_ROUTE = SimpleNamespace(path=PATHS[0])
_HEADER = RELEASE_HEADER.lower().encode()


class Front:
    """Plain ASGI: answers `/sparql` itself, and names the release of each answer that does not do so."""

    def __init__(self, app: ASGIApp, sparql: Callable[[Request], Awaitable[ASGIApp]]) -> None:
        self._app = app
        self._sparql = sparql

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        if scope["path"] in PATHS and scope["method"] in METHODS:
            scope["route"] = _ROUTE
            await self.answer(scope, receive, naming(scope, send))
        else:
            await self._app(scope, receive, naming(scope, send))

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request to `/sparql`. What it raises is not meant for the client."""
        await (await self.response(scope, receive))(scope, receive, send)

    async def response(self, scope: Scope, receive: Receive) -> ASGIApp:
        """What answers a request to `/sparql`."""
        try:
            return await self._sparql(Request(scope, receive))
        except PolicygraphError as error:
            return response_for(error)
        except ClientDisconnect:
            return unfinished()


def naming(scope: Scope, send: Send) -> Send:
    """`send`, but naming the release in the head of the answer."""

    async def named(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = message["headers"]
            if all(name != _HEADER for name, _ in headers):
                release = scope["app"].state.service.release.id
                message["headers"] = [*headers, (_HEADER, release.encode())]
        await send(message)

    return named
