"""Watches every request: one line of the log, one count, and the text of a query that was slow."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from json.encoder import encode_basestring as text
from time import perf_counter
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.observing.log import Log
from api.observing.metrics import Metrics
from ontology.settings import Settings

_NOTES = "policygraph.notes"
_RELEASE = b"x-policygraph-release"
_LONGEST_QUERY = 10_000  # characters of a slow query that are logged
_UNKNOWN = "other"
_METHODS = frozenset(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])


def note(scope: Scope, **said: Any) -> None:
    """Say more of the request that `scope` is of: `query` (its text), `rows` (how many were given).

    The hash of the query goes into the log; its text only where it was slow.
    """
    notes = scope.get(_NOTES)
    if notes is not None:
        notes.update(said)


class Observed:
    """Plain ASGI, since it runs before everything else and many thousand times a second."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        metrics: Metrics,
        log: Log,
        client_of: Callable[[Scope], str],
    ) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics
        self._log = log
        self._client_of = client_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, then tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = perf_counter()
        notes: dict[str, Any] = {}
        scope[_NOTES] = notes
        method = scope["method"]
        status = 500  # what the server answers where an error comes through
        release = None
        size = 0

        async def watched(message: Message) -> None:
            nonlocal status, release, size
            if message["type"] == "http.response.start":
                status = message["status"]
                release = next((value for name, value in message["headers"] if name == _RELEASE), None)
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            seconds = perf_counter() - started
            route = scope.get("route")
            template = getattr(route, "path", None) or _UNKNOWN
            self._metrics.request(method if method in _METHODS else _UNKNOWN, template, status, seconds)
            if self._settings.access_log:
                self._tell(scope, method, status, seconds, size, release, notes)
            slow = self._settings.slow_query
            if slow and seconds >= slow and "query" in notes:
                self._log.line(
                    "slow query",
                    ms=round(seconds * 1000, 1),
                    status=status,
                    query=notes["query"][:_LONGEST_QUERY],
                )

    def _tell(  # noqa: PLR0913, PLR0917 - one line has so many parts
        self,
        scope: Scope,
        method: str,
        status: int,
        seconds: float,
        size: int,
        release: bytes | None,
        notes: dict[str, Any],
    ) -> None:
        query = notes.get("query")
        asked = query.encode("utf-8", "replace") if query is not None else scope["query_string"]
        rows = notes.get("rows")
        # As text, since this is done for every request, and a general encoder takes three times as long.
        line = (
            f'"event":"request","method":{text(method)},"path":{text(scope["path"])},"status":{status},'
            f'"ms":{seconds * 1000:.1f},'
            f'"query":{_quoted(hashlib.sha256(asked).hexdigest()[:16] if asked else None)},'
            f'"rows":{"null" if rows is None else rows},"bytes":{size},'
            f'"release":{_quoted(release.decode("latin-1") if release else None)}'
        )
        if self._settings.log_client:
            line += f',"client":{text(self._client_of(scope))}'
        self._log.add(line)


def _quoted(value: str | None) -> str:
    return "null" if value is None else text(value)
