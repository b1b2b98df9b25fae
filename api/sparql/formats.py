"""The media types that the endpoint gives, the one it gives unasked first."""

from __future__ import annotations

from typing import NamedTuple

from api.negotiation import HTML, choose, preferred

RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
_BOOLEANS = RESULTS[:2]
GRAPHS = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/trig",
    "application/n-quads",
)
_XML_GRAPH, _JSON_GRAPH = GRAPHS[2:4]
JSON, XML = "application/json", "application/xml"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"


class Format(NamedTuple):
    """The media type that a reader is asked for, and the one that the client is told."""

    written: str
    named: str


def chosen(form: str | None, accept: str | None) -> Format:
    """The format for the answer to a query of `form` (SELECT, ASK …). Raises NotAcceptableError."""
    offers = {"CONSTRUCT": GRAPHS, "DESCRIBE": GRAPHS, "ASK": _BOOLEANS}.get(form or "", RESULTS)
    if ranked := preferred(accept, offers):
        return Format(ranked[0], ranked[0])
    plain = preferred(accept, (JSON, XML, HTML))  # who asks for any JSON or XML, or for a page, gets ours
    if plain and offers is GRAPHS:
        best = _XML_GRAPH if plain[0] == XML else _JSON_GRAPH
        return Format(best, best)
    if plain:
        return Format(RESULTS[1], XML) if plain[0] == XML else Format(RESULTS[0], JSON)
    best = choose(accept, offers)
    return Format(best, best)
