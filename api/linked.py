"""What the graph says of an IRI, as RDF: the statements about one thing, or a whole named graph."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from itertools import groupby

import pyoxigraph as ox

from graph_store.release import Release, split_graph
from ontology import terms

TURTLE = "text/turtle"
N_TRIPLES = "application/n-triples"
FORMATS: Mapping[str, ox.RdfFormat] = {
    "application/ld+json": ox.RdfFormat.JSON_LD,
    TURTLE: ox.RdfFormat.TURTLE,
    N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
SUFFIXES: Mapping[str, str] = {
    ".html": "text/html",
    ".jsonld": "application/ld+json",
    ".ttl": TURTLE,
    ".nt": N_TRIPLES,
    ".rdf": "application/rdf+xml",
}
_CHUNK = 1 << 16
_IN_MEMORY = 8 << 20


def serialized(triples: Iterable[str], media_type: str, prefixes: Mapping[str, str] | None = None) -> bytes:
    """Triples, spelt as N-Triples without the full stop, in one of `FORMATS`; the same bytes each time.

    `prefixes` are used beside those of the project.
    """
    plain = "".join(f"{triple} .\n" for triple in sorted(set(triples))).encode()
    if media_type == N_TRIPLES:
        return plain
    out = io.BytesIO()
    parsed = ox.parse(plain, ox.RdfFormat.N_TRIPLES, lenient=True)
    known = {**terms.PREFIXES, **(prefixes or {})}
    ox.serialize((quad.triple for quad in parsed), out, FORMATS[media_type], prefixes=known)
    return _tidied(out.getvalue()) if media_type == TURTLE else out.getvalue()


def graph_triples(release: Release, iri: str) -> Iterator[str]:
    """The triples of a named graph as N-Triples spells them, sorted, each once. Raises StoreError."""
    shards = [release.lines(shard) for shard in release.manifest.shards if iri in shard.graphs]
    parted = (split_graph(line) for line, _ in groupby(merge(*shards)))
    return (triple for triple, name in parted if name == iri)


def document(triples: Iterable[str], media_type: str) -> Iterator[bytes]:
    """Many triples in one of `FORMATS`, in chunks; a long document is put together in a file."""
    with (
        tempfile.SpooledTemporaryFile(_IN_MEMORY) as plain,
        tempfile.SpooledTemporaryFile(_IN_MEMORY) as out,
    ):
        plain.writelines(f"{triple} .\n".encode() for triple in triples)
        plain.seek(0)
        if media_type == N_TRIPLES:
            yield from iter(lambda: plain.read(_CHUNK), b"")
            return
        parsed = ox.parse(plain, ox.RdfFormat.N_TRIPLES, lenient=True)
        quads = (quad.triple for quad in parsed)
        ox.serialize(quads, out, FORMATS[media_type], prefixes=terms.PREFIXES)
        out.seek(0)
        if media_type == TURTLE:
            # The engine writes the prefixes in another order each time.
            heads = [out.readline() for _ in terms.PREFIXES]
            yield b"".join(sorted(heads))
        yield from iter(lambda: out.read(_CHUNK), b"")


def _tidied(turtle: bytes) -> bytes:
    """Turtle with the prefixes it uses, sorted: the engine writes all of them, in another order each time."""
    lines = turtle.decode().splitlines(keepends=True)
    body = "".join(line for line in lines if not line.startswith("@prefix"))
    heads = (line for line in lines if line.startswith("@prefix"))
    used = sorted(line for line in heads if re.search(rf"(?<![\w-]){line.split()[1]}", body))
    return ("".join(used) + body).encode()
