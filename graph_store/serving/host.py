"""The release host: a process that holds one release and forks readers, which answer and may be killed.

It is spawned, runs one thread and no event loop, so that a fork is safe. A small release is loaded into
memory once and shared by all readers; for a large one the host holds nothing, and each reader opens the
release on the disk after the fork, when the engine has started no threads yet.

Run as `python -m graph_store.serving.host FD RELEASE memory|disk MIB`; FD is the socket to the server, MIB
the memory that a reader may take beyond what it shares. When the server goes, the host sees the end of that
socket, kills its readers and ends. When the host goes, the system kills its readers.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import re
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph_store.release import STORE, Release, read_release
from graph_store.rows import engine_term, term_from_json
from graph_store.serving import frames
from graph_store.serving.capped import CappedOutput, Cut
from graph_store.serving.confined import leave_network, limit_memory
from graph_store.serving.output import Output
from graph_store.serving.rewriting import rewriter
from graph_store.writer import load_lines
from ontology.errors import PolicygraphError
from ontology.settings import settings
from ontology.terms import BASE

_PR_SET_PDEATHSIG = 1
_BUFFER = 1 << 16
_LONGEST_KEPT = 1 << 10
_STACK = 64 << 20  # bytes; the engine's parser and optimizer recurse (see queries/gate.py)
# spareval/src/error.rs: UnsupportedService, UnboundService, InvalidServiceName, unknown functions
_CANNOT_BE = re.compile(r"is not supported\Z|service name")
_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}


def main() -> None:
    """Hold a release and fork readers until the server is gone."""
    control = socket.socket(fileno=int(sys.argv[1]))
    # Ctrl-C reaches every process of the terminal; the server alone decides when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    path = Path(sys.argv[2])
    _, most = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (min(_STACK, most) if most >= 0 else _STACK, most))
    try:
        release = read_release(path)
        opened = _in_memory(release) if sys.argv[3] == "memory" else None
    except (PolicygraphError, OSError, SyntaxError) as error:
        frames.send(control, frames.FAILED, str(error).encode())
        return
    gc.freeze()
    frames.send(control, frames.READY)
    mib = int(sys.argv[4])

    def begin() -> ox.Store:
        store = opened or ox.Store.read_only(str(path / STORE))
        limit_memory(mib << 20)
        return store

    _host(control, begin)


def _in_memory(release: Release) -> ox.Store:
    store = ox.Store()
    for shard in release.manifest.shards:
        load_lines(store, list(release.lines(shard)))
    return store


def _host(control: socket.socket, open_store: Callable[[], ox.Store]) -> None:
    readers: set[int] = set()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    try:
        while True:
            kind, payload = frames.receive(control)
            if kind == frames.FORK:
                readers.add(_fork(control, open_store, libc))
            elif kind == frames.KILL and (pid := int(payload)) in readers:
                _end(pid)
                readers.discard(pid)
    except (EOFError, ConnectionError):
        for pid in readers:
            _end(pid)


def _end(pid: int) -> None:
    # Nobody else waits for this child, so the number cannot have gone to another process.
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _fork(control: socket.socket, open_store: Callable[[], ox.Store], libc: ctypes.CDLL | None) -> int:
    """Fork a reader and hand the other end of its socket to the server."""
    ours, theirs = socket.socketpair()
    host = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            control.close()
            theirs.close()
            if libc:
                libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if not settings().services:
                leave_network()
            if os.getppid() == host:
                _begin(ours, open_store)
        finally:
            os._exit(0)
    ours.close()
    with theirs:
        frames.send(control, frames.READY, str(pid).encode())
        socket.send_fds(control, [b"s"], [theirs.fileno()])
    return pid


def _begin(sock: socket.socket, open_store: Callable[[], ox.Store]) -> None:
    try:
        store = open_store()
    except (OSError, ValueError, RuntimeError) as error:
        frames.send(sock, frames.FAILED, str(error).encode())
        return
    frames.send(sock, frames.READY)
    _read(sock, store)


def _read(sock: socket.socket, store: ox.Store) -> None:
    """Answer one request after the other until the server is gone."""
    rewritten = rewriter(store)
    with sock.makefile("rb", _BUFFER) as requests:
        while head := requests.read(frames.HEADER.size):
            try:
                _answer(sock, store, requests.read(frames.HEADER.unpack(head)[1]), rewritten)
            except (struct.error, ConnectionError):
                return


def _answer(sock: socket.socket, store: ox.Store, payload: bytes, rewritten: Callable[[str], str]) -> None:
    options, _, sparql = payload.partition(b"\n")
    try:
        asked = (_options if len(options) <= _LONGEST_KEPT else _options.__wrapped__)(options)
        results = _asked(store, sparql.decode("utf-8", "surrogatepass"), asked.dataset, rewritten)
        graph = isinstance(results, ox.QueryTriples)
        formats: dict[str, Any] = _GRAPHS if graph else _RESULTS
        media_type = next((name for name in asked.accept if name in formats), None) or next(iter(formats))
        if any(asked.caps):
            _capped(sock, results, media_type, asked)
            return
        out: Any = Output(sock, media_type, asked.encoding, graph)
        results.serialize(out, formats[media_type])
        out.finish()
    except (SyntaxError, ValueError) as error:
        frames.send(sock, frames.FAILED, str(error).encode())
    except RuntimeError as error:  # of the engine's few that are the query's fault each says what cannot be
        at_fault = frames.FAILED if _CANNOT_BE.search(str(error)) else frames.BROKEN
        frames.send(sock, at_fault, str(error).encode())
    except OSError as error:
        if b"SERVICE" in sparql.upper():
            said = f"an endpoint that SERVICE names cannot be asked: {error}."
            frames.send(sock, frames.FAILED, said.encode())
        else:  # of the disk; where the server has gone, this cannot be sent, and the reader ends
            frames.send(sock, frames.BROKEN, str(error).encode())


def _asked(store: ox.Store, sparql: str, dataset: Mapping[str, Any], rewritten: Callable[[str], str]) -> Any:
    if not dataset and (told := rewritten(sparql)) != sparql:
        with contextlib.suppress(
            SyntaxError, ValueError
        ):  # what is wrong is said of the query as it was asked
            return store.query(told, base_iri=BASE)
    return store.query(sparql, base_iri=BASE, **dataset)


def _capped(sock: socket.socket, results: Any, media_type: str, asked: _Options) -> None:
    if isinstance(results, ox.QueryTriples):
        out: Any = CappedOutput(sock, media_type, asked.encoding, asked.caps, graph=True)
        ox.serialize(out.capped(results), out, _GRAPHS[media_type])
    else:
        out = CappedOutput(sock, media_type, asked.encoding, asked.caps)
        with contextlib.suppress(Cut):
            results.serialize(out, _RESULTS[media_type])
    out.finish()


@dataclass(frozen=True, slots=True)
class _Options:
    """What a request says beside the query."""

    dataset: Mapping[str, Any]
    accept: Sequence[str]
    encoding: str
    caps: tuple[int, int]


@lru_cache(maxsize=256)
def _options(said: bytes) -> _Options:
    terms, accept, default, named, encoding, rows, most = json.loads(said)
    dataset: dict[str, Any] = {}
    if terms:
        dataset["substitutions"] = {
            ox.Variable(name): engine_term(term_from_json(term)) for name, term in terms.items()
        }
    if default or named:
        dataset["default_graph"] = [ox.NamedNode(iri) for iri in default]
        dataset["named_graphs"] = [ox.NamedNode(iri) for iri in named]
    return _Options(dataset, accept, encoding, (rows, most))


if __name__ == "__main__":
    main()
