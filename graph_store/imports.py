"""RDF files as sources: their named graphs as they are, triples without a graph in the graph of the file.

What every release computes anew is left out: the derived graph, and a default graph that repeats named
graphs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from ontology import terms
from ontology.errors import InputError

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


def read_rdf(path: Path, name: str) -> tuple[list[str], str]:
    """The sorted N-Quads lines of the RDF file at `path`, called `name`, and the SHA-256 of its bytes.

    Raises InputError.
    """
    format_ = _FORMATS.get(path.suffix.lower().lstrip("."))
    if format_ is None:
        raise InputError(f"{name}: not an RDF file by its suffix; use one of {', '.join(sorted(_FORMATS))}.")
    try:
        data = path.read_bytes()
        quads = list(ox.parse(data, format_, base_iri=terms.source_graph(name)))
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}.") from error
    except (SyntaxError, ValueError) as error:
        # Of a SyntaxError `msg` alone: its text repeats the line.
        raise InputError(f"{name}: {getattr(error, 'msg', error)}.") from error
    if not quads:
        raise InputError(f"{name}: holds no statement; leave it out.")
    return _lines(quads, name), hashlib.sha256(data).hexdigest()


def _lines(quads: Iterable[ox.Quad], name: str) -> list[str]:
    nodes: dict[ox.BlankNode, str] = {}
    named: set[str] = set()
    plain: set[str] = set()
    computed: set[str] = set()
    stated: set[str] = set()
    for quad in quads:
        triple = " ".join(_term(term, name, nodes) for term in (quad.subject, quad.predicate, quad.object))
        if isinstance(quad.graph_name, ox.DefaultGraph):
            plain.add(triple)
            continue
        stated.add(triple)
        graph = _term(quad.graph_name, name, nodes)
        if graph == f"<{terms.DERIVED_GRAPH}>":
            computed.add(triple)
        else:
            named.add(f"{triple} {graph} .")
    own = terms.source_graph(name)
    return sorted(named | {f"{triple} <{own}> ." for triple in plain - stated - computed})


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
