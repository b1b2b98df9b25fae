"""Compresses what the other paths answer; `/sparql` sees to its own answers, and MCP streams."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.encoding import takes
from graph_store.serving.compression import WORTH_COMPRESSING, compressor

_OTHERS = ("/sparql", "/mcp")
_GZIP = "gzip"
_LONG = 1 << 15  # bytes, which take about a millisecond: more is not compressed on the event loop


class Compressed:
    """Plain ASGI around the app: gzip for whoever takes it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        plain = scope["type"] != "http" or scope["path"].startswith(_OTHERS) or not _takes_gzip(scope)
        await self._app(scope, receive, send if plain else _Compressing(send))


class _Compressing:
    """`send` for one answer, whose head waits until it is known whether its body is worth compressing."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._head: Message | None = None
        self._stream = compressor(_GZIP)
        self._as_it_is = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._head = message
            return
        if message["type"] != "http.response.body" or self._as_it_is:
            await self._send_head()
            await self._send(message)
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        if self._head is not None:
            headers = MutableHeaders(raw=self._head["headers"])
            if "content-encoding" in headers or (not more and len(body) < WORTH_COMPRESSING):
                self._as_it_is = True
                headers.add_vary_header("Accept-Encoding")
                await self._send_head()
                await self._send(message)
                return
            body = await self._compressed(body, more)
            headers["Content-Encoding"] = _GZIP
            headers.add_vary_header("Accept-Encoding")
            if more:
                del headers["Content-Length"]
            else:
                headers["Content-Length"] = str(len(body))
            await self._send_head()
        else:
            body = await self._compressed(body, more)
        await self._send({**message, "body": body})

    async def _send_head(self) -> None:
        head, self._head = self._head, None
        if head is not None:
            await self._send(head)

    async def _compressed(self, data: bytes, more: bool) -> bytes:
        if len(data) > _LONG:
            return await run_in_threadpool(self._compress, data, more)
        return self._compress(data, more)

    def _compress(self, data: bytes, more: bool) -> bytes:
        return self._stream.add(data) + (b"" if more else self._stream.finish())


def _takes_gzip(scope: Scope) -> bool:
    said = [value for name, value in scope["headers"] if name == b"accept-encoding"]
    return bool(said) and takes(b",".join(said).decode("latin-1"), _GZIP)
