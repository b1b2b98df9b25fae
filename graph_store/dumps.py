"""A release as one file, in memory that does not grow with it, the same bytes each time.

The derived graph and the default graph follow from the rest and are left out.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice

import pyoxigraph as ox

from graph_store.release import Release, split_graph
from graph_store.sorting import merged, sorted_lines
from ontology import terms
from ontology.errors import UsageError

FORMATS: Mapping[str, ox.RdfFormat] = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_BATCH = 10_000  # statements
_HEAD = "@prefix "
_GZIP = 31  # zlib: a window of 32 KiB and the header of gzip


def dump(release: Release, format_: str) -> Iterator[bytes]:
    """The dump in chunks: "nq", "trig", "ttl" (no graphs) or "jsonld". Raises UsageError."""
    if format_ not in FORMATS:
        raise UsageError(f"unknown dump format {format_!r}; use one of {', '.join(FORMATS)}.")
    if format_ == "nq":
        return ("".join(f"{line}\n" for line in lines).encode() for lines in _batches(named_lines(release)))
    if format_ == "jsonld":
        return _json(_by_graph(release))
    if format_ == "ttl":
        triples = groupby(split_graph(line)[0] + " ." for line in named_lines(release))
        return _prefixed((line for line, _ in triples), FORMATS["ttl"])
    return _prefixed(_by_graph(release), FORMATS["trig"])


def compressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks as a gzip file without a time."""
    packer = zlib.compressobj(wbits=_GZIP)
    for chunk in chunks:
        if packed := packer.compress(chunk):
            yield packed
    yield packer.flush()


def named_lines(release: Release) -> Iterator[str]:
    """The N-Quads lines of the sources, vocabularies, ontology and catalogue: sorted, each once."""
    shards = [release.lines(shard) for shard in release.manifest.shards if shard.kind != "derived"]
    return (line for line, _ in groupby(merged([*shards])))


def _by_graph(release: Release) -> Iterator[str]:
    """The same lines sorted by graph, then by triple."""
    for line in sorted_lines(" ".join(split_graph(line)[::-1]) for line in named_lines(release)):
        graph, _, triple = line.partition(" ")
        yield f"{triple} <{graph}> ."


def _batches(lines: Iterable[str]) -> Iterator[Sequence[str]]:
    rest = iter(lines)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _prefixed(lines: Iterable[str], format_: ox.RdfFormat) -> Iterator[bytes]:
    yield "".join(f"{_HEAD}{name}: <{iri}> .\n" for name, iri in sorted(terms.PREFIXES.items())).encode()
    for batch in _batches(lines):
        # The engine writes the prefixes before each batch, and in another order each time.
        rows = _written(batch, format_).decode().splitlines(keepends=True)
        heads = next((place for place, row in enumerate(rows) if not row.startswith(_HEAD)), len(rows))
        yield "".join(rows[heads:]).encode()


def _json(lines: Iterable[str]) -> Iterator[bytes]:
    before = b"["
    for batch in _batches(lines):
        yield before + _written(batch, ox.RdfFormat.JSON_LD).strip()[1:-1]
        before = b",\n"
    yield b"]\n"


def _written(lines: Sequence[str], format_: ox.RdfFormat) -> bytes:
    parsed = ox.parse("\n".join(lines).encode(), ox.RdfFormat.N_QUADS, lenient=True)
    if format_ == ox.RdfFormat.TURTLE:
        return ox.serialize((quad.triple for quad in parsed), format=format_, prefixes=terms.PREFIXES) or b""
    return ox.serialize(parsed, format=format_, prefixes=terms.PREFIXES) or b""
