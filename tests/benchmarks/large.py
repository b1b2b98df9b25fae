"""A graph of ten million quads on disk: how long every query of the catalogue takes."""

from __future__ import annotations

import contextlib
import statistics
import subprocess
import sys
import time
from pathlib import Path

import generate

from graph_store.readers import ReaderPool
from graph_store.store import open_store
from ontology.errors import QueryTimeout
from queries.catalogue import catalogue
from queries.run import select_rows

QUADS = 10_000_000
RUNS = 3
_PER_FILE = 500_000
_LIMIT = 60.0
_NUMBER = (
    "SELECT ?n { ?s <https://w3id.org/policygraph/ontology#documentNumber> ?n } ORDER BY DESC(?n) LIMIT 1"
)


def measure(work: Path, quads: int = QUADS) -> tuple[dict[str, float], dict[str, list[float]]]:
    """Seconds of each step of building, and of each run of each query (the limit where it was reached)."""
    started = time.perf_counter()
    files = _generated(work, quads)
    steps = {"generate": time.perf_counter() - started}
    store = work / "large"
    started = time.perf_counter()
    command = [str(Path(sys.executable).with_name("policygraph")), "import", *map(str, files)]
    subprocess.run([*command, "--store", str(store)], check=True, stderr=subprocess.DEVNULL)
    steps["import and publish"] = time.perf_counter() - started
    times: dict[str, list[float]] = {}
    with ReaderPool(open_store(str(store)).current(), 1, _LIMIT, memory_quads=0) as pool:
        number = pool.select(_NUMBER).rows[0][0]
        known = {"document": number.value if number else "", "bearer": "国家能源局"}
        for name, query in catalogue().items():
            given = {item.name: known.get(item.name, str(item.example)) for item in query.params}
            for _ in range(RUNS):
                started = time.perf_counter()
                with contextlib.suppress(QueryTimeout):  # the time then says so
                    select_rows(query, given, pool.select)
                times.setdefault(name, []).append(time.perf_counter() - started)
                if times[name][-1] >= _LIMIT:
                    break
    return steps, times


def _generated(work: Path, quads: int) -> list[Path]:
    files: list[Path] = []
    waiting: list[str] = []
    for _, lines in generate.sources(quads):
        waiting += lines
        if len(waiting) >= _PER_FILE:
            files.append(_written(work, len(files), waiting))
            waiting = []
    return [*files, _written(work, len(files), waiting)] if waiting else files


def _written(work: Path, number: int, lines: list[str]) -> Path:
    path = work / f"generated-{number:03}.nq"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def median(times: dict[str, list[float]]) -> float:
    """The middle of the queries' middles."""
    return statistics.median(statistics.median(runs) for runs in times.values())
