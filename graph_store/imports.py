"""RDF files as sources: their named graphs as they are, triples without a graph in the graph of the file.

What every release computes anew is left out: the derived graph, and a default graph that repeats named
graphs.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from graph_store.sorting import sorted_lines
from ontology import terms
from ontology.errors import InputError

_PLAIN = "-"
_FORMATS = {
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "rdf": ox.RdfFormat.RDF_XML,
    "xml": ox.RdfFormat.RDF_XML,
    "owl": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "json": ox.RdfFormat.JSON_LD,
}


def read_rdf(path: Path, name: str) -> tuple[Iterator[str], str]:
    """The N-Quads lines of the RDF file at `path`, called `name`, and the SHA-256 of its bytes.

    They are sorted, each there once; memory grows with the blank nodes of the file alone. A suffix `.gz` says
    that it is compressed. Raises InputError, also while the lines are taken.
    """
    suffixes = [suffix.lower().lstrip(".") for suffix in path.suffixes]
    packed = suffixes[-1:] == ["gz"]
    format_ = _FORMATS.get("".join(suffixes[-2:-1] if packed else suffixes[-1:]))
    if format_ is None:
        raise InputError(f"{name}: not an RDF file by its suffix; use one of {', '.join(sorted(_FORMATS))}.")
    with _as_ours(name), path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return _stated(sorted_lines(_read(path, name, format_, packed)), terms.source_graph(name)), sha256


def _read(path: Path, name: str, format_: ox.RdfFormat, packed: bool) -> Iterator[str]:
    """Each statement as its triple and its graph, or `_PLAIN`."""
    nodes: dict[ox.BlankNode, str] = {}
    with _as_ours(name), path.open("rb") as raw:
        file: IO[bytes] = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if packed else raw
        empty = True
        for quad in ox.parse(file, format_, base_iri=terms.source_graph(name)):
            empty = False
            terms_ = [_term(term, name, nodes) for term in (quad.subject, quad.predicate, quad.object)]
            plain = isinstance(quad.graph_name, ox.DefaultGraph)
            yield " ".join((*terms_, _PLAIN if plain else _term(quad.graph_name, name, nodes)))
        if empty:
            raise InputError(f"{name}: holds no statement; leave it out.")


@contextmanager
def _as_ours(name: str) -> Iterator[None]:
    try:
        yield
    except (SyntaxError, ValueError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        # Of a SyntaxError `msg` alone: its text repeats the line.
        raise InputError(f"{name}: {getattr(error, 'msg', error)}.") from error
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}.") from error


def _stated(lines: Iterable[str], own: str) -> Iterator[str]:
    """What is kept, as N-Quads: a plain statement only where no named graph has it, too."""
    derived = f"<{terms.DERIVED_GRAPH}>"
    for triple, group in groupby((line.rpartition(" ") for line in lines), key=itemgetter(0)):
        graphs = sorted({graph for _, _, graph in group})
        if graphs == [_PLAIN]:
            yield f"{triple} <{own}> ."
        yield from (f"{triple} {graph} ." for graph in graphs if graph not in (_PLAIN, derived))


def _term(term: object, name: str, nodes: dict[ox.BlankNode, str]) -> str:
    """The term in N-Quads. A blank node gets an IRI: the file, and its number among those of the file."""
    if isinstance(term, ox.BlankNode):
        segment = f"{terms.source_slug(name)}-{len(nodes) + 1}"
        return nodes.setdefault(term, f"<{terms.entity('blank', segment)}>")
    if isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction):
        raise InputError(
            f"{name}: holds RDF 1.2 (triple terms or text direction); convert it to RDF 1.1 first."
        )
    return str(term)
