"""What an answer is sent as: whole, piece by piece, or to nobody."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

from starlette.types import Receive, Scope, Send

from api.observing.middleware import note
from graph_store.serving.run import ClientGone, Run
from ontology.errors import PolicygraphError

_LOG = logging.getLogger("policygraph")

Headers = list[tuple[bytes, bytes]]


class Whole:
    """A response that is all there: status, headers, body."""

    def __init__(self, status: int, headers: Headers, body: bytes, rows: int | None = None) -> None:
        self.status, self.headers, self.body, self.rows = status, headers, body, rows

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        note(scope, rows=self.rows)
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})


class Nothing:
    """The response to a client that has gone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Nobody would read it."""


class Streamed:
    """A response that comes piece by piece; the first pieces may be there."""

    def __init__(self, run: Run, headers: Headers, chunks: AsyncIterator[bytes]) -> None:
        self._run, self._headers, self._chunks = run, headers, chunks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; where the rest does not come, leave the body without its end."""
        run = self._run
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self._headers})
            more = True
            async for chunk in self._chunks:
                more = bool(chunk)
                await send({"type": "http.response.body", "body": chunk, "more_body": more})
            note(scope, rows=run.ending.rows if run.ending else None)
            if more:
                await send({"type": "http.response.body", "body": b""})
        except ClientGone:
            return
        except PolicygraphError as error:
            # The server sees a body without its end, and closes the connection.
            _LOG.warning("An answer broke off: %s", error)
        finally:
            run.close()


Response = Whole | Streamed | Nothing
