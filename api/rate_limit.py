"""How much one client may ask in a time. Off unless the operator sets it."""

from __future__ import annotations

import time
from ipaddress import IPv6Address, ip_address, ip_network

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import problem
from ontology.errors import UsageError

_ALWAYS = frozenset(["/healthz", "/readyz", "/metrics"])
_HOME_BITS = 64  # what one subscriber has of the sixth version's addresses


def parsed(text: str) -> RateLimitItem:
    """The limit that a text such as `60/minute` means. Raises UsageError."""
    try:
        return parse(text)
    except ValueError:
        raise UsageError(
            f"POLICYGRAPH_RATE_LIMIT={text!r}: write a number and a time, such as 60/minute or 5/second."
        ) from None


class Client:
    """Who asks: the address of the connection, or what a proxy that is trusted says in `header`."""

    def __init__(self, header: str | None) -> None:
        self._header = header.lower().encode("latin-1") if header else None

    def __call__(self, scope: Scope) -> str:
        """The address of the client of a request."""
        if self._header:
            given = b",".join(value for name, value in scope["headers"] if name == self._header)
            # The proxy adds the address it saw at the end; what stands before it anyone may have written.
            if last := given.rsplit(b",", 1)[-1].strip():
                return last.decode("latin-1")
        client = scope.get("client")
        return client[0] if client else ""


class RateLimited:
    """Answers 429 to a client that asks more often than `limit`."""

    def __init__(self, app: ASGIApp, limit: RateLimitItem, client_of: Client) -> None:
        self._app = app
        self._limit = limit
        self._client_of = client_of
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and scope["path"] not in _ALWAYS:
            key = _household(self._client_of(scope))
            if not self._limiter.hit(self._limit, key):
                free = self._limiter.get_window_stats(self._limit, key).reset_time - time.time()
                seconds = max(1, round(free + 0.5))
                response = problem(
                    429, f"This server takes {self._limit} from one client; try again in {seconds} s."
                )
                response.headers["Retry-After"] = str(seconds)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _household(address: str) -> str:
    """The address, of the sixth version the network it is in: its owner may use any part of that."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(ip_network((found, _HOME_BITS), strict=False))
    return address
