"""From what was asked to the bytes of the answer: kept ones at once, others from a reader.

An answer up to a bound is held until it has ended, so that its status and headers tell the truth. A longer
one is sent as it comes; where it then fails, the connection breaks before the end of the body, so that
nobody takes what came for the whole. Where the operator caps answers, they are held, on disk if need be,
until it is known whether they were cut.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import Scope

from api.deps import RELEASE_HEADER
from api.encoding import encoding
from api.kept import KEY, Answers, Kept, matches, same_each_time
from api.reading import Reading
from api.sparql.formats import RESULTS, Format, chosen
from api.sparql.request import Asked
from api.sparql.responses import Headers, Nothing, Streamed, Whole
from graph_store.serving.compression import WORTH_COMPRESSING, compressor
from graph_store.serving.questions import Question, QueueFull
from graph_store.serving.run import HOLD, ClientGone, Run
from queries.gate import admit

TRUNCATED_HEADER = "X-Policygraph-Truncated"
_SHORT = 1 << 13
_LONGEST_WISH = 1 << 12
_VERSION = version("policygraph") + version("pyoxigraph")
_TEXT = ("text/csv", "text/tab-separated-values", "text/turtle")
Response = Whole | Streamed | Nothing
Key = tuple[str, str, tuple[str, ...], tuple[str, ...], Format, str]


async def answer(service: Reading, answers: Answers, asked: Asked, request: Request) -> Response:
    """The answer to `asked` in the form that `request` likes best. Raises PolicygraphError of many kinds."""
    text = asked.query or ""
    scope = request.scope
    accept, accept_encoding, given = wishes(scope)
    format_ = _format(await _form(text, service.settings.services), accept)
    wanted = encoding(accept_encoding)
    release = service.lanes.release.id
    service.check(release)
    key: Key = (release, text, asked.default_graphs, asked.named_graphs, format_, wanted)
    if service is request.app.state.service:
        scope[KEY] = key[1:]
    if (kept := answers.get(key)) is not None:
        return _given(kept, given)
    lasting = same_each_time(text)
    if lasting and given and matches(tag := _tag(service, key), given):
        return Whole(304, _headers(release, [(b"etag", tag.encode())]), b"")
    caps = _caps(service)
    question = Question(
        sparql=text,
        accept=(format_.written,),
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        encoding="" if any(caps) else wanted,
        most_rows=caps[0],
        most_bytes=caps[1],
    )
    try:
        run = await service.lanes.ask(question, _gone(request), None if any(caps) else HOLD)
    except ClientGone:
        return Nothing()
    try:
        service.check(run.release.id)
    except QueueFull:
        run.close()
        raise
    key = (run.release.id, *key[1:])
    common = _headers(run.release.id, _described(run, format_))
    if lasting:
        common.append((b"etag", _tag(service, key).encode()))
    capped = any(caps)
    if not run.whole:
        return _streamed(run, common, _marked(run, format_) if capped else run.chunks(), wanted)
    pieces = [piece async for piece in _marked(run, format_)] if capped else run.held
    whole = await _whole(run, common, b"".join(pieces), wanted)
    if lasting:
        answers.put(key, whole, sum(map(len, (text, *asked.default_graphs, *asked.named_graphs))))
    return Whole(200, whole.headers, whole.body, whole.rows)


def _streamed(run: Run, headers: Headers, chunks: AsyncIterator[bytes], wanted: str) -> Streamed:
    """What is longer than is held, or came with a cap and is long; the latter is not compressed yet."""
    encoded = run.encoding
    if run.ending is not None and wanted:
        chunks, encoded = _compressed(chunks, wanted), wanted
    if encoded:
        headers = [*headers, (b"content-encoding", encoded.encode())]
    return Streamed(run, headers, chunks)


async def _whole(run: Run, headers: Headers, body: bytes, wanted: str) -> Kept:
    encoded = run.encoding
    if wanted and not encoded and len(body) >= WORTH_COMPRESSING:
        stream, encoded = compressor(wanted), wanted
        body = stream.add(body) + stream.finish()
    if encoded:
        headers = [*headers, (b"content-encoding", encoded.encode())]
    headers = [*headers, (b"content-length", b"%d" % len(body))]
    return Kept(headers, body, run.ending.rows if run.ending else 0)


async def _marked(run: Run, format_: Format) -> AsyncIterator[bytes]:
    """The answer; in JSON, one that was cut says so before its rows, where every parser takes it."""
    mark = f'}},"truncated":"{run.ending.cut}","results":{{'.encode() if run.ending else b""
    first = run.ending is not None and bool(run.ending.cut) and format_.written == RESULTS[0]
    async for chunk in run.chunks():
        yield chunk.replace(b'},"results":{', mark, 1) if first else chunk
        first = False


async def _compressed(chunks: AsyncIterator[bytes], encoding: str) -> AsyncIterator[bytes]:
    stream = compressor(encoding)
    async for chunk in chunks:
        if data := await run_in_threadpool(stream.add, chunk):
            yield data
    yield stream.finish()


async def _form(text: str, services: tuple[str, ...]) -> str | None:
    """The form of a query that may be asked. Raises ForbiddenError, QueryError."""
    if len(text) <= _SHORT:
        return admit(text, services)
    return await run_in_threadpool(admit, text, services)


_format = lru_cache(maxsize=1024)(chosen)


def _given(kept: Kept, given: str | None) -> Whole:
    if given:
        tag = next(value for name, value in kept.headers if name == b"etag")
        if matches(tag.decode(), given):
            left = [pair for pair in kept.headers if pair[0] not in (b"content-length", b"content-encoding")]
            return Whole(304, left, b"")
    return Whole(200, kept.headers, kept.body, kept.rows)


def _tag(service: Reading, key: Key) -> str:
    """The strong ETag: what the bytes depend on, and nothing else."""
    release, text, *rest = key
    # Names of graphs may be as long as a body may be: what is kept for speed does not hold them.
    rest_of = _tag_of.__wrapped__ if any(key[2:4]) else _tag_of
    said = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f'"{said[:24]}{rest_of((_VERSION, release, *rest, _caps(service)))}"'


@lru_cache(maxsize=1024)
def _tag_of(parts: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def wishes(scope: Scope) -> tuple[str | None, str | None, str | None]:
    """The headers that say what a client wants: Accept, Accept-Encoding, If-None-Match (only of a GET)."""
    found: dict[bytes, str | None] = dict.fromkeys((b"accept", b"accept-encoding", b"if-none-match"))
    for name, value in scope["headers"]:
        if name in found:
            found[name] = value.decode("latin-1")
    accept, accept_encoding, given = found.values()
    if scope["method"] != "GET":  # HEAD comes as GET
        given = None
    # Of the first two only the beginning counts, and is kept.
    return accept and accept[:_LONGEST_WISH], accept_encoding and accept_encoding[:_LONGEST_WISH], given


def _caps(service: Reading) -> tuple[int, int]:
    return service.settings.most_rows, service.settings.most_bytes


def _described(run: Run, format_: Format) -> Headers:
    charset = "; charset=utf-8" if format_.named in _TEXT else ""
    headers = [(b"content-type", f"{format_.named}{charset}".encode())]
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
