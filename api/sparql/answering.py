"""From what was asked to a response: a reader is asked, its answer sent."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi.responses import Response

from api.deps import RELEASE_HEADER
from api.problems import TooLargeError
from api.reading import Reading
from api.sparql.formats import chosen
from api.sparql.request import Asked
from graph_store.readers import QueueFull
from ontology.settings import settings
from queries.gate import admit

_LARGEST_ANSWER = 64 << 20


async def answer(service: Reading, asked: Asked, accept: str | None) -> Response:
    """The answer to `asked` in the form that `accept` likes best. Raises PolicygraphError of many kinds."""
    if service.strangers.available_tokens < 1:
        raise QueueFull("too many queries are waiting already; try again in a moment.")
    return await to_thread.run_sync(_answer, service, asked, accept, limiter=service.strangers)


def _answer(service: Reading, asked: Asked, accept: str | None) -> Response:
    text = asked.query or ""
    format_ = chosen(admit(text, settings().services), accept)
    _, chunks = service.pool.query(
        text, (format_.written,), asked.default_graphs or None, asked.named_graphs or None
    )
    headers = {RELEASE_HEADER: chunks.release.id, "Vary": "Accept"}
    return Response(_whole(chunks), media_type=format_.named, headers=headers)


def _whole(chunks: Any) -> bytes:
    """The whole answer: it is sent only when it ended well."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > _LARGEST_ANSWER:
            chunks.close()
            raise TooLargeError(f"The answer is larger than {_LARGEST_ANSWER >> 20} MiB; add a LIMIT.")
    return bytes(body)
