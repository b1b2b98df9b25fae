"""ETags of what a release answers: as long as it is the one that is asked, the answer is the same."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from importlib.metadata import version
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

from api.deps import RELEASE_HEADER
from api.kept import matches
from api.observing.middleware import NOTES
from ontology import terms

_VERSION = version("policygraph") + version("pyoxigraph")


class OfRelease(APIRoute):
    """A path whose answers depend on the release and the request alone: they have a tag, and 304 is given to
    a client that has it. For `route_class` of a router.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
        said = {304: {"description": "It is what the client has"}, **(more.pop("responses", None) or {})}
        super().__init__(path, endpoint, responses=said, **more)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Of FastAPI's routes."""
        answer = super().get_route_handler()

        async def tagged(request: Request) -> Response:
            return unless_known(request, await answer(request))

        return tagged


def unless_known(request: Request, response: Response, *settings: str) -> Response:
    """`response` to a GET with a tag of its own, or 304 where the client has what it would give.

    The tag is made of the release that the response names, or else of the one that was asked, of the request,
    and of the `settings` that the response depends on. It is weak, for compressed on its way an answer has
    other bytes.
    """
    if response.status_code != 200 or request.method != "GET":
        return response
    headers = response.headers
    release = headers.setdefault(RELEASE_HEADER, request.scope[NOTES]["release"])
    by_language = "Accept-Language" in headers.get("vary", "")
    language = request.headers.get("accept-language", "") if by_language else ""
    what = (_VERSION, str(request.url), headers.get("content-type", ""), language, *settings)
    headers["ETag"] = tag = f'W/"{release}-{terms.short_hash(*what)}"'
    headers["Cache-Control"] = "no-cache"
    if not matches(tag, request.headers.get("if-none-match", "")):
        return response
    kept = {name: value for name, value in headers.items() if not name.startswith("content-")}
    unchanged = Response(status_code=304, headers=kept)
    unchanged.headers.add_vary_header("Accept-Encoding")  # as `Compressed` says of what it packs
    return unchanged
