"""The servers that are measured, each a process of its own on loopback, and how to ask them."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote, urlencode

JSON = "application/sparql-results+json"
_PATIENCE = 1200.0  # ten million quads take minutes until they are in memory


@dataclass(frozen=True)
class Endpoint:
    """A SPARQL endpoint that runs."""

    name: str
    port: int
    path: str

    def url(self, query: str) -> str:
        """The path and query string of a request."""
        return f"{self.path}?query={quote(query)}"

    def seconds(self, query: str) -> float:
        """How long one query takes on a connection of its own, to the last byte. Raises where it fails."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        with contextlib.closing(connection):
            connection.connect()
            started = time.perf_counter()
            # In the body: some servers take no address as long as the headline question.
            form = {"Accept": JSON, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", self.path, urlencode({"query": query}), form)
            answer = connection.getresponse()
            body = answer.read()
            seconds = time.perf_counter() - started
        if answer.status != 200 or b'"bindings"' not in body:
            raise RuntimeError(f"{self.name}: {answer.status} for {query[:80]}")
        return seconds


@contextlib.contextmanager
def ours(
    store: Path, workers: int, timeout: float = 120, memory_quads: int | None = None
) -> Iterator[Endpoint]:
    """`policygraph serve`, with its log (into a file) and its metrics on; up to `memory_quads` in memory."""
    port = _free_port()
    command = [str(Path(sys.executable).with_name("policygraph")), "serve", "--port", str(port)]
    command += ["--workers", str(workers), "--store", str(store), "--query-timeout", str(timeout)]
    endpoint = Endpoint("policygraph", port, "/sparql")
    more = {} if memory_quads is None else {"POLICYGRAPH_MEMORY_QUADS": str(memory_quads)}
    with tempfile.TemporaryFile() as log, _running(command, endpoint, log, more) as running:
        yield running


@contextlib.contextmanager
def oxigraph(peers: Path, location: Path) -> Iterator[Endpoint]:
    """`oxigraph serve-read-only` from disk."""
    port = _free_port()
    command = [str(peers / "oxigraph"), "serve-read-only", "--location", str(location)]
    command += ["--bind", f"127.0.0.1:{port}"]
    with _running(command, Endpoint("oxigraph serve", port, "/query")) as endpoint:
        yield endpoint


@contextlib.contextmanager
def rdflib_endpoint(peers: Path, dump: Path) -> Iterator[Endpoint]:
    """`rdflib-endpoint serve` with its default store."""
    port = _free_port()
    command = [str(peers / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port), str(dump)]
    with _running(command, Endpoint("rdflib-endpoint", port, "/")) as endpoint:
        yield endpoint


def wrk(
    endpoint: Endpoint,
    queries: Sequence[str],
    connections: int,
    seconds: int,
    work: Path,
    *,
    post: bool = False,
) -> Load:
    """Ask `queries` one after the other over so many connections: in the address, or posted as a form."""
    lines = [f"query={quote(query)}" if post else endpoint.url(query) for query in queries]
    listed = work / "queries.txt"
    listed.write_text("\n".join(lines) + "\n", "utf-8")
    script = Path(__file__).with_name("requests.lua")
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--timeout", "60", "-s", str(script)]
    command += ["-H", f"Accept: {JSON}", f"http://127.0.0.1:{endpoint.port}/", "--", str(listed)]
    command += [endpoint.path] if post else []
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    line = next(line for line in done.stdout.splitlines() if line.startswith("result "))
    requests, micros, failed, median, p99 = map(int, line.split()[1:])
    if failed:
        raise RuntimeError(f"{endpoint.name}: {failed} of {requests} requests failed")
    return Load(requests / micros * 1e6, median / 1000, p99 / 1000)


@dataclass(frozen=True)
class Load:
    """Requests a second, and milliseconds at the median and for the slowest of a hundred."""

    rate: float
    median: float
    p99: float


@contextlib.contextmanager
def _running(
    command: list[str],
    endpoint: Endpoint,
    log: int | IO[bytes] = subprocess.DEVNULL,
    more: Mapping[str, str] = {},
) -> Iterator[Endpoint]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log, env={**os.environ, **more})
    try:
        _wait(process, endpoint)
        yield endpoint
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], endpoint: Endpoint) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            endpoint.seconds("SELECT * { ?s ?p ?o } LIMIT 1")
            return
        except (OSError, http.client.HTTPException, RuntimeError):
            time.sleep(0.2)
    raise RuntimeError(f"{endpoint.name} does not answer")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
