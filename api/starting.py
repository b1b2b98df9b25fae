"""What the server answers before its app has started: a large release takes minutes until it is in memory.

The port is open from the first moment. The probes answer at once, what else is asked waits a moment for the
app, and is then told to come again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

_ALIVE, _READY = "/healthz", "/readyz"
_AGAIN_SECONDS = 0.1
_LOADING = "The release is being loaded; try again in a moment."


class Starting:
    """Plain ASGI around an app: starts it beside answering, then steps aside.

    `give_up` is called, until that helps, where the server is stopped before the app has started; `patience`
    are the seconds for which a request waits.
    """

    def __init__(self, app: ASGIApp, give_up: Callable[[], None], patience: float) -> None:
        self.failure: BaseException | None = None
        """Why the app could not start."""
        self.on_failure: Callable[[], None] = lambda: None
        """Called where the app cannot start."""
        self._app = app
        self._give_up = give_up
        self._patience = patience
        self._started = False
        self._known = asyncio.Event()  # whether it has started

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
            return
        if not self._started and scope["path"] not in (_ALIVE, _READY):
            # Cancelled where the server is stopped: then too the answer is that nothing is loaded.
            with contextlib.suppress(TimeoutError, asyncio.CancelledError):
                await asyncio.wait_for(self._known.wait(), self._patience)
        if self._started:
            await self._app(scope, receive, send)
        else:
            alive = scope["path"] == _ALIVE
            response = JSONResponse({"status": "ok"}) if alive else problem(503, _LOADING)
            await response(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say at once that all has started, and pass the end on."""
        said: asyncio.Queue[Message] = asyncio.Queue()
        await said.put(await receive())

        async def told(message: Message) -> None:
            if message["type"] == "lifespan.startup.complete":
                self._started = True
                self._known.set()

        async def run() -> None:
            await self._app(scope, said.get, told)

        app = asyncio.create_task(run())
        app.add_done_callback(self._ended)
        await send({"type": "lifespan.startup.complete"})
        await said.put(await receive())
        while not self._started and not app.done():
            self._give_up()
            await asyncio.wait([app], timeout=_AGAIN_SECONDS)
        await asyncio.wait([app])
        if not app.cancelled() and self.failure is None:
            self.failure = app.exception()
        await send({"type": "lifespan.shutdown.complete"})

    def _ended(self, app: asyncio.Task[None]) -> None:
        self._known.set()
        if not self._started and not app.cancelled():
            self.failure = app.exception()
            self.on_failure()
