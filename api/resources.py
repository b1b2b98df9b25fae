"""Linked Data: from a path to the IRI that it stands for, and what is said of it in the form asked for.

Every IRI under the base is an address here: `{base}id/region/150000` is answered at `/id/region/150000`. A
named graph gives all that it says, any other IRI the statements about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from api.deps import RELEASE_HEADER
from api.linked import FORMATS, SUFFIXES, document, graph_triples, serialized
from api.negotiation import HTML, JSON, choose
from api.pages import page
from api.problems import NotFoundError
from api.reading import Reading
from graph_store.release import Release
from graph_store.rows import Rows
from ontology import terms
from queries.run import Evidence, Select, evidence_of, find, select_rows

_OFFERS = ("application/ld+json", HTML, "text/turtle", "application/n-triples", "application/rdf+xml", JSON)
_NOT_IRI = frozenset('<>"{}|\\^` \n\t')
_CUT_HEADER = "X-Policygraph-Truncated"
_LISTED = 500
_NOTHING = Rows((), [])


@dataclass(frozen=True, slots=True)
class Resource:
    """What was found at a path, and the media type it is `wanted` in; `graph` says that it is a named graph.

    `mentions` and `evidence` are there where they are needed.
    """

    iri: str
    wanted: str
    graph: bool
    said: Rows
    mentions: Rows
    evidence: tuple[Evidence, ...]

    @property
    def cut(self) -> bool:
        """Whether there is more than was read."""
        return len(self.said.rows) >= find("entity").limit

    def triples(self) -> list[str]:
        """What is said of it; where it is only pointed to, what points to it."""
        said = [f"<{self.iri}> {row['property']} {row['value']}" for row in self.said.dicts()]
        return said or [f"{row['subject']} {row['property']} <{self.iri}>" for row in self.mentions.dicts()]


def answer(request: Request, service: Reading, accept: str | None, name: str | None = None) -> Response:
    """The response for the path of `request`, or for what has this `name` below the base.

    Raises NotFoundError, NotAcceptableError, QueryTimeout.
    """
    readings = [(terms.BASE + name, None)] if name else list(_readings(request))
    found, release = service.consistently(
        lambda select, _: (_found(request, readings, accept, select, service.release), service.release)
    )
    path = quote("/" + found.iri.removeprefix(terms.BASE))
    shown = _page(request, found, release) if found.wanted == HTML else _rdf(found, release)
    shown.headers.update({RELEASE_HEADER: release.id, "Link": _alternates(path)})
    shown.headers.setdefault("Vary", "Accept")
    if found.cut:
        shown.headers[_CUT_HEADER] = "rows"
    return shown


def _found(
    request: Request,
    readings: Sequence[tuple[str, str | None]],
    accept: str | None,
    select: Select,
    release: Release,
) -> Resource:
    for iri, suffix in readings:
        graph = any(iri in shard.graphs for shard in release.manifest.shards)
        said = select_rows("entity", {"entity": iri}, select)
        mentions = _NOTHING
        if not graph and not said.rows:
            mentions = select_rows("entity_mentions", {"entity": iri}, select)
            if not mentions.rows:
                continue
        wanted = SUFFIXES[suffix] if suffix else choose(accept, _OFFERS)
        if wanted != HTML:
            return Resource(iri, wanted, graph, said, mentions, ())
        mentions = mentions if mentions.rows else select_rows("entity_mentions", {"entity": iri}, select)
        return Resource(iri, wanted, graph, said, mentions, evidence_of(iri, select))
    raise NotFoundError(f"{request.url.path.removeprefix('/')} is not in the graph.")


def _rdf(found: Resource, release: Release) -> Response:
    media_type = found.wanted if found.wanted in FORMATS else _OFFERS[0]
    if not found.graph:
        return Response(serialized(found.triples(), media_type), media_type=media_type)
    return StreamingResponse(document(graph_triples(release, found.iri), media_type), media_type=media_type)


def _readings(request: Request) -> Iterator[tuple[str, str | None]]:
    """What the path may mean: read as text and as it was sent, each whole and without its suffix."""
    sent = request.scope.get("raw_path", b"").decode("ascii", "replace")
    for path in dict.fromkeys((request.url.path, request.scope["path"], sent)):
        named = path.removeprefix("/")
        endings = [ending for ending in SUFFIXES if named.endswith(ending)]
        for ending in (None, *endings):
            iri = terms.BASE + (named.removesuffix(ending) if ending else named)
            if not _NOT_IRI.intersection(iri):
                yield iri, ending


def _alternates(path: str) -> str:
    return ", ".join(
        f'<{path}{suffix}>; rel="alternate"; type="{media_type}"' for suffix, media_type in SUFFIXES.items()
    )


def _page(request: Request, found: Resource, release: Release) -> Response:
    listed: list[str] = []
    if found.graph:
        subjects = (
            key for key, _ in groupby(graph_triples(release, found.iri), lambda line: line.split(" ", 1)[0])
        )
        listed = [subject[1:-1] for subject in islice(subjects, _LISTED)]
    return page(
        request,
        "entity.html",
        iri=found.iri,
        said=found.said.dicts(),
        mentions=found.mentions.dicts(),
        evidence=found.evidence,
        suffixes=SUFFIXES,
        shards=[shard for shard in release.manifest.shards if found.iri in shard.graphs],
        listed=listed,
        cut=found.cut or len(found.mentions.rows) >= find("entity_mentions").limit,
    )
