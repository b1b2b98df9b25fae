"""Runs the app in uvicorn until Ctrl-C."""

from __future__ import annotations

import errno
import gc
import select
import signal
import socket
import sys
from types import FrameType

import uvicorn

from api.app import create_server_app
from api.gathering import GatheringProtocol
from api.starting import Starting
from graph_store.serving.hosts import give_up
from graph_store.store import open_store
from ontology.settings import Settings

_BACKLOG = 2048
_PATIENCE = 10.0  # seconds for which a request waits for the first release
_LEAVE = 2  # seconds in which answers may still end when the server is told to


def serve(settings: Settings, host: str, port: int) -> None:
    """Listen on `host` and `port` (0: any that is free). Raises OSError where it cannot, StoreError."""
    release = open_store(settings.store).current()
    with _listening(host, port) as sock:
        address = f"[{host}]" if ":" in host else host
        url = f"http://{address}:{sock.getsockname()[1]}/"
        # Ended by the system as by Ctrl-C: readers and temporary folders are cleared away.
        signal.signal(signal.SIGTERM, _end)
        try:
            sys.stderr.write(f"Serving release {release.id} on {url}  (Ctrl-C ends it)\n")
            app = Starting(create_server_app(settings), give_up, min(settings.query_timeout, _PATIENCE))
            # Its messages go into our log.
            config = uvicorn.Config(
                app,
                http=GatheringProtocol,
                log_level="warning",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=settings.client_header is not None,
                timeout_graceful_shutdown=_LEAVE,
            )
            server = uvicorn.Server(config)
            app.on_failure = lambda: setattr(server, "should_exit", True)
            server.run(sockets=[sock])
            if app.failure:
                raise app.failure
        except KeyboardInterrupt:
            if select.select([], [sys.stderr], [], 0)[1]:  # a log that nobody reads is full
                sys.stderr.write("Stopped.\n")
        finally:
            gc.freeze()  # the process ends: nothing of what it read need be looked through once more


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(_BACKLOG)
    except OSError as error:
        sock.close()
        reasons = {errno.EADDRINUSE: "is in use", errno.EACCES: "needs more rights"}
        reason = reasons.get(error.errno or 0, f"cannot be used ({error.strerror or error})")
        raise OSError(error.errno, f"port {port} of {host} {reason}; choose another with --port") from error
    return sock


def _end(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
