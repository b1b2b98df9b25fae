"""Compresses what the other paths answer; `/sparql` sees to its own answers, and MCP streams."""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from api.encoding import takes
from graph_store.serving.compression import GZIP_LEVEL, WORTH_COMPRESSING

_OTHERS = ("/sparql", "/mcp")


class Compressed:
    """Plain ASGI around the app: gzip for whoever takes it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._compressing = GZipMiddleware(app, WORTH_COMPRESSING, GZIP_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        plain = scope["type"] != "http" or scope["path"].startswith(_OTHERS) or not _takes_gzip(scope)
        await (self._app if plain else self._compressing)(scope, receive, send)


def _takes_gzip(scope: Scope) -> bool:
    said = [value for name, value in scope["headers"] if name == b"accept-encoding"]
    return bool(said) and takes(b",".join(said).decode("latin-1"), "gzip")
