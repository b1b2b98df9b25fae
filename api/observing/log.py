"""The log: JSON lines on stderr, written by a thread of its own.

Whoever logs never waits for whoever reads: where stderr is a pipe that nobody empties, lines are dropped and
counted, and the server goes on.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections import deque
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Any

_STDERR = 2
_EVERY_SECONDS = 0.1
_MOST_WAITING = 20_000
_PATIENCE = 1.0
_LOGGERS = ("policygraph", "uvicorn.error", "mcp")

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


class Log:
    """Lines for stderr. `start` writes what `line` takes from then on; `close` writes the rest."""

    def __init__(self, handle: int = _STDERR) -> None:
        self.dropped = 0
        self._handle = handle
        self._second, self._stamp = 0, ""
        self._waiting: deque[str] = deque()
        self._ending = Event()
        self._thread = Thread(target=self._write, name="log", daemon=True)
        self._handler = _Handler(self)

    def start(self) -> None:
        """Begin to write; the messages of our loggers and of the server come here too."""
        self._thread.start()
        for name in _LOGGERS:
            logger = logging.getLogger(name)
            logger.addHandler(self._handler)
            logger.propagate = False

    def close(self) -> None:
        """Write what waits, unless nobody reads it."""
        for name in _LOGGERS:
            logging.getLogger(name).removeHandler(self._handler)
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE)

    def line(self, event: str, **said: Any) -> None:
        """Log one event with what is said of it."""
        self.add(encode({"event": event, **said})[1:-1])

    def add(self, members: str) -> None:
        """Log the members of a JSON object, as text, behind the time."""
        if len(self._waiting) >= _MOST_WAITING:
            self.dropped += 1
            return
        now = time.time()
        second = int(now)
        if second != self._second:
            self._second, self._stamp = second, datetime.fromtimestamp(second, UTC).isoformat()[:19]
        self._waiting.append(f'{{"time":"{self._stamp}.{int((now - second) * 1000):03d}Z",{members}}}')

    def _write(self) -> None:
        told = 0
        ending = False
        while not ending:
            ending = self._ending.wait(_EVERY_SECONDS)
            if self.dropped > told:
                told = self.dropped
                self.line("lines dropped", total=told)
            lines = [self._waiting.popleft() for _ in range(len(self._waiting))]
            rest = "".join(line + "\n" for line in lines).encode("utf-8", "backslashreplace")
            try:
                while rest:
                    rest = rest[os.write(self._handle, rest) :]
            except OSError:
                return  # nobody can read the log any more; the server need not end with it


class _Handler(logging.Handler):
    """Messages of the standard logging as lines."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Log one message."""
        said = {"level": record.levelname.lower(), "message": record.getMessage()}
        if record.exc_info:
            said["traceback"] = logging.Formatter().formatException(record.exc_info)
        self._log.line("message", **said)
