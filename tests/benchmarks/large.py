"""A graph of ten million quads on disk, served: how long queries of the catalogue, lists and search take."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import generate
from servers import ours

from graph_store.store import open_store
from queries.catalogue import catalogue

QUADS = 10_000_000
RUNS = 5
_PER_FILE = 500_000
# What runs longer is stopped and not asked again, so that the whole ends.
_LIMIT = 10
_FEWEST = 1_000  # quads of a source, at least
_NUMBER = (
    "SELECT ?n { ?s <https://w3id.org/policygraph/ontology#documentNumber> ?n } ORDER BY DESC(?n) LIMIT 1"
)
_BESIDE = {
    "/projects": {},
    "/projects, filtered": {"technology": "氢能", "region": "内蒙古"},
    "/documents": {},
    "/documents, in force": {"in_force_on": "2025-06-30"},
    "/obligations": {},
    "/obligations, filtered": {"bearer": "国家能源局"},
    "/agencies": {},
    "/search": {"q": "绿氢"},
}


Times = dict[str, list[float]]


def measure(work: Path, quads: int = QUADS) -> tuple[dict[str, float], dict[str, Times]]:
    """Seconds of each step of building; then as `measure_store`."""
    started = time.perf_counter()
    files = _generated(work, quads)
    steps = {"generate": time.perf_counter() - started}
    store = work / "large"
    started = time.perf_counter()
    command = [str(Path(sys.executable).with_name("policygraph")), "import", *map(str, files)]
    subprocess.run([*command, "--store", str(store)], check=True, stderr=subprocess.DEVNULL)
    steps["import and publish"] = time.perf_counter() - started
    return steps, measure_store(store)


def measure_store(store: Path) -> dict[str, Times]:
    """Seconds of each run of each query (the limit where it was reached): from disk, then from memory."""
    with open_store(str(store)).current() as release:
        number = release.select(_NUMBER).rows[0][0]
        size = release.size
    found: dict[str, Times] = {}
    for how, in_memory in (("disk", 0), ("memory", size)):
        with ours(store, workers=1, timeout=_LIMIT, memory_quads=in_memory) as us:
            _wait_until_from(us.port, how)
            found[how] = _asked(us.port, number.value if number else "")
    return found


def _wait_until_from(port: int, where: str) -> None:
    """Until the release is read from there: a large one is loaded beside what is served from the disk."""
    while json.loads(urlopen(f"http://127.0.0.1:{port}/readyz").read())["from"] != where:
        time.sleep(1)


def _asked(port: int, number: str) -> Times:
    times: Times = {}
    for name, path in _paths(number):
        for _ in range(RUNS):
            times.setdefault(name, []).append(_seconds(port, path))
            if times[name][-1] >= _LIMIT:
                break
    return times


def _paths(number: str) -> Iterator[tuple[str, str]]:
    known = {"document": number, "bearer": "国家能源局"}
    for name, query in catalogue().items():
        given = {item.name: known.get(item.name, str(item.example)) for item in query.params}
        yield name, f"/queries/{name}?{urlencode({**given, 'format': 'sparql-json'})}"
    for name, given in _BESIDE.items():
        yield name, f"{name.split(',')[0]}?{urlencode(given)}"


def _seconds(port: int, path: str) -> float:
    """How long one request takes, to the last byte; the limit where the query was stopped."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    with contextlib.closing(connection):
        started = time.perf_counter()
        connection.request("GET", path, headers={"Accept": "application/json"})
        answer = connection.getresponse()
        answer.read()
        seconds = time.perf_counter() - started
    if answer.status not in (200, 503):
        raise RuntimeError(f"{answer.status} for {path}")
    return seconds if answer.status == 200 else max(seconds, float(_LIMIT))


def _generated(work: Path, quads: int) -> list[Path]:
    """The files, made by as many processes as there are cores."""
    files: list[Path] = []
    waiting: list[str] = []
    done = 0
    with Pool(os.cpu_count()) as pool:
        for _, lines in pool.imap(generate.source, range(1, quads // _FEWEST + 2), chunksize=8):
            waiting += lines[: quads - done]
            done += min(len(lines), quads - done)
            if len(waiting) >= _PER_FILE:
                files.append(_written(work, len(files), waiting))
                waiting = []
            if done >= quads:
                break
    return [*files, _written(work, len(files), waiting)] if waiting else files


def _written(work: Path, number: int, lines: list[str]) -> Path:
    path = work / f"generated-{number:03}.nq"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def median(times: Times) -> float:
    """The middle of the queries' middles."""
    return statistics.median(statistics.median(runs) for runs in times.values())
