"""/releases: what was published, and what changed from one to the other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import chain, islice
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from api import feed
from api.cursors import decoded, encoded
from api.deps import RELEASE_HEADER, Accept, CurrentDep
from api.differences import change_dict, source_dict, summary, totals
from api.models import DiffModel, Problem, ReleaseModel, ReleasesModel
from api.negotiation import HTML, JSON, choose
from api.pages import page
from api.problems import NotFoundError
from graph_store.diff import changes
from graph_store.release import Release
from graph_store.store import Store
from ontology.errors import UsageError

router = APIRouter(tags=["releases"])

_NQUADS = "application/n-quads"
_Id = Annotated[str, Path(max_length=100, examples=["0001-0123456789"])]
_UNKNOWN: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "No such release"}}


@router.get(
    "/releases",
    response_model=ReleasesModel,
    summary="The published releases",
    responses={200: {"content": {HTML: {}, feed.MEDIA_TYPE: {}}}},
)
def releases(request: Request, service: CurrentDep, accept: Accept = None) -> Response:
    """The newest first; also as an Atom feed, by `Accept` or at `/releases.atom`."""
    known = service.store.releases()
    current = service.release.id
    headers = {RELEASE_HEADER: current, "Vary": "Accept"}
    wanted = choose(accept, (JSON, HTML, feed.MEDIA_TYPE))
    if wanted == HTML:
        return page(request, "releases.html", releases=known[::-1], current=current)
    if wanted == feed.MEDIA_TYPE:
        return _feed(request, known, headers)
    items = [_described(release, current) for release in reversed(known)]
    return JSONResponse({"current": current, "items": items}, headers=headers)


@router.get(
    "/releases.atom",
    summary="The published releases as an Atom feed",
    response_class=Response,
    responses={200: {"content": {feed.MEDIA_TYPE: {}}}},
)
def atom(request: Request, service: CurrentDep) -> Response:
    """Each release says which sources it changed, and links to what changed in them."""
    return _feed(request, service.store.releases(), {RELEASE_HEADER: service.release.id})


@router.get("/releases/{release_id}", response_model=ReleaseModel, summary="One release", responses=_UNKNOWN)
def release(service: CurrentDep, release_id: _Id) -> Response:
    """What it holds: its sources with their size and the hash of their files."""
    found = _found(service.store, release_id)
    sources = [
        {"source": shard.name, "source_kind": shard.kind, "quads": shard.quads, "sha256": shard.sha256}
        for shard in found.sources
    ]
    content = {**_described(found, service.release.id), "sources": sources}
    return JSONResponse(content, headers={RELEASE_HEADER: found.id})


@router.get(
    "/releases/{release_id}/diff",
    response_model=DiffModel,
    summary="What changed, and which source changed it",
    responses={**_UNKNOWN, 200: {"content": {_NQUADS: {}, HTML: {}}}},
)
def diff(  # noqa: PLR0913, PLR0917 - each is a parameter of the request
    request: Request,
    service: CurrentDep,
    release_id: _Id,
    from_: Annotated[
        str | None,
        Query(alias="from", max_length=100, description="The older release. [default: the one before]"),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=10_000, description="The most statements of one page.")] = 200,
    cursor: Annotated[str, Query(max_length=100, description="`next` of the page before.")] = "",
    accept: Accept = None,
) -> Response:
    """Statements added, gone and changed, counted by source and kind, and listed a page at a time.

    As N-Quads all of them come at once, each with a comment that says on which side it stands.
    """
    new = _found(service.store, release_id)
    old = _found(service.store, from_) if from_ else _before(service.store, new)
    wanted = choose(accept, (JSON, HTML, _NQUADS))
    headers = {RELEASE_HEADER: new.id, "Vary": "Accept"}
    if wanted == _NQUADS:
        return StreamingResponse(_lines(old, new), media_type=_NQUADS, headers=headers)
    deadline = time.monotonic() + service.settings.query_timeout
    sources = summary(old, new, deadline)
    start = _start(cursor)
    found = list(islice(changes(old, new, deadline), start, start + limit + 1))
    following = encoded(str(start + limit)) if len(found) > limit else None
    if wanted == HTML:
        return page(
            request,
            "diff.html",
            old=old,
            new=new,
            sources=sources,
            totals=totals(sources),
            changes=[change_dict(change) for change in found[:limit]],
            following=following,
            known=[item.id for item in service.store.releases() if item.id != new.id],
        )
    content = {
        "from": old.id if old else None,
        "to": new.id,
        "totals": totals(sources),
        "sources": [source_dict(item) for item in sources],
        "changes": [change_dict(change) for change in found[:limit]],
        "next": following,
    }
    return JSONResponse(content, headers=headers)


def _feed(request: Request, known: list[Release], headers: dict[str, str]) -> Response:
    return Response(feed.feed(known, str(request.base_url)), media_type=feed.MEDIA_TYPE, headers=headers)


def _found(store: Store, release_id: str) -> Release:
    found = store.release(release_id)
    if found is None:
        raise NotFoundError(f"There is no release {release_id}; /releases lists those there are.")
    return found


def _before(store: Store, release: Release) -> Release | None:
    """The release that this one was made from, or the one before it where that was pruned."""
    known = store.releases()
    ids = [item.id for item in known]
    if release.manifest.parent in ids:
        return known[ids.index(release.manifest.parent)]
    place = ids.index(release.id)
    return known[place - 1] if place else None


def _lines(old: Release | None, new: Release) -> Iterator[bytes]:
    lines = chain.from_iterable(change.lines() for change in changes(old, new))
    while batch := list(islice(lines, 1000)):
        yield ("\n".join(batch) + "\n").encode()


def _start(cursor: str) -> int:
    text = decoded(cursor) if cursor else "0"
    if not text.isdecimal() or len(text) > 12:
        raise UsageError("cursor: not one that this server gave; begin without it.")
    return int(text)


def _described(release: Release, current: str) -> dict[str, Any]:
    manifest = release.manifest
    return {
        "id": release.id,
        "published": manifest.published,
        "parent": manifest.parent,
        "current": release.id == current,
        "source_count": len(release.sources),
        "quads": manifest.quads,
        "statements": manifest.statements,
    }
