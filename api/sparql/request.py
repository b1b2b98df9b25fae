"""What a request of the SPARQL 1.1 Protocol asks: the query and its dataset."""

from __future__ import annotations

import binascii
from collections.abc import Sequence
from email.message import Message
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

import pyoxigraph as ox
from fastapi import Request

from api.problems import TooLargeError, WrongMediaTypeError
from api.sparql.formats import DIRECT, FORM, UPDATE
from ontology.errors import ForbiddenError, UsageError

_LONGEST_QUERY = 1 << 20
_MOST_PARAMETERS = 1000
_UTF8 = ("utf-8", "utf8", "us-ascii")


class Asked(NamedTuple):
    """One request of the protocol."""

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    release: str | None = None


async def read(request: Request) -> Asked:
    """What `request` asks. Raises UsageError, ForbiddenError, WrongMediaTypeError, TooLargeError."""
    pairs = _parameters(request.scope["query_string"], "query string")
    if request.scope["method"] == "POST":
        pairs += await _posted(request)
    if any(name == "update" for name, _ in pairs):
        raise ForbiddenError("Updates are not allowed: this endpoint only reads.")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1:
        raise UsageError("Give one query, not several.")
    return Asked(
        queries[0] if queries else None,
        _graphs(pairs, "default-graph-uri"),
        _graphs(pairs, "named-graph-uri"),
        next((value for name, value in pairs if name == "release"), None),
    )


async def _posted(request: Request) -> list[tuple[str, str]]:
    """The parameters in the body; a body that is a query counts as the parameter `query`."""
    header = Message()
    header["Content-Type"] = request.headers.get("content-type", "none/none")
    kind = header.get_content_type()
    if kind == UPDATE:
        raise ForbiddenError("Updates are not allowed: this endpoint only reads.")
    if kind not in (FORM, DIRECT):
        raise WrongMediaTypeError(f"Send the query as {FORM} or {DIRECT}.")
    if (charset := header.get_content_charset("utf-8")) not in _UTF8:
        raise WrongMediaTypeError(f"Send the query in UTF-8, not in {charset}.")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise WrongMediaTypeError("Send the body as it is, not compressed.")
    body = await _body(request)
    if kind == FORM:
        return _parameters(body, "body")
    try:
        return [("query", body.decode())]
    except UnicodeDecodeError:
        raise UsageError("The body is not UTF-8 text.") from None


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_QUERY:
            raise TooLargeError(f"A query may have {_LONGEST_QUERY >> 10} KiB at most, as it is sent.")
    return bytes(body)


def _parameters(text: bytes, where: str) -> list[tuple[str, str]]:
    parts = text.split(b"&", _MOST_PARAMETERS)
    try:
        if len(parts) > _MOST_PARAMETERS or not text.isascii():
            raise ValueError
        named = (part.partition(b"=") for part in parts if part)
        return [(_decoded(name), _decoded(value)) for name, _, value in named]
    except ValueError:
        raise UsageError(
            f"The {where} is not made of at most {_MOST_PARAMETERS} parameters, percent-encoded in UTF-8."
        ) from None


def _decoded(text: bytes) -> str:
    """Form-decoded text. Raises ValueError where it is not UTF-8."""
    text = text.replace(b"+", b" ")
    if b"%" not in text:
        return text.decode()
    # The standard library does this letter by letter, but for quoted-printable text, whose sign is "=". That
    # reading takes two letters less for every escape, and fewer only where one is none, or lines end.
    if b"\n" not in text and b"\r" not in text:
        read = binascii.a2b_qp(text.replace(b"=", b"=3D").replace(b"%", b"="))
        if len(read) == len(text) - 2 * text.count(b"%"):
            return read.decode()
    return unquote_to_bytes(text).decode()


def _graphs(pairs: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    graphs = tuple(dict.fromkeys(value for key, value in pairs if key == name))
    for graph in graphs:
        try:
            ox.NamedNode(graph)
        except ValueError:
            raise UsageError(f"{name}: {graph!r} is not an IRI; give it in full.") from None
    return graphs
