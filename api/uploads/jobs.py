"""What was uploaded and what became of it: one file at a time, the others in a line with a bound."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import secrets
import signal
import sys
import tempfile
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from graph_store.serving.questions import QueueFull

State = Literal["queued", "running", "done", "failed"]

_MOST_WAITING = 16
_MOST_KEPT = 1000
_MOST_SECONDS = 3600.0
_NAME_BYTES = 18
_ENDED = "The process that read the file ended before it could publish it."
_LOG = logging.getLogger("policygraph")


@dataclass(slots=True)
class Job:
    """One upload. `id` is the only key to it, and nobody can guess it."""

    id: str
    source: str
    file: Path
    state: State = "queued"
    said: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The job as data: its release and records once done, the reason where it failed."""
        return {"id": self.id, "source": self.source, "state": self.state, **self.said}


class Jobs:
    """The uploads of a server, into the store `where`. `run` works on them."""

    def __init__(self, where: str, most_seconds: float = _MOST_SECONDS) -> None:
        """One file may take `most_seconds`; then its process is ended, and nothing of it is published."""
        self._where = where
        self._most_seconds = most_seconds
        self._folder = tempfile.TemporaryDirectory(prefix="policygraph-uploads-")
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._line: asyncio.Queue[Job] = asyncio.Queue(_MOST_WAITING)

    def room(self) -> None:
        """Raises QueueFull where no more can wait."""
        if self._line.full():
            raise QueueFull(f"{_MOST_WAITING} files are waiting already; upload it again later.")

    def add(self, source: str, content: bytes) -> Job:
        """Take a file into the line. Raises QueueFull."""
        self.room()
        name = secrets.token_urlsafe(_NAME_BYTES)
        file = Path(self._folder.name) / (name + Path(source).suffix)
        file.write_bytes(content)
        job = self._jobs[name] = Job(name, source, file)
        self._line.put_nowait(job)
        while len(self._jobs) > _MOST_KEPT:
            self._jobs.popitem(last=False)
        return job

    def find(self, name: str) -> Job | None:
        """The job of this id."""
        return self._jobs.get(name)

    async def run(self) -> None:
        """Work on the files, one after the other, until cancelled."""
        try:
            while True:
                job = await self._line.get()
                job.state = "running"
                try:
                    job.said = await self._published(job)
                except (OSError, ValueError) as error:
                    _LOG.error("An uploaded file cannot be read: %s", error)
                    job.said = {"detail": _ENDED}
                job.state = "done" if "release" in job.said else "failed"
                with contextlib.suppress(OSError):
                    job.file.unlink()
        finally:
            self._folder.cleanup()

    async def _published(self, job: Job) -> dict[str, Any]:
        # -P: a folder of the user's that is called like one of our packages must not come first.
        command = [sys.executable, "-P", "-m", "api.uploads.child", self._where, str(job.file), job.source]
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # so that it can be ended with the processes it starts
        )
        try:
            out, err = await asyncio.wait_for(process.communicate(), self._most_seconds)
        except TimeoutError:
            return {"detail": f"The file could not be read and published in {self._most_seconds:.0f} s."}
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
        if process.returncode:
            _LOG.error("The upload of %s failed: %s", job.source, err.decode("utf-8", "replace")[-2000:])
            return {"detail": _ENDED}
        said: dict[str, Any] = json.loads(out)
        return {"detail": said["failed"]} if "failed" in said else said
