"""Many files in, what each says out: read by the machines of a Ray cluster, or by Ray on this one.

Documents are independent of one another, so this is a map over files. Each task gets the bytes of its file,
so that no machine needs to see the others' disks, and reads it as `extract.batch` does here: in a process of
its own, with the same limits. Every machine needs the same version of this project, for the same graph.
"""

from __future__ import annotations

import os
import socket
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from extract.batch import Job, Result, extract_files
from extract.extraction import Failure
from extract.readers import content_of
from extract.records import EXTRACTOR
from ontology.errors import InputError, UsageError

# How many files for each processor are with Ray at a time: enough to keep it busy, few enough for memory.
_AHEAD = 2
# What a machine of the cluster must do alike.
_SETTINGS = "POLICYGRAPH_"
_AGAIN = 2
_PATIENCE = 10.0  # seconds for a cluster to take a connection


def extract_on_ray(
    inputs: Iterable[Job], workers: int | None = None, coverage: bool = False
) -> Iterator[Result]:
    """Extract each (path, source name) in the order given; an unreadable one gives a Failure.

    The cluster is the one that RAY_ADDRESS names, else one of `workers` processors (default: all) that is
    started here and ended with the last result. `coverage` as for `extract_files`. Raises UsageError where
    Ray is not installed, InputError where the cluster cannot be reached or started.
    """
    ray = _ray()
    _start(ray, workers)
    return _results(ray, deque(inputs), coverage)


def _ray() -> Any:
    # Ray reports its use to its makers, unless told not to before it begins.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("--engine ray needs Ray: pip install 'policygraph[ray]'.") from error
    return ray


def _start(ray: Any, workers: int | None) -> None:
    address = os.environ.get("RAY_ADDRESS", "")
    try:
        _knock(address)
        _joined(ray, address, workers)
    except Exception as error:
        why = _first_line(error)
        raise InputError(
            f"The Ray cluster cannot be reached: {why}; see RAY_ADDRESS."
            if address
            else f"Ray cannot be started on this machine: {why}."
        ) from error


def _joined(ray: Any, address: str, workers: int | None) -> None:
    """Join the cluster at `address`, or start one, which a busy machine may not do in Ray's half minute."""
    same = {name: value for name, value in os.environ.items() if name.startswith(_SETTINGS)}
    # Only a cluster that is started here has a size to choose.
    size = {} if address else {"num_cpus": workers, "include_dashboard": False}
    for again in range(0 if address else _AGAIN, -1, -1):
        try:
            ray.init(**size, logging_level="error", log_to_driver=False, runtime_env={"env_vars": same})
            return
        except Exception as error:
            ray.shutdown()
            if not again:
                raise error from None


def _knock(address: str) -> None:
    """Raise an OSError where nobody listens at a HOST:PORT; Ray itself asks there for minutes."""
    host, _, port = address.rpartition("//")[2].rpartition(":")
    if port.isdigit():
        socket.create_connection((host, int(port)), _PATIENCE).close()


def _results(ray: Any, todo: deque[Job], coverage: bool) -> Iterator[Result]:
    """The results, while some of the files are with Ray."""
    task = ray.remote(read_there)
    most = max(1, _AHEAD * int(ray.cluster_resources().get("CPU", 1)))
    under_way: deque[tuple[str, Any]] = deque()
    try:
        while todo or under_way:
            while todo and len(under_way) < most:
                path, source = todo.popleft()
                under_way.append((source, _sent(task, path, source, coverage)))
            source, asked = under_way.popleft()
            yield asked if isinstance(asked, Failure) else _fetched(ray, source, asked)
    finally:
        ray.shutdown()


def _sent(task: Any, path: Path, source: str, coverage: bool) -> Any:
    """The promise of a result; a Failure at once where there is nothing to send."""
    try:
        return task.remote(content_of(path, source), path.suffix, source, coverage, EXTRACTOR)
    except InputError as error:
        return Failure(source, str(error))


def _fetched(ray: Any, source: str, asked: Any) -> Result:
    try:
        found: Result = ray.get(asked)
    except ray.exceptions.RayError as error:
        cause = getattr(error, "cause", None) or error
        return Failure(source, f"the machine that read it failed ({_first_line(cause)}); try again")
    return found


def read_there(data: bytes, suffix: str, source: str, coverage: bool, extractor: str) -> Result:
    """What a machine of the cluster does for a file: `data` are its bytes, `extractor` who shall read it."""
    if extractor != EXTRACTOR:
        return Failure(source, f"the machine that read it has {EXTRACTOR}, not {extractor}; install the same")
    with tempfile.TemporaryDirectory(prefix="policygraph-") as folder:
        file = Path(folder) / f"source{suffix}"
        file.write_bytes(data)
        return next(iter(extract_files([(file, source)], coverage=coverage)))


def _first_line(error: Exception) -> str:
    """The first line of what Ray says, without the stop at its end."""
    lines = []
    with suppress(Exception):
        lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__).rstrip(".")
