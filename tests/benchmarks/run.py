"""`make bench`: measure the main job and the endpoint beside its peers; writes docs/benchmarks.md.

`make bench BENCH="--large"` adds a graph of ten million quads, from disk and from memory,
`--only job|reading|endpoint|large` measures that alone; `--store DIR` takes the store of such a graph.
Whatever is not measured again keeps its place in the page.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import platform
import re
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import endpoint
import large
import main_job
import reading
from endpoint import CATALOGUED, DISK, RAW, SLOW, US, WRITTEN, Figures

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
_COMPARED = [
    ("look-ups a second", (US, DISK, SLOW)),
    ("look-up, median ms", (US, DISK, SLOW)),
    ("look-up, 99 of 100 below ms", (US, DISK, SLOW)),
    ("one query repeated, a second", (US, DISK, SLOW)),
    (f"{WRITTEN}, a second", (US, DISK, SLOW)),
    (f"{WRITTEN}, alone, ms", (US, DISK, SLOW)),
    (f"{CATALOGUED}, a second", (US, DISK)),
    (f"{CATALOGUED}, alone, ms", (US, DISK, SLOW)),
    ("10,000 rows, ms", (US, RAW)),
    ("queries of 50 ms, a second", ("1 reader", "2 readers", "1 bare process", "2 bare processes")),
    ("light query in a flood of endless ones, ms", (US,)),
    ("light query of a new kind in a flood of as many kinds, ms", (US,)),
    ("endless query of a flood, s until it is told", (US,)),
]


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--large", action="store_true", help="also measure ten million quads, from disk and from memory"
    )
    parser.add_argument("--store", type=Path, help="a store of the ten million quads that is there already")
    parser.add_argument("--only", choices=["job", "reading", "endpoint", "large"])
    asked = parser.parse_args()
    if asked.only not in {"job", "reading", "large"} and not shutil.which("wrk"):
        raise SystemExit("wrk is not installed; do so (apt-get install wrk), then run this again.")
    if asked.only in (None, "job"):
        _write("Main job", main_job.section())
    if asked.only in (None, "reading"):
        _write("Reading", reading.section())
    if asked.only in (None, "endpoint"):
        with tempfile.TemporaryDirectory() as folder:
            _write("SPARQL endpoint", _endpoint(endpoint.measure(Path(folder))))
    if asked.large or asked.only == "large":
        with tempfile.TemporaryDirectory() as folder:
            found = ({}, large.measure_store(asked.store)) if asked.store else large.measure(Path(folder))
        _write("Ten million quads", _large(*found))


def _write(title: str, lines: list[str]) -> None:
    """Put one section into the page, in the place of the one before."""
    page = PAGE.read_text("utf-8") if PAGE.exists() else ""
    sections = dict(re.findall(r"^## ([^\n]+)\n\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    sections[title] = "\n".join([_machine(), "", *lines]) + "\n"
    body = "\n".join(f"## {name}\n\n{text.rstrip()}\n" for name, text in sections.items())
    PAGE.write_text(f"# Benchmarks\n\nWritten by `make bench`.\n\n{body}", "utf-8")


def _machine() -> str:
    git = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    names = ("pyoxigraph", "uvicorn", "uvloop", "spacy", "pyshacl")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"Commit {commit or 'unknown'}; {platform.machine()}, {os.cpu_count()} cores (load when it was done: "
        f"{load}), Python {platform.python_version()}, {versions}."
    )


def _endpoint(figures: Figures) -> list[str]:
    peers = ", ".join(endpoint.PEERS)
    lines = [
        f"Over loopback, {endpoint.QUADS:,} generated quads with the vocabularies, the default graph holding",
        f"each statement once; {peers} from PyPI (`oxigraph serve-read-only` from disk), ours",
        f"with log and metrics on; {endpoint.ROUNDS} rounds of {endpoint.SECONDS} s in turn over",
        f"{endpoint.CONNECTIONS} connections of `wrk`. Every query but the repeated one is asked once;",
        "the headline question of a technology of the two upper levels and a province that have projects,",
        "the same pairs and texts to all, one alone on a connection of its own and as many a second as the",
        "connections ask, each text another by a comment at its end (no answer is kept, but ours knows the",
        "shape of the text): as one writes it who knows the ontology",
        "(tests/benchmarks/headline.rq; paths to a constant, joined as values here), and as the",
        "catalogue has it, tuned for the engine (most of its time is planning: the same engine's in both).",
        "",
        "| what | who | minimum | median | maximum | values |",
        "|---|---|---|---|---|---|",
    ]
    for what, whom in _COMPARED:
        for who in whom:
            values = figures.values.get((what, who), [])
            if values:
                spread = " | ".join(
                    f"{item:,.2f}" for item in (min(values), statistics.median(values), max(values))
                )
                lines.append(f"| {what} | {who} | {spread} | {len(values)} |")
    return [*lines, "", *_ratios(figures)]


def _spread(values: list[float]) -> str:
    return " | ".join(f"{item:,.2f}" for item in (min(values), statistics.median(values), max(values)))


def _ratios(figures: Figures) -> list[str]:
    def ratio(what: str, upper: str, lower: str) -> float:
        if not all(figures.values.get((what, who)) for who in (upper, lower)):
            return float("nan")
        return figures.median(what, upper) / figures.median(what, lower)

    rate, rows, readers = (_COMPARED[place][0] for place in (0, 8, 9))
    p99 = figures.median(_COMPARED[2][0], US) / figures.median(_COMPARED[1][0], US)
    found = [
        ("look-ups against rdflib-endpoint", ratio(rate, US, SLOW), ">= 10"),
        ("look-ups against oxigraph serve", ratio(rate, US, DISK), ">= 0.25"),
        *_headlines(ratio),
        ("one query repeated against oxigraph serve", ratio(_COMPARED[3][0], US, DISK), ">= 0.6"),
        ("10,000 rows against raw pyoxigraph", ratio(rows, RAW, US), ">= 0.75"),
        ("two readers against one", ratio(readers, "2 readers", "1 reader"), ">= 1.7, or the next line"),
        (
            "that, against two bare processes and one",
            ratio(readers, "2 readers", "1 reader") / ratio(readers, "2 bare processes", "1 bare process"),
            ">= 0.9",
        ),
        ("look-up, slowest of a hundred against the median", p99, "< 10"),
    ]
    lines = ["| times as fast (medians) | here | goal |", "|---|---|---|"]
    said = [
        (what, "not answered" if math.isnan(value) else f"{value:.2f}", goal) for what, value, goal in found
    ]
    return lines + [f"| {what} | {value} | {goal} |" for what, value, goal in said]


def _headlines(ratio: Callable[[str, str, str], float]) -> list[tuple[str, float, str]]:
    """Requests a second, in which the goals are meant, and the time of one alone beside the same goals."""
    found = []
    for what, peer, how in itertools.product((WRITTEN, CATALOGUED), (SLOW, DISK), ("a second", "alone")):
        least = {SLOW: ">= 25", DISK: ">= 2.5"}[peer]
        if how == "alone":
            found.append((f"{what}, alone, against {peer}", ratio(f"{what}, alone, ms", peer, US), least))
        elif (what, peer) != (CATALOGUED, SLOW):
            found.append((f"{what}, a second, against {peer}", ratio(f"{what}, a second", US, peer), least))
    return found


def _large(steps: dict[str, float], found: dict[str, large.Times]) -> list[str]:
    took = "".join(f"; {step}: {seconds:,.0f} s" for step, seconds in steps.items())
    heads = " | ".join(f"{how}: minimum ms | median | maximum" for how in found)
    lines = [
        f"{large.QUADS:,} generated quads{took}. One reader, through HTTP, {large.RUNS} runs each, one at a",
        "time; what runs too long is stopped.",
        "",
        *(
            f"- From {how}: {sum(statistics.median(runs) < 1 for runs in times.values())} of {len(times)}"
            f" have a median below 1 s; the median of the medians is {large.median(times) * 1000:,.0f} ms."
            for how, times in found.items()
        ),
        "",
        f"| query of the catalogue, or list | {heads} |",
        "|---" * (1 + 3 * len(found)) + "|",
    ]
    for name in sorted(set().union(*found.values())):
        spreads = [_spread([item * 1000 for item in times[name]]) for times in found.values()]
        lines.append(f"| {name} | {' | '.join(spreads)} |")
    return lines


if __name__ == "__main__":
    main()
