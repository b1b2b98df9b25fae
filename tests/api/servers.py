"""A real server on a loopback port of its own, whose log can be read."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

_PATIENCE = 10.0


@dataclass
class Server:
    """A server that runs: its address, its process, and what it has logged so far."""

    url: str
    pid: int
    lines: list[dict[str, Any]] = field(default_factory=list)

    def logged(self, event: str, **said: Any) -> dict[str, Any]:
        """The first line of the log with these values; waits for it."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            for line in list(self.lines):
                if line["event"] == event and all(line.get(name) == value for name, value in said.items()):
                    return line
        raise AssertionError(f"no line {event} {said} among {self.lines}")


@contextlib.contextmanager
def running(
    store: Path, *options: str, read: bool = True, ready: bool = True, **settings: str
) -> Iterator[Server]:
    """Serve `store`, and `read` its log; `settings` are POLICYGRAPH_ variables, in small letters.

    `ready`: wait until the release is loaded.
    """
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0", *options]
    environment = os.environ | {f"POLICYGRAPH_{name.upper()}": value for name, value in settings.items()}
    with subprocess.Popen(
        [*command, "--store", str(store)], stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stderr
        first = process.stderr.readline()
        try:
            found = re.search(r"http://\S+", first)
            assert found, first
            server = Server(found[0], process.pid)
            while ready and "Now serving" not in first:
                first = process.stderr.readline()
                assert first, "the server has ended"
            reading = Thread(target=_read, args=(process.stderr, server.lines), daemon=True)
            if read:
                reading.start()
            yield server
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def _read(stream: Any, lines: list[dict[str, Any]]) -> None:
    for line in stream:
        if line.startswith("{"):
            lines.append(json.loads(line))
