"""Statements about one entity as RDF."""

from __future__ import annotations

import io
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
    return out.getvalue()
