"""Watches every request: one line of the log, one count, and the text of a query that was slow.

All requests but those of the express way pass here first: here the lines of their headers are joined, their
answers name a release, and what fails becomes a problem.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from json.encoder import encode_basestring as text
from time import perf_counter
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.negotiation import joined
from api.observing.log import Log
from api.observing.metrics import Metrics
from api.problems import failed
from ontology.settings import Settings

NOTES = "policygraph.notes"
_RELEASE = b"x-policygraph-release"
_LONGEST_QUERY = 10_000  # characters of a slow query that are logged
_UNKNOWN = "other"
_METHODS = frozenset(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])


def note(scope: Scope, **said: Any) -> None:
    """Say more of the request that `scope` is of: `query` (its text), `rows` (how many were given), `release`
    (the id of the one that was asked).

    The hash of the query goes into the log; its text only where it was slow.
    """
    notes = scope.get(NOTES)
    if notes is not None:
        notes.update(said)


@dataclass(slots=True)
class Done:
    """What became of one request; `notes` hold the release that was asked, current or not any more."""

    notes: dict[str, Any]
    status: int = 500
    release: bytes | None = None
    size: int = 0
    seconds: float = 0.0

    def started(self, message: Message) -> None:
        """Note the head of the answer; one that names no release is given that which was asked."""
        self.status = message["status"]
        self.release = next((value for name, value in message["headers"] if name == _RELEASE), None)
        if self.release is None:
            self.release = self.notes["release"].encode()
            message["headers"] = [*message["headers"], (_RELEASE, self.release)]


class Teller:
    """Tells the log and the metrics of requests that were answered."""

    def __init__(
        self, settings: Settings, metrics: Metrics, log: Log, client_of: Callable[[Scope], str]
    ) -> None:
        self._settings = settings
        self._metrics = metrics
        self._log = log
        self._client_of = client_of

    def tell(self, scope: Scope, done: Done) -> None:
        """Count one request and log it."""
        method = scope["method"]
        template = getattr(scope.get("route"), "path", None) or _UNKNOWN
        self._metrics.request(method if method in _METHODS else _UNKNOWN, template, done.status, done.seconds)
        if self._settings.access_log:
            self._log_line(scope, done)
        slow = self._settings.slow_query
        if slow and done.seconds >= slow and "query" in done.notes:
            self._log.line(
                "slow query",
                ms=round(done.seconds * 1000, 1),
                status=done.status,
                query=done.notes["query"][:_LONGEST_QUERY],
                hash=_hash(done.notes["query"].encode("utf-8", "replace")),
                release=done.release.decode("latin-1") if done.release else None,
            )

    def _log_line(self, scope: Scope, done: Done) -> None:
        query = done.notes.get("query")
        asked = query.encode("utf-8", "replace") if query is not None else scope["query_string"]
        rows = done.notes.get("rows")
        # As text, since this is done for every request, and a general encoder takes three times as long.
        line = (
            f'"event":"request","method":{text(scope["method"])},"path":{text(scope["path"])},'
            f'"status":{done.status},"ms":{done.seconds * 1000:.1f},'
            f'"query":{_quoted(_hash(asked) if asked else None)},'
            f'"rows":{"null" if rows is None else rows},"bytes":{done.size},'
            f'"release":{_quoted(done.release.decode("latin-1") if done.release else None)}'
        )
        if self._settings.log_client:
            line += f',"client":{text(self._client_of(scope))}'
        self._log.add(line)


def _hash(asked: bytes) -> str:
    return hashlib.sha256(asked).hexdigest()[:16]


def _quoted(value: str | None) -> str:
    return "null" if value is None else text(value)


class Observed:
    """Plain ASGI, since it runs before everything else and many thousand times a second."""

    def __init__(self, app: ASGIApp, teller: Teller) -> None:
        self._app = app
        self._teller = teller

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, then tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = perf_counter()
        scope["headers"] = joined(scope["headers"])
        scope[NOTES] = notes = {"release": scope["app"].state.service.release.id}
        done = Done(notes)
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                done.started(message)
            else:
                done.size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except (Exception, asyncio.CancelledError) as error:
            if begun:
                raise
            await failed(scope, error)(scope, receive, watched)
        finally:
            done.seconds = perf_counter() - started
            self._teller.tell(scope, done)
