"""What stands before the protocol on `/mcp`: whose pages may ask, and refusals worded as everywhere else."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from mcp.server.transport_security import DEFAULT_MAX_REQUEST_BODY_SIZE
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem, response_for
from ontology.errors import ForbiddenError

_DETAILS = {413: f"A message may have {DEFAULT_MAX_REQUEST_BODY_SIZE >> 10} KiB at most."}
_ITS_OWN = ("application/json", "text/event-stream")
_ANY = "*"


class Guarded:
    """Plain ASGI around `app`, which answers programs, pages of this host, and pages of `hosts`."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is None or self._may_ask(origin, headers.get("host", "")):
            await self._app(scope, receive, _Wording(scope, receive, send))
            return
        refusal = ForbiddenError(
            f"Pages of {origin} may not ask: the operator can list its host in POLICYGRAPH_MCP_HOSTS."
        )
        await response_for(refusal)(scope, receive, send)

    def _may_ask(self, origin: str, host: str) -> bool:
        scheme, page, *_ = urlsplit(origin.lower())
        port = ":443" if scheme == "https" else ":80"
        own = page.removesuffix(port) == host.lower().removesuffix(port)
        return _ANY in self._hosts or (bool(page) and (own or page in self._hosts))


class _Wording:
    """`send`, but what the SDK refuses in plain text is said as a problem."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._refused: int | None = None
        self._said = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] >= 400:
            kind = Headers(raw=message["headers"]).get("content-type", "")
            if not kind.startswith(_ITS_OWN):
                self._refused = message["status"]
                return
        if self._refused is None:
            await self._send(message)
            return
        self._said += message.get("body", b"")
        if not message.get("more_body"):
            detail = _DETAILS.get(self._refused, f"{self._said.decode()}.")
            await problem(self._refused, detail)(self._scope, self._receive, self._send)
