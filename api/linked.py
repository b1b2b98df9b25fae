"""Statements about one entity as RDF."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import pyoxigraph as ox

from graph_store.rows import Rows
from ontology import terms

FORMATS: Mapping[str, ox.RdfFormat] = {
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
}


def serialized(iri: str, said: Rows, media_type: str) -> bytes:
    """The statements with the subject `iri`; `said` has the columns `property` and `value`."""
    lines = sorted({f"<{iri}> {row['property']} {row['value']} .\n" for row in said.dicts()})
    triples = ox.parse("".join(lines).encode(), ox.RdfFormat.N_TRIPLES)
    out = io.BytesIO()
    format_ = FORMATS[media_type]
    if format_ == ox.RdfFormat.N_TRIPLES:
        return "".join(lines).encode()
    ox.serialize((quad.triple for quad in triples), out, format_, prefixes=terms.PREFIXES)
    return _tidied(out.getvalue()) if format_ == ox.RdfFormat.TURTLE else out.getvalue()


def converted(turtle: str, media_type: str) -> bytes:
    """A document in Turtle in another RDF format."""
    triples = (quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE))
    out = io.BytesIO()
    ox.serialize(triples, out, ox.RdfFormat.from_media_type(media_type), prefixes=terms.PREFIXES)
    return out.getvalue()


def _tidied(turtle: bytes) -> bytes:
    """Turtle with the prefixes it uses, sorted: the engine writes all of them, in another order each time."""
    lines = turtle.decode().splitlines(keepends=True)
    body = "".join(line for line in lines if not line.startswith("@prefix"))
    heads = (line for line in lines if line.startswith("@prefix"))
    used = sorted(line for line in heads if re.search(rf"(?<![\w-]){line.split()[1]}", body))
    return ("".join(used) + body).encode()
