"""Time the main job, whole processes, on the examples and, where it is here, on the real corpus.

Writes docs/benchmarks.md: machine, versions, commit, and the minimum, median and maximum of each figure.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RUNS = 5
QUESTION = "Which hydrogen demonstration projects are in Inner Mongolia, and under which agency?"


def main() -> None:
    """Run every measurement and write the report."""
    inputs = {"examples": sorted(str(path) for path in (ROOT / "examples").glob("demo-*"))}
    if corpus := os.environ.get("POLICYGRAPH_CORPUS"):
        inputs["corpus"] = [str(path) for path in sorted(Path(corpus).glob("*.txt"))]
    rows = [row for name, files in inputs.items() for row in measure(name, files)]
    (ROOT / "docs" / "benchmarks.md").write_text(report(rows), "utf-8")


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


def report(rows: list[tuple[str, str, list[float]]]) -> str:
    """The page, as Markdown."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    versions = ", ".join(f"{name} {version(name)}" for name in ("pyoxigraph", "spacy", "pyshacl"))
    lines = [
        "# Benchmarks",
        "",
        f"`make bench`, {RUNS} runs each of whole processes; commit {commit or 'unknown'}.",
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {versions}.",
        "",
        "| input | job | minimum s | median s | maximum s |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {job} | {min(runs):.2f} | {statistics.median(runs):.2f} | {max(runs):.2f} |"
        for name, job, runs in rows
    ]
    # In KiB, but on macOS in bytes.
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (
        1 << (20 if sys.platform == "darwin" else 10)
    )
    lines += ["", f"The largest of these processes took {most:.0f} MiB of memory."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
