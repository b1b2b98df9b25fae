"""Time the main job, whole processes, on the examples and, where it is here, on the real corpus.

A section of docs/benchmarks.md: the minimum, median and maximum of each figure.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RUNS = 5
QUESTION = "Which hydrogen demonstration projects are in Inner Mongolia, and under which agency?"


def section() -> list[str]:
    """Run every measurement; the lines of the report."""
    inputs = {"examples": sorted(str(path) for path in (ROOT / "examples").glob("demo-*"))}
    if corpus := os.environ.get("POLICYGRAPH_CORPUS"):
        inputs["corpus"] = [str(path) for path in sorted(Path(corpus).glob("*.txt"))]
    return report([row for name, files in inputs.items() for row in measure(name, files)])


def measure(name: str, files: list[str]) -> list[tuple[str, str, list[float]]]:
    """Seconds of each run: extraction alone, ingest to a published release, one question."""
    extract, ingest, ask = [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            store = ["--store", str(Path(folder) / "store")]
            extract.append(seconds("extract", *files, "-o", str(Path(folder) / "records.jsonl")))
            ingest.append(seconds("ingest", *store, "--workers", "2", *files))
            ask.append(seconds("ask", *store, QUESTION))
    return [(name, "extract", extract), (name, "ingest", ingest), (name, "ask", ask)]


def seconds(*arguments: str) -> float:
    """Wall-clock seconds of one `policygraph` process, start of Python included."""
    started = time.perf_counter()
    subprocess.run(
        [Path(sys.executable).with_name("policygraph"), *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - started


def report(rows: list[tuple[str, str, list[float]]]) -> list[str]:
    """The lines of the report, as Markdown."""
    lines = [
        f"{RUNS} runs each of whole processes.",
        "",
        "| input | job | minimum s | median s | maximum s |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {job} | {min(runs):.2f} | {statistics.median(runs):.2f} | {max(runs):.2f} |"
        for name, job, runs in rows
    ]
    # In KiB, but on macOS in bytes.
    unit = 1 << (20 if sys.platform == "darwin" else 10)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    return [*lines, "", f"The largest of these processes took {most:.0f} MiB of memory."]
