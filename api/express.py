"""The express way to `/sparql`, which is asked many times a second: past what only other paths need.

It stands before the app. What was asked before in the same words, and is kept, is answered at once. What
comes from a page of another site (an `Origin`) goes the usual way, as do all other paths and methods.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from time import perf_counter
from types import SimpleNamespace

from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from api.front import Front
from api.kept import KEY
from api.negotiation import joined
from api.observing.middleware import NOTES, Done
from api.problems import failed
from api.sparql.responses import Headers, Whole

_PATH = "/sparql"
_ROUTE = SimpleNamespace(path=_PATH)
_MOST = 2048
_LONGEST = 1 << 12
_NAMED = (b"accept", b"accept-encoding", b"if-none-match")
_FOR_SHARED_CACHES = (b"vary", b"Origin")

Words = tuple[bytes, ...]


class Express:
    """Plain ASGI around the app; `front` answers what is not kept."""

    def __init__(self, app: FastAPI, front: Front) -> None:
        self._app = app
        self._front = front
        self._known: OrderedDict[Words, tuple[object, ...]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["path"] != _PATH or scope["method"] not in ("GET", "POST"):
            await self._app(scope, receive, send)
            return
        scope["headers"] = headers = joined(scope["headers"])
        found = {name: value for name, value in headers if name in _NAMED or name == b"origin"}
        if b"origin" in found:
            await self._app(scope, receive, send)
            return
        started = perf_counter()
        state = self._app.state
        release = state.service.release.id
        done = Done({"release": release})
        scope["app"], scope["route"], scope[NOTES] = self._app, _ROUTE, done.notes
        words = (scope["query_string"], *(found.get(name, b"") for name in _NAMED))
        known = self._known.get(words) if scope["method"] == "GET" else None  # a body may say more
        try:
            if known and (kept := state.answers.get((release, *known))):
                done.notes["query"] = str(known[0])
                await _give(200, kept.headers, kept.body, kept.rows, done, send)
            else:
                await self._ask(scope, receive, send, done)
                if KEY in scope and scope["method"] == "GET" and found.keys().isdisjoint(_NAMED[2:]):
                    self._learn(words, scope[KEY])
        finally:
            done.seconds = perf_counter() - started
            state.teller.tell(scope, done)

    async def _ask(self, scope: Scope, receive: Receive, send: Send, done: Done) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                done.started(message)
                message["headers"] = [*message["headers"], _FOR_SHARED_CACHES]
            else:
                done.size += len(message.get("body", b""))
            await send(message)

        try:
            response = await self._front.response(scope, receive)
            if isinstance(response, Whole):  # which names its release
                begun = True
                await _give(response.status, response.headers, response.body, response.rows, done, send)
            else:
                await response(scope, receive, watched)
        except (Exception, asyncio.CancelledError) as error:  # as around the app itself
            if begun:
                raise
            await failed(scope, error)(scope, receive, watched)

    def _learn(self, words: Words, key: tuple[object, ...]) -> None:
        if sum(map(len, words)) > _LONGEST:
            return
        self._known[words] = key
        if len(self._known) > _MOST:
            self._known.popitem(last=False)


async def _give(status: int, headers: Headers, body: bytes, rows: int | None, done: Done, send: Send) -> None:
    done.notes["rows"] = rows
    message = {"type": "http.response.start", "status": status, "headers": [*headers, _FOR_SHARED_CACHES]}
    done.started(message)
    done.size = len(body)
    await send(message)
    await send({"type": "http.response.body", "body": body})
