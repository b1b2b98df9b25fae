"""From what was asked to the bytes of the answer: kept ones at once, others from a reader.

An answer up to a bound is held until it has ended, so that its status and headers tell the truth. A longer
one is sent as it comes; where it then fails, the connection breaks before the end of the body, so that
nobody takes what came for the whole. Where the operator caps answers, they are held, on disk if need be,
until it is known whether they were cut.
"""

from __future__ import annotations

import hashlib
import logging
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api.deps import RELEASE_HEADER
from api.encoding import encoding
from api.kept import Answers, Kept, same_each_time
from api.observing.middleware import note
from api.reading import Reading
from api.sparql.formats import Format, chosen
from api.sparql.request import Asked
from graph_store.serving.questions import Question
from graph_store.serving.run import HOLD, ClientGone, Run
from ontology.errors import PolicygraphError
from queries.gate import admit

TRUNCATED_HEADER = "X-Policygraph-Truncated"
_SHORT = 1 << 13
_VERSION = version("policygraph") + version("pyoxigraph")
_TEXT = ("text/csv", "text/tab-separated-values", "text/turtle")
_LOG = logging.getLogger("policygraph")

Headers = list[tuple[bytes, bytes]]
Key = tuple[str, str, tuple[str, ...], tuple[str, ...], Format, str]


class Whole:
    """A response that is all there: status, headers, body."""

    def __init__(self, status: int, headers: Headers, body: bytes, rows: int | None = None) -> None:
        self._status, self._headers, self._body, self._rows = status, headers, body, rows

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        note(scope, rows=self._rows)
        await send({"type": "http.response.start", "status": self._status, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body})


class Nothing:
    """The response to a client that has gone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Nobody would read it."""


class Streamed:
    """A response whose beginning is there; the rest comes from a reader."""

    def __init__(self, run: Run, headers: Headers) -> None:
        self._run, self._headers = run, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; where the rest does not come, leave the body without its end."""
        run = self._run
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self._headers})
            for chunk in run.held:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            run.held.clear()
            async for chunk in run:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            note(scope, rows=run.ending.rows if run.ending else None)
            await send({"type": "http.response.body", "body": b""})
        except ClientGone:
            return
        except PolicygraphError as error:
            # The server sees a body without its end, and closes the connection.
            _LOG.warning("An answer broke off: %s", error)
        finally:
            run.close()


Response = Whole | Streamed | Nothing


async def answer(service: Reading, answers: Answers, asked: Asked, request: Request) -> Response:
    """The answer to `asked` in the form that `request` likes best. Raises PolicygraphError of many kinds."""
    text = asked.query or ""
    headers = request.headers
    format_ = _format(await _form(text, service.settings.services), headers.get("accept"))
    wanted = encoding(headers.get("accept-encoding"))
    release = service.lanes.release.id
    key: Key = (release, text, asked.default_graphs, asked.named_graphs, format_, wanted)
    if (kept := answers.get(key)) is not None:
        return _given(kept, headers.get("if-none-match"))
    lasting = same_each_time(text)
    if lasting and (given := headers.get("if-none-match")) and (tag := _tag(service, key)) in _tags(given):
        return Whole(304, _headers(release, [(b"etag", tag.encode())]), b"")
    caps = (service.settings.most_rows, service.settings.most_bytes)
    question = Question(
        sparql=text,
        accept=(format_.written,),
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        encoding=wanted,
        most_rows=caps[0],
        most_bytes=caps[1],
    )
    try:
        run = await service.lanes.ask(question, _gone(request), None if any(caps) else HOLD)
    except ClientGone:
        return Nothing()
    key = (run.release.id, *key[1:])
    described = _described(run, format_)
    if lasting:
        described.append((b"etag", _tag(service, key).encode()))
    described = _headers(run.release.id, described)
    if not run.whole:
        return Streamed(run, described)
    body = b"".join(run.held)
    described.append((b"content-length", b"%d" % len(body)))
    rows = run.ending.rows if run.ending else 0
    if lasting:
        answers.put(key, Kept(described, body, rows), len(text))
    return Whole(200, described, body, rows)


async def _form(text: str, services: tuple[str, ...]) -> str | None:
    """The form of a query that may be asked. Raises ForbiddenError, QueryError."""
    if len(text) <= _SHORT:
        return _known_form(text, services)
    return await run_in_threadpool(admit, text, services)


_known_form = lru_cache(maxsize=1024)(admit)
_format = lru_cache(maxsize=1024)(chosen)


def _given(kept: Kept, given: str | None) -> Whole:
    if given:
        tag = next(value for name, value in kept.headers if name == b"etag")
        if tag.decode() in _tags(given):
            left = [pair for pair in kept.headers if pair[0] not in (b"content-length", b"content-encoding")]
            return Whole(304, left, b"")
    return Whole(200, kept.headers, kept.body, kept.rows)


def _tags(given: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in given.split(",")}


def _tag(service: Reading, key: Key) -> str:
    """The strong ETag: what the bytes depend on, and nothing else."""
    caps = (service.settings.most_rows, service.settings.most_bytes)
    parts = repr((_VERSION, key, caps)).encode("utf-8", "surrogatepass")
    return f'"{hashlib.sha256(parts).hexdigest()[:32]}"'


def _described(run: Run, format_: Format) -> Headers:
    charset = "; charset=utf-8" if format_.named in _TEXT else ""
    headers = [(b"content-type", f"{format_.named}{charset}".encode())]
    if run.encoding:
        headers.append((b"content-encoding", run.encoding.encode()))
    if run.ending and run.ending.cut:
        headers.append((TRUNCATED_HEADER.lower().encode(), run.ending.cut.encode()))
    return headers


def _headers(release: str, more: Headers) -> Headers:
    # A client may keep an answer but asks whether it still holds: tomorrow another release may be the
    # current one.
    common = [
        (RELEASE_HEADER.lower().encode(), release.encode()),
        (b"vary", b"Accept, Accept-Encoding"),
        (b"cache-control", b"no-cache"),
    ]
    return common + more


def _gone(request: Request) -> Any:
    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    return gone
