"""/search: entities by their names and by what is quoted of them."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from api.cursors import decoded, encoded
from api.deps import RELEASE_HEADER, Accept, Limit, SearchedDep
from api.models import Problem, SearchPage
from api.negotiation import HTML, JSON, choose, wants_page
from api.pages import page
from api.tagging import OfRelease
from graph_store.fulltext.entries import KINDS
from graph_store.fulltext.search import FIRST, After, Hit, search
from ontology.errors import UsageError

router = APIRouter(tags=["entities"], route_class=OfRelease)

_CURSOR = re.compile(r"(-?\d{1,6}) (\S+)")


@router.get(
    "/search",
    response_model=SearchPage,
    summary="Find entities by name",
    responses={
        200: {"content": {HTML: {}}},
        400: {"model": Problem, "description": "A parameter is wrong"},
    },
)
def find(  # noqa: PLR0913, PLR0917 - each is a parameter of the request
    request: Request,
    searched: SearchedDep,
    q: Annotated[str, Query(max_length=200, examples=["氢能"], description="Words in either language.")] = "",
    kind: Annotated[list[str] | None, Query(description=f"Only of these kinds: {', '.join(KINDS)}.")] = None,
    limit: Limit = 20,
    cursor: Annotated[str, Query(max_length=1000, description="`next` of the page before.")] = "",
    accept: Accept = None,
) -> Response:
    """What is called so comes first, then what begins so, then what has the words in its name, then quotes.

    Labels, former and short names, titles, numbers and English labels count; parts that are separated by a
    space must all be there, the last word of each may be a beginning. `score` is 100 for the label itself.
    """
    kinds = [name for given in kind or [] for name in given.split(",") if name]
    if unknown := [name for name in kinds if name not in KINDS]:
        raise UsageError(f"kind: {', '.join(unknown)} is none; use {', '.join(KINDS)}.")
    html = wants_page(accept)
    if not q.strip() and not html:
        raise UsageError("q: give the words to look for.")
    release = searched.release
    hits = search(searched.index, q, kinds, limit + 1, _after(cursor), timeout=searched.timeout)
    following = encoded("{} {}".format(*hits[limit - 1].place)) if len(hits) > limit else None
    given = [("q", q), *(("kind", name) for name in kinds), ("limit", limit)]
    link = "?" + urlencode([*given, ("cursor", following)]) if following else None
    headers = {RELEASE_HEADER: release.id, "Vary": "Accept"}
    if html:
        shown = page(
            request, "search.html", question=q, kinds=kinds, hits=hits[:limit], link=link, all_kinds=KINDS
        )
        shown.headers[RELEASE_HEADER] = release.id
        return shown
    choose(accept, (JSON,))
    headers |= {"Link": f'</search{link}>; rel="next"'} if link else {}
    content = {
        "release": release.id,
        "q": q,
        "items": [_item(hit) for hit in hits[:limit]],
        "next": following,
    }
    return JSONResponse(content, headers=headers)


def _item(hit: Hit) -> dict[str, Any]:
    return {name: value for name, value in asdict(hit).items() if name != "place"}


def _after(cursor: str) -> After:
    if not cursor:
        return FIRST
    found = _CURSOR.fullmatch(decoded(cursor))
    if not found:
        raise UsageError("cursor: not one that this server gave; begin without it.")
    return int(found[1]), found[2]
