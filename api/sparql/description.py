"""The Service Description of the endpoint."""

from __future__ import annotations

from fastapi.responses import Response

from api.linked import converted
from ontology import terms


def description(url: str, media_type: str) -> Response:
    """The service description of this endpoint."""
    service = terms.SD
    formats = terms.FORMATS
    names = ["SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"]
    names += ["Turtle", "N-Triples", "RDF_XML", "JSON-LD"]
    results = " , ".join(f"<{formats}{name}>" for name in names)
    turtle = (
        f"@prefix sd: <{service}> .\n"
        f"<{url}> a sd:Service ;\n"
        f"  sd:endpoint <{url}> ;\n"
        f"  sd:supportedLanguage sd:SPARQL11Query ;\n"
        f"  sd:resultFormat {results} .\n"
    )
    if media_type == "text/turtle":
        return Response(turtle, media_type=media_type)
    return Response(converted(turtle, media_type), media_type=media_type)
