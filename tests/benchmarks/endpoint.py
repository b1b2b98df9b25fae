"""Our endpoint beside its peers, on the same generated graph, in one run.

The peers come from PyPI into a virtual environment of their own; the load comes from `wrk`. Rounds of ours
and of the peers take turns, so that what else the machine does hits all alike.
"""

from __future__ import annotations

import itertools
import multiprocessing
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import generate
import pyoxigraph as ox
import pytest
from servers import Endpoint, ours, oxigraph, rdflib_endpoint, wrk

from graph_store.dumps import named_lines
from graph_store.store import open_store
from ontology import vocabulary
from queries.catalogue import catalogue

QUADS = 100_000
ROUNDS = 3
SECONDS = 5
CONNECTIONS = 16
PEERS = ("oxigraph==0.5.13", "rdflib-endpoint[cli]==0.6.3")
US, DISK, SLOW, RAW = "policygraph", "oxigraph serve", "rdflib-endpoint", "pyoxigraph"
_LOOKUPS = 60_000  # more than a round can ask
_HEADLINES = {US: 20, DISK: 20, SLOW: 2}
_TEXTS = 20_000  # of one headline question, more than a round can ask
_PLAIN = Path(__file__).with_name("headline.rq").read_text("utf-8")
WRITTEN, CATALOGUED = "headline question as one writes it", "headline question of the catalogue"
_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_LIMIT_SECONDS = 5
_TARGET = 0.05


@dataclass
class Figures:
    """What was measured: the values of each name, in the order of the rounds."""

    values: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    def add(self, what: str, who: str, value: float) -> None:
        """Note one value."""
        self.values.setdefault((what, who), []).append(value)

    def median(self, what: str, who: str) -> float:
        """The middle of the values."""
        return statistics.median(self.values[what, who])


def measure(work: Path) -> Figures:
    """Everything but the large graph; `work` is an empty directory."""
    peers = _peers(work)
    store, dump, location = _prepare(work, peers)
    raw = _loaded(dump)
    figures = Figures()
    asked = list(itertools.islice(headlines(raw), ROUNDS * max(_HEADLINES.values())))
    with ExitStack() as running:
        us = running.enter_context(ours(store, workers=2))
        disk = running.enter_context(oxigraph(peers, location))
        slow = running.enter_context(rdflib_endpoint(peers, dump))
        subjects = sorted({line.split(" ", 1)[0] for line in dump.read_text("utf-8").splitlines()})
        for number in range(ROUNDS):
            _small(figures, (us, disk, slow), subjects, number, work)
            _headline(figures, (us, disk, slow), asked[number::ROUNDS])
            _headline_rate(figures, (us, disk, slow), asked, number, work)
            _many_rows(figures, us, raw, number)
    with ExitStack() as running:
        one = running.enter_context(ours(store, workers=1))
        two = running.enter_context(ours(store, workers=2))
        _two_readers(figures, one, two, raw, work)
    with ours(store, workers=2, timeout=_LIMIT_SECONDS) as us:
        _flood(figures, us)
        _flood_of_kinds(figures, us)
    return figures


def _small(
    figures: Figures, endpoints: Sequence[Endpoint], subjects: Sequence[str], number: int, work: Path
) -> None:
    """Look-ups that differ from each other, and one that is repeated."""
    rng = random.Random(number)
    chosen = (rng.choice(subjects) for _ in itertools.count())
    for endpoint in endpoints:
        lookups = [
            f"SELECT ?p ?o {{ {subject} ?p ?o }} LIMIT {limit}"
            for limit, subject in zip(range(1000, 1000 + _LOOKUPS), chosen, strict=False)
        ]
        load = wrk(endpoint, lookups, CONNECTIONS, SECONDS, work)
        figures.add("look-ups a second", endpoint.name, load.rate)
        figures.add("look-up, median ms", endpoint.name, load.median)
        figures.add("look-up, 99 of 100 below ms", endpoint.name, load.p99)
        load = wrk(endpoint, lookups[:1], CONNECTIONS, SECONDS, work)
        figures.add("one query repeated, a second", endpoint.name, load.rate)


def headlines(raw: ox.Store) -> Iterator[tuple[str, str]]:
    """The headline question as one writes it and as the catalogue has it, both text that any engine takes.

    For pairs of a technology of the two upper levels and a province for which it has rows in `raw`; each pair
    once, in an order that is always the same.
    """
    sparql = catalogue()["projects_by_technology_and_region"].sparql
    text = re.sub(r"^#\+.*\n", "", sparql, flags=re.MULTILINE)
    text = re.sub(r"(SELECT(?: DISTINCT)?|GROUP BY)(?: \?p_\w+)+", r"\1", text)
    technologies = _level(vocabulary.technologies(), 0) | _level(vocabulary.technologies(), 1)
    pairs = list(itertools.product(sorted(technologies), sorted(_level(vocabulary.regions(), 1))))
    random.Random(0).shuffle(pairs)
    for technology, region in pairs:
        written, catalogued = (
            each.replace("?p_technology", f"<{technology}>").replace("?p_region", f"<{region}>")
            for each in (_PLAIN, text)
        )
        results = raw.query(written)
        assert isinstance(results, ox.QuerySolutions)
        if next(results, None) is not None:
            yield written, catalogued


def _level(concepts: vocabulary.Scheme, level: int) -> set[str]:
    """The IRIs of the concepts that stand so many steps below the top."""
    if not level:
        return {concept.iri for concept in concepts.concepts.values() if not concept.broader}
    above = _level(concepts, level - 1)
    return {concept.iri for concept in concepts.concepts.values() if not above.isdisjoint(concept.broader)}


def _headline(figures: Figures, endpoints: Sequence[Endpoint], queries: Sequence[tuple[str, str]]) -> None:
    """Each text to one endpoint after the other."""
    for number, both in enumerate(queries):
        for what, query in zip((WRITTEN, CATALOGUED), both, strict=True):
            for endpoint in endpoints:
                if number < _HEADLINES[endpoint.name]:
                    with _may_fail(endpoint.name == SLOW):
                        figures.add(f"{what}, alone, ms", endpoint.name, endpoint.seconds(query) * 1000)


def _headline_rate(
    figures: Figures,
    endpoints: Sequence[Endpoint],
    asked: Sequence[tuple[str, str]],
    number: int,
    work: Path,
) -> None:
    """Many at once, each text another; not the catalogue's to the slow peer, which queues too long."""
    for what, texts in zip((WRITTEN, CATALOGUED), zip(*asked, strict=True), strict=True):
        queries = [f"{texts[place % len(texts)]}# {number} {place}" for place in range(_TEXTS)]
        for endpoint in endpoints:
            if (what, endpoint.name) != (CATALOGUED, SLOW):
                load = wrk(endpoint, queries, CONNECTIONS, SECONDS, work, post=True)
                figures.add(f"{what}, a second", endpoint.name, load.rate)


@contextmanager
def _may_fail(slow: bool) -> Iterator[None]:
    """Where a slow peer cannot answer, the page says "not answered"."""
    try:
        yield
    except RuntimeError:
        if not slow:
            raise


def _many_rows(figures: Figures, us: Endpoint, raw: ox.Store, number: int) -> None:
    for place in range(10):
        query = f"SELECT ?s ?p ?o {{ ?s ?p ?o }} OFFSET {number * 1000 + place * 10} LIMIT 10000"
        started = time.perf_counter()
        results = raw.query(query)
        assert isinstance(results, ox.QuerySolutions)
        results.serialize(format=ox.QueryResultsFormat.JSON)
        figures.add("10,000 rows, ms", RAW, (time.perf_counter() - started) * 1000)
        figures.add("10,000 rows, ms", US, us.seconds(query) * 1000)


def _two_readers(figures: Figures, one: Endpoint, two: Endpoint, raw: ox.Store, work: Path) -> None:
    """Queries of about 50 ms: through one reader and two, and in one bare process and two."""
    size = 500
    # The fastest of a few: one that had to wait would make all of them too small.
    while min(_bare_seconds(raw, _counting(size, 0)) for _ in range(3)) < _TARGET:
        size = int(size * 1.3)
    for number in range(2 * ROUNDS):
        queries = [_counting(size, number * 10_000 + place) for place in range(1000)]
        for name, endpoint in (("1 reader", one), ("2 readers", two)):
            load = wrk(endpoint, queries, 4, SECONDS, work)
            figures.add("queries of 50 ms, a second", name, load.rate)
        for count, name in ((1, "1 bare process"), (2, "2 bare processes")):
            figures.add("queries of 50 ms, a second", name, _bare_rate(raw, queries, count))


def _counting(size: int, number: int) -> str:
    return (
        f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT ?s {{ ?s ?p ?o }} LIMIT {size} }} "
        f"?s ?q ?v FILTER(STRLEN(STR(?v)) > 1) }} # {number}"
    )


def _bare_seconds(raw: ox.Store, query: str) -> float:
    started = time.perf_counter()
    results = raw.query(query)
    assert isinstance(results, ox.QuerySolutions)
    results.serialize(format=ox.QueryResultsFormat.JSON)
    return time.perf_counter() - started


def _bare_rate(raw: ox.Store, queries: Sequence[str], count: int) -> float:
    context = multiprocessing.get_context("fork")
    answered = context.Queue()

    def work() -> None:
        end, done = time.monotonic() + SECONDS, 0
        for query in itertools.cycle(queries):
            if time.monotonic() >= end:
                break
            _bare_seconds(raw, query)
            done += 1
        answered.put(done)

    processes = [context.Process(target=work) for _ in range(count)]
    for process in processes:
        process.start()
    total = sum(answered.get() for _ in processes)
    for process in processes:
        process.join()
    return total / SECONDS


def _flood(figures: Figures, us: Endpoint) -> None:
    """A hundred endless queries at once, and light ones all the while."""
    _during_a_flood(
        figures,
        us,
        "light query in a flood of endless ones, ms",
        [f"{_ENDLESS} # {number}" for number in range(100)],
        (f"SELECT ?s {{ ?s a ?kind }} LIMIT {number}" for number in itertools.count(1)),
    )


def _flood_of_kinds(figures: Figures, us: Endpoint) -> None:
    """A hundred endless queries of a hundred kinds, and light ones, each of a kind that was never asked."""

    def kind(number: int) -> str:
        return "".join(" FILTER(1=1)" if number >> bit & 1 else " FILTER(1<2)" for bit in range(12))

    _during_a_flood(
        figures,
        us,
        "light query of a new kind in a flood of as many kinds, ms",
        [f"{_ENDLESS[:-2]}{kind(number)} }}" for number in range(100)],
        (f"SELECT ?s {{ ?s a ?kind{kind(number)} }} LIMIT 1" for number in itertools.count()),
    )


def _during_a_flood(
    figures: Figures, us: Endpoint, what: str, flood: Sequence[str], light: Iterator[str]
) -> None:
    def endless(query: str) -> float:
        started = time.perf_counter()
        with pytest.raises(HTTPError, match="503"):
            urlopen(f"http://127.0.0.1:{us.port}{us.url(query)}", timeout=120).read()
        return time.perf_counter() - started

    with ThreadPoolExecutor(len(flood)) as pool:
        answers = [pool.submit(endless, query) for query in flood]
        while not all(answer.done() for answer in answers):
            figures.add(what, US, us.seconds(next(light)) * 1000)
        for answer in answers:
            figures.add("endless query of a flood, s until it is told", US, answer.result())


def _peers(work: Path) -> Path:
    """The peers, installed; gives the directory of their commands."""
    home = work / "peers"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    install = [str(home / "bin" / "pip"), "install", "--quiet"]
    subprocess.run([*install, *PEERS, "uvicorn", "uvloop", "httptools"], check=True)
    return home / "bin"


def _prepare(work: Path, peers: Path) -> tuple[Path, Path, Path]:
    """One graph three times: our store, its dump and what it states in all, the peer's store of that."""
    generated, store, location = work / "generated.nq", work / "store", work / "oxigraph"
    with generated.open("w", encoding="utf-8") as file:
        for _, lines in generate.sources(QUADS):
            file.writelines(f"{line}\n" for line in lines)
    ours_to_be = [str(Path(sys.executable).with_name("policygraph")), "import", str(generated)]
    subprocess.run([*ours_to_be, "--store", str(store)], check=True, stderr=subprocess.DEVNULL)
    dump = work / "dump.nq"
    named = list(named_lines(open_store(str(store)).current()))
    merged = sorted({line[: line.rindex(" <")] + " ." for line in named})
    dump.write_text("\n".join([*named, *merged]) + "\n", "utf-8")
    command = [str(peers / "oxigraph"), "load", "--location", str(location), "--file", str(dump)]
    subprocess.run(command, check=True, capture_output=True)
    command = [str(peers / "oxigraph"), "optimize", "--location", str(location)]
    subprocess.run(command, check=True, capture_output=True)
    return store, dump, location


def _loaded(dump: Path) -> ox.Store:
    raw = ox.Store()
    raw.bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)
    return raw
